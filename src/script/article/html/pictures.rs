//! Omits captions by their place: a few words in the box of a picture, or words in italics below one.

use std::collections::BTreeMap;

use super::super::block::{Reason, Role};
use super::super::shape;
use super::page_blocks::{PageBlock, PageBlocks};

/// A caption without a mark of its own has at most this many words.
const MAX_WORDS: usize = 40;
/// The picture is in the container of the caption, or in one of so many around it.
const MAX_LEVELS: usize = 2;
/// A box with more blocks than this holds a section of the article.
const MAX_BLOCKS: usize = 2;

/// A story in pictures has at least this many captions with sentences.
const MIN_CAPTIONS: usize = 5;

/// Makes paragraphs of the captions of a page that has most of its sentences there: a story in pictures.
pub(super) fn open_captions(page: &mut PageBlocks) {
    let caption = Role::Omitted(Reason::Caption);
    let is_prose = |block: &&PageBlock| shape::is_prose(&block.words) && !block.is_mostly_links();
    let bytes = |block: &PageBlock| block.words.len();
    let captions = || page.blocks.iter().filter(|block| block.role == caption).filter(is_prose);
    let others = page.blocks.iter().filter(|block| block.role.is_read()).filter(is_prose);
    if captions().count() < MIN_CAPTIONS
        || captions().map(bytes).sum::<usize>() < 2 * others.map(bytes).sum::<usize>()
    {
        return;
    }
    page.blocks
        .iter_mut()
        .filter(|block| block.role == caption)
        .for_each(|block| block.role = Role::Paragraph);
    let zones = page.zones.iter_mut().filter(|zone| zone.sign.reason == Reason::Caption);
    zones.for_each(|zone| zone.is_wrapper = true);
}

/// Omits the captions among the blocks that are read. `core` is the container of the running text.
pub(super) fn omit_captions(page: &PageBlocks, roles: &mut [Role], core: usize) {
    let boxes: Vec<Vec<usize>> = picture_boxes(page, roles, core)
        .into_values()
        .filter(|blocks| is_caption_box(page, roles, blocks))
        .collect();
    // Ingredients with a picture each follow each other. Captions are next to the text.
    let beside_prose: Vec<usize> =
        boxes.into_iter().filter(|blocks| is_beside_prose(page, roles, blocks)).flatten().collect();
    beside_prose.into_iter().for_each(|at| roles[at] = Role::Omitted(Reason::Caption));
    // The first words in italics may be the standfirst.
    let mut after_prose = false;
    for (block, role) in page.blocks.iter().zip(roles).filter(|(_, role)| role.is_read()) {
        let is_caption = after_prose
            && *role == Role::Paragraph
            && block.follows_picture
            && is_emphasised(block)
            && !shape::is_quoted(&block.words)
            && shape::word_count(&block.words) <= MAX_WORDS;
        after_prose |= shape::is_prose(&block.words);
        if is_caption {
            *role = Role::Omitted(Reason::Caption);
        }
    }
}

/// The label of a button has at most this many words, and a page has it for at least so many pictures.
const MAX_LABEL_WORDS: usize = 4;
const MIN_LABELS: usize = 3;

/// Omits the labels of buttons for pictures: a few words that come after several pictures, always the same.
pub(super) fn omit_labels(page: &PageBlocks, roles: &mut [Role]) {
    let is_label = |at: &usize| {
        let block = &page.blocks[*at];
        matches!(roles[*at], Role::Paragraph | Role::Item)
            && block.follows_picture
            && shape::word_count(&block.words) <= MAX_LABEL_WORDS
            && !shape::ends_sentence(&block.words)
            && !shape::is_quoted(&block.words)
    };
    let mut labels: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for at in (0..roles.len()).filter(is_label) {
        labels.entry(page.blocks[at].words.as_str()).or_default().push(at);
    }
    let repeated = labels.into_values().filter(|places| places.len() >= MIN_LABELS).flatten();
    repeated.collect::<Vec<_>>().into_iter().for_each(|at| roles[at] = Role::Omitted(Reason::Boilerplate));
}

/// Returns the blocks that are read in each box with a picture.
fn picture_boxes(page: &PageBlocks, roles: &[Role], core: usize) -> BTreeMap<usize, Vec<usize>> {
    let mut boxes: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let around_core: Vec<usize> = page.ancestors(core).collect();
    for at in (0..roles.len()).filter(|&at| roles[at].is_read()) {
        let mut near = page.ancestors(page.blocks[at].container).take(MAX_LEVELS);
        let is_box = |at: &usize| page.containers[*at].pictures > 0 && !around_core.contains(at);
        if let Some(container) = near.find(is_box) {
            boxes.entry(container).or_default().push(at);
        }
    }
    boxes
}

/// True for a line or two without a sentence, as `The quay at noon`. A sentence must be in italics or small letters, right below the
/// picture: an author may also write a remark in italics.
fn is_caption_box(page: &PageBlocks, roles: &[Role], blocks: &[usize]) -> bool {
    let fits = |&at: &usize| {
        let block = &page.blocks[at];
        roles[at] == Role::Paragraph
            && shape::word_count(&block.words) <= MAX_WORDS
            && !shape::is_quoted(&block.words)
            && (!shape::is_prose(&block.words) || (is_emphasised(block) && block.follows_picture))
    };
    blocks.len() <= MAX_BLOCKS && blocks.iter().all(fits)
}

/// True if prose of the article comes before a box, or after it.
fn is_beside_prose(page: &PageBlocks, roles: &[Role], blocks: &[usize]) -> bool {
    let (Some(&first), Some(&last)) = (blocks.first(), blocks.last()) else { return false };
    let is_prose = |at: usize| {
        let block = &page.blocks[at];
        roles[at] == Role::Paragraph && shape::is_prose(&block.words) && !is_emphasised(block)
    };
    let before = (0..first).rev().find(|&at| roles[at].is_read());
    let after = (last + 1..roles.len()).find(|&at| roles[at].is_read());
    before.is_some_and(is_prose) || after.is_some_and(is_prose)
}

/// True if nearly all words are in italics or in small letters.
fn is_emphasised(block: &PageBlock) -> bool {
    block.emphasised > 0 && block.emphasised + 4 >= block.words.len()
}
