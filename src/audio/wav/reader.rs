//! Samples out of a WAV, a block at a time.

use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::path::Path;

use super::WavError;
use super::header::{self, Coding, Layout};
use crate::audio::{Clip, Spec};

/// Bytes asked for in one go.
const MOST_AT_ONCE: usize = 1 << 20;

/// A WAV that is being read. Memory is that of the block asked for, whatever the header says.
#[derive(Debug)]
pub struct Reader<R> {
    source: R,
    layout: Layout,
    /// Next frame.
    at: u64,
    bytes: Vec<u8>,
}

impl Reader<BufReader<File>> {
    /// Opens a file and reads its header.
    ///
    /// # Errors
    /// When it cannot be read, or is no WAV that can be played.
    pub fn open(path: &Path) -> Result<Self, WavError> {
        Self::new(BufReader::new(File::open(path)?))
    }
}

impl<R: Read + Seek> Reader<R> {
    /// Reads the header.
    ///
    /// # Errors
    /// When it cannot be read, or is no WAV that can be played.
    pub fn new(mut source: R) -> Result<Self, WavError> {
        let layout = header::read(&mut source)?;
        source.seek(SeekFrom::Start(layout.start))?;
        Ok(Self { source, layout, at: 0, bytes: Vec::new() })
    }

    /// How the samples are laid out.
    pub fn spec(&self) -> Spec {
        self.layout.spec
    }

    /// Byte of the file where the samples begin.
    pub fn data_start(&self) -> u64 {
        self.layout.start
    }

    /// Length in frames.
    pub fn frames(&self) -> u64 {
        self.layout.bytes / self.frame_bytes()
    }

    /// Goes to a frame; beyond the end nothing is read.
    ///
    /// # Errors
    /// When the file cannot be read there.
    pub fn seek(&mut self, frame: u64) -> Result<(), WavError> {
        self.at = frame.min(self.frames());
        self.source.seek(SeekFrom::Start(self.layout.start + self.at * self.frame_bytes()))?;
        Ok(())
    }

    /// Replaces `out` with at most `frames` further frames, interleaved, full scale ±1.0; returns how many it was.
    ///
    /// # Errors
    /// When the file cannot be read, or a sample is not finite.
    pub fn read(&mut self, out: &mut Vec<f32>, frames: usize) -> Result<usize, WavError> {
        let left = self.frames() - self.at;
        let frames = left.min(frames as u64);
        let wanted = usize::try_from(frames * self.frame_bytes()).unwrap_or(usize::MAX);
        self.fill(wanted)?;
        out.clear();
        decode(self.layout.coding, &self.bytes, out);
        let channels = usize::from(self.layout.spec.channels);
        if let Some(sample) = out.iter().position(|sample| !sample.is_finite()) {
            return Err(WavError::NotFinite(self.at + (sample / channels) as u64));
        }
        let got = out.len() / channels;
        self.at += got as u64;
        Ok(got)
    }

    /// Reads so many bytes, or what there is; memory grows with what is there, not with what is asked for.
    fn fill(&mut self, wanted: usize) -> Result<(), WavError> {
        self.bytes.clear();
        while self.bytes.len() < wanted {
            let have = self.bytes.len();
            self.bytes.resize(wanted.min(have + MOST_AT_ONCE), 0);
            let got = header::read_up_to(&mut self.source, &mut self.bytes[have..])?;
            self.bytes.truncate(have + got);
            if got == 0 {
                break;
            }
        }
        Ok(())
    }

    /// All of it.
    ///
    /// # Errors
    /// As [`Reader::read`].
    pub fn into_clip(mut self) -> Result<Clip, WavError> {
        let frames = usize::try_from(self.frames()).unwrap_or(usize::MAX);
        let mut samples = Vec::new();
        self.read(&mut samples, frames)?;
        Ok(Clip { spec: self.spec(), samples })
    }

    fn frame_bytes(&self) -> u64 {
        self.layout.coding.bytes() as u64 * u64::from(self.layout.spec.channels)
    }
}

/// In bulk: one match for a block, not one for a sample.
fn decode(coding: Coding, bytes: &[u8], out: &mut Vec<f32>) {
    match coding {
        Coding::U8 => out.extend(bytes.iter().map(|b| (f32::from(*b) - 128.0) / 128.0)),
        Coding::S16 => each(bytes, out, |b| f32::from(i16::from_le_bytes(b)) / 32_768.0),
        Coding::S24 => {
            each(bytes, out, |[a, b, c]| i32::from_le_bytes([0, a, b, c]) as f32 / 2_147_483_648.0)
        }
        Coding::S32 => each(bytes, out, |b| i32::from_le_bytes(b) as f32 / 2_147_483_648.0),
        Coding::F32 => each(bytes, out, f32::from_le_bytes),
        Coding::F64 => each(bytes, out, |b| f64::from_le_bytes(b) as f32),
    }
}

fn each<const N: usize>(bytes: &[u8], out: &mut Vec<f32>, convert: impl Fn([u8; N]) -> f32) {
    out.extend(bytes.as_chunks::<N>().0.iter().map(|chunk| convert(*chunk)));
}
