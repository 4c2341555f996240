//! Finds blocks of a page that lead to other pages.

use std::ops::RangeInclusive;

use super::super::block::{Reason, Role};
use super::super::shape;
use super::page_blocks::{PageBlock, PageBlocks, is_long_prose};

/// Returns the host of a web address: `post.example` of `https://post.example/skarn`.
pub(super) fn host(address: &str) -> Option<String> {
    let rest =
        address.trim().split_once("//").filter(|(scheme, _)| matches!(*scheme, "" | "http:" | "https:"))?.1;
    let host = rest.split(['/', '?', '#', ':']).next().unwrap_or_default().to_ascii_lowercase();
    host.contains('.').then_some(host)
}

/// True for two hosts of one site: `www.post.example` and `shop.post.example`.
pub(super) fn is_same_site(host: &str, other: &str) -> bool {
    let name = |host: &str| {
        let mut parts = host.rsplit('.');
        let (top, second) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        // `post.co.example` has a second level of two or three letters.
        let third = if second.len() <= 3 { parts.next() } else { None }.unwrap_or_default();
        format!("{third}.{second}.{top}")
    };
    name(host) == name(other)
}

/// True for a block that is only a link to another page, with or without a label.
pub(super) fn leads_elsewhere(page: &PageBlocks, block: &PageBlock) -> bool {
    is_link(block)
        || is_linked_teaser(block)
        || has_link_in_each_line(block)
        || is_labelled_link(block)
        || is_linked_heading(page, block)
        || is_linked_quotation(block)
}

/// True for a block that is one link and no sentence: it leads to another page, like `Ten ferries to take this summer`.
fn is_link(block: &PageBlock) -> bool {
    // Quotation marks may be outside the link.
    matches!(block.role, Role::Paragraph | Role::Item | Role::Row)
        && block.linked + 6 >= block.words.len()
        && block.linked > 0
        && block.letters_outside <= MAX_LETTERS_OUTSIDE
        && shape::word_count(&block.words) >= 3
        && !shape::is_prose(&block.words)
}

/// A word outside the link, such as the name before it in `Ada <a>painted the lamp of Skarn</a>`, makes a sentence of the two.
const MAX_LETTERS_OUTSIDE: usize = 2;

/// A linked item with this many words holds the beginning of another story.
const MIN_TEASER_WORDS: usize = 25;

/// True for an item of a list that is one long link: the title and the first words of another story.
fn is_linked_teaser(block: &PageBlock) -> bool {
    block.role == Role::Item
        && block.linked + 6 >= block.words.len()
        && shape::word_count(&block.words) >= MIN_TEASER_WORDS
}

/// True for a paragraph with a title and its link in each line, perhaps with a mark after it: `Ten ferries to take [VIDEO]`
fn has_link_in_each_line(block: &PageBlock) -> bool {
    let is_title = |line: &str| shape::word_count(line) >= 3 && !shape::ends_with_full_stop(line);
    block.role == Role::Paragraph
        && block.linked * 3 >= block.words.len() * 2
        && block.words.contains('\n')
        && block.words.lines().all(is_title)
}

/// True for the title of another page in a list: `<li><h4><a>…</a></h4></li>`
fn is_linked_heading(page: &PageBlocks, block: &PageBlock) -> bool {
    let in_list = |&at: &usize| page.containers[at].is_list_or_table;
    matches!(block.role, Role::Heading(2..))
        && block.linked >= block.words.len()
        && page.ancestors(block.container).take(2).any(|at| in_list(&at))
}

/// True for a quotation that is the title of another page, as sites show posts of other sites: `<blockquote><a>…</a></blockquote>`
fn is_linked_quotation(block: &PageBlock) -> bool {
    block.role == Role::Quote
        && block.linked >= block.words.len()
        && shape::word_count(&block.words) >= 3
        && !shape::is_prose(&block.words)
        && !shape::is_quoted(&block.words)
}

/// True for a short label and a link: `See more: Ten ferries to take`, `[Related: Ten ferries to take]`. Headings and quotations of the
/// article may have links too, so their label is in capitals: `WATCH: Ten ferries to take`.
fn is_labelled_link(block: &PageBlock) -> bool {
    let words = block.words.trim_matches(['[', ']', '(', ')', ' ']);
    let Some((label, rest)) = words.split_once([':', '|', '»', '→', '▸']) else { return false };
    let (label, rest) = (label.trim(), rest.trim());
    let is_shouted = label.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase) && label.len() > 2;
    // In italics, the label may be longer: `<em>A former captain on the storm: <a>It was the worst</a></em>`
    let most_words = if block.emphasised + 4 >= block.words.len() { 8 } else { 4 };
    (block.role == Role::Paragraph || (is_shouted && matches!(block.role, Role::Heading(2..) | Role::Quote)))
        && (1..=most_words).contains(&shape::word_count(label))
        && shape::word_count(rest) >= 2
        && block.linked >= rest.len()
        && block.linked <= words.len() + 2
        && !shape::ends_with_full_stop(rest)
        && !shape::is_quoted(rest)
}

