//! Decides which blocks of a page belong to the article.
//!
//! The extractor finds the article but loses parts of it: lists, short paragraphs, subheads. The page's own elements show how far the
//! article goes, so lost blocks inside them are taken back.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::super::block::{Reason, Role};
use super::super::shape;
use super::page_blocks::{Landmark, PageBlock, PageBlocks, Zone, is_long_prose};
use super::{galleries, links, other_articles, outside, pictures, restored, sections};

/// Blocks are compared with the extractor's text by runs of this many words.
const RUN_WORDS: usize = 4;

/// The decision about each block of a page.
pub(super) struct Content {
    /// The role of each block.
    pub(super) roles: Vec<Role>,
    /// The first block in the article's element, if the page marks one with `<article>` or `<main>`.
    pub(super) first: Option<usize>,
    /// The number after the last block in the article's element.
    pub(super) end: usize,
}

impl Content {
    /// Returns the bytes of all text that is read, headings not counted.
    pub(super) fn body_bytes(&self, page: &PageBlocks) -> usize {
        let blocks = page.blocks.iter().zip(&self.roles).filter(|(_, role)| is_body(**role));
        blocks.map(|(block, _)| block.words.len()).sum()
    }
}

/// Decides about all blocks by the runs of words that the extractor found. Without any, only the markup decides.
pub(super) fn find(page: &PageBlocks, extracted: &BTreeSet<u64>, title: Option<&str>) -> Content {
    let mut roles =
        page.blocks.iter().map(|block| extracted_role(block, page, extracted)).collect::<Vec<_>>();
    if !roles.iter().any(|role| role.is_read()) {
        // The extractor chose hidden text, or text that the markup marks as boilerplate.
        roles = page.blocks.iter().map(|block| extracted_role(block, page, &BTreeSet::new())).collect();
    }
    if !roles.iter().any(|role| is_body(*role)) {
        restored::short_sentences(page, &mut roles);
    }
    let (mut first, mut end) = (None, 0);
    if let Some(container) = container_of_most_words(page, |index| is_body(roles[index])) {
        let landmark = landmark_around(page, container);
        let article = page.within(landmark.unwrap_or(container));
        let around = container_with_headline(page, &roles, container, title).map(|at| page.within(at));
        let core = landmark.and_then(|_| container_of_prose(page, &roles, &article)).unwrap_or(container);
        restore_siblings(page, &mut roles);
        restore_core(page, &mut roles, page.within(core), title);
        restore_long_prose(page, &mut roles, &article);
        restore_between(page, &mut roles, &around.unwrap_or(article.clone()));
        restore_lists(page, &mut roles, core);
        links::restore_outward(page, &mut roles, core);
        sections::restore(page, &mut roles, core);
        restore_standfirst(page, &mut roles, title);
        restored::continuations(page, &mut roles);
        restored::headings(page, &mut roles);
        other_articles::omit(page, &mut roles, core);
        outside::omit(page, &mut roles, core);
        galleries::omit(page, &mut roles, core);
        pictures::omit_captions(page, &mut roles, core);
        pictures::omit_labels(page, &mut roles);
        links::omit_lists(page, &mut roles);
        links::omit_title_boxes(page, &mut roles, core);
        omit_copies(page, &mut roles, core);
        let is_inside = |block: &PageBlock| article.contains(&block.container);
        first = landmark.and_then(|_| page.blocks.iter().position(is_inside));
        end = page.blocks.iter().rposition(is_inside).map_or(0, |last| last + 1);
    }
    keep_signatures(&page.blocks, &mut roles);
    Content { roles, first, end }
}

