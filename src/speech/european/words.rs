//! Abbreviations, ordinals and Roman numerals of languages that are described by a table.

use super::agreement::counted_gender;
use super::amounts::is_degree;
use super::numbers::{Form, in_words, ordinal as ordinal_in_words};
use crate::language::european::{European, OrdinalForm};
use crate::speech::roman_numerals::roman_value;
use crate::speech::rules::Reading;
use crate::speech::tokens::{Tokens, is_apostrophe};
use crate::speech::words::{capitalised, has_capital};

/// The longest abbreviation, in bytes.
const LONGEST_ABBREVIATION: usize = 10;
/// The highest Roman numeral of a ruler or a century.
const HIGHEST_NUMERAL: u64 = 39;
/// The highest number of a ruler that is an ordinal where higher ones are cardinals: "Felipe VI", but "Alfonso XIII".
const HIGHEST_RULER_ORDINAL: u64 = 10;
/// The highest ordinal with a degree sign: "il 3° posto".
const HIGHEST_WITH_DEGREE: u64 = 31;
/// The most parts of an abbreviation with full stops inside: "d.w.z.".
const MOST_PARTS: usize = 4;

/// Rule for an ordinal: "2e", "1er", "3.ª", "21ste".
pub(super) fn ordinal(data: &European, t: &Tokens, i: usize) -> Option<Reading> {
    let value: u64 =
        t.digits(i).filter(|digits| digits.len() <= 4)?.parse().ok().filter(|value| *value > 0)?;
    if t.is(i + 1, "\u{b0}") {
        return degree_ordinal(data, t, i, value);
    }
    let dot = usize::from(t.is(i + 1, "."));
    let suffix = t.letters(i + 1 + dot)?;
    let form = *data.ordinal_suffixes.get(suffix)?;
    // "2d" is an ordinal, "3.e" is not, and "20º C" is a temperature.
    let letter = dot == 1 && suffix.is_ascii() && suffix.len() == 1;
    let degrees = is_degree(suffix) && matches!(t.word_after(i + 2), "C" | "F");
    (!letter && !degrees).then(|| (ordinal_in_words(data, value, form), 2 + dot))
}

/// A degree sign instead of a small letter, as many keyboards have it: "il 3° posto", but "45° nord" and "20° C".
fn degree_ordinal(data: &European, t: &Tokens, i: usize, value: u64) -> Option<Reading> {
    data.ordinal_suffixes.get("\u{b0}").filter(|_| value <= HIGHEST_WITH_DEGREE)?;
    let feminine = counted_gender(data, t.word_after(i + 2), true)?;
    let form = if feminine { OrdinalForm::Feminine } else { OrdinalForm::Masculine };
    Some((ordinal_in_words(data, value, form), 2))
}

/// Rule for an abbreviation from the table. Its full stop remains at the end of the text.
pub(super) fn abbreviation(data: &European, t: &Tokens, i: usize) -> Option<Reading> {
    let written = t.letters(i).filter(|written| written.len() <= LONGEST_ABBREVIATION)?;
    // "l'art. 5"
    let (article, written) =
        written.split_at(written.rfind(is_apostrophe).map_or(0, |at| at + apostrophe_length(written, at)));
    if let Some(reading) = dotted(data, t, i) {
        return Some(reading);
    }
    let degree = usize::from(t.is(i + 1, "\u{b0}"));
    let key = format!("{}{}", written.to_lowercase(), if degree == 1 { "\u{b0}" } else { "" });
    let words = data.abbreviations.get(&key)?;
    let dot = usize::from(t.is(i + 1 + degree, "."));
    let len = 1 + degree + dot;
    let number = t.digits(t.past_space(i + len)).is_some();
    let written_so = dot == 1 || data.without_dot.has(&key) && (number || !data.before_number.has(&key));
    // "St-Étienne", "Ste-Anne"
    let hyphen = t.is(i + 1, "-") && data.with_capital.has(&key) && t.letters(i + 2).is_some_and(has_capital);
    if !(written_so || hyphen)
        || data.before_number.has(&key) && !number
        || data.with_capital.has(&key) && !has_capital(written)
    {
        return None;
    }
    let stop = if dot == 1 && t.is_end(i + len) { "." } else { "" };
    let words = if has_capital(written) { capitalised(words) } else { words.clone() };
    let space = if hyphen { " " } else { "" };
    Some((format!("{article}{words}{space}{stop}"), len + usize::from(hyphen)))
}

