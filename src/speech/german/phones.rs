//! Telephone numbers: digits one by one, groups apart.

use super::{Reading, numbers};
use crate::speech::tokens::{Kind, Tokens};

/// The most groups that a telephone number has.
const MOST_GROUPS: usize = 8;
/// The fewest digits of a telephone number that no word announces.
const FEWEST_DIGITS: usize = 7;
/// Words that announce one.
const ANNOUNCING: [&str; 10] = [
    "Tel",
    "Telefon",
    "Telefonnummer",
    "Fax",
    "Handy",
    "Hotline",
    "Mobil",
    "Notruf",
    "Notrufnummer",
    "Rufnummer",
];

/// "0800 123 456", "+49 40 1234-56", "(040) 12 34 56", "Tel.: 12 34 56", "Notruf 110".
pub(super) fn phone(t: &Tokens, i: usize) -> Option<Reading> {
    let plus = t.is(i, "+") && t.is_space(i.wrapping_sub(1));
    let bracket = t.is(i, "(");
    let start = i + usize::from(plus || bracket);
    let first = t.digits(start)?;
    let (groups, end) = groups(t, start, bracket)?;
    let digits: usize = groups.iter().map(|group| group.len()).sum();
    let long = digits >= FEWEST_DIGITS;
    let national = first.starts_with('0') && groups.len() > 1 && long && t.back(i, 1).kind != Kind::Digits;
    let announced = !bracket && is_announced(t, i) && !(t.is(end, ".") && t.digits(end + 1).is_some());
    if !((plus && long) || national || announced) {
        return None;
    }
    let said: Vec<String> = groups.iter().map(|group| numbers::one_by_one(group)).collect();
    Some((format!("{}{}", if plus { "plus " } else { "" }, said.join(", ")), end - i))
}

/// The digits at `start` and after each separator, and the token after them.
fn groups<'a>(t: &Tokens<'a>, start: usize, bracket: bool) -> Option<(Vec<&'a str>, usize)> {
    let mut groups = Vec::new();
    let mut at = start;
    while let Some(digits) = t.digits(at) {
        groups.push(digits);
        if groups.len() > MOST_GROUPS {
            return None;
        }
        let closes = bracket && groups.len() == 1;
        if closes && !t.is(at + 1, ")") {
            return None;
        }
        match separator(t, at + 1 + usize::from(closes)).filter(|next| t.digits(*next).is_some()) {
            Some(next) => at = next,
            None => return Some((groups, at + 1 + usize::from(closes))),
        }
    }
    None
}

/// Past what may stand between two groups: "-", "/", " / ", " ".
fn separator(t: &Tokens, at: usize) -> Option<usize> {
    let after_space = t.past_space(at);
    if matches!(t.text(after_space), "-" | "/" | "\u{2011}" | "\u{2013}") {
        return Some(t.past_space(after_space + 1));
    }
    (after_space > at).then_some(after_space)
}

/// True behind "Tel.", "Telefon:", "Notruf".
fn is_announced(t: &Tokens, i: usize) -> bool {
    let word = (2..=4).find_map(|n| match t.back(i, n).kind {
        Kind::Letters => Some(t.back(i, n).text),
        Kind::Sign if matches!(t.back(i, n).text, "." | ":") => None,
        _ => Some(""),
    });
    t.back(i, 1).text == " " && word.is_some_and(|word| ANNOUNCING.contains(&word))
}
