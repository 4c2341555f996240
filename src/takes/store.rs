//! Takes on disk: `KEY.wav` with the sound and `KEY.json` with its measures and checksum, behind a checksum of its own.
//!
//! The description is written last: a take exists when both stand and agree. `index.json` remembers which takes were
//! proved, see [`super::index`].

use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::Key;
use super::history::Piece;
use super::index::Index;
use crate::audio::measure::{Measures, measure};
use crate::audio::timbre::{Timbre, timbre};
use crate::audio::{Clip, Word, wav};
use crate::base::files::{self, FileError, FileFingerprint};

/// A folder of takes.
#[derive(Debug, Clone)]
pub struct Store {
    pub(super) folder: PathBuf,
    index: Index,
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
    /// When its words are heard, where its voice told.
    pub words: Vec<Word>,
    /// The voice that is heard; `None` in stores of earlier versions.
    pub timbre: Option<Timbre>,
    /// Of its file when that was written, or read and proved.
    pub fingerprint: Option<FileFingerprint>,
}

/// What the store has for a key.
#[derive(Debug, Clone, PartialEq)]
pub enum Lookup {
    /// The take, whole.
    Hit(Box<Take>),
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

const INDEX: &str = "index.json";

/// What `KEY.json` holds.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Description {
    /// For people who look into the store: who spoke, and what.
    voice: String,
    pub(super) spoken: String,
    /// True when a person recorded it: it is never pruned.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) recorded: bool,
    /// BLAKE3 of the WAV file, hex.
    checksum: String,
    measures: Measures,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    words: Vec<Word>,
    #[serde(default)]
    timbre: Option<Timbre>,
}

/// Who made a take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Maker<'a> {
    /// Name of the voice.
    pub voice: &'a str,
    /// True when a person recorded it.
    pub recorded: bool,
}

impl Description {
    /// What stands in a file behind its seal; earlier versions of Aloud set none.
    pub(super) fn parse(bytes: &[u8]) -> Option<Self> {
        let json = if bytes.starts_with(b"{") { bytes } else { files::verify_checksum(bytes)? };
        let description: Self = serde_json::from_slice(json).ok()?;
        let Measures { sound, frames, .. } = &description.measures;
        (sound.start <= sound.end && sound.end <= *frames).then_some(description)
    }
}

