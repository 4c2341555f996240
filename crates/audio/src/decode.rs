//! Decodes audio files of any supported format, one block at a time.

use std::fs::File;
use std::io::{BufReader, Cursor, Read};
use std::path::Path;

use super::clip::{Clip, Spec};
use super::compressed::Compressed;
use super::measure::{ClipMeter, Measures};
use super::wav::{self, Reader, WavError};

/// Extensions of the supported audio files.
pub const EXTENSIONS: [&str; 12] =
    ["wav", "wave", "bwf", "rf64", "w64", "flac", "mp3", "ogg", "opus", "m4a", "aif", "aiff"];

/// An open audio file. Its format is recognised by its first bytes, not by its name.
pub struct Decoder(Kind);

enum Kind {
    Wav(Reader<BufReader<File>>),
    Compressed(Box<Compressed>),
}

impl Decoder {
    /// Opens a file and reads its header.
    ///
    /// # Errors
    /// If the file cannot be read, or its format is not supported.
    pub fn open(path: &Path) -> Result<Self, WavError> {
        let mut head = [0; 4];
        let mut file = File::open(path)?;
        let got = file.read(&mut head)?;
        Ok(Self(if got == 0 || is_wav(&head) {
            Kind::Wav(Reader::new(BufReader::new(file))?)
        } else {
            Kind::Compressed(Box::new(Compressed::open(path)?))
        }))
    }

    /// Returns sample rate and channels.
    pub fn spec(&self) -> Spec {
        match &self.0 {
            Kind::Wav(reader) => reader.spec(),
            Kind::Compressed(compressed) => compressed.spec(),
        }
    }

    /// Skips to a frame. Call it before the first [`Self::read`]. After the end of the file there is nothing to read.
    ///
    /// # Errors
    /// See [`Self::read`].
    pub fn skip_to(&mut self, frame: u64) -> Result<(), WavError> {
        match &mut self.0 {
            Kind::Wav(reader) => reader.seek(frame),
            Kind::Compressed(compressed) => compressed.skip_to(frame),
        }
    }

    /// Replaces `out` with at most `frames` frames, interleaved, full scale ±1.0. Returns the number of frames, 0 at the end.
    ///
    /// # Errors
    /// If the file cannot be read, or a sample is not finite.
    pub fn read(&mut self, out: &mut Vec<f32>, frames: usize) -> Result<usize, WavError> {
        match &mut self.0 {
            Kind::Wav(reader) => reader.read(out, frames),
            Kind::Compressed(compressed) => compressed.read(out, frames),
        }
    }
}

/// Returns the length of a file in seconds, or `None` if its header does not contain it.
///
/// # Errors
/// See [`Decoder::open`].
pub fn duration_seconds(path: &Path) -> Result<Option<f64>, WavError> {
    let decoder = Decoder::open(path)?;
    let frames = match &decoder.0 {
        Kind::Wav(reader) => Some(reader.frames()),
        Kind::Compressed(compressed) => compressed.frames(),
    };
    Ok(frames.map(|frames| frames as f64 / f64::from(decoder.spec().sample_rate)))
}

/// Reads a whole file.
///
/// # Errors
/// See [`Decoder::open`] and [`Decoder::read`].
pub fn read(path: &Path) -> Result<Clip, WavError> {
    read_all(Decoder::open(path)?)
}

/// Reads a whole file from memory.
///
/// # Errors
/// If the format is not supported, or a sample is not finite.
pub fn read_bytes(bytes: &[u8]) -> Result<Clip, WavError> {
    if bytes.is_empty() || is_wav(bytes) {
        return wav::read_bytes(bytes);
    }
    let source = Box::new(Cursor::new(bytes.to_vec()));
    read_all(Decoder(Kind::Compressed(Box::new(Compressed::from_source(source, bytes)?))))
}

fn is_wav(head: &[u8]) -> bool {
    [b"RIFF", b"RIFX", b"RF64", b"BW64", b"riff"].iter().any(|magic| head.starts_with(*magic))
}

/// Number of frames to read at a time.
const READ_BLOCK: usize = 1 << 16;

fn read_all(mut decoder: Decoder) -> Result<Clip, WavError> {
    let (mut samples, mut block) = (Vec::new(), Vec::new());
    while decoder.read(&mut block, READ_BLOCK)? > 0 {
        samples.extend_from_slice(&block);
    }
    Ok(Clip { spec: decoder.spec(), samples })
}

/// Number of frames to measure at a time. They fit in the processor's cache.
const MEASURE_BLOCK: usize = 16_384;

/// Measures a file one block at a time. `block` is a buffer that the caller may use again.
///
/// # Errors
/// See [`Decoder::open`] and [`Decoder::read`].
pub fn measure_file(path: &Path, block: &mut Vec<f32>) -> Result<Measures, WavError> {
    let mut decoder = Decoder::open(path)?;
    let Spec { sample_rate, channels } = decoder.spec();
    let mut meter = ClipMeter::new(sample_rate, channels);
    while decoder.read(block, MEASURE_BLOCK)? > 0 {
        meter.push(block);
    }
    Ok(meter.finish())
}
