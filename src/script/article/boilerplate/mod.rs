//! Removes boilerplate: omits the blocks that belong to the page and not to the article.
//!
//! The filter is conservative: a block that has the shape of prose stays unless its wording is unmistakable. The phrases of pages are
//! data ([`crate::language::boilerplate`]); the code holds only the shapes that they come in.
//!
//! The rules differ for pages and for texts. A text is what a person chose to hear. A sentence with a credit at its end, or the name
//! of an author away from the headline, stays there: losing the article's words is worse than hearing a caption. A page has dozens of
//! captions and bylines, so they are omitted. HTML is a page, and so is a text that was pasted with the page's buttons and times.

mod bylines;
mod followers;
mod line_rules;
mod notices;
mod page_end;
mod references;
mod repeats;

use std::collections::BTreeSet;

pub(super) use bylines::{HEAD_BLOCKS, find_author, mark_byline};
pub(super) use line_rules::is_credit_line;
pub(super) use page_end::mark as mark_page_end;

use super::block::{Article, Block, Format, Reason, Role};
use super::shape;
use bylines::Head;

/// A text with this many boilerplate lines is a pasted page. A single one may be in any article.
const MIN_PAGE_LINES: usize = 2;

/// Omits the boilerplate of an article. Blocks that are omitted already stay omitted.
///
/// `container_ends` are the blocks before which a list, a table or a box of the source ends.
pub(super) fn mark(article: &mut Article, container_ends: &BTreeSet<usize>, format: Format) {
    let Article { text, title, blocks, .. } = article;
    let text: &str = text;
    let page = format == Format::Html || is_pasted_page(text, blocks);
    let given = blocks.clone();
    if page {
        bylines::mark_names_with_occupation(text, blocks);
    }
    references::mark(text, blocks);
    mark_lines(text, blocks, page);
    followers::mark(text, blocks, container_ends);
    if page {
        notices::mark(text, blocks);
        // The notes about the author may come before the last notice.
        bylines::mark_author_notes(text, blocks);
    }
    restore_headings(text, &given, blocks);
    repeats::mark_second_titles(text, title.as_deref(), blocks);
    if page {
        repeats::mark_copies(text, blocks);
    }
    for index in repeats::pull_quotes(text, blocks, page) {
        blocks[index].role = Role::Omitted(Reason::PullQuote);
    }
}

/// True for a text that was copied with the page around it: buttons, notices, times, labels of pictures.
fn is_pasted_page(text: &str, blocks: &[Block]) -> bool {
    let mut marked = blocks.to_vec();
    mark_lines(text, &mut marked, false);
    let page_reasons =
        [Reason::ShareLine, Reason::Notice, Reason::Caption, Reason::Byline].map(Role::Omitted);
    marked.iter().filter(|block| page_reasons.contains(&block.role)).count() >= MIN_PAGE_LINES
}

/// Reads a heading after all if prose follows it: a section may be called "Search" or "Comments".
fn restore_headings(text: &str, given: &[Block], blocks: &mut [Block]) {
    for index in 0..blocks.len().saturating_sub(1) {
        let was_phrase = [Reason::Boilerplate, Reason::LinkList, Reason::ShareLine].map(Role::Omitted);
        let next = &blocks[index + 1];
        let is_heading = matches!(given[index].role, Role::Heading(_));
        if is_heading
            && was_phrase.contains(&blocks[index].role)
            && next.role == Role::Paragraph
            && shape::is_prose(next.text(text))
        {
            blocks[index].role = given[index].role;
        }
    }
}

/// Omits lines for their own words and for their position above the body.
fn mark_lines(text: &str, blocks: &mut [Block], page: bool) {
    // The first prose may be a standfirst above the byline. The second is the body.
    let mut prose = 0;
    for (index, block) in blocks.iter_mut().enumerate() {
        let line = block.text(text);
        if matches!(block.role, Role::Omitted(_) | Role::Heading(1)) {
            continue;
        }
        let above_body = prose < 2 && index < HEAD_BLOCKS;
        let head = above_body.then_some(Head { first: index == 0, after_prose: prose > 0 });
        match line_rules::omission_reason(line, head, page) {
            Some(reason) => block.role = Role::Omitted(reason),
            None => prose += usize::from(shape::is_prose(line)),
        }
    }
}
