//! The steps of a merge between the parts of the article that did not change.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use toml_edit::value;

use super::Change;
use super::diff::{Origin, align_similar, fold_words};
use super::entry::{ArticlePart, ScriptEntry, in_article_order, is_id_of, moved_places};
use super::lost::MovedWords;
use super::matching::{Base, match_same_words};
use super::speakers::{mark_doubtful_speakers, renamed_speakers};
use crate::script::Omission;
use crate::script::file::{GONE, OMITTED, segment_id};

/// A person hardly splits a segment into more parts than this.
const MAX_SPLIT_PARTS: usize = 20;

pub(super) struct Steps<'a> {
    /// In the order of the base.
    entries: Vec<ScriptEntry>,
    parts: &'a [ArticlePart<'a>],
    /// Part → entry with the same words.
    matched: Vec<Option<usize>>,
    /// Attributed speaker → speaker in the script.
    renamed: BTreeMap<String, String>,
    base: Base,
    moved_words: MovedWords,
    /// Entry that a person split → the last entry that has words of it.
    split: BTreeMap<usize, usize>,
    /// All ids of the file.
    ids: BTreeSet<String>,
    /// All ids of the article.
    article_ids: BTreeSet<String>,
    /// Entries without a part in the article.
    gone: BTreeSet<usize>,
    /// Entry → the new entries to put after it; `None` for the start of the file.
    added: BTreeMap<Option<usize>, Vec<ScriptEntry>>,
    changes: Vec<Change>,
    renumbered: Vec<(String, String)>,
}

/// The result of all steps.
pub(super) struct Done {
    /// In the order of the file.
    pub entries: Vec<ScriptEntry>,
    pub changes: Vec<Change>,
    /// Old id → new id.
    pub renumbered: Vec<(String, String)>,
    /// The ids of the article, as `[aloud]` lists them.
    pub article: Vec<String>,
}

