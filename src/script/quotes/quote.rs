//! A quoted span, and how the text marks it.

use std::ops::Range;

use crate::script::article::{Article, Block};

/// A quoted span within one block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Quote {
    /// Index of its block.
    pub(crate) block: usize,
    /// Bytes of the article's text, with the quotation marks.
    pub(crate) span: Range<usize>,
    /// Bytes of the article's text, without the quotation marks.
    pub(crate) inner: Range<usize>,
    /// False if it extends to the end of the block without a closing mark.
    pub(crate) closed: bool,
    /// True if it continues the quote of the block before, which has no closing mark.
    pub(crate) continues: bool,
    pub(crate) marker: Marker,
}

/// How the text marks a quote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Marker {
    /// By quotation marks. They may also mark a title or a term.
    QuotationMarks,
    /// By a speaker label before a colon; bytes of the article's text.
    Label(Range<usize>),
    /// A paragraph after the turn with this label. The turn may continue, or the writer narrates.
    AfterLabel(Range<usize>),
    /// By a dash at the start of the line.
    Dash,
    /// By its block: a block quotation after a colon, or a further paragraph of a quote.
    Block,
}

/// Returns the text of a block.
pub(super) fn block_text<'a>(article: &'a Article, block: &Block) -> &'a str {
    &article.text[block.span.clone()]
}
