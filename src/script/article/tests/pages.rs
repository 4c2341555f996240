//! Tests Markdown and HTML.

use std::fmt::Write as _;

use super::{article, blocks, omitted, read};
use crate::script::article::{Article, ArticleError, Format, Reason, Role, parse};

const ONE: &str = "The ferry had been due back before noon, but nobody on the quay expected it, and by one o'clock even the café had closed its shutters against the wind.";
const TWO: &str = "By evening the wind had dropped and the first boats went out again, though the harbour office kept its warning up until the following morning.";
const THREE: &str = "“We have waited long enough for a ship that can sail in winter,” said Ada Venn, who runs the post office and has counted forty cancelled sailings.";
const FOUR: &str = "The company says that two new ships are being built and that the first of them is to be delivered in the autumn of next year, two years late.";

fn markdown(source: &str) -> Article {
    article(source, Format::Markdown)
}

fn html(source: &str) -> Article {
    article(source, Format::Html)
}

#[test]
fn removes_markup_and_keeps_words() {
    let article = markdown(
        "It was *not* the **first** [time](https://x.example/a_b) that `mail` came ~~late~~ \"on time\".",
    );
    assert_eq!(read(&article), ["It was not the first time that mail came \"on time\"."]);
    assert_eq!(omitted(&article), [(Reason::StruckOut, "late")]);
}

#[test]
fn takes_title_and_language_from_front_matter() {
    let article = markdown("---\ntitle: \"Ferry waits: again\"\nlang: en-GB\n---\n\nThe quay is empty.\n");
    assert_eq!(
        (article.title.as_deref(), article.language.as_deref()),
        (Some("Ferry waits: again"), Some("en-GB"))
    );
    assert_eq!(blocks(&article)[0], (Role::Heading(1), "Ferry waits: again"));
    let toml = markdown(
        "+++\ntitle = 'Die Fähre'\nlanguage = \"de\"\n+++\n\n# Die Fähre wartet\n\nDer Kai ist leer.\n",
    );
    assert_eq!((toml.title.as_deref(), toml.language.as_deref()), (Some("Die Fähre"), Some("de")));
    assert_eq!(read(&toml), ["Die Fähre wartet", "Der Kai ist leer."]);
}

#[test]
fn gives_markdown_blocks_their_roles() {
    let source = "# Head\n\nThe quay is empty,\nas ever.\n\n## Sub\n\n> Quoted words\n> go on.\n\n- tea\n- rice\n  - basmati\n\n| Ship | Year |\n|---|---|\n| Aller | 1998 |\n";
    let expected = [
        (Role::Heading(1), "Head"),
        (Role::Paragraph, "The quay is empty, as ever."),
        (Role::Heading(2), "Sub"),
        (Role::Quote, "Quoted words go on."),
        (Role::Item, "tea"),
        (Role::Item, "rice"),
        (Role::Item, "basmati"),
        (Role::Omitted(Reason::TableHead), "Ship, Year"),
        (Role::Row, "Aller: Year 1998."),
    ];
    assert_eq!(blocks(&markdown(source)), expected);
    assert!(markdown(source).text.starts_with("Head\n\nThe quay"));
}

#[test]
fn omits_code_captions_and_notes_of_markdown() {
    let source =
        "The quay[^1] is empty. ![Boats at dawn](a.png)\n\n```\nlet x = 1;\n```\n\n[^1]: Since May.\n";
    let article = markdown(source);
    assert_eq!(read(&article), ["The quay is empty."]);
    let expected = [
        (Reason::ImageDescription, "Boats at dawn"),
        (Reason::NotProse, "let x = 1;"),
        (Reason::Footnote, "Since May."),
    ];
    assert_eq!(omitted(&article), expected);
}

#[test]
fn removes_html_tags_in_markdown() {
    let source = "The quay is <em>empty</em>.\n\n<div><p>A second paragraph.</p><script>x()</script></div>\n";
    assert_eq!(read(&markdown(source)), ["The quay is empty.", "A second paragraph."]);
}

#[test]
fn omits_a_paragraph_that_is_one_link() {
    let source =
        "The quay is empty.\n\n[Ten islands that lost their school](https://x.example)\n\nNobody came.";
    assert_eq!(omitted(&markdown(source)), [(Reason::LinkList, "Ten islands that lost their school")]);
}

