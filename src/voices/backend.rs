//! The duties of a synthesis backend.

use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use crate::audio::{Clip, Word};

/// One request to a voice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Utterance {
    /// What is said, after lexicon and normalisation.
    pub spoken: String,
    /// The article's own words that it stands for; recordings are matched by these.
    pub text: String,
    /// The segment's id in script.toml; recordings may be named by it.
    pub segment_id: Option<String>,
    /// What is said before and after it in the same segment; empty unless [`Capabilities::context`].
    pub around: Around,
}

/// The words around an utterance.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Around {
    /// Said before it.
    pub before: String,
    /// Said after it.
    pub after: String,
}

/// What a backend can do, asked before anything is spoken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Capabilities {
    /// How much text one utterance holds.
    pub unit: Unit,
    /// The longest spoken text of one utterance, in characters.
    pub longest_text: usize,
    /// How many utterances may be spoken at once.
    pub parallel: usize,
    /// Whether the words around an utterance change how it is said.
    pub context: bool,
    /// Whether it tells when each word is heard.
    pub word_times: bool,
    /// Whether it can be asked for the same chance each time.
    pub seed: bool,
    /// What its sound may come as, as voice.toml names it; empty where there is nothing to choose.
    pub formats: &'static [&'static str],
    /// The languages that it speaks, by their codes in ISO 639-1; empty where only its settings or its server know.
    pub languages: &'static [&'static str],
}

impl Capabilities {
    /// Sentence by sentence, any length, as many at once as there are threads, and nothing besides.
    pub const PLAIN: Self = Self {
        unit: Unit::Sentence,
        longest_text: usize::MAX,
        parallel: usize::MAX,
        context: false,
        word_times: false,
        seed: false,
        formats: &[],
        languages: &[],
    };
}

/// How much text one utterance holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// One sentence: an edit costs one sentence.
    Sentence,
    /// A whole segment, as people record them.
    Segment,
}

/// What a voice said.
#[derive(Debug, Clone, PartialEq)]
pub struct Spoken {
    /// How it sounds.
    pub clip: Clip,
    /// When each word is heard, in their order; empty where the voice does not tell.
    pub words: Vec<Word>,
}

impl From<Clip> for Spoken {
    fn from(clip: Clip) -> Self {
        Self { clip, words: Vec::new() }
    }
}

/// A voice that speaks.
///
/// Duties: the same utterance gives the same sound as long as [`Backend::identity`] is the same;
/// a clip that is empty, silent or not finite is an error, never a take; nothing but the clip
/// leaves the backend, and no text of an error carries a secret.
pub trait Backend: Send + Sync {
    /// What it can do.
    fn capabilities(&self) -> Capabilities;

    /// Everything besides the spoken text that changes the sound of this utterance: kind and version of the
    /// backend, settings, content (not path) of the recording. Goes into the take's key.
    ///
    /// # Errors
    /// When the utterance cannot be spoken, as far as that can be known without speaking: a missing or stale
    /// recording, which a fallback can stand in for; a file that cannot be read.
    fn identity(&self, utterance: &Utterance) -> Result<Vec<u8>, VoiceError>;

    /// Of a voice of recordings: that what it has for these words is stale, since it was heard `before` for others. `is_it` tells by
    /// an identity whether that was what was heard.
    fn stale(
        &self,
        _utterance: &Utterance,
        _before: &str,
        _is_it: &dyn Fn(&[u8]) -> bool,
    ) -> Option<VoiceError> {
        None
    }

    /// Whether it could speak now, as far as that is known without asking anybody: a service's key is there.
    /// Asked only when there is something to speak, so that what is already stored needs no key.
    ///
    /// # Errors
    /// Says what is missing.
    fn ready(&self) -> Result<(), VoiceError> {
        Ok(())
    }

    /// Speaks. Blocking; may be called from several threads at once, up to [`Capabilities::parallel`]. Once `cancel` is set it
    /// waits for nothing more, but what is under way may come to its end: it may have been paid for.
    ///
    /// # Errors
    /// When there is no usable sound; the other utterances are still spoken.
    fn speak(&self, utterance: &Utterance, cancel: &AtomicBool) -> Result<Spoken, VoiceError>;
}

/// Why an utterance has no sound.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VoiceError {
    /// No recording of these words.
    #[error("there is no recording of these words in `{}`", folder.display())]
    Missing {
        /// Where it was looked for.
        folder: PathBuf,
    },
    /// The text has changed since the recording was made.
    #[error("the recording `{}` is stale: it says \u{201c}{old}\u{201d}, the script now says \u{201c}{new}\u{201d}", path.display())]
    Stale {
        /// The recording.
        path: PathBuf,
        /// The words that were recorded.
        old: String,
        /// The words that are to be read now.
        new: String,
    },
    /// Anything else, said in full.
    #[error("{what}")]
    Failed {
        /// What happened.
        what: String,
        /// How to mend it.
        hint: String,
    },
}

impl From<crate::base::http::NetError> for VoiceError {
    fn from(error: crate::base::http::NetError) -> Self {
        Self::Failed { what: error.what, hint: error.hint }
    }
}

impl VoiceError {
    /// Says what happened and how to mend it.
    pub fn failed(what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::Failed { what: what.into(), hint: hint.into() }
    }

    /// How to mend it.
    pub fn hint(&self) -> String {
        match self {
            Self::Missing { folder } => format!(
                "record it into `{0}/NAME.wav` with the words in `{0}/NAME.txt`, or give the voice a `fallback`",
                folder.display()
            ),
            Self::Stale { path, .. } => format!(
                "record it anew, or, if the old recording still serves, bring `{}` in line with the script",
                path.with_extension("txt").display()
            ),
            Self::Failed { hint, .. } => hint.clone(),
        }
    }
}
