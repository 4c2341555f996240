//! The history: which takes each segment was built with, so an edit loses no earlier take.
//!
//! The file has one line of JSON per version, so damage to a line affects only one version. Unknown lines, damaged ones and
//! those of a later Aloud, are kept as they are.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::base::files::{FileError, ProjectPath, STATE_LIMIT};
use crate::script::Segment;
use crate::script::file::segment_id;

/// A version of a segment: the takes that one build used for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Version {
    /// Key of the segment; see [`segment_key`].
    pub segment: String,
    /// Name of the voice.
    pub voice: String,
    /// Text of the segment at that time.
    pub text: String,
    /// Its takes in order.
    #[serde(rename = "pieces")]
    pub takes: Vec<TakeRef>,
    /// Time of the first build with it, in seconds since 1970.
    pub made: u64,
}

/// A reference to a take.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TakeRef {
    /// Key of the take, 64 hex digits.
    #[serde(rename = "take")]
    pub key: String,
    /// Its spoken form.
    pub spoken: String,
    /// True when it continues the sentence of the take before it.
    #[serde(default, rename = "goes_on", skip_serializing_if = "std::ops::Not::not")]
    pub continues: bool,
}

impl Version {
    /// Returns the id of the version among those of its segment: eight hex digits of BLAKE3 over the keys of its takes.
    pub fn id(&self) -> String {
        let mut hasher = blake3::Hasher::new();
        for take in &self.takes {
            hasher.update(take.key.as_bytes());
        }
        hasher.finalize().to_hex()[..8].to_string()
    }
}

/// All versions of all segments. The latest version of each segment comes last.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct History {
    lines: Vec<HistoryLine>,
}

/// A line of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
enum HistoryLine {
    Version(Version),
    /// A line that is kept as it is.
    Unknown(Vec<u8>),
}

impl HistoryLine {
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
    /// Reads the history; empty without a file.
    ///
    /// # Errors
    /// When it exists and cannot be read. Treating it as empty would overwrite it.
    pub fn read(path: &ProjectPath) -> Result<Self, FileError> {
        let text = path.read_if_any(STATE_LIMIT)?.unwrap_or_default();
        let lines = text.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
        Ok(Self { lines: lines.map(HistoryLine::read).collect() })
    }

    fn versions(&self) -> impl DoubleEndedIterator<Item = &Version> {
        self.lines.iter().filter_map(HistoryLine::version)
    }

    /// Returns the versions of the segment with this key, the latest last.
    pub fn versions_of<'a>(&'a self, segment: &'a str) -> impl DoubleEndedIterator<Item = &'a Version> {
        self.versions().filter(move |version| version.segment == segment)
    }

    /// Returns the keys of all segments that have a version.
    pub(crate) fn segments(&self) -> BTreeSet<&str> {
        self.versions().map(|version| version.segment.as_str()).collect()
    }

    /// Returns a version of any segment by its id.
    fn version_with_id(&self, id: &str) -> Option<&Version> {
        self.versions().find(|version| version.id() == id)
    }

    /// Adds the versions of a build to the history at `path`, except those that are the latest already.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn add(mut self, path: &ProjectPath, built: Vec<Version>) -> Result<(), FileError> {
        let mut seen = BTreeSet::new();
        let last = self.versions().rev().filter(|v| seen.insert(v.segment.clone()));
        let last: BTreeSet<(String, String)> = last.map(|v| (v.segment.clone(), v.id())).collect();
        let mut changed = false;
        for version in built {
            let id = version.id();
            if last.contains(&(version.segment.clone(), id.clone())) {
                continue;
            }
            changed = true;
            let same = |v: &Version| v.segment == version.segment && v.id() == id;
            let line = match self.lines.iter().position(|line| line.version().is_some_and(same)) {
                Some(at) => self.lines.remove(at),
                None => HistoryLine::Version(version),
            };
            self.lines.push(line);
        }
        if changed { self.write(path) } else { Ok(()) }
    }

    /// Copies the versions of segments to their new keys, given as (old, new), and writes the history at `path` if that changes it.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn rename(mut self, path: &ProjectPath, keys: &[(String, String)]) -> Result<(), FileError> {
        let keys: BTreeMap<&str, &str> = keys.iter().map(|(old, new)| (old.as_str(), new.as_str())).collect();
        let mut copied = Vec::new();
        for version in self.versions() {
            let Some(key) = keys.get(version.segment.as_str()) else { continue };
            if self.versions_of(key).all(|known| known.id() != version.id()) {
                copied.push(Version { segment: (*key).to_string(), ..version.clone() });
            }
        }
        if copied.is_empty() {
            return Ok(());
        }
        self.lines.extend(copied.into_iter().map(HistoryLine::Version));
        self.write(path)
    }

    fn write(&self, path: &ProjectPath) -> Result<(), FileError> {
        let mut text = Vec::new();
        for line in &self.lines {
            text.extend(line.bytes());
            text.push(b'\n');
        }
        path.write(&text)
    }
}

