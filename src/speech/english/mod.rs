//! English text normalisation: numbers, dates, amounts and abbreviations as a newsreader speaks them.
//!
//! The tokens are read from left to right, and the first rule that applies replaces some of them. Each rule looks at a
//! limited number of tokens around it, so normalisation takes linear time.

mod abbreviations;
mod addresses;
mod capitals;
mod codes;
mod context;
mod coordinates;
mod dates;
mod designations;
mod formulas;
mod fractions;
mod lengths;
mod measures;
mod money;
mod numbers;
mod phones;
mod ranges;
mod sentence_boundaries;
mod shouted;
mod symbols;
mod times;

use std::borrow::Cow;
use std::sync::OnceLock;

use super::equations::Arithmetic;
use super::lexicon::Respellings;
use super::rules::{LanguageRules, Reading, Report, Rule, apply, first_reading, rules};
use super::tokens::Tokens;
use crate::language::speech::english;

pub(super) use dates::DateOrder;

/// The rules in their order: the rules that match the most context come first. For example, "24 February" has to match as a
/// date before "24" matches as a number.
const RULES: &[(&str, Rule)] = &rules![
    addresses::path,
    symbols::bracket,
    symbols::note_number,
    phones::phone_with_area,
    phones::phone,
    codes::digit_code,
    codes::state_before_zip,
    codes::postcode,
    equation,
    dates::quarter,
    dates::day_month,
    dates::month_day,
    dates::weekday_range,
    dates::month_range,
    designations::bible_book,
    designations::bible_verse,
    designations::lettered_number,
    times::map_scale,
    times::race_time,
    times::time_with_seconds,
    times::time,
    measures::stones,
    times::duration,
    coordinates::coordinate,
    lengths::height,
    measures::millions,
    lengths::length,
    money::money,
    fractions::mixed_fraction,
    fractions::rating,
    fractions::part_of_unit,
    fractions::fraction,
    measures::per_area,
    formulas::formula,
    ranges::chain,
    ranges::range,
    phones::code,
    measures::measure,
    designations::designated_number,
    designations::house_number,
    designations::direction,
    dates::decade,
    dates::team_of_number,
    dates::ordinal,
    dates::year,
    numbers::number,
    abbreviations::party,
    abbreviations::state_after_place,
    abbreviations::abbreviation,
    capitals::roman_numeral,
    capitals::small_numeral,
    capitals::word,
    symbols::symbol,
];

/// The rules of English.
pub(super) struct EnglishRules {
    pub(super) date_order: DateOrder,
}

impl LanguageRules for EnglishRules {
    fn spoken_form(&self, t: &Tokens, report: Report) -> String {
        apply(t, report, |t, i| self.reading(t, i))
    }

    fn respellings(&self) -> Option<&'static Respellings> {
        static RESPELLINGS: OnceLock<Respellings> = OnceLock::new();
        let entries =
            || english().respellings.iter().map(|(written, spoken)| (written.as_str(), spoken.as_str()));
        Some(RESPELLINGS.get_or_init(|| Respellings::new(entries())))
    }

    fn prepare<'t>(&self, text: &'t str) -> Cow<'t, str> {
        shouted::in_small_letters(text)
    }

    fn may_end(&self, sentence: &str, next: &str) -> bool {
        sentence_boundaries::may_end(sentence, next)
    }
}

impl EnglishRules {
    /// Returns the name of the first rule that applies to the tokens from `i` on, and their spoken form.
    fn reading(&self, t: &Tokens, i: usize) -> Option<(&'static str, Reading)> {
        if t.is_space(i) {
            return Some(("symbols::space", (symbols::space(t, i).to_string(), 1)));
        }
        let date = dates::numeric_date(t, i, self.date_order).map(|reading| ("dates::numeric_date", reading));
        let day = || {
            dates::day_without_year(t, i, self.date_order).map(|reading| ("dates::day_without_year", reading))
        };
        let address =
            || addresses::address(t, i, tag_in_words).map(|reading| ("addresses::address", reading));
        date.or_else(day).or_else(address).or_else(|| first_reading(RULES, t, i))
    }
}

/// Rule for arithmetic: "9 - 4 = 5".
fn equation(t: &Tokens, i: usize) -> Option<Reading> {
    const ARITHMETIC: Arithmetic<'static> = Arithmetic {
        term: &|t, i| {
            let term = money::money(t, i).or_else(|| fractions::fraction(t, i));
            term.or_else(|| measures::measure(t, i)).or_else(|| numbers::number(t, i))
        },
        plus: "plus",
        minus: "minus",
        times: "times",
        divided: "divided by",
        equals: "equals",
    };
    super::equations::equation(t, i, &ARITHMETIC)
}

/// Returns the spoken form of the words of a tag.
fn tag_in_words(tag: &Tokens) -> String {
    EnglishRules { date_order: DateOrder::DayFirst }.spoken_form(tag, None)
}
