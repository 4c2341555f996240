//! The two sides of a merge: entries of script.toml and parts of the article. Takes entries out of the file and puts them back.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use toml_edit::{ArrayOfTables, DocumentMut, Item, Table, value};

use super::Change;
use super::diff::fold_words;
use crate::script::file::{GONE, omission_table, segment_id, segment_table};
use crate::script::{NARRATOR, Omission, Script, Segment};

/// How many occurrences of the same words are searched. "“No,” he said" may return some times, but not a hundred times.
pub(super) const MAX_OCCURRENCES: usize = 100;

/// One `[[segment]]` or `[[omitted]]` of script.toml.
pub(super) struct ScriptEntry {
    pub table: Table,
    /// Position among all tables of the file.
    pub position: isize,
    /// Index among the entries of the file.
    pub index: usize,
    /// Index of its words in the base; `None` for a person's own words.
    pub base: Option<usize>,
    pub is_omitted: bool,
    /// Whether the base omitted its words; `None` where that is not known.
    pub was_omitted: Option<bool>,
    /// The segment's id, or for an omission the hash of its text.
    pub id: Option<String>,
    pub text: String,
    /// Index of the part of the article that it represents.
    pub part: Option<usize>,
    pub pause_origin: PauseOrigin,
}

/// What script.toml shows about the pause before a segment.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum PauseOrigin {
    /// No scene break and no mark comes before the segment. A pause is a person's.
    #[default]
    Person,
    /// Aloud wrote it for the scene break or the mark.
    Article,
    /// A scene break or a mark comes before the segment, but a person removed the pause or wrote another.
    Declined,
}

impl ScriptEntry {
    pub fn new(table: &Table, is_omitted: bool) -> Self {
        let string = |key: &str| table.get(key).and_then(Item::as_str).map(str::to_string);
        let text = string("text").unwrap_or_default();
        let id = if is_omitted { Some(segment_id(&text, 0)) } else { string("id") };
        let position = table.position().unwrap_or_default();
        Self {
            table: table.clone(),
            position,
            index: 0,
            base: None,
            is_omitted,
            was_omitted: None,
            id,
            text,
            part: None,
            pause_origin: PauseOrigin::default(),
        }
    }

    pub fn string(&self, key: &str) -> Option<&str> {
        self.table.get(key).and_then(Item::as_str)
    }

    pub fn speaker(&self) -> Option<&str> {
        self.string("speaker")
    }

    /// Returns true when a person changed the words, or wrote them.
    pub(crate) fn is_edited(&self) -> bool {
        !self.is_omitted && self.id.as_deref().is_none_or(|id| !is_id_of(id, &self.text))
    }

    /// Returns true when a person edited the words, decided something or left a comment.
    pub(crate) fn is_worked_on(&self) -> bool {
        let decisions = ["say", "voice", "pause", "lock", "take", "cue", "cue_end"];
        let is_articles = |key: &str| key == "pause" && self.pause_origin == PauseOrigin::Article;
        let decided = decisions.iter().any(|key| self.table.contains_key(key) && !is_articles(key));
        let prefix = self.table.decor().prefix().and_then(|prefix| prefix.as_str());
        decided || prefix.is_some_and(|prefix| prefix.contains('#')) || self.is_edited()
    }

    /// Returns true when a person omitted words that the base speaks.
    pub(crate) fn is_omitted_by_hand(&self) -> bool {
        self.is_omitted && self.was_omitted == Some(false)
    }

    /// Returns true when the entry may be spoken although the article omits its words, or the other way round. An entry that
    /// is as the base was follows the article instead.
    pub(crate) fn may_differ_in_kind(&self) -> bool {
        self.was_omitted != Some(self.is_omitted) || (!self.is_omitted && self.is_worked_on())
    }

    /// Returns true when it is marked as no longer in the article and the person has not removed the mark.
    pub(crate) fn is_marked_gone(&self) -> bool {
        self.string("conflict") == Some(GONE)
    }

    /// Returns the article's words that the entry represents, as far as they are known. For an edited entry they are in
    /// `conflict`.
    pub(crate) fn article_words(&self) -> &str {
        let conflict =
            self.string("conflict").filter(|words| self.id.as_deref().is_some_and(|id| is_id_of(id, words)));
        conflict.unwrap_or(&self.text)
    }

