//! Reads the sound of an Ogg file: joins the parts of its packets, and trims both ends by the granule positions.

use std::io;
use std::mem;

use super::codec::{Codec, Decoded};
use super::page::{Page, Pages, last_granule};
use crate::blocks::{BlockDecoder, trim_to};
use crate::clip::Spec;
use crate::source::Source;
use crate::verdict::Verdict;
use crate::wav::WavError;

/// An open Ogg file. Of several streams at the same time, the first with sound is read. Streams after each other are joined.
pub(crate) struct OggReader {
    pages: Pages,
    stream: Option<Stream>,
    /// The page that is being decoded, its packets, and the number of the next one.
    packets: Vec<Vec<u8>>,
    next_packet: usize,
    /// The first part of a packet that continues on the next page.
    partial: Vec<u8>,
    /// Number of frames of the streams before this one.
    before: u64,
    declared: Option<u64>,
    rate: u32,
    verdict: Verdict,
}

/// The state of a logical stream.
struct Stream {
    serial: u32,
    sequence: u32,
    codec: Codec,
    /// Number of decoded frames, including those that are dropped.
    decoded: u64,
    /// Position of the first decoded frame, once a page has shown it.
    origin: Option<i64>,
    /// Granule position of the first page with sound, until its packets are decoded.
    first_granule: Option<i64>,
    /// Number of frames to drop at the start.
    skip: u64,
    /// The number of decoded frames at which the stream ends, from its last page.
    end: Option<u64>,
    /// The last page was read.
    ended: bool,
}

impl OggReader {
    /// Opens a file that has its first page at `start`.
    pub(crate) fn new(mut source: Source, start: u64) -> io::Result<Self> {
        let head = source.peek(start, 18)?;
        let serial = head.get(14..18).and_then(|bytes| bytes.first_chunk().copied()).map(u32::from_le_bytes);
        let declared = serial.map(|serial| last_granule(&mut source, serial)).transpose()?.flatten();
        Ok(Self {
            pages: Pages::new(source, start)?,
            stream: None,
            packets: Vec::new(),
            next_packet: 0,
            partial: Vec::new(),
            before: 0,
            declared,
            rate: 0,
            verdict: Verdict::Whole,
        })
    }

    /// Reads the next page of the stream. Returns false at the end of the file.
    fn next_page(&mut self) -> Result<bool, WavError> {
        if let Some(stream) = &mut self.stream
            && let Some(granule) = stream.first_granule.take()
        {
            stream.set_origin(granule, stream.decoded);
        }
        loop {
            let (page, skipped) = self.pages.next()?;
            let Some(page) = page else {
                self.finish_stream();
                return Ok(false);
            };
            // Bytes after the end of the stream are tags of other formats.
            if skipped > 0 && self.stream.as_ref().is_some_and(|stream| !stream.ended) {
                self.damaged("an Ogg page is damaged");
            }
            if page.first {
                self.begin_stream(page)?;
                continue;
            }
            let Some(stream) = &mut self.stream else { continue };
            if stream.serial != page.serial || stream.ended {
                continue;
            }
            let is_next = page.sequence == stream.sequence.wrapping_add(1);
            stream.sequence = page.sequence;
            if !is_next {
                self.damaged("an Ogg page is missing");
                self.partial.clear();
            }
            self.split(&page);
            return Ok(true);
        }
    }

    /// Begins a stream, if it has sound, and if none is being read.
    fn begin_stream(&mut self, page: Page) -> Result<(), WavError> {
        if self.stream.as_ref().is_some_and(|stream| !stream.ended) {
            return Ok(());
        }
        let Some(codec) = Codec::recognise(&page.body) else { return Ok(()) };
        self.finish_stream();
        let codec = codec?;
        self.stream = Some(Stream {
            serial: page.serial,
            sequence: page.sequence,
            skip: codec.pre_skip(),
            codec,
            decoded: 0,
            origin: None,
            first_granule: None,
            end: None,
            ended: page.last,
        });
        self.partial.clear();
        Ok(())
    }

