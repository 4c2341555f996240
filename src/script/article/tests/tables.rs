//! Tests tables with cells that span rows and columns.

use super::{article, blocks, omitted, read};
use crate::script::article::{Format, Reason, Role};

/// Returns the words of a table that are read, and its omitted heads.
fn read_table(table: &str) -> (Vec<String>, Vec<String>) {
    let page = article(&format!("<p>So it is.</p><table>{table}</table>"), Format::Html);
    let owned = |words: &str| words.to_string();
    let heads = omitted(&page);
    assert!(heads.iter().all(|(reason, _)| *reason == Reason::TableHead), "{heads:?}");
    (
        read(&page)[1..].iter().copied().map(owned).collect(),
        heads.into_iter().map(|(_, words)| owned(words)).collect(),
    )
}

const HEAD: &str = "<tr><th>Pier</th><th>Boats</th><th>Since</th></tr>";

#[test]
fn repeats_a_cell_over_two_rows_in_both() {
    let rows =
        "<tr><td>North</td><td rowspan=2>14</td><td>1902</td></tr><tr><td>South</td><td>1907</td></tr>";
    let (read, heads) = read_table(&format!("{HEAD}{rows}"));
    assert_eq!(read, ["North: Boats 14, Since 1902.", "South: Boats 14, Since 1907."]);
    assert_eq!(heads, ["Pier, Boats, Since"]);
    let (read, _) = read_table(rows);
    assert_eq!(read, ["North, 14, 1902", "South, 14, 1907"]);
}

#[test]
fn takes_the_name_of_a_row_from_the_row_above() {
    let rows = "<tr><td rowspan='2'>North</td><td>14</td><td>1902</td></tr><tr><td>3</td><td>1950</td></tr>";
    assert_eq!(
        read_table(&format!("{HEAD}{rows}")).0,
        ["North: Boats 14, Since 1902.", "North: Boats 3, Since 1950."]
    );
}

#[test]
fn repeats_a_cell_over_two_columns_under_both_heads() {
    let rows = "<tr><td>North</td><td colspan=2>not known</td></tr><tr><td colspan=3>On the island</td></tr><tr><td>West</td><td>2</td></tr>";
    let expected = ["North: Boats not known, Since not known.", "On the island.", "West: Boats 2."];
    assert_eq!(read_table(&format!("{HEAD}{rows}")).0, expected);
}

#[test]
fn joins_the_names_of_heads_over_two_columns_and_in_two_rows() {
    let row = "<tr><td>North</td><td>14</td><td>5</td></tr>";
    let (read, heads) = read_table(&format!("<tr><th>Pier</th><th colspan=2>Boats and rafts</th></tr>{row}"));
    assert_eq!(
        (read[0].as_str(), heads[0].as_str()),
        ("North: Boats and rafts 14, 5.", "Pier, Boats and rafts")
    );
    let two = "<thead><tr><th rowspan=2>Pier</th><th colspan=2>Boats</th></tr><tr><th>Sail</th><th>Steam</th></tr></thead>";
    let (read, heads) = read_table(&format!("{two}<tbody>{row}</tbody>"));
    assert_eq!(read, ["North: Boats Sail 14, Boats Steam 5."]);
    assert_eq!(heads, ["Pier, Boats", "Sail, Steam"]);
}

#[test]
fn reads_a_title_above_the_heads() {
    let row = "<tr><td>North</td><td>14</td><td>1902</td></tr>";
    let (read, heads) = read_table(&format!("<tr><th colspan=3>Piers of the bay</th></tr>{HEAD}{row}"));
    assert_eq!(read, ["Piers of the bay", "North: Boats 14, Since 1902."]);
    assert_eq!(heads, ["Pier, Boats, Since"]);
}

#[test]
fn ends_a_span_with_its_group_and_ignores_invalid_spans() {
    let rows = "<tbody><tr><td>North</td><td rowspan=0>14</td><td>1902</td></tr></tbody>\
        <tbody><tr><td>South</td><td rowspan=x>9</td><td colspan='+1px'>1907</td></tr></tbody>";
    let expected = ["North: Boats 14, Since 1902.", "South: Boats 9, Since 1907."];
    assert_eq!(read_table(&format!("<thead>{HEAD}</thead>{rows}")).0, expected);
}

#[test]
fn ignores_spans_that_would_fill_the_page() {
    let row = "<tr><td colspan=1000 rowspan=65534>North</td><td>14</td></tr>";
    let page = article(&format!("<p>So it is.</p><table>{}</table>", row.repeat(2_000)), Format::Html);
    assert!(blocks(&page)[1..].iter().all(|row| *row == (Role::Row, "North, 14")));
    let huge = "<tr><td rowspan=99999999999999999999>North</td><td>14</td></tr><tr><td>3</td></tr>";
    assert_eq!(read_table(huge).0, ["North, 14", "North, 3"]);
}

#[test]
fn reads_the_caption_of_a_table_at_the_end_of_the_article() {
    let table = format!(
        "<table><caption>Piers of the bay</caption>{HEAD}<tr><td>North</td><td>14</td><td>1902</td></tr></table>"
    );
    let body =
        "<p>The harbour office keeps a list of all piers, and shows it to whoever asks on a Monday.</p>";
    let page = article(
        &format!("<html><body><article><h1>The piers</h1>{body}{table}</article></body></html>"),
        Format::Html,
    );
    assert_eq!(read(&page)[2..], ["Piers of the bay", "North: Boats 14, Since 1902."]);
}
