//! Rows of tables as they are heard: each cell with the head of its column.

use super::shape;

/// Names of columns are short: longer ones, in bytes, are not said again with every row.
const MOST_NAMES: usize = 1_000;

/// What stands in one column of a row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Slot {
    pub(super) words: String,
    /// The same cell as in the column before, which it spans too.
    pub(super) goes_on: bool,
}

impl Slot {
    /// A cell that is one column wide, or the first column of one.
    pub(super) fn new(words: String) -> Self {
        Self { words, goes_on: false }
    }
}

/// A table's rows as sentences. Where a head gives names to the columns, each row says them and the head itself need not
/// be read; the flag tells.
pub(super) fn told(head: Option<&[Slot]>, rows: &[Vec<Slot>]) -> (bool, Vec<String>) {
    let fits = |head: &&[Slot]| {
        let named = head.iter().skip(1).any(|name| !name.words.is_empty());
        let length: usize = head.iter().map(|name| name.words.len()).sum();
        // A row may end early; with more columns than the head has it is not known which is which.
        named && length <= MOST_NAMES && !rows.is_empty() && rows.iter().all(|row| row.len() <= head.len())
    };
    match head.filter(fits) {
        Some(head) => (true, rows.iter().map(|row| under(head, row)).collect()),
        None => (false, rows.iter().map(|row| listed(row)).collect()),
    }
}

/// The cells that are not empty, each once.
pub(super) fn listed(row: &[Slot]) -> String {
    let cells = row.iter().filter(|slot| !slot.goes_on && !slot.words.is_empty());
    cells.map(|slot| slot.words.as_str()).collect::<Vec<_>>().join(", ")
}

/// One cell fills the row: it stands under no column.
pub(super) fn is_one_cell(row: &[Slot]) -> bool {
    row.iter().skip(1).all(|slot| slot.goes_on)
}

/// `2021: Passengers 41,200, Cancelled sailings 31.`
fn under(head: &[Slot], row: &[Slot]) -> String {
    let first = row.first().map(|slot| slot.words.as_str()).unwrap_or_default();
    let width = 1 + row.iter().skip(1).take_while(|slot| slot.goes_on).count();
    let mut rest = Vec::new();
    // The head of the column before has been said.
    let mut said = false;
    for (name, cell) in head.iter().zip(row).skip(width) {
        // A head over several columns is said once.
        said &= name.goes_on;
        if cell.words.is_empty() || (said && cell.goes_on) {
            continue;
        }
        let bare = said || name.words.is_empty();
        rest.push(if bare { cell.words.clone() } else { format!("{} {}", name.words, cell.words) });
        said = true;
    }
    let told = match (first.is_empty(), rest.is_empty()) {
        (_, true) => first.to_string(),
        (true, false) => rest.join(", "),
        (false, false) => format!("{first}: {}", rest.join(", ")),
    };
    if told.is_empty() || shape::ends_sentence(&told) { told } else { told + "." }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `=` stands for the cell before, which goes on.
    fn row(cells: &[&str]) -> Vec<Slot> {
        let mut row: Vec<Slot> = Vec::new();
        for cell in cells {
            let before = row.last().map(|slot| slot.words.clone()).unwrap_or_default();
            row.push(match *cell {
                "=" => Slot { words: before, goes_on: true },
                words => Slot::new(words.to_string()),
            });
        }
        row
    }

    fn told_of(head: &[&str], rows: &[&[&str]]) -> (bool, Vec<String>) {
        told(Some(&row(head)), &rows.iter().map(|cells| row(cells)).collect::<Vec<_>>())
    }

    fn all(named: bool, told: &[&str]) -> (bool, Vec<String>) {
        (named, told.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn each_cell_comes_with_its_column() {
        let rows: [&[&str]; 4] =
            [&["2021", "41,200", "31"], &["", "9", ""], &["2023", "", ""], &["2024", "7"]];
        let expected = [
            "2021: Passengers 41,200, Cancelled sailings 31.",
            "Passengers 9.",
            "2023.",
            "2024: Passengers 7.",
        ];
        assert_eq!(told_of(&["Year", "Passengers", "Cancelled sailings"], &rows), all(true, &expected));
    }

    #[test]
    fn without_names_or_with_more_columns_a_row_is_a_list() {
        assert_eq!(told(None, &[row(&["2021", "", "31"])]), all(false, &["2021, 31"]));
        let long = "Passengers ".repeat(100);
        for head in
            [&["Year", "", ""], &["Year", "Passengers", ""][..2], &["Year", long.as_str(), "Sailings"]]
        {
            assert_eq!(told_of(head, &[&["2021", "", "31"]]), all(false, &["2021, 31"]));
        }
    }

    #[test]
    fn a_cell_counts_for_each_column_that_it_spans_and_a_head_over_several_is_said_once() {
        let rows: [&[&str]; 5] = [
            &["Quay", "22", "5", "1890"],
            &["Mill Lane", "none", "=", "1884"],
            &["Rope Walk", "", "3", "not known"],
            &["Ash Row", "2", "gone", "="],
            &["South of the river", "=", "=", "="],
        ];
        let expected = [
            "Quay: Lamps 22, 5, Since 1890.",
            "Mill Lane: Lamps none, Since 1884.",
            "Rope Walk: Lamps 3, Since not known.",
            "Ash Row: Lamps 2, gone, Since gone.",
            "South of the river.",
        ];
        assert_eq!(told_of(&["Street", "Lamps", "=", "Since"], &rows), all(true, &expected));
    }
}
