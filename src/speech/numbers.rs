//! Numbers as written, in any language: digits, numbers in brackets, star ratings.

use super::tokens::{Kind, Tokens, is_joint};
use crate::language::speech::any_language;

/// The most groups of three digits in a number. A longer row is not a number that a person wrote.
pub(super) const MOST_GROUPS: usize = 8;
/// The most digits that are spoken as one number. A listener cannot follow more, so they are spoken one by one.
const MOST_CARDINAL_DIGITS: usize = 15;
/// How many tokens before a footnote mark its word may be: `said.”[12]` has a full stop and a quotation mark between.
const MARKS_BEFORE: usize = 3;
/// The most footnote marks in a row after one word.
const MOST_FOOTNOTES: usize = 8;
/// Tokens of a number with its brackets.
const BRACKETED_TOKENS: usize = 3;
/// The most digits of a number in brackets.
const LONGEST_BRACKETED: usize = 3;
/// The most stars in a review.
const MOST_STARS: usize = 10;

/// A number as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Number {
    /// The digits before the decimal mark, without separators.
    pub whole: String,
    /// The digits after the decimal mark.
    pub fraction: Option<String>,
    /// True when separators group the thousands.
    pub grouped: bool,
    /// Number of tokens.
    pub len: usize,
}

impl Number {
    /// Returns the value of a whole number without separators and leading zeros.
    pub fn plain(&self) -> Option<u64> {
        let leading_zero = self.whole.len() > 1 && self.whole.starts_with('0');
        if self.grouped || self.fraction.is_some() || leading_zero { None } else { self.whole.parse().ok() }
    }

    /// True for exactly one.
    pub(crate) fn is_one(&self) -> bool {
        self.plain() == Some(1)
    }
}

/// Returns the value of digits that are spoken as one number. `None` for digits that are spoken one by one: those with a
/// leading zero ("007") and those that are too many to follow by ear.
pub(super) fn cardinal_value(digits: &str) -> Option<u64> {
    let leading_zero = digits.len() > 1 && digits.starts_with('0');
    if leading_zero || digits.len() > MOST_CARDINAL_DIGITS { None } else { digits.parse().ok() }
}

/// Returns the digits of the number in brackets at `i`: "[45]", "(4)".
pub(super) fn bracketed<'a>(t: &Tokens<'a>, i: usize) -> Option<&'a str> {
    let closes = match t.text(i) {
        "[" => "]",
        "(" => ")",
        _ => return None,
    };
    t.digits(i + 1).filter(|digits| digits.len() <= LONGEST_BRACKETED && t.is(i + 2, closes))
}

/// Returns both numbers of "[45]–[47]" or "(4)-(7)", and the number of tokens.
pub(super) fn bracketed_range<'a>(t: &Tokens<'a>, i: usize) -> Option<(&'a str, &'a str, usize)> {
    let first = bracketed(t, i)?;
    let spaced = t.is_space(i + BRACKETED_TOKENS);
    let joint = i + BRACKETED_TOKENS + usize::from(spaced);
    let at = joint + 1 + usize::from(spaced);
    let joined = is_joint(t.text(joint)) && t.is_space(joint + 1) == spaced && t.is(at, t.text(i));
    let second = bracketed(t, at).filter(|_| joined)?;
    Some((first, second, at + BRACKETED_TOKENS - i))
}

/// Returns the number of tokens of the footnote mark or the range of marks at `i`, which are not spoken: "said.[12]",
/// "said.[1]–[3]".
pub(super) fn footnotes(t: &Tokens, i: usize) -> Option<usize> {
    is_footnote(t, i).then(|| bracketed_range(t, i).map_or(BRACKETED_TOKENS, |(.., len)| len))
}

/// True at the bracket that opens a footnote mark. A mark touches the end of a word, perhaps after other marks:
/// "said.[12]", "fell[1],[2]". A number after a space or after a citing word is part of the text: "at [45]", "para.[45]".
fn is_footnote(t: &Tokens, i: usize) -> bool {
    let mut at = i;
    for _ in 0..MOST_FOOTNOTES {
        if !t.is(at, "[") || bracketed(t, at).is_none() || t.is_space(at.wrapping_sub(1)) {
            return false;
        }
        let separator = usize::from(t.back(at, 1).text == "," || is_joint(t.back(at, 1).text));
        match at.checked_sub(BRACKETED_TOKENS + separator).filter(|&before| bracketed(t, before).is_some()) {
            Some(before) => at = before,
            None => break,
        }
    }
    let dot = usize::from(t.back(at, 1).text == ".");
    if any_language().before_citation.has_lower(t.back(at, 1 + dot).text) {
        return false;
    }
    (1..=MARKS_BEFORE).any(|n| matches!(t.back(at, n).kind, Kind::Letters | Kind::Digits | Kind::Lexicon))
}

/// Returns the stars of a rating such as "★★★★☆", the most stars possible, and the number of tokens. A single star is an
/// ornament.
pub(super) fn star_rating(t: &Tokens, i: usize) -> Option<(u64, u64, usize)> {
    let full = count_stars(t, i, '\u{2605}');
    let empty = count_stars(t, i + 1, '\u{2606}');
    let fits = full > 0 && full + empty > 1 && full + empty <= MOST_STARS;
    fits.then_some((full as u64, (full + empty) as u64, 1 + usize::from(empty > 0)))
}

fn count_stars(t: &Tokens, i: usize, star: char) -> usize {
    if t.text(i).starts_with(star) { t.text(i).chars().count() } else { 0 }
}
