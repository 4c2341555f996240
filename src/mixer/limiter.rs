//! A look-ahead true-peak limiter of finite reach: what it does to a sample depends on 20 ms around it and on nothing else.
//!
//! The gain that each sample needs is taken as the least over a window and then smoothed by a window of the same
//! length. Every smoothed value is made of minima that all include the sample in question, so the ceiling holds,
//! and the gain moves without a corner. Gains are whole numbers of 2⁻²⁴, so that running sums are exact wherever
//! they begin.

use std::collections::VecDeque;

use super::linear;
use super::peak::{REACH, between, bound};

/// Half a window: 5 ms.
const HALVES_A_SECOND: u32 = 200;
/// Gain 1.
const ONE: u32 = 1 << 24;
/// Other meters interpolate with other filters and read up to this much more, in dB.
const MARGIN_DB: f64 = 0.1;
/// Frames worked on at a time.
const BLOCK: usize = 4_096;

/// The limiter; output comes later than input by its reach.
pub(super) struct Limiter {
    ceiling: f32,
    half: usize,
    /// Input that is still needed: `reach` frames of the past, then what is not yet given out.
    buffer: Vec<f32>,
    limited: u64,
    /// Frames at the head of the buffer that were there before the signal began.
    primed: bool,
}

impl Limiter {
    /// For a signal of `rate` frames a second that is to stay below `peak` dBTP.
    pub(super) fn new(rate: u32, peak: f64) -> Self {
        let half = (rate / HALVES_A_SECOND) as usize;
        let mut limiter =
            Self { ceiling: linear(peak - MARGIN_DB), half, buffer: Vec::new(), limited: 0, primed: false };
        limiter.buffer = vec![0.0; limiter.reach()];
        limiter.primed = true;
        limiter
    }

    /// Frames to either side that bear on a sample: minimum and smoothing reach `half` each, interpolation its own.
    fn reach(&self) -> usize {
        2 * self.half + REACH
    }

    /// Takes further samples, and gives those that are finished.
    pub(super) fn push(&mut self, samples: &[f32]) -> Vec<f32> {
        self.buffer.extend_from_slice(samples);
        let mut out = Vec::new();
        let reach = self.reach();
        let mut done = 0;
        while self.buffer.len() - done >= BLOCK + 2 * reach {
            self.block(done, BLOCK, &mut out);
            done += BLOCK;
        }
        self.buffer.drain(..done);
        out
    }

    /// The rest.
    pub(super) fn finish(&mut self) -> Vec<f32> {
        let reach = self.reach();
        let left = self.buffer.len() - reach;
        self.buffer.resize(left + 2 * reach, 0.0);
        let mut out = Vec::new();
        self.block(0, left, &mut out);
        out
    }

    /// Frames that were turned down.
    pub(super) fn limited_frames(&self) -> u64 {
        self.limited
    }

    /// Gives `frames` samples of the buffer from `from + reach` on.
    fn block(&mut self, from: usize, frames: usize, out: &mut Vec<f32>) {
        let reach = self.reach();
        let around = &self.buffer[from..from + frames + 2 * reach];
        let samples = &around[reach..reach + frames];
        if bound(around) <= self.ceiling {
            out.extend_from_slice(samples);
            return;
        }
        let gains = smoothed(&least(&self.needed(around), self.half), self.half);
        for (sample, gain) in samples.iter().zip(gains) {
            self.limited += u64::from(gain < ONE);
            out.push(sample * (gain as f32 / ONE as f32));
        }
    }

    /// The gain that each sample and its surroundings up to the next ones need; shorter than `around` by [`REACH`]
    /// on either side.
    fn needed(&self, around: &[f32]) -> Vec<u32> {
        let mut before = between(around, REACH - 1);
        let gain = |at: usize| {
            let after = if at + REACH < around.len() { between(around, at) } else { 0.0 };
            let peak = around[at].abs().max(before).max(after);
            before = after;
            if peak <= self.ceiling { ONE } else { (f64::from(self.ceiling / peak) * f64::from(ONE)) as u32 }
        };
        (REACH..around.len() - REACH).map(gain).collect()
    }
}

/// The least over `half` values to either side; shorter than `values` by `half` on either side.
fn least(values: &[u32], half: usize) -> Vec<u32> {
    let window = 2 * half + 1;
    let mut rising: VecDeque<usize> = VecDeque::new();
    let mut out = Vec::with_capacity(values.len());
    for (at, value) in values.iter().enumerate() {
        while rising.back().is_some_and(|last| values[*last] >= *value) {
            rising.pop_back();
        }
        rising.push_back(at);
        if rising.front().is_some_and(|first| first + window <= at) {
            rising.pop_front();
        }
        if at + 1 >= window {
            out.extend(rising.front().map(|first| values[*first]));
        }
    }
    out
}

/// Two running means one after the other, together a triangle that reaches `half` to either side.
fn smoothed(values: &[u32], half: usize) -> Vec<u32> {
    let window = half + 1;
    running_mean(&running_mean(values, window), window)
}

fn running_mean(values: &[u32], window: usize) -> Vec<u32> {
    let mut sum: u64 = values.iter().take(window - 1).map(|value| u64::from(*value)).sum();
    let mut mean = |at: usize| {
        sum += u64::from(values[at + window - 1]);
        let mean = sum / window as u64;
        sum -= u64::from(values[at]);
        mean as u32
    };
    (0..=values.len() - window).map(&mut mean).collect()
}
