//! Amends lexicon.toml: imports a table of entries, or changes one word. Its comments and its order stay, and undo brings the text
//! before back.

use std::path::Path;

use toml_edit::{DocumentMut, InlineTable, Item, Table, Value};

use super::undo::{self, Amended};
use crate::base::diagnostic::Diagnostic;
use crate::base::error::Error;
use crate::base::files::{ProjectPath, read_text};
use crate::project::series::folder_of;
use crate::project::{LEXICON, Wait, lock_script};
use crate::speech::{CsvEntry, Lexicon, read_csv};

/// The editor that changes single words, in the list of amendments to undo.
const EDITOR: &str = "aloud studio";

/// The table of lexicon.toml that gets entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LexiconScope {
    /// For all voices and speakers: `[words]`.
    Words,
    /// For one voice: `[voice.NAME]`.
    Voice(String),
    /// For one speaker: `[speaker."NAME"]`.
    Speaker(String),
}

/// The result of an import.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct LexiconImport {
    /// How many entries are new.
    pub added: usize,
    /// How many entries replaced another spoken form.
    pub replaced: usize,
    /// How many entries were there already.
    pub unchanged: usize,
    /// Written forms with another spoken form in lexicon.toml, which stayed.
    pub kept: Vec<String>,
}

/// Adds the entries of a CSV file to lexicon.toml. An entry that lexicon.toml has with another spoken form is replaced only if
/// `replace` is true.
///
/// # Errors
/// When a file cannot be read or written, or an entry is wrong; then nothing is written.
pub fn import_lexicon(
    root: &Path,
    file: &Path,
    scope: &LexiconScope,
    replace: bool,
    wait: &mut Wait<'_>,
) -> Result<LexiconImport, Error> {
    let entries = read_csv(&read_text(file)?).map_err(|problems| invalid(file, problems))?;
    let _turn = lock_script(root, wait)?;
    let mut import = LexiconImport::default();
    let edit = |table: &mut Table| entries.iter().for_each(|entry| add(table, entry, replace, &mut import));
    amend(root, "aloud lexicon", scope, edit, |problems| refused(file, &entries, &problems))?;
    Ok(import)
}

/// Sets the spoken form of a word for all voices and speakers, or removes its entry.
///
/// # Errors
/// When lexicon.toml cannot be read or written, or the entry is wrong; then nothing is written.
pub fn set_word(root: &Path, written: &str, say: Option<&str>, wait: &mut Wait<'_>) -> Result<(), Error> {
    let _turn = lock_script(root, wait)?;
    let edit = |table: &mut Table| match say {
        Some(say) => drop(table.insert(written, toml_edit::value(say))),
        None => drop(table.remove(written)),
    };
    let path = lexicon_path(root);
    amend(root, EDITOR, &LexiconScope::Words, edit, |problems| invalid(&path, problems))
}

/// A word of `[words]` with its spoken form.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct LexiconWord {
    /// The word as it is written.
    pub written: String,
    /// Its spoken form; `None` if it has phonemes alone.
    pub say: Option<String>,
    /// True if the lexicon.toml of the series has it. An entry of the project replaces it.
    pub of_series: bool,
}

/// Returns the words of `[words]`: those of the project, and those of its series that the project does not replace. Each list has the
/// order of its file.
///
/// # Errors
/// When a lexicon.toml cannot be read.
pub fn words(root: &Path) -> Result<Vec<LexiconWord>, Error> {
    let mut words = words_of(root, false)?;
    if let Some(series) = folder_of(root) {
        let shared = words_of(&series, true)?.into_iter();
        let is_new = |word: &LexiconWord| !words.iter().any(|own| own.written == word.written);
        let shared: Vec<LexiconWord> = shared.filter(is_new).collect();
        words.extend(shared);
    }
    Ok(words)
}

fn words_of(folder: &Path, of_series: bool) -> Result<Vec<LexiconWord>, Error> {
    let (_, document) = read(&lexicon_path(folder))?;
    let Some(words) = document.get("words").and_then(Item::as_table_like) else { return Ok(Vec::new()) };
    let said = |item: &Item| {
        let say = item.as_table_like().map_or(Some(item), |entry| entry.get("say"));
        say.and_then(Item::as_str).map(str::to_string)
    };
    let word = |(written, item): (&str, &Item)| LexiconWord {
        written: written.to_string(),
        say: said(item),
        of_series,
    };
    Ok(words.iter().map(word).collect())
}

fn lexicon_path(root: &Path) -> ProjectPath {
    ProjectPath::root(root).join(LEXICON)
}

