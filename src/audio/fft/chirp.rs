//! Transforms of any length (Bluestein, A linear filtering approach to the computation of discrete Fourier transform,
//! 1970): since jk = (j² + k² − (k − j)²) / 2, a transform is a convolution with a chirp, for which longer transforms, of a
//! power of two, serve.

use std::array::from_fn;

use super::{Fft, LANES, Quad, root};

/// A transform through a convolution.
pub(super) struct Chirp {
    /// e^(−πi · k² / length)
    chirp: Vec<Quad>,
    /// The transform of its conjugate, over the number of points.
    filter: Vec<Quad>,
    inner: Fft,
    work: Vec<Quad>,
}

impl Chirp {
    pub(super) fn new(length: usize) -> Self {
        let points = (2 * length).next_power_of_two().max(16);
        let mut inner = Fft::new(points);
        let whole = 2 * length as u64;
        // Whole turns are taken off the square: an angle so large would lose its last digits.
        let turn = |k: usize| root(((k as u64).pow(2) % whole) as usize, 2 * length);
        let scale = 1.0 / points as f32;
        let mut filter = quads(points, |at| {
            let distance = at.min(points - at);
            let [re, im] = if distance < length { turn(distance) } else { [0.0; 2] };
            [re * scale, -im * scale]
        });
        inner.transform(&mut filter);
        Self { chirp: quads(length, turn), filter, inner, work: vec![Quad::default(); points / LANES] }
    }

    pub(super) fn transform(&mut self, data: &mut [Quad]) {
        self.work.fill(Quad::default());
        for ((work, data), chirp) in self.work.iter_mut().zip(&*data).zip(&self.chirp) {
            *work = *data * *chirp;
        }
        self.inner.transform(&mut self.work);
        for (work, filter) in self.work.iter_mut().zip(&self.filter) {
            *work = (*work * *filter).swapped();
        }
        self.inner.transform(&mut self.work);
        for ((data, work), chirp) in data.iter_mut().zip(&self.work).zip(&self.chirp) {
            *data = work.swapped() * *chirp;
        }
    }
}

fn quads(count: usize, number: impl Fn(usize) -> [f32; 2]) -> Vec<Quad> {
    let quad = |nth: usize| {
        let lanes: [[f32; 2]; LANES] = from_fn(|lane| number(nth * LANES + lane));
        Quad { re: lanes.map(|[re, _]| re), im: lanes.map(|[_, im]| im) }
    };
    (0..count / LANES).map(quad).collect()
}
