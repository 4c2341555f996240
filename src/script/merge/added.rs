//! What of the new article has no entry yet.

use toml_edit::value;

use super::Change;
use super::entry::{Entry, Fresh};
use super::merger::Merger;
use super::words::folded;
use crate::script::Omission;
use crate::script::manifest;

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
        let free = (0..).map(|nth| manifest::segment_id(text, nth)).find(|id| !self.ids.contains(id));
        let id = free.unwrap_or_default();
        self.ids.insert(id.clone());
        id
    }
}

/// What a person deleted is listed.
fn deleted(text: String) -> Entry {
    let omission = Omission { text, reason: "deleted by hand".into(), after: 0 };
    Entry::new(&Fresh::Omission(&omission).table(), true)
}
