//! What each segment was heard with before: an edit loses no earlier take.
//!
//! One line of JSON a version, so that damage to one concerns just that one. Lines that are not understood, damaged ones and those
//! of a later Aloud, are kept as they are.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::base::files::{self, FileError};
use crate::script::Segment;
use crate::script::file::segment_id;

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
    lines: Vec<Line>,
}

/// A line of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Line {
    Version(Version),
    /// As it stands there.
    Unknown(Vec<u8>),
}

impl Line {
    fn read(line: &[u8]) -> Self {
        serde_json::from_slice(line).map_or_else(|_| Self::Unknown(line.to_vec()), Self::Version)
    }

    fn version(&self) -> Option<&Version> {
        match self {
            Self::Version(version) => Some(version),
            Self::Unknown(_) => None,
        }
    }

    fn bytes(&self) -> Vec<u8> {
        match self {
            // Plain structs with string keys always serialise.
            Self::Version(version) => serde_json::to_vec(version).unwrap_or_default(),
            Self::Unknown(line) => line.clone(),
        }
    }
}

impl History {
    /// Reads the history; empty where there is none. Lines that are not understood tell nothing, and stay.
    ///
    /// # Errors
    /// When it is there and cannot be read: taken for empty, it would be written over.
    pub fn read(path: &Path) -> Result<Self, FileError> {
        let text = match fs::read(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            other => other.map_err(|error| FileError::new("read", path, error))?,
        };
        let lines = text.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
        Ok(Self { lines: lines.map(Line::read).collect() })
    }

    fn versions(&self) -> impl DoubleEndedIterator<Item = &Version> {
        self.lines.iter().filter_map(Line::version)
    }

    /// A segment's versions, the one heard last at the end.
    pub fn of<'a>(&'a self, segment: &'a str) -> impl DoubleEndedIterator<Item = &'a Version> {
        self.versions().filter(move |version| version.segment == segment)
    }

    /// A version by its id, whatever segment it was heard in.
    pub fn with_id(&self, id: &str) -> Option<&Version> {
        self.versions().find(|version| version.id() == id)
    }

    /// Adds what is heard now to the history at `path`, unless it was heard last time already.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn add(mut self, path: &Path, heard: Vec<Version>) -> Result<(), FileError> {
        let mut seen = BTreeSet::new();
        let last = self.versions().rev().filter(|v| seen.insert(v.segment.clone()));
        let last: BTreeSet<(String, String)> = last.map(|v| (v.segment.clone(), v.id())).collect();
        let mut changed = false;
        for version in heard {
            let id = version.id();
            if last.contains(&(version.segment.clone(), id.clone())) {
                continue;
            }
            changed = true;
            let same = |v: &Version| v.segment == version.segment && v.id() == id;
            let line = match self.lines.iter().position(|line| line.version().is_some_and(same)) {
                Some(at) => self.lines.remove(at),
                None => Line::Version(version),
            };
            self.lines.push(line);
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
        let known = |version: &Version| self.of(&version.segment).any(|v| v.id() == version.id());
        let carried: Vec<Version> =
            self.versions().filter_map(renamed).filter(|version| !known(version)).collect();
        if carried.is_empty() {
            return Ok(());
        }
        self.lines.extend(carried.into_iter().map(Line::Version));
        self.write(path)
    }

    fn write(&self, path: &Path) -> Result<(), FileError> {
        let mut text = Vec::new();
        for line in &self.lines {
            text.extend(line.bytes());
            text.push(b'\n');
        }
        files::write(path, &text)
    }
}

/// A segment's name in the history: its id, or, where a person added it, one made of its words.
pub fn segment_name(id: Option<&str>, text: &str) -> String {
    id.map_or_else(|| format!("words {}", segment_id(text, 0)), str::to_string)
}

/// The version of a segment that a person may pick: one of its own. A segment that a person added has no name that outlasts its
/// words, and so it may be any.
pub fn version_of(history: &History, segment: &Segment, id: &str) -> Option<Version> {
    let name = segment_name(segment.id.as_deref(), &segment.text);
    let own = history.of(&name).find(|version| version.id() == id).cloned();
    own.or_else(|| history.with_id(id).filter(|_| segment.id.is_none()).cloned())
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

    fn heard(path: &Path, takes: &[&str]) {
        for take in takes {
            let history = History::read(path).unwrap();
            history.add(path, vec![version("s", take), version("t", "x")]).unwrap();
        }
    }

    fn takes(path: &Path) -> Vec<String> {
        let history = History::read(path).unwrap();
        history.of("s").map(|version| version.pieces[0].take.clone()).collect()
    }

    #[test]
    fn what_is_heard_again_comes_last_and_a_line_that_is_not_understood_stays() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("history.jsonl");
        heard(&path, &["a", "b", "a"]);
        assert_eq!(takes(&path), ["b", "a"]);
        let text = fs::read_to_string(&path).unwrap();
        assert_eq!(text.lines().count(), 3, "no version stands twice");
        let later = "{\"segment\":\"s\",\"mood\":\"glad\"}";
        let lines = text.lines().map(|line| if line.contains("\"b\"") { later } else { line });
        fs::write(&path, lines.collect::<Vec<_>>().join("\n") + "\n\u{ff}{\"segm").unwrap();
        assert_eq!(takes(&path), ["a"]);
        heard(&path, &["c"]);
        let renamed = ("s".to_string(), "u".to_string());
        History::read(&path).unwrap().rename(&path, &[renamed]).unwrap();
        let text = fs::read(&path).unwrap();
        let lines: Vec<&[u8]> = text.split(|byte| *byte == b'\n').collect();
        assert!(lines.contains(&later.as_bytes()) && lines.contains(&"\u{ff}{\"segm".as_bytes()), "{text:?}");
        assert_eq!(takes(&path), ["a", "c"]);
    }

    #[test]
    fn a_history_that_cannot_be_read_is_not_taken_for_none() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("history.jsonl");
        assert_eq!(History::read(&path).unwrap(), History::default());
        fs::create_dir(&path).unwrap();
        let error = History::read(&path).unwrap_err();
        assert!(error.to_string().contains("history.jsonl"), "{error}");
    }
}