    /// Splits a page into the packets that end on it.
    fn split(&mut self, page: &Page) {
        self.packets.clear();
        self.next_packet = 0;
        if !page.continued {
            self.partial.clear();
        }
        // Without its start, the rest of a packet is useless.
        let mut is_orphan = page.continued && self.partial.is_empty();
        let mut at = 0;
        for part in &page.lacing {
            let end = at + usize::from(*part);
            self.partial.extend_from_slice(&page.body[at..end]);
            at = end;
            if *part < 255 {
                let packet = mem::take(&mut self.partial);
                if !mem::take(&mut is_orphan) {
                    self.packets.push(packet);
                }
            } else if self.partial.len() > LARGEST_PACKET {
                self.partial.clear();
            }
        }
        self.place(page);
    }

    /// Computes from the granule position of a page where the stream begins and ends.
    fn place(&mut self, page: &Page) {
        let Some(stream) = &mut self.stream else { return };
        stream.ended = page.last;
        let Some(granule) = page.granule.and_then(|granule| i64::try_from(granule).ok()) else { return };
        let packets = self.packets.iter();
        let frames: Option<u64> = packets.map(|packet| stream.codec.packet_frames(packet)).sum();
        // The first page with sound shows the position of the first frame. If it is the last page too, the stream begins
        // at 0 and is trimmed (RFC 7845, section 4.4).
        if stream.origin.is_none() && granule > 0 {
            match frames {
                _ if page.last => stream.origin = Some(0),
                Some(frames) => stream.set_origin(granule, stream.decoded + frames),
                None => stream.first_granule = Some(granule),
            }
        }
        if page.last {
            let end = granule.saturating_sub(stream.origin.unwrap_or(0));
            stream.end = u64::try_from(end).ok();
        }
    }

    /// Records damage at the current time.
    fn damaged(&mut self, what: &'static str) {
        let at = self.before + self.stream.as_ref().map_or(0, Stream::kept);
        self.verdict.damaged(at, self.rate, what);
    }

    /// Completes the verdict on the stream.
    fn finish_stream(&mut self) {
        let Some(stream) = self.stream.take() else { return };
        let declared = stream.end.map(|end| self.before + end.saturating_sub(stream.skip));
        self.before += stream.kept();
        let is_cut = !stream.ended || declared.is_some_and(|declared| declared > self.before);
        if is_cut {
            self.verdict.short(declared, self.before, self.rate);
        }
        if stream.codec.matches_checksum() == Some(false) {
            self.verdict.damaged(0, self.rate, "the checksum of all samples is wrong");
        }
    }
}

/// Largest packet in bytes. Only pictures in tags are larger than a few KiB.
const LARGEST_PACKET: usize = 1 << 26;

impl Stream {
    /// Sets the origin of a stream that has its frame number `frames` at a position.
    fn set_origin(&mut self, granule: i64, frames: u64) {
        self.origin = Some(granule.saturating_sub_unsigned(frames).max(0));
    }

    /// Returns the number of frames that were returned.
    fn kept(&self) -> u64 {
        self.decoded.min(self.end.unwrap_or(u64::MAX)).saturating_sub(self.skip)
    }

    /// Counts the frames in `out`, and drops those before the start and after the end of the stream.
    fn trim(&mut self, out: &mut Vec<f32>, channels: usize) {
        let kept = self.skip..self.end.unwrap_or(u64::MAX);
        self.decoded += trim_to(out, channels, self.decoded, kept);
    }
}

impl BlockDecoder for OggReader {
    fn declared_frames(&mut self) -> Option<u64> {
        let skip = self.stream.as_ref().map_or(0, |stream| stream.skip);
        let origin = self.stream.as_ref().and_then(|stream| stream.origin).unwrap_or(0);
        let declared = self.declared?.checked_sub(u64::try_from(origin).unwrap_or(0))?;
        declared.checked_sub(skip)
    }

    fn next_block(&mut self, out: &mut Vec<f32>) -> Result<Option<Spec>, WavError> {
        loop {
            let Some(packet) = self.packets.get_mut(self.next_packet).map(mem::take) else {
                if self.next_page()? {
                    continue;
                }
                return Ok(None);
            };
            self.next_packet += 1;
            let Some(stream) = &mut self.stream else { continue };
            match stream.codec.decode(&packet, out)? {
                Decoded::Header => {}
                Decoded::Damaged => self.damaged("a packet cannot be decoded"),
                Decoded::Samples(spec) => {
                    self.rate = spec.sample_rate;
                    stream.trim(out, usize::from(spec.channels.max(1)));
                    return Ok(Some(spec));
                }
            }
        }
    }

    fn verdict(&self) -> &Verdict {
        &self.verdict
    }
}
