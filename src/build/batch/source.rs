//! Reads the article of an entry, and follows its file: when it changed since the project was made, the project gets the new text.
//!
//! A project holds a copy of its article, which people may correct. A corrected copy is never replaced: then the article fails
//! until a person has brought both texts together.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::manifest::Entry;
use super::types::BatchOptions;
use crate::base::diagnostic::Diagnostic;
use crate::base::error::Error;
use crate::base::files::{self, FileError, ProjectPath};
use crate::project::create::NewArticle;
use crate::project::{self, STATE, Wait, edit};
use crate::script::article::loader;
use crate::script::file::Manifest;

/// Name of the record in the folder of Aloud's state.
const RECORD: &str = "source.json";

/// Hashes of an article's text in the manifest's folder and in its project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Hashes {
    source: String,
    copy: String,
}

impl Hashes {
    fn new(source: &str, copy: &str) -> Self {
        let hash = |text: &str| blake3::hash(text.as_bytes()).to_hex().to_string();
        Self { source: hash(source), copy: hash(copy) }
    }
}

/// The record of a project.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Record {
    /// The texts when they were last the same article.
    agreed: Hashes,
    /// The texts when both were found changed.
    conflict: Option<Hashes>,
}

/// Reads an article: a page at an address, or a file in the folder of the articles.
pub(super) fn read(entry: &Entry, options: &BatchOptions<'_>) -> Result<NewArticle, Diagnostic> {
    let path = &entry.article;
    if loader::is_address(path) {
        return NewArticle::new(path, loader::load_or_fetch(path)?);
    }
    if !files::stays_inside(path) {
        let what = format!("`{}` is outside of the folder of the articles", path.display());
        return Err(Diagnostic::error("batch-article-outside", what)
            .at(options.articles.join(path))
            .hint("write paths relative to that folder, and name it with `--articles`"));
    }
    let source = loader::load_named_by(options.articles, path)?;
    NewArticle::new(&options.articles.join(path), source)
}

/// Records that the project in `root` was made from `text`.
///
/// # Errors
/// When the record cannot be written.
pub(super) fn remember(root: &Path, text: &str) -> Result<(), FileError> {
    write_record(root, Record { agreed: Hashes::new(text, text), conflict: None })
}

/// Brings a changed article into its project. Returns whether script.toml was written.
///
/// Does nothing when the article is an address, because a page also changes in parts that are not the article, or when its file
/// was removed.
///
/// # Errors
/// When the article cannot be read or merged, or when both texts changed.
pub(super) fn follow(
    root: &Path,
    manifest: &Manifest,
    entry: &Entry,
    options: &BatchOptions<'_>,
    wait: &mut Wait<'_>,
) -> Result<bool, Error> {
    let is_file = !loader::is_address(&entry.article);
    if !is_file || !ProjectPath::root(options.articles).join(&entry.article).exists() {
        return Ok(false);
    }
    let Some(name) = &manifest.article else { return Ok(false) };
    let source = loader::load_named_by(options.articles, &entry.article)?.text;
    let copy = loader::load_named_by(root, name)?.text;
    let now = Hashes::new(&source, &copy);
    let Some(record) = read_record(root) else {
        // A kill came between script.toml and the record, or the project was not made by a batch.
        if now.source == now.copy {
            remember(root, &source)?;
        }
        return Ok(false);
    };
    if now.source == record.agreed.source {
        return Ok(false);
    }
    let is_resolved =
        record.conflict.as_ref().is_some_and(|then| then.source == now.source && then.copy != now.copy);
    if now.source != now.copy && now.copy != record.agreed.copy && !is_resolved {
        write_record(root, Record { conflict: Some(now), ..record })?;
        return Err(both_changed(root, name, entry, options).into());
    }
    let article = ProjectPath::root(root).join(name);
    if now.copy == record.agreed.copy {
        let new = read(entry, options)?;
        if new.name != *name {
            return Err(other_format(root, name, entry, options).into());
        }
        let _lock = project::lock(root, wait)?;
        article.write(new.text.as_bytes())?;
    }
    edit::import_article(root, &article, wait)?;
    let copy = loader::load_named_by(root, name)?.text;
    write_record(root, Record { agreed: Hashes::new(&source, &copy), conflict: None })?;
    Ok(true)
}

fn both_changed(root: &Path, name: &Path, entry: &Entry, options: &BatchOptions<'_>) -> Diagnostic {
    let source = options.articles.join(&entry.article);
    let what = format!("`{}` and its copy in the project were both changed", source.display());
    Diagnostic::error("batch-article-conflict", what)
        .at(root.join(name))
        .why("a person corrected the copy, and a batch does not replace corrections")
        .hint("bring the new text into the copy and run the batch again")
}

fn other_format(root: &Path, name: &Path, entry: &Entry, options: &BatchOptions<'_>) -> Diagnostic {
    let source = options.articles.join(&entry.article);
    let what =
        format!("`{}` has another name or format than the project's `{}`", source.display(), name.display());
    Diagnostic::error("batch-article-renamed", what)
        .at(root)
        .hint("give the article another id, or remove the project's folder to make it again")
}

fn record_path(root: &Path) -> ProjectPath {
    ProjectPath::root(root).join(STATE).join(RECORD)
}

fn read_record(root: &Path) -> Option<Record> {
    record_path(root).read_checksummed()
}

fn write_record(root: &Path, record: Record) -> Result<(), FileError> {
    record_path(root).write_checksummed(&record)
}
