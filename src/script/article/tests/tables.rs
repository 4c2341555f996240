//! Tables of pages whose cells span rows and columns.

use super::{article, blocks, omitted, read};
use crate::script::article::{Format, Reason, Role};

/// What is read of a table, and what its head is listed as.
fn told(table: &str) -> (Vec<String>, Vec<String>) {
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
fn a_cell_over_two_rows_is_said_in_both() {
    let rows =
        "<tr><td>North</td><td rowspan=2>14</td><td>1902</td></tr><tr><td>South</td><td>1907</td></tr>";
    let (read, heads) = told(&format!("{HEAD}{rows}"));
    assert_eq!(read, ["North: Boats 14, Since 1902.", "South: Boats 14, Since 1907."]);
    assert_eq!(heads, ["Pier, Boats, Since"]);
    let (read, _) = told(rows);
    assert_eq!(read, ["North, 14, 1902", "South, 14, 1907"]);
}

#[test]
fn a_row_may_take_its_name_from_the_one_above() {
    let rows = "<tr><td rowspan='2'>North</td><td>14</td><td>1902</td></tr><tr><td>3</td><td>1950</td></tr>";
    assert_eq!(
        told(&format!("{HEAD}{rows}")).0,
        ["North: Boats 14, Since 1902.", "North: Boats 3, Since 1950."]
    );
}

#[test]
fn a_cell_over_two_columns_is_said_under_both_heads() {
    let rows = "<tr><td>North</td><td colspan=2>not known</td></tr><tr><td colspan=3>On the island</td></tr><tr><td>West</td><td>2</td></tr>";
    let expected = ["North: Boats not known, Since not known.", "On the island.", "West: Boats 2."];
    assert_eq!(told(&format!("{HEAD}{rows}")).0, expected);
}

#[test]
fn a_head_over_two_columns_names_both_and_heads_in_two_rows_are_said_together() {
    let row = "<tr><td>North</td><td>14</td><td>5</td></tr>";
    let (read, heads) = told(&format!("<tr><th>Pier</th><th colspan=2>Boats and rafts</th></tr>{row}"));
    assert_eq!(
        (read[0].as_str(), heads[0].as_str()),
        ("North: Boats and rafts 14, 5.", "Pier, Boats and rafts")
    );
    let two = "<thead><tr><th rowspan=2>Pier</th><th colspan=2>Boats</th></tr><tr><th>Sail</th><th>Steam</th></tr></thead>";
    let (read, heads) = told(&format!("{two}<tbody>{row}</tbody>"));
    assert_eq!(read, ["North: Boats Sail 14, Boats Steam 5."]);
    assert_eq!(heads, ["Pier, Boats", "Sail, Steam"]);
}

#[test]
fn a_title_over_the_heads_is_read() {
    let row = "<tr><td>North</td><td>14</td><td>1902</td></tr>";
    let (read, heads) = told(&format!("<tr><th colspan=3>Piers of the bay</th></tr>{HEAD}{row}"));
    assert_eq!(read, ["Piers of the bay", "North: Boats 14, Since 1902."]);
    assert_eq!(heads, ["Pier, Boats, Since"]);
}

#[test]
fn a_span_ends_with_its_group_and_what_is_no_number_is_none() {
    let rows = "<tbody><tr><td>North</td><td rowspan=0>14</td><td>1902</td></tr></tbody>\
        <tbody><tr><td>South</td><td rowspan=x>9</td><td colspan='+1px'>1907</td></tr></tbody>";
    let expected = ["North: Boats 14, Since 1902.", "South: Boats 9, Since 1907."];
    assert_eq!(told(&format!("<thead>{HEAD}</thead>{rows}")).0, expected);
}

#[test]
fn spans_that_a_page_could_be_filled_with_are_not_followed() {
    let row = "<tr><td colspan=1000 rowspan=65534>North</td><td>14</td></tr>";
    let page = article(&format!("<p>So it is.</p><table>{}</table>", row.repeat(2_000)), Format::Html);
    assert!(blocks(&page)[1..].iter().all(|row| *row == (Role::Row, "North, 14")));
    let huge = "<tr><td rowspan=99999999999999999999>North</td><td>14</td></tr><tr><td>3</td></tr>";
    assert_eq!(told(huge).0, ["North, 14", "North, 3"]);
}

#[test]
fn a_caption_is_read_with_its_rows_also_at_the_end_of_the_article() {
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
