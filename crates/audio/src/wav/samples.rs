//! Converts the bytes of WAV files to samples: integer, float, G.711 and ADPCM.

use super::format::{Blocks, Coding, IMA4_PACKET};

/// Appends the samples of `bytes` to `out`, full scale ±1.0. It matches the coding once for a block, not once for a sample.
pub(super) fn convert(coding: Coding, big_endian: bool, bytes: &[u8], out: &mut Vec<f32>) {
    match coding {
        Coding::U8 => out.extend(bytes.iter().map(|b| (f32::from(*b) - 128.0) / 128.0)),
        Coding::S8 => out.extend(bytes.iter().map(|b| f32::from(b.cast_signed()) / 128.0)),
        Coding::ALaw => out.extend(bytes.iter().map(|b| f32::from(a_law(*b)) / 32_768.0)),
        Coding::MuLaw => out.extend(bytes.iter().map(|b| f32::from(mu_law(*b)) / 32_768.0)),
        Coding::S16 => convert_each(big_endian, bytes, out, |b| f32::from(i16::from_le_bytes(b)) / 32_768.0),
        Coding::S24 => convert_each(big_endian, bytes, out, |[a, b, c]| {
            i32::from_le_bytes([0, a, b, c]) as f32 / 2_147_483_648.0
        }),
        Coding::S24Low => convert_each(big_endian, bytes, out, |[a, b, c, _]| {
            i32::from_le_bytes([0, a, b, c]) as f32 / 2_147_483_648.0
        }),
        Coding::S32 => {
            convert_each(big_endian, bytes, out, |b| i32::from_le_bytes(b) as f32 / 2_147_483_648.0)
        }
        Coding::F32 => convert_each(big_endian, bytes, out, f32::from_le_bytes),
        Coding::F64 => convert_each(big_endian, bytes, out, |b| f64::from_le_bytes(b) as f32),
        Coding::ImaAdpcm(_) | Coding::Ima4(_) | Coding::MsAdpcm(_) | Coding::Gsm(_) | Coding::Mpeg => {}
    }
}

/// Converts each group of `N` bytes. `convert` gets the least significant byte first.
#[inline]
fn convert_each<const N: usize>(
    big_endian: bool,
    bytes: &[u8],
    out: &mut Vec<f32>,
    convert: impl Fn([u8; N]) -> f32,
) {
    let (samples, _) = bytes.as_chunks::<N>();
    if big_endian {
        out.extend(samples.iter().map(|sample| {
            let mut sample = *sample;
            sample.reverse();
            convert(sample)
        }));
    } else {
        out.extend(samples.iter().map(|sample| convert(*sample)));
    }
}

/// Decodes A-law (ITU-T G.711, table 1a) to 16 bits.
#[inline]
fn a_law(byte: u8) -> i16 {
    let byte = byte ^ 0x55;
    let (segment, step) = (byte >> 4 & 7, i16::from(byte & 15) << 4);
    let magnitude = if segment == 0 { step + 8 } else { (step + 0x108) << (segment - 1) };
    if byte & 0x80 != 0 { magnitude } else { -magnitude }
}

/// Decodes µ-law (ITU-T G.711, table 2a) to 16 bits.
#[inline]
fn mu_law(byte: u8) -> i16 {
    let byte = !byte;
    let magnitude = (((i16::from(byte & 15)) << 3) + 0x84) << (byte >> 4 & 7);
    if byte & 0x80 != 0 { 0x84 - magnitude } else { magnitude - 0x84 }
}

/// Change of the step index, by the three bits of magnitude (IMA recommended practices, table 1).
const INDEX_CHANGES: [i32; 8] = [-1, -1, -1, -1, 2, 4, 6, 8];
/// Step sizes (IMA recommended practices, table 2).
const STEPS: [i32; 89] = [
    7, 8, 9, 10, 11, 12, 13, 14, 16, 17, 19, 21, 23, 25, 28, 31, 34, 37, 41, 45, 50, 55, 60, 66, 73, 80, 88,
    97, 107, 118, 130, 143, 157, 173, 190, 209, 230, 253, 279, 307, 337, 371, 408, 449, 494, 544, 598, 658,
    724, 796, 876, 963, 1060, 1166, 1282, 1411, 1552, 1707, 1878, 2066, 2272, 2499, 2749, 3024, 3327, 3660,
    4026, 4428, 4871, 5358, 5894, 6484, 7132, 7845, 8630, 9493, 10442, 11487, 12635, 13899, 15289, 16818,
    18500, 20350, 22385, 24623, 27086, 29794, 32767,
];

/// Replaces `out` with the samples of an IMA ADPCM block, interleaved. Samples missing at its end are silence.
pub(super) fn decode_ima(block: &[u8], blocks: Blocks, channels: usize, out: &mut Vec<f32>) {
    out.clear();
    out.resize(blocks.frames as usize * channels, 0.0);
    for channel in 0..channels {
        let header = block.get(4 * channel..4 * channel + 4).unwrap_or(&[0; 4]);
        let mut state = ImaPredictor::new(i16::from_le_bytes([header[0], header[1]]), header[2]);
        out[channel] = scale(state.sample);
        for frame in 1..blocks.frames as usize {
            // A group is four bytes with eight samples of one channel, followed by the groups of the other channels.
            let (group, within) = ((frame - 1) / 8, (frame - 1) % 8);
            let byte = byte_at(block, 4 * channels * (group + 1) + 4 * channel + within / 2);
            let code = if within % 2 == 0 { byte & 15 } else { byte >> 4 };
            out[frame * channels + channel] = scale(state.next(code));
        }
    }
}

