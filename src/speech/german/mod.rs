//! German as a newsreader says it: the tokens are read from left to right, and at each the first rule that knows it
//! says it. Every rule looks only a bounded way around, so that reading takes linear time.

mod abbreviations;
mod addresses;
mod amounts;
mod compounds;
mod dates;
pub(super) mod ends;
mod forms;
mod legal;
mod measures;
mod money;
mod numbers;
mod ordinals;
mod phones;
mod ranges;
mod romans;
mod shortened;
mod signs;
mod times;
mod words;

use super::clean::{self, capitalised};
use super::tokens::{Tokens, is_joint};

/// What is said, and how many tokens it stands for.
type Reading = (String, usize);

/// A rule: what is said at the place, if the rule knows.
type Rule = fn(&Tokens, usize) -> Option<Reading>;

/// The rules in their order: what takes in most of the context comes first.
const RULES: [Rule; 22] = [
    addresses::address,
    phones::phone,
    phones::emergency,
    dates::numeric,
    dates::days_of_week,
    times::time,
    times::result,
    compounds::compound,
    money::before_amount,
    measures::mixed_fraction,
    ranges::season,
    measures::fraction,
    measures::amount,
    ranges::chain,
    ranges::range,
    ordinals::ordinal,
    numbers::year,
    numbers::number,
    legal::paragraph,
    abbreviations::abbreviation,
    romans::roman,
    forms::form,
];

/// Reads the tokens aloud, as words with marks between them.
pub(super) fn read(t: &Tokens) -> String {
    let mut said = String::new();
    let mut i = 0;
    while i < t.len() {
        let (words, len) = RULES
            .iter()
            .find_map(|rule| rule(t, i))
            .or_else(|| signs::sign(t, i))
            .unwrap_or_else(|| (t.text(i).to_string(), 1));
        clean::push_words(&mut said, &words);
        i += len.max(1);
    }
    said
}

/// The token after the joint that stands at `i`, with a space on both sides or on none.
fn past_joint(t: &Tokens, i: usize) -> Option<usize> {
    let spaced = t.is_space(i) && i < t.len();
    let at = if spaced { i + 1 } else { i };
    let joins = is_joint(t.text(at)) && (t.is_space(at + 1) && at + 1 < t.len()) == spaced;
    joins.then_some(if spaced { at + 2 } else { at + 1 })
}

/// The full stop after an abbreviation that also ends the text, or the sentence: a word follows that begins one.
fn closing_stop(t: &Tokens, end: usize) -> &'static str {
    let next = t.word_after(end);
    let begins = next.starts_with(char::is_uppercase) && words::starts_sentence(next);
    if t.is_end(end) || begins { "." } else { "" }
}

/// The first letter made small.
fn uncapitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(|first| first.to_lowercase().chain(chars).collect()).unwrap_or_default()
}
