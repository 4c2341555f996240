//! Finds the boxes at the top level of an MP4 file, and the box within which a file ends that is cut off.
//!
//! A box begins with its size and its name (ISO/IEC 14496-12, section 4.2). `moov` is the index of the samples, `mdat` has their
//! bytes. A long recording may be fragmented: then each `mdat` has an index of its own before it, `moof`.

use std::io::{self, Read, Seek, SeekFrom};

use symphonia::core::io::MediaSource;

use crate::source::Source;

/// Returns true if a file begins like MP4 or QuickTime: with the size and the name of a box.
pub(crate) fn is_mp4(head: &[u8]) -> bool {
    const BOXES: [&[u8]; 7] = [b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"];
    head.get(4..8).is_some_and(|name| BOXES.contains(&name))
}

/// The boxes at the top level of a file.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Layout {
    /// The file has a complete index.
    pub(super) has_index: bool,
    /// The last box, if the file ends within it.
    pub(super) cut: Option<CutBox>,
}

/// A box within which the file ends.
#[derive(Debug, PartialEq)]
pub(super) struct CutBox {
    pub(super) name: [u8; 4],
    /// The position of its end, if the file were whole.
    pub(super) end: u64,
}

/// Files have a handful of boxes, and two for each second if they are fragmented.
const MOST_BOXES: usize = 1 << 18;

impl Layout {
    /// Reads the headers of the boxes. Bytes after the last box, such as a tag, are ignored.
    pub(super) fn read(source: &mut Source) -> io::Result<Self> {
        let length = source.length()?;
        let mut layout = Self::default();
        let mut start = 0;
        for _ in 0..MOST_BOXES {
            let Some((name, size)) = parse_header(&source.peek(start, 16)?) else { break };
            // No file can be longer than systems can seek.
            let end = if size == 0 { length } else { start.saturating_add(size).min(i64::MAX as u64) };
            if end > length {
                layout.cut = Some(CutBox { name, end });
                break;
            }
            layout.has_index |= name == *b"moov";
            start = end;
        }
        source.rewind()?;
        Ok(layout)
    }
}

/// Returns the name and the size of a box that begins with these bytes. The size is 0 if the box goes on to the end of the file.
fn parse_header(head: &[u8]) -> Option<([u8; 4], u64)> {
    const NAMES: [&[u8; 4]; 14] = [
        b"ftyp", b"moov", b"mdat", b"moof", b"free", b"skip", b"wide", b"pnot", b"meta", b"uuid", b"sidx",
        b"styp", b"mfra", b"udta",
    ];
    let (size, rest) = head.split_first_chunk()?;
    let (name, rest) = rest.split_first_chunk()?;
    let size = match u32::from_be_bytes(*size) {
        1 => u64::from_be_bytes(*rest.first_chunk()?),
        size => u64::from(size),
    };
    // A smaller size would not even cover the header.
    (NAMES.contains(&name) && (size == 0 || size >= 8)).then_some((*name, size))
}

/// A source that has its declared length, although its last bytes are missing.
///
/// The reader of `symphonia` passes over a box that ends after the file, with all sound in it. With this length it reads the box, up
/// to the error at the end of the bytes.
#[derive(Debug)]
pub(super) struct DeclaredLength {
    pub(super) source: Source,
    pub(super) length: u64,
}

impl Read for DeclaredLength {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.source.read(into)
    }
}

impl Seek for DeclaredLength {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        match to {
            SeekFrom::End(offset) => {
                let position = self.length.checked_add_signed(offset).ok_or(io::ErrorKind::InvalidInput)?;
                self.source.seek(SeekFrom::Start(position))
            }
            other => self.source.seek(other),
        }
    }
}

impl MediaSource for DeclaredLength {
    fn is_seekable(&self) -> bool {
        true
    }

    fn byte_len(&self) -> Option<u64> {
        Some(self.length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sized_box(name: &[u8; 4], size: u32, content: usize) -> Vec<u8> {
        [&size.to_be_bytes(), &name[..], &vec![0; content]].concat()
    }

    fn layout(boxes: &[Vec<u8>]) -> Layout {
        Layout::read(&mut Source::memory(boxes.concat())).unwrap()
    }

    fn cut(name: &[u8; 4], end: u64) -> Option<CutBox> {
        Some(CutBox { name: *name, end })
    }

    #[test]
    fn finds_the_index_and_the_box_that_is_cut_off() {
        let (kind, index) = (sized_box(b"ftyp", 12, 4), sized_box(b"moov", 18, 10));
        let whole = layout(&[kind.clone(), index.clone(), sized_box(b"mdat", 108, 100)]);
        assert_eq!(whole, Layout { has_index: true, cut: None });
        let short = layout(&[kind.clone(), index.clone(), sized_box(b"mdat", 108, 60)]);
        assert_eq!(short, Layout { has_index: true, cut: cut(b"mdat", 138) });
        let no_index = layout(&[kind.clone(), sized_box(b"mdat", 108, 60), index.clone()]);
        assert_eq!(no_index, Layout { has_index: false, cut: cut(b"mdat", 120) });
        let half_index = layout(&[kind.clone(), sized_box(b"moov", 18, 9)]);
        assert_eq!(half_index, Layout { has_index: false, cut: cut(b"moov", 30) });
        let large = [&1_u32.to_be_bytes(), &b"mdat"[..], &5_000_000_000_u64.to_be_bytes()].concat();
        assert_eq!(layout(&[index.clone(), large]).cut, cut(b"mdat", 5_000_000_018));
    }

    #[test]
    fn ignores_what_is_not_a_box_and_a_box_without_size() {
        let index = sized_box(b"moov", 18, 10);
        for rest in [&b"TAGsomething"[..], b"\0", b"\0\0\0\x02mdat", b"\0\0\0\0mdat123", &[]] {
            assert_eq!(layout(&[index.clone(), rest.to_vec()]), Layout { has_index: true, cut: None });
        }
        let endless = [&1_u32.to_be_bytes(), &b"mdat"[..], &u64::MAX.to_be_bytes()].concat();
        assert_eq!(layout(&[endless]).cut, cut(b"mdat", i64::MAX as u64));
    }
}
