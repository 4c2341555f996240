//! Renames the speakers whose names the article corrected: `Mr Jia` is `Mr Jiang` now. The voice and all decisions stay.

use std::collections::BTreeSet;

use toml_edit::{DocumentMut, Item, Value};

use super::Change;
use crate::base::similarity::edit_distance;
use crate::script::file::{self, Memory};
use crate::script::{NARRATOR, Script, UNKNOWN};

/// Renames speakers in the segments, the cast and the people of a script.toml. Returns the changes.
///
/// The article must have the old name nowhere, and exactly one new speaker with a similar name.
pub(super) fn rename_speakers(
    document: &mut DocumentMut,
    memory: &mut Memory,
    article: &Script,
) -> Vec<Change> {
    let names = |speakers: BTreeSet<String>| -> BTreeSet<String> {
        speakers.into_iter().filter(|name| name != NARRATOR && name != UNKNOWN).collect()
    };
    let old = names(file::speakers(document));
    let new = names(article.segments.iter().map(|segment| segment.speaker.clone()).collect());
    let words = words_of(article);
    let gone: Vec<&String> = old.difference(&new).collect();
    let come: Vec<&String> = new.difference(&old).collect();
    let is_corrected = |old: &str, new: &str| {
        corrected_word(old, new).is_some_and(|(old, new)| !words.contains(&old) && words.contains(&new))
    };
    let mut changes = Vec::new();
    for old in &gone {
        let mut candidates = come.iter().filter(|new| is_corrected(old, new));
        let (Some(new), None) = (candidates.next(), candidates.next()) else { continue };
        // Two old names that resemble one new name are two people.
        if gone.iter().filter(|other| is_corrected(other, new)).count() == 1 {
            rename(document, memory, old, new);
            changes.push(Change::Renamed { old: (*old).clone(), new: (*new).clone() });
        }
    }
    changes
}

/// Returns all words of the article in lower case.
fn words_of(article: &Script) -> BTreeSet<String> {
    let spoken = article.segments.iter().map(|segment| segment.text.as_str());
    let omitted = article.omitted.iter().map(|omission| omission.text.as_str());
    spoken.chain(omitted).flat_map(words).collect()
}

fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase)
}

/// Returns the word that differs between two names, in both: `jia` and `jiang` of `Mr Jia` and `Mr Jiang`. The words must resemble
/// each other: few letters differ, or the front is the same.
fn corrected_word(old: &str, new: &str) -> Option<(String, String)> {
    let (old, new): (Vec<String>, Vec<String>) = (words(old).collect(), words(new).collect());
    let mut differing = old.iter().zip(&new).filter(|(old, new)| old != new);
    let (Some((one, other)), None) = (differing.next(), differing.next()) else { return None };
    let longest = one.chars().count().max(other.chars().count());
    let shared = one.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
    let is_similar = longest >= 3 && (edit_distance(one, other) * 2 <= longest && shared > 0 || shared >= 4);
    (old.len() == new.len() && is_similar).then(|| (one.clone(), other.clone()))
}

fn rename(document: &mut DocumentMut, memory: &mut Memory, old: &str, new: &str) {
    let segments = document.get_mut("segment").and_then(Item::as_array_of_tables_mut);
    for table in segments.into_iter().flat_map(|segments| segments.iter_mut()) {
        if let Some(value) =
            table.get_mut("speaker").and_then(Item::as_value_mut).filter(|v| v.as_str() == Some(old))
        {
            replace(value, new);
        }
        let candidates = table.get_mut("candidates").and_then(Item::as_array_mut);
        for value in
            candidates.into_iter().flat_map(|all| all.iter_mut()).filter(|value| value.as_str() == Some(old))
        {
            replace(value, new);
        }
    }
    let voice =
        document.get("cast").and_then(|cast| cast.get(old)).and_then(Item::as_str).map(str::to_string);
    if let Some(voice) = voice.filter(|voice| memory.wrote_cast(old, voice)) {
        memory.add_cast(new, &voice);
    }
    for name in ["cast", "people"] {
        let Some(table) = document.get_mut(name).and_then(Item::as_table_like_mut) else { continue };
        if let Some(value) = table.get(old).cloned().filter(|_| table.get(new).is_none()) {
            table.remove(old);
            table.insert(new, value);
        }
    }
}

/// Replaces a value. Its comment stays.
fn replace(value: &mut Value, new: &str) {
    let decor = value.decor().clone();
    *value = new.into();
    *value.decor_mut() = decor;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recognises_a_corrected_word_of_a_name() {
        for (old, new) in
            [("Mr Jia", "Mr Jiang"), ("Ann Okafor", "Ann Okafore"), ("Jo Lindquist", "Jo Lindqvist")]
        {
            assert!(corrected_word(old, new).is_some(), "{old} {new}");
        }
        for (old, new) in
            [("Ann Okafor", "Bo Okafor"), ("Ann Okafor", "Ann Lind"), ("Mr Jia", "Jiang"), ("Li", "Lu")]
        {
            assert!(corrected_word(old, new).is_none(), "{old} {new}");
        }
    }
}
