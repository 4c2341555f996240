//! An edited article against a script.toml that people have worked on.
//!
//! script.toml is its own base: a segment's `id` is a hash of the article's words as Aloud wrote them. Where the text still
//! has that hash nobody edited it; where the new article has a segment of that id, it did not change there. And
//! `revision` tells whether the article changed at all: if not, not a byte of script.toml does.

mod align;
mod change;
mod doubts;
mod order;
mod renames;
mod same;

use std::collections::{BTreeMap, BTreeSet};

use toml_edit::{ArrayOfTables, DocumentMut, Item, Table, TomlError, value};

pub use change::Change;

use super::manifest::{self, omission_table, segment_table};
use super::{NARRATOR, Omission, Script, Segment};

/// What a merge came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Merged {
    /// The new script.toml.
    pub text: String,
    /// What is different in it, in its order.
    pub changes: Vec<Change>,
    /// Old id → new id of segments whose words changed.
    pub renumbered: Vec<(String, String)>,
}

/// Stands in `conflict` where a person's segment has nothing in the article any more.
const GONE: &str = "(no longer in the article)";

/// One `[[segment]]` or `[[omitted]]` of script.toml.
struct Entry {
    table: Table,
    /// Where it stands among all tables of the file.
    position: isize,
    omitted: bool,
    /// Omissions are known by the hash of their text.
    id: Option<String>,
    text: String,
    /// Which of the new article's segments and omissions it is.
    rank: Option<usize>,
}

impl Entry {
    fn new(table: &Table, omitted: bool) -> Self {
        let string = |key: &str| table.get(key).and_then(Item::as_str).map(str::to_string);
        let text = string("text").unwrap_or_default();
        let id = if omitted { Some(manifest::segment_id(&text, 0)) } else { string("id") };
        let position = table.position().unwrap_or_default();
        Self { table: table.clone(), position, omitted, id, text, rank: None }
    }

    /// A person changed the words. Repeated words have ids of their own, which tell nothing of an edit.
    fn edited(&self) -> bool {
        !self.omitted
            && self
                .id
                .as_ref()
                .is_none_or(|id| (0..REPEATS).all(|n| manifest::segment_id(&self.text, n) != *id))
    }

    /// A person edited it or decided something.
    fn worked_on(&self) -> bool {
        let decided = ["say", "voice", "pause", "lock", "take", "cue", "cue_end"]
            .iter()
            .any(|key| self.table.contains_key(key));
        let comment =
            self.table.decor().prefix().and_then(|prefix| prefix.as_str()).is_some_and(|p| p.contains('#'));
        decided || comment || self.edited()
    }
}

/// So often the same words are looked for; "“No,” he said" may come back, but not a hundred times.
const REPEATS: usize = 100;

/// One segment or omission of the new article.
enum Fresh<'a> {
    Segment(&'a Segment),
    Omission(&'a Omission),
}

impl Fresh<'_> {
    fn text(&self) -> &str {
        match self {
            Self::Segment(segment) => &segment.text,
            Self::Omission(omission) => &omission.text,
        }
    }

    fn is_omitted(&self) -> bool {
        matches!(self, Self::Omission(_))
    }

    fn table(&self) -> Table {
        let mut table = match self {
            Self::Segment(segment) => segment_table(segment),
            Self::Omission(omission) => omission_table(omission),
        };
        table.decor_mut().set_prefix("\n");
        table
    }
}

/// Brings a new state of the article into `existing`. Segments of `fresh` have their ids; `cast` is the whole cast,
/// of which only speakers that are new are written.
///
/// # Errors
/// When `existing` is not TOML.
pub fn merge(existing: &str, fresh: &Script, cast: &BTreeMap<String, String>) -> Result<Merged, TomlError> {
    let mut document: DocumentMut = existing.parse()?;
    let revision = manifest::revision(fresh);
    let known = document.get("episode").and_then(|e| e.get("revision")).and_then(Item::as_str);
    if known == Some(revision.as_str()) {
        return Ok(Merged { text: existing.to_string(), changes: Vec::new(), renumbered: Vec::new() });
    }
    let entries = take_entries(&mut document);
    let fresh = interleaved(fresh);
    let written = document.get("episode").and_then(|e| e.get("order")).and_then(Item::as_str);
    // Nobody has moved, added or removed anything since Aloud wrote the file: it follows the article's order.
    let follows = written == Some(order(&entries).as_str());
    let (entries, changes, renumbered) = Merger::new(entries, &fresh).run(follows);
    let in_order = entries.iter().filter_map(|entry| entry.rank).is_sorted();
    let order = order(&entries);
    put_entries(&mut document, entries);
    add_to_cast(&mut document, cast);
    manifest::set(&mut document, "episode", "revision", revision);
    if in_order {
        manifest::set(&mut document, "episode", "order", order);
    }
    Ok(Merged { text: document.to_string(), changes, renumbered })
}

