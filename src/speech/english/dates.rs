//! English dates, years, decades and ordinals: "24 February 2024", "Feb. 3", "24/02/2024", "the 1990s", "the 21st".

use super::context::{closing_stop, is_counted, noun_before};
use super::numbers::{
    designation, is_ordinal_suffix, number_in_words, ordinal_ending, ordinal_in_words, parse_number, plural,
    year_in_words,
};
use crate::language::speech::english;
use crate::speech::numbers::Number;
use crate::speech::rules::Reading;
use crate::speech::tokens::{Tokens, is_joint};
use crate::speech::words::{capitalised, has_capital};

/// Years of two digits up to this one are in this century: "1/2/50" is 2050, "1/2/51" is 1951.
const LAST_OF_THIS_CENTURY: u64 = 50;
/// Four digits in this range are a year unless the context shows something else.
const YEARS: std::ops::RangeInclusive<u64> = 1100..=2099;
/// Four digits in this range are a year after a word such as "in": "in 1066", "by 2100".
const DISTANT_YEARS: std::ops::RangeInclusive<u64> = 1000..=2199;
/// Years in this range remain years before a plural: "2024 elections". "1500 elections" is a count.
pub(super) const RECENT_YEARS: std::ops::RangeInclusive<u64> = 1900..=2099;
/// The highest ordinal, exclusive.
const ORDINAL_LIMIT: u64 = 1_000_000_000_000_000;

/// The order of day and month in `03/04/2024`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::speech) enum DateOrder {
    /// 3 April.
    DayFirst,
    /// March 4.
    MonthFirst,
}

/// Rule for a day before its month: "24 February", "24th of Feb. 2024", "10-12 March", "30 May-2 June".
pub(super) fn day_month(t: &Tokens, i: usize) -> Option<Reading> {
    let (days, mut end) = days_at(t, i)?;
    end = t.past_space(end);
    if t.is(end, "of") && t.is_space(end + 1) {
        end += 2;
    }
    let (month, len) = month_at(t, end)?;
    end += len;
    let article = if t.word_before(i).eq_ignore_ascii_case("the") { "" } else { "the " };
    let (year, end) = year_after(t, end);
    let (to, end) = match t.past_joint(end).filter(|&next| begins_date(t, next)) {
        Some(next) => (" to", next),
        None => ("", end),
    };
    Some((format!("{article}{} of {month}{year}{to}", days.join(" to the ")), end - i))
}

/// Rule for a month before its day or its year: "February 24, 2024", "Feb. 3", "Jan. 2024".
pub(super) fn month_day(t: &Tokens, i: usize) -> Option<Reading> {
    let (month, len) = month_at(t, i)?;
    let at = i + len;
    if is_joint(t.text(at)) {
        return joined_date(t, i, month, at + 1);
    }
    if !t.is_space(at) {
        return None;
    }
    let abbreviated = !t.text(i).eq_ignore_ascii_case(month);
    if let (year, end) = year_after(t, at)
        && !year.is_empty()
        && abbreviated
    {
        return Some((format!("{month}{year}"), end - i));
    }
    let (days, end) = days_at(t, at + 1)?;
    // Not in "by May 12.30", "in May 5%".
    let time = matches!(t.text(end), "." | ":") && t.digits(end + 1).is_some();
    if time || t.letters(end).is_some() || t.is(end, "%") {
        return None;
    }
    let (year, end) = year_after(t, end);
    let pause = if year.is_empty() { "" } else { "," };
    let next = t.past_joint(end).filter(|&next| begins_month_day(t, next));
    let to = if next.is_some() { " to" } else { "" };
    Some((format!("{month} {}{pause}{year}{to}", days.join(" to ")), next.unwrap_or(end) - i))
}

/// "Jan-15-2020", "Jan-15".
fn joined_date(t: &Tokens, i: usize, month: &str, at: usize) -> Option<Reading> {
    let (day, end) = day_at(t, at).filter(|(_, end)| t.letters(*end).is_none() && !t.is(at, month))?;
    let year = t.digits(end + 1).filter(|year| is_joint(t.text(end)) && year.len() == 4);
    match year.and_then(|year| year.parse().ok()) {
        Some(year) => Some((format!("{month} {day}, {}", year_in_words(year)), end + 2 - i)),
        None if is_joint(t.text(end)) => None,
        None => Some((format!("{month} {day}"), end - i)),
    }
}

