//! Measures the timbre of a voice: its pitch and the shape of its spectrum. Two voices of similar timbre are easily
//! confused.

use std::f64::consts::PI;

use serde::{Deserialize, Serialize};

use super::clip::Clip;

/// The timbre of a clip.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Timbre {
    /// Length of the voiced parts in seconds.
    pub voiced: f32,
    /// Median pitch of the voiced parts in Hz, 0 if there are none.
    pub pitch: f32,
    /// Mean squares in half octaves from 150 Hz up.
    pub bands: Vec<f32>,
}

/// Sample rate of the analysis in Hz. The pitch and the main formants of speech are below half of it.
pub(super) const RATE: f64 = 8_000.0;
/// Centre of the lowest band in Hz. The bands are half octaves.
const LOWEST_BAND: f64 = 150.0;
pub(super) const BANDS: usize = 10;
/// Lowest and highest pitch in Hz, with a margin around the range of speaking voices.
const PITCHES: (f64, f64) = (60.0, 500.0);
/// Length of a pitch window in samples: 50 ms.
const WINDOW: usize = 400;
/// Distance of two pitch windows in samples: 25 ms.
const HOP: usize = 200;
/// Lowest autocorrelation of a voiced sound after one period; 1 is a perfect repetition.
const MIN_CORRELATION: f32 = 0.6;
/// Lowest power of a vowel relative to the loudest window.
const MIN_VOWEL_POWER: f32 = 0.01;

/// Measures the timbre of a clip.
pub fn timbre(clip: &Clip) -> Timbre {
    let samples = downsample(&clip.mono(), f64::from(clip.spec.sample_rate));
    let pitches = pitches(&samples);
    let bands = (0..BANDS).map(|nth| band_power(&samples, centre(nth))).collect();
    Timbre { voiced: pitches.len() as f32 * (HOP as f64 / RATE) as f32, pitch: median(pitches), bands }
}

/// Returns the average timbre of several clips of a voice, or `None` without clips.
pub fn average<'a>(timbres: impl IntoIterator<Item = &'a Timbre>) -> Option<Timbre> {
    let all: Vec<&Timbre> = timbres.into_iter().filter(|timbre| timbre.bands.len() == BANDS).collect();
    let voiced: f32 = all.iter().map(|timbre| timbre.voiced).sum();
    let pitched = all.iter().filter(|timbre| timbre.pitch > 0.0).map(|timbre| timbre.pitch);
    let bands =
        (0..BANDS).map(|nth| all.iter().map(|timbre| timbre.bands[nth]).sum::<f32>() / all.len() as f32);
    (!all.is_empty()).then(|| Timbre { voiced, pitch: median(pitched.collect()), bands: bands.collect() })
}

/// Difference in pitch that counts as a distance of 1, in semitones.
const SEMITONES: f64 = 2.5;
/// Spread of the difference in spectrum that counts as a distance of 1, in dB.
const DECIBELS: f64 = 4.0;

/// Returns the distance of two voices. Voices closer than 1 are easily confused.
///
/// Pitch counts in semitones. The spectrum counts in dB between the bands, after both voices are set to the same loudness.
pub fn distance(a: &Timbre, b: &Timbre) -> f64 {
    let pitch = if a.pitch > 0.0 && b.pitch > 0.0 {
        12.0 * libm::log2(f64::from(a.pitch) / f64::from(b.pitch)) / SEMITONES
    } else {
        0.0
    };

    let differences: Vec<f64> = decibels(a).iter().zip(decibels(b)).map(|(a, b)| a - b).collect();
    let count = differences.len().max(1) as f64;
    let mean = differences.iter().sum::<f64>() / count;
    let spread = (differences.iter().map(|d| (d - mean) * (d - mean)).sum::<f64>() / count).sqrt();
    libm::hypot(pitch, spread / DECIBELS)
}

/// Returns the levels of the bands in dB. The addend keeps silence finite.
fn decibels(timbre: &Timbre) -> Vec<f64> {
    timbre.bands.iter().map(|power| 10.0 * libm::log10(f64::from(*power) + 1e-12)).collect()
}

fn centre(nth: usize) -> f64 {
    LOWEST_BAND * libm::exp2(nth as f64 / 2.0)
}

