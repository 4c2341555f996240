//! A file of sound, whatever it is coded in, read a block at a time.

use std::fs::File;
use std::io::{BufReader, Cursor, Read};
use std::path::Path;

use super::compressed::Compressed;
use super::measure::{Measures, Meter};
use super::wav::{self, Reader, WavError};
use super::{Clip, Spec};

/// Extensions of the files that can be read.
pub const EXTENSIONS: [&str; 12] =
    ["wav", "wave", "bwf", "rf64", "w64", "flac", "mp3", "ogg", "opus", "m4a", "aif", "aiff"];

/// A file that is being read; what it is is seen from its first bytes, not from its name.
pub struct Sound(Kind);

enum Kind {
    Wav(Reader<BufReader<File>>),
    Compressed(Box<Compressed>),
}

impl Sound {
    /// Opens a file and reads its header.
    ///
    /// # Errors
    /// When it cannot be read, or holds no sound that can be played.
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

    /// How the samples are laid out.
    pub fn spec(&self) -> Spec {
        match &self.0 {
            Kind::Wav(reader) => reader.spec(),
            Kind::Compressed(sound) => sound.spec(),
        }
    }

    /// Goes on to a frame; beyond the end nothing is read. Call it before anything is read.
    ///
    /// # Errors
    /// As [`Sound::read`].
    pub fn skip_to(&mut self, frame: u64) -> Result<(), WavError> {
        match &mut self.0 {
            Kind::Wav(reader) => reader.seek(frame),
            Kind::Compressed(sound) => sound.skip_to(frame),
        }
    }

    /// Replaces `out` with at most `frames` further frames, interleaved, full scale ±1.0; returns how many it was.
    ///
    /// # Errors
    /// When the file cannot be read, or a sample is not finite.
    pub fn read(&mut self, out: &mut Vec<f32>, frames: usize) -> Result<usize, WavError> {
        match &mut self.0 {
            Kind::Wav(reader) => reader.read(out, frames),
            Kind::Compressed(sound) => sound.read(out, frames),
        }
    }
}

fn is_wav(head: &[u8]) -> bool {
    [b"RIFF", b"RIFX", b"RF64", b"BW64", b"riff"].iter().any(|magic| head.starts_with(*magic))
}

/// How many seconds a file lasts, by its header; `None` where that does not say.
///
/// # Errors
/// As [`Sound::open`].
pub fn seconds(path: &Path) -> Result<Option<f64>, WavError> {
    let sound = Sound::open(path)?;
    let frames = match &sound.0 {
        Kind::Wav(reader) => Some(reader.frames()),
        Kind::Compressed(sound) => sound.frames(),
    };
    Ok(frames.map(|frames| frames as f64 / f64::from(sound.spec().sample_rate)))
}

/// Frames read at a time.
const BLOCK: usize = 1 << 16;

/// Reads a whole file.
///
/// # Errors
/// As [`Sound::open`] and [`Sound::read`].
pub fn read(path: &Path) -> Result<Clip, WavError> {
    whole(Sound::open(path)?)
}

/// The same of a file that is in memory.
///
/// # Errors
/// When it holds no sound that can be played.
pub fn read_bytes(bytes: &[u8]) -> Result<Clip, WavError> {
    if bytes.is_empty() || is_wav(bytes) {
        return wav::read_bytes(bytes);
    }
    let source = Box::new(Cursor::new(bytes.to_vec()));
    whole(Sound(Kind::Compressed(Box::new(Compressed::of(source, bytes)?))))
}

fn whole(mut sound: Sound) -> Result<Clip, WavError> {
    let (mut samples, mut block) = (Vec::new(), Vec::new());
    while sound.read(&mut block, BLOCK)? > 0 {
        samples.extend_from_slice(&block);
    }
    Ok(Clip { spec: sound.spec(), samples })
}

/// Frames measured at a time: they stay in the processor's cache.
const MEASURED: usize = 16_384;

/// Measures a file a block at a time; `block` is room for it.
///
/// # Errors
/// As [`Sound::open`] and [`Sound::read`].
pub fn measure(path: &Path, block: &mut Vec<f32>) -> Result<Measures, WavError> {
    let mut sound = Sound::open(path)?;
    let Spec { sample_rate, channels } = sound.spec();
    let mut meter = Meter::new(sample_rate, channels);
    while sound.read(block, MEASURED)? > 0 {
        meter.push(block);
    }
    Ok(meter.finish())
}