impl Store {
    /// A store in `folder`, which is made when the first take comes in.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into(), index: Index::default() }
    }

    /// The same, with what was proved before at hand.
    pub fn open(folder: impl Into<PathBuf>) -> Self {
        let folder = folder.into();
        let index = Index::read(&folder.join(INDEX));
        Self { folder, index }
    }

    /// Remembers which takes were proved, for the next run's [`Store::open`].
    ///
    /// # Errors
    /// When the index cannot be written.
    pub fn remember<'a>(&self, takes: impl Iterator<Item = &'a Take>) -> Result<(), FileError> {
        self.index.write(&self.folder.join(INDEX), takes)
    }

    /// Removes what killed runs left half-written. Call it only while no other run writes.
    pub fn sweep(&self) {
        files::remove_temporaries(&self.folder);
        let Ok(entries) = fs::read_dir(&self.folder) else { return };
        entries.flatten().for_each(|shelf| files::remove_temporaries(&shelf.path()));
    }

    /// Looks a take up and proves that it is whole: its file has not been touched since its checksum was found to hold,
    /// or else the checksum holds now.
    pub fn lookup(&self, key: &Key) -> Lookup {
        if let Some(take) = self.proved(key) {
            return Lookup::Hit(Box::new(take));
        }
        let description = match fs::read(self.path(key, "json")) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Lookup::Miss(Miss::New),
            Err(_) => return Lookup::Miss(Miss::Damaged),
        };
        match self.verified(key, &description) {
            Some(take) => Lookup::Hit(Box::new(take)),
            None => Lookup::Miss(Miss::Damaged),
        }
    }

    fn proved(&self, key: &Key) -> Option<Take> {
        let entry = self.index.get(&key.to_string())?;
        let path = self.path(key, "wav");
        let untouched =
            FileFingerprint::read(&path).is_ok_and(|fingerprint| fingerprint == entry.fingerprint);
        untouched.then(|| Take {
            key: *key,
            path,
            measures: entry.measures.clone(),
            words: entry.words.clone(),
            timbre: entry.timbre.clone(),
            fingerprint: Some(entry.fingerprint),
        })
    }

    fn verified(&self, key: &Key, description: &[u8]) -> Option<Take> {
        let description = Description::parse(description)?;
        let path = self.path(key, "wav");
        // Taken before the sound is read: what is written after that shows.
        let fingerprint = FileFingerprint::read(&path).ok();
        let sound = fs::read(&path).ok()?;
        let whole = blake3::hash(&sound).to_hex().as_str() == description.checksum;
        let Description { measures, words, timbre, .. } = description;
        whole.then_some(Take { key: *key, path, measures, words, timbre, fingerprint })
    }

    /// Stores a clip, with the times of its words where they are known: measured, synced, whole or not at all.
    ///
    /// # Errors
    /// When the files cannot be written.
    pub fn put(
        &self,
        key: &Key,
        clip: &Clip,
        words: &[Word],
        maker: Maker<'_>,
        spoken: &str,
    ) -> Result<Take, FileError> {
        let path = self.path(key, "wav");
        let mut sound = io::Cursor::new(Vec::new());
        wav::write_float(&mut sound, clip)
            .map_err(|error| FileError::new("write", &path, io::Error::other(error.to_string())))?;
        let sound = sound.into_inner();
        let description = Description {
            voice: maker.voice.into(),
            recorded: maker.recorded,
            spoken: spoken.into(),
            checksum: blake3::hash(&sound).to_hex().to_string(),
            measures: measure(clip),
            words: words.to_vec(),
            timbre: Some(timbre(clip)),
        };
        files::write(&path, &sound)?;
        let mut text = serde_json::to_vec_pretty(&description)
            .map_err(|error| FileError::new("write", &path, io::Error::other(error)))?;
        let _ = text.write_all(b"\n");
        files::write(&self.path(key, "json"), &files::with_checksum(&text))?;
        let fingerprint = FileFingerprint::read(&path).ok();
        let Description { measures, words, timbre, .. } = description;
        Ok(Take { key: *key, path, measures, words, timbre, fingerprint })
    }

    /// Length in seconds of the takes of a version; `None` when one of them is gone or damaged.
    pub fn seconds(&self, pieces: &[Piece]) -> Option<f64> {
        let seconds = |piece| {
            let Measures { sound, sample_rate, .. } = self.take(piece)?.measures;
            Some((sound.end - sound.start) as f64 / f64::from(sample_rate.max(1)))
        };
        pieces.iter().map(seconds).sum()
    }

    /// Files of the takes of a version; `None` when one of them is gone or damaged.
    pub fn paths(&self, pieces: &[Piece]) -> Option<Vec<PathBuf>> {
        pieces.iter().map(|piece| self.take(piece).map(|take| take.path)).collect()
    }

    fn take(&self, piece: &Piece) -> Option<Take> {
        match self.lookup(&Key::from_hex(&piece.take)?) {
            Lookup::Hit(take) => Some(*take),
            Lookup::Miss(_) => None,
        }
    }

    /// Shelves by the first two digits keep folders small.
    pub(super) fn path(&self, key: &Key, extension: &str) -> PathBuf {
        let name = key.to_string();
        self.folder.join(&name[..2]).join(format!("{name}.{extension}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audio::Spec;
    use crate::takes::KeyInputs;

    const ANNA: Maker = Maker { voice: "anna", recorded: false };

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
        let take = store.put(&key, &tone(), &[], ANNA, "hm").unwrap();
        assert_eq!(store.lookup(&key), Lookup::Hit(Box::new(take.clone())));
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
        let damages: [Damage; 5] =
            [("wav", &flip), ("wav", &cut), ("wav", &remove), ("json", &cut), ("json", &flip)];
        for (extension, damage) in damages {
            store.put(&key, &tone(), &[], ANNA, "hm").unwrap();
            damage(&store.path(&key, extension));
            assert_eq!(store.lookup(&key), Lookup::Miss(Miss::Damaged), "{extension}");
        }
    }

    #[test]
    fn a_take_of_an_earlier_version_serves_unless_its_measures_cannot_be() {
        let (_dir, store, key) = stored();
        let take = store.put(&key, &tone(), &[], ANNA, "hm").unwrap();
        let path = store.path(&key, "json");
        let sealed = fs::read_to_string(&path).unwrap();
        let (_, json) = sealed.split_once('\n').unwrap();
        fs::write(&path, json).unwrap();
        assert_eq!(store.lookup(&key), Lookup::Hit(Box::new(take)));
        let impossible = json.replacen("\"end\": 8000", "\"end\": 8001", 1);
        assert_ne!(impossible, json);
        fs::write(&path, impossible).unwrap();
        assert_eq!(store.lookup(&key), Lookup::Miss(Miss::Damaged));
    }

    #[test]
    fn an_indexed_take_that_was_touched_is_read_and_proved_again() {
        let (_dir, store, key) = stored();
        store.put(&key, &tone(), &[], ANNA, "hm").unwrap();
        std::thread::sleep(std::time::Duration::from_millis(150));
        let Lookup::Hit(take) = store.lookup(&key) else { panic!("it was put") };
        store.remember([&*take].into_iter()).unwrap();
        let path = store.path(&key, "wav");
        fs::remove_file(store.path(&key, "json")).unwrap();
        let opened = || Store::open(store.folder.clone());
        assert_eq!(opened().lookup(&key), Lookup::Hit(take), "the index alone serves");
        let mut bytes = fs::read(&path).unwrap();
        bytes[1000] ^= 1;
        fs::write(&path, bytes).unwrap();
        assert_eq!(opened().lookup(&key), Lookup::Miss(Miss::New));
    }

    #[test]
    fn a_take_without_its_description_does_not_exist() {
        let (_dir, store, key) = stored();
        store.put(&key, &tone(), &[], ANNA, "hm").unwrap();
        fs::remove_file(store.path(&key, "json")).unwrap();
        assert_eq!(store.lookup(&key), Lookup::Miss(Miss::New), "a build killed between the two files");
    }
}
