//! Years, decades and ordinals.

use super::numbers::{self, Number};
use super::words::{COUNTED, DESIGNATED, YEAR_WORDS};
use super::{Reading, is_counted};
use crate::speech::tokens::Tokens;

/// Four digits in this range are a year where nothing says otherwise.
const YEARS: std::ops::RangeInclusive<u64> = 1100..=2099;
/// In these even a plural after it ("2024 elections") leaves it a year.
const RECENT: std::ops::RangeInclusive<u64> = 1900..=2099;

/// "1990s", "’90s", "747s"; with a fraction, seconds.
pub(super) fn decade(t: &Tokens, i: usize) -> Option<Reading> {
    let n = Number::read(t, i)?;
    let end = i + n.len;
    let len = if t.is(end, "s") {
        n.len + 1
    } else if matches!(t.text(end), "'" | "\u{2019}") && t.is(end + 1, "s") {
        n.len + 2
    } else {
        return None;
    };
    if n.fraction.is_some() {
        return Some((format!("{} seconds", n.words()), len));
    }
    let said = match n.plain() {
        Some(value) if value % 10 == 0 && n.whole.len() == 4 => numbers::year(value),
        _ if n.whole.len() == 3 => numbers::designation(&n.whole),
        _ => n.words(),
    };
    Some((numbers::plural(&said), len))
}

/// "Boeing 747", "Route 101": a number that is a name.
pub(super) fn designated(t: &Tokens, i: usize) -> Option<Reading> {
    let digits = t.digits(i).filter(|digits| digits.len() == 3 && !digits.starts_with('0'))?;
    let goes_on = matches!(t.text(i + 1), "." | "," | "/") && t.digits(i + 2).is_some();
    let named = DESIGNATED.contains(&t.word_before(i)) && !goes_on && t.letters(i + 1).is_none();
    named.then(|| (numbers::designation(digits), 1))
}

/// "21st", "1,000th".
pub(super) fn ordinal(t: &Tokens, i: usize) -> Option<Reading> {
    let n = Number::read(t, i)?;
    let suffix = t.letters(i + n.len)?;
    if !is_ordinal_suffix(suffix) || n.fraction.is_some() {
        return None;
    }
    let value: u64 = n.whole.parse().ok().filter(|value| *value < 1_000_000_000_000_000)?;
    Some((numbers::ordinal(value), n.len + 1))
}

/// True for the letters after an ordinal's digits.
pub(super) fn is_ordinal_suffix(text: &str) -> bool {
    matches!(text, "st" | "nd" | "rd" | "th")
}

/// A bare number of four digits that is a year.
pub(super) fn year(t: &Tokens, i: usize) -> Option<Reading> {
    let n = Number::read(t, i)?;
    let value = n.plain().filter(|value| YEARS.contains(value))?;
    let end = i + n.len;
    let in_year = YEAR_WORDS.contains(&t.word_before(i).to_lowercase().as_str());
    let counts = COUNTED.contains(&t.word_after(end)) || (is_counted(t, end) && !RECENT.contains(&value));
    if t.letters(end).is_some() || t.is(end, "%") || (counts && !in_year) {
        return None;
    }
    Some((numbers::year(value), n.len))
}
