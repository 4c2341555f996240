//! German words that begin with a number: "45-jährig", "die 90er", "3-Zimmer-Wohnung", "5x", "20ste", "100%ig".

use super::amounts::unit_at;
use super::numbers::{compound_part, number_in_words, ordinal_stem, parse_number, year_in_words};
use crate::language::speech::german;
use crate::speech::numbers::Number;
use crate::speech::rules::Reading;
use crate::speech::tokens::Tokens;
use crate::speech::words::{capitalised, has_capital, uncapitalised};

/// Rule for a number with the letters after it.
pub(super) fn compound(t: &Tokens, i: usize) -> Option<Reading> {
    let n = parse_number(t, i)?;
    let end = i + n.len;
    if matches!(t.text(end), "x" | "\u{d7}") {
        return times(t, &n, end);
    }
    // "3 x 4 m"
    if t.is_space(end) && t.is(end + 1, "x") && t.is_space(end + 2) && t.digits(end + 3).is_some() {
        return Some((format!("{} mal", number_in_words(&n)), n.len + 2));
    }
    if t.is(end, "%") && t.letters(end + 1).is_some_and(|ending| ending.starts_with("ig")) {
        let ending = t.text(end + 1);
        return Some((format!("{}prozent{ending}", first_part(&n)?), n.len + 2));
    }
    let hyphen = matches!(t.text(end), "-" | "\u{2010}" | "\u{2011}");
    let at = end + usize::from(hyphen);
    // "5-%-Hürde"
    if let Some((unit, 1)) = unit_at(t, at).filter(|_| hyphen && t.letters(at).is_none() && t.is(at + 1, "-"))
    {
        return Some((format!("{}-{}", number_in_words(&n), unit.many()), at + 1 - i));
    }
    let word = t.letters(at)?;
    let decade = matches!(word, "er" | "ern" | "ers");
    let words = if hyphen && !decade { None } else { with_ending(&n, word) };
    let words = words.or_else(|| with_suffix(&n, word)).map(|words| (words, at + 1 - i));
    words.or_else(|| if hyphen { hyphenated(t, &n, at, i) } else { None })
}

/// "5x" and "5×" not before a number are "fünfmal"; "4x4" is "vier mal vier".
fn times(t: &Tokens, n: &Number, end: usize) -> Option<Reading> {
    if t.digits(t.past_space(end + 1)).is_some() {
        return Some((format!("{} mal", number_in_words(n)), n.len + 1));
    }
    let alone = t.letters(end + 1).is_none();
    Some((format!("{}mal", first_part(n).filter(|_| alone)?), n.len + 1))
}

/// Returns a number as the first part of a word: "ein", "zwei", "hundert".
fn first_part(n: &Number) -> Option<String> {
    let value = n.whole.parse().ok().filter(|value| n.fraction.is_none() && *value < 1_000_000)?;
    Some(if value == 100 { "hundert".to_string() } else { compound_part(value) })
}

/// "90er", "1990ern", "20ste".
fn with_ending(n: &Number, word: &str) -> Option<String> {
    let value: u64 = n.plain().filter(|value| *value < 1_000_000)?;
    if matches!(word, "er" | "ern" | "ers") {
        return Some(format!("{}{word}", year_in_words(value)));
    }
    let ending = german().ordinal_endings.get(word)?;
    (value > 0).then(|| format!("{}{ending}", ordinal_stem(value)))
}

/// "45-Jährige", "3-fach", "8mal".
fn with_suffix(n: &Number, word: &str) -> Option<String> {
    let lower = uncapitalised(word);
    german().number_suffixes.iter().find(|suffix| lower.starts_with(*suffix))?;
    // "20 malte" and "3Malaria" only begin with "mal".
    if lower.starts_with("mal")
        && !matches!(lower.as_str(), "mal" | "malig" | "malige" | "maligen" | "maliger" | "maliges")
    {
        return None;
    }
    let words = format!("{}{lower}", first_part(n)?);
    Some(if has_capital(word) { capitalised(&words) } else { words })
}

/// "3-Zimmer-Wohnung", "5-km-Lauf", "40-Stunden-Woche": the number with its hyphen, and a unit in full.
fn hyphenated(t: &Tokens, n: &Number, at: usize, i: usize) -> Option<Reading> {
    let number = if n.is_one() { "ein".to_string() } else { number_in_words(n) };
    if n.fraction.is_some() {
        return Some((format!("{number}-"), at - i));
    }
    match unit_at(t, at).filter(|(_, len)| matches!(t.text(at + len), "-" | "\u{2011}")) {
        Some((unit, len)) => Some((format!("{number}-{}", unit.many()), at + len - i)),
        None => Some((format!("{number}-"), at - i)),
    }
}
