//! German times of day, durations and results: "10.30 Uhr", "14:05", "3:1", "1:45:32 Stunden".

use super::amounts::unit_at;
use super::numbers::{cardinal, compound_part, in_words, number_in_words, parse_number};
use crate::language::speech::german;
use crate::speech::rules::Reading;
use crate::speech::tokens::Tokens;

/// How many tokens on each side of a result are searched for a word of matches.
const CONTEXT: usize = 16;
/// The longest word that is looked up there, in bytes.
const LONGEST_WORD: usize = 20;

/// Singular and plural.
type Forms = (&'static str, &'static str);

/// Rule for a time of day or a duration: "10.30 Uhr", "10:30", "8.30 bis 17 Uhr", "10.30–12 Uhr", "3:25 Minuten".
pub(super) fn time(t: &Tokens, i: usize) -> Option<Reading> {
    let (hour, minute, end) = clock_time(t, i)?;
    if let Some((words, end)) = time_range(t, hour, minute, end) {
        return Some((words, end - i));
    }
    // "um 7.15 an" is a time without "Uhr".
    let bare = minute.is_some() && matches!(t.word_before(i), "um" | "gegen") && is_unmeasured(t, end);
    let before_h = t.is(end + 1, "h") && t.is_space(end) && is_clock_h(t, i, minute);
    let h = before_h.then_some(end + 2);
    if let Some(end) = after_o_clock(t, end).or(h).or(bare.then_some(end)) {
        return Some((time_in_words(hour, minute), end - i));
    }
    let continues = t.is(end, ":") || (t.is(end, ".") && t.digits(end + 1).is_some());
    let minute = minute.filter(|_| t.is(i + 1, ":") && !continues)?;
    if let Some((large, small)) = duration_units(t, end) {
        let words = format!("{} {} {}", counted(hour, large), in_words(minute), small);
        return Some((words.trim_end().to_string(), end + 2 - i));
    }
    (!is_result(t, i, end)).then(|| (time_in_words(hour, Some(minute)), end - i))
}

/// True for "h" that means "Uhr": "um 18 h", "20.15 h". After "dauert" it means hours.
fn is_clock_h(t: &Tokens, i: usize, minute: Option<u64>) -> bool {
    let led = matches!(t.word_before(i), "um" | "Um" | "ab" | "Ab" | "gegen" | "Gegen" | "von" | "Von");
    led || minute.is_some() && t.is(i + 1, ".")
}

/// Rule for a time with seconds: "um 14:10:30 Uhr".
pub(super) fn time_with_seconds(t: &Tokens, i: usize) -> Option<Reading> {
    let part =
        |n: usize| t.digits(i + n).filter(|d| d.len() == 2 && t.is(i + n - 1, ":"))?.parse::<u64>().ok();
    let hour: u64 = t.digits(i).filter(|d| d.len() <= 2)?.parse().ok().filter(|hour| *hour <= 24)?;
    let (minute, second) = (part(2).filter(|m| *m < 60)?, part(4).filter(|s| *s < 60)?);
    let end = after_o_clock(t, i + 5)?;
    let seconds = match second {
        0 => String::new(),
        1 => " und eine Sekunde".to_string(),
        second => format!(" und {} Sekunden", in_words(second)),
    };
    Some((format!("{}{seconds}", time_in_words(hour, Some(minute))), end - i))
}

/// True when no unit and no further number follows: "um 7.15 an", but not "um 7.15 Prozent".
fn is_unmeasured(t: &Tokens, end: usize) -> bool {
    unit_at(t, t.past_space(end)).is_none()
        && !(matches!(t.text(end), "." | ":" | ",") && t.digits(end + 1).is_some())
}

/// Returns hour and minute, and the index after them.
fn clock_time(t: &Tokens, i: usize) -> Option<(u64, Option<u64>, usize)> {
    let hour: u64 = t.digits(i).filter(|d| d.len() <= 2)?.parse().ok().filter(|hour| *hour <= 24)?;
    let separated = matches!(t.text(i + 1), ":" | ".");
    let minute = t.digits(i + 2).filter(|d| separated && d.len() == 2);
    let minute: Option<u64> = minute.and_then(|d| d.parse().ok()).filter(|minute| *minute < 60);
    Some((hour, minute, if minute.is_some() { i + 3 } else { i + 1 }))
}

