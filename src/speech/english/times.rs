//! English times of day, durations and ratios: "9.30am", "14:05", "6 p.m.", "1h 20m", "1:15.456", "3:1".
//!
//! A colon or "am" shows a time. "7.30" is a number or a time, which only the words around it can decide.

use super::context::{closing_stop, is_near};
use super::numbers::{cardinal, counted, digit_by_digit, in_words, number_in_words, parse_number};
use crate::language::speech::english;
use crate::speech::rules::Reading;
use crate::speech::tokens::{Kind, Tokens, is_joint};
use crate::speech::words::has_capital;

/// The most times in a row such as "at 10.15, 11.45 and 12.30".
const LONGEST_ROW: usize = 8;
/// The most digits of a fraction of a second.
const LONGEST_FRACTION: usize = 3;
/// Abbreviations of hours, minutes and seconds, in their order.
const CLOCK_UNITS: [(&[&str], &str); 3] =
    [(&["h", "hr", "hrs"], "hour"), (&["m", "min", "mins"], "minute"), (&["s", "sec", "secs"], "second")];

/// Rule for the scale of a map: "1:50,000" is "one to fifty thousand".
pub(super) fn map_scale(t: &Tokens, i: usize) -> Option<Reading> {
    t.digits(i).filter(|digits| *digits == "1" && t.is(i + 1, ":"))?;
    let size = parse_number(t, i + 2).filter(|n| n.fraction.is_none() && (n.grouped || n.whole.len() > 2))?;
    Some((format!("one to {}", number_in_words(&size)), 2 + size.len))
}

/// Rule for the time of a race: "1:15.456", "1:32:05.123". The fraction of a second shows that it is no time of day.
pub(super) fn race_time(t: &Tokens, i: usize) -> Option<Reading> {
    let mut parts = vec![t.digits(i).filter(|digits| digits.len() <= 2)?];
    while let Some(part) = t.digits(i + parts.len() * 2).filter(|part| part.len() == 2 && parts.len() < 3) {
        if !t.is(i + parts.len() * 2 - 1, ":") {
            break;
        }
        parts.push(part);
    }
    let end = i + parts.len() * 2 - 1;
    let fraction =
        t.digits(end + 1).filter(|d| t.is(end, ".") && parts.len() > 1 && d.len() <= LONGEST_FRACTION)?;
    let last = end + 2 + usize::from(t.is(end + 2, "s"));
    if t.letters(last).is_some() || t.is(i.wrapping_sub(1), ":") {
        return None;
    }
    let names = ["hour", "minute"].into_iter().skip(3 - parts.len());
    let mut words: Vec<String> = Vec::new();
    for (part, name) in parts.iter().zip(names) {
        let count: u64 = part.parse().ok()?;
        words.push(format!("{} {name}{}", in_words(count), if count == 1 { "" } else { "s" }));
    }
    let seconds = in_words(parts.last()?.parse().ok()?);
    words.push(format!("{seconds} point {} seconds", digit_by_digit(fraction)));
    Some((words.join(" "), last - i))
}

/// Rule for a duration: "1h 20m", "2m30s", "3h30", and also a single "2h". A single "20m" is a length or a magnitude.
pub(super) fn duration(t: &Tokens, i: usize) -> Option<Reading> {
    let (mut words, mut len, mut next_unit) = (Vec::new(), 0, 0);
    loop {
        let at = if words.is_empty() { i } else { t.past_space(i + len) };
        let Some((place, name)) = clock_unit(t, at, next_unit) else { break };
        words.push(counted(t.text(at), name));
        len = at + 2 - i;
        next_unit = place + 1;
    }
    let hours = next_unit > 0 && matches!(t.text(i + 1), "h");
    let rest = t.digits(i + len).filter(|digits| hours && words.len() == 1 && digits.len() == 2);
    if let Some(minutes) = rest.filter(|_| t.letters(i + len + 1).is_none()) {
        words.push(cardinal(minutes));
        len += 1;
    }
    (words.len() > 1 || hours).then(|| (words.join(" "), len))
}

/// Returns the unit after the digits at `at`: its place in [`CLOCK_UNITS`], from `first` on, and its name.
fn clock_unit(t: &Tokens, at: usize, first: usize) -> Option<(usize, &'static str)> {
    t.digits(at).filter(|digits| digits.len() <= 3)?;
    let mut units = CLOCK_UNITS.iter().enumerate().skip(first);
    let (place, (_, name)) = units.find(|(_, (short, _))| short.contains(&t.text(at + 1)))?;
    Some((place, name))
}