/// Makes wrappers of all zones with long prose if they hold most of the text that the extractor found: on a page about a video, the
/// article may be the caption.
pub(super) fn open_zones(page: &mut PageBlocks, extracted: &BTreeSet<u64>) {
    let bytes = |page: &PageBlocks, in_zones: bool| -> usize {
        let found = page.blocks.iter().filter(|block| {
            block.role.is_read()
                && page.boilerplate_reason(block).is_some() == in_zones
                && is_extracted(block, extracted)
        });
        found.map(|block| block.words.len()).sum()
    };
    if !extracted.is_empty() && bytes(page, true) > bytes(page, false) {
        // Forms and consent boxes are never the article.
        let may_hold = |zone: &&mut Zone| {
            matches!(zone.sign.reason, Reason::Caption | Reason::LinkList | Reason::ShareLine)
        };
        let zones = page.zones.iter_mut().filter(may_hold);
        zones.for_each(|zone| zone.is_wrapper |= zone.holds_long_prose);
    }
}

/// True if the extractor has half of the runs of words of a block. It may have cut the others or joined them with other blocks.
fn is_extracted(block: &PageBlock, extracted: &BTreeSet<u64>) -> bool {
    let runs = word_runs(&block.words);
    runs.iter().filter(|run| extracted.contains(run)).count() * 2 >= runs.len().max(1)
}

/// Returns the page's own headline: the block with the title, or else the last heading of level 1 before the body.
pub(super) fn headline(blocks: &[PageBlock], body: usize, title: Option<&str>) -> Option<usize> {
    let title = title.map(shape::fold);
    let has_title = |i: &usize| {
        Some(shape::fold(&blocks[*i].words)) == title && matches!(blocks[*i].role, Role::Heading(_))
    };
    let end = (body + 1).min(blocks.len());
    let is_first_level = |i: &usize| blocks[*i].role == Role::Heading(1);
    // The title may come again right above the body, in a bar that follows the reader.
    let found = (0..end).rev().find(|i| is_first_level(i) && has_title(i));
    found.or_else(|| (0..end).rev().find(has_title)).or_else(|| (0..end).rev().find(is_first_level))
}

/// Returns the hashes of all runs of [`RUN_WORDS`] words, or of all words together if there are fewer.
pub(super) fn word_runs(text: &str) -> Vec<u64> {
    let words: Vec<String> = shape::words(text).collect();
    words.windows(RUN_WORDS.min(words.len().max(1))).map(|run| shape::hash(&run.join(" "))).collect()
}

fn is_body(role: Role) -> bool {
    role.is_read() && !matches!(role, Role::Heading(_))
}

/// Returns the role of a block: the extractor decides, but boilerplate by its markup stays omitted.
fn extracted_role(block: &PageBlock, page: &PageBlocks, extracted: &BTreeSet<u64>) -> Role {
    if matches!(block.role, Role::Omitted(_)) {
        return block.role;
    }
    if let Some(reason) = page.boilerplate_reason(block) {
        return Role::Omitted(reason);
    }
    if links::leads_elsewhere(page, block) {
        return Role::Omitted(Reason::LinkList);
    }
    if !extracted.is_empty() && !is_extracted(block, extracted) {
        return Role::Omitted(Reason::Boilerplate);
    }
    block.role
}

/// Returns the innermost container that holds three quarters of the words in the chosen blocks. The last quarter may be in a box, or
/// in a standfirst outside.
fn container_of_most_words(page: &PageBlocks, is_chosen: impl Fn(usize) -> bool) -> Option<usize> {
    let mut bytes = vec![0; page.containers.len()];
    for index in (0..page.blocks.len()).filter(|index| is_chosen(*index)) {
        let block = &page.blocks[index];
        bytes[block.container] += block.words.len();
    }
    // Inner containers have higher numbers, so each is complete before it is added to the one around it.
    for container in (1..bytes.len()).rev() {
        bytes[page.containers[container].outer] += bytes[container];
    }
    let all = bytes.first().copied().filter(|all| *all > 0)?;
    (0..bytes.len()).rev().find(|&at| page.containers[at].may_hold_article && bytes[at] * 4 >= all * 3)
}

