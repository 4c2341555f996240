//! Numbers with a colon that are no time of the day: "1:50,000", "1:15.456s".

use super::Reading;
use super::numbers;
use crate::speech::tokens::Tokens;

/// The most digits of a fraction of a second.
const LONGEST_FRACTION: usize = 3;

/// The scale of a map, or a time that a race took.
pub(super) fn scale(t: &Tokens, i: usize) -> Option<Reading> {
    map(t, i).or_else(|| taken(t, i))
}

/// "one to fifty thousand".
fn map(t: &Tokens, i: usize) -> Option<Reading> {
    t.digits(i).filter(|digits| *digits == "1" && t.is(i + 1, ":"))?;
    let size =
        numbers::read(t, i + 2).filter(|n| n.fraction.is_none() && (n.grouped || n.whole.len() > 2))?;
    Some((format!("one to {}", numbers::said(&size)), 2 + size.len))
}

/// "1:15.456", "1:32:05.123": parts of a second tell that it is no time of the day.
fn taken(t: &Tokens, i: usize) -> Option<Reading> {
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
    let mut said: Vec<String> = Vec::new();
    for (part, name) in parts.iter().zip(names) {
        let count: u64 = part.parse().ok()?;
        said.push(format!("{} {name}{}", numbers::words(count), if count == 1 { "" } else { "s" }));
    }
    let seconds = numbers::words(parts.last()?.parse().ok()?);
    said.push(format!("{seconds} point {} seconds", numbers::one_by_one(fraction)));
    Some((said.join(" "), last - i))
}
