//! Tests which boxes with long prose are boilerplate, and what becomes of the page around an article.

use super::{article, read};
use crate::script::article::{Article, ArticleError, Format, MAX_BLOCKS, parse};

const BODY: [&str; 4] = [
    "The ferry had been due back before noon, but nobody on the quay expected it, and the café had closed its shutters.",
    "By evening the wind had dropped and the first boats went out again, though the harbour office kept its warning up.",
    "“We have waited long enough for a ship that can sail in winter,” said Ada Venn, who runs the post office.",
    "The company says that two new ships are being built and that the first is to be delivered in the autumn.",
];
/// Longer than the text of a menu.
const LONG: &str = "He was born on the quay and has sat by its lamp for so many years that he can no longer say when it was not lit.";

fn body() -> String {
    BODY.iter().map(|words| format!("<p>{words}</p>")).collect()
}

fn page(source: &str) -> Article {
    article(&format!("<html lang=en><body>{source}</body></html>"), Format::Html)
}

#[test]
fn omits_boxes_with_long_prose_beside_the_article() {
    for (open, close) in [
        ("<div class=post-author><div class=author-content>", "</div></div>"),
        ("<section class=author-bio>", "</section>"),
        ("<div class=comments><div class=comment-text>", "</div></div>"),
        ("<div class=m-privacy-consent__inner>", "</div>"),
        ("<ul><li><div class=caption>", "</div></li></ul>"),
        ("<div class=newsCaption>", "</div>"),
        ("<form class=newsletter>", "</form>"),
        ("<div class=hidden>", "</div>"),
        ("<div class=gmail_quote>", "</div>"),
    ] {
        let article =
            page(&format!("<article><h1>The light</h1>{}{open}<p>{LONG}</p>{close}</article>", body()));
        assert_eq!(read(&article)[1..], BODY, "{open}");
    }
}

#[test]
fn reads_boxes_that_hold_the_article_or_a_part_of_it() {
    for class in ["newsletter", "story-promo", "caption", "comments", "post-author"] {
        let article = page(&format!("<div class={class}><h1>The light</h1>{}</div>", body()));
        assert_eq!(read(&article)[1..], BODY, "{class}");
    }
    for (open, close) in [
        ("<aside>", "</aside>"),
        ("<section id=comments>", "</section>"),
        ("<div class=sidebar>", "</div>"),
        ("<div class=gallery-main-content__text>", "</div>"),
    ] {
        let [one, two, three, four] = BODY;
        let article = page(&format!(
            "<article><h1>The light</h1><p>{one}</p><p>{two}</p>{open}<p>{LONG}</p>{close}<p>{three}</p><p>{four}</p></article>"
        ));
        assert_eq!(read(&article)[3], LONG, "{open}");
    }
}

#[test]
fn omits_a_large_card_over_a_link() {
    let titles =
        "<a href=/1>Captain steps down after a winter without a ship and a spring without pay</a> ".repeat(8);
    let article = page(&format!(
        "<article><h1>The light</h1><p>Then Ida Holm<span class=rollover-block>Ida Holm {titles}</span> came.</p>{}</article>",
        body()
    ));
    assert_eq!(read(&article)[1], "Then Ida Holm came.");
}

#[test]
fn lists_the_parts_of_the_page_around_the_article() {
    let article = page(&format!(
        "<nav><a href=/>Home</a><ul><li>Boats</li><li>Quays</li></ul></nav><main><article><h1>The light</h1>{}</article></main>\
         <div class=box><h3>The lamp</h3><p>Built in 1901.</p></div><footer><p>Post of Skarn</p></footer>",
        body()
    ));
    assert_eq!(read(&article)[1..], BODY);
    assert_eq!(article.around, ["Home\nBoats\nQuays", "The lamp\nBuilt in 1901.", "Post of Skarn"]);
}

#[test]
fn refuses_more_blocks_than_a_book_has() {
    let source = "- a lamp\n".repeat(MAX_BLOCKS + 1);
    for format in [Format::Text, Format::Markdown] {
        assert_eq!(parse(&source, format), Err(ArticleError::TooManyBlocks));
    }
}
