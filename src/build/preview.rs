//! Single segments, to hear and judge them before the episode is built: their takes, and the state of each segment.

use std::collections::BTreeSet;

use serde::Serialize;

use super::fallback::check_limit;
use super::layout::similar_voices;
use super::options::Options;
use super::plan::{Plan, plan_segments};
use super::script_file::ScriptFile;
use super::speak;
use crate::base::diagnostic::Diagnostic;
use crate::base::error::Error;
use crate::project::Project;
use crate::script::Decisions;
use crate::takes::{History, Lookup, Take, segment_key};
use aloud_audio::measure::{Measures, gated_loudness};
use aloud_audio::{Clip, Word, wav};

/// Loudness of a preview in LUFS. Voices of different levels sound alike, and speech has room for its peaks.
const LOUDNESS: f64 = -20.0;
/// Highest gain of a preview in dB, so a nearly silent take does not become noise.
const MOST_GAIN: f64 = 24.0;

/// The sound of one segment.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Preview {
    /// The voice that speaks it.
    pub voice: String,
    /// The parts that are spoken in one go, usually sentences.
    pub sentences: Vec<PreviewSentence>,
}

/// A part of a segment with its take.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct PreviewSentence {
    /// The words of the article; empty if it continues the sentence before.
    pub text: String,
    /// Key of the take, 64 hex digits.
    pub take: String,
    /// Length of the sound in seconds, without silence at its ends.
    pub seconds: f64,
    /// Times of the words, from the start of this sound, if the voice reports them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<Word>,
}

/// The state of a segment's sound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum SegmentState {
    /// Never spoken.
    New,
    /// Spoken before with other words, another voice or other settings.
    Stale,
    /// A synthetic voice has spoken it as it is now.
    Spoken,
    /// A person has recorded it as it is now.
    Recorded,
    /// Its voice cannot speak it yet, e.g. because a recording is missing.
    Missing,
    /// A warning of the plan refers to it.
    Warned,
}

/// Returns the takes of a segment, spoken now where the store has none. Several segments may be spoken at once, also during a build.
///
/// # Errors
/// If its voice cannot speak it, if it costs more than `options.limit`, or after `options.cancel` was set.
pub fn speak_segment(project: &Project, segment: usize, options: &Options<'_>) -> Result<Preview, Error> {
    let plan = plan_segments(project, &[segment]);
    if !plan.problems.is_empty() {
        return Err(Error::Problems(plan.problems));
    }
    check_limit(&plan, 0.0, options.limit)?;
    let store = project.store();
    let takes = speak::takes(&store, &ScriptFile::of(project), &plan, options, &mut |_| ())?;
    Ok(preview(&plan, &takes))
}

/// Returns the sound of a plan for one segment.
pub(super) fn preview(plan: &Plan, takes: &speak::Takes) -> Preview {
    let sentences = plan.utterances.iter().filter_map(|planned| {
        let take = takes.get(&planned.key)?;
        Some(sentence(planned.text.clone(), take))
    });
    let voice =
        plan.utterances.first().map_or_else(String::new, |first| plan.voices[first.voice].name.clone());
    Preview { voice, sentences: sentences.collect() }
}

fn sentence(text: String, take: &Take) -> PreviewSentence {
    let Measures { sound, sample_rate, .. } = &take.measures;
    let rate = f64::from((*sample_rate).max(1));
    let start = sound.start as f64 / rate;
    let words = take.words.iter();
    let words = words.map(|word| Word {
        text: word.text.clone(),
        start: (word.start - start).max(0.0),
        end: (word.end - start).max(0.0),
    });
    PreviewSentence {
        text,
        take: take.key.to_string(),
        seconds: (sound.end - sound.start) as f64 / rate,
        words: words.collect(),
    }
}

/// Returns the sound of a stored take as a WAV that all browsers play: 16 bits, without silence at its ends, at an even loudness.
/// `None` if there is no such take, or it is damaged.
pub fn take_sound(project: &Project, key: &str) -> Option<Vec<u8>> {
    let store = project.store();
    let take = store.find(key)?;
    let clip = store.sound(&take)?;
    Some(as_16_bits(&clip, &take.measures))
}

