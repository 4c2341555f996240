//! Reads FLAC files. Verifies every frame and the checksum of all samples, and finds the next frame after damage.

mod bits;
mod crc;
mod frame;
mod header;
mod reader;
mod samples;
mod subframe;

pub(super) use header::StreamInfo;
pub(super) use reader::{FlacReader, find_start, has_frame};
pub(super) use samples::FlacFrames;

#[cfg(test)]
mod tests;
