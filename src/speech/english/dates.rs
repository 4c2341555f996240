//! Dates: "24 February 2024", "Feb. 3", "24/02/2024", "2024-02-24".

use super::amounts::PAIRS;
use super::numbers;
use super::words::{DAYS, FUNCTION_WORDS, MONTHS};
use super::years::is_ordinal_suffix;
use super::{DateOrder, Reading, closing_stop, is_joint};
use crate::speech::tokens::Tokens;

/// The years of two digits up to here are of this century.
const LAST_OF_THIS_CENTURY: u64 = 50;

/// "24 February", "24th of Feb. 2024", "10-12 March", "30 May-2 June".
pub(super) fn day_month(t: &Tokens, i: usize) -> Option<Reading> {
    let (days, mut end) = days(t, i)?;
    end = t.past_space(end);
    if t.is(end, "of") && t.is_space(end + 1) {
        end += 2;
    }
    let (month, len) = month(t, end)?;
    end += len;
    let article = if t.word_before(i).eq_ignore_ascii_case("the") { "" } else { "the " };
    let (year, end) = year(t, end);
    let (to, end) = match past_joint(t, end).filter(|&next| begins_date(t, next)) {
        Some(next) => (" to", next),
        None => ("", end),
    };
    Some((format!("{article}{} of {month}{year}{to}", days.join(" to the ")), end - i))
}

/// "February 24, 2024", "Feb. 3", "Jan. 2024".
pub(super) fn month_day(t: &Tokens, i: usize) -> Option<Reading> {
    let (month, len) = month(t, i)?;
    let at = i + len;
    if !t.is_space(at) {
        return None;
    }
    let written_short = !t.is(i, month);
    if let (year, end) = year(t, at)
        && !year.is_empty()
        && written_short
    {
        return Some((format!("{month}{year}"), end - i));
    }
    let (days, end) = days(t, at + 1)?;
    let clock = matches!(t.text(end), "." | ":") && t.digits(end + 1).is_some();
    if clock || t.letters(end).is_some() || t.is(end, "%") {
        return None;
    }
    let (year, end) = year(t, end);
    let pause = if year.is_empty() { "" } else { "," };
    Some((format!("{month} {}{pause}{year}", days.join(" to ")), end - i))
}

/// "24/02/2024", "24.02.2024", "2024-02-24". Where day and month could be either, `order` decides.
pub(super) fn numeric(t: &Tokens, i: usize, order: DateOrder) -> Option<Reading> {
    let (a, b, c) = (t.digits(i)?, t.digits(i + 2)?, t.digits(i + 4)?);
    let mark = t.text(i + 1);
    let alone = t.is(i + 3, mark)
        && !t.is(i.wrapping_sub(1), mark)
        && !(t.is(i + 5, mark) && t.digits(i + 6).is_some());
    let lengths = (a.len(), b.len(), c.len());
    let parse = |digits: &str| digits.parse::<u64>().ok();
    let (day, month, year) = match (mark, lengths) {
        ("-" | "/", (4, 2, 2)) => (parse(c)?, parse(b)?, parse(a)?),
        ("/" | "." | "-", (1..=2, 1..=2, 4)) | ("/", (1..=2, 1..=2, 2)) | (".", (2, 2, 2)) => {
            let (one, other) = (parse(a)?, parse(b)?);
            let swap = other > 12 || (order == DateOrder::MonthFirst && one <= 12);
            let year = match parse(c)? {
                year @ ..=LAST_OF_THIS_CENTURY if c.len() == 2 => 2000 + year,
                year if c.len() == 2 => 1900 + year,
                year => year,
            };
            if swap { (other, one, year) } else { (one, other, year) }
        }
        _ => return None,
    };
    let month = MONTHS.get(month.checked_sub(1)? as usize)?.0;
    if !alone || !(1..=31).contains(&day) {
        return None;
    }
    let (day, year) = (numbers::ordinal(day), numbers::year(year));
    let said = match order {
        DateOrder::DayFirst => format!("the {day} of {month} {year}"),
        DateOrder::MonthFirst => format!("{month} {day}, {year}"),
    };
    Some((said, 5))
}

/// "on 5/6": a day without its year, where no fraction can be meant.
pub(super) fn on_day(t: &Tokens, i: usize, order: DateOrder) -> Option<Reading> {
    let short =
        |i: usize| t.digits(i).filter(|digits| digits.len() <= 2).and_then(|digits| digits.parse().ok());
    let (one, other): (u64, u64) = (short(i)?, short(i + 2).filter(|_| t.is(i + 1, "/"))?);
    let on = t.word_before(i).eq_ignore_ascii_case("on") && !PAIRS.contains(&(one, other));
    let next = t.word_after(i + 3);
    let free = next != "of" && (!next.starts_with(char::is_lowercase) || FUNCTION_WORDS.contains(&next));
    let alone = !matches!(t.text(i + 3), "/" | "-" | "%") && t.letters(i + 3).is_none();
    if !on || !free || !alone {
        return None;
    }
    let month_first = other > 12 || (order == DateOrder::MonthFirst && one <= 12);
    let (day, month) = if month_first { (other, one) } else { (one, other) };
    let month = MONTHS.get(month.checked_sub(1)? as usize)?.0;
    let day = numbers::ordinal((1..=31).contains(&day).then_some(day)?);
    Some((
        if order == DateOrder::DayFirst { format!("the {day} of {month}") } else { format!("{month} {day}") },
        3,
    ))
}

