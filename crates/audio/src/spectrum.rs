//! Measures the long-term spectrum of a voice, and changes that of another recording of the voice to match it.
//!
//! Another microphone, another distance or another room change the colour of a voice, while its words even out over minutes. So the
//! difference of two long-term spectra is the difference of the two settings, and a filter with few, wide bands removes most of it.

use std::f64::consts::PI;
use std::sync::Arc;

use realfft::num_complex::Complex;
use realfft::{ComplexToReal, RealFftPlanner, RealToComplex};

use crate::clip::Clip;

/// Centres of the bands in Hz: half octaves from 100 Hz. Speech has little below and above them.
const LOWEST: f64 = 100.0;
/// Number of bands.
pub const BANDS: usize = 14;
/// Length of a window in seconds. It resolves the lowest band.
const WINDOW: f64 = 0.046;
/// Windows softer than the loudest by more than this, as a ratio of powers, are pauses.
const PAUSE: f64 = 1e-3;
/// Most dB that a band is changed by. Larger differences are those of a damaged recording or of other noise.
const MOST: f64 = 9.0;
/// Bands below this level in dB hold no voice.
const EMPTY: f64 = -75.0;
/// Length of the filter in seconds.
const FILTER: f64 = 0.02;
/// Power that is added to each band: silence has no level.
const FLOOR: f64 = 1e-12;

/// Measures the spectrum of many clips of one format.
pub struct SpectrumMeter {
    rate: f64,
    transform: Arc<dyn RealToComplex<f32>>,
    window: Vec<f32>,
    /// Power of the bands in each window.
    windows: Vec<[f64; BANDS]>,
}

impl SpectrumMeter {
    /// Creates a meter for a sample rate in Hz.
    pub fn new(rate: u32) -> Self {
        let rate = f64::from(rate.max(1));
        let length = ((WINDOW * rate) as usize).max(2);
        let hann = |n: usize| 0.5 - 0.5 * libm::cos(2.0 * PI * n as f64 / length as f64);
        Self {
            rate,
            transform: RealFftPlanner::new().plan_fft_forward(length),
            window: (0..length).map(|n| hann(n) as f32).collect(),
            windows: Vec::new(),
        }
    }

    /// Adds mono samples.
    pub fn push(&mut self, mono: &[f32]) {
        let (mut input, mut output) = (self.transform.make_input_vec(), self.transform.make_output_vec());
        for part in mono.chunks_exact(self.window.len()) {
            for ((into, sample), weight) in input.iter_mut().zip(part).zip(&self.window) {
                *into = sample * weight;
            }
            // The lengths of the buffers are those of the transform, so it cannot fail.
            if self.transform.process(&mut input, &mut output).is_ok() {
                self.windows.push(bands(&output, self.rate, self.window.len()));
            }
        }
    }

    /// Returns the levels of the bands in dB, relative to the loudest; `None` without any sound.
    pub fn finish(self) -> Option<[f64; BANDS]> {
        let total = |bands: &[f64; BANDS]| bands.iter().sum::<f64>();
        let loudest = self.windows.iter().map(total).fold(0.0, f64::max);
        let mut sums = [0.0; BANDS];
        for window in self.windows.iter().filter(|window| total(window) >= loudest * PAUSE) {
            sums.iter_mut().zip(window).for_each(|(sum, power)| *sum += power);
        }
        let levels = sums.map(|sum| 10.0 * libm::log10(sum + FLOOR));
        let most = levels.iter().copied().fold(f64::MIN, f64::max);
        (loudest > 0.0).then(|| levels.map(|level| level - most))
    }
}

/// Adds up the powers of a transform in half octaves.
fn bands(output: &[Complex<f32>], rate: f64, length: usize) -> [f64; BANDS] {
    let mut bands = [0.0; BANDS];
    for (bin, value) in output.iter().enumerate().skip(1) {
        let hertz = bin as f64 * rate / length as f64;
        let band = (2.0 * libm::log2(hertz / LOWEST)).round();
        if (0.0..BANDS as f64).contains(&band) {
            bands[band as usize] += f64::from(value.norm_sqr());
        }
    }
    bands
}

/// A filter that changes one spectrum into another. It delays nothing.
pub struct MatchingFilter {
    forward: Arc<dyn RealToComplex<f32>>,
    back: Arc<dyn ComplexToReal<f32>>,
    response: Vec<Complex<f32>>,
    taps: usize,
    block: usize,
    /// What each band is changed by, in dB.
    pub changes: [f64; BANDS],
}

impl MatchingFilter {
    /// Creates a filter for a sample rate in Hz, from the spectrum of a recording and the wanted one.
    pub fn new(rate: u32, own: &[f64; BANDS], wanted: &[f64; BANDS]) -> Self {
        let rate = f64::from(rate.max(1));
        let changes = changes(own, wanted);
        let taps = ((FILTER * rate) as usize).max(2) | 1;
        let block = (taps * 4).next_power_of_two();
        let mut planner = RealFftPlanner::new();
        let (forward, back) = (planner.plan_fft_forward(block), planner.plan_fft_inverse(block));
        let mut impulse = forward.make_input_vec();
        impulse[..taps].copy_from_slice(&impulse_response(rate, taps, &changes));
        let mut response = forward.make_output_vec();
        // The lengths of the buffers are those of the transform, so it cannot fail.
        let _ = forward.process(&mut impulse, &mut response);
        Self { forward, back, response, taps, block, changes }
    }

    /// Filters a clip. Its length stays the same.
    pub fn apply(&self, clip: &mut Clip) {
        let channels = usize::from(clip.spec.channels.max(1));
        for channel in 0..channels {
            let samples: Vec<f32> = clip.samples.iter().skip(channel).step_by(channels).copied().collect();
            let filtered = self.filter(&samples);
            let into = clip.samples.iter_mut().skip(channel).step_by(channels);
            into.zip(filtered).for_each(|(into, sample)| *into = sample);
        }
    }

