//! Reads GSM 06.10 "full rate" speech, which telephone systems store in WAV and AIFF-C.

mod bits;
mod codec;
mod reader;

pub(super) use bits::Packing;
pub(super) use reader::{GsmPart, GsmReader};

#[cfg(test)]
mod tests;
