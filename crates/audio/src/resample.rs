//! Changes the sample rate of mono audio with `rubato`. The output has an exact length and no delay.

use std::error::Error;

use rubato::audioadapter_buffers::direct::SequentialSlice;
use rubato::{Fft, FixedSync, Resampler};

/// Lowest number of frames in a block, at the lower of the two rates. The filter is as long as a block, and a longer filter
/// has a steeper edge: with 1,024 frames it is flat to 0.97 of the lower Nyquist frequency, with 256 it is 3.8 dB down at
/// 0.95.
const BLOCK: usize = 1024;
/// Highest number of frames in a block, at the higher rate. Two rates without a common divisor need blocks of twice the
/// higher rate. This limit allows for the highest rate that a file may have, 768,000 Hz.
const MAX_BLOCK: u64 = 1 << 21;

/// Returns the length in frames after resampling `frames` frames from `from` Hz to `to` Hz, rounded up.
#[inline]
pub fn frames_at(frames: u64, from: u32, to: u32) -> u64 {
    let exact = u128::from(frames) * u128::from(to);
    u64::try_from(exact.div_ceil(u128::from(from.max(1)))).unwrap_or(u64::MAX)
}

/// The resampler does not support two rates.
#[derive(Debug, thiserror::Error)]
#[error("cannot resample from {from} to {to} Hz: {why}")]
pub struct ResampleError {
    from: u32,
    to: u32,
    why: String,
}

/// A resampler for mono audio between two sample rates in Hz.
pub struct Converter {
    from: u32,
    to: u32,
    fft: Fft<f32>,
    /// Input that does not fill a block yet.
    pending: Vec<f32>,
    /// Number of frames of the filter's delay that are still to be dropped from the output.
    delay: usize,
}

impl Converter {
    /// Plans the transforms. This takes as long as resampling about a second of audio, so keep the resampler and
    /// [reset](Self::reset) it for the next clip.
    ///
    /// # Errors
    /// If a rate is 0, or the two rates need blocks that are too long.
    pub fn new(from: u32, to: u32) -> Result<Self, ResampleError> {
        let error = |why| ResampleError { from, to, why };
        let block = block(from, to).ok_or_else(|| error("a rate is 0 or too high".to_string()))?;
        // `Both` makes the whole block one transform. The other modes cut it into blocks of 256 frames.
        let fft = Fft::new(from as usize, to as usize, block, 1, FixedSync::Both)
            .map_err(|reason| error(reason.to_string()))?;
        let delay = fft.output_delay();
        Ok(Self { from, to, fft, pending: Vec::new(), delay })
    }

    /// Drops all input. The next clip gets the same samples as from a new resampler.
    pub fn reset(&mut self) {
        self.fft.reset();
        self.pending.clear();
        self.delay = self.fft.output_delay();
    }

    /// Adds input, and appends the output that is ready to `out`. The output is up to two blocks late. At the end, push
    /// silence until its length is that of [`frames_at`], and cut off the rest.
    ///
    /// # Errors
    /// If `rubato` refuses a block.
    pub fn push(&mut self, input: &[f32], out: &mut Vec<f32>) -> Result<(), ResampleError> {
        self.pending.extend_from_slice(input);
        let (block_in, block_out) = (self.fft.input_frames_next(), self.fft.output_frames_next());
        let blocks = self.pending.len() / block_in;
        let start = out.len();
        out.resize(start + blocks * block_out, 0.0);
        let inputs = self.pending.chunks_exact(block_in);
        for (input, output) in inputs.zip(out[start..].chunks_exact_mut(block_out)) {
            resample_block(&mut self.fft, input, output).map_err(|reason| ResampleError {
                from: self.from,
                to: self.to,
                why: reason.to_string(),
            })?;
        }
        self.pending.drain(..blocks * block_in);
        let early = self.delay.min(out.len() - start);
        out.drain(start..start + early);
        self.delay -= early;
        Ok(())
    }
}

/// Returns the length of a block in frames of input, or `None` if the rates are not supported.
///
/// A block has an even number of frames at both rates. The delay is half a block, and thus a whole number of frames at
/// both.
fn block(from: u32, to: u32) -> Option<usize> {
    if from == 0 || to == 0 {
        return None;
    }
    let divisor = greatest_common_divisor(from, to);
    // The fewest frames at each rate that last equally long.
    let (least_from, least_to) = ((from / divisor) as usize, (to / divisor) as usize);
    let count = BLOCK.div_ceil(least_from.min(least_to)).next_multiple_of(2);
    let longest = count as u64 * least_from.max(least_to) as u64;
    (longest <= MAX_BLOCK).then_some(count * least_from)
}

fn greatest_common_divisor(a: u32, b: u32) -> u32 {
    if b == 0 { a } else { greatest_common_divisor(b, a % b) }
}

#[inline]
fn resample_block(fft: &mut Fft<f32>, input: &[f32], output: &mut [f32]) -> Result<(), Box<dyn Error>> {
    let frames = output.len();
    let input = SequentialSlice::new(input, 1, input.len())?;
    let mut output = SequentialSlice::new_mut(output, 1, frames)?;
    fft.process_into_buffer(&input, &mut output, None)?;
    Ok(())
}

#[cfg(test)]
mod tests;
