//! Finds the headings of a plain text, and omits headings of sections that are not read.

use std::collections::BTreeMap;

use super::block::{Article, Block, Reason, Role};
use super::pauses::SCENE_BREAK;
use super::{boilerplate, shape};

/// A section that holds only blocks with these reasons has no content, so its heading is omitted too. Captions and code don't
/// count: they belong to the article.
const EMPTY_SECTION: [Reason; 5] =
    [Reason::LinkList, Reason::ShareLine, Reason::Boilerplate, Reason::Footnote, Reason::AfterArticle];

/// A speaker label before a colon has at most this many bytes.
const MAX_LABEL_BYTES: usize = 40;

/// Marks the headings among the paragraphs of a plain text: short lines on their own, followed by prose.
///
/// A byline or a caption is no heading; the headline may come after it.
pub(super) fn mark_plain_text(article: &mut Article) {
    let Article { text, title, blocks, .. } = article;
    let read: Vec<usize> = (0..blocks.len()).filter(|&i| blocks[i].role.is_read()).collect();
    let first_place = read
        .iter()
        .take(boilerplate::HEAD_BLOCKS)
        .take_while(|&&index| boilerplate::is_credit_line(blocks[index].text(text)))
        .count();
    let turns = interview_turns(&read.iter().map(|&i| blocks[i].text(text)).collect::<Vec<_>>());
    for (place, &index) in read.iter().enumerate() {
        let line = blocks[index].text(text);
        // Front matter may have the title.
        let first = place == first_place && title.is_none();
        // A standfirst, a date and other short lines may come between the headline and the body.
        let prose_follows = read[place + 1..]
            .iter()
            .take(if first { 6 } else { 1 })
            .any(|&next| shape::is_prose(blocks[next].text(text)) || announces(blocks[next].text(text)));
        let alone = first && is_apart_from_sentence(text, blocks, &read, place);
        if blocks[index].role != Role::Paragraph
            || !(prose_follows || alone)
            || line.contains('\n')
            || turns[place]
            || boilerplate::is_credit_line(line)
        {
            continue;
        }
        if first && (shape::is_heading(line) || is_long_headline(line)) {
            blocks[index].role = Role::Heading(1);
            *title = Some(line.to_string());
        } else if shape::is_heading(line) && !is_verse(text, blocks, &read, place) {
            blocks[index].role = Role::Heading(2);
        }
    }
}

/// A paragraph that announces a list has at least this many words.
const MIN_ANNOUNCING_WORDS: usize = 12;

/// True for a paragraph with a whole sentence before the one that announces a list: `They asked. Each of them wanted two things:`
fn announces(line: &str) -> bool {
    line.ends_with(':') && line.contains(". ") && shape::word_count(line) >= MIN_ANNOUNCING_WORDS
}

/// A line of a verse has at most this many words.
const MAX_VERSE_WORDS: usize = 11;

/// True for a line right below another short line that does not end a sentence: both are lines of a verse.
fn is_verse(text: &str, blocks: &[Block], read: &[usize], place: usize) -> bool {
    let block = |place: usize| read.get(place).map(|&index| &blocks[index]);
    let is_close = |upper: &Block, lower: &Block| {
        let line = upper.text(text);
        text[upper.span.end..lower.span.start].matches('\n').count() == 1
            && upper.role == Role::Paragraph
            && !shape::ends_sentence(line)
            && [line, lower.text(text)].iter().all(|line| shape::word_count(line) <= MAX_VERSE_WORDS)
    };
    let near = |upper: usize| {
        block(upper).zip(block(upper + 1)).is_some_and(|(upper, lower)| is_close(upper, lower))
    };
    place.checked_sub(1).is_some_and(near)
}

/// Marks the lines that are turns of an interview, which are no headings: `Q: Why?`, or a line with a label that another line has too.
fn interview_turns(lines: &[&str]) -> Vec<bool> {
    let labels: Vec<Option<&str>> = lines.iter().map(|line| speaker_label(line)).collect();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    labels.iter().flatten().for_each(|label| *counts.entry(label).or_default() += 1);
    let is_turn = |label: &str| label.chars().count() == 1 || counts[label] > 1;
    labels.iter().map(|label| label.is_some_and(is_turn)).collect()
}

/// Returns the text before the first colon or dot of a line.
fn speaker_label(line: &str) -> Option<&str> {
    let (name, rest) = line.split_once([':', '.']).filter(|(name, _)| name.len() <= MAX_LABEL_BYTES)?;
    rest.starts_with(char::is_whitespace).then_some(name)
}

/// True if an empty line comes between a first line and a sentence: the line is a headline, even if the text is too short for prose.
fn is_apart_from_sentence(text: &str, blocks: &[Block], read: &[usize], place: usize) -> bool {
    let Some(next) = read.get(place + 1).map(|&index| &blocks[index]) else { return false };
    let gap = &text[blocks[read[place]].span.end..next.span.start];
    gap.matches('\n').count() > 1 && next.role == Role::Paragraph && shape::ends_sentence(next.text(text))
}

/// True for a first line that is a headline although it is long, or although it ends in a full stop:
/// `Fleet Leaves Port at Dawn.` in title case.
fn is_long_headline(line: &str) -> bool {
    let words = shape::word_count(line);
    let is_open = !shape::ends_with_full_stop(line)
        && shape::starts_like_title(line)
        && !line.ends_with([':', ';', ',']);
    !line.contains(['“', '"', '„'])
        && (3..=24).contains(&words)
        && line.chars().count() <= 150
        && (is_open || (shape::is_title_case(line) && !line.ends_with(':')))
}

