//! The distance of two steps: how much their spectra differ.

use super::features::{SCALE, Step};
use super::filter_bank::BANDS;

/// Returns the sum of the squared differences of two steps. It fits: a difference is at most 12 deviations of 256.
#[inline]
pub(super) fn squares(a: &Step, b: &Step) -> i32 {
    let mut sum = 0;
    for (a, b) in a.iter().zip(b) {
        let difference = i32::from(*a - *b);
        sum += difference * difference;
    }
    sum
}

/// Returns the distance: the root of the mean squared difference, in deviations.
#[inline]
pub(super) fn root(squares: i32) -> f32 {
    (squares as f32 * (1.0 / (BANDS as f32 * SCALE * SCALE))).sqrt()
}
