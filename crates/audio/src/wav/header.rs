//! Finds the samples in a WAV file, and the format of the samples. It trusts the bytes of the file more than its sizes.

use std::io::{Read, Seek, SeekFrom};

use super::error::WavError;
use super::format::Format;
use super::layout::{Layout, is_placeholder, read_up_to};

/// The samples of a `data` chunk; see [`Layout`].
#[derive(Clone, Copy)]
struct Samples {
    start: u64,
    bytes: u64,
    declared: u64,
}

/// The variant of the container.
#[derive(Clone, Copy)]
struct Container {
    /// RIFX and FFIR: every number has its most significant byte first.
    big_endian: bool,
    /// Sony Wave64: identifiers of 16 bytes, sizes of 8 bytes that include the chunk's header, and chunks that begin at
    /// multiples of 8.
    wave64: bool,
    /// Byte position of the first chunk.
    first_chunk: u64,
}

const RIFF: Container = Container { big_endian: false, wave64: false, first_chunk: 12 };

/// The header of a chunk.
struct Chunk {
    id: [u8; 4],
    /// The size that the header claims. It may be wrong.
    size: u64,
    /// Byte position of the header.
    offset: u64,
    /// Byte position of the content.
    body: u64,
}

impl Chunk {
    fn invalid(&self, what: impl Into<String>) -> WavError {
        let chunk = String::from_utf8_lossy(&self.id).trim().to_string();
        WavError::Chunk { chunk, offset: self.offset, what: what.into() }
    }
}

/// Reads the header of a file. Sizes are limited by the length of the file: a program that writes to a pipe cannot know
/// them, and writes 0, 0x7ffff000 or 0xffffffff.
pub(super) fn read(source: &mut (impl Read + Seek)) -> Result<Layout, WavError> {
    let length = source.seek(SeekFrom::End(0))?;
    let file = ChunkedFile { container: container(source)?, length };
    let (mut offset, mut format, mut samples, mut long_size) = (file.container.first_chunk, None, None, None);
    while let Some(chunk) = file.chunk_at(source, offset)? {
        match &chunk.id {
            b"fmt " if format.is_none() => format = Some(file.read_format(source, &chunk)?),
            b"ds64" => long_size = read_long_size(source)?,
            // Other programs play only the first `data` chunk.
            b"data" if samples.is_none() => samples = Some(file.samples(source, &chunk, long_size)?),
            _ => {}
        }
        if let (Some(Format { spec, coding }), Some(Samples { start, bytes, declared })) = (format, samples) {
            let big_endian = file.container.big_endian;
            return Ok(Layout { spec, coding, big_endian, start, bytes, declared });
        }
        offset = file.next_chunk(source, &chunk)?;
    }
    Err(if samples.is_some() { WavError::NoFormat } else { WavError::NoData })
}

/// Identifier of a Wave64 file. Its first letters are those of RIFF in lower case.
const WAVE64: [u8; 16] = *b"riff\x2e\x91\xcf\x11\xa5\xd6\x28\xdb\x04\xc1\x00\x00";

fn container(source: &mut (impl Read + Seek)) -> Result<Container, WavError> {
    source.seek(SeekFrom::Start(0))?;
    let mut head = [0; 40];
    let got = read_up_to(source, &mut head)?;
    match (&head[..4], &head[8..12]) {
        (b"RIFF" | b"RF64" | b"BW64", b"WAVE") => Ok(RIFF),
        (b"RIFX", b"WAVE") => Ok(Container { big_endian: true, ..RIFF }),
        _ if head[..16] == WAVE64 && &head[24..28] == b"wave" => {
            Ok(Container { big_endian: false, wave64: true, first_chunk: 40 })
        }
        _ => Err(WavError::NotWav(head[..got.min(12)].escape_ascii().to_string())),
    }
}

/// Reads the true size of `data` from `ds64`. It counts if the size of `data` is 0xffffffff (EBU Tech 3306).
fn read_long_size(source: &mut impl Read) -> Result<Option<u64>, WavError> {
    let mut body = [0; 16];
    if read_up_to(source, &mut body)? < 16 {
        return Ok(None);
    }
    let size = body.iter().skip(8).rev().fold(0, |size, byte| size << 8 | u64::from(*byte));
    Ok(Some(size))
}

