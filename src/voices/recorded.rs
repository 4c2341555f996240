//! A person's recordings as a voice. Recordings are only read, never written.
//!
//! A recording is `NAME.wav`, or another audio format, with its words in `NAME.txt`. Without the text file, `NAME` must be
//! the segment's id.

use std::fs::File;
use std::io;
use std::mem;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use super::backend::{Backend, Capabilities, PreviousTake, Spoken, Unit, Utterance, VoiceError};
use super::checks;
use super::recording_hashes::RecordingHashes;
use super::recording_notes::{Chosen, RecordingNotes};
use crate::base::files::{FileError, ProjectPath};
use crate::base::similarity::WordCounts;
use aloud_audio::decode;
use aloud_audio::verdict::Verdict;
use aloud_audio::wav::WavError;

/// A recording with at least this similarity to the text is assumed to be of an earlier version of it, and stale.
const STALE: f64 = 0.6;

pub(super) struct RecordedVoice {
    folder: ProjectPath,
    recordings: Vec<Recording>,
    hashes: RecordingHashes,
    /// Why some text files cannot be read.
    unreadable: Vec<String>,
}

struct Recording {
    path: ProjectPath,
    /// Its words; `None` without a text file.
    text: Option<String>,
    /// The same as compared words: lower case, without punctuation.
    words: Vec<String>,
    /// The same words with their counts.
    counted: WordCounts,
    /// True for the one to use of several recordings of a line.
    chosen: bool,
}

impl RecordedVoice {
    pub(super) fn new(folder: ProjectPath) -> Self {
        let (mut recordings, mut unreadable) = (Vec::new(), Vec::new());
        let files = audio_files(&folder).unwrap_or_else(|error| {
            unreadable.push(error.to_string());
            Vec::new()
        });
        let chosen = Chosen::read(&folder);
        for path in files {
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            if chosen.leaves_out(&name) {
                continue;
            }
            match Recording::read(path, chosen.has(&name)) {
                Ok(recording) => recordings.push(recording),
                Err(error) => unreadable.push(error.to_string()),
            }
        }
        let hashes = RecordingHashes::read(&folder);
        Self { folder, recordings, hashes, unreadable }
    }

    /// Finds the recording of an utterance: by its words, or, if it has no text file, by the segment's id.
    fn find(&self, utterance: &Utterance) -> Result<&Recording, VoiceError> {
        let words = words(&utterance.text);
        let fits = |recording: &&Recording| recording.text.is_some() && recording.words == words;
        let mut fitting = self.recordings.iter().filter(fits);
        let first = fitting.clone().next();
        if let Some(recording) = fitting.find(|recording| recording.chosen).or(first) {
            return Ok(recording);
        }
        // The text file that cannot be read may be the one of these words. Without it, no other recording is right.
        if let Some(why) = self.unreadable.first() {
            let what = format!("the words of a recording are not known: {why}");
            let hint = "make its text file readable, and save it as UTF-8";
            return Err(VoiceError::with_code("recording-unreadable", what, hint));
        }
        match self.named(utterance.segment_id.as_deref()) {
            Some(recording) if recording.text.is_none() => Ok(recording),
            Some(recording) => Err(stale(recording, utterance)),
            None => Err(self.nearest(&words).map_or_else(
                || VoiceError::RecordingMissing { folder: self.folder.to_path_buf() },
                |recording| stale(recording, utterance),
            )),
        }
    }

    /// Returns the recording that has the segment's id as its name.
    fn named(&self, id: Option<&str>) -> Option<&Recording> {
        let id = id?;
        let mut recordings = self.recordings.iter();
        recordings.find(|recording| recording.path.file_stem().and_then(|stem| stem.to_str()) == Some(id))
    }

    /// Returns the recording with the most similar words, if it is similar enough to be an earlier version.
    fn nearest(&self, words: &[String]) -> Option<&Recording> {
        let wanted = WordCounts::new(words.iter().cloned());
        let with_text = self.recordings.iter().filter(|recording| recording.text.is_some());
        let scored = with_text.map(|recording| (recording.counted.similarity(&wanted), recording));
        let best = scored.reduce(|best, next| if next.0 > best.0 { next } else { best });
        best.filter(|(similarity, _)| *similarity >= STALE).map(|(_, recording)| recording)
    }

