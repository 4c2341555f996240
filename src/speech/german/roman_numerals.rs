//! German Roman numerals: "Heinrich VIII.", "II. Weltkrieg", "Teil III".

use super::grammar::{
    closing_stop, ending_after, governs_ordinal, is_preposition, is_ranked, starts_sentence,
};
use super::numbers::{in_words, ordinal_stem};
use crate::language::speech::german;
use crate::speech::rules::Reading;
use crate::speech::tokens::Tokens;
use crate::speech::words::{capitalised, has_capital};

/// The most names between a title and its number: "Papst Johannes Paul II."
const MOST_NAMES: usize = 3;
/// The highest number of a ruler or a part.
const HIGHEST_NUMERAL: u64 = 39;
/// The most letters of such a numeral: "XXXVIII".
const LONGEST_NUMERAL: usize = 7;

/// Rule for a Roman numeral after the name of a ruler, before a noun with a rank, or after a numbered noun.
pub(super) fn roman_numeral(t: &Tokens, i: usize) -> Option<Reading> {
    let numeral = t.letters(i)?;
    let value = roman_value(numeral)?;
    let stop = t.is(i + 1, ".");
    let before = t.word_before(i);
    let len = 1 + usize::from(stop);
    // "Kap. IV"
    let abbreviated = t.back(i, 2).text == "." && !german().abbreviations.get(t.back(i, 3).text).is_empty();
    if german().numbered_by_numeral.has(before)
        || abbreviated && t.is_space(i.wrapping_sub(1)) && (!stop || t.is_end(i + 2))
    {
        return Some((in_words(value), 1));
    }
    if let Some((article, ending)) = ruler_article(t, i, numeral, stop) {
        let ordinal = capitalised(&format!("{}{ending}", ordinal_stem(value)));
        let end = if stop { closing_stop(t, i + 2) } else { "" };
        return Some((format!("{article} {ordinal}{end}"), len));
    }
    let noun = t.word_after(i + 2);
    let counts = stop && has_capital(noun) && !starts_sentence(noun);
    if counts && (governs_ordinal(before) || !has_capital(before) && is_ranked(noun)) {
        let ending = ending_after(before, noun);
        return Some((format!("{}{ending}", ordinal_stem(value)), 2));
    }
    // "Apollo XI", "Rocky II". A single letter may be an initial: "Malcolm X".
    (numeral.len() > 1 && is_name(before)).then(|| (in_words(value), 1))
}

/// Returns the article and the ending of a ruler's number, in the case that the words before the name require. `None` when
/// no ruler precedes. A title makes a ruler of any name; a known name needs a full stop or a longer numeral.
fn ruler_article(t: &Tokens, i: usize, numeral: &str, stop: bool) -> Option<(&'static str, &'static str)> {
    let data = german();
    let name = t.word_before(i);
    let (king, queen) = (data.kings.has(name), data.queens.has(name));
    let possessor = name.strip_suffix('s').is_some_and(|stem| data.kings.has(stem) || data.queens.has(stem));
    let mut at = i;
    let mut titled = false;
    for _ in 0..MOST_NAMES {
        let word = t.word_before(at);
        if !is_name(word) {
            break;
        }
        titled |= data.ruler_titles.has(word);
        if starts_sentence(word) || is_preposition(word) {
            break;
        }
        at -= 2;
    }
    let known = king || queen || possessor;
    if !(titled || (known && (stop || numeral.len() > 1))) || !is_name(name) {
        return None;
    }
    let governor = t.word_before(at).to_lowercase();
    let genitive = possessor && !king || governor == "des";
    Some(declined_article(&governor, genitive, queen))
}

fn is_name(word: &str) -> bool {
    has_capital(word) && word.contains(char::is_lowercase)
}

/// Returns the article and the ending of the ordinal after it.
fn declined_article(governor: &str, genitive: bool, feminine: bool) -> (&'static str, &'static str) {
    let dative = german().dative_prepositions.has(governor);
    match feminine {
        true if genitive || dative || matches!(governor, "der" | "zur") => ("der", "en"),
        true => ("die", "e"),
        false if genitive => ("des", "en"),
        false if dative => ("dem", "en"),
        false if german().accusative_prepositions.has(governor) => ("den", "en"),
        false => ("der", "e"),
    }
}

/// Returns the value of a Roman numeral in its usual form, or `None` for any other word.
pub(super) fn roman_value(numeral: &str) -> Option<u64> {
    if numeral.is_empty()
        || numeral.len() > LONGEST_NUMERAL
        || !numeral.bytes().all(|b| matches!(b, b'I' | b'V' | b'X'))
    {
        return None;
    }
    let ones = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"];
    let (tens, rest) = numeral.split_at(numeral.bytes().take_while(|b| *b == b'X').count());
    let one = ones.iter().position(|one| *one == rest)? as u64;
    Some(tens.len() as u64 * 10 + one).filter(|value| (1..=HIGHEST_NUMERAL).contains(value))
}
