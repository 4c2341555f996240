//! Reads WAV, AIFF and AU files, including those with wrong headers that real programs write. Writes WAV files and their
//! metadata.

mod aiff;
mod au;
mod error;
mod format;
mod header;
mod layout;
mod metadata;
mod reader;
mod samples;
mod writer;

pub use error::WavError;
pub(super) use format::check;
pub use metadata::{Loudness, Marker, Metadata, append};
pub use reader::{Reader, read_bytes};
pub use writer::{encode_16, header, padding, write_float};

#[cfg(test)]
mod tests;
