//! Numbers in words: British, with "and" ("one hundred and five").

use super::Reading;
use crate::speech::clean;
use crate::speech::numbers::{MOST_GROUPS, Number};
use crate::speech::tokens::Tokens;

const SMALL: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 10] =
    ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
const SCALES: [(u64, &str); 4] = [
    (1_000_000_000_000, "trillion"),
    (1_000_000_000, "billion"),
    (1_000_000, "million"),
    (1_000, "thousand"),
];
/// Last words whose ordinal is not made with "th".
const ORDINALS: [(&str, &str); 8] = [
    ("one", "first"),
    ("two", "second"),
    ("three", "third"),
    ("five", "fifth"),
    ("eight", "eighth"),
    ("nine", "ninth"),
    ("twelve", "twelfth"),
    ("y", "ieth"),
];

/// Reads `1234`, `1,234,567`, `10 000`, `1.000.000` or `3.5` at `i`.
pub(super) fn read(t: &Tokens, i: usize) -> Option<Number> {
    let mut whole = t.digits(i)?.to_string();
    let groups = if whole.len() <= 3 && !whole.starts_with('0') { groups(t, i) } else { 0 };
    whole.extend((1..=groups).map(|n| t.text(i + 2 * n)));
    let end = i + 1 + 2 * groups;
    let grouped = groups > 0;
    let chain = t.is(end + 2, ".") && t.digits(end + 3).is_some();
    let fraction = t.digits(end + 1).filter(|_| t.is(end, ".") && !chain).map(str::to_string);
    let len = end - i + if fraction.is_some() { 2 } else { 0 };
    Some(Number { whole, fraction, grouped, len })
}

/// In words.
pub(super) fn said(n: &Number) -> String {
    match &n.fraction {
        Some(fraction) => format!("{} point {}", cardinal(&n.whole), one_by_one(fraction)),
        None => cardinal(&n.whole),
    }
}

/// How many groups of three digits go on with the number at `i`, all behind the same separator.
fn groups(t: &Tokens, i: usize) -> usize {
    let separator = t.text(i + 1);
    let group =
        |n: usize| t.is(i + 2 * n - 1, separator) && t.digits(i + 2 * n).is_some_and(|d| d.len() == 3);
    let count = (1..=MOST_GROUPS).take_while(|&n| group(n)).count();
    let round = count > 0 && t.is(i + 2 * count, "000");
    let sure = match separator {
        "," | "\u{a0}" | "\u{202f}" | "\u{2007}" | "\u{2009}" => true,
        " " => round,
        // Two groups or zeros: "1.500" is a decimal, and four parts are the address of a computer.
        "." => t.digits(i + 2 * count + 2).is_none() && (count == 2 || (count > 2 && round)),
        _ => false,
    };
    if sure { count } else { 0 }
}

/// The number at `i`, in words.
pub(super) fn number(t: &Tokens, i: usize) -> Option<Reading> {
    read(t, i).map(|n| (said(&n), n.len))
}

/// Digits as a cardinal; with a leading zero or too many of them, one by one.
pub(super) fn cardinal(digits: &str) -> String {
    clean::value(digits).map_or_else(|| one_by_one(digits), words)
}

/// Each digit by its name.
pub(super) fn one_by_one(digits: &str) -> String {
    let mut said = String::with_capacity(digits.len() * 6);
    for digit in digits.chars().filter_map(|c| c.to_digit(10)) {
        if !said.is_empty() {
            said.push(' ');
        }
        said.push_str(SMALL[digit as usize]);
    }
    said
}

/// A value in words, below a quadrillion.
pub(super) fn words(value: u64) -> String {
    let mut parts = Vec::new();
    let mut rest = value;
    for (scale, name) in SCALES {
        if rest >= scale {
            parts.push(format!("{} {name}", below_thousand(rest / scale)));
            rest %= scale;
        }
    }
    if rest > 0 && rest < 100 && !parts.is_empty() {
        parts.push("and".to_string());
    }
    if rest > 0 || parts.is_empty() {
        parts.push(below_thousand(rest));
    }
    parts.join(" ")
}

fn below_thousand(value: u64) -> String {
    match (value / 100, value % 100) {
        (0, rest) => below_hundred(rest),
        (hundreds, 0) => format!("{} hundred", below_hundred(hundreds)),
        (hundreds, rest) => format!("{} hundred and {}", below_hundred(hundreds), below_hundred(rest)),
    }
}

fn below_hundred(value: u64) -> String {
    let small = |n: u64| SMALL.get(n as usize).copied().unwrap_or_default();
    let tens = TENS.get((value / 10) as usize).copied().unwrap_or_default();
    match value % 10 {
        _ if value < 20 => small(value).to_string(),
        0 => tens.to_string(),
        unit => format!("{tens}-{}", small(unit)),
    }
}

/// A value as an ordinal: "twenty-first".
pub(super) fn ordinal(value: u64) -> String {
    let cardinal = words(value);
    for (ending, instead) in ORDINALS {
        if let Some(stem) = cardinal.strip_suffix(ending) {
            return format!("{stem}{instead}");
        }
    }
    format!("{cardinal}th")
}

/// A year: "nineteen ninety-eight", "two thousand and five", "twenty twenty-four".
pub(super) fn year(value: u64) -> String {
    match (value / 100, value % 100) {
        _ if !(1000..=9999).contains(&value) => words(value),
        (hundreds, _) if hundreds % 10 == 0 && value % 100 < 10 => words(value),
        (hundreds, 0) => format!("{} hundred", below_hundred(hundreds)),
        (hundreds, rest @ 1..=9) => format!("{} oh {}", below_hundred(hundreds), below_hundred(rest)),
        (hundreds, rest) => format!("{} {}", below_hundred(hundreds), below_hundred(rest)),
    }
}

/// The plural of the last word of a number: "nineteen nineties", "sixes".
pub(super) fn plural(said: &str) -> String {
    match said.strip_suffix('y') {
        Some(stem) => format!("{stem}ies"),
        None if said.ends_with('x') => format!("{said}es"),
        None => format!("{said}s"),
    }
}

/// A number after letters, as types and roads are called: "A three eighty", "M twenty-five", "three oh three".
pub(super) fn designation(digits: &str) -> String {
    match digits.as_bytes() {
        [_, b'0', b'0'] => cardinal(digits),
        [b'1'..=b'9', b'0', _] => {
            let (hundred, unit) = (&digits[..1], &digits[2..]);
            format!("{} oh {}", cardinal(hundred), cardinal(unit))
        }
        [b'1'..=b'9', _, _] => format!("{} {}", cardinal(&digits[..1]), cardinal(&digits[1..])),
        [b'1'..=b'9', _, _, _] => digits.parse().map(year).unwrap_or_default(),
        _ => cardinal(digits),
    }
}
