//! Reads a TOML document key by key and collects every problem with its line.
//!
//! Two TOML crates are in use. This reader uses `toml_edit`: `script::merge` amends the same document, so a script.toml that
//! can be read can be amended too, with its comments and order. Files that Aloud never amends and that map onto plain types,
//! such as voice.toml, are read with `toml` and serde.

use std::ops::{Range, RangeInclusive};
use std::path::Path;

use toml_edit::{Document, DocumentMut, Item, Table, TomlError};

use super::similarity::edit_distance;
use super::url::is_web_address;
use crate::base::diagnostic::Diagnostic;

/// Parses a document and returns its tables. An inline table at the top, e.g. `mix = { bits = 24 }`, becomes an ordinary one.
///
/// # Errors
/// When `text` is not TOML. `path` is the file that the diagnostic names.
pub(crate) fn parse(text: &str, path: &Path) -> Result<Table, Diagnostic> {
    let document = Document::parse(text).map_err(|error| syntax_error(text, path, &error))?;
    Ok(with_ordinary_tables(document.as_table().clone()))
}

/// Turns the inline tables at the top of a document into ordinary ones.
pub(crate) fn with_ordinary_tables(mut root: Table) -> Table {
    for (_, item) in root.iter_mut() {
        if let Some(inline) = item.as_inline_table() {
            *item = Item::Table(inline.clone().into_table());
        }
    }
    root
}

fn syntax_error(text: &str, path: &Path, error: &TomlError) -> Diagnostic {
    let line = error.span().map_or(1, |span| line_at(&line_ends(text), span.start));
    let message = syntax_message(error.message(), text, error.span());
    Diagnostic::error("toml-syntax", "this is not valid TOML").at(path).line(line).why(message).hint(
        "check the quotation marks and brackets of this line and the one before; \
         put text that contains quotation marks between '''",
    )
}

/// Returns the first line of a parser's message. A key that is there twice is named.
pub(crate) fn syntax_message(message: &str, text: &str, span: Option<Range<usize>>) -> String {
    let message = message.lines().next().unwrap_or("not TOML");
    match span.and_then(|span| text.get(span)).filter(|_| message == "duplicate key") {
        Some(key) => format!("`{key}` is there twice; put all its entries in one place"),
        None => message.to_string(),
    }
}

/// A text that is not TOML, with the parser's message.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct TomlSyntaxError(String);

/// Parses a document to amend it.
///
/// # Errors
/// When `text` is not TOML.
pub(crate) fn parse_mut(text: &str) -> Result<DocumentMut, TomlSyntaxError> {
    text.parse().map_err(|error: TomlError| TomlSyntaxError(error.to_string()))
}

/// Reads values from tables and collects the problems that it finds.
pub(crate) struct Reader<'a> {
    /// Byte position of each line end.
    line_ends: Vec<usize>,
    path: &'a Path,
    /// Number and line of the segment that is being read.
    segment: Option<(usize, usize)>,
    errors: Vec<Diagnostic>,
    warnings: Vec<Diagnostic>,
}

impl<'a> Reader<'a> {
    /// Creates a reader. `text` is the file's text, for line numbers; `path` is the file that diagnostics name.
    pub(crate) fn new(text: &'a str, path: &'a Path) -> Self {
        Self { line_ends: line_ends(text), path, segment: None, errors: Vec::new(), warnings: Vec::new() }
    }

    /// Returns the errors and the warnings.
    pub(crate) fn finish(self) -> (Vec<Diagnostic>, Vec<Diagnostic>) {
        (self.errors, self.warnings)
    }

    /// Makes the following diagnostics name a segment, counted from 1.
    pub(crate) fn enter_segment(&mut self, number: usize, table: &Table) {
        self.segment = Some((number, self.line_of_table(table)));
    }

    pub(crate) fn leave_segment(&mut self) {
        self.segment = None;
    }

    /// Returns the line of a table's heading, counted from 1.
    pub(crate) fn line_of_table(&self, table: &Table) -> usize {
        // A former inline table has no span, but its values have.
        let first_value = || table.iter().find_map(|(_, item)| item.span());
        table.span().or_else(first_value).map_or(1, |span| self.line(span.start))
    }

    /// Returns the line of an item, counted from 1, where it is known.
    pub(crate) fn line_of(&self, item: &Item) -> Option<usize> {
        item.span().map(|span| self.line(span.start))
    }

