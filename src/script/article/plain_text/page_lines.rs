//! Finds the running heads, page numbers and download notices in the text of a printed page or a PDF.

use std::collections::BTreeMap;

use super::line::Line;
use crate::language::boilerplate::{phrases, strip_opening};
use crate::script::article::shape;

/// A running head has at most this many words.
const MAX_WORDS: usize = 12;
/// A number with this much white space before it is the number of a page. Numbers of chapters are at the margin.
const PAGE_NUMBER_INDENT: usize = 8;

/// Returns for each line whether it belongs to the edge of a page.
pub(super) fn find(lines: &[Line]) -> Vec<bool> {
    let mut on_edge: Vec<bool> =
        (0..lines.len()).map(|at| is_apart(lines, at) && is_page_line(lines, at)).collect();
    mark_repeated(lines, &mut on_edge);
    for at in 0..lines.len() {
        on_edge[at] |=
            is_number(lines[at].text) && is_apart(lines, at) && is_next_to_edge(lines, &on_edge, at);
    }
    for at in 0..lines.len() {
        on_edge[at] = on_edge[at] || interrupts_sentence(lines, &on_edge, at);
    }
    on_edge
}

/// True if empty lines are around a line, or it is at the edge of its page.
fn is_alone(lines: &[Line], at: usize) -> bool {
    lines[at].after_empty && lines.get(at + 1).is_none_or(|next| next.after_empty)
}

/// True for a line that is alone, or alone with the number of its page: a running head and `- 12 -` below it.
fn is_apart(lines: &[Line], at: usize) -> bool {
    if is_alone(lines, at) {
        return true;
    }
    let other = if lines[at].after_empty { Some(at + 1) } else { at.checked_sub(1) };
    other.filter(|&other| other < lines.len()).is_some_and(|other| {
        let (first, second) = (at.min(other), at.max(other));
        let is_number = [first, second].iter().any(|&line| is_number(lines[line].text));
        let ends = lines.get(second + 1).is_none_or(|next| next.after_empty);
        is_number && lines[first].after_empty && ends
    })
}

/// True for a line that is the edge of a page by its own words: `Page 3 of 9`, `– 12 –`, a centred number, or
/// `Downloaded from https://…`.
fn is_page_line(lines: &[Line], at: usize) -> bool {
    let line = &lines[at];
    let folded = shape::fold(line.text);
    let words = phrases();
    let numbers = strip_opening(&folded, &words.page_labels).is_some_and(|rest| {
        let mut parts = rest.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).peekable();
        parts.peek().is_some() && parts.all(|part| is_digits(part) || words.page_label_joints.contains(part))
    });
    let is_download = strip_opening(&folded, &words.download_openings).is_some() && folded.contains("://");
    let is_dashed = line.text.starts_with(['-', '–', '—']) && line.text.ends_with(['-', '–', '—']);
    let ends_page = lines.get(at + 1).is_some_and(|next| next.starts_page) && at > 0;
    let is_placed =
        is_dashed || line.indent >= PAGE_NUMBER_INDENT || ends_page || (line.starts_page && at > 0);
    numbers || is_download || (is_number(line.text) && is_placed)
}

/// True for `12` or `- 12 -`.
fn is_number(text: &str) -> bool {
    is_digits(text.trim_matches(['-', '–', '—', ' ']))
}

fn is_digits(text: &str) -> bool {
    (1..=4).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}

/// Marks lines that are repeated with other numbers, next to the edges of pages. A line with a wide gap has a title on the left and a
/// date on the right.
fn mark_repeated(lines: &[Line], on_edge: &mut [bool]) {
    let mut places: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for at in (0..lines.len()).filter(|&at| is_apart(lines, at) && may_be_running_head(lines[at].text)) {
        places.entry(pattern(lines[at].text)).or_default().push(at);
    }
    for places in places.values().filter(|places| places.len() > 1) {
        let is_head = places.iter().any(|&at| {
            lines[at].text.contains("   ")
                || (at > 0 && lines[at].starts_page)
                || lines.get(at + 1).is_some_and(|next| next.starts_page)
                || is_next_to_edge(lines, on_edge, at)
        });
        places.iter().filter(|_| is_head).for_each(|&at| on_edge[at] = true);
    }
}

fn may_be_running_head(text: &str) -> bool {
    (1..=MAX_WORDS).contains(&shape::word_count(text)) && !shape::ends_with_full_stop(text)
}

/// Returns a line with `#` for each number and one space between words.
fn pattern(text: &str) -> String {
    let folded = shape::fold(text);
    let mut pattern = String::with_capacity(folded.len());
    for c in folded.chars() {
        match c {
            '0'..='9' if pattern.ends_with('#') => {}
            '0'..='9' => pattern.push('#'),
            _ => pattern.push(c),
        }
    }
    pattern
}

fn is_next_to_edge(lines: &[Line], on_edge: &[bool], at: usize) -> bool {
    let before = at.checked_sub(1).is_some_and(|before| on_edge[before]);
    before || (at + 1 < lines.len() && on_edge[at + 1])
}

/// True for a short line alone in the middle of a sentence, with a number or in capitals: `Tides of the North 13`.
fn interrupts_sentence(lines: &[Line], on_edge: &[bool], at: usize) -> bool {
    let text = lines[at].text;
    let kept = |at: &usize| !on_edge[*at];
    let Some(before) = (0..at).rev().find(kept).map(|before| lines[before].text) else { return false };
    let Some(after) = (at + 1..lines.len()).find(kept).map(|after| lines[after].text) else { return false };
    is_alone(lines, at)
        && may_be_running_head(text)
        && (text.contains(|c: char| c.is_ascii_digit()) || text == text.to_uppercase())
        && !text.starts_with(char::is_lowercase)
        && shape::word_count(before) >= 4
        && before.ends_with(|c: char| c.is_alphanumeric() || c == ',')
        && after.starts_with(char::is_lowercase)
}