/// Rule for a time of day, or a ratio such as "3:1".
pub(super) fn time(t: &Tokens, i: usize) -> Option<Reading> {
    if let Some(reading) = four_digit_time(t, i) {
        return Some(reading);
    }
    let hour: u64 = t.digits(i).filter(|d| d.len() <= 2)?.parse().ok().filter(|h| *h <= 24)?;
    let separated = matches!(t.text(i + 1), ":" | ".");
    let minutes = t.digits(i + 2).filter(|d| separated && d.len() == 2);
    let minute: Option<u64> = minutes.and_then(|d| d.parse().ok()).filter(|m| *m < 60);
    let mut end = if minute.is_some() { i + 3 } else { i + 1 };
    let meridiem = meridiem_at(t, end);
    let leads = meridiem.is_none() && leads_to_meridiem(t, i);
    let sure = meridiem.is_some() || leads || (minute.is_some() && t.is(i + 1, ":"));
    if !sure && !is_dotted_time(t, i) {
        return ratio(t, i);
    }
    let mut words = time_in_words(hour, minute.unwrap_or(0), leads || meridiem.is_some());
    if let Some((name, len, dotted)) = meridiem {
        end += len;
        words = format!("{words} {name}{}", if dotted { closing_stop(t, end, false) } else { "" });
    }
    let hours = [end, t.past_space(end)].into_iter().find(|&at| minute == Some(0) && t.is(at, "hrs"));
    if let Some(at) = hours {
        words.push_str(" hours");
        end = at + 1;
    }
    if let Some(next) = end_time(t, end) {
        words.push_str(" to");
        end = next;
    }
    Some((words, end - i))
}

/// Returns the index of the time that ends a range, after a dash at `end`: "9am-5pm", "9:00 a.m. – 5 p.m."
fn end_time(t: &Tokens, end: usize) -> Option<usize> {
    let next = t.past_joint(end).filter(|&next| t.digits(next).is_some())?;
    let clock = t.is(next + 1, ":") && t.digits(next + 2).is_some();
    let minutes = t.is(next + 1, ".") && t.digits(next + 2).is_some();
    let after = if clock || minutes { next + 3 } else { next + 1 };
    (next == end + 1 || clock || meridiem_at(t, after).is_some()).then_some(next)
}

/// Rule for a time with seconds: "10:00:00 p.m." is a time of day, "in 2:03:15" a duration.
pub(super) fn time_with_seconds(t: &Tokens, i: usize) -> Option<Reading> {
    let part =
        |n: usize| t.digits(i + n).filter(|d| d.len() == 2 && t.is(i + n - 1, ":"))?.parse::<u64>().ok();
    let hour: u64 = t.digits(i).filter(|d| d.len() <= 2)?.parse().ok()?;
    let (minute, second) = (part(2).filter(|m| *m < 60)?, part(4).filter(|s| *s < 60)?);
    let continues = matches!(t.text(i + 5), ":" | ".") && t.digits(i + 6).is_some();
    if continues || matches!(t.text(i.wrapping_sub(1)), ":" | ".") {
        return None;
    }
    let meridiem = meridiem_at(t, i + 5);
    let before = t.word_before(i).to_lowercase();
    let clock = meridiem.is_some()
        || (hour < 24 && matches!(before.as_str(), "at" | "by" | "until" | "till" | "since" | "from"));
    if !clock {
        return Some((duration_in_words(hour, minute, second), 5));
    }
    let seconds = match second {
        0 => String::new(),
        1 => " and one second".to_string(),
        second => format!(" and {} seconds", in_words(second)),
    };
    let words = format!(
        "{}{seconds}",
        time_in_words(hour, minute, meridiem.is_some() && (minute > 0 || second == 0))
    );
    let Some((name, len, dotted)) = meridiem else { return Some((words, 5)) };
    let stop = if dotted { closing_stop(t, i + 5 + len, false) } else { "" };
    Some((format!("{words} {name}{stop}"), 5 + len))
}

/// "two hours three minutes and fifteen seconds", without the parts that are zero.
fn duration_in_words(hours: u64, minutes: u64, seconds: u64) -> String {
    let parts = [(hours, "hour"), (minutes, "minute"), (seconds, "second")];
    let named = parts.into_iter().filter(|(count, _)| *count > 0);
    let mut parts: Vec<String> = named
        .map(|(count, name)| format!("{} {name}{}", in_words(count), if count == 1 { "" } else { "s" }))
        .collect();
    match parts.pop() {
        None => "zero seconds".to_string(),
        Some(last) if parts.is_empty() => last,
        Some(last) => format!("{} and {last}", parts.join(" ")),
    }
}

