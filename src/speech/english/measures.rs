//! English measures: numbers with units and magnitudes: "5kg", "10 km/h", "5m people", "12st 4lb".

use super::context::{continues_sentence, is_attributive, is_counted, is_near, is_numbered_place};
use super::numbers::{cardinal, counted, magnitude_at, number_in_words, ordinal_suffix, parse_number};
use crate::language::speech::english;
use crate::speech::numbers::Number;
use crate::speech::rules::Reading;
use crate::speech::tokens::{Kind, Tokens};

/// The most tokens of a written unit: `sq`, `.`, a space, `ft`.
const LONGEST_UNIT: usize = 4;
/// The longest token of a unit, in bytes.
const LONGEST_UNIT_TOKEN: usize = 7;

/// Rule for a number with a unit or a magnitude: "5kg", "10 km/h", "20°C", "3bn", "5-km", "100 million kg".
pub(super) fn measure(t: &Tokens, i: usize) -> Option<Reading> {
    let n = parse_number(t, i)?;
    let end = i + n.len;
    if t.is(end, "x") && t.digits(end + 1).is_some() {
        return Some((format!("{} by", number_in_words(&n)), n.len + 1));
    }
    // "5 m people" are five million; "5 m" alone is a length.
    if t.is_space(end) && t.is(end + 1, "m") && is_counted(t, end + 2) {
        return Some((format!("{} million", number_in_words(&n)), n.len + 2));
    }
    if let Some((words, end)) =
        with_unit(t, i, &Quantity { words: number_in_words(&n), one: n.is_one(), end })
    {
        return Some((words, end - i));
    }
    let (magnitude, len) = magnitude_at(t, end)?;
    let end = end + len;
    let words = format!("{} {magnitude}", number_in_words(&n));
    if let Some((words, end)) = with_unit(t, i, &Quantity { words: words.clone(), one: false, end }) {
        return Some((words, end - i));
    }
    let joined = t.letters(i + n.len).is_some();
    let sure =
        joined && (t.text(i + n.len).starts_with(char::is_lowercase) || is_capital_magnitude(t, i, &n));
    sure.then_some((words, end - i))
}

/// A number or a fraction in words, before its unit.
pub(super) struct Quantity {
    pub(super) words: String,
    /// True for exactly one.
    pub(super) one: bool,
    /// The index after it.
    pub(super) end: usize,
}

/// Returns the quantity that begins at `i` with the unit after it, and the index after the unit.
pub(super) fn with_unit(t: &Tokens, i: usize, quantity: &Quantity) -> Option<(String, usize)> {
    let end = quantity.end;
    let (spaced, hyphen) = (t.is_space(end), t.is(end, "-"));
    let at = if spaced || hyphen { end + 1 } else { end };
    let ([one, many], len) = unit_at(t, at, spaced || hyphen).or_else(|| ambiguous_unit(t, i, at))?;
    let mut last = at + len;
    if t.is(last, "-") && english().hyphenated_dimensions.has(t.text(last + 1)) && !spaced {
        return Some((format!("{}-{one}", quantity.words), last));
    }
    // "the 110m hurdles" are run over "one hundred and ten metres".
    let hurdles = t.word_after(last) == "hurdles";
    let attributive = !hurdles && is_attributive(t, i, last);
    let singular = quantity.one || hyphen || attributive || is_attributive_hours(t, at, last);
    let mut words = format!("{} {}", quantity.words, if singular { one } else { many });
    if let Some((name, len)) = per_unit(t, last) {
        words = format!("{words} per {name}");
        last += len;
    }
    let continues =
        || is_inner_mark(t.text(last + 1)) || continues_sentence(t, last + 1) || is_measure(t, last + 2);
    last += usize::from(t.is(last, ".") && continues());
    Some((words, last))
}

/// True for a number with a unit at `i`: the full stop in "3 min. 20 sec." belongs to the unit.
fn is_measure(t: &Tokens, i: usize) -> bool {
    parse_number(t, i).is_some_and(|n| t.is_space(i + n.len) && unit_at(t, i + n.len + 1, true).is_some())
}

