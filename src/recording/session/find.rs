//! Finds the lines in a session, and what in it is none of them.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::Path;

use super::judge::{
    JudgedLine, RUN, Usual, limit_of_session, mean, most_mismatch, short_allowance, suspicious_runs,
};
use super::references::References;
use super::room::{Quiet, quietest_pause};
use super::sound::{SessionFile, decode, unreadable};
use crate::base::diagnostic::Diagnostic;
use crate::base::files::ProjectPath;
use aloud_audio::align::{
    Features, Listener, Normaliser, Reading, align_path, choose_again, find_readings, means_of_runs,
};
use aloud_audio::decode::Decoder;
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
    /// Number of clicks, such as those of a clapper that marks a retake.
    pub clicks: usize,
    /// Words that do not sound like their text, the most suspicious first.
    pub suspects: Vec<Suspect>,
    pub(super) file: SessionFile,
    pub(super) content: String,
    pub(super) spec: Spec,
    pub(super) room: Option<Quiet>,
    pub(super) features: Features,
    /// Bands without any sound.
    pub(super) empty_bands: Vec<usize>,
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

impl Session {
    /// Chooses the last good reading of the line of a reading that was refused.
    pub(super) fn choose_another(&mut self, refused: usize) {
        let line = self.readings[refused].line;
        let good = |reading: &&mut LineReading| {
            reading.line == line && reading.complete && !reading.mismatched && !reading.doubtful
        };
        if let Some(other) = self.readings.iter_mut().rev().find(good) {
            other.chosen = true;
        }
    }
}

/// A reading of a line.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct LineReading {
    /// Index of the segment.
    pub segment: usize,
    /// The voice that reads it.
    pub voice: String,
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
    /// How far its worst place is from the line, in deviations of the session; `None` if there are too few readings to know.
    pub score: Option<f32>,
    /// How its words differ from those of the line, if a recogniser heard that.
    pub difference: Option<String>,
    /// True if the recogniser has listened to it.
    pub(super) heard: bool,
    /// Index of the line among the references, and the steps of the session.
    pub(super) line: usize,
    pub(super) steps: Range<usize>,
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
pub fn find_lines(references: &References, path: &ProjectPath) -> Result<Session, Diagnostic> {
    let file = SessionFile::of(path)?;
    let (features, spec, seconds) = listen(file.decoder()?, path)?;
    file.check_length(spec, seconds)?;
    let content = file.content()?;
    let (features, empty_bands) = normalised(features);
    let restricted = references.without_bands(&empty_bands);
    let references = restricted.as_ref().unwrap_or(references);
    let mut found = find_readings(&features, &references.features, &references.readers());
    let mismatches = all_mismatches(references, &features, &found);
    refuse_other_words(references, &mut found, &mismatches);
    let mut readings: Vec<LineReading> =
        found.iter().map(|reading| line_reading(references, &features, reading, seconds)).collect();
    let runs: Vec<Vec<f32>> = mismatches.iter().map(|steps| means_of_runs(steps, RUN)).collect();
    let suspects = suspects(&readings, &runs, &features);
    score(&mut readings, &runs);
    Ok(Session {
        name: path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        seconds,
        unknown: unknown(&features, &found),
        clicks: (0..features.steps.len()).filter(|step| features.click_before(*step)).count(),
        suspects,
        readings,
        file,
        content,
        spec,
        room: quietest_pause(&features, seconds),
        features,
        empty_bands,
    })
}

/// Normalises the features of a recording by themselves. Returns the bands that it does not have as well.
pub(super) fn normalised(features: Features) -> (Features, Vec<usize>) {
    let features = [features];
    let normaliser = Normaliser::of(&features);
    let [mut features] = features;
    normaliser.apply(&mut features);
    (features, normaliser.empty_bands())
}

