//! Reads the samples of a WAV file, one block at a time.

use std::fs::File;
use std::io::{BufReader, Cursor, Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::Path;

use super::error::WavError;
use super::format::{Blocks, Coding};
use super::layout::{Layout, read_up_to};
use super::samples::{all_finite, convert, decode_ima, decode_ima4, decode_ms};
use super::{aiff, au, header};
use crate::clip::{Clip, Spec};
use crate::gsm::GsmPart;
use crate::open;
use crate::verdict::Verdict;

/// Number of bytes to read at a time.
const READ_BYTES: usize = 1 << 20;

/// An open WAV file. It uses memory for the requested block only, even if the header claims a huge size.
#[derive(Debug)]
pub struct Reader<R> {
    source: R,
    layout: Layout,
    /// Number of the next frame.
    at: u64,
    /// Bytes that were read last. The buffer keeps its length, because clearing new memory takes time.
    bytes: Vec<u8>,
    /// For ADPCM: the samples of the block that was decoded last, and the number of that block.
    block: Vec<f32>,
    block_number: Option<u64>,
}

impl Reader<BufReader<File>> {
    /// Opens a file and reads its header.
    ///
    /// # Errors
    /// If the file cannot be read, or is not a supported WAV.
    pub fn open(path: &Path) -> Result<Self, WavError> {
        Self::new(BufReader::new(open::open_regular(path)?))
    }
}

impl<R: Read + Seek> Reader<R> {
    /// Reads the header.
    ///
    /// # Errors
    /// If the source cannot be read, or is not a supported WAV.
    pub fn new(mut source: R) -> Result<Self, WavError> {
        let mut head = [0; 12];
        source.rewind()?;
        read_up_to(&mut source, &mut head)?;
        let layout = match (&head[..4], &head[8..]) {
            (b"FORM", b"AIFF" | b"AIFC") => aiff::read(&mut source)?,
            (b".snd" | b"dns.", _) => au::read(&mut source)?,
            _ => header::read(&mut source)?,
        };
        source.seek(SeekFrom::Start(layout.start))?;
        Ok(Self { source, layout, at: 0, bytes: Vec::new(), block: Vec::new(), block_number: None })
    }

    /// Returns sample rate and channels.
    pub fn spec(&self) -> Spec {
        self.layout.spec
    }

    /// Returns the byte position of the first sample.
    pub fn data_start(&self) -> u64 {
        self.layout.start
    }

    /// Returns the length in frames.
    pub fn frames(&self) -> u64 {
        self.frames_in(self.layout.bytes)
    }

    fn frames_in(&self, bytes: u64) -> u64 {
        match self.layout.coding {
            Coding::ImaAdpcm(blocks) | Coding::Ima4(blocks) | Coding::MsAdpcm(blocks) => {
                bytes.div_ceil(u64::from(blocks.bytes)).saturating_mul(u64::from(blocks.frames))
            }
            Coding::Gsm(packing) => packing.frames_in(bytes),
            Coding::Mpeg => 0,
            _ => bytes / self.frame_bytes(),
        }
    }

    /// Returns the bytes with MPEG audio, if the file has MPEG audio instead of samples.
    pub(crate) fn mpeg_part(&self) -> Option<Range<u64>> {
        (self.layout.coding == Coding::Mpeg).then(|| self.part())
    }

    /// Returns the bytes with GSM, if the file has GSM instead of samples.
    pub(crate) fn gsm_part(&self) -> Option<GsmPart> {
        let Coding::Gsm(packing) = self.layout.coding else { return None };
        Some(GsmPart { bytes: self.part(), spec: self.spec(), packing, verdict: self.verdict() })
    }

    fn part(&self) -> Range<u64> {
        self.layout.start..self.layout.start.saturating_add(self.layout.bytes)
    }

    pub(crate) fn into_source(self) -> R {
        self.source
    }

    /// Returns whether the file has all samples that its header declares.
    pub fn verdict(&self) -> Verdict {
        let mut verdict = Verdict::Whole;
        let (declared, found) = (self.frames_in(self.layout.declared), self.frames());
        // A partial ADPCM block counts as a whole one.
        let is_partial = self.is_blocks() && self.layout.declared > self.layout.bytes;
        if declared > found || is_partial {
            verdict.short(Some(declared), found, self.spec().sample_rate);
        }
        verdict
    }

    fn is_blocks(&self) -> bool {
        self.layout.coding.bytes() == 0
    }

    /// Seeks to a frame. After the end of the file there is nothing to read.
    ///
    /// # Errors
    /// If the source cannot be read there.
    pub fn seek(&mut self, frame: u64) -> Result<(), WavError> {
        self.at = frame.min(self.frames());
        if !self.is_blocks() {
            self.source.seek(SeekFrom::Start(self.layout.start + self.at * self.frame_bytes()))?;
        }
        Ok(())
    }

    /// Replaces `out` with at most `frames` frames, interleaved, full scale ±1.0. Returns the number of frames, 0 at the
    /// end.
    ///
    /// # Errors
    /// If the source cannot be read, or a sample is not finite.
    pub fn read(&mut self, out: &mut Vec<f32>, frames: usize) -> Result<usize, WavError> {
        out.clear();
        let channels = usize::from(self.layout.spec.channels);
        let frames = (self.frames() - self.at).min(frames as u64);
        match self.layout.coding {
            Coding::ImaAdpcm(blocks) => self.read_blocks(blocks, decode_ima, frames, out)?,
            Coding::Ima4(blocks) => self.read_blocks(blocks, decode_ima4, frames, out)?,
            Coding::MsAdpcm(blocks) => self.read_blocks(blocks, decode_ms, frames, out)?,
            coding => {
                let wanted = usize::try_from(frames * self.frame_bytes()).unwrap_or(usize::MAX);
                let got = self.fill(wanted)?;
                convert(coding, self.layout.big_endian, &self.bytes[..got], out);
                // Bytes after the last whole frame are not a frame.
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

    /// Reads `wanted` bytes, or as many as there are. The buffer grows with the bytes that exist, not with `wanted`.
    fn fill(&mut self, wanted: usize) -> Result<usize, WavError> {
        let mut have = 0;
        while have < wanted {
            let end = wanted.min(have + READ_BYTES);
            if self.bytes.len() < end {
                self.bytes.resize(end, 0);
            }
            match read_up_to(&mut self.source, &mut self.bytes[have..end])? {
                0 => break,
                got => have += got,
            }
        }
        Ok(have)
    }

    /// Appends `frames` frames of ADPCM blocks to `out`.
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
            if self.block_number != Some(nth) {
                let offset = nth * u64::from(blocks.bytes);
                self.source.seek(SeekFrom::Start(self.layout.start + offset))?;
                let left = self.layout.bytes - offset;
                let got =
                    self.fill(usize::from(blocks.bytes).min(usize::try_from(left).unwrap_or(usize::MAX)))?;
                decode(&self.bytes[..got], blocks, channels, &mut self.block);
                self.block_number = Some(nth);
            }
            let first = (at % u64::from(blocks.frames)) as usize;
            let count = (blocks.frames as usize - first).min((end - at) as usize);
            out.extend_from_slice(&self.block[first * channels..(first + count) * channels]);
            at += count as u64;
        }
        Ok(())
    }

    /// Reads the whole file.
    ///
    /// # Errors
    /// See [`Reader::read`].
    pub fn into_clip(mut self) -> Result<Clip, WavError> {
        let frames = usize::try_from(self.frames()).unwrap_or(usize::MAX);
        let mut samples = Vec::new();
        self.read(&mut samples, frames)?;
        Ok(Clip { spec: self.spec(), samples })
    }

    #[inline]
    fn frame_bytes(&self) -> u64 {
        self.layout.coding.bytes() as u64 * u64::from(self.layout.spec.channels)
    }
}

/// Reads a whole WAV from memory.
///
/// # Errors
/// See [`Reader::new`] and [`Reader::read`]. Also if it has fewer samples than its header declares.
pub fn read_bytes(bytes: &[u8]) -> Result<Clip, WavError> {
    let reader = Reader::new(Cursor::new(bytes))?;
    if reader.mpeg_part().is_some() || reader.gsm_part().is_some() {
        return Err(WavError::Coding("it has MPEG audio or GSM instead of samples".into()));
    }
    match reader.verdict() {
        Verdict::Whole => reader.into_clip(),
        verdict => Err(WavError::Incomplete(verdict)),
    }
}
