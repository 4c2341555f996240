//! The article that a script was made from, as script.toml remembers it: the ids of its segments and omissions in their
//! order. So it is known which words a person has edited, moved or deleted, and which of them the article has changed.

use std::collections::{BTreeMap, BTreeSet};

use super::entry::{Entry, REPEATS};
use super::order;
use crate::script::manifest::{OMITTED, segment_id};

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
        for entry in entries {
            entry.base = base.claim(entry);
        }
        base
    }

    fn claim(&mut self, entry: &Entry) -> Option<usize> {
        let id = entry.id.as_deref()?;
        let place = match entry.omitted {
            false => self.place_of(id),
            // Or else a person made it an omission.
            true => self.place_of(&format!("{OMITTED}{id}")).or_else(|| self.place_of_words(&entry.text)),
        }?;
        self.missing.remove(&place);
        Some(place)
    }

    fn place_of(&self, id: &str) -> Option<usize> {
        self.places.get(id)?.iter().copied().find(|place| self.missing.contains(place))
    }

    fn place_of_words(&self, text: &str) -> Option<usize> {
        (0..REPEATS).find_map(|nth| self.place_of(&segment_id(text, nth)))
    }

    /// Whether these words stood in the article as a segment and a person deleted them. Each is found once.
    pub fn deleted(&mut self, text: &str) -> bool {
        self.place_of_words(text).is_some_and(|place| self.missing.remove(&place))
    }

    /// Whether a person deleted, right behind a place of the article, what is not in the new one any more.
    pub fn dropped_behind(&self, place: Option<usize>, fresh: &BTreeSet<String>) -> bool {
        let first = place.map_or(0, |place| place + 1);
        let mut missing = (first..self.ids.len()).take_while(|place| self.missing.contains(place));
        missing.any(|place| !self.ids[place].starts_with(OMITTED) && !fresh.contains(&self.ids[place]))
    }

    /// Whether an omission was a segment of the article.
    pub fn is_omitted_by_hand(&self, entry: &Entry) -> bool {
        let id = entry.base.and_then(|place| self.ids.get(place));
        entry.omitted && id.is_some_and(|id| !id.starts_with(OMITTED))
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
