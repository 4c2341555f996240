//! Samples → a WAV file, dithered where bits are taken away.

use std::collections::VecDeque;
use std::io::{Seek, Write};

use super::assemble::Origin;
use super::{Format, MixError, Plan};

/// What a header takes at most.
const HEADER: u64 = 68;

/// A WAV's sizes have 32 bits, and `hound` would wrap them without a word.
pub(super) fn check_length(plan: &Plan) -> Result<(), MixError> {
    let frame = u64::from(plan.format.channels) * u64::from(plan.format.bits / 8);
    let bytes = plan.length.saturating_mul(frame).saturating_add(HEADER);
    if bytes > u64::from(u32::MAX) { Err(MixError::TooLong(bytes)) } else { Ok(()) }
}

/// Writes frames; must be told where they come from before they come.
pub(super) struct Encoder<W: Write + Seek> {
    writer: hound::WavWriter<W>,
    format: Format,
    /// Runs of frames that are still to come, with their origin.
    origins: VecDeque<(usize, Origin)>,
}

impl<W: Write + Seek> Encoder<W> {
    pub(super) fn new(out: W, format: Format) -> Result<Self, MixError> {
        let float = format.bits == 32;
        let spec = hound::WavSpec {
            channels: format.channels,
            sample_rate: format.rate,
            bits_per_sample: format.bits,
            sample_format: if float { hound::SampleFormat::Float } else { hound::SampleFormat::Int },
        };
        let writer = hound::WavWriter::new(out, spec).map_err(told)?;
        Ok(Self { writer, format, origins: VecDeque::new() })
    }

    /// The next `frames` frames to come have this origin.
    pub(super) fn announce(&mut self, frames: usize, origin: Origin) {
        self.origins.push_back((frames, origin));
    }

    pub(super) fn write(&mut self, mut samples: &[f32]) -> Result<(), MixError> {
        while !samples.is_empty() {
            let (frames, origin) = self.origins.pop_front().unwrap_or((samples.len(), None));
            let (now, later) = samples.split_at(frames.min(samples.len()));
            self.run(now, origin)?;
            if now.len() < frames {
                let origin = origin.map(|(seed, at)| (seed, at + now.len() as u64));
                self.origins.push_front((frames - now.len(), origin));
            }
            samples = later;
        }
        Ok(())
    }

    fn run(&mut self, samples: &[f32], origin: Origin) -> Result<(), MixError> {
        let full_scale = f32::from(1_u16 << 15) * if self.format.bits == 24 { 256.0 } else { 1.0 };
        for (index, sample) in samples.iter().enumerate() {
            for _ in 0..self.format.channels {
                let result = if self.format.bits == 32 {
                    self.writer.write_sample(*sample)
                } else {
                    let dither = origin.map_or(0.0, |(seed, at)| dither(seed, at + index as u64));
                    self.writer.write_sample(quantised(*sample, full_scale, dither))
                };
                result.map_err(told)?;
            }
        }
        Ok(())
    }

    pub(super) fn finish(self) -> Result<(), MixError> {
        self.writer.finalize().map_err(told)
    }
}

/// Digital silence stays digital silence.
fn quantised(sample: f32, full_scale: f32, dither: f32) -> i32 {
    if sample == 0.0 {
        return 0;
    }
    (sample * full_scale + dither).round_ties_even().clamp(-full_scale, full_scale - 1.0) as i32
}

/// Triangular noise of ±1 step (Lipshitz, Wannamaker and Vanderkooy, "Quantization and Dither: A Theoretical Survey", JAES
/// 40, 1992): the difference of two uniform numbers. They are a hash of the place in the take (SplitMix64), so that a take that moves
/// keeps its samples.
fn dither(seed: u64, at: u64) -> f32 {
    let mut z = seed.wrapping_add(at.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^= z >> 31;
    let uniform = |bits: u64| (bits & 0xff_ffff) as f32 / 16_777_216.0;
    uniform(z) - uniform(z >> 32)
}

fn told(error: hound::Error) -> MixError {
    match error {
        hound::Error::IoError(error) => MixError::Write(error),
        other => MixError::Write(std::io::Error::other(other.to_string())),
    }
}
