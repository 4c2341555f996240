//! Telephone numbers: digits one by one, groups apart.

use super::words::among;
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

/// Numbers that are called in need, and those of offices and doctors.
const EMERGENCY: [&str; 4] = ["110", "112", "115", "116117"];
/// Words of calling.
const CALLING: &str = "anruf anrufe anrufen anrief gewählt notruf notrufe notrufnummer nummer ruf rufe rufen rief telefon \
    telefonnummer wähle wählen wählt wählte";
/// How far around such a number a word of calling is looked for, in tokens.
const CONTEXT: usize = 14;
/// How far apart two such numbers are at most: "die 112 oder die 110".
const NEAREST: usize = 6;

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

/// "die 112 oder die 110": called where a word of calling or another such number stands near, and nothing is counted.
pub(super) fn emergency(t: &Tokens, i: usize) -> Option<Reading> {
    let known = |k: usize| t.digits(k).is_some_and(|digits| EMERGENCY.contains(&digits));
    let counted = t.word_after(i + 1).starts_with(char::is_uppercase) || t.is(i + 1, "%");
    let goes_on = !t.is_space(i + 1) && (t.digits(i + 2).is_some() || t.letters(i + 1).is_some());
    let article = matches!(t.word_before(i), "die" | "Die" | "der" | "unter" | "oder" | "und");
    if !known(i) || counted || goes_on || !article {
        return None;
    }
    let around = i.saturating_sub(CONTEXT)..i + CONTEXT;
    let listed = |k: usize| {
        k != i && k.abs_diff(i) <= NEAREST && known(k) && matches!(t.word_before(k), "die" | "der")
    };
    let called = around
        .into_iter()
        .any(|k| listed(k) || t.letters(k).is_some_and(|word| among(CALLING, &word.to_lowercase())));
    called.then(|| (numbers::one_by_one(t.text(i)), 1))
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
