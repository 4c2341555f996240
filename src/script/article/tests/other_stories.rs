//! Tests other stories inside the article's element: lists of links, cards, and whole articles after the first.

use super::residue::{BODY, page, reads_body_only, reads_middle};
use super::{article, read};
use crate::script::article::Format;

/// A story that has nothing to do with the page.
const STORY: &str = "The baker of Skarn has closed his shop for the winter, and the whole street now buys its bread from a van that comes on Fridays.";

#[test]
fn omits_lists_of_links_around_the_text() {
    let items: String = ["Boats", "Weather", "Bread", "Church"]
        .map(|name| format!("<li><a href=/x>{name}</a></li>"))
        .concat();
    reads_body_only(&page("", &format!("<ul>{items}</ul>")));
    let titles = [
        "Baker <a href=/1>closes his shop</a>",
        "Why the <a href=/2>bridge</a> must wait",
        "A <a href=/3>new lamp</a> for Skarn",
    ];
    let titles: String = titles.map(|title| format!("<li>{title}</li>")).concat();
    let last = "<li>Want more? See our <a href=/4>pick of lamps</a>, ropes and boats.</li>";
    reads_body_only(&page(
        "",
        &format!(
            "<p>More Great Stories</p><ul><li><a href=/0>Ten ferries to take</a></li>{titles}{last}</ul>"
        ),
    ));
    let [one, two, three, four] = BODY;
    let source = format!(
        "<article><h1>An island waits</h1><ul>{items}</ul><p>{one}</p><p>{two}</p><p>{three}</p><p>{four}</p></article>"
    );
    assert_eq!(read(&article(&source, Format::Html))[1..], BODY);
}

#[test]
fn reads_a_list_of_links_between_two_paragraphs() {
    let list = "<ul><li><a href=/1>Skarn</a> in May</li><li><a href=/2>Ostrand</a> in June</li><li><a href=/3>Tarnby</a></li></ul>";
    reads_middle(list, "Skarn in May");
    assert_eq!(read(&page(list, ""))[5], "Tarnby");
}

#[test]
fn omits_titles_of_stories_in_one_paragraph() {
    reads_body_only(&page(
        "<p><a href=/1>Baker closes his shop</a> [PICTURES]<br><a href=/2>Bridge must wait for a year</a> [VIDEO]</p>",
        "",
    ));
}

#[test]
fn omits_cards_of_stories_at_the_end() {
    let card = |title: &str, text: &str| {
        format!("<div class=c><a href=/x>{title}</a><div class=t>{text}</div></div>")
    };
    let cards = [
        card("Ropes of hemp", "The best rope for a boat. Lasts nine winters."),
        card("Ropes of wire", "A rope for the quay. Two lengths."),
        card("Ropes of silk", "For those who have no boat. Very light."),
    ]
    .concat();
    reads_body_only(&page("", &format!("<div class=b><h2>Popular ropes</h2>{cards}</div>")));
}

#[test]
fn omits_other_articles_after_the_first() {
    for end in [
        format!(
            "<h3>You may also like</h3><article><p>{STORY}</p></article><article><p>{STORY}</p></article>"
        ),
        format!("<article><h3><a href=/x>Baker closes his shop</a></h3><p>{STORY}</p></article>"),
    ] {
        reads_body_only(&page("", &end));
    }
}

#[test]
fn reads_the_entries_of_a_live_report() {
    let entries = BODY.map(|words| format!("<article><h3>12:30</h3><p>{words}</p></article>")).concat();
    let source = format!("<main><h1>The storm, hour by hour</h1>{entries}</main>");
    assert_eq!(read(&article(&source, Format::Html)).len(), 9);
}

#[test]
fn omits_a_long_list_of_tags() {
    let tags: Vec<String> = (0..30).map(|number| format!("boats of the year {number}")).collect();
    reads_body_only(&page("", &format!("<div>Tags<br>{}</div>", tags.join(", "))));
}

#[test]
fn omits_the_title_and_the_standfirst_where_a_page_has_them_twice() {
    reads_body_only(&page("", "<p>An island waits for its ferry | Harbour Post</p>"));
    let [one, two, three, four] = BODY;
    let deck = "<p>For nine winters no one has asked the islanders what they need.</p>";
    let source = format!(
        "<article><h1>An island waits</h1>{deck}<div>{deck}<p>{one}</p><p>{two}</p><p>{three}</p><p>{four}</p></div></article>"
    );
    assert_eq!(read(&article(&source, Format::Html)).len(), 6);
}

#[test]
fn omits_requests_at_the_end() {
    for words in [
        "Listen to the harbour programme live at noon, or listen back here.",
        "Her book about lamps, “Dark Water”, is out now. Follow her on Twitter @idaholm.",
        "social.example/idaholm",
    ] {
        reads_body_only(&page("", &format!("<p>{words}</p>")));
    }
    let words = "“You can read it here,” said the keeper, and she gave him the log of the winter.";
    let end = page("", &format!("<p>{words}</p>"));
    assert_eq!(read(&end).last(), Some(&words));
}

#[test]
fn reads_a_paragraph_that_ends_in_a_request() {
    let words = "It was a hard year for the builders of boats on all the islands. Two yards closed. We may have missed one. Leave a comment if it is yours.";
    assert_eq!(read(&page("", &format!("<p>{words}</p>"))).last(), Some(&words));
}
