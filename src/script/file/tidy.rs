//! Lines of `[cast]` that Aloud wrote and nobody needs any more.

use std::collections::BTreeSet;

use toml_edit::{DocumentMut, Item};

use super::Memory;

/// Takes them out; a line that a person wrote or changed stays.
pub(crate) fn tidy_cast(document: &mut DocumentMut) {
    let speakers = speakers(document);
    let memory = Memory::of(document.as_table());
    let Some(cast) = document.get_mut("cast").and_then(Item::as_table_mut) else { return };
    let needed = |speaker: &str, voice: &Item| {
        let voice = voice.as_str().unwrap_or_default();
        speakers.contains(speaker) || !memory.wrote_cast(speaker, voice)
    };
    cast.retain(|speaker, voice| needed(speaker, voice));
}

/// Everybody who speaks in the file.
pub(crate) fn speakers(document: &DocumentMut) -> BTreeSet<String> {
    let segments = document.get("segment").and_then(Item::as_array_of_tables);
    let speaker = |table: &toml_edit::Table| table.get("speaker").and_then(Item::as_str).map(str::to_string);
    segments.into_iter().flatten().filter_map(speaker).collect()
}
