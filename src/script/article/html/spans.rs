//! Which cell stands in which column of a row: one that spans several rows or columns counts for each of them (HTML Standard,
//! section 4.9.12.1, "Forming a table").

use std::iter;

use super::super::rows::Slot;

/// `colspan` is at most this (HTML Standard, section 4.9.11). What `rowspan` may be need not be bounded: a cell ends with its
/// group of rows.
pub(super) const MOST_COLUMNS: usize = 1_000;
/// The numbers come from the page, and a cell's words are told once for each row. So many columns, and bytes of words, may come
/// of spans; a table with more is read as if no cell spanned anything.
const MOST_SLOTS: usize = 20_000;
const MOST_BYTES: usize = 1_000_000;

/// A cell of a table.
pub(super) struct Cell {
    pub(super) words: String,
    /// Bytes of `words` that are the text of links.
    pub(super) linked: usize,
    /// How many columns and rows it spans; the rows are those that there are.
    pub(super) columns: usize,
    pub(super) rows: usize,
}

/// A row of a table.
pub(super) struct Row {
    pub(super) slots: Vec<Slot>,
    /// Bytes of its words that are the text of links.
    pub(super) linked: usize,
}

/// A table's rows, column by column, of the cells that begin in each row.
pub(super) fn rows(lines: &[Vec<Cell>]) -> Vec<Row> {
    let bare = || lines.iter().map(|cells| row(&cells.iter().map(Some).collect::<Vec<_>>())).collect();
    spanned(lines).unwrap_or_else(bare)
}

/// The cells in the columns of a row.
type Columns<'a> = Vec<Option<&'a Cell>>;

fn spanned(lines: &[Vec<Cell>]) -> Option<Vec<Row>> {
    let mut rows = Vec::new();
    // Of each column the cell that goes on below, and into how many rows.
    let mut open: Vec<Option<(&Cell, usize)>> = Vec::new();
    let (mut slots, mut bytes) = (0, 0);
    for cells in lines {
        let mut columns: Columns = open.iter().map(|from| from.map(|(cell, _)| cell)).collect();
        for from in &mut open {
            *from = from.filter(|(_, more)| *more > 1).map(|(cell, more)| (cell, more - 1));
        }
        let mut at = 0;
        for cell in cells {
            at = place(cell, at, &mut columns, &mut open);
            if columns.len() > cells.len() + MOST_SLOTS {
                return None;
            }
        }
        while open.last().is_some_and(Option::is_none) {
            open.pop();
        }
        let length =
            |cells: &mut dyn Iterator<Item = &Cell>| cells.map(|cell| cell.words.len()).sum::<usize>();
        slots += columns.len().saturating_sub(cells.len());
        bytes += length(&mut columns.iter().flatten().copied()).saturating_sub(length(&mut cells.iter()));
        if slots > MOST_SLOTS || bytes > MOST_BYTES {
            return None;
        }
        rows.push(row(&columns));
    }
    Some(rows)
}

/// Puts a cell into the next columns that are free, and gives the column behind it.
fn place<'a>(
    cell: &'a Cell,
    from: usize,
    columns: &mut Columns<'a>,
    open: &mut Vec<Option<(&'a Cell, usize)>>,
) -> usize {
    let taken = |columns: &Columns, at: usize| columns.get(at).is_some_and(Option::is_some);
    let first = (from..).find(|at| !taken(columns, *at)).unwrap_or(from);
    // What stands there already keeps its columns.
    let end =
        (first + 1..first + cell.columns).find(|at| taken(columns, *at)).unwrap_or(first + cell.columns);
    columns.extend(iter::repeat_n(None, end.saturating_sub(columns.len())));
    columns[first..end].fill(Some(cell));
    if cell.rows > 1 {
        open.extend(iter::repeat_n(None, end.saturating_sub(open.len())));
        open[first..end].fill(Some((cell, cell.rows - 1)));
    }
    end
}

fn row(columns: &[Option<&Cell>]) -> Row {
    let mut row = Row { slots: Vec::new(), linked: 0 };
    let mut before: Option<&Cell> = None;
    for column in columns {
        let goes_on = matches!((before, column), (Some(a), Some(b)) if std::ptr::eq(a, *b));
        row.linked += column.filter(|_| !goes_on).map_or(0, |cell| cell.linked);
        row.slots.push(Slot { words: column.map(|cell| cell.words.clone()).unwrap_or_default(), goes_on });
        before = *column;
    }
    row
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(words: &str, columns: usize, rows: usize) -> Cell {
        Cell { words: words.into(), linked: 0, columns, rows }
    }

    /// Cells set apart by bars; `=` is one that goes on from the column before.
    fn shown(lines: &[Vec<Cell>]) -> Vec<String> {
        let slot = |slot: &Slot| if slot.goes_on { "=".into() } else { slot.words.clone() };
        rows(lines).iter().map(|row| row.slots.iter().map(slot).collect::<Vec<_>>().join("|")).collect()
    }

    #[test]
    fn a_cell_stands_in_each_row_and_column_that_it_spans() {
        let lines = [
            vec![cell("a", 1, 2), cell("b", 2, 1), cell("c", 1, 3)],
            vec![cell("d", 1, 1), cell("e", 1, 1)],
            vec![cell("f", 2, 1)],
            vec![cell("g", 1, 1)],
        ];
        assert_eq!(shown(&lines), ["a|b|=|c", "a|d|e|c", "f|=||c", "g"]);
    }

    #[test]
    fn a_cell_takes_no_column_from_one_that_comes_down() {
        let lines = [vec![cell("a", 1, 1), cell("b", 1, 2)], vec![cell("c", 3, 1), cell("d", 1, 1)]];
        assert_eq!(shown(&lines), ["a|b", "c|b|d"]);
    }

    #[test]
    fn links_count_once_in_a_row() {
        let lines = [vec![Cell { linked: 3, ..cell("abc", 2, 2) }], vec![]];
        assert_eq!(rows(&lines).iter().map(|row| row.linked).collect::<Vec<_>>(), [3, 3]);
    }

    #[test]
    fn spans_without_end_are_none() {
        let wide: Vec<Vec<Cell>> =
            (0..50).map(|_| vec![cell("a", MOST_COLUMNS, 1), cell("b", 1, 1)]).collect();
        assert!(shown(&wide).iter().all(|row| row == "a|b"));
        let row: Vec<Cell> = (0..5_000).map(|_| cell("a", MOST_COLUMNS, 1)).collect();
        assert_eq!(rows(&[row])[0].slots.len(), 5_000);
        let mut long: Vec<Vec<Cell>> = vec![vec![cell(&"word ".repeat(50_000), 1, 100)]];
        long.extend((1..100).map(|_| Vec::new()));
        assert!(rows(&long)[1].slots.is_empty());
    }
}
