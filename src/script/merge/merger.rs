//! The merge itself: each part of the new article finds its entry, or becomes one.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use toml_edit::value;

use super::align::{self, May};
use super::base::Base;
use super::entry::{Entry, Fresh};
use super::words::Spare;
use super::{Change, added, order, renames, same};
use crate::script::file::{self, GONE};

pub(super) struct Merger<'a> {
    /// In the order of the article that they were made from.
    pub entries: Vec<Entry>,
    pub fresh: &'a [Fresh<'a>],
    /// Fresh index → entry, where the words are the same.
    pub matched: Vec<Option<usize>>,
    /// Speaker as cast → as a person has it.
    pub renamed: BTreeMap<String, String>,
    pub changes: Vec<Change>,
    pub base: Base,
    spare: Spare,
    /// Entry that a person split → the last of its parts.
    pub split: BTreeMap<usize, usize>,
    /// All ids of the file.
    pub ids: BTreeSet<String>,
    /// All ids of the new article.
    pub fresh_ids: BTreeSet<String>,
    /// Entries that have nothing in the new article.
    gone: BTreeSet<usize>,
    /// New entries behind the entry that precedes them in the article.
    pub added: BTreeMap<Option<usize>, Vec<Entry>>,
    /// Old id → new id of what changed.
    renumbered: Vec<(String, String)>,
}

/// What it came to.
pub(super) struct Done {
    /// In the order of the file.
    pub entries: Vec<Entry>,
    pub changes: Vec<Change>,
    pub renumbered: Vec<(String, String)>,
    /// The new article, as `Memory` has it.
    pub article: Vec<String>,
}

