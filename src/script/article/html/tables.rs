//! Tables of data, whose rows are read with the heads of their columns; a table that lays out a page is walked as blocks.

use scraper::ElementRef;

use super::super::rows::{self, Slot};
use super::super::{Reason, Role};
use super::elements::{self, is_hidden};
use super::spans::{self, Cell, MOST_COLUMNS, Row};
use super::walk::{Context, Walk};

/// A row as the page has it.
struct Line<'a> {
    cells: Vec<ElementRef<'a>>,
    /// How many rows its group has from this one on.
    left: usize,
}

impl Line<'_> {
    fn names_columns(&self) -> bool {
        !self.cells.is_empty() && self.cells.iter().all(|cell| cell.value().name() == "th")
    }
}

impl Walk {
    /// Walks a table that was opened.
    pub(super) fn table(&mut self, table: ElementRef, context: Context) {
        let lines = lines(table);
        if !lines.iter().flat_map(|line| &line.cells).all(|cell| is_plain(*cell)) {
            return self.children(table, context);
        }
        let role = if context.role == Role::Paragraph { Role::Row } else { context.role };
        let context = context.with(role);
        // Of the table, so that it is read where the rows are.
        for caption in table.child_elements().filter(|child| child.value().name() == "caption") {
            self.children(caption, context);
            self.flush(context);
        }
        let mut cells = Vec::new();
        for line in &lines {
            cells.push(line.cells.iter().map(|cell| self.cell(*cell, line.left, context)).collect());
        }
        let rows = spans::rows(&cells);
        // A row that is one cell is a title over the rows below, not the name of a column.
        let is_head = |at: &usize| lines[*at].names_columns() && !rows::is_one_cell(&rows[*at].slots);
        let titles = (0..rows.len()).take_while(|at| rows::is_one_cell(&rows[*at].slots)).count();
        let heads = (titles..rows.len()).take_while(is_head).count();
        let (titles, rest) = rows.split_at(if heads > 0 { titles } else { 0 });
        for title in titles {
            self.row(rows::listed(&title.slots), title.linked, context);
        }
        self.rows(rest.split_at(heads), &cells[titles.len()..], context);
    }

    fn cell(&mut self, cell: ElementRef, left: usize, context: Context) -> Cell {
        let (words, linked) = self.apart(inner(cell), context);
        let columns = span(cell, "colspan").unwrap_or(1).clamp(1, MOST_COLUMNS);
        // None is to the end of the group.
        let rows = span(cell, "rowspan").map_or(1, |rows| if rows == 0 { left } else { rows.min(left) });
        Cell { words, linked, columns, rows }
    }

    /// The rows that name the columns, and those below; `cells` are those that begin in each.
    fn rows(&mut self, (heads, body): (&[Row], &[Row]), cells: &[Vec<Cell>], context: Context) {
        let names = names(heads);
        let slots: Vec<Vec<Slot>> = body.iter().map(|row| row.slots.clone()).collect();
        let (named, told) =
            rows::told(Some(&names).filter(|names| !names.is_empty()).map(Vec::as_slice), &slots);
        let omits = named && context.role == Role::Row;
        let head_role = if omits { Role::Omitted(Reason::Columns) } else { context.role };
        for (head, cells) in heads.iter().zip(cells) {
            let own: Vec<Slot> = cells.iter().map(|cell| Slot::new(cell.words.clone())).collect();
            self.row(rows::listed(&own), head.linked, context.with(head_role));
        }
        for (words, row) in told.into_iter().zip(body) {
            self.row(words, row.linked, context);
        }
    }

    fn row(&mut self, words: String, linked: usize, context: Context) {
        (self.words, self.linked) = (words, linked);
        self.flush(context);
    }
}

/// What all heads of a column say, from the top down; a head over several columns names each of them.
fn names(heads: &[Row]) -> Vec<Slot> {
    let width = heads.iter().map(|head| head.slots.len()).max().unwrap_or(0);
    let name = |column: usize| {
        let above: Vec<&Slot> = heads.iter().filter_map(|head| head.slots.get(column)).collect();
        let mut words: Vec<&str> = above.iter().map(|slot| slot.words.as_str()).collect();
        words.retain(|words| !words.is_empty());
        words.dedup();
        Slot { words: words.join(" "), goes_on: above.iter().all(|slot| slot.goes_on) }
    };
    (0..width).map(name).collect()
}

/// The rows of a table, each with its cells.
fn lines(table: ElementRef<'_>) -> Vec<Line<'_>> {
    let is_row = |row: &ElementRef| row.value().name() == "tr" && !is_hidden(*row);
    let is_cell = |cell: &ElementRef| matches!(cell.value().name(), "td" | "th") && !is_hidden(*cell);
    let mut lines = Vec::new();
    for part in table.child_elements().filter(|part| !is_hidden(*part)) {
        let group: Vec<ElementRef> = match part.value().name() {
            "tr" => vec![part],
            _ => part.child_elements().filter(is_row).collect(),
        };
        let count = group.len();
        lines.extend(group.into_iter().enumerate().map(|(nth, row)| Line {
            cells: row.child_elements().filter(is_cell).collect(),
            left: count - nth,
        }));
    }
    lines
}

/// The number that an attribute begins with (HTML Standard, section 2.3.4.2); one that is larger than can be is the largest.
fn span(cell: ElementRef, name: &str) -> Option<usize> {
    let value = cell.value().attr(name)?.trim_start().trim_start_matches('+');
    let digits = &value[..value.find(|c: char| !c.is_ascii_digit()).unwrap_or(value.len())];
    (!digits.is_empty()).then(|| digits.parse().unwrap_or(usize::MAX))
}

/// A cell of a table of data has no blocks in it.
fn is_plain(cell: ElementRef) -> bool {
    !elements::holds(inner(cell), &elements::BLOCKS)
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
