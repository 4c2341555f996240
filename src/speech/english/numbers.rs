//! English numbers in words, in the British form with "and": "one hundred and five".

use super::context::{is_counted, is_numbered_place};
use crate::language::speech::english;
use crate::speech::numbers::{MOST_GROUPS, Number, cardinal_value};
use crate::speech::rules::Reading;
use crate::speech::tokens::{Kind, Tokens, is_apostrophe};

/// Parses `1234`, `1,234,567`, `10 000`, `1.000.000`, `3.5` or `.5` at `i`.
pub(super) fn parse_number(t: &Tokens, i: usize) -> Option<Number> {
    if let Some(fraction) = bare_fraction(t, i) {
        return Some(Number {
            whole: String::new(),
            fraction: Some(fraction.into()),
            grouped: false,
            len: 2,
        });
    }
    let mut whole = t.digits(i)?.to_string();
    let groups = if whole.len() <= 3 && !whole.starts_with('0') { count_groups(t, i) } else { 0 };
    whole.extend((1..=groups).map(|n| t.text(i + 2 * n)));
    let end = i + 1 + 2 * groups;
    let grouped = groups > 0;
    let chain = t.is(end + 2, ".") && t.digits(end + 3).is_some();
    let fraction = t.digits(end + 1).filter(|_| t.is(end, ".") && !chain).map(str::to_string);
    let len = end - i + if fraction.is_some() { 2 } else { 0 };
    Some(Number { whole, fraction, grouped, len })
}

/// Returns the digits of ".5", a decimal without its zero. After a letter, a digit or a closing mark, the full stop is
/// something else: "then.1", "2.10.3".
fn bare_fraction<'a>(t: &Tokens<'a>, i: usize) -> Option<&'a str> {
    let before = t.back(i, 1);
    let free = match before.kind {
        Kind::Space => true,
        Kind::Sign => !before
            .text
            .ends_with([')', ']', '.', ',', '\u{201d}', '\u{2019}', '\'', '"', '%', '!', '?', '/']),
        _ => false,
    };
    t.digits(i + 1).filter(|_| t.is(i, ".") && free)
}

/// True for a number at `i`, perhaps without the zero of its decimal: "5", ".5".
pub(super) fn begins_number(t: &Tokens, i: usize) -> bool {
    t.digits(i).is_some() || t.is(i, ".") && t.digits(i + 1).is_some()
}

/// Returns how many groups of three digits follow the number at `i`, all after the same separator.
fn count_groups(t: &Tokens, i: usize) -> usize {
    let separator = t.text(i + 1);
    let group =
        |n: usize| t.is(i + 2 * n - 1, separator) && t.digits(i + 2 * n).is_some_and(|d| d.len() == 3);
    let count = (1..=MOST_GROUPS).take_while(|&n| group(n)).count();
    let round = count > 0 && t.is(i + 2 * count, "000");
    let sure = match separator {
        "," | "\u{a0}" | "\u{202f}" | "\u{2007}" | "\u{2009}" => true,
        // One group after a space is sure if it is round or counts things: "4 250 trees".
        " " => round || count > 1 || (count == 1 && is_counted(t, i + 3) && !is_numbered_place(t, i)),
        // Two groups, or more that end with zeros: "1.500" is a decimal, and four parts are an IP address.
        "." => t.digits(i + 2 * count + 2).is_none() && (count == 2 || (count > 2 && round)),
        _ => false,
    };
    if sure { count } else { 0 }
}

/// Rule for a number.
pub(super) fn number(t: &Tokens, i: usize) -> Option<Reading> {
    let n = parse_number(t, i)?;
    if n.whole.is_empty() && is_calibre(t, i + n.len) {
        return Some((cardinal(n.fraction.as_deref().unwrap_or_default()), n.len));
    }
    if let Some(words) = leading_zero(t, i).filter(|_| n.len == 1) {
        return Some((words, 1));
    }
    Some((number_in_words(&n), n.len))
}

/// True before a word for a gun, whose calibre is a whole number: "a .38 revolver".
fn is_calibre(t: &Tokens, end: usize) -> bool {
    let guns = &english().guns;
    guns.has(t.word_after(end)) || (t.is(end, "-") && guns.has(t.text(end + 1)))
}

/// Returns the words of "01" in "Chapter 01", and of a short year: "the '08 crash".
fn leading_zero(t: &Tokens, i: usize) -> Option<String> {
    let digit = t.digits(i).filter(|digits| digits.len() == 2)?.strip_prefix('0')?;
    let mark = t.back(i, 1);
    let year = mark.kind == Kind::Sign
        && (mark.text == "\u{2018}" || mark.text.chars().all(is_apostrophe))
        && t.back(i, 2).kind != Kind::Digits
        && !t.text(i + 1).starts_with(is_apostrophe);
    if year {
        return Some(if digit == "0" {
            "two thousand".to_string()
        } else {
            format!("oh {}", cardinal(digit))
        });
    }
    (is_numbered_place(t, i) && digit != "0").then(|| cardinal(digit))
}

/// Returns a number in words: "three point five".
pub(super) fn number_in_words(n: &Number) -> String {
    match &n.fraction {
        Some(fraction) if n.whole.is_empty() => format!("point {}", digit_by_digit(fraction)),
        Some(fraction) => format!("{} point {}", cardinal(&n.whole), digit_by_digit(fraction)),
        None => cardinal(&n.whole),
    }
}

