//! The network: phonemes to durations, pitch and spectra.

mod convolution;
mod functions;
mod layers;
mod linear;
mod model;
mod text_encoder;
mod weights;

pub(super) use functions::{cos_sin, exp, ln, tanh};
pub(super) use model::{BINS, Network, Prediction};