impl<'a> Steps<'a> {
    pub fn new(mut entries: Vec<ScriptEntry>, parts: &'a [ArticlePart<'a>], base: Base) -> Self {
        let matched = match_same_words(&mut entries, parts);
        let gone = entries.iter().enumerate().filter(|(_, entry)| may_be_removed(entry));
        Self {
            renamed: renamed_speakers(parts, &entries, &matched),
            moved_words: MovedWords::new(&entries, parts),
            split: find_splits(&entries),
            ids: entries.iter().filter_map(|entry| entry.id.clone()).collect(),
            article_ids: parts.iter().filter_map(ArticlePart::id).map(str::to_string).collect(),
            gone: gone.map(|(at, _)| at).collect(),
            added: BTreeMap::new(),
            changes: Vec::new(),
            renumbered: Vec::new(),
            entries,
            parts,
            matched,
            base,
        }
    }

    /// Runs all steps. `follows_article` is true when a person has moved nothing.
    pub fn run(mut self, follows_article: bool) -> Done {
        self.merge_gaps();
        let doubts = mark_doubtful_speakers(&mut self.entries, self.parts, &self.matched, &self.renamed);
        self.changes.extend(doubts);
        self.unmark_returned();
        self.remove_gone();
        if follows_article {
            self.report_moves();
        }
        let entries = self.in_file_order();
        let article = self.article_list(&entries);
        let entries = if follows_article { in_article_order(entries) } else { entries };
        Done { entries, changes: self.changes, renumbered: self.renumbered, article }
    }

    /// Merges each run of parts between two parts that have a match.
    fn merge_gaps(&mut self) {
        let mut anchor = None;
        let mut at = 0;
        while at < self.parts.len() {
            if self.matched[at].is_some() {
                anchor = self.matched[at];
                at += 1;
                continue;
            }
            let end = (at..self.parts.len()).find(|n| self.matched[*n].is_some()).unwrap_or(self.parts.len());
            anchor = self.merge_gap(at..end, anchor);
            at = end;
        }
    }

    /// Pairs a run of new parts with the entries at that place, and adds the parts without a pair. `anchor` is the entry before
    /// the run. Returns the entry before the next part.
    fn merge_gap(&mut self, run: Range<usize>, mut anchor: Option<usize>) -> Option<usize> {
        let first = anchor.map_or(0, |at| at + 1);
        let at_place: Vec<usize> = (first..self.entries.len())
            .take_while(|at| !self.is_anchor(*at))
            .filter(|at| self.gone.contains(at))
            .collect();
        let old: Vec<&str> = at_place.iter().map(|at| self.entries[*at].article_words()).collect();
        let new: Vec<&str> = run.clone().map(|at| self.parts[at].text()).collect();
        let pairs = align_similar(&old, &new, |n, m| self.origin(run.start + n, at_place[m]));
        let has_omitted = at_place.iter().any(|at| self.entries[*at].is_omitted_by_hand());
        for (offset, at) in run.enumerate() {
            if let Some(entry) = pairs[offset].map(|n| at_place[n]) {
                self.gone.remove(&entry);
                self.update(entry, at);
                anchor = Some(entry);
            } else if !self.moved_words.take(self.parts[at].text()) {
                self.add(at, anchor, has_omitted);
            }
        }
        anchor
    }

    fn is_anchor(&self, entry: usize) -> bool {
        self.entries[entry].id.is_some() && self.matched.contains(&Some(entry))
    }

    /// Decides whether a part can come from an entry. A text that a person edited may share no word with the article, so its
    /// place and its speaker suffice.
    fn origin(&self, part: usize, entry: usize) -> Origin {
        let entry = &self.entries[entry];
        let ArticlePart::Segment(segment) = &self.parts[part] else {
            return if entry.is_omitted { Origin::IfSimilar } else { Origin::No };
        };
        let speaker = self.renamed.get(&segment.speaker).unwrap_or(&segment.speaker);
        match entry.is_omitted {
            true => Origin::No,
            false if entry.is_edited() && entry.speaker() == Some(speaker) && !entry.is_marked_gone() => {
                Origin::AtPlace
            }
            false => Origin::IfSimilar,
        }
    }

    /// Updates an entry after its words changed in the article.
    fn update(&mut self, at: usize, part: usize) {
        let new = self.parts[part].text().to_string();
        let id = if self.entries[at].is_omitted { segment_id(&new, 0) } else { self.free_id(&new) };
        let entry = &mut self.entries[at];
        let is_edited = entry.is_edited();
        entry.part = Some(part);
        let before = entry.id.replace(id.clone());
        if !entry.is_omitted {
            entry.table["id"] = value(&id);
            self.renumbered.extend(before.map(|before| (before, id)));
        }
        let changes =
            if is_edited { entry.set_conflict(new) } else { entry.set_text(new, &self.parts[part]) };
        self.changes.extend(changes);
    }

    /// Adds an entry for a new part. Words that a person deleted come back as an omission.
    fn add(&mut self, at: usize, anchor: Option<usize>, replaces_omitted: bool) {
        let text = self.parts[at].text().to_string();
        let mut entry = if !self.parts[at].is_omitted() && self.base.claim_deleted(&text) {
            self.changes.push(Change::Deleted(text.clone()));
            deleted_entry(text)
        } else {
            let place = anchor.and_then(|at| self.entries[at].base);
            let returned = replaces_omitted || self.base.is_deleted_after(place, &self.article_ids);
            self.changes.push(if returned { Change::Returned(text) } else { Change::Added(text) });
            self.new_entry(at)
        };
        let after = anchor.map(|at| self.last_split_part(at));
        entry.part = Some(at);
        entry.position = after.map_or(self.front(), |at| self.entries[at].position);
        self.added.entry(after).or_default().push(entry);
    }

    fn new_entry(&mut self, at: usize) -> ScriptEntry {
        let mut entry = ScriptEntry::new(&self.parts[at].table(), self.parts[at].is_omitted());
        if let Some(name) = entry.speaker().and_then(|speaker| self.renamed.get(speaker)) {
            entry.table["speaker"] = value(name);
        }
        if !entry.is_omitted {
            let id = self.free_id(&entry.text);
            entry.table["id"] = value(&id);
            entry.id = Some(id);
        }
        entry
    }

    /// Returns the last entry that a person split off from an entry, or the entry itself. New words must not come between the
    /// parts of a split segment.
    fn last_split_part(&self, at: usize) -> usize {
        if let Some(last) = self.split.get(&at) {
            return *last;
        }
        let Some(part) = self.entries[at].part.filter(|_| self.entries[at].is_edited()) else { return at };
        let whole = fold_words(self.parts[part].text()).join(" ");
        let is_split_part = |at: &usize| {
            let entry = &self.entries[*at];
            entry.id.is_none() && whole.contains(&fold_words(&entry.text).join(" "))
        };
        (at + 1..self.entries.len()).take_while(is_split_part).last().unwrap_or(at)
    }

    /// Returns the position for words that precede all entries.
    fn front(&self) -> isize {
        self.entries.iter().map(|entry| entry.position).min().unwrap_or(isize::from(i8::MAX))
    }

    /// Returns an id for these words that no other segment has.
    fn free_id(&mut self, text: &str) -> String {
        let free = (0..).map(|nth| segment_id(text, nth)).find(|id| !self.ids.contains(id));
        let id = free.unwrap_or_default();
        self.ids.insert(id.clone());
        id
    }

    /// Removes the mark from entries that are in the article again.
    fn unmark_returned(&mut self) {
        for entry in self.entries.iter_mut().filter(|entry| entry.part.is_some() && entry.is_marked_gone()) {
            entry.table.remove("conflict");
        }
    }

    /// Reports the entries that are no longer in the article, and marks those that a person had worked on.
    /// [`Self::in_file_order`] drops the others.
    fn remove_gone(&mut self) {
        for at in &self.gone {
            let entry = &mut self.entries[*at];
            if entry.is_marked_gone() {
                continue;
            }
            if entry.is_omitted || !entry.is_worked_on() {
                self.changes.push(Change::Removed(entry.text.clone()));
            } else {
                entry.table["conflict"] = value(GONE);
                self.changes.push(Change::Conflict { kept: entry.text.clone(), article: GONE.into() });
            }
        }
    }

    /// Reports the words that have another place in the article now.
    fn report_moves(&mut self) {
        let places: Vec<usize> = self.matched.iter().flatten().copied().collect();
        for at in moved_places(&places) {
            self.changes.push(Change::Moved(self.entries[at].text.clone()));
        }
    }

    /// Takes the remaining and the new entries, in the order of the file.
    fn in_file_order(&mut self) -> Vec<ScriptEntry> {
        let mut all = self.added.remove(&None).unwrap_or_default();
        let mut entries: Vec<_> = std::mem::take(&mut self.entries).into_iter().enumerate().collect();
        entries.sort_by_key(|(_, entry)| entry.index);
        for (at, entry) in entries {
            if !self.gone.contains(&at) || (!entry.is_omitted && entry.is_worked_on()) {
                all.push(entry);
            }
            all.extend(self.added.remove(&Some(at)).unwrap_or_default());
        }
        all
    }

    /// Returns the ids of the article. A part without an entry of its own, because a person joined or omitted it, gets a free
    /// id.
    fn article_list(&mut self, entries: &[ScriptEntry]) -> Vec<String> {
        let spoken = entries.iter().filter(|entry| !entry.is_omitted);
        let ids: BTreeMap<usize, String> =
            spoken.filter_map(|entry| Some((entry.part?, entry.id.clone()?))).collect();
        let mut list = Vec::new();
        for (at, part) in self.parts.iter().enumerate() {
            list.push(match ids.get(&at) {
                _ if part.is_omitted() => format!("{OMITTED}{}", segment_id(part.text(), 0)),
                Some(id) => id.clone(),
                None => self.free_id(part.text()),
            });
        }
        list
    }
}

