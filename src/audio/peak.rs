//! True peak: the height of the wave between the samples (ITU-R BS.1770-5, annex 2).

use std::f64::consts::PI;
use std::sync::OnceLock;

/// Samples on either side that an interpolated value is made of.
pub(crate) const REACH: usize = 12;
const TAPS: usize = 2 * REACH;
/// Values between two samples: with the samples themselves, fourfold oversampling (annex 2, section 3).
const BETWEEN: usize = 3;
/// Values worked on side by side.
pub(crate) const CHUNK: usize = 64;

struct Interpolator {
    taps: [[f32; TAPS]; BETWEEN],
    /// No interpolated value is greater than this times the greatest sample …
    most: f32,
    /// … nor further from a sample beside it than this times the greatest step from one sample to the next.
    most_of_step: f32,
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
                let window = 0.42 + 0.5 * libm::cos(PI * x) + 0.08 * libm::cos(2.0 * PI * x);
                window * libm::sin(PI * distance) / (PI * distance)
            });
            let sum: f64 = raw.iter().sum();
            raw.map(|tap| (tap / sum) as f32)
        });
        let greatest = |sum: &dyn Fn(&[f32; TAPS]) -> f32| taps.iter().map(sum).fold(0.0, f32::max);
        let most = greatest(&|taps| taps.iter().map(|tap| tap.abs()).sum());
        Interpolator { taps, most: most.max(1.0), most_of_step: greatest(&steps) }
    })
}

/// A value as the nearer sample plus steps: a step counts as often as the taps on its far side say.
fn steps(taps: &[f32; TAPS]) -> f32 {
    let (before, after) = taps.split_at(REACH);
    let from_first = |taps: &mut dyn Iterator<Item = &f32>| {
        let mut sum = 0.0_f32;
        taps.map(|tap| {
            sum += tap;
            sum.abs()
        })
        .sum::<f32>()
    };
    // The steps before the first sample, from the outermost inwards, and those after it.
    from_first(&mut before[..REACH - 1].iter()) + from_first(&mut after.iter().rev())
}

/// The greatest magnitude of a sample. Written with `if`, which a processor does side by side; `f32::max` also
/// looks for what is not a number.
pub(crate) fn highest(samples: &[f32]) -> f32 {
    let mut most = [0.0_f32; 16];
    let lanes = samples.as_chunks::<16>();
    for lane in lanes.0 {
        for (most, sample) in most.iter_mut().zip(lane) {
            *most = if sample.abs() > *most { sample.abs() } else { *most };
        }
    }
    most.iter().chain(lanes.1).fold(0.0, |most, sample| if sample.abs() > most { sample.abs() } else { most })
}

/// True when the wave between `samples`, which reach [`REACH`] to either side of it, could be higher than `ceiling`; what
/// is told from two bounds, the second only where the first does not suffice.
pub(crate) fn may_exceed(samples: &[f32], ceiling: f32) -> bool {
    let Interpolator { most, most_of_step, .. } = interpolator();
    let highest = highest(samples);
    highest * most > ceiling && highest + most_of_step * greatest_step(samples) > ceiling
}

fn greatest_step(samples: &[f32]) -> f32 {
    let mut most = [0.0_f32; 16];
    let later = samples.get(1..).unwrap_or_default();
    for (now, next) in samples.chunks(16).zip(later.chunks(16)) {
        for ((most, now), next) in most.iter_mut().zip(now).zip(next) {
            let step = (next - now).abs();
            *most = if step > *most { step } else { *most };
        }
    }
    most.iter().fold(0.0, |most, step| if *step > most { *step } else { most })
}

/// Greatest magnitudes between sample `first + n` and the next, both left out, for each `n` of `out`, which is at most
/// [`CHUNK`] long; `samples` has [`REACH`] on either side.
pub(crate) fn between(samples: &[f32], first: usize, out: &mut [f32]) {
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
            *most = if sum.abs() > *most { sum.abs() } else { *most };
        }
    }
}

/// The highest true peak of a signal that comes in pieces.
pub(crate) struct PeakMeter {
    /// The last samples, which the next ones are still to be interpolated with.
    tail: Vec<f32>,
    highest: f32,
}

impl PeakMeter {
    /// For a signal that begins after silence.
    pub(crate) fn new() -> Self {
        Self { tail: vec![0.0; REACH], highest: 0.0 }
    }

    pub(crate) fn push(&mut self, samples: &[f32]) {
        self.tail.extend_from_slice(samples);
        self.highest = self.highest.max(highest(samples));
        let mut at = REACH - 1;
        let mut values = [0.0; CHUNK];
        while at + REACH < self.tail.len() {
            let values = &mut values[..CHUNK.min(self.tail.len() - REACH - at)];
            let around = &self.tail[at + 1 - REACH..at + values.len() + REACH];
            // Only what could hold a higher peak is interpolated.
            if may_exceed(around, self.highest) {
                between(&self.tail, at, values);
                self.highest = self.highest.max(highest(values));
            }
            at += values.len();
        }
        let keep = self.tail.len().saturating_sub(TAPS - 1);
        self.tail.drain(..keep);
    }

    /// The highest peak since the last call. Until the next call whatever lies below `floor` is ignored: what is known to be
    /// lower than somewhere else need not be measured. The last samples before this call count with the next.
    pub(crate) fn take(&mut self, floor: f32) -> f32 {
        std::mem::replace(&mut self.highest, floor)
    }

    /// As a factor of full scale; 0 for silence.
    pub(crate) fn finish(mut self) -> f32 {
        self.push(&[0.0; REACH]);
        self.highest
    }
}
