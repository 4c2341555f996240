//! Tests the same article in the pages of two dozen publishers: no boilerplate is read, and no paragraph is lost.

use super::{article, read};
use crate::script::article::Format;

const PAGES: &str = include_str!("../../../../tests/fixtures/pages/templates.html");

const TITLE: &str = "An island waits for its ferry";
const SUMMARY: &str = "Forty sailings have been cancelled since January, and the islanders are counting";
const BODY: [&str; 4] = [
    "The ferry had been due back before noon, but nobody on the quay expected it, and by one o'clock even the café had closed its shutters against the wind.",
    "“We have waited long enough for a ship that can sail in winter,” said Ada Venn, who runs the post office and has counted forty cancelled sailings.",
    "The company says that two new ships are being built and that the first of them is to be delivered in the autumn of next year, two years late. Until then, it says, the old one will have to do.",
    "By evening the wind had dropped and the first boats went out again, though the harbour office kept its warning up until the following morning. Nobody minded.",
];

/// Returns the kind of each publisher, and its page.
fn pages() -> impl Iterator<Item = (&'static str, String)> {
    PAGES.split("=== ").skip(1).map(|page| {
        let (name, template) = page.split_once('\n').expect("a name");
        let mut page = template.replace("{T}", TITLE).replace("{S}", SUMMARY);
        for (n, paragraph) in BODY.iter().enumerate() {
            page = page.replace(&format!("{{{}}}", n + 1), &format!("<p>{paragraph}</p>"));
        }
        (name, page)
    })
}

#[test]
fn reads_every_paragraph_and_no_boilerplate_of_publishers_pages() {
    let mut problems = Vec::new();
    for (name, page) in pages() {
        let article = article(&page, Format::Html);
        let read = read(&article);
        // The page may have a summary or a heading of a section.
        let own = |block: &&str| ![TITLE, SUMMARY, "History"].contains(block);
        let body: Vec<&str> = read.into_iter().filter(own).collect();
        if body != BODY {
            let more: Vec<&str> = body.iter().copied().filter(|block| !BODY.contains(block)).collect();
            let lost = BODY.iter().filter(|block| !body.contains(block)).count();
            problems.push(format!("{name}: {lost} paragraphs lost, also read: {more:?}"));
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
    assert!(pages().count() > 20);
}
