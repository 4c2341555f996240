//! The gender of the noun that a number counts: "veintiuna casas", "duzentas pessoas", "vingt-et-une personnes".
//!
//! The number is read before its noun, so the noun is guessed by its ending. Lists hold the nouns with other endings.

use super::numbers::Form;
use crate::language::european::European;
use crate::language::words::WordSet;
use crate::speech::numbers::Number;
use crate::speech::tokens::Tokens;

/// The shortest counted noun, in letters.
const SHORTEST_NOUN: usize = 3;
/// The years that a number of four digits may be.
const YEARS: std::ops::Range<u64> = 1100..2100;

/// Returns the form of the number at `i`, which ends before `end`.
pub(super) fn form_of(data: &European, t: &Tokens, i: usize, end: usize, n: &Number) -> Form {
    if n.fraction.is_some() || is_year(data, t, i, n) {
        return Form::Plain;
    }
    counted_gender(data, t.word_after(end), n.is_one()).map_or(Form::Plain, Form::before)
}

/// True for a year: "en 1921", "anno 2001".
fn is_year(data: &European, t: &Tokens, i: usize, n: &Number) -> bool {
    n.whole.len() == 4
        && n.plain().is_some_and(|value| YEARS.contains(&value))
        && data.before_year.has_lower(t.word_before(i))
}

/// Returns true for a feminine noun and false for a masculine one. `None` if the word is no noun that a number counts.
pub(super) fn counted_gender(data: &European, word: &str, single: bool) -> Option<bool> {
    let small = word.starts_with(char::is_lowercase) && word.chars().count() >= SHORTEST_NOUN;
    if !small || data.function_words.has(word) {
        return None;
    }
    let plural = data.plural_endings.iter().any(|ending| word.ends_with(ending));
    if !single && !plural && !data.plural_endings.is_empty() {
        return None;
    }
    let stem = word.strip_suffix('s').unwrap_or(word);
    let ends = |endings: &WordSet| endings.iter().any(|ending| stem.ends_with(ending));
    let feminine = data.feminine_nouns.has(stem)
        || !data.masculine_nouns.has(stem) && !ends(&data.masculine_endings) && ends(&data.feminine_endings);
    Some(feminine)
}
