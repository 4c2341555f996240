//! The lines of recorded voices as a synthetic voice speaks them. A session is compared with these.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use super::super::choice::{cast_of, voice_of};
use super::super::sheet::text_to_read;
use super::word_steps::steps_of_words;
use crate::base::diagnostic::Diagnostic;
use crate::language::primary;
use crate::project::Project;
use crate::script::Segment;
use crate::speech::{Reader, SpokenForm};
use crate::voices::backend::{Backend, Spoken, Utterance, VoiceError};
use crate::voices::{Voice, natural_narrator};
use aloud_audio::align::{Features, Normaliser, normalise};
use aloud_audio::{Clip, Spec, Word};

/// The voice that speaks references if there is no better one. It is embedded, so it is always there.
const ALWAYS_THERE: &str = "alder";
/// Voices that judge words together with the reference voice. They are embedded, too.
const OTHERS: [&str; 2] = ["birch", ALWAYS_THERE];
/// Backends that cost nothing and need no network.
const FREE: [&str; 4] = ["embedded", "neural", "command", "piper"];

/// The lines of one or more recorded voices, spoken by a reference voice.
#[non_exhaustive]
pub struct References {
    /// Name of the reference voice.
    pub voice: String,
    /// The lines, in the order of the script.
    pub(super) lines: Vec<Line>,
    pub(super) features: Vec<Features>,
    /// The lines of other reference voices, for the judgement of words; empty if no other voice speaks the language.
    pub(super) others: Vec<Vec<Features>>,
    normaliser: Normaliser,
    backend: Arc<dyn Backend>,
    language: Option<String>,
}

/// A line that the person reads.
#[derive(Clone)]
pub(super) struct Line {
    /// Index of its segment.
    pub(super) segment: usize,
    /// The recorded voice that reads it.
    pub(super) voice: String,
    /// Its words in their spoken form, each with the steps of the reference that it takes.
    pub(super) words: Vec<(String, Range<usize>)>,
}

impl Line {
    /// Returns its text in the spoken form.
    pub(super) fn text(&self) -> String {
        let words: Vec<&str> = self.words.iter().map(|(word, _)| word.as_str()).collect();
        words.join(" ")
    }
}

impl References {
    /// Returns the lines: the index of each segment, and its voice.
    pub fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.lines.iter().map(|line| (line.segment, line.voice.as_str()))
    }

    /// Returns a number for each line, the same for all lines of one voice.
    pub(super) fn readers(&self) -> Vec<usize> {
        let voices: BTreeSet<&str> = self.lines.iter().map(|line| line.voice.as_str()).collect();
        let number = |line: &Line| voices.iter().position(|voice| *voice == line.voice).unwrap_or_default();
        self.lines.iter().map(number).collect()
    }

    /// Returns the length of a reading of a line relative to that of the reference voice.
    pub(super) fn pace(&self, line: usize, steps: usize) -> f32 {
        steps as f32 / self.features[line].steps.len().max(1) as f32
    }

    /// Returns the references without bands that a recording does not have; `None` if it has all.
    pub(super) fn without_bands(&self, bands: &[usize]) -> Option<Self> {
        if bands.is_empty() {
            return None;
        }
        let remove = |lines: &[Features]| {
            let mut lines = lines.to_vec();
            lines.iter_mut().for_each(|line| line.remove_bands(bands));
            lines
        };
        Some(Self {
            features: remove(&self.features),
            others: self.others.iter().map(|lines| remove(lines)).collect(),
            normaliser: self.normaliser.clone().without_bands(bands),
            voice: self.voice.clone(),
            lines: self.lines.clone(),
            backend: Arc::clone(&self.backend),
            language: self.language.clone(),
        })
    }

    /// Speaks other words with the reference voice; `None` if it cannot. `text` is in its spoken form.
    pub(super) fn speak_other(&self, text: &str, cancel: &AtomicBool) -> Option<Features> {
        let form = SpokenForm { text: text.to_string(), ..SpokenForm::default() };
        let spoken = speak_form(&form, &*self.backend, self.language.as_deref(), cancel).ok()?;
        let mut features = Features::of(&spoken.0).ok()?;
        self.normaliser.apply(&mut features);
        Some(features)
    }
}

/// Speaks all lines of recorded voices with a reference voice: the one named, or the best one that is installed.
///
/// # Errors
/// If the reference voice cannot speak, or if no segment has one of the voices.
pub fn speak_references(
    project: &Project,
    voices: &[String],
    reference: Option<&str>,
    jobs: usize,
    cancel: &AtomicBool,
) -> Result<References, Diagnostic> {
    let segments = segments_of(project, voices);
    if let Some(voice) = voices.iter().find(|voice| !segments.iter().any(|(_, of)| of == *voice)) {
        let what = format!("no segment of the script is spoken by voice `{voice}`");
        return Err(Diagnostic::error("session-empty", what)
            .at(project.script_path())
            .hint(format!("give the voice to a speaker in `[cast]`, e.g. `\"narrator\" = \"{voice}\"`")));
    }
    let first = voices.first().map(String::as_str).unwrap_or_default();
    let reference = reference_voice(project, first, reference)?;
    speak_with(project, reference, segments, jobs, cancel)
}

