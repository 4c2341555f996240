//! Omits what follows the element of the running text: titles of other stories with their first lines, and labels of lists. Also the
//! heading of a box that is not read.

use super::super::block::{Reason, Role};
use super::super::shape;
use super::page_blocks::{PageBlock, PageBlocks};

/// The title of another story has at least this many words. The first lines below it are at most this many words in each block.
const MIN_TITLE_WORDS: usize = 3;
const MAX_TEASER_WORDS: usize = 100;
/// A label has at most this many words.
const MAX_LABEL_WORDS: usize = 9;

/// Omits other stories and labels after the running text, and headings of boxes that are not read. `core` is the container of the
/// running text: sections of the article outside it have prose below their headings.
pub(super) fn omit(page: &PageBlocks, roles: &mut [Role], core: usize) {
    let inside = page.within(core);
    let in_core = |at: &usize| inside.contains(&page.blocks[*at].container);
    let Some(last) = (0..roles.len()).rev().find(|at| in_core(at) && is_prose(page, roles, *at)) else {
        return;
    };
    let around: Vec<usize> = page.ancestors(core).collect();
    let outside: Vec<usize> =
        (last + 1..roles.len()).filter(|at| roles[*at].is_read() && !in_core(at)).collect();
    let box_of = |at: usize| {
        page.ancestors(page.blocks[at].container).take_while(|container| !around.contains(container)).last()
    };
    for section in outside.chunk_by(|&one, &other| box_of(one) == box_of(other)) {
        omit_stories(page, roles, section);
        omit_labels(page, roles, section);
    }
    omit_heads_of_boxes(page, roles, &around);
}

/// Omits each heading that is a link, and the lines up to the next heading.
fn omit_stories(page: &PageBlocks, roles: &mut [Role], section: &[usize]) {
    let mut in_story = false;
    for &at in section {
        let block = &page.blocks[at];
        if matches!(block.role, Role::Heading(_)) {
            let is_link = block.linked + 2 >= block.words.len();
            // A short link below a story leads to it: `<h3>Read the rest</h3>`.
            in_story = is_link && (in_story || shape::word_count(&block.words) >= MIN_TITLE_WORDS);
        }
        if in_story && shape::word_count(&block.words) <= MAX_TEASER_WORDS {
            roles[at] = Role::Omitted(Reason::LinkList);
        }
    }
}

/// Omits the labels of a section with nothing to read below them, or with links right below them.
fn omit_labels(page: &PageBlocks, roles: &mut [Role], section: &[usize]) {
    let mut is_end = true;
    for &at in section.iter().rev() {
        if !roles[at].is_read() {
            continue;
        }
        is_end &= is_label(&page.blocks[at]);
        if is_end || (is_label(&page.blocks[at]) && has_links_below(roles, at)) {
            roles[at] = Role::Omitted(Reason::Boilerplate);
        }
    }
}

/// So many links below a label are a list.
const MIN_LINKS: usize = 2;

fn has_links_below(roles: &[Role], label: usize) -> bool {
    let below = roles[label + 1..].iter().take_while(|role| !role.is_read());
    below.filter(|role| **role == Role::Omitted(Reason::LinkList)).take(MIN_LINKS).count() == MIN_LINKS
}

fn is_label(block: &PageBlock) -> bool {
    matches!(block.role, Role::Paragraph | Role::Heading(2..))
        && shape::word_count(&block.words) <= MAX_LABEL_WORDS
        && !shape::ends_sentence(&block.words)
        && !shape::has_quotation(&block.words)
}

/// The box of a heading is one of so many containers around it.
const MAX_LEVELS: usize = 3;
/// The heading of a box has at most this many words. A longer one may be the standfirst.
const MAX_HEAD_WORDS: usize = 9;
/// So many blocks before the heading and after it are examined.
const MAX_BLOCKS: usize = 30;

/// Omits the headings of boxes in which all prose is omitted. `around` are the containers around the running text.
fn omit_heads_of_boxes(page: &PageBlocks, roles: &mut [Role], around: &[usize]) {
    for at in 0..roles.len() {
        let is_short = shape::word_count(&page.blocks[at].words) <= MAX_HEAD_WORDS;
        if !matches!(roles[at], Role::Heading(2..)) || !is_short {
            continue;
        }
        let levels = page.ancestors(page.blocks[at].container).take(MAX_LEVELS);
        let boxes = levels.take_while(|container| !around.contains(container));
        let inside = |container: usize| {
            let within = page.within(container);
            let is_inside = |at: &usize| within.contains(&page.blocks[*at].container);
            let before = (0..at).rev().take(MAX_BLOCKS).take_while(is_inside).count();
            let after = (at..roles.len()).take(MAX_BLOCKS).take_while(is_inside).count();
            at - before..at + after
        };
        let is_left_out = boxes.map(inside).any(|mut blocks| {
            let others = blocks.clone().filter(|&other| other != at);
            !others.clone().any(|other| roles[other].is_read())
                && blocks.any(|other| {
                    roles[other] == Role::Omitted(Reason::Boilerplate)
                        && shape::is_prose(&page.blocks[other].words)
                })
        });
        if is_left_out {
            roles[at] = Role::Omitted(Reason::Boilerplate);
        }
    }
}

fn is_prose(page: &PageBlocks, roles: &[Role], at: usize) -> bool {
    roles[at] == Role::Paragraph && shape::is_prose(&page.blocks[at].words)
}