/// "Mon–Fri", "Mon.-Fri.", "Sat & Sun", "Mon to Fri"; "Wed 5 Mar", "Tues 4th".
pub(super) fn days_of_week(t: &Tokens, i: usize) -> Option<Reading> {
    let day = |i: usize| DAYS.iter().find(|(short, _)| t.is(i, short)).map(|(_, name)| *name);
    let first = day(i)?;
    let end = i + 1 + usize::from(t.is(i + 1, "."));
    let dated =
        t.is_space(end) && (begins_date(t, end + 1) || t.letters(end + 2).is_some_and(is_ordinal_suffix));
    if dated {
        return Some((first.to_string(), end - i));
    }
    let spaced = usize::from(t.is_space(end));
    let (joint, at) = (end + spaced, end + 1 + 2 * spaced);
    let paper = t.word_before(i).eq_ignore_ascii_case("the");
    let said = match t.text(joint) {
        "&" => "and",
        "and" | "to" if !paper => t.text(joint),
        joint if is_joint(joint) => "to",
        _ => return None,
    };
    let last = day(at).filter(|_| t.is_space(joint + 1) == (spaced == 1))?;
    let dot = t.is(at + 1, ".") && closing_stop(t, at + 2, false).is_empty();
    Some((format!("{first} {said} {last}"), at + 1 + usize::from(dot) - i))
}

/// "Jan-Mar", "Sept.–Nov.": one of them at least is short, so that no name of a person can be meant.
pub(super) fn months(t: &Tokens, i: usize) -> Option<Reading> {
    let (first, len) = month(t, i)?;
    let joint = i + len;
    let (last, second) = month(t, joint + 1).filter(|_| is_joint(t.text(joint)))?;
    let short = !t.is(i, first) || !t.is(joint + 1, last);
    let dot = second == 2 && !closing_stop(t, joint + 3, false).is_empty();
    short.then(|| (format!("{first} to {last}"), joint + 1 + second - usize::from(dot) - i))
}

/// True for a day and its month; bounded, since dates may follow one another without end.
fn begins_date(t: &Tokens, i: usize) -> bool {
    days(t, i).is_some_and(|(_, end)| month(t, t.past_space(end)).is_some())
}

/// The token after the dash at `i`, with a space on both sides or on none.
fn past_joint(t: &Tokens, i: usize) -> Option<usize> {
    let spaced = t.is_space(i) && i < t.len();
    let at = i + usize::from(spaced);
    (is_joint(t.text(at)) && t.is_space(at + 1) == spaced).then_some(at + 1 + usize::from(spaced))
}

/// A day of the month or a range of them, as ordinals, and the token after it.
fn days(t: &Tokens, i: usize) -> Option<(Vec<String>, usize)> {
    let (first, end) = day(t, i)?;
    match day(t, end + 1).filter(|_| is_joint(t.text(end))) {
        Some((second, end)) => Some((vec![first, second], end)),
        None => Some((vec![first], end)),
    }
}

fn day(t: &Tokens, i: usize) -> Option<(String, usize)> {
    let digits = t.digits(i).filter(|d| d.len() <= 2)?;
    let day: u64 = digits.parse().ok().filter(|day| (1..=31).contains(day))?;
    let suffix = t.letters(i + 1).is_some_and(is_ordinal_suffix);
    Some((numbers::ordinal(day), i + 1 + usize::from(suffix)))
}

/// A month's name, whole or short, and its tokens.
fn month(t: &Tokens, i: usize) -> Option<(&'static str, usize)> {
    let written = t.letters(i)?;
    let (name, _) = MONTHS.iter().find(|(name, short)| *name == written || short.contains(&written))?;
    let dot = *name != written && t.is(i + 1, ".");
    Some((name, 1 + usize::from(dot)))
}

/// ", 2024" or " 2024" at `i`, as said, and the token after it; else nothing.
fn year(t: &Tokens, i: usize) -> (String, usize) {
    let at = t.past_space(i + usize::from(t.is(i, ",")));
    let fits = at > i && t.letters(at + 1).is_none() && !(t.is(at + 1, ",") && t.digits(at + 2).is_some());
    let year = t.digits(at).filter(|d| fits && d.len() == 4).and_then(|d| d.parse().ok());
    match year.filter(|year| (1000..2200).contains(year)) {
        Some(year) => (format!(" {}", numbers::year(year)), at + 1),
        None => (String::new(), i),
    }
}
