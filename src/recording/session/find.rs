//! Finds the lines in a session, and what in it is none of them.

use std::collections::BTreeSet;
use std::path::Path;

use super::judge::{Usual, word_distances};
use super::references::References;
use super::room::{Quiet, quietest_pause};
use super::sound::{decode, unreadable};
use crate::base::diagnostic::Diagnostic;
use crate::base::files::hash_file;
use aloud_audio::align::{Features, Listener, Reading, align_path, find_readings, normalise};
use aloud_audio::{Spec, mix_down};

/// Shortest speech in seconds that is reported as none of the lines.
const WORTH_REPORTING: f64 = 1.0;
/// Number of suspicious words to report at most.
const MOST_SUSPECTS: usize = 10;

/// A session with the lines that were found in it.
#[derive(Debug)]
#[non_exhaustive]
pub struct Session {
    /// Name of the file.
    pub name: String,
    /// Length in seconds.
    pub seconds: f64,
    /// Every reading of a line, in the order of the session.
    pub readings: Vec<LineReading>,
    /// Speech that is none of the lines, in seconds.
    pub unknown: Vec<(f64, f64)>,
    /// Words that do not sound like their text, the most suspicious first.
    pub suspects: Vec<Suspect>,
    pub(super) path: std::path::PathBuf,
    pub(super) content: String,
    pub(super) spec: Spec,
    pub(super) room: Option<Quiet>,
}

impl Session {
    /// Accepts the readings with words that are probably wrong. The last one of a line without another reading is used.
    pub fn accept_mismatched(&mut self) {
        let mut has_choice: BTreeSet<usize> =
            self.readings.iter().filter(|reading| reading.chosen).map(|reading| reading.segment).collect();
        for reading in self.readings.iter_mut().rev().filter(|reading| reading.mismatched) {
            reading.mismatched = false;
            reading.chosen = has_choice.insert(reading.segment);
        }
    }
}

/// A reading of a line.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct LineReading {
    /// Index of the segment.
    pub segment: usize,
    /// Start in seconds.
    pub start: f64,
    /// End in seconds.
    pub end: f64,
    /// True if the line was read to its end.
    pub complete: bool,
    /// True if it is complete only by its length: its end did not match.
    pub doubtful: bool,
    /// True if the words are probably not those of the line.
    pub mismatched: bool,
    /// True for the reading to use: the last good one.
    pub chosen: bool,
    /// Cost relative to any other speech; lower is better.
    pub ratio: f32,
    /// Silence in seconds before and after it.
    pub(super) quiet: (f64, f64),
    /// The words and their times in the session.
    pub(super) words: Vec<(String, f64, f64)>,
}

/// A word that does not sound like its text.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Suspect {
    /// Index of the segment.
    pub segment: usize,
    /// The word in its spoken form.
    pub word: String,
    /// Its time in the session in seconds.
    pub at: f64,
    /// How unusual it is, in deviations of the session.
    pub suspicion: f32,
}

/// Finds the lines in a session.
///
/// # Errors
/// If the file cannot be read or is not whole.
pub fn find_lines(references: &References, file: &Path) -> Result<Session, Diagnostic> {
    let (features, spec, seconds) = listen(file)?;
    let content = hash_file(file)?.to_hex().to_string();
    let mut features = [features];
    normalise(&mut features);
    let [features] = features;
    let found = find_readings(&features, &references.features);
    let mut readings = Vec::new();
    let mut distances = Vec::new();
    for reading in &found {
        let (line_reading, of_words) = line_reading(references, &features, reading, seconds);
        distances.push(of_words);
        readings.push(line_reading);
    }
    let suspects = suspects(&readings, &distances);
    Ok(Session {
        name: file.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        seconds,
        unknown: unknown(&features, &found),
        suspects,
        readings,
        path: file.to_path_buf(),
        content,
        spec,
        room: quietest_pause(&features, seconds),
    })
}

