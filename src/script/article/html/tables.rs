//! Reads tables of data: each row with the names of its columns. A table that lays out a page is walked as blocks.

use std::iter;

use scraper::ElementRef;

use super::super::block::{Reason, Role};
use super::super::table_rows::{self, Slot};
use super::elements;
use super::visibility::is_hidden;
use super::walk::{Context, Walker};

/// The largest `colspan` (HTML Standard, section 4.9.11). `rowspan` needs no limit, because a cell ends with its group of rows.
const MAX_COLUMNS: usize = 1_000;
/// Spans may add at most this many slots to a table. The page states the spans, and a cell's words are read once for each row, so a
/// small page could grow without limit. In a larger table, spans are ignored.
const MAX_SPANNED_SLOTS: usize = 20_000;
/// Spans may add at most this many bytes of words to a table.
const MAX_SPANNED_BYTES: usize = 1_000_000;

/// A row of the source.
struct SourceRow<'a> {
    cells: Vec<ElementRef<'a>>,
    /// How many rows its group has from this one on.
    left_in_group: usize,
}

impl SourceRow<'_> {
    fn has_only_heads(&self) -> bool {
        !self.cells.is_empty() && self.cells.iter().all(|cell| cell.value().name() == "th")
    }
}

/// A cell of a table.
struct SpanningCell {
    words: String,
    /// Bytes of `words` that are the text of links.
    linked: usize,
    /// How many columns it spans.
    columns: usize,
    /// How many rows it spans, at most those of its group.
    rows: usize,
}

/// A row of a table, column by column.
struct GridRow {
    slots: Vec<Slot>,
    /// Bytes of its words that are the text of links.
    linked: usize,
}

impl Walker {
    /// Walks a table after its start tag.
    pub(super) fn table(&mut self, table: ElementRef, context: Context) {
        let source_rows = source_rows(table);
        if !source_rows.iter().flat_map(|row| &row.cells).all(|cell| is_data(*cell)) {
            return self.children(table, context);
        }
        let role = if context.role == Role::Paragraph { Role::Row } else { context.role };
        let context = context.with_role(role);
        // The caption of a table is read, unlike that of a picture: the rows mean little without it.
        for caption in table.child_elements().filter(|child| child.value().name() == "caption") {
            self.children(caption, context);
            self.flush(context);
        }
        let mut cells = Vec::new();
        for row in &source_rows {
            cells.push(row.cells.iter().map(|cell| self.cell(*cell, row.left_in_group, context)).collect());
        }
        let rows = grid(&cells);
        // A row that is a single cell is a title over the rows below, not the name of a column.
        let is_title = |at: &usize| table_rows::is_single_cell(&rows[*at].slots);
        let titles = (0..rows.len()).take_while(is_title).count();
        let heads =
            (titles..rows.len()).take_while(|at| source_rows[*at].has_only_heads() && !is_title(at)).count();
        let (titles, rest) = rows.split_at(if heads > 0 { titles } else { 0 });
        for title in titles {
            self.row(table_rows::join_cells(&title.slots), title.linked, context);
        }
        self.rows(rest.split_at(heads), &cells[titles.len()..], context);
    }

    fn cell(&mut self, cell: ElementRef, left_in_group: usize, context: Context) -> SpanningCell {
        let (words, linked) = self.collect_words(only_paragraph(cell), context);
        let columns = span(cell, "colspan").unwrap_or(1).clamp(1, MAX_COLUMNS);
        // Zero means: to the end of the group.
        let rows = span(cell, "rowspan")
            .map_or(1, |rows| if rows == 0 { left_in_group } else { rows.min(left_in_group) });
        SpanningCell { words, linked, columns, rows }
    }

    /// Adds the rows that name the columns, and those below. `cells` are the cells that begin in each row.
    fn rows(
        &mut self,
        (heads, body): (&[GridRow], &[GridRow]),
        cells: &[Vec<SpanningCell>],
        context: Context,
    ) {
        let names = column_names(heads);
        let slots: Vec<Vec<Slot>> = body.iter().map(|row| row.slots.clone()).collect();
        let names = Some(names.as_slice()).filter(|names| !names.is_empty());
        let (has_names, sentences) = table_rows::row_sentences(names, &slots);
        let omits_head = has_names && context.role == Role::Row;
        let head_role = if omits_head { Role::Omitted(Reason::TableHead) } else { context.role };
        for (head, cells) in heads.iter().zip(cells) {
            let own: Vec<Slot> = cells.iter().map(|cell| Slot::new(cell.words.clone())).collect();
            self.row(table_rows::join_cells(&own), head.linked, context.with_role(head_role));
        }
        for (words, row) in sentences.into_iter().zip(body) {
            self.row(words, row.linked, context);
        }
    }

