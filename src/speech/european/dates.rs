//! Dates and times of languages that are described by a table: "12/05/2024", "1er mai", "14h30", "14.30 uur".

use super::numbers::{counted, in_words, ordinal, year_in_words};
use crate::language::european::European;
use crate::speech::rules::Reading;
use crate::speech::tokens::Tokens;

/// Rule for a date in digits: "12/05/2024", "12.05.2024", "2024-05-12".
pub(super) fn numeric_date(data: &European, t: &Tokens, i: usize) -> Option<Reading> {
    let (a, b, c) = (t.digits(i)?, t.digits(i + 2)?, t.digits(i + 4)?);
    let mark = t.text(i + 1);
    let continues = t.is(i + 5, mark) && t.digits(i + 6).is_some() || t.is(i.wrapping_sub(1), mark);
    if !t.is(i + 3, mark) || continues {
        return None;
    }
    let (day, month, year) = match (mark, a.len(), b.len(), c.len()) {
        ("-" | "/", 4, 2, 2) => (c, b, a),
        ("/" | "." | "-", 1..=2, 1..=2, 4) => (a, b, c),
        _ => return None,
    };
    let (day, month, year): (u64, usize, u64) = (day.parse().ok()?, month.parse().ok()?, year.parse().ok()?);
    let month = data.months.get(month.checked_sub(1)?).filter(|_| (1..=31).contains(&day))?;
    Some((
        format!(
            "{}{}{month}{}{}",
            day_in_words(data, day),
            data.date_joint,
            data.date_joint,
            year_in_words(data, year)
        ),
        5,
    ))
}

/// Rule for the first day of a month: "1er mai", "1º de mayo", "1 mai". Other days are cardinals.
pub(super) fn first_day(data: &European, t: &Tokens, i: usize) -> Option<Reading> {
    t.digits(i).filter(|day| *day == "1" && data.first_is_ordinal)?;
    let suffix = usize::from(
        t.letters(i + 1).is_some_and(|suffix| data.ordinal_suffixes.contains_key(suffix))
            || t.is(i + 1, "\u{b0}"),
    );
    let of = if t.word_after(i + 1 + suffix) == data.date_joint.trim() && !data.date_joint.trim().is_empty() {
        2
    } else {
        0
    };
    let month = t.word_after(i + 1 + suffix + of);
    data.months.iter().any(|name| name == month.to_lowercase()).then(|| (day_in_words(data, 1), 1 + suffix))
}

fn day_in_words(data: &European, day: u64) -> String {
    if day == 1 && data.first_is_ordinal { ordinal(data, 1, false) } else { in_words(data, day) }
}

/// Rule for a time: "14h30", "14 h 30", "14:30", "14.30 uur".
pub(super) fn time(data: &European, t: &Tokens, i: usize) -> Option<Reading> {
    let hour: u64 = t.digits(i).filter(|d| d.len() <= 2)?.parse().ok().filter(|hour| *hour <= 24)?;
    let minute_at = |at: usize| -> Option<u64> {
        t.digits(at).filter(|d| d.len() == 2)?.parse().ok().filter(|minute| *minute < 60)
    };
    let colon = t.is(i + 1, ":");
    let dot = t.is(i + 1, ".");
    if colon || dot {
        let minute = minute_at(i + 2)?;
        let continues = matches!(t.text(i + 3), ":" | "." | ",") && t.digits(i + 4).is_some();
        let word = t.word_after(i + 3);
        let named = data.after_clock.has(word);
        if continues || dot && !named && !data.before_clock.has_lower(t.word_before(i)) {
            return None;
        }
        let len = if named { 5 } else { 3 };
        return Some((clock(data, hour, minute), len));
    }
    // "14h30", "14 h 30", "14h"
    let at = t.past_space(i + 1);
    if !data.hour_letters || !t.is(at, "h") {
        return None;
    }
    let joined = minute_at(at + 1).map(|minute| (minute, at + 2));
    let spaced = minute_at(t.past_space(at + 1)).map(|minute| (minute, t.past_space(at + 1) + 1));
    let (minute, end) = joined.or(spaced.filter(|_| at > i + 1)).unwrap_or((0, at + 1));
    (t.letters(end).is_none()).then(|| (clock(data, hour, minute), end - i))
}

fn clock(data: &European, hour: u64, minute: u64) -> String {
    let name = if hour == 1 { &data.hour } else { &data.hours };
    let hours = format!("{}{name}", counted(data, hour, Some(data.hour_is_feminine)));
    match minute {
        0 => hours,
        minute => format!("{hours}{}{}", data.minute_joint, in_words(data, minute)),
    }
}
