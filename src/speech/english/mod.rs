//! English as a newsreader says it.

mod numbers;

use super::clean;
use super::tokens::{Kind, Tokens};

/// Words that are said, and how many tokens they stand for.
type Reading = (String, usize);

/// What `03/04/2024` means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DateOrder {
    /// 3 April.
    DayFirst,
    /// March 4.
    MonthFirst,
}

/// Reads the tokens from left to right.
pub(super) fn read(t: &Tokens, _order: DateOrder) -> String {
    let mut said = String::new();
    let mut i = 0;
    while i < t.len() {
        let (words, len) = numbers::number(t, i).unwrap_or_else(|| (t.text(i).to_string(), 1));
        let _ = (Kind::Said, clean::mark(t, i));
        said.push_str(&words);
        i += len;
    }
    said
}
