//! Defines the article: its text, its blocks and the role of each block.

use std::collections::BTreeSet;
use std::ops::Range;
use std::path::Path;

/// An article as plain text, cut into blocks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Article {
    /// The article's own words, in order. For plain text this is the source itself. For Markdown and HTML it is the source without
    /// markup, with an empty line between blocks.
    pub text: String,
    /// The headline, if the source has one.
    pub title: Option<String>,
    /// The language as a BCP 47 tag (`en`, `de-AT`), if the source states it.
    pub language: Option<String>,
    /// The authors, if the source states them or a byline names them.
    pub author: Option<String>,
    /// The day of publication as `YYYY-MM-DD`, if the source states it.
    pub date: Option<String>,
    /// The address of the article's web page, if the source states it.
    pub link: Option<String>,
    /// The blocks in the order of the text. They don't overlap, and only white space is between them.
    pub blocks: Vec<Block>,
    /// The words of a web page around the article, a text for each part of the page: its menu, its foot, a list of other stories.
    /// They are not in `text`.
    pub around: Vec<String>,
}

/// A paragraph, a heading, a caption or another unit of an article.
///
/// ```
/// use aloud::script::article::{Format, Role, parse};
///
/// let article = parse("# Ferries\n\nThe ferry was late.", Format::Markdown)?;
/// let block = &article.blocks[1];
/// assert_eq!(block.role, Role::Paragraph);
/// assert_eq!(block.text(&article.text), "The ferry was late.");
/// # Ok::<(), aloud::script::article::ArticleError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Block {
    /// The kind of block, or the reason to omit it.
    pub role: Role,
    /// Byte range in [`Article::text`], never empty and without white space at either end.
    pub span: Range<usize>,
}

/// The kind of a block. It decides whether and how the block is read.
///
/// ```
/// use aloud::script::article::{Format, Reason, Role, parse};
///
/// let article = parse("> We had tea.\n\n- a cup\n\n```\nlet cup = 1;\n```", Format::Markdown)?;
/// let roles: Vec<Role> = article.blocks.iter().map(|block| block.role).collect();
/// assert_eq!(roles, [Role::Quote, Role::Item, Role::Omitted(Reason::NotProse)]);
/// # Ok::<(), aloud::script::article::ArticleError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// A heading of level 1 (the headline) to 6.
    Heading(u8),
    /// Running text.
    Paragraph,
    /// A block quotation (`>` in Markdown, `<blockquote>` in HTML).
    Quote,
    /// One item of a list.
    Item,
    /// One row of a table. A word before a colon is the name of the row here, never a speaker label.
    Row,
    /// Part of the page but not read. Its words stay in the article and are listed with the reason.
    Omitted(Reason),
}

impl Block {
    /// Returns the block's part of [`Article::text`].
    pub fn text<'t>(&self, article: &'t str) -> &'t str {
        &article[self.span.clone()]
    }
}

impl Role {
    /// True unless the block is omitted.
    pub(crate) fn is_read(self) -> bool {
        !matches!(self, Self::Omitted(_))
    }
}

/// The reason why a block is omitted.
///
/// ```
/// use aloud::script::article::{Format, Reason, Role, parse};
///
/// let article = parse("The ferry was late.\n\nRead more: Ten ferries to take\n\nIt left at noon.", Format::Text)?;
/// assert_eq!(article.blocks[1].role, Role::Omitted(Reason::LinkList));
/// assert_eq!(Reason::LinkList.as_str(), "links to other pages");
/// # Ok::<(), aloud::script::article::ArticleError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// Links to other pages ("Read more").
    LinkList,
    /// A notice of a player, a cookie banner or a browser.
    Notice,
    /// The caption or the credit of a picture or a video.
    Caption,
    /// The text alternative of a picture (`alt`, `title`).
    ImageDescription,
    /// "Share this", newsletter and follow lines.
    ShareLine,
    /// A pull quote: it repeats the body.
    PullQuote,
    /// A byline, a dateline or a time of publication.
    Byline,
    /// Menus, buttons and advertisement marks of the page around the article.
    Boilerplate,
    /// A footnote. Listeners cannot see its mark in the text.
    Footnote,
    /// Struck out by the author, but still visible.
    StruckOut,
    /// A formula in typesetting commands.
    Formula,
    /// The head of a table. Each row repeats its words.
    TableHead,
    /// Boilerplate after the article's last words, in the page element that holds the article.
    AfterArticle,
    /// A part of the web page around the article.
    Around,
    /// Source code, addresses, lines without a word and other text that is not prose.
    NotProse,
}