/// Restores paragraphs inside the running text that are links to other sites: what the author recommends. Links to other stories
/// stay on the site.
pub(super) fn restore_outward(page: &PageBlocks, roles: &mut [Role], core: usize) {
    let inside = page.within(core);
    let is_prose = |at: &usize| {
        let block = &page.blocks[*at];
        inside.contains(&block.container) && roles[*at] == Role::Paragraph && shape::is_prose(&block.words)
    };
    let prose: Vec<usize> = (0..roles.len()).filter(is_prose).collect();
    let (Some(&first), Some(&last)) = (prose.first(), prose.last()) else { return };
    let leads_out = |at: &usize| {
        let block = &page.blocks[*at];
        roles[*at] == Role::Omitted(Reason::LinkList)
            && (matches!(block.role, Role::Paragraph | Role::Item) || heads_prose(page, *at))
            && inside.contains(&block.container)
            && !block.words.contains("://")
            && block.linked_out * 10 >= block.linked * 9
            && block.linked_out > 0
            && page.boilerplate_reason(block).is_none()
    };
    let restored: Vec<usize> = (first..last).filter(leads_out).collect();
    restored.into_iter().for_each(|at| roles[at] = page.blocks[at].role);
}

/// True for a heading with a long paragraph right below it.
fn heads_prose(page: &PageBlocks, at: usize) -> bool {
    let below = page.blocks.get(at + 1);
    matches!(page.blocks[at].role, Role::Heading(2..))
        && below
            .is_some_and(|below| below.role == Role::Paragraph && is_long_prose(&below.words, below.linked))
}

/// A list of links has at least this many items.
const MIN_LINKS: usize = 3;

/// Omits the links before and after the running text.
pub(super) fn omit_lists(page: &PageBlocks, roles: &mut [Role]) {
    omit_lists_of_links(page, roles);
    omit_last_list(page, roles);
    omit_cards(page, roles);
}

/// Omits lists of links above the running text and below it: menus, departments, tags. A list between two paragraphs is the author's.
fn omit_lists_of_links(page: &PageBlocks, roles: &mut [Role]) {
    let is_prose = |at: &usize| {
        let block = &page.blocks[*at];
        roles[*at] == Role::Paragraph && shape::is_prose(&block.words) && !block.is_mostly_links()
    };
    let (first, last) = ((0..roles.len()).find(is_prose), (0..roles.len()).rev().find(is_prose));
    let (Some(first), Some(last)) = (first, last) else { return };
    let outside = (0..first).chain(last + 1..roles.len());
    let items: Vec<usize> = outside.filter(|&at| roles[at] == Role::Item).collect();
    for list in items.chunk_by(|&one, &other| page.blocks[one].container == page.blocks[other].container) {
        let links = list.iter().filter(|&&at| is_only_link(&page.blocks[at])).count();
        if links >= MIN_LINKS && links * 5 >= list.len() * 4 {
            list.iter().for_each(|&at| roles[at] = Role::Omitted(Reason::LinkList));
        }
    }
}

fn is_only_link(block: &PageBlock) -> bool {
    block.linked + 2 >= block.words.len() && !shape::is_prose(&block.words)
}

/// The label above a list of links has at most this many words.
const MAX_LABEL_WORDS: usize = 6;

