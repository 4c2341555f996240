//! The index of verified takes, in one file.
//!
//! An episode of eight hours has 6,000 takes. Reading all of them after an edit, or only their descriptions, costs more than the
//! rest of the build. The index can be deleted at any time: each take is then read and verified once more.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::take::{Heard, Take};
use crate::base::files::{FileError, FileFingerprint, ProjectPath};
use aloud_audio::Word;
use aloud_audio::measure::Measures;
use aloud_audio::speech_shape::SpeechShape;
use aloud_audio::timbre::Timbre;

/// Key in hex → entry.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Index(BTreeMap<String, IndexEntry>);

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct IndexEntry {
    /// Fingerprint of the WAV when its checksum was verified.
    #[serde(rename = "stamp")]
    pub(super) fingerprint: FileFingerprint,
    pub(super) measures: Measures,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) words: Vec<Word>,
    #[serde(default)]
    pub(super) timbre: Option<Timbre>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) shape: Option<SpeechShape>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) heard: Option<Heard>,
}

impl Index {
    /// Reads the index at `path`; empty when it is missing or damaged.
    pub(super) fn read(path: &ProjectPath) -> Self {
        path.read_checksummed().unwrap_or_default()
    }

    pub(super) fn get(&self, key: &str) -> Option<&IndexEntry> {
        self.0.get(key)
    }

    /// Replaces the index at `path` by these takes, unless it is the same.
    ///
    /// A take with a file that changed a moment ago is left out, because a second change within the same tick of the clock would not
    /// change the fingerprint.
    pub(super) fn write<'a>(
        &self,
        path: &ProjectPath,
        takes: impl Iterator<Item = &'a Take>,
    ) -> Result<(), FileError> {
        let settled = takes.filter_map(|take| {
            let fingerprint = take.fingerprint.filter(FileFingerprint::is_settled)?;
            Some((
                take.key.to_string(),
                IndexEntry {
                    fingerprint,
                    measures: take.measures.clone(),
                    words: take.words.clone(),
                    timbre: take.timbre.clone(),
                    shape: take.shape,
                    heard: take.heard.clone(),
                },
            ))
        });
        let index = Self(settled.collect());
        if index.0 == self.0 { Ok(()) } else { path.write_checksummed(&index) }
    }
}
