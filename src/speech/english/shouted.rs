//! English text in capitals: "IT WAS COLD IN THE BOAT". It is read like the same text in small letters.
//!
//! The rules tell names, acronyms and Roman numerals from words by their capitals. So a shouted passage is first written in
//! small letters: words in lower case, names of months with a capital, acronyms and numerals unchanged.

use std::borrow::Cow;

use super::capitals::roman_value;
use crate::language::speech::english;
use crate::speech::words::capitalised;

/// The fewest words of a shouted passage next to other text. "The BBC, ITV and CNN" is a list of acronyms.
const FEWEST_WORDS: usize = 3;
/// Words up to this length are acronyms unless they are known to be words.
const LONGEST_SPELLED: usize = 3;

/// A word of the text.
struct Word<'a> {
    text: &'a str,
    /// Its first byte.
    at: usize,
}

/// Writes the shouted passages of a text in small letters. A text in capitals from end to end may have two words.
pub(super) fn in_small_letters(text: &str) -> Cow<'_, str> {
    if !has_shout(text) {
        return Cow::Borrowed(text);
    }
    let words = words_of(text);
    let mut result = String::with_capacity(text.len());
    let (mut copied, mut first) = (0, 0);
    while first < words.len() {
        let len = words.iter().skip(first).take_while(|word| is_capital(word.text)).count();
        let run = words.get(first..first + len).unwrap_or_default();
        let letters =
            run.iter().filter(|word| word.text.len() > 1 && word.text.contains(char::is_alphabetic)).count();
        let whole = len == words.len() && letters > 1;
        if (whole || letters >= FEWEST_WORDS) && is_shouted(run) {
            for (place, word) in run.iter().enumerate() {
                result.push_str(&text[copied..word.at]);
                result.push_str(&in_context(run, place, whole, &text[word.at + word.text.len()..]));
                copied = word.at + word.text.len();
            }
        }
        first += len.max(1);
    }
    result.push_str(&text[copied..]);
    Cow::Owned(result)
}

/// True when two words in capitals follow each other. Most texts have none, so this is fast.
fn has_shout(text: &str) -> bool {
    let bytes = text.as_bytes();
    let capitals = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_uppercase);
    (0..bytes.len()).any(|at| capitals(at) && capitals(at + 1))
}

fn words_of(text: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        let inside = c.is_alphanumeric() || matches!(c, '\'' | '\u{2019}') && start.is_some();
        match start {
            None if inside => start = Some(at),
            Some(from) if !inside => {
                let word = text[from..at].trim_end_matches(['\'', '\u{2019}']);
                words.push(Word { text: word, at: from });
                start = None;
            }
            _ => {}
        }
    }
    words
}

/// True for a word without small letters. A number is no obstacle: "5 DEAD".
fn is_capital(word: &str) -> bool {
    !word.contains(char::is_lowercase)
}

/// True when a passage in capitals has a word that is no acronym.
fn is_shouted(run: &[Word]) -> bool {
    let letters = run.iter().filter(|word| word.text.len() > 1 && word.text.contains(char::is_alphabetic));
    let (words, acronyms): (Vec<_>, Vec<_>) = letters.partition(|word| is_word(word.text));
    words.len() > acronyms.len() || (!words.is_empty() && words.len() + 1 >= acronyms.len())
}

fn is_word(word: &str) -> bool {
    let data = english();
    let lower = word.to_lowercase();
    if data.spelled_acronyms.has(word) || data.acronyms.contains_key(word) {
        return data.capital_words.has(word);
    }
    is_short_word(word, &lower) || word.chars().filter(|c| c.is_alphabetic()).count() > LONGEST_SPELLED
}

/// True for a listed word of up to three letters.
fn is_short_word(word: &str, lower: &str) -> bool {
    let data = english();
    data.capital_words.has(word) || data.shouted_words.has(word) || data.function_words.has(lower)
}

/// Returns the word at a place of a passage in small letters. `whole` is true when the passage is the whole text, and `rest`
/// is the text after the word.
fn in_context(run: &[Word], place: usize, whole: bool, rest: &str) -> String {
    let data = english();
    let neighbour = |at: Option<usize>| at.and_then(|at| run.get(at)).map_or("", |word| word.text);
    let (before, next) = (neighbour(place.checked_sub(1)), neighbour(Some(place + 1)));
    let word = neighbour(Some(place));
    let lower = word.to_lowercase();
    let name = capitalised(&lower);
    let number_near = [before, next].iter().any(|near| near.starts_with(|c: char| c.is_ascii_digit()));
    let month =
        data.months.iter().any(|month| *month == name) || data.month_abbreviations.contains_key(&name);
    if !word.contains(char::is_alphabetic)
        || is_spelled(word, before, next, whole)
        || is_numeral(word, before)
    {
        return word.to_string();
    }
    if month && (number_near || !matches!(lower.as_str(), "may" | "march" | "mar" | "dec" | "jan")) {
        return name;
    }
    let dotted = rest.starts_with('.');
    let abbreviation =
        !data.abbreviations.get(&name).is_empty() && (dotted || data.abbreviations.get(&lower).is_empty());
    let named = data.regnal_names.has(&name) || data.ruler_titles.has(&name) || is_numeral(next, word);
    let listed = is_short_word(word, &lower) || data.counted_nouns.has(&lower) || data.dimensions.has(&lower);
    let counts = before.starts_with(|c: char| c.is_ascii_digit());
    let plural = counts && lower.len() > LONGEST_SPELLED && lower.ends_with('s') && !lower.ends_with("ss");
    if place == 0 || abbreviation && !listed || named || !(listed || plural) && lower.len() > LONGEST_SPELLED
    {
        return name;
    }
    lower
}

/// True for an acronym. "IT", "WHO" and "AM" are words here, and "US" is one after a verb such as "LET".
fn is_spelled(word: &str, before: &str, next: &str, whole: bool) -> bool {
    let data = english();
    let stem = word.strip_suffix("'S").or_else(|| word.strip_suffix("\u{2019}S")).unwrap_or(word);
    if stem == "US" {
        let object = data.before_us.has_lower(before);
        let end = next.is_empty() || data.function_words.has_lower(next);
        return !(object || end && data.before_us_at_end.has_lower(before));
    }
    if data.shouted_words.has(stem) {
        return false;
    }
    let known = data.spelled_acronyms.has(stem) || data.acronyms.contains_key(stem);
    // Where everything is in capitals, most short words are words: "THE CAT SAT".
    let syllable =
        whole && stem.len() == LONGEST_SPELLED && stem.get(1..2).is_some_and(|c| "AEIOUY".contains(c));
    known || (stem.len() <= LONGEST_SPELLED && !syllable && !is_short_word(stem, &stem.to_lowercase()))
}

/// True for a Roman numeral, and for "I", which is the pronoun or a number.
fn is_numeral(word: &str, before: &str) -> bool {
    let stem = word.strip_suffix("'S").unwrap_or(word);
    let one = stem.len() == 1 && matches!(stem, "V" | "X") && !before.is_empty();
    stem == "I"
        || one
        || (stem.len() > 1 && stem != "MIX" && roman_value(stem).is_some() && stem != "DI" && stem != "MI")
}
