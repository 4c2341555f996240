//! Parses the `fmt ` chunk, and checks which of its numbers are plausible.

use crate::clip::Spec;
use crate::gsm::Packing;

/// The coding of samples.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Coding {
    /// Unsigned 8-bit integers; 128 is zero.
    U8,
    /// Signed 8-bit integers.
    S8,
    /// 16-bit integers.
    S16,
    /// 24-bit integers in three bytes.
    S24,
    /// 24-bit integers in the lower bytes of four, as in ALSA's `S24_LE`.
    S24Low,
    /// 32-bit integers, or 24-bit integers in the upper bytes of four.
    S32,
    /// 32-bit float.
    F32,
    /// 64-bit float.
    F64,
    /// ITU-T G.711, A-law.
    ALaw,
    /// ITU-T G.711, µ-law.
    MuLaw,
    /// IMA ADPCM in blocks.
    ImaAdpcm(Blocks),
    /// IMA ADPCM in the blocks of AIFF-C.
    Ima4(Blocks),
    /// Microsoft ADPCM in blocks.
    MsAdpcm(Blocks),
    /// GSM 06.10, which another decoder reads.
    Gsm(Packing),
    /// MPEG audio, which another decoder reads.
    Mpeg,
}

/// ADPCM blocks. Each block can be decoded alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Blocks {
    pub(super) bytes: u16,
    pub(super) frames: u32,
}

impl Coding {
    /// Returns the number of bytes of a sample, 0 for a coding in blocks.
    #[inline]
    pub(super) fn bytes(self) -> usize {
        match self {
            Self::U8 | Self::S8 | Self::ALaw | Self::MuLaw => 1,
            Self::S16 => 2,
            Self::S24 => 3,
            Self::S24Low | Self::S32 | Self::F32 => 4,
            Self::F64 => 8,
            Self::ImaAdpcm(_) | Self::Ima4(_) | Self::MsAdpcm(_) | Self::Gsm(_) | Self::Mpeg => 0,
        }
    }

