//! HTML: an extractor finds the article on the page, the page's own markup gives the blocks.
//!
//! The extractor's words decide which blocks are of the article; what stands between them on the page
//! stays as omitted blocks. Menus above the headline and the foot of the page are no part of the text.

mod guard;
mod markup;
mod walk;

use std::collections::BTreeSet;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use scraper::{ElementRef, Html};
use trafilatura::{Options, extract};

use super::builder::Builder;
use super::{Article, ArticleError, Reason, Role, shape};
use walk::{Piece, Walk};

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
/// Runs of this many words are compared with the extractor's.
const RUN: usize = 4;

/// Reads a page, or a piece of one.
///
/// # Errors
/// [`ArticleError::Tangled`] when the page has more markup than can be read.
pub(super) fn parse(source: &str) -> Result<Article, ArticleError> {
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
    walk.pieces.iter().map(|piece| (role(piece), piece.words.clone())).collect()
}

/// What the extractor found.
#[derive(Default)]
struct Found {
    title: Option<String>,
    language: Option<String>,
    /// Hashes of all runs of [`RUN`] words, and of all shorter blocks.
    runs: BTreeSet<u64>,
}

fn read(html: &str, extractable: bool) -> Article {
    let page = Html::parse_document(html);
    let walk = Walk::of(&page);
    // The extractor is not ours: whatever befalls it, the page can still be walked.
    let found = extractable.then(|| std::panic::catch_unwind(|| find(html)).ok().flatten()).flatten();
    let found = found.unwrap_or_default();
    let language = page.root_element().attr("lang").map(str::to_string).or(found.language.clone());
    let judged =
        |runs: &BTreeSet<u64>| walk.pieces.iter().map(|p| judge(p, &walk, runs)).collect::<Vec<Role>>();
    let mut kept = judged(&found.runs);
    if kept.iter().all(|role| matches!(role, Role::Omitted(_))) {
        // The extractor chose what the page does not show, or what it is not about.
        kept = judged(&BTreeSet::new());
    }
    rescue(&walk.pieces, &walk, &mut kept);
    sign(&walk.pieces, &mut kept);
    let title = named_in_title(&page, &walk.pieces).or(found.title);
    assemble(&walk.pieces, &kept, title, language)
}

/// The longest heading that stands in the page's `<title>`, beside the name of the site.
fn named_in_title(page: &Html, pieces: &[Piece]) -> Option<String> {
    let title =
        page.tree.root().descendants().filter_map(ElementRef::wrap).find(|e| e.value().name() == "title")?;
    let title = shape::fold(&title.text().collect::<String>());
    let headings = pieces.iter().filter(|piece| matches!(piece.role, Role::Heading(_)));
    let named = headings.filter(|piece| {
        let heading = shape::fold(&piece.words);
        shape::count(&heading) > 2 && (title.starts_with(&heading) || title.ends_with(&heading))
    });
    named.map(|piece| piece.words.clone()).max_by_key(String::len)
}

fn find(html: &str) -> Option<Found> {
    let options = Options::default().with_fallback(true).with_links(true).with_exclude_comments(true);
    let result = extract(html, &options).ok()?;
    let content = Walk::of(&Html::parse_fragment(&result.content_html));
    let runs = content.pieces.iter().flat_map(|piece| runs(&piece.words)).collect();
    let stated =
        |s: String| Some(s.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|s| !s.is_empty());
    Some(Found { title: stated(result.metadata.title), language: stated(result.metadata.language), runs })
}

/// The hashes of all runs of [`RUN`] words, or of all words where there are fewer.
fn runs(text: &str) -> Vec<u64> {
    let words: Vec<String> = shape::words(text).collect();
    words.windows(RUN.min(words.len().max(1))).map(|run| shape::hash(&run.join(" "))).collect()
}

/// What a block is: the extractor decides, the markup may overrule it.
fn judge(piece: &Piece, walk: &Walk, found: &BTreeSet<u64>) -> Role {
    if matches!(piece.role, Role::Omitted(_)) {
        return piece.role;
    }
    if let Some(reason) = walk.furniture(piece) {
        return Role::Omitted(reason);
    }
    if is_link(piece) {
        return Role::Omitted(Reason::LinkList);
    }
    let runs = runs(&piece.words);
    let known = runs.iter().filter(|run| found.contains(run)).count();
    if !found.is_empty() && known * 2 < runs.len().max(1) {
        return Role::Omitted(Reason::Furniture);
    }
    piece.role
}

/// A block that is one link, and no sentence, leads elsewhere.
fn is_link(piece: &Piece) -> bool {
    let body = matches!(piece.role, Role::Paragraph | Role::Item);
    body && piece.linked >= piece.words.len()
        && shape::count(&piece.words) >= 3
        && !shape::is_prose(&piece.words)
}

/// Takes back what the extractor lost: prose and subheads beside blocks it found.
fn rescue(pieces: &[Piece], walk: &Walk, kept: &mut [Role]) {
    let home: BTreeSet<usize> = pieces
        .iter()
        .zip(kept.iter())
        .filter(|(p, role)| **role == Role::Paragraph && shape::is_prose(&p.words))
        .map(|(p, _)| p.parent)
        .collect();
    for (piece, role) in pieces.iter().zip(kept) {
        let fit = match piece.role {
            Role::Paragraph | Role::Item => {
                shape::is_prose(&piece.words) && piece.linked * 2 < piece.words.len()
            }
            Role::Heading(level) => level > 1 && piece.linked == 0,
            _ => false,
        };
        if *role == Role::Omitted(Reason::Furniture)
            && fit
            && home.contains(&piece.parent)
            && walk.furniture(piece).is_none()
        {
            *role = piece.role;
        }
    }
}

/// Who signs a block quotation shares its fate: a name is too short for the extractor's runs of words.
fn sign(pieces: &[Piece], kept: &mut [Role]) {
    for index in (1..pieces.len()).filter(|index| pieces[*index].signature) {
        let above = kept[index - 1];
        kept[index] = if matches!(above, Role::Omitted(_)) { above } else { pieces[index].role };
    }
}

/// The article from its headline to its last block; what the page has before and after is no part of it.
fn assemble(pieces: &[Piece], kept: &[Role], title: Option<String>, language: Option<String>) -> Article {
    let spoken = |i: &usize| !matches!(kept[*i], Role::Omitted(_));
    let body = (0..pieces.len()).filter(spoken).find(|&i| kept[i] != Role::Heading(1));
    let last = (0..pieces.len()).rev().find(spoken).unwrap_or(0);
    let headline = headline(pieces, body.unwrap_or(0), title.as_deref());
    let first = headline.or_else(|| (0..pieces.len()).find(spoken)).unwrap_or(0);
    let mut article = Builder::new();
    if let (None, Some(title)) = (headline, &title) {
        article.push(Role::Heading(1), title);
    }
    for (index, piece) in pieces.iter().enumerate().take(last + 1).skip(first) {
        let role = if Some(index) == headline { Role::Heading(1) } else { kept[index] };
        article.push(role, &piece.words);
    }
    let title = title.or_else(|| headline.map(|i| pieces[i].words.clone()));
    article.finish(title, language)
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
