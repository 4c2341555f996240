//! Line breaks that the article wants: in verse and in addresses a line's end is heard.

use crate::speech::tokens::{Kind, Tokens};

/// A line of more bytes is prose that an editor wrapped.
const LONGEST_VERSE: usize = 64;
/// The most tokens of such a line.
const MOST_TOKENS: usize = 40;

/// What the white space at `i` says: a pause at the end of a short line, else a space.
pub(super) fn space(t: &Tokens, i: usize) -> &'static str {
    let breaks = t.text(i).contains('\n') && i > 0 && i + 1 < t.len();
    let hyphen = matches!(t.back(i, 1).text, "-" | "\u{2010}");
    if breaks && !hyphen && is_short(t, i) { ", " } else { " " }
}

/// True when the line that ends at `i` is short.
fn is_short(t: &Tokens, i: usize) -> bool {
    let mut length = 0;
    for n in 1..=MOST_TOKENS {
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
