//! Loudness of a whole programme from the block powers of its parts: integrated (ITU-R BS.1770-5), highest short-term
//! (EBU Tech 3341) and range (EBU Tech 3342). Memory does not grow with the programme.

use std::collections::VecDeque;

use super::loudness::{ABSOLUTE_GATE, BLOCKS_A_SECOND, MOMENTARY, RELATIVE_GATE, SHORT_TERM, lufs, power};

/// The range has a relative threshold of its own (Tech 3342, section 2.2), LU.
const RANGE_GATE: f64 = -20.0;
/// Percentiles between which the range lies (Tech 3342, section 2.2).
const RANGE: (f64, f64) = (0.10, 0.95);

/// What a programme reads; each is `None` when all of it is silent or too short.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Reading {
    /// Integrated loudness, LUFS.
    pub integrated: Option<f64>,
    /// Highest momentary loudness, LUFS.
    pub momentary_max: Option<f64>,
    /// Highest short-term loudness, LUFS.
    pub short_term_max: Option<f64>,
    /// Loudness range, LU.
    pub range: Option<f64>,
    /// Momentary loudness of the quietest 400 ms, LUFS; `None` also where they are digital silence.
    pub floor: Option<f64>,
}

/// Takes block powers in the order of the programme, wherever they begin.
#[derive(Debug, Clone)]
pub struct ProgrammeMeter {
    /// Length of a block of the programme in frames; blocks that do not begin on this grid are shared out.
    grid: f64,
    /// Blocks from `first` on that may still be added to.
    open: VecDeque<f64>,
    first: u64,
    /// The last blocks that are finished, at most as many as a short-term window has.
    recent: VecDeque<f64>,
    momentary: Histogram,
    short_term: Histogram,
    loudest: f64,
    momentary_loudest: f64,
    quietest: f64,
    finished: u64,
}

impl ProgrammeMeter {
    /// For a programme of `rate` frames a second.
    pub fn new(rate: u32) -> Self {
        Self {
            grid: f64::from((rate / BLOCKS_A_SECOND).max(1)),
            open: VecDeque::new(),
            first: 0,
            recent: VecDeque::new(),
            momentary: Histogram::new(),
            short_term: Histogram::new(),
            loudest: 0.0,
            momentary_loudest: 0.0,
            quietest: f64::INFINITY,
            finished: 0,
        }
    }

    /// Adds blocks of `length` frames each, the first beginning at frame `start`. No later call may begin earlier.
    pub fn add(&mut self, start: u64, length: f64, blocks: impl IntoIterator<Item = f64>) {
        self.close_before((start as f64 / self.grid) as u64);
        for (nth, power) in blocks.into_iter().enumerate() {
            let from = (start as f64 + nth as f64 * length) / self.grid - self.first as f64;
            self.share(from, length / self.grid, power);
        }
    }

    /// Spreads the energy of a block over the blocks of the grid that it lies in.
    fn share(&mut self, from: f64, length: f64, power: f64) {
        let (mut at, end) = (from, from + length);
        // A sliver that rounding leaves is nothing.
        while end - at > 1e-9 {
            let cell = at as usize;
            let until = end.min(cell as f64 + 1.0);
            if self.open.len() <= cell {
                self.open.resize(cell + 1, 0.0);
            }
            self.open[cell] += power * (until - at);
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
        let mean_of_last = |blocks: usize| self.recent.iter().rev().take(blocks).sum::<f64>() / blocks as f64;
        if self.finished >= MOMENTARY as u64 {
            let power = mean_of_last(MOMENTARY);
            self.quietest = self.quietest.min(power);
            self.momentary_loudest = self.momentary_loudest.max(power);
            self.momentary.add(power);
        }
        if self.finished >= SHORT_TERM as u64 {
            let power = mean_of_last(SHORT_TERM);
            self.loudest = self.loudest.max(power);
            self.short_term.add(power);
        }
    }

    /// The reading of a programme of `length` frames.
    pub fn finish(mut self, length: u64) -> Reading {
        self.close_before((length as f64 / self.grid) as u64);
        if self.finished < MOMENTARY as u64 {
            // Shorter than one window: all of it is the window, as long as it is.
            let energy: f64 = self.recent.iter().chain(&self.open).sum();
            self.momentary.add(energy / (length as f64 / self.grid).max(1e-9));
        }
        Reading {
            integrated: self.momentary.gated(RELATIVE_GATE).map(|(mean, _)| lufs(mean)),
            short_term_max: (self.loudest > power(ABSOLUTE_GATE)).then(|| lufs(self.loudest)),
            range: self.short_term.range(),
            momentary_max: (self.momentary_loudest > power(ABSOLUTE_GATE))
                .then(|| lufs(self.momentary_loudest)),
            floor: (self.quietest > 0.0 && self.quietest.is_finite()).then(|| lufs(self.quietest)),
        }
    }
}

/// Windows by loudness in steps of 0.01 LU: finer than any meter shows, and as large for a hundred hours as for one.
#[derive(Debug, Clone)]
struct Histogram {
    bins: Vec<Bin>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Bin {
    count: u64,
    sum: f64,
}

const STEPS_A_LU: f64 = 100.0;
/// Up to 20 LU above full scale; what is louder is counted in the last bin, with its true power.
const TOP: f64 = 20.0;

impl Histogram {
    fn new() -> Self {
        Self { bins: vec![Bin::default(); bin_of(TOP) + 1] }
    }

