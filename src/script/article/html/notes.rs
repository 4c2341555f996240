//! Finds the footnotes of a page that no class and no link marks: paragraphs that begin with the number of a mark in the text. Also the
//! elements that the marks lead to.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use scraper::{ElementRef, Html, Node};

use super::super::block::{Reason, Role};
use super::super::pauses::SCENE_BREAK;
use super::elements;
use super::page_blocks::{PageBlock, PageBlocks};
use crate::language::boilerplate::phrases;
use crate::script::article::shape;

/// Returns the ids that the marks of notes lead to: `a hole<a href="#r1">[1]</a>`.
pub(super) fn targets(page: &Html) -> HashSet<String> {
    let elements = page.root_element().descendants().filter_map(ElementRef::wrap);
    let marks = elements.filter(|element| {
        element.value().name() == "a"
            && elements::leads_to_note(*element)
            && elements::is_footnote_mark(*element)
            && element.text().any(|text| text.contains(|c: char| c.is_alphanumeric() || "*†‡".contains(c)))
            && follows_words(*element)
    });
    let target = |mark: ElementRef| mark.value().attr("href").map(|href| href.trim_start_matches('#').into());
    marks.filter_map(target).collect()
}

/// True if words come before a mark in its line. The number of a note itself comes first.
fn follows_words(mark: ElementRef) -> bool {
    let raised = mark.parent().and_then(ElementRef::wrap).filter(|outer| outer.value().name() == "sup");
    raised.unwrap_or(mark).prev_siblings().any(|node| match node.value() {
        Node::Text(text) => elements::has_words(text),
        Node::Element(_) => ElementRef::wrap(node).is_some_and(|e| e.text().any(elements::has_words)),
        _ => false,
    })
}

/// A note has at most this many bytes, and so has the element that a mark leads to.
const MAX_NOTE_BYTES: usize = 3_000;

/// True for an element that holds one note if a mark leads to it. A section of the article has headings.
pub(super) fn may_hold_note(element: ElementRef) -> bool {
    matches!(element.value().name(), "li" | "p" | "dd" | "dt" | "div" | "aside" | "tr")
        && !elements::contains(element, &["h1", "h2", "h3", "h4", "h5", "h6"])
        && element.text().take(elements::MAX_CARD_TEXTS).map(str::len).sum::<usize>() <= MAX_NOTE_BYTES
}

/// Omits the notes below the text, and removes their marks from it.
pub(super) fn omit(page: &mut PageBlocks) {
    let mut marks: BTreeMap<u32, usize> = BTreeMap::new();
    for mark in &page.marks {
        marks.entry(mark.number).or_insert(mark.block);
    }
    let notes = find(&page.blocks, &marks);
    notes.into_iter().for_each(|at| page.blocks[at].role = Role::Omitted(Reason::Footnote));
    let is_note = |block: &PageBlock| {
        block.role == Role::Omitted(Reason::Footnote)
            || page.boilerplate_reason(block) == Some(Reason::Footnote)
    };
    if page.blocks.iter().any(is_note) {
        let blocks: BTreeSet<usize> = page.marks.iter().map(|mark| mark.block).collect();
        for at in blocks {
            if let Some(block) = page.blocks.get_mut(at).filter(|block| block.role.is_read()) {
                block.words = without_numbers(&block.words);
            }
        }
    }
}

/// Returns the notes: blocks that begin with the numbers 1, 2, 3, each with a mark above them. Below a rule or a heading such as
/// "Notes", the number may be in the line, and a note may have several paragraphs.
fn find(blocks: &[PageBlock], marks: &BTreeMap<u32, usize>) -> Vec<usize> {
    let is_note = |at: usize, number: u32, is_apart: bool| {
        marks.get(&number).is_some_and(|mark| *mark < at)
            && matches!(blocks[at].role, Role::Paragraph | Role::Item)
            && begins_with(&blocks[at].words, number, is_apart)
    };
    let first = (0..blocks.len()).find(|&at| is_note(at, 1, is_apart(blocks, at)));
    let Some(first) = first else { return Vec::new() };
    let is_apart = is_apart(blocks, first);
    let (mut notes, mut number) = (vec![first], 2);
    for at in first + 1..blocks.len() {
        if is_note(at, number, is_apart) {
            notes.push(at);
            number += 1;
        }
    }
    if notes.len() < marks.len().min(2) {
        return Vec::new();
    }
    if is_apart {
        // What comes between two notes, or after the last one in the same element, belongs to them.
        let last = notes[notes.len() - 1];
        let goes_on = |at: &usize| {
            !matches!(blocks[*at].role, Role::Heading(_)) && blocks[*at].container >= blocks[last].container
        };
        let end = (last..blocks.len()).take_while(goes_on).last().unwrap_or(last);
        return (first..=end).filter(|&at| blocks[at].role.is_read()).collect();
    }
    notes
}

