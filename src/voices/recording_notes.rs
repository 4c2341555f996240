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

/// Reads the names of the recordings to use where there are several of one line.
pub(crate) fn read_chosen(folder: &ProjectPath) -> BTreeSet<String> {
    let bytes = folder.join(CHOSEN).read(STATE_LIMIT).unwrap_or_default();
    serde_json::from_slice(&bytes).unwrap_or_default()
}

/// Returns the text of the file that chooses these recordings, each instead of all others of its line; `None` if they are chosen.
pub(crate) fn text_of_choice(folder: &ProjectPath, names: &[String]) -> Option<String> {
    let before = read_chosen(folder);
    let lines: BTreeSet<&str> = names.iter().map(|name| line_of(name)).collect();
    let mut chosen: BTreeSet<String> =
        before.iter().filter(|name| !lines.contains(line_of(name))).cloned().collect();
    chosen.extend(names.iter().cloned());
    // A list of strings always serialises.
    (chosen != before).then(|| serde_json::to_string_pretty(&chosen).unwrap_or_default())
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
            let text = text_of_choice(&folder, &names(chosen)).unwrap();
            folder.join(CHOSEN).write(text.as_bytes()).unwrap();
        }
        assert_eq!(text_of_choice(&folder, &names(&["segment-13"])), None);
        assert_eq!(
            read_chosen(&folder).into_iter().collect::<Vec<_>>(),
            ["0000aaaa-2", "segment-12-2", "segment-13"]
        );
    }
}
