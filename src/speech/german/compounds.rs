//! Numbers that are a part of a word: "45-jährig", "die 90er", "3-Zimmer-Wohnung", "5x", "20ste", "100%ig".

use super::measures::unit;
use super::numbers;
use super::{Reading, capitalised, uncapitalised};
use crate::speech::numbers::Number;
use crate::speech::tokens::Tokens;

/// What grows together with a number into one word.
const SUFFIXES: [&str; 26] = [
    "jährig",
    "jährlich",
    "köpfig",
    "tägig",
    "täglich",
    "stündig",
    "minütig",
    "sekündig",
    "wöchig",
    "monatig",
    "mal",
    "fach",
    "prozentig",
    "teilig",
    "stöckig",
    "seitig",
    "stellig",
    "gleisig",
    "spurig",
    "türig",
    "zeilig",
    "bändig",
    "geschossig",
    "zügig",
    "sitzig",
    "malig",
];
/// Endings of an ordinal that is written with letters.
const ORDINAL_ENDINGS: [(&str, &str); 10] = [
    ("te", "e"),
    ("ten", "en"),
    ("ter", "er"),
    ("tes", "es"),
    ("tem", "em"),
    ("ste", "e"),
    ("sten", "en"),
    ("ster", "er"),
    ("stes", "es"),
    ("stem", "em"),
];

/// A number with the letters that hang on it.
pub(super) fn compound(t: &Tokens, i: usize) -> Option<Reading> {
    let n = numbers::read(t, i)?;
    let end = i + n.len;
    if matches!(t.text(end), "x" | "\u{d7}") {
        return times(t, &n, end);
    }
    if t.is(end, "%") && t.letters(end + 1).is_some_and(|ending| ending.starts_with("ig")) {
        let ending = t.text(end + 1);
        return Some((format!("{}prozent{ending}", fused(&n)?), n.len + 2));
    }
    let hyphen = matches!(t.text(end), "-" | "\u{2010}" | "\u{2011}");
    let at = end + usize::from(hyphen);
    if let Some((unit, 1)) = unit(t, at).filter(|_| hyphen && t.letters(at).is_none() && t.is(at + 1, "-")) {
        return Some((format!("{}-{}", numbers::said(&n), unit.many), at + 1 - i));
    }
    let word = t.letters(at)?;
    let decade = matches!(word, "er" | "ern" | "ers");
    let said = if hyphen && !decade { None } else { with_letters(&n, word) };
    let said = said.or_else(|| suffixed(&n, word)).map(|said| (said, at + 1 - i));
    said.or_else(|| if hyphen { joined(t, &n, at, i) } else { None })
}

/// "5x" and "5×" before no number: "fünfmal"; "4x4": "vier mal vier".
fn times(t: &Tokens, n: &Number, end: usize) -> Option<Reading> {
    if t.digits(t.past_space(end + 1)).is_some() {
        return Some((format!("{} mal", numbers::said(n)), n.len + 1));
    }
    let alone = t.letters(end + 1).is_none();
    Some((format!("{}mal", fused(n).filter(|_| alone)?), n.len + 1))
}

/// The front of a word: "ein", "zwei", "hundert".
fn fused(n: &Number) -> Option<String> {
    let value = n.whole.parse().ok().filter(|value| n.fraction.is_none() && *value < 1_000_000)?;
    Some(if value == 100 { "hundert".to_string() } else { numbers::stem(value) })
}

/// "90er", "1990ern", "20ste".
fn with_letters(n: &Number, word: &str) -> Option<String> {
    let value: u64 = n.plain().filter(|value| *value < 1_000_000)?;
    if matches!(word, "er" | "ern" | "ers") {
        return Some(format!("{}{word}", numbers::year_words(value)));
    }
    let (_, ending) = ORDINAL_ENDINGS.iter().find(|(written, _)| *written == word)?;
    (value > 0).then(|| format!("{}{ending}", numbers::ordinal_stem(value)))
}

/// "45-Jährige", "3-fach", "8mal".
fn suffixed(n: &Number, word: &str) -> Option<String> {
    let lower = uncapitalised(word);
    SUFFIXES.iter().find(|suffix| lower.starts_with(*suffix))?;
    // "20 malte" is no word of these, nor is "3Malaria".
    if lower.starts_with("mal")
        && !matches!(lower.as_str(), "mal" | "malig" | "malige" | "maligen" | "maliger" | "maliges")
    {
        return None;
    }
    let said = format!("{}{lower}", fused(n)?);
    Some(if word.starts_with(char::is_uppercase) { capitalised(&said) } else { said })
}

/// "3-Zimmer-Wohnung", "5-km-Lauf", "40-Stunden-Woche": the number and its hyphen, and a unit in full.
fn joined(t: &Tokens, n: &Number, at: usize, i: usize) -> Option<Reading> {
    let front = if n.is_one() { "ein".to_string() } else { numbers::said(n) };
    if n.fraction.is_some() {
        return Some((format!("{front}-"), at - i));
    }
    match unit(t, at).filter(|(_, len)| matches!(t.text(at + len), "-" | "\u{2011}")) {
        Some((unit, len)) => Some((format!("{front}-{}", unit.many), at + len - i)),
        None => Some((format!("{front}-"), at - i)),
    }
}
