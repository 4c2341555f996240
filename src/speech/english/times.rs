//! Times of the day: "9.30am", "14:05", "6 p.m."

use super::numbers;
use super::{Reading, closing_stop, is_joint};
use crate::speech::tokens::Tokens;

/// A time of the day, or a ratio like "3:1".
pub(super) fn time(t: &Tokens, i: usize) -> Option<Reading> {
    let hour: u64 = t.digits(i).filter(|d| d.len() <= 2)?.parse().ok().filter(|h| *h <= 24)?;
    let parted = matches!(t.text(i + 1), ":" | ".");
    let minutes = t.digits(i + 2).filter(|d| parted && d.len() == 2);
    let minute: Option<u64> = minutes.and_then(|d| d.parse().ok()).filter(|m| *m < 60);
    let end = if minute.is_some() { i + 3 } else { i + 1 };
    let half = meridiem(t, end);
    if half.is_none() && !(minute.is_some() && t.is(i + 1, ":")) {
        return ratio(t, i);
    }
    let mut said = clock(hour, minute.unwrap_or(0), half.is_some());
    let mut end = end;
    if let Some((name, len, dotted)) = half {
        end += len;
        said = format!("{said} {name}{}", if dotted { closing_stop(t, end, false) } else { "" });
    }
    if is_joint(t.text(end)) && t.digits(end + 1).is_some() {
        said.push_str(" to");
        end += 1;
    }
    Some((said, end - i))
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
fn meridiem(t: &Tokens, i: usize) -> Option<(&'static str, usize, bool)> {
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
