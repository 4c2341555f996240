//! Abbreviations: "Mr", "St.", "e.g.", "U.S.", "No. 5".

use super::numbers;
use super::words::{ABBREVIATIONS, DOTTED, When};
use super::{Reading, capitalised, closing_stop, letters};
use crate::speech::tokens::Tokens;

/// The most letters of a dotted name such as "U.S.S.R."
const MOST_LETTERS: usize = 8;

/// A shortened word or dotted letters.
pub(super) fn abbreviation(t: &Tokens, i: usize) -> Option<Reading> {
    dotted(t, i).or_else(|| saint_or_street(t, i)).or_else(|| listed(t, i)).or_else(|| initial(t, i))
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
        _ => return None,
    };
    let len = 1 + usize::from(t.is(i + 1, "."));
    let named = t.word_after(i + len).starts_with(char::is_uppercase);
    let after_name = t.word_before(i).starts_with(char::is_uppercase);
    if after_name && !named {
        return Some((format!("{road}{}", if len == 2 { closing_stop(t, i + 2, false) } else { "" }), len));
    }
    Some((title.to_string(), len))
}

/// From the table.
fn listed(t: &Tokens, i: usize) -> Option<Reading> {
    let written = t.letters(i)?;
    let (_, said, when) = ABBREVIATIONS.iter().find(|(short, ..)| *short == written)?;
    let dot = t.is(i + 1, ".");
    let end = i + 1 + usize::from(dot);
    let number = t.digits(end).or(t.digits(end + 1).filter(|_| t.is_space(end)));
    let fits = match when {
        When::Always => true,
        When::Dotted => dot,
        When::BeforeNumber => number.is_some(),
        When::DottedNumber => dot && number.is_some(),
        When::BeforeName => t.word_after(end).starts_with(char::is_uppercase),
        When::BetweenNames => {
            t.word_before(i).starts_with(char::is_uppercase)
                && t.word_after(end).starts_with(char::is_uppercase)
        }
    };
    if !fits {
        return None;
    }
    if *said == "Number"
        && let Some(digits) = number
    {
        let at = t.past_space(end);
        let alone =
            !matches!(t.text(at + 1), "." | "," | "-" | "/" | "\u{2013}") || t.digits(at + 2).is_none();
        if alone && t.letters(at + 1).is_none() {
            return Some((format!("{said} {}", capitalised(&numbers::cardinal(digits))), at + 1 - i));
        }
    }
    let stop = if dot { closing_stop(t, end, written == "etc") } else { "" };
    Some((format!("{said}{stop}"), end - i))
}

/// "J." in "J. K. Rowling".
fn initial(t: &Tokens, i: usize) -> Option<Reading> {
    let letter = t.letters(i).filter(|l| l.chars().count() == 1 && l.chars().all(char::is_uppercase))?;
    let named = t.is(i + 1, ".") && t.word_after(i + 2).starts_with(char::is_uppercase);
    (named && letter != "I").then(|| (letter.to_string(), 2))
}
