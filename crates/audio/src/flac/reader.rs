//! Finds the frames of a FLAC file (RFC 9639, section 6).

use std::io;

use super::frame::Frame;
use super::header::{FrameHeader, MAX_HEADER, STREAM_INFO_BYTES, StreamInfo};
use super::samples::FlacFrames;
use super::subframe::BadFrame;
use crate::blocks::BlockDecoder;
use crate::clip::Spec;
use crate::source::{Source, Window};
use crate::verdict::Verdict;
use crate::wav::WavError;

/// Returns the position of a FLAC stream within the first bytes of a file: after tags or other bytes, or without a header.
pub(crate) fn find_start(head: &[u8]) -> Option<usize> {
    let marker = head.windows(8).position(|bytes| bytes.starts_with(b"fLaC") && is_block_header(&bytes[4..]));
    marker.or_else(|| FrameHeader::parse(head).ok().map(|_| 0))
}

/// Returns true if there is the header of a frame with its sample rate within the first bytes of a file.
pub(crate) fn has_frame(head: &[u8]) -> bool {
    let starts = head.windows(2).enumerate().filter(|(_, pair)| pair[0] == 0xff && pair[1] & 0xfe == 0xf8);
    starts.filter_map(|(at, _)| FrameHeader::parse(&head[at..]).ok()).any(|header| header.rate.is_some())
}

/// Returns true for the header of STREAMINFO, or of another block that is first in files of careless programs.
fn is_block_header(header: &[u8]) -> bool {
    let kind = header[0] & 0x7f;
    (kind == 0 && header[1..] == [0, 0, STREAM_INFO_BYTES as u8]) || (1..=6).contains(&kind)
}

/// An open FLAC file.
pub(crate) struct FlacReader {
    window: Window,
    frames: FlacFrames,
    spec: Option<Spec>,
    /// Number of samples of the first frame. In a stream with a fixed block size, frames are counted in it.
    block: u64,
    /// Position of the first frame. A recording of a running stream does not begin at 0.
    origin: u64,
    /// Number of samples of each channel so far.
    found: u64,
    /// Number of places that looked like a frame and were none.
    failures: u32,
    /// The first bytes at the place where the last search for a frame began.
    tail: Vec<u8>,
    verdict: Verdict,
}

/// Number of bytes in which a frame usually fits, and the number in which it must fit.
const USUAL_FRAME: usize = 1 << 15;
const LARGEST_FRAME: usize = 1 << 24;
/// After so many wrong places the search for a frame is given up: it would take hours in a file that was made for that.
const MOST_FAILURES: u32 = 1_000;
/// Most frames of silence to insert for each damaged byte. FLAC never compresses sound that much.
const LONGEST_GAP: u64 = 4_096;

impl FlacReader {
    /// Opens a stream that begins at `start`.
    pub(crate) fn new(mut source: Source, start: u64) -> io::Result<Self> {
        let end = source.length()?;
        let mut window = Window::new(source, start..end)?;
        let info = read_metadata(&mut window)?;
        Ok(Self {
            window,
            frames: FlacFrames::new(info),
            spec: None,
            block: 0,
            origin: 0,
            found: 0,
            failures: 0,
            tail: Vec::new(),
            verdict: Verdict::Whole,
        })
    }

    /// Decodes the next frame. After damage, this is the next undamaged one. Returns it with the number of bytes before it.
    fn next_frame(&mut self) -> Result<(Option<Frame>, u64), WavError> {
        let mut skipped = 0;
        loop {
            match self.decode_here()? {
                Some(frame) => return Ok((Some(frame), skipped)),
                None => self.failures += 1,
            }
            if skipped == 0 {
                self.tail = self.window.bytes().iter().copied().take(8).collect();
            }
            if self.failures > MOST_FAILURES {
                return Ok((None, skipped + self.window.left()));
            }
            match self.find_sync()? {
                Some(passed) => skipped += passed,
                None => return Ok((None, skipped + self.window.left())),
            }
        }
    }

    /// Decodes the frame at the start of the window, if there is an undamaged one.
    fn decode_here(&mut self) -> Result<Option<Frame>, WavError> {
        let mut wanted = USUAL_FRAME;
        loop {
            let bytes = self.window.fill(wanted)?;
            match self.frames.decode(bytes) {
                Ok(frame) => return Ok(Some(frame)),
                Err(BadFrame::Incomplete) if bytes.len() >= wanted && wanted < LARGEST_FRAME => wanted *= 2,
                Err(_) => return Ok(None),
            }
        }
    }

    /// Moves to the next place after the current one that looks like a frame. Returns the number of bytes before it.
    fn find_sync(&mut self) -> Result<Option<u64>, WavError> {
        let mut passed = 0;
        loop {
            let bytes = self.window.fill(USUAL_FRAME)?;
            if bytes.len() <= MAX_HEADER {
                return Ok(None);
            }
            let pairs = bytes.windows(2).skip(1);
            let at = pairs.enumerate().find_map(|(at, pair)| {
                let is_sync = pair[0] == 0xff && pair[1] & 0xfe == 0xf8;
                (is_sync && FrameHeader::parse(&bytes[at + 1..]).is_ok()).then_some(at + 1)
            });
            let step = at.unwrap_or(bytes.len() - MAX_HEADER);
            passed += step as u64;
            self.window.consume(step);
            if at.is_some() {
                return Ok(Some(passed));
            }
        }
    }

