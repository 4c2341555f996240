//! Recordings of a person. They are only ever read.
//!
//! A recording is `NAME.wav`, with the words it says in `NAME.txt` beside it; or it is named by the segment's id.

use std::fs::{self, File};
use std::io;
use std::mem;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use super::backend::{Backend, Capabilities, Spoken, Unit, Utterance, VoiceError};
use super::sanity;
use crate::audio::sound;
use crate::base::files::{self, FileError};
use crate::base::similarity::WordCounts;

/// A recording that shares this part of its words with the text was made of an earlier version of it.
const STALE: f64 = 0.6;

pub(super) struct RecordedVoice {
    folder: PathBuf,
    takes: Vec<Recording>,
    /// Why the words of some recordings are not known.
    unreadable: Vec<String>,
}

struct Recording {
    path: PathBuf,
    /// What it says; `None` without a text beside it.
    text: Option<String>,
    /// Its words, without case, marks and spacing.
    words: Vec<String>,
    /// The same, counted.
    counted: WordCounts,
}

impl RecordedVoice {
    pub(super) fn new(folder: PathBuf) -> Self {
        let (mut takes, mut unreadable) = (Vec::new(), Vec::new());
        for recording in recordings(&folder) {
            match recording {
                Ok(take) => takes.push(take),
                Err(error) => unreadable.push(error.to_string()),
            }
        }
        Self { folder, takes, unreadable }
    }

    /// The recording of an utterance: by its words, or, without a text beside it, by the segment's id. A text that cannot be
    /// read may be the one that is looked for, so that without it nothing else is played.
    fn find(&self, utterance: &Utterance) -> Result<&Recording, VoiceError> {
        let words = words(&utterance.text);
        if let Some(take) = self.takes.iter().find(|take| take.text.is_some() && take.words == words) {
            return Ok(take);
        }
        if let Some(why) = self.unreadable.first() {
            let what = format!("nobody knows what a recording says: {why}");
            return Err(VoiceError::failed(what, "make its text readable, and save it as UTF-8"));
        }
        let id = utterance.segment_id.as_deref();
        let named = self
            .takes
            .iter()
            .find(|take| id.is_some() && take.path.file_stem().and_then(|s| s.to_str()) == id);
        match named {
            Some(take) if take.text.is_none() => Ok(take),
            Some(take) => Err(stale(take, utterance)),
            None => Err(self.nearest(&words).map_or_else(
                || VoiceError::Missing { folder: self.folder.clone() },
                |take| stale(take, utterance),
            )),
        }
    }

    fn nearest(&self, words: &[String]) -> Option<&Recording> {
        let wanted = WordCounts::new(words.iter().cloned());
        let told = self.takes.iter().filter(|take| take.text.is_some());
        let scored = told.map(|take| (take.counted.similarity(&wanted), take));
        let best = scored.reduce(|best, next| if next.0 > best.0 { next } else { best });
        best.filter(|(likeness, _)| *likeness >= STALE).map(|(_, take)| take)
    }
}

impl Backend for RecordedVoice {
    fn capabilities(&self) -> Capabilities {
        Capabilities { unit: Unit::Segment, ..Capabilities::PLAIN }
    }

    fn identity(&self, utterance: &Utterance) -> Result<Vec<u8>, VoiceError> {
        let path = &self.find(utterance)?.path;
        // That it is no sound is better known before anything is spoken.
        sound::Sound::open(path).map_err(|error| unreadable(path, &error.to_string()))?;
        identity(path).map_err(|error| unreadable(path, &error.to_string()))
    }

    fn stale(
        &self,
        utterance: &Utterance,
        before: &str,
        is_it: &dyn Fn(&[u8]) -> bool,
    ) -> Option<VoiceError> {
        if words(before) == words(&utterance.text) {
            return None;
        }
        // What is found by its name alone says whatever it said; what is not found may be there for the words before.
        let candidates: Vec<&Recording> = match self.find(utterance) {
            Ok(take) if take.text.is_none() => vec![take],
            Err(VoiceError::Missing { .. }) => self.takes.iter().collect(),
            _ => return None,
        };
        let heard = |take: &&&Recording| identity(&take.path).is_ok_and(|identity| is_it(&identity));
        let take = candidates.iter().find(heard)?;
        Some(VoiceError::Stale { path: take.path.clone(), old: before.into(), new: utterance.text.clone() })
    }

