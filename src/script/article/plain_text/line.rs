//! Cuts plain text into lines.

/// A line that is not empty.
#[derive(Clone)]
pub(super) struct Line<'s> {
    /// Its number among all lines of the source.
    pub(super) number: usize,
    /// Without white space at either end.
    pub(super) text: &'s str,
    /// Columns of white space before it.
    pub(super) indent: usize,
    /// An empty line, or nothing, comes before it.
    pub(super) after_empty: bool,
    /// A form feed, or nothing, comes before it: it is the first of its page.
    pub(super) starts_page: bool,
    /// A running head comes before it.
    pub(super) after_edge: bool,
    /// It is quoted as in an e-mail: `> We had tea.`
    pub(super) is_quoted: bool,
}

/// Returns the lines of a source that are not empty.
pub(super) fn lines(source: &str) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let (mut start, mut after_empty, mut starts_page) = (0, true, true);
    for (number, raw) in source.split_inclusive(['\n', '\r', '\u{2028}', '\u{2029}', '\u{c}']).enumerate() {
        let (text, is_quoted) = without_quotation_mark(raw.trim());
        // "\r\n" splits into a line and a lone "\n", which is no empty line.
        let second_half = raw == "\n" && source[..start].ends_with('\r');
        if text.is_empty() {
            after_empty |= !second_half;
        } else {
            let lead = &raw[..raw.len() - raw.trim_start().len()];
            let indent = lead.chars().map(|c| if c == '\t' { 4 } else { 1 }).sum();
            let is_apart = lines.last().is_some_and(|last: &Line| last.is_quoted != is_quoted);
            let after_empty_or_page = after_empty || starts_page || is_apart;
            lines.push(Line {
                number,
                text,
                indent,
                after_empty: after_empty_or_page,
                starts_page,
                after_edge: false,
                is_quoted,
            });
            (after_empty, starts_page) = (false, false);
        }
        starts_page |= raw.ends_with('\u{c}');
        start += raw.len();
    }
    lines
}

/// Returns the words after the marks of a quotation. `>>> 1 + 1` is a program, and `->` an arrow.
fn without_quotation_mark(text: &str) -> (&str, bool) {
    let inner = text.trim_start_matches(['>', ' ']);
    let marks = &text[..text.len() - inner.len()];
    let is_quoted =
        text.starts_with('>') && !marks.contains(">>>") && (inner.is_empty() || marks.ends_with(' '));
    if is_quoted { (inner, true) } else { (text, false) }
}

/// Returns the lines that are no running heads. A line after one begins a paragraph.
pub(super) fn without<'s>(lines: &[Line<'s>], on_edge: &[bool]) -> Vec<Line<'s>> {
    let mut kept = Vec::with_capacity(lines.len());
    let mut after_edge = false;
    for (line, on_edge) in lines.iter().zip(on_edge) {
        if !on_edge {
            kept.push(Line { after_empty: line.after_empty || after_edge, after_edge, ..line.clone() });
        }
        after_edge = *on_edge;
    }
    kept
}
