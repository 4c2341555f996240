//! Abbreviations: "Mr", "St.", "e.g.", "U.S.", "No. 5".

use super::numbers;
use super::shortened::{ABBREVIATIONS, DOTTED, SLASHED, When};
use super::words::{DETERMINERS, FUNCTION_WORDS, SISTERS};
use super::{Reading, capitalised, closing_stop, letters, roman, years};
use crate::speech::stops::LETTERED;
use crate::speech::tokens::{Kind, Tokens, is_apostrophe};

/// The most letters of a dotted name such as "U.S.S.R."
const MOST_LETTERS: usize = 8;

/// A shortened word or dotted letters.
pub(super) fn abbreviation(t: &Tokens, i: usize) -> Option<Reading> {
    slashed(t, i)
        .or_else(|| dotted(t, i))
        .or_else(|| saint_or_street(t, i))
        .or_else(|| listed(t, i))
        .or_else(|| initial(t, i))
}

/// "w/c", "c/o", "w/".
fn slashed(t: &Tokens, i: usize) -> Option<Reading> {
    let second = t.letters(i + 2).filter(|_| t.is(i + 1, "/")).or(t.is(i + 1, "/").then_some(""))?;
    let (.., said) = SLASHED.iter().find(|(one, other, _)| t.is(i, one) && *other == second)?;
    Some(((*said).to_string(), 2 + usize::from(!second.is_empty())))
}

/// "e.g.", "U.S.", "D.C.", "Ph.D.".
fn dotted(t: &Tokens, i: usize) -> Option<Reading> {
    let mut joined = t.letters(i).filter(|l| l.chars().count() <= 2)?.to_string();
    let mut end = i + 1;
    for _ in 1..MOST_LETTERS {
        match t.letters(end + 1).filter(|l| t.is(end, ".") && l.chars().count() == 1) {
            Some(letter) => joined.push_str(letter),
            None => break,
        }
        end += 2;
    }
    if end == i + 1 {
        return None;
    }
    let said = DOTTED
        .iter()
        .find(|(written, _)| *written == joined)
        .map_or_else(|| letters::initials(&joined.to_uppercase()), |(_, said)| (*said).to_string());
    let dot = t.is(end, ".");
    end += usize::from(dot);
    let stop = if dot { closing_stop(t, end, joined.eq_ignore_ascii_case("pm")) } else { "" };
    Some((format!("{said}{stop}"), end - i))
}

/// "St" is a saint before a name and a street after one; "Dr" a doctor or a drive.
fn saint_or_street(t: &Tokens, i: usize) -> Option<Reading> {
    let (title, road) = match t.text(i) {
        "St" => ("Saint", "Street"),
        "Dr" => ("Doctor", "Drive"),
        "Sr" if is_sister(t, i) => ("Sister", ""),
        _ => return None,
    };
    let len = 1 + usize::from(t.is(i + 1, "."));
    let stop = if len == 2 { closing_stop(t, i + 2, false) } else { "" };
    let named = t.word_after(i + len).starts_with(char::is_uppercase) && stop.is_empty();
    let numbered = t.digits(i.wrapping_sub(3)).is_some() && years::is_ordinal_suffix(t.word_before(i));
    if !named && !road.is_empty() && (numbered || is_name(t.word_before(i))) {
        return Some((format!("{road}{stop}"), len));
    }
    Some((title.to_string(), len))
}

/// True for a capital that is not just the beginning of a sentence.
fn is_name(word: &str) -> bool {
    word.starts_with(char::is_uppercase) && !FUNCTION_WORDS.contains(&word.to_lowercase().as_str())
}

/// True for "Sr." before the name of a nun and after none: behind a name it is "Senior".
fn is_sister(t: &Tokens, i: usize) -> bool {
    let dot = usize::from(t.is(i + 1, "."));
    SISTERS.contains(&t.word_after(i + 1 + dot)) && !is_name(t.word_before(i))
}

