//! Spectrum parameters and pitch to sound.
//!
//! A frame of the spectrum has three parts: pulses of the vocal folds shaped by an envelope, noise shaped by another, and a part
//! with phases that the network chose.

mod noise;
mod pulses;
mod spectrum;
mod synthesis;
mod transform;

pub use synthesis::{SAMPLE_RATE, Shape, synthesise};
