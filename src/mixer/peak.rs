//! True peak: the height of the wave between the samples (ITU-R BS.1770-5, annex 2).

use std::f64::consts::PI;
use std::sync::OnceLock;

/// Samples on either side that an interpolated value is made of.
pub(super) const REACH: usize = 12;
const TAPS: usize = 2 * REACH;
/// Values between two samples: with the samples themselves, fourfold oversampling (annex 2, section 3).
const BETWEEN: usize = 3;

struct Interpolator {
    taps: [[f32; TAPS]; BETWEEN],
    /// No interpolated value is greater than this times the greatest sample.
    most: f32,
}

/// Windowed sinc (Hann-Poisson would ring less, Blackman is flat to 0.9 Nyquist with so many taps), each phase summing to 1.
fn interpolator() -> &'static Interpolator {
    static SHARED: OnceLock<Interpolator> = OnceLock::new();
    SHARED.get_or_init(|| {
        let taps = std::array::from_fn(|phase| {
            let fraction = (phase + 1) as f64 / (BETWEEN + 1) as f64;
            let raw: [f64; TAPS] = std::array::from_fn(|tap| {
                let distance = tap as f64 - (REACH as f64 - 1.0) - fraction;
                let x = distance / REACH as f64;
                let window = 0.42 + 0.5 * (PI * x).cos() + 0.08 * (2.0 * PI * x).cos();
                window * (PI * distance).sin() / (PI * distance)
            });
            let sum: f64 = raw.iter().sum();
            raw.map(|tap| (tap / sum) as f32)
        });
        let most = taps
            .iter()
            .map(|phase: &[f32; TAPS]| phase.iter().map(|tap| tap.abs()).sum())
            .fold(1.0, f32::max);
        Interpolator { taps, most }
    })
}

/// The greatest magnitude that `samples` can have between them.
pub(super) fn bound(samples: &[f32]) -> f32 {
    samples.iter().fold(0.0_f32, |most, sample| most.max(sample.abs())) * interpolator().most
}

/// Greatest magnitude between sample `at` and the next, both left out; `samples` has [`REACH`] on either side.
pub(super) fn between(samples: &[f32], at: usize) -> f32 {
    let around = &samples[at + 1 - REACH..at + 1 + REACH];
    let value =
        |taps: &[f32; TAPS]| taps.iter().zip(around).map(|(tap, sample)| tap * sample).sum::<f32>().abs();
    interpolator().taps.iter().map(value).fold(0.0, f32::max)
}

/// The highest true peak of a signal that comes in pieces.
#[derive(Default)]
pub(super) struct PeakMeter {
    /// The last samples, which the next ones are still to be interpolated with.
    tail: Vec<f32>,
    highest: f32,
}

impl PeakMeter {
    pub(super) fn push(&mut self, samples: &[f32]) {
        self.tail.extend_from_slice(samples);
        self.highest = samples.iter().fold(self.highest, |most, sample| most.max(sample.abs()));
        // Only a stretch that could hold a higher peak is interpolated.
        if self.tail.len() >= TAPS && bound(&self.tail) > self.highest {
            for at in REACH - 1..self.tail.len() - REACH {
                self.highest = self.highest.max(between(&self.tail, at));
            }
        }
        let keep = self.tail.len().saturating_sub(TAPS - 1);
        self.tail.drain(..keep);
    }

    /// In dBTP; `None` for silence.
    pub(super) fn finish(mut self) -> Option<f64> {
        self.push(&[0.0; REACH]);
        (self.highest > 0.0).then(|| 20.0 * f64::from(self.highest).log10())
    }
}
