//! Finds the frames of MPEG audio, and everything between them that is none.

use std::io;
use std::ops::Range;

use super::codec::{DECODER_DELAY, FrameDecoder};
use super::header::{Coding, HEADER, Header};
use super::info_tag::InfoTag;
use super::tags::sound_end;
use crate::blocks::{BlockDecoder, trim_to};
use crate::clip::Spec;
use crate::source::{Source, Window};
use crate::verdict::Verdict;
use crate::wav::WavError;

/// Returns the position of the first frame within the first bytes of a file. Two like frames in a row are a stream; one
/// alone is not enough, because its sync code also occurs in other files.
pub(crate) fn find_start(head: &[u8]) -> Option<usize> {
    let mut at = 0;
    while at + HEADER <= head.len() {
        let Some(header) = Header::parse(&head[at..]) else {
            at += 1;
            continue;
        };
        let next = head.get(at + header.bytes..).unwrap_or_default();
        let follows = Header::parse(next).is_some_and(|next| header.is_like(&next));
        // A file may consist of a single frame.
        if follows || (at == 0 && next.len() < HEADER) {
            return Some(at);
        }
        at += 1;
    }
    None
}

/// An open MPEG audio stream.
pub(crate) struct MpegReader {
    window: Window,
    first: Header,
    decoder: FrameDecoder,
    /// Number of frames that the information tag declares.
    declared: Option<u64>,
    frames: u64,
    /// Number of samples of each channel so far, including those that are dropped.
    decoded: u64,
    /// Number of samples to drop at the start, and the number at which the sound ends.
    skip: u64,
    end: Option<u64>,
    verdict: Verdict,
}

/// Number of bytes to look at: a frame and the header after it.
const LOOK_AHEAD: usize = 1 << 14;

impl MpegReader {
    /// Opens a stream in a part of a source.
    pub(crate) fn new(mut source: Source, part: Range<u64>) -> Result<Self, WavError> {
        let end = sound_end(&mut source, part.start, part.end)?;
        let mut window = Window::new(source, part.start..end)?;
        let bytes = window.fill(LOOK_AHEAD)?;
        let first = Header::parse(bytes)
            .ok_or_else(|| WavError::Coding("it has no MPEG audio at its start".into()))?;
        let frame = &bytes[..first.bytes.min(bytes.len())];
        let tag = InfoTag::parse(&first, frame).filter(|_| first.coding == Coding::Layer3);
        if tag.is_some() {
            window.consume(first.bytes);
        }
        let declared = tag.and_then(|tag| tag.frames);
        let (skip, end) = match tag.and_then(|tag| tag.padding) {
            Some((before, after)) => {
                let whole = declared.map(|frames| frames.saturating_mul(first.samples));
                let end = whole.map(|whole| whole.saturating_sub(after.saturating_sub(DECODER_DELAY)));
                (before + DECODER_DELAY, end)
            }
            None => (0, None),
        };
        let decoder = FrameDecoder::new(&first)?;
        let verdict = Verdict::Whole;
        Ok(Self { window, first, decoder, declared, frames: 0, decoded: 0, skip, end, verdict })
    }

    /// Moves the window to the next frame and returns its header, or `None` at the end.
    fn next_header(&mut self) -> io::Result<Option<Header>> {
        loop {
            self.skip_tags()?;
            let bytes = self.window.fill(LOOK_AHEAD)?;
            if bytes.is_empty() {
                return Ok(None);
            }
            let header = Header::parse(bytes).filter(|header| header.is_like(&self.first));
            match header {
                Some(header) if header.bytes <= bytes.len() => return Ok(Some(header)),
                Some(_) => {
                    self.ends_within_a_frame();
                    return Ok(None);
                }
                None => {}
            }
            if !self.resynchronise()? {
                return Ok(None);
            }
        }
    }

