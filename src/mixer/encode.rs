//! Samples → bytes of a WAV file, dithered where bits are taken away.

use super::Format;

/// Where a run of samples comes from: the seed of the placement that began last, and the place of the run's first
/// sample in it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Origin {
    pub(super) seed: u64,
    pub(super) at: u64,
}

/// Adds the frames of `channels`, all of the same length, to `out`. A single channel goes to as many as the format has.
pub(super) fn encode(channels: &[&[f32]], format: Format, origin: Origin, out: &mut Vec<u8>) {
    let copies = usize::from(format.channels) / channels.len();
    let width = usize::from(format.bits / 8);
    let stride = width * usize::from(format.channels);
    let first = out.len();
    out.resize(first + channels[0].len() * stride, 0);
    let frames = &mut out[first..];
    for (nth, samples) in channels.iter().enumerate() {
        for copy in 0..copies {
            let place = (nth + copy) * width;
            match format.bits {
                16 => put::<2>(samples, frames, stride, place, |sample, at| quantised_16(sample, origin, at)),
                24 => put::<3>(samples, frames, stride, place, |sample, at| quantised_24(sample, origin, at)),
                _ => put::<4>(samples, frames, stride, place, |sample, _| sample.to_le_bytes()),
            }
        }
    }
}

fn put<const N: usize>(
    samples: &[f32],
    frames: &mut [u8],
    stride: usize,
    place: usize,
    bytes: impl Fn(f32, u32) -> [u8; N],
) {
    if stride == N {
        for (at, (sample, frame)) in samples.iter().zip(frames.as_chunks_mut::<N>().0).enumerate() {
            *frame = bytes(*sample, at as u32);
        }
    } else {
        for (at, (sample, frame)) in samples.iter().zip(frames.chunks_exact_mut(stride)).enumerate() {
            frame[place..place + N].copy_from_slice(&bytes(*sample, at as u32));
        }
    }
}

/// Added to a number of less than 2²² and taken off again, it leaves a whole number, ties to even: what rounding does,
/// but as one addition on every processor.
const ROUND_F32: f32 = 12_582_912.0;
/// The same for numbers of less than 2⁵¹.
const ROUND_F64: f64 = 6_755_399_441_055_744.0;

fn quantised_16(sample: f32, origin: Origin, at: u32) -> [u8; 2] {
    let value = sample * 32_768.0 + dither(origin, at);
    let value = if value > 32_767.0 { 32_767.0 } else { value };
    let value = if value < -32_768.0 { -32_768.0 } else { value };
    let whole = ((value + ROUND_F32).to_bits() as i32).wrapping_sub(ROUND_F32.to_bits() as i32);
    // Digital silence stays digital silence.
    let whole = if sample == 0.0 { 0 } else { whole };
    (whole as i16).to_le_bytes()
}

fn quantised_24(sample: f32, origin: Origin, at: u32) -> [u8; 3] {
    let value = f64::from(sample) * 8_388_608.0 + f64::from(dither(origin, at));
    let value = if value > 8_388_607.0 { 8_388_607.0 } else { value };
    let value = if value < -8_388_608.0 { -8_388_608.0 } else { value };
    let whole = ((value + ROUND_F64) - ROUND_F64) as i32;
    let [a, b, c, _] = if sample == 0.0 { [0; 4] } else { whole.to_le_bytes() };
    [a, b, c]
}

/// Triangular noise of ±1 step (Lipshitz, Wannamaker and Vanderkooy, "Quantization and Dither: A Theoretical Survey", JAES
/// 40, 1992): the difference of two uniform numbers. They are a hash of the place in the take, so that a take that
/// moves keeps its samples; Wellons' `lowbias32` (<https://nullprogram.com/blog/2018/07/31/>), which has only 32-bit
/// steps that a processor does side by side.
fn dither(origin: Origin, at: u32) -> f32 {
    let seed = (origin.seed ^ origin.seed >> 32) as u32 ^ (origin.at >> 32) as u32;
    let mut x = seed.wrapping_add((origin.at as u32).wrapping_add(at).wrapping_mul(0x9e37_79b9));
    x = (x ^ (x >> 16)).wrapping_mul(0x7feb_352d);
    x = (x ^ (x >> 15)).wrapping_mul(0x846c_a68b);
    x ^= x >> 16;
    ((x & 0xffff) as i32 - (x >> 16) as i32) as f32 * (1.0 / 65_536.0)
}
