//! Decodes the sound of a session, one block at a time: a session may be hours long.

use std::path::Path;

use crate::base::diagnostic::Diagnostic;
use aloud_audio::Spec;
use aloud_audio::decode::Decoder;
use aloud_audio::wav::WavError;

/// Frames to decode at a time.
const BLOCK: usize = 1 << 15;

/// Decodes a file, and hands each block to `on`, with the format of the file and the number of the block's first frame.
///
/// # Errors
/// If the file cannot be read or is not whole, or the error of `on`.
pub(super) fn decode<E: From<Diagnostic>>(
    path: &Path,
    mut on: impl FnMut(Spec, u64, &[f32]) -> Result<(), E>,
) -> Result<(), E> {
    let mut decoder = Decoder::open(path).map_err(|error| unreadable(path, &error))?;
    let spec = decoder.spec();
    let (mut block, mut first) = (Vec::new(), 0);
    loop {
        let read = decoder.read(&mut block, BLOCK).map_err(|error| unreadable(path, &error))?;
        if read == 0 {
            break;
        }
        on(spec, first, &block)?;
        first += read as u64;
    }
    let verdict = decoder.verdict();
    if verdict.is_whole() { Ok(()) } else { Err(unreadable(path, &WavError::Incomplete(verdict)).into()) }
}

/// Returns the error for a session that cannot be decoded.
pub(super) fn unreadable(path: &Path, error: &dyn std::fmt::Display) -> Diagnostic {
    Diagnostic::error("recording-unreadable", format!("the recording cannot be played: {error}"))
        .at(path)
        .hint("save it as WAV: 16, 24 or 32 bits, 44.1 or 48 kHz")
}
