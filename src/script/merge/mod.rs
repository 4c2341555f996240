//! Three-way merge of an edited article into a script.toml that a person has edited.
//!
//! The base is the article as it was when Aloud last wrote script.toml. Only hashes of it exist: each segment's `id` is a hash
//! of the article's words, and `[aloud]` lists all ids in the article's order. One side is script.toml, the other the article
//! as it is now.
//!
//! 1. `take_entries` takes the segments and omissions out of script.toml as entries.
//! 2. `Base::new` finds each entry's place in the base. A text that no longer has its id was edited by a person. An id of
//!    the base without an entry was deleted by a person.
//! 3. `matching::match_same_words` finds the entry of each part of the article with unchanged words.
//! 4. `Steps` treats what is left between these matches. A similar text at the same place is an edit of the article; other
//!    text is new; an entry without a part of the article is removed, or marked when a person had worked on it. Where both
//!    sides changed the same text, the person's text stays and the article's is put into `conflict`.
//! 5. The entries follow the article's order, unless a person has moved something. `put_entries` writes them back.
//!
//! When the article's `revision` did not change, script.toml stays as it is byte for byte. The only exception: what a person
//! deleted is listed as omitted.

mod change;
mod diff;
mod entry;
mod lost;
mod matching;
mod pauses;
mod renamed;
mod speakers;
mod steps;

use std::collections::BTreeMap;

use toml_edit::{DocumentMut, Item, value};

pub use change::Change;
pub(crate) use diff::changed_words;
pub(crate) use lost::{Outline, lost_words};

use super::file::{self, Memory, TomlSyntaxError, kind_name, segment_id};
use super::{Kind, Script};
use crate::base::toml_reader::parse_mut;
use entry::{ScriptEntry, article_parts, put_entries, take_entries};
use matching::{Base, in_base_order, is_in_base_order};
use steps::Steps;

/// The result of a merge.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Merged {
    /// The new text of script.toml.
    pub text: String,
    /// The differences from the old text.
    pub changes: Vec<Change>,
    /// Old id → new id of the segments with changed words.
    pub renumbered: Vec<(String, String)>,
}

/// Merges a new state of the article into the text of script.toml.
///
/// The segments of `article` must have their ids. `cast` is the cast of all speakers; only new speakers are written.
///
/// # Errors
/// When `existing` is not TOML.
pub fn merge(
    existing: &str,
    article: &Script,
    cast: &BTreeMap<String, String>,
) -> Result<Merged, TomlSyntaxError> {
    let mut document = parse_mut(existing)?;
    let revision = file::revision(article);
    let known = document.get("episode").and_then(|e| e.get("revision")).and_then(Item::as_str);
    let unchanged = known == Some(revision.as_str());
    let mut memory = Memory::from_root(document.as_table());
    let renamed = match unchanged {
        true => Vec::new(),
        false => renamed::rename_speakers(&mut document, &mut memory, article),
    };
    let mut entries = take_entries(&mut document);
    pauses::find_origins(&mut entries);
    let title = update_title(&mut document, &mut memory, article, &entries);
    let base = Base::new(memory.article.as_deref(), &mut entries);
    let follows_article = follows_article(&document, &memory, &entries);
    let parts = article_parts(article);
    let mut done = Steps::new(in_base_order(entries), &parts, base).run(follows_article);
    memory.article = Some(done.article);
    pauses::follow_article(&mut done.entries, &parts);
    put_entries(&mut document, done.entries);
    add_to_cast(&mut document, &mut memory, cast);
    file::remove_unused_cast(&mut document);
    if let Some(episode) = file::table_mut(&mut document, "episode") {
        episode.insert("revision", value(revision));
        episode.remove("order");
    }
    memory.write_to(&mut document);
    done.changes.splice(0..0, title.into_iter().chain(renamed));
    let only_deletions = done.changes.iter().all(|change| matches!(change, Change::Deleted(_)));
    if unchanged && (done.changes.is_empty() || !only_deletions) {
        return Ok(Merged { text: existing.to_string(), ..Merged::default() });
    }
    Ok(Merged { text: document.to_string(), changes: done.changes, renumbered: done.renumbered })
}

/// Writes the article's title into the file, unless a person has set another.
fn update_title(
    document: &mut DocumentMut,
    memory: &mut Memory,
    article: &Script,
    entries: &[ScriptEntry],
) -> Option<Change> {
    let title = document.get("episode").and_then(|episode| episode.get("title")).and_then(Item::as_str);
    let is_articles = is_articles_title(title, memory, entries);
    let old = title.unwrap_or_default().to_string();
    memory.title = article.title.as_ref().map(|title| segment_id(title, 0));
    let new = article.title.clone().filter(|new| is_articles && *new != old)?;
    let episode = document.get_mut("episode")?.as_table_mut()?;
    match episode.get_mut("title").and_then(Item::as_value_mut) {
        Some(value) => {
            let decor = value.decor().clone();
            *value = new.as_str().into();
            *value.decor_mut() = decor;
        }
        None => drop(episode.insert("title", value(&new))),
    }
    Some(Change::Title { old, new })
}

fn is_articles_title(title: Option<&str>, memory: &Memory, entries: &[ScriptEntry]) -> bool {
    match (title, &memory.title) {
        (title, Some(remembered)) => title.is_some_and(|title| segment_id(title, 0) == *remembered),
        // Files of early versions do not remember the title, but may have it as a heading.
        (Some(title), None) => {
            let heading = kind_name(Kind::Heading(1));
            let mut headings = entries.iter().filter(|entry| entry.string("kind") == Some(heading));
            headings.any(|entry| !entry.is_edited() && entry.text == title)
        }
        (None, None) => memory.article.is_some(),
    }
}

/// Returns true when a person has moved nothing since Aloud wrote the file. The file then follows the article's order.
fn follows_article(document: &DocumentMut, memory: &Memory, entries: &[ScriptEntry]) -> bool {
    if memory.article.is_some() {
        return is_in_base_order(entries);
    }
    let written = document.get("episode").and_then(|e| e.get("order")).and_then(Item::as_str);
    let ids = entries.iter().filter_map(|entry| entry.id.as_deref());
    written == Some(file::order_hash(ids).as_str())
}

/// Adds the speakers of the file that have no voice in `[cast]` yet.
fn add_to_cast(document: &mut DocumentMut, memory: &mut Memory, cast: &BTreeMap<String, String>) {
    let speakers = file::speakers(document);
    let Some(table) = file::table_mut(document, "cast") else { return };
    for (speaker, voice) in cast.iter().filter(|(speaker, _)| speakers.contains(*speaker)) {
        if table.get(speaker).is_none() {
            table.insert(speaker, value(voice));
            memory.add_cast(speaker, voice);
        }
    }
}

#[cfg(test)]
mod tests;
