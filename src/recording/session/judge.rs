//! Judges how well the words of a reading match their line, in units of the session's own spread.

use std::collections::BTreeMap;

use super::references::References;
use aloud_audio::align::{Path, Phones, Step};

/// Steps of a run whose mean counts: 0.5 s, which is a long word. Of a hundred wrong content words, such runs find 70. Runs of 0.3 s and
/// of 0.8 s find 67.
pub(super) const RUN: usize = 25;
/// A run is suspicious if its mismatch is so many deviations above the median of the voice's readings. One line of a hundred with the
/// right words has such a run.
const SUSPICIOUS: f32 = 4.2;
/// Runs that are needed to know the median.
const FEWEST: usize = 100;
/// Deviation of a normal distribution relative to the median of its absolute deviations.
const NORMAL: f32 = 1.4826;

/// Largest mean mismatch of a reading with the right words, with one reference voice and with several. With three voices, 720 right
/// readings of four synthetic readers had at most 3.12 and 99 of 100 at most 2.95, whether close to the microphone, in a room or at 8 kHz.
/// 995 of 1,000 readings of another line had at least 3.48. Spanish and German lines, which one voice speaks, had at most 3.07, and 99 of
/// 100 other lines at least 3.45.
const MOST_MISMATCH: [f32; 2] = [3.4, 3.3];
/// Very fast readings slur. The limit is higher by this for those that take less than this share of the reference voice's time.
const FAST: f32 = 0.25;
const FAST_PACE: f32 = 0.65;
/// The limit is higher in a session whose readings have a high median: it is above that by this. In sessions of four synthetic readers,
/// right readings were at most 0.82 above it, and remarks that the search took for a line at least 1.22. Another reader's right reading
/// was at 1.03.
const ABOVE_SESSION: f32 = 1.1;
/// Short readings vary more. The limit is higher by up to this for those of fewer steps than the second number (two seconds), and those
/// of fewer than the third are not judged: a spoken "one" of 0.4 s was 2.3 above the median.
const SHORT: f32 = 0.6;
const SHORT_STEPS: usize = 100;
const FEWEST_STEPS: usize = 30;
/// Readings that are needed to know the median.
const FEWEST_READINGS: usize = 5;

/// Aligns a reading with a reference.
pub(super) type Align = fn(&[Step], &[Step]) -> Option<Path>;

/// A line as all reference voices speak it, with the phones that the network recognises in them.
pub(super) struct JudgedLine<'a> {
    voices: Vec<(&'a [Step], Phones)>,
}

impl<'a> JudgedLine<'a> {
    /// Recognises the phones of a line. That takes as long as a reading of it, so use the result for all readings.
    pub(super) fn of(references: &'a References, line: usize) -> Self {
        let voices = [&references.features].into_iter().chain(&references.others);
        let steps = voices.filter_map(|lines| lines.get(line)).map(|line| line.steps.as_slice());
        Self { voices: steps.map(|steps| (steps, Phones::of(steps))).collect() }
    }

    /// Returns the mismatch of each step of a reading, as the mean over all reference voices. `align` aligns the reading with each of
    /// them. The mean finds more wrong words than the smallest mismatch does, and three voices find more than one or two. Without an
    /// alignment there are none.
    pub(super) fn mismatches(&self, reading: &[Step], align: Align) -> Vec<f32> {
        let phones = Phones::of(reading);
        let (mut sums, mut count) = (vec![0.0; reading.len()], 0.0_f32);
        for (steps, of_line) in &self.voices {
            let Some(path) = align(reading, steps) else { continue };
            let of_voice = phones.mismatches(of_line, &path);
            sums.iter_mut().zip(of_voice).for_each(|(sum, other)| *sum += other);
            count += 1.0;
        }
        if count == 0.0 {
            return Vec::new();
        }
        sums.iter_mut().for_each(|sum| *sum /= count);
        sums
    }
}

/// Returns the largest mean mismatch of a reading with the right words. `pace` is its length relative to that of the reference voice.
pub(super) fn most_mismatch(references: &References, pace: f32) -> f32 {
    let fast = if pace < FAST_PACE { FAST } else { 0.0 };
    MOST_MISMATCH[usize::from(!references.others.is_empty())] + fast
}