    #[inline]
    pub(super) fn is_float(self) -> bool {
        matches!(self, Self::F32 | Self::F64)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Format {
    pub(super) spec: Spec,
    pub(super) coding: Coding,
}

/// Highest number of channels. Any microphone array or program has fewer.
const MAX_CHANNELS: u16 = 32;
/// Plausible sample rates in Hz. Others are wrong numbers in a header.
const RATES: std::ops::RangeInclusive<u32> = 1_000..=768_000;

/// Format codes (Microsoft, `mmreg.h`).
const PCM: u16 = 1;
const MS_ADPCM: u16 = 2;
const FLOAT: u16 = 3;
const A_LAW: u16 = 6;
const MU_LAW: u16 = 7;
const IMA_ADPCM: u16 = 0x11;
const GSM: u16 = 0x31;
const MPEG: u16 = 0x50;
const MP3: u16 = 0x55;
const EXTENSIBLE: u16 = 0xfffe;

/// Names of codings that occur and are not supported (the same).
const UNSUPPORTED: [(u16, &str); 3] = [(0x38, "NMS ADPCM"), (0x45, "G.726 ADPCM"), (0x22, "TrueSpeech")];

/// Parses the body of a `fmt ` chunk.
///
/// # Errors
/// The problem, for [`WavError::Chunk`](super::WavError).
pub(super) fn parse(body: &[u8], big_endian: bool) -> Result<Format, String> {
    let u16_at = |at| u16_at(body, at, big_endian);
    if body.len() < 16 {
        return Err("it is too short".into());
    }
    let (channels, block, bits) = (u16_at(2), u16_at(12), u16_at(14));
    let rate = [u16_at(4), u16_at(6)].map(u32::from);
    let sample_rate = if big_endian { rate[0] << 16 | rate[1] } else { rate[1] << 16 | rate[0] };
    let extensible = u16_at(0) == EXTENSIBLE && body.len() >= 28;
    // The identifier of the sub-format begins with a code of four bytes.
    let tag = match (extensible, big_endian) {
        (true, true) => u16_at(26),
        (true, false) => u16_at(24),
        (false, _) => u16_at(0),
    };
    let spec = Spec { sample_rate, channels };
    check(spec)?;
    // The byte rate is wrong in the files of some programs, so it is not read.
    let coding = match tag {
        IMA_ADPCM => Coding::ImaAdpcm(ima_blocks(channels, block)?),
        MS_ADPCM => Coding::MsAdpcm(ms_blocks(channels, block)?),
        GSM => gsm_coding(channels, block)?,
        MPEG | MP3 => Coding::Mpeg,
        _ => sample_coding(tag, bits, block, channels, extensible)?,
    };
    Ok(Format { spec, coding })
}

fn u16_at(body: &[u8], at: usize, big_endian: bool) -> u16 {
    let bytes = [body.get(at), body.get(at + 1)].map(|byte| byte.copied().unwrap_or(0));
    if big_endian { u16::from_be_bytes(bytes) } else { u16::from_le_bytes(bytes) }
}

/// Checks that a sample rate and a number of channels are supported.
///
/// # Errors
/// The problem.
pub(crate) fn check(spec: Spec) -> Result<(), String> {
    let Spec { sample_rate, channels } = spec;
    if channels == 0 || channels > MAX_CHANNELS {
        return Err(format!("{channels} channels; 1 to {MAX_CHANNELS} are supported"));
    }
    if !RATES.contains(&sample_rate) {
        let (lowest, highest) = (RATES.start(), RATES.end());
        return Err(format!("a sample rate of {sample_rate} Hz; {lowest} to {highest} Hz are supported"));
    }
    Ok(())
}

fn sample_coding(tag: u16, bits: u16, block: u16, channels: u16, extensible: bool) -> Result<Coding, String> {
    // Bits that don't fill their bytes are in the upper bits. The block size shows whether 24 bits use four bytes. If only
    // the plain header says so, they are in the lower bits: `arecord` writes such files.
    let sample_bytes = bits.div_ceil(8);
    let block_bytes = block / channels;
    let bytes = if block_bytes == 4 && sample_bytes == 3 && block.is_multiple_of(channels) {
        4
    } else {
        sample_bytes
    };
    match (tag, bytes, bits) {
        (PCM, 1, _) => Ok(Coding::U8),
        (PCM, 2, _) => Ok(Coding::S16),
        (PCM, 3, _) => Ok(Coding::S24),
        (PCM, 4, 24) if !extensible => Ok(Coding::S24Low),
        (PCM, 4, _) => Ok(Coding::S32),
        (FLOAT, 4, 32) => Ok(Coding::F32),
        (FLOAT, 8, 64) => Ok(Coding::F64),
        (A_LAW, ..) => Ok(Coding::ALaw),
        (MU_LAW, ..) => Ok(Coding::MuLaw),
        _ => Err(match UNSUPPORTED.iter().find(|(code, _)| *code == tag) {
            Some((_, name)) => {
                format!("its coding is {name}; convert it with `ffmpeg -i FILE -c:a pcm_s16le NEW.wav`")
            }
            None => format!("coding {tag} with {bits} bits is not supported"),
        }),
    }
}

/// Returns the size of IMA ADPCM blocks. A block begins with four bytes a channel, which hold one frame. Four bits a sample
/// follow, eight samples of one channel after the other (IMA, "Recommended Practices for Enhancing Digital Audio
/// Compatibility", 1992).
fn ima_blocks(channels: u16, block: u16) -> Result<Blocks, String> {
    let head = 4 * u32::from(channels);
    let body = u32::from(block).checked_sub(head).ok_or_else(|| too_small(block))?;
    Ok(Blocks { bytes: block, frames: body / head * 8 + 1 })
}

/// Returns the size of Microsoft ADPCM blocks. A block begins with seven bytes a channel, which hold two frames. Four bits
/// a sample follow (Microsoft, "New Multimedia Data Types and Data Techniques", 1994).
fn ms_blocks(channels: u16, block: u16) -> Result<Blocks, String> {
    let channels = u32::from(channels);
    let body = u32::from(block).checked_sub(7 * channels).ok_or_else(|| too_small(block))?;
    Ok(Blocks { bytes: block, frames: body * 2 / channels + 2 })
}

/// Microsoft's GSM has one channel, and two frames in each block.
fn gsm_coding(channels: u16, block: u16) -> Result<Coding, String> {
    match (channels, u32::from(block) == Packing::Pair.bytes()) {
        (1, true) => Ok(Coding::Gsm(Packing::Pair)),
        _ => Err(format!("GSM 6.10 with {channels} channels in blocks of {block} bytes is not supported")),
    }
}

/// Number of bytes and of samples of a packet of IMA ADPCM in AIFF-C.
pub(super) const IMA4_PACKET: (u16, u32) = (34, 64);

/// Returns the coding of IMA ADPCM in AIFF-C: one packet of each channel is a block.
pub(super) fn ima4_coding(channels: u16) -> Coding {
    let (bytes, frames) = IMA4_PACKET;
    Coding::Ima4(Blocks { bytes: bytes * channels, frames })
}

fn too_small(block: u16) -> String {
    format!("its blocks of {block} bytes are too small")
}
