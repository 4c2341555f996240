//! Parses the headers of FLAC: STREAMINFO and the header of a frame (RFC 9639, sections 8.2 and 9.1).

use super::bits::{Bits, EndOfBits};
use super::crc::crc8;

/// Length of STREAMINFO in bytes.
pub(super) const STREAM_INFO_BYTES: usize = 34;

/// The fields of STREAMINFO that a decoder needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct StreamInfo {
    pub(super) rate: u32,
    pub(super) channels: u16,
    pub(super) bits: u32,
    /// Number of frames; 0 if unknown.
    pub(super) total: u64,
    /// MD5 of all samples; zeros if unknown.
    pub(super) md5: [u8; 16],
}

impl StreamInfo {
    pub(crate) fn parse(body: &[u8]) -> Option<Self> {
        let body: &[u8; STREAM_INFO_BYTES] = body.first_chunk()?;
        let mut bits = Bits::new(&body[10..18]);
        let mut next = |count| bits.read(count).unwrap_or(0);
        let (rate, channels, depth, total) = (next(20), next(3) + 1, next(5) + 1, next(36));
        let mut md5 = [0; 16];
        md5.copy_from_slice(&body[18..]);
        Some(Self { rate: rate as u32, channels: channels as u16, bits: depth as u32, total, md5 })
    }
}

/// The relation of the channels of a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stereo {
    Independent,
    LeftSide,
    SideRight,
    MidSide,
}

/// The header of a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FrameHeader {
    /// Length of the header in bytes.
    pub(super) bytes: usize,
    /// Number of samples of each channel.
    pub(super) block: usize,
    /// `None` if STREAMINFO has it.
    pub(super) rate: Option<u32>,
    pub(super) channels: u16,
    pub(super) stereo: Stereo,
    /// `None` if STREAMINFO has it.
    pub(super) bits: Option<u32>,
    /// True if `number` counts samples, false if it counts frames.
    pub(super) variable: bool,
    pub(super) number: u64,
}

/// A header that cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BadHeader {
    Incomplete,
    Invalid,
}

impl From<EndOfBits> for BadHeader {
    fn from(_: EndOfBits) -> Self {
        Self::Incomplete
    }
}

/// Largest length of a header in bytes.
pub(super) const MAX_HEADER: usize = 16;

impl FrameHeader {
    /// Parses the header at the start of `bytes`.
    pub(super) fn parse(bytes: &[u8]) -> Result<Self, BadHeader> {
        let mut bits = Bits::new(&bytes[..bytes.len().min(MAX_HEADER)]);
        if bits.read(15)? != 0x7ffc {
            return Err(BadHeader::Invalid);
        }
        let variable = bits.read(1)? == 1;
        let (block_code, rate_code) = (bits.read(4)?, bits.read(4)?);
        let (channels, stereo) = channels(bits.read(4)?).ok_or(BadHeader::Invalid)?;
        let depth = sample_bits(bits.read(3)?).ok_or(BadHeader::Invalid)?;
        if bits.read(1)? != 0 {
            return Err(BadHeader::Invalid);
        }
        let number = read_number(&mut bits)?;
        let block = match block_code {
            0 => return Err(BadHeader::Invalid),
            1 => 192,
            2..=5 => 144 << block_code,
            6 => bits.read(8)? as usize + 1,
            7 => bits.read(16)? as usize + 1,
            _ => 1 << block_code,
        };
        let rate = match rate_code {
            0 => None,
            1..=11 => Some(RATES[rate_code as usize - 1]),
            12 => Some(bits.read(8)? as u32 * 1_000),
            13 => Some(bits.read(16)? as u32),
            14 => Some(bits.read(16)? as u32 * 10),
            _ => return Err(BadHeader::Invalid),
        };
        let length = bits.align();
        if bits.read(8)? != u64::from(crc8(&bytes[..length])) {
            return Err(BadHeader::Invalid);
        }
        Ok(Self { bytes: length + 1, block, rate, channels, stereo, bits: depth, variable, number })
    }
}

/// Sample rates by their code (RFC 9639, table 15).
const RATES: [u32; 11] =
    [88_200, 176_400, 192_000, 8_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 96_000];

fn channels(code: u64) -> Option<(u16, Stereo)> {
    Some(match code {
        0..=7 => (code as u16 + 1, Stereo::Independent),
        8 => (2, Stereo::LeftSide),
        9 => (2, Stereo::SideRight),
        10 => (2, Stereo::MidSide),
        _ => return None,
    })
}

/// Returns the bits of a sample by their code (RFC 9639, table 17). The inner `None` refers to STREAMINFO.
fn sample_bits(code: u64) -> Option<Option<u32>> {
    Some(match code {
        0 => None,
        1 => Some(8),
        2 => Some(12),
        4 => Some(16),
        5 => Some(20),
        6 => Some(24),
        7 => Some(32),
        _ => return None,
    })
}

/// Reads the number of the frame, coded like UTF-8 with up to 36 bits.
fn read_number(bits: &mut Bits<'_>) -> Result<u64, BadHeader> {
    let first = bits.read(8)?;
    let ones = (first as u8).leading_ones();
    if ones == 0 {
        return Ok(first);
    }
    if ones == 1 || ones == 8 {
        return Err(BadHeader::Invalid);
    }
    let mut number = first & (0x7f >> ones);
    for _ in 1..ones {
        let next = bits.read(8)?;
        if next & 0xc0 != 0x80 {
            return Err(BadHeader::Invalid);
        }
        number = number << 6 | next & 0x3f;
    }
    Ok(number)
}
