//! Tests where a box of a page ends, and which class names make it boilerplate.

use super::{article, omitted, read};
use crate::script::article::{Article, Format, Reason};

const HEAD: &str = "The keeper climbs to the lamp at noon and counts what he has brought.";
const LAST: &str = "Then he winds the clock for another night.";
const LIST: [&str; 3] = ["a rope", "two lenses", "a tin of oil"];

fn markdown(source: &str) -> Article {
    article(source, Format::Markdown)
}

/// Returns the article of a page with this in its middle.
fn page(middle: &str) -> Article {
    let source = format!(
        "<html lang=en><body><article><h1>The light</h1><p>{HEAD}</p>{middle}<p>{LAST}</p></article></body></html>"
    );
    article(&source, Format::Html)
}

fn list(tag: &str) -> String {
    let items: String = LIST.iter().map(|item| format!("<li>{item}</li>")).collect();
    format!("<{tag}>{items}</{tag}>")
}

#[test]
fn reads_a_list_after_a_box_of_links() {
    let links = "<ul><li><a href=/1>Old lights</a></li></ul>";
    for related in [
        format!("<aside class=related><h3>Related</h3>{links}</aside>"),
        format!("<aside><h3>Related</h3>{links}</aside>"),
        format!("<div class=related><h3>Related</h3>{links}</div>"),
        format!("<div><h3>Related</h3>{links}</div>"),
        format!("<h3>Related</h3>{links}"),
        format!("<section><p>Read more:</p>{links}</section>"),
        "<div><p>Read more:</p><p>Old lights of the coast</p></div>".into(),
    ] {
        let article = page(&format!("{related}{}", list("ul")));
        assert_eq!(read(&article)[2..5], LIST, "{related}");
        let titles = omitted(&article);
        let is_title = |(_, text): &(Reason, &str)| text.starts_with("Old lights");
        assert!(titles.iter().any(is_title), "the links of the box must be omitted: {titles:?}");
    }
}

#[test]
fn reads_a_whole_numbered_list_after_a_box_of_links() {
    let nested = "<ol start=3><li>Open the glass</li><li>Turn the tap<ul><li>slowly</li><li>to the left</li></ul></li><li>Light it</li></ol>";
    let article = page(&format!(
        "<aside class=related><h3>Related</h3><ul><li><a href=/1>Old lights</a></li></ul></aside>{nested}"
    ));
    let expected = ["3. Open the glass", "4. Turn the tap", "slowly", "to the left", "5. Light it"];
    assert_eq!(read(&article)[2..7], expected);
}

#[test]
fn omits_nested_titles_after_their_label() {
    let article = page(
        "<p>Read more:</p><ul><li>Old lights<ul><li>Of the north</li><li>Of the south</li></ul></li><li>New lights</li></ul>",
    );
    assert_eq!(read(&article), ["The light", HEAD, LAST]);
    assert_eq!(omitted(&article).len(), 5);
}

#[test]
fn ends_a_list_of_titles_with_its_markdown_list_or_box() {
    let list = LIST.map(|item| format!("1. {item}\n")).concat();
    for links in [
        "Read more:\n\n- Old lights of the coast\n- New lights",
        "<aside class=\"related\"><h3>Related</h3><p>Old lights of the coast</p></aside>",
        "<div>\n\nRead more:\n\nOld lights of the coast\n\n</div>",
    ] {
        let article = markdown(&format!("# The light\n\n{HEAD}\n\n{links}\n\n{list}\n{LAST}\n"));
        assert_eq!(read(&article)[2..5], ["1. a rope", "2. two lenses", "3. a tin of oil"], "{links}");
        let titles = omitted(&article);
        assert!(titles.contains(&(Reason::LinkList, "Old lights of the coast")), "{titles:?}");
    }
}

#[test]
fn reads_a_box_with_a_boilerplate_word_inside_its_class_name() {
    for class in ["comments-quote", "newsletter-history", "promo-free", "ad-hoc", "no-ads", "social-club"] {
        for words in ["“It shines,” says Ida Holm.", "The group that tends it meets on Monday."] {
            for middle in
                [format!("<div class={class}><p>{words}</p></div>"), format!("<p class={class}>{words}</p>")]
            {
                assert_eq!(read(&page(&middle)), ["The light", HEAD, words, LAST], "{middle}");
            }
        }
    }
}

#[test]
fn omits_a_box_with_a_boilerplate_class() {
    for (class, reason) in [
        ("story-comments", Reason::Boilerplate),
        ("ad-slot", Reason::Boilerplate),
        ("article__promo--wide", Reason::LinkList),
        ("photo-caption-text", Reason::Caption),
        ("newsletter-signup", Reason::ShareLine),
    ] {
        let words = "The lamp was dark that year.";
        let article = page(&format!("<div class={class}><p>{words}</p></div>"));
        assert_eq!(omitted(&article), [(reason, words)], "{class}");
    }
}