    /// Convolves samples with the filter, one block after another (overlap-add).
    fn filter(&self, samples: &[f32]) -> Vec<f32> {
        let step = self.block - self.taps + 1;
        let mut out = vec![0.0; samples.len() + self.block];
        let (mut input, mut spectrum) = (self.forward.make_input_vec(), self.forward.make_output_vec());
        for (nth, part) in samples.chunks(step).enumerate() {
            input.fill(0.0);
            input[..part.len()].copy_from_slice(part);
            let done = self.forward.process(&mut input, &mut spectrum).is_ok();
            spectrum.iter_mut().zip(&self.response).for_each(|(value, response)| *value *= response);
            if done && self.back.process(&mut spectrum, &mut input).is_ok() {
                let into = out[nth * step..].iter_mut();
                into.zip(&input).for_each(|(into, sample)| *into += sample / self.block as f32);
            }
        }
        let delay = self.taps / 2;
        out[delay..delay + samples.len()].to_vec()
    }
}

/// Returns the changes of the bands in dB. Bands that one of the two does not have stay as they are: a recording at 8 kHz has nothing
/// above 4 kHz.
fn changes(own: &[f64; BANDS], wanted: &[f64; BANDS]) -> [f64; BANDS] {
    let both: Vec<usize> = (0..BANDS).filter(|band| own[*band].min(wanted[*band]) > EMPTY).collect();
    // The loudness is matched apart from the spectrum.
    let mean = both.iter().map(|band| wanted[*band] - own[*band]).sum::<f64>() / both.len().max(1) as f64;
    let mut changes = [0.0; BANDS];
    for band in both {
        changes[band] = (wanted[band] - own[band] - mean).clamp(-MOST, MOST);
    }
    changes
}

/// Returns the symmetric impulse response of a filter, by sampling its gains.
fn impulse_response(rate: f64, taps: usize, changes: &[f64; BANDS]) -> Vec<f32> {
    let points = taps * 2;
    let gains: Vec<f64> = (0..=points / 2).map(|n| gain(n as f64 * rate / points as f64, changes)).collect();
    let middle = (taps / 2) as f64;
    let tap = |n: usize| {
        let at = n as f64 - middle;
        let wave = |(bin, gain): (usize, &f64)| {
            let weight = if bin == 0 || bin == points / 2 { 1.0 } else { 2.0 };
            weight * gain * libm::cos(2.0 * PI * bin as f64 * at / points as f64)
        };
        let sum: f64 = gains.iter().enumerate().map(wave).sum::<f64>() / points as f64;
        let hann = 0.5 + 0.5 * libm::cos(PI * at / (middle + 1.0));
        (sum * hann) as f32
    };
    (0..taps).map(tap).collect()
}

/// Returns the gain at a frequency. Between the centres of two bands, it changes steadily in dB by octaves.
fn gain(hertz: f64, changes: &[f64; BANDS]) -> f64 {
    let at = (2.0 * libm::log2(hertz.max(1.0) / LOWEST)).clamp(0.0, (BANDS - 1) as f64);
    let (band, share) = (at as usize, at.fract());
    let next = changes[(band + 1).min(BANDS - 1)];
    libm::pow(10.0, (changes[band] * (1.0 - share) + next * share) / 20.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clip::Spec;

    /// Returns noise with the same power in each half octave, roughly.
    fn noise(rate: u32, seconds: usize) -> Clip {
        let mut seed = 1_u32;
        let mut low = 0.0;
        let samples = (0..seconds * rate as usize).map(|_| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let white = (seed >> 8) as f32 / (1 << 24) as f32 - 0.5;
            low += 0.1 * (white - low);
            0.3 * low + 0.05 * white
        });
        Clip { spec: Spec { sample_rate: rate, channels: 1 }, samples: samples.collect() }
    }

    fn spectrum(clip: &Clip) -> [f64; BANDS] {
        let mut meter = SpectrumMeter::new(clip.spec.sample_rate);
        meter.push(&clip.mono());
        meter.finish().unwrap()
    }

    #[test]
    fn a_dull_recording_gets_the_spectrum_of_a_bright_one() {
        let bright = noise(48_000, 2);
        let mut dull = bright.clone();
        let mut before = 0.0;
        for sample in &mut dull.samples {
            before += 0.5 * (*sample - before);
            *sample = before;
        }
        let (wanted, own) = (spectrum(&bright), spectrum(&dull));
        let distance =
            |a: &[f64; BANDS]| a.iter().zip(&wanted).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
        assert!(distance(&own) > 4.0, "{own:?} {wanted:?}");
        let frames = dull.frames();
        MatchingFilter::new(48_000, &own, &wanted).apply(&mut dull);
        assert_eq!(dull.frames(), frames);
        assert!(distance(&spectrum(&dull)) < 1.5, "{:?} {wanted:?}", spectrum(&dull));
    }

    #[test]
    fn equal_spectra_change_nothing() {
        let clip = noise(16_000, 1);
        let own = spectrum(&clip);
        let filter = MatchingFilter::new(16_000, &own, &own);
        let mut filtered = Clip { spec: Spec { sample_rate: 16_000, channels: 2 }, ..clip.clone() };
        filter.apply(&mut filtered);
        let worst =
            filtered.samples.iter().zip(&clip.samples).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
        assert!(worst < 1e-3, "{worst}");
        assert_eq!(SpectrumMeter::new(16_000).finish(), None);
        filter.apply(&mut Clip { samples: Vec::new(), ..clip });
    }
}