/// True for a month and its day: "December 13".
fn begins_month_day(t: &Tokens, i: usize) -> bool {
    month_at(t, i).is_some_and(|(_, len)| t.is_space(i + len) && day_at(t, i + len + 1).is_some())
}

/// Rule for a date in digits: "24/02/2024", "24.02.2024", "2024-02-24". If day and month can be either, `order` decides.
pub(super) fn numeric_date(t: &Tokens, i: usize, order: DateOrder) -> Option<Reading> {
    let (a, b, c) = (t.digits(i)?, t.digits(i + 2)?, t.digits(i + 4)?);
    let mark = t.text(i + 1);
    let alone = t.is(i + 3, mark)
        && !t.is(i.wrapping_sub(1), mark)
        && !(t.is(i + 5, mark) && t.digits(i + 6).is_some());
    let lengths = (a.len(), b.len(), c.len());
    let (one, other, last): (u64, u64, u64) = (a.parse().ok()?, b.parse().ok()?, c.parse().ok()?);
    let (day, month, year) = match (mark, lengths) {
        ("-" | "/", (4, 2, 2)) => (last, other, one),
        ("/" | "." | "-", (1..=2, 1..=2, 4)) | ("/", (1..=2, 1..=2, 2)) | (".", (2, 2, 2)) => {
            let year = if c.len() == 2 { full_year(last) } else { last };
            if is_month_first(one, other, order) { (other, one, year) } else { (one, other, year) }
        }
        _ => return None,
    };
    if !alone {
        return None;
    }
    let (day, month) = day_and_month(day, month)?;
    let year = year_in_words(year);
    let words = match order {
        DateOrder::DayFirst => format!("the {day} of {month} {year}"),
        DateOrder::MonthFirst => format!("{month} {day}, {year}"),
    };
    Some((words, 5))
}

fn full_year(two_digits: u64) -> u64 {
    if two_digits <= LAST_OF_THIS_CENTURY { 2000 + two_digits } else { 1900 + two_digits }
}

fn is_month_first(one: u64, other: u64, order: DateOrder) -> bool {
    other > 12 || (order == DateOrder::MonthFirst && one <= 12)
}

/// Returns the day as an ordinal and the name of the month.
fn day_and_month(day: u64, month: u64) -> Option<(String, &'static str)> {
    let month = english().months.get(month.checked_sub(1)? as usize)?;
    (1..=31).contains(&day).then(|| (ordinal_in_words(day), month))
}

/// Rule for a day without a year where the words around it show a date: "on 5/6", "the week of 3/4", "(2/22)". Elsewhere
/// "5/6" is a fraction, as it is in "on 2/3 of it".
pub(super) fn day_without_year(t: &Tokens, i: usize, order: DateOrder) -> Option<Reading> {
    let (one, other) = (short_number(t, i)?, short_number(t, i + 2).filter(|_| t.is(i + 1, "/"))?);
    let on = is_dated(t, i, one.max(other)) && !english().named_pairs.contains(&(one, other));
    let next = t.word_after(i + 3);
    let free = next != "of" && (!next.starts_with(char::is_lowercase) || english().function_words.has(next));
    let alone = !matches!(t.text(i + 3), "/" | "-" | "%") && t.letters(i + 3).is_none();
    if !on || !free || !alone {
        return None;
    }
    let month_first = is_month_first(one, other, order);
    let (day, month) = if month_first { (other, one) } else { (one, other) };
    let (day, month) = day_and_month(day, month)?;
    let words = match order {
        DateOrder::DayFirst => format!("the {day} of {month}"),
        DateOrder::MonthFirst => format!("{month} {day}"),
    };
    Some((words, 3))
}

/// True where the words before "5/6" make it a date. After "by" and "from", only a high number does, which is no denominator.
fn is_dated(t: &Tokens, i: usize, higher: u64) -> bool {
    let data = english();
    let before = t.word_before(i);
    let of = before == "of" && data.before_of_date.has_lower(t.word_before(i.saturating_sub(2)));
    let alone = t.is(i.wrapping_sub(1), "(") && t.is(i + 3, ")") && higher > 9;
    let weekday = weekday_at(t, i.saturating_sub(2)).is_some()
        || data.weekday_abbreviations.values().any(|day| day == before);
    before.eq_ignore_ascii_case("on")
        || of
        || alone
        || weekday && !before.is_empty()
        || data.before_date.has_lower(before) && higher > 9
}

fn short_number(t: &Tokens, i: usize) -> Option<u64> {
    t.digits(i).filter(|digits| digits.len() <= 2).and_then(|digits| digits.parse().ok())
}