    /// Takes the article's new words where a person had edited: the person's text stays and `conflict` gets the article's.
    /// If both are the same there is no conflict.
    pub(crate) fn set_conflict(&mut self, new: String) -> Vec<Change> {
        if new == self.text {
            self.table.remove("conflict");
            return Vec::new();
        }
        self.table["conflict"] = value(&new);
        vec![Change::Conflict { kept: self.text.clone(), article: new }]
    }

    /// Takes the article's new words. A person's decisions stay.
    pub(crate) fn set_text(&mut self, new: String, part: &ArticlePart<'_>) -> Vec<Change> {
        let old = std::mem::replace(&mut self.text, new.clone());
        self.table["text"] = value(&new);
        if let ArticlePart::Segment(segment) = part {
            update_speaker_and_kind(&mut self.table, segment);
        }
        let stale = self.mark_stale(&old, &new);
        [Change::Changed { old, new }].into_iter().chain(stale).collect()
    }

    /// Marks `say` as stale, because it was written for other words. `stale` keeps those words until a person has looked.
    fn mark_stale(&mut self, old: &str, new: &str) -> Option<Change> {
        let say = self.string("say")?.to_string();
        let written_for = self.string("stale").unwrap_or(old).to_string();
        if fold_words(&written_for) == fold_words(new) {
            self.table.remove("stale");
            return None;
        }
        self.table["stale"] = value(written_for);
        Some(Change::Say { kept: say, article: new.to_string() })
    }
}

/// Updates the speaker only when narration became a quote or a quote became narration: otherwise a person may have chosen it.
fn update_speaker_and_kind(table: &mut Table, segment: &Segment) {
    let was_narrated = table.get("speaker").and_then(Item::as_str) == Some(NARRATOR);
    let new = segment_table(segment);
    if was_narrated != segment.is_narrator() {
        for key in ["speaker", "unsure", "candidates"] {
            copy_key(table, key, &new);
        }
    }
    for key in ["kind", "continues"] {
        copy_key(table, key, &new);
    }
}

fn copy_key(table: &mut Table, key: &str, from: &Table) {
    match from.get(key) {
        Some(item) => drop(table.insert(key, item.clone())),
        None => drop(table.remove(key)),
    }
}

/// Returns true when `id` is the id of these words in any occurrence.
pub(super) fn is_id_of(id: &str, text: &str) -> bool {
    (0..MAX_OCCURRENCES).any(|occurrence| segment_id(text, occurrence) == id)
}

/// One segment or omission of the article as it is now.
pub(super) enum ArticlePart<'a> {
    Segment(&'a Segment),
    Omission(&'a Omission),
}

impl ArticlePart<'_> {
    pub fn text(&self) -> &str {
        match self {
            Self::Segment(segment) => &segment.text,
            Self::Omission(omission) => &omission.text,
        }
    }

    pub fn id(&self) -> Option<&str> {
        match self {
            Self::Segment(segment) => segment.id.as_deref(),
            Self::Omission(_) => None,
        }
    }

    pub(crate) fn is_omitted(&self) -> bool {
        matches!(self, Self::Omission(_))
    }

    pub fn table(&self) -> Table {
        let mut table = match self {
            Self::Segment(segment) => segment_table(segment),
            Self::Omission(omission) => omission_table(omission),
        };
        table.decor_mut().set_prefix("\n");
        table
    }
}

/// Returns the segments and omissions of a script in their common order.
pub(super) fn article_parts(script: &Script) -> Vec<ArticlePart<'_>> {
    let mut parts = Vec::new();
    let mut omitted = script.omitted.iter().peekable();
    for (index, segment) in script.segments.iter().enumerate() {
        while let Some(omission) = omitted.next_if(|omission| omission.after <= index) {
            parts.push(ArticlePart::Omission(omission));
        }
        parts.push(ArticlePart::Segment(segment));
    }
    parts.extend(omitted.map(ArticlePart::Omission));
    parts
}

/// Takes the entries out of the file, in its order.
pub(super) fn take_entries(document: &mut DocumentMut) -> Vec<ScriptEntry> {
    let mut entries = Vec::new();
    for (key, is_omitted) in [("segment", false), ("omitted", true)] {
        if let Some(Item::ArrayOfTables(tables)) = document.remove(key) {
            entries.extend(tables.iter().map(|table| ScriptEntry::new(table, is_omitted)));
        }
    }
    entries.sort_by_key(|entry| entry.position);
    entries.iter_mut().enumerate().for_each(|(index, entry)| entry.index = index);
    entries
}

