//! Holds the blocks of a page, with the containers and the boilerplate zones around them.

use std::ops::Range;

use super::super::block::{Reason, Role};
use super::super::shape;
use super::boilerplate_sign::BoilerplateSign;

/// A block of a page.
#[derive(Debug)]
pub(super) struct PageBlock {
    pub(super) role: Role,
    /// The number of a list item, as the page shows it before the words: `3. `.
    pub(super) number: String,
    pub(super) words: String,
    /// Bytes of `words` that are the text of links.
    pub(super) linked: usize,
    /// Bytes of `words` that are links to other sites.
    pub(super) linked_out: usize,
    /// Letters of `words` that are not in a link.
    pub(super) letters_outside: usize,
    /// Bytes of `words` in italics or in small letters.
    pub(super) emphasised: usize,
    /// A picture comes before it, and no other words between them.
    pub(super) follows_picture: bool,
    /// Line breaks separate it from the block before it, in one element.
    pub(super) continues: bool,
    /// The innermost boilerplate zone around it, an index of [`PageBlocks::zones`].
    pub(super) zone: Option<usize>,
    /// The container that holds it, an index of [`PageBlocks::containers`].
    pub(super) container: usize,
    /// It names the source of the block quotation above it.
    pub(super) is_signature: bool,
    /// A word processor names it as the title.
    pub(super) is_title: bool,
    /// A class names it as the standfirst.
    pub(super) is_standfirst: bool,
}

impl PageBlock {
    /// Returns the words with the number before them.
    pub(super) fn text(&self) -> String {
        format!("{}{}", self.number, self.words)
    }

    /// True if at least half of the words are links.
    pub(super) fn is_mostly_links(&self) -> bool {
        self.linked * 2 >= self.words.len()
    }
}

/// An element that holds blocks. Containers are numbered in the order of their start tags, so the containers inside one follow it.
pub(super) struct Container {
    /// The container around it.
    pub(super) outer: usize,
    /// The number after its last inner container.
    pub(super) end: usize,
    /// An article may be in it: a `<div>`, but not a list or a quotation.
    pub(super) may_hold_article: bool,
    pub(super) landmark: Landmark,
    pub(super) is_list_or_table: bool,
    /// Pictures directly in it, or in a container directly inside it.
    pub(super) pictures: usize,
    /// A hash of the element's name and classes, if it has classes. Sections of one kind have the same.
    pub(super) kind: Option<u64>,
}

/// The kind of element that marks an article.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Landmark {
    None,
    /// `<main>`
    Main,
    /// `<article>`
    Article,
}

/// An element that its name, role or class marks as boilerplate.
pub(super) struct Zone {
    pub(super) sign: BoilerplateSign,
    /// The zone around it.
    pub(super) outer: Option<usize>,
    /// Bytes of the prose in it. Prose in a zone inside it is not counted.
    pub(super) prose: usize,
    /// Long prose is in it, or in a zone inside it. No menu has any.
    pub(super) holds_long_prose: bool,
    /// So much prose is in it that it is a wrapper of the article after all: `<div class="story-with-newsletter">`.
    pub(super) is_wrapper: bool,
}

impl Zone {
    pub(super) fn new(sign: BoilerplateSign, outer: Option<usize>) -> Self {
        Self { sign, outer, prose: 0, holds_long_prose: false, is_wrapper: false }
    }
}

/// A zone with more than a third as much prose as there is around it is a wrapper. The life of an author, a few comments or the
/// captions of a gallery have less.
const WRAPPER_SHARE: usize = 3;

/// A mark of a note inside a sentence.
pub(super) struct NoteMark {
    pub(super) number: u32,
    /// The index of its block in [`PageBlocks::blocks`].
    pub(super) block: usize,
}

/// The blocks of a page in their order.
#[derive(Default)]
pub(super) struct PageBlocks {
    pub(super) blocks: Vec<PageBlock>,
    pub(super) containers: Vec<Container>,
    pub(super) zones: Vec<Zone>,
    /// The marks of notes in the text.
    pub(super) marks: Vec<NoteMark>,
}

impl PageBlocks {
    /// Returns the reason why the page's markup makes a block boilerplate. A wrapper of the article is no boilerplate, unless its sign
    /// is firm. The headline may be in a zone: pages put it next to share buttons, into `<div class="social">`.
    pub(super) fn boilerplate_reason(&self, block: &PageBlock) -> Option<Reason> {
        let mut zone = block.zone.and_then(|index| self.zones.get(index));
        while let Some(current) = zone {
            if current.sign.is_firm || (!current.is_wrapper && !may_be_headline(block, current)) {
                return Some(current.sign.reason);
            }
            zone = current.outer.and_then(|index| self.zones.get(index));
        }
        None
    }

