//! Abbreviations, ordinals and Roman numerals of languages that are described by a table.

use super::numbers::{in_words, ordinal as ordinal_in_words};
use crate::language::european::European;
use crate::speech::roman_numerals::roman_value;
use crate::speech::rules::Reading;
use crate::speech::tokens::Tokens;
use crate::speech::words::{capitalised, has_capital};

/// The longest abbreviation, in bytes.
const LONGEST_ABBREVIATION: usize = 10;
/// The highest Roman numeral of a ruler or a century.
const HIGHEST_NUMERAL: u64 = 39;
/// The highest number of a ruler that is an ordinal where higher ones are cardinals: "Felipe VI", but "Alfonso XIII".
const HIGHEST_RULER_ORDINAL: u64 = 10;

/// Rule for an ordinal: "2e", "1er", "3.ª", "21ste".
pub(super) fn ordinal(data: &European, t: &Tokens, i: usize) -> Option<Reading> {
    let value: u64 =
        t.digits(i).filter(|digits| digits.len() <= 4)?.parse().ok().filter(|value| *value > 0)?;
    let dot = usize::from(t.is(i + 1, "."));
    let feminine = *data.ordinal_suffixes.get(t.letters(i + 1 + dot)?)?;
    Some((ordinal_in_words(data, value, feminine), 2 + dot))
}

/// Rule for an abbreviation from the table. Its full stop remains at the end of the text.
pub(super) fn abbreviation(data: &European, t: &Tokens, i: usize) -> Option<Reading> {
    let written = t.letters(i).filter(|written| written.len() <= LONGEST_ABBREVIATION)?;
    if let Some(reading) = dotted(data, t, i) {
        return Some(reading);
    }
    let dot = t.is(i + 1, ".") || t.is(i + 1, "\u{b0}");
    let words = data.abbreviations.get(&written.to_lowercase())?;
    let free = data.without_dot.has(&written.to_lowercase());
    let number = t.digits(t.past_space(i + 1 + usize::from(dot))).is_some();
    if !(dot || free) || data.before_number.has(&written.to_lowercase()) && !number {
        return None;
    }
    let stop = if dot && t.is_end(i + 2) { "." } else { "" };
    let words = if has_capital(written) { capitalised(words) } else { words.clone() };
    Some((format!("{words}{stop}"), 1 + usize::from(dot)))
}

/// Letters with full stops: "EE. UU.", "o.a.", "d.w.z."
fn dotted(data: &European, t: &Tokens, i: usize) -> Option<Reading> {
    const MOST_PARTS: usize = 4;
    let mut joined = format!("{}.", t.letters(i)?.to_lowercase());
    let mut end = i + 2;
    let mut found = None;
    for _ in 1..MOST_PARTS {
        let at = t.past_space(end);
        let Some(part) =
            t.letters(at).filter(|part| part.len() <= 3 && t.is(at + 1, ".") && t.is(end - 1, "."))
        else {
            break;
        };
        joined.push_str(&part.to_lowercase());
        joined.push('.');
        end = at + 2;
        found = data.dotted_abbreviations.get(&joined).map(|words| (words, end)).or(found);
    }
    let (words, end) = found?;
    let stop = if t.is_end(end) { "." } else { "" };
    Some((format!("{words}{stop}"), end - i))
}

/// Rule for a Roman numeral: "XXe siècle", "siglo XXI", "Luigi XIV".
pub(super) fn roman_numeral(data: &European, t: &Tokens, i: usize) -> Option<Reading> {
    let written = t.letters(i)?;
    let capitals = written.len() - written.trim_start_matches(|c: char| c.is_ascii_uppercase()).len();
    let (numeral, suffix) = written.split_at(capitals);
    let value = roman_value(numeral).filter(|value| (1..=HIGHEST_NUMERAL).contains(value))?;
    if let Some(feminine) = data.ordinal_suffixes.get(suffix) {
        return Some((ordinal_in_words(data, value, *feminine), 1));
    }
    let before = t.word_before(i);
    if !suffix.is_empty() {
        return None;
    }
    if data.centuries.has(&before.to_lowercase()) || data.centuries.has(&t.word_after(i + 1).to_lowercase()) {
        let words = if data.centuries_are_ordinal {
            ordinal_in_words(data, value, false)
        } else {
            in_words(data, value)
        };
        return Some((words, 1));
    }
    let name = has_capital(before) && before.chars().count() > 2 && before.contains(char::is_lowercase);
    if !name || numeral.len() < 2 && !data.kings.has(before) {
        return None;
    }
    if !data.kings.has(before) {
        return Some((in_words(data, value), 1));
    }
    let ordinal = value == 1
        || data.rulers_are_ordinal && (value <= HIGHEST_RULER_ORDINAL || data.high_rulers_are_ordinal);
    let words =
        if ordinal { ordinal_in_words(data, value, data.queens.has(before)) } else { in_words(data, value) };
    Some((format!("{}{words}", data.ruler_article), 1))
}