/// Replaces `out` with the samples of an IMA ADPCM block of AIFF-C, interleaved. Samples missing at its end are silence.
///
/// Each channel has a packet of its own. It begins with the upper nine bits of the sample before it and seven bits with the index of
/// the step. 64 samples of four bits follow (Apple, "QuickTime File Format", IMA 4:1).
pub(super) fn decode_ima4(block: &[u8], blocks: Blocks, channels: usize, out: &mut Vec<f32>) {
    out.clear();
    out.resize(blocks.frames as usize * channels, 0.0);
    let bytes = usize::from(IMA4_PACKET.0);
    for channel in 0..channels {
        let packet = block.get(bytes * channel..).unwrap_or_default();
        let (upper, lower) = (byte_at(packet, 0), byte_at(packet, 1));
        let mut state = ImaPredictor::new(i16::from_be_bytes([upper, lower & 0x80]), lower & 0x7f);
        for frame in 0..blocks.frames as usize {
            let byte = byte_at(packet, 2 + frame / 2);
            let code = if frame % 2 == 0 { byte & 15 } else { byte >> 4 };
            out[frame * channels + channel] = scale(state.next(code));
        }
    }
}

/// State of the IMA ADPCM predictor of a channel.
struct ImaPredictor {
    sample: i32,
    /// Index of the step.
    index: i32,
}

impl ImaPredictor {
    fn new(sample: i16, index: u8) -> Self {
        Self { sample: i32::from(sample), index: i32::from(index).clamp(0, 88) }
    }

    #[inline]
    fn next(&mut self, code: u8) -> i32 {
        let step = STEPS[self.index as usize];
        // An eighth of the step, plus a quarter, a half and the whole step for the bits 1, 2 and 4 of the code.
        let difference = (step >> 3)
            + if code & 1 != 0 { step >> 2 } else { 0 }
            + if code & 2 != 0 { step >> 1 } else { 0 }
            + if code & 4 != 0 { step } else { 0 };
        let sample = self.sample + if code & 8 != 0 { -difference } else { difference };
        self.sample = sample.clamp(-32_768, 32_767);
        self.index = (self.index + INDEX_CHANGES[usize::from(code & 7)]).clamp(0, 88);
        self.sample
    }
}

/// Growth of the step in 1/256, by the four bits of a sample (Microsoft, "New Multimedia Data Types", adaption table).
const ADAPTION: [i32; 16] = [230, 230, 230, 230, 307, 409, 512, 614, 768, 614, 512, 409, 307, 230, 230, 230];
/// Coefficients of the predictors in 1/256 (the same, standard coefficient set).
const COEFFICIENTS: [[i32; 2]; 7] =
    [[256, 0], [512, -256], [0, 0], [192, 64], [240, 0], [460, -208], [392, -232]];

/// Replaces `out` with the samples of a Microsoft ADPCM block, interleaved. Samples missing at its end are silence.
pub(super) fn decode_ms(block: &[u8], blocks: Blocks, channels: usize, out: &mut Vec<f32>) {
    out.clear();
    out.resize(blocks.frames as usize * channels, 0.0);
    let mut states: Vec<MsPredictor> = (0..channels)
        .map(|channel| MsPredictor {
            coefficients: COEFFICIENTS[usize::from(byte_at(block, channel)).min(COEFFICIENTS.len() - 1)],
            step: number_at(block, channels + 2 * channel),
            last: number_at(block, 3 * channels + 2 * channel),
            previous: number_at(block, 5 * channels + 2 * channel),
        })
        .collect();
    for (channel, state) in states.iter().enumerate() {
        out[channel] = scale(state.previous);
        out[channels + channel] = scale(state.last);
    }
    for (nth, sample) in out[2 * channels..].iter_mut().enumerate() {
        let byte = byte_at(block, 7 * channels + nth / 2);
        let code = if nth % 2 == 0 { byte >> 4 } else { byte & 15 };
        *sample = scale(states[nth % channels].next(code));
    }
}

#[inline]
fn byte_at(block: &[u8], at: usize) -> u8 {
    block.get(at).copied().unwrap_or(0)
}

fn number_at(block: &[u8], at: usize) -> i32 {
    i32::from(i16::from_le_bytes([byte_at(block, at), byte_at(block, at + 1)]))
}

/// State of the Microsoft ADPCM predictor of a channel.
struct MsPredictor {
    coefficients: [i32; 2],
    step: i32,
    last: i32,
    previous: i32,
}

impl MsPredictor {
    #[inline]
    fn next(&mut self, code: u8) -> i32 {
        let signed = if code & 8 != 0 { i32::from(code) - 16 } else { i32::from(code) };
        let predicted = (self.last * self.coefficients[0] + self.previous * self.coefficients[1]) >> 8;
        let sample = predicted.saturating_add(signed.saturating_mul(self.step)).clamp(-32_768, 32_767);
        self.step = (self.step.saturating_mul(ADAPTION[usize::from(code & 15)]) >> 8).max(16);
        (self.previous, self.last) = (self.last, sample);
        sample
    }
}

#[inline]
fn scale(sample: i32) -> f32 {
    sample as f32 / 32_768.0
}

/// Returns true if all samples are finite. It has no branch for a single sample, so the compiler turns it into vector
/// instructions.
pub(super) fn all_finite(samples: &[f32]) -> bool {
    const EXPONENT: u32 = 0x7f80_0000;
    samples.chunks(1 << 16).all(|samples| {
        let infinite = samples.iter().map(|sample| u32::from(sample.to_bits() & EXPONENT == EXPONENT));
        infinite.sum::<u32>() == 0
    })
}