    /// Adds an error at the line of `item`, or else of the current segment.
    pub(crate) fn error_at(&mut self, code: &'static str, item: Option<&Item>, what: String, hint: &str) {
        self.error_in(code, item.and_then(Item::span), what, hint);
    }

    fn error_in(&mut self, code: &'static str, span: Option<Range<usize>>, what: String, hint: &str) {
        let error = self.place(span, Diagnostic::error(code, what)).hint(hint);
        self.errors.push(error);
    }

    /// Adds a warning at the line of `item`, or else of the current segment.
    pub(crate) fn warning_at(&mut self, code: &'static str, item: Option<&Item>, what: String, hint: &str) {
        let warning = self.place(item.and_then(Item::span), Diagnostic::warning(code, what)).hint(hint);
        self.warnings.push(warning);
    }

    fn place(&self, span: Option<Range<usize>>, diagnostic: Diagnostic) -> Diagnostic {
        let line = span.map(|span| self.line(span.start)).or(self.segment.map(|(_, line)| line));
        let diagnostic = diagnostic.at(self.path).line(line.unwrap_or(1));
        match self.segment {
            Some((number, _)) => diagnostic.segment(number),
            None => diagnostic,
        }
    }

    fn line(&self, byte: usize) -> usize {
        line_at(&self.line_ends, byte)
    }

    /// Reports keys that are not in `known`. `place` completes the message, e.g. "in `[mix]`".
    pub(crate) fn known_keys(&mut self, table: &Table, known: &[&str], place: &str) {
        for (key, item) in table.iter().filter(|(key, _)| !known.contains(key)) {
            let hint = match nearest_key(key, known) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => format!("the keys here are {}", known.join(", ")),
            };
            self.error_at("toml-key-unknown", Some(item), format!("unknown key `{key}` {place}"), &hint);
        }
    }

    /// Reads a table.
    pub(crate) fn table<'t>(&mut self, root: &'t Table, key: &str) -> Option<&'t Table> {
        let item = root.get(key)?;
        if item.as_table().is_none() {
            let hint = format!("write it as `[{key}]`");
            self.error_at("value-type", Some(item), format!("`{key}` is not a table"), &hint);
        }
        item.as_table()
    }

    /// Reads an array of tables; empty where there is none.
    pub(crate) fn tables<'t>(&mut self, root: &'t Table, key: &str) -> Vec<&'t Table> {
        let Some(item) = root.get(key) else { return Vec::new() };
        match item.as_array_of_tables() {
            Some(tables) => tables.iter().collect(),
            None => {
                let what = format!("`{key}` is not a list of tables");
                self.error_at("value-type", Some(item), what, &format!("write each as `[[{key}]]`"));
                Vec::new()
            }
        }
    }

    /// Reads a string.
    pub(crate) fn string(&mut self, table: &Table, key: &str) -> Option<String> {
        self.string_item(table.get(key)?, key)
    }

    /// Reads a string from an item. `key` is for the message.
    pub(crate) fn string_item(&mut self, item: &Item, key: &str) -> Option<String> {
        if item.as_str().is_none() {
            let what = format!("`{key}` is not a string");
            self.error_at("value-type", Some(item), what, "put it between quotation marks");
        }
        item.as_str().map(str::to_string)
    }

    /// Reads an optional string that must not be empty.
    pub(crate) fn non_empty(&mut self, table: &Table, key: &str) -> Option<String> {
        let value = self.string(table, key)?;
        if value.trim().is_empty() {
            let hint = "fill it, or remove the line";
            self.error_at("value-empty", table.get(key), format!("`{key}` is empty"), hint);
        }
        Some(value)
    }

    /// Reads an address. Only addresses of the web become links on pages: `javascript:` would run a stranger's program there.
    pub(crate) fn web_address(&mut self, table: &Table, key: &str) -> Option<String> {
        let address = self.non_empty(table, key)?;
        if is_web_address(&address) {
            return Some(address);
        }
        let what = format!("`{key}` is not a web address: `{address}`");
        let hint = "begin it with `https://`, and write spaces as `%20`";
        self.error_at("address-invalid", table.get(key), what, hint);
        None
    }

    /// Reads a required string that must not be empty. `meaning` explains the key in the hint.
    pub(crate) fn required(&mut self, table: &Table, key: &str, meaning: &str) -> String {
        if table.get(key).is_none() {
            let hint = format!("add `{key} = \"…\"`: {meaning}");
            let error = self
                .place(None, Diagnostic::error("toml-key-missing", format!("`{key}` is missing")))
                .hint(hint);
            self.errors.push(error.line(self.line_of_table(table)));
        }
        self.non_empty(table, key).unwrap_or_default()
    }

    /// Reads an array of strings; empty where there is none.
    pub(crate) fn strings(&mut self, table: &Table, key: &str) -> Vec<String> {
        let Some(item) = table.get(key) else { return Vec::new() };
        let Some(array) = item.as_array() else {
            let hint = "write it as `[\"one\", \"two\"]`";
            self.error_at("value-type", Some(item), format!("`{key}` is not a list"), hint);
            return Vec::new();
        };
        for value in array.iter().filter(|value| !value.is_str()) {
            let what = format!("`{key}` contains a value that is not a string");
            self.error_in("value-type", value.span(), what, "put it between quotation marks");
        }
        array.iter().filter_map(|value| value.as_str().map(str::to_string)).collect()
    }

    /// Reads a boolean; false where there is none.
    pub(crate) fn boolean(&mut self, table: &Table, key: &str) -> bool {
        let Some(item) = table.get(key) else { return false };
        item.as_bool().unwrap_or_else(|| {
            let what = format!("`{key}` is neither true nor false");
            self.error_at("value-type", Some(item), what, "write `true` or `false`");
            false
        })
    }

    /// Reads a number from `low` to `high`. `unit` is for the hint.
    pub(crate) fn number(
        &mut self,
        table: &Table,
        key: &str,
        low: f64,
        high: f64,
        unit: &str,
    ) -> Option<f64> {
        let item = table.get(key)?;
        let value = item.as_float().or_else(|| item.as_integer().map(|whole| whole as f64));
        let good = value.filter(|value| (low..=high).contains(value));
        if good.is_none() {
            let what = format!("`{key}` is not a number from {low} to {high}");
            self.error_at("value-range", Some(item), what, &format!("the unit is {unit}"));
        }
        good
    }

    /// Reads a whole number. `hint` names usual values.
    pub(crate) fn integer(
        &mut self,
        table: &Table,
        key: &str,
        range: RangeInclusive<i64>,
        hint: &str,
    ) -> Option<i64> {
        let item = table.get(key)?;
        let good = item.as_integer().filter(|value| range.contains(value));
        if good.is_none() {
            let what = format!("`{key}` is not a whole number from {} to {}", range.start(), range.end());
            self.error_at("value-range", Some(item), what, hint);
        }
        good
    }

    /// Reads one of a few names, written as a string or a whole number, e.g. `bits = 24`.
    pub(crate) fn choice<T: Copy>(&mut self, table: &Table, key: &str, choices: &[(&str, T)]) -> Option<T> {
        let item = table.get(key)?;
        let written = item.as_str().map(str::to_string).or_else(|| item.as_integer().map(|n| n.to_string()));
        let found =
            choices.iter().find(|(name, _)| written.as_deref() == Some(*name)).map(|(_, value)| *value);
        if found.is_none() {
            let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
            let what = format!("`{key}` is none of {}", names.join(", "));
            self.error_at("value-unknown", Some(item), what, "choose one of them");
        }
        found
    }
}

