//! Checks the words of a recording that holds one line.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use super::find::{line_reading, listen, normalised};
use super::judge::mismatches;
use super::references::{References, speak_lines};
use super::words_heard::wrong_words;
use crate::base::diagnostic::Diagnostic;
use crate::build::Listener;
use crate::project::Project;
use crate::recording::submission::Submission;
use aloud_audio::align::{Features, Reading, align_path, find_readings_of};
use aloud_audio::decode::{self, Decoder};
use aloud_audio::wav::WavError;

/// Largest mean mismatch of a reading with the right words, with one reference voice, with two and with three. With three, 288 right
/// readings of six synthetic voices had at most 1.25, and the nearest readings of another line had 1.34.
const MOST_MISMATCH: [f32; 3] = [1.55, 1.35, 1.29];
/// Short lines vary more. The limit is higher by up to this for lines shorter than so many steps (two seconds).
const SHORT_LINE: f32 = 0.15;
const SHORT_STEPS: f32 = 100.0;
/// Lines that the reference voice speaks at least, as examples of other speech.
const FEWEST_LINES: usize = 12;

/// A reading that is so far above the limit has other words. None of 420 right readings of seven synthetic voices and a person was
/// more than 0.07 above it.
const CERTAIN: f32 = 0.1;

/// A problem with the words of a recording.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct WordProblem {
    /// What was found.
    pub what: String,
    /// True if the recording certainly has other words. Otherwise a person must listen.
    pub certain: bool,
}

/// Checks the words of recordings that hold one line each.
pub struct WordCheck {
    references: References,
    listener: Option<Listener>,
}

impl WordCheck {
    /// Prepares to check recordings of these segments; `None` if no reference voice speaks the language of the script.
    ///
    /// # Errors
    /// If the reference voice fails, or if the recogniser of `[verify]` cannot run.
    pub fn of(
        project: &Project,
        segments: &BTreeSet<usize>,
        reference: Option<&str>,
        jobs: usize,
        cancel: &AtomicBool,
    ) -> Result<Option<Self>, Diagnostic> {
        let script = &project.manifest.script.segments;
        let others = (0..script.len()).filter(|at| !segments.contains(at));
        let lines = segments.iter().copied().chain(others.take(FEWEST_LINES.saturating_sub(segments.len())));
        let Some(references) = speak_lines(project, lines, reference, jobs, cancel)? else { return Ok(None) };
        let listener = Listener::of(project)?;
        listener.as_ref().map_or(Ok(()), Listener::ready)?;
        Ok(Some(Self { references, listener }))
    }

    /// Returns the problem with the words of a submitted recording. `file` is for messages.
    ///
    /// # Errors
    /// If the file cannot be played.
    pub fn check(
        &self,
        file: &Path,
        submission: &Submission,
        cancel: &AtomicBool,
    ) -> Result<Option<WordProblem>, Diagnostic> {
        check_words(&self.references, self.listener.as_ref(), file, submission, cancel)
    }

    /// Returns a warning if the recogniser failed.
    pub fn failed(&self) -> Option<Diagnostic> {
        self.listener.as_ref()?.failed()
    }
}

fn check_words(
    references: &References,
    listener: Option<&Listener>,
    file: &Path,
    submission: &Submission,
    cancel: &AtomicBool,
) -> Result<Option<WordProblem>, Diagnostic> {
    let Some(line) = references.lines.iter().position(|line| line.segment == submission.segment) else {
        return Ok(None);
    };
    let unreadable = |error: WavError| super::sound::unreadable(file, &error);
    let decoder = Decoder::of_bytes(submission.bytes.clone()).map_err(unreadable)?;
    let (features, _, seconds) = listen(decoder, file)?;
    let (features, empty_bands) = normalised(features);
    let restricted = references.without_bands(&empty_bands);
    let references = restricted.as_ref().unwrap_or(references);
    let readings = find_readings_of(&features, line, &references.features);
    let complete = readings.iter().rev().find(|reading| reading.complete);
    let candidates = complete.map_or(readings.as_slice(), std::slice::from_ref);
    let excess = |reading: &Reading| excess(references, &features, reading);
    let excess = candidates.iter().map(excess).fold(f32::INFINITY, f32::min);
    if excess > 0.0 {
        return Ok(Some(other_words(&features, excess > CERTAIN)));
    }
    let Some(reading) = complete else {
        let what = "only a part of the line was found in it, or it was read very fast".to_string();
        return Ok(Some(WordProblem { what, certain: false }));
    };
    let (reading, _) = line_reading(references, &features, reading, seconds);
    let Some(listener) = listener else { return Ok(None) };
    let clip = decode::read_bytes(submission.bytes.as_ref()).map_err(unreadable)?;
    let difference = wrong_words(listener, references, &features, &reading, &clip, cancel);
    Ok(difference
        .map(|difference| WordProblem { what: format!("its words are wrong: {difference}"), certain: true }))
}

/// Returns how far the mean mismatch of a reading is above the limit; infinity if it cannot be aligned with its line.
fn excess(references: &References, features: &Features, reading: &Reading) -> f32 {
    let steps = &features.steps[reading.start..reading.end];
    let Some(path) = align_path(steps, &references.features[reading.line].steps) else {
        return f32::INFINITY;
    };
    let runs = mismatches(references, reading.line, steps, &path);
    let mismatch = runs.iter().sum::<f32>() / runs.len().max(1) as f32;
    let short = SHORT_LINE * (1.0 - steps.len() as f32 / SHORT_STEPS).max(0.0);
    mismatch - MOST_MISMATCH[references.others.len().min(MOST_MISMATCH.len() - 1)] - short
}

fn other_words(features: &Features, certain: bool) -> WordProblem {
    let place = match features.steps.len().checked_sub(1) {
        Some(last) => format!("the words from {:.1} s to {:.1} s", features.start(0), features.end(last)),
        None => "it has no words that".to_string(),
    };
    let verb = if features.steps.is_empty() { "sound" } else { "do not sound" };
    WordProblem { what: format!("{place} {verb} like the line"), certain }
}
