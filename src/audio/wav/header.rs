//! Where the sound lies in a WAV file, and how its samples are coded: by the bytes, not by the label.

use std::io::{Read, Seek, SeekFrom};

use super::WavError;
use super::format::{Coding, Format};
use crate::audio::Spec;

/// What the header came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Layout {
    pub(super) spec: Spec,
    pub(super) coding: Coding,
    pub(super) big_endian: bool,
    /// First byte of the samples.
    pub(super) start: u64,
    /// Length in bytes.
    pub(super) bytes: u64,
}

/// How chunks are told.
#[derive(Clone, Copy)]
struct Container {
    /// RIFX and FFIR: every number has its greatest byte first.
    big_endian: bool,
    /// Sony Wave64: names of 16 bytes, sizes of 8 that count the head, and chunks that begin on multiples of 8.
    wide: bool,
    /// First chunk.
    first: u64,
}

const RIFF: Container = Container { big_endian: false, wide: false, first: 12 };

/// One chunk's head.
struct Chunk {
    id: [u8; 4],
    /// As the header has it; not to be trusted.
    size: u64,
    /// Where its four letters stand.
    offset: u64,
    body: u64,
}

impl Chunk {
    fn wrong(&self, what: impl Into<String>) -> WavError {
        let chunk = String::from_utf8_lossy(&self.id).trim().to_string();
        WavError::Chunk { chunk, offset: self.offset, what: what.into() }
    }
}

/// Finds format and samples. Sizes are held against the length of the file: a program that writes to a pipe
/// cannot know them, and writes 0, 0x7ffff000 or 0xffffffff.
pub(super) fn read(source: &mut (impl Read + Seek)) -> Result<Layout, WavError> {
    let length = source.seek(SeekFrom::End(0))?;
    let file = File { container: container(source)?, length };
    let (mut offset, mut format, mut data, mut long_size) = (file.container.first, None, None, None);
    while let Some(chunk) = file.chunk_at(source, offset)? {
        match &chunk.id {
            b"fmt " if format.is_none() => format = Some(file.read_format(source, &chunk)?),
            b"ds64" => long_size = read_long_size(source)?,
            // A second one is not what other programs play.
            b"data" if data.is_none() => data = Some(file.data(source, &chunk, long_size)?),
            _ => {}
        }
        if let (Some(Format { spec, coding }), Some((start, bytes))) = (format, data) {
            let big_endian = file.container.big_endian;
            return Ok(Layout { spec, coding, big_endian, start, bytes });
        }
        offset = file.next_chunk(source, &chunk)?;
    }
    Err(if data.is_some() { WavError::NoFormat } else { WavError::NoData })
}

/// The letters in which a Wave64's names begin are those of RIFF, in lower case.
const WAVE64: [u8; 16] = *b"riff\x2e\x91\xcf\x11\xa5\xd6\x28\xdb\x04\xc1\x00\x00";

fn container(source: &mut (impl Read + Seek)) -> Result<Container, WavError> {
    source.seek(SeekFrom::Start(0))?;
    let mut head = [0; 40];
    let got = read_up_to(source, &mut head)?;
    match (&head[..4], &head[8..12]) {
        (b"RIFF" | b"RF64" | b"BW64", b"WAVE") => Ok(RIFF),
        (b"RIFX", b"WAVE") => Ok(Container { big_endian: true, ..RIFF }),
        _ if head[..16] == WAVE64 && &head[24..28] == b"wave" => {
            Ok(Container { big_endian: false, wide: true, first: 40 })
        }
        _ => Err(WavError::NotWav(head[..got.min(12)].escape_ascii().to_string())),
    }
}