fn order(entries: &[Entry]) -> String {
    manifest::order(entries.iter().filter_map(|entry| entry.id.as_deref()))
}

fn interleaved(script: &Script) -> Vec<Fresh<'_>> {
    let mut fresh = Vec::new();
    let mut omitted = script.omitted.iter().peekable();
    for (index, segment) in script.segments.iter().enumerate() {
        while let Some(omission) = omitted.next_if(|omission| omission.after <= index) {
            fresh.push(Fresh::Omission(omission));
        }
        fresh.push(Fresh::Segment(segment));
    }
    fresh.extend(omitted.map(Fresh::Omission));
    fresh
}

/// In the order of the file.
fn take_entries(document: &mut DocumentMut) -> Vec<Entry> {
    let mut entries = Vec::new();
    for (key, omitted) in [("segment", false), ("omitted", true)] {
        if let Some(Item::ArrayOfTables(tables)) = document.remove(key) {
            entries.extend(tables.iter().map(|table| Entry::new(table, omitted)));
        }
    }
    entries.sort_by_key(|entry| entry.position);
    entries
}

/// Numbers the tables anew, so that each new one stands behind the one before it and all others where they stood.
fn put_entries(document: &mut DocumentMut, entries: Vec<Entry>) {
    let room = isize::try_from(entries.len()).unwrap_or(isize::MAX - 1) + 1;
    let renumber = |table: &mut Table| {
        let position = table.position().unwrap_or_default();
        table.set_position(Some(position * room));
    };
    for (_, item) in document.as_table_mut().iter_mut() {
        match item {
            Item::Table(table) => renumber(table),
            Item::ArrayOfTables(tables) => tables.iter_mut().for_each(renumber),
            _ => {}
        }
    }
    let (mut segments, mut omitted) = (ArrayOfTables::new(), ArrayOfTables::new());
    let (mut last, mut behind) = (isize::MIN, 0);
    for mut entry in entries {
        behind = if entry.position == last { behind + 1 } else { 0 };
        last = entry.position;
        entry.table.set_position(Some(entry.position * room + behind));
        if entry.omitted { omitted.push(entry.table) } else { segments.push(entry.table) }
    }
    for (key, tables) in [("segment", segments), ("omitted", omitted)] {
        if !tables.is_empty() {
            document.insert(key, Item::ArrayOfTables(tables));
        }
    }
}

fn add_to_cast(document: &mut DocumentMut, cast: &BTreeMap<String, String>) {
    let speakers: BTreeSet<String> = document
        .get("segment")
        .and_then(Item::as_array_of_tables)
        .into_iter()
        .flatten()
        .filter_map(|table| table.get("speaker").and_then(Item::as_str).map(str::to_string))
        .collect();
    let Some(table) = manifest::section(document, "cast") else { return };
    for (speaker, voice) in cast.iter().filter(|(speaker, _)| speakers.contains(*speaker)) {
        if table.get(speaker).is_none() {
            table.insert(speaker, value(voice));
        }
    }
}

struct Merger<'a> {
    entries: Vec<Entry>,
    fresh: &'a [Fresh<'a>],
    /// Fresh index → entry, where the words are the same.
    matched: Vec<Option<usize>>,
    /// Speaker as cast → as a person has it.
    renamed: BTreeMap<String, String>,
    /// All ids of the file.
    ids: BTreeSet<String>,
    changes: Vec<Change>,
    /// Old id → new id of what changed.
    renumbered: Vec<(String, String)>,
}

