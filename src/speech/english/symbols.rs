//! English symbols, punctuation, brackets and line breaks: spoken, turned into pauses, or dropped.

use super::capitals::roman_value;
use super::money::currency_symbol;
use super::numbers::{begins_number, cardinal, in_words, is_ordinal_suffix};
use crate::language::speech::english;
use crate::speech::numbers::{bracketed, bracketed_range, footnotes, is_note_number, star_rating};
use crate::speech::punctuation::pause;
use crate::speech::rules::Reading;
use crate::speech::tokens::{Kind, Tokens, is_joint};
use crate::speech::words::capitalised;

/// The longest line of a poem or an address, in bytes. A longer line is prose that an editor wrapped.
const LONGEST_VERSE: usize = 64;
/// The most tokens of such a line.
const MOST_VERSE_TOKENS: usize = 40;
/// The most tokens of an editor's insertion.
const LONGEST_INSERTION: usize = 14;
/// The most letters that brackets add to a word: "call[ed]".
const LONGEST_ENDING: usize = 3;
/// Marks that may end a number or its quotation. A hyphen after any other mark is the sign of a number.
const AFTER_NUMBER: [char; 10] = ['%', ')', ']', '.', ',', '\u{b0}', '\u{201d}', '\u{2019}', '\u{2030}', '-'];

/// Returns the effect of the white space at `i`: a pause at the end of a short line, as in a poem, else a space.
pub(super) fn space(t: &Tokens, i: usize) -> &'static str {
    let breaks = t.text(i).contains('\n') && i > 0 && i + 1 < t.len();
    let hyphen = matches!(t.back(i, 1).text, "-" | "\u{2010}");
    if breaks && !hyphen && is_short_line(t, i) { ", " } else { " " }
}

/// True when the line that ends at `i` is short.
fn is_short_line(t: &Tokens, i: usize) -> bool {
    let mut length = 0;
    for n in 1..=MOST_VERSE_TOKENS {
        let token = t.back(i, n);
        if token.kind == Kind::Space && (n > i || token.text.contains('\n')) {
            return true;
        }
        length += token.text.len();
        if length > LONGEST_VERSE {
            return false;
        }
    }
    false
}

/// Rule for a symbol or a mark.
pub(super) fn symbol(t: &Tokens, i: usize) -> Option<Reading> {
    let token = t.at(i);
    if token.kind != Kind::Sign {
        return None;
    }
    if let Some(len) = footnotes(t, i) {
        return Some((String::new(), len));
    }
    if token.text == "." && is_note_number(t, i + 1, is_abbreviation) {
        return Some((".".to_string(), 2));
    }
    if let Some((stars, most, len)) = star_rating(t, i) {
        let out_of = if stars == most { String::new() } else { format!(" out of {}", in_words(most)) };
        let plural = if stars == 1 { "" } else { "s" };
        return Some((format!(" {} star{plural}{out_of} ", in_words(stars)), len));
    }
    if let Some(currency) = currency_symbol(token.text) {
        return Some((format!(" {} ", currency.many), 1));
    }
    if matches!(token.text, "'" | "\u{2019}") && t.is(i + 1, "s") && !t.is_space(i.wrapping_sub(1)) {
        return Some(("'s".to_string(), 2));
    }
    if token.text == "+" && t.is(i + 1, "/") && t.is(i + 2, "-") {
        return Some((" plus or minus ".to_string(), 3));
    }
    // "a .com address"
    let after_space = t.is_space(i.wrapping_sub(1));
    if token.text.starts_with('.') && after_space && english().spoken_endings.has(t.text(i + 1)) {
        return Some((" dot ".to_string(), 1));
    }
    let words = dash(t, i)
        .or_else(|| spoken_symbol(t, i))
        .or_else(|| pause(t, i))
        .unwrap_or_else(|| mark_inside(t, i));
    Some((words.to_string(), 1))
}

/// Rule for a number after the end of a quotation that is a footnote mark: "“It holds,”3 he said".
pub(super) fn note_number(t: &Tokens, i: usize) -> Option<Reading> {
    is_note_number(t, i, is_abbreviation).then(|| (String::new(), 1))
}