/// True for a mark inside a sentence: the full stop of "6 ft., 2 in." belongs to the unit.
fn is_inner_mark(text: &str) -> bool {
    matches!(text, "," | ";" | ":")
}

/// Returns a unit that is another word elsewhere: "6 in. wide", "a 16 A fuse".
fn ambiguous_unit(t: &Tokens, i: usize, at: usize) -> Option<(&'static [String; 2], usize)> {
    let data = english();
    let written = t.letters(at).filter(|_| t.letters(at + 1).or(t.digits(at + 1)).is_none())?;
    let found = match written {
        "in" if t.is(at + 1, ".") => {
            continues_sentence(t, at + 2) || t.is_end(at + 2) || is_inner_mark(t.text(at + 2))
        }
        "in" => data.dimensions.has(t.word_after(at + 1)) && t.word_after(at + 1) != "above",
        "l" => t.is_space(at.wrapping_sub(1)),
        "s" => t.is_space(at.wrapping_sub(1)) && !is_torn_decade(t, i, at),
        letter if is_bare_letter(letter) => !t.is(at + 1, ".") && is_near(t, i, at, &data.electric_words),
        _ => false,
    };
    let unit = if written == "s" { "sec" } else { written };
    Some((data.units.get(unit).filter(|_| found)?, 1))
}

/// True for "s" at `at` after a year or a decade, which is no second: "the 1980 s", "the 80 s".
fn is_torn_decade(t: &Tokens, i: usize, at: usize) -> bool {
    let digits = t.text(i);
    let whole = at == i + 2;
    let led = i == 0 || matches!(t.word_before(i), "the" | "The" | "early" | "late" | "mid");
    whole && (digits.len() > 3 || digits.len() == 2 && digits.ends_with('0') && led)
}

/// True where a capital after a number is a magnitude: "1.3M followers", "cut 300K jobs", "over 10K". "Flat 3B", "a 4K
/// screen" and "a 3M product" are names.
fn is_capital_magnitude(t: &Tokens, i: usize, n: &Number) -> bool {
    let data = english();
    let end = i + n.len;
    let next = t.word_after(end + 1);
    let named = is_numbered_place(t, i)
        || (t.is(end, "K") && data.screen_words.has(next))
        || (t.is(end, "M") && n.whole == "3");
    let counted = is_counted(t, end + 1) || data.after_people.has(next) || next == "of" || next == "in";
    let led = data.before_count.has_lower(t.word_before(i));
    let free = next.is_empty() || data.function_words.has(next);
    t.text(end).len() == 1 && (n.fraction.is_some() || !named && (counted || led && free))
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
    // "5 l/100 km"
    if t.is(i + 1, "100") && t.is(t.past_space(i + 2), "km") {
        return Some(("hundred kilometres", t.past_space(i + 2) + 1 - i));
    }
    if let Some(name) = english().per.get(t.text(i + 1)) {
        return t.digits(i + 2).is_none().then_some((name, 2));
    }
    let ([one, _], len) = unit_at(t, i + 1, false)?;
    (t.text(i + 1).starts_with(char::is_alphabetic) && !t.is(i + 1 + len, "/")).then_some((one, len + 1))
}

/// Rule for "per" before a unit of area or volume: "56 people/km²", "42259 /m²".
pub(super) fn per_area(t: &Tokens, i: usize) -> Option<Reading> {
    let before = if t.is_space(i.wrapping_sub(1)) { t.back(i, 2) } else { t.back(i, 1) };
    let counted = matches!(before.kind, Kind::Letters | Kind::Digits);
    let area = counted && t.digits(i + 2).is_some_and(|power| matches!(power, "2" | "3"));
    let (name, len) = per_unit(t, i).filter(|_| area)?;
    Some((format!(" per {name}"), len))
}

/// True for a unit that is mostly a letter: "340 A.D.", "Row 5 J", "40 W. Main Street".
fn is_bare_letter(written: &str) -> bool {
    matches!(written, "A" | "J" | "N" | "W")
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
        let unit = english().units.get(&written).filter(|_| !is_bare_letter(&written))?;
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
