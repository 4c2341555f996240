//! Dates and times of languages that are described by a table: "12/05/2024", "1er mai", "14h30", "14.30 uur".

use super::numbers::{Form, in_words, ordinal, year_in_words};
use crate::language::european::{European, OrdinalForm};
use crate::speech::rules::Reading;
use crate::speech::tokens::Tokens;

/// Years of two digits from here on are of the last century: "12/05/68".
const FIRST_SHORT_YEAR_OF_1900: u64 = 50;

/// Rule for a date in digits: "12/05/2024", "12.05.2024", "2024-05-12", "12/05/24", "le 12/05".
pub(super) fn numeric_date(data: &European, t: &Tokens, i: usize) -> Option<Reading> {
    let (a, b) = (t.digits(i)?, t.digits(i + 2)?);
    let mark = t.text(i + 1);
    let c = t.digits(i + 4).filter(|_| t.is(i + 3, mark));
    let after = if c.is_some() { i + 5 } else { i + 3 };
    if t.is(after, mark) && t.digits(after + 1).is_some() || t.is(i.wrapping_sub(1), mark) {
        return None;
    }
    let (day, month, year) = match (mark, a.len(), b.len(), c.map(str::len)) {
        ("-" | "/", 4, 2, Some(2)) => (c?, b, Some(a)),
        ("/" | "." | "-", 1..=2, 1..=2, Some(4)) | ("/", 1..=2, 1..=2, Some(2)) => (a, b, c),
        ("/", 1..=2, 2, None) if data.before_date.has_lower(t.word_before(i)) => (a, b, None),
        _ => return None,
    };
    let (day, month): (u64, usize) = (day.parse().ok()?, month.parse().ok()?);
    let month = data.months.get(month.checked_sub(1)?).filter(|_| (1..=31).contains(&day))?;
    let date = format!("{}{}{month}", day_in_words(data, day), data.date_joint);
    let Some(year) = year else { return Some((date, 3)) };
    let year = match (year.len(), year.parse::<u64>().ok()?) {
        (2, short) if short < FIRST_SHORT_YEAR_OF_1900 => 2000 + short,
        (2, short) => 1900 + short,
        (_, year) => year,
    };
    Some((format!("{date}{}{}", data.date_joint, year_in_words(data, year)), 5))
}

/// Rule for the first day of a month: "1er mai", "1º de mayo", "1 mai". Other days are cardinals.
pub(super) fn first_day(data: &European, t: &Tokens, i: usize) -> Option<Reading> {
    t.digits(i).filter(|day| *day == "1" && data.first_is_ordinal)?;
    let suffix = t.letters(i + 1).is_some_and(|suffix| data.ordinal_suffixes.contains_key(suffix));
    let suffix = usize::from(suffix || t.is(i + 1, "\u{b0}"));
    let of = data.date_joint.trim();
    let after = i + 1 + suffix;
    let joined = if !of.is_empty() && t.word_after(after) == of { 2 } else { 0 };
    let month = t.word_after(after + joined).to_lowercase();
    data.months.iter().any(|name| name == month).then(|| (day_in_words(data, 1), 1 + suffix))
}

fn day_in_words(data: &European, day: u64) -> String {
    if day == 1 && data.first_is_ordinal {
        ordinal(data, 1, OrdinalForm::Masculine)
    } else {
        in_words(data, day, Form::Plain)
    }
}

/// Rule for the abbreviation of a month next to a number: "12 janv. 2024", "nov. 1989".
pub(super) fn month_abbreviation(data: &European, t: &Tokens, i: usize) -> Option<Reading> {
    let month = data.month_abbreviations.get(&t.letters(i)?.to_lowercase())?;
    let dot = usize::from(t.is(i + 1, "."));
    let after = t.digits(t.past_space(i + 1 + dot)).is_some() && t.is_space(i + 1 + dot);
    let before = t.is_space(i.wrapping_sub(1)) && t.digits(i.wrapping_sub(2)).is_some();
    let of = t.word_before(i) == data.date_joint.trim() && t.digits(i.wrapping_sub(4)).is_some();
    if !(before || of || after && dot == 1) {
        return None;
    }
    let stop = if dot == 1 && t.is_end(i + 2) { "." } else { "" };
    Some((format!("{month}{stop}"), 1 + dot))
}

/// Rule for a time: "14h30", "14 h 30", "14:30", "14.30 uur".
pub(super) fn time(data: &European, t: &Tokens, i: usize) -> Option<Reading> {
    let hour: u64 = t.digits(i).filter(|d| d.len() <= 2)?.parse().ok().filter(|hour| *hour <= 24)?;
    if t.is(i.wrapping_sub(1), ":") || t.is(i.wrapping_sub(1), ".") && t.digits(i.wrapping_sub(2)).is_some() {
        return None;
    }
    if t.is(i + 1, ":") || t.is(i + 1, ".") {
        return clock_with_mark(data, t, i, hour);
    }
    let at = t.past_space(i + 1);
    if !data.hour_letters || !t.is(at, "h") {
        return None;
    }
    let joined = minute_at(t, at + 1).map(|minute| (minute, at + 2));
    let spaced = minute_at(t, t.past_space(at + 1)).map(|minute| (minute, t.past_space(at + 1) + 1));
    let (minute, end) = joined.or(spaced.filter(|_| at > i + 1)).unwrap_or((0, at + 1));
    t.letters(end).is_none().then(|| (clock(data, hour, minute), end - i))
}

/// "14:30", "14.30 uur", "alle 14.30"
fn clock_with_mark(data: &European, t: &Tokens, i: usize, hour: u64) -> Option<Reading> {
    let minute = minute_at(t, i + 2)?;
    let continues = matches!(t.text(i + 3), ":" | "." | ",") && t.digits(i + 4).is_some();
    let word = t.word_after(i + 3);
    let named = data.after_clock.has(word);
    let dot = t.is(i + 1, ".");
    if continues || dot && !named && !data.before_clock.has_lower(t.word_before(i)) {
        return None;
    }
    Some((clock(data, hour, minute), if named { 5 } else { 3 }))
}

fn minute_at(t: &Tokens, at: usize) -> Option<u64> {
    t.digits(at).filter(|d| d.len() == 2)?.parse().ok().filter(|minute| *minute < 60)
}

fn clock(data: &European, hour: u64, minute: u64) -> String {
    let single = hour == 1 || hour == 0 && data.zero_is_single;
    let name = match (single, minute) {
        (true, _) => &data.hour,
        (false, 0) => &data.round_hours,
        _ => &data.hours,
    };
    let hours = format!("{}{name}", in_words(data, hour, Form::before(data.hour_is_feminine)));
    match minute {
        0 => hours,
        minute => format!("{hours}{}{}", data.minute_joint, in_words(data, minute, Form::Plain)),
    }
}
