//! What was proved of takes, in one file: an episode of eight hours has 6,000 of them, and reading all of them, or just
//! all their descriptions, costs more than everything else that follows an edit.
//!
//! Only a memory of what the store itself holds: without it, each take is read and proved once more.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::store::Take;
use crate::audio::Word;
use crate::audio::measure::Measures;
use crate::audio::timbre::Timbre;
use crate::base::files::{self, FileError, FileFingerprint};

/// By key, in hex.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Index(BTreeMap<String, Entry>);

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Entry {
    /// Of the WAV when its checksum was found to hold.
    #[serde(rename = "stamp")]
    pub(super) fingerprint: FileFingerprint,
    pub(super) measures: Measures,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) words: Vec<Word>,
    #[serde(default)]
    pub(super) timbre: Option<Timbre>,
}

impl Index {
    /// The index at `path`; empty when there is none that can be trusted.
    pub(super) fn read(path: &Path) -> Self {
        files::read_checksummed(path).unwrap_or_default()
    }

    pub(super) fn get(&self, key: &str) -> Option<&Entry> {
        self.0.get(key)
    }

    /// Replaces the index at `path` by these takes, unless it holds just them. A take whose file changed a moment ago is left out: a
    /// second change within the same tick of the clock would not show.
    pub(super) fn write<'a>(
        &self,
        path: &Path,
        takes: impl Iterator<Item = &'a Take>,
    ) -> Result<(), FileError> {
        let settled = takes.filter_map(|take| {
            let fingerprint = take.fingerprint.filter(FileFingerprint::is_settled)?;
            Some((
                take.key.to_string(),
                Entry {
                    fingerprint,
                    measures: take.measures.clone(),
                    words: take.words.clone(),
                    timbre: take.timbre.clone(),
                },
            ))
        });
        let index = Self(settled.collect());
        if index.0 == self.0 { Ok(()) } else { files::write_checksummed(path, &index) }
    }
}
