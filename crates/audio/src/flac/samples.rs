//! Decodes FLAC frames to interleaved samples, and computes their checksum.

use symphonia::core::checksum::Md5;
use symphonia::core::io::Monitor;

use super::frame::{Frame, FrameDecoder};
use super::header::StreamInfo;
use super::subframe::BadFrame;
use crate::clip::Spec;

/// Decodes the frames of one stream.
pub(crate) struct FlacFrames {
    /// STREAMINFO, if the stream has one.
    pub(super) info: Option<StreamInfo>,
    decoder: FrameDecoder,
    md5: Md5,
    /// Bytes of a frame as the checksum covers them.
    packed: Vec<u8>,
}

impl FlacFrames {
    pub(crate) fn new(info: Option<StreamInfo>) -> Self {
        Self { info, decoder: FrameDecoder::default(), md5: Md5::default(), packed: Vec::new() }
    }

    /// Returns the number of frames that STREAMINFO declares.
    pub(crate) fn total(&self) -> Option<u64> {
        self.info.map(|info| info.total).filter(|total| *total > 0)
    }

    /// Decodes the frame at the start of `bytes`.
    pub(super) fn decode(&mut self, bytes: &[u8]) -> Result<Frame, BadFrame> {
        self.decoder.decode(bytes, self.info.map_or(0, |info| info.bits))
    }

    /// Decodes a packet of a container, which is one frame, and appends its samples to `out`. Returns `None` if it is
    /// damaged.
    pub(crate) fn decode_packet(&mut self, packet: &[u8], out: &mut Vec<f32>) -> Option<Spec> {
        let frame = self.decode(packet).ok()?;
        let spec = self.spec(&frame)?;
        self.append(&frame, out);
        Some(spec)
    }

    /// Returns sample rate and channels of a frame, or `None` if the rate is unknown.
    pub(super) fn spec(&self, frame: &Frame) -> Option<Spec> {
        let sample_rate = frame.header.rate.or(self.info.map(|info| info.rate))?;
        Some(Spec { sample_rate, channels: frame.header.channels })
    }

    /// Appends the samples of the last frame to `out`, interleaved.
    pub(super) fn append(&mut self, frame: &Frame, out: &mut Vec<f32>) {
        let channels = usize::from(frame.header.channels);
        let scale = 1.0 / (1_u64 << (frame.bits - 1)) as f32;
        let start = out.len();
        out.resize(start + frame.header.block * channels, 0.0);
        for channel in 0..channels {
            let samples = self.decoder.channel(frame, channel);
            let places = out[start..].iter_mut().skip(channel).step_by(channels);
            places.zip(samples).for_each(|(place, sample)| *place = *sample as f32 * scale);
        }
        if self.declared_md5().is_some() {
            self.checksum(frame);
        }
    }

    fn declared_md5(&self) -> Option<[u8; 16]> {
        self.info.map(|info| info.md5).filter(|md5| *md5 != [0; 16])
    }

    /// Adds the last frame to the checksum: interleaved, little-endian, in whole bytes (RFC 9639, section 8.2).
    fn checksum(&mut self, frame: &Frame) {
        let (channels, width) = (usize::from(frame.header.channels), frame.bits.div_ceil(8) as usize);
        self.packed.resize(frame.header.block * channels * width, 0);
        for channel in 0..channels {
            let places = self.packed.chunks_exact_mut(width).skip(channel).step_by(channels);
            for (place, sample) in places.zip(self.decoder.channel(frame, channel)) {
                place.copy_from_slice(&sample.to_le_bytes()[..width]);
            }
        }
        self.md5.process_buf_bytes(&self.packed);
    }

    /// Returns whether the checksum of all samples is right, or `None` if the stream has no checksum.
    pub(crate) fn matches_checksum(&self) -> Option<bool> {
        self.declared_md5().map(|declared| self.md5.md5() == declared)
    }
}
