//! The pulses of the vocal folds: all harmonics of the pitch below 11 kHz, with the same amplitude.
//!
//! The sum of `n` cosines has a closed form: ∑ cos(k·x) for k = 1…n is sin((n + ½)·x) / (2·sin(x/2)) − ½.

use fearless_simd::{Level, Simd, dispatch, f32x8, prelude::*};

use crate::network::cos_sin;

const LANES: usize = 8;
/// Harmonics above this are left out. Above it, the network makes noise.
const HIGHEST: f64 = 11_000.0;
/// Pitch below this means an unvoiced sound.
pub(super) const VOICED: f64 = 40.0;
/// Below this divisor the closed form loses precision, and the pulse has its peak.
const SMALL: f32 = 2e-3;

/// Returns the pulses for the pitch of frames of `hop` samples, as many samples as the frames have. `factor` changes the
/// pitch of the pulses, but not which sounds are voiced.
pub(super) fn pulses(level: Level, pitch: &[f32], factor: f64, hop: usize, rate: f64) -> Vec<f32> {
    let length = pitch.len() * hop;
    let padded = length.next_multiple_of(LANES);
    // The two angles in turns, and the number of harmonics plus ½; 0 where there are no pulses.
    let (mut numerators, mut denominators) = (vec![0.0_f32; padded], vec![0.0_f32; padded]);
    let mut counts = vec![0.0_f32; padded];
    let mut phase = 0.0_f64;
    for at in 0..length {
        let natural = pitch_at(pitch, hop, at);
        let hertz = natural.max(VOICED) * factor;
        phase += hertz / rate;
        phase -= phase.floor();
        if natural > VOICED {
            let count = (HIGHEST / hertz).floor() + 0.5;
            let turns = count * phase;
            numerators[at] = (turns - turns.floor()) as f32;
            denominators[at] = (phase * 0.5) as f32;
            counts[at] = count as f32;
        }
    }
    dispatch!(level, simd => sum_harmonics(simd, &mut numerators, &denominators, &counts));
    numerators.truncate(length);
    numerators
}

/// Returns the pitch at a sample: frames have theirs in the middle, and it changes linearly in between.
fn pitch_at(pitch: &[f32], hop: usize, at: usize) -> f64 {
    let position = (at as f64 + 0.5) / hop as f64 - 0.5;
    let before = position.floor();
    let value = |frame: f64| f64::from(pitch[(frame.max(0.0) as usize).min(pitch.len() - 1)]);
    let share = position - before;
    value(before) * (1.0 - share) + value(before + 1.0) * share
}

/// Replaces the angles of the numerators by the sums of the harmonics.
#[inline(always)]
fn sum_harmonics<S: Simd>(simd: S, numerators: &mut [f32], denominators: &[f32], counts: &[f32]) {
    let blocks = numerators.as_chunks_mut::<LANES>().0.iter_mut();
    let angles = denominators.as_chunks().0.iter().zip(counts.as_chunks().0);
    for (numerator, (denominator, count)) in blocks.zip(angles) {
        let count = f32x8::simd_from(simd, *count);
        let below = cos_sin(f32x8::simd_from(simd, *denominator)).1 * 2.0;
        let above = cos_sin(f32x8::simd_from(simd, *numerator)).1;
        let is_peak = below.abs().simd_le(f32x8::splat(simd, SMALL));
        let divisor = is_peak.select(f32x8::splat(simd, 1.0), below);
        let sum = is_peak.select(count, above / divisor) - 0.5;
        let zero = f32x8::splat(simd, 0.0);
        *numerator = *count.simd_gt(zero).select(sum, zero);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equals_the_sum_of_cosines() {
        let pulses = pulses(Level::new(), &[200.0; 4], 1.05, 300, 24_000.0);
        assert_eq!(pulses.len(), 1_200);
        for (at, y) in pulses.iter().enumerate() {
            let phase = std::f64::consts::TAU * 210.0 / 24_000.0 * (at + 1) as f64;
            let exact: f64 = (1..=52).map(|harmonic| libm::cos(phase * f64::from(harmonic))).sum();
            assert!((f64::from(*y) - exact).abs() < 0.02, "{at}: {y} {exact}");
        }
    }

    #[test]
    fn unvoiced_frames_are_silent_and_the_pitch_glides() {
        let sound = pulses(Level::baseline(), &[0.0, 0.0, 0.0], 1.0, 300, 24_000.0);
        assert!(sound.iter().all(|sample| *sample == 0.0));
        assert_eq!(pitch_at(&[100.0, 200.0], 300, 0), 100.0);
        assert!((pitch_at(&[100.0, 200.0], 300, 299) - 149.833).abs() < 0.01);
        // A low factor does not make a voiced sound unvoiced.
        let sound = pulses(Level::new(), &[60.0; 3], 0.5, 300, 24_000.0);
        assert!(sound.iter().any(|sample| *sample > 100.0));
    }
}
