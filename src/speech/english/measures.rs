//! English measures: numbers with units, magnitudes and fractions: "5kg", "10 km/h", "5m people", "12st 4lb", "3 1/2".

use super::context::{continues_sentence, is_attributive, is_counted, is_near};
use super::numbers::{
    cardinal, counted, in_words, magnitude_at, number_in_words, ordinal_suffix, parse_number, year_in_words,
};
use crate::language::speech::english;
use crate::speech::numbers::Number;
use crate::speech::rules::Reading;
use crate::speech::tokens::Tokens;

/// The most tokens of a written unit: `sq`, `.`, a space, `ft`.
const LONGEST_UNIT: usize = 4;
/// The longest token of a unit, in bytes.
const LONGEST_UNIT_TOKEN: usize = 7;

/// Rule for a number with a unit or a magnitude: "5kg", "10 km/h", "20°C", "3bn", "5-km".
pub(super) fn measure(t: &Tokens, i: usize) -> Option<Reading> {
    let data = english();
    let n = parse_number(t, i)?;
    let number = number_in_words(&n);
    let end = i + n.len;
    if t.is(end, "x") && t.digits(end + 1).is_some() {
        return Some((format!("{number} by"), n.len + 1));
    }
    // "5 m people" are five million; "5 m" alone is a length.
    if t.is_space(end) && t.is(end + 1, "m") && is_counted(t, end + 2) {
        return Some((format!("{number} million"), n.len + 2));
    }
    let spaced = t.is_space(end);
    let hyphen = t.is(end, "-");
    let at = if spaced || hyphen { end + 1 } else { end };
    let Some(([one, many], len)) = unit_at(t, at, spaced || hyphen) else {
        let (magnitude, len) = magnitude_at(t, end)
            .filter(|_| !spaced && !hyphen && t.text(end).starts_with(char::is_lowercase))?;
        return Some((format!("{number} {magnitude}"), n.len + len));
    };
    let mut last = at + len;
    if t.is(last, "-") && data.hyphenated_dimensions.has(t.text(last + 1)) && !spaced {
        return Some((format!("{number}-{one}"), last - i));
    }
    // "the 110m hurdles" are run over "one hundred and ten metres".
    let hurdles = t.word_after(last) == "hurdles";
    let attributive = !hurdles && is_attributive(t, i, last);
    let singular = n.is_one() || hyphen || attributive || is_attributive_hours(t, at, last);
    let mut words = format!("{number} {}", if singular { one } else { many });
    if let Some((name, len)) = per_unit(t, last) {
        words = format!("{words} per {name}");
        last += len;
    }
    last += usize::from(t.is(last, ".") && continues_sentence(t, last + 1));
    Some((words, last - i))
}

/// True for "24hr news": without a space, hours describe the noun after them.
fn is_attributive_hours(t: &Tokens, at: usize, end: usize) -> bool {
    let next = t.word_after(end);
    let noun = next.starts_with(char::is_lowercase) && !english().function_words.has(next);
    t.is(at, "hr") && t.digits(at.wrapping_sub(1)).is_some() && noun
}

/// Returns what an amount is for one of, "/kg" or "/day" at `i`, and its number of tokens.
pub(super) fn per_unit(t: &Tokens, i: usize) -> Option<(&'static str, usize)> {
    if !t.is(i, "/") {
        return None;
    }
    if let Some(name) = english().per.get(t.text(i + 1)) {
        return t.digits(i + 2).is_none().then_some((name, 2));
    }
    let ([one, _], len) = unit_at(t, i + 1, false)?;
    (t.text(i + 1).starts_with(char::is_alphabetic) && !t.is(i + 1 + len, "/")).then_some((one, len + 1))
}

/// Returns the longest unit at `at`, singular and plural, and its number of tokens. `apart` is true when it does not touch
/// its number.
fn unit_at(t: &Tokens, at: usize, apart: bool) -> Option<(&'static [String; 2], usize)> {
    (1..=LONGEST_UNIT).rev().find_map(|len| {
        if (at..at + len).any(|k| t.text(k).len() > LONGEST_UNIT_TOKEN) {
            return None;
        }
        // "sq. ft." is written with full stops or without.
        let dotted = len == LONGEST_UNIT && matches!(t.text(at), "sq" | "cu") && t.is(at + 1, ".");
        let tokens = (at..at + len).filter(|&k| !(dotted && k == at + 1));
        let written: String = tokens.map(|k| t.text(k)).collect();
        let unit = english().units.get(&written)?;
        let joined = t.letters(at + len).or(t.digits(at + len)).is_some();
        (!(joined || apart && english().joined_units.has(&written))).then_some((unit, len))
    })
}

/// Rule for millions with "m": "67.3m" of a population, "2m-strong", "5m people".
pub(super) fn millions(t: &Tokens, i: usize) -> Option<Reading> {
    t.digits(i)?;
    let n = parse_number(t, i)?;
    let end = i + n.len;
    let people = t.is(end, "m") && !is_surely_length(t, i, &n) && is_crowd(t, i, end + 1);
    people.then(|| (format!("{} million", number_in_words(&n)), n.len + 1))
}

