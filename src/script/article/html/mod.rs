//! Parses HTML: an extractor finds the article on the page, and the page's own markup gives the blocks.
//!
//! The extractor's words show where the article is, and the elements around them show how far it goes ([`content`]). Other blocks
//! in the article's element, or between its headline and its last block, stay as omitted blocks. Menus above it and the foot of
//! the page don't become part of the text.

mod boilerplate_sign;
mod class_names;
mod content;
mod elements;
mod galleries;
mod inline_elements;
mod links;
mod nesting;
mod notes;
mod open_block;
mod other_articles;
mod outside;
mod page_blocks;
mod pictures;
mod restored;
mod sections;
mod stated_body;
mod tables;
mod visibility;
mod walk;

use std::collections::BTreeSet;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use scraper::Html;
use trafilatura::{Options, extract};

use super::block::{ArticleBuilder, ParsedSource, Reason, Role};
use super::documents::DOCUMENT_MARK;
use super::pauses::SCENE_BREAK;
use super::{metadata, shape};
use content::Content;
use nesting::limit_nesting;
use page_blocks::{PageBlock, PageBlocks};
use stated_body::StatedBody;

/// Pages with more tags are read without the extractor, which would take too much time and memory. Of 1,130 pages of two benchmarks,
/// none has more.
const MAX_EXTRACTED_TAGS: usize = 25_000;
/// Pages with more bytes, programs and style sheets not counted, are read without the extractor.
const MAX_EXTRACTED_BYTES: usize = 4_000_000;
/// Pages with deeper nesting are read without the extractor: its time grows with the square of the depth.
const MAX_EXTRACTED_DEPTH: usize = 100;
/// Pages with more tags are refused.
const MAX_TAGS: usize = 250_000;
/// Stack of the thread that parses, in bytes. The parsers recurse; at the depth that [`nesting`] allows they need much less.
const STACK_BYTES: usize = 256 << 20;
/// The largest page that is accepted takes a few seconds. A page on which a parser hangs is refused after this time.
const TIMEOUT: Duration = Duration::from_secs(60);

/// Parses a page or a fragment of one. Returns `None` if the page has more markup than can be parsed.
pub(super) fn parse(source: &str) -> Option<ParsedSource> {
    let limited = limit_nesting(source);
    if limited.tags > MAX_TAGS {
        return None;
    }
    // All of a document is the article.
    let is_document = source.contains(DOCUMENT_MARK);
    let extractable = !is_document
        && limited.tags <= MAX_EXTRACTED_TAGS
        && limited.html.len() <= MAX_EXTRACTED_BYTES
        && limited.depth <= MAX_EXTRACTED_DEPTH;
    let (send, receive) = mpsc::channel();
    let parser = thread::Builder::new().stack_size(STACK_BYTES).spawn(move || {
        // The receiver is gone if the time is over.
        let _ = send.send(parse_limited(limited.html, extractable));
    });
    parser.ok()?;
    receive.recv_timeout(TIMEOUT).ok()
}

/// Parses HTML inside another source, such as Markdown, into roles and words.
pub(super) fn parse_fragment(source: &str) -> Vec<(Role, String)> {
    let page = walk::page_blocks(&Html::parse_fragment(&limit_nesting(source).html));
    let blocks = page.blocks.iter().map(|block| {
        let role = page.boilerplate_reason(block).map_or(block.role, Role::Omitted);
        (role, block.text())
    });
    blocks.collect()
}

/// Result of the extractor.
#[derive(Default)]
struct Extracted {
    title: Option<String>,
    language: Option<String>,
    /// Hashes of all runs of words, see [`content::word_runs`].
    runs: BTreeSet<u64>,
}

