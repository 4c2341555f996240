//! Samples out of a WAV, a block at a time.

use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::path::Path;

use super::format::{Blocks, Coding};
use super::header::{self, Layout};
use super::{WavError, adpcm};
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
    /// What was read last; it keeps its length, so that memory is not cleared for nothing.
    bytes: Vec<u8>,
    /// Of a coding in blocks: the samples of the block that was read last, and which it is.
    block: Vec<f32>,
    block_nth: Option<u64>,
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
        Ok(Self { source, layout, at: 0, bytes: Vec::new(), block: Vec::new(), block_nth: None })
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
        match self.layout.coding {
            Coding::Ima(blocks) | Coding::Ms(blocks) => {
                self.layout.bytes.div_ceil(u64::from(blocks.bytes)) * u64::from(blocks.frames)
            }
            _ => self.layout.bytes / self.frame_bytes(),
        }
    }

    /// Goes to a frame; beyond the end nothing is read.
    ///
    /// # Errors
    /// When the file cannot be read there.
    pub fn seek(&mut self, frame: u64) -> Result<(), WavError> {
        self.at = frame.min(self.frames());
        if !matches!(self.layout.coding, Coding::Ima(_) | Coding::Ms(_)) {
            self.source.seek(SeekFrom::Start(self.layout.start + self.at * self.frame_bytes()))?;
        }
        Ok(())
    }

    /// Replaces `out` with at most `frames` further frames, interleaved, full scale ±1.0; returns how many it was.
    ///
    /// # Errors
    /// When the file cannot be read, or a sample is not finite.
    pub fn read(&mut self, out: &mut Vec<f32>, frames: usize) -> Result<usize, WavError> {
        out.clear();
        let channels = usize::from(self.layout.spec.channels);
        let frames = (self.frames() - self.at).min(frames as u64);
        match self.layout.coding {
            Coding::Ima(blocks) => self.read_blocks(blocks, adpcm::ima, frames, out)?,
            Coding::Ms(blocks) => self.read_blocks(blocks, adpcm::ms, frames, out)?,
            coding => {
                let wanted = usize::try_from(frames * self.frame_bytes()).unwrap_or(usize::MAX);
                let got = self.fill(wanted)?;
                decode(coding, self.layout.big_endian, &self.bytes[..got], out);
                // What follows the last whole frame is no frame.
                out.truncate(out.len() / channels * channels);
                if coding.is_float() && !all_finite(out) {
                    return Err(self.not_finite(out));
                }
            }
        }
        let got = out.len() / channels;
        self.at += got as u64;
        Ok(got)
    }

    fn not_finite(&self, samples: &[f32]) -> WavError {
        let nth = samples.iter().position(|sample| !sample.is_finite()).unwrap_or(0) as u64;
        let frame = self.at + nth / u64::from(self.layout.spec.channels);
        let offset =
            self.layout.start + self.at * self.frame_bytes() + nth * self.layout.coding.bytes() as u64;
        WavError::Chunk {
            chunk: "data".into(),
            offset,
            what: format!("frame {frame} is not a finite number"),
        }
    }

    /// Reads so many bytes, or what there is; memory grows with what is there, not with what is asked for.
    fn fill(&mut self, wanted: usize) -> Result<usize, WavError> {
        let mut have = 0;
        while have < wanted {
            let end = wanted.min(have + MOST_AT_ONCE);
            if self.bytes.len() < end {
                self.bytes.resize(end, 0);
            }
            match header::read_up_to(&mut self.source, &mut self.bytes[have..end])? {
                0 => break,
                got => have += got,
            }
        }
        Ok(have)
    }

    /// Adds so many frames of blocks to `out`.
    fn read_blocks(
        &mut self,
        blocks: Blocks,
        decode: fn(&[u8], Blocks, usize, &mut Vec<f32>),
        frames: u64,
        out: &mut Vec<f32>,
    ) -> Result<(), WavError> {
        let channels = usize::from(self.layout.spec.channels);
        let (mut at, end) = (self.at, self.at + frames);
        while at < end {
            let nth = at / u64::from(blocks.frames);
            if self.block_nth != Some(nth) {
                let offset = nth * u64::from(blocks.bytes);
                self.source.seek(SeekFrom::Start(self.layout.start + offset))?;
                let left = self.layout.bytes - offset;
                let got =
                    self.fill(usize::from(blocks.bytes).min(usize::try_from(left).unwrap_or(usize::MAX)))?;
                decode(&self.bytes[..got], blocks, channels, &mut self.block);
                self.block_nth = Some(nth);
            }
            let first = (at % u64::from(blocks.frames)) as usize;
            let count = (blocks.frames as usize - first).min((end - at) as usize);
            out.extend_from_slice(&self.block[first * channels..(first + count) * channels]);
            at += count as u64;
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

/// Without a look at each by itself: a processor does this side by side.
fn all_finite(samples: &[f32]) -> bool {
    const EXPONENT: u32 = 0x7f80_0000;
    let infinite = |sample: &f32| u32::from(sample.to_bits() & EXPONENT == EXPONENT);
    samples.chunks(1 << 16).all(|samples| samples.iter().map(infinite).sum::<u32>() == 0)
}

/// In bulk: one match for a block, not one for a sample.
fn decode(coding: Coding, big_endian: bool, bytes: &[u8], out: &mut Vec<f32>) {
    match coding {
        Coding::U8 => out.extend(bytes.iter().map(|b| (f32::from(*b) - 128.0) / 128.0)),
        Coding::ALaw => out.extend(bytes.iter().map(|b| f32::from(a_law(*b)) / 32_768.0)),
        Coding::MuLaw => out.extend(bytes.iter().map(|b| f32::from(mu_law(*b)) / 32_768.0)),
        Coding::S16 => each(big_endian, bytes, out, |b| f32::from(i16::from_le_bytes(b)) / 32_768.0),
        Coding::S24 => each(big_endian, bytes, out, |[a, b, c]| {
            i32::from_le_bytes([0, a, b, c]) as f32 / 2_147_483_648.0
        }),
        Coding::S24Low => each(big_endian, bytes, out, |[a, b, c, _]| {
            i32::from_le_bytes([0, a, b, c]) as f32 / 2_147_483_648.0
        }),
        Coding::S32 => each(big_endian, bytes, out, |b| i32::from_le_bytes(b) as f32 / 2_147_483_648.0),
        Coding::F32 => each(big_endian, bytes, out, f32::from_le_bytes),
        Coding::F64 => each(big_endian, bytes, out, |b| f64::from_le_bytes(b) as f32),
        Coding::Ima(_) | Coding::Ms(_) => {}
    }
}

/// `convert` takes the least byte first.
fn each<const N: usize>(
    big_endian: bool,
    bytes: &[u8],
    out: &mut Vec<f32>,
    convert: impl Fn([u8; N]) -> f32,
) {
    let (samples, _) = bytes.as_chunks::<N>();
    if big_endian {
        out.extend(samples.iter().map(|sample| {
            let mut sample = *sample;
            sample.reverse();
            convert(sample)
        }));
    } else {
        out.extend(samples.iter().map(|sample| convert(*sample)));
    }
}

/// ITU-T G.711, table 1a, scaled to 16 bits.
fn a_law(byte: u8) -> i16 {
    let byte = byte ^ 0x55;
    let (segment, step) = (byte >> 4 & 7, i16::from(byte & 15) << 4);
    let magnitude = if segment == 0 { step + 8 } else { (step + 0x108) << (segment - 1) };
    if byte & 0x80 != 0 { magnitude } else { -magnitude }
}

/// ITU-T G.711, table 2a, scaled to 16 bits.
fn mu_law(byte: u8) -> i16 {
    let byte = !byte;
    let magnitude = (((i16::from(byte & 15)) << 3) + 0x84) << (byte >> 4 & 7);
    if byte & 0x80 != 0 { 0x84 - magnitude } else { magnitude - 0x84 }
}
