//! Groups the items of the article into HTML lists, and decides whether they need bullets.

use crate::script::Kind;

/// Characters that serve as bullets in plain text.
const BULLETS: [char; 8] = ['•', '▪', '‣', '◦', '●', '■', '*', '–'];
/// Longest number of an item. A longer one is content, e.g. `12345. Main Street`.
const MAX_DIGITS: usize = 4;

/// The markers of a list's items.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum List {
    /// The text has none, so the list draws bullets.
    Plain,
    /// The text contains bullets.
    Bulleted,
    /// The text contains numbers.
    Numbered,
    /// Rows of a table, each read as a sentence, have no markers.
    Rows,
}

impl List {
    /// Returns the list for a block, or `None` if the block is no list item.
    pub(super) fn of_block(kind: Kind, words: &str) -> Option<Self> {
        match kind {
            Kind::Row => Some(Self::Rows),
            Kind::Item if is_numbered(words) => Some(Self::Numbered),
            Kind::Item if words.starts_with(BULLETS) => Some(Self::Bulleted),
            Kind::Item => Some(Self::Plain),
            _ => None,
        }
    }

    /// Returns the start and end tag. Lists of the class `own` have their markers in the text.
    pub(super) fn tags(self) -> (&'static str, &'static str) {
        match self {
            Self::Plain => ("<ul>\n", "</ul>\n"),
            Self::Bulleted => ("<ul class=\"own\">\n", "</ul>\n"),
            Self::Numbered => ("<ol class=\"own\">\n", "</ol>\n"),
            Self::Rows => ("<ul class=\"own rows\">\n", "</ul>\n"),
        }
    }
}

/// Returns whether a segment of this kind is an item without a bullet or number in its text.
pub(crate) fn needs_bullet(kind: &str, words: &str) -> bool {
    kind == "item" && List::of_block(Kind::Item, words) == Some(List::Plain)
}

/// Returns true for `1. Open the lid`, `3) Go`, and `-2. Shut it`.
fn is_numbered(words: &str) -> bool {
    let words = words.strip_prefix('-').unwrap_or(words);
    let digits = words.bytes().take_while(u8::is_ascii_digit).count();
    let rest = words[digits..].strip_prefix(['.', ')']);
    (1..=MAX_DIGITS).contains(&digits)
        && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_bullets_and_numbers_in_the_text() {
        for (words, list) in [
            ("1. Open the lid.", List::Numbered),
            ("12) Shut it.", List::Numbered),
            ("-1. Wait.", List::Numbered),
            ("3.", List::Numbered),
            ("3.5 litres of oil", List::Plain),
            ("2011 was cold.", List::Plain),
            ("12345. A number of its own", List::Plain),
            ("• Tea", List::Bulleted),
            ("* Tea", List::Bulleted),
            ("Tea", List::Plain),
            ("", List::Plain),
        ] {
            assert_eq!(List::of_block(Kind::Item, words), Some(list), "`{words}`");
            assert_eq!(needs_bullet("item", words), list == List::Plain, "`{words}`");
        }
        assert_eq!(List::of_block(Kind::Row, "1. Quay"), Some(List::Rows));
        assert_eq!(List::of_block(Kind::Paragraph, "1. Open the lid."), None);
        assert!(!needs_bullet("row", "Quay: Lamps 22."));
    }
}
