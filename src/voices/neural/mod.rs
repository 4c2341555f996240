//! Neural voices: speech by a small network that the user installs, computed without any other program.
//!
//! ```text
//! text ──phonemes──▶ symbols ──network──▶ durations, pitch, spectra ──signal──▶ samples
//! ```
//!
//! The same words give the same bytes on every processor and at any number of threads: integer products are exact, sums have a
//! fixed order, and functions such as the exponential are computed by this crate or by `libm`.

pub mod catalog;
pub mod install;

mod backend;
mod library;
mod package;
mod shared;

pub(super) use backend::NeuralVoice;
pub use library::Library;
