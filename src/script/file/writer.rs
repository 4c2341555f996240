//! Writes a new script.toml, and the tables and values that an amendment puts into an existing one.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use toml_edit::{Array, ArrayOfTables, DocumentMut, Item, Table, TableLike, Value, value};

use super::identity::{article_ids, revision, segment_id};
use super::{Defaults, Memory, kind_name};
use crate::base::toml_reader::{TomlSyntaxError, parse_mut};
use crate::script::{Kind, Omission, Script, Segment};

/// Returns the text of a new script.toml. Call [`super::identify`] on the script first.
pub fn render(script: &Script, article: &Path, cast: &BTreeMap<String, String>) -> String {
    render_with(script, article, cast, &Defaults::default())
}

/// As [`render`], with the tables of the user's defaults.
pub fn render_with(
    script: &Script,
    article: &Path,
    cast: &BTreeMap<String, String>,
    defaults: &Defaults,
) -> String {
    let mut document = DocumentMut::new();
    document["episode"] = Item::Table(episode(script, article));
    document["cast"] = Item::Table(cast_table(cast));
    defaults.write_to(&mut document, 2);
    let (mut segments, mut omissions) = (ArrayOfTables::new(), ArrayOfTables::new());
    let mut omitted = script.omitted.iter().peekable();
    // The positions before are those of `[episode]`, `[cast]` and the defaults.
    let mut position = 20;
    let mut place = |mut table: Table, list: &mut ArrayOfTables| {
        position += 1;
        table.set_position(Some(position));
        table.decor_mut().set_prefix("\n");
        list.push(table);
    };
    for (index, segment) in script.segments.iter().enumerate() {
        while let Some(omission) = omitted.next_if(|omission| omission.after <= index) {
            place(omission_table(omission), &mut omissions);
        }
        place(segment_table(segment), &mut segments);
    }
    omitted.for_each(|omission| place(omission_table(omission), &mut omissions));
    document["segment"] = Item::ArrayOfTables(segments);
    if !omissions.is_empty() {
        document["omitted"] = Item::ArrayOfTables(omissions);
    }
    memory(script, cast).write_to(&mut document);
    let head = "# Who says what. Yours to edit: Aloud amends this file and keeps what you wrote.\n";
    format!("{head}{document}")
}

/// Returns the memory of a script that is written for the first time.
fn memory(script: &Script, cast: &BTreeMap<String, String>) -> Memory {
    let mut memory = Memory {
        article: Some(article_ids(script)),
        title: script.title.as_ref().map(|title| segment_id(title, 0)),
        ..Memory::default()
    };
    cast.iter().for_each(|(speaker, voice)| memory.add_cast(speaker, voice));
    memory
}

/// The gains of a mixed episode in dB.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Gains {
    /// Gain of the whole episode.
    pub episode: f64,
    /// Voice → its gain.
    pub voices: BTreeMap<String, f64>,
}

/// Returns the text of script.toml with these gains locked, or, for `None`, without locked gains. All else stays.
///
/// # Errors
/// When `text` is not TOML.
pub(crate) fn set_gains(text: &str, gains: Option<&Gains>) -> Result<String, TomlSyntaxError> {
    let mut document = parse_mut(text)?;
    document.remove("gains");
    match gains {
        None => {
            if let Some(mix) = document.get_mut("mix").and_then(Item::as_table_like_mut) {
                mix.remove("gain");
            }
        }
        Some(gains) => {
            set(&mut document, "mix", "gain", gains.episode);
            gains.voices.iter().for_each(|(voice, gain)| set(&mut document, "gains", voice, *gain));
        }
    }
    Ok(document.to_string())
}