    fn add(&mut self, power: f64) {
        let loudness = lufs(power);
        if loudness > ABSOLUTE_GATE {
            let bin = &mut self.bins[bin_of(loudness.min(TOP))];
            bin.count += 1;
            bin.sum += power;
        }
    }

    /// Mean power of the windows above both gates, and the lowest bin that is.
    fn gated(&self, relative: f64) -> Option<(f64, usize)> {
        let gate = bin_of((lufs(mean(&self.bins)?) + relative).clamp(ABSOLUTE_GATE, TOP));
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
            at.map_or(0.0, |at| at as f64 / STEPS_A_LU)
        };
        Some(percentile(RANGE.1) - percentile(RANGE.0))
    }
}

fn bin_of(loudness: f64) -> usize {
    ((loudness - ABSOLUTE_GATE) * STEPS_A_LU) as usize
}

fn mean(bins: &[Bin]) -> Option<f64> {
    let (count, sum) = bins.iter().fold((0, 0.0), |(count, sum), bin| (count + bin.count, sum + bin.sum));
    (count > 0).then(|| sum / count as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audio::loudness::BlockMeter;

    /// A sine in both channels, by seconds and dBFS, as EBU Tech 3341 and 3342 describe their signals.
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

    /// Read as parts of any length would be: each by a meter of its own.
    fn reading(samples: &[f32], part: usize) -> Reading {
        let mut programme = ProgrammeMeter::new(48_000);
        for (nth, piece) in samples.chunks(part).enumerate() {
            let mut meter = BlockMeter::new(48_000);
            meter.push(piece);
            let stereo = meter.finish().into_iter().map(|power| power * 2.0);
            programme.add((nth * part) as u64, 4_800.0, stereo);
        }
        programme.finish(samples.len() as u64)
    }

    #[test]
    fn integrated_loudness_is_as_tech_3341_demands_however_the_programme_is_cut() {
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
                let read = reading(&samples, part).integrated.unwrap();
                assert!((read - expected).abs() <= 0.1, "{read} for {expected} in parts of {part}");
            }
        }
    }

    #[test]
    fn the_range_is_as_tech_3342_demands() {
        let cases: [(&[(f64, f64)], f64); 4] = [
            (&[(20.0, -20.0), (20.0, -30.0)], 10.0),
            (&[(20.0, -20.0), (20.0, -15.0)], 5.0),
            (&[(20.0, -40.0), (20.0, -20.0)], 20.0),
            (&[(20.0, -50.0), (20.0, -35.0), (20.0, -20.0), (20.0, -35.0), (20.0, -50.0)], 15.0),
        ];
        for (parts, expected) in cases {
            let samples = signal(parts);
            let read = reading(&samples, samples.len()).range.unwrap();
            assert!((read - expected).abs() <= 1.0, "{read} for {expected}");
        }
    }

    #[test]
    fn the_highest_short_term_loudness_is_found_wherever_it_begins() {
        // Tech 3341, case 10: a tone of 3 s after 0.15 s, 0.30 s …
        for nth in [0, 1, 7, 13, 19] {
            let samples = signal(&[(0.15 * f64::from(nth), -200.0), (3.0, -23.0), (1.0, -200.0)]);
            let read = reading(&samples, samples.len()).short_term_max.unwrap();
            assert!((read + 23.0).abs() <= 0.1, "{read}, case {nth}");
        }
    }

    #[test]
    fn what_is_far_beyond_full_scale_is_read_as_loud_as_it_is() {
        let samples = signal(&[(5.0, 60.0), (5.0, -20.0)]);
        let reading = reading(&samples, samples.len());
        assert!((reading.integrated.unwrap() - 60.0).abs() < 0.5, "{reading:?}");
        assert!((reading.short_term_max.unwrap() - 60.0).abs() < 0.1, "{reading:?}");
    }

    #[test]
    fn silence_has_no_reading() {
        assert_eq!(reading(&vec![0.0; 480_000], 480_000), Reading::default());
        assert_eq!(ProgrammeMeter::new(48_000).finish(0), Reading::default());
    }
}
