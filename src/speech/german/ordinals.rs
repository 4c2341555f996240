//! Ordinals, "5." before a month or a noun, with the ending that the words around ask for.

use super::words::{self, Gender};
use super::{Reading, closing_stop, dates, is_joint, numbers};
use crate::speech::tokens::Tokens;

/// The highest number that is an ordinal; beyond it a stop ends a sentence.
const HIGHEST: u64 = 999;
/// How many numbers "am 3., 4. und 5. Mai" may have.
const LONGEST_CHAIN: usize = 4;

/// "am 5. März", "der 3. Oktober", "vom 3.–5. Mai", "die 2. Liga".
pub(super) fn ordinal(t: &Tokens, i: usize) -> Option<Reading> {
    let (first, end) = written(t, i)?;
    let (second, end) = match second(t, end) {
        Some((second, end)) => (Some(second), end),
        None => (None, end),
    };
    let noun = t.word_after(end);
    let governor = governor(t, i);
    let dated = words::is_month(noun) && first.parse::<u64>().is_ok_and(|day| day <= 31);
    let ends_here = t.is_end(end) || words::starts_sentence(noun);
    if !(dated || is_ordinal(governor, first, noun) || (ends_here && words::is_before_day(governor))) {
        return None;
    }
    let ending = ending_after(governor, noun);
    let mut said = format!("{}{ending}", stem(first)?);
    if let Some((second, joint)) = second {
        said = format!("{said} {joint} {}{ending}", stem(second)?);
    }
    let stop = if ends_here && !dated { closing_stop(t, end) } else { "" };
    Some((format!("{said}{stop}"), end - i))
}

/// The digits of an ordinal with its stop, and the token after it.
fn written<'a>(t: &Tokens<'a>, i: usize) -> Option<(&'a str, usize)> {
    let digits = t.digits(i).filter(|digits| value(digits).is_some())?;
    (t.is(i + 1, ".") && t.digits(i + 2).is_none()).then_some((digits, i + 2))
}

/// The second of "3.–5." and "3./4.", how they are joined, and the token after it.
fn second<'a>(t: &Tokens<'a>, end: usize) -> Option<((&'a str, &'static str), usize)> {
    let joint = match t.text(end) {
        "/" => "und",
        text if is_joint(text) => "bis",
        _ => return None,
    };
    written(t, end + 1).map(|(digits, end)| ((digits, joint), end))
}

fn value(digits: &str) -> Option<u64> {
    digits.parse().ok().filter(|value| (1..=HIGHEST).contains(value))
}

fn stem(digits: &str) -> Option<String> {
    value(digits).map(numbers::ordinal_stem)
}

/// True when a stop after these digits makes an ordinal of them and the sentence goes on with `noun`.
pub(super) fn is_ordinal(governor: &str, digits: &str, noun: &str) -> bool {
    let Some(value) = value(digits) else { return false };
    if words::is_month(noun) {
        return value <= 31;
    }
    if digits.starts_with('0') || noun.is_empty() {
        return false;
    }
    if noun.starts_with(char::is_lowercase) {
        return true;
    }
    noun.starts_with(char::is_alphabetic)
        && !words::starts_sentence(noun)
        && (words::governs(governor) || words::is_ranked(noun))
}

/// The word that governs the ordinal at `i`, past others that are joined to it ("am 3. und 4. Mai") and past a day of
/// the week ("am Montag, 5. Mai").
fn governor<'a>(t: &Tokens<'a>, i: usize) -> &'a str {
    let mut at = i;
    for _ in 0..LONGEST_CHAIN {
        let joined = matches!(t.word_before(at), "und" | "oder" | "bis" | "sowie");
        let back = match () {
            () if joined && t.back(at, 4).text == "." => 5,
            () if t.back(at, 1).text == " " && t.back(at, 2).text == "," && t.back(at, 3).text == "." => 4,
            () => break,
        };
        let Some(before) = at.checked_sub(back).filter(|before| t.digits(*before).is_some()) else { break };
        at = before;
    }
    t.word_before(dates::day_before(t, at).unwrap_or(at))
}

/// The ending of an ordinal before `noun`. Where the case is not told, the likeliest: a date stands in the
/// nominative, or after a preposition in "-en"; any other noun in the nominative.
pub(super) fn ending_after(governor: &str, noun: &str) -> &'static str {
    let governor = governor.to_lowercase();
    let governor = governor.as_str();
    let gender = words::gender(noun);
    match governor {
        "der" | "dieser" | "jener" | "jeder" if gender == Gender::Feminine => "en",
        "der" | "dieser" | "jener" | "jeder" | "die" | "das" | "dieses" | "jedes" | "jenes" | "welches" => {
            "e"
        }
        "des" | "eines" => "en",
        "ein" | "kein" | "mein" | "dein" | "sein" | "ihr" | "unser" | "euer" => strong(gender),
        _ if words::is_contraction(governor) => "en",
        _ if words::governs(governor) && governor.ends_with('e') => "e",
        _ if words::governs(governor) && governor != "als" => "en",
        _ if words::is_preposition(governor) => "en",
        _ if noun.starts_with(char::is_uppercase) => strong(gender),
        _ => "e",
    }
}

fn strong(gender: Gender) -> &'static str {
    match gender {
        Gender::Masculine => "er",
        Gender::Feminine => "e",
        Gender::Neuter => "es",
    }
}
