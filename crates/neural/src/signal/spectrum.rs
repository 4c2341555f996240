//! The spectrum of a frame from the network's parameters.

use fearless_simd::{Simd, f32x8, prelude::*};

use super::noise::Seed;
use super::transform::Bin;
use crate::network::{BINS, cos_sin, exp, tanh};

const LANES: usize = 8;
/// The bins of a spectrum, rounded up to whole vectors.
pub(super) const PADDED: usize = BINS.next_multiple_of(LANES);

/// The network's parameters of a frame, by bin.
pub(super) struct Parameters {
    /// Logarithm of the pulses' envelope.
    pulses: [f32; PADDED],
    /// Shift of the pulses' phase, before it is limited to half a turn.
    shift: [f32; PADDED],
    /// Logarithm of the noise's envelope.
    noise: [f32; PADDED],
    /// Logarithm of the free part's envelope.
    free: [f32; PADDED],
    /// Phase of the free part, in radians.
    phase: [f32; PADDED],
}

impl Parameters {
    pub(super) fn new() -> Self {
        let empty = [0.0; PADDED];
        Self { pulses: empty, shift: empty, noise: empty, free: empty, phase: empty }
    }

    /// Reads the parameters of a frame as the network gives them.
    pub(super) fn read(&mut self, frame: &[f32]) {
        for (part, read) in self.parts().into_iter().zip(frame.chunks_exact(BINS)) {
            part[..BINS].copy_from_slice(read);
        }
    }

    /// Reads the parameters for another speaker. `tract` moves all formants: with 0.9, the bin 90 becomes what the bin 100 was.
    ///
    /// `spacing` is the distance of the harmonics in bins; `None` in an unvoiced frame. The network's envelope of the pulses
    /// was trained at the harmonics of its own pitch. Between them it is arbitrary, e.g. 9 dB too high at 250 Hz, which
    /// the harmonics of a lower pitch would hit. So it is read at the harmonics, and interpolated in between.
    pub(super) fn read_for(&mut self, frame: &[f32], tract: f32, spacing: Option<f32>) {
        for (nth, (part, read)) in self.parts().into_iter().zip(frame.chunks_exact(BINS)).enumerate() {
            let part = &mut part[..BINS];
            match spacing {
                Some(spacing) if nth < 2 => warp(part, tract, |place| at_harmonics(read, place, spacing)),
                _ => warp(part, tract, |place| between(read, place)),
            }
        }
        let end = (tract * (BINS - 1) as f32) as usize;
        [&mut self.pulses, &mut self.noise, &mut self.free].into_iter().for_each(|part| fade(part, end));
    }

    fn parts(&mut self) -> [&mut [f32; PADDED]; 5] {
        [&mut self.pulses, &mut self.shift, &mut self.noise, &mut self.free, &mut self.phase]
    }
}

/// Reads each bin where it was before the formants moved.
fn warp(warped: &mut [f32], tract: f32, read: impl Fn(f32) -> f32) {
    warped.iter_mut().enumerate().for_each(|(bin, value)| *value = read(bin as f32 / tract));
}

/// Returns the value at a place between two bins. Above the end, the last value is repeated.
fn between(read: &[f32], place: f32) -> f32 {
    let last = read.len() - 1;
    let below = (place as usize).min(last);
    let share = (place - below as f32).min(1.0);
    read[below] + (read[(below + 1).min(last)] - read[below]) * share
}

/// Returns the value at a place between two harmonics. Below the first one, its value is repeated.
fn at_harmonics(read: &[f32], place: f32, spacing: f32) -> f32 {
    let harmonic = (place / spacing).floor();
    let share = place / spacing - harmonic;
    let value = |harmonic: f32| between(read, harmonic.max(1.0) * spacing);
    value(harmonic) + (value(harmonic + 1.0) - value(harmonic)) * share
}

/// Lets a logarithmic envelope fall by half a decibel a bin above the end of the network's spectrum.
fn fade(envelope: &mut [f32], end: usize) {
    const STEP: f32 = 0.058;
    for (over, value) in envelope.iter_mut().skip(end).enumerate() {
        *value -= over as f32 * STEP;
    }
}

/// Multiplies the pulses' spectrum with its envelope, and adds noise and the free part.
#[inline(always)]
pub(super) fn shape<S: Simd>(
    simd: S,
    parameters: &Parameters,
    seed: Seed,
    frame: usize,
    spectrum: &mut [Bin; PADDED],
) {
    /// The largest logarithm of an envelope, as the model was trained.
    const LOUDEST: f32 = 7.0;
    let envelope = |logarithms: &[f32; PADDED], at: usize| {
        exp(f32x8::from_slice(simd, &logarithms[at..at + LANES]).min(f32x8::splat(simd, LOUDEST)))
    };
    for (block, bins) in spectrum.as_chunks_mut::<LANES>().0.iter_mut().enumerate() {
        let at = block * LANES;
        let re = f32x8::simd_from(simd, bins.map(|bin| bin.re));
        let im = f32x8::simd_from(simd, bins.map(|bin| bin.im));
        let gain = envelope(&parameters.pulses, at);
        let (cos, sin) = cos_sin(tanh(f32x8::from_slice(simd, &parameters.shift[at..at + LANES])) * 0.5);
        let (turned_re, turned_im) = (re * cos - im * sin, re * sin + im * cos);
        let noise = envelope(&parameters.noise, at);
        let (noise_re, noise_im) = seed.normal(simd, (frame * PADDED + at) as u32);
        let free = envelope(&parameters.free, at);
        let radians = f32x8::from_slice(simd, &parameters.phase[at..at + LANES]);
        let (free_cos, free_sin) = cos_sin(radians * (0.5 * std::f32::consts::FRAC_1_PI));
        let re = turned_re * gain + noise_re * noise + free_cos * free;
        let im = turned_im * gain + noise_im * noise + free_sin * free;
        for (bin, (re, im)) in bins.iter_mut().zip(re.iter().zip(im.iter())) {
            *bin = Bin::new(*re, *im);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_longer_tract_lowers_the_formants() {
        let read: Vec<f32> = (0..BINS).map(|bin| if bin == 120 { 1.0 } else { 0.0 }).collect();
        for (tract, moved) in [(0.8, 96), (1.25, 150)] {
            let mut warped = vec![0.0; BINS];
            warp(&mut warped, tract, |place| between(&read, place));
            let peak = (0..BINS).max_by(|a, b| warped[*a].total_cmp(&warped[*b]));
            assert_eq!(peak, Some(moved), "120 · {tract}");
        }
    }

    #[test]
    fn what_lies_between_harmonics_is_not_read() {
        // A slope at the harmonics, and arbitrary values between them.
        let read: Vec<f32> = (0..BINS).map(|bin| if bin % 10 == 0 { bin as f32 } else { 5_000.0 }).collect();
        for bin in 10..590 {
            let value = at_harmonics(&read, bin as f32, 10.0);
            assert!((value - bin as f32).abs() < 1e-3, "{bin}: {value}");
        }
        assert_eq!(at_harmonics(&read, 3.0, 10.0), 10.0);
    }
}
