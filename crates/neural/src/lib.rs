//! A small text-to-speech network: phonemes to durations, pitch and spectra, and these to samples.
//!
//! The same phonemes give the same bytes on every processor and at any number of threads: integer products are exact, sums have a
//! fixed order, and functions such as the exponential are computed by this crate or by `libm`.

mod network;
pub mod onnx;
mod signal;

pub use fearless_simd::Level;
pub use network::{ModelError, Network, Prediction};
pub use signal::{SAMPLE_RATE, Shape, synthesise};