/// True for the first block below a rule, or below a heading such as "Notes".
fn is_apart(blocks: &[PageBlock], at: usize) -> bool {
    at.checked_sub(1).map(|above| &blocks[above]).is_some_and(|above| {
        let folded = shape::fold(&above.words);
        above.words == SCENE_BREAK || phrases().reference_headings.contains(shape::trim_marks(&folded))
    })
}

/// True for `¹ Port records`, and for `1 Port records` or `1. Port records` if the notes are set apart.
fn begins_with(words: &str, number: u32, is_apart: bool) -> bool {
    let digits: String =
        words.chars().map_while(|c| digit(c, is_apart)).filter_map(|d| char::from_digit(d, 10)).collect();
    let rest = &words[words.char_indices().nth(digits.len()).map_or(words.len(), |(at, _)| at)..];
    digits == number.to_string() && rest.starts_with([' ', '.', ')', ':']) && rest.len() > 3
}

fn digit(c: char, is_apart: bool) -> Option<u32> {
    let raised = "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().position(|d| d == c).map(|at| at as u32);
    raised.or_else(|| c.to_digit(10).filter(|_| is_apart))
}

/// A superscript number after a word with fewer letters may be a power: `m²`, `km²`.
const MIN_WORD_LETTERS: usize = 4;

/// Removes superscript numbers after whole words: `the benefits² are` has the mark of a note.
fn without_numbers(words: &str) -> String {
    let mut result = String::with_capacity(words.len());
    let mut letters = 0;
    let mut chars = words.chars().peekable();
    while let Some(c) = chars.next() {
        if digit(c, false).is_none() || letters < MIN_WORD_LETTERS {
            letters = if c.is_alphabetic() { letters + 1 } else { 0 };
            result.push(c);
        } else if chars.peek().is_some_and(|next| next.is_alphabetic()) {
            letters = 0;
            result.push(c);
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::super::walk;
    use super::*;

    fn read(body: &str) -> Vec<String> {
        let page = walk::page_blocks(&Html::parse_document(&format!("<article>{body}</article>")));
        let read = page
            .blocks
            .iter()
            .filter(|block| block.role.is_read() && page.boilerplate_reason(block).is_none());
        read.map(|block| block.words.clone()).collect()
    }

    #[test]
    fn omits_numbered_notes_whose_marks_are_in_the_text() {
        let text = "<p>The ferry was late<sup>1</sup> on Monday.<sup>2</sup></p>";
        let expected = ["The ferry was late on Monday."];
        assert_eq!(
            read(&format!("{text}<p><sup>1</sup> By an hour.</p><p><sup>2</sup> In May.</p>")),
            expected
        );
        assert_eq!(
            read(&format!("{text}<hr><p><b>1</b> By an hour:</p><ul><li>of rain</li></ul><p>2. In May.</p>")),
            expected
        );
        assert_eq!(
            read("<p>It was late.<a href=#r1>[1]</a></p><ol><li><a id=r1></a>Port records.</li></ol>"),
            ["It was late."]
        );
    }

    #[test]
    fn keeps_numbered_verses_and_powers() {
        assert_eq!(
            read("<p><sup>1</sup> In the beginning. <sup>2</sup>And then.</p><p><sup>2</sup> So it was.</p>")
                .len(),
            2
        );
        assert_eq!(read("<p>It has 30 km<sup>2</sup>.</p><p>2 ferries left.</p>").len(), 2);
        let numbered = "<p>See section <a href=#s2>2</a> on fees.</p><p id=s2>Fees rise in May.</p>";
        assert_eq!(read(numbered), ["See section 2 on fees.", "Fees rise in May."]);
    }
}