    fn speak(&self, utterance: &Utterance, _cancel: &AtomicBool) -> Result<Spoken, VoiceError> {
        let path = &self.find(utterance)?.path;
        let clip = sound::read(path).map_err(|error| unreadable(path, &error.to_string()))?;
        sanity::heard(&clip, &format!("the recording `{}`", path.display()))?;
        Ok(clip.into())
    }
}

/// A recording is its content, wherever it stands.
fn identity(path: &Path) -> io::Result<Vec<u8>> {
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(File::open(path)?)?;
    Ok([b"recorded 1 ".as_slice(), hasher.finalize().as_bytes()].concat())
}

fn stale(take: &Recording, utterance: &Utterance) -> VoiceError {
    let old = take.text.clone().unwrap_or_default();
    VoiceError::Stale { path: take.path.clone(), old, new: utterance.text.clone() }
}

fn unreadable(path: &Path, why: &str) -> VoiceError {
    let what = format!("the recording `{}` cannot be played: {why}", path.display());
    VoiceError::failed(what, "save it as WAV: 16, 24 or 32 bits, 8 to 192 kHz")
}

/// All of a folder, sorted by name.
fn recordings(folder: &Path) -> Vec<Result<Recording, FileError>> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let is_wav = |path: &PathBuf| path.extension().is_some_and(|e| e.eq_ignore_ascii_case("wav"));
    let mut paths: Vec<PathBuf> = entries.filter(is_wav).collect();
    paths.sort();
    let recording = |path: PathBuf| {
        let text = files::read_text_if_any(&path.with_extension("txt"))?.map(|text| text.trim().to_string());
        let words = words(text.as_deref().unwrap_or_default());
        let counted = WordCounts::new(words.iter().cloned());
        Ok(Recording { path, text, words, counted })
    };
    paths.into_iter().map(recording).collect()
}

/// Letters and digits, in lower case, and the signs that are read: quote marks, commas and spacing do not change what is
/// said, another currency does.
fn words(text: &str) -> Vec<String> {
    let (mut words, mut word, mut before) = (Vec::new(), String::new(), None);
    let mut rest = text.chars().filter(|c| !matches!(c, '\'' | '\u{2019}')).peekable();
    while let Some(c) = rest.next() {
        if c.is_alphanumeric() {
            word.extend(c.to_lowercase());
        } else {
            words.extend((!word.is_empty()).then(|| mem::take(&mut word)));
            words.extend(sign(before, c, rest.peek().copied()).map(String::from));
        }
        before = Some(c);
    }
    words.extend((!word.is_empty()).then_some(word));
    words
}

