//! Limits the true peak, with look-ahead and a finite reach: its effect on a sample depends only on 20 ms around it.
//!
//! It computes a gain for each step of 1 ms. That is the lowest gain that any step within 5 ms needs, smoothed by a shorter
//! window. Each smoothed gain is a mean of minima that all include the step itself, so the ceiling holds. Between two steps
//! the gain is linear. Gains are integers in units of 2⁻²⁴. Sums of integers are exact, so the result does not depend on
//! where a block begins.

use super::gain::db_to_factor;
use aloud_audio::peak::{CHUNK, REACH, intersample_peaks, max_magnitude, may_exceed};

/// Number of gain steps per second: one step lasts 1 ms.
const STEPS_PER_SECOND: u32 = 1_000;
/// Number of steps to either side over which the lowest gain holds.
const HOLD: usize = 5;
/// Number of steps to either side in the mean of a smoothed gain. A sample is between two steps, and both must hold its
/// peak.
const SMOOTH: usize = HOLD - 1;
/// Number of steps to either side that affect a sample.
const AROUND: usize = HOLD + SMOOTH + 1;
/// Number of steps to process at a time.
const BLOCK: usize = 96;
/// The gain 1 in units of 2⁻²⁴.
const ONE: u32 = 1 << 24;
/// The gain −1 dB in units of 2⁻²⁴. A listener may notice that more is missing.
const HARD: u32 = 14_952_709;
/// Margin below the ceiling in dB. Other meters interpolate with other filters and read up to this much more.
const MARGIN_DB: f64 = 0.1;

/// Returns the number of frames to either side that affect a sample.
#[inline]
pub(super) fn reach(rate: u32) -> usize {
    AROUND * step(rate) + REACH
}

#[inline]
fn step(rate: u32) -> usize {
    (rate / STEPS_PER_SECOND).max(1) as usize
}

/// A limiter for one or more channels, which all get the same gain. The output is later than the input by [`reach`].
pub(super) struct Limiter {
    ceiling: f32,
    step: usize,
    reach: usize,
    /// By channel: the last `reach` frames that are done, then the input that is not done.
    buffers: Vec<Vec<f32>>,
    stats: LimiterStats,
}

/// The work of a limiter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct LimiterStats {
    /// Number of frames that were attenuated.
    pub(super) frames: u64,
    /// Number of frames that were attenuated by more than 1 dB.
    pub(super) hard_frames: u64,
    /// Lowest gain in units of 2⁻²⁴.
    pub(super) least_gain: u32,
}

impl LimiterStats {
    /// A limiter that attenuated nothing.
    pub(super) const NONE: Self = Self { frames: 0, hard_frames: 0, least_gain: ONE };

    /// Adds the work on another region.
    pub(super) fn combine(self, other: Self) -> Self {
        Self {
            frames: self.frames + other.frames,
            hard_frames: self.hard_frames + other.hard_frames,
            least_gain: self.least_gain.min(other.least_gain),
        }
    }

    /// Returns the greatest gain reduction in dB, 0 or more.
    pub(super) fn max_reduction_db(self) -> f64 {
        -20.0 * libm::log10(f64::from(self.least_gain) / f64::from(ONE))
    }
}

impl Limiter {
    /// Creates a limiter for `channels` channels at `rate` Hz that keeps the true peak below `peak` dBTP.
    pub(super) fn new(rate: u32, channels: usize, peak: f64) -> Self {
        let reach = reach(rate);
        Self {
            ceiling: db_to_factor(peak - MARGIN_DB),
            step: step(rate),
            reach,
            buffers: vec![vec![0.0; reach]; channels],
            stats: LimiterStats::NONE,
        }
    }

    /// Adds samples by channel, and appends those that are done to `out`.
    pub(super) fn push(&mut self, samples: &[Vec<f32>], out: &mut [Vec<f32>]) {
        for (buffer, samples) in self.buffers.iter_mut().zip(samples) {
            buffer.extend_from_slice(samples);
        }
        let mut done = 0;
        let frames = BLOCK * self.step;
        while self.buffers[0].len() - done >= frames + 2 * self.reach {
            self.block(done, frames, out);
            done += frames;
        }
        self.buffers.iter_mut().for_each(|buffer| drop(buffer.drain(..done)));
    }

    /// Appends the remaining samples and returns the work of the limiter.
    pub(super) fn finish(mut self, out: &mut [Vec<f32>]) -> LimiterStats {
        let left = self.buffers[0].len() - self.reach;
        let whole = left.next_multiple_of(self.step);
        self.buffers.iter_mut().for_each(|buffer| buffer.resize(whole + 2 * self.reach, 0.0));
        let begin = out[0].len();
        self.block(0, whole, out);
        out.iter_mut().for_each(|out| out.truncate(begin + left));
        self.stats
    }