/// Rule for abbreviated days: "Mon–Fri", "Mon.-Fri.", "Sat & Sun", "Mon to Fri"; and before a date: "Wed 5 Mar",
/// "Tues 4th". Otherwise "Sun" and "Sat" are words: "the Sun and Mon".
pub(super) fn weekday_range(t: &Tokens, i: usize) -> Option<Reading> {
    if let Some(reading) = whole_weekdays(t, i) {
        return Some(reading);
    }
    let first = weekday_at(t, i)?;
    let end = i + 1 + usize::from(t.is(i + 1, "."));
    let dated =
        t.is_space(end) && (begins_date(t, end + 1) || t.letters(end + 2).is_some_and(is_ordinal_suffix));
    if dated {
        return Some((first.to_string(), end - i));
    }
    if is_in_timetable(t, i, end) {
        let stop = if end > i + 1 { closing_stop(t, end, false) } else { "" };
        return Some((format!("{first}{stop}"), end - i));
    }
    let spaced = usize::from(t.is_space(end));
    let (joint, at) = (end + spaced, end + 1 + 2 * spaced);
    let newspaper = t.word_before(i).eq_ignore_ascii_case("the");
    let joint_word = match t.text(joint) {
        "&" => "and",
        "and" | "to" if !newspaper => t.text(joint),
        joint if is_joint(joint) => "to",
        _ => return None,
    };
    let last = weekday_at(t, at).filter(|_| t.is_space(joint + 1) == (spaced == 1))?;
    let dot = t.is(at + 1, ".") && closing_stop(t, at + 2, false).is_empty();
    Some((format!("{first} {joint_word} {last}"), at + 1 + usize::from(dot) - i))
}

/// True for an abbreviated day that no other one is joined to, but that has another one or a time near: "Mon-Fri 9-5, Sat 10-2,
/// Sun closed".
fn is_in_timetable(t: &Tokens, i: usize, end: usize) -> bool {
    const NEAR: usize = 14;
    let joins = |k: usize| {
        t.past_joint(k).is_some() || matches!(t.word_after(k), "and" | "to") || t.is(t.past_space(k), "&")
    };
    // "the Sun" is a newspaper.
    let is_day = |k: usize| weekday_at(t, k).is_some() && !t.word_before(k).eq_ignore_ascii_case("the");
    if joins(end) || !is_day(i) {
        return false;
    }
    let other = |k: usize| !(i..end).contains(&k) && is_day(k) && t.text(k) != t.text(i);
    let timed = t.digits(end + 1).is_some()
        && t.is_space(end)
        && matches!(t.text(t.past_space(end + 2)), "am" | "pm" | ":" | "a" | "p");
    timed || (i.saturating_sub(NEAR)..end + NEAR).any(other)
}

/// "Monday–Friday".
fn whole_weekdays(t: &Tokens, i: usize) -> Option<Reading> {
    let whole =
        |k: usize| t.letters(k).filter(|day| english().weekday_abbreviations.values().any(|d| d == day));
    let (first, at) = (whole(i)?, t.past_joint(i + 1)?);
    // "He left on Monday – Friday was worse" has two clauses.
    let joined = at == i + 2;
    whole(at).filter(|_| joined).map(|last| (format!("{first} to {last}"), 3))
}

fn weekday_at(t: &Tokens, i: usize) -> Option<&'static str> {
    english().weekday_abbreviations.get(t.text(i)).map(String::as_str)
}

/// Rule for a range of months: "Jan-Mar", "Sept.–Nov.", "June–August". Next to a capital, whole words with a hyphen
/// may be a name: "Theresa May-June".
pub(super) fn month_range(t: &Tokens, i: usize) -> Option<Reading> {
    let (first, len) = month_at(t, i)?;
    let joint = i + len;
    let (last, last_len) = month_at(t, joint + 1).filter(|_| is_joint(t.text(joint)))?;
    let abbreviated = !t.text(i).eq_ignore_ascii_case(first) || !t.text(joint + 1).eq_ignore_ascii_case(last);
    let stop = last_len == 2 && !closing_stop(t, joint + 3, false).is_empty();
    let name = t.is(joint, "-") && (has_capital(t.word_before(i)) || has_capital(t.word_after(joint + 2)));
    let range = abbreviated || !name;
    range.then(|| (format!("{first} to {last}"), joint + 1 + last_len - usize::from(stop) - i))
}