    fn row(&mut self, words: String, linked: usize, context: Context) {
        (self.open.words, self.open.linked, self.open.emphasised) = (words, linked, 0);
        self.flush(context);
    }
}

/// Returns the rows of a table, each with its cells.
fn source_rows(table: ElementRef<'_>) -> Vec<SourceRow<'_>> {
    let mut rows = Vec::new();
    for part in table.child_elements().filter(|part| !is_hidden(*part, false)) {
        let group: Vec<ElementRef> = match part.value().name() {
            "tr" => vec![part],
            _ => part
                .child_elements()
                .filter(|row| row.value().name() == "tr" && !is_hidden(*row, false))
                .collect(),
        };
        let count = group.len();
        rows.extend(group.into_iter().enumerate().map(|(nth, row)| SourceRow {
            cells: row.child_elements().filter(is_cell).collect(),
            left_in_group: count - nth,
        }));
    }
    rows
}

fn is_cell(element: &ElementRef) -> bool {
    matches!(element.value().name(), "td" | "th") && !is_hidden(*element, false)
}

/// True for a cell of a table of data. A cell with blocks or buttons in it lays out a page.
fn is_data(cell: ElementRef) -> bool {
    !elements::contains(only_paragraph(cell), &elements::BLOCKS)
        && !elements::contains(cell, &["br", "form", "nav", "button"])
}

/// Returns the only paragraph of a cell, or the cell itself if it holds anything else. Some editors put a `<p>` into every cell.
fn only_paragraph(cell: ElementRef<'_>) -> ElementRef<'_> {
    let mut children =
        cell.children().filter(|child| !child.value().as_text().is_some_and(|t| t.trim().is_empty()));
    match (children.next().and_then(ElementRef::wrap), children.next()) {
        (Some(only), None) if only.value().name() == "p" => only,
        _ => cell,
    }
}

/// Returns the number at the beginning of an attribute (HTML Standard, section 2.3.4.2). A number that overflows becomes the largest.
fn span(cell: ElementRef, name: &str) -> Option<usize> {
    let value = cell.value().attr(name)?.trim_start().trim_start_matches('+');
    let digits = &value[..value.find(|c: char| !c.is_ascii_digit()).unwrap_or(value.len())];
    (!digits.is_empty()).then(|| digits.parse().unwrap_or(usize::MAX))
}

/// Returns the name of each column: the words of all its heads from the top down. A head over several columns names each of them.
fn column_names(heads: &[GridRow]) -> Vec<Slot> {
    let width = heads.iter().map(|head| head.slots.len()).max().unwrap_or(0);
    (0..width).map(|column| column_name(heads, column)).collect()
}

fn column_name(heads: &[GridRow], column: usize) -> Slot {
    let above: Vec<&Slot> = heads.iter().filter_map(|head| head.slots.get(column)).collect();
    let mut words: Vec<&str> = above.iter().map(|slot| slot.words.as_str()).collect();
    words.retain(|words| !words.is_empty());
    words.dedup();
    Slot { words: words.join(" "), same_as_before: above.iter().all(|slot| slot.same_as_before) }
}

/// Assigns the cells of a table to the slots of a grid. A cell that spans rows or columns fills each of them (HTML Standard, section
/// 4.9.12.1, "Forming a table"). If that makes the table too large, spans are ignored.
fn grid(rows: &[Vec<SpanningCell>]) -> Vec<GridRow> {
    spanned_grid(rows).unwrap_or_else(|| {
        rows.iter().map(|cells| grid_row(&cells.iter().map(Some).collect::<Vec<_>>())).collect()
    })
}

/// The cells in the columns of a row.
type Columns<'a> = Vec<Option<&'a SpanningCell>>;
/// For each column, the cell that goes on below and into how many rows.
type OpenCells<'a> = Vec<Option<(&'a SpanningCell, usize)>>;

fn spanned_grid(rows: &[Vec<SpanningCell>]) -> Option<Vec<GridRow>> {
    let mut grid = Vec::new();
    let mut open: OpenCells = Vec::new();
    let (mut slots, mut bytes) = (0, 0);
    for cells in rows {
        let mut columns: Columns = open.iter().map(|from| from.map(|(cell, _)| cell)).collect();
        for from in &mut open {
            *from = from.filter(|(_, more)| *more > 1).map(|(cell, more)| (cell, more - 1));
        }
        let mut at = 0;
        for cell in cells {
            at = place(cell, at, &mut columns, &mut open);
            if columns.len() > cells.len() + MAX_SPANNED_SLOTS {
                return None;
            }
        }
        while open.last().is_some_and(Option::is_none) {
            open.pop();
        }
        slots += columns.len().saturating_sub(cells.len());
        bytes += word_bytes(columns.iter().flatten().copied()).saturating_sub(word_bytes(cells));
        if slots > MAX_SPANNED_SLOTS || bytes > MAX_SPANNED_BYTES {
            return None;
        }
        grid.push(grid_row(&columns));
    }
    Some(grid)
}

fn word_bytes<'a>(cells: impl IntoIterator<Item = &'a SpanningCell>) -> usize {
    cells.into_iter().map(|cell| cell.words.len()).sum()
}