/// Fills `into` as far as there is something to read; says how far.
pub(super) fn read_up_to(source: &mut impl Read, into: &mut [u8]) -> Result<usize, WavError> {
    let mut got = 0;
    while got < into.len() {
        match source.read(&mut into[got..]) {
            Ok(0) => break,
            Ok(n) => got += n,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(got)
}

/// EBU Tech 3306: the true size of `data`, when its own size is 0xffffffff.
fn read_long_size(source: &mut impl Read) -> Result<Option<u64>, WavError> {
    let mut body = [0; 16];
    if read_up_to(source, &mut body)? < 16 {
        return Ok(None);
    }
    let size = body.iter().skip(8).rev().fold(0, |size, byte| size << 8 | u64::from(*byte));
    Ok(Some(size))
}

/// A file of chunks.
struct File {
    container: Container,
    length: u64,
}

/// A size that is to be looked up in `ds64`, or was not known.
const UNKNOWN: u64 = u32::MAX as u64;

impl File {
    fn chunk_at(&self, source: &mut (impl Read + Seek), offset: u64) -> Result<Option<Chunk>, WavError> {
        let head_bytes: usize = if self.container.wide { 24 } else { 8 };
        let body = offset.saturating_add(head_bytes as u64);
        if body > self.length {
            return Ok(None);
        }
        source.seek(SeekFrom::Start(offset))?;
        let mut head = [0; 24];
        source.read_exact(&mut head[..head_bytes])?;
        let id = [head[0], head[1], head[2], head[3]];
        let short = [head[4], head[5], head[6], head[7]];
        let size = match self.container {
            Container { wide: true, .. } => {
                let size = head[16..].iter().rev().fold(0_u64, |size, byte| size << 8 | u64::from(*byte));
                size.saturating_sub(head_bytes as u64)
            }
            Container { big_endian: true, .. } => u64::from(u32::from_be_bytes(short)),
            _ => u64::from(u32::from_le_bytes(short)),
        };
        Ok(Some(Chunk { id, size, offset, body }))
    }

    /// Odd chunks are padded to an even length, but not by every program: the pad is there if letters follow it.
    fn next_chunk(&self, source: &mut (impl Read + Seek), chunk: &Chunk) -> Result<u64, WavError> {
        let end = chunk.body.saturating_add(chunk.size);
        if self.container.wide {
            return Ok(end.checked_next_multiple_of(8).unwrap_or(u64::MAX));
        }
        if chunk.size.is_multiple_of(2) {
            return Ok(end);
        }
        let plausible =
            |chunk: Option<Chunk>| chunk.is_some_and(|c| c.id.iter().all(|b| (b' '..=b'~').contains(b)));
        let unpadded = plausible(self.chunk_at(source, end)?) && !plausible(self.chunk_at(source, end + 1)?);
        Ok(if unpadded { end } else { end + 1 })
    }

    fn read_format(&self, source: &mut impl Read, chunk: &Chunk) -> Result<Format, WavError> {
        let mut body = [0; 40];
        let wanted = usize::try_from(chunk.size).unwrap_or(usize::MAX).min(body.len());
        let got = read_up_to(source, &mut body[..wanted])?;
        super::format::parse(&body[..got], self.container.big_endian).map_err(|what| chunk.wrong(what))
    }

    /// First byte and length of the samples.
    fn data(
        &self,
        source: &mut (impl Read + Seek),
        chunk: &Chunk,
        long_size: Option<u64>,
    ) -> Result<(u64, u64), WavError> {
        let left = self.length - chunk.body;
        let stated = match long_size {
            Some(size) if chunk.size == UNKNOWN => size,
            _ => chunk.size,
        };
        let bytes = match stated {
            0 => self.unstated(source, chunk, left)?,
            stated if stated <= left => stated,
            _ => left_without_second_header(source, chunk, left)?,
        };
        Ok((chunk.body, bytes))
    }

    /// Data size 0: empty, if what follows is a chunk that fits; else a stream whose size was not known.
    fn unstated(&self, source: &mut (impl Read + Seek), chunk: &Chunk, left: u64) -> Result<u64, WavError> {
        const KNOWN: [&[u8; 4]; 8] = [b"LIST", b"fact", b"cue ", b"bext", b"id3 ", b"JUNK", b"fmt ", b"smpl"];
        let next = self.chunk_at(source, chunk.body)?;
        if next.is_some_and(|c| KNOWN.contains(&&c.id) && c.body.saturating_add(c.size) <= self.length) {
            return Ok(0);
        }
        left_without_second_header(source, chunk, left)
    }
}

/// Festival's `text2wave` cannot go back on a pipe, and writes its header a second time at the end.
fn left_without_second_header(
    source: &mut (impl Read + Seek),
    chunk: &Chunk,
    left: u64,
) -> Result<u64, WavError> {
    const HEADER: u64 = 44;
    let Some(before) = left.checked_sub(HEADER) else { return Ok(left) };
    source.seek(SeekFrom::Start(chunk.body + before))?;
    let mut tail = [0; 12];
    source.read_exact(&mut tail)?;
    Ok(if &tail[..4] == b"RIFF" && &tail[8..] == b"WAVE" { before } else { left })
}
