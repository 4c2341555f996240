//! The trait of a speech synthesis backend, with its requests, results and errors.
//!
//! To add a voice of your own to a project, implement [`Backend`] and pass it to
//! [`Voice::custom`](super::Voice::custom). `examples/custom_voice.rs` is a complete example.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use crate::speech::phonemes::GivenPhonemes;
use aloud_audio::{Clip, Word};

/// A request to a backend: the words to speak, and what is known about them.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Utterance {
    /// The words to speak, after lexicon and text normalisation.
    pub spoken: String,
    /// The article's own words. Recordings are matched by these. Empty for the further parts of a sentence that was too long.
    pub text: String,
    /// The segment's id in script.toml. Recordings may be named by it.
    pub segment_id: Option<String>,
    /// The words spoken before and after it in the same segment. Empty unless [`Capabilities::context`] is set.
    pub context: Context,
    /// The take that this voice last spoke the segment with. Only given for [`Unit::Segment`].
    pub previous: Option<PreviousTake>,
    /// The phonemes that a person gave for some words of `spoken`, in their order. Empty unless [`Capabilities::phonemes`] is
    /// set.
    pub phonemes: Vec<GivenPhonemes>,
    /// How often these words were asked for before, because the takes were faulty. A backend with a seed changes it.
    pub attempt: u32,
}

impl Utterance {
    /// Creates a request for words that are spoken as they are written.
    pub fn new(spoken: impl Into<String>) -> Self {
        let spoken = spoken.into();
        Self {
            text: spoken.clone(),
            spoken,
            segment_id: None,
            context: Context::default(),
            previous: None,
            phonemes: Vec::new(),
            attempt: 0,
        }
    }
}

/// The words around an utterance.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Context {
    /// Spoken before it.
    pub before: String,
    /// Spoken after it.
    pub after: String,
}

/// Compares the identity of an utterance with the key of a take.
type IdentityCheck = dyn Fn(&[u8]) -> bool + Send + Sync;

/// The take that a voice last spoke a segment with.
#[derive(Clone)]
pub struct PreviousTake {
    text: String,
    /// Compares an identity with the key of the take. Backends do not know how keys are made.
    made_from: Arc<IdentityCheck>,
}

impl PreviousTake {
    /// Creates it from the segment's text at that time, and a function that compares an identity with the take.
    pub fn new(text: impl Into<String>, made_from: impl Fn(&[u8]) -> bool + Send + Sync + 'static) -> Self {
        Self { text: text.into(), made_from: Arc::new(made_from) }
    }

    /// Returns the text of the segment at that time.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns true if the take was made from the sound with this identity.
    pub(crate) fn was_made_from(&self, identity: &[u8]) -> bool {
        (self.made_from)(identity)
    }
}

impl fmt::Debug for PreviousTake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PreviousTake").field("text", &self.text).finish_non_exhaustive()
    }
}

/// The capabilities of a backend, known before anything is spoken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Capabilities {
    /// How much text one utterance has.
    pub unit: Unit,
    /// The longest `spoken` text of one utterance, in characters.
    pub longest_text: usize,
    /// How many utterances it can speak at the same time.
    pub parallel: usize,
    /// True if the words around an utterance change how it is spoken.
    pub context: bool,
    /// True if it returns the time of each word.
    pub word_times: bool,
    /// True if it reads respellings made for it, such as "Feefa" for "FIFA". Any other backend gets the acronym as written.
    pub respelled: bool,
    /// True if it accepts a seed, which makes a random result repeatable.
    pub seed: bool,
    /// True if it always returns the same sound for the same words. A faulty take is then not asked for again.
    pub deterministic: bool,
    /// True if it speaks the phonemes that a person gives for a word.
    pub phonemes: bool,
    /// The sound formats that voice.toml can choose; empty if there is no choice.
    pub formats: &'static [&'static str],
    /// The languages that it speaks, as ISO 639-1 codes; empty if only its settings or its server know.
    pub languages: &'static [&'static str],
}

impl Capabilities {
    /// The simplest backend: sentences of any length, any number at the same time, in any language, nothing else.
    pub const PLAIN: Self = Self {
        unit: Unit::Sentence,
        longest_text: usize::MAX,
        parallel: usize::MAX,
        context: false,
        word_times: false,
        respelled: false,
        seed: false,
        deterministic: false,
        phonemes: false,
        formats: &[],
        languages: &[],
    };
}

/// How much text one utterance has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// One sentence, so an edit costs one sentence.
    Sentence,
    /// A whole segment, as people record them.
    Segment,
}

/// The result of an utterance.
#[derive(Debug, Clone, PartialEq)]
pub struct Spoken {
    /// The sound.
    pub clip: Clip,
    /// The time of each word, in their order; empty if the backend does not know.
    pub words: Vec<Word>,
}

impl From<Clip> for Spoken {
    fn from(clip: Clip) -> Self {
        Self { clip, words: Vec::new() }
    }
}

