//! Finds blocks of a page that lead to other pages.

use super::super::block::{Reason, Role};
use super::super::shape;
use super::page_blocks::{PageBlock, PageBlocks};

/// True for a block that is only a link to another page, with or without a label.
pub(super) fn leads_elsewhere(page: &PageBlocks, block: &PageBlock) -> bool {
    is_link(block) || is_labelled_link(block) || is_linked_heading(page, block)
}

/// True for a block that is one link and no sentence: it leads to another page, like `Ten ferries to take this summer`.
fn is_link(block: &PageBlock) -> bool {
    // Quotation marks may be outside the link.
    matches!(block.role, Role::Paragraph | Role::Item | Role::Row)
        && block.linked + 6 >= block.words.len()
        && block.linked > 0
        && shape::word_count(&block.words) >= 3
        && !shape::is_prose(&block.words)
}

/// True for the title of another page in a list: `<li><h4><a>…</a></h4></li>`
fn is_linked_heading(page: &PageBlocks, block: &PageBlock) -> bool {
    let in_list = |&at: &usize| page.containers[at].is_list_or_table;
    matches!(block.role, Role::Heading(2..))
        && block.linked >= block.words.len()
        && page.ancestors(block.container).take(2).any(|at| in_list(&at))
}

/// True for a short label and a link: `See more: Ten ferries to take`, `[Related: Ten ferries to take]`.
fn is_labelled_link(block: &PageBlock) -> bool {
    let words = block.words.trim_matches(['[', ']', '(', ')', ' ']);
    let Some((label, rest)) = words.split_once([':', '|', '»', '→', '▸']) else { return false };
    let (label, rest) = (label.trim(), rest.trim());
    block.role == Role::Paragraph
        && (1..=4).contains(&shape::word_count(label))
        && shape::word_count(rest) >= 2
        && block.linked >= rest.len()
        && block.linked <= words.len() + 2
        && !shape::ends_with_full_stop(rest)
        && !shape::is_quoted(rest)
}

/// A list of links at the end of a page has at least this many items.
const MIN_LINKS: usize = 3;

/// Omits a list at the end of the page, below an omitted heading, if each of its items is a title with a link in it: `Could the ferry use <a>gravity to get
/// around?</a>`
pub(super) fn omit_lists(page: &PageBlocks, roles: &mut [Role]) {
    let is_title = |at: &usize| {
        let block = &page.blocks[*at];
        block.role == Role::Item && block.linked > 0 && !shape::ends_with_full_stop(&block.words)
    };
    let end: Vec<usize> =
        (0..roles.len()).rev().filter(|&at| roles[at].is_read()).take_while(is_title).collect();
    let first = end.last().copied().unwrap_or(0);
    let has_omitted_label =
        first > 0 && [Reason::Boilerplate, Reason::LinkList].map(Role::Omitted).contains(&roles[first - 1]);
    if end.len() >= MIN_LINKS && has_omitted_label {
        end.into_iter().for_each(|at| roles[at] = Role::Omitted(Reason::LinkList));
    }
}