/// Puts the entries into the file. An entry has the position of the table that it follows, so a new one comes directly after
/// its neighbour. All other tables stay in place.
pub(super) fn put_entries(document: &mut DocumentMut, entries: Vec<ScriptEntry>) {
    // Positions are spread, which leaves room after each table for all entries.
    let spacing = isize::try_from(entries.len()).unwrap_or(isize::MAX - 1) + 1;
    for (_, item) in document.as_table_mut().iter_mut() {
        spread_positions(item, spacing);
    }
    let (mut segments, mut omitted) = (ArrayOfTables::new(), ArrayOfTables::new());
    let (mut last, mut offset) = (isize::MIN, 0);
    for mut entry in entries {
        offset = if entry.position == last { offset + 1 } else { 0 };
        last = entry.position;
        entry.table.set_position(Some(entry.position * spacing + offset));
        if entry.is_omitted { omitted.push(entry.table) } else { segments.push(entry.table) }
    }
    for (key, tables) in [("segment", segments), ("omitted", omitted)] {
        if !tables.is_empty() {
            document.insert(key, Item::ArrayOfTables(tables));
        }
    }
}

fn spread_positions(item: &mut Item, spacing: isize) {
    match item {
        Item::Table(table) => spread_table(table, spacing),
        Item::ArrayOfTables(tables) => tables.iter_mut().for_each(|table| spread_table(table, spacing)),
        _ => {}
    }
}

fn spread_table(table: &mut Table, spacing: isize) {
    if let Some(position) = table.position() {
        table.set_position(Some(position * spacing));
    }
    for (_, item) in table.iter_mut() {
        spread_positions(item, spacing);
    }
}

/// Puts entries into the article's order. A person's own entry stays after the entry that it followed.
pub(super) fn in_article_order(entries: Vec<ScriptEntry>) -> Vec<ScriptEntry> {
    let mut ordered = ordered_by(entries, |entry| entry.part);
    let mut highest = isize::MIN;
    for entry in &mut ordered {
        highest = highest.max(entry.position);
        entry.position = highest;
    }
    ordered
}

/// Orders entries by a key. An entry without a key stays after the entry that it followed.
pub(super) fn ordered_by(
    entries: Vec<ScriptEntry>,
    key: impl Fn(&ScriptEntry) -> Option<usize>,
) -> Vec<ScriptEntry> {
    let mut front = VecDeque::new();
    let mut groups: BTreeMap<usize, Vec<ScriptEntry>> = BTreeMap::new();
    let mut last = None;
    for entry in entries {
        last = key(&entry).or(last);
        match last {
            Some(key) => groups.entry(key).or_default().push(entry),
            None => front.push_back(entry),
        }
    }
    front.into_iter().chain(groups.into_values().flatten()).collect()
}

/// Returns the smallest set of places to move so that the others are in order: all but a longest increasing subsequence
/// (patience sorting).
pub(super) fn moved_places(places: &[usize]) -> BTreeSet<usize> {
    // For each length: the index of the lowest place on which an increasing subsequence of that length ends.
    let mut ends: Vec<usize> = Vec::new();
    let mut previous = vec![None; places.len()];
    for (n, place) in places.iter().enumerate() {
        let length = ends.partition_point(|end| places[*end] < *place);
        previous[n] = length.checked_sub(1).map(|shorter| ends[shorter]);
        if length == ends.len() { ends.push(n) } else { ends[length] = n }
    }
    let mut moved: BTreeSet<usize> = places.iter().copied().collect();
    let mut at = ends.last().copied();
    while let Some(n) = at {
        moved.remove(&places[n]);
        at = previous[n];
    }
    moved
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_few_places_as_possible_move() {
        assert!(moved_places(&[0, 1, 2, 3]).is_empty());
        assert_eq!(moved_places(&[3, 0, 1, 2]), [3].into());
        assert_eq!(moved_places(&[0, 2, 1, 3]).len(), 1);
        assert_eq!(moved_places(&[2, 1, 0]).len(), 2);
    }
}
