//! Cuts plain text into paragraphs, list items and table rows.

use std::ops::Range;

use super::block::{Article, Block, Role};
use super::note_marks;
use super::shape;

/// Text that an author or a mail program broke into lines is at most this wide, in characters.
const MAX_WIDTH: usize = 100;
/// Text that was broken into lines is at least this wide, in characters. Shorter lines are verses or lists.
const MIN_WIDTH: usize = 40;

/// Parses plain text. [`Article::text`] is the source itself, but for the numbers of notes.
pub(super) fn parse(source: &str) -> Article {
    let source = &*note_marks::restore(source);
    let lines = lines(source);
    let width = wrap_width(source, &lines);
    let mut blocks: Vec<Block> = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let follows_directly = index > 0 && !line.after_empty;
        let text = line.text(source);
        // A single row may be a line with a tab in it. A table has two.
        let row = is_row(text) && neighbours(&lines, index).any(|other| is_row(other.text(source)));
        let role = if row || is_item(text) { Role::Item } else { Role::Paragraph };
        match blocks.last_mut() {
            Some(last)
                if follows_directly
                    && role == Role::Paragraph
                    && continues(source, &lines[index - 1], line, width) =>
            {
                last.span.end = line.span.end;
            }
            _ => blocks.push(Block { role, span: line.span.clone() }),
        }
    }
    Article { text: source.to_string(), blocks, ..Article::default() }
}

/// A line that is not empty.
struct SourceLine {
    /// Byte range in the source, without white space at either end.
    span: Range<usize>,
    /// An empty line, or nothing, comes before it.
    after_empty: bool,
    /// It begins with white space.
    indented: bool,
}

impl SourceLine {
    fn text<'s>(&self, source: &'s str) -> &'s str {
        &source[self.span.clone()]
    }
}

fn lines(source: &str) -> Vec<SourceLine> {
    let mut lines = Vec::new();
    let (mut start, mut after_empty) = (0, true);
    for raw in source.split_inclusive(['\n', '\r', '\u{2028}', '\u{2029}', '\u{c}']) {
        let line = raw.trim();
        // "\r\n" splits into a line and a lone "\n", which is no empty line.
        let second_half = raw == "\n" && source[..start].ends_with('\r');
        if line.is_empty() {
            after_empty |= !second_half;
        } else {
            let lead = raw.len() - raw.trim_start().len();
            lines.push(SourceLine {
                span: start + lead..start + lead + line.len(),
                after_empty,
                indented: lead >= 2 || raw.starts_with('\t'),
            });
            after_empty = false;
        }
        start += raw.len();
    }
    lines
}

/// Returns the width at which the text was broken into lines, in characters.
///
/// In broken text, nearly every line is full: the first word of the next line would not have fitted. Seven lines in ten are enough,
/// because the last line of a paragraph is short.
fn wrap_width(source: &str, lines: &[SourceLine]) -> Option<usize> {
    let width = lines
        .iter()
        .map(|line| line.text(source))
        .filter(|t| t.contains(' '))
        .map(|t| t.chars().count())
        .max()?;
    if !(MIN_WIDTH..=MAX_WIDTH).contains(&width) {
        return None;
    }
    let (mut full, mut all) = (0, 0);
    for pair in lines.windows(2).filter(|p| !p[1].after_empty) {
        all += 1;
        full += usize::from(is_full(pair[0].text(source), pair[1].text(source), width));
    }
    (all >= 2 && full * 10 >= all * 7).then_some(width)
}

/// True if the first word of the next line would not have fitted. Two columns are left for ragged lines.
fn is_full(line: &str, next: &str, width: usize) -> bool {
    let word = next.split_whitespace().next().unwrap_or(next);
    line.chars().count() + 1 + word.chars().count() + 2 > width
}

/// True if a line belongs to the paragraph of the line before it.
fn continues(source: &str, before: &SourceLine, line: &SourceLine, width: Option<usize>) -> bool {
    let (last, text) = (before.text(source), line.text(source));
    if line.indented && !before.indented {
        return false;
    }
    if width.is_some_and(|width| is_full(last, text, width)) {
        return true;
    }
    // A sentence broken in its middle: the line before has no end mark, and this one begins in lower case. An address such as
    // `news@example.org` begins in lower case too, and so do items after a label of one or two words.
    text.starts_with(char::is_lowercase)
        && !text.contains('@')
        && (shape::word_count(last) >= 3 || last.starts_with(char::is_lowercase))
        && !shape::without_closing_marks(last).ends_with(['.', '!', '?', '…', ':', ';'])
}

/// Returns the lines before and after a line.
fn neighbours(lines: &[SourceLine], index: usize) -> impl Iterator<Item = &SourceLine> {
    index.checked_sub(1).into_iter().chain([index + 1]).filter_map(|at| lines.get(at))
}

/// True for the row of a table: two columns with a tab between them, or three with wide gaps.
fn is_row(line: &str) -> bool {
    count_cells(line, "\t") > 1 || count_cells(line, "   ") > 2
}

fn count_cells(line: &str, gap: &str) -> usize {
    line.split(gap).filter(|cell| !cell.trim().is_empty()).count()
}

/// True for a list item: a bullet, or a star and a space. `**` is no bullet; it begins strong text or a line of stars.
fn is_item(line: &str) -> bool {
    line.starts_with(['•', '▪', '‣', '◦', '●', '■'])
        || line.strip_prefix("* ").is_some_and(|rest| !rest.starts_with('*'))
}
