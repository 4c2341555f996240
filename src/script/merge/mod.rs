//! An edited article against a script.toml that people have worked on.
//!
//! script.toml is its own base: a segment's `id` is a hash of the article's words as Aloud wrote them. Where the text still
//! has that hash nobody edited it; where the new article has a segment of that id, it did not change there. `[aloud]` has
//! the ids of the whole article in its order, so that it is known too what a person deleted or moved. And `revision` tells
//! whether the article changed at all: if not, what a person deleted is listed, and not a byte of script.toml is another else.

mod added;
mod align;
mod base;
mod change;
mod doubts;
mod entry;
mod lost;
mod merger;
mod order;
mod places;
mod renames;
mod same;
mod title;
mod update;
mod words;

use std::collections::BTreeMap;

use toml_edit::{DocumentMut, Item, value};

pub use change::Change;
pub use lost::lost;

use super::Script;
use super::file::{self, Memory, TomlSyntaxError};
use base::Base;
use entry::{Entry, interleaved, take_entries};
use merger::Merger;

/// What a merge came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Merged {
    /// The new script.toml.
    pub text: String,
    /// What is different in it, in its order.
    pub changes: Vec<Change>,
    /// Old id → new id of segments whose words changed.
    pub renumbered: Vec<(String, String)>,
}

/// Brings a new state of the article into `existing`. Segments of `fresh` have their ids; `cast` is the whole cast,
/// of which only speakers that are new are written.
///
/// # Errors
/// When `existing` is not TOML.
pub fn merge(
    existing: &str,
    fresh: &Script,
    cast: &BTreeMap<String, String>,
) -> Result<Merged, TomlSyntaxError> {
    let mut document = crate::base::toml_reader::parse_mut(existing)?;
    let revision = file::revision(fresh);
    let known = document.get("episode").and_then(|e| e.get("revision")).and_then(Item::as_str);
    let unchanged = known == Some(revision.as_str());
    let mut memory = Memory::from_root(document.as_table());
    let mut entries = take_entries(&mut document);
    let title = title::follow(&mut document, &mut memory, fresh, &entries);
    let base = Base::new(memory.article.as_deref(), &mut entries);
    let follows = follows(&document, &memory, &entries);
    let fresh = interleaved(fresh);
    let mut done = Merger::new(base::by_article(entries), &fresh, base).run(follows);
    memory.article = Some(done.article);
    places::put_entries(&mut document, done.entries);
    add_to_cast(&mut document, &mut memory, cast);
    file::remove_unused_cast(&mut document);
    if let Some(episode) = file::table_mut(&mut document, "episode") {
        episode.insert("revision", value(revision));
        episode.remove("order");
    }
    memory.write_to(&mut document);
    done.changes.splice(0..0, title);
    let listed = |change: &Change| matches!(change, Change::Deleted(_));
    if unchanged && (done.changes.is_empty() || !done.changes.iter().all(listed)) {
        return Ok(Merged { text: existing.to_string(), ..Merged::default() });
    }
    Ok(Merged { text: document.to_string(), changes: done.changes, renumbered: done.renumbered })
}

/// Whether nobody has moved anything since Aloud wrote the file: then it follows the article's order.
fn follows(document: &DocumentMut, memory: &Memory, entries: &[Entry]) -> bool {
    if memory.article.is_some() {
        return base::in_order(entries);
    }
    let written = document.get("episode").and_then(|e| e.get("order")).and_then(Item::as_str);
    let ids = entries.iter().filter_map(|entry| entry.id.as_deref());
    written == Some(file::order_hash(ids).as_str())
}

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
