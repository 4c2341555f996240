//! Removes marks of editors that are not words: CriticMarkup, citation keys, superscript tags.

use std::borrow::Cow;

/// The most bytes of a note or a change between its marks. A longer one is text that only looks like it.
const LONGEST_NOTE: usize = 2_000;
/// The most bytes of a footnote mark in a tag: "Text<sup>a</sup>".
const LONGEST_MARK: usize = 8;

/// Opening and closing mark of a change, and whether its words stay.
const CHANGES: [(&str, &str, bool); 4] =
    [("{>>", "<<}", false), ("{--", "--}", false), ("{++", "++}", true), ("{==", "==}", true)];

/// Returns the text without notes and deleted words, with inserted words, and without citation keys and footnote marks.
pub(super) fn strip(text: &str) -> Cow<'_, str> {
    if !(text.contains('{') || text.contains("[@") || text.contains("[^") || text.contains("<su")) {
        return Cow::Borrowed(text);
    }
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['{', '[', '<']) {
        let (before, from) = rest.split_at(at);
        result.push_str(before);
        let (words, len) = change(from)
            .or_else(|| citation(from))
            .or_else(|| tag(from))
            .unwrap_or((from.get(..1).unwrap_or_default(), 1));
        result.push_str(words);
        rest = &from[len..];
    }
    result.push_str(rest);
    Cow::Owned(result)
}

/// Returns the words of a change at the start of `text`, and its length: "{++and dry++}", "{~~old~>new~~}".
fn change(text: &str) -> Option<(&str, usize)> {
    if let Some((inside, len)) = between(text, "{~~", "~~}", LONGEST_NOTE) {
        return inside.split_once("~>").map(|(_, new)| (new, len));
    }
    CHANGES.iter().find_map(|(open, close, stays)| {
        let (inside, len) = between(text, open, close, LONGEST_NOTE)?;
        Some((if *stays { inside } else { "" }, len))
    })
}

/// "[@brook2020, p. 3]", "[^note]"
fn citation(text: &str) -> Option<(&str, usize)> {
    let (inside, len) = between(text, "[", "]", LONGEST_NOTE)?;
    let key = inside.trim_start_matches("see ").trim_start_matches('-');
    let cites = key.strip_prefix(['@', '^']).is_some_and(|key| key.starts_with(char::is_alphanumeric));
    cites.then_some(("", len))
}

/// "Text<sup>a</sup>" has a footnote mark, "H<sub>2</sub>O" a number.
fn tag(text: &str) -> Option<(&str, usize)> {
    if let Some((inside, len)) = between(text, "<sup>", "</sup>", LONGEST_MARK) {
        let ordinal = matches!(inside, "st" | "nd" | "rd" | "th");
        return Some((if ordinal { inside } else { "" }, len));
    }
    between(text, "<sub>", "</sub>", LONGEST_MARK)
}

/// Returns the text between two marks, and the length with both.
fn between<'t>(text: &'t str, open: &str, close: &str, longest: usize) -> Option<(&'t str, usize)> {
    let inside = text.strip_prefix(open)?;
    let limit = inside.char_indices().map(|(at, _)| at).nth(longest).unwrap_or(inside.len());
    let end = inside[..limit].find(close)?;
    Some((&inside[..end], open.len() + end + close.len()))
}
