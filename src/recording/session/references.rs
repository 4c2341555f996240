//! The lines of a voice as a synthetic voice speaks them. A session is compared with these.

use std::ops::Range;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use super::super::choice::{cast_of, voice_of};
use super::super::sheet::text_to_read;
use crate::base::diagnostic::Diagnostic;
use crate::language::primary;
use crate::project::Project;
use crate::script::Segment;
use crate::speech::Reader;
use crate::voices::backend::{Backend, Utterance};
use crate::voices::{Voice, natural_narrator};
use aloud_audio::Clip;
use aloud_audio::align::{Features, normalise};

/// The voice that speaks references if there is no better one. It is embedded, so it is always there.
const ALWAYS_THERE: &str = "alder";
/// Backends that cost nothing and need no network.
const FREE: [&str; 4] = ["embedded", "neural", "command", "piper"];

/// The lines of a voice, spoken by a reference voice.
#[non_exhaustive]
pub struct References {
    /// Name of the reference voice.
    pub voice: String,
    /// The lines, in the order of the script.
    pub(super) lines: Vec<Line>,
    pub(super) features: Vec<Features>,
}

/// A line that the person reads.
pub(super) struct Line {
    /// Index of its segment.
    pub(super) segment: usize,
    /// Its words in their spoken form, each with the steps of the reference that it takes.
    pub(super) words: Vec<(String, Range<usize>)>,
}

impl References {
    /// Returns the segments of the lines.
    pub fn segments(&self) -> impl Iterator<Item = usize> {
        self.lines.iter().map(|line| line.segment)
    }
}

/// Speaks all lines of a recorded voice with a reference voice: the one named, or the best one that is installed.
///
/// # Errors
/// If the reference voice cannot speak, or if no segment has the voice.
pub fn speak_references(
    project: &Project,
    voice: &str,
    reference: Option<&str>,
    jobs: usize,
    cancel: &AtomicBool,
) -> Result<References, Diagnostic> {
    let segments = segments_of(project, voice);
    if segments.is_empty() {
        let what = format!("no segment of the script is spoken by voice `{voice}`");
        return Err(Diagnostic::error("session-empty", what)
            .at(project.script_path())
            .hint(format!("give the voice to a speaker in `[cast]`, e.g. `\"narrator\" = \"{voice}\"`")));
    }
    let reference = reference_voice(project, voice, reference)?;
    let backend = reference.open(&project.trust)?;
    let failed = |error: crate::voices::backend::VoiceError| {
        let what = format!("the reference voice `{}` cannot speak: {error}", reference.name);
        Diagnostic::error("session-reference", what).hint("name another one with `--reference`")
    };
    backend.ready().map_err(failed)?;
    let spoken = speak_all(project, voice, &*backend, &segments, jobs, cancel).map_err(failed)?;
    let mut features = Vec::new();
    for (clip, _) in &spoken {
        features.push(Features::of(clip).map_err(|error| {
            Diagnostic::error("session-reference", format!("the reference cannot be used: {error}"))
        })?);
    }
    let lines = segments.iter().zip(spoken).zip(&features);
    let lines = lines.map(|((segment, (_, words)), features)| Line {
        segment: *segment,
        words: share_steps(words, features.steps.len()),
    });
    let lines = lines.collect();
    normalise(&mut features);
    Ok(References { voice: reference.name.clone(), lines, features })
}

/// Returns the segments that a voice speaks.
fn segments_of(project: &Project, voice: &str) -> Vec<usize> {
    let segments = project.manifest.script.segments.iter().enumerate();
    let cast = cast_of(project);
    let of_voice = segments.filter(|(_, segment)| voice_of(&cast, segment) == Some(voice));
    of_voice.map(|(at, _)| at).collect()
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

type SpokenLine = (Clip, Vec<String>);

/// Speaks all segments, several at once. The result does not depend on the number of threads.
fn speak_all(
    project: &Project,
    voice: &str,
    backend: &dyn Backend,
    segments: &[usize],
    jobs: usize,
    cancel: &AtomicBool,
) -> Result<Vec<SpokenLine>, crate::voices::backend::VoiceError> {
    let next = AtomicUsize::new(0);
    let results = Mutex::new(Vec::new());
    let jobs = jobs.min(backend.capabilities().parallel).clamp(1, segments.len().max(1));
    thread::scope(|scope| {
        for _ in 0..jobs {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(segment) = segments.get(at) else { break };
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
) -> Result<SpokenLine, crate::voices::backend::VoiceError> {
    let capabilities = backend.capabilities();
    let language = project.manifest.script.language.as_deref();
    let (lexicon, speaker) = (&project.lexicon, segment.speaker.as_str());
    let reader = |respelled| Reader { language, lexicon, speaker, voice, respelled };
    let text = text_to_read(segment);
    let markup = segment.decided.say.is_some();
    let form = reader(capabilities.respelled).spoken_form_with_phonemes(text, markup);
    let mut whole: Option<Clip> = None;
    for part in form.split_to_length(capabilities.longest_text, language) {
        let mut utterance = Utterance::new(part.text);
        if capabilities.phonemes {
            utterance.phonemes = part.phonemes;
        }
        let clip = backend.speak(&utterance, cancel)?.clip;
        match &mut whole {
            Some(whole) if whole.spec == clip.spec => whole.samples.extend(clip.samples),
            _ => whole = Some(clip),
        }
    }
    let words = reader(false).spoken_form_with_phonemes(text, markup).text;
    let words = words.split_whitespace().map(str::to_string).collect();
    let nothing =
        || Clip { spec: aloud_audio::Spec { sample_rate: 16_000, channels: 1 }, samples: Vec::new() };
    Ok((whole.unwrap_or_else(nothing), words))
}

/// Gives each word a share of the steps by its letters. Pauses have no steps, so letters predict the times well enough.
fn share_steps(words: Vec<String>, steps: usize) -> Vec<(String, Range<usize>)> {
    let length = |word: &String| word.chars().filter(|c| c.is_alphanumeric()).count() + 1;
    let all: usize = words.iter().map(length).sum();
    let mut letters = 0;
    let mut shared = Vec::new();
    for word in words {
        let start = letters * steps / all.max(1);
        letters += length(&word);
        shared.push((word, start..letters * steps / all.max(1)));
    }
    shared
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_share_all_steps() {
        let words = ["a", "longer", "word"].map(str::to_string).to_vec();
        let shared = share_steps(words, 140);
        assert_eq!(
            shared.iter().map(|(_, steps)| steps.clone()).collect::<Vec<_>>(),
            [0..20, 20..90, 90..140]
        );
        assert!(share_steps(Vec::new(), 10).is_empty());
    }
}
