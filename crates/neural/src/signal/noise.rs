//! Complex noise with a normal distribution, from a seed. Each number is computed from its place, so the order does not matter.

use fearless_simd::{Simd, f32x8, i32x8, prelude::*, u32x8};

use crate::network::{cos_sin, ln};

/// Two words that choose the noise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Seed([u32; 2]);

impl Seed {
    pub(super) fn new(seed: u64) -> Self {
        Self([seed as u32, (seed >> 32) as u32])
    }

    /// Returns real and imaginary parts of the noise at eight places, each with variance 1 (Box and Muller, "A Note on the
    /// Generation of Random Normal Deviates", 1958).
    #[inline(always)]
    pub(super) fn normal<S: Simd>(self, simd: S, place: u32) -> (f32x8<S>, f32x8<S>) {
        let places = u32x8::from_fn(simd, |lane| place.wrapping_add(lane as u32));
        let angle = uniform(mix(places, self.0[0]));
        // From 0 exclusively, because it has no logarithm.
        let distance = f32x8::splat(simd, 1.0) - uniform(mix(places, self.0[1]));
        let radius = (ln(distance) * -2.0).max(f32x8::splat(simd, 0.0)).sqrt();
        let (cos, sin) = cos_sin(angle);
        (radius * cos, radius * sin)
    }
}

/// Returns numbers from 0 to 1, without 1.
#[inline(always)]
fn uniform<S: Simd>(bits: u32x8<S>) -> f32x8<S> {
    // 23 random bits are the mantissa of a number from 1 to 2.
    let number: i32x8<S> = ((bits >> 9) | 0x3f80_0000).bitcast();
    number.bitcast::<f32x8<S>>() - 1.0
}

/// Mixes the bits of eight numbers and a seed. Multipliers and shifts are those of MurmurHash3's 32-bit finaliser.
#[inline(always)]
fn mix<S: Simd>(numbers: u32x8<S>, seed: u32) -> u32x8<S> {
    let mut bits = numbers * 0x9e37_79b9 + seed;
    bits = (bits ^ (bits >> 16)) * 0x85eb_ca6b;
    bits = (bits ^ (bits >> 13)) * 0xc2b2_ae35;
    let bits = (bits ^ (bits >> 16)) + seed.rotate_left(16);
    let bits = (bits ^ (bits >> 15)) * 0x85eb_ca6b;
    bits ^ (bits >> 13)
}

#[cfg(test)]
mod tests {
    use fearless_simd::{Level, dispatch};

    use super::*;

    fn numbers(seed: u64, level: Level) -> Vec<f64> {
        let mut numbers = Vec::new();
        for place in (0..80_000).step_by(8) {
            let (re, im): ([f32; 8], [f32; 8]) = dispatch!(level, simd => {
                let (re, im) = Seed::new(seed).normal(simd, place);
                (*re, *im)
            });
            numbers.extend(re.into_iter().chain(im).map(f64::from));
        }
        numbers
    }

    #[test]
    fn is_normal_and_independent() {
        let numbers = numbers(42, Level::new());
        let count = numbers.len() as f64;
        let moment =
            |power: i32| numbers.iter().map(|x| (0..power).map(|_| x).product::<f64>()).sum::<f64>() / count;
        // The moments of the standard normal distribution, within four standard errors of 160,000 numbers.
        for (power, exact, tolerance) in [(1, 0.0, 0.01), (2, 1.0, 0.015), (3, 0.0, 0.04), (4, 3.0, 0.1)] {
            assert!((moment(power) - exact).abs() < tolerance, "moment {power}: {}", moment(power));
        }
        for lag in [1, 2, 8, 16, 601] {
            let products = numbers.iter().zip(&numbers[lag..]).map(|(a, b)| a * b);
            assert!((products.sum::<f64>() / count).abs() < 0.01, "lag {lag}");
        }
    }

    #[test]
    fn depends_on_the_seed_alone() {
        assert_eq!(numbers(7, Level::new()), numbers(7, Level::baseline()));
        assert_ne!(numbers(7, Level::new()), numbers(8, Level::new()));
    }
}
