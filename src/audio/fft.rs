//! The discrete Fourier transform, to the same bits on every machine.
//!
//! Lengths that are 16 times small primes go through passes after Stockham, which leave the result in order (Van Loan,
//! Computational Frameworks for the Fast Fourier Transform, 1992, section 1.7). Any other goes through a [`chirp`]. Sines
//! come from `libm` in double precision.

mod chirp;
mod quad;

use std::array::from_fn;
use std::f64::consts::TAU;

use chirp::Chirp;
use quad::{Four, Odd, Small, Two};
pub(super) use quad::{LANES, Quad};

/// Radices of the passes, in their order: the last pass has no twiddle factors, which saves the most where there are most.
const RADICES: [usize; 7] = [4, 2, 3, 5, 7, 11, 13];
/// The first pass has radix 4, on so many numbers at once.
const FIRST: usize = 4 * LANES;

/// A transform of one length, with the room that it needs.
pub(super) struct Fft {
    method: Method,
    work: Vec<Quad>,
}

enum Method {
    Passes(First, Vec<Pass>),
    Chirp(Box<Chirp>),
}

impl Fft {
    /// For `length` complex numbers, a multiple of four.
    pub(super) fn new(length: usize) -> Self {
        let method = match radices(length) {
            Some(radices) => passes(length, &radices),
            None => Method::Chirp(Box::new(Chirp::new(length))),
        };
        let room = if matches!(method, Method::Passes(..)) { length / LANES } else { 0 };
        Self { method, work: vec![Quad::default(); room] }
    }

    /// Transforms `data` in place, forwards and without a factor.
    pub(super) fn transform(&mut self, data: &mut Vec<Quad>) {
        match &mut self.method {
            Method::Chirp(chirp) => chirp.transform(data),
            Method::Passes(first, passes) => {
                first.run(data, &mut self.work);
                std::mem::swap(data, &mut self.work);
                for pass in passes {
                    pass.run(data, &mut self.work);
                    std::mem::swap(data, &mut self.work);
                }
            }
        }
    }
}

/// Radices of the passes after the first; `None` for a length that they do not divide.
fn radices(length: usize) -> Option<Vec<usize>> {
    if !length.is_multiple_of(FIRST) {
        return None;
    }
    let mut radices = Vec::new();
    let mut rest = length / 4;
    for radix in RADICES {
        while rest.is_multiple_of(radix) {
            radices.push(radix);
            rest /= radix;
        }
    }
    (rest == 1).then_some(radices)
}

fn passes(length: usize, radices: &[usize]) -> Method {
    let roots: Vec<[f32; 2]> = (0..length).map(|nth| root(nth, length)).collect();
    let first = First::new(&roots);
    let mut stride = 4;
    let pass = |radix: &usize| {
        let pass = Pass::new(*radix, stride, &roots);
        stride *= radix;
        pass
    };
    Method::Passes(first, radices.iter().map(pass).collect())
}

/// e^(−2πi · nth / length)
fn root(nth: usize, length: usize) -> [f32; 2] {
    let (sin, cos) = libm::sincos(TAU * nth as f64 / length as f64);
    [cos as f32, -sin as f32]
}

/// The first pass, of radix 4.
struct First {
    /// For each four groups, one for each number but the first.
    twiddles: Vec<[Quad; 3]>,
}

impl First {
    fn new(roots: &[[f32; 2]]) -> Self {
        let twiddle = |group: usize, k: usize| {
            let lanes: [[f32; 2]; LANES] = from_fn(|lane| roots[(group * LANES + lane) * (k + 1)]);
            Quad { re: lanes.map(|[re, _]| re), im: lanes.map(|[_, im]| im) }
        };
        Self { twiddles: (0..roots.len() / FIRST).map(|group| from_fn(|k| twiddle(group, k))).collect() }
    }

