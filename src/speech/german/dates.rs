//! German dates and ordinals: "5. März", "die 2. Liga", "05.03.2024", "2024-03-05", "am 5.3.", "Mo.–Fr."

use super::grammar::{
    closing_stop, ending_after, governs_ordinal, is_preposition, is_ranked, month, month_after_day,
    starts_sentence, weekday, weekday_before,
};
use super::numbers::{ordinal_stem, year_in_words};
use super::times::time;
use crate::language::speech::german;
use crate::speech::rules::Reading;
use crate::speech::tokens::{Kind, Tokens, is_joint};

/// The highest ordinal. After a higher number, a full stop ends a sentence.
const HIGHEST_ORDINAL: u64 = 999_999;
/// The highest ordinal without an article: "im Jahr 1998. Autos fuhren" ends a sentence.
const HIGHEST_FREE_ORDINAL: u64 = 999;
/// The most ordinals in a row such as "am 3., 4. und 5. Mai".
const LONGEST_ROW: usize = 4;

/// Rule for an ordinal, with the ending that the words around it require: "am 5. März", "der 3. Oktober", "vom 3.–5. Mai",
/// "die 2. Liga".
pub(super) fn ordinal(t: &Tokens, i: usize) -> Option<Reading> {
    let (first, end) = written_ordinal(t, i)?;
    // Nothing but "2." is an ordinal, as in a cell of a table.
    if i == 0 && end == t.len() {
        return Some((format!("{}er.", ordinal_stem(ordinal_value(first)?)), end));
    }
    let (second, end) = match joined_ordinal(t, end) {
        Some((second, end)) => (Some(second), end),
        None => (None, end),
    };
    let noun = t.word_after(end);
    let noun = month_after_day(noun).and_then(|month| german().months.get(month)).unwrap_or(noun);
    let governor = ordinal_governor(t, i);
    let dated = month(noun).is_some() && first.parse::<u64>().is_ok_and(|day| day <= 31);
    // "Bis zum 5." ends a sentence with an ordinal; "Er wurde 45. Dann" does not.
    let last = t.is_end(end) || starts_sentence(noun);
    let day = last && german().before_day.has_lower(governor);
    // "die 5., die 6."
    let listed = t.is(end, ",") && t.back(i, 1).kind == Kind::Space;
    if !(dated || is_ordinal(governor, first, noun) || day || listed) {
        return None;
    }
    let ending = ending_after(governor, noun);
    let mut words = format!("{}{ending}", ordinal_stem(ordinal_value(first)?));
    if let Some((second, joint)) = second {
        words = format!("{words} {joint} {}{ending}", ordinal_stem(ordinal_value(second)?));
    }
    let stop = if last && !dated { closing_stop(t, end) } else { "" };
    Some((format!("{words}{stop}"), end - i))
}

/// Returns the digits of an ordinal with its full stop, and the index after it.
fn written_ordinal<'a>(t: &Tokens<'a>, i: usize) -> Option<(&'a str, usize)> {
    let digits = t.digits(i).filter(|digits| ordinal_value(digits).is_some())?;
    (t.is(i + 1, ".") && t.digits(i + 2).is_none()).then_some((digits, i + 2))
}

/// Returns the second ordinal of "3.–5." and "3./4.", the word that joins them, and the index after it.
fn joined_ordinal<'a>(t: &Tokens<'a>, end: usize) -> Option<((&'a str, &'static str), usize)> {
    let joint = match t.text(end) {
        "/" => "und",
        text if is_joint(text) => "bis",
        _ => return None,
    };
    written_ordinal(t, end + 1).map(|(digits, end)| ((digits, joint), end))
}

fn ordinal_value(digits: &str) -> Option<u64> {
    digits.parse().ok().filter(|value| (1..=HIGHEST_ORDINAL).contains(value))
}

/// True when the full stop after these digits makes an ordinal of them and the sentence continues with `noun`: a month, a
/// noun after an article, or a noun with a rank. "Sie ist 45. Er" is not an ordinal.
pub(super) fn is_ordinal(governor: &str, digits: &str, noun: &str) -> bool {
    let Some(value) = ordinal_value(digits) else { return false };
    if month_after_day(noun).is_some() {
        return value <= 31;
    }
    if digits.starts_with('0')
        || noun.is_empty()
        || (value > HIGHEST_FREE_ORDINAL && !governs_ordinal(governor))
    {
        return false;
    }
    if noun.starts_with(char::is_lowercase) {
        return true;
    }
    noun.starts_with(char::is_alphabetic)
        && !starts_sentence(noun)
        && (governs_ordinal(governor) || is_ranked(noun))
}

/// Returns the word that governs the ordinal at `i`. It comes before other ordinals ("am 3. und 4. Mai") and before a day
/// of the week ("am Montag, 5. Mai").
fn ordinal_governor<'a>(t: &Tokens<'a>, i: usize) -> &'a str {
    let mut at = i;
    for _ in 0..LONGEST_ROW {
        let joined = matches!(t.word_before(at), "und" | "oder" | "bis" | "sowie");
        let back = if joined && t.back(at, 4).text == "." {
            5
        } else if t.back(at, 1).text == " " && t.back(at, 2).text == "," && t.back(at, 3).text == "." {
            4
        } else {
            break;
        };
        let Some(before) = at.checked_sub(back).filter(|before| t.digits(*before).is_some()) else { break };
        at = before;
    }
    t.word_before(weekday_before(t, at).unwrap_or(at))
}

