//! Reads and writes the packets of an Ogg stream (RFC 3533).

use std::io::{self, Write};

use super::format::EncoderError;
use aloud_audio::ogg::checksum;

/// Size of a page's header before the table of segments (section 6).
const HEADER: usize = 27;
/// Largest number of segments of a page.
const MAX_SEGMENTS: usize = 255;
/// Flags of a page: it begins with the rest of a packet; it is the first; it is the last.
const CONTINUED: u8 = 1;
const FIRST: u8 = 2;
const LAST: u8 = 4;
/// Position of a page in which no packet ends.
const NO_POSITION: u64 = u64::MAX;

/// Returns the packets of a file with one stream.
///
/// # Errors
/// If the bytes are not whole pages. Checksums are not verified: the bytes come from an encoder, not from a disk.
pub(super) fn packets(bytes: &[u8]) -> Result<Vec<Vec<u8>>, EncoderError> {
    let (mut packets, mut packet) = (Vec::new(), Vec::new());
    let mut rest = bytes;
    while !rest.is_empty() {
        rest = read_page(rest, &mut packet, &mut packets)
            .ok_or_else(|| EncoderError::Failed("the encoder wrote an invalid Ogg page".into()))?;
    }
    Ok(packets)
}

/// Reads one page and returns the bytes after it.
fn read_page<'a>(bytes: &'a [u8], packet: &mut Vec<u8>, packets: &mut Vec<Vec<u8>>) -> Option<&'a [u8]> {
    let (header, rest) = bytes.split_at_checked(HEADER)?;
    if !header.starts_with(b"OggS") {
        return None;
    }
    let (segments, mut rest) = rest.split_at_checked(usize::from(header[HEADER - 1]))?;
    for length in segments {
        let (segment, after) = rest.split_at_checked(usize::from(*length))?;
        packet.extend_from_slice(segment);
        if *length < 255 {
            packets.push(std::mem::take(packet));
        }
        rest = after;
    }
    Some(rest)
}

/// Writes packets as pages.
pub(super) struct OggWriter<W> {
    out: W,
    serial: u32,
    /// Number of the next page.
    page: u32,
    flags: u8,
    segments: Vec<u8>,
    body: Vec<u8>,
    /// The position after the last packet that ends in the current page.
    position: u64,
}

impl<W: Write> OggWriter<W> {
    pub(super) fn new(out: W, serial: u32) -> Self {
        let (segments, body) = (Vec::new(), Vec::new());
        Self { out, serial, page: 0, flags: FIRST, segments, body, position: NO_POSITION }
    }

    /// Adds a packet. `position` is the number of samples up to its end.
    pub(super) fn add(&mut self, packet: &[u8], position: u64) -> io::Result<()> {
        let mut rest = packet;
        loop {
            if self.segments.len() == MAX_SEGMENTS {
                self.end_page(0)?;
                // A packet that continues says so in the flags of its next page.
                self.flags |= if rest.len() < packet.len() { CONTINUED } else { 0 };
            }
            let (segment, after) = rest.split_at(rest.len().min(255));
            self.segments.push(segment.len() as u8);
            self.body.extend_from_slice(segment);
            rest = after;
            if segment.len() < 255 {
                self.position = position;
                return Ok(());
            }
        }
    }

    /// Writes the current page, if there is something in it.
    pub(super) fn flush_page(&mut self) -> io::Result<()> {
        if self.segments.is_empty() { Ok(()) } else { self.end_page(0) }
    }

    /// Writes the last page.
    pub(super) fn finish(mut self) -> io::Result<W> {
        self.end_page(LAST)?;
        self.out.flush()?;
        Ok(self.out)
    }

    fn end_page(&mut self, flags: u8) -> io::Result<()> {
        let mut page = b"OggS\0".to_vec();
        page.push(self.flags | flags);
        page.extend_from_slice(&self.position.to_le_bytes());
        for number in [self.serial, self.page, 0] {
            page.extend_from_slice(&number.to_le_bytes());
        }
        page.push(self.segments.len() as u8);
        page.append(&mut self.segments);
        page.append(&mut self.body);
        let checksum = checksum(&page).to_le_bytes();
        page[HEADER - 5..HEADER - 1].copy_from_slice(&checksum);
        (self.page, self.flags, self.position) = (self.page + 1, 0, NO_POSITION);
        self.out.write_all(&page)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packets_of_all_sizes_are_read_as_they_were_written() {
        let sizes = [0, 1, 254, 255, 256, 510, 65_024, 65_025, 200_000, 3];
        let wanted: Vec<Vec<u8>> = sizes.iter().map(|size| (0..*size).map(|at| at as u8).collect()).collect();
        let mut ogg = OggWriter::new(Vec::new(), 7);
        for (nth, packet) in wanted.iter().enumerate() {
            ogg.add(packet, nth as u64).unwrap();
            if nth == 3 {
                ogg.flush_page().unwrap();
            }
        }
        let bytes = ogg.finish().unwrap();
        assert_eq!(packets(&bytes).unwrap(), wanted);
        assert!(packets(&bytes[..bytes.len() - 1]).is_err());
        assert!(packets(&bytes[1..]).is_err());
    }
}
