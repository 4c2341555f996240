//! Plans of complex Fourier transforms, with the interface of the crate `spectrograms` 2.
//!
//! The Opus decoder needs nothing else of that crate, which takes 26 seconds of a processor to build, with `ndarray`. In this workspace
//! it is replaced by this one (`[patch.crates-io]`). The results are the same, because both use `rustfft`.

use std::sync::Arc;

use rustfft::{Fft, FftNum, FftPlanner};

pub use rustfft::num_complex::Complex;

/// The buffer does not have the size of the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SizeMismatch;

/// A planned transform of one size, in both directions and in place.
pub trait C2cPlan<T> {
    /// Computes `X[k] = Σ x[n] exp(−2πi·k·n/N)`.
    ///
    /// # Errors
    /// If the buffer does not have the size of the plan.
    fn forward(&mut self, buffer: &mut [Complex<T>]) -> Result<(), SizeMismatch>;

    /// Computes `x[n] = Σ X[k] exp(+2πi·k·n/N)`, without a factor.
    ///
    /// # Errors
    /// If the buffer does not have the size of the plan.
    fn inverse(&mut self, buffer: &mut [Complex<T>]) -> Result<(), SizeMismatch>;
}

/// A plan by `rustfft`.
pub struct RealFftC2cPlan<T: FftNum> {
    forward: Arc<dyn Fft<T>>,
    inverse: Arc<dyn Fft<T>>,
    scratch: Vec<Complex<T>>,
}

impl<T: FftNum> RealFftC2cPlan<T> {
    /// Plans transforms of `size` values.
    #[must_use]
    pub fn new(size: usize) -> Self {
        let mut planner = FftPlanner::new();
        let (forward, inverse) = (planner.plan_fft_forward(size), planner.plan_fft_inverse(size));
        let scratch = forward.get_inplace_scratch_len().max(inverse.get_inplace_scratch_len());
        Self { forward, inverse, scratch: vec![Complex::new(T::zero(), T::zero()); scratch] }
    }
}

impl<T: FftNum> C2cPlan<T> for RealFftC2cPlan<T> {
    fn forward(&mut self, buffer: &mut [Complex<T>]) -> Result<(), SizeMismatch> {
        transform(&self.forward, buffer, &mut self.scratch)
    }

    fn inverse(&mut self, buffer: &mut [Complex<T>]) -> Result<(), SizeMismatch> {
        transform(&self.inverse, buffer, &mut self.scratch)
    }
}

fn transform<T: FftNum>(
    plan: &Arc<dyn Fft<T>>,
    buffer: &mut [Complex<T>],
    scratch: &mut [Complex<T>],
) -> Result<(), SizeMismatch> {
    if buffer.len() != plan.len() {
        return Err(SizeMismatch);
    }
    plan.process_with_scratch(buffer, scratch);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn transforms_by_the_definition_and_back() {
        let input: Vec<Complex<f64>> =
            (0..60).map(|n| Complex::new(f64::from(n * n % 7), f64::from(n % 5))).collect();
        let mut plan = RealFftC2cPlan::new(60);
        let mut buffer = input.clone();
        plan.forward(&mut buffer).unwrap();
        let term = |n: usize| input[n] * Complex::cis(-std::f64::consts::TAU * 7.0 * n as f64 / 60.0);
        let seventh: Complex<f64> = (0..60).map(term).sum();
        assert!((buffer[7] - seventh).norm() < 1e-9);
        plan.inverse(&mut buffer).unwrap();
        assert!(buffer.iter().zip(&input).all(|(back, x)| (back / 60.0 - x).norm() < 1e-12));
        assert_eq!(plan.forward(&mut buffer[1..]), Err(SizeMismatch));
    }
}
