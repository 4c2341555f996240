//! Parses the information tag in the first frame of an MP3: number of frames, and the delay and padding of the encoder.

use super::header::Header;

/// An information tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct InfoTag {
    /// Number of frames, without the one of the tag.
    pub(super) frames: Option<u64>,
    /// Number of samples that the encoder added before and after the sound.
    pub(super) padding: Option<(u64, u64)>,
}

impl InfoTag {
    /// Returns the tag of a frame, if it has one.
    pub(super) fn parse(header: &Header, frame: &[u8]) -> Option<Self> {
        xing(frame.get(header.tag..)?).or_else(|| vbri(frame.get(36..)?))
    }
}

/// Parses the tag of Xing, which LAME extended ("Mp3 Info Tag rev 1").
fn xing(tag: &[u8]) -> Option<InfoTag> {
    if !tag.starts_with(b"Xing") && !tag.starts_with(b"Info") {
        return None;
    }
    let flags = number(tag, 4)?;
    let frames = if flags & 1 != 0 { number(tag, 8) } else { None };
    // Frames, bytes, table of contents and quality are there if their flag is set.
    let fields = [4, 4, 100, 4].iter().enumerate();
    let lame = 8 + fields.filter(|(bit, _)| flags >> bit & 1 == 1).map(|(_, bytes)| bytes).sum::<usize>();
    let padding = tag.get(lame + 21..lame + 24).and_then(|bytes| {
        let both = u64::from(u32::from_be_bytes([0, bytes[0], bytes[1], bytes[2]]));
        let has_name = tag[lame..lame + 4].iter().all(|letter| (b' '..=b'~').contains(letter));
        has_name.then_some((both >> 12, both & 0xfff))
    });
    Some(InfoTag { frames: frames.map(u64::from), padding })
}

/// Parses the tag of Fraunhofer's encoder.
fn vbri(tag: &[u8]) -> Option<InfoTag> {
    if !tag.starts_with(b"VBRI") {
        return None;
    }
    Some(InfoTag { frames: number(tag, 14).map(u64::from), padding: None })
}

fn number(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4)?.first_chunk().copied().map(u32::from_be_bytes)
}
