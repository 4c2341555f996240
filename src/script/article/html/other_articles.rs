//! Omits other articles inside the article's element: pages that go on with the next story, or that end with a list of them.

use super::super::block::{Reason, Role};
use super::super::shape;
use super::page_blocks::{Landmark, PageBlocks};
use crate::language::boilerplate::phrases;

/// At most this many elements are looked at.
const MAX_ELEMENTS: usize = 200;

/// The title of another article has at least this many words. One or two are a department.
const MIN_TITLE_WORDS: usize = 3;

/// Omits the `<article>` elements in or after the running text that come after a label such as "Read next", or that a link opens. An
/// entry of a live report has neither, and the article itself has the headline.
pub(super) fn omit(page: &PageBlocks, roles: &mut [Role], core: usize) {
    let around_core: Vec<usize> = page.ancestors(core).collect();
    let is_other =
        |at: &usize| page.containers[*at].landmark == Landmark::Article && !around_core.contains(at);
    let others: Vec<usize> = (0..page.containers.len()).filter(is_other).take(MAX_ELEMENTS).collect();
    let mut after_label: Option<usize> = None;
    for at in others {
        let within = page.within(at);
        let inside: Vec<usize> =
            (0..roles.len()).filter(|&index| within.contains(&page.blocks[index].container)).collect();
        let Some(&first) = inside.first() else { continue };
        let has_headline = inside.iter().any(|&index| page.blocks[index].role == Role::Heading(1));
        // Articles in a row have one label.
        let follows_other = after_label.is_some_and(|outer| page.containers[at].outer == outer);
        if !has_headline && (follows_other || has_label_above(page, first) || opens_with_link(page, first)) {
            after_label = Some(page.containers[at].outer);
            let read = inside.into_iter().filter(|&index| roles[index].is_read()).collect::<Vec<_>>();
            read.into_iter().for_each(|index| roles[index] = Role::Omitted(Reason::LinkList));
        }
    }
}

/// True if the block before one is the heading of a list of links: `You may also like`.
fn has_label_above(page: &PageBlocks, first: usize) -> bool {
    let above = page.blocks[..first].iter().rev().find(|block| block.role.is_read());
    above.is_some_and(|block| {
        let folded = shape::fold(&block.words);
        phrases().link_list_headings.contains(shape::trim_marks(&folded))
    })
}

/// True if the title of the article is a link to its page.
fn opens_with_link(page: &PageBlocks, first: usize) -> bool {
    let block = &page.blocks[first];
    matches!(block.role, Role::Heading(2..))
        && block.linked >= block.words.len()
        && shape::word_count(&block.words) >= MIN_TITLE_WORDS
}