    /// Appends `frames` samples of the buffers from `from + reach` on, whole steps, to `out`.
    fn block(&mut self, from: usize, frames: usize, out: &mut [Vec<f32>]) {
        let first = from + self.reach;
        for (buffer, out) in self.buffers.iter().zip(out.iter_mut()) {
            out.extend_from_slice(&buffer[first..first + frames]);
        }
        let Some(required) = self.required(from, frames / self.step + 2 * AROUND) else { return };
        let gains = smooth(&lowest_around(&required));
        // The first step of the output begins at the second gain.
        for (nth, ends) in gains[1..].windows(2).enumerate().filter(|(_, ends)| ends[0].min(ends[1]) < ONE) {
            self.stats.frames += self.step as u64;
            self.stats.hard_frames += if ends[0].min(ends[1]) < HARD { self.step as u64 } else { 0 };
            self.stats.least_gain = self.stats.least_gain.min(ends[0]).min(ends[1]);
            for out in out.iter_mut() {
                let start = out.len() - frames + nth * self.step;
                ramp(&mut out[start..start + self.step], ends[0], ends[1]);
            }
        }
    }

    /// Returns the gain that each of `steps` steps needs. The first step begins [`REACH`] frames after `from`. Returns
    /// `None` if no step needs attenuation.
    fn required(&self, from: usize, steps: usize) -> Option<Vec<u32>> {
        let mut required = None;
        for buffer in &self.buffers {
            for nth in 0..steps {
                let start = from + REACH + nth * self.step;
                // Most of an episode is so soft that no peak between its samples can reach the ceiling.
                if may_exceed(&buffer[start - REACH..start + self.step + REACH], self.ceiling) {
                    let peak = true_peak(buffer, start, start + self.step);
                    if peak > self.ceiling {
                        let gain = (f64::from(self.ceiling / peak) * f64::from(ONE)) as u32;
                        let required = required.get_or_insert_with(|| vec![ONE; steps]);
                        required[nth] = gain.min(required[nth]);
                    }
                }
            }
        }
        required
    }
}

/// Returns the true peak from the sample before `start` to sample `end`.
#[inline]
fn true_peak(samples: &[f32], start: usize, end: usize) -> f32 {
    let mut most = max_magnitude(&samples[start..end]);
    let mut values = [0.0; CHUNK];
    let mut at = start - 1;
    while at < end {
        let values = &mut values[..CHUNK.min(end - at)];
        intersample_peaks(samples, at, values);
        most = most.max(max_magnitude(values));
        at += values.len();
    }
    most
}

/// Applies a linear gain ramp.
#[inline]
fn ramp(samples: &mut [f32], from: u32, to: u32) {
    let scale = 1.0 / ONE as f32;
    let (first, rise) = (from as f32 * scale, (to as f32 - from as f32) * scale / samples.len() as f32);
    for (nth, sample) in samples.iter_mut().enumerate() {
        *sample *= first + rise * nth as f32;
    }
}

/// Returns the minimum over [`HOLD`] values to either side. The result is shorter than `values` by twice as many.
fn lowest_around(values: &[u32]) -> Vec<u32> {
    let windows = values.windows(2 * HOLD + 1);
    windows.map(|around| around.iter().copied().fold(ONE, u32::min)).collect()
}

/// Applies two running means, which together are a triangular window that reaches [`SMOOTH`] to either side.
fn smooth(values: &[u32]) -> Vec<u32> {
    let window = SMOOTH + 1;
    let once: Vec<u32> = values.windows(window).map(mean).collect();
    once.windows(window).map(mean).collect()
}

fn mean(values: &[u32]) -> u32 {
    values.iter().sum::<u32>() / values.len() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Limits a second of a tone with a ceiling of −1.1 dB, and returns the work.
    fn work(amplitude: f64) -> LimiterStats {
        let tone = (0..44_100).map(|n| (f64::from(n) * 0.05).sin() * amplitude).map(|sample| sample as f32);
        let mut limiter = Limiter::new(44_100, 1, -1.0);
        let mut out = vec![Vec::new()];
        limiter.push(&[tone.collect()], &mut out);
        limiter.finish(&mut out)
    }

    #[test]
    fn counts_frames_above_one_decibel_of_attenuation() {
        let soft = work(0.95);
        assert!(soft.frames > 40_000 && soft.hard_frames == 0, "{soft:?}");
        let hard = work(1.5);
        assert!(hard.hard_frames > 40_000, "{hard:?}");
        assert_eq!(work(0.5), LimiterStats::NONE);
    }
}
