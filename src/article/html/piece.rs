//! A page's blocks, and the elements that hold them.

use scraper::ElementRef;

use super::super::{Role, shape};
use super::elements;

/// A block of a page.
#[derive(Debug)]
pub(super) struct Piece {
    pub(super) role: Role,
    /// The number of an item, as the page shows it before the words.
    pub(super) mark: String,
    pub(super) words: String,
    /// Bytes of `words` that are the text of links.
    pub(super) linked: usize,
    /// The innermost element around it that says it is of the page, in [`Walk::zones`].
    pub(super) zone: Option<usize>,
    /// Which of [`Walk::elements`] holds it: blocks of one parent are of one kind.
    pub(super) parent: usize,
    /// Says whose the block quotation above it is.
    pub(super) signature: bool,
}

impl Piece {
    /// The words with what stands before them.
    pub(super) fn told(&self) -> String {
        format!("{}{}", self.mark, self.words)
    }

    /// Most of it leads elsewhere.
    pub(super) fn is_mostly_links(&self) -> bool {
        self.linked * 2 >= self.words.len()
    }
}

/// An element that holds blocks. They are numbered as they begin, so those within one are the numbers behind its own.
pub(super) struct Element {
    pub(super) outer: usize,
    pub(super) end: usize,
    /// May an article stand in it.
    pub(super) wraps: bool,
    /// `article` or `main`: 2 or 1, 0 for any other.
    pub(super) landmark: u8,
}

impl Element {
    /// One that is not at its end yet.
    pub(super) fn new(element: ElementRef, outer: usize, end: usize) -> Self {
        let name = element.value().name();
        let landmark = match (name, element.value().attr("role")) {
            ("article", _) => 2,
            ("main", _) | (_, Some("main")) => 1,
            _ => 0,
        };
        Self { outer, end, wraps: elements::is_wrapper(name) || landmark > 0, landmark }
    }
}

/// A paragraph that no menu and no notice has.
pub(super) fn is_long_prose(words: &str, linked: usize) -> bool {
    words.len() > 100 && shape::count(words) >= 25 && shape::is_prose(words) && linked * 2 < words.len()
}