impl<'a> Merger<'a> {
    pub fn new(mut entries: Vec<Entry>, fresh: &'a [Fresh<'a>], base: Base) -> Self {
        let matched = same::matched(&entries, fresh);
        same::rank(&mut entries, &matched);
        let renamed = renames::renames(fresh, &entries, &matched);
        let ids = entries.iter().filter_map(|entry| entry.id.clone()).collect();
        let spare = Spare::new(&entries, fresh);
        let split = added::split(&entries);
        // What a person wrote, or decided to keep, is theirs; and so is a segment without an id.
        let may_go = |entry: &Entry| {
            entry.id.is_some() && entry.rank.is_none() && (entry.base.is_some() || entry.marked_gone())
        };
        let gone = entries.iter().enumerate().filter(|(_, entry)| may_go(entry)).map(|(at, _)| at).collect();
        Self {
            fresh_ids: fresh.iter().filter_map(Fresh::id).map(str::to_string).collect(),
            added: BTreeMap::new(),
            changes: Vec::new(),
            renumbered: Vec::new(),
            entries,
            fresh,
            matched,
            renamed,
            base,
            spare,
            split,
            ids,
            gone,
        }
    }

    pub fn run(mut self, follows: bool) -> Done {
        let mut anchor = None;
        let mut at = 0;
        while at < self.fresh.len() {
            if self.matched[at].is_some() {
                anchor = self.matched[at];
                at += 1;
                continue;
            }
            let end = (at..self.fresh.len()).find(|n| self.matched[*n].is_some()).unwrap_or(self.fresh.len());
            anchor = self.gap(at..end, anchor);
            at = end;
        }
        self.doubt_speakers();
        self.welcome_back();
        self.retire();
        if follows {
            self.tell_moves();
        }
        let entries = self.laid_out();
        let article = self.article(&entries);
        let entries = if follows { order::follow(entries) } else { entries };
        Done { entries, changes: self.changes, renumbered: self.renumbered, article }
    }

    /// What was no longer in the article is there again.
    fn welcome_back(&mut self) {
        for entry in self.entries.iter_mut().filter(|entry| entry.rank.is_some() && entry.marked_gone()) {
            entry.table.remove("conflict");
        }
    }

    /// Tells which words stand elsewhere in the article now.
    fn tell_moves(&mut self) {
        let places: Vec<usize> = self.matched.iter().flatten().copied().collect();
        let moved = order::out_of_order(&places).into_iter();
        let told = moved.map(|at| Change::Moved(self.entries[at].text.clone())).collect::<Vec<_>>();
        self.changes.extend(told);
    }

    /// A run of new words between two places that are as they were: paired with what stood there, or added. Returns the
    /// entry after which the next words stand.
    fn gap(&mut self, run: Range<usize>, mut anchor: Option<usize>) -> Option<usize> {
        let first = anchor.map_or(0, |at| at + 1);
        let stood: Vec<usize> = (first..self.entries.len())
            .take_while(|at| !self.is_anchor(*at))
            .filter(|at| self.gone.contains(at))
            .collect();
        let old: Vec<&str> = stood.iter().map(|at| self.entries[*at].article_words()).collect();
        let new: Vec<&str> = run.clone().map(|at| self.fresh[at].text()).collect();
        let pairs = align::pairs(&old, &new, |n, m| self.may(run.start + n, stood[m]));
        let left_out = stood.iter().any(|at| self.entries[*at].omitted_by_hand());
        for (offset, at) in run.enumerate() {
            if let Some(entry) = pairs[offset].map(|n| stood[n]) {
                self.gone.remove(&entry);
                self.update(entry, at);
                anchor = Some(entry);
            } else if !self.spare.take(self.fresh[at].text()) {
                self.add(at, anchor, left_out);
            }
        }
        anchor
    }

    /// Whether a part of the new article can be what has become of an entry: a person's words are so by their place alone.
    fn may(&self, rank: usize, at: usize) -> May {
        let (entry, fresh) = (&self.entries[at], &self.fresh[rank]);
        let Fresh::Segment(segment) = fresh else {
            return if entry.omitted { May::BeLike } else { May::Not };
        };
        let speaker = self.renamed.get(&segment.speaker).unwrap_or(&segment.speaker);
        match entry.omitted {
            true => May::Not,
            false if entry.edited() && entry.speaker() == Some(speaker) && !entry.marked_gone() => {
                May::BeThere
            }
            false => May::BeLike,
        }
    }

    fn is_anchor(&self, entry: usize) -> bool {
        self.entries[entry].id.is_some() && self.matched.contains(&Some(entry))
    }

    /// The article's words changed at this entry.
    fn update(&mut self, at: usize, rank: usize) {
        let new = self.fresh[rank].text().to_string();
        let id = if self.entries[at].omitted { file::segment_id(&new, 0) } else { self.free_id(&new) };
        let entry = &mut self.entries[at];
        let edited = entry.edited();
        entry.rank = Some(rank);
        let before = entry.id.replace(id.clone());
        if !entry.omitted {
            entry.table["id"] = value(&id);
            self.renumbered.extend(before.map(|before| (before, id)));
        }
        let changes = if edited { entry.contradict(new) } else { entry.reword(new, &self.fresh[rank]) };
        self.changes.extend(changes);
    }

    /// What is no longer in the article: taken out, unless a person had worked on it.
    fn retire(&mut self) {
        let marked = |at: &usize| self.entries[*at].marked_gone();
        for at in self.gone.iter().copied().filter(|at| !marked(at)).collect::<Vec<_>>() {
            let entry = &mut self.entries[at];
            if entry.omitted || !entry.worked_on() {
                self.changes.push(Change::Removed(entry.text.clone()));
            } else {
                entry.table["conflict"] = value(GONE);
                self.changes.push(Change::Conflict { kept: entry.text.clone(), article: GONE.into() });
            }
        }
    }

    /// The entries that are left and the new ones, in the order of the file.
    fn laid_out(&mut self) -> Vec<Entry> {
        let mut all = self.added.remove(&None).unwrap_or_default();
        let mut entries: Vec<_> = std::mem::take(&mut self.entries).into_iter().enumerate().collect();
        entries.sort_by_key(|(_, entry)| entry.file);
        for (at, entry) in entries {
            if !self.gone.contains(&at) || (!entry.omitted && entry.worked_on()) {
                all.push(entry);
            }
            all.extend(self.added.remove(&Some(at)).unwrap_or_default());
        }
        all
    }

    /// The ids of the new article: those of its entries, and where words have none of their own, because a person joined
    /// or omitted them, ids that are still free.
    fn article(&mut self, entries: &[Entry]) -> Vec<String> {
        let entry = |entry: &Entry| Some((entry.rank?, entry.id.clone().filter(|_| !entry.omitted)?));
        let ids: BTreeMap<usize, String> = entries.iter().filter_map(entry).collect();
        let fresh = self.fresh;
        let of = |(at, fresh): (usize, &Fresh<'_>)| match ids.get(&at) {
            _ if fresh.is_omitted() => {
                format!("{}{}", file::OMITTED, file::segment_id(fresh.text(), 0))
            }
            Some(id) => id.clone(),
            None => self.free_id(fresh.text()),
        };
        fresh.iter().enumerate().map(of).collect()
    }
}
