//! Encodes samples as the bytes of a WAV file. It dithers where it removes bits.

use super::plan::Format;

/// The position of a run of samples in the dither sequence of a placement.
#[derive(Debug, Clone, Copy)]
pub(super) struct DitherPosition {
    /// Seed of the placement that began last.
    pub(super) seed: u64,
    /// Frame of the placement that the first sample of the run is at.
    pub(super) at: u64,
}

/// Appends the frames of `channels`, which all have the same length, to `out`. A single channel is copied to every channel
/// of the format.
pub(super) fn encode(channels: &[&[f32]], format: Format, position: DitherPosition, out: &mut Vec<u8>) {
    let copies = usize::from(format.channels) / channels.len();
    let width = usize::from(format.bits / 8);
    let stride = width * usize::from(format.channels);
    let first = out.len();
    out.resize(first + channels[0].len() * stride, 0);
    let frames = &mut out[first..];
    for (nth, samples) in channels.iter().enumerate() {
        for copy in 0..copies {
            let offset = (nth + copy) * width;
            match format.bits {
                16 => encode_channel::<2>(samples, frames, stride, offset, |sample, at| {
                    quantize_16(sample, position, at)
                }),
                24 => encode_channel::<3>(samples, frames, stride, offset, |sample, at| {
                    quantize_24(sample, position, at)
                }),
                _ => encode_channel::<4>(samples, frames, stride, offset, |sample, _| sample.to_le_bytes()),
            }
        }
    }
}

/// Writes one channel. A frame has `stride` bytes, and the sample is at `offset` in it.
#[inline]
fn encode_channel<const N: usize>(
    samples: &[f32],
    frames: &mut [u8],
    stride: usize,
    offset: usize,
    bytes: impl Fn(f32, u32) -> [u8; N],
) {
    if stride == N {
        for (at, (sample, frame)) in samples.iter().zip(frames.as_chunks_mut::<N>().0).enumerate() {
            *frame = bytes(*sample, at as u32);
        }
    } else {
        for (at, (sample, frame)) in samples.iter().zip(frames.chunks_exact_mut(stride)).enumerate() {
            frame[offset..offset + N].copy_from_slice(&bytes(*sample, at as u32));
        }
    }
}

/// Rounds a number below 2²² to an integer, ties to even, if it is added and subtracted again. `f32::round` rounds ties
/// differently and is a library call on some processors.
const ROUND_F32: f32 = 12_582_912.0;
/// The same for numbers below 2⁵¹.
const ROUND_F64: f64 = 6_755_399_441_055_744.0;

#[inline]
fn quantize_16(sample: f32, position: DitherPosition, at: u32) -> [u8; 2] {
    let value = sample * 32_768.0 + dither(position, at);
    let value = if value > 32_767.0 { 32_767.0 } else { value };
    let value = if value < -32_768.0 { -32_768.0 } else { value };
    let whole = ((value + ROUND_F32).to_bits() as i32).wrapping_sub(ROUND_F32.to_bits() as i32);
    // Digital silence gets no dither, so pauses stay silent.
    let whole = if sample == 0.0 { 0 } else { whole };
    (whole as i16).to_le_bytes()
}

#[inline]
fn quantize_24(sample: f32, position: DitherPosition, at: u32) -> [u8; 3] {
    let value = f64::from(sample) * 8_388_608.0 + f64::from(dither(position, at));
    let value = if value > 8_388_607.0 { 8_388_607.0 } else { value };
    let value = if value < -8_388_608.0 { -8_388_608.0 } else { value };
    let whole = ((value + ROUND_F64) - ROUND_F64) as i32;
    let [a, b, c, _] = if sample == 0.0 { [0; 4] } else { whole.to_le_bytes() };
    [a, b, c]
}

/// Returns triangular noise of ±1 step (Lipshitz, Wannamaker and Vanderkooy, "Quantization and Dither: A Theoretical
/// Survey", JAES 40, 1992): the difference of two uniform numbers.
///
/// The numbers are a hash of the position in the take, so a take that moves keeps its samples. The hash is Wellons'
/// `lowbias32` (<https://nullprogram.com/blog/2018/07/31/>). It has only 32-bit operations, which the compiler turns into
/// vector instructions.
#[inline]
fn dither(position: DitherPosition, at: u32) -> f32 {
    let seed = (position.seed ^ position.seed >> 32) as u32 ^ (position.at >> 32) as u32;
    let mut x = seed.wrapping_add((position.at as u32).wrapping_add(at).wrapping_mul(0x9e37_79b9));
    x = (x ^ (x >> 16)).wrapping_mul(0x7feb_352d);
    x = (x ^ (x >> 15)).wrapping_mul(0x846c_a68b);
    x ^= x >> 16;
    ((x & 0xffff) as i32 - (x >> 16) as i32) as f32 * (1.0 / 65_536.0)
}
