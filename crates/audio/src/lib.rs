//! Sound files and measurements for `aloud`: decoding, resampling, WAV files, and measurements of loudness, peak and timbre.

mod clip;
mod compressed;
pub mod decode;
pub mod loudness;
pub mod measure;
pub mod peak;
pub mod processor;
pub mod program_loudness;
pub mod resample;
pub mod timbre;
pub mod wav;

pub use clip::{Clip, Spec, Word, mix_down, mono};
