//! What of the new article has no entry yet.

use std::collections::BTreeMap;

use toml_edit::value;

use super::Change;
use super::entry::{Entry, Fresh, is_id_of};
use super::merger::Merger;
use super::words::folded;
use crate::script::Omission;
use crate::script::file;

/// Into more parts nobody splits a paragraph.
const MOST_PARTS: usize = 20;

impl Merger<'_> {
    /// A new entry; where a person deleted these words, one that lists them.
    pub(super) fn add(&mut self, at: usize, anchor: Option<usize>, left_out: bool) {
        let text = self.fresh[at].text().to_string();
        let mut entry = if !self.fresh[at].is_omitted() && self.base.deleted(&text) {
            self.changes.push(Change::Deleted(text.clone()));
            deleted(text)
        } else {
            let place = anchor.and_then(|at| self.entries[at].base);
            let returned = left_out || self.base.dropped_behind(place, &self.fresh_ids);
            self.changes.push(if returned { Change::Returned(text) } else { Change::Added(text) });
            self.fresh_entry(at)
        };
        let behind = anchor.map(|at| self.last_part(at));
        entry.rank = Some(at);
        entry.position = behind.map_or(self.front(), |at| self.entries[at].position);
        self.added.entry(behind).or_default().push(entry);
    }

    fn fresh_entry(&mut self, at: usize) -> Entry {
        let mut entry = Entry::new(&self.fresh[at].table(), self.fresh[at].is_omitted());
        if let Some(name) = entry.speaker().and_then(|cast| self.renamed.get(cast)) {
            entry.table["speaker"] = value(name);
        }
        if !entry.omitted {
            let id = self.free_id(&entry.text);
            entry.table["id"] = value(&id);
            entry.id = Some(id);
        }
        entry
    }

    /// Of a segment that a person split the last part.
    fn last_part(&self, at: usize) -> usize {
        if let Some(last) = self.split.get(&at) {
            return *last;
        }
        let Some(rank) = self.entries[at].rank.filter(|_| self.entries[at].edited()) else { return at };
        let whole = folded(self.fresh[rank].text()).join(" ");
        let part = |at: &usize| {
            let entry = &self.entries[*at];
            entry.id.is_none() && whole.contains(&folded(&entry.text).join(" "))
        };
        (at + 1..self.entries.len()).take_while(part).last().unwrap_or(at)
    }

    /// Where words that precede everything go.
    fn front(&self) -> isize {
        self.entries.iter().map(|entry| entry.position).min().unwrap_or(isize::from(i8::MAX))
    }

    /// An id for these words that no other segment has.
    pub(super) fn free_id(&mut self, text: &str) -> String {
        let free = (0..).map(|nth| file::segment_id(text, nth)).find(|id| !self.ids.contains(id));
        let id = free.unwrap_or_default();
        self.ids.insert(id.clone());
        id
    }
}

/// Which segments a person split, whatever the article says now: with the segments of no id behind them they have the words that
/// their ids were made of.
pub(super) fn split(entries: &[Entry]) -> BTreeMap<usize, usize> {
    let edited = entries.iter().enumerate().filter(|(_, entry)| entry.edited());
    let last_part = |(at, entry): (usize, &Entry)| {
        let id = entry.id.as_deref()?;
        let mut words = entry.text.clone();
        for (part, of_no_id) in entries.iter().enumerate().skip(at + 1).take(MOST_PARTS) {
            if of_no_id.id.is_some() {
                return None;
            }
            words = format!("{words} {}", of_no_id.text);
            if is_id_of(id, &words) {
                return Some((at, part));
            }
        }
        None
    };
    edited.filter_map(last_part).collect()
}

/// What a person deleted is listed.
fn deleted(text: String) -> Entry {
    let omission = Omission { text, reason: "deleted by hand".into(), after: 0 };
    Entry::new(&Fresh::Omission(&omission).table(), true)
}
