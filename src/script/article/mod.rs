//! Parses an article: plain text, Markdown or HTML becomes blocks, each with its role.
//!
//! ```text
//! file ──loader──▶ text ──plain_text, markdown or html──▶ blocks ──boilerplate, headings──▶ Article
//! ```
//!
//! Every word of the source is in exactly one block. A block that is not read has the role [`Role::Omitted`] with its reason; it is
//! never dropped.

mod block;
mod boilerplate;
mod documents;
mod headings;
mod html;
pub mod loader;
mod markdown;
mod metadata;
mod note_marks;
pub(crate) mod pauses;
mod plain_text;
mod shape;
mod shortcodes;
mod superscripts;
mod table_rows;

use std::collections::BTreeSet;

pub use block::{Article, Block, Format, Reason, Role};

use block::ParsedSource;

/// The largest source that is parsed, in bytes. The longest novels have about three million.
pub(crate) const MAX_BYTES: usize = 10_000_000;

/// The most blocks of an article. The Bible has about thirty thousand verses. Each becomes a segment, which takes some kilobytes
/// while script.toml is written.
pub(crate) const MAX_BLOCKS: usize = 50_000;

/// The reason why a source cannot be parsed as an article.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum ArticleError {
    /// The source has no word that is read.
    #[error("the article has no text")]
    Empty,
    /// The source is larger than `MAX_BYTES`.
    #[error("the article has more than {MAX_BYTES} bytes")]
    TooLarge,
    /// The source has more paragraphs, items and headings than `MAX_BLOCKS`.
    #[error("the article has more than {MAX_BLOCKS} paragraphs")]
    TooManyBlocks,
    /// The page has more markup than the parser accepts.
    #[error("the page has too much markup")]
    TooComplex,
}

/// Parses a source: cuts it into blocks and marks those that are not read.
///
/// ```
/// use aloud::script::article::{self, Format, Reason, Role};
///
/// let source = "# The late ferry\n\nBy Ada Venn\n\nThe ferry was late.\n\n> “We had tea.”";
/// let article = article::parse(source, Format::Markdown)?;
/// let roles: Vec<Role> = article.blocks.iter().map(|block| block.role).collect();
/// assert_eq!(roles, [Role::Heading(1), Role::Omitted(Reason::Byline), Role::Paragraph, Role::Quote]);
/// assert_eq!(article.title.as_deref(), Some("The late ferry"));
/// assert_eq!(article.author.as_deref(), Some("Ada Venn"));
/// # Ok::<(), article::ArticleError>(())
/// ```
///
/// # Errors
/// [`ArticleError::Empty`] if there is nothing to read, [`ArticleError::TooLarge`] above `MAX_BYTES`,
/// [`ArticleError::TooManyBlocks`] above `MAX_BLOCKS`, [`ArticleError::TooComplex`] for a page with too much markup.
pub fn parse(source: &str, format: Format) -> Result<Article, ArticleError> {
    if source.len() > MAX_BYTES {
        return Err(ArticleError::TooLarge);
    }
    let source = source.strip_prefix('\u{feff}').unwrap_or(source);
    let ParsedSource { mut article, container_ends } = match format {
        Format::Text => ParsedSource { article: plain_text::parse(source), container_ends: BTreeSet::new() },
        Format::Markdown => markdown::parse(source),
        Format::Html => html::parse(source).ok_or(ArticleError::TooComplex)?,
    };
    if article.blocks.len() > MAX_BLOCKS {
        return Err(ArticleError::TooManyBlocks);
    }
    boilerplate::mark(&mut article, &container_ends, format);
    match format {
        Format::Text => headings::mark_plain_text(&mut article),
        Format::Markdown => headings::omit_empty_sections(&mut article.blocks),
        Format::Html => {
            headings::omit_empty_sections(&mut article.blocks);
            headings::omit_teasers(&article.text, &mut article.blocks);
            boilerplate::mark_page_end(&mut article);
        }
    }
    pauses::split_blocks(&mut article);
    let byline = boilerplate::mark_byline(&mut article, format);
    article.author = article.author.take().or(byline).or_else(|| boilerplate::find_author(&article));
    article.language = article.language.and_then(|language| metadata::language_tag(&language));
    // A page with a headline alone is the shell of a program that makes the text.
    let has_text = |block: &Block| {
        block.role.is_read() && (format != Format::Html || !matches!(block.role, Role::Heading(_)))
    };
    if article.blocks.iter().any(has_text) { Ok(article) } else { Err(ArticleError::Empty) }
}

#[cfg(test)]
mod tests;
