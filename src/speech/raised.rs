//! Raised digits: marks of notes, powers of units (`m²`), exponents (`10⁶`, `x²`).

/// What a raised digit is, by what stands before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Raised {
    /// The mark of a note, which is not said.
    Note,
    /// The first digit of an exponent, or its minus.
    Exponent,
    /// A part of what stands before it: a unit, an exponent that has begun.
    Part,
}

/// Units that have powers of their own names: `m²` is a square metre.
const UNITS: &[&str] = &["cm", "ft", "in", "km", "m", "mi", "mm", "mol", "s", "yd"];
/// A longer word has notes.
const LONGEST_UNIT: usize = 3;
/// A longer number has notes.
const LONGEST_BASE: usize = 2;
/// How many characters before a raised digit are looked at.
const LOOK: usize = 5;

/// True for what this module is about.
pub(super) fn is_raised(c: char) -> bool {
    matches!(c, '¹' | '²' | '³' | '⁰' | '⁴'..='⁹')
}

/// What the raised digit or minus `c` after `before` is.
pub(super) fn raised(before: &str, c: char) -> Raised {
    let (digits, rest) = ending(before, |c| c.is_ascii_digit());
    if !digits.is_empty() {
        let begun = rest.ends_with('^') || rest.ends_with("^-");
        let base = digits.len() <= LONGEST_BASE && !rest.ends_with(char::is_alphanumeric);
        return match begun {
            true => Raised::Part,
            // Only ten has powers that begin with a one; after a decimal stands a note.
            false if base && !rest.ends_with(['.', ',']) && (c != '¹' || digits == "10") => Raised::Exponent,
            false if digits.len() > LONGEST_BASE || c == '¹' => Raised::Note,
            false => Raised::Part,
        };
    }
    let (letters, _) = ending(before, char::is_alphabetic);
    let count = letters.chars().count();
    let word = count > 1 && letters.contains(is_vowel) && letters.chars().all(char::is_lowercase);
    let mark = before.ends_with(['.', ',', ';', ':', '!', '?', '"', '\'', ')', '”', '’', '»', '“']);
    if UNITS.contains(&letters) || before.ends_with("^-") {
        Raised::Part
    } else if mark || word || count > LONGEST_UNIT {
        Raised::Note
    } else if count == 1 || (count == 2 && !letters.contains(is_vowel)) {
        Raised::Exponent
    } else {
        Raised::Part
    }
}

/// The characters that `text` ends with and that are of one kind, as far as they are looked at, and what is before.
fn ending(text: &str, is: fn(char) -> bool) -> (&str, &str) {
    let chars = text.char_indices().rev().take(LOOK).take_while(|(_, c)| is(*c));
    let (before, end) = text.split_at(chars.last().map_or(text.len(), |(at, _)| at));
    (end, before)
}

fn is_vowel(c: char) -> bool {
    matches!(c.to_ascii_lowercase(), 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
}