/// True where the words next to "m" leave no doubt: "5m tall", "2m-high", "the 110m hurdles", "20m from the door".
fn is_surely_length(t: &Tokens, i: usize, n: &Number) -> bool {
    let data = english();
    let end = i + n.len + 1;
    let next = if t.is(end, "-") { t.text(end + 1) } else { t.word_after(end) };
    let distance = n.fraction.is_none() && data.race_distances.has(&n.whole);
    let before = t.word_before(i).to_lowercase().replace('\u{2019}', "'");
    let race =
        distance && (data.race_words.has(next) || data.before_race.has(&before) && !is_counted(t, end));
    let from = matches!(next, "from" | "off") && t.digits(end + 3).is_none();
    race || from || data.dimensions.has(next)
}

/// True for a number of people, or of anything that is counted.
fn is_crowd(t: &Tokens, i: usize, end: usize) -> bool {
    let data = english();
    if is_counted(t, end) || (t.is(end, "-") && t.is(end + 1, "strong")) {
        return true;
    }
    let next = t.word_after(end);
    let of_them = next == "of" && data.after_people_of.has(t.word_after(end + 2));
    let people = of_them || data.after_people.has(next) || is_near(t, i, end, &data.crowd_words);
    people && !is_near(t, i, end, &data.length_words) && !is_attributive(t, i, end)
}

/// Rule for a weight in stones: "12st 4lb", "11st". "1st" and "21st" are ordinals unless pounds follow.
pub(super) fn stones(t: &Tokens, i: usize) -> Option<Reading> {
    let digits = t.digits(i).filter(|digits| digits.len() <= 2 && t.is(i + 1, "st"))?;
    let at = t.past_space(i + 2);
    let stones = format!("{} stone", cardinal(digits));
    let pounds = t.digits(at).filter(|pounds| pounds.len() <= 3 && matches!(t.text(at + 1), "lb" | "lbs"));
    if let Some(pounds) = pounds {
        return Some((format!("{stones} {}", counted(pounds, "pound")), at + 2 - i));
    }
    (ordinal_suffix(digits.parse().ok()?) != "st").then_some((stones, 2))
}

/// Rule for a mixed fraction: "3 1/2", "3-1/2".
pub(super) fn mixed_fraction(t: &Tokens, i: usize) -> Option<Reading> {
    let joined = t.is_space(i + 1) || t.is(i + 1, "-");
    let whole = t.digits(i).filter(|d| d.len() <= 6 && joined && !t.is(i.wrapping_sub(1), "/"))?;
    let (top, bottom) = parse_fraction(t, i + 2)?;
    let [one, many] = fraction_name(bottom)?;
    let fraction = match top {
        1 => format!("a{} {one}", if one.starts_with('e') { "n" } else { "" }),
        top if top < bottom => format!("{} {many}", in_words(top)),
        _ => return None,
    };
    Some((format!("{} and {fraction}", cardinal(whole)), 5))
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
    let (first, second) = (in_words(top), in_words(bottom));
    let words = match (top, bottom) {
        _ if top <= bottom && data.parts.has_lower(t.word_before(i)) => format!("{first} of {second}"),
        _ if top <= bottom && data.rated.has(t.word_after(i + 3)) => format!("{first} out of {second}"),
        _ if is_near(t, i, i + 3, &data.odds_words) => format!("{first} to {second}"),
        (top, bottom) if top + 1 == bottom && data.season_words.has(t.word_after(i + 3)) && top > 9 => {
            format!("{first} {second}")
        }
        (50, 50) | (20, 20) => format!("{first}-{second}"),
        pair if data.named_pairs.contains(&pair) => format!("{first} {second}"),
        (1100..=2099, 0..=99) => format!("{} {second}", year_in_words(top)),
        (_, 10 | 100) if top <= bottom => format!("{first} out of {second}"),
        (1, 2..=9) => format!("one {}", fraction_name(bottom)?[0]),
        (_, 2..=9) if top < bottom => format!("{first} {}", fraction_name(bottom)?[1]),
        _ => format!("{first} over {second}"),
    };
    // In "2/3rds", the ending is already in "thirds".
    let ending = matches!(t.text(i + 3), "rd" | "rds" | "th" | "ths") && (2..=9).contains(&bottom);
    Some((words, 3 + usize::from(ending)))
}

fn fraction_name(bottom: u64) -> Option<&'static [String; 2]> {
    english().fractions.get(bottom.checked_sub(2)? as usize)
}

/// Returns both numbers of `a/b` when no further slash follows.
fn parse_fraction(t: &Tokens, i: usize) -> Option<(u64, u64)> {
    let (top, bottom) = (short_number(t, i)?, short_number(t, i + 2)?);
    let alone = t.is(i + 1, "/") && !t.is(i + 3, "/") && !t.is(i.wrapping_sub(1), "/");
    alone.then_some((top, bottom))
}

fn short_number(t: &Tokens, i: usize) -> Option<u64> {
    t.digits(i).filter(|d| d.len() <= 4 && (d.len() == 1 || !d.starts_with('0')))?.parse().ok()
}
