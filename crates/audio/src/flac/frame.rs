//! Decodes a FLAC frame: all channels of a short time (RFC 9639, section 9).

use super::bits::Bits;
use super::crc::crc16;
use super::header::{BadHeader, FrameHeader, Stereo};
use super::subframe::{self, BadFrame};

/// Decodes frames and keeps the buffers between them.
#[derive(Debug, Default)]
pub(super) struct FrameDecoder {
    /// The samples of the last frame, one channel after the other.
    samples: Vec<i64>,
}

/// A decoded frame.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame {
    pub(super) header: FrameHeader,
    /// Length in bytes.
    pub(super) bytes: usize,
    /// Number of bits of a sample.
    pub(super) bits: u32,
}

impl From<BadHeader> for BadFrame {
    fn from(error: BadHeader) -> Self {
        match error {
            BadHeader::Incomplete => Self::Incomplete,
            BadHeader::Invalid => Self::Invalid,
        }
    }
}

impl FrameDecoder {
    /// Decodes the frame at the start of `bytes`, and verifies its checksum. `stream_bits` is the number of bits in
    /// STREAMINFO. The samples are in [`Self::channel`] afterwards.
    pub(super) fn decode(&mut self, bytes: &[u8], stream_bits: u32) -> Result<Frame, BadFrame> {
        let header = FrameHeader::parse(bytes)?;
        let width = header.bits.unwrap_or(stream_bits);
        if !(4..=32).contains(&width) {
            return Err(BadFrame::Invalid);
        }
        let mut bits = Bits::new(&bytes[header.bytes..]);
        self.samples.resize(header.block * usize::from(header.channels), 0);
        for (channel, samples) in self.samples.chunks_exact_mut(header.block).enumerate() {
            // The difference of two channels needs one bit more.
            let side = match header.stereo {
                Stereo::Independent => false,
                Stereo::LeftSide | Stereo::MidSide => channel == 1,
                Stereo::SideRight => channel == 0,
            };
            subframe::decode(&mut bits, width + u32::from(side), samples)?;
        }
        let end = header.bytes + bits.align();
        let checksum = bytes.get(end..end + 2).ok_or(BadFrame::Incomplete)?;
        if checksum != crc16(&bytes[..end]).to_be_bytes() {
            return Err(BadFrame::Invalid);
        }
        self.restore_stereo(header);
        if !fit(&self.samples, width) {
            return Err(BadFrame::Invalid);
        }
        Ok(Frame { header, bytes: end + 2, bits: width })
    }

    /// Returns the samples of a channel of the last frame.
    pub(super) fn channel(&self, frame: &Frame, channel: usize) -> &[i64] {
        let block = frame.header.block;
        &self.samples[channel * block..(channel + 1) * block]
    }

    /// Computes left and right from their sum and difference (RFC 9639, section 4.2).
    fn restore_stereo(&mut self, header: FrameHeader) {
        if header.stereo == Stereo::Independent {
            return;
        }
        let (first, second) = self.samples.split_at_mut(header.block);
        for (a, b) in first.iter_mut().zip(second) {
            (*a, *b) = match header.stereo {
                Stereo::Independent => (*a, *b),
                Stereo::LeftSide => (*a, a.wrapping_sub(*b)),
                Stereo::SideRight => (a.wrapping_add(*b), *b),
                Stereo::MidSide => {
                    let sum = a.wrapping_mul(2) | (*b & 1);
                    (sum.wrapping_add(*b) >> 1, sum.wrapping_sub(*b) >> 1)
                }
            };
        }
    }
}

/// Returns true if all samples fit in so many bits. The predictor of a forged frame leads anywhere, and its checksum is right. There is
/// no branch for a single sample, so the compiler turns the loop into vector instructions.
fn fit(samples: &[i64], width: u32) -> bool {
    let highest = (1_i64 << (width - 1)) - 1;
    // A negative number and its complement need the same number of bits.
    samples.iter().fold(0, |all, sample| all | (sample ^ (sample >> 63))) <= highest
}
