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
mod page_start;
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
    let given = blocks.clone();
    let lines = if format == Format::Html { None } else { lines_of_text(text, blocks) };
    let page = lines.is_none();
    if page {
        bylines::mark_names_with_occupation(text, blocks);
    }
    references::mark(text, blocks);
    match lines {
        Some(lines) => mark_found(blocks, &lines),
        None => mark_lines(text, blocks, page),
    }
    followers::mark(text, blocks, container_ends);
    if page {
        notices::mark(text, blocks);
        // The notes about the author may come before the last notice.
        bylines::mark_author_notes(text, blocks);
    }
    restore_headings(text, &given, blocks);
    repeats::mark_second_titles(text, title.as_deref(), blocks);
    if format == Format::Html {
        page_start::mark(text, blocks);
    }
    if page {
        repeats::mark_copies(text, blocks);
    }
    for index in repeats::pull_quotes(text, blocks, page) {
        blocks[index].role = Role::Omitted(Reason::PullQuote);
    }
}

/// Returns the reasons to omit the lines of a text, or `None` for a text that was copied with the page around it: buttons, notices,
/// times, labels of pictures. Each line is examined once, since that is a fifth of the time for a long text.
fn lines_of_text(text: &str, blocks: &[Block]) -> Option<Vec<Option<Reason>>> {
    let of_page = [Reason::ShareLine, Reason::Notice, Reason::Caption, Reason::Byline];
    let mut page_lines = 0;
    line_reasons(text, blocks, false)
        .zip(blocks)
        .map(|(reason, block)| {
            let known = if let Role::Omitted(known) = block.role { Some(known) } else { reason };
            page_lines += usize::from(known.is_some_and(|known| of_page.contains(&known)));
            (page_lines < MIN_PAGE_LINES).then_some(reason)
        })
        .collect()
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
    let lines: Vec<Option<Reason>> = line_reasons(text, blocks, page).collect();
    mark_found(blocks, &lines);
}

fn mark_found(blocks: &mut [Block], lines: &[Option<Reason>]) {
    for (block, reason) in blocks.iter_mut().zip(lines) {
        if let (Some(reason), false) = (reason, matches!(block.role, Role::Omitted(_))) {
            block.role = Role::Omitted(*reason);
        }
    }
}

/// Returns the reason to omit each line, as far as it shows it itself. Headlines and omitted lines have none.
fn line_reasons<'a>(
    text: &'a str,
    blocks: &'a [Block],
    page: bool,
) -> impl Iterator<Item = Option<Reason>> + 'a {
    // The first prose may be a standfirst above the byline. The second is the body. A menu above the headline does not count.
    let mut prose = 0;
    let top = blocks.iter().position(|block| block.role.is_read()).unwrap_or(0);
    blocks.iter().enumerate().map(move |(index, block)| {
        if matches!(block.role, Role::Omitted(_) | Role::Heading(1)) {
            return None;
        }
        let line = block.text(text);
        let above_body = prose < 2 && index < top + HEAD_BLOCKS;
        let head = above_body.then_some(Head { first: index == 0, after_prose: prose > 0 });
        let reason = line_rules::omission_reason(line, head, page);
        prose += usize::from(reason.is_none() && above_body && shape::is_prose(line));
        reason
    })
}
