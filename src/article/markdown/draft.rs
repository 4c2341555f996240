//! The blocks of a Markdown source, and the article that they make.

use super::super::builder::Builder;
use super::super::front::Front;
use super::super::{Article, Reason, Role};

/// A block in the making.
pub(super) struct Draft {
    pub(super) role: Role,
    pub(super) words: String,
    /// Bytes of `words` that are the text of links.
    pub(super) linked: usize,
}

/// The article; a title that only the front matter names becomes its headline.
pub(super) fn assemble(blocks: &[Draft], front: Front) -> Article {
    let headline = blocks.iter().find(|b| b.role == Role::Heading(1) && !b.words.trim().is_empty());
    let title = front.title.map(|title| plain(&title)).filter(|title| !title.is_empty());
    let mut article = Builder::new();
    if let (None, Some(title)) = (headline, &title) {
        article.push(Role::Heading(1), title);
    }
    for block in blocks {
        article.push(link_role(block), &block.words);
    }
    let title = title.or_else(|| headline.map(|b| b.words.trim().to_string()));
    Article { language: front.language, author: front.author, ..article.finish(title) }
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
