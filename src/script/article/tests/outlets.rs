//! Tests whole pages as people copy them, in the style of several kinds of outlet. The words are our own.

use super::{article, omitted, read};
use crate::script::article::{Format, Reason};

macro_rules! page {
    ($name:literal) => {
        include_str!(concat!("../../../../tests/fixtures/pages/", $name))
    };
}

/// Returns the first words of each block that is read.
fn openings(page: &str, format: Format) -> Vec<String> {
    let article = article(page, format);
    read(&article)
        .iter()
        .map(|block| block.split_whitespace().take(3).collect::<Vec<_>>().join(" "))
        .collect()
}

#[test]
fn reads_a_broadcasters_page() {
    let expected = [
        "Storm closes island's",
        "Pupils on the",
        "The roof of",
        "Head teacher Mair",
        "Parents said they",
        "\"Nobody asked us",
    ];
    assert_eq!(openings(page!("broadcaster.txt"), Format::Text), expected);
}

#[test]
fn reads_a_national_papers_page() {
    let expected = [
        "‘It was like",
        "After 112 years",
        "For as long",
        "On Saturday it",
        "The shop, founded",
        "The landlord, a",
        "“I don’t blame",
    ];
    assert_eq!(openings(page!("national.txt"), Format::Text), expected);
}

#[test]
fn reads_a_local_papers_page() {
    let expected = [
        "Man, 34, rescued",
        "A man had",
        "Fire crews were",
        "A fire service",
        "He was taken",
        "Anyone who saw",
    ];
    assert_eq!(openings(page!("local.txt"), Format::Text), expected);
}

#[test]
fn reads_a_television_page() {
    let expected = [
        "Farmers return to",
        "Demining teams say",
        "The field looks",
        "\"Here, here and",
        "His brother-in-law lost",
        "The government has",
        "\"We plant or",
    ];
    assert_eq!(openings(page!("television.txt"), Format::Text), expected);
}

#[test]
fn reads_a_german_page() {
    let article = article(page!("german.txt"), Format::Text);
    let expected = [
        "Brücke über die Aller bleibt bis Herbst gesperrt",
        "Celle – Die Brücke bleibt länger gesperrt als geplant. Das teilte die Stadt am Sonntag mit.",
        "„Wir haben Risse gefunden, mit denen niemand gerechnet hat“, sagte Baudezernentin Eva Kranz.",
        "Die Kosten steigen nach Angaben der Stadt auf 14 Millionen Euro. (dpa)",
    ];
    assert_eq!(read(&article), expected);
}

#[test]
fn reads_a_press_release() {
    let expected = [
        "Harbour Lines orders",
        "Port Ellen, 14",
        "The ships, each",
        "\"This is a",
        "Notes to editors:",
        "Harbour Lines was",
        "About Harbour Lines",
        "Harbour Lines is",
    ];
    assert_eq!(openings(page!("press_release.txt"), Format::Text), expected);
}

#[test]
fn reads_a_blog_in_markdown() {
    let article = article(page!("blog.md"), Format::Markdown);
    let expected = [
        "Why I keep bees",
        "It began with a swarm in the chimney.",
        "The first year",
        "I was stung forty times.",
        "I got two jars.",
        "\"Bees are not pets,\" my neighbour said.",
    ];
    assert_eq!(read(&article), expected);
    assert!(omitted(&article).contains(&(Reason::Caption, "The hives in February")));
}
