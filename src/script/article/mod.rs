//! The article as it came: text, Markdown or HTML, cut into blocks, each with its role.
//!
//! Every word of the source stands in exactly one block; a block that is not to be read is
//! [`Role::Omitted`] with its reason, never dropped.

mod boilerplate;
mod builder;
mod byline;
pub mod decode;
pub mod file;
mod front;
mod headings;
mod html;
mod inline;
mod language;
mod markdown;
mod raised;
mod rows;
mod shape;
mod text;

use std::collections::BTreeSet;
use std::ops::Range;

use builder::Source;

/// An article as plain words, cut into blocks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Article {
    /// The article's own words, in order. For plain text this is the source itself; for Markdown
    /// and HTML it is the source without its markup, blocks set apart by an empty line.
    pub text: String,
    /// The headline, where the source names one.
    pub title: Option<String>,
    /// BCP 47 tag (`en`, `de`…), where the source states it.
    pub language: Option<String>,
    /// Who wrote it, where the source states it or a byline names them.
    pub author: Option<String>,
    /// In the order of the text, not overlapping; only white space stands between them.
    pub blocks: Vec<Block>,
}

/// A paragraph, a heading, a caption…
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub role: Role,
    /// Bytes of [`Article::text`], without white space at either end; never empty.
    pub span: Range<usize>,
}

/// What a block is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// A heading of level 1 (the headline) to 6.
    Heading(u8),
    /// Running text.
    Paragraph,
    /// A block set as a quotation (`>` in Markdown, `<blockquote>` in HTML).
    Quote,
    /// One item of a list.
    Item,
    /// One row of a table: nobody speaks there, whatever stands before a colon.
    Row,
    /// In the page, but not of the article: not read.
    Omitted(Reason),
}

/// Why a block is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// Links to other pages ("Read more").
    LinkList,
    /// A notice of a player, a cookie banner, a browser hint.
    Notice,
    /// The caption of a picture or a video, a credit.
    Caption,
    /// What the source says of a picture to those who do not see it.
    Description,
    /// "Share this", newsletter and follow lines.
    ShareLine,
    /// A pull quote: repeats the body.
    PullQuote,
    /// Byline, dateline, time of publication.
    Byline,
    /// Advertisement marks, buttons, menus: the page around the article.
    Furniture,
    /// Below the text, what a mark in it points at.
    Footnote,
    /// Taken back by the author, but left to be seen.
    Struck,
    /// Mathematics that is written for typesetting.
    Formula,
    /// The head of a table, whose words each row says.
    Columns,
    /// Behind the article's last words, in the article's element of the page.
    After,
    /// Source code, addresses, lines without a word, and whatever else is not read aloud.
    NotProse,
}

impl Reason {
    /// Whether a reason, in words, is that of something of the article: it is shown to whoever reads, and cannot be heard.
    /// What is of the page around it, is said elsewhere, or was taken back is not.
    pub fn is_of_the_article(reason: &str) -> bool {
        let own =
            [Self::Caption, Self::Description, Self::Byline, Self::Footnote, Self::Formula, Self::NotProse];
        own.iter().any(|own| own.as_str() == reason)
    }

    /// The reason in words, as script.toml and `--json` carry it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::LinkList => "links to other pages",
            Self::Notice => "player, cookie or browser notice",
            Self::Caption => "caption or credit",
            Self::Description => "picture's description",
            Self::ShareLine => "share or newsletter line",
            Self::PullQuote => "pull quote, repeats the body",
            Self::Byline => "byline or date line",
            Self::Furniture => "page furniture",
            Self::Footnote => "footnote",
            Self::Struck => "struck out",
            Self::Formula => "formula",
            Self::Columns => "head of a table, said with each row",
            Self::After => "after the article",
            Self::NotProse => "not prose",
        }
    }
}

/// In what form the source is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Plain text, paragraphs set apart by an empty line (or one a line).
    Text,
    /// CommonMark.
    Markdown,
    /// A web page, or a piece of one.
    Html,
}

/// Why a source is not an article.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum ArticleError {
    /// Not a word in it that is to be read.
    #[error("the article has no text")]
    Empty,
    /// Larger than [`MAX_BYTES`].
    #[error("the article has more than {MAX_BYTES} bytes")]
    TooLarge,
    /// A page of more markup than can be read.
    #[error("the page has too much markup to read it")]
    Tangled,
}

/// The largest source that is read, in bytes.
pub const MAX_BYTES: usize = 10_000_000;

/// Cuts a source into blocks.
///
/// # Errors
/// [`ArticleError::Empty`] when there is nothing to read aloud, [`ArticleError::TooLarge`] beyond [`MAX_BYTES`],
/// [`ArticleError::Tangled`] for a page with too much markup.
pub fn parse(source: &str, format: Format) -> Result<Article, ArticleError> {
    if source.len() > MAX_BYTES {
        return Err(ArticleError::TooLarge);
    }
    let source = source.strip_prefix('\u{feff}').unwrap_or(source);
    let Source { mut article, ends } = match format {
        Format::Text => Source { article: text::parse(source), ends: BTreeSet::new() },
        Format::Markdown => markdown::parse(source),
        Format::Html => html::parse(source)?,
    };
    boilerplate::mark(&mut article, &ends, format);
    match format {
        Format::Text => text::mark_headings(&mut article),
        Format::Markdown | Format::Html => headings::mark(&mut article.blocks),
    }
    let author = byline::mark(&mut article, format);
    article.author = article.author.take().or(author).or_else(|| byline::author(&article));
    article.language = article.language.and_then(|tag| language::tag(&tag));
    let spoken = |b: &Block| !matches!(b.role, Role::Omitted(_));
    if article.blocks.iter().any(spoken) { Ok(article) } else { Err(ArticleError::Empty) }
}

impl Format {
    /// By the file's ending: `.md` and `.markdown`, `.html`, `.htm` and `.xhtml`; anything else is plain text.
    pub fn of(path: &std::path::Path) -> Self {
        let ending = path.extension().and_then(|e| e.to_str()).unwrap_or_default().to_ascii_lowercase();
        match ending.as_str() {
            "md" | "markdown" => Self::Markdown,
            "html" | "htm" | "xhtml" => Self::Html,
            _ => Self::Text,
        }
    }
}

#[cfg(test)]
mod tests;
