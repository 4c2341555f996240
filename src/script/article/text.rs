//! Plain text: where its paragraphs end, which lines are headings.

use std::collections::BTreeMap;
use std::ops::Range;

use super::{Article, Block, Role, boilerplate, shape};

/// Text that was broken by hand or by a mailer is at most this wide, in characters.
const WIDEST: usize = 100;
/// …and at least this wide.
const NARROWEST: usize = 40;

/// Cuts plain text into paragraphs; [`Article::text`] is the source itself.
pub(super) fn parse(source: &str) -> Article {
    let lines = lines(source);
    let width = wrap_width(source, &lines);
    let mut blocks: Vec<Block> = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let glued = index > 0 && !line.after_empty;
        let text = &source[line.span.clone()];
        let row = is_row(text) && beside(&lines, index).any(|other| is_row(&source[other.span.clone()]));
        let role = if row || is_item(text) { Role::Item } else { Role::Paragraph };
        match blocks.last_mut() {
            Some(last)
                if glued && role == Role::Paragraph && continues(source, &lines[index - 1], line, width) =>
            {
                last.span.end = line.span.end;
            }
            _ => blocks.push(Block { role, span: line.span.clone() }),
        }
    }
    Article { text: source.to_string(), blocks, ..Article::default() }
}

/// Finds headings among the paragraphs that are read: they stand alone, and prose follows them. A byline or a
/// caption is none, and the headline may stand under it.
pub(super) fn mark_headings(article: &mut Article) {
    let Article { text, title, blocks, .. } = article;
    let read: Vec<usize> =
        (0..blocks.len()).filter(|&i| !matches!(blocks[i].role, Role::Omitted(_))).collect();
    let credit = |&&index: &&usize| boilerplate::is_credit_line(&text[blocks[index].span.clone()]);
    let first_place = read.iter().take(boilerplate::HEAD).take_while(credit).count();
    let turns = turns(&read.iter().map(|&i| &text[blocks[i].span.clone()]).collect::<Vec<_>>());
    for (place, &index) in read.iter().enumerate() {
        let line = &text[blocks[index].span.clone()];
        let first = place == first_place;
        let prose_follows = read[place + 1..]
            .iter()
            .take(if first { 6 } else { 1 })
            .any(|&next| shape::is_prose(&text[blocks[next].span.clone()]));
        let alone = first && stands_alone(text, blocks, &read, place);
        if blocks[index].role != Role::Paragraph
            || !(prose_follows || alone)
            || line.contains('\n')
            || turns[place]
            || boilerplate::is_credit_line(line)
        {
            continue;
        }
        if first && (shape::is_heading(line) || is_headline(line)) {
            blocks[index].role = Role::Heading(1);
            *title = Some(line.to_string());
        } else if shape::is_heading(line) {
            blocks[index].role = Role::Heading(2);
        }
    }
}

/// Bytes that a label before a colon has at most.
const MOST_LABEL: usize = 40;

/// Which lines are turns of an interview: `Q: Why?`, or what has a label that another line has too.
fn turns(lines: &[&str]) -> Vec<bool> {
    let labels: Vec<Option<&str>> = lines.iter().map(|line| label(line)).collect();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    labels.iter().flatten().for_each(|label| *counts.entry(label).or_default() += 1);
    let repeated = |label: &str| label.chars().count() == 1 || counts[label] > 1;
    labels.iter().map(|label| label.is_some_and(repeated)).collect()
}

/// What stands before the first colon or dot of a line.
fn label(line: &str) -> Option<&str> {
    let (name, rest) = line.split_once([':', '.']).filter(|(name, _)| name.len() <= MOST_LABEL)?;
    rest.starts_with(char::is_whitespace).then_some(name)
}

/// An empty line sets a first line apart from the paragraph under it: a headline, though what follows is short.
fn stands_alone(text: &str, blocks: &[Block], read: &[usize], place: usize) -> bool {
    let Some(next) = read.get(place + 1).map(|&index| &blocks[index]) else { return false };
    let gap = &text[blocks[read[place]].span.end..next.span.start];
    gap.matches('\n').count() > 1
        && next.role == Role::Paragraph
        && shape::ends_sentence(&text[next.span.clone()])
}

/// A first line that is a headline for all its length or its full stop.
fn is_headline(line: &str) -> bool {
    let words = shape::count(line);
    let open = !shape::ends_with_stop(line) && shape::begins_high(line) && !line.ends_with([':', ';', ',']);
    !line.contains(['“', '"', '„'])
        && (3..=24).contains(&words)
        && line.chars().count() <= 150
        && (open || (shape::is_title_case(line) && !line.ends_with(':')))
}

/// A line that is not empty.
struct Line {
    /// Bytes of the source, without white space at either end.
    span: Range<usize>,
    /// An empty line, or nothing, stands before it.
    after_empty: bool,
    /// White space stands at its front.
    indented: bool,
}

fn lines(source: &str) -> Vec<Line> {
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
            lines.push(Line {
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

/// The width at which the text was broken into lines, if it was: then nearly every line that another one
/// follows directly is so full that the next word would not have fitted.
fn wrap_width(source: &str, lines: &[Line]) -> Option<usize> {
    let text = |line: &Line| &source[line.span.clone()];
    let width = lines.iter().map(text).filter(|t| t.contains(' ')).map(|t| t.chars().count()).max()?;
    if !(NARROWEST..=WIDEST).contains(&width) {
        return None;
    }
    let (mut full, mut all) = (0, 0);
    for pair in lines.windows(2).filter(|p| !p[1].after_empty) {
        all += 1;
        full += usize::from(is_full(text(&pair[0]), text(&pair[1]), width));
    }
    (all >= 2 && full * 10 >= all * 7).then_some(width)
}

/// The next line's first word would not have fitted any more; a few columns are left to ragged setting.
fn is_full(line: &str, next: &str, width: usize) -> bool {
    let word = next.split_whitespace().next().unwrap_or(next);
    line.chars().count() + 1 + word.chars().count() + 2 > width
}

/// Does a line belong to the paragraph of the line before it.
fn continues(source: &str, before: &Line, line: &Line, width: Option<usize>) -> bool {
    let (last, text) = (&source[before.span.clone()], &source[line.span.clone()]);
    if line.indented && !before.indented {
        return false;
    }
    if width.is_some_and(|width| is_full(last, text, width)) {
        return true;
    }
    // A sentence broken in the middle: no mark ends it, and the next line begins low.
    text.starts_with(char::is_lowercase)
        && !text.contains('@')
        && (shape::count(last) >= 3 || last.starts_with(char::is_lowercase))
        && !shape::bare_end(last).ends_with(['.', '!', '?', '…', ':', ';'])
}

/// The lines before and behind one.
fn beside(lines: &[Line], index: usize) -> impl Iterator<Item = &Line> {
    index.checked_sub(1).into_iter().chain([index + 1]).filter_map(|at| lines.get(at))
}

/// A row of a table: columns set apart by tabs, or three of them by wide gaps.
fn is_row(line: &str) -> bool {
    let cells = |gap: &str| line.split(gap).filter(|cell| !cell.trim().is_empty()).count();
    cells("\t") > 1 || cells("   ") > 2
}

/// Begins with a bullet, or with a star and a space.
fn is_item(line: &str) -> bool {
    line.starts_with(['•', '▪', '‣', '◦', '●', '■'])
        || line.strip_prefix("* ").is_some_and(|rest| !rest.starts_with('*'))
}
