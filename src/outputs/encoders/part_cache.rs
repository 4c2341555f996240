//! Stores the encoded parts of an episode, so an edit encodes only the parts that it changes.
//!
//! A part that is missing or damaged is encoded again. The published episode and the draft share the parts. Those that the last
//! builds of both did not use are deleted; `EDITION.used` lists the parts of an edition.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use super::format::EncoderError;
use crate::base::files::{FileError, Kind, ProjectPath};

/// Largest file of a part. A minute at the highest bit rate of MP3 has 2.4 MB.
const LIMIT: u64 = 1 << 26;
/// Number of hex digits of a name.
const DIGITS: usize = 64;
/// Ending of the lists of used parts.
const LIST: &str = ".used";

/// The frames of a part in a compressed format.
pub(super) type Frames = Vec<Vec<u8>>;

/// The folder of encoded parts. Use it only while the project is locked.
#[derive(Debug)]
pub struct PartCache {
    folder: ProjectPath,
    edition: &'static str,
    used: Mutex<BTreeSet<String>>,
}

impl PartCache {
    /// Returns the cache in a folder of Aloud's own, for a build of an edition. The folder is created with the first part.
    pub fn new(folder: ProjectPath, edition: &'static str) -> Self {
        Self { folder, edition, used: Mutex::default() }
    }

    /// Returns the frames of a part, or `None` if they must be encoded.
    pub(super) fn read(&self, key: &blake3::Hash) -> Option<Frames> {
        let name = key.to_hex().to_string();
        let frames = split(&self.folder.join(&name).read_bytes_checksummed(LIMIT)?)?;
        self.used.lock().unwrap_or_else(PoisonError::into_inner).insert(name);
        Some(frames)
    }

    /// Stores the frames of a part.
    ///
    /// # Errors
    /// If they cannot be written.
    pub(super) fn write(&self, key: &blake3::Hash, frames: &Frames) -> Result<(), EncoderError> {
        let mut bytes = Vec::new();
        for frame in frames {
            bytes.extend_from_slice(&(frame.len() as u32).to_le_bytes());
            bytes.extend_from_slice(frame);
        }
        let path = self.folder.join(key.to_hex().as_str());
        path.write_bytes_checksummed(&bytes)
            .map_err(|error| EncoderError::Files(std::io::Error::other(error)))
    }

    /// Deletes the parts that neither this build nor the last one of another edition has read. Files with other names stay.
    ///
    /// # Errors
    /// If a part cannot be deleted, or the list of used parts cannot be written.
    pub fn remove_unused(&self) -> Result<(), FileError> {
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let list = self.folder.join(format!("{}{LIST}", self.edition));
        if !used.is_empty() {
            list.write_checksummed(&used)?;
        } else if list.exists() {
            list.remove_file()?;
        }
        let entries = self.folder.entries().unwrap_or_default();
        let lists = entries.iter().filter(|(name, _)| name.to_str().is_some_and(|name| name.ends_with(LIST)));
        for (name, _) in lists {
            used.extend(self.folder.join(name).read_checksummed::<BTreeSet<String>>().unwrap_or_default());
        }
        for (name, kind) in entries {
            let is_unused = name.to_str().is_some_and(|name| is_part(name) && !used.contains(name));
            if kind == Kind::File && is_unused {
                self.folder.join(name).remove_file()?;
            }
        }
        self.folder.remove_temporaries();
        self.folder.remove_empty_folder();
        Ok(())
    }
}

fn is_part(name: &str) -> bool {
    name.len() == DIGITS && name.bytes().all(|c| c.is_ascii_digit() || (b'a'..=b'f').contains(&c))
}

/// Splits the content of a file into frames, each after its length.
fn split(mut bytes: &[u8]) -> Option<Frames> {
    let mut frames = Vec::new();
    while let Some((length, rest)) = bytes.split_first_chunk() {
        let (frame, rest) = rest.split_at_checked(usize::try_from(u32::from_le_bytes(*length)).ok()?)?;
        frames.push(frame.to_vec());
        bytes = rest;
    }
    bytes.is_empty().then_some(frames)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn returns_whole_parts_and_deletes_unused_ones() {
        let dir = tempfile::tempdir().unwrap();
        let folder = ProjectPath::root(dir.path()).join("encoded");
        let keys = [b"one", b"two"].map(|name| blake3::hash(name));
        let frames = vec![vec![1, 2, 3], vec![], vec![4; 300]];
        let cache = PartCache::new(folder.clone(), "out");
        keys.iter().for_each(|key| cache.write(key, &frames).unwrap());
        assert_eq!(cache.read(&keys[0]), Some(frames));
        let file = |key: &blake3::Hash| folder.join(key.to_hex().as_str());
        let mut bytes = fs::read(file(&keys[1])).unwrap();
        *bytes.last_mut().unwrap() ^= 1;
        fs::write(file(&keys[1]), bytes).unwrap();
        assert_eq!(cache.read(&keys[1]), None, "a damaged part");
        fs::write(folder.join("notes.txt"), "mine").unwrap();
        cache.remove_unused().unwrap();
        let exist = [&file(&keys[0]), &file(&keys[1]), &folder.join("notes.txt")].map(|path| path.exists());
        assert_eq!(exist, [true, false, true]);
    }

    #[test]
    fn a_draft_and_the_published_episode_keep_their_parts() {
        let dir = tempfile::tempdir().unwrap();
        let folder = ProjectPath::root(dir.path()).join("encoded");
        let build = |edition, parts: &[&str]| {
            let cache = PartCache::new(folder.clone(), edition);
            let keys: Vec<_> = parts.iter().map(|part| blake3::hash(part.as_bytes())).collect();
            let encoded = keys.iter().filter(|key| cache.read(key).is_none()).count();
            keys.iter().for_each(|key| cache.write(key, &vec![vec![1]]).unwrap());
            keys.iter().for_each(|key| assert!(cache.read(key).is_some()));
            cache.remove_unused().unwrap();
            encoded
        };
        assert_eq!(build("out", &["a", "b"]), 2);
        assert_eq!(build("draft", &["a", "c"]), 1);
        assert_eq!(build("out", &["a", "b"]), 0, "the draft has not deleted them");
        assert_eq!(build("draft", &["a", "c"]), 0);
        assert_eq!(build("draft", &["a"]), 0);
        assert_eq!(build("out", &["a", "c"]), 1, "no edition used it any more");
        build("draft", &[]);
        build("out", &[]);
        assert!(!folder.exists(), "nothing is left of formats that are turned off");
    }

    #[test]
    fn a_length_after_the_end_is_no_part() {
        assert_eq!(split(&[2, 0, 0, 0, 1]), None);
        assert_eq!(split(&[1, 0]), None);
        assert_eq!(split(&[]), Some(Vec::new()));
    }
}