/// Resamples to [`RATE`] by the mean over the time of each new sample. The aliases do not matter for pitch and half-octave
/// bands.
pub(super) fn downsample(samples: &[f32], rate: f64) -> Vec<f32> {
    let step = rate / RATE;
    let count = (samples.len() as f64 / step) as usize;
    let samples = (0..count).map(|nth| {
        let from = (nth as f64 * step) as usize;
        let to = (((nth + 1) as f64 * step) as usize).clamp(from + 1, samples.len().max(from + 1));
        let part = samples.get(from..to).unwrap_or_default();
        part.iter().sum::<f32>() / part.len().max(1) as f32
    });
    samples.collect()
}

/// Returns the pitches of all voiced windows.
fn pitches(samples: &[f32]) -> Vec<f32> {
    let longest = (RATE / PITCHES.0) as usize;
    let starts = (0..samples.len().saturating_sub(WINDOW + longest)).step_by(HOP);
    let loudest = starts.clone().map(|at| energy(&samples[at..at + WINDOW])).fold(0.0, f32::max);
    let pitches = starts.filter_map(|at| {
        let window = &samples[at..at + WINDOW];
        (energy(window) > loudest * MIN_VOWEL_POWER)
            .then(|| pitch(window, &samples[at..at + WINDOW + longest]))?
    });
    pitches.collect()
}

/// Returns the pitch of a window: the shortest period whose autocorrelation is within 10 % of the highest. Multiples of the
/// period correlate as well, so the highest alone could be an octave too low.
fn pitch(window: &[f32], with_more: &[f32]) -> Option<f32> {
    let shortest = (RATE / PITCHES.1) as usize;
    let own = energy(window);
    let correlation = |lag: usize| {
        let later = &with_more[lag..lag + window.len()];
        product(window, later) / (own * energy(later)).sqrt().max(f32::MIN_POSITIVE)
    };
    let all: Vec<f32> = (shortest..=with_more.len() - window.len()).map(correlation).collect();
    let most = all.iter().copied().fold(0.0, f32::max);
    let first = (0..all.len()).find(|nth| all[*nth] > most * 0.9 && is_peak(&all, *nth));
    let lag = first.filter(|_| most > MIN_CORRELATION)? + shortest;
    Some((RATE / lag as f64) as f32)
}

/// Returns true if no neighbour of a value is greater.
fn is_peak(values: &[f32], nth: usize) -> bool {
    let neighbours = [nth.wrapping_sub(1), nth + 1].map(|at| values.get(at).copied().unwrap_or(0.0));
    neighbours.iter().all(|neighbour| values[nth] >= *neighbour)
}

/// Returns the mean squares of all bands in frames of so many samples. Each band is filtered twice: one filter alone lets so much
/// of its neighbours through that different sounds look alike.
pub(super) fn band_frames(samples: &[f32], length: usize) -> Vec<[f32; BANDS]> {
    let mut frames = vec![[0.0; BANDS]; samples.len() / length];
    for band in 0..BANDS {
        let (mut first, mut second) = (BandFilter::new(centre(band)), BandFilter::new(centre(band)));
        for (frame, samples) in frames.iter_mut().zip(samples.chunks_exact(length)) {
            let filtered = samples.iter().map(|sample| second.step(first.step(f64::from(*sample))));
            frame[band] = (filtered.map(|y| y * y).sum::<f64>() / length as f64) as f32;
        }
    }
    frames
}

/// Returns the mean square in a band.
fn band_power(samples: &[f32], hertz: f64) -> f32 {
    (BandFilter::new(hertz).energy(samples) / samples.len().max(1) as f64) as f32
}

/// A band of half an octave (R. Bristow-Johnson, "Cookbook formulae for audio EQ biquad filter coefficients", BPF with 0 dB peak
/// gain).
struct BandFilter {
    b0: f64,
    a1: f64,
    a2: f64,
    /// The last two inputs and outputs.
    state: [f64; 4],
}

impl BandFilter {
    fn new(hertz: f64) -> Self {
        let angle = 2.0 * PI * hertz / RATE;
        let (sin, cos) = (libm::sin(angle), libm::cos(angle));
        let alpha = sin * libm::sinh(std::f64::consts::LN_2 / 2.0 * 0.5 * angle / sin);
        let (b0, a1, a2) = (alpha / (1.0 + alpha), -2.0 * cos / (1.0 + alpha), (1.0 - alpha) / (1.0 + alpha));
        Self { b0, a1, a2, state: [0.0; 4] }
    }

