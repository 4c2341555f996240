//! Computes the spectrum of a frame of speech in mel bands, as speech recognisers do.

use std::f64::consts::PI;
use std::sync::Arc;

use realfft::num_complex::Complex;
use realfft::{RealFftPlanner, RealToComplex};

/// Sample rate of the analysis in Hz. Speech has little above 8 kHz.
pub const RATE: u32 = 16_000;
/// Number of mel bands.
pub const BANDS: usize = 40;
/// Samples of a frame: 25 ms.
pub(super) const FRAME: usize = 400;
/// Samples of a transform.
const TRANSFORM: usize = 512;
/// Range of the bands in Hz.
const RANGE: (f64, f64) = (80.0, 7_600.0);
/// Weight of the sample before in the pre-emphasis, which lifts the consonants to the level of the vowels.
const PRE_EMPHASIS: f32 = 0.97;
/// Power that is added to each band: silence has no logarithm.
const FLOOR: f32 = 1e-7;

/// Computes mel bands. It owns its buffers, so a frame needs no allocation.
pub(super) struct FilterBank {
    transform: Arc<dyn RealToComplex<f32>>,
    window: Vec<f32>,
    /// First bin and weights of each band.
    bands: Vec<(usize, Vec<f32>)>,
    input: Vec<f32>,
    output: Vec<Complex<f32>>,
    scratch: Vec<Complex<f32>>,
}

impl FilterBank {
    pub(super) fn new() -> Self {
        let transform = RealFftPlanner::<f32>::new().plan_fft_forward(TRANSFORM);
        let hamming = |n: usize| 0.54 - 0.46 * libm::cos(2.0 * PI * n as f64 / (FRAME - 1) as f64);
        Self {
            window: (0..FRAME).map(|n| hamming(n) as f32).collect(),
            bands: bands(),
            input: transform.make_input_vec(),
            output: transform.make_output_vec(),
            scratch: transform.make_scratch_vec(),
            transform,
        }
    }

    /// Returns the natural logarithms of the powers in the bands. `samples` has [`FRAME`] samples or fewer; `before` is the sample
    /// before them.
    pub(super) fn levels(&mut self, samples: &[f32], before: f32) -> [f32; BANDS] {
        self.input.fill(0.0);
        let mut last = before;
        for ((into, sample), weight) in self.input.iter_mut().zip(samples).zip(&self.window) {
            *into = (sample - PRE_EMPHASIS * last) * weight;
            last = *sample;
        }
        let done = self.transform.process_with_scratch(&mut self.input, &mut self.output, &mut self.scratch);
        let mut levels = [libm::logf(FLOOR); BANDS];
        // The lengths of the buffers are those of the transform, so it cannot fail.
        if done.is_ok() {
            for (level, (first, weights)) in levels.iter_mut().zip(&self.bands) {
                let bins = self.output[*first..].iter().zip(weights);
                let power: f32 = bins.map(|(bin, weight)| bin.norm_sqr() * weight).sum();
                *level = libm::logf(power + FLOOR);
            }
        }
        levels
    }
}

/// Returns the upper end of a band in Hz.
pub(super) fn band_end(band: usize) -> f64 {
    corner(band + 2)
}

/// Returns the lower end of band `n`, which is also the centre of the band before it and the upper end of the one before that. The
/// bands are equally wide on the mel scale (O'Shaughnessy 1987: 2595 log10(1 + f / 700)).
fn corner(n: usize) -> f64 {
    let mel = |hertz: f64| 2595.0 * libm::log10(1.0 + hertz / 700.0);
    let (low, high) = (mel(RANGE.0), mel(RANGE.1));
    let at = low + (high - low) * n as f64 / (BANDS + 1) as f64;
    700.0 * (libm::pow(10.0, at / 2595.0) - 1.0)
}

/// Returns triangular bands.
fn bands() -> Vec<(usize, Vec<f32>)> {
    let bands = (0..BANDS).map(|band| {
        let (from, centre, to) = (corner(band), corner(band + 1), corner(band + 2));
        let weight = |bin: usize| {
            let f = bin as f64 * f64::from(RATE) / TRANSFORM as f64;
            ((f - from) / (centre - from)).min((to - f) / (to - centre)).max(0.0) as f32
        };
        let all: Vec<f32> = (0..=TRANSFORM / 2).map(weight).collect();
        let first = all.iter().position(|weight| *weight > 0.0).unwrap_or(0);
        let last = all.iter().rposition(|weight| *weight > 0.0).unwrap_or(0);
        (first, all[first..=last].to_vec())
    });
    bands.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tone_is_loudest_in_the_band_around_it() {
        let mut bank = FilterBank::new();
        for (hertz, band) in [(300.0, 4), (1_000.0, 13), (4_000.0, 29)] {
            let wave = |n: usize| libm::sin(2.0 * PI * hertz * n as f64 / f64::from(RATE)) as f32;
            let samples: Vec<f32> = (1..=FRAME).map(wave).collect();
            let levels = bank.levels(&samples, wave(0));
            let loudest = (0..BANDS).max_by(|a, b| levels[*a].total_cmp(&levels[*b])).unwrap();
            assert!(loudest.abs_diff(band) <= 1, "{hertz} Hz is in band {loudest}");
        }
    }

    #[test]
    fn silence_and_short_frames_have_finite_levels() {
        let mut bank = FilterBank::new();
        assert!(
            bank.levels(&[], 0.0).iter().chain(&bank.levels(&[0.5; 3], 0.0)).all(|level| level.is_finite())
        );
    }
}