/// Returns digits as a cardinal, or one by one if they have a leading zero or are too many.
pub(super) fn cardinal(digits: &str) -> String {
    cardinal_value(digits).map_or_else(|| digit_by_digit(digits), in_words)
}

/// Returns the name of each digit.
pub(super) fn digit_by_digit(digits: &str) -> String {
    let mut words = String::with_capacity(digits.len() * 6);
    for digit in digits.chars().filter_map(|c| c.to_digit(10)) {
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(small_number(u64::from(digit)));
    }
    words
}

/// Returns a value below a quadrillion in words.
pub(super) fn in_words(value: u64) -> String {
    let mut parts = Vec::new();
    let mut rest = value;
    let mut scale = 1_000_000_000_000;
    for name in english().scales.iter().rev() {
        if rest >= scale {
            parts.push(format!("{} {name}", below_thousand(rest / scale)));
            rest %= scale;
        }
        scale /= 1000;
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
    let tens =
        (value / 10).checked_sub(2).and_then(|tens| english().tens.get(tens as usize)).unwrap_or_default();
    match value % 10 {
        _ if value < 20 => small_number(value).to_string(),
        0 => tens.to_string(),
        unit => format!("{tens}-{}", small_number(unit)),
    }
}

fn small_number(value: u64) -> &'static str {
    english().small_numbers.get(value as usize).unwrap_or_default()
}

/// Returns a value as an ordinal: "twenty-first".
pub(super) fn ordinal_in_words(value: u64) -> String {
    let cardinal = in_words(value);
    for (ending, ordinal) in &english().ordinals {
        if let Some(stem) = cardinal.strip_suffix(ending.as_str()) {
            return format!("{stem}{ordinal}");
        }
    }
    format!("{cardinal}th")
}

/// Returns a year in words: "nineteen ninety-eight", "two thousand and five", "twenty twenty-four".
pub(super) fn year_in_words(value: u64) -> String {
    match (value / 100, value % 100) {
        _ if !(1000..=9999).contains(&value) => in_words(value),
        (hundreds, _) if hundreds % 10 == 0 && value % 100 < 10 => in_words(value),
        (hundreds, 0) => format!("{} hundred", below_hundred(hundreds)),
        (hundreds, rest @ 1..=9) => format!("{} oh {}", below_hundred(hundreds), below_hundred(rest)),
        (hundreds, rest) => format!("{} {}", below_hundred(hundreds), below_hundred(rest)),
    }
}

/// Returns the plural of the last word of a number: "nineteen nineties", "sixes".
pub(super) fn plural(words: &str) -> String {
    match words.strip_suffix('y') {
        Some(stem) => format!("{stem}ies"),
        None if words.ends_with('x') => format!("{words}es"),
        None => format!("{words}s"),
    }
}

/// Returns a number after letters, as types and roads are spoken: "A three eighty", "M twenty-five", "three oh three".
pub(super) fn designation(digits: &str) -> String {
    match digits.as_bytes() {
        [_, b'0', b'0'] => cardinal(digits),
        [b'1'..=b'9', b'0', _] => {
            let (hundred, unit) = (&digits[..1], &digits[2..]);
            format!("{} oh {}", cardinal(hundred), cardinal(unit))
        }
        [b'1'..=b'9', _, _] => format!("{} {}", cardinal(&digits[..1]), cardinal(&digits[1..])),
        [b'1'..=b'9', _, _, _] => digits.parse().map(year_in_words).unwrap_or_default(),
        _ => cardinal(digits),
    }
}

/// Returns a magnitude at `i`, "bn", " million" or "-million", and its number of tokens. A single letter has to touch its
/// number: "5 m" is not five million.
pub(super) fn magnitude_at(t: &Tokens, i: usize) -> Option<(&'static str, usize)> {
    if let Some(words) = t.letters(i).and_then(magnitude) {
        return Some((words, 1));
    }
    let spaced = t.is_space(i) || t.is(i, "-");
    let words = t.letters(i + 1).filter(|word| spaced && word.len() > 1).and_then(magnitude)?;
    Some((words, 2))
}

fn magnitude(written: &str) -> Option<&'static str> {
    english().magnitudes.get(written).map(String::as_str)
}

/// Returns a count with its unit, singular for 1: "one hour", "two hours".
pub(super) fn counted(digits: &str, unit: &str) -> String {
    format!("{} {unit}{}", cardinal(digits), if digits == "1" { "" } else { "s" })
}

/// True for the letters of an ordinal after its digits.
pub(super) fn is_ordinal_suffix(text: &str) -> bool {
    ordinal_ending(text) == Some("")
}

/// Returns what the letters after the digits of an ordinal add to it: nothing, or "'s" as in "the 29th's meeting".
pub(super) fn ordinal_ending(text: &str) -> Option<&'static str> {
    let (suffix, possessive) = text.split_at_checked(2)?;
    let suffix = matches!(suffix, "st" | "nd" | "rd" | "th" | "ST" | "ND" | "RD" | "TH");
    match possessive {
        "" if suffix => Some(""),
        "'s" | "\u{2019}s" if suffix => Some("'s"),
        _ => None,
    }
}

/// Returns the letters that an ordinal has after its digits.
pub(super) fn ordinal_suffix(value: u64) -> &'static str {
    match (value % 100, value % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    }
}
