//! From one rate to another: delay compensated, length exact.
//!
//! A frame of sound is transformed, its spectrum multiplied with a filter's, cut or filled up to the length that the frame
//! has at the other rate, and transformed back. Frames overlap by the filter's length, and what it reached over their
//! ends is left out (overlap-save). Two frames go through one transform: the filter's spectrum is real, so that the one's
//! samples, as the real parts, and the other's, as the imaginary, do not meet.

use std::f64::consts::{PI, TAU};

use super::fft::{Fft, LANES, Quad};

/// Frames that the filter is long at the lower rate, at least: its edge is steeper the longer it is.
const FILTER: usize = 1024;
/// Frames of sound transformed at once, in lengths of the filter, at least: what is left out each time is one of them.
const FRAME: usize = 3;
/// The middle of the filter's edge lies so many times 1 / length below the lower Nyquist frequency. The main lobe of its
/// window reaches 16 of them to either side, the last of which weighs so little that the filter is flat to 0.97 of that
/// frequency and at −150 dB from there on.
const EDGE: f64 = 15.0;
/// Frames of sound are a multiple of this, for which the transform is fast.
const GOOD: usize = 16;
/// Samples in a frame, at most: even the highest rate that a file may have, against another that has nothing in common
/// with it, takes fewer.
const MOST: u64 = 1 << 23;

/// Length in frames of a sound of `frames` frames brought from one rate to another.
pub fn frames_at(frames: u64, from: u32, to: u32) -> u64 {
    let exact = u128::from(frames) * u128::from(to);
    u64::try_from(exact.div_ceil(u128::from(from.max(1)))).unwrap_or(u64::MAX)
}

/// A resampler for mono sound between two rates.
pub(crate) struct Converter {
    forward: Fft,
    backward: Fft,
    /// The filter's spectrum, over the length of a frame.
    filter: Vec<[f32; LANES]>,
    sizes: Sizes,
    /// Input from the filter's reach before the next output on.
    pending: Vec<f32>,
    /// Room for two frames at either rate.
    from: Vec<Quad>,
    to: Vec<Quad>,
    output: Vec<f32>,
}

impl Converter {
    /// `None` for rates that have too little in common.
    pub(crate) fn new(from: u32, to: u32) -> Option<Self> {
        let sizes = Sizes::new(from, to)?;
        let mut forward = Fft::new(sizes.from.frame);
        let filter = sizes.filter(&mut forward);
        Some(Self {
            forward,
            backward: Fft::new(sizes.to.frame),
            filter,
            pending: vec![0.0; sizes.from.reach],
            from: vec![Quad::default(); sizes.from.frame / LANES],
            to: vec![Quad::default(); sizes.to.frame / LANES],
            output: vec![0.0; sizes.to.frame],
            sizes,
        })
    }

    /// Forgets the sound before.
    pub(crate) fn reset(&mut self) {
        self.pending.clear();
        self.pending.resize(self.sizes.from.reach, 0.0);
    }

    /// Takes input and adds what output that makes.
    pub(crate) fn push(&mut self, input: &[f32], out: &mut Vec<f32>) {
        self.pending.extend_from_slice(input);
        let Side { frame, .. } = self.sizes.from;
        let step = self.sizes.from.step();
        let mut taken = 0;
        while self.pending.len() - taken >= step + frame {
            self.pair(taken);
            taken += 2 * step;
            self.give(|quad| quad.im, out);
            self.give(|quad| quad.re, out);
        }
        self.pending.drain(..taken);
    }

    /// Brings two frames to the other rate, the first of which begins at `start` of what is pending. They come out with real
    /// and imaginary part in each other's place.
    fn pair(&mut self, start: usize) {
        let one = self.pending[start..].as_chunks::<LANES>().0;
        let other = self.pending[start + self.sizes.from.step()..].as_chunks::<LANES>().0;
        for ((quad, re), im) in self.from.iter_mut().zip(one).zip(other) {
            *quad = Quad { re: *re, im: *im };
        }
        self.forward.transform(&mut self.from);
        // Frequencies from 0 upwards stand in front, those from −1 downwards at the end.
        let kept = self.from.len().min(self.to.len()) / 2;
        let (from_end, to_end) = (self.from.len() - kept, self.to.len() - kept);
        let filtered = |(to, (from, filter)): (&mut Quad, (&Quad, &[f32; LANES]))| {
            *to = from.scaled(*filter).swapped();
        };
        let spectrum = || self.from.iter().zip(&self.filter);
        self.to[..kept].iter_mut().zip(spectrum()).for_each(filtered);
        self.to[kept..to_end].fill(Quad::default());
        self.to[to_end..].iter_mut().zip(spectrum().skip(from_end)).for_each(filtered);
        self.backward.transform(&mut self.to);
    }

