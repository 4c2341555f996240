//! Numbers as written, in any language: digits, numbers in brackets, star ratings.

use super::tokens::{Kind, Tokens, is_joint};
use crate::language::speech::any_language;

/// The most groups of three digits in a number. A longer row is not a number that a person wrote.
pub(super) const MOST_GROUPS: usize = 8;
/// The most digits that are spoken as one number. A listener cannot follow more, so they are spoken one by one.
const MOST_CARDINAL_DIGITS: usize = 15;
/// How many tokens before a footnote mark its word may be: `said.”[12]` has a full stop and a quotation mark between.
const MARKS_BEFORE: usize = 3;
/// Tokens of a number with its brackets.
const BRACKETED_TOKENS: usize = 3;
/// The most digits of a number in brackets.
const LONGEST_BRACKETED: usize = 3;
/// The most digits of a note that lost its superscript.
const LONGEST_NOTE: usize = 3;
/// The most rows that are read at once after a footnote mark. Without a limit, text made of marks would take quadratic time.
const MOST_ROWS: usize = 12;
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
/// "rose sharply [12] in May", "disagree [2, 3]", "in most cases [5], [6] and [7–9]".
pub(super) fn footnotes(t: &Tokens, i: usize) -> Option<usize> {
    let mut end = footnote(t, i).or_else(|| citation(t, i))?;
    for _ in 0..MOST_ROWS {
        end = next_row(t, end).unwrap_or(end);
    }
    // "[45]–[47]" is a range of paragraphs.
    let continues = t.letters(end).is_some() || is_joint(t.text(end)) && t.is(end + 1, "[");
    (!continues).then_some(end - i)
}

/// Returns the index after the row of numbers in brackets that follows the one before `end`: "[5][6]", "[5], [6]", "[5] and [6]".
fn next_row(t: &Tokens, end: usize) -> Option<usize> {
    let comma = end + usize::from(t.is(end, ","));
    let at = t.past_space(comma);
    let and = any_language().between_citations.has_lower(t.text(at)) && t.is_space(at + 1);
    row_of_numbers(t, if and { at + 2 } else { at })
}

/// Returns the index after a row of numbers in brackets: "[12]", "[2, 3]", "[4–6]".
fn row_of_numbers(t: &Tokens, i: usize) -> Option<usize> {
    if !t.is(i, "[") {
        return None;
    }
    let mut at = i + 1;
    for _ in 0..MOST_CITATIONS {
        t.digits(at).filter(|digits| digits.len() <= LONGEST_BRACKETED)?;
        at += 1;
        if t.is(at, "]") {
            return Some(at + 1);
        }
        let separator = matches!(t.text(at), "," | ";") || is_joint(t.text(at));
        at = if separator { t.past_space(at + 1) } else { return None };
    }
    None
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

/// Returns the index after a row of numbers in brackets that follows a word and a space: "[12]". After a preposition or a citing
/// word it is part of the sentence: "at [45]", "see [12]".
fn citation(t: &Tokens, i: usize) -> Option<usize> {
    // "Smith et al. [7]"
    let stopped =
        t.is_space(i.wrapping_sub(1)) && t.back(i, 2).text == "." && t.back(i, 3).kind == Kind::Letters;
    let word = if stopped { t.back(i, 3).text } else { t.word_before(i) };
    let cited = word.is_empty() || any_language().before_citation.has_lower(word);
    row_of_numbers(t, i).filter(|_| !cited)
}

/// Returns the index after a footnote mark. It touches the end of a word, perhaps after other marks: "said.[12]", "said.[1]–[3]". A
/// number after a space or after a citing word is part of the text: "at [45]", "para.[45]".
fn footnote(t: &Tokens, i: usize) -> Option<usize> {
    bracketed(t, i).filter(|_| t.is(i, "["))?;
    let before = t.back(i, 1);
    let dot = usize::from(before.text == ".");
    let cited = any_language().before_citation.has_lower(t.back(i, 1 + dot).text);
    let word = |n| matches!(t.back(i, n).kind, Kind::Letters | Kind::Digits | Kind::Lexicon);
    // The row before, "[48],[49]", would have taken this one along if it were a footnote mark.
    let after_row = before.text == "]" || matches!(before.text, "," | ";") && t.back(i, 2).text == "]";
    let touches = before.kind != Kind::Space && !after_row && (1..=MARKS_BEFORE).any(word);
    let len = bracketed_range(t, i).map_or(BRACKETED_TOKENS, |(.., len)| len);
    (touches && !cited).then_some(i + len)
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