/// Returns the text of a script.toml with `[casting]` set to narrate the quotes of uncertain speakers.
///
/// # Errors
/// When `text` is not TOML.
pub(crate) fn set_narrate_unsure(text: &str) -> Result<String, TomlSyntaxError> {
    let mut document = parse_mut(text)?;
    if !document.contains_key("casting") {
        let mut table = Table::new();
        // After the defaults and before the segments.
        table.set_position(Some(19));
        table.decor_mut().set_prefix("\n");
        document["casting"] = Item::Table(table);
    }
    set(&mut document, "casting", "unsure", "narrate");
    Ok(document.to_string())
}

/// Sets a key in a top-level table. A value that is not a table is left alone: the reader reports it.
fn set(document: &mut DocumentMut, table: &str, key: &str, to: impl Into<Value>) {
    if let Some(table) = table_mut(document, table) {
        table.insert(key, value(to));
    }
}

/// Returns a top-level table, whether it has a heading, dotted keys or braces. Adds it at the end where there is none.
pub(in crate::script) fn table_mut<'d>(
    document: &'d mut DocumentMut,
    name: &str,
) -> Option<&'d mut dyn TableLike> {
    document.entry(name).or_insert_with(table_at_end).as_table_like_mut()
}

fn table_at_end() -> Item {
    let mut table = Table::new();
    table.set_position(Some(isize::MAX));
    Item::Table(table)
}

/// Returns the text of script.toml with `take` of a segment (counted from 0) set, or, for `None`, removed.
///
/// # Errors
/// When `text` is not TOML.
pub(crate) fn set_take(text: &str, segment: usize, take: Option<&str>) -> Result<String, TomlSyntaxError> {
    let mut document = parse_mut(text)?;
    let segments = document.get_mut("segment").and_then(Item::as_array_of_tables_mut);
    if let Some(table) = segments.and_then(|segments| segments.get_mut(segment)) {
        match take {
            Some(take) => drop(table.insert("take", value(take))),
            None => drop(table.remove("take")),
        }
    }
    Ok(document.to_string())
}

fn episode(script: &Script, article: &Path) -> Table {
    let mut table = Table::new();
    table.set_position(Some(0));
    if let Some(title) = &script.title {
        table["title"] = value(title);
    }
    // Forward slashes make the file the same on every system.
    table["article"] = value(article.to_string_lossy().replace('\\', "/"));
    if let Some(language) = &script.language {
        table["language"] = value(language);
    }
    if let Some(author) = &script.author {
        table["author"] = value(author);
    }
    if let Some(date) = &script.date {
        table["date"] = value(date);
    }
    if let Some(link) = &script.link {
        table["link"] = value(link);
    }
    table["revision"] = value(revision(script));
    table
}

fn cast_table(cast: &BTreeMap<String, String>) -> Table {
    let mut table = Table::new();
    table.set_position(Some(1));
    table.decor_mut().set_prefix("\n");
    for (speaker, voice) in cast {
        table[speaker] = value(voice);
    }
    table
}

/// Returns a segment as a `[[segment]]` table.
pub(in crate::script) fn segment_table(segment: &Segment) -> Table {
    let mut table = Table::new();
    if let Some(id) = &segment.id {
        table["id"] = value(id);
    }
    table["speaker"] = value(&segment.speaker);
    table["text"] = value(&segment.text);
    if segment.kind != Kind::Paragraph {
        table["kind"] = value(kind_name(segment.kind));
    }
    if segment.continues {
        table["continues"] = value(true);
    }
    if let Some(unsure) = &segment.unsure {
        table["unsure"] = value(&segment.because);
        if !unsure.candidates.is_empty() {
            table["candidates"] = value(unsure.candidates.iter().collect::<Array>());
        }
    }
    if let Some(model) = &segment.asked {
        table["asked"] = value(model);
    }
    add_decisions(segment, &mut table);
    table
}