/// True for a day and its month. It does not look further, because dates may follow one another without end.
fn begins_date(t: &Tokens, i: usize) -> bool {
    days_at(t, i).is_some_and(|(_, end)| month_at(t, t.past_space(end)).is_some())
}

/// Returns a day of the month or a range of days as ordinals, and the index after it.
fn days_at(t: &Tokens, i: usize) -> Option<(Vec<String>, usize)> {
    let (first, end) = day_at(t, i)?;
    let joint = t.past_joint(end).and_then(|at| day_at(t, at).map(|second| (at, second)));
    // "March 3 – 5", but not "March 3 – 5 people".
    let spaced =
        |at: usize, last: usize| at > end + 1 && (is_counted(t, last) || t.text(i).len() > t.text(at).len());
    match joint {
        Some((at, (second, last))) if !spaced(at, last) => Some((vec![first, second], last)),
        _ => Some((vec![first], end)),
    }
}

fn day_at(t: &Tokens, i: usize) -> Option<(String, usize)> {
    let digits = t.digits(i).filter(|d| d.len() <= 2)?;
    let day: u64 = digits.parse().ok().filter(|day| (1..=31).contains(day))?;
    let suffix = t.letters(i + 1).and_then(ordinal_ending);
    let ending = suffix.unwrap_or_default();
    Some((format!("{}{ending}", ordinal_in_words(day)), i + 1 + usize::from(suffix.is_some())))
}

/// Returns the name of a month, written in full or abbreviated, and its number of tokens.
fn month_at(t: &Tokens, i: usize) -> Option<(&'static str, usize)> {
    let written = t.letters(i).filter(|written| begins_like_a_month(written))?;
    let months = &english().months;
    if let Some(name) = months.iter().find(|name| *name == written) {
        return Some((name, 1));
    }
    // "SEPT. 15", "july 4". In lower case, "may" and "march" are verbs.
    let capitals = written.len() > 2 && written.chars().all(char::is_uppercase);
    let small = written.starts_with(char::is_lowercase) && !matches!(written, "may" | "march" | "mar");
    let written = if written.len() < 10 && (capitals || small) {
        capitalised(&written.to_lowercase())
    } else {
        written.to_string()
    };
    if let Some(name) = months.iter().find(|name| *name == written) {
        return Some((name, 1));
    }
    let name = months.get(english().month_abbreviations.get(&written)? - 1)?;
    Some((name, 1 + usize::from(t.is(i + 1, "."))))
}

/// True for the first two letters of a month in any case. Most words have others, and need not be looked up.
fn begins_like_a_month(word: &str) -> bool {
    let [first, second, ..] = word.as_bytes() else { return false };
    matches!(
        &[first.to_ascii_lowercase(), second.to_ascii_lowercase()],
        b"ja" | b"fe" | b"ma" | b"ap" | b"ju" | b"au" | b"se" | b"oc" | b"no" | b"de"
    )
}

/// Returns the year in ", 2024" or " 2024" at `i` in words, and the index after it. Returns an empty string when there is
/// none.
fn year_after(t: &Tokens, i: usize) -> (String, usize) {
    let at = t.past_space(i + usize::from(t.is(i, ",")));
    let fits = at > i && t.letters(at + 1).is_none() && !(t.is(at + 1, ",") && t.digits(at + 2).is_some());
    let year = t.digits(at).filter(|d| fits && d.len() == 4).and_then(|d| d.parse().ok());
    match year.filter(|year| (1000..2200).contains(year)) {
        Some(year) => (format!(" {}", year_in_words(year)), at + 1),
        None => (String::new(), i),
    }
}

/// Rule for a decade or another plural in digits: "1990s", "’90s", "747s". With a fraction, the "s" means seconds: "9.58s".
pub(super) fn decade(t: &Tokens, i: usize) -> Option<Reading> {
    let n = parse_number(t, i)?;
    let end = i + n.len;
    let len = if t.is(end, "s") {
        n.len + 1
    } else if matches!(t.text(end), "'" | "\u{2019}") && t.is(end + 1, "s") || is_spaced_decade(t, &n, end) {
        n.len + 2
    } else {
        return None;
    };
    if n.fraction.is_some() {
        return Some((format!("{} seconds", number_in_words(&n)), len));
    }
    if let Some(words) = round_plural(&n.whole) {
        return Some((words.to_string(), len));
    }
    let words = match n.plain() {
        Some(value) if value % 10 == 0 && n.whole.len() == 4 => year_in_words(value),
        _ if n.whole.len() == 3 => designation(&n.whole),
        _ => number_in_words(&n),
    };
    Some((plural(&words), len))
}

