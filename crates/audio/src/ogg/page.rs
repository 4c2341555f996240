//! Reads Ogg pages and verifies their checksums (RFC 3533, section 6).

use std::io;

use crate::source::{Source, Window};

/// A page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Page {
    pub(super) serial: u32,
    pub(super) sequence: u32,
    /// Position in the stream at the end of the page, in the unit of its codec. `None` if no packet ends on the page.
    pub(super) granule: Option<u64>,
    /// The first packet began on an earlier page.
    pub(super) continued: bool,
    /// The first page of a stream.
    pub(super) first: bool,
    /// The last page of a stream.
    pub(super) last: bool,
    /// Lengths of the parts of packets. A packet ends with the first part of less than 255 bytes.
    pub(super) lacing: Vec<u8>,
    pub(super) body: Vec<u8>,
}

/// The pages of a file.
#[derive(Debug)]
pub(super) struct Pages {
    window: Window,
}

/// Length of the header without the lacing values.
const HEADER: usize = 27;
/// Largest length of a page.
const LARGEST: usize = HEADER + 255 + 255 * 255;

impl Pages {
    pub(super) fn new(mut source: Source, start: u64) -> io::Result<Self> {
        let end = source.length()?;
        Ok(Self { window: Window::new(source, start..end)? })
    }

    /// Returns the next undamaged page, and the number of bytes before it that are none.
    pub(super) fn next(&mut self) -> io::Result<(Option<Page>, u64)> {
        let mut skipped = 0;
        loop {
            let bytes = self.window.fill(LARGEST)?;
            if bytes.is_empty() {
                return Ok((None, skipped));
            }
            if let Some((page, length)) = parse(bytes) {
                self.window.consume(length);
                return Ok((Some(page), skipped));
            }
            let next = bytes.windows(4).skip(1).position(|magic| magic == b"OggS");
            // The last three bytes may be the start of a page.
            let step = next.map_or(bytes.len().saturating_sub(3).max(1), |at| at + 1);
            skipped += step as u64;
            self.window.consume(step);
        }
    }
}

/// Parses the page at the start of `bytes`. Returns it with its length, or `None` if it is damaged or incomplete.
fn parse(bytes: &[u8]) -> Option<(Page, usize)> {
    let header = bytes.get(..HEADER)?;
    if !header.starts_with(b"OggS\0") {
        return None;
    }
    let number = |at: usize| u32::from_le_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]]);
    let lacing = bytes.get(HEADER..HEADER + usize::from(header[26]))?;
    let start = HEADER + lacing.len();
    let end = start + lacing.iter().map(|part| usize::from(*part)).sum::<usize>();
    let body = bytes.get(start..end)?;
    let granule = u64::from(number(10)) << 32 | u64::from(number(6));
    let checksum = [&header[..22], &[0; 4], &header[26..], lacing, body];
    if checksum.iter().fold(0, |crc, bytes| crc32(crc, bytes)) != number(22) {
        return None;
    }
    let page = Page {
        serial: number(14),
        sequence: number(18),
        granule: (granule != u64::MAX).then_some(granule),
        continued: header[5] & 1 != 0,
        first: header[5] & 2 != 0,
        last: header[5] & 4 != 0,
        lacing: lacing.to_vec(),
        body: body.to_vec(),
    };
    Some((page, end))
}

/// Returns the checksum of an Ogg page that has zero in the field for it (RFC 3533, section 6).
pub fn checksum(page: &[u8]) -> u32 {
    crc32(0, page)
}

/// Continues a CRC-32 with the polynomial 0x04c11db7, most significant bit first.
fn crc32(crc: u32, bytes: &[u8]) -> u32 {
    let (groups, rest) = bytes.as_chunks::<4>();
    let crc = groups.iter().fold(crc, |crc, group| {
        let bytes = (crc ^ u32::from_be_bytes(*group)).to_be_bytes().map(usize::from);
        CRC32[3][bytes[0]] ^ CRC32[2][bytes[1]] ^ CRC32[1][bytes[2]] ^ CRC32[0][bytes[3]]
    });
    rest.iter().fold(crc, |crc, byte| crc << 8 ^ CRC32[0][usize::from((crc >> 24) as u8 ^ byte)])
}

/// Table `n` is of a byte that `n` zero bytes follow.
const CRC32: [[u32; 256]; 4] = {
    let mut tables = [[0; 256]; 4];
    let mut byte = 0;
    while byte < 256 {
        let (mut crc, mut bit) = ((byte as u32) << 24, 0);
        while bit < 32 {
            crc = if crc >> 31 == 1 { crc << 1 ^ 0x04c1_1db7 } else { crc << 1 };
            bit += 1;
            if bit % 8 == 0 {
                tables[bit / 8 - 1][byte] = crc;
            }
        }
        byte += 1;
    }
    tables
};

/// Returns the granule position of the last page of a stream, by reading the end of the file.
pub(super) fn last_granule(source: &mut Source, serial: u32) -> io::Result<Option<u64>> {
    let length = source.length()?;
    // A page has up to 64 KiB, and pages of other streams may follow it.
    let start = length.saturating_sub(1 << 18);
    let tail = source.peek(start, 1 << 18)?;
    let starts = tail.windows(4).enumerate().filter(|(_, magic)| *magic == b"OggS");
    let pages = starts.filter_map(|(at, _)| Some(parse(&tail[at..])?.0));
    let mut ends = pages.filter(|page| page.serial == serial && page.last).filter_map(|page| page.granule);
    Ok(ends.next_back())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checksum_matches_the_published_check_value() {
        // "Catalogue of parametrised CRC algorithms": CRC-32/BZIP2, without its inversions.
        assert_eq!(!crc32(0xffff_ffff, b"123456789"), 0xfc89_1918);
    }
}