fn apostrophe_length(text: &str, at: usize) -> usize {
    text[at..].chars().next().map_or(0, char::len_utf8)
}

/// Letters with full stops: "EE. UU.", "o.a.", "d.w.z.", "n.º"
fn dotted(data: &European, t: &Tokens, i: usize) -> Option<Reading> {
    let mut joined = format!("{}.", t.letters(i)?.to_lowercase());
    let mut end = i + 2;
    if !t.is(i + 1, ".") {
        return None;
    }
    if let Some(sign) = t.letters(end).filter(|sign| matches!(*sign, "\u{ba}" | "\u{aa}")) {
        return data.dotted_abbreviations.get(&format!("{joined}{sign}")).map(|words| (words.clone(), 3));
    }
    let mut found = None;
    for _ in 1..MOST_PARTS {
        let at = t.past_space(end);
        // "J.-C.", "c.-à-d."
        let hyphen = usize::from(t.is(at, "-"));
        let Some(part) = t.letters(at + hyphen).filter(|part| part.chars().count() <= 3) else { break };
        let mark = t.text(at + hyphen + 1);
        if !(mark == "." || mark == "-" && hyphen == 1) {
            break;
        }
        joined.push_str(if hyphen == 1 { "-" } else { "" });
        joined.push_str(&part.to_lowercase());
        end = at + hyphen + 1;
        if mark == "." {
            joined.push('.');
            end += 1;
        }
        found = data.dotted_abbreviations.get(&joined).map(|words| (words, end)).or(found);
    }
    let (words, end) = found?;
    let stop = if t.is_end(end) { "." } else { "" };
    Some((format!("{words}{stop}"), end - i))
}

/// Rule for a Roman numeral: "XXe siècle", "siglo XXI", "Luigi XIV", "chapitre IV".
pub(super) fn roman_numeral(data: &European, t: &Tokens, i: usize) -> Option<Reading> {
    let written = t.letters(i)?;
    let capitals = written.len() - written.trim_start_matches(|c: char| c.is_ascii_uppercase()).len();
    let (numeral, suffix) = written.split_at(capitals);
    let value = roman_value(numeral).filter(|value| (1..=HIGHEST_NUMERAL).contains(value))?;
    if let Some(form) = data.ordinal_suffixes.get(suffix) {
        return Some((ordinal_in_words(data, value, *form), 1));
    }
    if !suffix.is_empty() {
        return None;
    }
    let before = t.word_before(i);
    let cardinal = || in_words(data, value, Form::Plain);
    if data.centuries.has(&before.to_lowercase()) || data.centuries.has(&t.word_after(i + 1).to_lowercase()) {
        let ordinal = || ordinal_in_words(data, value, OrdinalForm::Masculine);
        return Some((if data.centuries_are_ordinal { ordinal() } else { cardinal() }, 1));
    }
    if data.numbered_by_numeral.has(&before.to_lowercase()) {
        return Some((cardinal(), 1));
    }
    if data.kings.has(before) {
        return Some((ruler_number(data, before, value), 1));
    }
    // "Apollo XI", "Vatican II". A single letter may be an initial: "Malcolm X".
    let name = has_capital(before) && before.chars().count() > 2 && before.contains(char::is_lowercase);
    (name && numeral.len() > 1).then(|| (cardinal(), 1))
}

/// "premier", "quatorze", "quattordicesimo", "de tweede"
fn ruler_number(data: &European, name: &str, value: u64) -> String {
    let ordinal = value == 1
        || data.rulers_are_ordinal && (value <= HIGHEST_RULER_ORDINAL || data.high_rulers_are_ordinal);
    let form = if data.queens.has(name) { OrdinalForm::Feminine } else { OrdinalForm::Masculine };
    let words =
        if ordinal { ordinal_in_words(data, value, form) } else { in_words(data, value, Form::Plain) };
    format!("{}{words}", data.ruler_article)
}