    /// Handles bytes that were passed before a frame: counts the samples that are missing. Returns their number.
    fn note_gap(&mut self, frame: &Frame, skipped: u64, rate: u32) -> u64 {
        let missing = self.position(frame).saturating_sub(self.origin + self.found);
        if skipped > 0 && (missing > 0 || self.found > 0) {
            self.verdict.damaged(self.found, rate, "FLAC frames are damaged");
        } else if missing > 0 && self.found > 0 && self.is_unchecked() {
            self.verdict.damaged(self.found, rate, "FLAC frames are missing");
        }
        let limit = self.frames.total().unwrap_or(u64::MAX).saturating_sub(self.found);
        if missing <= limit.min(skipped.saturating_mul(LONGEST_GAP)) { missing } else { 0 }
    }

    fn position(&self, frame: &Frame) -> u64 {
        let unit = if frame.header.variable { 1 } else { self.block };
        frame.header.number.saturating_mul(unit)
    }

    /// Returns true if STREAMINFO has neither length nor checksum.
    fn is_unchecked(&self) -> bool {
        self.frames.total().is_none() && self.frames.matches_checksum().is_none()
    }

    /// Completes the verdict. `left` is the number of bytes after the last frame.
    fn finish(&mut self, left: u64) {
        let rate = self.spec.map_or(0, |spec| spec.sample_rate);
        let total = self.frames.total();
        let is_cut = total.map_or(left > 0 && !self.ends_with_tag(), |total| self.found < total);
        if is_cut {
            self.verdict.short(total, self.found, rate);
        }
        match self.frames.matches_checksum() {
            // All samples are right, so nothing that was passed belongs to the sound.
            Some(true) => self.verdict = Verdict::Whole,
            Some(false) => self.verdict.damaged(0, rate, "the checksum of all samples is wrong"),
            None => {}
        }
    }

    /// Returns true if the bytes after the last frame are a tag of another format, or zeros.
    fn ends_with_tag(&self) -> bool {
        const TAGS: [&[u8]; 4] = [b"TAG", b"ID3", b"APETAGEX", b"LYRICS"];
        TAGS.iter().any(|tag| self.tail.starts_with(tag)) || self.tail.iter().all(|byte| *byte == 0)
    }
}

/// Reads the metadata blocks. Only STREAMINFO matters; the others may be damaged.
fn read_metadata(window: &mut Window) -> io::Result<Option<StreamInfo>> {
    let mut info = None;
    if !window.fill(USUAL_FRAME)?.starts_with(b"fLaC") {
        return Ok(info);
    }
    window.consume(4);
    loop {
        let Some([head, a, b, c]) = window.fill(4)?.first_chunk().copied() else { return Ok(info) };
        let length = u64::from(u32::from_be_bytes([0, a, b, c]));
        // A frame, although no block was marked as the last, or a length that is wrong.
        if head == 0xff || length > window.left() {
            return Ok(info);
        }
        if head & 0x7f == 0 && info.is_none() {
            info = window.fill(4 + STREAM_INFO_BYTES)?.get(4..).and_then(StreamInfo::parse);
        }
        window.skip(4 + length)?;
        if head & 0x80 != 0 {
            return Ok(info);
        }
    }
}

impl BlockDecoder for FlacReader {
    fn declared_frames(&mut self) -> Option<u64> {
        self.frames.total()
    }

    fn next_block(&mut self, out: &mut Vec<f32>) -> Result<Option<Spec>, WavError> {
        let (frame, skipped) = self.next_frame()?;
        let Some(frame) = frame else {
            self.finish(skipped);
            return Ok(None);
        };
        let spec = self.frames.spec(&frame).ok_or_else(|| {
            WavError::Coding("its FLAC frames do not contain the sample rate, and it has no header".into())
        })?;
        if self.spec.is_none() {
            self.block = frame.header.block as u64;
            let is_whole = skipped == 0 || self.frames.info.is_none();
            self.origin = if is_whole { self.position(&frame) } else { 0 };
        }
        let gap = self.note_gap(&frame, skipped, spec.sample_rate);
        self.spec = Some(spec);
        // A long gap is many blocks of memory; such a file has nothing worth keeping in step.
        let gap = gap.min(1 << 20);
        out.resize(gap as usize * usize::from(spec.channels), 0.0);
        self.frames.append(&frame, out);
        self.window.consume(frame.bytes);
        self.found += gap + frame.header.block as u64;
        Ok(Some(spec))
    }

    fn verdict(&self) -> &Verdict {
        &self.verdict
    }
}
