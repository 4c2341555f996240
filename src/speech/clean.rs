//! Clean-up that no language needs to be known for: before the rules and after them.

use std::borrow::Cow;
use std::fmt::Write;

use super::footnotes;
use super::raised::{Raised, is_raised, raised};
use super::tokens::{Kind, Tokens};

/// Gives every digit, fraction and full-width form its plain one, and drops what cannot be said:
/// emoji, arrows, control and formatting characters.
pub(super) fn fold(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{ff01}'..='\u{ff5e}' => folded.extend(char::from_u32(c as u32 - 0xfee0)),
            '\u{2b50}' => folded.push('\u{2605}'),
            '\u{2605}' | '\u{2606}' => folded.push(c),
            c if is_raised(c) => push_raised(&mut folded, c),
            RAISED_MINUS if raised(&folded, c) == Raised::Exponent => folded.push_str("^-"),
            c if c.is_numeric() && !c.is_ascii() => push_number(&mut folded, c),
            c if is_currency_of_elsewhere(c) || is_silent(c) => {}
            c if is_picture(c) && !c.is_alphabetic() => folded.push(' '),
            c => folded.push(c),
        }
    }
    Cow::Owned(folded)
}

/// Stands before a raised digit: `10⁻⁹`.
const RAISED_MINUS: char = '\u{207b}';

/// A raised digit: an exponent becomes `^2`, a note nothing.
fn push_raised(folded: &mut String, c: char) {
    let raised = raised(folded, c);
    if raised == Raised::Exponent {
        folded.push('^');
    }
    if raised != Raised::Note {
        folded.push_str(any_ascii::any_ascii_char(c));
    }
}

/// A digit, fraction or number of any script: `½` after `3` becomes `3 1/2`.
fn push_number(folded: &mut String, c: char) {
    let plain = any_ascii::any_ascii_char(c);
    if plain.is_empty() {
        folded.push(c);
    } else if plain.contains('/') && folded.ends_with(|c: char| c.is_ascii_digit()) {
        let _ = write!(folded, " {plain}");
    } else {
        folded.push_str(plain);
    }
}

/// No width and no sound: soft hyphen, zero-width marks, variation selectors, controls.
fn is_silent(c: char) -> bool {
    (c.is_control() && !c.is_whitespace())
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff0}'..='\u{fffd}' | '\u{e0000}'..='\u{e0fff}')
}

/// Emoji, arrows, dingbats, boxes (Unicode blocks U+2190 to U+2BFF without the mathematical ones, U+1F000 to U+1FAFF).
fn is_picture(c: char) -> bool {
    matches!(c, '\u{2122}' | '\u{2190}'..='\u{21ff}' | '\u{2300}'..='\u{27bf}' | '\u{2900}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}')
}

/// Currency signs (category Sc) outside the block of currency symbols, which no English text uses.
fn is_currency_of_elsewhere(c: char) -> bool {
    matches!(
        c,
        '\u{58f}'
            | '\u{60b}'
            | '\u{7fe}'
            | '\u{7ff}'
            | '\u{9f2}'
            | '\u{9f3}'
            | '\u{9fb}'
            | '\u{af1}'
            | '\u{bf9}'
            | '\u{17db}'
            | '\u{a838}'
            | '\u{fdfc}'
            | '\u{fe69}'
            | '\u{ffe0}'
            | '\u{ffe1}'
            | '\u{ffe5}'
            | '\u{ffe6}'
            | '\u{11fdd}'..='\u{11fe0}' | '\u{1e2ff}' | '\u{1ecb0}'
    )
}

/// Reads a text of a language without rules: letters and numbers stay, marks become pauses or nothing.
pub(super) fn read(t: &Tokens) -> String {
    let mut said = String::new();
    let mut i = 0;
    while i < t.len() {
        let token = t.at(i);
        if let Some(len) = footnotes::footnotes(t, i) {
            i += len;
            continue;
        }
        if let Some((first, last, len)) = footnotes::span(t, i) {
            let _ = write!(said, " {first}-{last} ");
            i += len;
            continue;
        }
        match token.kind {
            Kind::Sign if is_minus(t, i) => said.push('-'),
            Kind::Sign => said.push_str(mark(t, i).unwrap_or(token.text)),
            _ => said.push_str(token.text),
        }
        i += 1;
    }
    said
}