fn parse_limited(html: String, extractable: bool) -> ParsedSource {
    // The extractor is a dependency. If it panics on a page, the page can still be parsed without it. It builds several trees of the
    // page, so it comes before the page's own tree is built.
    let extracted =
        extractable.then(|| std::panic::catch_unwind(|| run_extractor(&html)).ok().flatten()).flatten();
    let extracted = extracted.unwrap_or_default();
    let document = Html::parse_document(&html);
    drop(html);
    let mut page = walk::page_blocks(&document);
    if page.prose_bytes() < MIN_BODY_BYTES {
        page = with_hidden_text(page, &document);
    }
    open_preformatted(&mut page);
    pictures::open_captions(&mut page);
    let descriptions = metadata::page_descriptions(&document);
    mark_standfirst(&mut page, &descriptions);
    content::open_zones(&mut page, &extracted.runs);
    let headings = page.blocks.iter().filter(|block| matches!(block.role, Role::Heading(_)));
    let headings = headings.map(|block| block.words.as_str());
    // The extractor takes the first heading of the body for a title if the page has none.
    let found = extracted.title.filter(|title| {
        let is_headline = |block: &PageBlock| {
            block.role == Role::Heading(1) && shape::fold(&block.words) == shape::fold(title)
        };
        page.blocks.iter().any(is_headline) || metadata::states_title(&document, title)
    });
    let is_stated =
        |title: &String| headings.clone().any(|heading| shape::fold(heading) == shape::fold(title));
    let of_word_processor = page.blocks.iter().find(|block| block.is_title).map(|block| block.words.clone());
    let title = of_word_processor
        .or_else(|| metadata::heading_in_page_title(&document, headings.clone()))
        .or(found)
        .or_else(|| metadata::page_title(&document).filter(is_stated));
    let mut content = find_content(&page, &extracted.runs, title.as_deref());
    let stated = metadata::page_body(&document).map(|body| words_of_html(&body));
    if let Some(stated) = stated.and_then(|words| StatedBody::new(&words)) {
        stated.apply(&page, &mut content.roles);
    }
    restored::described(&page, &mut content.roles, &descriptions);
    stated_body::restore_ingredients(&page, &mut content.roles, &metadata::page_ingredients(&document));
    let mut source = assemble(&page, &content, title);
    let article = &mut source.article;
    article.title = article.title.take().or_else(|| metadata::page_title(&document));
    article.language = metadata::page_language(&document).or(extracted.language);
    article.author = metadata::page_author(&document);
    article.date = metadata::page_date(&document);
    article.link = metadata::page_link(&document);
    source
}

/// Returns the page with its hidden text if that is most of it: a program shows the article when the page has loaded.
fn with_hidden_text(page: PageBlocks, document: &Html) -> PageBlocks {
    let all = walk::page_blocks_with_hidden(document);
    if all.prose_bytes() > MIN_BODY_BYTES + 3 * page.prose_bytes() { all } else { page }
}

/// Returns the words of a text that may have tags.
fn words_of_html(html: &str) -> String {
    let fragment = Html::parse_fragment(&limit_nesting(html).html);
    fragment.root_element().text().collect::<Vec<_>>().join(" ")
}

/// A shorter summary of a page, in bytes, may be the name of a department.
const MIN_DESCRIPTION_BYTES: usize = 40;

/// Marks the blocks that are the summary of the page in its head. The summary may be cut: `The ferry was late for the third ...`
fn mark_standfirst(page: &mut PageBlocks, descriptions: &[String]) {
    let descriptions: Vec<String> = descriptions
        .iter()
        .map(|text| shape::fold(text.trim_end_matches(['.', '…', ' '])))
        .filter(|text| text.len() >= MIN_DESCRIPTION_BYTES)
        .collect();
    let longest = descriptions.iter().map(String::len).max().unwrap_or(0);
    let is_description = |words: &str| {
        // Folding a long paragraph would only cost time.
        if words.len() > 3 * longest {
            return false;
        }
        let folded = shape::fold(words);
        descriptions.iter().any(|text| folded.starts_with(text.as_str()) && folded.len() <= 2 * text.len())
    };
    for block in page.blocks.iter_mut().filter(|block| block.role.is_read()) {
        block.is_standfirst |= is_description(&block.words);
    }
}

/// A page with less text than this, in bytes, is looked at again without the extractor.
const MIN_BODY_BYTES: usize = 300;
/// With less than this, in bytes, the extractor has found nothing. The article may have only two sentences.
const MIN_SHORT_BYTES: usize = 100;

