//! Reads series.toml: settings that all episodes of a series share, and fills a script.toml up with them.

use std::path::{Path, PathBuf};

use toml_edit::{ArrayOfTables, Item, Table};

use super::{Memory, cues, settings};
use crate::base::config::Pauses;
use crate::base::diagnostic::Diagnostic;
use crate::base::toml_reader::{self, Reader, parse_mut};
use crate::script::NARRATOR;

/// Tables whose keys an episode overrides one by one.
const MERGED: [&str; 9] =
    ["pauses", "mix", "pan", "gains", "outputs", "disclosure", "article", "casting", "people"];

/// The settings of a series.toml.
#[derive(Debug, Clone)]
pub struct SeriesSettings {
    /// Values without places: those of another file would give a line of script.toml that does not exist.
    root: Table,
    /// The folder of series.toml, in which its sounds and pictures are.
    folder: PathBuf,
}

/// Parses the text of the series.toml at `path`.
///
/// # Errors
/// All problems of the file at once.
pub fn parse_series(text: &str, path: &Path) -> Result<SeriesSettings, Vec<Diagnostic>> {
    let root = &toml_reader::parse(text, path).map_err(|problem| vec![problem])?;
    let mut reader = Reader::new(text, path);
    let known: Vec<&str> = MERGED.into_iter().chain(["series", "cast", "cue"]).collect();
    reader.known_keys(root, &known, "at the top of series.toml");
    if let Some(table) = reader.table(root, "series") {
        reader.known_keys(table, &["title", "author"], "in `[series]`");
        reader.non_empty(table, "title");
        reader.non_empty(table, "author");
    }
    settings::cast(&mut reader, root);
    settings::casting(&mut reader, root);
    settings::pauses(&mut reader, root, Pauses::default());
    settings::mix(&mut reader, root);
    settings::numbers_by_voice(&mut reader, root, "pan", 1.0, "left to right");
    settings::numbers_by_voice(&mut reader, root, "gains", 60.0, "dB");
    settings::outputs(&mut reader, root);
    settings::disclosure(&mut reader, root);
    cues::cues(&mut reader, root);
    let (errors, _) = reader.finish();
    if !errors.is_empty() {
        return Err(errors);
    }
    let document = parse_mut(text).map_err(|error| {
        vec![Diagnostic::error("toml-syntax", "this is not valid TOML").at(path).why(error.to_string())]
    })?;
    let root = toml_reader::with_ordinary_tables(document.as_table().clone());
    Ok(SeriesSettings { root, folder: path.parent().unwrap_or(Path::new("")).to_path_buf() })
}

/// What a script.toml got from its series.
#[derive(Debug, Default)]
pub(super) struct Filled {
    /// Names of the speakers whose voice is that of the series.
    pub(super) cast: Vec<String>,
    /// Number of cues that are the series'. They come last, so the places of the episode's own cues stay.
    pub(super) cues: usize,
    pub(super) cover: bool,
}

impl SeriesSettings {
    /// Returns the folder of series.toml.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Returns the voice of a speaker.
    pub fn voice_of(&self, speaker: &str) -> Option<&str> {
        self.table("cast")?.get(speaker)?.as_str()
    }

    fn table(&self, name: &str) -> Option<&Table> {
        self.root.get(name).and_then(Item::as_table)
    }

    /// Adds the values that the episode does not set itself to the tables of its script.toml.
    pub(super) fn fill(&self, episode: &mut Table) -> Filled {
        let has_cover =
            episode.get("outputs").and_then(Item::as_table).is_some_and(|own| own.contains_key("cover"));
        let cover = !has_cover && self.table("outputs").is_some_and(|shared| shared.contains_key("cover"));
        for name in MERGED {
            let Some(shared) = self.table(name) else { continue };
            let own = episode.get(name).and_then(Item::as_table);
            // A preset of the episode means its own loudness and peak.
            let has_preset = name == "mix" && own.is_some_and(|own| own.contains_key("preset"));
            let shared = shared.iter().filter(|(key, _)| !(has_preset && ["loudness", "peak"].contains(key)));
            fill_table(episode, name, shared);
        }
        let series = self.table("series");
        let named = [("series", "title"), ("author", "author")];
        let values = named.iter().filter_map(|(key, name)| Some((*key, series?.get(name)?)));
        fill_table(episode, "episode", values);
        Filled { cast: self.fill_cast(episode), cues: self.fill_cues(episode), cover }
    }

