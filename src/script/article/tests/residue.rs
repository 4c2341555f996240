//! Tests what of a page is no article, and what of an article looks like the page around it.

use super::{article, omitted, read};
use crate::script::article::{Article, ArticleError, Format, Reason, parse};

pub(super) const BODY: [&str; 4] = [
    "The ferry had been due back before noon, but nobody on the quay expected it, and the café had closed its shutters.",
    "By evening the wind had dropped and the first boats went out again, though the harbour office kept its warning up.",
    "“We have waited long enough for a ship that can sail in winter,” said Ada Venn, who runs the post office.",
    "The company says that two new ships are being built and that the first is to be delivered in the autumn.",
];

/// Returns a page with this after the second paragraph and this at its end.
pub(super) fn page(middle: &str, end: &str) -> Article {
    let [one, two, three, four] = BODY;
    let source = format!(
        "<!doctype html><html lang=en><head><title>An island waits</title></head><body><article><h1>An island waits for its ferry</h1>\
         <p>{one}</p><p>{two}</p>{middle}<p>{three}</p><p>{four}</p>{end}</article></body></html>"
    );
    article(&source, Format::Html)
}

/// Checks that only the body of a page is read.
#[track_caller]
pub(super) fn reads_body_only(article: &Article) {
    assert_eq!(read(article)[1..], BODY, "{:?}", omitted(article));
}

/// Checks that a block between the paragraphs is read.
#[track_caller]
pub(super) fn reads_middle(block: &str, words: &str) {
    assert_eq!(read(&page(block, ""))[3], words);
}

#[test]
fn reads_the_standfirst_wherever_the_page_has_it() {
    let standfirst = "For nine winters no one has asked the islanders what they need.";
    let body: String = BODY.iter().map(|words| format!("<p>{words}</p>")).collect();
    for head in [
        format!(
            "<header><h1>An island waits for its ferry</h1><p>{standfirst}</p></header><div class=m>By Bo Lind</div>"
        ),
        format!("<h1>An island waits for its ferry</h1><div class=intro><p>{standfirst}</p></div>"),
        format!("<section><h1>An island waits for its ferry</h1><h2 class=deck>{standfirst}</h2></section>"),
    ] {
        let article =
            article(&format!("<body><main>{head}<div class=t>{body}</div></main></body>"), Format::Html);
        assert_eq!(read(&article)[1..3], [standfirst, BODY[0]], "{head}");
    }
}

#[test]
fn reads_sentences_about_what_notices_are_about() {
    for words in [
        "A week after the storm, the letter of the keeper was in my inbox: he had counted the ships, and one was missing.",
        "They posted a picture of the quay on Friday, with the caption: “Still here”.",
        "In May an update took the Flash Player off the only computer of the harbour office, and the timetable with it.",
        "You may sign in at the gate, but the keeper wants to see your face.",
        "The baker says that the winter cookies are sold out, and that he has no flour left for more of them.",
    ] {
        reads_middle(&format!("<p>{words}</p>"), words);
    }
}

#[test]
fn reads_a_quoted_post_in_a_box_for_posts() {
    let post = "No boat again, and the shop is out of bread.";
    let quote =
        format!("<blockquote class=post><p>{post}</p>— Ida Holm (@ida) <a href=/1>May 4</a></blockquote>");
    for class in ["social-media-embed", "embed share-embed", "embedded-social"] {
        reads_middle(&format!("<div class=\"{class}\">{quote}</div>"), post);
    }
    reads_middle(&format!("<figure class=embed><div>{quote}</div></figure>"), post);
}

#[test]
fn omits_titles_of_other_pages() {
    for (middle, end) in [
        (
            "",
            "<div><h3>Captain steps down</h3><h4>She is tired</h4><h3>Bridge must wait</h3><h4>No money</h4></div>",
        ),
        ("<p><strong>SEE ALSO: <a href=/1>Captain steps down</a></strong></p>", ""),
        ("<p>[More: <a href=/1>Captain steps down</a>]</p>", ""),
        (
            "",
            "<div class=post-list><h2>Popular</h2><ul><li><a href=/1>Captain steps down</a></li></ul></div>",
        ),
        ("", "<div><div>Categories</div><ul><li>Boats</li><li>Weather</li><li>Quays</li></ul></div>"),
        ("", "<p>Filed under: Boats, Weather</p>"),
    ] {
        reads_body_only(&page(middle, end));
    }
}

