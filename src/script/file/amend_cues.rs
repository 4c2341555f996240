//! Edits of `[[cue]]` in script.toml: adding and removing cues, and their numbers.

use std::collections::BTreeSet;
use std::path::Path;

use toml_edit::{ArrayOfTables, Item, Table, value};

use super::amend::{ScriptDocument, set_value, text_of};
use super::cues::free_name;

/// The keys of a cue that are numbers.
const NUMBERS: [&str; 8] = ["gain", "gap", "duck", "attack", "release", "fade_in", "fade_out", "length"];

impl ScriptDocument {
    /// Adds a cue after the last one. Its table comes before the segments, so a person finds it.
    #[must_use]
    pub(crate) fn add_cue(&mut self, file: &str, role: &str) -> Option<()> {
        self.spread();
        let mut table = Table::new();
        table.decor_mut().set_prefix("\n");
        table.insert("file", value(file));
        table.insert("role", value(role));
        table.set_position(Some(self.position_of_new_cue()?));
        let cues = self.0.entry("cue").or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
        cues.as_array_of_tables_mut()?.push(table);
        Some(())
    }

    /// Returns a free position after the last cue, or else before the first segment. Positions must have room between them.
    fn position_of_new_cue(&self) -> Option<isize> {
        let tables = |key: &str| self.0.get(key).and_then(Item::as_array_of_tables);
        let last_cue = tables("cue").and_then(|cues| cues.iter().last());
        match last_cue {
            Some(cue) => Some(cue.position()?.saturating_add(1)),
            None => Some(tables("segment")?.iter().next()?.position()?.saturating_sub(1)),
        }
    }

    /// Removes a cue, and the places in segments that name it.
    #[must_use]
    pub(crate) fn remove_cue(&mut self, name: &str) -> Option<()> {
        let at = self.cue(name)?;
        let cues = self.0.get_mut("cue")?.as_array_of_tables_mut()?;
        cues.remove(at);
        if cues.is_empty() {
            self.0.remove("cue");
        }
        for table in self.0.get_mut("segment")?.as_array_of_tables_mut()?.iter_mut() {
            for key in ["cue", "cue_end"] {
                if text_of(table, key).as_deref() == Some(name) {
                    table.remove(key);
                }
            }
        }
        Some(())
    }

    /// Sets a number of a cue; `None` removes the key.
    #[must_use]
    pub(crate) fn set_cue(&mut self, name: &str, key: &str, to: Option<f64>) -> Option<()> {
        if !NUMBERS.contains(&key) {
            return None;
        }
        let at = self.cue(name)?;
        let table = self.0.get_mut("cue")?.as_array_of_tables_mut()?.get_mut(at)?;
        set_value(table, key, to.map(toml_edit::Value::from));
        Some(())
    }

    /// Returns the index of a cue.
    fn cue(&self, name: &str) -> Option<usize> {
        let mut names = BTreeSet::new();
        self.0.get("cue")?.as_array_of_tables()?.iter().position(|cue| {
            let found = cue_name(cue, &names);
            let is_named = found.as_deref() == Some(name);
            names.extend(found);
            is_named
        })
    }
}

/// Returns the name of a cue: its `name`, or one made of its file's. `names` are those of the cues before it.
fn cue_name(cue: &Table, names: &BTreeSet<String>) -> Option<String> {
    text_of(cue, "name").or_else(|| {
        let file = text_of(cue, "file")?;
        let stem = Path::new(&file).file_stem()?.to_string_lossy().into_owned();
        Some(free_name(stem, &text_of(cue, "role").unwrap_or_default(), names))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::toml_reader::parse_mut;

    #[test]
    fn cues_are_added_before_the_segments_and_removed_with_their_places() {
        let text = "[mix]\n\n# first\n[[segment]]\nspeaker = \"a\"\ntext = \"A.\"\ncue = \"rain\" # here\n";
        let mut document = ScriptDocument(parse_mut(text).unwrap());
        document.add_cue("sounds/rain.wav", "bed").unwrap();
        document.add_cue("sounds/bell.wav", "sting").unwrap();
        document.set_cue("rain", "gain", Some(-6.0)).unwrap();
        assert_eq!(document.set_cue("rain", "file", Some(1.0)), None);
        let written = document.0.to_string();
        let [mix, rain, bell, segment] =
            ["[mix]", "rain.wav", "bell.wav", "# first"].map(|part| written.find(part).unwrap());
        assert!(mix < rain && rain < bell && bell < segment, "{written}");
        assert!(written.contains("gain = -6.0"), "{written}");
        document.remove_cue("bell").unwrap();
        document.remove_cue("rain").unwrap();
        assert_eq!(document.0.to_string(), text.replace("cue = \"rain\" # here\n", ""));
        assert_eq!(document.remove_cue("rain"), None);
    }

    #[test]
    fn one_file_may_be_the_intro_and_the_outro() {
        let cue = |role: &str| format!("[[cue]]\nfile = \"theme.wav\"\nrole = \"{role}\"\n\n");
        let segment = "[[segment]]\nspeaker = \"a\"\ntext = \"A.\"\n";
        let text = cue("intro") + &cue("outro") + &cue("outro") + segment;
        let names = |text: &str| -> Vec<String> {
            let read = super::super::parse(text, Path::new("script.toml")).expect("valid cues");
            read.cues.into_iter().map(|cue| cue.name).collect()
        };
        assert_eq!(names(&text), ["theme", "theme-outro", "theme-outro-2"]);
        let mut document = ScriptDocument(parse_mut(&text).unwrap());
        document.set_cue("theme-outro", "gain", Some(-3.0)).unwrap();
        let written = document.0.to_string();
        let changed = format!("{}gain = -3.0\n", cue("outro").trim_end_matches('\n').to_string() + "\n");
        assert!(written.contains(&(cue("intro") + &changed)), "the first outro: {written}");
    }
}
