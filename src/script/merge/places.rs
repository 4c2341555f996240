//! Where the tables of script.toml stand: each new one behind its neighbour, all others where they stood.

use toml_edit::{ArrayOfTables, DocumentMut, Item, Table};

use super::entry::Entry;

/// Numbers the tables anew, so that there is room behind each for all entries.
pub(super) fn put_entries(document: &mut DocumentMut, entries: Vec<Entry>) {
    let room = isize::try_from(entries.len()).unwrap_or(isize::MAX - 1) + 1;
    for (_, item) in document.as_table_mut().iter_mut() {
        spread(item, room);
    }
    let (mut segments, mut omitted) = (ArrayOfTables::new(), ArrayOfTables::new());
    let (mut last, mut behind) = (isize::MIN, 0);
    for mut entry in entries {
        behind = if entry.position == last { behind + 1 } else { 0 };
        last = entry.position;
        entry.table.set_position(Some(entry.position * room + behind));
        if entry.omitted { omitted.push(entry.table) } else { segments.push(entry.table) }
    }
    for (key, tables) in [("segment", segments), ("omitted", omitted)] {
        if !tables.is_empty() {
            document.insert(key, Item::ArrayOfTables(tables));
        }
    }
}

fn spread(item: &mut Item, room: isize) {
    match item {
        Item::Table(table) => spread_table(table, room),
        Item::ArrayOfTables(tables) => tables.iter_mut().for_each(|table| spread_table(table, room)),
        _ => {}
    }
}

fn spread_table(table: &mut Table, room: isize) {
    if let Some(position) = table.position() {
        table.set_position(Some(position * room));
    }
    for (_, item) in table.iter_mut() {
        spread(item, room);
    }
}
