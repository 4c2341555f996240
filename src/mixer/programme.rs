//! The level of an episode before it is mixed, from what was measured of its takes: no audio is read.

use super::{Format, gain_to, tenths};
use crate::audio::measure::Measures;
use crate::audio::programme::ProgrammeMeter;

/// Takes the placements of an episode and foretells its gain.
#[derive(Debug, Clone)]
pub struct Programme {
    meter: ProgrammeMeter,
    rate: u32,
    channels: u16,
    /// Ceiling of the limiter in dBTP.
    peak: f64,
    /// The frame after the last block.
    end: u64,
    energy: f64,
    /// What a limiter leaves of the energy, for each gain of [`gains`].
    kept: Vec<f64>,
}

/// Gains for which it is worked out what a limiter leaves, in dB; what lies between is interpolated.
const LOWEST: f64 = -24.0;
const STEP: f64 = 0.5;
const STEPS: usize = 145;
/// More than this is not given back for what the limiter takes, in dB.
const MOST: f64 = 12.0;
/// Short of the target by no more than rounding.
const HALF_A_TENTH: f64 = 0.05;

impl Programme {
    /// For an episode of this format whose limiter works at `peak` dBTP.
    pub fn new(format: Format, peak: f64) -> Self {
        let Format { rate, channels, .. } = format;
        let (meter, kept) = (ProgrammeMeter::new(rate), vec![0.0; STEPS]);
        Self { meter, rate, channels, peak, end: 0, energy: 0.0, kept }
    }

    /// Adds a take whose sound begins at frame `start`, with a gain in dB; in the order of the starts.
    pub fn add(&mut self, take: &Measures, start: u64, gain_db: f64) {
        // Each channel counts (BS.1770-5, annex 1, equation 2): the same in two is 3.01 LU louder than in one.
        let factor = libm::pow(10.0, gain_db / 10.0) * f64::from(self.channels);
        let ratio = f64::from(self.rate) / f64::from(take.sample_rate.max(1));
        let block = f64::from(take.block_frames()) * ratio;
        self.meter.add(start, block, take.blocks.iter().map(|power| f64::from(*power) * factor));
        self.end = self.end.max(start + (take.blocks.len() as f64 * block) as u64);
        let energy = take.blocks.iter().map(|power| f64::from(*power)).sum::<f64>() * factor * block;
        let above = 20.0 * libm::log10(f64::from(take.sound_peak)) + gain_db - self.peak;
        self.energy += energy;
        for (kept, gain) in self.kept.iter_mut().zip(gains()) {
            *kept += energy * take.kept_at(above + gain);
        }
    }

    /// The gain in dB, in whole steps of 0.1 dB, that brings the whole to `target` LUFS once a limiter has taken its part;
    /// 0 when all is silent.
    pub fn gain_to(self, target: f64) -> f64 {
        let losses: Vec<f64> = self.kept.iter().map(|kept| 10.0 * libm::log10(kept / self.energy)).collect();
        let Some(loudness) = self.meter.finish(self.end).integrated else { return 0.0 };
        let without = gain_to(target, loudness);
        let reached = |gain: f64| loudness + gain + at(&losses, gain);
        let tries = (0..).map(|nth| tenths(without + f64::from(nth) * 0.1));
        let mut tries = tries.take_while(|gain| *gain <= without + MOST);
        tries.find(|gain| reached(*gain) >= target - HALF_A_TENTH).unwrap_or(without)
    }
}

fn gains() -> impl Iterator<Item = f64> {
    (0..STEPS).map(|nth| LOWEST + nth as f64 * STEP)
}

/// The value for a gain, in a straight line between those that were worked out.
fn at(values: &[f64], gain: f64) -> f64 {
    let at = ((gain - LOWEST) / STEP).clamp(0.0, (STEPS - 1) as f64);
    let (from, part) = (at as usize, at.fract());
    let to = (from + 1).min(STEPS - 1);
    values[from] + (values[to] - values[from]) * part
}
