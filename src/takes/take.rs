//! Stored takes and the results of looking them up.

use serde::{Deserialize, Serialize};

use super::key::Key;
use crate::base::files::{FileFingerprint, ProjectPath};
use aloud_audio::Word;
use aloud_audio::measure::Measures;
use aloud_audio::speech_shape::SpeechShape;
use aloud_audio::timbre::Timbre;

/// A stored take.
#[derive(Debug, Clone, PartialEq)]
pub struct Take {
    /// Its identity.
    pub key: Key,
    /// 32-bit float WAV at the sample rate of its voice.
    pub path: ProjectPath,
    /// Measures of the sound, taken when it was stored.
    pub measures: Measures,
    /// Times of its words, if the voice reports them.
    pub words: Vec<Word>,
    /// Timbre of the voice; `None` in takes of earlier versions.
    pub timbre: Option<Timbre>,
    /// Shape of the speech, which shows faults of the engine; `None` in takes of earlier versions.
    pub shape: Option<SpeechShape>,
    /// What a recogniser heard in it; `None` if none has listened.
    pub heard: Option<Heard>,
    /// Fingerprint of its file when that was written or verified.
    pub fingerprint: Option<FileFingerprint>,
}

/// The words that a recogniser heard in a take.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Heard {
    /// Identity of the recogniser. Another one has to listen again.
    pub by: String,
    /// Its words.
    pub words: String,
}

/// The result of a lookup.
#[derive(Debug, Clone, PartialEq)]
pub enum Lookup {
    /// The verified take.
    Hit(Box<Take>),
    /// No take that may be used.
    Miss(Miss),
}

/// The reason for a miss.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Miss {
    /// The store has no take with this key.
    #[error("never spoken")]
    New,
    /// The files do not match their checksum. The take is made again.
    #[error("the stored take was damaged")]
    Damaged,
}
