//! Pruning: removes old or surplus takes on request.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::time::{Duration, SystemTime};

use super::description::Description;
use super::key::Key;
use super::store::Store;
use crate::base::files::{FileError, Kind, ProjectPath, STATE_LIMIT};

/// Limits of the store. Takes beyond them may be removed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Limits {
    /// Highest age of a take.
    pub older_than: Option<Duration>,
    /// Highest size of the store in bytes. The oldest takes are removed first.
    pub larger_than: Option<u64>,
}

/// A take that was removed, or, in a dry run, would be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pruned {
    /// Its key, 64 hex digits.
    pub key: String,
    /// Its spoken form; empty when a killed build left it without a description.
    pub spoken: String,
    /// Size of its sound in bytes.
    pub bytes: u64,
}

pub(super) struct Candidate {
    path: ProjectPath,
    pub(super) key: String,
    bytes: u64,
    made: SystemTime,
}

impl Store {
    /// Removes takes beyond the limits, the oldest first. With `dry_run` it only returns them. Takes in `used` and takes that a
    /// person recorded stay. Call it only while no other run writes.
    ///
    /// # Errors
    /// When a file cannot be removed.
    pub fn prune(
        &self,
        limits: &Limits,
        used: &BTreeSet<Key>,
        dry_run: bool,
    ) -> Result<Vec<Pruned>, FileError> {
        let all = self.candidates()?;
        let mut size: u64 = all.iter().map(|take| take.bytes).sum();
        let used: BTreeSet<String> = used.iter().map(Key::to_string).collect();
        let now = SystemTime::now();
        let mut pruned = Vec::new();
        for take in all {
            let age = now.duration_since(take.made).unwrap_or_default();
            let old = limits.older_than.is_some_and(|most| age > most);
            let much = limits.larger_than.is_some_and(|most| size > most);
            if !(old || much) || used.contains(&take.key) {
                continue;
            }
            let description = match take.path.with_extension("json").read_if_any(STATE_LIMIT) {
                Ok(None) => None,
                read => match read.ok().flatten().and_then(|bytes| Description::parse(&bytes)) {
                    Some(description) if !description.recorded => Some(description),
                    // A take with an unreadable description may be a person's recording.
                    _ => continue,
                },
            };
            if !dry_run {
                // The description first: a sound without one is not a take, even if the program is killed here.
                take.path.with_extension("json").remove_file()?;
                take.path.remove_file()?;
            }
            size -= take.bytes;
            let spoken = description.map(|description| description.spoken).unwrap_or_default();
            pruned.push(Pruned { key: take.key, spoken, bytes: take.bytes });
        }
        Ok(pruned)
    }

    /// Returns all takes, the oldest first. Files with names that no take has are not Aloud's.
    pub(super) fn candidates(&self) -> Result<Vec<Candidate>, FileError> {
        let mut all = Vec::new();
        for (shelf, _) in self.folder.entries()?.into_iter().filter(|(_, kind)| *kind == Kind::Folder) {
            for (file, _) in
                self.folder.join(&shelf).entries()?.iter().filter(|(_, kind)| *kind == Kind::File)
            {
                all.extend(self.candidate(&shelf, file));
            }
        }
        all.sort_by(|a, b| (a.made, &a.key).cmp(&(b.made, &b.key)));
        Ok(all)
    }

    /// Returns the take of a sound file; `None` for other files.
    fn candidate(&self, shelf: &OsStr, file: &OsStr) -> Option<Candidate> {
        let key = Key::from_hex(file.to_str()?.strip_suffix(".wav")?)?;
        let path = self.path(&key, "wav");
        // The same name, and on its own shelf.
        if path != self.folder.join(shelf).join(file) {
            return None;
        }
        let metadata = path.open().ok()?.metadata().ok()?;
        Some(Candidate { path, key: key.to_string(), bytes: metadata.len(), made: metadata.modified().ok()? })
    }
}

#[cfg(test)]
mod tests {
    use std::fs::{self, File};

    use super::*;
    use crate::takes::{KeyInputs, Maker};
    use aloud_audio::{Clip, Spec};

    const DAY: Duration = Duration::from_secs(86_400);

    /// Takes of so many days of age, the one of `recorded` days by a person.
    fn store(ages: &[u32], recorded: u32) -> (tempfile::TempDir, Store, Vec<Key>) {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::new(ProjectPath::root(dir.path()));
        let keys = ages.iter().map(|age| {
            let clip = Clip { spec: Spec { sample_rate: 8000, channels: 1 }, samples: vec![0.1; 1000] };
            let key = KeyInputs { identity: &age.to_le_bytes(), spoken: "hm" }.key();
            let maker = Maker { voice: "v", recorded: *age == recorded };
            let take = store.put(&key, &clip, &[], maker, "hm").unwrap();
            let made = SystemTime::now() - DAY * *age;
            File::options().write(true).open(&take.path).unwrap().set_modified(made).unwrap();
            key
        });
        let keys = keys.collect();
        (dir, store, keys)
    }

    fn gone(store: &Store, limits: Limits, used: &[Key]) -> Vec<String> {
        let pruned = store.prune(&limits, &used.iter().copied().collect(), false).unwrap();
        pruned.into_iter().map(|take| take.key).collect()
    }

    #[test]
    fn removes_old_takes_but_not_used_or_recorded_ones() {
        let (_dir, store, keys) = store(&[50, 40, 30, 20, 5], 40);
        let limits = Limits { older_than: Some(DAY * 10), larger_than: None };
        assert_eq!(gone(&store, limits, &keys[2..3]), [keys[0].to_string(), keys[3].to_string()]);
        assert_eq!(gone(&store, limits, &keys[2..3]), [""; 0], "the rest stays");
    }

    #[test]
    fn keeps_a_take_with_an_unreadable_description() {
        let (_dir, store, keys) = store(&[50, 40], 0);
        fs::write(store.path(&keys[0], "json"), "{").unwrap();
        fs::remove_file(store.path(&keys[1], "json")).unwrap();
        let limits = Limits { older_than: Some(DAY), larger_than: None };
        assert_eq!(
            gone(&store, limits, &[]),
            [keys[1].to_string()],
            "one without a description is not a take"
        );
    }

    #[test]
    fn removes_the_oldest_takes_until_the_store_is_small_enough() {
        let (_dir, store, keys) = store(&[4, 3, 2, 1], 0);
        let bytes = fs::metadata(store.path(&keys[0], "wav")).unwrap().len();
        let limits = Limits { older_than: None, larger_than: Some(bytes * 2) };
        assert_eq!(gone(&store, limits, &[]), [keys[0].to_string(), keys[1].to_string()]);
    }
}
