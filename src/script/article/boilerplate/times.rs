//! Lines that say when: dates, hours, how long ago.

use super::super::shape;
use super::Head;
use crate::language::boilerplate as phrases;

/// `Published 3 hours ago`, `Monday 20 March 2023`.
pub(super) fn is_time_line(folded: &str, head: Option<Head>) -> bool {
    is_time_label(folded)
        || head.is_some_and(|head| is_dated(folded) && (!head.under_prose || has_year(folded)))
}

/// `Updated: 12:30, 4 March`: a label, then little more than a time.
fn is_time_label(folded: &str) -> bool {
    phrases::opening(folded, |p| p.time_labels).is_some_and(|rest| {
        let rest = phrases::ALL
            .iter()
            .flat_map(|p| p.by)
            .find_map(|by| Some(rest.split_once(&format!(" {by} "))?.0))
            .unwrap_or(rest);
        let told = rest.contains(|c: char| c.is_ascii_digit()) || rest.contains(" ago");
        told && shape::count(rest) <= 10 && is_date_line(rest)
    })
}

/// A date line that names a day and not only an hour, as live reports do above each entry.
fn is_dated(folded: &str) -> bool {
    let named = |t: &str| t.chars().count() >= 3 && phrases::is_line(t, |p| p.date_words);
    is_date_line(folded) && (has_year(folded) || folded.split(|c: char| !c.is_alphabetic()).any(named))
}

pub(super) fn has_year(folded: &str) -> bool {
    folded.split(|c: char| !c.is_ascii_digit()).any(|t| t.len() == 4)
}

/// Nothing but the words and figures of a date or a time.
fn is_date_line(folded: &str) -> bool {
    let mut figures = false;
    let mut all = shape::count(folded) <= 14;
    for token in folded.split(|c: char| !c.is_alphanumeric()).filter(|t| !t.is_empty()) {
        let letters = token.trim_start_matches(|c: char| c.is_ascii_digit());
        figures |= letters.len() < token.len();
        all &= letters.is_empty() || phrases::is_line(letters, |p| p.date_words);
    }
    all && figures && folded.contains(char::is_alphabetic)
        || (all && figures && folded.contains([':', '.', '/']) && folded.len() >= 8)
}
