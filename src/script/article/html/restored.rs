//! Restores blocks that the extractor lost next to blocks that are read: the rest of a paragraph, the heading above it.

use super::super::block::{Reason, Role};
use super::super::shape;
use super::page_blocks::{Landmark, PageBlock, PageBlocks};

/// Restores the parts of a paragraph that line breaks separate from a part that is read.
pub(super) fn continuations(page: &PageBlocks, roles: &mut [Role]) {
    for at in 1..roles.len() {
        let block = &page.blocks[at];
        // The description of a picture may come between the parts.
        let before = (0..at).rev().find(|&before| page.blocks[before].role.is_read());
        let goes_on = block.continues
            && before.is_some_and(|before| {
                roles[before].is_read() && page.blocks[before].container == block.container
            });
        // A post ends with a link: `*after 25 games <a>pic.example/a1</a>`
        let may_be_content = may_be_content(page, block)
            || (block.role == Role::Quote && page.boilerplate_reason(block).is_none());
        if goes_on && is_lost(roles[at]) && may_be_content {
            roles[at] = block.role;
        }
    }
}

/// Restores the heading in a box of prose: `<section><div><h2>How to get there</h2></div><p>…</p></section>`
pub(super) fn headings(page: &PageBlocks, roles: &mut [Role]) {
    for at in 0..roles.len() {
        let block = &page.blocks[at];
        if !matches!(block.role, Role::Heading(2..)) || !is_lost(roles[at]) || !may_be_content(page, block) {
            continue;
        }
        let below = (at + 1..roles.len()).find(|&below| page.blocks[below].role.is_read());
        let heads_prose = below.is_some_and(|below| {
            roles[below] == Role::Paragraph
                && shape::is_prose(&page.blocks[below].words)
                && page.within(block.container).contains(&page.blocks[below].container)
        });
        if heads_prose {
            roles[at] = block.role;
        }
    }
}

/// An article of short sentences has at least this many.
const MIN_SENTENCES: usize = 2;

/// Restores the sentences of an `<article>` in which nothing is long enough for the extractor.
pub(super) fn short_sentences(page: &PageBlocks, roles: &mut [Role]) {
    let is_article = |at: &usize| page.containers[*at].landmark == Landmark::Article;
    let Some(article) = (0..page.containers.len()).find(is_article) else { return };
    let inside = page.within(article);
    let is_sentence = |at: &usize| {
        let block = &page.blocks[*at];
        block.role == Role::Paragraph
            && inside.contains(&block.container)
            && shape::word_count(&block.words) > 2
            && shape::ends_sentence(&block.words)
            && may_be_content(page, block)
    };
    let sentences: Vec<usize> = (0..roles.len()).filter(is_sentence).collect();
    if sentences.len() >= MIN_SENTENCES {
        sentences.into_iter().for_each(|at| roles[at] = Role::Paragraph);
    }
}

/// A block that the summary of a page repeats has at least this many words. A name may come in any summary.
const MIN_DESCRIBED_WORDS: usize = 5;

/// Restores blocks next to the text whose words are in the summary in the page's head: many sites take it from the first words of
/// the article, whatever these are.
pub(super) fn described(page: &PageBlocks, roles: &mut [Role], descriptions: &[String]) {
    let descriptions: Vec<String> = descriptions.iter().map(|text| spaced(text)).collect();
    let is_heading = |at: &usize| matches!(page.blocks[*at].role, Role::Heading(_));
    let read: Vec<usize> = (0..roles.len()).filter(|at| roles[*at].is_read() && !is_heading(at)).collect();
    let (Some(&first), Some(&last)) = (read.first(), read.last()) else { return };
    let is_near = |at: usize| {
        (first..last).contains(&at)
            || [first, last].iter().any(|&other| page.blocks[other].container == page.blocks[at].container)
    };
    let may_be_lost = |at: &usize| {
        let block = &page.blocks[*at];
        [Reason::Boilerplate, Reason::LinkList].map(Role::Omitted).contains(&roles[*at])
            && is_near(*at)
            && block.role == Role::Paragraph
            && page.boilerplate_reason(block).is_none()
            && shape::word_count(&block.words) >= MIN_DESCRIBED_WORDS
    };
    let is_described = |at: &usize| {
        let words = spaced(&page.blocks[*at].words);
        let is_read = || read.iter().any(|&other| spaced(&page.blocks[other].words).contains(&words));
        descriptions.iter().any(|text| text.contains(&words)) && !is_read()
    };
    let found: Vec<usize> = (0..roles.len()).filter(may_be_lost).filter(is_described).collect();
    found.into_iter().for_each(|at| roles[at] = Role::Paragraph);
}

/// Returns the words of a text in lower case, with a space around each.
fn spaced(text: &str) -> String {
    shape::words(text).fold(String::from(" "), |all, word| all + &word + " ")
}

/// True for a block that the extractor left out.
fn is_lost(role: Role) -> bool {
    role == Role::Omitted(Reason::Boilerplate)
}

/// True if neither the markup of a block nor its links make it boilerplate.
fn may_be_content(page: &PageBlocks, block: &PageBlock) -> bool {
    block.role.is_read() && page.boilerplate_reason(block).is_none() && !block.is_mostly_links()
}

#[cfg(test)]
mod tests {
    use scraper::Html;

    use super::super::walk;
    use super::*;

    /// Returns the words that are read if the extractor found only the blocks that begin with "Found".
    fn read(source: &str, restore: impl Fn(&PageBlocks, &mut [Role])) -> Vec<String> {
        let page = walk::page_blocks(&Html::parse_document(source));
        let lost = Role::Omitted(Reason::Boilerplate);
        let is_found = |block: &PageBlock| block.words.starts_with("Found");
        let mut roles: Vec<Role> =
            page.blocks.iter().map(|block| if is_found(block) { block.role } else { lost }).collect();
        restore(&page, &mut roles);
        let read = page.blocks.iter().zip(roles).filter(|(_, role)| role.is_read());
        read.map(|(block, _)| block.words.clone()).collect()
    }

    const PROSE: &str = "Found that the ferry was late on Monday, as the harbour office says.";

    #[test]
    fn restores_the_rest_of_a_paragraph_and_the_heading_above_one() {
        let source = format!("<p>{PROSE}<br><br>Colour: green<br>Size: 12 m</p><p>Sold out</p>");
        assert_eq!(read(&source, continuations), [PROSE, "Colour: green\nSize: 12 m"]);
        let source = format!(
            "<div><h2>Getting there</h2><div><p>{PROSE}</p></div></div><div><h2>More</h2></div><div>{PROSE}</div>"
        );
        assert_eq!(read(&source, headings), ["Getting there", PROSE, PROSE]);
    }

    #[test]
    fn restores_short_sentences_and_what_the_summary_has() {
        let source =
            "<article><h1>Boats</h1><p>One boat sank.</p><p>Two boats left.</p><p>Share</p></article>";
        assert_eq!(read(source, short_sentences), ["One boat sank.", "Two boats left."]);
        let line = "Tested by Ada Venn in May";
        let source = format!("<p>{line}</p><p>{PROSE}</p><p>Tested by Bo Lind and his crew</p>");
        let summary = [format!("{line}. {PROSE}")];
        assert_eq!(read(&source, |page, roles| described(page, roles, &summary)), [line, PROSE]);
    }
}
