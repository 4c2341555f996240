//! Notes about recordings, in files next to them: where each was cut from, its words in time, and which one a line uses.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::base::files::{FileError, ProjectPath, STATE_LIMIT};
use aloud_audio::Word;
use aloud_audio::spectrum::BANDS;

/// `NAME.json` next to `NAME.wav`: the place in a session from which the recording was cut.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RecordingNotes {
    /// File name of the session, and BLAKE3 of its content in hex. With both, the recording can be cut again.
    pub(crate) session: String,
    pub(crate) content: String,
    /// Where the line was read in the session, in seconds.
    pub(crate) start: f64,
    pub(crate) end: f64,
    /// Gain in dB that all recordings of the session got, and the loudness of the session with it in LUFS.
    pub(crate) gain: f64,
    pub(crate) loudness: Option<f64>,
    /// Spectrum of the session as it was stored, in dB by half octaves. Later sessions can be matched to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) spectrum: Option<[f64; BANDS]>,
    /// Cost of the reading relative to any other speech; lower is better.
    pub(crate) ratio: f32,
    /// Times of the words in the recording.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) words: Vec<Word>,
}

impl RecordingNotes {
    /// Reads the notes of a recording; `None` without any, or if they are damaged. A recording is usable without them.
    pub(crate) fn of(recording: &ProjectPath) -> Option<Self> {
        let bytes = recording.with_extension("json").read(STATE_LIMIT).ok()?;
        serde_json::from_slice(&bytes).ok()
    }

    pub(crate) fn write(&self, recording: &ProjectPath) -> Result<(), FileError> {
        // Plain structs with string keys always serialise.
        let json = serde_json::to_vec_pretty(self).unwrap_or_default();
        recording.with_extension("json").write(&json)
    }
}

/// The file with the choice among several recordings of a line, in the folder of the recordings.
pub(crate) const CHOSEN: &str = "chosen.json";

/// Marks a line whose recordings are not used, as after the undo of its first one. No file has this in its name.
const UNUSED: &str = "unused:";

/// The choice among the recordings of a voice.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Chosen(BTreeSet<String>);

impl Chosen {
    /// Reads the choice of a folder; empty without one.
    pub(crate) fn read(folder: &ProjectPath) -> Self {
        let bytes = folder.join(CHOSEN).read(STATE_LIMIT).unwrap_or_default();
        Self(serde_json::from_slice(&bytes).unwrap_or_default())
    }

    /// Returns true if a recording was chosen. Without a choice, a line uses its first one.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.contains(name)
    }

    /// Returns true if the line of a recording uses none.
    pub(crate) fn leaves_out(&self, name: &str) -> bool {
        self.0.contains(&format!("{UNUSED}{}", line_of(name)))
    }

    /// Returns the choice with these recordings, each instead of all others of its line.
    pub(crate) fn with(&self, names: &[String]) -> Self {
        let lines: BTreeSet<&str> = names.iter().map(|name| line_of(name)).collect();
        let is_other = |name: &&String| !lines.contains(line_of(name.strip_prefix(UNUSED).unwrap_or(name)));
        Self(self.0.iter().filter(is_other).chain(names).cloned().collect())
    }

    /// Returns the choice in which the lines of these recordings use none.
    pub(crate) fn without<'n>(&self, names: impl Iterator<Item = &'n String>) -> Self {
        let unused = names.map(|name| format!("{UNUSED}{}", line_of(name)));
        Self(self.0.iter().cloned().chain(unused).collect())
    }

    /// Returns the text of its file.
    pub(crate) fn text(&self) -> String {
        // A list of strings always serialises.
        serde_json::to_string_pretty(&self.0).unwrap_or_default()
    }
}

/// Returns the name of the line without the number of the recording: `61476745-2` → `61476745`. Names such as `segment-12` have
/// the number of a segment, which is part of the name.
pub(crate) fn line_of(name: &str) -> &str {
    let cut = name.rsplit_once('-').filter(|(line, number)| {
        *line != "segment" && !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
    });
    cut.map_or(name, |(line, _)| line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_one_chosen_recording() {
        let dir = tempfile::tempdir().unwrap();
        let folder = ProjectPath::root(dir.path());
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_string()).collect::<Vec<_>>();
        for chosen in [&["0000aaaa", "segment-12-2"], &["0000aaaa-2", "segment-13"]] {
            let text = Chosen::read(&folder).with(&names(chosen)).text();
            folder.join(CHOSEN).write(text.as_bytes()).unwrap();
        }
        let chosen = Chosen::read(&folder);
        assert_eq!(chosen.with(&names(&["segment-13"])), chosen);
        assert_eq!(chosen.0.iter().collect::<Vec<_>>(), ["0000aaaa-2", "segment-12-2", "segment-13"]);
    }

    #[test]
    fn a_line_without_a_recording_in_use_gets_one_by_the_next_choice() {
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_string()).collect::<Vec<_>>();
        let before = Chosen::default().with(&names(&["0000aaaa-2", "0000bbbb"]));
        let without = before.without(names(&["0000cccc"]).iter());
        assert!(without.leaves_out("0000cccc") && without.leaves_out("0000cccc-2"));
        assert!(!without.leaves_out("0000aaaa") && without.has("0000bbbb"));
        assert_eq!(without.with(&names(&["0000cccc-2"])), before.with(&names(&["0000cccc-2"])));
    }
}
