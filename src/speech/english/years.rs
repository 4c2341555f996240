//! Years, decades and ordinals.

use super::numbers;
use super::topics::DESIGNATED;
use super::words::{COUNTED, OF_YEAR, RECENT, STRICT_YEAR_WORDS, YEAR_WORDS};
use super::{Reading, is_counted};
use crate::speech::tokens::Tokens;

/// Four digits in this range are a year where nothing says otherwise.
const YEARS: std::ops::RangeInclusive<u64> = 1100..=2099;
/// In these a word such as "in" must stand before it.
const TOLD_YEARS: std::ops::RangeInclusive<u64> = 1000..=2199;
/// After "2500 BC" and the like.
const ERAS: &[&str] = &["AD", "BC", "BCE", "CE"];

/// "1990s", "’90s", "747s"; with a fraction, seconds.
pub(super) fn decade(t: &Tokens, i: usize) -> Option<Reading> {
    let n = numbers::read(t, i)?;
    let end = i + n.len;
    let len = if t.is(end, "s") {
        n.len + 1
    } else if matches!(t.text(end), "'" | "\u{2019}") && t.is(end + 1, "s") {
        n.len + 2
    } else {
        return None;
    };
    if n.fraction.is_some() {
        return Some((format!("{} seconds", numbers::said(&n)), len));
    }
    let said = match n.plain() {
        Some(value) if value % 10 == 0 && n.whole.len() == 4 => numbers::year(value),
        _ if n.whole.len() == 3 => numbers::designation(&n.whole),
        _ => numbers::said(&n),
    };
    Some((numbers::plural(&said), len))
}

/// "Boeing 747", "Route 101", "the 149 bus": a number that is a name.
pub(super) fn designated(t: &Tokens, i: usize) -> Option<Reading> {
    let digits = t.digits(i).filter(|digits| matches!(digits.len(), 3 | 4) && !digits.starts_with('0'))?;
    if digits.len() == 3 && t.word_before(i) == "the" && t.word_after(i + 1) == "bus" {
        return Some((numbers::designation(digits), 1));
    }
    let goes_on = matches!(t.text(i + 1), "." | "," | "/") && t.digits(i + 2).is_some();
    let named = DESIGNATED.contains(&t.word_before(i)) && !goes_on && t.letters(i + 1).is_none();
    named.then(|| (numbers::designation(digits), 1))
}

/// "21st", "1,000th".
pub(super) fn ordinal(t: &Tokens, i: usize) -> Option<Reading> {
    let n = numbers::read(t, i)?;
    let suffix = t.letters(i + n.len)?;
    if !is_ordinal_suffix(suffix) || n.fraction.is_some() {
        return None;
    }
    let value: u64 = n.whole.parse().ok().filter(|value| *value < 1_000_000_000_000_000)?;
    Some((numbers::ordinal(value), n.len + 1))
}

/// What is written after the digits of an ordinal.
pub(super) fn ordinal_suffix(value: u64) -> &'static str {
    match (value % 100, value % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    }
}

/// True for the letters after an ordinal's digits.
pub(super) fn is_ordinal_suffix(text: &str) -> bool {
    matches!(text, "st" | "nd" | "rd" | "th")
}

/// A bare number of four digits that is a year.
pub(super) fn year(t: &Tokens, i: usize) -> Option<Reading> {
    let n = numbers::read(t, i)?;
    let end = i + n.len;
    let value = n.plain().filter(|value| YEARS.contains(value) || is_told(t, i, end, *value))?;
    let in_year = YEAR_WORDS.contains(&t.word_before(i).to_lowercase().as_str());
    let counts = COUNTED.contains(&t.word_after(end)) || (is_counted(t, end) && !RECENT.contains(&value));
    if t.letters(end).is_some() || t.is(end, "%") || (counts && !in_year) {
        return None;
    }
    Some((numbers::year(value), n.len))
}

/// True when a word before a year, or an era after it, tells what it is: "in 1066", "the Battle of 1066", "1066 AD".
fn is_told(t: &Tokens, i: usize, end: usize, value: u64) -> bool {
    let before = t.word_before(i).to_lowercase();
    let era = (1000..=9999).contains(&value)
        && (ERAS.contains(&t.word_after(end)) || matches!(before.as_str(), "ad" | "bc"));
    let of = before == "of" && OF_YEAR.contains(&t.word_before(i.saturating_sub(2)).to_lowercase().as_str());
    era || (TOLD_YEARS.contains(&value)
        && (of || STRICT_YEAR_WORDS.contains(&before.as_str()))
        && !is_counted(t, end)
        && !t.is(end, "-"))
}
