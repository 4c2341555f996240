//! HTML: an extractor finds the article on the page, the page's own markup gives the blocks.
//!
//! The extractor's words tell where the article is, the elements around them how far it goes ([`body`]). What else
//! stands in the article's element, or between its headline and its last block, stays as omitted blocks. Menus above it and
//! the foot of the page are no part of the text.

mod body;
mod classes;
mod elements;
mod guard;
mod line;
mod piece;
mod spans;
mod stated;
mod tables;
mod walk;

use std::collections::BTreeSet;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use scraper::Html;
use trafilatura::{Options, extract};

use super::builder::{Builder, Source};
use super::{ArticleError, Reason, Role, shape};
use body::Body;
use piece::Piece;
use walk::Walk;

/// Pages of more tags are walked without the extractor, whose time and memory they would exceed.
const EXTRACTED_TAGS: usize = 100_000;
/// …and so are pages of more bytes, programs and style sheets not counted.
const EXTRACTED_BYTES: usize = 4_000_000;
/// …and so are pages of deeper nesting: its time grows with the square of it.
const EXTRACTED_DEPTH: usize = 100;
/// Pages of more tags are refused.
const MOST_TAGS: usize = 500_000;
/// Recursion in the parsers needs this much at the depth that [`guard`] lets through, many times over.
const STACK_BYTES: usize = 256 << 20;
/// The largest page that may be read takes seconds; one that a parser does not come back from is refused.
const PATIENCE: Duration = Duration::from_secs(60);

/// Reads a page, or a piece of one.
///
/// # Errors
/// [`ArticleError::Tangled`] when the page has more markup than can be read.
pub(super) fn parse(source: &str) -> Result<Source, ArticleError> {
    let guarded = guard::guard(source);
    if guarded.tags > MOST_TAGS {
        return Err(ArticleError::Tangled);
    }
    let extractable = guarded.tags <= EXTRACTED_TAGS
        && guarded.html.len() <= EXTRACTED_BYTES
        && guarded.depth <= EXTRACTED_DEPTH;
    let (send, receive) = mpsc::channel();
    let reader = thread::Builder::new().stack_size(STACK_BYTES).spawn(move || {
        // Nobody listens any more when patience has run out.
        let _ = send.send(read(&guarded.html, extractable));
    });
    match reader {
        Ok(_) => receive.recv_timeout(PATIENCE).map_err(|_| ArticleError::Tangled),
        Err(_) => Err(ArticleError::Tangled),
    }
}

/// The blocks of a piece of HTML inside another source.
pub(super) fn fragment(source: &str) -> Vec<(Role, String)> {
    let walk = Walk::of(&Html::parse_fragment(&guard::guard(source).html));
    let role = |piece: &Piece| walk.furniture(piece).map_or(piece.role, Role::Omitted);
    walk.pieces.iter().map(|piece| (role(piece), piece.told())).collect()
}

/// What the extractor found.
#[derive(Default)]
struct Found {
    title: Option<String>,
    language: Option<String>,
    /// Hashes of all runs of words, see [`body::runs`].
    runs: BTreeSet<u64>,
}

fn read(html: &str, extractable: bool) -> Source {
    let page = Html::parse_document(html);
    let walk = Walk::of(&page);
    // The extractor is not ours: whatever befalls it, the page can still be walked.
    let found = extractable.then(|| std::panic::catch_unwind(|| find(html)).ok().flatten()).flatten();
    let found = found.unwrap_or_default();
    let title = stated::named_in_title(&page, &walk.pieces).or(found.title);
    let body = body::choose(&walk, &found.runs, title.as_deref());
    let mut source = assemble(&walk, &body, title);
    let article = &mut source.article;
    article.title = article.title.take().or_else(|| stated::title(&page));
    article.language = stated::language(&page).or(found.language);
    article.author = stated::author(&page);
    source
}

fn find(html: &str) -> Option<Found> {
    let options = Options::default().with_fallback(true).with_links(true).with_exclude_comments(true);
    let result = extract(html, &options).ok()?;
    let content = Walk::of(&Html::parse_fragment(&result.content_html));
    let runs = content.pieces.iter().flat_map(|piece| body::runs(&piece.words)).collect();
    let stated =
        |s: String| Some(s.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|s| !s.is_empty());
    Some(Found { title: stated(result.metadata.title), language: stated(result.metadata.language), runs })
}

/// The article from its headline to the end of its element, or to its last block where that stands further on; what the page
/// has before and after is no part of it.
fn assemble(walk: &Walk, body: &Body, title: Option<String>) -> Source {
    let (pieces, Body { kept, .. }) = (&walk.pieces, body);
    let spoken = |i: &usize| !matches!(kept[*i], Role::Omitted(_));
    let first_body = (0..pieces.len()).filter(spoken).find(|&i| kept[i] != Role::Heading(1));
    let last = (0..pieces.len()).rev().find(spoken).unwrap_or(0);
    let headline = headline(pieces, first_body.unwrap_or(0), title.as_deref());
    let first = headline.or_else(|| (0..pieces.len()).find(spoken)).unwrap_or(0);
    let range = body.first.unwrap_or(first).min(first)..body.end.max(last + 1);
    let mut article = Builder::new();
    if let (None, Some(title)) = (headline, &title) {
        article.push(Role::Heading(1), title);
    }
    for (index, piece) in pieces.iter().enumerate().take(range.end).skip(range.start) {
        let role = match kept[index] {
            _ if Some(index) == headline => Role::Heading(1),
            Role::Omitted(Reason::Furniture) if index > last => Role::Omitted(Reason::After),
            role => role,
        };
        if index > 0 && walk.ends_between(index - 1, index) {
            article.end();
        }
        article.push(role, &piece.told());
    }
    let title = title.or_else(|| headline.map(|i| pieces[i].words.clone()));
    article.finish(title)
}

/// The page's own headline: the last first-level heading before the body, or the block that says the title.
fn headline(pieces: &[Piece], body: usize, title: Option<&str>) -> Option<usize> {
    let title = title.map(shape::fold);
    let says_title = |i: &usize| {
        Some(shape::fold(&pieces[*i].words)) == title && matches!(pieces[*i].role, Role::Heading(_))
    };
    let end = (body + 1).min(pieces.len());
    (0..end).rev().find(says_title).or_else(|| (0..end).rev().find(|&i| pieces[i].role == Role::Heading(1)))
}
