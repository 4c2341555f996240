//! The plan of a build: planned utterances and their voices.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::super::formats::Formats;
use super::super::listener::Listener;
use crate::base::diagnostic::{Diagnostic, Severity};
use crate::base::files::ProjectPath;
use crate::mixer::timeline::Seam;
use crate::project::article_check::ArticleCheck;
use crate::script::Segment;
use crate::takes::{Key, Lookup};
use crate::voices::Origin;
use crate::voices::backend::{Backend, Unit, Utterance};

/// The plan of a build: its utterances, voices, warnings and problems.
#[derive(Default)]
#[non_exhaustive]
pub struct Plan {
    /// The utterances in the order of the episode.
    pub utterances: Vec<PlannedUtterance>,
    /// The voices that speak them.
    pub voices: Vec<VoicePlan>,
    /// How much of the episode is synthetic speech.
    pub synthetic: SyntheticShare,
    /// The disclosure of synthetic speech, spoken first; `None` if there is none. Its index is the one after the last
    /// segment of the script.
    pub disclosure: Option<Segment>,
    /// Speaker → voice, from `[cast]` or assigned.
    pub cast: BTreeMap<String, String>,
    /// The encoders of the compressed formats, and the cover.
    pub(in crate::build) formats: Formats,
    /// The comparison of script.toml with its article; `None` if there is no readable article.
    pub(in crate::build) article_check: Option<ArticleCheck>,
    /// The recogniser that listens to the takes, if the script has one.
    pub(in crate::build) listener: Option<Listener>,
    /// Findings that do not stop the build.
    pub warnings: Vec<Diagnostic>,
    /// Errors that stop the build, such as missing voices and missing recordings.
    pub problems: Vec<Diagnostic>,
}

/// How much of an episode is synthetic speech.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum SyntheticShare {
    /// No synthetic speech.
    #[default]
    None,
    /// Some utterances are synthetic.
    Part,
    /// All utterances are synthetic.
    All,
}

/// One utterance of the episode: what a voice says, and where its sound comes from.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct PlannedUtterance {
    /// Index into the script's segments.
    pub segment: usize,
    /// The words of the article. Empty if the utterance continues the sentence of the previous one.
    pub text: String,
    /// The request to the voice.
    pub utterance: Utterance,
    /// Index into [`Plan::voices`].
    pub voice: usize,
    /// Key of its take.
    pub key: Key,
    /// The take in the store, or why there is none.
    pub stored: Lookup,
    /// The seam to the previous utterance, from which the pause follows.
    pub seam: Seam,
}

/// A voice that speaks in the episode.
#[non_exhaustive]
pub struct VoicePlan {
    /// Name, as in the cast.
    pub name: String,
    /// Kind of its backend, as in voice.toml.
    pub kind: &'static str,
    /// The backend, open.
    pub backend: Arc<dyn Backend>,
    /// True if its speech is synthetic.
    pub synthetic: bool,
    /// The person, consent and licence that voice.toml states.
    pub origin: Origin,
    /// Price of a million characters.
    pub price: Option<f64>,
    /// The voice that speaks if this one fails.
    pub(in crate::build) fallback: Option<String>,
    /// How often a faulty take is asked for again.
    pub(in crate::build) retries: u32,
    /// The longest text of one request in characters.
    pub(in crate::build) longest_text: usize,
    /// The file with its room tone.
    pub(in crate::build) room_tone: Option<ProjectPath>,
    /// Segments that it cannot speak because a recording is missing or stale.
    pub wanted: Vec<WantedRecording>,
}

/// A segment that waits for a recording.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct WantedRecording {
    /// Index into the script's segments.
    pub segment: usize,
    /// The text of the stale recording, if there is one.
    pub stale_text: Option<String>,
}

impl VoicePlan {
    /// Returns the cost of so many characters; `None` if the voice has no price.
    pub fn cost(&self, characters: usize) -> Option<f64> {
        self.price.map(|price| characters as f64 * price / 1e6)
    }

    /// Returns true if a person speaks it: the takes are recordings of whole segments.
    pub(in crate::build) fn is_recorded(&self) -> bool {
        self.backend.capabilities().unit == Unit::Segment
    }
}

impl Plan {
    /// Returns the number of takes that must be spoken, and of the characters in them. One that is used twice counts once.
    pub fn missing(&self) -> (usize, usize) {
        let missing = self.utterances.iter().filter(|utterance| matches!(utterance.stored, Lookup::Miss(_)));
        let mut seen = BTreeSet::new();
        let unique = missing.filter(|utterance| seen.insert(utterance.key));
        let characters: Vec<usize> = unique.map(|planned| planned.utterance.spoken.chars().count()).collect();
        (characters.len(), characters.iter().sum())
    }

    /// Returns the cost of the utterances that must be spoken, by the prices of their voices.
    pub fn cost(&self) -> f64 {
        self.cost_without(&BTreeSet::new())
    }

    /// Returns the cost without the takes that could not be spoken.
    pub(in crate::build) fn cost_without(&self, failed: &BTreeSet<Key>) -> f64 {
        // A take that is used twice is spoken once.
        let mut seen = failed.clone();
        let missing = self.utterances.iter().filter(|utterance| matches!(utterance.stored, Lookup::Miss(_)));
        let unique = missing.filter(|utterance| seen.insert(utterance.key));
        unique.filter_map(|utterance| self.cost_of(utterance)).sum()
    }

    fn cost_of(&self, planned: &PlannedUtterance) -> Option<f64> {
        self.voices[planned.voice].cost(planned.utterance.spoken.chars().count())
    }
}

/// Voices that failed, each with the segment that it failed in.
pub(in crate::build) type FailedVoices = BTreeSet<(usize, String)>;

/// Turns a problem of a voice into a warning which says that the fallback speaks instead.
pub(in crate::build) fn as_fallback_warning(problem: Diagnostic, fallback: &str) -> Diagnostic {
    let used = format!("its fallback `{fallback}` is used for now");
    let hint = match &problem.hint {
        Some(hint) => format!("{used}; {hint}"),
        None => used,
    };
    Diagnostic { severity: Severity::Warning, hint: Some(hint), ..problem }
}