/// Reads lexicon.toml: its text, which is `None` without the file, and its content.
fn read(path: &ProjectPath) -> Result<(Option<String>, DocumentMut), Error> {
    let written = path.read_text_if_any()?;
    let text = written.as_deref().unwrap_or_default();
    Lexicon::parse(text).map_err(|problems| invalid(path, problems))?;
    let document = text.parse().map_err(|error| {
        Diagnostic::error("toml-syntax", format!("lexicon.toml cannot be amended: {error}")).at(path)
    })?;
    Ok((written, document))
}

/// Edits a table of lexicon.toml, and writes it unless that makes it invalid. Call it with the lock of script.toml.
fn amend(
    root: &Path,
    command: &str,
    scope: &LexiconScope,
    edit: impl FnOnce(&mut Table),
    refused: impl FnOnce(Vec<(usize, String)>) -> Error,
) -> Result<(), Error> {
    let path = lexicon_path(root);
    let (before, mut document) = read(&path)?;
    edit(table(&mut document, scope).map_err(|what| Diagnostic::error("lexicon-invalid", what).at(&path))?);
    let text = document.to_string();
    Lexicon::parse(&text).map_err(refused)?;
    if text != before.as_deref().unwrap_or_default() {
        undo::check_writable(&path, &Amended::Lexicon)?;
        undo::remember(root, command, Amended::Lexicon, before.as_deref(), &text)?;
        path.write(text.as_bytes())?;
    }
    Ok(())
}

/// Returns the table of entries, and makes it if it is not there.
fn table<'d>(document: &'d mut DocumentMut, scope: &LexiconScope) -> Result<&'d mut Table, String> {
    let new = || Item::Table(Table::new());
    let (group, name) = match scope {
        LexiconScope::Words => ("words", None),
        LexiconScope::Voice(name) => ("voice", Some(name)),
        LexiconScope::Speaker(name) => ("speaker", Some(name)),
    };
    let not_a_table = || format!("`{group}` is not written as a table");
    let Some(name) = name else {
        return document.entry(group).or_insert_with(new).as_table_mut().ok_or_else(not_a_table);
    };
    let group = document.entry(group).or_insert_with(new).as_table_mut().ok_or_else(not_a_table)?;
    if group.is_empty() {
        group.set_implicit(true);
    }
    group
        .entry(name)
        .or_insert_with(new)
        .as_table_mut()
        .ok_or_else(|| format!("`{name}` is not written as a table"))
}

fn add(table: &mut Table, entry: &CsvEntry, replace: bool, import: &mut LexiconImport) {
    let value = value_of(entry);
    match table.get(&entry.written).and_then(Item::as_value) {
        None => import.added += 1,
        Some(there) if same(there, &value) => {
            import.unchanged += 1;
            return;
        }
        Some(_) if replace => import.replaced += 1,
        Some(_) => {
            import.kept.push(entry.written.clone());
            return;
        }
    }
    table.insert(&entry.written, Item::Value(value));
}

/// Returns the value of an entry: a string, or an inline table if it has more than a spoken form.
fn value_of(entry: &CsvEntry) -> Value {
    match entry {
        CsvEntry { say: Some(say), ipa: None, matching: None, .. } => say.into(),
        CsvEntry { say, ipa, matching, .. } => {
            let mut table = InlineTable::new();
            for (key, text) in [("ipa", ipa), ("say", say), ("match", matching)] {
                if let Some(text) = text {
                    table.insert(key, text.into());
                }
            }
            table.into()
        }
    }
}

/// True for two values that differ at most in their layout.
fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::String(one), Value::String(other)) => one.value() == other.value(),
        (Value::InlineTable(one), Value::InlineTable(other)) => {
            let text =
                |table: &InlineTable, key: &str| table.get(key).and_then(Value::as_str).map(str::to_string);
            ["ipa", "say", "match"].iter().all(|key| text(one, key) == text(other, key))
        }
        _ => false,
    }
}

fn invalid(path: &Path, problems: Vec<(usize, String)>) -> Error {
    let problem = |(line, what): (usize, String)| {
        Diagnostic::error("lexicon-invalid", what)
            .at(path)
            .line(line)
            .hint("fix the line; nothing was written")
    };
    Error::Problems(problems.into_iter().map(problem).collect())
}

/// Returns the problems of entries that made lexicon.toml invalid, at their rows in the CSV file.
fn refused(file: &Path, entries: &[CsvEntry], problems: &[(usize, String)]) -> Error {
    let row = |what: &str| {
        let named = entries.iter().find(|entry| what.contains(&format!("`{}`", entry.written)));
        named.map_or(1, |entry| entry.line)
    };
    invalid(file, problems.iter().map(|(_, what)| (row(what), what.clone())).collect())
}
