//! Cuts plain text into paragraphs, list items and table rows.
//!
//! ```text
//! lines ──page_lines──▶ lines without running heads ──wrapping, lists──▶ blocks
//! ```

mod line;
mod lists;
mod page_lines;
mod wrapping;

use super::block::{Article, Block, Reason, Role};
use super::boilerplate::is_credit_line;
use super::metadata::FrontMatter;
use super::note_marks;
use line::{Line, lines, without};
use lists::ListMarker;
use wrapping::Wrapping;

/// Parses plain text. [`Article::text`] has the source's words: lines that belong together are joined with a space, and the empty
/// lines between blocks stay.
pub(super) fn parse(source: &str) -> Article {
    let (front_matter, source) = split_front_matter(source);
    let lines = lines(source);
    let on_edge = page_lines::find(&lines);
    let kept: Vec<Line> = without(&lines, &on_edge);
    let markers = lists::markers(&kept);
    let wrapping = Wrapping::new(source, &kept, &markers);
    let mut article = ArticleText::default();
    let repeats_title = |title: &String| kept.first().is_some_and(|first| first.text == title);
    if let Some(title) = front_matter.title.as_ref().filter(|title| !repeats_title(title)) {
        article.push(&Draft::new(Role::Heading(1), title));
    }
    let mut open = Draft::new(Role::Paragraph, "");
    // Running heads that were passed over. They follow the block that they interrupt.
    let mut passed =
        lines.iter().zip(&on_edge).filter_map(|(line, on_edge)| on_edge.then_some(line)).peekable();
    for (index, line) in kept.iter().enumerate() {
        let row = is_row(line.text) && neighbours(&kept, index).any(|other| is_row(other.text));
        let role = match row || markers[index].is_some() {
            true => Role::Item,
            false if line.is_quoted => Role::Quote,
            false => Role::Paragraph,
        };
        let is_byline = (1..=MAX_LINES_TO_BYLINE).contains(&index) && is_credit_line(line.text);
        let join = index.checked_sub(1).filter(|_| role != Role::Item && !open.is_row && !is_byline);
        match join.and_then(|before| wrapping.joint(&kept, before, index, open.marker.as_ref())) {
            Some(joint) => joint.append(&mut open.words, line.text),
            None => {
                article.push(&open);
                while let Some(edge) = passed.next_if(|edge| edge.number < line.number) {
                    article.push(&Draft::omitted(edge));
                }
                let marker = markers[index].clone();
                let words = line.text[marker.as_ref().map_or(0, |m| m.dropped)..].to_string();
                open = Draft { role, words, after_empty: line.after_empty, marker, is_row: row };
            }
        }
    }
    article.push(&open);
    passed.for_each(|edge| article.push(&Draft::omitted(edge)));
    let FrontMatter { title, language, author, date, link } = front_matter;
    let ArticleText { text, blocks } = article;
    Article { text, blocks, title, language, author, date, link, ..Article::default() }
}

/// The byline is among this many lines after the first.
const MAX_LINES_TO_BYLINE: usize = 3;
/// Front matter has at most this many lines.
const MAX_FRONT_MATTER_LINES: usize = 60;

/// Splits front matter from a text: lines `key: value` between two lines `---`, the first line of the text among them.
fn split_front_matter(source: &str) -> (FrontMatter, &str) {
    let none = (FrontMatter::default(), source);
    let Some(inside) = source.trim_start().strip_prefix("---").filter(|rest| rest.starts_with(['\n', '\r']))
    else {
        return none;
    };
    let mut length = 0;
    for line in inside.split_inclusive('\n').take(MAX_FRONT_MATTER_LINES) {
        let bare = line.trim_end();
        if bare == "---" {
            let front_matter = FrontMatter::read(&inside[..length]);
            let has_title = front_matter.title.is_some();
            return if has_title { (front_matter, &inside[length + line.len()..]) } else { none };
        }
        let key = bare.split(':').next().unwrap_or_default();
        let is_pair =
            bare.contains(':') && key.chars().all(|c| c.is_ascii_alphanumeric() || "_-".contains(c));
        let is_part = bare.is_empty() || bare.starts_with([' ', '\t', '-', '#']);
        if !is_pair && !is_part {
            return none;
        }
        length += line.len();
    }
    none
}

/// A block that is being built.
struct Draft {
    role: Role,
    words: String,
    after_empty: bool,
    marker: Option<ListMarker>,
    is_row: bool,
}

impl Draft {
    fn new(role: Role, words: &str) -> Self {
        Self { role, words: words.to_string(), after_empty: true, marker: None, is_row: false }
    }

    fn omitted(edge: &Line) -> Self {
        Self::new(Role::Omitted(Reason::Boilerplate), edge.text)
    }
}

/// The text of the article and its blocks so far.
#[derive(Default)]
struct ArticleText {
    text: String,
    blocks: Vec<Block>,
}

impl ArticleText {
    fn push(&mut self, draft: &Draft) {
        let words = note_marks::remove(draft.words.trim());
        if words.trim().is_empty() {
            return;
        }
        if !self.text.is_empty() {
            self.text.push_str(if draft.after_empty { "\n\n" } else { "\n" });
        }
        let start = self.text.len();
        self.text.push_str(words.trim());
        self.blocks.push(Block { role: draft.role, span: start..self.text.len() });
    }
}

/// Returns the lines before and after a line.
fn neighbours<'l, 's>(lines: &'l [Line<'s>], index: usize) -> impl Iterator<Item = &'l Line<'s>> {
    index.checked_sub(1).into_iter().chain([index + 1]).filter_map(|at| lines.get(at))
}

/// True for the row of a table: two columns with a tab between them, or three with wide gaps.
fn is_row(line: &str) -> bool {
    count_cells(line, "\t") > 1 || count_cells(line, "   ") > 2
}

fn count_cells(line: &str, gap: &str) -> usize {
    line.split(gap).filter(|cell| !cell.trim().is_empty()).count()
}
