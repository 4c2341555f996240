//! A page's blocks, and the elements that hold them.

use std::ops::Range;

use scraper::ElementRef;

use super::super::{Role, shape};
use super::elements;
use super::walk::Walk;

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
    /// A list or a table.
    pub(super) list: bool,
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
        let list = matches!(name, "ul" | "ol" | "menu" | "dl" | "table");
        Self { outer, end, wraps: elements::is_wrapper(name) || landmark > 0, landmark, list }
    }
}

impl Walk {
    /// The elements around one, itself first.
    pub(super) fn around(&self, element: usize) -> impl Iterator<Item = usize> + '_ {
        let outer = |&at: &usize| (at > 0).then(|| self.elements[at].outer);
        std::iter::successors(Some(element), outer)
    }

    /// Whether, between two pieces that follow one another, a list or a table ends, or a box that holds more than the first.
    pub(super) fn ends_between(&self, first: usize, second: usize) -> bool {
        let parent = |piece: usize| self.pieces[piece].parent;
        let holds = |element: usize, piece: usize| self.within(element).contains(&parent(piece));
        let more = |element: usize| first > 0 && holds(element, first - 1);
        let mut left = self.around(parent(first)).take_while(|&element| !holds(element, second));
        // What stands in an item of a list ends nothing while the list goes on.
        left.any(|element| self.elements[element].list || more(element))
            && !self.around(parent(second)).any(|at| self.elements[at].list && holds(at, first))
    }

    /// The element and all that stand in it.
    pub(super) fn within(&self, element: usize) -> Range<usize> {
        element..self.elements[element].end
    }
}

/// A paragraph that no menu and no notice has.
pub(super) fn is_long_prose(words: &str, linked: usize) -> bool {
    words.len() > 100 && shape::count(words) >= 25 && shape::is_prose(words) && linked * 2 < words.len()
}
