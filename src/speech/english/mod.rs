//! English text normalisation: numbers, dates, amounts and abbreviations as a newsreader speaks them.
//!
//! The tokens are read from left to right, and the first rule that applies replaces some of them. Each rule looks at a
//! limited number of tokens around it, so normalisation takes linear time.

mod abbreviations;
mod addresses;
mod capitals;
mod context;
mod dates;
mod designations;
mod formulas;
mod lengths;
mod measures;
mod money;
mod numbers;
mod phones;
mod ranges;
mod sentence_boundaries;
mod symbols;
mod times;

use super::rules::{LanguageRules, Reading, Rule};
use super::tokens::Tokens;
use super::words::push_words;

pub(super) use dates::DateOrder;

/// The rules in their order: the rules that match the most context come first. For example, "24 February" has to match as a
/// date before "24" matches as a number.
const RULES: [Rule; 38] = [
    addresses::path,
    symbols::bracket,
    phones::phone_with_area,
    phones::phone,
    dates::day_month,
    dates::month_day,
    dates::weekday_range,
    dates::month_range,
    designations::bible_verse,
    designations::lettered_number,
    times::map_scale,
    times::race_time,
    times::time,
    measures::stones,
    times::duration,
    lengths::height,
    measures::millions,
    lengths::length,
    money::money,
    measures::mixed_fraction,
    measures::rating,
    measures::fraction,
    formulas::formula,
    ranges::chain,
    ranges::range,
    phones::code,
    measures::measure,
    designations::designated_number,
    dates::decade,
    dates::ordinal,
    dates::year,
    numbers::number,
    abbreviations::party,
    abbreviations::state_after_place,
    abbreviations::abbreviation,
    capitals::roman_numeral,
    capitals::word,
    symbols::symbol,
];

/// The rules of English.
pub(super) struct EnglishRules {
    pub(super) date_order: DateOrder,
}

impl LanguageRules for EnglishRules {
    fn spoken_form(&self, t: &Tokens) -> String {
        let mut spoken = String::new();
        let mut i = 0;
        while i < t.len() {
            let (words, len) = self.reading(t, i).unwrap_or_else(|| (t.text(i).to_string(), 1));
            push_words(&mut spoken, &words);
            i += len.max(1);
        }
        spoken
    }

    fn may_end(&self, sentence: &str, next: &str) -> bool {
        sentence_boundaries::may_end(sentence, next)
    }
}

impl EnglishRules {
    /// Returns the spoken form of the tokens from `i` on, by the first rule that applies.
    fn reading(&self, t: &Tokens, i: usize) -> Option<Reading> {
        if t.is_space(i) {
            return Some((symbols::space(t, i).to_string(), 1));
        }
        dates::numeric_date(t, i, self.date_order)
            .or_else(|| dates::day_after_on(t, i, self.date_order))
            .or_else(|| addresses::address(t, i, tag_in_words))
            .or_else(|| RULES.iter().find_map(|rule| rule(t, i)))
    }
}

/// Returns the spoken form of the words of a tag.
fn tag_in_words(tag: &Tokens) -> String {
    EnglishRules { date_order: DateOrder::DayFirst }.spoken_form(tag)
}
