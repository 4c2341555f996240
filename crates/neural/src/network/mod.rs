//! The network: phonemes to durations, pitch and spectra.

mod convolution;
mod functions;
mod layers;
mod linear;
mod model;
mod text_encoder;
mod weights;

pub(crate) use functions::{cos_sin, exp, ln, tanh};
pub(crate) use model::BINS;
pub use model::{Network, Prediction};
pub use weights::ModelError;