/// Rule for a range of days in one month: "vom 12.–14.10.2023", "vom 20.–22.2."
pub(super) fn date_range(t: &Tokens, i: usize) -> Option<Reading> {
    let (first, end) = written_ordinal(t, i)?;
    let at = t.past_joint(end).or_else(|| is_joint(t.text(end)).then_some(end + 1))?;
    let last = dotted_date(t, at)?;
    let first: u64 = first.parse().ok().filter(|first| (1..last.day).contains(first))?;
    let governor = t.word_before(weekday_before(t, i).unwrap_or(i));
    if last.year.is_none() && !(is_preposition(governor) || governs_ordinal(governor)) {
        return None;
    }
    let month = german().months.get(last.month)?;
    let ending = ending_after(governor, month);
    let year = last.year.map(|year| format!(" {}", year_in_words(year))).unwrap_or_default();
    let stop = if last.year.is_none() { closing_stop(t, last.end) } else { "" };
    let days = format!("{}{ending} bis {}{ending}", ordinal_stem(first), ordinal_stem(last.day));
    Some((format!("{days} {month}{year}{stop}"), last.end - i))
}

/// A date in digits.
struct Date {
    day: u64,
    /// From 0.
    month: usize,
    year: Option<u64>,
    /// The index after the date.
    end: usize,
}

/// Rule for a date in digits: "am 05.03.2024", "vom 1.2. bis 5.3.2024", "2024-03-05".
pub(super) fn numeric_date(t: &Tokens, i: usize) -> Option<Reading> {
    let date = iso_date(t, i).or_else(|| dotted_date(t, i))?;
    let governor = date_governor(t, i);
    // Without a year it may be the number of a section, "Kapitel 5.3.": only a preposition or an article shows a date.
    if date.year.is_none() && !(is_preposition(governor) || governs_ordinal(governor)) {
        return None;
    }
    let (day, month) = (ordinal_stem(date.day), german().months.get(date.month)?);
    let ending = ending_after(governor, month);
    let year = date.year.map(|year| format!(" {}", year_in_words(year))).unwrap_or_default();
    let stop = if date.year.is_none() { closing_stop(t, date.end) } else { "" };
    Some((format!("{day}{ending} {month}{year}{stop}"), date.end - i))
}

/// Returns the word that governs a date, past the first date of a range: "vom 1.2.–5.3.2024".
fn date_governor<'a>(t: &Tokens<'a>, i: usize) -> &'a str {
    const LONGEST_DATE: usize = 8;
    let mut at = weekday_before(t, i).unwrap_or(i);
    if is_joint(t.back(at, 1).text) {
        let dated = |n: &usize| t.back(at, *n).kind == Kind::Digits || t.back(at, *n).text == ".";
        at = at.saturating_sub(1 + (2..LONGEST_DATE).take_while(dated).count());
    }
    t.word_before(at)
}

fn iso_date(t: &Tokens, i: usize) -> Option<Date> {
    let (year, month, day) = (t.digits(i)?, t.digits(i + 2)?, t.digits(i + 4)?);
    let lengths = (year.len(), month.len(), day.len()) == (4, 2, 2);
    let whole = t.is(i + 1, "-") && t.is(i + 3, "-") && !t.is(i + 5, "-");
    parse_date(day, month, Some(year).filter(|_| lengths && whole)?, i + 5)
}

/// "5.3.", "05.03.24", "5. 3. 2024".
fn dotted_date(t: &Tokens, i: usize) -> Option<Date> {
    let spaced = t.is_space(i + 2);
    let at = t.past_space(i + 2);
    let (day, month) =
        (t.digits(i).filter(|_| t.is(i + 1, "."))?, t.digits(at).filter(|_| t.is(at + 1, "."))?);
    if t.is(i.wrapping_sub(1), ".") || day.len() > 2 || month.len() > 2 {
        return None;
    }
    let end = t.past_space(at + 2);
    let year = t.digits(end).filter(|year| year.len() == 4 || end == at + 2);
    let continues = t.is(end + 1, ".") && t.digits(end + 2).is_some();
    match year {
        Some(_) if continues => None,
        Some(year) => parse_date(day, month, year, end + 1),
        None if spaced => None,
        None => parse_date(day, month, "", at + 2),
    }
}

/// A year of two digits stays one, as people speak it: "fünfter März vierundzwanzig".
fn parse_date(day: &str, month: &str, year: &str, end: usize) -> Option<Date> {
    let day = day.parse().ok().filter(|day| (1..=31).contains(day))?;
    let month: usize = month.parse().ok().filter(|month| (1..=12).contains(month))?;
    let year: Option<u64> = match year.len() {
        0 => None,
        2 | 4 => Some(year.parse().ok()?),
        _ => return None,
    };
    Some(Date { day, month: month - 1, year, end })
}

/// Rule for abbreviated days in a row or before a time: "Mo.–Fr." is "Montag bis Freitag", "Sa 10-14 Uhr" begins with
/// "Samstag".
pub(super) fn short_weekdays(t: &Tokens, i: usize) -> Option<Reading> {
    let (first, end) = short_weekday(t, i)?;
    let joint = Some(t.word_after(end)).filter(|word| matches!(*word, "bis" | "und"));
    let at = if joint.is_some() { Some(end + 3) } else { t.past_joint(end) };
    if let Some((last, end)) = at.and_then(|at| short_weekday(t, at)) {
        return Some((format!("{first} {} {last}", joint.unwrap_or("bis")), end - i));
    }
    let timed = t.is_space(end) && time(t, end + 1).is_some();
    timed.then(|| (first.to_string(), end - i))
}

fn short_weekday(t: &Tokens, i: usize) -> Option<(&'static str, usize)> {
    let written = t.letters(i).filter(|word| word.len() == 2)?;
    Some((weekday(written)?, i + 1 + usize::from(t.is(i + 1, "."))))
}
