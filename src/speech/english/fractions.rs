//! English fractions and other numbers with a slash: "1/3", "3 1/2", "4/5 stars", "24/7".

use super::context::is_near;
use super::measures::{Quantity, with_unit};
use super::numbers::{
    cardinal, in_words, number_in_words, ordinal_in_words, parse_number, plural, year_in_words,
};
use crate::language::speech::english;
use crate::speech::rules::Reading;
use crate::speech::tokens::Tokens;

/// The highest denominator that is spoken as an ordinal: "one twentieth".
const HIGHEST_DENOMINATOR: u64 = 100;
/// Denominators above nine that measures have: "3 5/16".
const MEASURED_DENOMINATORS: [u64; 4] = [10, 16, 32, 64];

/// Rule for a mixed fraction, perhaps with a unit: "3 1/2", "3-1/2", "2 1/2 lbs".
pub(super) fn mixed_fraction(t: &Tokens, i: usize) -> Option<Reading> {
    let joined = t.is_space(i + 1) || t.is(i + 1, "-");
    let whole = t.digits(i).filter(|d| d.len() <= 3 && joined && !t.is(i.wrapping_sub(1), "/"))?;
    let (top, bottom) = parse_fraction(t, i + 2).filter(|(top, bottom)| top < bottom)?;
    if bottom > 9 && !MEASURED_DENOMINATORS.contains(&bottom) {
        return None;
    }
    let fraction = fraction_in_words(top, bottom)?;
    let fraction = match fraction.strip_prefix("one ") {
        Some(part) => format!("a{} {part}", if part.starts_with('e') { "n" } else { "" }),
        None => fraction,
    };
    let quantity = Quantity { words: format!("{} and {fraction}", cardinal(whole)), one: false, end: i + 5 };
    let (words, end) = with_unit(t, i, &quantity).unwrap_or((quantity.words, quantity.end));
    Some((words, end - i))
}

/// Rule for a fraction with a unit: "1/2 lb" is "half a pound".
pub(super) fn part_of_unit(t: &Tokens, i: usize) -> Option<Reading> {
    let (top, bottom) = parse_fraction(t, i).filter(|(top, bottom)| top < bottom)?;
    let fraction = match (top, bottom) {
        (1, 2) => "half".to_string(),
        _ => format!("{} of", fraction_in_words(top, bottom)?),
    };
    let (unit, end) = with_unit(t, i, &Quantity { words: String::new(), one: true, end: i + 3 })?;
    let unit = unit.trim_start();
    let article = if unit.starts_with(['a', 'e', 'i', 'o']) || unit.starts_with("hour") { "an" } else { "a" };
    Some((format!("{fraction} {article} {unit}"), end - i))
}

/// "one third", "thirty-one thirty-seconds". `None` if the ordinal is not usual in speech.
fn fraction_in_words(top: u64, bottom: u64) -> Option<String> {
    let [one, many] = match fraction_name(bottom) {
        Some([one, many]) => [one.clone(), many.clone()],
        None if (10..=HIGHEST_DENOMINATOR).contains(&bottom) || (top == 1 && bottom.is_multiple_of(100)) => {
            let one = ordinal_in_words(bottom);
            [one.clone(), plural(&one)]
        }
        None => return None,
    };
    Some(format!("{} {}", in_words(top), if top == 1 { one } else { many }))
}

/// Rule for a rating with a decimal: "4.5/5 stars".
pub(super) fn rating(t: &Tokens, i: usize) -> Option<Reading> {
    let n = parse_number(t, i).filter(|n| n.fraction.as_ref().is_some_and(|part| part.len() == 1))?;
    let slash = i + n.len;
    let most = t.digits(slash + 1).filter(|most| t.is(slash, "/") && matches!(*most, "5" | "10" | "100"))?;
    let alone = !matches!(t.text(slash + 2), "/" | "." | "-") || t.digits(slash + 3).is_none();
    alone.then(|| (format!("{} out of {}", number_in_words(&n), cardinal(most)), n.len + 2))
}

/// Rule for two numbers with a slash. The words around them decide between a fraction ("1/3"), a rating ("4/5 stars"), a
/// place in a row ("page 3/10"), odds, a season and a name ("24/7").
pub(super) fn fraction(t: &Tokens, i: usize) -> Option<Reading> {
    let data = english();
    let (top, bottom) = parse_fraction(t, i)?;
    // In "2/3rds", the ending is already in "thirds".
    if matches!(t.text(i + 3), "rd" | "rds" | "th" | "ths" | "nd" | "nds") {
        return Some((fraction_in_words(top, bottom)?, 4));
    }
    let (first, second) = (in_words(top), in_words(bottom));
    let words = match (top, bottom) {
        _ if top <= bottom && data.parts.has_lower(t.word_before(i)) => format!("{first} of {second}"),
        _ if top <= bottom && data.rated.has(t.word_after(i + 3)) => format!("{first} out of {second}"),
        _ if is_near(t, i, i + 3, &data.odds_words) => format!("{first} to {second}"),
        (1100..=2099, _) if t.digits(i + 2).is_some_and(|digits| digits.len() == 2) => {
            let oh = if bottom < 10 { "oh " } else { "" };
            format!("{} {oh}{second}", year_in_words(top))
        }
        (1100..=2099, _) if bottom == top + 1 => {
            format!("{} {}", year_in_words(top), year_in_words(bottom))
        }
        (top, bottom) if top + 1 == bottom && data.season_words.has(t.word_after(i + 3)) && top > 9 => {
            format!("{first} {second}")
        }
        (50, 50) | (20, 20) => format!("{first}-{second}"),
        pair if data.named_pairs.contains(&pair) => format!("{first} {second}"),
        (2.., 10 | 100) if top <= bottom => format!("{first} out of {second}"),
        // "24/25" may be a season.
        (top, bottom) if top < bottom && (bottom < 10 || top + 1 < bottom || top == 1 || bottom % 8 == 0) => {
            fraction_in_words(top, bottom).unwrap_or_else(|| format!("{first} over {second}"))
        }
        _ => format!("{first} over {second}"),
    };
    Some((words, 3))
}

fn fraction_name(bottom: u64) -> Option<&'static [String; 2]> {
    english().fractions.get(bottom.checked_sub(2)? as usize)
}

/// Returns both numbers of `a/b` when no further slash follows.
fn parse_fraction(t: &Tokens, i: usize) -> Option<(u64, u64)> {
    let top = short_number(t, i)?;
    // "2003/04" is a season.
    let season =
        || t.digits(i + 2).filter(|end| end.len() == 2 && (1100..=2099).contains(&top))?.parse().ok();
    let bottom = short_number(t, i + 2).or_else(season)?;
    let alone = t.is(i + 1, "/") && !t.is(i + 3, "/") && !t.is(i.wrapping_sub(1), "/");
    // "12345/19" is a number of a case.
    if top.max(bottom) > 9_999 && (top >= bottom || top < 1_000) {
        return None;
    }
    alone.then_some((top, bottom))
}

fn short_number(t: &Tokens, i: usize) -> Option<u64> {
    t.digits(i).filter(|d| d.len() <= 6 && (d.len() == 1 || !d.starts_with('0')))?.parse().ok()
}