    /// Sets the voices of the people who speak in the episode. The others would be reported as unused. A voice that a person chose for
    /// the episode stays; one that Aloud wrote there gives way.
    fn fill_cast(&self, episode: &mut Table) -> Vec<String> {
        let Some(shared) = self.table("cast") else { return Vec::new() };
        let segments = episode.get("segment").and_then(Item::as_array_of_tables);
        let speakers = segments.into_iter().flatten().filter_map(|table| table.get("speaker")?.as_str());
        let mut speakers: Vec<String> = speakers.map(str::to_string).chain([NARRATOR.to_string()]).collect();
        let own = episode.get("cast").and_then(Item::as_table);
        let memory = Memory::from_root(episode);
        speakers.retain(|name| {
            let chosen = own.and_then(|own| own.get(name)?.as_str());
            shared.contains_key(name) && chosen.is_none_or(|voice| memory.wrote_cast(name, voice))
        });
        speakers.sort();
        speakers.dedup();
        if let Some(own) = episode.get_mut("cast").and_then(Item::as_table_mut) {
            own.retain(|name, _| !speakers.iter().any(|speaker| speaker == name));
        }
        let values = speakers.iter().filter_map(|name| Some((name.as_str(), shared.get(name)?)));
        fill_table(episode, "cast", values);
        speakers
    }

    /// Adds the cues that the episode has no cue of the same name for.
    fn fill_cues(&self, episode: &mut Table) -> usize {
        let Some(shared) = self.root.get("cue").and_then(Item::as_array_of_tables) else { return 0 };
        let item = episode.entry("cue").or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
        // A value of the wrong type is reported later.
        let Some(own) = item.as_array_of_tables_mut() else { return 0 };
        let names: Vec<String> = own.iter().map(cues::name).collect();
        let added: Vec<&Table> = shared.iter().filter(|cue| !names.contains(&cues::name(cue))).collect();
        added.iter().for_each(|cue| own.push((*cue).clone()));
        added.len()
    }
}

