//! German numbers in words: "eintausendzweihundertfünfzig", "drei Komma vier", "neunzehnhundertachtundneunzig".

use super::grammar::{GrammaticalGender, gender, month};
use crate::language::speech::german;
use crate::speech::numbers::{MOST_GROUPS, Number, cardinal_value};
use crate::speech::rules::Reading;
use crate::speech::tokens::{Kind, Tokens};
use crate::speech::words::has_capital;

/// Years that are spoken as hundreds: "neunzehnhundert…", but "zweitausendfünf".
const YEARS_AS_HUNDREDS: std::ops::RangeInclusive<u64> = 1100..=1999;

/// Parses `1234`, `1.234.567`, `10 000`, `1'250` or `3,5` at `i`.
pub(super) fn parse_number(t: &Tokens, i: usize) -> Option<Number> {
    let first = t.digits(i)?;
    let (whole, end) = parse_groups(t, i, first).unwrap_or_else(|| (first.to_string(), i + 1));
    // "1,2,3" is a list, not a decimal.
    let in_list = is_comma_before_digits(t, end + 2)
        || (t.is(i.wrapping_sub(1), ",") && t.digits(i.wrapping_sub(2)).is_some());
    let fraction = t.digits(end + 1).filter(|_| t.is(end, ",") && !in_list).map(str::to_string);
    let len = end - i + if fraction.is_some() { 2 } else { 0 };
    Some(Number { whole, fraction, grouped: end > i + 1, len })
}

fn is_comma_before_digits(t: &Tokens, i: usize) -> bool {
    t.is(i, ",") && t.digits(i + 1).is_some()
}

/// Returns the digits of a number in groups of three that begins with `first`, and the index after it.
fn parse_groups(t: &Tokens, i: usize, first: &str) -> Option<(String, usize)> {
    let separator = t.text(i + 1);
    let separates = matches!(separator, "." | " " | "\u{a0}" | "\u{202f}" | "\u{2009}" | "'" | "\u{2019}");
    if !separates || first.len() > 3 || first.starts_with('0') {
        return None;
    }
    let (mut whole, mut end) = (first.to_string(), i + 1);
    for _ in 0..MOST_GROUPS {
        match t.digits(end + 1).filter(|group| group.len() == 3 && t.is(end, separator)) {
            Some(group) => whole.push_str(group),
            None => break,
        }
        end += 2;
    }
    // More numbers of other lengths follow in an IP address or a version: "192.168.1.1".
    let continues = matches!(separator, "." | "'") && t.is(end, separator) && t.digits(end + 1).is_some();
    (end > i + 1 && !continues).then_some((whole, end))
}

/// Rule for a number. One agrees with its noun: "ein Kind", "eine Person".
pub(super) fn number(t: &Tokens, i: usize) -> Option<Reading> {
    let n = parse_number(t, i)?;
    let words = if n.is_one() { one(t, i, i + n.len).to_string() } else { number_in_words(&n) };
    Some((words, n.len))
}

/// Returns "ein" or "eine" before a noun that is counted, else "eins": "auf Platz eins".
fn one(t: &Tokens, i: usize, end: usize) -> &'static str {
    let noun = t.word_after(end);
    let marked = t.back(i, 1).kind == Kind::Sign || t.back(i, 2).text == ".";
    let names = has_capital(t.word_before(i)) || marked;
    let counts = has_capital(noun) && noun.chars().nth(1).is_some_and(char::is_lowercase);
    if !counts || (names && i > 1) {
        return "eins";
    }
    if gender(noun) == GrammaticalGender::Feminine { "eine" } else { "ein" }
}

/// Rule for a number of four digits that is a year. Before a counted noun it is a number, unless a word such as "im"
/// precedes: "1500 Menschen", "im Jahr 1500 Menschen".
pub(super) fn year(t: &Tokens, i: usize) -> Option<Reading> {
    let n = parse_number(t, i)?;
    let value = n.plain().filter(|value| YEARS_AS_HUNDREDS.contains(value))?;
    let before = t.word_before(i);
    let dated = german().before_year.has(before) || month(before).is_some();
    let counts = german().counted_nouns.has(t.word_after(i + n.len)) && !dated;
    (!counts).then(|| (year_in_words(value), n.len))
}

