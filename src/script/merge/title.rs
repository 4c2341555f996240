//! The episode's title, which is the article's until a person sets another.

use toml_edit::{DocumentMut, Item, value};

use super::Change;
use super::entry::Entry;
use crate::script::file::{Memory, kind_name, segment_id};
use crate::script::{Kind, Script};

/// Brings a new title of the article into the file.
pub(super) fn follow(
    document: &mut DocumentMut,
    memory: &mut Memory,
    fresh: &Script,
    entries: &[Entry],
) -> Option<Change> {
    let title = document.get("episode").and_then(|episode| episode.get("title")).and_then(Item::as_str);
    let own = is_the_articles(title, memory, entries);
    let old = title.unwrap_or_default().to_string();
    memory.title = fresh.title.as_ref().map(|title| segment_id(title, 0));
    let new = fresh.title.clone().filter(|new| own && *new != old)?;
    let written = document.get_mut("episode")?.as_table_mut()?;
    match written.get_mut("title").and_then(Item::as_value_mut) {
        Some(value) => {
            let decor = value.decor().clone();
            *value = new.as_str().into();
            *value.decor_mut() = decor;
        }
        None => drop(written.insert("title", value(&new))),
    }
    Some(Change::Title { old, new })
}

fn is_the_articles(title: Option<&str>, memory: &Memory, entries: &[Entry]) -> bool {
    match (title, &memory.title) {
        (title, Some(remembered)) => title.is_some_and(|title| segment_id(title, 0) == *remembered),
        // Files of old do not remember it, but the headline may stand in them.
        (Some(title), None) => {
            let headline = Some(kind_name(Kind::Heading(1)));
            let heading = |entry: &&Entry| entry.table.get("kind").and_then(Item::as_str) == headline;
            entries.iter().filter(heading).any(|entry| !entry.edited() && entry.text == title)
        }
        (None, None) => memory.article.is_some(),
    }
}
