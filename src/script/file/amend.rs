//! Edits of segments in script.toml: their settings, splitting, joining, moving and omitting.
//!
//! Each function changes a parsed document. Comments and everything else stay. The parts of a split segment keep the words of
//! its id together, so a later merge of the article recognises them.

use toml_edit::{ArrayOfTables, DocumentMut, Item, Table, TableLike, Value, value};

use super::writer::{omission_table, segment_table, table_mut};
use crate::script::{NARRATOR, Omission, Segment};

/// Reason of an omission that a person made.
const BY_HAND: &str = "omitted by hand";
/// Distance between the positions of two tables while tables are added or moved.
const SPREAD: isize = 4;

/// The segments, omissions and cast of a script.toml that is being edited.
pub(crate) struct ScriptDocument(pub(crate) DocumentMut);

impl ScriptDocument {
    /// Returns the table of a segment; `None` if the segments are not written as `[[segment]]`.
    fn segment(&mut self, at: usize) -> Option<&mut Table> {
        self.segments()?.get_mut(at)
    }

    pub(super) fn segments(&mut self) -> Option<&mut ArrayOfTables> {
        self.0.get_mut("segment")?.as_array_of_tables_mut()
    }

    /// Sets a key of a segment, or removes it for `None`. A comment after the value stays.
    #[must_use]
    pub(crate) fn set(&mut self, at: usize, key: &str, to: Option<Value>) -> Option<()> {
        let table = self.segment(at)?;
        set_value(table, key, to);
        Some(())
    }

    /// Sets the speaker of a segment. A person has decided, so the marks of doubt are removed.
    #[must_use]
    pub(crate) fn set_speaker(&mut self, at: usize, speaker: &str) -> Option<()> {
        let table = self.segment(at)?;
        set_value(table, "speaker", Some(speaker.into()));
        for mark in ["unsure", "candidates", "asked"] {
            table.remove(mark);
        }
        Some(())
    }

    /// Splits a segment into two before the byte `cut` of its text. Settings that belong to the whole text stay with the first part.
    #[must_use]
    pub(crate) fn split(&mut self, at: usize, cut: usize) -> Option<()> {
        self.spread();
        let segments = self.segments()?;
        let table = segments.get_mut(at)?;
        let text = table.get("text")?.as_str()?.to_string();
        let (first, second) = (text.get(..cut)?.trim_end(), text.get(cut..)?.trim_start());
        let mut part = Table::new();
        part.decor_mut().set_prefix("\n");
        part.set_position(Some(table.position()?.saturating_add(1)));
        for key in ["speaker", "kind", "unsure", "candidates", "voice", "cue_end"] {
            if let Some(item) = table.get(key) {
                part.insert(key, item.clone());
            }
        }
        table.remove("cue_end");
        part.insert("text", value(second));
        part.insert("continues", value(true));
        set_value(table, "text", Some(first.into()));
        insert(segments, at + 1, part);
        Some(())
    }

    /// Joins a segment with the one after it. The first keeps its settings; a `say` of either continues with the other's words.
    #[must_use]
    pub(crate) fn join(&mut self, at: usize) -> Option<()> {
        let segments = self.segments()?;
        let next = segments.get(at + 1)?.clone();
        let table = segments.get_mut(at)?;
        let says = [&*table, &next].map(|table| text_of(table, "say"));
        if says.iter().any(Option::is_some) {
            let [first, second] = [&*table, &next].map(|table| text_of(table, "text").unwrap_or_default());
            let [say, next_say] = says;
            let say = format!("{} {}", say.unwrap_or(first), next_say.unwrap_or(second));
            set_value(table, "say", Some(say.into()));
        }
        let text = format!("{} {}", text_of(table, "text")?, text_of(&next, "text")?);
        set_value(table, "text", Some(text.into()));
        if let Some(cue) = next.get("cue_end") {
            table.insert("cue_end", cue.clone());
        }
        // A person's comment on the second part goes on with it.
        if let Some(comment) = comment_before(&next) {
            let own = comment_before(table).unwrap_or_default();
            table.decor_mut().set_prefix(format!("\n{own}{comment}"));
        }
        segments.remove(at + 1);
        Some(())
    }

    /// Moves a segment before another, or to the end if `before` is the number of segments.
    #[must_use]
    pub(crate) fn move_before(&mut self, at: usize, before: usize) -> Option<()> {
        self.spread();
        let segments = self.segments()?;
        let mut table = segments.get(at)?.clone();
        let position = match segments.get(before) {
            Some(next) => next.position()?.saturating_sub(1),
            None => segments.get(segments.len().checked_sub(1)?)?.position()?.saturating_add(1),
        };
        table.set_position(Some(position));
        segments.remove(at);
        insert(segments, if before > at { before - 1 } else { before }, table);
        Some(())
    }

