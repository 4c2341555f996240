//! Numbers joined by dashes and slashes: ranges, years, results, seasons.

use super::numbers;
use super::{Reading, is_joint, past_joint};
use crate::speech::numbers::Number;
use crate::speech::tokens::{Kind, Tokens};

/// The most numbers that are read as one row.
const MOST_GROUPS: usize = 8;
/// Two numbers of these are years.
const YEARS: std::ops::RangeInclusive<u64> = 1000..=2100;

/// Three and more numbers with hyphens: "4-4-2", "978-3-16".
pub(super) fn chain(t: &Tokens, i: usize) -> Option<Reading> {
    let mut groups = Vec::new();
    while let Some(digits) = t.digits(i + groups.len() * 2) {
        groups.push(digits);
        if groups.len() > MOST_GROUPS || !is_joint(t.text(i + groups.len() * 2 - 1)) {
            break;
        }
    }
    if groups.len() < 3 || groups.len() > MOST_GROUPS || !t.back(i, 1).text.chars().all(char::is_whitespace) {
        return None;
    }
    let coded = groups.iter().any(|group| group.len() > 2);
    let say = if coded { numbers::one_by_one } else { numbers::cardinal };
    let said: Vec<String> = groups.iter().map(|group| say(group)).collect();
    Some((said.join(if coded { ", " } else { " " }), groups.len() * 2 - 1))
}

/// "5–10", "5 - 10", "1914–18", "1914–1918".
pub(super) fn range(t: &Tokens, i: usize) -> Option<Reading> {
    let first = numbers::read(t, i)?;
    let at = past_joint(t, i + first.len)?;
    let second = numbers::read(t, at)?;
    let end = at + second.len;
    // What begins a date or a decade is read with it.
    let goes_on = matches!(t.at(end).kind, Kind::Letters) || (t.is(end, ".") && !t.is_end(end + 1));
    // "Boeing 747-400" goes nowhere.
    if let (Some(from @ 100..), Some(to @ 100..)) = (first.plain(), second.plain())
        && (to < from || matches!(t.word_before(i), "Airbus" | "Boeing"))
    {
        return Some((format!("{} {}", numbers::said(&first), numbers::said(&second)), end - i));
    }
    let (said, end) = match years(&first, &second) {
        Some((from, to)) => (format!("{from} bis {to}"), if goes_on { at } else { end }),
        None => (
            format!("{} bis {}", numbers::said(&first), numbers::said(&second)),
            if goes_on { at } else { end },
        ),
    };
    if end == at {
        let from = said.split(" bis ").next().unwrap_or_default();
        return Some((format!("{from} bis"), end - i));
    }
    Some((said, end - i))
}

/// "2019/20", "2019/2020": a season, a winter, a school year.
pub(super) fn season(t: &Tokens, i: usize) -> Option<Reading> {
    let first =
        numbers::read(t, i).filter(|_| t.is_space(i.wrapping_sub(1)) || t.back(i, 1).kind == Kind::Sign)?;
    let second = numbers::read(t, i + 2).filter(|_| t.is(i + 1, "/") && first.len == 1)?;
    let (from, to) = years(&first, &second).filter(|_| !t.is(i + 3, "/"))?;
    Some((format!("{from} {to}"), 2 + second.len))
}

/// Two years in their order, the second perhaps short.
fn years(first: &Number, second: &Number) -> Option<(String, String)> {
    let from = first.plain().filter(|year| YEARS.contains(year))?;
    let to = match second.whole.as_bytes() {
        [_, _] if second.fraction.is_none() => numbers::cardinal(&second.whole),
        _ => numbers::year_words(second.plain().filter(|to| (from..=*YEARS.end()).contains(to))?),
    };
    Some((numbers::year_words(from), to))
}
