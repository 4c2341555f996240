//! `[aloud]`: hashes of what Aloud last wrote into script.toml.
//!
//! They show what a person has changed, moved or deleted since. They are in the file itself, so they stay with it when the
//! file is copied or committed.

use std::collections::BTreeSet;

use toml_edit::{Array, DocumentMut, Item, RawString, Table, Value, value};

use super::identity::segment_id;
use crate::base::toml_reader::Reader;

/// Hashes of what Aloud last wrote.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Memory {
    /// Ids of the article's segments and omissions in order; an omission's id starts with `-`. `None` in files of early
    /// versions.
    pub article: Option<Vec<String>>,
    /// Hash of the article's title.
    pub title: Option<String>,
    /// Hashes of the lines that Aloud wrote into `[cast]`.
    pub cast: BTreeSet<String>,
}

/// Name of the table.
const TABLE: &str = "aloud";
/// Ids per line, to keep lines within 120 columns.
const IDS_PER_LINE: usize = 12;
/// Comment above the table.
const HEAD: &str =
    "\n# Aloud's own notes, by which it tells what you changed, moved or deleted since. Leave them to it.\n";

/// Reads `[aloud]` and reports values of a wrong type.
pub(super) fn read(reader: &mut Reader<'_>, root: &Table) -> Memory {
    if let Some(table) = reader.table(root, TABLE) {
        reader.known_keys(table, &["article", "title", "cast"], "in `[aloud]`");
        reader.string(table, "article");
        reader.string(table, "title");
        reader.strings(table, "cast");
    }
    Memory::from_root(root)
}

impl Memory {
    /// Returns the memory of a file. A value that Aloud cannot have written counts as missing.
    pub(in crate::script) fn from_root(root: &Table) -> Self {
        let Some(table) = root.get(TABLE).and_then(Item::as_table) else { return Self::default() };
        let string = |key: &str| table.get(key).and_then(Item::as_str);
        let cast = table.get("cast").and_then(Item::as_array).into_iter().flatten();
        Self {
            article: string("article").map(|ids| ids.split_whitespace().map(str::to_string).collect()),
            title: string("title").map(str::to_string),
            cast: cast.filter_map(Value::as_str).map(str::to_string).collect(),
        }
    }

    /// Writes the table: in its place, or at the end of a file without one.
    pub(in crate::script) fn write_to(&self, document: &mut DocumentMut) {
        if document.get(TABLE).is_none_or(|item| !item.is_table()) {
            append(document);
        }
        let table = &mut document[TABLE];
        if let Some(ids) = &self.article {
            let lines: Vec<String> = ids.chunks(IDS_PER_LINE).map(|line| line.join(" ")).collect();
            table["article"] = value(format!("{}\n", lines.join("\n")));
        }
        match &self.title {
            Some(title) => table["title"] = value(title),
            None => drop(table.as_table_mut().and_then(|table| table.remove("title"))),
        }
        if !self.cast.is_empty() {
            table["cast"] = value(self.cast.iter().collect::<Array>());
        }
    }

    /// Returns true when Aloud wrote this line of `[cast]` and it has not changed since.
    pub(crate) fn wrote_cast(&self, speaker: &str, voice: &str) -> bool {
        self.cast.contains(&cast_id(speaker, voice))
    }

    /// Records a line of `[cast]` that Aloud writes.
    pub(in crate::script) fn add_cast(&mut self, speaker: &str, voice: &str) {
        self.cast.insert(cast_id(speaker, voice));
    }
}

fn cast_id(speaker: &str, voice: &str) -> String {
    segment_id(&format!("{speaker} = {voice}"), 0)
}

/// Adds an empty table after everything else, also after comments at the end of the file.
fn append(document: &mut DocumentMut) {
    let note = document.trailing().as_str().unwrap_or_default().trim_end().to_string();
    document.set_trailing(RawString::default());
    let mut table = Table::new();
    let note = if note.is_empty() { note } else { format!("{note}\n") };
    table.decor_mut().set_prefix(format!("{note}{HEAD}"));
    table.set_position(Some(last_position(document.as_table()).saturating_add(1)));
    document.insert(TABLE, Item::Table(table));
}

/// Returns the position of the last table of the file.
fn last_position(table: &Table) -> isize {
    let nested = table.iter().map(|(_, item)| last_position_in(item)).max().unwrap_or(0);
    nested.max(table.position().unwrap_or(0))
}

fn last_position_in(item: &Item) -> isize {
    match item {
        Item::Table(table) => last_position(table),
        Item::ArrayOfTables(tables) => tables.iter().map(last_position).max().unwrap_or(0),
        _ => 0,
    }
}
