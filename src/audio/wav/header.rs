//! Where the sound lies in a WAV file, and how its samples are coded: by the bytes, not by the label.

use std::io::{Read, Seek, SeekFrom};

use super::WavError;
use crate::audio::Spec;

/// How one sample is coded, little-endian.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Coding {
    /// Unsigned, 128 is zero.
    U8,
    S16,
    S24,
    /// 24 bits in the upper bytes of four, or 32 bits.
    S32,
    F32,
    F64,
}

impl Coding {
    pub(super) fn bytes(self) -> usize {
        match self {
            Self::U8 => 1,
            Self::S16 => 2,
            Self::S24 => 3,
            Self::S32 | Self::F32 => 4,
            Self::F64 => 8,
        }
    }
}

/// What the header came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Layout {
    pub(super) spec: Spec,
    pub(super) coding: Coding,
    /// First byte of the samples.
    pub(super) start: u64,
    /// Length in bytes, a whole number of frames.
    pub(super) bytes: u64,
}

/// More channels than any microphone or programme has.
const MOST_CHANNELS: u16 = 32;

/// One chunk's head.
struct Chunk {
    id: [u8; 4],
    /// As the header has it; not to be trusted.
    size: u32,
    /// Where its four letters stand.
    offset: u64,
}

impl Chunk {
    fn wrong(&self, what: impl Into<String>) -> WavError {
        let chunk = String::from_utf8_lossy(&self.id).trim().to_string();
        WavError::Chunk { chunk, offset: self.offset, what: what.into() }
    }

    fn body(&self) -> u64 {
        self.offset + 8
    }
}

/// Finds format and samples. Sizes are held against the length of the file: a program that writes to a pipe
/// cannot know them, and writes 0, 0x7ffff000 or 0xffffffff.
pub(super) fn read(source: &mut (impl Read + Seek)) -> Result<Layout, WavError> {
    let length = source.seek(SeekFrom::End(0))?;
    source.seek(SeekFrom::Start(0))?;
    let mut head = [0; 12];
    let got = read_up_to(source, &mut head)?;
    let magic = &head[..4];
    if got < 12 || !matches!(magic, b"RIFF" | b"RF64" | b"BW64") || &head[8..12] != b"WAVE" {
        return Err(WavError::NotWav(String::from_utf8_lossy(&head[..got]).escape_default().to_string()));
    }
    let (mut offset, mut format, mut long_size) = (12, None, None);
    while let Some(chunk) = chunk_at(source, offset, length)? {
        match &chunk.id {
            b"fmt " => format = Some(read_format(source, &chunk)?),
            b"ds64" => long_size = read_long_size(source)?,
            b"data" => {
                let (spec, coding) = format.ok_or_else(|| chunk.wrong("it comes before any `fmt ` chunk"))?;
                let bytes = data_bytes(source, &chunk, long_size, length)?;
                let frame = coding.bytes() as u64 * u64::from(spec.channels);
                return Ok(Layout { spec, coding, start: chunk.body(), bytes: bytes / frame * frame });
            }
            _ => {}
        }
        offset = next_chunk(source, &chunk, length)?;
    }
    Err(WavError::NoData)
}

/// Fills `into` as far as there is something to read; says how far.
pub(super) fn read_up_to(source: &mut impl Read, into: &mut [u8]) -> Result<usize, WavError> {
    let mut got = 0;
    while got < into.len() {
        match source.read(&mut into[got..])? {
            0 => break,
            n => got += n,
        }
    }
    Ok(got)
}

fn chunk_at(source: &mut (impl Read + Seek), offset: u64, length: u64) -> Result<Option<Chunk>, WavError> {
    if offset + 8 > length {
        return Ok(None);
    }
    source.seek(SeekFrom::Start(offset))?;
    let mut head = [0; 8];
    source.read_exact(&mut head)?;
    let [a, b, c, d, size @ ..] = head;
    Ok(Some(Chunk { id: [a, b, c, d], size: u32::from_le_bytes(size), offset }))
}

