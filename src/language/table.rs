//! Tables that are read from the language files, and the macro that defines them.
//!
//! The tables have up to a hundred fields. The code that serde derives for such a struct drops all earlier fields at each field
//! that may fail, so it grows with the square of their number: for four tables it was a tenth of the code of the whole crate.
//! A language file is part of the program and cannot fail, so the macro reads one field after the other instead.

use serde::de::DeserializeOwned;

/// Defines a struct, and `read`, which fills it from TOML files that have each field and nothing else.
macro_rules! table {
    ($(#[$attribute:meta])* $visible:vis struct $name:ident {
        $($(#[$field_attribute:meta])* $field_visible:vis $field:ident: $kind:ty,)*
    }) => {
        $(#[$attribute])*
        $visible struct $name {
            $($(#[$field_attribute])* $field_visible $field: $kind,)*
        }

        impl $name {
            /// Reads the table from language files and joins their lists.
            fn read(files: &[&str]) -> Self {
                let mut fields = $crate::language::table::Fields::parse(files);
                let table = Self { $($field: fields.take(stringify!($field)),)* };
                fields.finish();
                table
            }
        }
    };
}

pub(super) use table;

/// The fields of language files that were not read yet.
pub(super) struct Fields(toml::Table);

#[expect(clippy::expect_used, clippy::panic, reason = "the data is part of the program, and a test reads it")]
impl Fields {
    /// Parses language files. Arrays that several have are joined.
    pub(super) fn parse(files: &[&str]) -> Self {
        let mut merged = toml::Table::new();
        for file in files {
            let fields: toml::Table = file.parse().expect("a language file is valid TOML");
            for (name, value) in fields {
                match (merged.get_mut(&name).and_then(toml::Value::as_array_mut), value) {
                    (Some(all), toml::Value::Array(more)) => all.extend(more),
                    (_, value) => drop(merged.insert(name, value)),
                }
            }
        }
        Fields(merged)
    }

    /// Takes a field out. A file without it, or with a value of another type, is a mistake in the program.
    pub(super) fn take<T: DeserializeOwned>(&mut self, name: &str) -> T {
        let value = self.0.remove(name).unwrap_or_else(|| panic!("a language file has no `{name}`"));
        value.try_into().unwrap_or_else(|error| panic!("`{name}` of a language file: {error}"))
    }

    /// Checks that no field is left.
    pub(super) fn finish(self) {
        if let Some(name) = self.0.keys().next() {
            panic!("a language file has the unknown field `{name}`");
        }
    }
}
