//! Identity of entries: their place in the base, and the part of the article with the same words.

use std::collections::{BTreeMap, BTreeSet};

use super::diff::align_best;
use super::entry::{ArticlePart, MAX_OCCURRENCES, ScriptEntry, ordered_by};
use crate::script::file::{OMITTED, segment_id};

/// The base of the merge: the ids of the article as it was when Aloud last wrote script.toml, in order.
pub(super) struct Base {
    ids: Vec<String>,
    /// Places of each id.
    places: BTreeMap<String, Vec<usize>>,
    /// Places without an entry in the file.
    missing: BTreeSet<usize>,
}

impl Base {
    /// Finds each entry's place. A file of an early version has no list of ids; then the file itself is the base.
    pub fn new(remembered: Option<&[String]>, entries: &mut [ScriptEntry]) -> Self {
        let Some(ids) = remembered else {
            entries.iter_mut().for_each(|entry| entry.base = Some(entry.index));
            return Self { ids: Vec::new(), places: BTreeMap::new(), missing: BTreeSet::new() };
        };
        let mut places: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        ids.iter().enumerate().for_each(|(place, id)| places.entry(id.clone()).or_default().push(place));
        let mut base = Self { ids: ids.to_vec(), places, missing: (0..ids.len()).collect() };
        for entry in entries.iter_mut().filter(|entry| !entry.is_omitted) {
            entry.base = entry.id.as_deref().and_then(|id| base.claim(id));
        }
        base.claim_by_words(entries.iter_mut().filter(|entry| entry.base.is_none() && entry.id.is_some()));
        for entry in entries {
            entry.was_omitted = entry.base.map(|place| ids[place].starts_with(OMITTED));
        }
        base
    }

    fn claim(&mut self, id: &str) -> Option<usize> {
        let place = self.missing_places(id).next()?;
        self.missing.remove(&place);
        Some(place)
    }

    /// Claims places for omissions, and for segments that a person kept although the article omits them. Their id does not
    /// distinguish entries with the same words.
    ///
    /// Entries with the same words take the places of these words in order: all omissions of the base, and then as many of
    /// its segments as a person must have turned into omissions.
    fn claim_by_words<'a>(&mut self, entries: impl Iterator<Item = &'a mut ScriptEntry>) {
        let mut by_words: BTreeMap<String, Vec<&mut ScriptEntry>> = BTreeMap::new();
        for entry in entries {
            by_words.entry(entry.text.clone()).or_default().push(entry);
        }
        for (text, mut entries) in by_words {
            let id = format!("{OMITTED}{}", segment_id(&text, 0));
            let all = self.missing_places(&id).chain(self.missing_segments(&text));
            let mut places: Vec<usize> = all.take(entries.len()).collect();
            if places.len() < entries.len() {
                // The surplus entry is more likely a person's own segment than a person's own omission.
                entries.retain(|entry| entry.is_omitted);
                places.truncate(entries.len());
            }
            places.sort_unstable();
            for (entry, place) in entries.into_iter().zip(places) {
                self.missing.remove(&place);
                entry.base = Some(place);
            }
        }
    }

    /// Returns the places of an id that no entry has claimed.
    fn missing_places(&self, id: &str) -> impl Iterator<Item = usize> {
        self.places.get(id).into_iter().flatten().copied().filter(|place| self.missing.contains(place))
    }

    /// Returns the places of these words as a segment that no entry has claimed.
    fn missing_segments(&self, text: &str) -> impl Iterator<Item = usize> {
        (0..MAX_OCCURRENCES).filter_map(|nth| self.missing_places(&segment_id(text, nth)).next())
    }

    /// Returns true when the base has these words as a segment and a person deleted it. Claims the place, so each deletion is
    /// found once.
    pub(crate) fn claim_deleted(&mut self, text: &str) -> bool {
        let place = self.missing_segments(text).next();
        place.is_some_and(|place| self.missing.remove(&place))
    }

    /// Returns true when a person deleted, directly after a place of the base, a segment that the new article does not have.
    pub(crate) fn is_deleted_after(&self, place: Option<usize>, article_ids: &BTreeSet<String>) -> bool {
        let first = place.map_or(0, |place| place + 1);
        let mut missing = (first..self.ids.len()).take_while(|place| self.missing.contains(place));
        missing.any(|place| !self.ids[place].starts_with(OMITTED) && !article_ids.contains(&self.ids[place]))
    }
}

/// Puts entries into the order of the base. A person's own entry stays after the entry that it followed.
pub(super) fn in_base_order(entries: Vec<ScriptEntry>) -> Vec<ScriptEntry> {
    ordered_by(entries, |entry| entry.base)
}

/// Returns true when the file has the order of the base, whatever was deleted or added.
pub(super) fn is_in_base_order(entries: &[ScriptEntry]) -> bool {
    entries.iter().filter_map(|entry| entry.base).is_sorted()
}