/// Returns a number in words, with "eins" for 1.
pub(super) fn number_in_words(n: &Number) -> String {
    match &n.fraction {
        Some(fraction) => format!("{} Komma {}", cardinal(&n.whole), digit_by_digit(fraction)),
        None => cardinal(&n.whole),
    }
}

/// Returns digits as a cardinal, or one by one if they have a leading zero or are too many.
pub(super) fn cardinal(digits: &str) -> String {
    cardinal_value(digits).map_or_else(|| digit_by_digit(digits), in_words)
}

/// Returns the name of each digit.
pub(super) fn digit_by_digit(digits: &str) -> String {
    let digits = digits.chars().filter_map(|c| c.to_digit(10));
    digits.map(|digit| small_number(u64::from(digit))).collect::<Vec<_>>().join(" ")
}

/// Returns a value below a quadrillion in words, with "eins" at the end.
pub(super) fn in_words(value: u64) -> String {
    with_last_one(value, "eins")
}

/// Returns a value in words as the first part of a compound, with "ein" at the end: "einhundertein".
pub(super) fn compound_part(value: u64) -> String {
    with_last_one(value, "ein")
}

fn with_last_one(value: u64, one: &str) -> String {
    let mut parts = Vec::new();
    let mut rest = value;
    let mut scale = 1_000_000_000_000;
    for [single, many] in german().scales.iter().rev() {
        match rest / scale {
            0 => {}
            1 => parts.push(format!("eine {single}")),
            count => parts.push(format!("{} {many}", below_million(count, "ein"))),
        }
        rest %= scale;
        scale /= 1000;
    }
    if rest > 0 || parts.is_empty() {
        parts.push(below_million(rest, one));
    }
    parts.join(" ")
}

fn below_million(value: u64, one: &str) -> String {
    match (value / 1000, value % 1000) {
        (0, rest) => below_thousand(rest, one),
        (thousands, 0) => format!("{}tausend", below_thousand(thousands, "ein")),
        (thousands, rest) => {
            format!("{}tausend{}", below_thousand(thousands, "ein"), below_thousand(rest, one))
        }
    }
}

fn below_thousand(value: u64, one: &str) -> String {
    match (value / 100, value % 100) {
        (0, rest) => below_hundred(rest, one),
        (hundreds, 0) => format!("{}hundert", below_hundred(hundreds, "ein")),
        (hundreds, rest) => format!("{}hundert{}", below_hundred(hundreds, "ein"), below_hundred(rest, one)),
    }
}

fn below_hundred(value: u64, one: &str) -> String {
    let tens =
        (value / 10).checked_sub(2).and_then(|tens| german().tens.get(tens as usize)).unwrap_or_default();
    match value % 10 {
        _ if value == 1 => one.to_string(),
        _ if value < 20 => small_number(value).to_string(),
        0 => tens.to_string(),
        1 => format!("einund{tens}"),
        unit => format!("{}und{tens}", small_number(unit)),
    }
}

fn small_number(value: u64) -> &'static str {
    german().small_numbers.get(value as usize).unwrap_or_default()
}

/// Returns a value as an ordinal without its ending: "dritt", "einundzwanzigst".
pub(super) fn ordinal_stem(value: u64) -> String {
    let rest = value % 100;
    let whole = if value == rest || rest == 0 { String::new() } else { compound_part(value - rest) };
    match german().irregular_ordinals.iter().find(|(number, _)| *number == rest) {
        Some((_, irregular)) => format!("{whole}{irregular}"),
        None if (2..20).contains(&rest) => format!("{}t", compound_part(value)),
        None => format!("{}st", compound_part(value)),
    }
}

/// Returns a year in words: "neunzehnhundertachtundneunzig", "zweitausendvierundzwanzig".
pub(super) fn year_in_words(value: u64) -> String {
    match (value / 100, value % 100) {
        _ if !YEARS_AS_HUNDREDS.contains(&value) => in_words(value),
        (hundreds, 0) => format!("{}hundert", below_hundred(hundreds, "ein")),
        (hundreds, rest) => {
            format!("{}hundert{}", below_hundred(hundreds, "ein"), below_hundred(rest, "eins"))
        }
    }
}