/// A backend: it turns an utterance into sound.
///
/// # Duties of an implementation
///
/// - **Identity.** [`identity`](Backend::identity) returns every input of the sound besides the spoken text: the kind and
///   version of the backend, its settings, the content of a model or a recording. It is hashed into the key of the take.
///   If the identity is the same, a stored take is used again, so a change of sound needs a change of identity. Paths, time
///   limits and credentials do not belong in it: they do not change the sound.
/// - **Sound.** [`speak`](Backend::speak) returns a clip with at least one frame that is neither silent nor has NaN or
///   infinite samples. Anything else is an error: a take with a wrong sound would be stored for good. Samples are 32-bit
///   floats, full scale is ±1.0, interleaved if there are two channels. Sample rate and level are free: the mixer resamples
///   and levels. Silence at both ends is allowed and is cut off.
/// - **Word times** are seconds from the start of the clip, in ascending order, and end within the clip.
/// - **Cost.** Everything but `speak` is called when a build is only planned, so it must be fast, and must neither open a
///   connection nor cost money.
/// - **Secrets.** No text of an error contains a credential: errors are printed and reported.
/// - **Threads.** All methods may be called from several threads at once; `speak` from at most
///   [`Capabilities::parallel`]. A panic in `speak` is caught and fails that utterance alone.
///
/// # Errors and fallbacks
///
/// If a voice has a `fallback`, these errors are recovered from, each with a warning:
///
/// - [`VoiceError::RecordingMissing`] and [`VoiceError::RecordingStale`] from `identity`: the fallback speaks the segment
///   until it is recorded.
/// - Any error from `speak`: the fallback speaks the segment in this build; the next build tries the voice again.
///
/// Other errors from `identity`, and all errors from [`ready`](Backend::ready), stop the build before anything is spoken:
/// they need a person.
pub trait Backend: Send + Sync {
    /// Returns what the backend can do.
    fn capabilities(&self) -> Capabilities;

    /// Returns every input of the sound of this utterance besides its spoken text, as bytes for a hash.
    ///
    /// # Errors
    /// If it is known without speaking that the utterance cannot be spoken: a recording is missing or stale, or a file
    /// cannot be read.
    fn identity(&self, utterance: &Utterance) -> Result<Vec<u8>, VoiceError>;

    /// Checks that the backend could speak now, as far as that is known without a connection, e.g. that the key of a
    /// service is set. Called only if there is something to speak: a build from stored takes needs no key.
    ///
    /// # Errors
    /// Says what is missing.
    fn ready(&self) -> Result<(), VoiceError> {
        Ok(())
    }

    /// Speaks an utterance, and blocks until it is done.
    ///
    /// After `cancel` is set, it must not wait any longer for a turn or a repeat. A request that was already sent may
    /// complete: it may have been paid for.
    ///
    /// # Errors
    /// If there is no usable sound. The other utterances are still spoken.
    fn speak(&self, utterance: &Utterance, cancel: &AtomicBool) -> Result<Spoken, VoiceError>;
}

/// Why an utterance has no sound.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum VoiceError {
    /// There is no recording of these words.
    #[error("there is no recording of these words in `{}`", folder.display())]
    RecordingMissing {
        /// The folder of the recordings.
        folder: PathBuf,
    },
    /// The text has changed since the recording was made.
    #[error("the recording `{}` is stale: it says \u{201c}{old}\u{201d}, the script now says \u{201c}{new}\u{201d}", path.display())]
    RecordingStale {
        /// The recording.
        path: PathBuf,
        /// The words that were recorded.
        old: String,
        /// The words of the script.
        new: String,
    },
    /// Any other error.
    #[error("{what}")]
    #[non_exhaustive]
    Failed {
        /// The code of the diagnostic, e.g. `voice-failed`.
        code: &'static str,
        /// What failed.
        what: String,
        /// What to do about it.
        hint: String,
    },
}

impl VoiceError {
    /// Creates an error: what failed, and what to do about it.
    pub fn failed(what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::with_code("voice-failed", what, hint)
    }

    /// Creates an error with a code of its own.
    pub(crate) fn with_code(code: &'static str, what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::Failed { code, what: what.into(), hint: hint.into() }
    }

    /// Returns the code of the diagnostic that this error becomes.
    pub fn code(&self) -> &'static str {
        match self {
            Self::RecordingMissing { .. } => "recording-missing",
            Self::RecordingStale { .. } => "recording-stale",
            Self::Failed { code, .. } => code,
        }
    }

    /// Returns true if a person can solve it by making a recording. Until then a fallback may speak.
    pub(crate) fn wants_recording(&self) -> bool {
        matches!(self, Self::RecordingMissing { .. } | Self::RecordingStale { .. })
    }

    /// Returns what to do about it.
    pub fn hint(&self) -> String {
        match self {
            Self::RecordingMissing { folder } => format!(
                "record it as `{0}/NAME.wav` (or FLAC, AIFF, M4A, MP3…) with its words in `{0}/NAME.txt`, or give the voice a `fallback`",
                folder.display()
            ),
            Self::RecordingStale { path, .. } => format!(
                "record it again, or, if the old recording still fits, change `{}` to the words of the script",
                path.with_extension("txt").display()
            ),
            Self::Failed { hint, .. } => hint.clone(),
        }
    }
}

impl From<crate::base::http::NetError> for VoiceError {
    fn from(error: crate::base::http::NetError) -> Self {
        Self::with_code(error.code, error.what, error.hint)
    }
}