    /// Returns the recording that the segment was built with before, if the segment had other words then.
    ///
    /// A recording that is found by its name alone fits any text. A recording whose text file was deleted is not found at
    /// all. In both cases the history shows that it was made of the old words.
    fn outdated(&self, previous: &PreviousTake, utterance: &Utterance) -> Option<&Recording> {
        if words(previous.text()) == words(&utterance.text) {
            return None;
        }
        let candidates: Vec<&Recording> = match self.find(utterance) {
            Ok(recording) if recording.text.is_none() => vec![recording],
            Err(VoiceError::RecordingMissing { .. }) => self.recordings.iter().collect(),
            _ => return None,
        };
        candidates.into_iter().find(|recording| self.is_source(recording, previous))
    }

    fn is_source(&self, recording: &Recording, take: &PreviousTake) -> bool {
        self.identity_of(&recording.path).is_ok_and(|identity| take.was_made_from(&identity))
    }

    /// The identity of a recording is its content, so it can be renamed and moved.
    fn identity_of(&self, path: &ProjectPath) -> io::Result<Vec<u8>> {
        Ok([b"recorded 1 ".as_slice(), &self.hashes.hash(path)?].concat())
    }
}

impl Backend for RecordedVoice {
    fn capabilities(&self) -> Capabilities {
        Capabilities { unit: Unit::Segment, ..Capabilities::PLAIN }
    }

    fn identity(&self, utterance: &Utterance) -> Result<Vec<u8>, VoiceError> {
        if let Some(previous) = &utterance.previous
            && let Some(recording) = self.outdated(previous, utterance)
        {
            return Err(VoiceError::RecordingStale {
                path: recording.path.to_path_buf(),
                old: previous.text().to_string(),
                new: utterance.text.clone(),
            });
        }
        let path = &self.find(utterance)?.path;
        let file = path.open_sound().map_err(|error| unreadable(path, &error.to_string()))?;
        let identity = self.identity_of(path).map_err(|error| unreadable(path, &error.to_string()))?;
        // A file that is no sound, or a part of one, must be reported before anything is spoken. If a take was made from the
        // same bytes, they were verified then.
        let is_known = utterance.previous.as_ref().is_some_and(|take| take.was_made_from(&identity));
        if !is_known {
            verify(path, file)?;
        }
        Ok(identity)
    }

    fn speak(&self, utterance: &Utterance, _cancel: &AtomicBool) -> Result<Spoken, VoiceError> {
        let path = &self.find(utterance)?.path;
        let file = path.open_sound().map_err(|error| unreadable(path, &error.to_string()))?;
        let clip = decode::read(file).map_err(|error| match error {
            WavError::Incomplete(verdict) => damaged(path, &verdict),
            error => unreadable(path, &error.to_string()),
        })?;
        checks::check_not_silent(&clip, &format!("the recording `{}`", path.display()))?;
        let words = RecordingNotes::of(path).map_or_else(Vec::new, |notes| notes.words);
        Ok(Spoken { clip, words })
    }
}

fn stale(recording: &Recording, utterance: &Utterance) -> VoiceError {
    let old = recording.text.clone().unwrap_or_default();
    VoiceError::RecordingStale { path: recording.path.to_path_buf(), old, new: utterance.text.clone() }
}

fn unreadable(path: &Path, why: &str) -> VoiceError {
    let what = format!("the recording `{}` cannot be played: {why}", path.display());
    VoiceError::with_code("recording-unreadable", what, "save it as WAV: 16, 24 or 32 bits, 8 to 192 kHz")
}

fn verify(path: &Path, file: File) -> Result<(), VoiceError> {
    match decode::verify(file) {
        Ok(Verdict::Whole) => Ok(()),
        Ok(verdict) => Err(damaged(path, &verdict)),
        Err(error) => Err(unreadable(path, &error.to_string())),
    }
}

