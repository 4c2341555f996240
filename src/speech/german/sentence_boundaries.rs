//! German sentence boundaries: a full stop after an ordinal or an abbreviation does not end the sentence.

use super::dates::is_ordinal;
use super::grammar::{governs_ordinal, is_preposition, is_ranked, starts_sentence};
use super::roman_numerals::roman_value;
use crate::language::speech::{WordSet, german};
use crate::speech::words::{has_capital, split_last_run};

/// The most parts of an abbreviation, and the most ordinals in a row.
const MOST_PARTS: usize = 4;

/// True when a full stop after `sentence` may end it. A capital, a digit or a mark follows in `next`.
pub(super) fn may_end(sentence: &str, next: &str) -> bool {
    let data = german();
    let follower = next.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let starts = starts_sentence(follower);
    let (before, word) = split_last_run(sentence);
    if word.bytes().all(|b| b.is_ascii_digit()) && !word.is_empty() {
        return may_end_after_digits(before, word, next, follower, starts);
    }
    if roman_value(word).is_some() {
        return may_end_after_numeral(governor(before), follower, starts);
    }
    if word == "al" {
        return starts;
    }
    let number = follower.starts_with(|c: char| c.is_ascii_digit());
    if number && !data.abbreviations.get(word).is_empty() && !is_full_word(word)
        || data.before_number.has(&word.to_lowercase()) && number
    {
        return false;
    }
    let joined = joined_abbreviation(before, word);
    let has = |list: &WordSet| list.has(&joined) || list.has_lower(word);
    if has(&data.never_last) && !is_full_word(word) {
        return false;
    }
    let short = has(&data.ambiguous_abbreviations)
        || word.chars().count() == 1
        || joined.contains('.')
        || word.ends_with("str");
    !short || (starts && !follower.is_empty())
}

/// After digits: "am 5. März" and "am 6.3. kam" continue, "Das war 1998. Danach" ends.
fn may_end_after_digits(before: &str, digits: &str, next: &str, follower: &str, starts: bool) -> bool {
    // "vom 1. – 3.6."
    let range = next.trim_start_matches(['-', '\u{2013}']).trim_start();
    if begins_with_month_and_year(next)
        || range.len() < next.len() && range.starts_with(|c: char| c.is_ascii_digit())
    {
        return false;
    }
    let day = before.trim_end().strip_suffix('.').filter(|day| day.ends_with(|c: char| c.is_ascii_digit()));
    let dated = day.is_some_and(|day| is_dated(day, follower, starts));
    !(dated || is_ordinal(governor(before), digits, follower))
}

/// True for words in the list of abbreviations that are also words in this case: "Fr." and "S." are abbreviations, "art"
/// and "U" are not.
fn is_full_word(word: &str) -> bool {
    matches!(word, "art" | "fa" | "hr" | "Max" | "Lt" | "tab" | "U" | "V")
}

/// True for month and year after a day: "5. 3. 2024".
fn begins_with_month_and_year(next: &str) -> bool {
    let (month, year) = next.split_at(leading_digits(next));
    (1..=2).contains(&month.len()) && year.strip_prefix(". ").is_some_and(|year| leading_digits(year) == 4)
}

fn leading_digits(text: &str) -> usize {
    text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len()
}

/// True for the full stop after a month in digits: "am 6.3. kam", "5.3. 2024".
fn is_dated(day: &str, follower: &str, starts: bool) -> bool {
    let (before, _) = split_last_run(day);
    let governor = split_last_run(before.trim_end()).1;
    let governed = governs_ordinal(governor) || is_preposition(governor);
    follower.parse::<u16>().is_ok() || (governed && !starts && follower.starts_with(char::is_alphabetic))
}

/// After the number of a ruler or of a part: "Heinrich VIII. Die" ends, "im II. Weltkrieg" continues.
fn may_end_after_numeral(before: &str, follower: &str, starts: bool) -> bool {
    let ruler = has_capital(before) && !starts_sentence(before);
    let ordinal = has_capital(follower) && (governs_ordinal(before) || is_ranked(follower) || ruler);
    starts || !ordinal
}

/// Returns the word that governs the text after `before`. It comes before ordinals that are joined: "am 3. und 4."
fn governor(before: &str) -> &str {
    let mut rest = before;
    for _ in 0..MOST_PARTS {
        let (front, word) = split_last_run(rest.trim_end());
        let joined = matches!(word, "und" | "oder" | "bis" | "sowie") && front.trim_end().ends_with('.');
        let without_dash = rest.trim_end_matches(['-', '\u{2013}', '/']);
        let stop = if joined {
            front.trim_end().trim_end_matches('.')
        } else if without_dash.len() < rest.len() && without_dash.ends_with('.') {
            without_dash.trim_end_matches('.')
        } else {
            return if rest.ends_with(char::is_whitespace) { word } else { "" };
        };
        rest = stop.trim_end_matches(|c: char| c.is_ascii_digit());
    }
    ""
}

/// Returns the abbreviation of several letters that ends with `word`, in lower case and without spaces: "z.b".
fn joined_abbreviation(before: &str, word: &str) -> String {
    let mut joined = word.to_lowercase();
    let mut rest = before;
    for _ in 1..MOST_PARTS {
        let Some(front) =
            rest.trim_end().strip_suffix(['.', '-']).filter(|front| rest.len() - front.len() <= 3)
        else {
            break;
        };
        let (front, part) = split_last_run(front);
        if part.is_empty() || part.chars().count() > 4 {
            break;
        }
        joined = format!("{}.{joined}", part.to_lowercase());
        rest = front;
    }
    joined
}
