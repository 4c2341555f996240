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

#[cfg(test)]
mod tests {
    use scraper::Html;

    use super::super::walk;
    use super::*;

    /// Returns the words that are read of a page that begins with the running text. Its links are omitted, and so are blocks that begin
    /// with "Left out".
    fn read(after: &str) -> Vec<String> {
        let source = format!("<main><div><p>The ferry was late once again.</p></div>{after}</main>");
        let page = walk::page_blocks(&Html::parse_document(&source));
        let mut roles: Vec<Role> = page
            .blocks
            .iter()
            .map(|block| match block.role {
                Role::Item if block.is_mostly_links() => Role::Omitted(Reason::LinkList),
                _ if block.words.starts_with("Left out") => Role::Omitted(Reason::Boilerplate),
                role => role,
            })
            .collect();
        omit(&page, &mut roles, page.blocks[0].container);
        let read = page.blocks.iter().zip(roles).skip(1).filter(|(_, role)| role.is_read());
        read.map(|(block, _)| block.words.clone()).collect()
    }

    #[test]
    fn omits_other_stories_and_labels_and_heads_of_boxes() {
        let story = "<div><h3><a href=/1>Rain ends the races early</a></h3><p>It rained all day.</p><h4><a href=/1>Go on</a></h4></div>";
        let list = "<ul><li><a href=/1>Boats at noon</a></li><li><a href=/2>Boats at night</a></li></ul>";
        let comment = "<p>I was there and saw it all.</p>";
        assert!(read(&format!("<div>{story}{story}</div>")).is_empty());
        assert_eq!(read(&format!("<div><div>New pictures</div>{list}{comment}</div>")).len(), 1);
        assert!(read("<div><div>New pictures</div><h3>From the coast</h3></div>").is_empty());
        assert_eq!(
            read(&format!(
                "<section><div><h3>Issue 7</h3></div><p>Left out of the print in May.</p></section>{comment}"
            ))
            .len(),
            1
        );
    }

    #[test]
    fn keeps_sections_of_the_article() {
        let prose = "<p>The port is closed until noon.</p>";
        assert_eq!(read(&format!("<div><h3>Next steps</h3>{prose}</div>")).len(), 2);
        assert_eq!(read(&format!("<div><h3><a href=#2>2</a> Next steps</h3>{prose}</div>")).len(), 2);
        assert_eq!(read("<div><p>Bring along</p><ul><li>a rope</li><li>a lamp</li></ul></div>").len(), 3);
        assert_eq!(read(&format!("<section><h3>Issue 7</h3><p>Left out.</p>{prose}</section>")).len(), 2);
    }
}
