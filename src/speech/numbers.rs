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
/// The most digits of a note that lost its superscript.
const LONGEST_NOTE: usize = 3;
/// The most numbers in the brackets of a citation.
const MOST_CITATIONS: usize = 12;
/// The most stars in a review.
const MOST_STARS: usize = 10;

/// A number as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Number {
    /// The digits before the decimal mark, without separators. Empty in ".5".
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

/// Returns the number of tokens of the footnote mark or the marks at `i`, which are not spoken: "said.[12]", "said.[1]–[3]",
/// "rose sharply [12] in May", "disagree [2, 3]".
pub(super) fn footnotes(t: &Tokens, i: usize) -> Option<usize> {
    if is_footnote(t, i) {
        return Some(bracketed_range(t, i).map_or(BRACKETED_TOKENS, |(.., len)| len));
    }
    citation(t, i)
}

/// True for a number stuck to the end of a sentence or a quotation, whose superscript is lost: "since then.1", "“It
/// holds,”3 he said". After an abbreviation it is a number: "No.5".
pub(super) fn is_note_number(t: &Tokens, i: usize, is_abbreviation: fn(&str) -> bool) -> bool {
    let Some(digits) = t.digits(i) else { return false };
    let small = digits.len() <= LONGEST_NOTE && !digits.starts_with('0');
    let mark = t.back(i, 1);
    let quoted = mark.text.ends_with(['\u{201d}', '\u{201c}', '"', '\u{bb}'])
        && matches!(t.back(i, 2).text, "." | "," | "!" | "?");
    let word = if quoted { t.back(i, 3) } else { t.back(i, 2) };
    let stopped =
        matches!(mark.text, "." | "!" | "?") && word.kind == Kind::Letters && word.text.chars().count() > 1;
    let next = t.letters(i + 2).filter(|_| t.is_space(i + 1));
    let closed = t.is_end(i + 1)
        || next.is_some_and(|next| next.starts_with(char::is_uppercase))
        || is_opening(t.text(i + 2)) && t.is_space(i + 1);
    let goes_on = quoted && t.is_space(i + 1) && next.is_some();
    small
        && !is_abbreviation(word.text)
        && (quoted && word.kind == Kind::Letters || stopped)
        && (closed || goes_on)
}

fn is_opening(text: &str) -> bool {
    text.starts_with(['\u{201c}', '\u{201e}', '\u{ab}', '"', '('])
}

/// A row of numbers in brackets after a word and a space: "[12]", "[2, 3]", "[4–6]". After a preposition or a citing word
/// it is part of the sentence: "at [45]", "see [12]".
fn citation(t: &Tokens, i: usize) -> Option<usize> {
    // "Smith et al. [7]"
    let stopped =
        t.is_space(i.wrapping_sub(1)) && t.back(i, 2).text == "." && t.back(i, 3).kind == Kind::Letters;
    let word = if stopped { t.back(i, 3).text } else { t.word_before(i) };
    if !t.is(i, "[") || word.is_empty() || any_language().before_citation.has_lower(word) {
        return None;
    }
    let mut at = i + 1;
    for _ in 0..MOST_CITATIONS {
        t.digits(at).filter(|digits| digits.len() <= LONGEST_BRACKETED)?;
        at += 1;
        if t.is(at, "]") {
            // "[45]–[47]" is a range of paragraphs.
            let continues = is_joint(t.text(at + 1)) || t.letters(at + 1).is_some();
            return (!continues).then_some(at + 1 - i);
        }
        let separator = matches!(t.text(at), "," | ";") || is_joint(t.text(at));
        at = if separator { t.past_space(at + 1) } else { return None };
    }
    None
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

/// Returns the groups of an IP address at `i`: "192.168.0.1". "1.000.000.000" is a number.
pub(super) fn four_groups<'a>(t: &Tokens<'a>, i: usize) -> Option<[&'a str; 4]> {
    let group = |n: usize| t.digits(i + 2 * n).filter(|digits| digits.len() <= 3);
    let groups = [group(0)?, group(1)?, group(2)?, group(3)?];
    let dots = (1..4).all(|n| t.is(i + 2 * n - 1, "."));
    let number = groups.iter().skip(1).all(|group| group.len() == 3)
        && !groups[0].starts_with('0')
        && groups[3] == "000";
    let continues = t.is(i.wrapping_sub(1), ".") || t.is(i + 7, ".") && t.digits(i + 8).is_some();
    (dots && !number && !continues).then_some(groups)
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
