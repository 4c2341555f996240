//! A look-ahead true-peak limiter of finite reach: what it does to a sample depends on 20 ms around it and on nothing else.
//!
//! Gains are worked out for each millisecond: the least that is needed over five to either side, smoothed by a window
//! that is shorter than that. Every smoothed value is made of minima that all include the millisecond in question, so the
//! ceiling holds; from one to the next the gain goes in a straight line. Gains are whole numbers of 2⁻²⁴, so that sums
//! are exact wherever they begin.

use super::linear;
use crate::audio::peak::{CHUNK, REACH, between, highest, may_exceed};

/// Steps of the gain: 1 ms.
const STEPS_A_SECOND: u32 = 1_000;
/// Steps to either side over which the least gain holds.
const HOLD: usize = 5;
/// Steps to either side that a smoothed gain is made of. A sample lies between two of them and must be held by both.
const SMOOTH: usize = HOLD - 1;
/// Steps to either side that bear on a sample.
const AROUND: usize = HOLD + SMOOTH + 1;
/// Steps worked on at a time.
const BLOCK: usize = 96;
/// Gain 1.
const ONE: u32 = 1 << 24;
/// Other meters interpolate with other filters and read up to this much more, in dB.
const MARGIN_DB: f64 = 0.1;
/// Frames to either side that bear on a sample.
pub(super) fn reach(rate: u32) -> usize {
    AROUND * step(rate) + REACH
}

fn step(rate: u32) -> usize {
    (rate / STEPS_A_SECOND).max(1) as usize
}

/// The limiter for one or more channels, which it turns down together; output comes later than input by its reach.
pub(super) struct Limiter {
    ceiling: f32,
    step: usize,
    reach: usize,
    /// By channel, input that is still needed: `reach` frames of the past, then what is not yet given out.
    buffers: Vec<Vec<f32>>,
    work: Work,
}

/// What a limiter did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Work {
    /// Frames that were turned down.
    pub(super) frames: u64,
    /// The least gain, in 2⁻²⁴.
    pub(super) least: u32,
}

impl Work {
    /// No work.
    pub(super) const NONE: Self = Self { frames: 0, least: ONE };

    /// Together with what was done elsewhere.
    pub(super) fn and(self, other: Self) -> Self {
        Self { frames: self.frames + other.frames, least: self.least.min(other.least) }
    }

    /// The greatest reduction in dB, 0 or more.
    pub(super) fn deepest_db(self) -> f64 {
        -20.0 * libm::log10(f64::from(self.least) / f64::from(ONE))
    }
}

impl Limiter {
    /// For a signal of `rate` frames a second in so many channels that is to stay below `peak` dBTP.
    pub(super) fn new(rate: u32, channels: usize, peak: f64) -> Self {
        let reach = reach(rate);
        Self {
            ceiling: linear(peak - MARGIN_DB),
            step: step(rate),
            reach,
            buffers: vec![vec![0.0; reach]; channels],
            work: Work::NONE,
        }
    }

    /// Takes further samples, by channel, and adds those that are finished to `out`.
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

    /// The rest, and what was done.
    pub(super) fn finish(mut self, out: &mut [Vec<f32>]) -> Work {
        let left = self.buffers[0].len() - self.reach;
        let whole = left.next_multiple_of(self.step);
        self.buffers.iter_mut().for_each(|buffer| buffer.resize(whole + 2 * self.reach, 0.0));
        let begin = out[0].len();
        self.block(0, whole, out);
        out.iter_mut().for_each(|out| out.truncate(begin + left));
        self.work
    }

    /// Gives `frames` samples, whole steps, of the buffers from `from + reach` on.
    fn block(&mut self, from: usize, frames: usize, out: &mut [Vec<f32>]) {
        let first = from + self.reach;
        for (buffer, out) in self.buffers.iter().zip(out.iter_mut()) {
            out.extend_from_slice(&buffer[first..first + frames]);
        }
        let Some(needed) = self.needed(from, frames / self.step + 2 * AROUND) else { return };
        let gains = smoothed(&least(&needed));
        // The first step that is given begins where the second gain stands.
        for (nth, ends) in gains[1..].windows(2).enumerate().filter(|(_, ends)| ends[0].min(ends[1]) < ONE) {
            self.work.frames += self.step as u64;
            self.work.least = self.work.least.min(ends[0]).min(ends[1]);
            for out in out.iter_mut() {
                let start = out.len() - frames + nth * self.step;
                ramp(&mut out[start..start + self.step], ends[0], ends[1]);
            }
        }
    }

    /// The gain that each of `steps` steps needs, the first of them beginning [`REACH`] frames after `from`. `None` when
    /// none needs any.
    fn needed(&self, from: usize, steps: usize) -> Option<Vec<u32>> {
        let mut needed = None;
        for buffer in &self.buffers {
            for nth in 0..steps {
                let start = from + REACH + nth * self.step;
                // Most of a programme lies so low that nothing between its samples can reach the ceiling.
                if may_exceed(&buffer[start - REACH..start + self.step + REACH], self.ceiling) {
                    let peak = wave(buffer, start, start + self.step);
                    if peak > self.ceiling {
                        let gain = (f64::from(self.ceiling / peak) * f64::from(ONE)) as u32;
                        let needed = needed.get_or_insert_with(|| vec![ONE; steps]);
                        needed[nth] = gain.min(needed[nth]);
                    }
                }
            }
        }
        needed
    }
}

/// The height of the wave from the sample before `start` to sample `end`.
fn wave(samples: &[f32], start: usize, end: usize) -> f32 {
    let mut most = highest(&samples[start..end]);
    let mut values = [0.0; CHUNK];
    let mut at = start - 1;
    while at < end {
        let values = &mut values[..CHUNK.min(end - at)];
        between(samples, at, values);
        most = most.max(highest(values));
        at += values.len();
    }
    most
}

/// Brings samples from one gain to another, in a straight line.
fn ramp(samples: &mut [f32], from: u32, to: u32) {
    let scale = 1.0 / ONE as f32;
    let (first, rise) = (from as f32 * scale, (to as f32 - from as f32) * scale / samples.len() as f32);
    for (nth, sample) in samples.iter_mut().enumerate() {
        *sample *= first + rise * nth as f32;
    }
}

/// The least over [`HOLD`] values to either side; shorter than `values` by as many.
fn least(values: &[u32]) -> Vec<u32> {
    let least = |around: &[u32]| around.iter().copied().fold(ONE, u32::min);
    values.windows(2 * HOLD + 1).map(least).collect()
}

/// Two running means one after the other, together a triangle that reaches [`SMOOTH`] to either side.
fn smoothed(values: &[u32]) -> Vec<u32> {
    let window = SMOOTH + 1;
    let mean = |around: &[u32]| around.iter().sum::<u32>() / window as u32;
    let once: Vec<u32> = values.windows(window).map(mean).collect();
    once.windows(window).map(mean).collect()
}
