//! Holds the block that the walk over a page is building: its words, and what their elements say about them.

use std::mem;

use super::super::block::Reason;

#[derive(Default)]
pub(super) struct OpenBlock {
    pub(super) words: String,
    /// Bytes of `words` that are the text of links.
    pub(super) linked: usize,
    /// Bytes of `words` that are links to other sites.
    pub(super) linked_out: usize,
    /// Letters of `words` that are not in a link.
    pub(super) letters_outside: usize,
    /// Bytes of `words` in italics or in small letters.
    pub(super) emphasised: usize,
    /// Bytes of `words` that are times.
    pub(super) timed: usize,
    /// A link in `words` leads to the articles of an author.
    pub(super) names_author: bool,
    /// Number of the list item, before its words.
    pub(super) number: String,
    /// Omitted words inside the block. They become blocks after it.
    pub(super) asides: Vec<(Reason, String)>,
    /// The block began with the link of a note back to its mark.
    pub(super) is_note: bool,
    /// A mark in the text leads to the place before the words.
    pub(super) is_target_of_mark: bool,
    /// Line breaks separate the block from the one before it, in one element.
    pub(super) continues: bool,
    /// A picture came before the words, or after them.
    picture_before: bool,
    picture_after: bool,
}

impl OpenBlock {
    pub(super) fn is_empty(&self) -> bool {
        self.words.trim().is_empty()
    }

    /// Counts the words that were added since `words` had `before` bytes.
    pub(super) fn count(&mut self, before: usize, is_link: bool, leads_out: bool, is_emphasised: bool) {
        let added = self.words.len() - before;
        if is_link {
            self.linked += added;
        } else {
            self.letters_outside += self.words[before..].chars().filter(|c| c.is_alphabetic()).count();
        }
        self.linked_out += if leads_out { added } else { 0 };
        self.emphasised += if is_emphasised { added } else { 0 };
    }

    /// Notes where a picture is, for the caption beside it.
    pub(super) fn add_picture(&mut self) {
        if self.is_empty() { self.picture_before = true } else { self.picture_after = true }
    }

    /// True if a picture comes before the words, and no other words between them.
    pub(super) fn follows_picture(&self) -> bool {
        self.picture_before
    }

    /// Ends the block and returns it. If it has no words, its number, the pictures and the target of a mark belong to the next one.
    pub(super) fn finish(&mut self) -> Self {
        let next = if self.is_empty() {
            Self {
                number: mem::take(&mut self.number),
                picture_before: self.picture_before,
                picture_after: self.picture_after,
                is_target_of_mark: self.is_target_of_mark,
                ..Self::default()
            }
        } else {
            Self { picture_before: self.picture_after, ..Self::default() }
        };
        mem::replace(self, next)
    }
}