#[test]
fn omits_a_gallery_with_its_captions() {
    let caption = "The quay on Monday, 4 March 2024, in Skarn. (Bo Lind via OP)";
    for middle in [
        format!(
            "<div class=g><ul><li><div>{caption}</div></li></ul><p>1 / 2</p><p>Back to the pictures</p></div>"
        ),
        format!("<div class=carousel><p>Image 1 of 5</p><p>{caption}</p></div>"),
        format!("<p>Image 1 of 5</p><p>{caption}</p>"),
    ] {
        reads_body_only(&page(&middle, ""));
    }
}

#[test]
fn omits_a_gallery_whose_titles_begin_with_the_counter() {
    let story =
        "The quay was sold in the spring to a firm of the mainland, which wants to build a hotel there.";
    let slides: String = (1..5).map(|n| format!("<li><h2>{n}/4 Quay sold</h2><p>{story}</p></li>")).collect();
    reads_body_only(&page(&format!("<div class=x><ul>{slides}</ul></div>"), ""));
}

#[test]
fn omits_what_the_site_says_to_its_readers() {
    for end in [
        "<p>We and our partners use cookies. Choose Accept if you agree.</p>",
        "<p>Before you comment, please read our house rules.</p>",
        "<p>Estimated reading time: 6 minutes</p>",
        "<p>This text is under copyright and must not be reproduced.</p>",
        "<p>By subscribing, you agree to our terms of use.</p>",
        "<p>You are receiving this email because you signed up at post.example.<br><a href=/u>Unsubscribe</a></p>",
        "<p>Thanks for reading the Post! Subscribe for free to support my work.</p>",
        "<p>Bitte beachten Sie unsere Netiquette.</p>",
        "<p>Inscrivez-vous à notre newsletter.</p>",
        "<p>Diese Seite verwendet Cookies. Klicken Sie auf „Annehmen“, wenn Sie zustimmen.</p>",
        "<p>Les commentaires sont modérés. Merci de rester poli.</p>",
        "<p><em>Per Holm contributed to this report.</em></p>",
        "<p>-30-</p>",
        "<p>SPONSORED BY Skarn Ropes. The ropes that last.</p>",
    ] {
        reads_body_only(&page("", end));
    }
    for middle in [
        "If you like what we do, please support us on Patreon.",
        "Wenn Ihnen das gefällt, abonnieren Sie bitte unseren Newsletter.",
        "Si vous aimez ce journal, inscrivez-vous à notre lettre d’information.",
    ] {
        reads_body_only(&page(&format!("<p><em>{middle}</em></p>"), ""));
    }
    for words in [
        "If you like boats, follow the river to the quay.",
        "He wrote “This site uses cookies, and so do I” on it.",
    ] {
        reads_middle(&format!("<p>{words}</p>"), words);
    }
    reads_body_only(&page("<p>Our best stories come to your inbox. Sign up today.</p>", ""));
    reads_body_only(&page("<div class=\"kg-signup-card\"><h2>Join us</h2><p>No spam.</p></div>", ""));
}

#[test]
fn reads_the_end_of_an_article_about_such_a_topic() {
    let end = "So delete your cookies before you leave the library, and ask for the key.";
    let middle =
        "<p>Cookies tell the library what you read.</p><p>The cookies stay for a year, the office says.</p>";
    let article = page(middle, &format!("<p>{end}</p>"));
    assert_eq!(read(&article).last(), Some(&end));
}