fn add_decisions(segment: &Segment, table: &mut Table) {
    let decided = &segment.decided;
    if let Some(say) = &decided.say {
        table["say"] = value(say);
    }
    if let Some(voice) = &decided.voice {
        table["voice"] = value(voice);
    }
    if let Some(pause) = decided.pause {
        table["pause"] = value(pause);
    }
    if decided.lock {
        table["lock"] = value(true);
    }
    if let Some(cue) = &decided.cue {
        table["cue"] = value(cue);
    }
    if let Some(cue) = &decided.cue_end {
        table["cue_end"] = value(cue);
    }
    if let Some(take) = &decided.take {
        table["take"] = value(take);
    }
}

/// Returns an omission as an `[[omitted]]` table.
pub(in crate::script) fn omission_table(omission: &Omission) -> Table {
    let mut table = Table::new();
    table["text"] = value(&omission.text);
    table["reason"] = value(&omission.reason);
    table
}

/// Removes the lines of `[cast]` that Aloud wrote for speakers who no longer speak. A line that a person wrote or changed stays.
pub(in crate::script) fn remove_unused_cast(document: &mut DocumentMut) {
    let speakers = speakers(document);
    let memory = Memory::from_root(document.as_table());
    let Some(cast) = document.get_mut("cast").and_then(Item::as_table_mut) else { return };
    cast.retain(|speaker, voice| {
        speakers.contains(speaker) || !memory.wrote_cast(speaker, voice.as_str().unwrap_or_default())
    });
}

/// Returns the speakers of all segments in the file.
pub(in crate::script) fn speakers(document: &DocumentMut) -> BTreeSet<String> {
    let segments = document.get("segment").and_then(Item::as_array_of_tables);
    let names = segments.into_iter().flatten().filter_map(|table| table.get("speaker")?.as_str());
    names.map(str::to_string).collect()
}

#[cfg(test)]
mod tests {
    use super::super::{identify, parse};
    use super::*;
    use crate::script::{Decisions, Unsure};

    fn segment(speaker: &str, text: &str) -> Segment {
        Segment { speaker: speaker.into(), text: text.into(), ..Segment::default() }
    }

    #[test]
    fn a_rendered_script_is_parsed_back_unchanged() {
        let mut script = Script {
            title: Some("A \"title\" with 'marks'".into()),
            language: Some("en".into()),
            segments: vec![
                Segment { kind: Kind::Heading(2), ..segment("narrator", "Heading") },
                Segment {
                    continues: true,
                    ..segment("Ann", "\u{201c}Two\nlines\u{201d} \\ and \"marks\" and '''")
                },
                Segment {
                    unsure: Some(Unsure { candidates: vec!["Ann".into(), "Bo".into()] }),
                    because: "pronoun: she".into(),
                    decided: Decisions {
                        say: Some("x".into()),
                        voice: Some("v".into()),
                        pause: Some(1.5),
                        lock: true,
                        take: Some("0f1e2d3c".into()),
                        ..Decisions::default()
                    },
                    ..segment("Ann", "Same.")
                },
                segment("Ann", "Same."),
                Segment { kind: Kind::Item, ..segment("narrator", "1. Open.") },
                Segment { kind: Kind::Row, ..segment("narrator", "North: Boats 14.") },
            ],
            omitted: vec![
                Omission { text: "Read more".into(), reason: "links".into(), after: 1 },
                Omission { text: "Share".into(), reason: "share".into(), after: 4 },
            ],
            ..Script::default()
        };
        identify(&mut script);
        let cast = BTreeMap::from([("narrator".into(), "one".into()), ("Ann \"x\"".into(), "two".into())]);
        let text = render(&script, Path::new("a/b.md"), &cast);
        let read = parse(&text, Path::new("script.toml")).expect("it was just rendered");
        assert_eq!(read.script, script, "{text}");
        assert_eq!(read.cast, cast);
        assert_eq!(read.article.as_deref(), Some(Path::new("a/b.md")));
        let line = text.lines().position(|line| line == "[[segment]]").expect("a segment") + 1;
        assert_eq!(read.lines[0], line);
    }
}