/// Speaks some segments, each in the spoken form of its own voice; `None` if no reference voice speaks the language of the script.
///
/// # Errors
/// If the reference voice cannot speak.
pub(super) fn speak_lines(
    project: &Project,
    segments: impl Iterator<Item = usize>,
    reference: Option<&str>,
    jobs: usize,
    cancel: &AtomicBool,
) -> Result<Option<References>, Diagnostic> {
    let cast = cast_of(project);
    let script = &project.manifest.script;
    let voice = |at: usize| voice_of(&cast, &script.segments[at]).unwrap_or_default().to_string();
    let segments: Vec<(usize, String)> = segments.map(|at| (at, voice(at))).collect();
    let first = segments.first().map(|(_, voice)| voice.as_str()).unwrap_or_default();
    let voice = reference_voice(project, first, reference)?;
    if reference.is_none() && !speaks(project, voice, script.language.as_deref()) {
        return Ok(None);
    }
    speak_with(project, voice, segments, jobs, cancel).map(Some)
}

/// Speaks segments, each with the voice whose spoken form it has.
fn speak_with(
    project: &Project,
    reference: &Voice,
    segments: Vec<(usize, String)>,
    jobs: usize,
    cancel: &AtomicBool,
) -> Result<References, Diagnostic> {
    let backend = reference.open(&project.trust)?;
    let failed = |error: VoiceError| {
        let what = format!("the reference voice `{}` cannot speak: {error}", reference.name);
        Diagnostic::error("session-reference", what).hint("name another one with `--reference`")
    };
    backend.ready().map_err(failed)?;
    let spoken = speak_all(project, &*backend, &segments, jobs, cancel).map_err(failed)?;
    let others = other_features(project, reference, &segments, jobs, cancel);
    let (mut lines, mut features) = (Vec::new(), Vec::new());
    for ((segment, voice), spoken) in segments.into_iter().zip(spoken) {
        let words = steps_of_words(spoken.words, &spoken.times, &spoken.features);
        lines.push(Line { segment, voice, words });
        features.push(spoken.features);
    }
    let normaliser = Normaliser::of(&features);
    features.iter_mut().for_each(|features| normaliser.apply(features));
    let language = project.manifest.script.language.clone();
    let voice = reference.name.clone();
    Ok(References { voice, lines, features, others, normaliser, backend, language })
}

/// Speaks all lines with other voices that speak the language. What several voices agree on is less often a peculiarity of one of
/// them.
fn other_features(
    project: &Project,
    first: &Voice,
    segments: &[(usize, String)],
    jobs: usize,
    cancel: &AtomicBool,
) -> Vec<Vec<Features>> {
    let language = project.manifest.script.language.as_deref();
    let speak = |voice: &Voice| {
        let backend = voice.open(&project.trust).ok()?;
        let spoken = speak_all(project, &*backend, segments, jobs, cancel).ok()?;
        let mut features: Vec<Features> = spoken.into_iter().map(|line| line.features).collect();
        normalise(&mut features);
        Some(features)
    };
    let others = OTHERS.iter().filter_map(|name| project.voices.get(name));
    let others = others.filter(|voice| voice.name != first.name && speaks(project, voice, language));
    others.filter_map(speak).collect()
}

/// Returns the segments that some voices speak, each with its voice.
fn segments_of(project: &Project, voices: &[String]) -> Vec<(usize, String)> {
    let segments = project.manifest.script.segments.iter().enumerate();
    let cast = cast_of(project);
    let with_voices = segments.filter_map(|(at, segment)| Some((at, voice_of(&cast, segment)?.to_string())));
    with_voices.filter(|(_, voice)| voices.contains(voice)).collect()
}

/// Chooses the reference voice. The natural voice gave the fewest wrong lines in tests. In other languages than English, the
/// fallback of the recorded voice is likely to speak the language.
fn reference_voice<'a>(
    project: &'a Project,
    voice: &str,
    wanted: Option<&str>,
) -> Result<&'a Voice, Diagnostic> {
    let voices = &project.voices;
    if let Some(name) = wanted {
        return voices.get(name).filter(|voice| voice.is_synthetic()).ok_or_else(|| {
            Diagnostic::error("session-reference", format!("there is no synthetic voice `{name}`"))
                .hint("`aloud voices` lists all voices")
        });
    }
    let language = project.manifest.script.language.as_deref();
    let natural = natural_narrator(language).and_then(|name| voices.get(name));
    let fallback = voices.get(voice).and_then(|voice| voices.get(voice.fallback.as_deref()?));
    let fallback = fallback.filter(|voice| {
        let is_free = FREE.contains(&voice.kind()) && voice.is_synthetic() && voice.price.is_none();
        is_free && speaks(project, voice, language)
    });
    natural.or(fallback).or_else(|| voices.get(ALWAYS_THERE)).ok_or_else(|| {
        Diagnostic::error("session-reference", "there is no reference voice")
            .hint("name a synthetic voice with `--reference`")
    })
}

