//! Restores sections of an article that the page sets in boxes of one kind: elements next to each other with the same name and
//! classes. The extractor often finds only one of them.

use super::super::block::{Reason, Role};
use super::super::shape;
use super::page_blocks::{Landmark, PageBlocks, is_long_prose};

/// The box of the running text is one of so many containers around it.
const MAX_LEVELS: usize = 5;

/// At most this many boxes are looked at.
const MAX_SECTIONS: usize = 60;

/// Restores the prose in boxes like that of the running text, next to it. `core` is the container of the running text. Other articles,
/// comments and posts of a forum are boxes of one kind too: they have a linked heading, or a time.
pub(super) fn restore(page: &PageBlocks, roles: &mut [Role], core: usize) {
    for around in page.ancestors(core).take(MAX_LEVELS) {
        let container = &page.containers[around];
        let is_sibling = |at: &usize| {
            let other = &page.containers[*at];
            other.outer == container.outer
                && other.kind == container.kind
                && other.landmark != Landmark::Article
        };
        if around == 0 || container.kind.is_none() || container.landmark != Landmark::None {
            continue;
        }
        let others: Vec<usize> = page
            .within(container.outer)
            .filter(|at| *at != around)
            .filter(is_sibling)
            .take(MAX_SECTIONS)
            .collect();
        others.into_iter().for_each(|section| restore_section(page, roles, section));
    }
}

fn restore_section(page: &PageBlocks, roles: &mut [Role], section: usize) {
    let inside = page.within(section);
    let blocks: Vec<usize> =
        (0..roles.len()).filter(|&at| inside.contains(&page.blocks[at].container)).collect();
    let may_be_content = |at: &usize| {
        let block = &page.blocks[*at];
        block.role.is_read() && page.boilerplate_reason(block).is_none() && !block.is_mostly_links()
    };
    let is_lost = |at: &usize| roles[*at] == Role::Omitted(Reason::Boilerplate);
    let is_long = |at: &&usize| {
        let block = &page.blocks[**at];
        block.role == Role::Paragraph
            && is_long_prose(&block.words, block.linked)
            && may_be_content(at)
            && is_lost(at)
    };
    let is_of_other = |at: &usize| {
        let block = &page.blocks[*at];
        let is_linked_heading = matches!(block.role, Role::Heading(_)) && block.is_mostly_links();
        is_linked_heading || block.role == Role::Omitted(Reason::Byline)
    };
    if blocks.iter().any(is_of_other) || blocks.iter().filter(is_long).take(1).count() == 0 {
        return;
    }
    let fits = |at: &usize| match page.blocks[*at].role {
        Role::Paragraph => shape::is_prose(&page.blocks[*at].words),
        role => role.is_read(),
    };
    let restored: Vec<usize> =
        blocks.into_iter().filter(|at| is_lost(at) && may_be_content(at) && fits(at)).collect();
    restored.into_iter().for_each(|at| roles[at] = page.blocks[at].role);
}
