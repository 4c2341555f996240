//! Reading a TOML file key by key, gathering every problem with its line.

use std::ops::{Range, RangeInclusive};
use std::path::Path;

use toml_edit::{Item, Table, TomlError};

use crate::base::diagnostic::Diagnostic;

/// What TOML itself could not read.
pub(crate) fn syntax(text: &str, path: &Path, error: &TomlError) -> Diagnostic {
    let line = error.span().map_or(1, |span| line_at(&line_ends(text), span.start));
    let message = error.message().lines().next().unwrap_or("not TOML").to_string();
    Diagnostic::error("todo", "this is not TOML").at(path).line(line).why(message).hint(
        "check the quote marks and brackets of this line and the one before; words with quote marks in them can stand between '''",
    )
}

/// The tables of a file, those in braces on one line as if each had its heading.
pub(crate) fn opened(root: &Table) -> Table {
    let mut root = root.clone();
    for (_, item) in root.iter_mut() {
        if let Some(inline) = item.as_inline_table() {
            *item = Item::Table(inline.clone().into_table());
        }
    }
    root
}

pub(crate) struct Reader<'a> {
    /// Byte of each line's end.
    ends: Vec<usize>,
    path: &'a Path,
    /// Number and line of the segment that is being read.
    segment: Option<(usize, usize)>,
    problems: Vec<Diagnostic>,
    warnings: Vec<Diagnostic>,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(text: &'a str, path: &'a Path) -> Self {
        Self { ends: line_ends(text), path, segment: None, problems: Vec::new(), warnings: Vec::new() }
    }

    /// Problems and warnings.
    pub(crate) fn finish(self) -> (Vec<Diagnostic>, Vec<Diagnostic>) {
        (self.problems, self.warnings)
    }

    pub(crate) fn enter_segment(&mut self, number: usize, table: &Table) {
        self.segment = Some((number, self.line_of_table(table)));
    }

    pub(crate) fn leave_segment(&mut self) {
        self.segment = None;
    }

    pub(crate) fn line_of_table(&self, table: &Table) -> usize {
        // One that stood in braces is found by what is in it.
        let first = || table.iter().find_map(|(_, item)| item.span());
        table.span().or_else(first).map_or(1, |span| self.line(span.start))
    }

    pub(crate) fn problem_at(&mut self, item: Option<&Item>, what: String, hint: &str) {
        self.problem_in(item.and_then(Item::span), what, hint);
    }

    fn problem_in(&mut self, span: Option<Range<usize>>, what: String, hint: &str) {
        let problem = self.place(span, Diagnostic::error("todo", what)).hint(hint);
        self.problems.push(problem);
    }

    pub(crate) fn warning_at(&mut self, item: Option<&Item>, what: String, hint: &str) {
        let warning = self.place(item.and_then(Item::span), Diagnostic::warning("todo", what)).hint(hint);
        self.warnings.push(warning);
    }

    fn line(&self, byte: usize) -> usize {
        line_at(&self.ends, byte)
    }

    /// At the line of an item, or else at that of the segment.
    fn place(&self, span: Option<Range<usize>>, problem: Diagnostic) -> Diagnostic {
        let of_item = span.map(|span| self.line(span.start));
        let problem = problem.at(self.path).line(of_item.or(self.segment.map(|(_, line)| line)).unwrap_or(1));
        match self.segment {
            Some((number, _)) => problem.segment(number),
            None => problem,
        }
    }

    pub(crate) fn known_keys(&mut self, table: &Table, known: &[&str], place: &str) {
        for (key, item) in table.iter().filter(|(key, _)| !known.contains(key)) {
            let hint = match nearest(key, known) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => format!("the keys here are {}", known.join(", ")),
            };
            self.problem_at(Some(item), format!("unknown key `{key}` {place}"), &hint);
        }
    }

    pub(crate) fn table<'t>(&mut self, root: &'t Table, key: &str) -> Option<&'t Table> {
        let item = root.get(key)?;
        if item.as_table().is_none() {
            self.problem_at(Some(item), format!("`{key}` is not a table"), &format!("write it as `[{key}]`"));
        }
        item.as_table()
    }

    pub(crate) fn tables<'t>(&mut self, root: &'t Table, key: &str) -> Vec<&'t Table> {
        let Some(item) = root.get(key) else { return Vec::new() };
        match item.as_array_of_tables() {
            Some(tables) => tables.iter().collect(),
            None => {
                let what = format!("`{key}` is not a list of tables");
                self.problem_at(Some(item), what, &format!("write each as `[[{key}]]`"));
                Vec::new()
            }
        }
    }

    /// Line of an item, where it is known.
    pub(crate) fn line_of(&self, item: &Item) -> Option<usize> {
        item.span().map(|span| self.line(span.start))
    }

    pub(crate) fn string(&mut self, table: &Table, key: &str) -> Option<String> {
        self.text(table.get(key)?, key)
    }

    /// An item that is to be a text.
    pub(crate) fn text(&mut self, item: &Item, key: &str) -> Option<String> {
        if item.as_str().is_none() {
            let what = format!("`{key}` is not a text");
            self.problem_at(Some(item), what, "put it between quote marks");
        }
        item.as_str().map(str::to_string)
    }

    /// A text that may be left out, but not be empty.
    pub(crate) fn filled(&mut self, table: &Table, key: &str) -> Option<String> {
        let value = self.string(table, key)?;
        if value.trim().is_empty() {
            self.problem_at(table.get(key), format!("`{key}` is empty"), "fill it, or take the line out");
        }
        Some(value)
    }

    pub(crate) fn required(&mut self, table: &Table, key: &str, what: &str) -> String {
        if table.get(key).is_none() {
            let hint = format!("add `{key} = \"…\"`: {what}");
            let problem =
                self.place(None, Diagnostic::error("todo", format!("`{key}` is missing"))).hint(hint);
            self.problems.push(problem.line(self.line_of_table(table)));
        }
        self.filled(table, key).unwrap_or_default()
    }

    pub(crate) fn strings(&mut self, table: &Table, key: &str) -> Vec<String> {
        let Some(item) = table.get(key) else { return Vec::new() };
        let Some(array) = item.as_array() else {
            self.problem_at(Some(item), format!("`{key}` is not a list"), "write it as `[\"one\", \"two\"]`");
            return Vec::new();
        };
        let hint = "put it between quote marks";
        for value in array.iter().filter(|value| !value.is_str()) {
            self.problem_in(value.span(), format!("in `{key}` stands something that is not a text"), hint);
        }
        array.iter().filter_map(|value| value.as_str().map(str::to_string)).collect()
    }

    pub(crate) fn boolean(&mut self, table: &Table, key: &str) -> bool {
        let Some(item) = table.get(key) else { return false };
        item.as_bool().unwrap_or_else(|| {
            self.problem_at(
                Some(item),
                format!("`{key}` is neither true nor false"),
                "write `true` or `false`",
            );
            false
        })
    }

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
            self.problem_at(Some(item), what, &format!("give it in {unit}"));
        }
        good
    }

    pub(crate) fn integer(&mut self, table: &Table, key: &str, range: RangeInclusive<i64>) -> Option<i64> {
        let item = table.get(key)?;
        let good = item.as_integer().filter(|value| range.contains(value));
        if good.is_none() {
            let what = format!("`{key}` is not a whole number from {} to {}", range.start(), range.end());
            self.problem_at(Some(item), what, "44100 and 48000 are usual");
        }
        good
    }

    /// One of a few, written as a text or a whole number.
    pub(crate) fn choice<T: Copy>(&mut self, table: &Table, key: &str, choices: &[(&str, T)]) -> Option<T> {
        let item = table.get(key)?;
        let written = item.as_str().map(str::to_string).or_else(|| item.as_integer().map(|n| n.to_string()));
        let found =
            choices.iter().find(|(name, _)| written.as_deref() == Some(*name)).map(|(_, value)| *value);
        if found.is_none() {
            let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
            self.problem_at(
                Some(item),
                format!("`{key}` is none of {}", names.join(", ")),
                "choose one of them",
            );
        }
        found
    }
}

fn line_ends(text: &str) -> Vec<usize> {
    text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at).collect()
}

/// Line of a byte, counted from 1.
fn line_at(ends: &[usize], byte: usize) -> usize {
    1 + ends.partition_point(|end| *end < byte)
}

/// The known key that a mistyped one was probably meant to be: at most two letters differ.
fn nearest<'k>(key: &str, known: &[&'k str]) -> Option<&'k str> {
    nearest_within(key, known.iter().copied(), |_| 2)
}

/// The same for names of people and voices, which are many and may be short: one letter in four, and two at most.
pub(crate) fn nearest_name<'k>(name: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let letters = |name: &str| name.chars().count();
    nearest_within(name, known, |other| (letters(name).max(letters(other)) / 4).min(2))
}

fn nearest_within<'k>(
    name: &str,
    known: impl IntoIterator<Item = &'k str>,
    most: impl Fn(&str) -> usize,
) -> Option<&'k str> {
    let distances = known.into_iter().map(|candidate| (distance(name, candidate), candidate));
    distances
        .filter(|(distance, candidate)| *distance <= most(candidate))
        .min()
        .map(|(_, candidate)| candidate)
}

/// Levenshtein distance.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().take(64).enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}
