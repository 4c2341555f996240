//! Measures the loudness of a whole program from the block powers of its parts: integrated loudness (ITU-R BS.1770-5),
//! highest short-term loudness (EBU Tech 3341) and loudness range (EBU Tech 3342). Memory does not grow with the length of
//! the program.

use std::collections::VecDeque;

use super::loudness::{ABSOLUTE_GATE, BLOCKS_PER_SECOND, MOMENTARY, RELATIVE_GATE, SHORT_TERM, lufs, power};

/// Relative gate of the loudness range in LU (Tech 3342, section 2.2).
const RANGE_GATE: f64 = -20.0;
/// Percentiles that the loudness range is between (Tech 3342, section 2.2).
const RANGE: (f64, f64) = (0.10, 0.95);

/// The loudness of a program. A value is `None` if the program is silent or too short for it.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
#[non_exhaustive]
pub struct ProgramLoudness {
    /// Integrated loudness in LUFS.
    pub integrated: Option<f64>,
    /// Highest momentary loudness in LUFS.
    pub momentary_max: Option<f64>,
    /// Highest short-term loudness in LUFS.
    pub short_term_max: Option<f64>,
    /// Loudness range in LU.
    pub range: Option<f64>,
    /// Momentary loudness of the quietest 400 ms in LUFS. `None` also if they are digital silence.
    pub floor: Option<f64>,
}

/// Measures a program. It takes block powers in the order of the program, at any position.
#[derive(Debug, Clone)]
pub struct ProgramMeter {
    /// Length of a block of the program in frames. The power of a block that is not on this grid is divided between two
    /// blocks.
    grid: f64,
    /// The blocks from `first` on, which are not finished.
    open: VecDeque<f64>,
    first: u64,
    /// The last finished blocks, at most one short-term window.
    recent: VecDeque<f64>,
    momentary: Histogram,
    short_term: Histogram,
    short_term_max: f64,
    momentary_max: f64,
    quietest: f64,
    finished: u64,
}

impl ProgramMeter {
    /// Creates a meter for a program with this sample rate in Hz.
    pub fn new(rate: u32) -> Self {
        Self {
            grid: f64::from((rate / BLOCKS_PER_SECOND).max(1)),
            open: VecDeque::new(),
            first: 0,
            recent: VecDeque::new(),
            momentary: Histogram::new(),
            short_term: Histogram::new(),
            short_term_max: 0.0,
            momentary_max: 0.0,
            quietest: f64::INFINITY,
            finished: 0,
        }
    }

    /// Adds blocks of `length` frames each, the first at frame `start`. No later call may begin earlier.
    pub fn add(&mut self, start: u64, length: f64, blocks: impl IntoIterator<Item = f64>) {
        self.close_before((start as f64 / self.grid) as u64);
        for (nth, power) in blocks.into_iter().enumerate() {
            let from = (start as f64 + nth as f64 * length) / self.grid - self.first as f64;
            self.distribute(from, length / self.grid, power);
        }
    }

    /// Divides the energy of a block between the blocks of the grid that it overlaps. `from` and `length` are in blocks.
    fn distribute(&mut self, from: f64, length: f64, power: f64) {
        let (mut at, end) = (from, from + length);
        // Ignores the remainder that rounding leaves.
        while end - at > 1e-9 {
            let block = at as usize;
            let until = end.min(block as f64 + 1.0);
            if self.open.len() <= block {
                self.open.resize(block + 1, 0.0);
            }
            self.open[block] += power * (until - at);
            at = until;
        }
    }

    fn close_before(&mut self, block: u64) {
        while self.first < block {
            let power = self.open.pop_front().unwrap_or(0.0);
            self.close(power);
        }
    }

    fn close(&mut self, power: f64) {
        self.first += 1;
        self.finished += 1;
        if self.recent.len() == SHORT_TERM {
            self.recent.pop_front();
        }
        self.recent.push_back(power);
        if self.finished >= MOMENTARY as u64 {
            let power = self.mean_of_last(MOMENTARY);
            self.quietest = self.quietest.min(power);
            self.momentary_max = self.momentary_max.max(power);
            self.momentary.add(power);
        }
        if self.finished >= SHORT_TERM as u64 {
            let power = self.mean_of_last(SHORT_TERM);
            self.short_term_max = self.short_term_max.max(power);
            self.short_term.add(power);
        }
    }