/// From the table.
fn listed(t: &Tokens, i: usize) -> Option<Reading> {
    let written = t.letters(i)?;
    let dot = t.is(i + 1, ".");
    let end = i + 1 + usize::from(dot);
    let of_word = ABBREVIATIONS.iter().filter(|(short, ..)| *short == written);
    let (_, said, when) = of_word.into_iter().find(|(_, said, when)| fits(t, i, end, said, *when))?;
    if let Some((number, len)) = numeral_after(t, end).filter(|_| said.starts_with(char::is_uppercase)) {
        return Some((format!("{said} {}", capitalised(&number)), end + len - i));
    }
    if *said == "Number"
        && let Some(digits) = digits_after(t, end)
    {
        let at = t.past_space(end);
        let alone =
            !matches!(t.text(at + 1), "." | "," | "-" | "/" | "\u{2013}") || t.digits(at + 2).is_none();
        if alone && t.letters(at + 1).is_none() {
            return Some((format!("{said} {}", capitalised(&numbers::cardinal(digits))), at + 1 - i));
        }
    }
    let last = dot && !matches!(when, When::BeforeName | When::DottedName);
    let stop = if last { closing_stop(t, end, matches!(written, "etc" | "Esq")) } else { "" };
    Some((format!("{said}{stop}"), end - i))
}

/// True when the abbreviation at `i`, which ends before `end`, stands where it counts as one.
fn fits(t: &Tokens, i: usize, end: usize, said: &str, when: When) -> bool {
    let dot = end > i + 1;
    let number = digits_after(t, end).is_some() || (said != "Number" && numeral_after(t, end).is_some());
    let before_name = t.word_after(end).starts_with(char::is_uppercase);
    let after_name = t.word_before(i).starts_with(char::is_uppercase);
    match when {
        When::Always => true,
        When::Dotted => dot,
        When::BeforeNumber => number,
        When::DottedNumber => dot && number,
        When::BeforeName => before_name,
        When::DottedName => dot && before_name,
        When::AfterName => dot && after_name,
        When::BetweenNames => after_name && before_name,
        When::Cited => number && (dot || said.starts_with("section")) && is_apart(t, i),
    }
}

/// True where no word and no number stands before that the letters at `i` could belong to: "75 cl", "6s".
fn is_apart(t: &Tokens, i: usize) -> bool {
    let before = t.back(i, 1);
    let joined = matches!(before.kind, Kind::Letters | Kind::Digits) || before.text.ends_with(is_apostrophe);
    let counted = before.kind == Kind::Space && t.back(i, 2).kind == Kind::Digits;
    let noun = DETERMINERS.contains(&t.word_before(i).to_lowercase().as_str());
    !(joined || counted || noun)
}

/// The digits at `i`, or after a space; those of a paragraph may stand in brackets ("pp. [12]").
fn digits_after<'a>(t: &Tokens<'a>, i: usize) -> Option<&'a str> {
    let at = t.past_space(i);
    t.digits(at).or_else(|| t.digits(at + 1).filter(|_| t.is(at, "[")))
}

/// The Roman numeral after the space at `i`, in words, and the tokens of both; "I" is mostly a word.
fn numeral_after(t: &Tokens, i: usize) -> Option<(String, usize)> {
    let numeral = Some(t.word_after(i)).filter(|word| word.len() > 1 || matches!(*word, "V" | "X"))?;
    let value = roman::roman_value(numeral).filter(|value| *value < 40)?;
    Some((numbers::words(value), 2))
}

/// "J." in "J. K. Rowling"; the stop after "Plan B." stays.
fn initial(t: &Tokens, i: usize) -> Option<Reading> {
    if LETTERED.contains(&t.word_before(i)) {
        return None;
    }
    let letter = t.letters(i).filter(|l| l.chars().count() == 1 && l.chars().all(char::is_uppercase))?;
    let named = t.is(i + 1, ".") && t.word_after(i + 2).starts_with(char::is_uppercase);
    (named && letter != "I").then(|| (letter.to_string(), 2))
}