/// Computes the features of a session. Returns them with its format and its length in seconds.
fn listen(file: &Path) -> Result<(Features, Spec, f64), Diagnostic> {
    let mut session: Option<(Listener, Spec)> = None;
    let (mut mono, mut frames) = (Vec::new(), 0_u64);
    decode(file, |spec, _, block| {
        let (listener, _) = match &mut session {
            Some(session) => session,
            None => {
                session.insert((Listener::new(spec.sample_rate).map_err(|e| unreadable(file, &e))?, spec))
            }
        };
        mix_down(block, spec.channels, &mut mono);
        frames += mono.len() as u64;
        listener.push(&mono).map_err(|error| unreadable(file, &error))
    })?;
    let (listener, spec) = session.ok_or_else(|| unreadable(file, &"it has no sound"))?;
    let features = listener.finish().map_err(|error| unreadable(file, &error))?;
    Ok((features, spec, frames as f64 / f64::from(spec.sample_rate)))
}

fn line_reading(
    references: &References,
    features: &Features,
    reading: &Reading,
    seconds: f64,
) -> (LineReading, Vec<Option<f32>>) {
    let line = &references.lines[reading.line];
    let (start, end) = (features.start(reading.start), features.end(reading.end - 1));
    let before = reading.start.checked_sub(1).map_or(0.0, |step| features.end(step));
    let after = if reading.end < features.steps.len() { features.start(reading.end) } else { seconds };
    let reference = &references.features[reading.line].steps;
    let path = align_path(&features.steps[reading.start..reading.end], reference);
    let words = path.as_ref().map_or_else(Vec::new, |path| {
        let times = line.words.iter().map(|(word, steps)| {
            let steps = path.reading_of(steps.clone());
            let first = (reading.start + steps.start).min(reading.end - 1);
            let last = (reading.start + steps.end).clamp(first + 1, reading.end) - 1;
            (word.clone(), features.start(first), features.end(last))
        });
        times.collect()
    });
    let distances = path.map_or_else(Vec::new, |path| word_distances(line, &path));
    let reading = LineReading {
        segment: line.segment,
        start,
        end,
        complete: reading.complete,
        doubtful: reading.doubtful,
        mismatched: reading.mismatched,
        chosen: reading.chosen,
        ratio: reading.ratio,
        quiet: ((start - before).max(0.0), (after - end).max(0.0)),
        words,
    };
    (reading, distances)
}

/// Returns the most suspicious words of the chosen readings.
fn suspects(readings: &[LineReading], distances: &[Vec<Option<f32>>]) -> Vec<Suspect> {
    let chosen = || readings.iter().zip(distances).filter(|(reading, _)| reading.chosen);
    let Some(usual) =
        Usual::of(chosen().flat_map(|(_, distances)| distances.iter().flatten().copied()).collect())
    else {
        return Vec::new();
    };
    let mut suspects = Vec::new();
    for (reading, distances) in chosen() {
        for ((word, start, _), distance) in reading.words.iter().zip(distances) {
            if let Some(suspicion) = distance.and_then(|distance| usual.suspicion(distance)) {
                suspects.push(Suspect {
                    segment: reading.segment,
                    word: word.clone(),
                    at: *start,
                    suspicion,
                });
            }
        }
    }
    suspects.sort_by(|a, b| b.suspicion.total_cmp(&a.suspicion));
    suspects.truncate(MOST_SUSPECTS);
    suspects
}

/// Returns the stretches of speech that are none of the lines.
fn unknown(features: &Features, readings: &[Reading]) -> Vec<(f64, f64)> {
    let mut unknown = Vec::new();
    let mut from = 0;
    let ends = readings.iter().map(|reading| (reading.start, reading.end));
    for (start, end) in ends.chain([(features.steps.len(), features.steps.len())]) {
        if start > from {
            let speech = (start - from) as f64 * features.step_seconds();
            if speech >= WORTH_REPORTING {
                unknown.push((features.start(from), features.end(start - 1)));
            }
        }
        from = from.max(end);
    }
    unknown
}
