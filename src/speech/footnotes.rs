//! Numbers in brackets: marks of footnotes, which are not said, and numbers of paragraphs, which are.

use super::tokens::{Kind, Tokens, is_joint};

/// How far back from a footnote mark its word may be: stop, quote mark, word.
const MARKS_BEFORE: usize = 3;
/// How many marks may stand in a row behind one word.
const MOST_MARKS: usize = 8;
/// Words of either language behind which a number in brackets is cited, with a space between or without.
const CITING: &[&str] = &["abs", "at", "n", "para", "paragraph", "paragraphs", "paras", "pp", "rn", "see"];
/// The tokens of a number with its brackets.
const BRACKETED: usize = 3;
/// The most digits of one.
const LONGEST: usize = 3;

/// The number in brackets at `i`: "[45]", and "(4)".
pub(super) fn bracketed<'a>(t: &Tokens<'a>, i: usize) -> Option<&'a str> {
    let closes = match t.text(i) {
        "[" => "]",
        "(" => ")",
        _ => return None,
    };
    t.digits(i + 1).filter(|digits| digits.len() <= LONGEST && t.is(i + 2, closes))
}

/// Both numbers of "[45]–[47]" or "(4)-(7)", and the tokens of all.
pub(super) fn span<'a>(t: &Tokens<'a>, i: usize) -> Option<(&'a str, &'a str, usize)> {
    let first = bracketed(t, i)?;
    let spaced = t.is_space(i + BRACKETED);
    let joint = i + BRACKETED + usize::from(spaced);
    let at = joint + 1 + usize::from(spaced);
    let joined = is_joint(t.text(joint)) && t.is_space(joint + 1) == spaced && t.is(at, t.text(i));
    let second = bracketed(t, at).filter(|_| joined)?;
    Some((first, second, at + BRACKETED - i))
}

/// The tokens of the mark of a footnote at `i`, or of the marks from one to another: "said.[12]", "said.[1]–[3]".
pub(super) fn footnotes(t: &Tokens, i: usize) -> Option<usize> {
    is_footnote(t, i).then(|| span(t, i).map_or(BRACKETED, |(.., len)| len))
}

/// True at the bracket that opens a mark such as `[12]` at the end of a word. What is joined to a number in brackets
/// or follows one is a mark when that is: "at [45]-[47]" are paragraphs.
fn is_footnote(t: &Tokens, i: usize) -> bool {
    let mut at = i;
    for _ in 0..MOST_MARKS {
        if !t.is(at, "[") || bracketed(t, at).is_none() || t.is_space(at.wrapping_sub(1)) {
            return false;
        }
        let parted = usize::from(t.back(at, 1).text == "," || is_joint(t.back(at, 1).text));
        match at.checked_sub(BRACKETED + parted).filter(|&before| bracketed(t, before).is_some()) {
            Some(before) => at = before,
            None => break,
        }
    }
    let dot = usize::from(t.back(at, 1).text == ".");
    if CITING.contains(&t.back(at, 1 + dot).text.to_lowercase().as_str()) {
        return false;
    }
    (1..=MARKS_BEFORE).any(|n| matches!(t.back(at, n).kind, Kind::Letters | Kind::Digits | Kind::Said))
}