fn damaged(path: &Path, verdict: &Verdict) -> VoiceError {
    let what = format!("the recording `{}` is not whole: {verdict}", path.display());
    let hint = "copy the file again, or save it again in the program that recorded it";
    VoiceError::with_code("recording-damaged", what, hint)
}

/// Returns the audio files of a folder, sorted by name. Of several formats of one recording, WAV is first.
fn audio_files(folder: &ProjectPath) -> Result<Vec<ProjectPath>, FileError> {
    let entries = folder.entries()?.into_iter().map(|(name, _)| folder.join(name));
    let mut paths: Vec<ProjectPath> = entries.filter(|path| decode::extension_rank(path).is_some()).collect();
    paths.sort_by_cached_key(|path| (path.with_extension(""), decode::extension_rank(path), path.clone()));
    Ok(paths)
}

impl Recording {
    fn read(path: ProjectPath, chosen: bool) -> Result<Self, FileError> {
        let text = path.with_extension("txt").read_text_if_any()?.map(|text| text.trim().to_string());
        let words = words(text.as_deref().unwrap_or_default());
        let counted = WordCounts::new(words.iter().cloned());
        Ok(Self { path, text, words, counted, chosen })
    }
}

/// Splits a text into the words by which recordings are compared: letters and digits in lower case, and the signs that are
/// read aloud. Quotation marks, commas and spaces do not change what is said; another currency does.
fn words(text: &str) -> Vec<String> {
    let (mut words, mut word, mut before) = (Vec::new(), String::new(), None);
    let mut rest = text.chars().filter(|c| !matches!(c, '\'' | '\u{2019}')).peekable();
    while let Some(c) = rest.next() {
        if c.is_alphanumeric() {
            word.extend(c.to_lowercase());
        } else {
            words.extend((!word.is_empty()).then(|| mem::take(&mut word)));
            words.extend(spoken_sign(before, c, rest.peek().copied()).map(String::from));
        }
        before = Some(c);
    }
    words.extend((!word.is_empty()).then_some(word));
    words
}