/// Puts a cell into the next free columns and returns the column after it.
fn place<'a>(
    cell: &'a SpanningCell,
    from: usize,
    columns: &mut Columns<'a>,
    open: &mut OpenCells<'a>,
) -> usize {
    let first = (from..).find(|at| !is_taken(columns, *at)).unwrap_or(from);
    // A cell from a row above keeps its columns.
    let end =
        (first + 1..first + cell.columns).find(|at| is_taken(columns, *at)).unwrap_or(first + cell.columns);
    columns.extend(iter::repeat_n(None, end.saturating_sub(columns.len())));
    columns[first..end].fill(Some(cell));
    if cell.rows > 1 {
        open.extend(iter::repeat_n(None, end.saturating_sub(open.len())));
        open[first..end].fill(Some((cell, cell.rows - 1)));
    }
    end
}

fn is_taken(columns: &Columns, at: usize) -> bool {
    columns.get(at).is_some_and(Option::is_some)
}

fn grid_row(columns: &[Option<&SpanningCell>]) -> GridRow {
    let mut row = GridRow { slots: Vec::new(), linked: 0 };
    let mut before: Option<&SpanningCell> = None;
    for column in columns {
        let same_as_before = matches!((before, column), (Some(a), Some(b)) if std::ptr::eq(a, *b));
        row.linked += column.filter(|_| !same_as_before).map_or(0, |cell| cell.linked);
        let words = column.map(|cell| cell.words.clone()).unwrap_or_default();
        row.slots.push(Slot { words, same_as_before });
        before = *column;
    }
    row
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(words: &str, columns: usize, rows: usize) -> SpanningCell {
        SpanningCell { words: words.into(), linked: 0, columns, rows }
    }

    /// Cells with bars between them. `=` is a column that the cell before spans too.
    fn shown(lines: &[Vec<SpanningCell>]) -> Vec<String> {
        let slot = |slot: &Slot| if slot.same_as_before { "=".into() } else { slot.words.clone() };
        grid(lines).iter().map(|row| row.slots.iter().map(slot).collect::<Vec<_>>().join("|")).collect()
    }

    #[test]
    fn puts_a_cell_into_each_row_and_column_that_it_spans() {
        let lines = [
            vec![cell("a", 1, 2), cell("b", 2, 1), cell("c", 1, 3)],
            vec![cell("d", 1, 1), cell("e", 1, 1)],
            vec![cell("f", 2, 1)],
            vec![cell("g", 1, 1)],
        ];
        assert_eq!(shown(&lines), ["a|b|=|c", "a|d|e|c", "f|=||c", "g"]);
    }

    #[test]
    fn a_cell_takes_no_column_from_a_cell_that_spans_rows() {
        let lines = [vec![cell("a", 1, 1), cell("b", 1, 2)], vec![cell("c", 3, 1), cell("d", 1, 1)]];
        assert_eq!(shown(&lines), ["a|b", "c|b|d"]);
    }

    #[test]
    fn counts_links_once_in_a_row() {
        let lines = [vec![SpanningCell { linked: 3, ..cell("abc", 2, 2) }], vec![]];
        assert_eq!(grid(&lines).iter().map(|row| row.linked).collect::<Vec<_>>(), [3, 3]);
    }

    #[test]
    fn ignores_spans_that_make_the_table_too_large() {
        let wide: Vec<Vec<SpanningCell>> =
            (0..50).map(|_| vec![cell("a", MAX_COLUMNS, 1), cell("b", 1, 1)]).collect();
        assert!(shown(&wide).iter().all(|row| row == "a|b"));
        let row: Vec<SpanningCell> = (0..5_000).map(|_| cell("a", MAX_COLUMNS, 1)).collect();
        assert_eq!(grid(&[row])[0].slots.len(), 5_000);
        let mut long: Vec<Vec<SpanningCell>> = vec![vec![cell(&"word ".repeat(50_000), 1, 100)]];
        long.extend((1..100).map(|_| Vec::new()));
        assert!(grid(&long)[1].slots.is_empty());
    }
}
