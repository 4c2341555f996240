//! What a line's own words tell: buttons, labels, requests, notices.

use super::super::{Reason, shape};
use super::Head;
use super::bylines::is_byline;
use super::credits::{LABELLED_WORDS, is_copyright, is_credited, is_source};
use super::times::is_time_line;
use crate::language::boilerplate as phrases;

/// A request to share, a notice or a credited caption is at most this long.
const FURNITURE_WORDS: usize = 60;

/// Why a line is not of the article, as far as the line alone can tell.
pub(super) fn reason(line: &str, head: Option<Head>, page: bool) -> Option<Reason> {
    if !line.chars().any(char::is_alphanumeric) || is_address(line) {
        return Some(Reason::NotProse);
    }
    if is_footnote(line) {
        return Some(Reason::Footnote);
    }
    // A long paragraph is never boilerplate; folding it would cost time for nothing.
    if line.len() > FURNITURE_WORDS * 12 || shape::count(line) > FURNITURE_WORDS {
        return None;
    }
    let folded = shape::fold(line);
    let bare = folded.trim_matches(|c: char| !c.is_alphanumeric());
    whole_line(bare)
        .filter(|reason| *reason != Reason::ShareLine || !line.ends_with('.'))
        .or_else(|| labelled(line, &folded))
        .or_else(|| phrases::holds(&folded, |p| p.notices).then_some(Reason::Notice))
        .or_else(|| phrases::holds(&folded, |p| p.share_phrases).then_some(Reason::ShareLine))
        .or_else(|| (page && is_credited(line)).then_some(Reason::Caption))
        .or_else(|| is_length(bare).then_some(Reason::Furniture))
        .or_else(|| (page && is_source(line)).then_some(Reason::Byline))
        .or_else(|| (page && is_copyright(&folded)).then_some(Reason::Furniture))
        .or_else(|| is_request(&folded).then_some(Reason::ShareLine))
        .or_else(|| is_time_line(&folded, head).then_some(Reason::Byline))
        .or_else(|| (page && is_byline(line, &folded, head)).then_some(Reason::Byline))
}

/// `[12] Where it was said`, `Where it was said. ↩`: what a mark in the text points at.
fn is_footnote(line: &str) -> bool {
    let number = |rest: &str| {
        rest.split_once(']').is_some_and(|(mark, rest)| {
            let digits = !mark.is_empty() && mark.chars().all(|c| c.is_ascii_digit());
            digits && rest.starts_with(' ')
        })
    };
    line.strip_prefix('[').is_some_and(number)
        || line.starts_with('↑')
        || line.ends_with(['↩', '↑'])
        || line.ends_with("↩\u{fe0e}")
}

/// Lines that are known whole: buttons, advertisement marks, the heads of link lists.
fn whole_line(bare: &str) -> Option<Reason> {
    let counted = bare.trim_end_matches(|c: char| !c.is_alphabetic());
    let is = |list| phrases::is_line(bare, list) || phrases::is_line(counted, list);
    if is(|p| p.furniture) || is(|p| p.contact_heads) || is(|p| p.promotion_ends) {
        Some(Reason::Furniture)
    } else if is(|p| p.link_heads) || is(|p| p.link_lines) {
        Some(Reason::LinkList)
    } else if is(|p| p.share_lines) {
        Some(Reason::ShareLine)
    } else {
        None
    }
}

/// `READ MORE: …`, `WATCH | …`, `Image: …`, `Watch (2007): …`.
fn labelled(line: &str, folded: &str) -> Option<Reason> {
    if phrases::opening(folded, |p| p.caption_openings).is_some() {
        return Some(Reason::Caption);
    }
    let (label, rest) = split_label(folded)?;
    if shape::count(rest) > LABELLED_WORDS {
        return None;
    }
    let sentence = shape::is_prose(line) && shape::ends_with_stop(line);
    if phrases::is_line(label, |p| p.link_labels) || phrases::is_line(label, |p| p.link_heads) {
        Some(Reason::LinkList)
    } else if phrases::is_line(label, |p| p.caption_labels) {
        Some(Reason::Caption)
    } else if !sentence && phrases::is_line(label, |p| p.weak_link_labels) {
        Some(Reason::LinkList)
    } else if !sentence && phrases::is_line(label, |p| p.share_lines) {
        Some(Reason::ShareLine)
    } else {
        None
    }
}

/// The label of a line and what it announces; a bracket between them belongs to neither.
fn split_label(folded: &str) -> Option<(&str, &str)> {
    let (label, rest) = folded.split_once([':', '|', '»', '>', '→', '›'])?;
    let label = label.split('(').next().unwrap_or(label).trim_matches(|c: char| !c.is_alphanumeric());
    (!label.is_empty() && label.len() <= 40).then_some((label, rest))
}

/// Asks the reader to follow, to subscribe, to write in.
fn is_request(folded: &str) -> bool {
    let quoted = folded.starts_with(['"', '“', '„', '‘', '\'', '»', '«']);
    !quoted
        && ((phrases::opening(folded, |p| p.share_openings).is_some()
            && phrases::holds(folded, |p| p.share_targets))
            || (phrases::opening(folded, |p| p.share_titles).is_some()
                && shape::count(folded) <= 8
                && !shape::ends_sentence(folded)))
}

/// `4-minute listen`, `4 min read`.
fn is_length(bare: &str) -> bool {
    let mut words = bare.split([' ', '-']).filter(|word| !word.is_empty());
    let number = words.next().is_some_and(|first| first.chars().all(|c| c.is_ascii_digit()));
    let unit = words.next().is_some_and(|unit| unit.starts_with("min"));
    let what = words.next().is_some_and(|what| ["read", "listen", "watch", "lesezeit"].contains(&what));
    number && unit && what && words.next().is_none()
}

/// A line that is only an address on the web or of mail, or a telephone number.
fn is_address(line: &str) -> bool {
    let web = ["http://", "https://", "www."].iter().any(|start| line.starts_with(start));
    let mail = line.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
    let telephone = line.starts_with('+') && line.chars().all(|c| c.is_ascii_digit() || "+ ()-/".contains(c));
    (!line.contains(char::is_whitespace) && (web || mail)) || telephone
}

/// A line that is read but is no headline: who wrote the article, or a picture's caption with its credit.
pub(in crate::script::article) fn is_credit_line(line: &str) -> bool {
    // No headline is so long.
    let short = line.len() <= FURNITURE_WORDS * 12;
    let head = Some(Head { first: false, under_prose: false });
    short && (is_credited(line) || is_byline(line, &shape::fold(line), head))
}
