//! Mathematical functions on eight floats at once, with the same bits on every processor.
//!
//! The functions of `libm` give the same bits too, but compute one number at a time. These use only additions, multiplications
//! and divisions, which IEEE 754 defines to the last bit. No fused multiply-add is used, because not every processor has it.

use fearless_simd::{Level, Simd, dispatch, f32x8, i32x8, prelude::*};

/// 1.5 · 2²³. A float of at most 2²² that is added to it has its fraction rounded away, half to even.
const ROUNDER: f32 = 12_582_912.0;

/// Returns the nearest integers. Exact for values up to 2²².
#[inline(always)]
pub fn round<S: Simd>(x: f32x8<S>) -> f32x8<S> {
    (x + ROUNDER) - ROUNDER
}

/// Returns the nearest integers as integers. Exact for values up to 2²².
#[inline(always)]
pub(super) fn round_to_int<S: Simd>(x: f32x8<S>) -> i32x8<S> {
    (x + ROUNDER).bitcast::<i32x8<S>>() - ROUNDER.to_bits() as i32
}

/// Returns the polynomial with these coefficients, the highest power first.
#[inline(always)]
fn polynomial<S: Simd, const N: usize>(x: f32x8<S>, coefficients: [f32; N]) -> f32x8<S> {
    let mut sum = f32x8::splat(x.token(), coefficients[0]);
    for coefficient in &coefficients[1..] {
        sum = sum * x + *coefficient;
    }
    sum
}

/// Returns e to the power of `x`. Relative error below 2e-7; `x` is limited to ±87.
#[inline(always)]
pub fn exp<S: Simd>(x: f32x8<S>) -> f32x8<S> {
    let x = x.max(f32x8::splat(x.token(), -87.0)).min(f32x8::splat(x.token(), 87.0));
    // x = n · ln 2 + r. ln 2 is split in two, so the product with n is exact.
    let turns = x * std::f32::consts::LOG2_E;
    let n = round(turns);
    let r = (x - n * 0.693_359_4) - n * -2.121_944_4e-4;
    let power = polynomial(r, [0.00138329, 0.00837479, 0.0416683, 0.1666642, 0.4999999, 1.0, 1.0]);
    ((round_to_int(turns) << 23) + power.bitcast::<i32x8<S>>()).bitcast()
}

/// Returns the hyperbolic tangent. Absolute error below 2e-7.
#[inline(always)]
pub fn tanh<S: Simd>(x: f32x8<S>) -> f32x8<S> {
    let one = f32x8::splat(x.token(), 1.0);
    one - f32x8::splat(x.token(), 2.0) / (exp(x + x) + one)
}

/// Returns the natural logarithm of positive, normal numbers. Relative error below 3e-7.
#[inline(always)]
pub fn ln<S: Simd>(x: f32x8<S>) -> f32x8<S> {
    /// The bits of √½, the lower limit of the mantissa.
    const LOWEST: i32 = 0x3f35_04f3;
    let bits = x.bitcast::<i32x8<S>>();
    let exponent = (bits - LOWEST) >> 23;
    let mantissa: f32x8<S> = (bits - (exponent << 23)).bitcast();
    let t = (mantissa - 1.0) / (mantissa + 1.0);
    let square = t * t;
    // ln m = 2 · artanh t
    let series = polynomial(square, [2.0 / 9.0, 2.0 / 7.0, 2.0 / 5.0, 2.0 / 3.0]);
    let whole: f32x8<S> = exponent.to_float();
    whole * std::f32::consts::LN_2 + (t * 2.0 + t * square * series)
}

/// Returns cosine and sine of angles in turns, up to 2²² turns. Absolute error below 2e-7.
#[inline(always)]
pub fn cos_sin<S: Simd>(turns: f32x8<S>) -> (f32x8<S>, f32x8<S>) {
    let turn = turns - round(turns);
    let quarter = f32x8::splat(turn.token(), 0.25);
    (quarter_sin(quarter - turn.abs()), sin_of_half(turn))
}

/// Returns the sine of angles from −½ to ½ turn.
#[inline(always)]
fn sin_of_half<S: Simd>(turn: f32x8<S>) -> f32x8<S> {
    // sin is symmetrical around a quarter turn: reflect what is beyond it.
    let half = f32x8::splat(turn.token(), 0.5);
    let reflected = (half - turn.abs()).copysign(turn);
    quarter_sin(turn.abs().simd_gt(f32x8::splat(turn.token(), 0.25)).select(reflected, turn))
}

