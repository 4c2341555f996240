//! Ranges, scores and telephone numbers of languages that are described by a table.

use super::amounts::noun_at;
use super::numbers::{cardinal, digit_by_digit};
use crate::language::european::European;
use crate::speech::numbers::{bracketed_range, four_groups};
use crate::speech::rules::Reading;
use crate::speech::tokens::{Kind, Tokens, is_joint};

/// The highest number of a score: "3-1". Higher pairs are ranges that someone wrote backwards.
const HIGHEST_SCORE: u64 = 30;
/// The most groups of digits in a telephone number.
const MOST_PHONE_GROUPS: usize = 8;
/// The fewest digits of a telephone number.
const FEWEST_PHONE_DIGITS: usize = 7;
/// The most tokens between a word such as "tel" and its number.
const PHONE_CONTEXT: usize = 4;

/// Rule for the dash between two numbers or amounts: "5-10 %", "1914–1918", "9h-17h". Other rules read the numbers.
pub(super) fn range(data: &European, t: &Tokens, i: usize) -> Option<Reading> {
    if !ends_amount(data, t, i) {
        return None;
    }
    let at = t.past_joint(i)?;
    let second = t.digits(at)?;
    // "won met 3-1": the higher number comes first.
    let first = t.digits(i.wrapping_sub(1)).filter(|_| at == i + 1);
    let joint = match first.and_then(|first| Some((first.parse::<u64>().ok()?, second.parse::<u64>().ok()?)))
    {
        Some((first, second)) if second <= first && first <= HIGHEST_SCORE => data.score_joint.clone(),
        _ => format!(" {} ", data.to),
    };
    Some((joint, at - i))
}

/// True after a number, or after a number with a unit, a currency or a month: "9h", "5 %", "11 novembre".
fn ends_amount(data: &European, t: &Tokens, i: usize) -> bool {
    let before = t.back(i, 1);
    let number = |n: usize| match t.back(i, n).kind {
        Kind::Digits => true,
        Kind::Space => t.back(i, n + 1).kind == Kind::Digits,
        _ => false,
    };
    match before.kind {
        Kind::Digits => true,
        Kind::Letters => {
            let month = data.months.iter().any(|month| month == before.text);
            number(2) && (month || noun_at(data, t, i.wrapping_sub(1)).is_some() || before.text == "h")
        }
        Kind::Sign => matches!(before.text, "%" | "\u{b0}" | "\u{20ac}" | "$" | "\u{a3}") && number(2),
        _ => false,
    }
}

/// Rule for numbers in brackets with a dash: "[45]–[47]".
pub(super) fn paragraphs(data: &European, t: &Tokens, i: usize) -> Option<Reading> {
    let (first, last, len) = bracketed_range(t, i)?;
    Some((format!("{} {} {}", cardinal(data, first), data.to, cardinal(data, last)), len))
}

/// Rule for an address of a computer: "192.168.0.1".
pub(super) fn ip_address(data: &European, t: &Tokens, i: usize) -> Option<Reading> {
    let words = four_groups(t, i)?.map(|group| digit_by_digit(data, group));
    Some((words.join(&format!(" {} ", data.dot)), 7))
}

/// Rule for a telephone number: "+33 6 12 34 56 78", "06-12345678", "tel. 912 345 678".
pub(super) fn phone(data: &European, t: &Tokens, i: usize) -> Option<Reading> {
    let plus = t.is(i, "+");
    let start = i + usize::from(plus);
    let first = t.digits(start).filter(|_| t.back(i, 1).kind != Kind::Digits)?;
    let (groups, end) = phone_groups(t, start)?;
    let digits: usize = groups.iter().map(|group| group.len()).sum();
    let national = first.starts_with('0') && groups.len() > 1;
    let announced = t.is_space(i.wrapping_sub(1))
        && (2..=PHONE_CONTEXT)
            .any(|n| t.back(i, n).kind == Kind::Letters && data.before_phone.has_lower(t.back(i, n).text));
    if digits < FEWEST_PHONE_DIGITS || !(plus || national || announced) {
        return None;
    }
    let words = groups.iter().map(|group| group_in_words(data, group)).collect::<Vec<_>>().join(", ");
    Some((format!("{}{words}", if plus { format!("{} ", data.plus) } else { String::new() }), end - i))
}

/// Returns the groups of digits from `start` on, and the index after them.
fn phone_groups<'a>(t: &Tokens<'a>, start: usize) -> Option<(Vec<&'a str>, usize)> {
    let (mut groups, mut at) = (vec![t.digits(start)?], start + 1);
    for _ in 1..MOST_PHONE_GROUPS {
        let separator = t.is_space(at) && at < t.len() || is_joint(t.text(at)) || t.is(at, ".");
        let Some(group) = t.digits(at + 1).filter(|group| separator && group.len() > 1) else { break };
        groups.push(group);
        at += 2;
    }
    let amount = t.is(at, ",") && t.digits(at + 1).is_some() || t.is(at, "%");
    (!amount).then_some((groups, at))
}

/// French speaks pairs of digits, and other languages each digit.
fn group_in_words(data: &European, group: &str) -> String {
    if data.phone_pairs && group.len() == 2 { cardinal(data, group) } else { digit_by_digit(data, group) }
}