/// Omits a list at the end of the page, below an omitted heading, if most of its items are titles with a link in them:
/// `Could the ferry use <a>gravity to get around?</a>` The label above the list goes with it.
fn omit_last_list(page: &PageBlocks, roles: &mut [Role]) {
    let is_omitted = |role: &Role| [Reason::Boilerplate, Reason::LinkList].map(Role::Omitted).contains(role);
    let is_linked = |at: &usize| roles[*at] == Role::Item && page.blocks[*at].linked > 0;
    let end: Vec<usize> =
        (0..roles.len()).rev().filter(|&at| roles[at].is_read()).take_while(is_linked).collect();
    let Some(&first) = end.last().filter(|first| **first > 0 && is_omitted(&roles[**first - 1])) else {
        return;
    };
    // Items that are only links are omitted already.
    let container = page.blocks[first].container;
    let is_sibling = |at: &usize| page.blocks[*at].container == container && is_omitted(&roles[*at]);
    let links = (0..first).rev().take_while(is_sibling).count();
    let titles =
        links + end.iter().filter(|&&at| !shape::ends_with_full_stop(&page.blocks[at].words)).count();
    if titles < MIN_LINKS || titles * 4 < (links + end.len()) * 3 {
        return;
    }
    let label = (first - links).checked_sub(1).filter(|&at| {
        let words = &page.blocks[at].words;
        links > 0
            && matches!(roles[at], Role::Paragraph | Role::Heading(2..))
            && shape::word_count(words) <= MAX_LABEL_WORDS
            && !shape::ends_sentence(words)
    });
    end.into_iter().chain(label).for_each(|at| roles[at] = Role::Omitted(Reason::LinkList));
}

/// The box of another story between paragraphs has so many blocks: its title and a label. A box with a title alone may head a section.
/// A label has at most so many words.
const BOX_BLOCKS: RangeInclusive<usize> = 2..=4;
const MAX_BOX_WORDS: usize = 8;
/// At most this many blocks of a box are looked at, in either direction.
const MAX_EXAMINED: usize = 12;

/// Omits boxes with a linked title and no sentence: `<section><h2><a>The film of the storm</a></h2><p>2:06</p></section>`.
pub(super) fn omit_title_boxes(page: &PageBlocks, roles: &mut [Role], core: usize) {
    let around: Vec<usize> = page.ancestors(core).collect();
    let is_title = |at: &usize| {
        let block = &page.blocks[*at];
        matches!(roles[*at], Role::Heading(2..))
            && is_only_link(block)
            && shape::word_count(&block.words) >= MIN_LINKS
    };
    let titles: Vec<usize> = (0..roles.len()).filter(is_title).collect();
    for title in titles {
        let mut boxes = page.ancestors(page.blocks[title].container).take(2);
        let read_in = |container: usize| {
            let is_near = |at: &usize| page.within(container).contains(&page.blocks[*at].container);
            let before = (0..title).rev().take_while(is_near);
            let after = (title..roles.len()).take_while(is_near);
            before.chain(after).take(MAX_EXAMINED).filter(|&at| roles[at].is_read()).collect::<Vec<_>>()
        };
        let is_label = |at: &usize| {
            let block = &page.blocks[*at];
            *at == title
                || (block.role == Role::Paragraph
                    && !shape::ends_sentence(&block.words)
                    && shape::word_count(&block.words) <= MAX_BOX_WORDS)
        };
        let found = boxes.find(|container| !around.contains(container)).map(read_in);
        if let Some(found) =
            found.filter(|found| BOX_BLOCKS.contains(&found.len()) && found.iter().all(is_label))
        {
            found.into_iter().for_each(|at| roles[at] = Role::Omitted(Reason::LinkList));
        }
    }
}

/// The title in the box of another story has at most this many words.
const MAX_TITLE_WORDS: usize = 20;

/// Omits the texts of other stories at the end of the page: each is in a box with the title that leads to the story.
fn omit_cards(page: &PageBlocks, roles: &mut [Role]) {
    let is_card = |at: &usize| {
        let above = (0..*at).rev().find(|&above| page.blocks[above].role.is_read());
        matches!(roles[*at], Role::Paragraph | Role::Item)
            && above.is_some_and(|above| {
                let title = &page.blocks[above];
                !roles[above].is_read()
                    && is_only_link(title)
                    && shape::word_count(&title.words) <= MAX_TITLE_WORDS
                    && shares_box(page, above, *at)
            })
    };
    let end: Vec<usize> =
        (0..roles.len()).rev().filter(|&at| roles[at].is_read()).take_while(is_card).collect();
    if end.len() >= MIN_LINKS {
        end.into_iter().for_each(|at| roles[at] = Role::Omitted(Reason::LinkList));
    }
}

/// True if two blocks that follow each other are in a box of their own.
fn shares_box(page: &PageBlocks, first: usize, second: usize) -> bool {
    let holds = |container: usize, at: usize| page.within(container).contains(&page.blocks[at].container);
    let above = (0..first).rev().find(|&at| page.blocks[at].role.is_read());
    let mut boxes = page.ancestors(page.blocks[second].container).take(3);
    boxes.any(|container| holds(container, first) && above.is_none_or(|above| !holds(container, above)))
}
