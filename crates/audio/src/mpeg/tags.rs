//! Finds where the sound ends in a file with tags after it: ID3v1, and APE without a header.

use std::io;

use crate::source::Source;

/// Returns the position at which the tags at the end of a file begin.
pub(super) fn sound_end(source: &mut Source, start: u64, end: u64) -> io::Result<u64> {
    let end = if read_at_end(source, start, end, 128)?.starts_with(b"TAG") { end - 128 } else { end };
    let footer = read_at_end(source, start, end, 32)?;
    let [
        b'A',
        b'P',
        b'E',
        b'T',
        b'A',
        b'G',
        b'E',
        b'X',
        _,
        _,
        _,
        _,
        a,
        b,
        c,
        d,
        _,
        _,
        _,
        _,
        _,
        _,
        _,
        flags,
        ..,
    ] = footer[..]
    else {
        return Ok(end);
    };
    // The size counts the items and this footer. Bit 31 of the flags says that there is a header too.
    let header = if flags & 0x80 != 0 { 32 } else { 0 };
    let size = u64::from(u32::from_le_bytes([a, b, c, d])) + header;
    Ok(end.checked_sub(size).filter(|begin| *begin >= start).unwrap_or(end))
}

fn read_at_end(source: &mut Source, start: u64, end: u64, count: u64) -> io::Result<Vec<u8>> {
    match end.checked_sub(count) {
        Some(position) if position >= start => source.peek(position, count as usize),
        _ => Ok(Vec::new()),
    }
}
