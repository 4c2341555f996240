//! Omits the galleries of a page: pictures with a counter, such as `3 / 12` or `Image 3 of 12`, and their captions.

use std::ops::Range;

use super::super::block::{Reason, Role};
use super::super::shape;
use super::page_blocks::PageBlocks;
use crate::language::boilerplate::phrases;

/// At most this many galleries are looked for.
const MAX_BOXES: usize = 50;
/// A caption has at most this many words.
const MAX_WORDS: usize = 80;

/// Omits the counters, and the blocks in the box of each. A counter directly in the article has no box; then only the caption next to it
/// is omitted, which has a credit.
pub(super) fn omit(page: &PageBlocks, roles: &mut [Role], core: usize) {
    let counters: Vec<usize> = (0..roles.len()).filter(|&at| is_counter(&page.blocks[at].words)).collect();
    let mut boxes: Vec<Range<usize>> = Vec::new();
    for counter in counters {
        roles[counter] = Role::Omitted(Reason::Caption);
        let container = page.blocks[counter].container;
        let has_box = container != core && !page.within(container).contains(&core);
        if has_box
            && boxes.len() < MAX_BOXES
            && boxes.last().is_none_or(|last| *last != page.within(container))
        {
            boxes.push(page.within(container));
        }
        for at in [counter.wrapping_sub(1), counter + 1] {
            let is_caption = page.blocks.get(at).is_some_and(|block| has_credit(&block.words));
            if is_caption {
                roles[at] = Role::Omitted(Reason::Caption);
            }
        }
    }
    boxes.extend(numbered_boxes(page, core));
    for (block, role) in page.blocks.iter().zip(roles) {
        let is_inside = boxes.iter().any(|inside| inside.contains(&block.container));
        if is_inside && role.is_read() && shape::word_count(&block.words) <= MAX_WORDS {
            *role = Role::Omitted(Reason::Caption);
        }
    }
}

/// A gallery whose titles begin with the counter has at least this many.
const MIN_TITLES: usize = 3;

/// Returns the boxes outside the running text in which titles begin with a counter: `3/12 The quay at noon`.
fn numbered_boxes(page: &PageBlocks, core: usize) -> Vec<Range<usize>> {
    let counted = |at: usize| counter_before_title(&page.blocks[at].words).map(|(_, all)| (at, all));
    let titles: Vec<(usize, u32)> = (0..page.blocks.len()).filter_map(counted).collect();
    let galleries =
        titles.chunk_by(|one, other| one.1 == other.1).filter(|gallery| gallery.len() >= MIN_TITLES);
    let box_of = |gallery: &[(usize, u32)]| {
        let holds_all = |at: usize| {
            gallery.iter().all(|(title, _)| page.within(at).contains(&page.blocks[*title].container))
        };
        let around = page.ancestors(page.blocks[gallery[0].0].container).find(|&at| holds_all(at))?;
        (around != core && !page.within(around).contains(&core)).then(|| page.within(around))
    };
    galleries.filter_map(box_of).take(MAX_BOXES).collect()
}

/// Returns the numbers before a title: 3 and 12 of `3/12 The quay at noon`.
fn counter_before_title(words: &str) -> Option<(u32, u32)> {
    let (counter, title) = words.split_once(' ')?;
    let (number, all) = counter.split_once('/')?;
    let (number, all) = (number.parse().ok()?, all.parse().ok()?);
    let is_title = title.starts_with(char::is_uppercase) && all >= MIN_TITLES as u32;
    (is_title && (1..=all).contains(&number)).then_some((number, all))
}

/// True for `3 / 12` or `Image 3 of 12`.
fn is_counter(words: &str) -> bool {
    if words.len() > 40 {
        return false;
    }
    let folded = shape::fold(words);
    let parts: Vec<&str> =
        folded.split(|c: char| c.is_whitespace() || c == '/').filter(|part| !part.is_empty()).collect();
    let number = |part: &str| (1..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    let numbers: Vec<&str> = parts.iter().copied().filter(|part| number(part)).collect();
    let others = parts.iter().filter(|part| !number(part));
    let is_pair = match numbers[..] {
        [first, last] => first.parse::<u32>().ok() <= last.parse().ok() && parts.last() == Some(&last),
        _ => false,
    };
    let has_joint = folded.contains('/') || parts.iter().any(|part| phrases().counter_joints.contains(*part));
    is_pair
        && has_joint
        && others
            .into_iter()
            .all(|word| phrases().counter_joints.contains(*word) || phrases().caption_labels.contains(*word))
}

fn has_credit(words: &str) -> bool {
    words.len() < 600 && words.trim_end().ends_with([')', ']']) && shape::word_count(words) <= MAX_WORDS
}

#[cfg(test)]
mod tests {
    use super::{counter_before_title, is_counter};

    #[test]
    fn reads_the_counter_before_a_title() {
        assert_eq!(counter_before_title("3/12 The quay at noon"), Some((3, 12)));
        for words in ["1/2 cup", "12/3 The quay", "3/12", "1/2 Cup of milk", "The quay 3/12"] {
            assert_eq!(counter_before_title(words), None, "`{words}`");
        }
    }

    #[test]
    fn recognises_the_counter_of_a_gallery() {
        for words in ["3 / 12", "Image 3 of 12", "1/23", "Bild 3 von 12", "Photo 1 of 5"] {
            assert!(is_counter(words), "`{words}`");
        }
        for words in ["12", "3 of the 12", "1/2 cup", "Chapter 3 of 12 chapters", "12 / 3", ""] {
            assert!(!is_counter(words), "`{words}`");
        }
    }
}