/// Decides about the blocks. Where the extractor found hardly any text, it may have chosen the comments or a box, so the page's own
/// markup decides if that finds much more.
fn find_content(page: &PageBlocks, runs: &BTreeSet<u64>, title: Option<&str>) -> Content {
    let content = content::find(page, runs, title);
    let found = content.body_bytes(page);
    if runs.is_empty() || found >= MIN_BODY_BYTES {
        return content;
    }
    let by_markup = content::find(page, &BTreeSet::new(), title);
    let least =
        if found < MIN_SHORT_BYTES { MIN_SHORT_BYTES + 2 * found } else { MIN_BODY_BYTES + 3 * found };
    if by_markup.body_bytes(page) > least { by_markup } else { content }
}

/// Preformatted text with at least this many words may be an article.
const MIN_PREFORMATTED_WORDS: usize = 30;

/// Makes paragraphs of preformatted text if a page has nothing else, such as the results of a race.
fn open_preformatted(page: &mut PageBlocks) {
    let is_body = |block: &PageBlock| {
        block.role.is_read()
            && page_blocks::is_long_prose(&block.words, block.linked)
            && page.boilerplate_reason(block).is_none()
    };
    if page.blocks.iter().any(is_body) {
        return;
    }
    let is_long = |block: &&mut PageBlock| {
        block.role == Role::Omitted(Reason::NotProse)
            && shape::word_count(&block.words) >= MIN_PREFORMATTED_WORDS
            && !is_code(&block.words)
    };
    page.blocks.iter_mut().filter(is_long).for_each(|block| block.role = Role::Paragraph);
}

/// True if one character in thirty is a mark of a program or of data.
fn is_code(words: &str) -> bool {
    words.chars().filter(|c| "{}()[];=<>_\\$".contains(*c)).count() * 30 > words.chars().count()
}

fn run_extractor(html: &str) -> Option<Extracted> {
    let options = Options::default().with_fallback(true).with_links(true).with_exclude_comments(true);
    let result = extract(html, &options).ok()?;
    let page = walk::page_blocks(&Html::parse_fragment(&result.content_html));
    let runs = page.blocks.iter().flat_map(|block| content::word_runs(&block.words)).collect();
    let title = metadata::normalize(&result.metadata.title);
    Some(Extracted { title, language: metadata::normalize(&result.metadata.language), runs })
}

/// Assembles the article: from its headline to the end of its element, or to its last block if that comes later.
fn assemble(page: &PageBlocks, content: &Content, title: Option<String>) -> ParsedSource {
    let (blocks, roles) = (&page.blocks, &content.roles);
    let reads = |&index: &usize| roles[index].is_read();
    let body = (0..blocks.len()).filter(reads).find(|&index| roles[index] != Role::Heading(1));
    let last = (0..blocks.len()).rev().find(reads).unwrap_or(0);
    let headline = content::headline(blocks, body.unwrap_or(0), title.as_deref());
    let first = headline.or_else(|| (0..blocks.len()).find(reads)).unwrap_or(0);
    let range = content.first.unwrap_or(first).min(first)..content.end.max(last + 1);
    let mut article = ArticleBuilder::default();
    if let (None, Some(title)) = (headline, &title) {
        article.push(Role::Heading(1), title);
    }
    for (index, block) in blocks.iter().enumerate().take(range.end).skip(range.start) {
        let is_rule = block.words == SCENE_BREAK && !block.role.is_read();
        if is_rule && !((first..last).contains(&index)) {
            continue;
        }
        let role = match roles[index] {
            _ if Some(index) == headline => Role::Heading(1),
            Role::Omitted(Reason::Boilerplate) if index > last => Role::Omitted(Reason::AfterArticle),
            role => role,
        };
        if index > 0 && page.container_ends_between(index - 1, index) {
            article.end_container();
        }
        article.push(role, &block.text());
    }
    article.set_around(page.parts_outside(&range, first));
    let title = title.or_else(|| headline.map(|index| blocks[index].words.clone()));
    article.finish(title)
}
