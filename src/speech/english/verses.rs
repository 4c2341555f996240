//! Chapter and verse: "Psalm 23:4", "1 Corinthians 13:4-7".

use super::books::{BOOKS, NUMBERED_BOOKS};
use super::{Reading, is_joint, numbers};
use crate::speech::tokens::Tokens;

/// A verse after the name of its book, or the number of a book before its name.
pub(super) fn verse(t: &Tokens, i: usize) -> Option<Reading> {
    let first = t.digits(i).filter(|digits| digits.len() <= 3)?;
    if matches!(first, "1" | "2" | "3") && NUMBERED_BOOKS.contains(&t.word_after(i + 1)) {
        let said = ["First", "Second", "Third"].get(first.parse::<usize>().ok()? - 1)?;
        return Some(((*said).to_string(), 1));
    }
    let book = t.word_before(i);
    if !(BOOKS.contains(&book) || NUMBERED_BOOKS.contains(&book)) || !t.is(i + 1, ":") {
        return None;
    }
    let second = t.digits(i + 2).filter(|digits| digits.len() <= 3)?;
    let said = format!("{} {}", numbers::cardinal(first), numbers::cardinal(second));
    match t.digits(i + 4).filter(|digits| is_joint(t.text(i + 3)) && digits.len() <= 3) {
        Some(last) => Some((format!("{said} to {}", numbers::cardinal(last)), 5)),
        None => Some((said, 3)),
    }
}