/// "0600 GMT", "1630 hours", "at 0430", "at about 0430".
fn four_digit_time(t: &Tokens, i: usize) -> Option<Reading> {
    let digits = t.digits(i).filter(|digits| digits.len() == 4)?;
    let hours_follow = english().time_systems.has(t.word_after(i + 1));
    let led = english().before_military_time.has_lower(t.word_before(i)) && t.letters(i + 1).is_none();
    let continues = matches!(t.text(i + 1), "." | "," | ":" | "/") && t.digits(i + 2).is_some();
    if !(hours_follow || digits.starts_with('0') && led && !continues) {
        return None;
    }
    let (hour, minute): (u64, u64) = (digits[..2].parse().ok()?, digits[2..].parse().ok()?);
    if hour >= 24 || minute >= 60 {
        return None;
    }
    let oh = if digits.starts_with('0') && hour != 0 { "oh " } else { "" };
    let hour = if hour == 0 && minute > 0 { "zero zero".to_string() } else { in_words(hour) };
    let words = match minute {
        0 => format!("{oh}{hour} hundred"),
        1..=9 => format!("{oh}{hour} oh {}", in_words(minute)),
        _ => format!("{oh}{hour} {}", in_words(minute)),
    };
    let hours = if matches!(t.text(i + 2), "hrs" | "hours") { " hours" } else { "" };
    Some((format!("{words}{hours}"), if hours.is_empty() { 1 } else { 3 }))
}

/// "3:1" is "three to one".
fn ratio(t: &Tokens, i: usize) -> Option<Reading> {
    let (one, other) = (t.digits(i)?, t.digits(i + 2).filter(|d| t.is(i + 1, ":") && d.len() <= 2)?);
    Some((format!("{} to {}", cardinal(one), cardinal(other)), 3))
}

/// Returns a time in words. `with_meridiem`: "am" or "pm" follows, so the full hour is just a number.
fn time_in_words(hour: u64, minute: u64, with_meridiem: bool) -> String {
    let words = in_words(hour);
    match minute {
        0 if with_meridiem => words,
        0 if hour.is_multiple_of(24) => "midnight".to_string(),
        0 if hour > 12 => format!("{words} hundred"),
        0 => format!("{words} o'clock"),
        1..=9 => format!("{words} oh {}", in_words(minute)),
        _ => format!("{words} {}", in_words(minute)),
    }
}

/// Returns the spoken form of "am" or " p.m." at `i`, its number of tokens, and whether it ends with a full stop.
fn meridiem_at(t: &Tokens, i: usize) -> Option<(&'static str, usize, bool)> {
    let at = t.past_space(i);
    let words = match t.text(at).to_ascii_lowercase().as_str() {
        "am" | "a" => "A M",
        "pm" | "p" => "P M",
        _ => return None,
    };
    if t.text(at).len() == 2 {
        return Some((words, at + 1 - i, false));
    }
    let dotted = t.is(at + 1, ".") && t.text(at + 2).eq_ignore_ascii_case("m");
    let last = t.is(at + 3, ".");
    dotted.then_some((words, at + 3 + usize::from(last) - i, last))
}

/// True for the first hour of "1-3pm", "7.30–11pm" or "6.00 to 9.30pm".
fn leads_to_meridiem(t: &Tokens, i: usize) -> bool {
    let hour =
        t.digits(i).and_then(|digits| digits.parse().ok()).is_some_and(|hour: u64| (1..=12).contains(&hour));
    let end = if has_dotted_minutes(t, i) { i + 3 } else { i + 1 };
    let to = t.is(end + 1, "to") && t.is_space(end) && t.is_space(end + 2) && end == i + 3;
    let second = if to { end + 3 } else { end + 1 };
    let minutes = matches!(t.text(second + 1), "." | ":") && t.text(second + 2).len() == 2;
    let after = if minutes && t.digits(second + 2).is_some() { second + 3 } else { second + 1 };
    let fresh = t.is_space(i.wrapping_sub(1)) || matches!(t.back(i, 1).text, "(" | "," | ";");
    hour && fresh
        && (to || is_joint(t.text(end)))
        && t.digits(second).is_some()
        && meridiem_at(t, after).is_some()
}