/// A file that consists of chunks.
struct ChunkedFile {
    container: Container,
    length: u64,
}

/// A size that is in `ds64` instead, or was not known.
const UNKNOWN_SIZE: u64 = u32::MAX as u64;

impl ChunkedFile {
    fn chunk_at(&self, source: &mut (impl Read + Seek), offset: u64) -> Result<Option<Chunk>, WavError> {
        let head_bytes: usize = if self.container.wave64 { 24 } else { 8 };
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
            Container { wave64: true, .. } => {
                let size = head[16..].iter().rev().fold(0_u64, |size, byte| size << 8 | u64::from(*byte));
                size.saturating_sub(head_bytes as u64)
            }
            Container { big_endian: true, .. } => u64::from(u32::from_be_bytes(short)),
            _ => u64::from(u32::from_le_bytes(short)),
        };
        Ok(Some(Chunk { id, size, offset, body }))
    }

    /// Returns the position of the next chunk. Chunks of odd length are padded to an even length, but not by every program.
    /// There is a padding byte if a chunk identifier follows it.
    fn next_chunk(&self, source: &mut (impl Read + Seek), chunk: &Chunk) -> Result<u64, WavError> {
        let end = chunk.body.saturating_add(chunk.size);
        if self.container.wave64 {
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
        super::format::parse(&body[..got], self.container.big_endian).map_err(|what| chunk.invalid(what))
    }

    /// Returns position and length of the samples.
    fn samples(
        &self,
        source: &mut (impl Read + Seek),
        chunk: &Chunk,
        long_size: Option<u64>,
    ) -> Result<Samples, WavError> {
        let available = self.length - chunk.body;
        let claimed = match long_size {
            Some(size) if chunk.size == UNKNOWN_SIZE => size,
            _ => chunk.size,
        };
        let bytes = match claimed {
            0 => self.unknown_size(source, chunk, available)?,
            claimed if claimed <= available => claimed,
            _ => up_to_second_header(source, chunk, available)?,
        };
        let declared = if self.is_unknown(claimed) { bytes } else { claimed.max(bytes) };
        Ok(Samples { start: chunk.body, bytes, declared })
    }

    /// Returns true for a size that a program wrote before it knew the size, or for the size of the file, which some
    /// programs write by mistake.
    fn is_unknown(&self, size: u64) -> bool {
        is_placeholder(size) || size == self.length || size == self.length.saturating_sub(8)
    }

    /// Returns the length for a size of 0. The chunk is empty if a valid chunk follows. Otherwise the file is a stream,
    /// whose size was unknown.
    fn unknown_size(
        &self,
        source: &mut (impl Read + Seek),
        chunk: &Chunk,
        available: u64,
    ) -> Result<u64, WavError> {
        const CHUNK_IDS: [&[u8; 4]; 8] =
            [b"LIST", b"fact", b"cue ", b"bext", b"id3 ", b"JUNK", b"fmt ", b"smpl"];
        let next = self.chunk_at(source, chunk.body)?;
        if next.is_some_and(|c| CHUNK_IDS.contains(&&c.id) && c.body.saturating_add(c.size) <= self.length) {
            return Ok(0);
        }
        up_to_second_header(source, chunk, available)
    }
}

/// Returns the bytes up to a second header at the end of the file. Festival's `text2wave` cannot seek back on a pipe, so it
/// writes its header again at the end.
fn up_to_second_header(
    source: &mut (impl Read + Seek),
    chunk: &Chunk,
    available: u64,
) -> Result<u64, WavError> {
    const HEADER: u64 = 44;
    let Some(before) = available.checked_sub(HEADER) else { return Ok(available) };
    source.seek(SeekFrom::Start(chunk.body + before))?;
    let mut tail = [0; 12];
    source.read_exact(&mut tail)?;
    Ok(if &tail[..4] == b"RIFF" && &tail[8..] == b"WAVE" { before } else { available })
}
