//! German symbols and punctuation: spoken, turned into pauses, or dropped.

use super::amounts::currency_symbol;
use super::numbers::{cardinal, in_words};
use crate::language::speech::german;
use crate::speech::numbers::{bracketed_range, footnotes, is_note_number, star_rating};
use crate::speech::punctuation::pause;
use crate::speech::rules::Reading;
use crate::speech::tokens::{Kind, Tokens, is_joint};

/// Rule for section signs: "§ 12", "§§ 3, 4". The number after them is read as any other.
pub(super) fn section_sign(t: &Tokens, i: usize) -> Option<Reading> {
    let words = match t.text(i) {
        "§" => "Paragraf ",
        "§§" => "Paragrafen ",
        _ => return None,
    };
    Some((format!(" {words}"), 1))
}

/// Rule for any other symbol or mark.
pub(super) fn symbol(t: &Tokens, i: usize) -> Option<Reading> {
    let token = t.at(i);
    if token.kind != Kind::Sign {
        return None;
    }
    if let Some(len) = footnotes(t, i) {
        return Some((String::new(), len));
    }
    if token.text == "." && is_note_number(t, i + 1, is_abbreviation) {
        return Some((".".to_string(), 2));
    }
    if let Some((first, last, len)) = bracketed_range(t, i) {
        return Some((format!(" {} bis {} ", cardinal(first), cardinal(last)), len));
    }
    if let Some((stars, most, len)) = star_rating(t, i) {
        let stars = if stars == 1 { "ein".to_string() } else { in_words(stars) };
        return Some((format!(" {stars} von {} Sternen ", in_words(most)), len));
    }
    if let Some(currency) = currency_symbol(token.text) {
        return Some((format!(" {} ", currency.many()), 1));
    }
    if token.text == "+" && t.is(i + 1, "/") && t.is(i + 2, "-") {
        return Some((" plus minus ".to_string(), 3));
    }
    let words = dash(t, i)
        .or_else(|| spoken_symbol(t, i))
        .or_else(|| pause(t, i))
        .unwrap_or_else(|| mark_inside(t, i));
    Some((words.to_string(), 1))
}

/// Hyphens and dashes that are more than a pause: minus, "bis", a space.
fn dash(t: &Tokens, i: usize) -> Option<&'static str> {
    let text = t.text(i);
    if text == "\u{2212}" {
        return Some(" minus ");
    }
    if !is_joint(text) || text == "\u{2014}" {
        return None;
    }
    let before = t.back(i, 1);
    let number_follows = t.digits(i + 1).is_some() || currency_symbol(t.text(i + 1)).is_some();
    match before.kind {
        Kind::Space if number_follows => Some(" minus "),
        Kind::Space if is_spaced_minus(t, i) => Some(" minus "),
        Kind::Sign if number_follows && is_before_signed_number(before.text) => Some(" minus "),
        Kind::Sign if number_follows && is_operator(before.text) => Some(" minus "),
        Kind::Sign | Kind::Digits if number_follows => Some(" bis "),
        // "5 kg-10 kg" is a range, "Formel-1" is not.
        Kind::Letters if number_follows => Some(if is_after_quantity(t, i) { " bis " } else { " " }),
        Kind::Sign if t.letters(i + 1).is_some() => Some("-"),
        _ => None,
    }
}

/// True after a number with its unit: "5kg–10kg", "5 km–10 km", "12 °C–15 °C".
fn is_after_quantity(t: &Tokens, i: usize) -> bool {
    let unit = usize::from(t.back(i, 2).text == "°");
    let apart = usize::from(t.back(i, 2 + unit).kind == Kind::Space);
    let known = unit == 1 || apart == 0 || german().units.contains_key(t.back(i, 1).text);
    known && t.back(i, 2 + unit + apart).kind == Kind::Digits
}

/// True for a minus with a space before its number: "bei - 5 °C". Only a preposition and a unit make it one, because
/// "5 - 3" is a range.
fn is_spaced_minus(t: &Tokens, i: usize) -> bool {
    german().prepositions.has(t.word_before(i))
        && t.is_space(i + 1)
        && t.digits(i + 2).is_some()
        && (3..=5).any(|n| matches!(t.text(i + n), "°" | "Grad" | "%" | "Prozent"))
}

/// True for marks after which a hyphen is the sign of a number: "(-3,5 %)", "„-5 Grad“".
fn is_before_signed_number(text: &str) -> bool {
    text.ends_with(['(', '[', '"', '\'', '„', '“', '‚', '‘', '»', '›', '«', ':', '/', '±'])
}

/// True for a sign of arithmetic or of a currency, which a signed number follows: "=-1", "€-5".
fn is_operator(text: &str) -> bool {
    text.starts_with([
        '=', '+', '<', '>', '~', '\u{d7}', '\u{f7}', '\u{2248}', '\u{2264}', '\u{2265}', '?', '!', ';', '|',
    ]) || currency_symbol(text).is_some()
}

/// Rule for the number of a footnote after the end of a quotation.
pub(super) fn note_number(t: &Tokens, i: usize) -> Option<Reading> {
    is_note_number(t, i, is_abbreviation).then(|| (String::new(), 1))
}

/// True for an abbreviation that a number may follow without a space: "Nr.5".
fn is_abbreviation(word: &str) -> bool {
    let data = german();
    !data.abbreviations.get(word).is_empty()
        || data.never_last.has_lower(word)
        || data.month_abbreviations.contains_key(word)
}

/// Symbols that are spoken as words.
fn spoken_symbol(t: &Tokens, i: usize) -> Option<&'static str> {
    let first = t.text(i).chars().next()?;
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
        _ => german().symbols.get(first.encode_utf8(&mut [0; 4])).map(String::as_str)?,
    })
}

/// A full stop, comma or colon without spaces around it: "Kapitel 5.3", "3:1", "example.org".
fn mark_inside(t: &Tokens, i: usize) -> &'static str {
    let after_number = t.digits(i.wrapping_sub(1)).is_some();
    match t.text(i) {
        "." if t.digits(i + 1).is_some() => " Punkt ",
        "." if !after_number && t.letters(i + 1).is_some_and(|word| word.starts_with(char::is_lowercase)) => {
            " Punkt "
        }
        "." => ". ",
        ":" if after_number && t.digits(i + 1).is_some() => " zu ",
        "," => ", ",
        ";" => "; ",
        ":" => ": ",
        _ => " ",
    }
}
