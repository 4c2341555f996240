//! The store of takes on disk: `KEY.wav` with the sound, and `KEY.json` with its description.
//!
//! The description has the checksum of the sound, and a checksum of its own. It is written last: a take exists when both files
//! exist and agree. `index.json` lists the verified takes; see [`super::index`].

use std::io;
use std::path::PathBuf;

use super::description::Description;
use super::history::TakeRef;
use super::index::Index;
use super::key::Key;
use super::shared::{SharedTake, SharedTakes};
use super::take::{Heard, Lookup, Miss, Take};
use crate::base::files::{self, FileError, FileFingerprint, Kind, ProjectPath, STATE_LIMIT};
use aloud_audio::measure::{Measures, measure};
use aloud_audio::speech_shape::{SpeechShape, speech_shape};
use aloud_audio::timbre::{Timbre, timbre};
use aloud_audio::{Clip, Word, wav};

/// A folder of takes.
#[derive(Debug, Clone)]
pub struct Store {
    pub(super) folder: ProjectPath,
    index: Index,
    shared: Option<SharedTakes>,
}

const INDEX: &str = "index.json";

/// Everything that is measured of a clip before it is stored.
#[derive(Debug, Clone, PartialEq)]
pub struct Analysis {
    /// Extent, peak and loudness.
    pub measures: Measures,
    /// Timbre of the voice.
    pub timbre: Timbre,
    /// Shape of the speech.
    pub shape: SpeechShape,
    /// What a recogniser heard; `None` if none has listened.
    pub heard: Option<Heard>,
}

impl Analysis {
    /// Measures a clip.
    pub fn of(clip: &Clip) -> Self {
        Self { measures: measure(clip), timbre: timbre(clip), shape: speech_shape(clip), heard: None }
    }
}

/// The voice that made a take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Maker<'a> {
    /// Name of the voice.
    pub voice: &'a str,
    /// True for a person's recording.
    pub recorded: bool,
}

impl Store {
    /// Creates a store in `folder`. The folder is created with the first take.
    pub fn new(folder: ProjectPath) -> Self {
        Self { folder, index: Index::default(), shared: None }
    }

    /// Opens a store with its index, for many lookups.
    pub fn open(folder: ProjectPath) -> Self {
        let index = Index::read(&folder.join(INDEX));
        Self { folder, index, shared: None }
    }

    /// Returns the store with another one that it exchanges takes with.
    #[must_use]
    pub fn with_shared(self, shared: Option<SharedTakes>) -> Self {
        Self { shared, ..self }
    }

    /// Returns true if it exchanges takes with a shared store.
    pub(crate) fn is_shared(&self) -> bool {
        self.shared.is_some()
    }

