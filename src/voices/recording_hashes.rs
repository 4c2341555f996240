//! The hashes of recordings, kept with the fingerprints of the files. Hours of recordings need not be read for each plan.

use std::collections::BTreeMap;
use std::io;
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use crate::base::files::{FileFingerprint, ProjectPath};

/// The file in `.aloud`. It can be deleted at any time.
const FILE: &str = "recordings.json";

/// The hashes of the recordings in one folder.
pub(super) struct RecordingHashes {
    folder: ProjectPath,
    known: Mutex<Known>,
}

#[derive(Default)]
struct Known {
    /// The path of each recording in the project → its hash. Recordings of other voices are kept.
    by_path: BTreeMap<String, KnownHash>,
    changed: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
struct KnownHash {
    fingerprint: FileFingerprint,
    hash: [u8; 32],
}

impl RecordingHashes {
    /// Reads the hashes that earlier runs have stored.
    pub(super) fn read(folder: &ProjectPath) -> Self {
        let by_path = file(folder).read_checksummed().unwrap_or_default();
        Self { folder: folder.clone(), known: Mutex::new(Known { by_path, changed: false }) }
    }

    /// Returns the BLAKE3 hash of a file. It is read only if its metadata has changed.
    pub(super) fn hash(&self, path: &ProjectPath) -> io::Result<[u8; 32]> {
        let file = path.open_sound()?;
        let fingerprint = path.fingerprint()?;
        let name = path.within_project().to_string_lossy().into_owned();
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = known.by_path.get(&name)
            && found.fingerprint == fingerprint
        {
            return Ok(found.hash);
        }
        let mut hasher = blake3::Hasher::new();
        hasher.update_reader(file)?;
        let hash = *hasher.finalize().as_bytes();
        // A second change within the same tick of the clock would not change the fingerprint.
        if fingerprint.is_settled() && path.fingerprint().is_ok_and(|now| now == fingerprint) {
            known.by_path.insert(name, KnownHash { fingerprint, hash });
            known.changed = true;
        }
        Ok(hash)
    }
}

impl Drop for RecordingHashes {
    /// Stores the hashes, if a build has made the folder for such files.
    fn drop(&mut self) {
        let file = file(&self.folder);
        let has_folder = file.parent().is_some_and(|_| self.folder.in_project(".aloud").is_dir());
        let known = self.known.get_mut().unwrap_or_else(PoisonError::into_inner);
        if known.changed && has_folder {
            // Without the file, the next plan reads the recordings again.
            let _ = file.write_checksummed(&known.by_path);
        }
    }
}

fn file(folder: &ProjectPath) -> ProjectPath {
    folder.in_project(".aloud").join(FILE)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::thread::sleep;
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_file_with_the_same_metadata_is_not_read_again() {
        let dir = tempfile::tempdir().unwrap();
        let root = ProjectPath::root(dir.path());
        fs::create_dir(dir.path().join(".aloud")).unwrap();
        fs::write(dir.path().join("a.wav"), "one").unwrap();
        sleep(Duration::from_millis(150));
        let path = root.join("a.wav");
        let hash = RecordingHashes::read(&root).hash(&path).unwrap();
        assert_eq!(hash, *blake3::hash(b"one").as_bytes());
        let stored = RecordingHashes::read(&root);
        assert_eq!(stored.known.lock().unwrap().by_path["a.wav"].hash, hash);
        fs::write(dir.path().join("a.wav"), "two").unwrap();
        assert_eq!(stored.hash(&path).unwrap(), *blake3::hash(b"two").as_bytes());
    }
}
