//! Tests properties that hold for every source.

use proptest::prelude::*;

use crate::base::testing::seeded;
use crate::script::article::{Format, parse};

const FORMATS: [Format; 3] = [Format::Text, Format::Markdown, Format::Html];

/// Checks that every character except white space is in exactly one block, and that blocks have no white space at their ends.
fn check_lossless(source: &str, format: Format) {
    let Ok(article) = parse(source, format) else { return };
    if format == Format::Text && !source.contains(['[', '(']) {
        assert_eq!(sorted_letters(&article.text), sorted_letters(source));
    }
    let mut at = 0;
    for block in &article.blocks {
        let (gap, text) = (&article.text[at..block.span.start], &article.text[block.span.clone()]);
        assert!(gap.trim().is_empty(), "`{gap}` is in no block");
        assert!(!text.is_empty() && text == text.trim(), "`{text}` has white space at its ends");
        at = block.span.end;
    }
    assert!(article.text[at..].trim().is_empty());
}

/// Returns the letters of a text in the order of the alphabet. Parsing moves running heads, and drops hyphens and the markers of lists.
fn sorted_letters(text: &str) -> Vec<char> {
    let mut letters: Vec<char> = text.chars().filter(|c| c.is_alphabetic()).collect();
    letters.sort_unstable();
    letters
}

proptest! {
    #![proptest_config(seeded(48))]

    #[test]
    fn keeps_all_words_of_any_source(source in any::<String>()) {
        FORMATS.iter().for_each(|f| check_lossless(&source, *f));
    }

    #[test]
    fn keeps_all_words_of_lines_that_look_like_pages(
        lines in prop::collection::vec(prop::sample::select(vec![
            "Read more:", "By Ada Venn", "“A quote”", "The quay is empty, a quote says.", "", " ", "\r", "# Head",
            "> quoted", "- item", "| a | b |", "|---|---|", "[^1]", "[^1]: note", "![alt](x.png)", "```", "---",
            "<p>para", "</div>", "<figure><figcaption>cap</figcaption>", "<b>", "<table><tr><td>x", "&amp; ©",
            "Photo: A/Reuters", "Image (", ": | »", "ß ẞ İ: é", "<ul><li>one<li>two</ul>", "title: x", "Published 3 hours ago",
        ]), 0..24),
        separator in prop::sample::select(vec!["\n", "\n\n", " "]),
    ) {
        let source = lines.join(separator);
        FORMATS.iter().for_each(|f| check_lossless(&source, *f));
    }
}

#[test]
fn keeps_all_words_of_long_sources() {
    let sources = [
        "word ".repeat(200_000),
        "word\n".repeat(100_000),
        "“one two three four”\n\n".repeat(20_000),
        "Read more:\n".repeat(50_000),
    ];
    for source in &sources {
        for format in [Format::Text, Format::Markdown] {
            check_lossless(source, format);
        }
    }
}
