//! Identity of segments and of article revisions: hashes of their words.
//!
//! Line numbers are not identifiers: a line inserted above would shift every decision to the wrong segment.

use std::collections::{BTreeMap, BTreeSet};

use crate::script::{Omission, Script};

/// Prefix of the id of an omission in `[aloud]`.
pub(in crate::script) const OMITTED: &str = "-";

/// Returns the id of a segment: eight hex digits of BLAKE3 over the article's words. `occurrence` counts earlier segments
/// with the same words, e.g. for a second "No."
pub(crate) fn segment_id(text: &str, occurrence: usize) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(text.as_bytes());
    if occurrence > 0 {
        hasher.update(&(occurrence as u64).to_le_bytes());
    }
    hasher.finalize().to_hex()[..8].to_string()
}

/// Returns the revision of an article: 16 hex digits of BLAKE3 over all its words in order, each marked as spoken or omitted.
pub(crate) fn revision(script: &Script) -> String {
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

/// Returns the hash of an order of ids, 16 hex digits of BLAKE3. Files of early versions have it as `order` instead of `[aloud]`.
pub(in crate::script) fn order_hash<'a>(ids: impl Iterator<Item = &'a str>) -> String {
    let mut hasher = blake3::Hasher::new();
    for id in ids {
        hasher.update(id.as_bytes()).update(b" ");
    }
    hasher.finalize().to_hex()[..16].to_string()
}

/// Returns the ids of a script's segments and omissions in order, as `[aloud]` lists them.
pub(super) fn article_ids(script: &Script) -> Vec<String> {
    let mut omitted = script.omitted.iter().peekable();
    let mut ids = Vec::new();
    for (index, segment) in script.segments.iter().enumerate() {
        while let Some(omission) = omitted.next_if(|omission| omission.after <= index) {
            ids.push(omission_id(omission));
        }
        ids.extend(segment.id.clone());
    }
    ids.extend(omitted.map(omission_id));
    ids
}

fn omission_id(omission: &Omission) -> String {
    format!("{OMITTED}{}", segment_id(&omission.text, 0))
}

/// Sets the id of every segment.
///
/// Two of some thousand texts may have the same eight digits. The later one then gets the next occurrence with a free id.
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

    fn identified(texts: &[&str]) -> Vec<String> {
        let segment = |text: &&str| Segment { text: (*text).into(), ..Segment::default() };
        let mut script = Script { segments: texts.iter().map(segment).collect(), ..Script::default() };
        identify(&mut script);
        script.segments.into_iter().filter_map(|segment| segment.id).collect()
    }

    #[test]
    fn different_words_with_the_same_hash_get_different_ids() {
        let (ann, eva) = ("Ann counted 394 nets.", "Eva counted 494 flags.");
        assert_eq!(segment_id(ann, 0), segment_id(eva, 0), "a collision found by search");
        let id = |text: &str, nth: usize| segment_id(text, nth);
        assert_eq!(
            identified(&[ann, eva, "No.", ann, "No.", eva]),
            [id(ann, 0), id(eva, 1), id("No.", 0), id(ann, 1), id("No.", 1), id(eva, 2),]
        );
    }
}
