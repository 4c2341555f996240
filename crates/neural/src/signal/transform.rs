//! Short-time Fourier transforms of two real frames at once.
//!
//! Two real signals are the real and imaginary part of a complex one. Its spectrum separates by symmetry, so two frames cost
//! one complex transform. The transforms of `FftPlannerScalar` use no instructions that only some processors have, so all
//! processors give the same bits.

use std::sync::Arc;

use rustfft::num_complex::Complex;
use rustfft::{Fft, FftPlannerScalar};

pub(super) type Bin = Complex<f32>;

pub(super) struct Transform {
    forward: Arc<dyn Fft<f32>>,
    inverse: Arc<dyn Fft<f32>>,
    signal: Vec<Bin>,
    scratch: Vec<Bin>,
}

impl Transform {
    /// Creates transforms of frames with an even number of samples.
    pub(super) fn new(samples: usize) -> Self {
        let mut planner = FftPlannerScalar::new();
        let (forward, inverse) = (planner.plan_fft_forward(samples), planner.plan_fft_inverse(samples));
        let scratch = forward.get_inplace_scratch_len().max(inverse.get_inplace_scratch_len());
        Self {
            forward,
            inverse,
            signal: vec![Bin::default(); samples],
            scratch: vec![Bin::default(); scratch],
        }
    }

    /// Writes the spectra of two frames, from 0 to half of the sample rate.
    pub(super) fn forward(&mut self, frames: [&[f32]; 2], spectra: [&mut [Bin]; 2]) {
        let length = self.signal.len();
        let pairs = frames[0].iter().zip(frames[1]);
        self.signal.iter_mut().zip(pairs).for_each(|(z, (re, im))| *z = Bin::new(*re, *im));
        self.forward.process_with_scratch(&mut self.signal, &mut self.scratch);
        let [first, second] = spectra;
        for (bin, (a, b)) in first.iter_mut().zip(second).enumerate() {
            let (z, mirrored) = (self.signal[bin], self.signal[(length - bin) % length].conj());
            let difference = z - mirrored;
            *a = (z + mirrored) * 0.5;
            *b = Bin::new(difference.im, -difference.re) * 0.5;
        }
    }

    /// Writes the frames of two spectra.
    pub(super) fn inverse(&mut self, spectra: [&[Bin]; 2], frames: [&mut [f32]; 2]) {
        let length = self.signal.len();
        for (bin, (a, b)) in spectra[0].iter().zip(spectra[1]).enumerate() {
            let (mut a, mut b) = (*a, *b);
            // The ends of a real signal's spectrum are real.
            if bin == 0 || bin == length / 2 {
                (a.im, b.im) = (0.0, 0.0);
            }
            self.signal[bin] = Bin::new(a.re - b.im, a.im + b.re);
            self.signal[(length - bin) % length] = Bin::new(a.re + b.im, b.re - a.im);
        }
        self.inverse.process_with_scratch(&mut self.signal, &mut self.scratch);
        let scale = 1.0 / length as f32;
        let [first, second] = frames;
        for (z, (a, b)) in self.signal.iter().zip(first.iter_mut().zip(second)) {
            (*a, *b) = (z.re * scale, z.im * scale);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equals_the_definition_and_its_inverse_restores_the_frames() {
        let length = 60;
        let frames = [3, 7].map(|step| -> Vec<f32> {
            (0..length).map(|n| ((n * step + 1) % 13) as f32 / 6.0 - 1.0).collect()
        });
        let mut transform = Transform::new(length);
        let (mut a, mut b) = (vec![Bin::default(); length / 2 + 1], vec![Bin::default(); length / 2 + 1]);
        transform.forward([&frames[0], &frames[1]], [&mut a, &mut b]);
        for (spectrum, frame) in [&a, &b].into_iter().zip(&frames) {
            for (bin, z) in spectrum.iter().enumerate() {
                let angle = |n: usize| std::f64::consts::TAU * (bin * n) as f64 / length as f64;
                let re: f64 =
                    frame.iter().enumerate().map(|(n, x)| f64::from(*x) * libm::cos(angle(n))).sum();
                let im: f64 =
                    frame.iter().enumerate().map(|(n, x)| f64::from(*x) * -libm::sin(angle(n))).sum();
                assert!((f64::from(z.re) - re).abs() + (f64::from(z.im) - im).abs() < 1e-4, "{bin}");
            }
        }
        let (mut c, mut d) = (vec![0.0; length], vec![0.0; length]);
        transform.inverse([&a, &b], [&mut c, &mut d]);
        for (restored, frame) in [&c, &d].into_iter().zip(&frames) {
            assert!(restored.iter().zip(frame).all(|(x, y)| (x - y).abs() < 1e-5), "{restored:?}");
        }
    }
}