    /// Skips tags of other formats between and after the frames.
    fn skip_tags(&mut self) -> io::Result<()> {
        loop {
            let bytes = self.window.fill(LOOK_AHEAD)?;
            let length = match bytes {
                // ID3v2: the size has seven bits in each byte.
                [b'I', b'D', b'3', _, _, flags, a, b, c, d, ..] => {
                    let size = [a, b, c, d].iter().fold(0, |size, byte| size << 7 | u64::from(*byte & 0x7f));
                    size + if flags & 0x10 != 0 { 20 } else { 10 }
                }
                [b'T', b'A', b'G', ..] => 128,
                [b'A', b'P', b'E', b'T', b'A', b'G', b'E', b'X', _, _, _, _, a, b, c, d, ..] => {
                    u64::from(u32::from_le_bytes([*a, *b, *c, *d])) + 32
                }
                [b'L', b'Y', b'R', b'I', b'C', b'S', ..] => self.window.left(),
                _ => return Ok(()),
            };
            self.window.skip(length.min(self.window.left()))?;
        }
    }

    /// Moves to the next two frames in a row. Records damage if there are any, or if bytes other than zeros are left.
    fn resynchronise(&mut self) -> io::Result<bool> {
        let mut is_empty = true;
        loop {
            let bytes = self.window.fill(LOOK_AHEAD)?;
            if bytes.is_empty() {
                if !is_empty && self.declared.is_none_or(|declared| self.frames < declared) {
                    self.damaged("other bytes are between its frames");
                }
                return Ok(false);
            }
            let at = find_start(&bytes[1..]).map_or(bytes.len(), |at| at + 1);
            let is_found = at < bytes.len()
                && Header::parse(&bytes[at..]).is_some_and(|header| header.is_like(&self.first));
            // A frame that is not like the first is no frame; a header may be cut off by the end of the window.
            let step = if at == bytes.len() { at.saturating_sub(HEADER).max(1) } else { at };
            is_empty &= bytes[..step].iter().all(|byte| *byte == 0);
            self.window.consume(step);
            if is_found {
                self.damaged("other bytes are between its frames");
                return Ok(true);
            }
        }
    }

    fn ends_within_a_frame(&mut self) {
        if self.declared.is_none_or(|declared| self.frames < declared) {
            let declared = self.declared_frames();
            self.verdict.short(declared, self.kept(), self.first.rate);
        }
    }

    fn damaged(&mut self, what: &'static str) {
        self.verdict.damaged(self.kept(), self.first.rate, what);
    }

    /// Returns the number of samples of each channel that were returned.
    fn kept(&self) -> u64 {
        self.decoded.min(self.end.unwrap_or(u64::MAX)).saturating_sub(self.skip)
    }

    /// Completes the verdict. Some encoders count the frame of the tag too.
    fn finish(&mut self) {
        if self.declared.is_some_and(|declared| self.frames + 1 < declared) {
            let declared = self.declared_frames();
            self.verdict.short(declared, self.kept(), self.first.rate);
        }
    }

    /// Counts the samples in `out`, and drops those that the encoder added.
    fn trim(&mut self, out: &mut Vec<f32>, channels: usize) {
        let kept = self.skip..self.end.unwrap_or(u64::MAX);
        self.decoded += trim_to(out, channels, self.decoded, kept);
    }
}

impl BlockDecoder for MpegReader {
    fn declared_frames(&mut self) -> Option<u64> {
        let whole = self.declared?.saturating_mul(self.first.samples);
        Some(self.end.unwrap_or(whole).saturating_sub(self.skip))
    }

    fn next_block(&mut self, out: &mut Vec<f32>) -> Result<Option<Spec>, WavError> {
        loop {
            let Some(header) = self.next_header()? else {
                self.finish();
                return Ok(None);
            };
            let frame = &self.window.bytes()[header.body..header.bytes];
            let spec = self.decoder.decode(frame, out);
            self.window.consume(header.bytes);
            self.frames += 1;
            match spec {
                Some(spec) => {
                    self.trim(out, usize::from(spec.channels.max(1)));
                    return Ok(Some(spec));
                }
                None => self.damaged("a frame cannot be decoded"),
            }
        }
    }

    fn verdict(&self) -> &Verdict {
        &self.verdict
    }
}