/// Returns true for an entry that the merge may remove or rewrite if no part matches it.
///
/// A segment without an id is a person's own. So is one that is not in the base, because the person decided to keep it.
fn may_be_removed(entry: &ScriptEntry) -> bool {
    entry.id.is_some() && entry.part.is_none() && (entry.base.is_some() || entry.is_marked_gone())
}

/// Finds the entries that a person split, even if the article changed them since. Such an entry and the following ones without
/// an id together have the words of its id.
fn find_splits(entries: &[ScriptEntry]) -> BTreeMap<usize, usize> {
    let edited = (0..entries.len()).filter(|at| entries[*at].is_edited());
    edited.filter_map(|at| Some((at, last_part_of_split(entries, at)?))).collect()
}

fn last_part_of_split(entries: &[ScriptEntry], at: usize) -> Option<usize> {
    let id = entries[at].id.as_deref()?;
    let mut words = entries[at].text.clone();
    for (part, entry) in entries.iter().enumerate().skip(at + 1).take(MAX_SPLIT_PARTS) {
        if entry.id.is_some() {
            return None;
        }
        words = format!("{words} {}", entry.text);
        if is_id_of(id, &words) {
            return Some(part);
        }
    }
    None
}

/// Returns an omission for words that a person deleted.
fn deleted_entry(text: String) -> ScriptEntry {
    let omission = Omission { text, reason: "deleted by hand".into(), after: 0 };
    ScriptEntry::new(&ArticlePart::Omission(&omission).table(), true)
}