/// Returns the positions of all line breaks, for [`line_at`]. To count the lines for each of many problems takes quadratic time.
pub(crate) fn line_ends(text: &str) -> Vec<usize> {
    text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at).collect()
}

/// Returns the line of a byte, counted from 1.
pub(crate) fn line_at(line_ends: &[usize], byte: usize) -> usize {
    1 + line_ends.partition_point(|end| *end < byte)
}

/// Returns the known key that a mistyped one probably means: at most two letters differ, e.g. `speeker`.
fn nearest_key<'k>(key: &str, known: &[&'k str]) -> Option<&'k str> {
    nearest_within(key, known.iter().copied(), |_| 2)
}

/// Returns the known name that a mistyped one probably means.
///
/// Names of people and voices are many and may be short, so one letter in four may differ, and two at most. Two letters in
/// any name would take "Jo" for "Ed".
pub(crate) fn nearest_name<'k>(name: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let length = name.chars().count();
    nearest_within(name, known, |other| (length.max(other.chars().count()) / 4).min(2))
}

fn nearest_within<'k>(
    name: &str,
    known: impl IntoIterator<Item = &'k str>,
    limit: impl Fn(&str) -> usize,
) -> Option<&'k str> {
    let distances = known.into_iter().map(|candidate| (edit_distance(name, candidate), candidate));
    distances
        .filter(|(distance, candidate)| *distance <= limit(candidate))
        .min()
        .map(|(_, candidate)| candidate)
}