/// Odd chunks are padded to an even length, but not by every program: the pad is there if letters follow it.
fn next_chunk(source: &mut (impl Read + Seek), chunk: &Chunk, length: u64) -> Result<u64, WavError> {
    let end = chunk.body() + u64::from(chunk.size);
    if chunk.size.is_multiple_of(2) {
        return Ok(end);
    }
    let plausible =
        |chunk: Option<Chunk>| chunk.is_some_and(|c| c.id.iter().all(|b| (b' '..=b'~').contains(b)));
    let unpadded =
        plausible(chunk_at(source, end, length)?) && !plausible(chunk_at(source, end + 1, length)?);
    Ok(if unpadded { end } else { end + 1 })
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

fn data_bytes(
    source: &mut (impl Read + Seek),
    chunk: &Chunk,
    long_size: Option<u64>,
    length: u64,
) -> Result<u64, WavError> {
    let left = length - chunk.body();
    let stated = match long_size {
        Some(size) if chunk.size == u32::MAX => size,
        _ => u64::from(chunk.size),
    };
    if stated == 0 {
        return unstated(source, chunk, left, length);
    }
    if stated <= left { Ok(stated) } else { left_without_second_header(source, chunk, left) }
}

/// Data size 0: empty, if what follows is a chunk that fits; else a stream whose size was not known.
fn unstated(source: &mut (impl Read + Seek), chunk: &Chunk, left: u64, length: u64) -> Result<u64, WavError> {
    const KNOWN: [&[u8; 4]; 6] = [b"LIST", b"fact", b"cue ", b"bext", b"id3 ", b"JUNK"];
    let next = chunk_at(source, chunk.body(), length)?;
    if next.is_some_and(|c| KNOWN.contains(&&c.id) && c.body() + u64::from(c.size) <= length) {
        return Ok(0);
    }
    left_without_second_header(source, chunk, left)
}

/// Festival's `text2wave` cannot go back on a pipe, and writes its header a second time at the end.
fn left_without_second_header(
    source: &mut (impl Read + Seek),
    chunk: &Chunk,
    left: u64,
) -> Result<u64, WavError> {
    const HEADER: u64 = 44;
    let Some(before) = left.checked_sub(HEADER) else { return Ok(left) };
    source.seek(SeekFrom::Start(chunk.body() + before))?;
    let mut tail = [0; 12];
    source.read_exact(&mut tail)?;
    Ok(if &tail[..4] == b"RIFF" && &tail[8..] == b"WAVE" { before } else { left })
}

/// WAVE_FORMAT_PCM, IEEE_FLOAT and EXTENSIBLE of Microsoft's `mmreg.h`.
const PCM: u16 = 1;
const FLOAT: u16 = 3;
const EXTENSIBLE: u16 = 0xfffe;

fn read_format(source: &mut impl Read, chunk: &Chunk) -> Result<(Spec, Coding), WavError> {
    let mut body = [0; 40];
    let wanted = body.len().min(chunk.size as usize);
    if read_up_to(source, &mut body[..wanted])? < 16 {
        return Err(chunk.wrong("it is too short"));
    }
    let u16_at = |at: usize| u16::from_le_bytes([body[at], body[at + 1]]);
    let (channels, block, bits) = (u16_at(2), u16_at(12), u16_at(14));
    let sample_rate = u32::from_le_bytes([body[4], body[5], body[6], body[7]]);
    let tag = if u16_at(0) == EXTENSIBLE { u16_at(24) } else { u16_at(0) };
    if channels == 0 || channels > MOST_CHANNELS {
        return Err(chunk.wrong(format!("{channels} channels; 1 to {MOST_CHANNELS} can be played")));
    }
    if !(8_000..=192_000).contains(&sample_rate) {
        return Err(chunk.wrong(format!("{sample_rate} frames a second; 8000 to 192000 can be played")));
    }
    // The rate in bytes is wrong in some programs' files, so that it is not looked at; the block size says
    // whether 24 bits lie in three bytes or in four.
    let bytes = if block % channels == 0 && block > 0 { block / channels } else { bits.div_ceil(8) };
    let coding = match (tag, bytes, bits) {
        (PCM, 1, _) => Coding::U8,
        (PCM, 2, _) => Coding::S16,
        (PCM, 3, _) => Coding::S24,
        (PCM, 4, _) => Coding::S32,
        (FLOAT, 4, 32) => Coding::F32,
        (FLOAT, 8, 64) => Coding::F64,
        _ => {
            return Err(
                chunk.wrong(format!("coding {tag} with {bits} bits; integers and floats can be played"))
            );
        }
    };
    Ok((Spec { sample_rate, channels }, coding))
}