impl Reason {
    /// True if a reason, as [`Self::as_str`] returns it, omits something of the article itself: a reader sees it, a listener
    /// misses it. Boilerplate, repeated words and struck-out words don't belong to the article.
    pub(crate) fn belongs_to_article(reason: &str) -> bool {
        let own = [
            Self::Caption,
            Self::ImageDescription,
            Self::Byline,
            Self::Footnote,
            Self::Formula,
            Self::NotProse,
        ];
        own.iter().any(|own| own.as_str() == reason)
    }

    /// Returns the reason as script.toml and `--json` write it. The texts are part of the file format.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::LinkList => "links to other pages",
            Self::Notice => "player, cookie or browser notice",
            Self::Caption => "caption or credit",
            Self::ImageDescription => "picture's description",
            Self::ShareLine => "share or newsletter line",
            Self::PullQuote => "pull quote, repeats the body",
            Self::Byline => "byline or date line",
            Self::Boilerplate => "page furniture",
            Self::Footnote => "footnote",
            Self::StruckOut => "struck out",
            Self::Formula => "formula",
            Self::TableHead => "head of a table, said with each row",
            Self::AfterArticle => "after the article",
            Self::Around => "around the article",
            Self::NotProse => "not prose",
        }
    }
}

/// The format of an article's source.
///
/// ```
/// use std::path::Path;
///
/// use aloud::script::article::Format;
///
/// assert_eq!(Format::from_path(Path::new("ferries.md")), Format::Markdown);
/// assert_eq!(Format::from_path(Path::new("ferries")), Format::Text);
/// assert_eq!(Format::Html.extension(), "html");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Plain text, one paragraph a line or an empty line between paragraphs.
    Text,
    /// CommonMark with tables, footnotes and front matter.
    Markdown,
    /// A web page or a fragment of one.
    Html,
}

impl Format {
    /// Returns the format for a file extension: `.md`, `.markdown`, `.mdx` and the like, `.html`, `.htm` and `.xhtml`. Anything else is
    /// plain text.
    pub fn from_path(path: &Path) -> Self {
        let extension = path.extension().and_then(|e| e.to_str()).unwrap_or_default().to_ascii_lowercase();
        match extension.as_str() {
            "md" | "markdown" | "mdown" | "mkd" | "mdx" | "qmd" | "rmd" => Self::Markdown,
            "html" | "htm" | "xhtml" => Self::Html,
            _ => Self::Text,
        }
    }

    /// Returns the usual file extension of the format, without a dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Text => "txt",
            Self::Markdown => "md",
            Self::Html => "html",
        }
    }
}

/// A parsed source before boilerplate removal.
pub(super) struct ParsedSource {
    pub(super) article: Article,
    /// Indices of the blocks before which a list, a table or a box of the source ends. A list of links that a label announces does
    /// not go on after that place.
    pub(super) container_ends: BTreeSet<usize>,
}

/// Builds an article block by block, for sources with markup.
#[derive(Default)]
pub(super) struct ArticleBuilder {
    article: Article,
    container_ends: BTreeSet<usize>,
}

impl ArticleBuilder {
    /// Adds a block after an empty line. White space alone is no block.
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

    /// Ends a list, a table or a box after the blocks so far.
    pub(super) fn end_container(&mut self) {
        self.container_ends.insert(self.article.blocks.len());
    }

    /// Adds the parts of a page around the article.
    pub(super) fn set_around(&mut self, parts: Vec<String>) {
        self.article.around = parts;
    }

    /// Returns the article with its headline.
    pub(super) fn finish(self, title: Option<String>) -> ParsedSource {
        ParsedSource { article: Article { title, ..self.article }, container_ends: self.container_ends }
    }
}

/// Appends text to the words of a block. Each run of white space becomes one space.
pub(super) fn append_words(words: &mut String, more: &str) {
    for (index, part) in more.split(char::is_whitespace).enumerate() {
        if index > 0 && !words.is_empty() && !words.ends_with(char::is_whitespace) {
            words.push(' ');
        }
        words.push_str(part);
    }
}
