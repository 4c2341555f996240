//! Finds the samples in an AIFF or AIFF-C file (Apple, "Audio Interchange File Format", 1989 and 1991).

use std::io::{Read, Seek, SeekFrom};

use super::error::WavError;
use super::format::{Coding, Format, check, ima4_coding};
use super::layout::{Layout, is_placeholder, read_up_to};
use crate::clip::Spec;
use crate::gsm::Packing;

/// The content of the `COMM` chunk.
struct Common {
    format: Format,
    /// True if samples have their least significant byte first.
    little_endian: bool,
    /// Number of frames.
    frames: u64,
}

/// Reads the header of a file. The size of the whole file is wrong in many files, so it is not read.
pub(super) fn read(source: &mut (impl Read + Seek)) -> Result<Layout, WavError> {
    let length = source.seek(SeekFrom::End(0))?;
    let (mut offset, mut common, mut sound) = (12, None, None);
    while offset + 8 <= length && (common.is_none() || sound.is_none()) {
        source.seek(SeekFrom::Start(offset))?;
        let mut head = [0; 8];
        read_up_to(source, &mut head)?;
        let size = u64::from(u32::from_be_bytes([head[4], head[5], head[6], head[7]]));
        match &head[..4] {
            b"COMM" => common = Some(read_common(source, offset, size)?),
            b"SSND" => {
                let mut skip = [0; 4];
                read_up_to(source, &mut skip)?;
                let skip = u64::from(u32::from_be_bytes(skip));
                sound = Some((offset + 16 + skip, size.saturating_sub(8 + skip), size));
            }
            _ => {}
        }
        offset += 8 + size + size % 2;
    }
    let common = common.ok_or(WavError::NoFormat)?;
    let (start, claimed, size) = sound.ok_or(WavError::NoData)?;
    let available = length.saturating_sub(start);
    let frame = common.format.coding.bytes() as u64 * u64::from(common.format.spec.channels);
    let declared = if is_placeholder(size) { common.frames * frame } else { claimed };
    let bytes = if declared == 0 { available } else { declared.min(available) };
    Ok(Layout {
        spec: common.format.spec,
        coding: common.format.coding,
        big_endian: !common.little_endian,
        start,
        bytes,
        declared: declared.max(bytes),
    })
}

fn read_common(source: &mut impl Read, offset: u64, size: u64) -> Result<Common, WavError> {
    let mut body = [0; 22];
    let wanted = usize::try_from(size).unwrap_or(usize::MAX).min(body.len());
    let got = read_up_to(source, &mut body[..wanted])?;
    let invalid = |what: String| WavError::Chunk { chunk: "COMM".into(), offset, what };
    if got < 18 {
        return Err(invalid("it is too short".into()));
    }
    let channels = u16::from_be_bytes([body[0], body[1]]);
    let frames = u64::from(u32::from_be_bytes([body[2], body[3], body[4], body[5]]));
    let bits = u16::from_be_bytes([body[6], body[7]]);
    let spec = Spec { sample_rate: extended(&body[8..18]), channels };
    check(spec).map_err(invalid)?;
    // AIFF has no coding; AIFF-C has.
    let name = if got == 22 { [body[18], body[19], body[20], body[21]] } else { *b"NONE" };
    let (coding, little_endian) = coding(name, bits, channels).ok_or_else(|| {
        invalid(format!("its coding `{}` with {bits} bits is not supported", name.escape_ascii()))
    })?;
    Ok(Common { format: Format { spec, coding }, little_endian, frames })
}

/// Returns the coding by its name, and whether samples have their least significant byte first.
fn coding(name: [u8; 4], bits: u16, channels: u16) -> Option<(Coding, bool)> {
    let integer = match bits {
        1..=8 => Some(Coding::S8),
        9..=16 => Some(Coding::S16),
        17..=24 => Some(Coding::S24),
        25..=32 => Some(Coding::S32),
        _ => None,
    };
    Some(match &name {
        b"NONE" | b"twos" | b"\0\0\0\0" => (integer?, false),
        b"sowt" => (integer?, true),
        b"raw " => (Coding::U8, false),
        b"in24" => (Coding::S24, false),
        b"in32" => (Coding::S32, false),
        b"42ni" => (Coding::S24, true),
        b"23ni" => (Coding::S32, true),
        b"fl32" | b"FL32" => (Coding::F32, false),
        b"fl64" | b"FL64" => (Coding::F64, false),
        b"alaw" | b"ALAW" => (Coding::ALaw, false),
        b"ulaw" | b"ULAW" => (Coding::MuLaw, false),
        b"ima4" => (ima4_coding(channels), false),
        b"GSM " | b"agsm" if channels == 1 => (Coding::Gsm(Packing::Single), false),
        _ => return None,
    })
}

/// Converts a sample rate from extended precision: a sign, 15 bits of exponent and 64 bits of mantissa (IEEE 754, 1985).
fn extended(bytes: &[u8]) -> u32 {
    let exponent = u32::from(u16::from_be_bytes([bytes[0], bytes[1]]) & 0x7fff);
    let mantissa = bytes[2..10].iter().fold(0_u64, |mantissa, byte| mantissa << 8 | u64::from(*byte));
    // The mantissa has one bit before its point, and the exponent a bias of 16383.
    match (16_383_u32 + 63).checked_sub(exponent) {
        Some(shift @ 0..=63) => u32::try_from(mantissa >> shift).unwrap_or(u32::MAX),
        _ => 0,
    }
}