/// Returns the container of the prose inside the article's element, whether the extractor found the prose or not.
fn container_of_prose(page: &PageBlocks, roles: &[Role], article: &Range<usize>) -> Option<usize> {
    container_of_most_words(page, |index| {
        let block = &page.blocks[index];
        let prose =
            block.role == Role::Paragraph && shape::is_prose(&block.words) && may_be_content(page, block);
        article.contains(&block.container) && (prose || is_body(roles[index]))
    })
}

/// Returns the innermost `<article>` around a container, or else the innermost `<main>`.
fn landmark_around(page: &PageBlocks, container: usize) -> Option<usize> {
    let find = |kind| page.ancestors(container).find(|&at| page.containers[at].landmark == kind);
    find(Landmark::Article).or_else(|| find(Landmark::Main))
}

/// The headline of a page without `<article>` is at most this many containers above the text.
const MAX_LEVELS_TO_HEADLINE: usize = 4;

/// Returns the innermost container around the text that holds the headline too.
fn container_with_headline(
    page: &PageBlocks,
    roles: &[Role],
    container: usize,
    title: Option<&str>,
) -> Option<usize> {
    let body = (0..roles.len()).find(|&index| is_body(roles[index]))?;
    let headline = page.blocks[headline(&page.blocks, body, title)?].container;
    page.ancestors(container).take(MAX_LEVELS_TO_HEADLINE + 1).find(|&at| page.within(at).contains(&headline))
}

/// True if neither the markup of a block nor its links make it boilerplate.
fn may_be_content(page: &PageBlocks, block: &PageBlock) -> bool {
    block.role.is_read() && page.boilerplate_reason(block).is_none() && !block.is_mostly_links()
}

/// Restores prose and subheads in the containers in which the extractor found prose.
fn restore_siblings(page: &PageBlocks, roles: &mut [Role]) {
    let prose_containers: BTreeSet<usize> = page
        .blocks
        .iter()
        .zip(roles.iter())
        .filter(|(block, role)| **role == Role::Paragraph && shape::is_prose(&block.words))
        .map(|(block, _)| block.container)
        .collect();
    for (block, role) in page.blocks.iter().zip(roles) {
        let fits = match block.role {
            Role::Paragraph | Role::Item | Role::Row => shape::is_prose(&block.words),
            Role::Heading(level) => level > 1,
            _ => false,
        };
        if is_lost(role) && fits && prose_containers.contains(&block.container) && may_be_content(page, block)
        {
            *role = block.role;
        }
    }
}

/// True for a block that the extractor left out.
fn is_lost(role: &Role) -> bool {
    *role == Role::Omitted(Reason::Boilerplate)
}

/// Restores blocks in the core, the container that holds most of the article. Between its paragraphs, everything comes back that is
/// not recognised as boilerplate: a list between two paragraphs belongs to them. Before and after them, a paragraph must be a
/// sentence: share bars and tags are there.
fn restore_core(page: &PageBlocks, roles: &mut [Role], core: Range<usize>, title: Option<&str>) {
    let in_core = |index: &usize| core.contains(&page.blocks[*index].container);
    let body = || (0..roles.len()).filter(in_core).filter(|&index| is_body(roles[index]));
    let (Some(first), Some(last)) = (body().next(), body().next_back()) else { return };
    let begin = headline(&page.blocks, first, title).map_or(0, |index| index + 1);
    for index in (begin..roles.len()).filter(in_core) {
        let block = &page.blocks[index];
        let fits = (first..last).contains(&index)
            || match block.role {
                Role::Paragraph => is_sentence(&block.words),
                Role::Heading(level) => level > 1,
                _ => true,
            };
        if fits && is_lost(&roles[index]) && may_be_content(page, block) {
            roles[index] = block.role;
        }
    }
}

/// A standfirst comes at most this many blocks after the headline.
const MAX_BLOCKS_TO_STANDFIRST: usize = 12;

/// A page may have its first paragraph below the picture, as a caption. It has at least this many words.
const MIN_LEAD_WORDS: usize = 60;

