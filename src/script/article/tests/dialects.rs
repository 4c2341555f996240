//! Tests what dialects of Markdown and exports of other programs add to an article.

use super::{article, blocks, omitted, read};
use crate::script::article::{Article, Format, Reason, Role};

const FIRST: &str = "The keeper of the lamp was asked to write down every ship that he saw.";
const LAST: &str = "He filled nine books, and the tenth was lost when the sea came in.";

fn markdown(middle: &str) -> Article {
    article(&format!("# The lamp\n\n{FIRST}\n\n{middle}\n\n{LAST}\n"), Format::Markdown)
}

fn html(middle: &str) -> Article {
    article(
        &format!(
            "<html lang=en><body><article><h1>The lamp</h1><p>{FIRST}</p>{middle}<p>{LAST}</p></article></body></html>"
        ),
        Format::Html,
    )
}

/// Returns the blocks between the two paragraphs that are read.
fn middle(article: &Article) -> Vec<&str> {
    let read = read(article);
    assert_eq!((read[0], read[1], read[read.len() - 1]), ("The lamp", FIRST, LAST), "{read:?}");
    read[2..read.len() - 1].to_vec()
}

#[test]
fn reads_the_words_of_dialects_without_their_marks() {
    for (source, expected) in [
        ("> [!CAUTION]\n> The stair is wet.", vec!["The stair is wet."]),
        (":::tip[On the stair]\nIt is wet.\n:::", vec!["On the stair", "It is wet."]),
        ("!!! note\n    The stair is wet.", vec!["The stair is wet."]),
        ("import Map from './map'\n\n<Map zoom={3} />\n\n{/* ask Ida */}", vec![]),
        ("<Box kind=\"x\">\nThe **stair** is wet.\n</Box>", vec!["The stair is wet."]),
        ("{{< figure src=\"a.png\" >}}\n\n{% include map.html %}", vec![]),
        ("*[LV]: Light vessel", vec![]),
        ("Lens\n: Bends the light.", vec!["Lens", "Bends the light."]),
        ("It {--was--}{++is++} wet{>>sure?<<}.", vec!["It is wet."]),
        (
            "It is wet[^9], she found [@holm1901, p. 2; @lind], and cold [3–5].",
            vec!["It is wet, she found, and cold."],
        ),
        ("[[Stair|The stair]] is wet.", vec!["The stair is wet."]),
    ] {
        assert_eq!(middle(&markdown(source)), expected, "{source}");
    }
}

#[test]
fn lists_programs_and_notes_in_the_line_as_omitted() {
    let article = markdown("export const a = 1\n\nIt is wet^[So she wrote.].");
    assert_eq!(
        omitted(&article),
        [(Reason::NotProse, "export const a = 1"), (Reason::Footnote, "So she wrote.")]
    );
}

#[test]
fn reads_headings_that_are_words_of_menus() {
    for word in ["Search", "Comments", "Contact", "Menu", "Related"] {
        let source = format!("## {word}\n\n{LAST}");
        assert_eq!(middle(&markdown(&source)), [word, LAST], "{word}");
    }
    let page = html(&format!("<h2>Comments</h2><p>{LAST}</p><h2>After that</h2>"));
    assert_eq!(middle(&page), ["Comments", LAST, "After that"]);
}

#[test]
fn reads_what_people_say_even_if_it_is_a_word_of_menus() {
    let words = ["“Home.”", "“Search.”", "„Menü.“", "«Partager»", "“Read more.”", "— Close.", "‘Share’"];
    assert_eq!(middle(&markdown(&words.join("\n\n"))), words);
    let paragraphs: String = words.iter().map(|word| format!("<p>{word}</p>")).collect();
    assert_eq!(middle(&html(&paragraphs)), words);
}