/// True where "7.30" is a time: in a range ("7.30-11pm"), after "at", in a row of times, or in a name ("the 3.15 race").
fn is_dotted_time(t: &Tokens, i: usize) -> bool {
    has_dotted_minutes(t, i) && (is_in_row(t, i) || is_named_by_time(t, i))
}

/// True for the hour of "7.30" when no unit and no further part follows: "2.10.3" is a version, "3.50 €" a price.
fn has_dotted_minutes(t: &Tokens, i: usize) -> bool {
    let minutes = t.is(i + 1, ".") && t.text(i + 2).len() == 2 && is_number_below(t, i + 2, 60);
    let continues = matches!(t.text(i + 3), "." | ":" | "/") && t.digits(i + 4).is_some();
    let measured =
        matches!(t.text(t.past_space(i + 3)), "%" | "\u{b0}" | "\u{2030}" | "\u{20ac}" | "$" | "£");
    is_number_below(t, i, 24) && minutes && !continues && !measured && t.letters(i + 3).is_none()
}

fn is_number_below(t: &Tokens, i: usize, limit: u64) -> bool {
    let digits = t.digits(i).filter(|digits| digits.len() <= 2);
    digits.and_then(|digits| digits.parse().ok()).is_some_and(|number: u64| number < limit)
}

/// True for a time in a row that begins after "at", or after "from" near a word of timetables: "at 10.15, 11.45 and
/// 12.30". A word of markets nearby makes it a rate: "shares closed at 12.50".
fn is_in_row(t: &Tokens, i: usize) -> bool {
    let data = english();
    let mut first = i;
    while let Some(before) = time_before(t, first).filter(|_| i - first < LONGEST_ROW * 6) {
        first = before;
    }
    let last = end_of_row(t, i);
    let before = t.word_before(first);
    let range = is_joint(t.text(i + 3)) || (first < i && is_joint(t.back(i, 1).text));
    let timetable = is_near(t, first, last, &data.timetable_words);
    let led = data.before_time.has(before)
        || (timetable && (range || data.before_timetable.has_lower(before)))
        || leads_to_meridiem(t, first);
    led && is_end_of_time(t, last) && (timetable || !is_near(t, first, last, &data.market_words))
}

/// Returns the index of the time before the one at `i`, past a comma, a dash, "and", "or" or "to".
fn time_before(t: &Tokens, i: usize) -> Option<usize> {
    let gap = match (t.back(i, 1).kind, t.back(i, 2).text) {
        (Kind::Space, ",") => 2,
        (Kind::Space, "and" | "or" | "to") if t.back(i, 4).text == "," => 4,
        (Kind::Space, "and" | "or" | "to") => 3,
        _ if is_joint(t.back(i, 1).text) => 1,
        _ => return None,
    };
    i.checked_sub(gap + 3).filter(|&before| has_dotted_minutes(t, before))
}

/// Returns the index after the last time of the row that continues from `i`.
fn end_of_row(t: &Tokens, i: usize) -> usize {
    let mut last = i;
    for _ in 0..LONGEST_ROW {
        let next =
            (last + 4..last + 8).find(|&k| has_dotted_minutes(t, k) && time_before(t, k) == Some(last));
        match next {
            Some(next) => last = next,
            None => break,
        }
    }
    last + 3
}

/// True when no unit and no counted noun follows: "at 7.45 on Friday", but not "at 3.50 per cent".
fn is_end_of_time(t: &Tokens, end: usize) -> bool {
    let data = english();
    let next = t.word_after(end);
    let free = next.is_empty() && t.digits(t.past_space(end)).is_none()
        || has_capital(next)
        || data.function_words.has(next)
        || data.after_time.has(next);
    free && !data.after_decimal.has_lower(next) && t.at(end).text != "-"
        || is_joint(t.text(end)) && t.digits(end + 1).is_some()
}

/// True for a thing that is named by its time: "the 8.05 from Leeds", "a 3.15 appointment".
fn is_named_by_time(t: &Tokens, i: usize) -> bool {
    let next = t.word_after(i + 3);
    let after = t.word_after(i + 5);
    let place = has_capital(after) && !english().weekday_abbreviations.values().any(|day| day == after);
    match t.word_before(i) {
        "the" | "The" if matches!(next, "at" | "from" | "to") => place,
        "the" | "The" | "a" | "A" | "his" | "her" => english().timed.has(next),
        _ => false,
    }
}