/// Restores the standfirst between the headline and the body: sentences, or the text that the page calls so. It may be in a box of its
/// own, next to the headline.
fn restore_standfirst(page: &PageBlocks, roles: &mut [Role], title: Option<&str>) {
    let Some(body) = (0..roles.len()).find(|&index| is_body(roles[index])) else { return };
    let Some(head) = headline(&page.blocks, body, title).filter(|head| *head < body) else { return };
    for index in (head + 1..body).take(MAX_BLOCKS_TO_STANDFIRST) {
        let block = &page.blocks[index];
        let count = shape::word_count(&block.words);
        // A date with a reading time has as many digits.
        if block.words.bytes().filter(u8::is_ascii_digit).count() * 6 > block.words.len() {
            continue;
        }
        let is_next = block.container == page.blocks[head].container && count >= 8;
        let fits = match block.role {
            Role::Paragraph => {
                is_sentence(&block.words) && count >= 5 || is_next || (block.is_standfirst && count >= 4)
            }
            Role::Heading(level) => {
                let is_sentence = count >= 10 && shape::ends_sentence(&block.words);
                level > 1 && (block.is_standfirst || is_next || is_sentence) && count >= 5
            }
            Role::Item => block.is_standfirst && is_sentence(&block.words),
            _ => false,
        };
        if fits && is_lost(&roles[index]) && may_be_content(page, block) {
            roles[index] = block.role;
        }
        if block.role == Role::Omitted(Reason::Caption)
            && count >= MIN_LEAD_WORDS
            && shape::ends_with_full_stop(&block.words)
            && page.boilerplate_reason(block).is_none()
        {
            roles[index] = Role::Paragraph;
        }
    }
}

/// True for a sentence, however short.
fn is_sentence(words: &str) -> bool {
    shape::is_prose(words) || (shape::word_count(words) > 1 && shape::ends_sentence(words))
}

/// Restores long paragraphs anywhere inside the article's element: no menu and no notice is so long.
fn restore_long_prose(page: &PageBlocks, roles: &mut [Role], article: &Range<usize>) {
    for (block, role) in page.blocks.iter().zip(roles) {
        let is_long = block.role == Role::Paragraph && is_long_prose(&block.words, block.linked);
        if is_long && is_lost(role) && article.contains(&block.container) && may_be_content(page, block) {
            *role = block.role;
        }
    }
}

/// Restores sentences between the first and the last block of the article: a page may have a container for each of its sections.
/// More words than the article has are comments.
fn restore_between(page: &PageBlocks, roles: &mut [Role], article: &Range<usize>) {
    let in_article = |index: &usize| article.contains(&page.blocks[*index].container);
    let body: Vec<usize> =
        (0..roles.len()).filter(in_article).filter(|&index| is_body(roles[index])).collect();
    let (Some(&first), Some(&last)) = (body.first(), body.last()) else { return };
    let fits = |index: &usize| {
        let block = &page.blocks[*index];
        matches!(block.role, Role::Paragraph | Role::Item)
            && shape::is_prose(&block.words)
            && is_lost(&roles[*index])
            && may_be_content(page, block)
    };
    let lost: Vec<usize> = (first..last).filter(in_article).filter(fits).collect();
    let bytes = |blocks: &[usize]| blocks.iter().map(|&at| page.blocks[at].words.len()).sum::<usize>();
    if bytes(&lost) <= bytes(&body) {
        lost.into_iter().for_each(|index| roles[index] = page.blocks[index].role);
    }
}

/// An inner list is at most this many omitted blocks below its item.
const MAX_OMITTED_ABOVE: usize = 20;

