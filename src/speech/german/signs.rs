//! Marks and symbols: said, turned into pauses, or dropped.

use super::amounts::SIGNS;
use super::{Reading, is_joint, money, numbers, words};
use crate::speech::tokens::{Kind, Tokens};
use crate::speech::{clean, footnotes, stars};

/// What the mark at `i` says or does.
pub(super) fn sign(t: &Tokens, i: usize) -> Option<Reading> {
    let token = t.at(i);
    if token.kind != Kind::Sign {
        return None;
    }
    if let Some(len) = footnotes::footnotes(t, i) {
        return Some((String::new(), len));
    }
    if let Some((first, last, len)) = footnotes::span(t, i) {
        return Some((format!(" {} bis {} ", numbers::cardinal(first), numbers::cardinal(last)), len));
    }
    if let Some((given, of, len)) = stars::stars(t, i) {
        let given = if given == 1 { "ein".to_string() } else { numbers::words(given) };
        return Some((format!(" {given} von {} Sternen ", numbers::words(of)), len));
    }
    if let Some(currency) = money::symbol(token.text) {
        return Some((format!(" {} ", currency.many), 1));
    }
    if token.text == "+" && t.is(i + 1, "/") && t.is(i + 2, "-") {
        return Some((" plus minus ".to_string(), 3));
    }
    let first = token.text.chars().next()?;
    let said = joint(t, i)
        .or_else(|| symbol(t, i, first))
        .or_else(|| clean::mark(t, i))
        .unwrap_or_else(|| inner(t, i));
    Some((said.to_string(), 1))
}

/// Hyphens and dashes that are more than a pause: minus, "bis", a space.
fn joint(t: &Tokens, i: usize) -> Option<&'static str> {
    let text = t.text(i);
    if text == "\u{2212}" {
        return Some(" minus ");
    }
    if !is_joint(text) || text == "\u{2014}" {
        return None;
    }
    let before = t.back(i, 1);
    let number_follows = t.digits(i + 1).is_some() || money::symbol(t.text(i + 1)).is_some();
    match before.kind {
        Kind::Space if number_follows => Some(" minus "),
        Kind::Space if is_cold(t, i) => Some(" minus "),
        Kind::Sign if number_follows && is_opening(before.text) => Some(" minus "),
        Kind::Sign | Kind::Digits if number_follows => Some(" bis "),
        Kind::Letters if number_follows => {
            Some(if t.digits(i.wrapping_sub(2)).is_some() { " bis " } else { " " })
        }
        Kind::Sign if t.letters(i + 1).is_some() => Some("-"),
        _ => None,
    }
}

/// True for the sign of "bei - 5 °C", which stands apart from its number.
fn is_cold(t: &Tokens, i: usize) -> bool {
    words::is_preposition(t.word_before(i))
        && t.is_space(i + 1)
        && t.digits(i + 2).is_some()
        && (3..=5).any(|n| matches!(t.text(i + n), "°" | "Grad" | "%" | "Prozent"))
}

/// Marks that a number with its sign may stand behind.
fn is_opening(text: &str) -> bool {
    text.ends_with(['(', '[', '"', '\'', '„', '“', '‚', '‘', '»', '›', '«', ':', '/', '±'])
}

/// Symbols that are words.
fn symbol(t: &Tokens, i: usize, first: char) -> Option<&'static str> {
    let number_follows = t.digits(t.past_space(i + 1)).is_some();
    Some(match first {
        '#' if number_follows => " Nummer ",
        '~' if number_follows => " etwa ",
        '<' if number_follows => " weniger als ",
        '>' if number_follows => " mehr als ",
        '^' if number_follows => " hoch ",
        '#' | '~' | '<' | '>' => " ",
        '/' if t.is_space(i.wrapping_sub(1)) && t.is_space(i + 1) => ", ",
        '/' if t.digits(i.wrapping_sub(1)).is_some() && t.digits(i + 1).is_some() => " Schrägstrich ",
        '/' => " ",
        _ => SIGNS.iter().find(|(written, _)| *written == first).map(|(_, said)| *said)?,
    })
}

/// A stop, comma or colon with no space around it.
fn inner(t: &Tokens, i: usize) -> &'static str {
    let before = t.digits(i.wrapping_sub(1)).is_some();
    match t.text(i) {
        "." if t.digits(i + 1).is_some() => " Punkt ",
        "." if !before && t.letters(i + 1).is_some_and(|word| word.starts_with(char::is_lowercase)) => {
            " Punkt "
        }
        "." => ". ",
        ":" if before && t.digits(i + 1).is_some() => " zu ",
        "," => ", ",
        ";" => "; ",
        ":" => ": ",
        _ => " ",
    }
}
