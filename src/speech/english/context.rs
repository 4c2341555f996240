//! Decides the meaning of a number or an abbreviation by the words around it.

use crate::language::speech::{WordSet, english};
use crate::speech::tokens::{Kind, Tokens};
use crate::speech::words::has_capital;

/// How many tokens on each side are searched for words of a topic.
const CONTEXT: usize = 20;
/// Longer words, in bytes, are in no list of topics.
const LONGEST_TOPIC_WORD: usize = 15;

/// True when the tokens from `i` to `end` describe the noun after them, and a unit is singular: "a £3m deal", "the 10km
/// run".
pub(super) fn is_attributive(t: &Tokens, i: usize, end: usize) -> bool {
    let next = t.word_after(end);
    let before = t.word_before(i);
    let possessive = before.ends_with("'s") || before.ends_with("\u{2019}s");
    (possessive || english().determiners.has_lower(before))
        && next.starts_with(char::is_lowercase)
        && next != "x"
        && !english().function_words.has(next)
}

/// True when the word after `end` is counted: "people", "homes". A longer word that ends with "s" is taken for a plural.
pub(super) fn is_counted(t: &Tokens, end: usize) -> bool {
    let next = t.word_after(end);
    english().counted_nouns.has(next)
        || (next.len() > 3
            && next.starts_with(char::is_lowercase)
            && next.ends_with('s')
            && !next.ends_with("ss")
            && !english().function_words.has(next))
}

/// True when a unit of time follows, as in "a 3-4 week wait".
pub(super) fn is_before_time_noun(t: &Tokens, end: usize) -> bool {
    let next = if t.is(end, "-") { t.text(end + 1) } else { t.word_after(end) };
    english().time_nouns.has(next)
}

/// True when one of `words` is near the tokens from `i` to `end`.
pub(super) fn is_near(t: &Tokens, i: usize, end: usize, words: &WordSet) -> bool {
    (i.saturating_sub(CONTEXT)..end + CONTEXT)
        .filter_map(|k| t.letters(k))
        .any(|word| word.len() <= LONGEST_TOPIC_WORD && words.has_lower(word))
}

/// Returns the full stop after an abbreviation when it also ends the text or the sentence: a function word with a capital
/// follows, which has a capital only there. With `before_capital`, any word with a capital ends it: "nets, etc. Nothing".
pub(super) fn closing_stop(t: &Tokens, end: usize, before_capital: bool) -> &'static str {
    let next = t.word_after(end);
    let capital = has_capital(next);
    // In "Prof. A. B. Smith", the letter is an initial and no article.
    let initial = next.len() == 1 && t.is(end + 2, ".");
    let begins = capital && !initial && english().function_words.has_lower(next);
    if t.is_end(end) || begins || (before_capital && capital) { "." } else { "" }
}

/// True for a word with a capital that is more than the beginning of a sentence.
pub(super) fn is_name(word: &str) -> bool {
    has_capital(word) && !english().function_words.has_lower(word)
}

/// True for a word or digits at `i`.
pub(super) fn is_word_or_digits(t: &Tokens, i: usize) -> bool {
    matches!(t.at(i).kind, Kind::Letters | Kind::Digits)
}

/// True when a word in lower case follows within three tokens: the full stop of "16 lbs. lighter" ends no sentence.
pub(super) fn continues_sentence(t: &Tokens, i: usize) -> bool {
    (i..i + 3).find_map(|k| t.letters(k)).is_some_and(|word| word.starts_with(char::is_lowercase))
}

/// Returns the digits at `i` and after each separator. Returns nothing for a row that is longer than any telephone number.
pub(super) fn digit_groups<'a>(t: &Tokens<'a>, i: usize, is_separator: fn(&str) -> bool) -> Vec<&'a str> {
    const MOST_GROUPS: usize = 8;
    let mut groups = Vec::new();
    let mut at = i;
    while let Some(digits) = t.digits(at) {
        groups.push(digits);
        if groups.len() > MOST_GROUPS {
            return Vec::new();
        }
        if !is_separator(t.text(at + 1)) {
            break;
        }
        at += 2;
    }
    groups
}

/// True for the number of a place or a part: after "flat", "Fig.", "Chapter".
pub(super) fn is_numbered_place(t: &Tokens, i: usize) -> bool {
    english().numbered_places.has_lower(noun_before(t, i))
}

/// Returns the word before the space at the left of `i`, without the full stop of an abbreviation: "Fig. 3", "no. 5".
pub(super) fn noun_before<'a>(t: &Tokens<'a>, i: usize) -> &'a str {
    let dot = t.is_space(i.wrapping_sub(1)) && t.back(i, 2).text == ".";
    if dot { t.back(i, 3).text } else { t.word_before(i) }
}
