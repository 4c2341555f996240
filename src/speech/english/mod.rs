//! English as a newsreader says it: the tokens are read from left to right, and at each the first rule that
//! knows it says it. Every rule looks only a bounded way around, so that reading takes linear time.

mod abbreviations;
mod addresses;
mod amounts;
mod books;
mod brackets;
mod capitals;
mod clocks;
mod codes;
mod dates;
mod durations;
mod elements;
mod formulas;
mod lengths;
mod letters;
mod lines;
mod measures;
mod metres;
mod money;
mod numbers;
mod parties;
mod paths;
mod places;
mod ranges;
mod roman;
mod rulers;
mod scales;
mod shortened;
mod signs;
mod sports;
mod states;
mod times;
mod topics;
mod verses;
mod words;
mod years;

use super::clean::{self, capitalised};
use super::tokens::{Tokens, is_joint};

/// How many tokens around a place are looked at for words that tell its meaning.
const CONTEXT: usize = 20;

/// What is said, and how many tokens it stands for.
type Reading = (String, usize);

/// A rule: what is said at the place, if the rule knows.
type Rule = fn(&Tokens, usize) -> Option<Reading>;

/// What `03/04/2024` means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DateOrder {
    /// 3 April.
    DayFirst,
    /// March 4.
    MonthFirst,
}

/// The rules in their order: what takes in most of the context comes first.
const RULES: [Rule; 37] = [
    addresses::address,
    paths::path,
    brackets::bracket,
    ranges::area_phone,
    ranges::phone,
    dates::day_month,
    dates::month_day,
    dates::days_of_week,
    dates::months,
    verses::verse,
    places::lettered,
    scales::scale,
    times::time,
    durations::duration,
    measures::height,
    metres::million,
    lengths::length,
    money::money,
    measures::mixed_fraction,
    measures::rating,
    measures::fraction,
    formulas::formula,
    ranges::chain,
    ranges::range,
    codes::code,
    measures::measure,
    years::designated,
    years::decade,
    years::ordinal,
    years::year,
    numbers::number,
    parties::party,
    parties::state_of_place,
    abbreviations::abbreviation,
    roman::roman,
    letters::word,
    signs::sign,
];

/// Reads the tokens aloud, as words with marks between them.
pub(super) fn read(t: &Tokens, order: DateOrder) -> String {
    let mut said = String::new();
    let mut i = 0;
    while i < t.len() {
        if t.is_space(i) {
            said.push_str(lines::space(t, i));
            i += 1;
            continue;
        }
        let (words, len) = dates::numeric(t, i, order)
            .or_else(|| dates::on_day(t, i, order))
            .or_else(|| RULES.iter().find_map(|rule| rule(t, i)))
            .unwrap_or_else(|| (t.text(i).to_string(), 1));
        clean::push_words(&mut said, &words);
        i += len.max(1);
    }
    said
}

/// True when what stands from `i` to `end` describes the noun after it: "a £3m deal", "the 10km run".
fn is_attributive(t: &Tokens, i: usize, end: usize) -> bool {
    let next = t.word_after(end);
    let before = t.word_before(i);
    let owned = before.ends_with("'s") || before.ends_with("\u{2019}s");
    (owned || words::DETERMINERS.contains(&before.to_lowercase().as_str()))
        && next.starts_with(char::is_lowercase)
        && next != "x"
        && !words::FUNCTION_WORDS.contains(&next)
}

/// True when the word after `end` counts things: "people", "homes".
fn is_counted(t: &Tokens, end: usize) -> bool {
    let next = t.word_after(end);
    words::COUNTED.contains(&next)
        || (next.len() > 3
            && next.starts_with(char::is_lowercase)
            && next.ends_with('s')
            && !next.ends_with("ss")
            && !words::FUNCTION_WORDS.contains(&next))
}

/// True when one of `words` stands near.
fn near(t: &Tokens, i: usize, end: usize, words: &[&str]) -> bool {
    (i.saturating_sub(CONTEXT)..end + CONTEXT)
        .filter_map(|k| t.letters(k))
        .any(|word| word.len() < 16 && words.contains(&word.to_lowercase().as_str()))
}

/// The full stop after an abbreviation that also ends the text, or the sentence: a word follows that
/// has a capital only there or, when `before_capital`, any capital.
fn closing_stop(t: &Tokens, end: usize, before_capital: bool) -> &'static str {
    let next = t.word_after(end);
    let capital = next.starts_with(char::is_uppercase);
    let begins = capital && words::FUNCTION_WORDS.contains(&next.to_lowercase().as_str());
    if t.is_end(end) || begins || (before_capital && capital) { "." } else { "" }
}