/// Returns the key of a segment in the history: its id, or a hash of its words if a person added it without one.
pub fn segment_key(id: Option<&str>, text: &str) -> String {
    id.map_or_else(|| format!("words {}", segment_id(text, 0)), str::to_string)
}

/// Finds the version that a segment picks by its id.
///
/// It must be a version of the same segment. The key of a segment without an id changes with its words, so any version is
/// allowed for it.
pub(crate) fn find_version(history: &History, segment: &Segment, id: &str) -> Option<Version> {
    let key = segment_key(segment.id.as_deref(), &segment.text);
    let own = history.versions_of(&key).find(|version| version.id() == id).cloned();
    own.or_else(|| history.version_with_id(id).filter(|_| segment.id.is_none()).cloned())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn version(segment: &str, take: &str) -> Version {
        let take = TakeRef { key: take.into(), spoken: "hm".into(), continues: false };
        Version { segment: segment.into(), voice: "v".into(), text: "Hm.".into(), takes: vec![take], made: 1 }
    }

    fn build(path: &ProjectPath, takes: &[&str]) {
        for take in takes {
            let history = History::read(path).unwrap();
            history.add(path, vec![version("s", take), version("t", "x")]).unwrap();
        }
    }

    fn takes(path: &ProjectPath) -> Vec<String> {
        let history = History::read(path).unwrap();
        history.versions_of("s").map(|version| version.takes[0].key.clone()).collect()
    }

    #[test]
    fn a_repeated_version_moves_to_the_end_and_unknown_lines_stay() {
        let dir = tempfile::tempdir().unwrap();
        let path = ProjectPath::root(dir.path()).join("history.jsonl");
        build(&path, &["a", "b", "a"]);
        assert_eq!(takes(&path), ["b", "a"]);
        let text = fs::read_to_string(&path).unwrap();
        assert_eq!(text.lines().count(), 3, "no version is listed twice");
        let later = "{\"segment\":\"s\",\"mood\":\"glad\"}";
        let lines = text.lines().map(|line| if line.contains("\"b\"") { later } else { line });
        fs::write(&path, lines.collect::<Vec<_>>().join("\n") + "\n\u{ff}{\"segm").unwrap();
        assert_eq!(takes(&path), ["a"]);
        build(&path, &["c"]);
        let renamed = ("s".to_string(), "u".to_string());
        History::read(&path).unwrap().rename(&path, &[renamed]).unwrap();
        let text = fs::read(&path).unwrap();
        let lines: Vec<&[u8]> = text.split(|byte| *byte == b'\n').collect();
        assert!(lines.contains(&later.as_bytes()) && lines.contains(&"\u{ff}{\"segm".as_bytes()), "{text:?}");
        assert_eq!(takes(&path), ["a", "c"]);
    }

    #[test]
    fn an_unreadable_history_is_an_error() {
        let dir = tempfile::tempdir().unwrap();
        let path = ProjectPath::root(dir.path()).join("history.jsonl");
        assert_eq!(History::read(&path).unwrap(), History::default());
        fs::create_dir(&path).unwrap();
        let error = History::read(&path).unwrap_err();
        assert!(error.to_string().contains("history.jsonl"), "{error}");
    }
}
