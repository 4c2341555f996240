//! Builds an article block by block, for sources whose words stand between markup.

use std::collections::BTreeSet;

use super::{Article, Block, Role};

/// What a source says, before it is judged what of it is read.
pub(super) struct Source {
    pub(super) article: Article,
    /// Blocks before which a list, a table or a box of the source ends: what was announced in it ends with it.
    pub(super) ends: BTreeSet<usize>,
}

/// An article in the making.
pub(super) struct Builder {
    article: Article,
    ends: BTreeSet<usize>,
}

impl Builder {
    /// Nothing yet.
    pub(super) fn new() -> Self {
        Self { article: Article::default(), ends: BTreeSet::new() }
    }

    /// Adds a block, an empty line before it; white space alone makes none.
    pub(super) fn push(&mut self, role: Role, words: &str) {
        let words = words.trim();
        if words.is_empty() {
            return;
        }
        let Article { text, blocks, .. } = &mut self.article;
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        let start = text.len();
        text.push_str(words);
        blocks.push(Block { role, span: start..text.len() });
    }

    /// Ends a list, a table or a box behind the blocks so far.
    pub(super) fn end(&mut self) {
        self.ends.insert(self.article.blocks.len());
    }

    /// The article, with its headline.
    pub(super) fn finish(self, title: Option<String>) -> Source {
        Source { article: Article { title, ..self.article }, ends: self.ends }
    }
}

/// Adds words to a block, one space for any run of white space between them.
pub(super) fn append(words: &mut String, more: &str) {
    for (index, part) in more.split(char::is_whitespace).enumerate() {
        if index > 0 && !words.is_empty() && !words.ends_with(char::is_whitespace) {
            words.push(' ');
        }
        words.push_str(part);
    }
}