    /// Decides which zones are wrappers of the article. `prose` is the bytes of the prose outside all zones.
    pub(super) fn find_wrappers(&mut self, prose: usize) {
        let mut inside: Vec<usize> = self.zones.iter().map(|zone| zone.prose).collect();
        // Inner zones have higher numbers.
        for at in (0..inside.len()).rev() {
            if let Some(outer) = self.zones[at].outer {
                inside[outer] += inside[at];
                self.zones[outer].holds_long_prose |= self.zones[at].holds_long_prose;
            }
        }
        // The prose of the article around each zone, and around the zones in it.
        let mut open = vec![0; inside.len()];
        for at in 0..inside.len() {
            let around = self.zones[at].outer.map_or(prose, |outer| open[outer]);
            let zone = &mut self.zones[at];
            let share = match zone.sign.reason {
                _ if zone.sign.keeps_prose => usize::MAX,
                // The life of an author may be half as long as a short article.
                Reason::Byline => 1,
                _ => WRAPPER_SHARE,
            };
            // The paragraphs of a whole article may be short.
            zone.is_wrapper = inside[at] > WRAPPER_SHARE * around
                || (zone.holds_long_prose && inside[at].saturating_mul(share) > around);
            open[at] = around + if zone.is_wrapper { zone.prose } else { 0 };
        }
    }

    /// Returns the bytes of all prose that the page's markup does not make boilerplate.
    pub(super) fn prose_bytes(&self) -> usize {
        let is_prose = |block: &&PageBlock| {
            block.role.is_read()
                && !block.is_mostly_links()
                && shape::is_prose(&block.words)
                && self.boilerplate_reason(block).is_none()
        };
        self.blocks.iter().filter(is_prose).map(|block| block.words.len()).sum()
    }

    /// Returns a container and those around it, from the inside out.
    pub(super) fn ancestors(&self, container: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(Some(container), |&at| (at > 0).then(|| self.containers[at].outer))
    }

    /// Returns the numbers of a container and of all containers in it.
    pub(super) fn within(&self, container: usize) -> Range<usize> {
        container..self.containers[container].end
    }

    /// True if a list or a table ends between two consecutive blocks, or a box that holds more than the first of them.
    pub(super) fn container_ends_between(&self, first: usize, second: usize) -> bool {
        let mut left = self.ancestors(self.blocks[first].container).take_while(|&at| !self.holds(at, second));
        // Inside an item of a list nothing ends while the list goes on.
        left.any(|at| self.containers[at].is_list_or_table || (first > 0 && self.holds(at, first - 1)))
            && !self
                .ancestors(self.blocks[second].container)
                .any(|at| self.containers[at].is_list_or_table && self.holds(at, first))
    }

    /// Returns the words of the blocks outside a range, a text for each part of the page. A part is the outermost element without
    /// `block`, which is a block of the article.
    pub(super) fn parts_outside(&self, range: &Range<usize>, block: usize) -> Vec<String> {
        let mut parts: Vec<(Option<usize>, String)> = Vec::new();
        let has_words = |block: &PageBlock| block.words.contains(char::is_alphanumeric);
        let outside = |index: &usize| !range.contains(index) && has_words(&self.blocks[*index]);
        for index in (0..self.blocks.len()).filter(outside) {
            let outer = self.ancestors(self.blocks[index].container);
            let part = outer.take_while(|&at| !self.holds(at, block)).last();
            let words = self.blocks[index].text();
            match parts.last_mut() {
                Some((last, text)) if *last == part => text.extend(["\n", &words]),
                _ => parts.push((part, words)),
            }
        }
        parts.into_iter().map(|(_, text)| text).collect()
    }

    fn holds(&self, container: usize, block: usize) -> bool {
        self.within(container).contains(&self.blocks[block].container)
    }
}

/// True for a headline in a zone that may hold it. Related stories have headlines of their own.
fn may_be_headline(block: &PageBlock, zone: &Zone) -> bool {
    block.role == Role::Heading(1) && zone.sign.reason != Reason::LinkList
}

/// True for a paragraph that is longer than those of menus and notices.
pub(super) fn is_long_prose(words: &str, linked: usize) -> bool {
    words.len() > 100 && shape::word_count(words) >= 25 && shape::is_prose(words) && linked * 2 < words.len()
}