/// Returns a sign if it is read aloud at its place. All hyphens before a number are a minus ("−3 °C"), but not
/// between numbers ("5-4").
fn spoken_sign(before: Option<char>, c: char, after: Option<char>) -> Option<char> {
    let number = after.is_some_and(|c| c.is_numeric());
    match c {
        '-' | '\u{2212}' | '\u{2013}' => {
            (number && !before.is_some_and(char::is_alphanumeric)).then_some('-')
        }
        '+' => number.then_some(c),
        '&' | '@' | '%' | '\u{2030}' | '\u{b0}' | '$' | '\u{a2}'..='\u{a5}' | '\u{20a0}'..='\u{20cf}' => {
            Some(c)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use aloud_audio::Clip;
    use aloud_audio::Spec;

    fn voice(takes: &[(&str, Option<&str>)]) -> (tempfile::TempDir, RecordedVoice) {
        let dir = tempfile::tempdir().unwrap();
        for (name, text) in takes {
            let samples = (0..16_000).map(|n| if n % 100 < 50 { 0.2 } else { -0.2 }).collect();
            let clip = Clip { spec: Spec { sample_rate: 16_000, channels: 1 }, samples };
            let path = dir.path().join(name);
            aloud_audio::wav::write_float(fs::File::create(&path).unwrap(), &clip).unwrap();
            if let Some(text) = text {
                fs::write(path.with_extension("txt"), text).unwrap();
            }
        }
        let voice = RecordedVoice::new(ProjectPath::root(dir.path()));
        (dir, voice)
    }

    fn utterance(text: &str, id: &str) -> Utterance {
        Utterance { text: text.into(), segment_id: Some(id.into()), ..Utterance::new(text.to_uppercase()) }
    }

    fn found(voice: &RecordedVoice, text: &str, id: &str) -> Result<String, VoiceError> {
        let path = &voice.find(&utterance(text, id))?.path;
        Ok(path.file_name().unwrap().to_string_lossy().into_owned())
    }

    #[test]
    fn finds_a_recording_by_its_words_without_punctuation() {
        let (_dir, voice) =
            voice(&[("b.wav", Some("“It’s late,”  she said")), ("a.wav", Some("Good evening"))]);
        assert_eq!(found(&voice, "\"It's late\", she said.", "x").unwrap(), "b.wav");
    }

    #[test]
    fn finds_a_recording_without_a_text_file_by_the_segment_id() {
        let (_dir, voice) = voice(&[("1f0c9a2b.wav", None)]);
        assert_eq!(found(&voice, "Anything", "1f0c9a2b").unwrap(), "1f0c9a2b.wav");
        assert!(matches!(found(&voice, "Anything", "00000000"), Err(VoiceError::RecordingMissing { .. })));
    }

    #[test]
    fn a_recording_of_a_similar_text_is_stale() {
        let (_dir, voice) = voice(&[("a.wav", Some("The boat leaves at ten in the morning"))]);
        match found(&voice, "The boat leaves at noon in the morning", "x") {
            Err(VoiceError::RecordingStale { old, .. }) => {
                assert_eq!(old, "The boat leaves at ten in the morning")
            }
            other => panic!("{other:?}"),
        }
        assert!(matches!(
            found(&voice, "Something else altogether", "x"),
            Err(VoiceError::RecordingMissing { .. })
        ));
    }

    #[test]
    fn signs_that_are_read_aloud_are_compared() {
        let (_dir, voice) =
            voice(&[("a.wav", Some("The fine rose from £5 to 7.5% \u{2013} at -3 \u{b0}C, 5-4"))]);
        let stale = |text: &str| matches!(found(&voice, text, "x"), Err(VoiceError::RecordingStale { .. }));
        assert!(stale("The fine rose from $5 to 7.5%, at -3 \u{b0}C, 5-4"));
        assert!(stale("The fine rose from £5 to 7.5, at -3 \u{b0}C, 5-4"));
        assert!(stale("The fine rose from £5 to 7.5%, at 3 \u{b0}C, 5-4"));
        let same = "\u{201c}The fine rose from £5 to 7.5% - at \u{2212}3 \u{b0}C, 5\u{2013}4\u{201d}";
        assert_eq!(found(&voice, same, "x").unwrap(), "a.wav", "only quotation marks and hyphens differ");
    }

    #[test]
    fn an_unreadable_text_file_is_an_error() {
        let (dir, _) = voice(&[("1f0c9a2b.wav", None), ("b.wav", Some("Good evening"))]);
        fs::write(dir.path().join("1f0c9a2b.txt"), b"caf\xe9").unwrap();
        let voice = RecordedVoice::new(ProjectPath::root(dir.path()));
        match found(&voice, "Anything", "1f0c9a2b") {
            Err(VoiceError::Failed { what, .. }) => assert!(what.contains("1f0c9a2b.txt"), "{what}"),
            other => panic!("{other:?}"),
        }
        assert_eq!(
            found(&voice, "Good evening", "x").unwrap(),
            "b.wav",
            "a recording that matches is still used"
        );
    }

    #[test]
    fn identity_depends_on_the_content_and_not_on_the_name() {
        let (dir, voice) = voice(&[("a.wav", Some("Hello"))]);
        let identity = |voice: &RecordedVoice| voice.identity(&utterance("Hello", "x")).unwrap();
        let before = identity(&voice);
        for extension in ["wav", "txt"] {
            fs::rename(dir.path().join(format!("a.{extension}")), dir.path().join(format!("z.{extension}")))
                .unwrap();
        }
        let renamed = RecordedVoice::new(ProjectPath::root(dir.path()));
        assert_eq!(identity(&renamed), before);
        let mut bytes = fs::read(dir.path().join("z.wav")).unwrap();
        bytes[100] ^= 1;
        fs::write(dir.path().join("z.wav"), bytes).unwrap();
        assert_ne!(identity(&renamed), before);
    }
}
