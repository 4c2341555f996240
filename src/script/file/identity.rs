//! What segments, and states of an article, are known by: hashes of their words.

use std::collections::{BTreeMap, BTreeSet};

use super::memory::OMITTED;
use crate::script::{Omission, Script};

/// Identity of a segment: eight hex digits of BLAKE3 over the article's words, and, where the same words occur
/// again, how often they did before.
pub fn segment_id(text: &str, occurrence: usize) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(text.as_bytes());
    if occurrence > 0 {
        hasher.update(&(occurrence as u64).to_le_bytes());
    }
    hasher.finalize().to_hex()[..8].to_string()
}

/// Tells states of an article apart: 16 hex digits of BLAKE3 over all its words, spoken and omitted, in their order.
pub fn revision(script: &Script) -> String {
    let mut hasher = blake3::Hasher::new();
    let mut add = |mark: &[u8], text: &str| {
        hasher.update(mark).update(&(text.len() as u64).to_le_bytes()).update(text.as_bytes());
    };
    let mut omitted = script.omitted.iter().peekable();
    for (index, segment) in script.segments.iter().enumerate() {
        while let Some(omission) = omitted.next_if(|omission| omission.after <= index) {
            add(b"-", &omission.text);
        }
        add(b"+", &segment.text);
    }
    omitted.for_each(|omission| add(b"-", &omission.text));
    hasher.finalize().to_hex()[..16].to_string()
}

/// As files of old tell whether they still stand in the order that Aloud gave them: 16 hex digits of BLAKE3 over the ids of
/// their segments and omissions.
pub(in crate::script) fn order<'a>(ids: impl Iterator<Item = &'a str>) -> String {
    let mut hasher = blake3::Hasher::new();
    for id in ids {
        hasher.update(id.as_bytes()).update(b" ");
    }
    hasher.finalize().to_hex()[..16].to_string()
}

/// The ids of a script's segments and omissions in their order, as [`Memory`] has them.
pub(super) fn ids(script: &Script) -> Vec<String> {
    let mut omitted = script.omitted.iter().peekable();
    let mut ids = Vec::new();
    let id = |omission: &Omission| format!("{OMITTED}{}", segment_id(&omission.text, 0));
    for (index, segment) in script.segments.iter().enumerate() {
        while let Some(omission) = omitted.next_if(|omission| omission.after <= index) {
            ids.push(id(omission));
        }
        ids.extend(segment.id.clone());
    }
    ids.extend(omitted.map(id));
    ids
}

/// Gives every segment its id, in place. Of some thousand texts two may come to the same eight digits: then the later one counts
/// as often said before as it takes to have an id of its own.
pub fn identify(script: &mut Script) {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut taken = BTreeSet::new();
    for segment in &mut script.segments {
        let occurrence = seen.entry(segment.text.clone()).or_default();
        let mut id = segment_id(&segment.text, *occurrence);
        while !taken.insert(id.clone()) {
            *occurrence += 1;
            id = segment_id(&segment.text, *occurrence);
        }
        *occurrence += 1;
        segment.id = Some(id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::script::Segment;

    fn ids(texts: &[&str]) -> Vec<String> {
        let segment = |text: &&str| Segment { text: (*text).into(), ..Segment::default() };
        let mut script = Script { segments: texts.iter().map(segment).collect(), ..Script::default() };
        identify(&mut script);
        script.segments.into_iter().filter_map(|segment| segment.id).collect()
    }

    #[test]
    fn other_words_with_the_same_hash_have_an_id_of_their_own() {
        let (ann, eva) = ("Ann counted 394 nets.", "Eva counted 494 flags.");
        assert_eq!(segment_id(ann, 0), segment_id(eva, 0), "found by trying");
        let id = |text: &str, nth: usize| segment_id(text, nth);
        assert_eq!(
            ids(&[ann, eva, "No.", ann, "No.", eva]),
            [id(ann, 0), id(eva, 1), id("No.", 0), id(ann, 1), id("No.", 1), id(eva, 2),]
        );
    }
}
