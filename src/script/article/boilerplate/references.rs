//! Omits the list of sources or notes at the end of an article, with its heading.

use super::super::block::{Block, Reason, Role};
use super::super::shape::{fold, is_prose, trim_marks, word_count};
use super::bylines::has_year;
use crate::language::boilerplate::phrases;

/// At most this many lists are looked for, from the end.
const MAX_LISTS: usize = 3;
const MAX_HEADING_BYTES: usize = 60;
/// A source has at most this many words.
const MAX_WORDS: usize = 80;

/// Omits a heading such as "References", and the sources below it, up to the next heading.
///
/// Half of the blocks must look like sources: a section called "Notes" may be prose.
pub(super) fn mark(text: &str, blocks: &mut [Block]) {
    let is_heading = |block: &Block| {
        let line = block.text(text);
        matches!(block.role, Role::Heading(_) | Role::Paragraph)
            && line.len() <= MAX_HEADING_BYTES
            && phrases().reference_headings.contains(trim_marks(&fold(line)))
    };
    let headings: Vec<usize> =
        (1..blocks.len()).rev().filter(|&at| is_heading(&blocks[at])).take(MAX_LISTS).collect();
    for index in headings {
        let end = blocks[index + 1..].iter().position(|block| matches!(block.role, Role::Heading(_)));
        let end = end.map_or(blocks.len(), |length| index + 1 + length);
        let entries: Vec<&Block> =
            blocks[index + 1..end].iter().filter(|block| block.role.is_read()).collect();
        let sources = entries.iter().filter(|block| is_source(block.text(text))).count();
        let is_list = !entries.is_empty() && sources * 2 >= entries.len();
        if is_list
            || blocks[index + 1..end].iter().any(|block| block.role == Role::Omitted(Reason::Footnote))
                && entries.is_empty()
        {
            let section = &mut blocks[index..end];
            section
                .iter_mut()
                .filter(|b| b.role.is_read())
                .for_each(|b| b.role = Role::Omitted(Reason::Footnote));
        }
    }
}

/// True for `Venn, A. (1901). The lamps.`, `[3] Port records, p. 4` or `3. https://…`: a number or a name before a year, an
/// address, or a page. A sentence of the text has none of them, or many more words.
fn is_source(line: &str) -> bool {
    let folded = fold(line);
    let is_numbered = line.starts_with('[')
        || line.starts_with(|c: char| c.is_ascii_digit())
        || line.starts_with(['^', '↑', '•']);
    let has_address = folded.contains("://")
        || folded.contains("doi:")
        || folded.contains("doi.org")
        || folded.contains("isbn");
    let dated = has_year(&folded) && (is_numbered || has_year_apart(&folded));
    let paged = folded.contains(" p. ") || folded.contains(" pp. ") || folded.contains(" s. ");
    let short_note = is_numbered && !is_prose(line);
    word_count(line) <= MAX_WORDS && (dated || has_address || paged || short_note)
}

/// True for a year in brackets or at the end: `Venn, A. (1901).`, `Venn, A.: The lamps. Skarn 1901.`
fn has_year_apart(folded: &str) -> bool {
    let bracketed =
        folded.match_indices('(').any(|(at, _)| has_year(folded[at..].split(')').next().unwrap_or_default()));
    let last = folded.split_whitespace().next_back().unwrap_or_default();
    bracketed || has_year(last)
}
