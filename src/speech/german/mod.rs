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

use super::equations::Arithmetic;
use super::rules::{LanguageRules, Reading, Report, Rule, apply, first_reading, rules};
use super::tokens::Tokens;

/// The rules in their order: the rules that match the most context come first. For example, "5. März" has to match as a
/// date before "5" matches as a number.
const RULES: &[(&str, Rule)] = &rules![
    symbols::note_number,
    phones::phone,
    phones::ip_address,
    addresses::postcode,
    phones::emergency,
    equation,
    dates::date_range,
    dates::numeric_date,
    dates::short_weekdays,
    times::time_with_seconds,
    times::time,
    times::result,
    compounds::compound,
    amounts::currency_before_amount,
    amounts::mixed_fraction,
    ranges::season,
    amounts::fraction,
    amounts::per_area,
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
    symbols::symbol,
];

/// Rule for arithmetic: "9 - 4 = 5".
fn equation(t: &Tokens, i: usize) -> Option<Reading> {
    const ARITHMETIC: Arithmetic<'static> = Arithmetic {
        term: &|t, i| {
            let term = amounts::currency_before_amount(t, i).or_else(|| amounts::fraction(t, i));
            term.or_else(|| amounts::amount(t, i)).or_else(|| numbers::number(t, i))
        },
        plus: "plus",
        minus: "minus",
        times: "mal",
        divided: "geteilt durch",
        equals: "gleich",
    };
    super::equations::equation(t, i, &ARITHMETIC)
}

/// The rules of German.
pub(super) struct GermanRules;

impl LanguageRules for GermanRules {
    fn spoken_form(&self, t: &Tokens, report: Report) -> String {
        apply(t, report, |t, i| {
            let address = addresses::address(t, i, |tag| self.spoken_form(tag, None));
            address.map(|reading| ("addresses::address", reading)).or_else(|| first_reading(RULES, t, i))
        })
    }

    fn may_end(&self, sentence: &str, next: &str) -> bool {
        sentence_boundaries::may_end(sentence, next)
    }
}
