//! Turns decoders that return one packet at a time into a stream of frames.

use std::ops::Range;

use super::clip::Spec;
use super::verdict::Verdict;
use super::wav::{self, WavError};

/// A decoder of a format that has its samples in packets.
pub(super) trait BlockDecoder {
    /// Returns the length in frames, if the file declares it.
    fn declared_frames(&mut self) -> Option<u64>;

    /// Appends the samples of the next packet to `out`, which is empty. Returns `None` at the end. A packet may have no
    /// samples.
    fn next_block(&mut self, out: &mut Vec<f32>) -> Result<Option<Spec>, WavError>;

    /// Returns the verdict so far.
    fn verdict(&self) -> &Verdict;
}

/// Drops the frames outside of `kept` from the samples of a packet, which are interleaved and begin at frame `start`. Returns
/// the number of frames before.
pub(super) fn trim_to(out: &mut Vec<f32>, channels: usize, start: u64, kept: Range<u64>) -> u64 {
    let frames = (out.len() / channels) as u64;
    let drop_after = (start + frames).saturating_sub(kept.end).min(frames);
    let drop_before = kept.start.saturating_sub(start).min(frames - drop_after);
    out.truncate((frames - drop_after) as usize * channels);
    out.drain(..drop_before as usize * channels);
    frames
}

/// An open file of such a format.
pub(super) struct Blocks {
    decoder: Box<dyn BlockDecoder>,
    spec: Spec,
    /// Samples of the last packet, interleaved.
    pending: Vec<f32>,
    /// Number of samples of `pending` that are used.
    used: usize,
    /// Number of the next frame.
    at: u64,
    /// The decoder has no further packets.
    ended: bool,
}

impl Blocks {
    /// Decodes the first packet: containers may omit or misstate rate and channels, and the packet has the true ones.
    pub(super) fn new(decoder: Box<dyn BlockDecoder>) -> Result<Self, WavError> {
        let spec = Spec { sample_rate: 0, channels: 0 };
        let mut blocks = Self { decoder, spec, pending: Vec::new(), used: 0, at: 0, ended: false };
        if !blocks.decode()? && blocks.spec.channels == 0 {
            let verdict = blocks.verdict();
            if !verdict.is_whole() {
                return Err(WavError::Incomplete(verdict.clone()));
            }
            return Err(WavError::Coding("no sound in it can be decoded".into()));
        }
        wav::check(blocks.spec).map_err(WavError::Coding)?;
        Ok(blocks)
    }

    pub(super) fn spec(&self) -> Spec {
        self.spec
    }

    pub(super) fn declared_frames(&mut self) -> Option<u64> {
        self.decoder.declared_frames()
    }

    pub(super) fn verdict(&self) -> &Verdict {
        self.decoder.verdict()
    }

    /// Skips to a frame by decoding everything before it. Seeking by the container's index would only come near it.
    pub(super) fn skip_to(&mut self, frame: u64) -> Result<(), WavError> {
        let mut passed = Vec::new();
        while self.at < frame {
            let left = usize::try_from(frame - self.at).unwrap_or(usize::MAX);
            if self.read(&mut passed, left.min(1 << 14))? == 0 {
                break;
            }
        }
        Ok(())
    }

    pub(super) fn read(&mut self, out: &mut Vec<f32>, frames: usize) -> Result<usize, WavError> {
        out.clear();
        let channels = usize::from(self.spec.channels);
        let wanted = frames.saturating_mul(channels);
        while out.len() < wanted {
            if self.used == self.pending.len() && !self.decode()? {
                break;
            }
            let count = (wanted - out.len()).min(self.pending.len() - self.used);
            out.extend_from_slice(&self.pending[self.used..self.used + count]);
            self.used += count;
        }
        let got = out.len() / channels;
        if let Some(sample) = out.iter().position(|sample| !sample.is_finite()) {
            return Err(WavError::NotFinite(self.at + (sample / channels) as u64));
        }
        self.at += got as u64;
        Ok(got)
    }

    /// Decodes the next packet with samples into `pending`. Returns false at the end.
    fn decode(&mut self) -> Result<bool, WavError> {
        self.used = 0;
        self.pending.clear();
        while !self.ended {
            let Some(found) = self.decoder.next_block(&mut self.pending)? else {
                self.ended = true;
                break;
            };
            if self.spec.channels != 0 && self.spec != found {
                return Err(WavError::Coding("its sample rate or channels change within the file".into()));
            }
            self.spec = found;
            if !self.pending.is_empty() {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