    /// Turns a segment into an omission at the same place.
    #[must_use]
    pub(crate) fn omit(&mut self, at: usize) -> Option<()> {
        let segments = self.segments()?;
        let table = segments.get(at)?;
        let omission = Omission { text: text_of(table, "text")?, reason: BY_HAND.into(), after: at };
        let mut omitted = omission_table(&omission);
        omitted.set_position(table.position());
        *omitted.decor_mut() = table.decor().clone();
        segments.remove(at);
        let list = self.0.entry("omitted").or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
        list.as_array_of_tables_mut()?.push(omitted);
        Some(())
    }

    /// Turns an omission into a segment of the narrator at the same place.
    #[must_use]
    pub(crate) fn restore(&mut self, omission: usize, after: usize) -> Option<()> {
        let omitted = self.0.get_mut("omitted")?.as_array_of_tables_mut()?;
        let table = omitted.get(omission)?.clone();
        omitted.remove(omission);
        if omitted.is_empty() {
            self.0.remove("omitted");
        }
        let mut segment = Table::new();
        segment.set_position(table.position());
        *segment.decor_mut() = table.decor().clone();
        segment.insert("speaker", value(NARRATOR));
        segment.insert("text", value(text_of(&table, "text")?));
        insert(self.segments()?, after, segment);
        Some(())
    }

    /// Inserts a segment before another, or at the end if `at` is the number of segments.
    #[must_use]
    pub(crate) fn insert_segment(&mut self, at: usize, segment: &Segment) -> Option<()> {
        self.spread();
        let segments = self.segments()?;
        let position = match segments.get(at) {
            Some(next) => next.position()?.saturating_sub(1),
            None => segments.iter().last()?.position()?.saturating_add(1),
        };
        let mut table = segment_table(segment);
        table.decor_mut().set_prefix("\n");
        table.set_position(Some(position));
        insert(segments, at, table);
        Some(())
    }

    /// Sets the title of the episode; an empty one removes it.
    #[must_use]
    pub(crate) fn set_title(&mut self, title: &str) -> Option<()> {
        set_value(table_mut(&mut self.0, "episode")?, "title", (!title.is_empty()).then(|| title.into()));
        Some(())
    }

    /// Names the file of the article.
    #[must_use]
    pub(crate) fn set_article(&mut self, name: &str) -> Option<()> {
        set_value(table_mut(&mut self.0, "episode")?, "article", Some(name.into()));
        Some(())
    }

    /// Gives a speaker a voice, or for `None` lets Aloud assign one.
    #[must_use]
    pub(crate) fn set_voice(&mut self, speaker: &str, voice: Option<&str>) -> Option<()> {
        set_value(table_mut(&mut self.0, "cast")?, speaker, voice.map(Value::from));
        Some(())
    }

    /// Turns a file of the edition on or off.
    #[must_use]
    pub(crate) fn set_output(&mut self, output: &str, on: bool) -> Option<()> {
        set_value(table_mut(&mut self.0, "outputs")?, output, Some(on.into()));
        Some(())
    }

    /// Chooses the loudness preset. A loudness or peak of the old one would stay in force, so both are removed.
    #[must_use]
    pub(crate) fn set_preset(&mut self, preset: &str) -> Option<()> {
        let mix = table_mut(&mut self.0, "mix")?;
        set_value(mix, "preset", Some(preset.into()));
        for key in ["loudness", "peak"] {
            mix.remove(key);
        }
        Some(())
    }

    /// Makes room between the positions of all tables.
    pub(super) fn spread(&mut self) {
        spread(self.0.as_table_mut());
    }
}

fn spread(table: &mut Table) {
    if let Some(position) = table.position() {
        table.set_position(Some(position.saturating_mul(SPREAD)));
    }
    for (_, item) in table.iter_mut() {
        match item {
            Item::Table(table) => spread(table),
            Item::ArrayOfTables(tables) => tables.iter_mut().for_each(spread),
            _ => {}
        }
    }
}

/// Inserts a table into a list, which itself can only be appended to.
fn insert(list: &mut ArrayOfTables, at: usize, table: Table) {
    let rest: Vec<Table> = list.iter().skip(at).cloned().collect();
    while list.len() > at {
        list.remove(list.len() - 1);
    }
    list.push(table);
    rest.into_iter().for_each(|table| list.push(table));
}

pub(super) fn set_value(table: &mut dyn TableLike, key: &str, to: Option<Value>) {
    let Some(mut to) = to else {
        table.remove(key);
        return;
    };
    match table.get_mut(key).and_then(Item::as_value_mut) {
        Some(written) => {
            *to.decor_mut() = written.decor().clone();
            *written = to;
        }
        None => drop(table.insert(key, Item::Value(to))),
    }
}

fn comment_before(table: &Table) -> Option<String> {
    let comment = table.decor().prefix()?.as_str()?.trim_start();
    (!comment.is_empty()).then(|| comment.to_string())
}

pub(super) fn text_of(table: &Table, key: &str) -> Option<String> {
    table.get(key)?.as_str().map(str::to_string)
}
