//! Turns the rows of a table into sentences: each cell follows the name of its column.
//!
//! A listener cannot look up at the head of the table, so every row repeats it.

use super::shape;

/// Longer column names, in bytes of a whole head, are not repeated with every row.
const MAX_NAMES_BYTES: usize = 1_000;

/// Content of one column in a row: a slot of the grid (HTML Standard, section 4.9.12).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Slot {
    pub(super) words: String,
    /// The cell of the column before spans this column too.
    pub(super) same_as_before: bool,
}

impl Slot {
    /// Returns the slot of a cell that is one column wide, or the first slot of a wider one.
    pub(super) fn new(words: String) -> Self {
        Self { words, same_as_before: false }
    }
}

/// Turns the rows of a table into sentences.
///
/// If a head names the columns, each row repeats the names and the flag is true: the head itself need not be read. Otherwise a row is
/// a list of its cells.
pub(super) fn row_sentences(head: Option<&[Slot]>, rows: &[Vec<Slot>]) -> (bool, Vec<String>) {
    match head.filter(|head| names_columns(head, rows)) {
        Some(head) => (true, rows.iter().map(|row| sentence_with_names(head, row)).collect()),
        None => (false, rows.iter().map(|row| join_cells(row)).collect()),
    }
}

/// A row may end early. With more columns than the head has, the names cannot be assigned.
fn names_columns(head: &[Slot], rows: &[Vec<Slot>]) -> bool {
    let has_names = head.iter().skip(1).any(|name| !name.words.is_empty());
    let length: usize = head.iter().map(|name| name.words.len()).sum();
    has_names
        && length <= MAX_NAMES_BYTES
        && !rows.is_empty()
        && rows.iter().all(|row| row.len() <= head.len())
}

/// Joins the cells that are not empty, each once, with commas.
pub(super) fn join_cells(row: &[Slot]) -> String {
    let cells = row.iter().filter(|slot| !slot.same_as_before && !slot.words.is_empty());
    cells.map(|slot| slot.words.as_str()).collect::<Vec<_>>().join(", ")
}

/// True if one cell fills the row. Such a row is a title of the rows below, and belongs to no column.
pub(super) fn is_single_cell(row: &[Slot]) -> bool {
    row.iter().skip(1).all(|slot| slot.same_as_before)
}

/// Returns a row with the names of its columns: `2021: Passengers 41,200, Cancelled sailings 31.`
fn sentence_with_names(head: &[Slot], row: &[Slot]) -> String {
    let first = row.first().map(|slot| slot.words.as_str()).unwrap_or_default();
    let width = 1 + row.iter().skip(1).take_while(|slot| slot.same_as_before).count();
    let mut rest = Vec::new();
    // A name over several columns is said once, with the first cell under it.
    let mut name_is_said = false;
    for (name, cell) in head.iter().zip(row).skip(width) {
        name_is_said &= name.same_as_before;
        if cell.words.is_empty() || (name_is_said && cell.same_as_before) {
            continue;
        }
        let bare = name_is_said || name.words.is_empty();
        rest.push(if bare { cell.words.clone() } else { format!("{} {}", name.words, cell.words) });
        name_is_said = true;
    }
    let sentence = match (first.is_empty(), rest.is_empty()) {
        (_, true) => first.to_string(),
        (true, false) => rest.join(", "),
        (false, false) => format!("{first}: {}", rest.join(", ")),
    };
    if sentence.is_empty() || shape::ends_sentence(&sentence) { sentence } else { sentence + "." }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `=` is a column that the cell before spans too.
    fn row(cells: &[&str]) -> Vec<Slot> {
        let mut row: Vec<Slot> = Vec::new();
        for cell in cells {
            let before = row.last().map(|slot| slot.words.clone()).unwrap_or_default();
            row.push(match *cell {
                "=" => Slot { words: before, same_as_before: true },
                words => Slot::new(words.to_string()),
            });
        }
        row
    }

    fn sentences(head: &[&str], rows: &[&[&str]]) -> (bool, Vec<String>) {
        row_sentences(Some(&row(head)), &rows.iter().map(|cells| row(cells)).collect::<Vec<_>>())
    }

    fn expected_rows(named: bool, sentences: &[&str]) -> (bool, Vec<String>) {
        (named, sentences.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn names_the_column_of_each_cell() {
        let rows: [&[&str]; 4] =
            [&["2021", "41,200", "31"], &["", "9", ""], &["2023", "", ""], &["2024", "7"]];
        let expected = [
            "2021: Passengers 41,200, Cancelled sailings 31.",
            "Passengers 9.",
            "2023.",
            "2024: Passengers 7.",
        ];
        assert_eq!(
            sentences(&["Year", "Passengers", "Cancelled sailings"], &rows),
            expected_rows(true, &expected)
        );
    }

    #[test]
    fn lists_the_cells_if_the_head_has_no_names_or_too_few() {
        assert_eq!(row_sentences(None, &[row(&["2021", "", "31"])]), expected_rows(false, &["2021, 31"]));
        let long = "Passengers ".repeat(100);
        for head in
            [&["Year", "", ""], &["Year", "Passengers", ""][..2], &["Year", long.as_str(), "Sailings"]]
        {
            assert_eq!(sentences(head, &[&["2021", "", "31"]]), expected_rows(false, &["2021, 31"]));
        }
    }

    #[test]
    fn repeats_a_spanning_cell_in_each_column_and_says_a_spanning_name_once() {
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
        assert_eq!(sentences(&["Street", "Lamps", "=", "Since"], &rows), expected_rows(true, &expected));
    }
}
