//! What is held against each other: the tables of script.toml, and the segments and omissions of the new article.

use toml_edit::{DocumentMut, Item, Table};

use crate::script::file::{self, GONE, omission_table, segment_table};
use crate::script::{Omission, Script, Segment};

/// So often the same words are looked for; "“No,” he said" may come back, but not a hundred times.
pub(super) const REPEATS: usize = 100;

/// One `[[segment]]` or `[[omitted]]` of script.toml.
pub(super) struct Entry {
    pub table: Table,
    /// Where it stands among all tables of the file.
    pub position: isize,
    /// Where it stands among the entries of the file.
    pub file: usize,
    /// Where its words stood in the article that the script was made from; `None` for a person's own.
    pub base: Option<usize>,
    pub omitted: bool,
    /// Whether that article omitted them; `None` where it is not known.
    pub was_omitted: Option<bool>,
    /// Omissions are known by the hash of their text.
    pub id: Option<String>,
    pub text: String,
    /// Which of the new article's segments and omissions it is.
    pub rank: Option<usize>,
}

impl Entry {
    pub fn new(table: &Table, omitted: bool) -> Self {
        let string = |key: &str| table.get(key).and_then(Item::as_str).map(str::to_string);
        let text = string("text").unwrap_or_default();
        let id = if omitted { Some(file::segment_id(&text, 0)) } else { string("id") };
        let position = table.position().unwrap_or_default();
        Self {
            table: table.clone(),
            position,
            file: 0,
            base: None,
            omitted,
            was_omitted: None,
            id,
            text,
            rank: None,
        }
    }

    fn string(&self, key: &str) -> Option<&str> {
        self.table.get(key).and_then(Item::as_str)
    }

    pub fn speaker(&self) -> Option<&str> {
        self.string("speaker")
    }

    /// A person changed the words. Repeated words have ids of their own, which tell nothing of an edit.
    pub fn edited(&self) -> bool {
        !self.omitted && self.id.as_deref().is_none_or(|id| !is_id_of(id, &self.text))
    }

    /// A person edited it or decided something.
    pub fn worked_on(&self) -> bool {
        let decided = ["say", "voice", "pause", "lock", "take", "cue", "cue_end"]
            .iter()
            .any(|key| self.table.contains_key(key));
        let comment =
            self.table.decor().prefix().and_then(|prefix| prefix.as_str()).is_some_and(|p| p.contains('#'));
        decided || comment || self.edited()
    }

    /// A person omitted what the article says.
    pub fn omitted_by_hand(&self) -> bool {
        self.omitted && self.was_omitted == Some(false)
    }

    /// It may be spoken where the article omits it, or omitted where the article says it: unless it only is what the article was.
    pub fn may_differ(&self) -> bool {
        self.was_omitted != Some(self.omitted) || (!self.omitted && self.worked_on())
    }

    /// It is marked as no longer in the article, and nobody has decided on it since.
    pub fn marked_gone(&self) -> bool {
        self.string("conflict") == Some(GONE)
    }

    /// The article's words that it stands for, as far as they are known: those of an edit are where a conflict tells them.
    pub fn article_words(&self) -> &str {
        let told =
            self.string("conflict").filter(|words| self.id.as_deref().is_some_and(|id| is_id_of(id, words)));
        told.unwrap_or(&self.text)
    }
}

/// Whether the id is that of these words, the first time or a later one.
pub(super) fn is_id_of(id: &str, text: &str) -> bool {
    (0..REPEATS).any(|nth| file::segment_id(text, nth) == id)
}

/// One segment or omission of the new article.
pub(super) enum Fresh<'a> {
    Segment(&'a Segment),
    Omission(&'a Omission),
}

impl Fresh<'_> {
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

    pub fn is_omitted(&self) -> bool {
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

pub(super) fn interleaved(script: &Script) -> Vec<Fresh<'_>> {
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

/// Takes the entries out of the file, in its order.
pub(super) fn take_entries(document: &mut DocumentMut) -> Vec<Entry> {
    let mut entries = Vec::new();
    for (key, omitted) in [("segment", false), ("omitted", true)] {
        if let Some(Item::ArrayOfTables(tables)) = document.remove(key) {
            entries.extend(tables.iter().map(|table| Entry::new(table, omitted)));
        }
    }
    entries.sort_by_key(|entry| entry.position);
    entries.iter_mut().enumerate().for_each(|(file, entry)| entry.file = file);
    entries
}
