//! The defaults that a person gives to new projects: tables as script.toml has them.
//!
//! They are written into a new script.toml and are not read afterwards. So a build depends on the files of the project only, and a
//! colleague who builds it gets the same bytes.

use std::collections::BTreeMap;

use toml_edit::{DocumentMut, Item, Table};

use super::settings;
use crate::base::config::Pauses;
use crate::base::toml_reader::Reader;

/// Tables for a new script.toml.
#[derive(Debug, Clone, Default)]
pub struct Defaults {
    /// Speaker → voice.
    pub(crate) cast: BTreeMap<String, String>,
    /// The other tables with their names, in the order of [`Self::TABLES`].
    tables: Vec<(&'static str, Table)>,
}

impl Defaults {
    /// The tables that a person may set. Others belong to one article, such as `[people]`.
    pub const TABLES: [&str; 8] =
        ["cast", "pauses", "mix", "outputs", "disclosure", "casting", "ask", "verify"];

    /// Reads the table `key`. `root` is the file as it was read, and `document` the same file for copies of its tables.
    pub(crate) fn read(reader: &mut Reader<'_>, root: &Table, document: &DocumentMut, key: &str) -> Self {
        let Some(table) = reader.table(root, key) else { return Self::default() };
        reader.known_keys(table, &Self::TABLES, &format!("in `[{key}]`"));
        // Only for their problems: the tables are copied as they were written.
        settings::casting(reader, table);
        settings::ask(reader, table);
        settings::verify(reader, table);
        settings::pauses(reader, table, Pauses::default());
        settings::mix(reader, table);
        settings::outputs(reader, table);
        settings::disclosure(reader, table);
        let (cast, _) = settings::cast(reader, table);
        let written = document.get(key).and_then(Item::as_table);
        let others = Self::TABLES.iter().filter(|name| **name != "cast");
        let tables = others.filter_map(|name| Some((*name, copy(written?.get(name)?.as_table()?))));
        Self { cast, tables: tables.collect() }
    }

    /// Returns the names of the tables that a new script.toml gets.
    pub fn names(&self) -> Vec<&'static str> {
        let cast = (!self.cast.is_empty()).then_some("cast");
        cast.into_iter().chain(self.tables.iter().map(|(name, _)| *name)).collect()
    }

    /// Adds the tables except `[cast]` to a new script.toml, from the position `first` on.
    pub(super) fn write_to(&self, document: &mut DocumentMut, first: isize) {
        let head = "\n# From the defaults of the person who started this project.\n";
        for (position, (name, table)) in (first..).zip(&self.tables) {
            let mut table = table.clone();
            table.set_position(Some(position));
            table.decor_mut().set_prefix(if position == first { head } else { "\n" });
            document[name] = Item::Table(table);
        }
    }
}

fn copy(table: &Table) -> Table {
    let mut copy = Table::new();
    for (key, item) in table {
        copy[key] = item.clone();
    }
    copy
}
