//! Where the samples of a file are: the result of reading a header.

use std::io::Read;

use super::error::WavError;
use super::format::Coding;
use crate::clip::Spec;

/// The position and format of the samples.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Layout {
    pub(super) spec: Spec,
    pub(super) coding: Coding,
    pub(super) big_endian: bool,
    /// Byte position of the first sample.
    pub(super) start: u64,
    /// Length of the samples in bytes.
    pub(super) bytes: u64,
    /// The length that the header declares; `bytes` if the program that wrote it could not know the length.
    pub(super) declared: u64,
}

/// Fills `into` as far as the source has bytes. Returns their number.
pub(super) fn read_up_to(source: &mut impl Read, into: &mut [u8]) -> Result<usize, WavError> {
    let mut got = 0;
    while got < into.len() {
        match source.read(&mut into[got..]) {
            Ok(0) => break,
            Ok(n) => got += n,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(got)
}

/// Returns true for a size that a program writes while it does not know the size.
pub(super) fn is_placeholder(size: u64) -> bool {
    match size {
        // 0x7fff_f000, 0x7fff_f024 and 0x8000_0000: sox, espeak-ng, arecord. 0xffff_ffff and a little less: ffmpeg.
        0 | 0x7fff_0000..=0x8000_0000 | 0xffff_0000..=0xffff_ffff => true,
        _ => size >= i64::MAX as u64 - 0xffff,
    }
}