    /// Writes the index of verified takes for the next [`Store::open`].
    ///
    /// # Errors
    /// When the index cannot be written.
    pub(crate) fn write_index<'a>(&self, takes: impl Iterator<Item = &'a Take>) -> Result<(), FileError> {
        self.index.write(&self.folder.join(INDEX), takes)
    }

    /// Removes the temporary files of killed runs.
    pub(crate) fn remove_temporaries(&self) {
        self.folder.remove_temporaries();
        self.folder.paths_of(Kind::Folder).iter().for_each(ProjectPath::remove_temporaries);
    }

    /// Looks up a take and verifies it. If the fingerprint of its file is the one in the index, the checksum was verified before;
    /// otherwise the file is read and its checksum verified now.
    pub(crate) fn lookup(&self, key: &Key) -> Lookup {
        if let Some(take) = self.lookup_in_index(key) {
            return Lookup::Hit(Box::new(take));
        }
        let description = match self.path(key, "json").read_if_any(STATE_LIMIT) {
            Ok(Some(bytes)) => bytes,
            Ok(None) => return Lookup::Miss(Miss::New),
            Err(_) => return Lookup::Miss(Miss::Damaged),
        };
        match self.verify(key, &description) {
            Some(take) => Lookup::Hit(Box::new(take)),
            None => Lookup::Miss(Miss::Damaged),
        }
    }

    fn lookup_in_index(&self, key: &Key) -> Option<Take> {
        let entry = self.index.get(&key.to_string())?;
        let path = self.path(key, "wav");
        let untouched = path.fingerprint().is_ok_and(|fingerprint| fingerprint == entry.fingerprint);
        untouched.then(|| Take {
            key: *key,
            path,
            measures: entry.measures.clone(),
            words: entry.words.clone(),
            timbre: entry.timbre.clone(),
            shape: entry.shape,
            heard: entry.heard.clone(),
            fingerprint: Some(entry.fingerprint),
        })
    }

    fn verify(&self, key: &Key, description: &[u8]) -> Option<Take> {
        let description = Description::parse(description)?;
        let path = self.path(key, "wav");
        // Read before the sound, so a later write changes it.
        let fingerprint = path.fingerprint().ok();
        let sound = path.read(STATE_LIMIT).ok()?;
        description.fits(&sound).then(|| self.take(key, description, fingerprint))
    }

    fn take(&self, key: &Key, description: Description, fingerprint: Option<FileFingerprint>) -> Take {
        let Description { measures, words, timbre, shape, heard, .. } = description;
        Take { key: *key, path: self.path(key, "wav"), measures, words, timbre, shape, heard, fingerprint }
    }

    /// Copies a take from the shared store, if it is there.
    ///
    /// # Errors
    /// When the shared store cannot be read, or when the files cannot be written.
    pub(crate) fn fetch(&self, key: &Key) -> Result<Option<Take>, FileError> {
        let Some(shared) = &self.shared else { return Ok(None) };
        let Some(SharedTake { description, sound }) = shared.get(key)? else { return Ok(None) };
        self.write(key, &sound, description).map(Some)
    }

    /// Copies a take that was just stored to the shared store. If another machine was faster, its take replaces this one, and all
    /// machines use the same. Takes of recordings are not shared: each machine has the recordings.
    ///
    /// # Errors
    /// As [`Self::fetch`]. The take is stored here in any case.
    pub(crate) fn share(&self, take: Take) -> Result<Take, FileError> {
        match self.fetch(&take.key)? {
            Some(faster) => Ok(faster),
            None => self.share_better(take),
        }
    }

    /// Copies a take to the shared store, in place of an earlier one that is worse or the same.
    ///
    /// # Errors
    /// As [`Self::share`].
    pub(crate) fn share_better(&self, take: Take) -> Result<Take, FileError> {
        self.put_shared(&take)?;
        Ok(take)
    }

    /// Writes a take to the shared store. Returns false without one, and for a recording.
    pub(super) fn put_shared(&self, take: &Take) -> Result<bool, FileError> {
        let Some(shared) = &self.shared else { return Ok(false) };
        let description = self.path(&take.key, "json").read(STATE_LIMIT)?;
        let sound = take.path.read(STATE_LIMIT)?;
        match Description::parse(&description).filter(|found| !found.recorded) {
            Some(description) => shared.put(&take.key, &SharedTake { description, sound }).map(|()| true),
            None => Ok(false),
        }
    }

    /// Returns true if the shared store has this take.
    pub(super) fn is_in_shared(&self, key: &Key) -> Result<bool, FileError> {
        Ok(self.shared.as_ref().map(|shared| shared.get(key)).transpose()?.flatten().is_some())
    }

    /// Stores a clip with the times of its words, if they are known. Measures it, syncs it and writes it atomically.
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
        self.put_analysed(key, clip, &Analysis::of(clip), words, maker, spoken)
    }

    /// Stores a clip that was measured before, as [`Store::put`] does.
    ///
    /// # Errors
    /// When the files cannot be written.
    pub(crate) fn put_analysed(
        &self,
        key: &Key,
        clip: &Clip,
        analysis: &Analysis,
        words: &[Word],
        maker: Maker<'_>,
        spoken: &str,
    ) -> Result<Take, FileError> {
        let path = self.path(key, "wav");
        let mut sound = io::Cursor::new(Vec::new());
        wav::write_float(&mut sound, clip).map_err(|error| FileError::new("write", &path, error))?;
        let sound = sound.into_inner();
        let description = Description {
            voice: maker.voice.into(),
            recorded: maker.recorded,
            spoken: spoken.into(),
            checksum: blake3::hash(&sound).to_hex().to_string(),
            measures: analysis.measures.clone(),
            words: words.to_vec(),
            timbre: Some(analysis.timbre.clone()),
            shape: Some(analysis.shape),
            heard: analysis.heard.clone(),
        };
        self.write(key, &sound, description)
    }

    /// Writes the files of a take: the sound, then its description.
    fn write(&self, key: &Key, sound: &[u8], description: Description) -> Result<Take, FileError> {
        let path = self.path(key, "wav");
        path.write(sound)?;
        self.describe(key, &description)?;
        let fingerprint = path.fingerprint().ok();
        Ok(self.take(key, description, fingerprint))
    }

    fn describe(&self, key: &Key, description: &Description) -> Result<(), FileError> {
        let path = self.path(key, "json");
        let mut text = serde_json::to_vec_pretty(description)
            .map_err(|error| FileError::new("write", &path, io::Error::other(error)))?;
        text.push(b'\n');
        path.write(&files::with_checksum(&text))
    }

    /// Adds to a stored take what a recogniser heard. Its sound is not touched.
    ///
    /// # Errors
    /// When the description cannot be written.
    pub(crate) fn put_heard(&self, take: &mut Take, heard: Heard) -> Result<(), FileError> {
        let stored = self.path(&take.key, "json").read_if_any(STATE_LIMIT)?;
        take.heard = Some(heard.clone());
        // The index may be all that is left; it gets the words too.
        let Some(description) = stored.as_deref().and_then(Description::parse) else { return Ok(()) };
        self.describe(&take.key, &Description { heard: Some(heard), ..description })
    }

    /// Returns the sound of a take; `None` if its file cannot be read.
    pub(crate) fn sound(&self, take: &Take) -> Option<Clip> {
        wav::read_bytes(&self.path(&take.key, "wav").read(STATE_LIMIT).ok()?).ok()
    }

    /// Returns the length in seconds of the takes of a version; `None` when one is missing or damaged.
    pub fn seconds(&self, takes: &[TakeRef]) -> Option<f64> {
        takes.iter().map(|take| Some(seconds(&self.find(&take.key)?.measures))).sum()
    }

    /// Returns the files of the takes of a version; `None` when one is missing or damaged.
    pub fn paths(&self, takes: &[TakeRef]) -> Option<Vec<PathBuf>> {
        takes.iter().map(|take| self.find(&take.key).map(|take| take.path.to_path_buf())).collect()
    }

    /// Returns the verified take with a key in hex digits.
    pub(crate) fn find(&self, key: &str) -> Option<Take> {
        match self.lookup(&Key::from_hex(key)?) {
            Lookup::Hit(take) => Some(*take),
            Lookup::Miss(_) => None,
        }
    }

    /// Returns the path of a take's file. A subfolder per first two digits keeps folders small.
    pub(super) fn path(&self, key: &Key, extension: &str) -> ProjectPath {
        let name = key.to_string();
        self.folder.join(&name[..2]).join(format!("{name}.{extension}"))
    }
}