/// Returns the sine of angles from −¼ to ¼ turn: a minimax polynomial with an error of 5e-9.
#[inline(always)]
fn quarter_sin<S: Simd>(turn: f32x8<S>) -> f32x8<S> {
    let square = turn * turn;
    turn * polynomial(square, [39.711365, -76.57505, 81.602234, -41.34168, std::f32::consts::TAU])
}

/// Returns the Gaussian error linear unit, x · Φ(x). Absolute error below 1e-6 · |x|.
#[inline(always)]
pub(super) fn gelu<S: Simd>(x: f32x8<S>) -> f32x8<S> {
    let half = x * 0.5;
    half + half * erf(x * std::f32::consts::FRAC_1_SQRT_2)
}

/// Returns the error function: a minimax quotient of two polynomials. Absolute error below 4e-7.
#[inline(always)]
fn erf<S: Simd>(x: f32x8<S>) -> f32x8<S> {
    let limit = f32x8::splat(x.token(), 4.0);
    let x = x.min(limit).max(-limit);
    let square = x * x;
    let above = polynomial(
        square,
        [
            1.968_495_8e-6,
            2.885_146_8e-4,
            4.029_805e-3,
            5.354_748_7e-2,
            0.196_876_4,
            std::f32::consts::FRAC_2_SQRT_PI,
        ],
    );
    let below =
        polynomial(square, [3.743_999_6e-5, 1.222_495_2e-3, 1.549_674_5e-2, 0.116_733_246, 0.507_808_1, 1.0]);
    x * above / below
}

/// Returns e to the power of one number.
pub(super) fn exp_one(level: Level, x: f32) -> f32 {
    dispatch!(level, simd => exp(f32x8::splat(simd, x))[0])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Applies a function to numbers from `low` to `high`, eight at a time.
    macro_rules! largest_error {
        ($function:expr, $exact:expr, $low:expr, $high:expr) => {{
            let mut largest = 0.0_f64;
            for level in [Level::new(), Level::baseline()] {
                for n in 0..20_000 {
                    let x: [f32; 8] = std::array::from_fn(|lane| {
                        $low + ($high - $low) * (n * 8 + lane) as f32 / 160_000.0
                    });
                    let y: [f32; 8] = dispatch!(level, simd => *$function(f32x8::simd_from(simd, x)));
                    for (x, y) in x.into_iter().zip(y) {
                        let exact: f64 = $exact(f64::from(x));
                        largest = largest.max((f64::from(y) - exact).abs() / exact.abs().max(1.0));
                    }
                }
            }
            largest
        }};
    }

    #[test]
    fn functions_are_as_exact_as_documented() {
        assert!(largest_error!(exp, libm::exp, -20.0, 20.0) < 2e-7);
        assert!(largest_error!(tanh, libm::tanh, -10.0, 10.0) < 2e-7);
        assert!(largest_error!(ln, libm::log, 1e-3, 2e3) < 3e-7);
        assert!(largest_error!(erf, libm::erf, -6.0, 6.0) < 4e-7);
        let tau = std::f64::consts::TAU;
        assert!(largest_error!(|x| cos_sin(x).0, |x: f64| libm::cos(tau * x), -3.0, 3.0) < 2e-6);
        assert!(largest_error!(|x| cos_sin(x).1, |x: f64| libm::sin(tau * x), -3.0, 3.0) < 2e-6);
        let phi = |x: f64| 0.5 * x * (1.0 + libm::erf(x * std::f64::consts::FRAC_1_SQRT_2));
        assert!(largest_error!(gelu, phi, -8.0, 8.0) < 1e-6);
    }

    #[test]
    fn rounds_half_to_even() {
        let rounded: [i32; 8] = dispatch!(Level::new(), simd => {
            *round_to_int(f32x8::simd_from(simd, [0.5, 1.5, 2.5, -0.5, -1.5, 254.5, 7.4, -7.6]))
        });
        assert_eq!(rounded, [0, 2, 2, 0, -2, 254, 7, -8]);
    }
}
