//! English numbers that are names or labels: "Boeing 747", "the 149 bus", "flat 12b", "Psalm 23:4".

use super::context::{is_counted, is_numbered_place, noun_before};
use super::numbers::{cardinal, designation};
use crate::language::speech::english;
use crate::speech::rules::Reading;
use crate::speech::tokens::{Tokens, is_joint};
use crate::speech::words::has_capital;

/// The most words of the name of a street, with "Street".
const LONGEST_STREET: usize = 5;
/// The most digits of a number with a letter.
const LONGEST_LETTERED_NUMBER: usize = 4;

/// Rule for a number that is a name: "Boeing 747", "Route 101", "the 149 bus".
pub(super) fn designated_number(t: &Tokens, i: usize) -> Option<Reading> {
    let digits = t.digits(i).filter(|digits| matches!(digits.len(), 3 | 4) && !digits.starts_with('0'))?;
    if digits.len() == 3 && t.word_before(i) == "the" && t.word_after(i + 1) == "bus" {
        return Some((designation(digits), 1));
    }
    let continues = matches!(t.text(i + 1), "." | "," | "/") && t.digits(i + 2).is_some();
    let named = english().designated.has(t.word_before(i)) && !continues && t.letters(i + 1).is_none();
    named.then(|| (designation(digits), 1))
}

/// Rule for the number of a house: "2788 San Tomas Expy", "123 Main Street".
pub(super) fn house_number(t: &Tokens, i: usize) -> Option<Reading> {
    let digits = t.digits(i).filter(|digits| matches!(digits.len(), 3 | 4) && !digits.starts_with('0'))?;
    let mut at = i + 1;
    for words in 0..LONGEST_STREET {
        if words > 0 && english().street_words.has(t.word_after(at)) {
            return Some((designation(digits), 1));
        }
        let numbered = t.digits(at + 1).is_some() && t.letters(at + 2).is_some();
        if !t.is_space(at) || !(numbered || has_capital(t.word_after(at))) {
            return None;
        }
        at += if numbered { 3 } else { 2 };
    }
    None
}

/// Rule for the side of a town in an address: "708 N 1st St", "12 SW. Alder Street".
pub(super) fn direction(t: &Tokens, i: usize) -> Option<Reading> {
    let name = match t.letters(i)? {
        "N" => "North",
        "S" => "South",
        "E" => "East",
        "W" => "West",
        "NE" => "Northeast",
        "NW" => "Northwest",
        "SE" => "Southeast",
        "SW" => "Southwest",
        _ => return None,
    };
    let house = t.is_space(i.wrapping_sub(1)) && t.digits(i.wrapping_sub(2)).is_some();
    let len = 1 + usize::from(t.is(i + 1, "."));
    let numbered = usize::from(t.digits(i + len + 1).is_some());
    let street = t.letters(i + len + 1 + numbered).is_some_and(|word| numbered == 1 || has_capital(word));
    let named = english().street_words.has(t.word_after(i + len + 2 + numbered));
    (house && t.is_space(i + len) && street && named).then(|| (name.to_string(), len))
}

/// Rule for a label of a number and a letter: "flat 12b", "Table 2b", "the 6b bus". The letter is no magnitude and no unit,
/// except where a size follows: "a table 2m by 1m".
pub(super) fn lettered_number(t: &Tokens, i: usize) -> Option<Reading> {
    let data = english();
    let digits = t.digits(i).filter(|digits| digits.len() <= LONGEST_LETTERED_NUMBER)?;
    let letter =
        t.letters(i + 1).filter(|l| l.len() == 1 && l.starts_with(|c: char| c.is_ascii_alphabetic()))?;
    let continues = (t.is(i + 2, ".") && t.letters(i + 3).is_some()) || t.digits(i + 2).is_some();
    let next = t.word_after(i + 2);
    let unit = matches!(letter, "g" | "k" | "l" | "m" | "t");
    let sized = data.dimensions.has(next)
        || matches!(next, "by" | "from" | "of" | "x")
        || unit && (is_counted(t, i + 2) || is_after_article(t, i));
    let line = matches!(t.word_before(i), "the" | "a") && data.transport_lines.has(next);
    if continues || !(line || is_numbered_place(t, i) && !sized) {
        return None;
    }
    Some((format!("{} {}", cardinal(digits), letter.to_uppercase()), 2))
}

/// True after "a table", which has a size and no label.
fn is_after_article(t: &Tokens, i: usize) -> bool {
    english().articles.has_lower(t.word_before(i.saturating_sub(2)))
}

/// Rule for the abbreviation of a book before a chapter: "1 Cor. 13", "Gen. 1:3".
pub(super) fn bible_book(t: &Tokens, i: usize) -> Option<Reading> {
    let dot = usize::from(t.is(i + 1, "."));
    let at = t.past_space(i + 1 + dot);
    let chapter = t.digits(at)?.len() <= 3;
    let name = english().bible_abbreviations.get(t.letters(i)?)?;
    let numbered = matches!(t.back(i, 2).text, "1" | "2" | "3") && t.is_space(i.wrapping_sub(1));
    let verse = t.is(at + 1, ":") && t.digits(at + 2).is_some();
    (chapter && (dot == 1 && numbered || verse)).then(|| (name.clone(), 1 + dot))
}

/// Rule for chapter and verse after the name of a book, or the number of a book before its name: "Psalm 23:4", "1
/// Corinthians 13:4-7".
pub(super) fn bible_verse(t: &Tokens, i: usize) -> Option<Reading> {
    let data = english();
    let first = t.digits(i).filter(|digits| digits.len() <= 3)?;
    let named = t.word_after(i + 1);
    let short = t.is(i + 3, ".")
        && data.bible_abbreviations.get(named).is_some_and(|name| data.numbered_bible_books.has(name));
    if matches!(first, "1" | "2" | "3") && (short || data.numbered_bible_books.has(named)) {
        let ordinal = ["First", "Second", "Third"].get(first.parse::<usize>().ok()? - 1)?;
        return Some(((*ordinal).to_string(), 1));
    }
    let book = noun_before(t, i);
    let book = data.bible_abbreviations.get(book).map_or(book, String::as_str);
    if !(data.bible_books.has(book) || data.numbered_bible_books.has(book)) || !t.is(i + 1, ":") {
        return None;
    }
    let second = t.digits(i + 2).filter(|digits| digits.len() <= 3)?;
    let words = format!("{} {}", cardinal(first), cardinal(second));
    match t.digits(i + 4).filter(|digits| is_joint(t.text(i + 3)) && digits.len() <= 3) {
        Some(last) => Some((format!("{words} to {}", cardinal(last)), 5)),
        None => Some((words, 3)),
    }
}