/// Returns a page with boilerplate around this body.
fn page(body: &str) -> String {
    format!(
        r##"<!doctype html><html lang="en"><head><title>Ferry waits another winter - Harbour Post</title>
        <meta property="og:title" content="Ferry waits another winter"></head><body>
        <div id="cookie-banner"><p>We use cookies to improve what you see. <button>Accept</button></p></div>
        <header><nav><ul><li><a href="/">Home</a></li><li><a href="/news">News</a></li></ul></nav></header>
        <main><article><h1>Ferry waits another winter</h1>
        <div class="byline">By <a href="/venn">Bo Lind</a>, maritime correspondent</div>
        <ul class="share-tools"><li><a href="#">Facebook</a></li><li><a href="#">X</a></li></ul>
        <div class="story-body">{body}</div></article></main>
        <aside class="most-read"><h2>Most read</h2><ol><li><a href="/1">Ten islands that lost their school</a></li></ol></aside>
        <footer><p>© Harbour Post. All rights reserved.</p></footer></body></html>"##
    )
}

#[test]
fn finds_the_article_of_a_page() {
    let body = format!(
        r#"<p>{ONE}</p><figure><img src="q.jpg"><figcaption>The quay in May. Ada Venn/Agency</figcaption></figure>
        <p>{TWO}</p><div class="related-stories"><h3>Related</h3><ul><li><a href="/2">Why the bridge must wait another year</a></li></ul></div>
        <h2>A long night</h2><p>{THREE}</p><blockquote class="pull-quote"><p>We have waited long enough for a ship</p></blockquote>
        <p>{FOUR}</p><p><a href="/news"><strong>Sign up for our daily newsletter</strong></a></p>"#
    );
    let article = html(&page(&body));
    assert_eq!(article.title.as_deref(), Some("Ferry waits another winter"));
    assert_eq!(article.language.as_deref(), Some("en"));
    assert_eq!(read(&article), ["Ferry waits another winter", ONE, TWO, "A long night", THREE, FOUR]);
    assert_eq!(blocks(&article)[0].0, Role::Heading(1));
    let omitted = omitted(&article);
    for expected in [
        (Reason::Caption, "The quay in May. Ada Venn/Agency"),
        (Reason::LinkList, "Why the bridge must wait another year"),
        (Reason::PullQuote, "We have waited long enough for a ship"),
        (Reason::Byline, "By Bo Lind, maritime correspondent"),
    ] {
        assert!(omitted.contains(&expected), "{expected:?} not in {omitted:?}");
    }
}

#[test]
fn reads_lists_tables_quotes_and_tweets_of_the_body() {
    let body = format!(
        r#"<p>{ONE}</p><ul><li>Forty sailings cancelled since the end of September</li><li>Two ships ordered at a yard in Gdansk</li></ul>
        <p>{TWO}</p><blockquote><p>{THREE}</p></blockquote><p>{FOUR}</p>
        <table><tr><th>Ship</th><th>Year built</th></tr><tr><td>Aller</td><td>1998</td></tr></table>
        <blockquote class="twitter-tweet"><p>The winter timetable begins on Monday and lasts until the end of March, weather permitting.</p></blockquote><p>{TWO} {ONE}</p>"#
    );
    let article = html(&page(&body));
    let all = blocks(&article);
    assert!(all.contains(&(Role::Item, "Two ships ordered at a yard in Gdansk")), "{all:?}");
    assert!(all.contains(&(Role::Quote, THREE)), "{all:?}");
    assert!(all.contains(&(Role::Row, "Aller: Year built 1998.")), "{all:?}");
    assert!(
        all.iter().any(|(role, text)| *role == Role::Quote && text.starts_with("The winter timetable")),
        "{all:?}"
    );
}

#[test]
fn reads_an_article_in_a_wrapper_with_a_boilerplate_class() {
    let body = format!(
        r#"<div class="has-related social newsletter"><p>{ONE}</p><h2>A long night</h2><p>{TWO}</p><p>{THREE}</p><p>{FOUR}</p></div>"#
    );
    assert_eq!(
        read(&html(&page(&body))),
        ["Ferry waits another winter", ONE, "A long night", TWO, THREE, FOUR]
    );
}

#[test]
fn reads_a_whole_fragment() {
    assert_eq!(
        read(&html("<p>The quay is <b>emp</b>ty &amp; cold.</p><p>Nobody came.<br>Nobody&nbsp;left.</p>")),
        ["The quay is empty & cold.", "Nobody came.\nNobody left."]
    );
}

#[test]
fn drops_footnote_marks_scripts_and_hidden_words() {
    let source = "<p>The quay<sup><a href='#1'>[1]</a></sup> is empty.</p><script>var a = '<p>no</p>';</script><p hidden>Secret words.</p><p style='display: none'>More.</p>";
    assert_eq!(html(source).text, "The quay is empty.");
}

