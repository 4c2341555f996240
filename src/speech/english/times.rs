//! Times of the day: "9.30am", "14:05", "6 p.m."

use super::{Reading, clocks, closing_stop, is_joint, numbers};
use crate::speech::tokens::Tokens;

/// After a time of four digits.
const CLOCKS: &[&str] = &["BST", "CET", "EST", "GMT", "PST", "UTC", "ZULU", "hours", "hrs"];

/// A time of the day, or a ratio like "3:1".
pub(super) fn time(t: &Tokens, i: usize) -> Option<Reading> {
    if let Some(reading) = four_digits(t, i) {
        return Some(reading);
    }
    let hour: u64 = t.digits(i).filter(|d| d.len() <= 2)?.parse().ok().filter(|h| *h <= 24)?;
    let parted = matches!(t.text(i + 1), ":" | ".");
    let minutes = t.digits(i + 2).filter(|d| parted && d.len() == 2);
    let minute: Option<u64> = minutes.and_then(|d| d.parse().ok()).filter(|m| *m < 60);
    let end = if minute.is_some() { i + 3 } else { i + 1 };
    let half = meridiem(t, end);
    let led = half.is_none() && clocks::leads_to_meridiem(t, i);
    let told = half.is_some() || led || (minute.is_some() && t.is(i + 1, ":"));
    if !told && !clocks::is_told(t, i) {
        return ratio(t, i);
    }
    let mut said = clock(hour, minute.unwrap_or(0), led || half.is_some());
    let mut end = end;
    if let Some((name, len, dotted)) = half {
        end += len;
        said = format!("{said} {name}{}", if dotted { closing_stop(t, end, false) } else { "" });
    }
    let hours = [end, t.past_space(end)].into_iter().find(|&at| minute == Some(0) && t.is(at, "hrs"));
    if let Some(at) = hours {
        said.push_str(" hours");
        end = at + 1;
    }
    if is_joint(t.text(end)) && t.digits(end + 1).is_some() {
        said.push_str(" to");
        end += 1;
    }
    Some((said, end - i))
}

/// "0600 GMT", "1630 hours".
fn four_digits(t: &Tokens, i: usize) -> Option<Reading> {
    let digits = t.digits(i).filter(|digits| digits.len() == 4 && CLOCKS.contains(&t.word_after(i + 1)))?;
    let (hour, minute): (u64, u64) = (digits[..2].parse().ok()?, digits[2..].parse().ok()?);
    if hour >= 24 || minute >= 60 {
        return None;
    }
    let hour = if hour == 0 { "zero".to_string() } else { numbers::words(hour) };
    let oh = if digits.starts_with('0') && hour != "zero" { "oh " } else { "" };
    let said = match minute {
        0 => format!("{oh}{hour} hundred"),
        1..=9 => format!("{oh}{hour} oh {}", numbers::words(minute)),
        _ => format!("{oh}{hour} {}", numbers::words(minute)),
    };
    let hours = if matches!(t.text(i + 2), "hrs" | "hours") { " hours" } else { "" };
    Some((format!("{said}{hours}"), if hours.is_empty() { 1 } else { 3 }))
}

/// "three to one".
fn ratio(t: &Tokens, i: usize) -> Option<Reading> {
    let (one, other) = (t.digits(i)?, t.digits(i + 2).filter(|d| t.is(i + 1, ":") && d.len() <= 2)?);
    Some((format!("{} to {}", numbers::cardinal(one), numbers::cardinal(other)), 3))
}

fn clock(hour: u64, minute: u64, half: bool) -> String {
    let said = numbers::words(hour);
    match minute {
        0 if half => said,
        0 if hour.is_multiple_of(24) => "midnight".to_string(),
        0 if hour > 12 => format!("{said} hundred"),
        0 => format!("{said} o'clock"),
        1..=9 => format!("{said} oh {}", numbers::words(minute)),
        _ => format!("{said} {}", numbers::words(minute)),
    }
}

/// "am", " p.m.": how it is said, its tokens, whether it ends in a dot.
pub(super) fn meridiem(t: &Tokens, i: usize) -> Option<(&'static str, usize, bool)> {
    let at = t.past_space(i);
    let said = match t.text(at).to_ascii_lowercase().as_str() {
        "am" | "a" => "A M",
        "pm" | "p" => "P M",
        _ => return None,
    };
    if t.text(at).len() == 2 {
        return Some((said, at + 1 - i, false));
    }
    let dotted = t.is(at + 1, ".") && t.text(at + 2).eq_ignore_ascii_case("m");
    let last = t.is(at + 3, ".");
    dotted.then_some((said, at + 3 + usize::from(last) - i, last))
}
