//! Finds the samples in an AU file of Sun and NeXT ("The AU audio file format", in the manual page `au(4)`).

use std::io::{Read, Seek, SeekFrom};

use super::error::WavError;
use super::format::{Coding, check};
use super::layout::{Layout, is_placeholder, read_up_to};
use crate::clip::Spec;

/// Returns the coding by its code.
fn coding(code: u32) -> Option<Coding> {
    Some(match code {
        1 => Coding::MuLaw,
        2 => Coding::S8,
        3 => Coding::S16,
        4 => Coding::S24,
        5 => Coding::S32,
        6 => Coding::F32,
        7 => Coding::F64,
        27 => Coding::ALaw,
        _ => return None,
    })
}

/// Reads the header of a file.
pub(super) fn read(source: &mut (impl Read + Seek)) -> Result<Layout, WavError> {
    let length = source.seek(SeekFrom::End(0))?;
    source.seek(SeekFrom::Start(0))?;
    let mut head = [0; 24];
    let got = read_up_to(source, &mut head)?;
    let big_endian = head.starts_with(b".snd");
    let number = |nth: usize| {
        let bytes = [head[4 * nth], head[4 * nth + 1], head[4 * nth + 2], head[4 * nth + 3]];
        if big_endian { u32::from_be_bytes(bytes) } else { u32::from_le_bytes(bytes) }
    };
    let invalid = |what: String| WavError::Chunk { chunk: ".snd".into(), offset: 0, what };
    if got < head.len() {
        return Err(invalid("it is too short".into()));
    }
    let (start, size) = (u64::from(number(1)), u64::from(number(2)));
    let coding =
        coding(number(3)).ok_or_else(|| invalid(format!("coding {} is not supported", number(3))))?;
    let channels = u16::try_from(number(5)).unwrap_or(u16::MAX);
    let spec = Spec { sample_rate: number(4), channels };
    check(spec).map_err(invalid)?;
    let available = length.saturating_sub(start);
    let bytes = if is_placeholder(size) { available } else { size.min(available) };
    let declared = if is_placeholder(size) { bytes } else { size };
    Ok(Layout { spec, coding, big_endian, start, bytes, declared })
}
