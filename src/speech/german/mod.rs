//! German text normalisation: numbers, dates, amounts and abbreviations as a newsreader speaks them.
//!
//! The tokens are read from left to right, and the first rule that applies replaces some of them. Each rule looks at a
//! limited number of tokens around it, so normalisation takes linear time.

mod abbreviations;
mod addresses;
mod amounts;
mod compounds;
mod dates;
mod gender_forms;
mod grammar;
mod numbers;
mod phones;
mod ranges;
mod roman_numerals;
mod sentence_boundaries;
mod symbols;
mod times;

use super::rules::{LanguageRules, Rule};
use super::tokens::Tokens;
use super::words::push_words;

/// The rules in their order: the rules that match the most context come first. For example, "5. März" has to match as a
/// date before "5" matches as a number.
const RULES: [Rule; 21] = [
    phones::phone,
    phones::emergency,
    dates::numeric_date,
    dates::weekday_range,
    times::time,
    times::result,
    compounds::compound,
    amounts::currency_before_amount,
    amounts::mixed_fraction,
    ranges::season,
    amounts::fraction,
    amounts::amount,
    ranges::chain,
    ranges::range,
    dates::ordinal,
    numbers::year,
    numbers::number,
    symbols::section_sign,
    abbreviations::abbreviation,
    roman_numerals::roman_numeral,
    gender_forms::gender_form,
];

/// The rules of German.
pub(super) struct GermanRules;

impl LanguageRules for GermanRules {
    fn spoken_form(&self, t: &Tokens) -> String {
        let mut spoken = String::new();
        let mut i = 0;
        while i < t.len() {
            let (words, len) = addresses::address(t, i, |tag| self.spoken_form(tag))
                .or_else(|| RULES.iter().find_map(|rule| rule(t, i)))
                .or_else(|| symbols::symbol(t, i))
                .unwrap_or_else(|| (t.text(i).to_string(), 1));
            push_words(&mut spoken, &words);
            i += len.max(1);
        }
        spoken
    }

    fn may_end(&self, sentence: &str, next: &str) -> bool {
        sentence_boundaries::may_end(sentence, next)
    }
}