/// Returns true if a voice speaks a language, as far as its backend knows.
fn speaks(project: &Project, voice: &Voice, language: Option<&str>) -> bool {
    let Ok(backend) = voice.open(&project.trust) else { return false };
    let languages = backend.capabilities().languages;
    let language = primary(language.unwrap_or("en"));
    let is_spoken = languages.is_empty() || language.is_some_and(|language| languages.contains(&language));
    is_spoken && backend.ready().is_ok()
}

/// A line as the reference voice speaks it. Its sound is not kept: 600 lines have 300 MB.
struct SpokenLine {
    features: Features,
    /// The words in the spoken form of the recorded voice.
    words: Vec<String>,
    /// The times of the words that were spoken; empty if the reference voice does not know them.
    times: Vec<Word>,
}

/// Speaks all segments, several at once. The result does not depend on the number of threads.
fn speak_all(
    project: &Project,
    backend: &dyn Backend,
    segments: &[(usize, String)],
    jobs: usize,
    cancel: &AtomicBool,
) -> Result<Vec<SpokenLine>, VoiceError> {
    let next = AtomicUsize::new(0);
    let results = Mutex::new(Vec::new());
    let jobs = jobs.min(backend.capabilities().parallel).clamp(1, segments.len().max(1));
    thread::scope(|scope| {
        for _ in 0..jobs {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some((segment, voice)) = segments.get(at) else { break };
                    let segment = &project.manifest.script.segments[*segment];
                    let spoken = speak_line(project, voice, backend, segment, cancel);
                    results.lock().unwrap_or_else(PoisonError::into_inner).push((at, spoken));
                }
            });
        }
    });
    let mut results = results.into_inner().unwrap_or_else(PoisonError::into_inner);
    results.sort_by_key(|(at, _)| *at);
    results.into_iter().map(|(_, spoken)| spoken).collect()
}

/// Speaks one line, and returns its words in the spoken form of the recorded voice.
fn speak_line(
    project: &Project,
    voice: &str,
    backend: &dyn Backend,
    segment: &Segment,
    cancel: &AtomicBool,
) -> Result<SpokenLine, VoiceError> {
    let capabilities = backend.capabilities();
    let language = project.manifest.script.language.as_deref();
    let (lexicon, speaker) = (&project.lexicon, segment.speaker.as_str());
    let reader = |respelled| Reader { language, lexicon, speaker, voice, respelled };
    let text = text_to_read(segment);
    let markup = segment.decided.say.is_some();
    let form = reader(capabilities.respelled).spoken_form_with_phonemes(text, markup);
    let words = reader(false).spoken_form_with_phonemes(text, markup).text;
    let words = words.split_whitespace().map(str::to_string).collect();
    let (clip, times) = speak_form(&form, backend, language, cancel)?;
    let features = Features::of(&clip)
        .map_err(|error| VoiceError::failed(error.to_string(), "name another voice with `--reference`"))?;
    Ok(SpokenLine { features, words, times })
}

/// Speaks a text of any length. Returns its sound, and the times of its words if the backend knows them.
fn speak_form(
    form: &SpokenForm,
    backend: &dyn Backend,
    language: Option<&str>,
    cancel: &AtomicBool,
) -> Result<(Clip, Vec<Word>), VoiceError> {
    let capabilities = backend.capabilities();
    let mut whole = Clip { spec: Spec { sample_rate: 16_000, channels: 1 }, samples: Vec::new() };
    let mut times = Vec::new();
    for part in form.split_to_length(capabilities.longest_text, language) {
        let mut utterance = Utterance::new(part.text);
        if capabilities.phonemes {
            utterance.phonemes = part.phonemes;
        }
        let Spoken { clip, words } = backend.speak(&utterance, cancel)?;
        // All parts have the format of the first.
        if whole.samples.is_empty() {
            whole.spec = clip.spec;
        }
        let before = whole.frames() as f64 / f64::from(whole.spec.sample_rate);
        times.extend(words.into_iter().map(|word| Word {
            start: before + word.start,
            end: before + word.end,
            ..word
        }));
        whole.samples.extend(clip.samples);
    }
    Ok((whole, times))
}
