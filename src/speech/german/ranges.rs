//! German numbers joined by dashes and slashes: ranges, years, seasons, codes.

use super::numbers::{cardinal, digit_by_digit, number_in_words, parse_number, year_in_words};
use crate::speech::numbers::Number;
use crate::speech::rules::Reading;
use crate::speech::tokens::{Kind, Tokens, is_joint};

/// The most numbers that are read as one row.
const MOST_GROUPS: usize = 8;
/// Two numbers in this range are years.
const YEARS: std::ops::RangeInclusive<u64> = 1000..=2100;

/// Rule for three or more numbers with hyphens: "4-4-2", "978-3-16". A group of three digits makes the row a code.
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
    let code = groups.iter().any(|group| group.len() > 2);
    let speak = if code { digit_by_digit } else { cardinal };
    let words: Vec<String> = groups.iter().map(|group| speak(group)).collect();
    Some((words.join(if code { ", " } else { " " }), groups.len() * 2 - 1))
}

/// Rule for a range: "5–10", "5 - 10", "1914–18", "1914–1918".
pub(super) fn range(t: &Tokens, i: usize) -> Option<Reading> {
    let first = parse_number(t, i)?;
    let after = i + first.len;
    let at = t.past_joint(after).or_else(|| loose_joint(t, after, &first))?;
    let second = parse_number(t, at)?;
    let end = at + second.len;
    // "Boeing 747-400" is a type, not a range.
    if let (Some(from @ 100..), Some(to @ 100..)) = (first.plain(), second.plain())
        && (to < from || matches!(t.word_before(i), "Airbus" | "Boeing"))
    {
        return Some((format!("{} {}", number_in_words(&first), number_in_words(&second)), end - i));
    }
    let (from, to) =
        year_range(&first, &second).unwrap_or_else(|| (number_in_words(&first), number_in_words(&second)));
    // The second number may begin a date or a decade, which another rule reads: "3.–5. Mai", "1980–90er".
    let continues = matches!(t.at(end).kind, Kind::Letters) || (t.is(end, ".") && !t.is_end(end + 1));
    if continues {
        return Some((format!("{from} bis"), at - i));
    }
    Some((format!("{from} bis {to}"), end - i))
}

/// Returns the index after a dash with a space on one side between rising numbers: "2 -3 Personen". Between falling ones it
/// is a minus: "von 2 -3 Grad".
fn loose_joint(t: &Tokens, i: usize, first: &Number) -> Option<usize> {
    let at = t.past_space(i);
    let next = t.past_space(at + 1);
    let second = parse_number(t, next).filter(|_| is_joint(t.text(at)) && next > i + 1)?;
    (first.plain()? < second.plain()?).then_some(next)
}

/// Rule for a season or a school year: "2019/20", "2019/2020".
pub(super) fn season(t: &Tokens, i: usize) -> Option<Reading> {
    let first =
        parse_number(t, i).filter(|_| t.is_space(i.wrapping_sub(1)) || t.back(i, 1).kind == Kind::Sign)?;
    let second = parse_number(t, i + 2).filter(|_| t.is(i + 1, "/") && first.len == 1)?;
    let (from, to) = year_range(&first, &second).filter(|_| !t.is(i + 3, "/"))?;
    Some((format!("{from} {to}"), 2 + second.len))
}

/// Returns two years in words if the numbers are years in order. The second may have two digits.
fn year_range(first: &Number, second: &Number) -> Option<(String, String)> {
    let from = first.plain().filter(|year| YEARS.contains(year))?;
    let to = match second.whole.as_bytes() {
        [_, _] if second.fraction.is_none() => cardinal(&second.whole),
        _ => year_in_words(second.plain().filter(|to| (from..=*YEARS.end()).contains(to))?),
    };
    Some((year_in_words(from), to))
}
