//! From a file's rate to the episode's: delay compensated, length exact.

use rubato::audioadapter_buffers::direct::InterleavedSlice;
use rubato::{Fft, FixedSync, Resampler};

use super::MixError;
use super::render::Emit;

/// Frames in one block of the transform, at least. With both sides fixed the block is this long; with the input fixed
/// alone it would silently be 256, at the price of 3.8 dB at 0.95 Nyquist.
const BLOCK: usize = 1024;

/// A resampler for mono sound between two rates.
pub(super) struct Converter {
    fft: Fft<f32>,
    /// Input that does not yet fill a block.
    pending: Vec<f32>,
    output: Vec<f32>,
    /// Frames of delay that are still to be dropped.
    skip: usize,
    from: u32,
    to: u32,
}

impl Converter {
    pub(super) fn new(from: u32, to: u32) -> Result<Self, MixError> {
        let fft = Fft::new(from as usize, to as usize, block(from, to), 1, FixedSync::Both)
            .map_err(|error| MixError::Resample { from, to, why: error.to_string() })?;
        let skip = fft.output_delay();
        let output = vec![0.0; fft.output_frames_max()];
        Ok(Self { fft, pending: Vec::new(), output, skip, from, to })
    }

    /// Forgets the sound before.
    pub(super) fn reset(&mut self) {
        self.fft.reset();
        self.pending.clear();
        self.skip = self.fft.output_delay();
    }

    /// Takes input and gives what output that makes.
    pub(super) fn push(&mut self, input: &[f32], emit: Emit<'_>) -> Result<(), MixError> {
        self.pending.extend_from_slice(input);
        let block = self.fft.input_frames_next();
        let mut taken = 0;
        while self.pending.len() - taken >= block {
            let made = self.block(taken..taken + block)?;
            taken += block;
            let skipped = self.skip.min(made);
            self.skip -= skipped;
            emit(&mut self.output[skipped..made])?;
        }
        self.pending.drain(..taken);
        Ok(())
    }

    fn block(&mut self, input: std::ops::Range<usize>) -> Result<usize, MixError> {
        let (from, to) = (self.from, self.to);
        let told = |why: String| MixError::Resample { from, to, why };
        let (frames_in, frames_out) = (input.len(), self.output.len());
        let input =
            InterleavedSlice::new(&self.pending[input], 1, frames_in).map_err(|e| told(e.to_string()))?;
        let mut output =
            InterleavedSlice::new_mut(&mut self.output, 1, frames_out).map_err(|e| told(e.to_string()))?;
        let (_, made) =
            self.fft.process_into_buffer(&input, &mut output, None).map_err(|e| told(e.to_string()))?;
        Ok(made)
    }
}

/// A block is a whole number of the least frames that make whole frames on both sides, and long enough on the side with the
/// lower rate, whose Nyquist frequency the filter keeps to. That number is even, so that the filter's middle, which is its
/// delay, falls on a frame on both sides.
fn block(from: u32, to: u32) -> usize {
    let divisor = greatest_common_divisor(from, to);
    let least_of_lower = (from.min(to) / divisor) as usize;
    BLOCK.div_ceil(least_of_lower).next_multiple_of(2) * (from / divisor) as usize
}

fn greatest_common_divisor(a: u32, b: u32) -> u32 {
    if b == 0 { a } else { greatest_common_divisor(b, a % b) }
}
