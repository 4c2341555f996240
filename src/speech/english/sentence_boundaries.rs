//! English sentence boundaries: decides whether a full stop after an abbreviation ends the sentence.

use crate::language::speech::english;
use crate::speech::words::{has_capital, is_dotted, is_initial, last_word};

/// The most words in the name of a street.
const LONGEST_STREET: usize = 4;

/// True when a full stop after `sentence` may end it. A capital, a digit or a mark follows in `next`.
pub(super) fn may_end(sentence: &str, next: &str) -> bool {
    let data = english();
    let word = last_word(sentence);
    let lower = word.to_lowercase();
    let follower: &str = next.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let starts = data.sentence_starters.has_lower(follower);
    // A dash continues after an abbreviation, and so does a year or a mark in brackets: "9 a.m. – 5 p.m.", "et al. (2019)".
    let continues = next.starts_with(['-', '\u{2013}', '\u{2014}']);
    if is_abbreviation(word, &lower) && continues {
        return false;
    }
    if lower == "al" {
        return starts;
    }
    if let Some(ends) = ends_by_context(sentence, word, next, starts) {
        return ends;
    }
    // "at 6 p.m. GMT", "at 6 p.m. Monday", "at 6 p.m. 5 May".
    if lower == "a.m" || lower == "p.m" {
        return !data.time_zones.has(follower) && !follower.starts_with(|c: char| c.is_ascii_digit());
    }
    if data.bible_abbreviations.contains_key(word) && is_number(follower) {
        return false;
    }
    if data.before_number.has(&lower) || data.cited_before_number.has(word) {
        return !is_number(follower)
            || is_noun(sentence, &lower) && !data.ambiguous_abbreviations.has(&lower);
    }
    // "6 in. by 4 in.", "3 wks. At last"
    if data.units.contains_key(word) && is_after_number(sentence, word) {
        return !is_number(follower);
    }
    if data.around_its_noun.has(&lower) {
        return starts;
    }
    // "I" is an initial only after a title: "Prof. I. M. Pei".
    let before = sentence.rsplit(char::is_whitespace).filter(|w| !w.is_empty()).nth(1).unwrap_or_default();
    let titled = data.titles_before_names.has(before.trim_end_matches('.'));
    let initial = is_initial(word) && (word != "I" || titled);
    if data.never_last.has(&lower) && !initial {
        return false;
    }
    if initial || data.ambiguous_abbreviations.has(&lower) && has_capital(word) || is_dotted(word) {
        return starts;
    }
    true
}

fn is_abbreviation(word: &str, lower: &str) -> bool {
    let data = english();
    is_dotted(word)
        || data.never_last.has(lower)
        || data.before_number.has(lower)
        || data.ambiguous_abbreviations.has(lower)
        || data.around_its_noun.has(lower)
}

/// True for an abbreviation that is also a noun, after an article: "He paid the tab. 12 people left."
fn is_noun(sentence: &str, lower: &str) -> bool {
    let before = sentence.rsplit(char::is_whitespace).nth(1).unwrap_or_default();
    matches!(lower, "art" | "fig" | "ref" | "sec" | "tab") && english().determiners.has_lower(before)
}

fn is_after_number(sentence: &str, word: &str) -> bool {
    let before = sentence.strip_suffix(word).unwrap_or_default().trim_end();
    before.ends_with(|c: char| c.is_ascii_digit()) && matches!(word, "in" | "ft" | "lb" | "lbs" | "oz")
}

/// True for digits and Roman numerals, except "I", which is a word.
fn is_number(word: &str) -> bool {
    let roman = !word.is_empty() && word != "I" && word.chars().all(|c| matches!(c, 'I' | 'V' | 'X' | 'L'));
    roman || word.starts_with(|c: char| c.is_ascii_digit())
}

/// Decides by the words around an abbreviation whether its full stop ends the sentence: streets ("on Elm St. The"), juniors
/// ("King Jr. Gen. Lee"), letters that are labels ("Plan B."). `None` when these words decide nothing. `starts` is true when
/// `next` begins with a word that rarely begins a name.
fn ends_by_context(sentence: &str, word: &str, next: &str, starts: bool) -> Option<bool> {
    let data = english();
    let mut before = sentence.rsplit(char::is_whitespace).filter(|w| !w.is_empty()).skip(1);
    let mut after = next.split(char::is_whitespace).filter(|w| !w.is_empty());
    let follower = after.next().unwrap_or_default().trim_end_matches(['.', ',']);
    let starts = starts || data.titles_before_names.has(follower);
    match word {
        "St" | "Dr" | "Pl" | "Ln" | "Ct" | "Sq" => (starts && is_street(before)).then_some(true),
        "Jr" | "Sr" => {
            let named = has_capital(before.next()?) && before.next().is_some_and(has_capital);
            // "John Smith Sr. Sammy ran." has two sentences, "Martin Luther King Jr. Day is near." has one.
            let verb = after.next().is_some_and(|word| word.starts_with(char::is_lowercase));
            let name = has_capital(follower) && follower.chars().all(char::is_alphabetic);
            let begins = starts || (verb && name && !data.named_after_junior.has(follower));
            (named && begins).then_some(true)
        }
        // "6 ft. 2 in. tall"
        "ft" if after.next().is_some_and(|unit| unit.starts_with("in")) => Some(false),
        // "Ft. Worth", "Sec. Blinken"
        "Ft" | "Sec" | "Pt" if has_capital(follower) => Some(starts),
        letter if letter.len() == 1 => {
            before.next().filter(|word| data.before_letter.has(word)).map(|_| true)
        }
        _ => None,
    }
}

/// True for "on Elm", "221B Baker", "42nd": capitals back to a preposition or a number.
fn is_street<'a>(before: impl Iterator<Item = &'a str>) -> bool {
    let data = english();
    for (names, word) in before.take(LONGEST_STREET).enumerate() {
        let number = word.starts_with(|c: char| c.is_ascii_digit());
        if names == 0 && number && word.ends_with(char::is_alphabetic) {
            return true;
        }
        let place = number || data.before_street.has(word);
        if place || !has_capital(word) || data.titles_before_names.has(word.trim_end_matches('.')) {
            return place && names > 0;
        }
    }
    false
}
