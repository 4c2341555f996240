//! Numbers in words: "eintausendzweihundertfünfzig", "drei Komma vier", "neunzehnhundertachtundneunzig".

use super::Reading;
use super::words::{self, Gender};
use crate::speech::clean;
use crate::speech::numbers::{MOST_GROUPS, Number};
use crate::speech::tokens::{Kind, Tokens};

const SMALL: [&str; 20] = [
    "null",
    "eins",
    "zwei",
    "drei",
    "vier",
    "fünf",
    "sechs",
    "sieben",
    "acht",
    "neun",
    "zehn",
    "elf",
    "zwölf",
    "dreizehn",
    "vierzehn",
    "fünfzehn",
    "sechzehn",
    "siebzehn",
    "achtzehn",
    "neunzehn",
];
const TENS: [&str; 10] =
    ["", "", "zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig"];
/// Value, one and many.
const SCALES: [(u64, &str, &str); 3] = [
    (1_000_000_000_000, "Billion", "Billionen"),
    (1_000_000_000, "Milliarde", "Milliarden"),
    (1_000_000, "Million", "Millionen"),
];
/// Stems of the ordinals that are not made with "t" alone.
const ODD_ORDINALS: [(u64, &str); 4] = [(1, "erst"), (3, "dritt"), (7, "siebt"), (8, "acht")];
/// Years that are said by their hundreds.
const HUNDREDS: std::ops::RangeInclusive<u64> = 1100..=1999;

/// Reads `1234`, `1.234.567`, `10 000`, `1'250` or `3,5` at `i`.
pub(super) fn read(t: &Tokens, i: usize) -> Option<Number> {
    let first = t.digits(i)?;
    let (whole, end) = grouped(t, i, first).unwrap_or_else(|| (first.to_string(), i + 1));
    let listed = |comma: usize, digits: usize| t.is(comma, ",") && t.digits(digits).is_some();
    let list = listed(end + 2, end + 3) || listed(i.wrapping_sub(1), i.wrapping_sub(2));
    let fraction = t.digits(end + 1).filter(|_| t.is(end, ",") && !list).map(str::to_string);
    let len = end - i + if fraction.is_some() { 2 } else { 0 };
    Some(Number { whole, fraction, grouped: end > i + 1, len })
}

/// In words, with "eins" for 1.
pub(super) fn said(n: &Number) -> String {
    match &n.fraction {
        Some(fraction) => format!("{} Komma {}", cardinal(&n.whole), one_by_one(fraction)),
        None => cardinal(&n.whole),
    }
}

/// The digits of groups of three behind `first`, and the token after them.
fn grouped(t: &Tokens, i: usize, first: &str) -> Option<(String, usize)> {
    let separator = t.text(i + 1);
    let apart = matches!(separator, "." | " " | "\u{a0}" | "\u{202f}" | "\u{2009}" | "'" | "\u{2019}");
    if !apart || first.len() > 3 || first.starts_with('0') {
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
    // An address or a version has more numbers, of other lengths.
    let goes_on = matches!(separator, "." | "'") && t.is(end, separator) && t.digits(end + 1).is_some();
    (end > i + 1 && !goes_on).then_some((whole, end))
}

/// The number at `i`, in words; one of a noun agrees with it.
pub(super) fn number(t: &Tokens, i: usize) -> Option<Reading> {
    let n = read(t, i)?;
    let said = if n.is_one() { one(t, i, i + n.len) } else { said(&n) };
    Some((said, n.len))
}

/// "ein Kind", "eine Person", "Platz eins".
fn one(t: &Tokens, i: usize, end: usize) -> String {
    let noun = t.word_after(end);
    let before = t.word_before(i);
    let marked = t.back(i, 1).kind == Kind::Sign || t.back(i, 2).text == ".";
    let named = before.starts_with(char::is_uppercase) || marked;
    let counts = noun.starts_with(char::is_uppercase) && noun.chars().nth(1).is_some_and(char::is_lowercase);
    if !counts || (named && i > 1) {
        return "eins".to_string();
    }
    match words::gender(noun) {
        Gender::Feminine => "eine".to_string(),
        _ => "ein".to_string(),
    }
}

/// A bare number of four digits as a year; before what it may count, as a number.
pub(super) fn year(t: &Tokens, i: usize) -> Option<Reading> {
    let n = read(t, i)?;
    let value = n.plain().filter(|value| HUNDREDS.contains(value))?;
    let dated = words::is_before_year(t.word_before(i));
    let counts = words::is_counted(t.word_after(i + n.len)) && !dated;
    (!counts).then(|| (year_words(value), n.len))
}

/// Digits as a cardinal; with a leading zero or too many of them, one by one.
pub(super) fn cardinal(digits: &str) -> String {
    clean::value(digits).map_or_else(|| one_by_one(digits), words)
}

/// Each digit by its name.
pub(super) fn one_by_one(digits: &str) -> String {
    let digits = digits.chars().filter_map(|c| c.to_digit(10));
    digits.map(|digit| SMALL[digit as usize]).collect::<Vec<_>>().join(" ")
}

/// A value in words, below a quadrillion.
pub(super) fn words(value: u64) -> String {
    spelled(value, "eins")
}

/// A value at the front of a compound: "ein" and not "eins".
pub(super) fn stem(value: u64) -> String {
    spelled(value, "ein")
}

fn spelled(value: u64, one: &str) -> String {
    let mut parts = Vec::new();
    let mut rest = value;
    for (scale, single, many) in SCALES {
        match rest / scale {
            0 => {}
            1 => parts.push(format!("eine {single}")),
            count => parts.push(format!("{} {many}", below_million(count, "ein"))),
        }
        rest %= scale;
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
    let small = |n: u64, one: &str| match n {
        1 => one.to_string(),
        n => SMALL.get(n as usize).copied().unwrap_or_default().to_string(),
    };
    let tens = TENS.get((value / 10) as usize).copied().unwrap_or_default();
    match value % 10 {
        _ if value < 20 => small(value, one),
        0 => tens.to_string(),
        unit => format!("{}und{tens}", small(unit, "ein")),
    }
}

/// A value as an ordinal without its ending: "dritt", "einundzwanzigst".
pub(super) fn ordinal_stem(value: u64) -> String {
    let rest = value % 100;
    let whole = if value == rest || rest == 0 { String::new() } else { stem(value - rest) };
    match ODD_ORDINALS.iter().find(|(odd, _)| *odd == rest) {
        Some((_, odd)) => format!("{whole}{odd}"),
        None if (2..20).contains(&rest) => format!("{}t", stem(value)),
        None => format!("{}st", stem(value)),
    }
}

/// A year: "neunzehnhundertachtundneunzig", "zweitausendvierundzwanzig".
pub(super) fn year_words(value: u64) -> String {
    match (value / 100, value % 100) {
        _ if !HUNDREDS.contains(&value) => words(value),
        (hundreds, 0) => format!("{}hundert", below_hundred(hundreds, "ein")),
        (hundreds, rest) => {
            format!("{}hundert{}", below_hundred(hundreds, "ein"), below_hundred(rest, "eins"))
        }
    }
}