    #[inline]
    fn step(&mut self, x: f64) -> f64 {
        let [x1, x2, y1, y2] = self.state;
        let y = self.b0 * (x - x2) - self.a1 * y1 - self.a2 * y2;
        self.state = [x, x1, y, y1];
        y
    }

    /// Returns the sum of the squares of the filtered samples.
    fn energy(&mut self, samples: &[f32]) -> f64 {
        let filtered = samples.iter().map(|sample| self.step(f64::from(*sample)));
        filtered.map(|y| y * y).sum()
    }
}

fn energy(samples: &[f32]) -> f32 {
    product(samples, samples)
}

/// Sums that [`product`] adds up side by side.
const LANES: usize = 8;

/// Returns the sum of the products of two equally long runs of samples. Several sums side by side let a processor add
/// several samples at once; one sum has to be added in order.
fn product(one: &[f32], other: &[f32]) -> f32 {
    let (ones, others) = (one.chunks_exact(LANES), other.chunks_exact(LANES));
    let rest = ones.remainder().iter().zip(others.remainder()).map(|(a, b)| a * b).sum::<f32>();
    let mut sums = [0.0_f32; LANES];
    for (a, b) in ones.zip(others) {
        for (sum, (a, b)) in sums.iter_mut().zip(a.iter().zip(b)) {
            *sum += a * b;
        }
    }
    sums.iter().sum::<f32>() + rest
}

fn median(mut values: Vec<f32>) -> f32 {
    values.sort_by(f32::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Spec;

    /// Returns pulses at a pitch, through a resonance: a crude vowel.
    fn vowel(rate: u32, pitch: f64, formant: f64) -> Clip {
        let (mut y1, mut y2) = (0.0, 0.0);
        let radius = 0.95_f64.powf(8_000.0 / f64::from(rate));
        let mut phase = 0.0;
        let samples = (0..rate * 3).map(|_| {
            phase += pitch / f64::from(rate);
            let pulse = if phase >= 1.0 { 1.0 } else { 0.0 };
            phase -= pulse;
            let y = pulse + 2.0 * radius * libm::cos(2.0 * PI * formant / f64::from(rate)) * y1
                - radius * radius * y2;
            (y2, y1) = (y1, y);
            (y * 0.05) as f32
        });
        Clip { spec: Spec { sample_rate: rate, channels: 1 }, samples: samples.collect() }
    }

    #[test]
    fn finds_the_pitch_and_not_its_octave_at_any_rate() {
        for rate in [16_000, 22_050, 44_100] {
            for pitch in [80.0, 120.0, 210.0, 330.0] {
                let pitch_found = f64::from(timbre(&vowel(rate, pitch, 700.0)).pitch);
                assert!((pitch_found / pitch - 1.0).abs() < 0.03, "{pitch_found} for {pitch} at {rate}");
            }
        }
    }

    #[test]
    fn distance_grows_with_the_difference_of_two_voices() {
        let at = |pitch, formant| timbre(&vowel(22_050, pitch, formant));
        let same = distance(&at(120.0, 700.0), &timbre(&vowel(44_100, 121.0, 700.0)));
        assert!(same < 0.3, "{same}");
        let (higher, brighter) = (
            distance(&at(120.0, 700.0), &at(160.0, 700.0)),
            distance(&at(120.0, 700.0), &at(120.0, 1_400.0)),
        );
        assert!(higher > 1.5, "five semitones: {higher}");
        assert!(brighter > 1.0, "an octave of a formant: {brighter}");
        assert!(distance(&at(120.0, 700.0), &at(200.0, 1_400.0)) > higher.max(brighter));
    }

    #[test]
    fn silence_and_noise_have_no_pitch() {
        let clip = |samples| Clip { spec: Spec { sample_rate: 16_000, channels: 1 }, samples };
        assert_eq!(timbre(&clip(vec![0.0; 16_000])).pitch, 0.0);
        let mut x = 1_u32;
        let noise = (0..16_000).map(|_| {
            x = x.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (x >> 8) as f32 / 8_388_608.0 - 1.0
        });
        assert!(timbre(&clip(noise.collect())).voiced < 0.2);
        assert!(timbre(&clip(Vec::new())).bands.iter().all(|power| *power == 0.0));
    }
}