/// True for the sign of a number: "bei -5 °C", "(−3)". A hyphen between two words or numbers is none.
fn is_minus(t: &Tokens, i: usize) -> bool {
    let sign = matches!(t.text(i), "-" | "\u{2010}" | "\u{2011}" | "\u{2012}" | "\u{2013}" | "\u{2212}");
    let before = t.back(i, 1);
    let free = !matches!(before.kind, Kind::Letters | Kind::Digits | Kind::Said)
        && !before.text.ends_with([')', ']', '%', '\u{b0}']);
    sign && free && t.digits(i + 1).is_some()
}

/// What the mark at `i` does to speech in any language: a pause, nothing, or `None` when it is itself said.
pub(super) fn mark(t: &Tokens, i: usize) -> Option<&'static str> {
    let sign = t.text(i);
    let first = sign.chars().next()?;
    let inside = !t.is_space(i.wrapping_sub(1)) && !t.is_space(i + 1);
    let long = sign.chars().nth(1).is_some();
    Some(match first {
        '.' if long && t.is_end(i + 1) => ".",
        '.' if long => ", ",
        '\u{2026}' if t.is_end(i + 1) => ".",
        '\u{2026}' | '\u{2014}' | '\u{2015}' => ", ",
        '.' | ',' | ';' | ':' if inside => return None,
        '.' => ".",
        ',' => ",",
        ';' => ";",
        ':' => ":",
        '!' if sign.contains('?') => "?",
        '!' => "!",
        '?' => "?",
        '-' | '\u{2010}' | '\u{2011}' | '\u{2013}' if inside && !long => "-",
        '-' | '\u{2010}' | '\u{2011}' if !(long || (t.is_space(i.wrapping_sub(1)) && t.is_space(i + 1))) => {
            " "
        }
        '-' | '\u{2010}' | '\u{2011}' | '\u{2012}' | '\u{2013}' => ", ",
        ')' | ']' | '}' if t.is_end(i + 1) => "",
        '(' | '[' | '{' | ')' | ']' | '}' | '|' => ", ",
        '"'
        | '\''
        | '`'
        | '\u{2018}'..='\u{201f}'
        | '\u{ab}'
        | '\u{bb}'
        | '\u{2039}'
        | '\u{203a}'
        | '\u{2032}'
        | '\u{2033}' => "",
        '*' | '_' | '^' | '\\' | '\u{2605}' | '\u{2606}' | '\u{2022}' | '\u{b7}' | '\u{b6}' | '\u{a1}'
        | '\u{bf}' | '\u{a9}' | '\u{ae}' => " ",
        _ => return None,
    })
}

/// One space between words, none before a mark; of marks in a row the strongest stays.
pub(super) fn tidy(said: &str) -> String {
    let mut tidy = String::with_capacity(said.len());
    let mut pause: Option<char> = None;
    let mut space = false;
    for c in said.chars() {
        match c {
            c if c.is_whitespace() => space = true,
            ',' | ';' | ':' | '.' | '!' | '?' if space || pause.is_some() || !tidy.is_empty() => {
                pause = Some(pause.map_or(c, |before| stronger(before, c)));
            }
            ',' | ';' | ':' | '.' | '!' | '?' => {}
            c => {
                tidy.extend(pause.take().filter(|_| !tidy.is_empty()));
                if space && !tidy.is_empty() {
                    tidy.push(' ');
                }
                space = false;
                tidy.push(c);
            }
        }
    }
    tidy.extend(pause.filter(|_| !tidy.is_empty()));
    tidy
}

/// Of two marks in a row the one that is heard.
fn stronger(one: char, other: char) -> char {
    let rank = |c: char| ",;:.!?".find(c);
    if rank(other) > rank(one) { other } else { one }
}

/// Adds words to what is said, a space between two of them.
pub(super) fn push_words(said: &mut String, words: &str) {
    if said.ends_with(char::is_alphanumeric) && words.starts_with(char::is_alphanumeric) {
        said.push(' ');
    }
    said.push_str(words);
}

/// The first letter made a capital.
pub(super) fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// The value of digits that are said as one number: without a leading zero, and not too many to be followed by ear.
pub(super) fn value(digits: &str) -> Option<u64> {
    const MOST: usize = 15;
    let leading_zero = digits.len() > 1 && digits.starts_with('0');
    if leading_zero || digits.len() > MOST { None } else { digits.parse().ok() }
}