/// "–12.00 Uhr" after a time makes both of them times: "9-17 Uhr", "8.30 bis 12 Uhr", "8.30 und 12 Uhr".
fn time_range(t: &Tokens, hour: u64, minute: Option<u64>, end: usize) -> Option<(String, usize)> {
    let word = Some(t.word_after(end)).filter(|word| minute.is_some() && matches!(*word, "bis" | "und"));
    let second = if word.is_some() { end + 3 } else { t.past_joint(end)? };
    let joint = word.unwrap_or("bis");
    let (to, minutes, end) = clock_time(t, second)?;
    let h =
        (t.is_space(end) && t.is(end + 1, "h") && (minutes.is_some() || minute.is_some())).then_some(end + 2);
    let end = after_o_clock(t, end).or(h)?;
    let first = match minute {
        None => compound_part(hour),
        minute => time_in_words(hour, minute),
    };
    Some((format!("{first} {joint} {}", time_in_words(to, minutes)), end))
}

/// Returns the index after " Uhr".
fn after_o_clock(t: &Tokens, end: usize) -> Option<usize> {
    (t.is_space(end) && t.is(end + 1, "Uhr")).then_some(end + 2)
}

fn time_in_words(hour: u64, minute: Option<u64>) -> String {
    let hour = compound_part(hour);
    match minute {
        None | Some(0) => format!("{hour} Uhr"),
        Some(minute) => format!("{hour} Uhr {}", in_words(minute)),
    }
}

/// Returns the units of a duration by the word after it: "3:25 Minuten" is "drei Minuten fünfundzwanzig".
fn duration_units(t: &Tokens, end: usize) -> Option<(Forms, &'static str)> {
    match t.word_after(end) {
        "Stunden" | "Std" | "h" => Some((("Stunde", "Stunden"), "Minuten")),
        "Minuten" | "Min" | "min" => Some((("Minute", "Minuten"), "")),
        _ => None,
    }
}

fn counted(count: u64, (one, many): Forms) -> String {
    if count == 1 { format!("eine {one}") } else { format!("{} {many}", in_words(count)) }
}

/// Rule for a result or a ratio: "3:1", "321 : 289", "1:50.000". Three parts are a duration: "2:03:15".
pub(super) fn result(t: &Tokens, i: usize) -> Option<Reading> {
    if let Some(second) =
        t.digits(i + 4).filter(|_| t.is(i + 2, ":") && t.is_space(i + 1) && t.is_space(i + 3))
    {
        let first = t.digits(i)?;
        return Some((format!("{} zu {}", cardinal(first), cardinal(second)), 5));
    }
    let (first, second) = (t.digits(i)?, t.digits(i + 2).filter(|_| t.is(i + 1, ":"))?);
    if let Some(third) = t.digits(i + 4).filter(|third| t.is(i + 3, ":") && third.len() == 2) {
        let hours = counted(first.parse().ok()?, ("Stunde", "Stunden"));
        let minutes = counted(second.parse().ok()?, ("Minute", "Minuten"));
        let seconds = counted(third.parse().ok()?, ("Sekunde", "Sekunden"));
        let named = matches!(t.word_after(i + 5), "Stunden" | "Std" | "h");
        return Some((format!("{hours}, {minutes} und {seconds}"), if named { 7 } else { 5 }));
    }
    let second = parse_number(t, i + 2)?;
    Some((format!("{} zu {}", cardinal(first), number_in_words(&second)), 2 + second.len))
}

/// True for "20:18" near a word of matches, where a time is unlikely. A word such as "um" before it makes it a time again.
fn is_result(t: &Tokens, i: usize, end: usize) -> bool {
    let timed = matches!(t.word_before(i), "um" | "ab" | "gegen" | "seit" | "kurz" | "Uhr");
    !timed
        && (i.saturating_sub(CONTEXT)..end + CONTEXT)
            .filter_map(|k| t.letters(k))
            .any(|word| word.len() <= LONGEST_WORD && german().result_words.has(word))
}