#[test]
fn parses_or_refuses_hostile_pages_in_time() {
    let many = |piece: &str, count: usize| piece.repeat(count);
    let mut attributes = String::from("<div ");
    for number in 0..20_000 {
        write!(attributes, "a{number}=1 ").expect("a string takes all");
    }
    let sources = [
        many("<div>", 100_000) + "words" + &many("</div>", 100_000),
        many("<b>", 50_000) + &many("<p>words", 5_000),
        many("<blockquote><p>words", 20_000),
        many("<table><tr><td>", 20_000) + "words",
        many("<a href=x>", 20_000) + "words",
        many("<", 200_000) + "words",
        many("<a", 200_000) + " words",
        many("<!--", 100_000) + "words",
        many("<svg><td>", 20_000) + "words",
        many("<rt><optgroup>", 20_000) + "words",
        many("<font size=1><i>", 20_000) + "words</p>" + &many("<p>w", 1000),
        attributes + ">words</div>",
        many("<p>The quay is empty.", 30_000),
    ];
    for source in &sources {
        let start = std::time::Instant::now();
        match parse(source, Format::Html) {
            Ok(_) | Err(ArticleError::Empty | ArticleError::TooComplex) => {}
            Err(error) => panic!("{error}"),
        }
        // A second is usual. If the work grew with the square of the page, it would take hours.
        assert!(start.elapsed().as_secs() < 50, "`{}…` takes {:?}", &source[..20], start.elapsed());
    }
}

#[test]
fn refuses_too_much_markup() {
    assert_eq!(parse(&"<p>a".repeat(250_001), Format::Html), Err(ArticleError::TooComplex));
}

#[test]
fn reads_an_article_that_a_page_has_for_browsers_without_programs() {
    let body = format!("<p>{ONE}</p><p>{TWO}</p><p>{THREE}</p><p>{FOUR}</p>").repeat(2);
    let body = body.replacen(ONE, "Nothing sailed on Monday, and so the islanders waited on the quay.", 1);
    let source = format!(
        "<html><body><h1>An island waits</h1><noscript>Please enable JavaScript.</noscript><div><noscript>{body}</noscript></div></body></html>"
    );
    assert!(read(&html(&source)).contains(&THREE), "{:?}", blocks(&html(&source)));
}

#[test]
fn reads_the_part_of_a_text_that_opens_on_a_click() {
    let source = format!(
        "<article><h1>An island waits</h1><p>{ONE}</p><div class=js_readmore><p>{TWO}</p></div><p>{THREE}</p><p>{FOUR}</p></article>"
    );
    assert_eq!(read(&html(&source))[2], TWO);
}

#[test]
fn recognises_sentences_without_spaces() {
    let lead = "島の人びとは冬の船を長いあいだ待っていた。";
    let body = "昨日の夕方に風がようやく弱まり、最初の船が港から出ていったが、町の役所は翌朝まで警報を解かなかったという。";
    let source = format!(
        "<main><div><h1>島の船</h1><p>{lead}</p></div><div><p>{body}</p><p>{body}続きは明日である。</p></div></main>"
    );
    assert_eq!(read(&html(&source))[1], lead);
}

#[test]
fn reads_preformatted_text_if_a_page_has_nothing_else() {
    let results: Vec<String> = (1..12)
        .map(|place| format!("{place}. Mina Falk of Skarn in 4 minutes and {place} seconds"))
        .collect();
    let source = format!("<main><h1>Results of the boat race</h1><pre>{}</pre></main>", results.join("\n"));
    assert!(read(&html(&source))[1].starts_with("1. Mina Falk of Skarn"));
    let code = "let boat = Boat::new(7); boat.sail(&mut sea, [1, 2]); ".repeat(12);
    let source = format!("<main><h1>A program</h1><pre>{code}</pre></main>");
    assert_eq!(parse(&source, Format::Html), Err(ArticleError::Empty));
}

#[test]
fn reads_sentences_in_each_section_of_a_page() {
    let lead = "Shut the shed.";
    let source = format!(
        "<body><div><h1>An island waits</h1><div class=s><p>{ONE}</p><p>{TWO}</p></div><div class=s><ul><li>{lead}</li><li>{FOUR}</li></ul></div><div class=s><p>{THREE}</p></div></div></body>"
    );
    assert_eq!(read(&html(&source)), ["An island waits", ONE, TWO, lead, FOUR, THREE]);
}
