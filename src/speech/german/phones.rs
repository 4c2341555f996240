//! German telephone numbers: digits one by one, with a pause between groups.

use super::numbers::digit_by_digit;
use crate::language::speech::german;
use crate::speech::numbers::four_groups;
use crate::speech::rules::Reading;
use crate::speech::tokens::{Kind, Tokens};

/// The most groups in a telephone number.
const MOST_GROUPS: usize = 8;
/// The fewest digits of a telephone number without a word such as "Tel." before it.
const FEWEST_DIGITS: usize = 7;
/// How many tokens on each side of an emergency number are searched for a word of calling.
const CONTEXT: usize = 14;
/// The most tokens between two emergency numbers: "die 112 oder die 110".
const NEAR: usize = 6;

/// Rule for a telephone number: "0800 123 456", "+49 40 1234-56", "(040) 12 34 56", "Tel.: 12 34 56", "Notruf 110".
pub(super) fn phone(t: &Tokens, i: usize) -> Option<Reading> {
    let plus = t.is(i, "+") && t.is_space(i.wrapping_sub(1));
    let bracket = t.is(i, "(");
    let start = i + usize::from(plus || bracket);
    let first = t.digits(start)?;
    let (groups, end) = digit_groups(t, start, bracket)?;
    let digits: usize = groups.iter().map(|group| group.len()).sum();
    let long = digits >= FEWEST_DIGITS;
    let national = first.starts_with('0') && groups.len() > 1 && long && t.back(i, 1).kind != Kind::Digits;
    let announced = !bracket && is_announced(t, i) && !(t.is(end, ".") && t.digits(end + 1).is_some());
    if !((plus && long) || national || announced) {
        return None;
    }
    let words: Vec<String> = groups.iter().map(|group| digit_by_digit(group)).collect();
    Some((format!("{}{}", if plus { "plus " } else { "" }, words.join(", ")), end - i))
}

/// Returns the digits at `start` and after each separator, and the index after them.
fn digit_groups<'a>(t: &Tokens<'a>, start: usize, bracket: bool) -> Option<(Vec<&'a str>, usize)> {
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
        match after_separator(t, at + 1 + usize::from(closes)).filter(|next| t.digits(*next).is_some()) {
            Some(next) => at = next,
            None => return Some((groups, at + 1 + usize::from(closes))),
        }
    }
    None
}

/// Returns the index after a separator of two groups: "-", "/", " / ", " ".
fn after_separator(t: &Tokens, at: usize) -> Option<usize> {
    let after_space = t.past_space(at);
    if matches!(t.text(after_space), "-" | "/" | "\u{2011}" | "\u{2013}") {
        return Some(t.past_space(after_space + 1));
    }
    (after_space > at).then_some(after_space)
}

/// True after "Tel.", "Telefon:", "Notruf".
fn is_announced(t: &Tokens, i: usize) -> bool {
    let word = (2..=4).find_map(|n| match t.back(i, n).kind {
        Kind::Letters => Some(t.back(i, n).text),
        Kind::Sign if matches!(t.back(i, n).text, "." | ":") => None,
        _ => Some(""),
    });
    t.back(i, 1).text == " " && word.is_some_and(|word| german().announcing_phone.has(word))
}

/// Rule for an IP address: "192.168.0.1".
pub(super) fn ip_address(t: &Tokens, i: usize) -> Option<Reading> {
    let words = four_groups(t, i)?.map(digit_by_digit);
    Some((words.join(" Punkt "), 7))
}

/// Rule for an emergency number: "die 112 oder die 110". A word of calling or another such number must be near, and no noun
/// may follow: "die 110 Euro".
pub(super) fn emergency(t: &Tokens, i: usize) -> Option<Reading> {
    if let Some(second) = second_part(t, i) {
        return Some((format!("{} {}", digit_by_digit(t.text(i)), digit_by_digit(second)), 3));
    }
    let counted = t.word_after(i + 1).starts_with(char::is_uppercase) || t.is(i + 1, "%");
    let continues = !t.is_space(i + 1) && (t.digits(i + 2).is_some() || t.letters(i + 1).is_some());
    let article = matches!(t.word_before(i), "die" | "Die" | "der" | "unter" | "oder" | "und");
    if !is_emergency_number(t, i) || counted || continues || !article {
        return None;
    }
    let called = (i.saturating_sub(CONTEXT)..i + CONTEXT).any(|k| {
        let another = k != i
            && k.abs_diff(i) <= NEAR
            && is_emergency_number(t, k)
            && matches!(t.word_before(k), "die" | "der");
        another || t.letters(k).is_some_and(|word| german().calling_words.has_lower(word))
    });
    called.then(|| (digit_by_digit(t.text(i)), 1))
}

/// Returns the second part of a number of social services: "116 117".
fn second_part<'a>(t: &Tokens<'a>, i: usize) -> Option<&'a str> {
    t.digits(i).filter(|first| *first == "116")?;
    let second = t.digits(i + 2).filter(|second| t.is_space(i + 1) && german().social_numbers.has(second))?;
    let counted = t.word_after(i + 3).starts_with(char::is_uppercase) || t.is(i + 3, "%");
    (!counted).then_some(second)
}

fn is_emergency_number(t: &Tokens, i: usize) -> bool {
    t.digits(i).is_some_and(|digits| german().emergency_numbers.has(digits))
}
