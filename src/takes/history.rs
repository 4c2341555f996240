//! What each segment was heard with before: an edit loses no earlier take.
//!
//! One line of JSON a version, so that damage to one loses just that one.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::files::{self, FileError};

/// One way in which a segment was heard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Version {
    /// Which segment, by a name that outlasts edits.
    pub segment: String,
    /// Who spoke.
    pub voice: String,
    /// The segment's text at the time.
    pub text: String,
    /// Its takes, in order.
    pub pieces: Vec<Piece>,
    /// When it was first heard, in seconds since 1970.
    pub made: u64,
}

/// A take of a version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Piece {
    /// The take's key, 64 hex digits.
    pub take: String,
    /// What was spoken.
    pub spoken: String,
    /// True when it goes on with the sentence of the piece before.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub goes_on: bool,
}

impl Version {
    /// Eight hex digits that tell it from the segment's others: a hash of its takes' keys.
    pub fn id(&self) -> String {
        let mut hasher = blake3::Hasher::new();
        for piece in &self.pieces {
            hasher.update(piece.take.as_bytes());
        }
        hasher.finalize().to_hex()[..8].to_string()
    }
}

/// All versions of all segments, of each segment the one heard last at the end.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct History {
    versions: Vec<Version>,
}

impl History {
    /// Reads the history; lines that are damaged are left out. Empty where there is none.
    pub fn read(path: &Path) -> Self {
        let text = std::fs::read(path).unwrap_or_default();
        let lines = text.split(|byte| *byte == b'\n');
        Self { versions: lines.filter_map(|line| serde_json::from_slice(line).ok()).collect() }
    }

    /// A segment's versions, the one heard last at the end.
    pub fn of<'a>(&'a self, segment: &'a str) -> impl DoubleEndedIterator<Item = &'a Version> {
        self.versions.iter().filter(move |version| version.segment == segment)
    }

    /// A version by its id, whatever segment it was heard in.
    pub fn with_id(&self, id: &str) -> Option<&Version> {
        self.versions.iter().find(|version| version.id() == id)
    }

    /// Adds what is heard now to the history at `path`, unless it was heard last time already.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn add(mut self, path: &Path, heard: Vec<Version>) -> Result<(), FileError> {
        let last: BTreeSet<(String, String)> = {
            let mut seen = BTreeSet::new();
            let newest_first = self.versions.iter().rev();
            newest_first
                .filter(|v| seen.insert(v.segment.clone()))
                .map(|v| (v.segment.clone(), v.id()))
                .collect()
        };
        let mut changed = false;
        for version in heard {
            let id = version.id();
            if last.contains(&(version.segment.clone(), id.clone())) {
                continue;
            }
            changed = true;
            let same = |v: &Version| v.segment == version.segment && v.id() == id;
            match self.versions.iter().position(same) {
                Some(at) => {
                    let earlier = self.versions.remove(at);
                    self.versions.push(earlier);
                }
                None => self.versions.push(version),
            }
        }
        if changed { self.write(path) } else { Ok(()) }
    }

    /// Segments have new names, (old, new): what they were heard with goes along. History at `path` is written if that changes it.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn rename(mut self, path: &Path, names: &[(String, String)]) -> Result<(), FileError> {
        let names: BTreeMap<&str, &str> =
            names.iter().map(|(old, new)| (old.as_str(), new.as_str())).collect();
        let renamed = |version: &Version| {
            let segment = (*names.get(version.segment.as_str())?).to_string();
            Some(Version { segment, ..version.clone() })
        };
        let carried: Vec<Version> = self.versions.iter().filter_map(renamed).collect();
        let known = |version: &Version| {
            self.versions.iter().any(|v| v.segment == version.segment && v.id() == version.id())
        };
        let carried: Vec<Version> = carried.into_iter().filter(|version| !known(version)).collect();
        if carried.is_empty() {
            return Ok(());
        }
        self.versions.extend(carried);
        self.write(path)
    }

    fn write(&self, path: &Path) -> Result<(), FileError> {
        let mut text = Vec::new();
        for version in &self.versions {
            // Plain structs with string keys always serialise.
            text.extend(serde_json::to_vec(version).unwrap_or_default());
            text.push(b'\n');
        }
        files::write(path, &text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(segment: &str, take: &str) -> Version {
        let piece = Piece { take: take.into(), spoken: "hm".into(), goes_on: false };
        Version {
            segment: segment.into(),
            voice: "v".into(),
            text: "Hm.".into(),
            pieces: vec![piece],
            made: 1,
        }
    }

    #[test]
    fn what_is_heard_again_comes_last_and_a_damaged_line_loses_only_itself() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("history.jsonl");
        for take in ["a", "b", "a"] {
            History::read(&path).add(&path, vec![version("s", take), version("t", "x")]).unwrap();
        }
        let takes = |history: &History| -> Vec<String> {
            history.of("s").map(|version| version.pieces[0].take.clone()).collect()
        };
        assert_eq!(takes(&History::read(&path)), ["b", "a"]);
        let text = std::fs::read_to_string(&path).unwrap();
        assert_eq!(text.lines().count(), 3, "no version stands twice");
        let damaged = text.lines().map(|line| if line.contains("\"b\"") { "{\"segm" } else { line });
        std::fs::write(&path, damaged.collect::<Vec<_>>().join("\n")).unwrap();
        assert_eq!(takes(&History::read(&path)), ["a"]);
    }
}
