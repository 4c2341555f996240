//! Checks the words of a recording that holds one line.

use std::collections::BTreeSet;
use std::ops::Range;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use super::find::{line_reading, listen, normalised};
use super::judge::{Align, JudgedLine, mean, most_mismatch};
use super::references::{References, speak_lines};
use super::words_heard::wrong_words;
use crate::base::diagnostic::Diagnostic;
use crate::build::Listener;
use crate::project::Project;
use crate::recording::submission::Submission;
use aloud_audio::align::{Features, Step, align_path, align_with_part, find_readings_of};
use aloud_audio::decode::{self, Decoder};
use aloud_audio::wav::WavError;

/// A reading that is nearer to the limit than this is doubtful.
const DOUBTFUL: f32 = 0.1;
/// Largest part of a line that a right reading seems to leave out at its start or at its end. The right readings had at most 0.09, and
/// halves of lines at least 0.20.
const MOST_LEFT_OUT: f32 = 0.15;
/// A half fits the part of the line at least nearly as well as the whole line. A very fast reading seems to leave out a part, too, but
/// fits the part worse by 0.5. The mismatch of 98 of 100 halves with their part is below the limit above, that of 1 of 200 other lines.
const PART_WORSE: f32 = 0.2;
/// Lines that the reference voice speaks at least, as examples of other speech.
const FEWEST_LINES: usize = 12;

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
    let steps = complete.map_or(0..features.steps.len(), |reading| reading.start..reading.end);
    if let Some(problem) = other_words(references, &features, line, steps) {
        return Ok(Some(problem));
    }
    let Some(reading) = complete else {
        let what = "the line was not found in it, or it was read very fast".to_string();
        return Ok(Some(WordProblem { what, certain: false }));
    };
    let reading = line_reading(references, &features, reading, seconds);
    let Some(listener) = listener else { return Ok(None) };
    let clip = decode::read_bytes(submission.bytes.as_ref()).map_err(unreadable)?;
    let difference = wrong_words(listener, references, &features, &reading, &clip, cancel);
    Ok(difference
        .map(|difference| WordProblem { what: format!("its words are wrong: {difference}"), certain: true }))
}

/// Compares some steps of a recording with a line, and the whole recording with the parts of the line.
fn other_words(
    references: &References,
    features: &Features,
    line: usize,
    steps: Range<usize>,
) -> Option<WordProblem> {
    let limit = most_mismatch(references, references.pace(line, steps.len()));
    let judged = JudgedLine::of(references, line);
    let mismatch = mean_mismatch(&judged, &features.steps[steps], align_path);
    let of_part = mean_mismatch(&judged, &features.steps, align_with_part);
    let read = part_read(references, line, &features.steps).filter(|_| of_part <= mismatch + PART_WORSE);
    if let Some(read) = read.filter(|_| of_part <= limit) {
        let what = format!("only a part of the line was found in it, about {:.0} %", read * 100.0);
        return Some(WordProblem { what, certain: true });
    }
    if mismatch <= limit - DOUBTFUL && read.is_none() {
        return None;
    }
    let place = match features.steps.len().checked_sub(1) {
        Some(last) => format!("the words from {:.1} s to {:.1} s", features.start(0), features.end(last)),
        None => "it has no words that".to_string(),
    };
    let verb = if features.steps.is_empty() { "sound" } else { "do not sound" };
    Some(WordProblem { what: format!("{place} {verb} like the line"), certain: mismatch > limit })
}

/// Returns the mean mismatch of a reading; infinity if it cannot be aligned with its line.
fn mean_mismatch(line: &JudgedLine<'_>, reading: &[Step], align: Align) -> f32 {
    mean(&line.mismatches(reading, align))
}

/// Returns the share of a line that was read, if its start or its end is missing; `None` if the line is whole. It is whole if one of
/// the reference voices finds it whole.
fn part_read(references: &References, line: usize, reading: &[Step]) -> Option<f32> {
    let voices = [&references.features].into_iter().chain(&references.others);
    let left_out = |lines: &Vec<Features>| {
        let reference = &lines.get(line)?.steps;
        let path = align_with_part(reading, reference)?;
        let (first, last) = (*path.reference.first()?, *path.reference.last()?);
        let steps = reference.len() as f32;
        let after = reference.len() - 1 - last;
        Some((first.max(after) as f32 / steps, (last + 1 - first) as f32 / steps))
    };
    let (left_out, read) = voices.filter_map(left_out).min_by(|a, b| a.0.total_cmp(&b.0))?;
    (left_out > MOST_LEFT_OUT).then_some(read)
}
