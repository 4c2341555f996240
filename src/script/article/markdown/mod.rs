//! Parses Markdown: CommonMark with tables, footnotes and front matter. Its markup is removed.

mod dialects;
mod inline_dialects;
mod inline_marks;
mod programs;
mod walk;

use super::block::{Article, ArticleBuilder, ParsedSource, Reason, Role};
use super::metadata::FrontMatter;
use walk::{MarkdownBlock, Walker, walk};

/// Parses Markdown. Code, captions and footnotes become omitted blocks.
pub(super) fn parse(source: &str) -> ParsedSource {
    let source = dialects::to_commonmark(source);
    let Walker { blocks, container_ends, front_matter, .. } = walk(&source);
    let headline = blocks.iter().find(|b| b.role == Role::Heading(1) && !b.words.trim().is_empty());
    let title = front_matter.title.map(|title| without_markup(&title)).filter(|title| !title.is_empty());
    let mut article = ArticleBuilder::default();
    // A title that only the front matter states is the headline of the page that is made from the file.
    if let (None, Some(title)) = (headline, &title) {
        article.push(Role::Heading(1), title);
    }
    for (index, block) in blocks.iter().enumerate() {
        if container_ends.contains(&index) {
            article.end_container();
        }
        article.push(role(block), &block.words);
    }
    let title = title.or_else(|| headline.map(|b| b.words.trim().to_string()));
    let mut source = article.finish(title);
    let FrontMatter { language, author, date, link, .. } = front_matter;
    source.article = Article { language, author, date, link, ..source.article };
    source
}

/// Returns a title without its markup. The no-break space before it keeps `1. Quay` and `# Quay` from becoming a list or a heading.
fn without_markup(title: &str) -> String {
    if !title.contains(['*', '_', '`', '[', '<', '\\', '&', '~', '=']) {
        return title.to_string();
    }
    let blocks = walk(&format!("\u{a0}{title}")).blocks;
    let words = blocks.iter().filter(|block| block.role.is_read()).map(|b| b.words.trim());
    words.filter(|words| !words.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Returns the role of a block. A paragraph that is one link and no sentence leads to another page: `[Ten ferries to take](…)`.
fn role(block: &MarkdownBlock) -> Role {
    let words = block.words.trim();
    let is_link = block.role == Role::Paragraph
        && block.linked >= words.len()
        && !words.ends_with(['.', '!', '?', '”', '"']);
    if is_link { Role::Omitted(Reason::LinkList) } else { block.role }
}
