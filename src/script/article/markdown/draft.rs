//! The blocks of a Markdown source, and the article that they make.

use std::collections::BTreeSet;

use super::super::builder::{Builder, Source};
use super::super::front::Front;
use super::super::{Reason, Role};

/// A block in the making.
pub(super) struct Draft {
    pub(super) role: Role,
    pub(super) words: String,
    /// Bytes of `words` that are the text of links.
    pub(super) linked: usize,
}

/// The article; a title that only the front matter names becomes its headline. Before the blocks `ends` a list, a table or a box
/// ends.
pub(super) fn assemble(blocks: &[Draft], ends: &BTreeSet<usize>, front: Front) -> Source {
    let headline = blocks.iter().find(|b| b.role == Role::Heading(1) && !b.words.trim().is_empty());
    let title = front.title.map(|title| plain(&title)).filter(|title| !title.is_empty());
    let mut article = Builder::new();
    if let (None, Some(title)) = (headline, &title) {
        article.push(Role::Heading(1), title);
    }
    for (index, block) in blocks.iter().enumerate() {
        if ends.contains(&index) {
            article.end();
        }
        article.push(link_role(block), &block.words);
    }
    let title = title.or_else(|| headline.map(|b| b.words.trim().to_string()));
    let mut source = article.finish(title);
    (source.article.language, source.article.author) = (front.language, front.author);
    source
}

/// A title without its markup. The space before it lets no list and no heading begin there.
fn plain(title: &str) -> String {
    if !title.contains(['*', '_', '`', '[', '<', '\\', '&', '~', '=']) {
        return title.to_string();
    }
    let blocks = super::walk(&format!("\u{a0}{title}")).blocks;
    let words = blocks.iter().filter(|block| !matches!(block.role, Role::Omitted(_))).map(|b| b.words.trim());
    words.filter(|words| !words.is_empty()).collect::<Vec<_>>().join(" ")
}

/// A paragraph that is one link, and no sentence, leads elsewhere.
fn link_role(block: &Draft) -> Role {
    let words = block.words.trim();
    let link = block.role == Role::Paragraph
        && block.linked >= words.len()
        && !words.ends_with(['.', '!', '?', '”', '"']);
    if link { Role::Omitted(Reason::LinkList) } else { block.role }
}