/// A sign that is read aloud where it stands; all hyphens before a number are one minus.
fn sign(before: Option<char>, c: char, after: Option<char>) -> Option<char> {
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
    use super::*;
    use crate::audio::Clip;
    use crate::audio::Spec;

    fn voice(takes: &[(&str, Option<&str>)]) -> (tempfile::TempDir, RecordedVoice) {
        let dir = tempfile::tempdir().unwrap();
        for (name, text) in takes {
            let samples = (0..16_000).map(|n| if n % 100 < 50 { 0.2 } else { -0.2 }).collect();
            let clip = Clip { spec: Spec { sample_rate: 16_000, channels: 1 }, samples };
            let path = dir.path().join(name);
            crate::audio::wav::write_float(fs::File::create(&path).unwrap(), &clip).unwrap();
            if let Some(text) = text {
                fs::write(path.with_extension("txt"), text).unwrap();
            }
        }
        let voice = RecordedVoice::new(dir.path().to_path_buf());
        (dir, voice)
    }

    fn utterance(text: &str, id: &str) -> Utterance {
        Utterance {
            spoken: text.to_uppercase(),
            text: text.into(),
            segment_id: Some(id.into()),
            around: Default::default(),
        }
    }

    fn found(voice: &RecordedVoice, text: &str, id: &str) -> Result<String, VoiceError> {
        let path = &voice.find(&utterance(text, id))?.path;
        Ok(path.file_name().unwrap().to_string_lossy().into_owned())
    }

    #[test]
    fn a_recording_is_found_by_its_words_whatever_the_marks() {
        let (_dir, voice) =
            voice(&[("b.wav", Some("“It’s late,”  she said")), ("a.wav", Some("Good evening"))]);
        assert_eq!(found(&voice, "\"It's late\", she said.", "x").unwrap(), "b.wav");
    }

    #[test]
    fn without_a_text_it_is_found_by_the_segments_id() {
        let (_dir, voice) = voice(&[("1f0c9a2b.wav", None)]);
        assert_eq!(found(&voice, "Anything", "1f0c9a2b").unwrap(), "1f0c9a2b.wav");
        assert!(matches!(found(&voice, "Anything", "00000000"), Err(VoiceError::Missing { .. })));
    }

    #[test]
    fn a_changed_text_makes_it_stale_and_a_new_one_is_missing() {
        let (_dir, voice) = voice(&[("a.wav", Some("The boat leaves at ten in the morning"))]);
        match found(&voice, "The boat leaves at noon in the morning", "x") {
            Err(VoiceError::Stale { old, .. }) => assert_eq!(old, "The boat leaves at ten in the morning"),
            other => panic!("{other:?}"),
        }
        assert!(matches!(found(&voice, "Something else altogether", "x"), Err(VoiceError::Missing { .. })));
    }

    #[test]
    fn another_currency_or_sign_is_another_text() {
        let (_dir, voice) =
            voice(&[("a.wav", Some("The fine rose from £5 to 7.5% \u{2013} at -3 \u{b0}C, 5-4"))]);
        let stale = |text: &str| matches!(found(&voice, text, "x"), Err(VoiceError::Stale { .. }));
        assert!(stale("The fine rose from $5 to 7.5%, at -3 \u{b0}C, 5-4"));
        assert!(stale("The fine rose from £5 to 7.5, at -3 \u{b0}C, 5-4"));
        assert!(stale("The fine rose from £5 to 7.5%, at 3 \u{b0}C, 5-4"));
        let same = "\u{201c}The fine rose from £5 to 7.5% - at \u{2212}3 \u{b0}C, 5\u{2013}4\u{201d}";
        assert_eq!(found(&voice, same, "x").unwrap(), "a.wav", "marks and hyphens are all that differ");
    }

    #[test]
    fn a_text_that_cannot_be_read_is_not_taken_for_none() {
        let (dir, _) = voice(&[("1f0c9a2b.wav", None), ("b.wav", Some("Good evening"))]);
        fs::write(dir.path().join("1f0c9a2b.txt"), b"caf\xe9").unwrap();
        let voice = RecordedVoice::new(dir.path().to_path_buf());
        match found(&voice, "Anything", "1f0c9a2b") {
            Err(VoiceError::Failed { what, .. }) => assert!(what.contains("1f0c9a2b.txt"), "{what}"),
            other => panic!("{other:?}"),
        }
        assert_eq!(found(&voice, "Good evening", "x").unwrap(), "b.wav", "what is found is played");
    }

    #[test]
    fn the_content_invalidates_and_the_name_does_not() {
        let (dir, voice) = voice(&[("a.wav", Some("Hello"))]);
        let identity = |voice: &RecordedVoice| voice.identity(&utterance("Hello", "x")).unwrap();
        let before = identity(&voice);
        for extension in ["wav", "txt"] {
            fs::rename(dir.path().join(format!("a.{extension}")), dir.path().join(format!("z.{extension}")))
                .unwrap();
        }
        let renamed = RecordedVoice::new(dir.path().to_path_buf());
        assert_eq!(identity(&renamed), before);
        let mut bytes = fs::read(dir.path().join("z.wav")).unwrap();
        bytes[100] ^= 1;
        fs::write(dir.path().join("z.wav"), bytes).unwrap();
        assert_ne!(identity(&renamed), before);
    }
}