/// Returns for each part of the article the entry with the same words, and sets the entry's part.
///
/// A segment matches a segment and an omission an omission. After that, a part may match an entry that a person has turned
/// into the other kind. Where the same words occur more than once, neighbours decide.
pub(super) fn match_same_words(entries: &mut [ScriptEntry], parts: &[ArticlePart<'_>]) -> Vec<Option<usize>> {
    let mut matched = vec![None; parts.len()];
    for occurrences in occurrences(entries, parts).into_values() {
        for (part, entry) in pair_occurrences(entries, parts, &occurrences) {
            matched[part] = Some(entry);
        }
    }
    match_other_kind(entries, parts, &mut matched);
    for (part, entry) in matched.iter().enumerate() {
        if let Some(entry) = entry {
            entries[*entry].part = Some(part);
        }
    }
    matched
}

/// Where the same words occur in the file and in the article.
#[derive(Default)]
struct Occurrences {
    entries: Vec<usize>,
    parts: Vec<usize>,
}

fn occurrences<'a>(
    entries: &'a [ScriptEntry],
    parts: &'a [ArticlePart<'a>],
) -> BTreeMap<(bool, &'a str), Occurrences> {
    let mut occurrences: BTreeMap<(bool, &str), Occurrences> = BTreeMap::new();
    for (at, part) in parts.iter().enumerate() {
        occurrences.entry((part.is_omitted(), part.text())).or_default().parts.push(at);
    }
    // The id of an edited entry shows which words the person's text replaces.
    let numbered = occurrences
        .iter()
        .filter(|((omitted, _), _)| !omitted)
        .flat_map(|((_, text), found)| (0..=found.parts.len()).map(|nth| (segment_id(text, nth), *text)));
    // Two texts may have the same hash. The id then belongs to the text that has it in the article.
    let in_article = parts.iter().filter_map(|part| Some((part.id()?.to_string(), part.text())));
    let words_of_id: BTreeMap<String, &str> = numbered.chain(in_article).collect();
    for (at, entry) in entries.iter().enumerate() {
        let words = if entry.is_edited() {
            entry.id.as_ref().and_then(|id| words_of_id.get(id)).copied()
        } else {
            Some(entry.text.as_str())
        };
        if let Some(found) = words.and_then(|text| occurrences.get_mut(&(entry.is_omitted, text))) {
            found.entries.push(at);
        }
    }
    occurrences
}

/// Pairs parts and entries with the same words, both in order.
fn pair_occurrences(
    entries: &[ScriptEntry],
    parts: &[ArticlePart<'_>],
    occurrences: &Occurrences,
) -> Vec<(usize, usize)> {
    let Occurrences { entries: old, parts: new } = occurrences;
    if old.len() == new.len() {
        return new.iter().copied().zip(old.iter().copied()).collect();
    }
    let found = align_best(new.len(), old.len(), |n, m| pair_score(entries, parts, new[n], old[m]));
    found.into_iter().enumerate().filter_map(|(n, m)| Some((new[n], old[m?]))).collect()
}

/// Scores a pair with the same words: 1, plus 1 for each equal neighbour, plus 1.5 for an entry that a person worked on.
/// Of two equal entries the one with a person's work must rather be kept, even against one equal neighbour.
fn pair_score(entries: &[ScriptEntry], parts: &[ArticlePart<'_>], part: usize, entry: usize) -> f64 {
    let text = |at: Option<usize>| at.and_then(|at| entries.get(at)).map(|entry| entry.text.as_str());
    let words = |at: Option<usize>| at.and_then(|at| parts.get(at)).map(ArticlePart::text);
    let before = words(part.checked_sub(1)) == text(entry.checked_sub(1));
    let after = words(Some(part + 1)) == text(Some(entry + 1));
    let worked_on = entries[entry].is_worked_on();
    1.0 + f64::from(u8::from(before)) + f64::from(u8::from(after)) + 1.5 * f64::from(u8::from(worked_on))
}

/// Matches a segment that a person turned into an omission, and an omission that a person turned into a segment.
fn match_other_kind(entries: &[ScriptEntry], parts: &[ArticlePart<'_>], matched: &mut [Option<usize>]) {
    let taken: BTreeSet<usize> = matched.iter().flatten().copied().collect();
    let mut free: BTreeMap<(bool, &str), Vec<usize>> = BTreeMap::new();
    // In reverse, because the first occurrence is popped first.
    for (at, entry) in entries.iter().enumerate().rev() {
        if !taken.contains(&at) && entry.may_differ_in_kind() {
            free.entry((entry.is_omitted, &entry.text)).or_default().push(at);
        }
    }
    for (at, part) in matched.iter_mut().zip(parts).filter(|(at, _)| at.is_none()) {
        *at = free.get_mut(&(!part.is_omitted(), part.text())).and_then(Vec::pop);
    }
}
