//! Four complex numbers side by side, and the smallest transforms of them.
//!
//! Every operation is written lane by lane, each result rounded by itself: a compiler may do the lanes at once, which
//! changes nothing, but it may neither reorder sums nor join a product with a sum, which would.

use std::array::from_fn;
use std::ops::{Add, Mul, Sub};

/// Numbers done at once: what the least of the processors has registers for.
pub(in crate::audio) const LANES: usize = 4;

/// Four complex numbers.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(in crate::audio) struct Quad {
    pub(in crate::audio) re: [f32; LANES],
    pub(in crate::audio) im: [f32; LANES],
}

impl Quad {
    /// The same number in each lane.
    #[inline(always)]
    pub(super) fn splat([re, im]: [f32; 2]) -> Self {
        Self { re: [re; LANES], im: [im; LANES] }
    }

    /// With real and imaginary part in each other's place: a transform between two such exchanges is the inverse one.
    #[inline(always)]
    pub(in crate::audio) fn swapped(self) -> Self {
        Self { re: self.im, im: self.re }
    }

    /// Times the imaginary unit.
    #[inline(always)]
    fn turned(self) -> Self {
        Self { re: self.im.map(|im| -im), im: self.re }
    }

    /// All lanes by one real number.
    #[inline(always)]
    fn times(self, by: f32) -> Self {
        self.scaled([by; LANES])
    }

    /// Each lane by a real number of its own.
    #[inline(always)]
    pub(in crate::audio) fn scaled(self, by: [f32; LANES]) -> Self {
        Self { re: from_fn(|lane| self.re[lane] * by[lane]), im: from_fn(|lane| self.im[lane] * by[lane]) }
    }
}

impl Add for Quad {
    type Output = Self;

    #[inline(always)]
    fn add(self, other: Self) -> Self {
        Self {
            re: from_fn(|lane| self.re[lane] + other.re[lane]),
            im: from_fn(|lane| self.im[lane] + other.im[lane]),
        }
    }
}

impl Sub for Quad {
    type Output = Self;

    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        Self {
            re: from_fn(|lane| self.re[lane] - other.re[lane]),
            im: from_fn(|lane| self.im[lane] - other.im[lane]),
        }
    }
}

impl Mul for Quad {
    type Output = Self;

    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        Self {
            re: from_fn(|lane| self.re[lane] * other.re[lane] - self.im[lane] * other.im[lane]),
            im: from_fn(|lane| self.re[lane] * other.im[lane] + self.im[lane] * other.re[lane]),
        }
    }
}

/// A transform of as many numbers as a pass takes together. A trait, and not a closure, so that it is always inlined: a
/// call for each of them would cost three times what it does.
pub(super) trait Small<const R: usize> {
    fn transform(&self, x: [Quad; R]) -> [Quad; R];
}

/// Of two numbers.
pub(super) struct Two;

impl Small<2> for Two {
    #[inline(always)]
    fn transform(&self, [a, b]: [Quad; 2]) -> [Quad; 2] {
        [a + b, a - b]
    }
}

/// Of four.
pub(super) struct Four;

impl Small<4> for Four {
    #[inline(always)]
    fn transform(&self, [a, b, c, d]: [Quad; 4]) -> [Quad; 4] {
        let [even, even_turned] = Two.transform([a, c]);
        let [odd, odd_turned] = Two.transform([b, d]);
        let odd_turned = odd_turned.turned();
        [even + odd, even_turned - odd_turned, even - odd, even_turned + odd_turned]
    }
}

/// Of an odd number, by the definition, with the roots of unity that it names. Those for `j` and `R - j` are conjugate, so
/// that sums go with the cosines and differences with the sines.
pub(super) struct Odd<const R: usize>(pub(super) [[f32; 2]; R]);

impl<const R: usize> Small<R> for Odd<R> {
    #[inline(always)]
    fn transform(&self, x: [Quad; R]) -> [Quad; R] {
        let half = R / 2;
        let sums: [Quad; R] = from_fn(|j| if j == 0 { x[0] } else { x[j] + x[R - j] });
        let differences: [Quad; R] = from_fn(|j| if j == 0 { x[0] } else { x[j] - x[R - j] });
        let mut y = [x[0]; R];
        for sum in &sums[1..=half] {
            y[0] = y[0] + *sum;
        }
        for k in 1..=half {
            let [cos, sin] = self.0[k];
            let (mut even, mut odd) = (x[0] + sums[1].times(cos), differences[1].times(sin));
            for j in 2..=half {
                let [cos, sin] = self.0[j * k % R];
                even = even + sums[j].times(cos);
                odd = odd + differences[j].times(sin);
            }
            let odd = odd.turned();
            y[k] = even + odd;
            y[R - k] = even - odd;
        }
        y
    }
}
