//! Times of the day, durations and results: "10.30 Uhr", "14:05", "3:1", "1:45:32 Stunden".

use super::numbers;
use super::{Reading, measures, past_joint, words};
use crate::speech::tokens::Tokens;

/// How many tokens around a result are looked at.
const CONTEXT: usize = 16;
/// The longest word of a result, in bytes.
const LONGEST_WORD: usize = 20;

/// "10.30 Uhr", "10:30", "9 bis 17 Uhr", "10.30–12 Uhr".
pub(super) fn time(t: &Tokens, i: usize) -> Option<Reading> {
    let (hour, minute, end) = clock(t, i)?;
    if let Some((said, end)) = span(t, hour, minute, end) {
        return Some((said, end - i));
    }
    let bare = minute.is_some() && matches!(t.word_before(i), "um" | "gegen") && is_alone(t, end);
    if let Some(end) = o_clock(t, end).or(bare.then_some(end)) {
        return Some((said(hour, minute), end - i));
    }
    let goes_on = t.is(end, ":") || (t.is(end, ".") && t.digits(end + 1).is_some());
    let minute = minute.filter(|_| t.is(i + 1, ":") && !goes_on)?;
    if let Some((unit, len)) = duration(t, end) {
        let (first, second) = unit;
        let said = format!("{} {} {}", counted(hour, first), numbers::words(minute), second);
        return Some((said.trim_end().to_string(), end + len - i));
    }
    (!is_result(t, i, end)).then(|| (self::said(hour, Some(minute)), end - i))
}

/// True where no unit and no further number follows: "um 7.15 an", and not "um 7.15 Prozent".
fn is_alone(t: &Tokens, end: usize) -> bool {
    measures::unit(t, t.past_space(end)).is_none()
        && !(matches!(t.text(end), "." | ":" | ",") && t.digits(end + 1).is_some())
}

/// Hours and minutes, and the token after them.
fn clock(t: &Tokens, i: usize) -> Option<(u64, Option<u64>, usize)> {
    let hour: u64 = t.digits(i).filter(|d| d.len() <= 2)?.parse().ok().filter(|hour| *hour <= 24)?;
    let parted = matches!(t.text(i + 1), ":" | ".");
    let minute = t.digits(i + 2).filter(|d| parted && d.len() == 2);
    let minute: Option<u64> = minute.and_then(|d| d.parse().ok()).filter(|minute| *minute < 60);
    Some((hour, minute, if minute.is_some() { i + 3 } else { i + 1 }))
}

/// "–12.00 Uhr" behind a time: both are times of the day.
fn span(t: &Tokens, hour: u64, minute: Option<u64>, end: usize) -> Option<(String, usize)> {
    let (to, minutes, end) = clock(t, past_joint(t, end)?)?;
    let end = o_clock(t, end)?;
    let first = match minute {
        None => numbers::stem(hour),
        minute => said(hour, minute),
    };
    Some((format!("{first} bis {}", said(to, minutes)), end))
}

/// Past "Uhr", or "h" behind minutes.
fn o_clock(t: &Tokens, end: usize) -> Option<usize> {
    (t.is_space(end) && t.is(end + 1, "Uhr")).then_some(end + 2)
}

fn said(hour: u64, minute: Option<u64>) -> String {
    let hour = numbers::stem(hour);
    match minute {
        None | Some(0) => format!("{hour} Uhr"),
        Some(minute) => format!("{hour} Uhr {}", numbers::words(minute)),
    }
}

/// One of something, and several.
type Forms = (&'static str, &'static str);

/// The units of a duration whose whole is named ("3:25 Minuten"), the greater in both forms, and how many tokens name them.
fn duration(t: &Tokens, end: usize) -> Option<((Forms, &'static str), usize)> {
    let unit = match t.word_after(end) {
        "Stunden" | "Std" | "h" => (("Stunde", "Stunden"), "Minuten"),
        "Minuten" | "Min" | "min" => (("Minute", "Minuten"), ""),
        _ => return None,
    };
    Some((unit, 2))
}

fn counted(count: u64, (one, many): (&str, &str)) -> String {
    if count == 1 { format!("eine {one}") } else { format!("{} {many}", numbers::words(count)) }
}

/// "3:1", "321 : 289", "1:50.000"; with three parts a time that was taken.
pub(super) fn result(t: &Tokens, i: usize) -> Option<Reading> {
    if let Some(second) =
        t.digits(i + 4).filter(|_| t.is(i + 2, ":") && t.is_space(i + 1) && t.is_space(i + 3))
    {
        let first = t.digits(i)?;
        return Some((format!("{} zu {}", numbers::cardinal(first), numbers::cardinal(second)), 5));
    }
    let (first, second) = (t.digits(i)?, t.digits(i + 2).filter(|_| t.is(i + 1, ":"))?);
    if let Some(third) = t.digits(i + 4).filter(|third| t.is(i + 3, ":") && third.len() == 2) {
        let hours = counted(first.parse().ok()?, ("Stunde", "Stunden"));
        let minutes = counted(second.parse().ok()?, ("Minute", "Minuten"));
        let seconds = counted(third.parse().ok()?, ("Sekunde", "Sekunden"));
        let named = matches!(t.word_after(i + 5), "Stunden" | "Std" | "h");
        return Some((format!("{hours}, {minutes} und {seconds}"), if named { 7 } else { 5 }));
    }
    let second = numbers::read(t, i + 2)?;
    Some((format!("{} zu {}", numbers::cardinal(first), numbers::said(&second)), 2 + second.len))
}

/// True for "20:18" near a word of games: nobody wins at eighteen past eight.
fn is_result(t: &Tokens, i: usize, end: usize) -> bool {
    let at = matches!(t.word_before(i), "um" | "ab" | "gegen" | "seit" | "kurz" | "Uhr");
    !at && (i.saturating_sub(CONTEXT)..end + CONTEXT)
        .filter_map(|k| t.letters(k))
        .any(|word| word.len() <= LONGEST_WORD && words::is_of_result(word))
}