    fn mean_of_last(&self, blocks: usize) -> f64 {
        self.recent.iter().rev().take(blocks).sum::<f64>() / blocks as f64
    }

    /// Returns the loudness of a program of `length` frames.
    pub fn finish(mut self, length: u64) -> ProgramLoudness {
        self.close_before((length as f64 / self.grid) as u64);
        if self.finished < MOMENTARY as u64 {
            // A program shorter than one window counts as one window of its own length.
            let energy: f64 = self.recent.iter().chain(&self.open).sum();
            self.momentary.add(energy / (length as f64 / self.grid).max(1e-9));
        }
        ProgramLoudness {
            integrated: self.momentary.gated(RELATIVE_GATE).map(|(mean, _)| lufs(mean)),
            short_term_max: (self.short_term_max > power(ABSOLUTE_GATE)).then(|| lufs(self.short_term_max)),
            range: self.short_term.range(),
            momentary_max: (self.momentary_max > power(ABSOLUTE_GATE)).then(|| lufs(self.momentary_max)),
            floor: (self.quietest > 0.0 && self.quietest.is_finite()).then(|| lufs(self.quietest)),
        }
    }
}

/// Counts windows by loudness in steps of 0.01 LU. That is finer than any meter shows, and needs the same memory for one
/// hour as for a hundred.
#[derive(Debug, Clone)]
struct Histogram {
    bins: Vec<Bin>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Bin {
    count: u64,
    sum: f64,
}

const BINS_PER_LU: f64 = 100.0;
/// Highest loudness in LUFS. Louder windows count in the last bin, with their true power.
const MAX_LOUDNESS: f64 = 20.0;

impl Histogram {
    fn new() -> Self {
        Self { bins: vec![Bin::default(); bin_of(MAX_LOUDNESS) + 1] }
    }

    fn add(&mut self, power: f64) {
        let loudness = lufs(power);
        if loudness > ABSOLUTE_GATE {
            let bin = &mut self.bins[bin_of(loudness.min(MAX_LOUDNESS))];
            bin.count += 1;
            bin.sum += power;
        }
    }

    /// Returns the mean power of the windows above both gates, and the lowest bin above them.
    fn gated(&self, relative: f64) -> Option<(f64, usize)> {
        let gate = bin_of((lufs(mean(&self.bins)?) + relative).clamp(ABSOLUTE_GATE, MAX_LOUDNESS));
        Some((mean(&self.bins[gate..])?, gate))
    }

