//! Roman numerals: "Heinrich VIII.", "II. Weltkrieg", "Teil III".

use super::words::{self, among};
use super::{Reading, capitalised, closing_stop, numbers, ordinals};
use crate::speech::tokens::Tokens;

/// Names that rulers have worn with a number.
const MEN: &str = "Albert Albrecht Alexander Alfons August Benedikt Bonifatius Carl Charles Christian Clemens Edward Ernst Felipe \
    Ferdinand Francis Franz Franziskus Friedrich Georg George Gregor Gustav Harald Heinrich Henri Humbert Innozenz Iwan Jakob \
    Johann Johannes Joseph Juan Karl Konrad Konstantin Leo Leopold Ludwig Louis Maximilian Mehmed Murad Napoleon Nikolaus Olaf \
    Oskar Otto Paul Peter Philipp Pius Rainier Ramses Richard Rudolf Sigismund Sixtus Tutmosis Urban Viktor Wenzel Wilhelm";
const WOMEN: &str = "Beatrix Christina Elisabeth Elizabeth Isabella Johanna Katharina Kleopatra Margarethe Maria Margrethe Mary";
/// Titles of those who wear them.
const TITLES: &str = "Erzherzog Fürst Großherzog Herzog Herzogin Kaiser Kaiserin König Königin Kurfürst Papst Pharao Prinz Sultan \
    Zar Zarin Landgraf Markgraf Graf Königs Kaisers Papstes Zaren Fürsten Herzogs";
/// What Roman numerals count.
const NUMBERED: &str = "Abschnitt Akt Anhang Artikel Band Buch Hartz Kapitel Klasse Phase Stufe Teil Typ";
/// Words that the dative follows, and the accusative.
const DATIVE: &str = "ab aus bei beim dem gegenüber mit nach neben seit unter vom von vor zu zum zwischen";
const ACCUSATIVE: &str = "den durch für gegen ohne um";
/// How many names may stand between a title and its number.
const MOST_NAMES: usize = 3;
/// The highest number of a ruler or a part.
const HIGHEST: u64 = 39;

/// A Roman numeral where one can stand.
pub(super) fn roman(t: &Tokens, i: usize) -> Option<Reading> {
    let numeral = t.letters(i)?;
    let value = value(numeral)?;
    let stop = t.is(i + 1, ".");
    let before = t.word_before(i);
    let len = 1 + usize::from(stop);
    if among(NUMBERED, before) {
        return Some((numbers::words(value), 1));
    }
    if let Some((article, ending)) = article(t, i, numeral, stop) {
        let ordinal = capitalised(&format!("{}{ending}", numbers::ordinal_stem(value)));
        let end = if stop { closing_stop(t, i + 2) } else { "" };
        return Some((format!("{article} {ordinal}{end}"), len));
    }
    let noun = t.word_after(i + 2);
    let counts = stop && noun.starts_with(char::is_uppercase) && !words::starts_sentence(noun);
    if counts && !before.starts_with(char::is_uppercase) && (words::governs(before) || words::is_ranked(noun))
    {
        let ending = ordinals::ending_after(before, noun);
        return Some((format!("{}{ending}", numbers::ordinal_stem(value)), 2));
    }
    // "Apollo XI", "Rocky II".
    let named =
        numeral.len() > 1 && before.starts_with(char::is_uppercase) && before.contains(char::is_lowercase);
    named.then(|| (numbers::words(value), 1))
}

/// The article of a ruler's number and the number's ending, in the case that the words before the name ask for; none where no ruler is.
fn article(t: &Tokens, i: usize, numeral: &str, stop: bool) -> Option<(&'static str, &'static str)> {
    let name = t.word_before(i);
    let plain = name.strip_suffix('s').filter(|stem| among(MEN, stem) || among(WOMEN, stem));
    let known = among(MEN, name) || among(WOMEN, name) || plain.is_some();
    let capital = |word: &str| word.starts_with(char::is_uppercase) && word.contains(char::is_lowercase);
    let mut at = i;
    let mut titled = false;
    for _ in 0..MOST_NAMES {
        let word = t.word_before(at);
        if !capital(word) {
            break;
        }
        titled |= among(TITLES, word);
        if words::starts_sentence(word) || words::is_preposition(&word.to_lowercase()) {
            break;
        }
        at -= 2;
    }
    if !(titled || (known && (stop || numeral.len() > 1))) || !capital(name) {
        return None;
    }
    let governor = t.word_before(at).to_lowercase();
    let genitive = plain.is_some() && !among(MEN, name) || governor == "des";
    Some(declined(&governor, genitive, among(WOMEN, name)))
}

/// The article and the ending of the ordinal behind it.
fn declined(governor: &str, genitive: bool, feminine: bool) -> (&'static str, &'static str) {
    let dative = among(DATIVE, governor);
    match feminine {
        true if genitive || dative || matches!(governor, "der" | "zur") => ("der", "en"),
        true => ("die", "e"),
        false if genitive => ("des", "en"),
        false if dative => ("dem", "en"),
        false if among(ACCUSATIVE, governor) => ("den", "en"),
        false => ("der", "e"),
    }
}

/// The value of a Roman numeral, written as is usual; none for anything else.
pub(super) fn value(numeral: &str) -> Option<u64> {
    if numeral.is_empty() || numeral.len() > 7 || !numeral.bytes().all(|b| matches!(b, b'I' | b'V' | b'X')) {
        return None;
    }
    let ones = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"];
    let (tens, rest) = numeral.split_at(numeral.bytes().take_while(|b| *b == b'X').count());
    let one = ones.iter().position(|one| *one == rest)? as u64;
    Some(tens.len() as u64 * 10 + one).filter(|value| (1..=HIGHEST).contains(value))
}