/// Computes the features of a recording. Returns them with its format and its length in seconds. `file` is for messages.
pub(super) fn listen(mut decoder: Decoder, file: &Path) -> Result<(Features, Spec, f64), Diagnostic> {
    let mut session: Option<(Listener, Spec)> = None;
    let (mut mono, mut frames) = (Vec::new(), 0_u64);
    let mut bounds = Bounds::new(decoder.spec(), file);
    bounds.check_length(decoder.declared_frames().unwrap_or_default())?;
    decode(decoder, file, |spec, _, block| {
        bounds.check(block)?;
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

/// Bounds the work for a file that a person named by mistake, and for one that is made to cost time.
struct Bounds<'a> {
    file: &'a Path,
    spec: Spec,
    frames: u64,
    /// No sound was heard yet.
    is_silent: bool,
}

/// Longest session in seconds: a working day of a narrator.
const LONGEST_SESSION: u64 = 12 * 3600;
/// Longest silence before the first sound in seconds. With a longer one, the microphone was off.
const LONGEST_SILENCE: u64 = 30 * 60;
/// Level of silence, full scale 1.0 (−80 dBFS).
const SILENCE: f32 = 1e-4;

impl<'a> Bounds<'a> {
    fn new(spec: Spec, file: &'a Path) -> Self {
        Self { file, spec, frames: 0, is_silent: true }
    }

    fn check(&mut self, block: &[f32]) -> Result<(), Diagnostic> {
        self.frames += (block.len() / usize::from(self.spec.channels.max(1))) as u64;
        self.check_length(self.frames)?;
        self.is_silent = self.is_silent && block.iter().all(|sample| sample.abs() < SILENCE);
        if self.is_silent && self.frames > LONGEST_SILENCE * u64::from(self.spec.sample_rate) {
            let what = format!("the first {} minutes of the recording are silent", LONGEST_SILENCE / 60);
            return Err(Diagnostic::error("recording-silent", what)
                .at(self.file)
                .hint("check that it is the right file, and that the microphone was on"));
        }
        Ok(())
    }

    fn check_length(&self, frames: u64) -> Result<(), Diagnostic> {
        let seconds = frames / u64::from(self.spec.sample_rate.max(1));
        if seconds <= LONGEST_SESSION {
            return Ok(());
        }
        let (hours, most) = (seconds / 3600, LONGEST_SESSION / 3600);
        let what = format!("the recording is longer than {most} hours: {hours} hours");
        Err(Diagnostic::error("recording-too-long", what).at(self.file).hint("cut it into several sessions"))
    }
}

pub(super) fn line_reading(
    references: &References,
    features: &Features,
    reading: &Reading,
    seconds: f64,
) -> LineReading {
    let line = &references.lines[reading.line];
    let (start, end) = (features.start(reading.start), features.end(reading.end - 1));
    let before = reading.start.checked_sub(1).map_or(0.0, |step| features.end(step));
    let after = if reading.end < features.steps.len() { features.start(reading.end) } else { seconds };
    let steps = &features.steps[reading.start..reading.end];
    let path = align_path(steps, &references.features[reading.line].steps);
    let words = path.map_or_else(Vec::new, |path| {
        let times = line.words.iter().map(|(word, steps)| {
            let steps = path.reading_of(steps.clone());
            let first = (reading.start + steps.start).min(reading.end - 1);
            let last = (reading.start + steps.end).clamp(first + 1, reading.end) - 1;
            (word.clone(), features.start(first), features.end(last))
        });
        times.collect()
    });
    LineReading {
        segment: line.segment,
        voice: line.voice.clone(),
        start,
        end,
        complete: reading.complete,
        doubtful: reading.doubtful,
        mismatched: reading.mismatched,
        chosen: reading.chosen,
        ratio: reading.ratio,
        score: None,
        difference: None,
        heard: false,
        line: reading.line,
        steps: reading.start..reading.end,
        quiet: ((start - before).max(0.0), (after - end).max(0.0)),
        words,
    }
}

/// Returns the mismatches of the steps of each reading; none for a reading that is not complete. The readings of a line are judged
/// one after another, so its phones are recognised once and only those of one line are in memory.
fn all_mismatches(references: &References, features: &Features, found: &[Reading]) -> Vec<Vec<f32>> {
    let mut of_lines: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, reading) in found.iter().enumerate().filter(|(_, reading)| reading.complete) {
        of_lines.entry(reading.line).or_default().push(at);
    }
    let mut mismatches = vec![Vec::new(); found.len()];
    for (line, readings) in of_lines {
        let line = JudgedLine::of(references, line);
        for at in readings {
            let steps = &features.steps[found[at].start..found[at].end];
            mismatches[at] = line.mismatches(steps, align_path);
        }
    }
    mismatches
}

/// Refuses the readings whose phones are those of other words, such as a remark that the search took for a retake, and chooses again.
fn refuse_other_words(references: &References, found: &mut [Reading], mismatches: &[Vec<f32>]) {
    let readers = references.readers();
    let mut means: BTreeMap<usize, Vec<f32>> = BTreeMap::new();
    for (reading, mismatches) in found.iter().zip(mismatches).filter(|(_, steps)| !steps.is_empty()) {
        means.entry(readers[reading.line]).or_default().push(mean(mismatches));
    }
    let of_session: BTreeMap<usize, f32> =
        means.into_iter().map(|(reader, means)| (reader, limit_of_session(means))).collect();
    for (reading, mismatches) in found.iter_mut().zip(mismatches).filter(|(_, steps)| !steps.is_empty()) {
        let pace = references.pace(reading.line, mismatches.len());
        let limit = most_mismatch(references, pace).max(of_session[&readers[reading.line]]);
        reading.mismatched |= mean(mismatches) > limit + short_allowance(mismatches.len());
    }
    choose_again(found, &readers);
}

/// Returns the usual mismatch of the chosen readings.
fn usual<'a>(readings: &'a [LineReading], runs: &[Vec<f32>]) -> Usual<'a> {
    let chosen = readings.iter().zip(runs).filter(|(reading, _)| reading.chosen);
    Usual::of(chosen.map(|(reading, runs)| (reading.voice.as_str(), runs)))
}

