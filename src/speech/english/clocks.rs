//! Whether "7.30" is a time of the day: only what stands around it tells it from a number.

use super::topics::{MARKETS, TIMETABLES};
use super::words::{DAYS, FUNCTION_WORDS};
use super::{is_joint, near, times};
use crate::speech::tokens::{Kind, Tokens};

/// The most times in a row.
const LONGEST_ROW: usize = 8;
/// Before a time, and before hardly any other number with hundredths.
const BEFORE_TIME: &[&str] = &["At", "at"];
/// Before a time where trains, doors or games are spoken of.
const BEFORE_SPAN: &[&str] =
    &["about", "after", "around", "before", "between", "by", "from", "since", "till", "until"];
/// After a number that is none, although they are small words.
const OF_NUMBERS: &[&str] =
    &["above", "below", "less", "more", "out", "over", "per", "plus", "than", "under"];
/// After a time, and no small words.
const AFTER_TIME: &[&str] =
    &["daily", "every", "prompt", "sharp", "today", "tomorrow", "tonight", "yesterday"];
/// What is called by its time: "the 3.15 race".
const TIMED: &[&str] = &[
    "appointment",
    "boat",
    "bulletin",
    "bus",
    "ferry",
    "flight",
    "kick-off",
    "news",
    "race",
    "service",
    "showing",
    "slot",
    "start",
    "train",
];

/// True for the hour of "7.30": no unit and no further part follows.
fn is_dotted(t: &Tokens, i: usize) -> bool {
    let below = |k: usize, most: u64| {
        t.digits(k).filter(|d| d.len() <= 2).and_then(|d| d.parse().ok()).is_some_and(|n: u64| n < most)
    };
    let minutes = t.is(i + 1, ".") && t.text(i + 2).len() == 2 && below(i + 2, 60);
    let goes_on = matches!(t.text(i + 3), "." | ":" | "/") && t.digits(i + 4).is_some();
    let measured =
        matches!(t.text(t.past_space(i + 3)), "%" | "\u{b0}" | "\u{2030}" | "\u{20ac}" | "$" | "£");
    below(i, 24) && minutes && !goes_on && !measured && t.letters(i + 3).is_none()
}

/// True where "7.30" is a time: in a span ("7.30-11pm"), behind "at", in a row of times, as the name of a train.
pub(super) fn is_told(t: &Tokens, i: usize) -> bool {
    is_dotted(t, i) && (is_row(t, i) || is_named(t, i))
}

/// True for the first hour of "1-3pm", "7.30–11pm" or "6.00 to 9.30pm".
pub(super) fn leads_to_meridiem(t: &Tokens, i: usize) -> bool {
    let hour =
        t.digits(i).and_then(|digits| digits.parse().ok()).is_some_and(|hour: u64| (1..=12).contains(&hour));
    let end = if is_dotted(t, i) { i + 3 } else { i + 1 };
    let to = t.is(end + 1, "to") && t.is_space(end) && t.is_space(end + 2) && end == i + 3;
    let second = if to { end + 3 } else { end + 1 };
    let after = if dotted_or_half(t, second) { second + 3 } else { second + 1 };
    let fresh = t.is_space(i.wrapping_sub(1)) || matches!(t.back(i, 1).text, "(" | "," | ";");
    hour && fresh
        && (to || is_joint(t.text(end)))
        && t.digits(second).is_some()
        && times::meridiem(t, after).is_some()
}

/// True for "9.30" of "9.30pm".
fn dotted_or_half(t: &Tokens, i: usize) -> bool {
    matches!(t.text(i + 1), "." | ":") && t.digits(i + 2).is_some_and(|digits| digits.len() == 2)
}

/// True for a time in a row that begins behind "at", or behind "from" near a timetable: "at 10.15, 11.45 and 12.30".
fn is_row(t: &Tokens, i: usize) -> bool {
    let mut first = i;
    while let Some(before) = time_before(t, first).filter(|_| i - first < LONGEST_ROW * 6) {
        first = before;
    }
    let last = row_end(t, i);
    let before = t.word_before(first);
    let lower = before.to_lowercase();
    let spanned = is_joint(t.text(i + 3)) || (first < i && is_joint(t.back(i, 1).text));
    let timetable = near(t, first, last, TIMETABLES);
    let led = BEFORE_TIME.contains(&before)
        || (timetable && (spanned || BEFORE_SPAN.contains(&lower.as_str())))
        || leads_to_meridiem(t, first);
    led && ends_a_time(t, last) && (timetable || !near(t, first, last, MARKETS))
}

/// The place of the time before the one at `i`: past a comma, a joint, "and", "or", "to".
fn time_before(t: &Tokens, i: usize) -> Option<usize> {
    let gap = match (t.back(i, 1).kind, t.back(i, 2).text) {
        (Kind::Space, ",") => 2,
        (Kind::Space, "and" | "or" | "to") if t.back(i, 4).text == "," => 4,
        (Kind::Space, "and" | "or" | "to") => 3,
        _ if is_joint(t.back(i, 1).text) => 1,
        _ => return None,
    };
    i.checked_sub(gap + 3).filter(|&before| is_dotted(t, before))
}

/// The token after the last time of the row that goes on from `i`.
fn row_end(t: &Tokens, i: usize) -> usize {
    let mut last = i;
    for _ in 0..LONGEST_ROW {
        let next = (last + 4..last + 8).find(|&k| is_dotted(t, k) && time_before(t, k) == Some(last));
        match next {
            Some(next) => last = next,
            None => break,
        }
    }
    last + 3
}

/// True where nothing follows that is measured or counted.
fn ends_a_time(t: &Tokens, end: usize) -> bool {
    let next = t.word_after(end);
    let small = next.to_lowercase();
    let free = next.is_empty() && t.digits(t.past_space(end)).is_none()
        || next.starts_with(char::is_uppercase)
        || FUNCTION_WORDS.contains(&next)
        || AFTER_TIME.contains(&next);
    free && !OF_NUMBERS.contains(&small.as_str()) && t.at(end).text != "-"
        || is_joint(t.text(end)) && t.digits(end + 1).is_some()
}

/// True for "the 8.05 from Leeds", "a 3.15 appointment".
fn is_named(t: &Tokens, i: usize) -> bool {
    let next = t.word_after(i + 3);
    let after = t.word_after(i + 5);
    let place = after.starts_with(char::is_uppercase) && !DAYS.iter().any(|(_, day)| *day == after);
    match t.word_before(i) {
        "the" | "The" if matches!(next, "at" | "from" | "to") => place,
        "the" | "The" | "a" | "A" | "his" | "her" => TIMED.contains(&next),
        _ => false,
    }
}
