//! Finds boilerplate by the line before it: titles under "Read more", the caption under a player's notice, the outlet under an author's
//! name.

use std::collections::{BTreeSet, HashSet};

use super::super::block::{Block, Reason, Role};
use super::super::shape::{fold, is_link_title, trim_marks, word_count};
use super::bylines::{HEAD_BLOCKS, is_occupation_line};
use crate::language::boilerplate::phrases;

/// At most this many titles follow the heading of a link list. It bounds the loss if the list goes on into a list of the article.
const MAX_LINKS: usize = 12;
/// At most this many lines follow "Press contact": names, an address, numbers.
const MAX_CONTACT_LINES: usize = 4;
/// A newsletter's advertisement has at most this many blocks before the line that ends it.
const MAX_PROMOTION_BLOCKS: usize = 6;

/// State after the blocks so far: the kind of line that may follow.
#[derive(Clone, Copy)]
enum Expected {
    /// Text of the article.
    Body,
    /// Up to this many titles or contact lines, omitted for the same reason as the heading before them.
    List(Reason, usize),
    /// The caption of a player, after its notice or after a label such as "Image caption".
    Caption,
    /// The occupation or the outlet of the author, after the name.
    Occupation,
}

/// Omits the lines that belong to a boilerplate line before them. A list of titles ends with the list or the box of the source
/// that holds it, before one of the blocks `container_ends`.
pub(super) fn mark(text: &str, blocks: &mut [Block], container_ends: &BTreeSet<usize>) {
    let mut expected = Expected::Body;
    let mut last_title: Option<(usize, Role)> = None;
    for index in 0..blocks.len() {
        if matches!(expected, Expected::List(..)) && container_ends.contains(&index) {
            (expected, last_title) = (Expected::Body, None);
        }
        let (role, line) = (blocks[index].role, blocks[index].text(text));
        if let Role::Omitted(reason) = role {
            expected = expected_after_omitted(line, reason, expected, index);
            last_title = None;
            if phrases().promotion_ends.contains(&fold(line)) {
                mark_promotion(&mut blocks[..index]);
            }
            continue;
        }
        match follower_reason(line, role, expected) {
            Some(reason) => {
                blocks[index].role = Role::Omitted(reason);
                last_title = matches!(expected, Expected::List(..)).then_some((index, role));
                expected = expected_after_follower(line, expected);
            }
            None => {
                restore_subhead(text, blocks, last_title);
                (expected, last_title) = (Expected::Body, None);
            }
        }
    }
}

/// Returns what may follow a block that is omitted for its own words.
fn expected_after_omitted(line: &str, reason: Reason, before: Expected, index: usize) -> Expected {
    match reason {
        Reason::LinkList if opens_link_list(line) => Expected::List(reason, MAX_LINKS),
        Reason::Boilerplate if is_phrase(line, &phrases().contact_headings) => {
            Expected::List(reason, MAX_CONTACT_LINES)
        }
        Reason::Notice if phrases().player_words.is_in(&fold(line)) => Expected::Caption,
        Reason::Caption if is_bare_caption_label(line) => Expected::Caption,
        Reason::Byline if index < HEAD_BLOCKS => Expected::Occupation,
        Reason::Notice | Reason::Caption | Reason::Byline => Expected::Body,
        _ => before,
    }
}

/// Returns the reason to omit a block for the line before it.
fn follower_reason(line: &str, role: Role, expected: Expected) -> Option<Reason> {
    let title = is_link_title(line) && !matches!(role, Role::Heading(_) | Role::Quote);
    match expected {
        Expected::List(reason, more) if title && more > 0 => Some(reason),
        Expected::Caption if is_time_code(line) => Some(Reason::Notice),
        // One or two words under a player are a subhead, not its caption.
        Expected::Caption if title && word_count(line) >= 3 => Some(Reason::Caption),
        Expected::Occupation if title && is_occupation_line(line) => Some(Reason::Byline),
        _ => None,
    }
}

/// Returns what may follow a follower.
fn expected_after_follower(line: &str, expected: Expected) -> Expected {
    match expected {
        Expected::List(reason, more) => Expected::List(reason, more.saturating_sub(1)),
        Expected::Caption if is_time_code(line) => Expected::Caption,
        _ => Expected::Body,
    }
}

/// True for the duration that a player shows: `2:14`.
fn is_time_code(line: &str) -> bool {
    line.len() <= 8 && line.contains(':') && line.chars().all(|c| c.is_ascii_digit() || c == ':')
}

/// True for `Image caption,` with the caption itself on the next line.
fn is_bare_caption_label(line: &str) -> bool {
    let folded = fold(line);
    let bare = trim_marks(&folded);
    phrases().caption_labels.contains(bare)
        || phrases().caption_openings.iter().any(|opening| opening == bare)
}

/// Omits everything between the first line of a newsletter's advertisement and the line that ends it, e.g. "after newsletter
/// promotion". The lines between them are sentences, such as "Our best stories, every morning."
fn mark_promotion(before: &mut [Block]) {
    let near = before.iter_mut().rev().take(MAX_PROMOTION_BLOCKS).collect::<Vec<_>>();
    let Some(start) = near.iter().rposition(|block| block.role == Role::Omitted(Reason::ShareLine)) else {
        return;
    };
    for block in near.into_iter().take(start).filter(|block| block.role.is_read()) {
        block.role = Role::Omitted(Reason::ShareLine);
    }
}

/// Reads the last title of a link list after all if it is a subhead: the line before prose resumes, at most four words, after an empty
/// line, and not the only title of its list.
fn restore_subhead(text: &str, blocks: &mut [Block], last_title: Option<(usize, Role)>) {
    let Some((index, role)) = last_title else { return };
    let Some(before) = index.checked_sub(1).and_then(|i| blocks.get(i)) else { return };
    let line = blocks[index].text(text);
    let gap = &text[before.span.end..blocks[index].span.start];
    let is_second = !opens_link_list(before.text(text));
    if is_second && word_count(line) <= 4 && gap.matches('\n').count() > 1 && role == Role::Paragraph {
        blocks[index].role = role;
    }
}

fn opens_link_list(line: &str) -> bool {
    is_phrase(line, &phrases().link_list_headings) || is_phrase(line, &phrases().tag_headings)
}

fn is_phrase(line: &str, list: &HashSet<String>) -> bool {
    list.contains(trim_marks(&fold(line)))
}