/// Adds the values that a table does not have. A value that is not a table is left alone: the reader reports it.
fn fill_table<'a>(root: &mut Table, name: &str, values: impl Iterator<Item = (&'a str, &'a Item)>) {
    let values: Vec<_> = values.collect();
    if values.is_empty() {
        return;
    }
    let item = root.entry(name).or_insert_with(|| Item::Table(Table::new()));
    let Some(table) = item.as_table_mut() else { return };
    for (key, value) in values {
        if !table.contains_key(key) {
            table.insert(key, value.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{parse, parse_in_series};
    use super::*;
    use crate::base::config::Preset;

    const EPISODE: &str = "[[segment]]\nspeaker = \"Ann Lee\"\ntext = \"Hm.\"\n";

    fn read(series: &str, episode: &str) -> super::super::Manifest {
        let series = parse_series(series, Path::new("shows/series.toml")).expect("a valid series");
        parse_in_series(episode, Path::new("shows/a/script.toml"), Some(&series)).expect("a valid script")
    }

    #[test]
    fn an_episode_overrides_its_series_key_by_key() {
        let series = "[series]\ntitle = \"Mornings\"\nauthor = \"The desk\"\n[pauses]\nstart = 2.0\nend = 3.0\n\
                      [outputs]\nmp3 = true\ncover = \"logo.png\"\n[disclosure]\nspoken = false\n";
        let manifest = read(series, &format!("[pauses]\nend = 1.5\n[episode]\nauthor = \"Bo\"\n{EPISODE}"));
        assert_eq!((manifest.pauses.start, manifest.pauses.end), (2.0, 1.5));
        assert_eq!((manifest.series.as_deref(), manifest.author.as_deref()), (Some("Mornings"), Some("Bo")));
        assert!(manifest.outputs.mp3 && manifest.outputs.page && !manifest.disclosure.spoken);
        let cover = manifest.outputs.cover_path(Path::new("shows/a")).unwrap();
        assert_eq!(&*cover, Path::new("shows/logo.png"), "the folder of the series");
        let own = read(series, &format!("outputs = {{ cover = \"own.png\" }}\n{EPISODE}"));
        assert_eq!(&*own.outputs.cover_path(Path::new("shows/a")).unwrap(), Path::new("shows/a/own.png"));
    }

    #[test]
    fn a_preset_of_an_episode_is_not_overridden_by_a_loudness_of_the_series() {
        let manifest =
            read("[mix]\nloudness = -25.0\nbits = 24\n", &format!("mix.preset = \"ebu\"\n{EPISODE}"));
        assert_eq!(manifest.mix.loudness, Preset::Ebu.levels(1).0);
        assert_eq!(manifest.mix.bits, 24);
    }

    #[test]
    fn only_people_of_the_episode_get_a_voice_of_the_series() {
        let series = "[cast]\nnarrator = \"oak\"\n\"Ann Lee\" = \"elm\"\n\"Cy Hart\" = \"elm\"\n";
        let manifest = read(series, EPISODE);
        let voices: Vec<(&str, &str)> = manifest.cast.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        assert_eq!(voices, [("Ann Lee", "elm"), ("narrator", "oak")]);
        assert_eq!(manifest.series_cast.len(), 2);
        let own = read(series, &format!("[cast]\n\"Ann Lee\" = \"birch\"\n{EPISODE}"));
        assert_eq!(own.cast["Ann Lee"], "birch");
    }

    #[test]
    fn cues_of_the_series_come_after_those_of_the_episode() {
        let series = "[[cue]]\nfile = \"a.wav\"\nrole = \"intro\"\nname = \"theme\"\n\
                      [[cue]]\nfile = \"b.wav\"\nrole = \"outro\"\n";
        let own = "[[cue]]\nfile = \"mine.wav\"\nrole = \"intro\"\nname = \"theme\"\n";
        let manifest = read(series, &format!("{own}{EPISODE}"));
        let paths: Vec<_> =
            manifest.cues.iter().map(|cue| cue.path(Path::new("shows/a")).to_path_buf()).collect();
        assert_eq!(paths, [PathBuf::from("shows/a/mine.wav"), PathBuf::from("shows/b.wav")]);
        assert_eq!(read(series, EPISODE).cues.len(), 2);
    }

    #[test]
    fn every_problem_of_a_series_is_reported_with_its_line() {
        let text = "[verify]\ncommand = [\"x\", \"{wav}\"]\n[mix]\nbits = 12\n[series]\nname = \"x\"\n";
        let problems = parse_series(text, Path::new("series.toml")).unwrap_err();
        let lines: Vec<_> = problems.iter().map(|p| p.place.as_ref().unwrap().line.unwrap()).collect();
        // A recogniser is a program, and a series of others must not name one for a project of mine.
        assert_eq!(lines, [1, 6, 4], "{problems:?}");
    }

    #[test]
    fn a_series_changes_no_segment() {
        let series = "[people]\n\"Ann Lee\" = \"she\"\n[casting]\nvoice_fragments = true\n";
        let (with, without) = (read(series, EPISODE), parse(EPISODE, Path::new("x")).unwrap());
        assert_eq!(with.script, without.script);
        assert!(with.casting.voice_fragments && !with.casting.people.is_empty());
    }
}
