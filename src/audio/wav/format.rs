//! The `fmt ` chunk: what its numbers mean, and which of them can be believed.

use crate::audio::Spec;

/// How samples are coded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Coding {
    /// Unsigned, 128 is zero.
    U8,
    S16,
    S24,
    /// 24 bits in the lower bytes of four, as ALSA's `S24_LE` has them.
    S24Low,
    /// 24 bits in the upper bytes of four, or 32 bits.
    S32,
    F32,
    F64,
    /// ITU-T G.711, A-law.
    ALaw,
    /// ITU-T G.711, µ-law.
    MuLaw,
    /// IMA ADPCM in blocks.
    Ima(Blocks),
    /// Microsoft ADPCM in blocks.
    Ms(Blocks),
}

/// Sound that is coded in blocks, each of which stands for itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Blocks {
    pub(super) bytes: u16,
    pub(super) frames: u32,
}

impl Coding {
    /// Bytes of one sample; 0 where samples are coded in blocks.
    pub(super) fn bytes(self) -> usize {
        match self {
            Self::U8 | Self::ALaw | Self::MuLaw => 1,
            Self::S16 => 2,
            Self::S24 => 3,
            Self::S24Low | Self::S32 | Self::F32 => 4,
            Self::F64 => 8,
            Self::Ima(_) | Self::Ms(_) => 0,
        }
    }

    pub(super) fn is_float(self) -> bool {
        matches!(self, Self::F32 | Self::F64)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Format {
    pub(super) spec: Spec,
    pub(super) coding: Coding,
}

/// More channels than any microphone or programme has.
const MOST_CHANNELS: u16 = 32;
/// Lower and higher ones are not sound, but a wrong number.
const RATES: std::ops::RangeInclusive<u32> = 1_000..=768_000;

/// Codes of Microsoft's `mmreg.h`.
const PCM: u16 = 1;
const MS_ADPCM: u16 = 2;
const FLOAT: u16 = 3;
const A_LAW: u16 = 6;
const MU_LAW: u16 = 7;
const IMA_ADPCM: u16 = 0x11;
const EXTENSIBLE: u16 = 0xfffe;

/// Names of codings that are met and cannot be played.
const OTHERS: [(u16, &str); 6] = [
    (0x31, "GSM 6.10"),
    (0x38, "NMS ADPCM"),
    (0x45, "G.726 ADPCM"),
    (0x50, "MPEG"),
    (0x55, "MP3"),
    (0x22, "TrueSpeech"),
];

/// Reads the body of a `fmt ` chunk.
///
/// # Errors
/// What is wrong with it.
pub(super) fn parse(body: &[u8], big_endian: bool) -> Result<Format, String> {
    let bytes_at = |at: usize| [body.get(at), body.get(at + 1)].map(|byte| byte.copied().unwrap_or(0));
    let u16_at = |at| {
        let bytes = bytes_at(at);
        if big_endian { u16::from_be_bytes(bytes) } else { u16::from_le_bytes(bytes) }
    };
    if body.len() < 16 {
        return Err("it is too short".into());
    }
    let (channels, block, bits) = (u16_at(2), u16_at(12), u16_at(14));
    let rate = [u16_at(4), u16_at(6)].map(u32::from);
    let sample_rate = if big_endian { rate[0] << 16 | rate[1] } else { rate[1] << 16 | rate[0] };
    let extensible = u16_at(0) == EXTENSIBLE && body.len() >= 28;
    // The sub-format begins with a number of four bytes.
    let tag = match (extensible, big_endian) {
        (true, true) => u16_at(26),
        (true, false) => u16_at(24),
        (false, _) => u16_at(0),
    };
    let spec = Spec { sample_rate, channels };
    check(spec)?;
    // The rate in bytes is wrong in some programs' files, so that it is not looked at.
    let coding = match tag {
        IMA_ADPCM => Coding::Ima(ima_blocks(channels, block)?),
        MS_ADPCM => Coding::Ms(ms_blocks(channels, block)?),
        _ => sample_coding(tag, bits, block, channels, extensible)?,
    };
    Ok(Format { spec, coding })
}

/// Whether a layout can be played.
///
/// # Errors
/// What is wrong with it.
pub(in crate::audio) fn check(spec: Spec) -> Result<(), String> {
    let Spec { sample_rate, channels } = spec;
    if channels == 0 || channels > MOST_CHANNELS {
        return Err(format!("{channels} channels; 1 to {MOST_CHANNELS} can be played"));
    }
    if !RATES.contains(&sample_rate) {
        let (lowest, highest) = (RATES.start(), RATES.end());
        return Err(format!("{sample_rate} frames a second; {lowest} to {highest} can be played"));
    }
    Ok(())
}

fn sample_coding(tag: u16, bits: u16, block: u16, channels: u16, extensible: bool) -> Result<Coding, String> {
    // Bits that do not fill their bytes stand at the upper end; the block size says whether 24 of them lie in four bytes. Where
    // only the plain header says so, they stand at the lower end: it is `arecord` that writes such files.
    let stated = bits.div_ceil(8);
    let of_block = block / channels;
    let bytes = if of_block == 4 && stated == 3 && block.is_multiple_of(channels) { 4 } else { stated };
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
        _ => Err(match OTHERS.iter().find(|(code, _)| *code == tag) {
            Some((_, name)) => format!("its coding is {name}, which cannot be played"),
            None => format!("coding {tag} with {bits} bits cannot be played"),
        }),
    }
}

/// A block begins with four bytes a channel, which are a frame, and goes on with four bits a sample, eight samples of one
/// channel after the other (IMA, "Recommended Practices for Enhancing Digital Audio Compatibility", 1992).
fn ima_blocks(channels: u16, block: u16) -> Result<Blocks, String> {
    let head = 4 * u32::from(channels);
    let body = u32::from(block).checked_sub(head).ok_or_else(|| too_small(block))?;
    Ok(Blocks { bytes: block, frames: body / head * 8 + 1 })
}

/// A block begins with seven bytes a channel, which hold two frames, and goes on with four bits a sample (Microsoft,
/// "New Multimedia Data Types and Data Techniques", 1994).
fn ms_blocks(channels: u16, block: u16) -> Result<Blocks, String> {
    let channels = u32::from(channels);
    let body = u32::from(block).checked_sub(7 * channels).ok_or_else(|| too_small(block))?;
    Ok(Blocks { bytes: block, frames: body * 2 / channels + 2 })
}

fn too_small(block: u16) -> String {
    format!("its blocks of {block} bytes are too small")
}
