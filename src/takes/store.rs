//! Takes on disk: `KEY.wav` with the sound and `KEY.json` with its measures and checksum.
//!
//! The description is written last: a take exists when both stand and agree.

use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::Key;
use crate::audio::measure::{Measures, measure};
use crate::audio::{Clip, wav};
use crate::files::{self, FileError};

/// A folder of takes.
#[derive(Debug, Clone)]
pub struct Store {
    folder: PathBuf,
}

/// A finished take.
#[derive(Debug, Clone, PartialEq)]
pub struct Take {
    /// Its identity.
    pub key: Key,
    /// 32-bit float WAV at the rate at which it was spoken.
    pub path: PathBuf,
    /// What was measured when it was stored.
    pub measures: Measures,
}

/// What the store has for a key.
#[derive(Debug, Clone, PartialEq)]
pub enum Lookup {
    /// The take, whole.
    Hit(Take),
    /// Nothing that may be played.
    Miss(Miss),
}

/// Why there is nothing to play.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Miss {
    /// It was never spoken.
    #[error("never spoken")]
    New,
    /// The files do not agree with their checksum; the take is made again.
    #[error("the stored take was damaged")]
    Damaged,
}

/// What `KEY.json` holds.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Description {
    /// For people who look into the store: who spoke, and what.
    voice: String,
    spoken: String,
    /// BLAKE3 of the WAV file, hex.
    checksum: String,
    measures: Measures,
}

impl Store {
    /// A store in `folder`, which is made when the first take comes in.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into() }
    }

    /// Removes what killed runs left half-written. Call it only while no other run writes.
    pub fn sweep(&self) {
        let Ok(entries) = fs::read_dir(&self.folder) else { return };
        entries.flatten().for_each(|shelf| files::sweep_temporaries(&shelf.path()));
    }

    /// Looks a take up and proves that it is whole.
    pub fn lookup(&self, key: &Key) -> Lookup {
        let description = match fs::read(self.path(key, "json")) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Lookup::Miss(Miss::New),
            Err(_) => return Lookup::Miss(Miss::Damaged),
        };
        match self.verified(key, &description) {
            Some(take) => Lookup::Hit(take),
            None => Lookup::Miss(Miss::Damaged),
        }
    }

    fn verified(&self, key: &Key, description: &[u8]) -> Option<Take> {
        let description: Description = serde_json::from_slice(description).ok()?;
        let path = self.path(key, "wav");
        let sound = fs::read(&path).ok()?;
        let whole = blake3::hash(&sound).to_hex().as_str() == description.checksum;
        whole.then_some(Take { key: *key, path, measures: description.measures })
    }

    /// Stores a clip: measured, synced, whole or not at all.
    ///
    /// # Errors
    /// When the files cannot be written.
    pub fn put(&self, key: &Key, clip: &Clip, voice: &str, spoken: &str) -> Result<Take, FileError> {
        let path = self.path(key, "wav");
        let mut sound = io::Cursor::new(Vec::new());
        wav::write_float(&mut sound, clip)
            .map_err(|error| FileError::new("write", &path, io::Error::other(error.to_string())))?;
        let sound = sound.into_inner();
        let description = Description {
            voice: voice.into(),
            spoken: spoken.into(),
            checksum: blake3::hash(&sound).to_hex().to_string(),
            measures: measure(clip),
        };
        files::write(&path, &sound)?;
        let mut text = serde_json::to_vec_pretty(&description)
            .map_err(|error| FileError::new("write", &path, io::Error::other(error)))?;
        let _ = text.write_all(b"\n");
        files::write(&self.path(key, "json"), &text)?;
        Ok(Take { key: *key, path, measures: description.measures })
    }

    /// Shelves by the first two digits keep folders small.
    fn path(&self, key: &Key, extension: &str) -> PathBuf {
        let name = key.to_string();
        self.folder.join(&name[..2]).join(format!("{name}.{extension}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audio::Spec;
    use crate::takes::KeyInputs;

    fn tone() -> Clip {
        let samples = (0..8000).map(|n| if n % 40 < 20 { 0.25 } else { -0.25 }).collect();
        Clip { spec: Spec { sample_rate: 16_000, channels: 1 }, samples }
    }

    fn stored() -> (tempfile::TempDir, Store, Key) {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::new(dir.path().join("takes"));
        let key = KeyInputs { identity: b"tone", spoken: "hm" }.key();
        (dir, store, key)
    }

    #[test]
    fn what_was_put_is_found_again_sample_for_sample() {
        let (_dir, store, key) = stored();
        assert_eq!(store.lookup(&key), Lookup::Miss(Miss::New));
        let take = store.put(&key, &tone(), "anna", "hm").unwrap();
        assert_eq!(store.lookup(&key), Lookup::Hit(take.clone()));
        let read = hound::WavReader::open(&take.path).unwrap();
        let samples: Vec<f32> = read.into_samples().map(Result::unwrap).collect();
        assert_eq!(samples, tone().samples);
    }

    #[test]
    fn every_kind_of_damage_is_a_miss_and_never_played() {
        let (_dir, store, key) = stored();
        let flip = |path: &PathBuf| {
            let mut bytes = fs::read(path).unwrap();
            let middle = bytes.len() / 2;
            bytes[middle] ^= 1;
            fs::write(path, bytes).unwrap();
        };
        let cut = |path: &PathBuf| {
            let bytes = fs::read(path).unwrap();
            fs::write(path, &bytes[..bytes.len() / 2]).unwrap();
        };
        let remove = |path: &PathBuf| fs::remove_file(path).unwrap();
        type Damage<'a> = (&'a str, &'a dyn Fn(&PathBuf));
        let damages: [Damage; 4] = [("wav", &flip), ("wav", &cut), ("wav", &remove), ("json", &cut)];
        for (extension, damage) in damages {
            store.put(&key, &tone(), "anna", "hm").unwrap();
            damage(&store.path(&key, extension));
            assert_eq!(store.lookup(&key), Lookup::Miss(Miss::Damaged), "{extension}");
        }
    }

    #[test]
    fn a_take_without_its_description_does_not_exist() {
        let (_dir, store, key) = stored();
        store.put(&key, &tone(), "anna", "hm").unwrap();
        fs::remove_file(store.path(&key, "json")).unwrap();
        assert_eq!(store.lookup(&key), Lookup::Miss(Miss::New), "a build killed between the two files");
    }
}
