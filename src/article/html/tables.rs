//! Tables of data, whose rows are read with the heads of their columns; a table that lays out a page is walked as blocks.

use scraper::ElementRef;

use super::super::{Reason, Role, rows};
use super::elements::{self, is_hidden};
use super::walk::{Context, Walk};

impl Walk {
    /// Walks a table that was opened.
    pub(super) fn table(&mut self, table: ElementRef, context: Context) {
        let lines = lines(table);
        if !lines.iter().flatten().all(|cell| is_plain(*cell)) {
            return self.children(table, context);
        }
        for caption in table.child_elements().filter(|child| child.value().name() == "caption") {
            self.children(caption, context);
            self.flush(context);
        }
        let role = if context.role == Role::Paragraph { Role::Row } else { context.role };
        let context = context.with(role);
        let mut links = Vec::new();
        let mut cells = Vec::new();
        for line in &lines {
            let (words, linked): (Vec<String>, Vec<usize>) =
                line.iter().map(|cell| self.apart(inner(*cell), context)).unzip();
            cells.push(words);
            links.push(linked.iter().sum());
        }
        let has_head = lines.first().is_some_and(|line| line.iter().all(|cell| cell.value().name() == "th"));
        self.lines(&cells, &links, has_head, context);
    }

    fn lines(&mut self, cells: &[Vec<String>], links: &[usize], has_head: bool, context: Context) {
        let (head, body) = cells.split_at(usize::from(has_head));
        let (named, told) = rows::told(head.first().map(Vec::as_slice), body);
        let head_role =
            if named && context.role == Role::Row { Role::Omitted(Reason::Columns) } else { context.role };
        let heads = head.iter().map(|head| (rows::listed(head), head_role));
        let all = heads.chain(told.into_iter().map(|words| (words, context.role)));
        for ((words, role), linked) in all.zip(links) {
            (self.words, self.linked) = (words, *linked);
            self.flush(context.with(role));
        }
    }
}

/// The rows of a table, each with its cells.
fn lines(table: ElementRef<'_>) -> Vec<Vec<ElementRef<'_>>> {
    let parts = table.child_elements().filter(|part| !is_hidden(*part));
    let rows = parts.flat_map(|part| match part.value().name() {
        "tr" => vec![part],
        _ => part.child_elements().filter(|row| row.value().name() == "tr").collect(),
    });
    let is_cell = |cell: &ElementRef| matches!(cell.value().name(), "td" | "th") && !is_hidden(*cell);
    rows.filter(|row| !is_hidden(*row)).map(|row| row.child_elements().filter(is_cell).collect()).collect()
}

/// A cell of a table of data: one column wide, and no blocks in it.
fn is_plain(cell: ElementRef) -> bool {
    let spans = ["colspan", "rowspan"].iter().filter_map(|name| cell.value().attr(name));
    let is_single = spans.into_iter().all(|span| span.trim() == "1");
    is_single
        && !elements::holds(inner(cell), &elements::BLOCKS)
        && !elements::holds(cell, &["br", "form", "nav", "button"])
}

/// What a cell holds: the words themselves, or one paragraph with them.
fn inner(cell: ElementRef<'_>) -> ElementRef<'_> {
    let mut children =
        cell.children().filter(|child| !child.value().as_text().is_some_and(|t| t.trim().is_empty()));
    match (children.next().and_then(ElementRef::wrap), children.next()) {
        (Some(only), None) if only.value().name() == "p" => only,
        _ => cell,
    }
}