/// True for an abbreviation that a number may follow without a space: "No.5".
fn is_abbreviation(word: &str) -> bool {
    let data = english();
    !data.abbreviations.get(word).is_empty()
        || data.before_number.has_lower(word)
        || data.never_last.has_lower(word)
}

/// Hyphens and dashes that are more than a pause: minus, "to", a space.
fn dash(t: &Tokens, i: usize) -> Option<&'static str> {
    let text = t.text(i);
    if text == "\u{2212}" {
        return Some(" minus ");
    }
    let before = t.back(i, 1);
    if text == "--" && begins_number(t, i + 1) && before.kind != Kind::Space {
        return Some(if is_after_negative(t, i) { " to minus " } else { " to " });
    }
    if !is_joint(text) || text == "\u{2014}" {
        return None;
    }
    let number_before = before.kind == Kind::Letters && is_after_quantity(t, i);
    let number_follows = begins_number(t, i + 1) || currency_symbol(t.text(i + 1)).is_some();
    match before.kind {
        Kind::Space if number_follows => Some(" minus "),
        Kind::Sign
            if number_follows
                && !before.text.ends_with(AFTER_NUMBER)
                && currency_symbol(before.text).is_none() =>
        {
            Some(" minus ")
        }
        // "b-c-1-5-d" is a code.
        Kind::Digits
            if number_follows && is_joint(t.back(i, 2).text) && t.back(i, 3).kind == Kind::Letters =>
        {
            Some("-")
        }
        Kind::Digits if number_follows || is_between_labels(t, i) || is_open_end(t.text(i + 1)) => {
            Some(" to ")
        }
        Kind::Letters if number_follows && number_before => Some(" to "),
        Kind::Sign if number_follows && (before.text == "%" || currency_symbol(before.text).is_some()) => {
            Some(" to ")
        }
        // "£50-a-week rent"
        _ if matches!(t.text(i + 1), "a" | "an" | "per") || matches!(before.text, "a" | "an" | "per") => {
            Some(" ")
        }
        Kind::Sign if t.letters(i + 1).is_some() => Some(" "),
        _ => None,
    }
}

/// True for a word that ends a range of years: "2019–present".
fn is_open_end(word: &str) -> bool {
    matches!(word, "present" | "now" | "today")
}

/// True after a number with its unit: "£1.5 billion-£2 billion", "5 km–10 km", "12°C–15°C", "noon–1 p.m."
fn is_after_quantity(t: &Tokens, i: usize) -> bool {
    let data = english();
    let unit = t.back(i, 1).text;
    let apart = t.back(i, 2).kind == Kind::Space && t.back(i, 3).kind == Kind::Digits;
    let degrees = t.back(i, 2).text.starts_with(['\u{b0}', '\u{ba}']) && t.back(i, 3).kind == Kind::Digits;
    t.back(i, 2).kind == Kind::Digits
        || apart && (data.split_magnitudes.has(unit) || data.units.contains_key(unit))
        || degrees
        || matches!(unit, "noon" | "midnight")
}

/// True between two labels with the same letter: "Q1–Q3", "B1-B2".
fn is_between_labels(t: &Tokens, i: usize) -> bool {
    let number = |digits: &str| digits.parse::<u32>().ok().filter(|_| digits.len() <= 2);
    let (first, second) = (number(t.back(i, 1).text), number(t.text(i + 2)));
    let letter = t.back(i, 2).text;
    letter.len() == 1 && letter == t.text(i + 1) && first.is_some() && first < second
}