impl<'a> Merger<'a> {
    fn new(mut entries: Vec<Entry>, fresh: &'a [Fresh<'a>]) -> Self {
        let matched = same::matched(&entries, fresh);
        for (rank, at) in matched.iter().enumerate() {
            if let Some(at) = at {
                entries[*at].rank = Some(rank);
            }
        }
        let renamed = renames::renames(fresh, &entries, &matched);
        let ids = entries.iter().filter_map(|entry| entry.id.clone()).collect();
        Self { entries, fresh, matched, renamed, ids, changes: Vec::new(), renumbered: Vec::new() }
    }

    fn run(mut self, follows: bool) -> (Vec<Entry>, Vec<Change>, Vec<(String, String)>) {
        let kept: BTreeSet<usize> = self.matched.iter().flatten().copied().collect();
        let mut gone: BTreeSet<usize> = (0..self.entries.len()).filter(|at| !kept.contains(at)).collect();
        // Segments without an id are a person's own.
        gone.retain(|at| self.entries[*at].id.is_some());
        let written = self.written_elsewhere();
        let mut added: BTreeMap<Option<usize>, Vec<Entry>> = BTreeMap::new();
        let mut anchor = None;
        let mut at = 0;
        while at < self.fresh.len() {
            if self.matched[at].is_some() {
                anchor = self.matched[at];
                at += 1;
                continue;
            }
            let end = (at..self.fresh.len()).find(|n| self.matched[*n].is_some()).unwrap_or(self.fresh.len());
            anchor = self.gap(at..end, anchor, &mut gone, &written, &mut added);
            at = end;
        }
        self.doubt_speakers();
        self.welcome_back();
        self.retire(&gone);
        if follows {
            self.tell_moves();
        }
        let all = self.laid_out(&gone, added);
        let all = if follows { order::follow(all) } else { all };
        (all, self.changes, self.renumbered)
    }

    /// What was no longer in the article is there again.
    fn welcome_back(&mut self) {
        for entry in self.entries.iter_mut().filter(|entry| entry.rank.is_some()) {
            let table = &mut entry.table;
            if table.get("conflict").and_then(Item::as_str) == Some(GONE) {
                table.remove("conflict");
            }
        }
    }

    /// Tells which words stand elsewhere in the article now.
    fn tell_moves(&mut self) {
        let places: Vec<usize> = self.matched.iter().flatten().copied().collect();
        let moved = order::out_of_order(&places).into_iter();
        let told = moved.map(|at| Change::Moved(self.entries[at].text.clone())).collect::<Vec<_>>();
        self.changes.extend(told);
    }

    /// Words that a person has brought to another place: joined into an edited segment. Each run stands between spaces.
    fn written_elsewhere(&self) -> String {
        let edited = self.entries.iter().filter(|entry| entry.edited());
        edited.map(|entry| format!("\n {} \n", align::folded(&entry.text))).collect()
    }

    /// A run of new words between two places that are as they were: paired with what stood there, or added. Returns the
    /// entry after which the next words stand.
    fn gap(
        &mut self,
        run: std::ops::Range<usize>,
        mut anchor: Option<usize>,
        gone: &mut BTreeSet<usize>,
        written: &str,
        added: &mut BTreeMap<Option<usize>, Vec<Entry>>,
    ) -> Option<usize> {
        let first = anchor.map_or(0, |at| at + 1);
        let stood: Vec<usize> = (first..self.entries.len())
            .take_while(|at| !self.is_anchor(*at))
            .filter(|at| gone.contains(at))
            .collect();
        let old: Vec<&str> = stood.iter().map(|at| self.entries[*at].text.as_str()).collect();
        let new: Vec<&str> = run.clone().map(|at| self.fresh[at].text()).collect();
        let pairs = align::pairs(&old, &new);
        for (offset, at) in run.enumerate() {
            let of_kind = |entry: &usize| self.entries[*entry].omitted == self.fresh[at].is_omitted();
            if let Some(entry) = pairs[offset].map(|n| stood[n]).filter(of_kind) {
                gone.remove(&entry);
                self.update(entry, at);
                anchor = Some(entry);
            } else if !written.contains(&format!(" {} ", align::folded(self.fresh[at].text()))) {
                self.changes.push(Change::Added(self.fresh[at].text().to_string()));
                let mut entry = Entry::new(&self.fresh[at].table(), self.fresh[at].is_omitted());
                self.rename(&mut entry);
                if !entry.omitted {
                    let id = self.free_id(&entry.text);
                    entry.table["id"] = value(&id);
                    entry.id = Some(id);
                }
                entry.rank = Some(at);
                entry.position = anchor.map_or(self.front(), |at| self.entries[at].position);
                added.entry(anchor).or_default().push(entry);
            }
        }
        anchor
    }

    fn rename(&self, entry: &mut Entry) {
        let cast = entry.table.get("speaker").and_then(Item::as_str);
        if let Some(name) = cast.and_then(|cast| self.renamed.get(cast)) {
            entry.table["speaker"] = value(name);
        }
    }

    fn is_anchor(&self, entry: usize) -> bool {
        self.entries[entry].id.as_ref().is_some_and(|_| self.matched.contains(&Some(entry)))
    }

    /// Where words that precede everything go.
    fn front(&self) -> isize {
        self.entries.first().map_or(isize::from(i8::MAX), |entry| entry.position)
    }

    /// An id for these words that no other segment has.
    fn free_id(&mut self, text: &str) -> String {
        let mut nth = 0;
        loop {
            let id = manifest::segment_id(text, nth);
            if self.ids.insert(id.clone()) {
                return id;
            }
            nth += 1;
        }
    }

    /// The article's words changed at this entry.
    fn update(&mut self, at: usize, rank: usize) {
        let (old, new) = (self.entries[at].text.clone(), self.fresh[rank].text().to_string());
        let edited = self.entries[at].edited();
        let omitted = self.entries[at].omitted;
        let id = if omitted { manifest::segment_id(&new, 0) } else { self.free_id(&new) };
        let entry = &mut self.entries[at];
        entry.rank = Some(rank);
        let before = entry.id.replace(id.clone());
        if !omitted {
            entry.table["id"] = value(&id);
            self.renumbered.extend(before.map(|before| (before, id)));
        }
        if edited {
            entry.table["conflict"] = value(&new);
            self.changes.push(Change::Conflict { kept: old, article: new });
            return;
        }
        entry.table["text"] = value(&new);
        entry.text.clone_from(&new);
        if let Fresh::Segment(segment) = &self.fresh[rank] {
            recast(&mut entry.table, segment);
        }
        self.changes.push(Change::Changed { old, new });
    }

    /// What is no longer in the article: taken out, unless a person had worked on it.
    fn retire(&mut self, gone: &BTreeSet<usize>) {
        for at in gone {
            let entry = &mut self.entries[*at];
            if entry.omitted || !entry.worked_on() {
                self.changes.push(Change::Removed(entry.text.clone()));
            } else {
                entry.table["conflict"] = value(GONE);
                self.changes.push(Change::Conflict { kept: entry.text.clone(), article: GONE.into() });
            }
        }
    }

    fn laid_out(
        &mut self,
        gone: &BTreeSet<usize>,
        mut added: BTreeMap<Option<usize>, Vec<Entry>>,
    ) -> Vec<Entry> {
        let mut all = added.remove(&None).unwrap_or_default();
        for (at, entry) in std::mem::take(&mut self.entries).into_iter().enumerate() {
            if !gone.contains(&at) || (!entry.omitted && entry.worked_on()) {
                all.push(entry);
            }
            all.extend(added.remove(&Some(at)).unwrap_or_default());
        }
        all
    }
}

/// A person's choice of speaker stays as long as narration stays narration and a quote a quote.
fn recast(table: &mut Table, segment: &Segment) {
    let narrated = table.get("speaker").and_then(Item::as_str) == Some(NARRATOR);
    let fresh = segment_table(segment);
    if narrated != segment.is_narrator() {
        for key in ["speaker", "unsure", "candidates"] {
            replace(table, key, &fresh);
        }
    }
    for key in ["kind", "continues"] {
        replace(table, key, &fresh);
    }
}

fn replace(table: &mut Table, key: &str, fresh: &Table) {
    match fresh.get(key) {
        Some(item) => {
            table.insert(key, item.clone());
        }
        None => {
            table.remove(key);
        }
    }
}

#[cfg(test)]
mod tests;
