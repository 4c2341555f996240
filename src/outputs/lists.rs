//! Which items of the article stand in one list, and whether that draws a mark before each.

use crate::script::Kind;

/// Bullets that text has in its words.
const BULLETS: [char; 8] = ['•', '▪', '‣', '◦', '●', '■', '*', '–'];
/// Digits of a number that counts: a longer one is an item's own.
const MOST_DIGITS: usize = 4;

/// What stands before the items of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum List {
    /// Nothing: the list draws bullets.
    Plain,
    /// Bullets, in their words.
    Bulleted,
    /// Numbers, in their words.
    Numbered,
    /// They are rows of a table, each a sentence.
    Rows,
}

impl List {
    /// The list that a block of these words stands in, if it is of one.
    pub(super) fn of(kind: Kind, words: &str) -> Option<Self> {
        match kind {
            Kind::Row => Some(Self::Rows),
            Kind::Item if is_numbered(words) => Some(Self::Numbered),
            Kind::Item if words.starts_with(BULLETS) => Some(Self::Bulleted),
            Kind::Item => Some(Self::Plain),
            _ => None,
        }
    }

    /// Whether its items need a mark before their words.
    fn is_marked(self) -> bool {
        self == Self::Plain
    }

    /// Its tags. Of the class `own` the style draws no marks.
    pub(super) fn tags(self) -> (&'static str, &'static str) {
        match self {
            Self::Plain => ("<ul>\n", "</ul>\n"),
            Self::Bulleted => ("<ul class=\"own\">\n", "</ul>\n"),
            Self::Numbered => ("<ol class=\"own\">\n", "</ol>\n"),
            Self::Rows => ("<ul class=\"own rows\">\n", "</ul>\n"),
        }
    }
}

/// Whether an item is to be shown with a bullet: there is none, and no number, in its words.
pub(crate) fn needs_bullet(kind: &str, words: &str) -> bool {
    kind == "item" && List::of(Kind::Item, words).is_some_and(List::is_marked)
}

/// `1. Open the lid`, `-2. Shut it`, `3) Go`: as the article has it, or as a person writes it.
fn is_numbered(words: &str) -> bool {
    let words = words.strip_prefix('-').unwrap_or(words);
    let digits = words.bytes().take_while(u8::is_ascii_digit).count();
    let behind = words[digits..].strip_prefix(['.', ')']);
    (1..=MOST_DIGITS).contains(&digits)
        && behind.is_some_and(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_has_its_mark_in_its_words_or_is_given_one() {
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
            assert_eq!(List::of(Kind::Item, words), Some(list), "`{words}`");
            assert_eq!(needs_bullet("item", words), list == List::Plain, "`{words}`");
        }
        assert_eq!(List::of(Kind::Row, "1. Quay"), Some(List::Rows));
        assert_eq!(List::of(Kind::Paragraph, "1. Open the lid."), None);
        assert!(!needs_bullet("row", "Quay: Lamps 22."));
    }
}