/// Returns the length of the sound without silence at its ends.
fn seconds(measures: &Measures) -> f64 {
    let Measures { sound, sample_rate, .. } = measures;
    (sound.end - sound.start) as f64 / f64::from((*sample_rate).max(1))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;
    use crate::takes::KeyInputs;
    use aloud_audio::Spec;

    const ANNA: Maker = Maker { voice: "anna", recorded: false };

    fn tone() -> Clip {
        let samples = (0..8000).map(|n| if n % 40 < 20 { 0.25 } else { -0.25 }).collect();
        Clip { spec: Spec { sample_rate: 16_000, channels: 1 }, samples }
    }

    fn stored() -> (tempfile::TempDir, Store, Key) {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::new(ProjectPath::root(dir.path()).join("takes"));
        let key = KeyInputs { identity: b"tone", spoken: "hm" }.key();
        (dir, store, key)
    }

    #[test]
    fn a_stored_take_has_the_same_samples() {
        let (_dir, store, key) = stored();
        assert_eq!(store.lookup(&key), Lookup::Miss(Miss::New));
        // Many of these times have 17 digits: 0.35000000000000003. One that is read back as another number changes episode.json.
        let times = (0..48).map(|n| f64::from(n) * 0.01);
        let words: Vec<Word> =
            times.map(|start| Word { text: "hm".into(), start, end: start + 0.01 }).collect();
        let take = store.put(&key, &tone(), &words, ANNA, "hm").unwrap();
        assert_eq!(store.lookup(&key), Lookup::Hit(Box::new(take.clone())));
        let read = hound::WavReader::open(&take.path).unwrap();
        let samples: Vec<f32> = read.into_samples().map(Result::unwrap).collect();
        assert_eq!(samples, tone().samples);
    }

    #[test]
    fn every_kind_of_damage_is_a_miss() {
        let (_dir, store, key) = stored();
        let flip = |path: &Path| {
            let mut bytes = fs::read(path).unwrap();
            let middle = bytes.len() / 2;
            bytes[middle] ^= 1;
            fs::write(path, bytes).unwrap();
        };
        let cut = |path: &Path| {
            let bytes = fs::read(path).unwrap();
            fs::write(path, &bytes[..bytes.len() / 2]).unwrap();
        };
        let remove = |path: &Path| fs::remove_file(path).unwrap();
        type Damage<'a> = (&'a str, &'a dyn Fn(&Path));
        let damages: [Damage; 5] =
            [("wav", &flip), ("wav", &cut), ("wav", &remove), ("json", &cut), ("json", &flip)];
        for (extension, damage) in damages {
            store.put(&key, &tone(), &[], ANNA, "hm").unwrap();
            damage(&store.path(&key, extension));
            assert_eq!(store.lookup(&key), Lookup::Miss(Miss::Damaged), "{extension}");
        }
    }

    #[test]
    fn reads_a_take_of_an_earlier_version_unless_its_measures_are_impossible() {
        let (_dir, store, key) = stored();
        let take = store.put(&key, &tone(), &[], ANNA, "hm").unwrap();
        let path = store.path(&key, "json");
        let checksummed = fs::read_to_string(&path).unwrap();
        let (_, json) = checksummed.split_once('\n').unwrap();
        fs::write(&path, json).unwrap();
        assert_eq!(store.lookup(&key), Lookup::Hit(Box::new(take)));
        let whole = "\"end\": 8000";
        assert!(json.contains(whole));
        for (from, to) in [
            (whole, "\"end\": 8001"),
            ("\"frames\": 8000", "\"frames\": 9223372036854775808"),
            ("\"sample_rate\": 16000", "\"sample_rate\": 1"),
            ("\"channels\": 1", "\"channels\": 0"),
            ("\"peak\": ", "\"peak\": -"),
            ("\"blocks\": [", "\"blocks\": [1e39,"),
            ("\"blocks\": [", "\"blocks\": [1.0, 1.0, 1.0,"),
        ] {
            let impossible = json.replacen(from, to, 1);
            assert_ne!(impossible, json, "{from}");
            fs::write(&path, impossible).unwrap();
            assert_eq!(store.lookup(&key), Lookup::Miss(Miss::Damaged), "{to}");
        }
    }

    #[test]
    fn verifies_an_indexed_take_again_after_a_change() {
        let (_dir, store, key) = stored();
        store.put(&key, &tone(), &[], ANNA, "hm").unwrap();
        std::thread::sleep(std::time::Duration::from_millis(150));
        let Lookup::Hit(take) = store.lookup(&key) else { panic!("it was put") };
        store.write_index([&*take].into_iter()).unwrap();
        let path = store.path(&key, "wav");
        fs::remove_file(store.path(&key, "json")).unwrap();
        let opened = || Store::open(store.folder.clone());
        assert_eq!(opened().lookup(&key), Lookup::Hit(take), "the index is enough");
        let mut bytes = fs::read(&path).unwrap();
        bytes[1000] ^= 1;
        fs::write(&path, bytes).unwrap();
        assert_eq!(opened().lookup(&key), Lookup::Miss(Miss::New));
    }

    #[test]
    fn a_take_without_a_description_does_not_exist() {
        let (_dir, store, key) = stored();
        store.put(&key, &tone(), &[], ANNA, "hm").unwrap();
        fs::remove_file(store.path(&key, "json")).unwrap();
        assert_eq!(store.lookup(&key), Lookup::Miss(Miss::New), "a build killed between the two files");
    }
}
