//! Sound files and measurements for `aloud`: decoding, resampling, WAV files, and measurements of loudness, peak, timbre and
//! faults of speech.

// The tones that tests make need not be the same on every machine.
#![cfg_attr(test, allow(clippy::disallowed_methods))]

pub mod align;
mod blocks;
mod clip;
mod contain;
pub mod decode;
mod flac;
mod gsm;
pub mod loudness;
pub mod measure;
mod mp4;
mod mpeg;
pub mod ogg;
mod open;
pub mod peak;
pub mod processor;
pub mod program_loudness;
pub mod resample;
mod source;
pub mod spectrum;
pub mod speech_shape;
#[cfg(test)]
mod testing;
pub mod timbre;
pub mod verdict;
pub mod wav;

pub use clip::{Clip, Spec, Word, mix_down, mono};
pub use contain::is_contained;