#[test]
fn omits_a_list_of_sources_and_reads_prose_with_the_same_heading() {
    let sources = "Venn, A. (1901). Lamps of the north.\n\nHolm, B.: The coast. Skarn 1911.";
    let ended = article(&format!("# The lamp\n\n{FIRST}\n\n## References\n\n{sources}\n"), Format::Markdown);
    assert_eq!(read(&ended), ["The lamp", FIRST]);
    let plain = article(&format!("The lamp\n\n{FIRST}\n\nQuellen\n\n{sources}\n"), Format::Text);
    assert_eq!(read(&plain), ["The lamp", FIRST]);
    assert_eq!(middle(&markdown(&format!("## Notes\n\n{LAST}"))), ["Notes", LAST]);
}

#[test]
fn takes_the_title_from_the_head_and_not_from_a_section() {
    let body = format!("<p>{FIRST}</p><h2>The books</h2><p>{LAST}</p>");
    let untitled = article(&format!("<html><body>{body}</body></html>"), Format::Html);
    assert_eq!((untitled.title.as_deref(), read(&untitled)), (None, vec![FIRST, "The books", LAST]));
    let word =
        article(&format!("<html><body><p class=MsoTitle>The lamp</p>{body}</body></html>"), Format::Html);
    assert_eq!((word.title.as_deref(), read(&word)[0]), (Some("The lamp"), "The lamp"));
    assert_eq!(blocks(&word)[0].0, Role::Heading(1));
}

#[test]
fn reads_the_lists_of_word_without_the_drawn_markers() {
    let item = |marker: &str, words: &str| {
        format!(
            "<p class=MsoListParagraphCxSpFirst><![if !supportLists]><span style='mso-list:Ignore'>{marker}<span>&nbsp; </span></span><![endif]>{words}</p>"
        )
    };
    let page = html(&format!("{}{}", item("&middot;", "a rope"), item("2.", "two lenses")));
    assert_eq!(middle(&page), ["a rope", "two lenses"]);
    let roles: Vec<Role> =
        blocks(&page).into_iter().filter(|(_, text)| text.starts_with('a')).map(|(role, _)| role).collect();
    assert_eq!(roles, [Role::Item]);
}

#[test]
fn drops_the_marks_of_notes_and_omits_the_notes() {
    let page = html(
        "<p>He saw<sup>a</sup> it.<a href='#fn1' id='ref1'>1</a> So he wrote.<a href='#_ftn2'><span>[2]</span></a><sup><a href='#cmnt1'>[b]</a></sup></p>\
         <div id=fn1><p><a href='#ref1'>[1]</a> Port records.</p></div><div><p><a href='#_ftnref2'>[b]</a>Is this so?</p></div>",
    );
    assert_eq!(middle(&page), ["He saw it. So he wrote."]);
    assert_eq!(omitted(&page), [(Reason::Footnote, "Port records."), (Reason::Footnote, "Is this so?")]);
    assert_eq!(middle(&html("<p>So x<sup>n</sup> is 1<sup>er</sup>.</p>")), ["So xn is 1er."]);
}

#[test]
fn removes_shortcodes_and_omits_their_captions() {
    let page = html(
        "[caption width=\"300\"]<img src=a.jpg> The lamp by day[/caption]<p>[row][col width=\"1/2\"]It is lit.[/col][/row]</p>[gallery ids=\"1,2\"]",
    );
    assert_eq!(middle(&page), ["It is lit."]);
    assert_eq!(omitted(&page), [(Reason::Caption, "The lamp by day")]);
    assert_eq!(middle(&markdown("[gallery ids=\"1,2\"]\n\nIt is lit.")), ["It is lit."]);
}

#[test]
fn marks_scene_breaks_of_every_format() {
    for article in
        [markdown("***"), html("<hr>"), article(&format!("The lamp\n\n{FIRST}\n\n⁂\n\n{LAST}"), Format::Text)]
    {
        assert_eq!(read(&article), ["The lamp", FIRST, LAST]);
        assert!(crate::script::article::pauses::seconds(omitted(&article)[0].1).is_some());
    }
}
