//! Replaces characters that voices cannot read: other digits, fractions, superscripts, emoji, control characters.

use std::borrow::Cow;
use std::fmt::Write;

/// Comes before a superscript digit in an exponent: `10⁻⁹`.
const SUPERSCRIPT_MINUS: char = '\u{207b}';
/// Units whose powers have names of their own: `m²` is a square metre, so the digit is part of the unit.
const UNITS: &[&str] = &["cm", "ft", "in", "km", "m", "mi", "mm", "mol", "s", "yd"];
/// The most letters of a unit or a variable. After a longer word, a superscript is a footnote mark.
const LONGEST_UNIT: usize = 3;
/// The most digits of the base of a power. After a longer number, a superscript is a footnote mark: "in 2019³".
const LONGEST_BASE: usize = 2;
/// How many characters before a superscript are looked at.
const CONTEXT: usize = 5;

/// Replaces every digit, fraction and full-width character by its ASCII form, and removes characters that cannot be
/// spoken: emoji, arrows, control and formatting characters.
pub(super) fn fold(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let mut folded = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        match c {
            // Full-width forms come in the order of ASCII.
            '\u{ff01}'..='\u{ff5e}' => folded.extend(char::from_u32(c as u32 - 0xfee0)),
            // The star emoji counts like the star sign in a rating.
            '\u{2b50}' => folded.push('\u{2605}'),
            '\u{2605}' | '\u{2606}' => folded.push(c),
            // Of the two characters for "micro", one is the Greek letter.
            '\u{3bc}' if is_micro(&folded, text, at) => folded.push('\u{b5}'),
            c if is_superscript(c) => push_superscript(&mut folded, c),
            SUPERSCRIPT_MINUS if superscript_role(&folded, c) == Role::Exponent => folded.push_str("^-"),
            c if c.is_numeric() && !c.is_ascii() => push_number(&mut folded, c),
            c if is_foreign_currency(c) || is_invisible(c) || is_private(c) => {}
            c if is_pictograph(c) && !c.is_alphabetic() => folded.push(' '),
            c => folded.push(c),
        }
    }
    Cow::Owned(folded)
}

/// True for the Greek letter in a unit after a number: "300 μm".
fn is_micro(before: &str, text: &str, at: usize) -> bool {
    let unit = text[at..].chars().nth(1).is_some_and(|c| c.is_ascii_alphabetic());
    unit && before.trim_end_matches([' ', '\u{a0}', '\u{202f}']).ends_with(|c: char| c.is_ascii_digit())
}

/// Appends a superscript digit: an exponent as `^2`, a part of a unit as `2`, a footnote mark not at all.
fn push_superscript(folded: &mut String, c: char) {
    let role = superscript_role(folded, c);
    if role == Role::Exponent {
        folded.push('^');
    }
    if role != Role::Footnote {
        folded.push_str(any_ascii::any_ascii_char(c));
    }
}

/// Appends a digit, fraction or number of any script: `½` after `3` becomes `3 1/2`.
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

/// The role of a superscript digit, which depends on the text before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    /// A footnote mark, which is not spoken: "the war²".
    Footnote,
    /// The first digit of an exponent, or its minus: "10⁶", "x²".
    Exponent,
    /// A part of the unit or of the exponent before it: "m²", the "2" of "10¹²".
    Part,
}

fn is_superscript(c: char) -> bool {
    matches!(c, '¹' | '²' | '³' | '⁰' | '⁴'..='⁹')
}

/// Returns the role of the superscript digit or minus `c` after the text `before`.
fn superscript_role(before: &str, c: char) -> Role {
    let (digits, rest) = split_ending(before, |c| c.is_ascii_digit());
    if digits.is_empty() { after_letters(before) } else { after_digits(digits, rest, c) }
}

fn after_digits(digits: &str, rest: &str, c: char) -> Role {
    if rest.ends_with('^') || rest.ends_with("^-") {
        return Role::Part;
    }
    let base = digits.len() <= LONGEST_BASE && !rest.ends_with(char::is_alphanumeric);
    // Only ten has powers that begin with a one. After a decimal, the digit is a footnote mark: "2.5²".
    if base && !rest.ends_with(['.', ',']) && (c != '¹' || digits == "10") {
        return Role::Exponent;
    }
    if digits.len() > LONGEST_BASE || c == '¹' { Role::Footnote } else { Role::Part }
}

fn after_letters(before: &str) -> Role {
    let (letters, _) = split_ending(before, char::is_alphabetic);
    let count = letters.chars().count();
    let word = count > 1 && letters.contains(is_vowel) && letters.chars().all(char::is_lowercase);
    let mark = before.ends_with(['.', ',', ';', ':', '!', '?', '"', '\'', ')', '”', '’', '»', '“']);
    if before.is_empty() {
        // A quotation ended before it: "“It holds,”³ he said" is cut into two texts.
        Role::Footnote
    } else if UNITS.contains(&letters) || before.ends_with("^-") {
        Role::Part
    } else if mark || word || count > LONGEST_UNIT {
        Role::Footnote
    } else if count == 1 || (count == 2 && !letters.contains(is_vowel)) {
        // A variable: "x²", "mc²".
        Role::Exponent
    } else {
        Role::Part
    }
}

/// Splits off the characters of one kind at the end of a text, at most [`CONTEXT`] of them. Returns them, and the text
/// before them.
fn split_ending(text: &str, is: fn(char) -> bool) -> (&str, &str) {
    let chars = text.char_indices().rev().take(CONTEXT).take_while(|(_, c)| is(*c));
    let (before, end) = text.split_at(chars.last().map_or(text.len(), |(at, _)| at));
    (end, before)
}

fn is_vowel(c: char) -> bool {
    matches!(c.to_ascii_lowercase(), 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
}

/// True for characters without width and sound: soft hyphen, zero-width marks, variation selectors, controls.
fn is_invisible(c: char) -> bool {
    (c.is_control() && !c.is_whitespace())
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff0}'..='\u{fffd}' | '\u{e0000}'..='\u{e0fff}')
}

/// True for characters without a meaning of their own. Words with given phonemes are marked with them.
fn is_private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}')
}

/// True for emoji, arrows, dingbats and boxes: the Unicode blocks U+2190 to U+2BFF without the mathematical ones, and
/// U+1F000 to U+1FAFF.
fn is_pictograph(c: char) -> bool {
    matches!(c, '\u{2122}' | '\u{2190}'..='\u{21ff}' | '\u{2300}'..='\u{27bf}' | '\u{2900}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}')
}

/// True for currency signs (Unicode category Sc) outside the block of currency symbols. English and German texts do not
/// use them.
fn is_foreign_currency(c: char) -> bool {
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