/// Restores items that are links if most of their list is read: one ingredient of a recipe may have its own page. A list after the last
/// paragraph leads to other pages.
fn restore_lists(page: &PageBlocks, roles: &mut [Role], core: usize) {
    let core = page.within(core);
    // The row of a table is a container too.
    let list_around = |at: usize| {
        page.ancestors(page.blocks[at].container).take(3).find(|&list| page.containers[list].is_list_or_table)
    };
    let is_item = |at: &usize| {
        let block = &page.blocks[*at];
        matches!(block.role, Role::Item | Role::Row)
            && core.contains(&block.container)
            && list_around(*at).is_some()
            && page.boilerplate_reason(block).is_none()
    };
    let is_prose = |at: &usize| roles[*at] == Role::Paragraph && shape::is_prose(&page.blocks[*at].words);
    let last = (0..roles.len()).rev().find(is_prose).unwrap_or(0);
    let items: Vec<usize> = (0..last).filter(is_item).collect();
    for list in items.chunk_by(|&one, &other| list_around(one) == list_around(other)) {
        let read = list.iter().filter(|&&at| roles[at].is_read()).count();
        // A number alone is the mark of a note.
        let has_words = |at: &&usize| page.blocks[**at].words.contains(char::is_alphabetic);
        // A list inside an item that is read belongs to the item.
        let is_inner = list_around(list[0]).is_some_and(|inner| {
            let outer =
                page.ancestors(inner).skip(1).take(2).find(|&at| page.containers[at].is_list_or_table);
            let above = (0..list[0]).rev().take(MAX_OMITTED_ABOVE).find(|&at| roles[at].is_read());
            outer.zip(above).is_some_and(|(outer, above)| page.blocks[above].container == outer)
        });
        if read * 2 > list.len() || is_inner {
            list.iter().filter(has_words).for_each(|&at| roles[at] = page.blocks[at].role);
        }
    }
}

/// A paragraph that a page has twice has at least this many words. A question of an interview may come twice.
const MIN_COPY_WORDS: usize = 20;

/// Omits paragraphs that come again outside the running text: some pages have a box twice, for narrow and for wide screens.
fn omit_copies(page: &PageBlocks, roles: &mut [Role], core: usize) {
    let inside = page.within(core);
    let mut first: BTreeMap<&str, usize> = BTreeMap::new();
    for (block, role) in page.blocks.iter().zip(roles) {
        let is_long = *role == Role::Paragraph
            && shape::ends_with_full_stop(&block.words)
            && shape::word_count(&block.words) >= MIN_COPY_WORDS;
        let other = is_long.then(|| *first.entry(&block.words).or_insert(block.container));
        if other.is_some_and(|other| other != block.container) && !inside.contains(&block.container) {
            *role = Role::Omitted(Reason::Boilerplate);
        }
    }
}

/// Gives the signature of a block quotation the fate of the quotation. A name alone is too short for the extractor's runs of words.
/// Omitted blocks, such as a picture's description, may come between the two.
fn keep_signatures(blocks: &[PageBlock], roles: &mut [Role]) {
    for index in (1..blocks.len()).filter(|index| blocks[*index].is_signature) {
        let quotation = (0..index).rev().find(|above| blocks[*above].role.is_read());
        let above = roles[quotation.unwrap_or(index - 1)];
        roles[index] = if matches!(above, Role::Omitted(_)) { above } else { blocks[index].role };
    }
}

#[cfg(test)]
mod tests {
    use scraper::Html;

    use super::super::walk;
    use super::*;

    #[test]
    fn takes_the_first_level_heading_for_the_headline_although_the_title_comes_again() {
        let source = "<h1>The late ferry</h1><p>It is late.</p><h3>The late ferry</h3><p>So it is.</p>";
        let page = walk::page_blocks(&Html::parse_document(source));
        assert_eq!(headline(&page.blocks, 3, Some("The late ferry")), Some(0));
    }

    #[test]
    fn opens_the_zone_in_which_the_extractor_found_the_article() {
        let (found, other) =
            ("The ferry was late on Monday, ".repeat(8) + "they say.", "They sail at noon. ".repeat(40));
        let html = format!("<div class=caption><p>{found}</p></div><p>{other}</p>");
        for (extracted, is_open) in [(&found, true), (&other, false)] {
            let mut page = walk::page_blocks(&Html::parse_document(&html));
            open_zones(&mut page, &word_runs(extracted).into_iter().collect());
            assert_eq!(page.boilerplate_reason(&page.blocks[0]).is_none(), is_open);
        }
    }
}
