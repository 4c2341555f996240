//! Words in square brackets, letters of a list in round ones, dots that stand for a silence.

use super::{Reading, capitalised, is_joint, numbers, roman};
use crate::speech::footnotes;
use crate::speech::tokens::{Kind, Tokens};

/// What is told of a speech rather than put into it, and keeps its pauses.
const TOLD: &[&str] = &[
    "applause",
    "cheers",
    "crosstalk",
    "inaudible",
    "laughs",
    "laughter",
    "music",
    "pause",
    "sic",
    "silence",
];
/// The most tokens of an editor's insertion.
const LONGEST: usize = 14;
/// The most letters that brackets add to a word ("call[ed]").
const LONGEST_ENDING: usize = 3;

/// Brackets and rows of dots that change how their neighbours are said.
pub(super) fn bracket(t: &Tokens, i: usize) -> Option<Reading> {
    if let Some(reading) = span(t, i) {
        return Some(reading);
    }
    match t.text(i) {
        "[" => letter_put_in(t, i).or_else(|| words_put_in(t, i)),
        "]" => closes_words(t, i).then(|| (" ".to_string(), 1)),
        "(" => list_letter(t, i),
        "." => silence(t, i),
        _ => ending_put_in(t, i),
    }
}

/// "[45]–[47]", "(4)-(7)", "(a)–(c)": from one to the other, and no marks of footnotes.
fn span(t: &Tokens, i: usize) -> Option<Reading> {
    if footnotes::footnotes(t, i).is_some() {
        return None;
    }
    if let Some((first, last, len)) = footnotes::span(t, i) {
        return Some((format!(" {} to {} ", numbers::cardinal(first), numbers::cardinal(last)), len));
    }
    let letter = |i: usize| {
        let letter = t.letters(i + 1).filter(|_| t.is(i, "(") && t.is(i + 2, ")"))?;
        (letter.len() == 1 && letter.starts_with(|c: char| c.is_ascii_lowercase()))
            .then(|| letter.to_uppercase())
    };
    let (first, last) = (letter(i)?, letter(i + 4).filter(|_| is_joint(t.text(i + 3)))?);
    Some((format!(" {first} to {last} "), 7))
}

/// "[W]e" is "We".
fn letter_put_in(t: &Tokens, i: usize) -> Option<Reading> {
    let letter = t.letters(i + 1).filter(|letters| letters.chars().count() == 1 && t.is(i + 2, "]"))?;
    let rest = t.letters(i + 3)?;
    let inside = matches!(t.back(i, 1).kind, Kind::Letters | Kind::Digits);
    (!inside).then(|| (format!("{letter}{rest}"), 4))
}

/// "call[ed]" is "called", and "boat(s)" "boats".
fn ending_put_in(t: &Tokens, i: usize) -> Option<Reading> {
    let word = t.letters(i)?;
    let edited = t.is(i + 1, "[") && t.is(i + 3, "]");
    let either = t.is(i + 1, "(") && t.is(i + 2, "s") && t.is(i + 3, ")");
    let ending = t.letters(i + 2).filter(|_| edited || either)?;
    let small = ending.len() <= LONGEST_ENDING && ending.starts_with(char::is_lowercase);
    (small && t.letters(i + 4).is_none()).then(|| (format!("{word}{ending}"), 4))
}

/// "the [city] council" is said without a pause.
fn words_put_in(t: &Tokens, i: usize) -> Option<Reading> {
    let close = (i + 1..i + LONGEST).find(|&k| !matches!(t.at(k).kind, Kind::Letters | Kind::Space))?;
    let words = t.is(close, "]")
        && t.letters(i + 1).is_some()
        && !TOLD.contains(&t.text(i + 1).to_lowercase().as_str());
    words.then(|| (" ".to_string(), 1))
}

/// True at the bracket that closes an insertion.
fn closes_words(t: &Tokens, i: usize) -> bool {
    (1..LONGEST)
        .find(|&n| !matches!(t.back(i, n).kind, Kind::Letters | Kind::Space) || n > i)
        .is_some_and(|n| n <= i && words_put_in(t, i - n).is_some() && t.back(i, n).text == "[")
}

/// "(a)", "5(b)", "(iii)": the letter or the number, with a pause before words.
fn list_letter(t: &Tokens, i: usize) -> Option<Reading> {
    let close = t.is(i + 2, ")");
    let joined = t.back(i, 1).kind == Kind::Digits || t.back(i, 1).text == ")";
    if let Some(digits) = t.digits(i + 1).filter(|digits| close && joined && digits.len() < 3) {
        return Some((format!(" {} ", numbers::cardinal(digits)), 3));
    }
    // A capital may be a party: "(D)".
    let letter = t.letters(i + 1).filter(|l| close && (joined || l.starts_with(char::is_lowercase)))?;
    let small = letter.len() > 1 && letter.chars().all(|c| matches!(c, 'i' | 'v' | 'x'));
    let numeral = roman::roman_value(&letter.to_uppercase()).filter(|_| small);
    let said = match numeral {
        Some(value) => numbers::words(value),
        None if letter.len() == 1 && letter.is_ascii() => capitalised(letter),
        None => return None,
    };
    let next = t.word_after(i + 3);
    let pause = if next.is_empty() || matches!(next, "and" | "or" | "of" | "to") { " " } else { ", " };
    Some((format!(" {said}{pause}"), 3))
}

/// ". . ." is one silence, as "…" is.
fn silence(t: &Tokens, i: usize) -> Option<Reading> {
    let dotted = |n: usize| t.is_space(i + n) && t.is(i + n + 1, ".");
    (dotted(1) && dotted(3)).then(|| (if t.is_end(i + 5) { "." } else { ", " }.to_string(), 5))
}
