//! Rows of tables as they are heard: each cell with the head of its column.

use super::shape;

/// A table's rows as sentences. Where a head gives names to the columns, each row says them and the head itself need not
/// be read; the flag tells.
pub(super) fn told(head: Option<&[String]>, rows: &[Vec<String>]) -> (bool, Vec<String>) {
    let fits = |head: &&[String]| {
        let named = head.iter().skip(1).any(|name| !name.is_empty());
        named && !rows.is_empty() && rows.iter().all(|row| row.len() == head.len())
    };
    match head.filter(fits) {
        Some(head) => (true, rows.iter().map(|row| under(head, row)).collect()),
        None => (false, rows.iter().map(|row| listed(row)).collect()),
    }
}

/// The cells that are not empty.
pub(super) fn listed(cells: &[String]) -> String {
    let cells: Vec<&str> = cells.iter().map(String::as_str).filter(|cell| !cell.is_empty()).collect();
    cells.join(", ")
}

/// `2021: Passengers 41,200, Cancelled sailings 31.`
fn under(head: &[String], row: &[String]) -> String {
    let cell = |(name, cell): (&String, &String)| {
        (!cell.is_empty()).then(|| if name.is_empty() { cell.clone() } else { format!("{name} {cell}") })
    };
    let rest: Vec<String> = head.iter().zip(row).skip(1).filter_map(cell).collect();
    let first = row.first().map(String::as_str).unwrap_or_default();
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

    fn row(cells: &[&str]) -> Vec<String> {
        cells.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn each_cell_comes_with_its_column() {
        let head = row(&["Year", "Passengers", "Cancelled sailings"]);
        let rows = [row(&["2021", "41,200", "31"]), row(&["", "9", ""]), row(&["2023", "", ""])];
        let expected = ["2021: Passengers 41,200, Cancelled sailings 31.", "Passengers 9.", "2023."];
        assert_eq!(told(Some(&head), &rows), (true, row(&expected)));
    }

    #[test]
    fn without_names_or_with_other_columns_a_row_is_a_list() {
        let rows = [row(&["2021", "", "31"])];
        assert_eq!(told(None, &rows), (false, row(&["2021, 31"])));
        for head in [row(&["Year", "", ""]), row(&["Year", "Passengers"])] {
            assert_eq!(told(Some(&head), &rows), (false, row(&["2021, 31"])));
        }
    }
}
