//! Dates in digits, "05.03.2024", "2024-03-05", "am 5.3."; days of the week. "5. März" is an ordinal as any other.

use super::ordinals::ending_after;
use super::words::{self, MONTHS};
use super::{Reading, closing_stop, is_joint, numbers, past_joint};
use crate::speech::tokens::Tokens;

/// A date in digits.
struct Date {
    day: u64,
    /// From 0.
    month: usize,
    year: Option<u64>,
    /// The token after it.
    end: usize,
}

/// "am 05.03.2024", "vom 1.2. bis 5.3.2024", "2024-03-05".
pub(super) fn numeric(t: &Tokens, i: usize) -> Option<Reading> {
    let date = iso(t, i).or_else(|| dotted(t, i))?;
    let governor = governor(t, i);
    // Without a year it may be the number of a section: a preposition tells.
    if date.year.is_none() && !(words::is_preposition(&governor.to_lowercase()) || words::governs(governor)) {
        return None;
    }
    let (day, month) = (numbers::ordinal_stem(date.day), MONTHS.get(date.month)?.0);
    let ending = ending_after(governor, month);
    let year = date.year.map(|year| format!(" {}", numbers::year_words(year))).unwrap_or_default();
    let stop = if date.year.is_none() { closing_stop(t, date.end) } else { "" };
    Some((format!("{day}{ending} {month}{year}{stop}"), date.end - i))
}

/// The word that governs a date, past a day of the week: "am Montag, 05.03."
fn governor<'a>(t: &Tokens<'a>, i: usize) -> &'a str {
    t.word_before(day_before(t, i).unwrap_or(i))
}

/// The day of the week that stands before a date at `i`, with a comma between.
pub(super) fn day_before(t: &Tokens, i: usize) -> Option<usize> {
    let at = i.checked_sub(if t.back(i, 3).text == "." { 4 } else { 3 })?;
    (t.is_space(i - 1) && t.is(i - 2, ",") && words::day(t.text(at)).is_some()).then_some(at)
}

fn iso(t: &Tokens, i: usize) -> Option<Date> {
    let (year, month, day) = (t.digits(i)?, t.digits(i + 2)?, t.digits(i + 4)?);
    let lengths = (year.len(), month.len(), day.len()) == (4, 2, 2);
    let whole = t.is(i + 1, "-") && t.is(i + 3, "-") && !t.is(i + 5, "-");
    date(day, month, Some(year).filter(|_| lengths && whole)?, i + 5)
}

/// "5.3.", "05.03.24", "5. 3. 2024".
fn dotted(t: &Tokens, i: usize) -> Option<Date> {
    let spaced = t.is_space(i + 2);
    let at = t.past_space(i + 2);
    let (day, month) =
        (t.digits(i).filter(|_| t.is(i + 1, "."))?, t.digits(at).filter(|_| t.is(at + 1, "."))?);
    if t.is(i.wrapping_sub(1), ".") || day.len() > 2 || month.len() > 2 {
        return None;
    }
    let end = t.past_space(at + 2);
    let year = t.digits(end).filter(|year| year.len() == 4 || end == at + 2);
    let goes_on = t.is(end + 1, ".") && t.digits(end + 2).is_some();
    match year {
        Some(_) if goes_on => None,
        Some(year) => date(day, month, year, end + 1),
        None if spaced => None,
        None => date(day, month, "", at + 2),
    }
}

fn date(day: &str, month: &str, year: &str, end: usize) -> Option<Date> {
    let day = day.parse().ok().filter(|day| (1..=31).contains(day))?;
    let month: usize = month.parse().ok().filter(|month| (1..=12).contains(month))?;
    let year: Option<u64> = match year.len() {
        0 => None,
        // As it is said: "fünfter März vierundzwanzig".
        2 | 4 => Some(year.parse().ok()?),
        _ => return None,
    };
    Some(Date { day, month: month - 1, year, end })
}

/// "Mo.–Fr.", "Mo-Fr": "Montag bis Freitag".
pub(super) fn days_of_week(t: &Tokens, i: usize) -> Option<Reading> {
    let (first, end) = day(t, i)?;
    let (last, end) = day(t, past_joint(t, end).filter(|_| is_joint(t.text(end)) || t.is_space(end))?)?;
    Some((format!("{first} bis {last}"), end - i))
}

fn day(t: &Tokens, i: usize) -> Option<(&'static str, usize)> {
    let written = t.letters(i).filter(|word| word.len() == 2)?;
    Some((words::day(written)?, i + 1 + usize::from(t.is(i + 1, "."))))
}