/// Symbols that are spoken as words.
fn spoken_symbol(t: &Tokens, i: usize) -> Option<&'static str> {
    let first = t.text(i).chars().next()?;
    let number_follows = t.digits(t.past_space(i + 1)).is_some();
    Some(match first {
        '#' if is_tag(t, i) => " hashtag ",
        '#' if number_follows => " number ",
        '~' if number_follows => " about ",
        '<' if number_follows => " less than ",
        '>' if number_follows => " more than ",
        '#' | '~' | '<' | '>' => " ",
        // "a 5* hotel"
        '*' if t.digits(i.wrapping_sub(1)).is_some() && english().starred.has(t.word_after(i + 1)) => {
            " star "
        }
        '\u{a7}' if t.text(i).chars().nth(1).is_some() => " sections ",
        '/' if t.is_space(i.wrapping_sub(1)) && t.is_space(i + 1) => ", ",
        '/' if is_between_measures(t, i) => ", ",
        '/' => " ",
        _ => english().symbols.get(first.encode_utf8(&mut [0; 4])).map(String::as_str)?,
    })
}

/// True for "#5G", where the digits are part of a name. "#1st" is a place.
fn is_tag(t: &Tokens, i: usize) -> bool {
    t.digits(i + 1).is_some() && t.letters(i + 2).is_some_and(|letters| !is_ordinal_suffix(letters))
}

/// True between two measures of the same thing: "200g/7oz", "350F/Gas 4".
fn is_between_measures(t: &Tokens, i: usize) -> bool {
    let measured = t.back(i, 2).kind == Kind::Digits || (t.back(i, 2).text == "\u{b0}");
    let again = t.digits(i + 1).is_some_and(|_| t.letters(i + 2).is_some() || t.is(i + 2, "\u{b0}"));
    measured && t.letters(i.wrapping_sub(1)).is_some() && (again || t.is(i + 1, "Gas") || t.is(i + 1, "gas"))
}

/// True when the number that ends before `i` has a minus: in "-5--10", the second hyphen is a minus too.
fn is_after_negative(t: &Tokens, i: usize) -> bool {
    let unit = usize::from(t.back(i, 1).kind == Kind::Letters) + usize::from(t.back(i, 2).text == "\u{b0}");
    let first = (1..=4).find(|&n| {
        !matches!(t.back(i, unit + n).text, "." | ",") && t.back(i, unit + n).kind != Kind::Digits
    });
    first.is_some_and(|n| matches!(t.back(i, unit + n).text, "-" | "\u{2212}" | "\u{2013}"))
}

/// A full stop, comma or colon without spaces around it: "2.10.3", "12:30", "example.org".
fn mark_inside(t: &Tokens, i: usize) -> &'static str {
    let between_digits = t.digits(i.wrapping_sub(1)).is_some() && t.digits(i + 1).is_some();
    match t.text(i) {
        "." if between_digits => " point ",
        "." if t.letters(i + 1).is_some_and(|word| word.starts_with(char::is_lowercase)) => " dot ",
        "." if t.digits(i + 1).is_some() => " point ",
        "." => ". ",
        ":" if between_digits => " ",
        "," => ", ",
        ";" => "; ",
        ":" => ": ",
        _ => " ",
    }
}

/// Rule for brackets and rows of full stops that change the words around them.
pub(super) fn bracket(t: &Tokens, i: usize) -> Option<Reading> {
    if let Some(reading) = bracketed_span(t, i) {
        return Some(reading);
    }
    match t.text(i) {
        "[" => inserted_letter(t, i).or_else(|| inserted_words(t, i)),
        "]" => closes_inserted_words(t, i).then(|| (" ".to_string(), 1)),
        "(" => list_label(t, i),
        "." => spaced_ellipsis(t, i),
        _ => inserted_ending(t, i),
    }
}

/// "[45]–[47]", "(4)-(7)", "(a)–(c)": a range of paragraphs, unless they are footnote marks.
fn bracketed_span(t: &Tokens, i: usize) -> Option<Reading> {
    if footnotes(t, i).is_some() {
        return None;
    }
    if let Some((first, last, len)) = bracketed_range(t, i) {
        return Some((format!(" {} to {} ", cardinal(first), cardinal(last)), len));
    }
    // "see [12]"
    if let Some(number) = bracketed(t, i).filter(|_| t.is(i, "[")) {
        return Some((format!(" {} ", cardinal(number)), 3));
    }
    let (first, last) =
        (bracketed_letter(t, i)?, bracketed_letter(t, i + 4).filter(|_| is_joint(t.text(i + 3)))?);
    Some((format!(" {first} to {last} "), 7))
}