/// Content between a heading and the end of its section.
#[derive(Clone, Copy, PartialEq, Eq)]
enum SectionContent {
    Nothing,
    /// Only blocks without content, the first of them with this reason.
    Empty(Reason),
    Content,
}

/// Omits the headings of sections that hold only links, buttons or notes, e.g. "Related articles" over a list of links.
pub(super) fn omit_empty_sections(blocks: &mut [Block]) {
    // Headings above this level have something to read under them.
    let mut level_with_content = 0;
    let mut section = SectionContent::Nothing;
    for block in blocks.iter_mut().rev() {
        match (block.role, section) {
            (Role::Omitted(reason), SectionContent::Nothing | SectionContent::Empty(_))
                if EMPTY_SECTION.contains(&reason) =>
            {
                section = SectionContent::Empty(reason);
            }
            (Role::Omitted(_), _) => section = SectionContent::Content,
            (Role::Heading(level), SectionContent::Empty(reason))
                if level > 1 && level >= level_with_content =>
            {
                block.role = Role::Omitted(reason);
            }
            (Role::Heading(level), _) => (level_with_content, section) = (level, SectionContent::Nothing),
            _ => (level_with_content, section) = (u8::MAX, SectionContent::Nothing),
        }
    }
}

/// Headings in a row with nothing to read between them are teasers if there are this many.
const MIN_TEASERS: usize = 4;

/// Omits the headings of a page that have nothing to read below them: at its end, or many in a row. They are the titles of other
/// pages.
pub(super) fn omit_teasers(text: &str, blocks: &mut [Block]) {
    let read: Vec<usize> = (0..blocks.len()).filter(|&at| blocks[at].role.is_read()).collect();
    let has_below = |at: usize, reasons: &[Reason]| {
        let below = blocks[at + 1..].iter().take_while(|block| !block.role.is_read());
        below.into_iter().any(|block| {
            // A rule across the page is no content.
            block.text(text) != SCENE_BREAK
                && reasons.iter().any(|reason| block.role == Role::Omitted(*reason))
        })
    };
    let content = [Reason::Caption, Reason::Formula, Reason::NotProse];
    let is_title = |at: &usize| {
        matches!(blocks[*at].role, Role::Heading(level) if level > 1)
            && !has_below(*at, &content)
            && !has_sentences(blocks[*at].text(text))
    };
    let runs: Vec<(bool, Vec<usize>)> = read
        .chunk_by(|before, after| is_title(before) == is_title(after))
        .map(|run| (is_title(&run[0]), run.to_vec()))
        .collect();
    let count = runs.len();
    let mut teasers: Vec<usize> = Vec::new();
    for (place, (_, run)) in runs.iter().enumerate().filter(|(place, (titles, _))| *titles && *place > 0) {
        if place + 1 == count {
            teasers.extend(run);
            continue;
        }
        // In `Ten lamps of the coast`, a heading has only a picture below it. The last of a row may belong to the text below it.
        let bare = |at: &&usize| !has_below(**at, &[Reason::ImageDescription]);
        let row: Vec<usize> = run[..run.len() - 1].iter().filter(bare).copied().collect();
        if row.len() + 1 >= MIN_TEASERS {
            teasers.extend(row);
        }
    }
    teasers.into_iter().for_each(|at| blocks[at].role = Role::Omitted(Reason::LinkList));
}

/// True for a heading of two sentences or more: `The boat is lost. Nobody says so.` It is no title of another page.
fn has_sentences(line: &str) -> bool {
    line.contains(". ") && shape::ends_with_full_stop(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn omits_headings_without_content_and_keeps_those_of_pictures() {
        let (heading, links) = (Role::Heading(3), Role::Omitted(Reason::LinkList));
        let caption = Role::Omitted(Reason::Caption);
        let cases: [(&[Role], &[Role]); 3] = [
            (&[Role::Paragraph, heading, heading], &[Role::Paragraph, links, links]),
            (
                &[Role::Paragraph, heading, caption, heading, caption],
                &[Role::Paragraph, heading, caption, heading, caption],
            ),
            (
                &[Role::Paragraph, heading, heading, Role::Paragraph],
                &[Role::Paragraph, heading, heading, Role::Paragraph],
            ),
        ];
        for (roles, expected) in cases {
            let mut blocks: Vec<Block> = roles.iter().map(|&role| Block { role, span: 0..1 }).collect();
            omit_teasers("-", &mut blocks);
            assert_eq!(blocks.iter().map(|block| block.role).collect::<Vec<_>>(), expected);
        }
    }

    #[test]
    fn omits_a_heading_with_its_links_and_keeps_one_with_content() {
        let links = Role::Omitted(Reason::LinkList);
        let code = Role::Omitted(Reason::NotProse);
        let cases: [(&[Role], &[Role]); 5] = [
            (&[Role::Heading(2), links], &[links, links]),
            (&[Role::Heading(2), links, Role::Paragraph], &[Role::Heading(2), links, Role::Paragraph]),
            (&[Role::Heading(2), Role::Heading(3), links], &[links, links, links]),
            (
                &[Role::Heading(2), links, Role::Heading(3), Role::Paragraph],
                &[Role::Heading(2), links, Role::Heading(3), Role::Paragraph],
            ),
            (&[Role::Heading(2), links, code], &[Role::Heading(2), links, code]),
        ];
        for (roles, expected) in cases {
            let mut blocks: Vec<Block> = roles.iter().map(|&role| Block { role, span: 0..1 }).collect();
            omit_empty_sections(&mut blocks);
            assert_eq!(blocks.iter().map(|block| block.role).collect::<Vec<_>>(), expected);
        }
    }
}