/// True for a decade that was torn apart: "the 1980 s".
fn is_spaced_decade(t: &Tokens, n: &Number, end: usize) -> bool {
    let round = n.plain().is_some_and(|value| (1000..2100).contains(&value) && value % 10 == 0);
    round && t.word_after(end) == "s" && !matches!(t.text(end + 2), "'" | "\u{2019}" | ".")
}

/// Rule for a quarter or a half of a business year with the number first: "2Q22", "1H 2024".
pub(super) fn quarter(t: &Tokens, i: usize) -> Option<Reading> {
    let number: u64 = t.digits(i).filter(|digits| digits.len() == 1)?.parse().ok()?;
    let part = match t.letters(i + 1)? {
        "Q" if (1..=4).contains(&number) => "quarter",
        "H" if (1..=2).contains(&number) => "half",
        _ => return None,
    };
    let at = t.past_space(i + 2);
    let year = t.digits(at).filter(|year| year.len() == 2 && at == i + 2 || year.len() == 4)?;
    let year = year_in_words(year.parse().ok().map(|year: u64| if year < 100 { 2000 + year } else { year })?);
    let article = if matches!(t.word_before(i), "the" | "this" | "its" | "their") { "" } else { "the " };
    Some((format!("{article}{} {part} of {year}", ordinal_in_words(number)), at + 1 - i))
}

/// Returns the words for many of a round number: "1000s of people" are thousands.
fn round_plural(digits: &str) -> Option<&'static str> {
    Some(match digits {
        "100" => "hundreds",
        "1000" => "thousands",
        "10000" => "tens of thousands",
        "100000" => "hundreds of thousands",
        "1000000" => "millions",
        _ => return None,
    })
}

/// Rule for a member of a team or a generation: "49ers" is "forty-niners".
pub(super) fn team_of_number(t: &Tokens, i: usize) -> Option<Reading> {
    let digits = t.digits(i).filter(|digits| digits.len() == 2 && !digits.ends_with('0'))?;
    let ending = t.letters(i + 1).filter(|ending| matches!(*ending, "er" | "ers"))?;
    let words = number_in_words(&parse_number(t, i)?);
    let ending = if words.ends_with('e') { ending.trim_start_matches('e') } else { ending };
    (!digits.starts_with('0')).then(|| (format!("{words}{ending}"), 2))
}

/// Rule for an ordinal: "21st", "1,000th".
pub(super) fn ordinal(t: &Tokens, i: usize) -> Option<Reading> {
    let n = parse_number(t, i)?;
    let ending = ordinal_ending(t.letters(i + n.len)?).filter(|_| n.fraction.is_none())?;
    let value: u64 = n.whole.parse().ok().filter(|value| *value < ORDINAL_LIMIT)?;
    Some((format!("{}{ending}", ordinal_in_words(value)), n.len + 1))
}

/// Rule for a number of four digits that is a year. It is a count before a counted noun ("1500 people"), unless a word such
/// as "in" precedes ("in 1998 people left") or a recent year describes a plural ("the 2024 elections").
pub(super) fn year(t: &Tokens, i: usize) -> Option<Reading> {
    let n = parse_number(t, i)?;
    let end = i + n.len;
    let value = n.plain().filter(|value| YEARS.contains(value) || is_marked_year(t, i, end, *value))?;
    let dated = english().before_year.has_lower(noun_before(t, i));
    let counts = english().counted_nouns.has(t.word_after(end))
        || (is_counted(t, end) && !RECENT_YEARS.contains(&value));
    if t.letters(end).is_some() || t.is(end, "%") || (counts && !dated) {
        return None;
    }
    Some((year_in_words(value), n.len))
}

/// True when a word before the number or an era makes it a year: "in 1066", "the Battle of 1066", "1066 AD". "A crowd of
/// 1066" is a count.
fn is_marked_year(t: &Tokens, i: usize, end: usize, value: u64) -> bool {
    let data = english();
    let before = noun_before(t, i).to_lowercase();
    let era = (1000..=9999).contains(&value)
        && (data.eras.has(t.word_after(end)) || matches!(before.as_str(), "ad" | "bc"));
    let of = before == "of" && data.before_of_year.has_lower(t.word_before(i.saturating_sub(2)));
    era || (DISTANT_YEARS.contains(&value)
        && (of || data.before_distant_year.has(&before))
        && !is_counted(t, end)
        && !t.is(end, "-"))
}
