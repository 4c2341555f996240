//! The article that a script was made from, as script.toml remembers it: the ids of its segments and omissions in their
//! order. So it is known which words a person has edited, moved or deleted, and which of them the article has changed.

use std::collections::{BTreeMap, BTreeSet};

use super::entry::{Entry, REPEATS};
use super::order;
use crate::script::file::{OMITTED, segment_id};

pub(super) struct Base {
    ids: Vec<String>,
    /// Places of each id.
    places: BTreeMap<String, Vec<usize>>,
    /// Places of what stands nowhere in the file.
    missing: BTreeSet<usize>,
}

impl Base {
    /// Finds each entry's place in the article. Where nothing is remembered the file itself is taken for it.
    pub fn new(remembered: Option<&[String]>, entries: &mut [Entry]) -> Self {
        let Some(ids) = remembered else {
            entries.iter_mut().for_each(|entry| entry.base = Some(entry.file));
            return Self { ids: Vec::new(), places: BTreeMap::new(), missing: BTreeSet::new() };
        };
        let mut places: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        ids.iter().enumerate().for_each(|(place, id)| places.entry(id.clone()).or_default().push(place));
        let mut base = Self { ids: ids.to_vec(), places, missing: (0..ids.len()).collect() };
        for entry in entries.iter_mut().filter(|entry| !entry.omitted) {
            entry.base = entry.id.as_deref().and_then(|id| base.claim(id));
        }
        base.claim_by_words(entries.iter_mut().filter(|entry| entry.base.is_none() && entry.id.is_some()));
        for entry in entries {
            entry.was_omitted = entry.base.map(|place| ids[place].starts_with(OMITTED));
        }
        base
    }

    fn claim(&mut self, id: &str) -> Option<usize> {
        let place = self.missing_at(id).next()?;
        self.missing.remove(&place);
        Some(place)
    }

    /// Omissions, and segments that are kept though the article omits them, have no id in it that tells one from another: those of
    /// the same words are the article's in their order, its omissions together with as many of its segments as a person must
    /// have made omissions of.
    fn claim_by_words<'a>(&mut self, entries: impl Iterator<Item = &'a mut Entry>) {
        let mut of_words: BTreeMap<String, Vec<&mut Entry>> = BTreeMap::new();
        for entry in entries {
            of_words.entry(entry.text.clone()).or_default().push(entry);
        }
        for (text, mut entries) in of_words {
            let id = format!("{OMITTED}{}", segment_id(&text, 0));
            let all = self.missing_at(&id).chain(self.places_of_words(&text));
            let mut places: Vec<usize> = all.take(entries.len()).collect();
            if places.len() < entries.len() {
                // One segment too many is rather a person's own than an omission would be.
                entries.retain(|entry| entry.omitted);
                places.truncate(entries.len());
            }
            places.sort_unstable();
            for (entry, place) in entries.into_iter().zip(places) {
                self.missing.remove(&place);
                entry.base = Some(place);
            }
        }
    }

    /// Places of an id that no entry has yet.
    fn missing_at(&self, id: &str) -> impl Iterator<Item = usize> {
        self.places.get(id).into_iter().flatten().copied().filter(|place| self.missing.contains(place))
    }

    /// Where these words stood as a segment.
    fn places_of_words(&self, text: &str) -> impl Iterator<Item = usize> {
        (0..REPEATS).filter_map(|nth| self.missing_at(&segment_id(text, nth)).next())
    }

    /// Whether these words stood in the article as a segment and a person deleted them. Each is found once.
    pub fn deleted(&mut self, text: &str) -> bool {
        let place = self.places_of_words(text).next();
        place.is_some_and(|place| self.missing.remove(&place))
    }

    /// Whether a person deleted, right behind a place of the article, what is not in the new one any more.
    pub fn dropped_behind(&self, place: Option<usize>, fresh: &BTreeSet<String>) -> bool {
        let first = place.map_or(0, |place| place + 1);
        let mut missing = (first..self.ids.len()).take_while(|place| self.missing.contains(place));
        missing.any(|place| !self.ids[place].starts_with(OMITTED) && !fresh.contains(&self.ids[place]))
    }
}

/// Puts entries into the order of the article that they were made from; a person's own stay behind what they stand behind.
pub(super) fn by_article(entries: Vec<Entry>) -> Vec<Entry> {
    order::grouped(entries, |entry| entry.base)
}

/// Whether the file has the article's order, whatever was deleted or added.
pub(super) fn in_order(entries: &[Entry]) -> bool {
    entries.iter().filter_map(|entry| entry.base).is_sorted()
}
