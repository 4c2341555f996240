//! WAV in, tolerant of what real programs write; WAV out through `hound`.

mod adpcm;
mod format;
mod header;
mod metadata;
mod reader;
mod writer;

use std::io::{Seek, Write};

pub(super) use format::check;
pub use metadata::{Loudness, Mark, Metadata, append};
pub use reader::Reader;
pub use writer::{head, padding};

use super::Clip;

/// Why bytes are not a WAV that can be played.
#[derive(Debug, thiserror::Error)]
pub enum WavError {
    /// The file could not be read.
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// Not a WAV at all.
    #[error("not a WAV or other sound that can be read: it begins with `{0}`")]
    NotWav(String),
    /// A chunk does not hold what it should.
    #[error("chunk `{chunk}` at byte {offset}: {what}")]
    Chunk {
        /// Its four letters.
        chunk: String,
        /// Where it begins in the file.
        offset: u64,
        /// What is wrong with it.
        what: String,
    },
    /// A decoded sample is not a number, or infinite.
    #[error("frame {0} is not a finite number")]
    NotFinite(u64),
    /// A sound other than WAV that cannot be decoded.
    #[error("{0}")]
    Coding(String),
    /// It has sound, but does not say how it is coded.
    #[error("it has no `fmt ` chunk, which would say how its sound is coded")]
    NoFormat,
    /// The file ends before the sound begins.
    #[error("it has no `data` chunk, so no sound")]
    NoData,
}

/// Reads a whole WAV from memory.
///
/// # Errors
/// As [`Reader::new`] and [`Reader::read`].
pub fn read_bytes(bytes: &[u8]) -> Result<Clip, WavError> {
    Reader::new(std::io::Cursor::new(bytes))?.into_clip()
}

/// Writes a clip as 32-bit float WAV: what was read is written back sample for sample.
///
/// # Errors
/// When writing fails.
pub fn write_float(out: impl Write + Seek, clip: &Clip) -> Result<(), hound::Error> {
    let spec = hound::WavSpec {
        channels: clip.spec.channels,
        sample_rate: clip.spec.sample_rate,
        bits_per_sample: 32,
        sample_format: hound::SampleFormat::Float,
    };
    let mut writer = hound::WavWriter::new(out, spec)?;
    clip.samples.iter().try_for_each(|sample| writer.write_sample(*sample))?;
    writer.finalize()
}

#[cfg(test)]
mod tests;
