//! Measures the true peak: the highest magnitude of the signal between its samples (ITU-R BS.1770-5, annex 2).

use std::f64::consts::PI;
use std::sync::OnceLock;

/// Number of samples on either side that an interpolated value depends on.
pub const REACH: usize = 12;
const TAPS: usize = 2 * REACH;
/// Number of interpolated values between two samples. With the samples, this is fourfold oversampling (annex 2, section 3).
const PHASES: usize = 3;
/// Highest number of values to interpolate at a time.
pub const CHUNK: usize = 64;

struct Interpolator {
    taps: [[f32; TAPS]; PHASES],
    /// No interpolated value is greater than this times the greatest magnitude of a sample.
    peak_factor: f32,
    /// No interpolated value differs from a sample next to it by more than this times the greatest difference of two
    /// adjacent samples.
    step_factor: f32,
}

/// Returns the shared interpolator: a sinc with a Blackman window, each phase scaled to a sum of 1. With so few taps, a
/// Hann-Poisson window would ring less, but the Blackman window is flat to 0.9 of the Nyquist frequency.
#[inline]
fn interpolator() -> &'static Interpolator {
    static SHARED: OnceLock<Interpolator> = OnceLock::new();
    SHARED.get_or_init(|| {
        let taps = std::array::from_fn(|phase| {
            let fraction = (phase + 1) as f64 / (PHASES + 1) as f64;
            let raw: [f64; TAPS] = std::array::from_fn(|tap| {
                let distance = tap as f64 - (REACH as f64 - 1.0) - fraction;
                let x = distance / REACH as f64;
                let window = 0.42 + 0.5 * libm::cos(PI * x) + 0.08 * libm::cos(2.0 * PI * x);
                window * libm::sin(PI * distance) / (PI * distance)
            });
            let sum: f64 = raw.iter().sum();
            raw.map(|tap| (tap / sum) as f32)
        });
        let peak_factor = taps.iter().map(magnitude_sum).fold(1.0, f32::max);
        let step_factor = taps.iter().map(step_bound).fold(0.0, f32::max);
        Interpolator { taps, peak_factor, step_factor }
    })
}

/// Returns the bound [`Interpolator::peak_factor`] for one phase.
fn magnitude_sum(taps: &[f32; TAPS]) -> f32 {
    taps.iter().map(|tap| tap.abs()).sum()
}

/// Returns the bound [`Interpolator::step_factor`] for one phase. An interpolated value is the nearer sample plus a
/// weighted sum of steps. The weight of a step is the sum of the taps on its far side.
fn step_bound(taps: &[f32; TAPS]) -> f32 {
    let (before, after) = taps.split_at(REACH);
    // The steps before the first sample, from the outermost inwards, then those after it.
    sum_of_partial_sums(before[..REACH - 1].iter()) + sum_of_partial_sums(after.iter().rev())
}

/// Returns the sum of the magnitudes of the partial sums.
fn sum_of_partial_sums<'a>(taps: impl Iterator<Item = &'a f32>) -> f32 {
    let mut sum = 0.0_f32;
    taps.map(|tap| {
        sum += tap;
        sum.abs()
    })
    .sum()
}

/// Returns the greatest magnitude of a sample.
pub fn max_magnitude(samples: &[f32]) -> f32 {
    let mut lanes = [0.0_f32; 16];
    let (chunks, rest) = samples.as_chunks::<16>();
    for chunk in chunks {
        for (lane, sample) in lanes.iter_mut().zip(chunk) {
            *lane = greater(*lane, *sample);
        }
    }
    let most = rest.iter().fold(0.0, |most, sample| greater(most, *sample));
    lanes.iter().fold(most, |most, lane| greater(most, *lane))
}

/// Returns the greater of `most` and the magnitude of `sample`. The compiler turns this into vector instructions, but not
/// `f32::max`, which also handles NaN.
#[inline]
fn greater(most: f32, sample: f32) -> f32 {
    if sample.abs() > most { sample.abs() } else { most }
}

/// Returns true if the true peak of `samples` could be higher than `ceiling`. `samples` includes [`REACH`] samples on either
/// side.
///
/// It compares two upper bounds, and computes the second only if the first is not enough.
pub fn may_exceed(samples: &[f32], ceiling: f32) -> bool {
    let Interpolator { peak_factor, step_factor, .. } = interpolator();
    let highest = max_magnitude(samples);
    highest * peak_factor > ceiling && highest + step_factor * greatest_step(samples) > ceiling
}

#[inline]
fn greatest_step(samples: &[f32]) -> f32 {
    let mut lanes = [0.0_f32; 16];
    let later = samples.get(1..).unwrap_or_default();
    for (now, next) in samples.chunks(16).zip(later.chunks(16)) {
        for ((lane, now), next) in lanes.iter_mut().zip(now).zip(next) {
            *lane = greater(*lane, next - now);
        }
    }
    lanes.iter().fold(0.0, |most, step| greater(most, *step))
}

/// Writes the greatest magnitude between sample `first + n` and the next one, both excluded, to each `out[n]`. `out` has at
/// most [`CHUNK`] values, and `samples` has [`REACH`] samples on either side.
pub fn intersample_peaks(samples: &[f32], first: usize, out: &mut [f32]) {
    let around = &samples[first + 1 - REACH..first + out.len() + REACH];
    out.fill(0.0);
    for taps in &interpolator().taps {
        let mut sums = [0.0_f32; CHUNK];
        let sums = &mut sums[..out.len()];
        for (offset, tap) in taps.iter().enumerate() {
            for (sum, sample) in sums.iter_mut().zip(&around[offset..]) {
                *sum += tap * sample;
            }
        }
        for (most, sum) in out.iter_mut().zip(sums) {
            *most = greater(*most, *sum);
        }
    }
}

/// Measures the highest true peak of a mono signal.
pub struct PeakMeter {
    /// The last samples, which the next ones are interpolated with.
    tail: Vec<f32>,
    highest: f32,
}

/// A meter for a signal that begins after silence.
impl Default for PeakMeter {
    fn default() -> Self {
        Self { tail: vec![0.0; REACH], highest: 0.0 }
    }
}

impl PeakMeter {
    /// Adds samples.
    pub fn push(&mut self, samples: &[f32]) {
        self.tail.extend_from_slice(samples);
        self.highest = self.highest.max(max_magnitude(samples));
        let mut at = REACH - 1;
        let mut values = [0.0; CHUNK];
        while at + REACH < self.tail.len() {
            let values = &mut values[..CHUNK.min(self.tail.len() - REACH - at)];
            let around = &self.tail[at + 1 - REACH..at + values.len() + REACH];
            // Only chunks that could have a higher peak are interpolated.
            if may_exceed(around, self.highest) {
                intersample_peaks(&self.tail, at, values);
                self.highest = self.highest.max(max_magnitude(values));
            }
            at += values.len();
        }
        let keep = self.tail.len().saturating_sub(TAPS - 1);
        self.tail.drain(..keep);
    }

    /// Returns the highest peak since the last call, as a factor of full scale. The last samples before this call count
    /// with the next.
    ///
    /// Until the next call, peaks below `floor` are ignored. A caller that looks for the overall maximum saves time with
    /// it.
    pub fn take(&mut self, floor: f32) -> f32 {
        std::mem::replace(&mut self.highest, floor)
    }

    /// Returns the highest peak as a factor of full scale, 0 for silence.
    pub fn finish(mut self) -> f32 {
        self.push(&[0.0; REACH]);
        self.highest
    }
}