#[test]
fn omits_words_that_the_page_does_not_show() {
    for (middle, expected) in [
        (
            "<p>See <a href=/x>the table<span class=\"sr-only\"> (opens a tab)</span></a> first.</p>",
            "See the table first.",
        ),
        ("<p class=visually-hidden>Skip to the end</p><p>It was late.</p>", "It was late."),
        (
            "<p>On <a href=/s>Skarn</a><span role=tooltip>Skarn: 200 people.</span> it rained.</p>",
            "On Skarn it rained.",
        ),
        (
            "<p>Then <a href=/p>Ida Holm</a><span class=card><a href=/p>Ida M. Holm</a> <a href=/1>Captain steps down</a></span> came.</p>",
            "Then Ida Holm came.",
        ),
        (
            "<p>It is called <ruby>船<rp>(</rp><rt>fune</rt><rp>)</rp></ruby> there.</p>",
            "It is called 船 there.",
        ),
    ] {
        reads_middle(middle, expected);
    }
}

#[test]
fn refuses_a_page_with_a_headline_alone() {
    let shell = "<html><head><title>Post</title></head><body><h1>The ferry</h1><div id=root></div><script src=a.js></script></body></html>";
    assert_eq!(parse(shell, Format::Html), Err(ArticleError::Empty));
}

#[test]
fn keeps_omitted_words_as_omitted_blocks() {
    let article = page("<p>Image 1 of 5</p>", "<p>Filed under: Boats</p>");
    assert_eq!(
        omitted(&article),
        [(Reason::Caption, "Image 1 of 5"), (Reason::LinkList, "Filed under: Boats")]
    );
}

#[test]
fn omits_the_caption_that_all_pictures_of_a_gallery_have() {
    let caption = "<p>Ida Holm of Skarn shows the old lamp to a class on Monday.</p>";
    reads_body_only(&page(&format!("<section>{caption}{caption}{caption}</section>"), ""));
    // An interview asks everyone the same.
    let question = "<p>What do you think of the ferry, and when did you see it last?</p><p>It was late.</p>";
    assert_eq!(read(&page(&question.repeat(4), "")).len(), 1 + BODY.len() + 8);
}

#[test]
fn reads_a_post_in_an_aside_and_omits_a_tooltip_in_a_sentence() {
    let post = "No boat again, and the shop is out of bread.";
    reads_middle(&format!("<aside><blockquote class=twitter-tweet><p>{post}</p></blockquote></aside>"), post);
    for class in ["tooltip-text", "term-popover-content", "rollover-card"] {
        let hidden = format!("<p>The quay<span class={class}>a place for ships</span> is empty today.</p>");
        reads_middle(&hidden, "The quay is empty today.");
    }
    for class in ["tooltip", "hover:underline", "has-tooltip", "group-hover"] {
        let shown = format!("<p>The <span class=\"{class}\">quay</span> is empty today.</p>");
        reads_middle(&shown, "The quay is empty today.");
    }
}

#[test]
fn omits_comments_that_are_longer_than_the_article() {
    let comment = "I have sailed this strait for thirty years, and the company has promised a new ship in each one of them, \
        which is why no one on the quay was surprised when the winter came and the old one stayed in the harbour again.";
    let comments: String = (1..12)
        .map(|n| format!("<li class=\"comment even\" id=comment-{n}><article class=comment-body><p>{n}: {comment}</p></article></li>"))
        .collect();
    for end in [
        format!(
            "<div id=comments class=comments-area><h3>11 responses</h3><ol class=comment-list>{comments}</ol></div>"
        ),
        format!("<section class=comments><ul>{comments}</ul></section>"),
    ] {
        reads_body_only(&page("", &end));
    }
}

#[test]
fn reads_the_text_that_a_teaser_class_sets_above_the_body() {
    let standfirst = "A story about an island and its only ship";
    let body: String = BODY.iter().map(|words| format!("<p>{words}</p>")).collect();
    let source = format!(
        "<body><main><div><h1>An island waits for its ferry</h1></div><div class=teaser-text><p>{standfirst}</p></div>\
         <div class=t>{body}</div></main></body>"
    );
    assert_eq!(read(&article(&source, Format::Html))[1..3], [standfirst, BODY[0]]);
}