    /// Gives one of two frames, without what the filter reached over its ends.
    fn give(&mut self, part: impl Fn(&Quad) -> [f32; LANES], out: &mut Vec<f32>) {
        let Side { frame, reach } = self.sizes.to;
        for (output, quad) in self.output.as_chunks_mut::<LANES>().0.iter_mut().zip(&self.to) {
            *output = part(quad);
        }
        out.extend_from_slice(&self.output[reach..frame - reach]);
    }
}

/// Lengths in samples at one rate.
#[derive(Clone, Copy)]
struct Side {
    /// Of what is transformed at once.
    frame: usize,
    /// Of half the filter.
    reach: usize,
}

impl Side {
    /// From one frame to the next.
    fn step(self) -> usize {
        self.frame - 2 * self.reach
    }
}

/// Lengths at both rates. All are whole numbers of the least samples that last as long on both sides.
struct Sizes {
    from: Side,
    to: Side,
}

impl Sizes {
    fn new(from: u32, to: u32) -> Option<Self> {
        if from == 0 || to == 0 {
            return None;
        }
        let divisor = greatest_common_divisor(from, to);
        let (from_least, to_least) = ((from / divisor) as usize, (to / divisor) as usize);
        let reach = (FILTER / 2).div_ceil(from_least.min(to_least));
        // Rates with little in common make long frames as it is. Half of one is whole quads even so.
        let frame = (FRAME * 2 * reach).next_multiple_of(if reach == 1 { 2 * LANES } else { GOOD });
        if frame as u64 * from_least.max(to_least) as u64 > MOST {
            return None;
        }
        let side = |least: usize| Side { frame: frame * least, reach: reach * least };
        Some(Self { from: side(from_least), to: side(to_least) })
    }

    /// The spectrum of a windowed sinc about time 0, over the length of a frame.
    fn filter(&self, forward: &mut Fft) -> Vec<[f32; LANES]> {
        let Side { frame, reach } = self.from;
        let lower = (2 * self.from.reach.min(self.to.reach)) as f64;
        let cutoff = (1.0 - EDGE / lower) * lower / (2 * reach) as f64;
        let tap = |distance: f64| {
            let x = PI * distance * cutoff;
            blackman_harris_squared(distance / reach as f64)
                * if distance == 0.0 { 1.0 } else { libm::sin(x) / x }
        };
        let half: Vec<f64> = (0..reach).map(|distance| tap(distance as f64)).collect();
        let sum = 2.0 * half.iter().sum::<f64>() - half[0];
        let mut quads = vec![Quad::default(); frame / LANES];
        for (distance, tap) in half.iter().enumerate() {
            for at in [distance, (frame - distance) % frame] {
                quads[at / LANES].re[at % LANES] = (tap / (sum * frame as f64)) as f32;
            }
        }
        forward.transform(&mut quads);
        quads.iter().map(|quad| quad.re).collect()
    }
}

/// The square of the four-term Blackman-Harris window (Harris, On the use of windows for harmonic analysis with the
/// discrete Fourier transform, 1978, table 1: −92 dB), which is 1 at 0 and ends at ±1.
fn blackman_harris_squared(x: f64) -> f64 {
    let angle = TAU * (x + 1.0) / 2.0;
    let window = 0.35875 - 0.48829 * libm::cos(angle) + 0.14128 * libm::cos(2.0 * angle)
        - 0.01168 * libm::cos(3.0 * angle);
    window * window
}

fn greatest_common_divisor(a: u32, b: u32) -> u32 {
    if b == 0 { a } else { greatest_common_divisor(b, a % b) }
}

#[cfg(test)]
mod tests;
