//! `[aloud]`: what Aloud remembers in script.toml of what it wrote, by hashes, so that it can tell what a person has
//! changed since, deleted or moved. It stands in the file itself, and so it goes wherever the file goes.

use std::collections::BTreeSet;

use toml_edit::{Array, DocumentMut, Item, RawString, Table, Value, value};

use super::segment_id;
use crate::base::toml_reader::Reader;

/// What Aloud last wrote.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Memory {
    /// Ids of the article's segments in its order; those of omissions have a `-` before them. `None` where nothing is
    /// remembered.
    pub article: Option<Vec<String>>,
    /// Of the article's own title.
    pub title: Option<String>,
    /// Of the lines that it wrote into `[cast]`.
    pub cast: BTreeSet<String>,
}

/// Marks the id of an omission.
pub(crate) const OMITTED: &str = "-";
/// The table's name.
const KEY: &str = "aloud";
/// So many ids stand on a line.
const IN_LINE: usize = 12;
const HEAD: &str =
    "\n# Aloud's own notes, by which it tells what you changed, moved or deleted since. Leave them to it.\n";

/// The memory that stands in script.toml; what is wrong in it is a problem.
pub(super) fn read(reader: &mut Reader<'_>, root: &Table) -> Memory {
    if let Some(table) = reader.table(root, KEY) {
        reader.known_keys(table, &["article", "title", "cast"], "in `[aloud]`");
        reader.string(table, "article");
        reader.string(table, "title");
        reader.strings(table, "cast");
    }
    Memory::of(root)
}

impl Memory {
    /// What stands in the file; what is not as Aloud wrote it counts as not there.
    pub(crate) fn of(root: &Table) -> Self {
        let Some(table) = root.get(KEY).and_then(Item::as_table) else { return Self::default() };
        let string = |key: &str| table.get(key).and_then(Item::as_str);
        let cast = table.get("cast").and_then(Item::as_array).into_iter().flatten();
        Self {
            article: string("article").map(|ids| ids.split_whitespace().map(str::to_string).collect()),
            title: string("title").map(str::to_string),
            cast: cast.filter_map(Value::as_str).map(str::to_string).collect(),
        }
    }

    /// Writes it into the file: where it stands, or else at the end.
    pub(crate) fn put(&self, document: &mut DocumentMut) {
        if document.get(KEY).is_none_or(|item| !item.is_table()) {
            append(document);
        }
        let table = &mut document[KEY];
        if let Some(ids) = &self.article {
            let lines: Vec<String> = ids.chunks(IN_LINE).map(|line| line.join(" ")).collect();
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

    /// Whether Aloud wrote this line of `[cast]`, and nobody has changed it since.
    pub fn wrote_cast(&self, speaker: &str, voice: &str) -> bool {
        self.cast.contains(&cast_id(speaker, voice))
    }

    /// Remembers a line of `[cast]`.
    pub(crate) fn add_cast(&mut self, speaker: &str, voice: &str) {
        self.cast.insert(cast_id(speaker, voice));
    }
}

fn cast_id(speaker: &str, voice: &str) -> String {
    segment_id(&format!("{speaker} = {voice}"), 0)
}

/// An empty table behind everything else, comments at the end of the file included.
fn append(document: &mut DocumentMut) {
    let note = document.trailing().as_str().unwrap_or_default().trim_end().to_string();
    document.set_trailing(RawString::default());
    let mut table = Table::new();
    let note = if note.is_empty() { note } else { format!("{note}\n") };
    table.decor_mut().set_prefix(format!("{note}{HEAD}"));
    table.set_position(Some(last_position(document.as_table()).saturating_add(1)));
    document.insert(KEY, Item::Table(table));
}

/// The place of the last table of the file.
fn last_position(table: &Table) -> isize {
    let within = |item: &Item| match item {
        Item::Table(table) => last_position(table),
        Item::ArrayOfTables(tables) => tables.iter().map(last_position).max().unwrap_or(0),
        _ => 0,
    };
    let below = table.iter().map(|(_, item)| within(item)).max().unwrap_or(0);
    below.max(table.position().unwrap_or(0))
}
