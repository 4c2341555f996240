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
}