    fn run(&self, from: &[Quad], to: &mut [Quad]) {
        let span = self.twiddles.len();
        let from: [&[Quad]; 4] = from_fn(|k| &from[k * span..][..span]);
        for (at, (to, twiddles)) in to.as_chunks_mut::<4>().0.iter_mut().zip(&self.twiddles).enumerate() {
            let [y0, y1, y2, y3] = Four.transform(from_fn(|k| from[k][at]));
            *to = [y0, y1 * twiddles[0], y2 * twiddles[1], y3 * twiddles[2]];
            transpose(to);
        }
    }
}

/// Numbers that stood one behind the other come to stand side by side. Inlined, it tempts the compiler to gather them from
/// all over the loop around it, which takes twice as long.
#[inline(never)]
fn transpose(quads: &mut [Quad; 4]) {
    let from = *quads;
    *quads = from_fn(|lane| Quad { re: from.map(|quad| quad.re[lane]), im: from.map(|quad| quad.im[lane]) });
}

/// A later pass.
struct Pass {
    radix: usize,
    /// Quads that are treated alike.
    stride: usize,
    /// By group, one for each number but the first.
    twiddles: Vec<[f32; 2]>,
    /// Of unity, as many as the radix.
    roots: Vec<[f32; 2]>,
}

impl Pass {
    /// After passes whose radices multiply to `stride`.
    fn new(radix: usize, stride: usize, roots: &[[f32; 2]]) -> Self {
        let groups = roots.len() / (stride * radix);
        let group = |nth: usize| (1..radix).map(move |k| roots[nth * k * stride]);
        Self {
            radix,
            stride: stride / LANES,
            twiddles: (0..groups).flat_map(group).collect(),
            roots: (0..radix).map(|nth| root(nth, radix)).collect(),
        }
    }

    fn run(&self, from: &[Quad], to: &mut [Quad]) {
        match self.radix {
            2 => self.go(from, to, &Two),
            4 => self.go(from, to, &Four),
            3 => self.go(from, to, &self.odd::<3>()),
            5 => self.go(from, to, &self.odd::<5>()),
            7 => self.go(from, to, &self.odd::<7>()),
            11 => self.go(from, to, &self.odd::<11>()),
            _ => self.go(from, to, &self.odd::<13>()),
        }
    }

    fn odd<const R: usize>(&self) -> Odd<R> {
        Odd(from_fn(|nth| self.roots[nth]))
    }

    #[inline(always)]
    fn go<const R: usize>(&self, from: &[Quad], to: &mut [Quad], small: &impl Small<R>) {
        // In the last pass all factors are 1.
        if from.len() == R * self.stride {
            self.groups::<R, false>(from, to, small);
        } else {
            self.groups::<R, true>(from, to, small);
        }
    }

    #[inline(always)]
    fn groups<const R: usize, const TWIDDLED: bool>(
        &self,
        from: &[Quad],
        to: &mut [Quad],
        small: &impl Small<R>,
    ) {
        let (stride, span) = (self.stride, from.len() / R);
        let groups = to.chunks_exact_mut(R * stride).zip(self.twiddles.chunks_exact(R - 1));
        for (nth, (to, twiddles)) in groups.enumerate() {
            // Slices of one length each, so that nothing need be checked within the loop.
            let from: [&[Quad]; R] = from_fn(|k| &from[k * span + nth * stride..][..stride]);
            let mut parts = to.chunks_exact_mut(stride);
            let to: [&mut [Quad]; R] = from_fn(|_| &mut parts.next().unwrap_or_default()[..stride]);
            let twiddles: [Quad; R] =
                from_fn(|k| Quad::splat(if k == 0 { [1.0, 0.0] } else { twiddles[k - 1] }));
            for at in 0..stride {
                let y = small.transform(from_fn(|k| from[k][at]));
                for k in 0..R {
                    to[k][at] = if TWIDDLED && k > 0 { y[k] * twiddles[k] } else { y[k] };
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;