/// Sets the score of each complete reading.
fn score(readings: &mut [LineReading], runs: &[Vec<f32>]) {
    let worst = |runs: &Vec<f32>| runs.iter().copied().reduce(f32::max);
    let scores: Vec<Option<f32>> = {
        let usual = usual(readings, runs);
        let scored = readings.iter().zip(runs);
        scored.map(|(reading, runs)| usual.deviations(&reading.voice, worst(runs)?)).collect()
    };
    readings.iter_mut().zip(scores).for_each(|(reading, score)| reading.score = score);
}

/// Returns the most suspicious words of the chosen readings.
fn suspects(readings: &[LineReading], runs: &[Vec<f32>], features: &Features) -> Vec<Suspect> {
    let usual = usual(readings, runs);
    let mut suspects: BTreeMap<(usize, usize), Suspect> = BTreeMap::new();
    for (at, (reading, runs)) in readings.iter().zip(runs).enumerate().filter(|(_, (r, _))| r.chosen) {
        for (run, suspicion) in suspicious_runs(&usual, &reading.voice, runs) {
            let first = reading.steps.start + run;
            let last = (first + RUN).min(reading.steps.end) - 1;
            let Some(word) = word_in(reading, features.start(first), features.end(last)) else { continue };
            let suspect = suspects.entry((at, word)).or_insert_with(|| Suspect {
                segment: reading.segment,
                word: reading.words[word].0.clone(),
                at: reading.words[word].1,
                suspicion,
            });
            suspect.suspicion = suspect.suspicion.max(suspicion);
        }
    }
    let mut suspects: Vec<Suspect> = suspects.into_values().collect();
    suspects.sort_by(|a, b| b.suspicion.total_cmp(&a.suspicion));
    suspects.truncate(MOST_SUSPECTS);
    suspects
}

/// Returns the word that takes most of a range of seconds.
fn word_in(reading: &LineReading, start: f64, end: f64) -> Option<usize> {
    let shared = |at: &usize| {
        let (_, from, to) = &reading.words[*at];
        to.min(end) - from.max(start)
    };
    (0..reading.words.len()).max_by(|a, b| shared(a).total_cmp(&shared(b)))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_silence_and_impossible_lengths_end_the_work() {
        let spec = Spec { sample_rate: 100, channels: 2 };
        let minute = vec![0.0; 100 * 60 * 2];
        let mut bounds = Bounds::new(spec, Path::new("session.wav"));
        (0..30).for_each(|_| bounds.check(&minute).unwrap());
        assert_eq!(bounds.check(&minute).unwrap_err().code, "recording-silent");
        let mut bounds = Bounds::new(spec, Path::new("session.wav"));
        (0..20).for_each(|_| bounds.check(&minute).unwrap());
        bounds.check(&[0.5, 0.5]).unwrap();
        // A pause after the first sound may be long.
        (0..60 * 11).for_each(|_| bounds.check(&minute).unwrap());
        let longest = (0..60).find_map(|_| bounds.check(&minute).err());
        assert_eq!(longest.unwrap().code, "recording-too-long");
        // The length that a header declares is enough.
        assert_eq!(bounds.check_length(u64::MAX).unwrap_err().code, "recording-too-long");
    }
}