fn as_16_bits(clip: &Clip, measures: &Measures) -> Vec<u8> {
    let channels = usize::from(clip.spec.channels.max(1));
    let edge = |frame: u64| usize::try_from(frame).unwrap_or(usize::MAX).saturating_mul(channels);
    let sound =
        clip.samples.get(edge(measures.sound.start)..edge(measures.sound.end)).unwrap_or(&clip.samples);
    let gain = gain(measures);
    wav::encode_16(clip.spec, sound.iter().map(|sample| (sample - measures.dc_offset) * gain))
}

/// Returns the factor to the loudness of previews. It lets no peak clip.
fn gain(measures: &Measures) -> f32 {
    let db = gated_loudness([measures]).map_or(0.0, |loudness| (LOUDNESS - loudness).min(MOST_GAIN));
    let most = if measures.peak > 0.0 { 0.98 / measures.peak } else { 1.0 };
    (libm::pow(10.0, db / 20.0) as f32).min(most)
}

/// Returns the state of each segment of a plan.
///
/// # Errors
/// If the history cannot be read.
pub fn segment_states(project: &Project, plan: &Plan) -> Result<Vec<SegmentState>, Error> {
    let history = History::read(&project.history_path())?;
    let known = history.segments();
    let segments = &project.manifest.script.segments;
    let mut states = vec![SegmentState::Missing; segments.len()];
    for planned in &plan.utterances {
        let (Some(segment), Some(state)) = (segments.get(planned.segment), states.get_mut(planned.segment))
        else {
            continue;
        };
        let is_first = *state == SegmentState::Missing;
        match planned.stored {
            // A planned recording exists. The store gets it with the next build.
            _ if plan.voices[planned.voice].is_recorded() => {
                *state = SegmentState::Recorded;
            }
            Lookup::Hit(_) if is_first => *state = SegmentState::Spoken,
            Lookup::Hit(_) => {}
            Lookup::Miss(_) => {
                let key = segment_key(segment.id.as_deref(), &segment.text);
                *state = if known.contains(key.as_str()) { SegmentState::Stale } else { SegmentState::New };
            }
        }
    }
    for segment in warned(plan) {
        if let Some(state @ (SegmentState::Spoken | SegmentState::Recorded)) = states.get_mut(segment) {
            *state = SegmentState::Warned;
        }
    }
    Ok(states)
}

/// Two voices that listeners may confuse.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct SimilarVoices {
    /// Their names.
    pub voices: [String; 2],
    /// Index of a segment of each, to hear them.
    pub segments: [usize; 2],
    /// The warning that a build gives.
    pub warning: Diagnostic,
}

/// Returns each pair of voices that sound similar, by the takes in the store. A build warns of them too.
pub fn similar_voices(project: &Project, plan: &Plan) -> Vec<SimilarVoices> {
    let take_of = |at: usize| match &plan.utterances.get(at)?.stored {
        Lookup::Hit(take) => Some(&**take),
        Lookup::Miss(_) => None,
    };
    let pairs = similar_voices::pairs(&ScriptFile::of(project), plan, &take_of).into_iter();
    pairs
        .map(|(voices, warning)| SimilarVoices {
            voices: voices.map(|voice| plan.voices[voice].name.clone()),
            segments: voices.map(|voice| longest_segment(plan, voice)),
            warning,
        })
        .collect()
}

/// Returns the segment with the longest sentence of a voice, which shows most of it.
fn longest_segment(plan: &Plan, voice: usize) -> usize {
    let own = plan.utterances.iter().filter(|planned| planned.voice == voice);
    own.max_by_key(|planned| planned.utterance.spoken.len()).map_or(0, |planned| planned.segment)
}

/// Speaks a segment with another voice than its own, to audition the voice.
///
/// # Errors
/// As [`speak_segment`].
pub fn audition(
    project: &mut Project,
    segment: usize,
    voice: &str,
    options: &Options<'_>,
) -> Result<Preview, Error> {
    if let Some(segment) = project.manifest.script.segments.get_mut(segment) {
        segment.decided =
            Decisions { voice: Some(voice.into()), say: segment.decided.say.take(), ..Decisions::default() };
    }
    speak_segment(project, segment, options)
}

/// Returns the indices of the segments that warnings refer to.
fn warned(plan: &Plan) -> BTreeSet<usize> {
    let places = plan.warnings.iter().filter_map(|warning| warning.place.as_ref()?.segment);
    places.filter_map(|number| number.checked_sub(1)).collect()
}
