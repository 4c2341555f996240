//! Reads the blocks of GSM from a part of a file.

use std::ops::Range;

use super::bits::{self, Packing};
use super::codec::FrameDecoder;
use crate::blocks::BlockDecoder;
use crate::clip::Spec;
use crate::source::{Source, Window};
use crate::verdict::Verdict;
use crate::wav::WavError;

/// The part of a file with GSM, as its header describes it.
#[derive(Debug, Clone)]
pub(crate) struct GsmPart {
    pub(crate) bytes: Range<u64>,
    pub(crate) spec: Spec,
    pub(crate) packing: Packing,
    pub(crate) verdict: Verdict,
}

/// An open stream of GSM. A frame needs the state after the one before it, so it is decoded from its start.
pub(crate) struct GsmReader {
    window: Window,
    decoder: FrameDecoder,
    part: GsmPart,
}

impl GsmReader {
    pub(crate) fn new(source: Source, part: GsmPart) -> Result<Self, WavError> {
        let window = Window::new(source, part.bytes.clone())?;
        Ok(Self { window, decoder: FrameDecoder::new(), part })
    }
}

impl BlockDecoder for GsmReader {
    fn declared_frames(&mut self) -> Option<u64> {
        let bytes = self.part.bytes.end - self.part.bytes.start;
        Some(self.part.packing.frames_in(bytes))
    }

    fn next_block(&mut self, out: &mut Vec<f32>) -> Result<Option<Spec>, WavError> {
        let wanted = self.part.packing.bytes() as usize;
        let bytes = self.window.fill(wanted)?;
        // One byte may pad a chunk to an even length.
        if bytes.len() <= 1 {
            return Ok(None);
        }
        let block = &bytes[..bytes.len().min(wanted)];
        for frame in bits::frames(block, self.part.packing) {
            self.decoder.decode(&frame, out);
        }
        self.window.consume(wanted);
        Ok(Some(self.part.spec))
    }

    fn verdict(&self) -> &Verdict {
        &self.part.verdict
    }
}