/// Returns the largest mean mismatch of a reading with the right words in a session, from the mean mismatches of all its readings. In a
/// room with an echo all are larger.
pub(super) fn limit_of_session(mut means: Vec<f32>) -> f32 {
    if means.len() < FEWEST_READINGS { 0.0 } else { median(&mut means) + ABOVE_SESSION }
}

/// Returns by how much the limit is higher for a reading of a session because it is short.
pub(super) fn short_allowance(steps: usize) -> f32 {
    if steps < FEWEST_STEPS {
        return f32::INFINITY;
    }
    SHORT * (1.0 - steps as f32 / SHORT_STEPS as f32).max(0.0)
}

/// Returns the mean mismatch of the steps of a reading; infinity if it could not be aligned.
pub(super) fn mean(mismatches: &[f32]) -> f32 {
    let sum: f32 = mismatches.iter().sum();
    if mismatches.is_empty() { f32::INFINITY } else { sum / mismatches.len() as f32 }
}

/// The usual mismatch of the readings of each voice.
pub(super) struct Usual<'a> {
    voices: BTreeMap<&'a str, (f32, f32)>,
}

impl<'a> Usual<'a> {
    /// Measures it in the readings that are used: the voice of each, and the mismatches of its runs.
    pub(super) fn of<'r>(readings: impl Iterator<Item = (&'a str, &'r Vec<f32>)>) -> Self {
        let mut of_voices: BTreeMap<&str, Vec<f32>> = BTreeMap::new();
        for (voice, runs) in readings {
            of_voices.entry(voice).or_default().extend(runs);
        }
        let mut voices = BTreeMap::new();
        for (voice, mut runs) in of_voices.into_iter().filter(|(_, runs)| runs.len() >= FEWEST) {
            let median = median(&mut runs);
            runs.iter_mut().for_each(|run| *run = (*run - median).abs());
            voices.insert(voice, (median, self::median(&mut runs) * NORMAL));
        }
        Self { voices }
    }

    /// Returns how unusual a run of a voice is, in deviations; `None` if its usual runs are not known.
    pub(super) fn deviations(&self, voice: &str, run: f32) -> Option<f32> {
        let (median, deviation) = self.voices.get(voice)?;
        Some((run - median) / deviation.max(f32::MIN_POSITIVE))
    }
}

/// Returns the runs that are suspicious: the number of the first step, and how many deviations it is above the median.
pub(super) fn suspicious_runs(usual: &Usual<'_>, voice: &str, runs: &[f32]) -> Vec<(usize, f32)> {
    let deviations = runs.iter().map(|run| usual.deviations(voice, *run).unwrap_or_default());
    deviations.enumerate().filter(|(_, deviations)| *deviations > SUSPICIOUS).collect()
}

fn median(values: &mut [f32]) -> f32 {
    values.sort_by(f32::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unusual_run_is_suspicious() {
        let usual = |n: usize| 1.3 + (n % 10) as f32 * 0.02;
        let runs = [(0..200).map(usual).collect::<Vec<f32>>(), vec![1.3; FEWEST - 1]];
        let found = Usual::of(["anna", "ben"].into_iter().zip(&runs));
        assert_eq!(suspicious_runs(&found, "anna", &[1.3, 1.5, 2.2]).len(), 1);
        assert_eq!(suspicious_runs(&found, "anna", &[1.3, 1.5, 2.2])[0].0, 2);
        assert!(suspicious_runs(&found, "ben", &[9.0]).is_empty(), "too few words to judge");
    }

    #[test]
    fn readings_in_a_room_are_compared_with_each_other() {
        let limit = limit_of_session(vec![2.8, 2.7, 2.9, 4.3, 2.8]);
        assert!((3.8..4.1).contains(&limit), "{limit}");
        assert_eq!(limit_of_session(vec![2.8; 4]), 0.0, "too few readings to know");
        assert_eq!(limit_of_session(Vec::new()), 0.0);
    }

    #[test]
    fn short_readings_have_a_higher_limit_and_the_shortest_none() {
        assert_eq!(short_allowance(200), 0.0);
        assert!(short_allowance(40) > short_allowance(80));
        assert!(short_allowance(20).is_infinite());
    }
}
