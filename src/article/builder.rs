//! Builds an article block by block, for sources whose words stand between markup.

use super::{Article, Block, Role};

/// An article in the making.
pub(super) struct Builder {
    article: Article,
}

impl Builder {
    /// Nothing yet.
    pub(super) fn new() -> Self {
        Self { article: Article::default() }
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

    /// The article, with its headline.
    pub(super) fn finish(self, title: Option<String>) -> Article {
        Article { title, ..self.article }
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