/// Returns the letter of "(a)" as a capital.
fn bracketed_letter(t: &Tokens, i: usize) -> Option<String> {
    let letter = t.letters(i + 1).filter(|_| t.is(i, "(") && t.is(i + 2, ")"))?;
    (letter.len() == 1 && letter.starts_with(|c: char| c.is_ascii_lowercase())).then(|| letter.to_uppercase())
}

/// "[W]e" is "We".
fn inserted_letter(t: &Tokens, i: usize) -> Option<Reading> {
    let letter = t.letters(i + 1).filter(|letters| letters.chars().count() == 1 && t.is(i + 2, "]"))?;
    let rest = t.letters(i + 3)?;
    let inside = matches!(t.back(i, 1).kind, Kind::Letters | Kind::Digits);
    (!inside).then(|| (format!("{letter}{rest}"), 4))
}

/// "call[ed]" is "called", and "boat(s)" is "boats".
fn inserted_ending(t: &Tokens, i: usize) -> Option<Reading> {
    let word = t.letters(i)?;
    let edited = t.is(i + 1, "[") && t.is(i + 3, "]");
    let optional = t.is(i + 1, "(") && t.is(i + 2, "s") && t.is(i + 3, ")");
    let ending = t.letters(i + 2).filter(|_| edited || optional)?;
    let small = ending.len() <= LONGEST_ENDING && ending.starts_with(char::is_lowercase);
    (small && t.letters(i + 4).is_none()).then(|| (format!("{word}{ending}"), 4))
}

/// "the [city] council" has no pause. A note such as "[laughter]" keeps its pauses.
fn inserted_words(t: &Tokens, i: usize) -> Option<Reading> {
    let close =
        (i + 1..i + LONGEST_INSERTION).find(|&k| !matches!(t.at(k).kind, Kind::Letters | Kind::Space))?;
    let words = t.is(close, "]")
        && t.letters(i + 1).is_some()
        && !english().transcript_notes.has_lower(t.text(i + 1));
    words.then(|| (" ".to_string(), 1))
}

/// True at the bracket that closes an editor's insertion.
fn closes_inserted_words(t: &Tokens, i: usize) -> bool {
    (1..LONGEST_INSERTION)
        .find(|&n| !matches!(t.back(i, n).kind, Kind::Letters | Kind::Space) || n > i)
        .is_some_and(|n| n <= i && inserted_words(t, i - n).is_some() && t.back(i, n).text == "[")
}

/// "(a)", "5(b)", "(iii)": the letter or the number, with a pause before words. A capital may be a party: "(D)".
fn list_label(t: &Tokens, i: usize) -> Option<Reading> {
    let close = t.is(i + 2, ")");
    let joined = t.back(i, 1).kind == Kind::Digits || t.back(i, 1).text == ")";
    if let Some(digits) = t.digits(i + 1).filter(|digits| close && joined && digits.len() < 3) {
        return Some((format!(" {} ", cardinal(digits)), 3));
    }
    let letters = t.letters(i + 1).filter(|l| close && (joined || l.starts_with(char::is_lowercase)))?;
    let numeral = letters.len() > 1 && letters.chars().all(|c| matches!(c, 'i' | 'v' | 'x'));
    let label = match roman_value(&letters.to_uppercase()).filter(|_| numeral) {
        Some(value) => in_words(value),
        None if letters.len() == 1 && letters.is_ascii() => capitalised(letters),
        None => return None,
    };
    let next = t.word_after(i + 3);
    let pause = if next.is_empty() || matches!(next, "and" | "or" | "of" | "to") { " " } else { ", " };
    Some((format!(" {label}{pause}"), 3))
}

/// ". . ." is one pause, like "…".
fn spaced_ellipsis(t: &Tokens, i: usize) -> Option<Reading> {
    let dotted = |n: usize| t.is_space(i + n) && t.is(i + n + 1, ".");
    (dotted(1) && dotted(3)).then(|| (if t.is_end(i + 5) { "." } else { ", " }.to_string(), 5))
}
