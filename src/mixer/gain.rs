//! Converts gains between dB and factors, and predicts the gain of an episode from the measurements of its takes.

use super::plan::Format;
use aloud_audio::measure::Measures;
use aloud_audio::program_loudness::ProgramMeter;

/// Returns the gain in dB that brings a loudness to a target, both in LUFS, rounded to 0.1 dB.
///
/// Rounding keeps the gain of an episode equal after an edit that hardly changes its loudness. The samples of unchanged regions
/// then stay the same.
pub fn gain_to(target: f64, loudness: f64) -> f64 {
    round_to_tenth(target - loudness)
}

/// Rounds a gain to 0.1 dB.
pub(super) fn round_to_tenth(db: f64) -> f64 {
    (db * 10.0).round() / 10.0
}

/// Converts dB to a factor of amplitude.
#[inline]
pub(super) fn db_to_factor(db: f64) -> f32 {
    libm::pow(10.0, db / 20.0) as f32
}

/// Predicts the gain that brings an episode to its loudness target, before any audio is read.
///
/// It collects the placements of the episode. For each possible gain it sums the energy that the limiter would leave.
#[derive(Debug, Clone)]
pub struct GainEstimator {
    meter: ProgramMeter,
    rate: u32,
    channels: u16,
    /// Ceiling of the limiter in dBTP.
    peak: f64,
    /// The frame after the last block.
    end: u64,
    energy: f64,
    /// Energy that remains after the limiter, for each gain of [`trial_gains`].
    limited_energy: Vec<f64>,
}

/// Lowest trial gain in dB. Values between two trial gains are interpolated.
const LOWEST_GAIN: f64 = -24.0;
/// Distance of two trial gains in dB.
const GAIN_STEP: f64 = 0.5;
/// Number of trial gains: −24 to +48 dB.
const GAIN_STEPS: usize = 145;
/// Highest make-up gain for the loss in the limiter, in dB. Beyond it, more gain only drives the limiter harder.
const MAX_MAKE_UP: f64 = 12.0;
/// Tolerance of the target in LU: half of the step to which gains are rounded.
const TARGET_TOLERANCE: f64 = 0.05;

impl GainEstimator {
    /// Creates an estimator for an episode of this format with a limiter at `peak` dBTP.
    pub fn new(format: Format, peak: f64) -> Self {
        let Format { rate, channels, .. } = format;
        let (meter, limited_energy) = (ProgramMeter::new(rate), vec![0.0; GAIN_STEPS]);
        Self { meter, rate, channels, peak, end: 0, energy: 0.0, limited_energy }
    }

    /// Adds a take with a gain in dB. Its sound begins at frame `start`. Takes must come in the order of their starts.
    pub fn add(&mut self, take: &Measures, start: u64, gain_db: f64) {
        // Each channel counts (BS.1770-5, annex 1, equation 2): the same signal in two channels is 3.01 LU louder than in one.
        let factor = libm::pow(10.0, gain_db / 10.0) * f64::from(self.channels);
        let ratio = f64::from(self.rate) / f64::from(take.sample_rate.max(1));
        let block = f64::from(take.block_frames()) * ratio;
        self.meter.add(start, block, take.blocks.iter().map(|power| f64::from(*power) * factor));
        self.end = self.end.max(start + (take.blocks.len() as f64 * block) as u64);
        let energy = take.blocks.iter().map(|power| f64::from(*power)).sum::<f64>() * factor * block;
        let above_ceiling = 20.0 * libm::log10(f64::from(take.sound_peak)) + gain_db - self.peak;
        self.energy += energy;
        for (limited, gain) in self.limited_energy.iter_mut().zip(trial_gains()) {
            *limited += energy * take.limited_share(above_ceiling + gain);
        }
    }

    /// Returns the gain in dB, rounded to 0.1 dB, that brings the episode after the limiter to `target` LUFS. Returns 0 if the
    /// episode is silent.
    pub fn gain_to(self, target: f64) -> f64 {
        let losses: Vec<f64> =
            self.limited_energy.iter().map(|limited| 10.0 * libm::log10(limited / self.energy)).collect();
        let Some(loudness) = self.meter.finish(self.end).integrated else { return 0.0 };
        let without_limiter = gain_to(target, loudness);
        let candidates = (0..).map(|nth| round_to_tenth(without_limiter + f64::from(nth) * 0.1));
        let mut candidates = candidates.take_while(|gain| *gain <= without_limiter + MAX_MAKE_UP);
        candidates
            .find(|gain| loudness + gain + interpolate(&losses, *gain) >= target - TARGET_TOLERANCE)
            .unwrap_or(without_limiter)
    }
}

fn trial_gains() -> impl Iterator<Item = f64> {
    (0..GAIN_STEPS).map(|nth| LOWEST_GAIN + nth as f64 * GAIN_STEP)
}

/// Returns the value for a gain by linear interpolation between the trial gains.
fn interpolate(values: &[f64], gain: f64) -> f64 {
    let at = ((gain - LOWEST_GAIN) / GAIN_STEP).clamp(0.0, (GAIN_STEPS - 1) as f64);
    let (from, part) = (at as usize, at.fract());
    let to = (from + 1).min(GAIN_STEPS - 1);
    values[from] + (values[to] - values[from]) * part
}