    fn range(&self) -> Option<f64> {
        let (_, gate) = self.gated(RANGE_GATE)?;
        let count: u64 = self.bins[gate..].iter().map(|bin| bin.count).sum();
        let percentile = |share: f64| {
            let rank = ((count - 1) as f64 * share + 0.5) as u64;
            let mut below = 0;
            let at = self.bins[gate..].iter().position(|bin| {
                below += bin.count;
                below > rank
            });
            at.map_or(0.0, |at| at as f64 / BINS_PER_LU)
        };
        Some(percentile(RANGE.1) - percentile(RANGE.0))
    }
}

fn bin_of(loudness: f64) -> usize {
    ((loudness - ABSOLUTE_GATE) * BINS_PER_LU) as usize
}

fn mean(bins: &[Bin]) -> Option<f64> {
    let (count, sum) = bins.iter().fold((0, 0.0), |(count, sum), bin| (count + bin.count, sum + bin.sum));
    (count > 0).then(|| sum / count as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::loudness::BlockMeter;

    /// Returns a sine in both channels, by seconds and dBFS, as EBU Tech 3341 and 3342 describe their signals.
    fn signal(parts: &[(f64, f64)]) -> Vec<f32> {
        let level = |second: f64| {
            let mut end = 0.0;
            parts
                .iter()
                .find(|(length, _)| {
                    end += length;
                    second < end
                })
                .map_or(-200.0, |part| part.1)
        };
        let seconds: f64 = parts.iter().map(|part| part.0).sum();
        let sample = |n: usize| {
            let at = n as f64 / 48_000.0;
            (10_f64.powf(level(at) / 20.0) * (std::f64::consts::TAU * 1_000.0 * at).sin()) as f32
        };
        (0..(seconds * 48_000.0).round() as usize).map(sample).collect()
    }

    /// Measures the signal in parts of `part` samples, each with a meter of its own.
    fn measure(samples: &[f32], part: usize) -> ProgramLoudness {
        let mut program = ProgramMeter::new(48_000);
        for (nth, samples) in samples.chunks(part).enumerate() {
            let mut meter = BlockMeter::new(48_000);
            meter.push(samples);
            let stereo = meter.finish().into_iter().map(|power| power * 2.0);
            program.add((nth * part) as u64, 4_800.0, stereo);
        }
        program.finish(samples.len() as u64)
    }

    #[test]
    fn measures_integrated_loudness_by_tech_3341_in_any_parts() {
        let cases: [(&[(f64, f64)], f64); 5] = [
            (&[(20.0, -23.0)], -23.0),
            (&[(20.0, -33.0)], -33.0),
            (&[(10.0, -36.0), (60.0, -23.0), (10.0, -36.0)], -23.0),
            (&[(10.0, -72.0), (10.0, -36.0), (60.0, -23.0), (10.0, -36.0), (10.0, -72.0)], -23.0),
            (&[(20.0, -26.0), (20.1, -20.0), (20.0, -26.0)], -23.0),
        ];
        for (parts, expected) in cases {
            let samples = signal(parts);
            for part in [samples.len(), 301_234] {
                let read = measure(&samples, part).integrated.unwrap();
                assert!((read - expected).abs() <= 0.1, "{read} for {expected} in parts of {part}");
            }
        }
    }

    #[test]
    fn measures_the_loudness_range_by_tech_3342() {
        let cases: [(&[(f64, f64)], f64); 4] = [
            (&[(20.0, -20.0), (20.0, -30.0)], 10.0),
            (&[(20.0, -20.0), (20.0, -15.0)], 5.0),
            (&[(20.0, -40.0), (20.0, -20.0)], 20.0),
            (&[(20.0, -50.0), (20.0, -35.0), (20.0, -20.0), (20.0, -35.0), (20.0, -50.0)], 15.0),
        ];
        for (parts, expected) in cases {
            let samples = signal(parts);
            let read = measure(&samples, samples.len()).range.unwrap();
            assert!((read - expected).abs() <= 1.0, "{read} for {expected}");
        }
    }

    #[test]
    fn finds_the_highest_short_term_loudness_at_any_position() {
        // Tech 3341, case 10: a tone of 3 s after 0.15 s, 0.30 s …
        for nth in [0, 1, 7, 13, 19] {
            let samples = signal(&[(0.15 * f64::from(nth), -200.0), (3.0, -23.0), (1.0, -200.0)]);
            let read = measure(&samples, samples.len()).short_term_max.unwrap();
            assert!((read + 23.0).abs() <= 0.1, "{read}, case {nth}");
        }
    }

    #[test]
    fn measures_levels_far_above_full_scale() {
        let samples = signal(&[(5.0, 60.0), (5.0, -20.0)]);
        let loudness = measure(&samples, samples.len());
        assert!((loudness.integrated.unwrap() - 60.0).abs() < 0.5, "{loudness:?}");
        assert!((loudness.short_term_max.unwrap() - 60.0).abs() < 0.1, "{loudness:?}");
    }

    #[test]
    fn silence_has_no_loudness() {
        assert_eq!(measure(&vec![0.0; 480_000], 480_000), ProgramLoudness::default());
        assert_eq!(ProgramMeter::new(48_000).finish(0), ProgramLoudness::default());
    }
}
