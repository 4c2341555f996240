//! Reads the cover: PNG or JPEG, recognized by content, not by file name.

/// A cover picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// PNG or JPEG.
    pub kind: PictureKind,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Content of the file.
    pub bytes: Vec<u8>,
}

/// The formats that all players support.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PictureKind {
    /// ISO/IEC 15948.
    Png,
    /// ITU-T T.81.
    Jpeg,
}

/// The reason why a file cannot be the cover.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PictureError {
    /// Another format.
    #[error("it is neither a PNG nor a JPEG")]
    Neither,
    /// The header has no valid size.
    #[error("the picture is cut off or damaged")]
    Damaged,
    /// Too large for players.
    #[error("it is larger than 16 MiB")]
    TooLarge,
}

impl PictureKind {
    /// Returns the media type (IANA).
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
        }
    }

    /// Returns the file name of an episode's cover.
    pub fn file(self) -> &'static str {
        match self {
            Self::Png => "episode.png",
            Self::Jpeg => "episode.jpg",
        }
    }

    /// Returns ffmpeg's demuxer for this format.
    pub(super) fn demuxer(self) -> &'static str {
        match self {
            Self::Png => "png_pipe",
            Self::Jpeg => "jpeg_pipe",
        }
    }
}

impl Picture {
    /// Largest size in bytes, which is also the largest FLAC block. Larger files are mistakes, and players reject them.
    pub(crate) const MAX_BYTES: usize = 16 << 20;

    /// Reads kind and size of a picture from the content of its file.
    ///
    /// # Errors
    /// Returns an error if it is not a PNG or JPEG, is damaged, or is too large.
    pub fn read(bytes: Vec<u8>) -> Result<Self, PictureError> {
        let (kind, size) = if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
            (PictureKind::Png, png_size(&bytes))
        } else if bytes.starts_with(&[0xff, 0xd8, 0xff]) {
            (PictureKind::Jpeg, jpeg_size(&bytes))
        } else {
            return Err(PictureError::Neither);
        };
        if bytes.len() > Self::MAX_BYTES {
            return Err(PictureError::TooLarge);
        }
        let (width, height) = size.filter(|(w, h)| *w > 0 && *h > 0).ok_or(PictureError::Damaged)?;
        Ok(Self { kind, width, height, bytes })
    }

    /// Returns the body of a FLAC picture block (RFC 9639, section 8.8), which Ogg uses too.
    pub(super) fn flac_block(&self) -> Vec<u8> {
        const FRONT_COVER: u32 = 3;
        const BITS: u32 = 24;
        const NO_DESCRIPTION: u32 = 0;
        const NO_PALETTE: u32 = 0;
        let kind = self.kind.media_type().as_bytes();
        let mut block = Vec::with_capacity(self.bytes.len() + 64);
        for number in [FRONT_COVER, length(kind)] {
            block.extend(number.to_be_bytes());
        }
        block.extend(kind);
        for number in [NO_DESCRIPTION, self.width, self.height, BITS, NO_PALETTE, length(&self.bytes)] {
            block.extend(number.to_be_bytes());
        }
        block.extend(&self.bytes);
        block
    }
}

/// Returns the length, which is at most [`Picture::MAX_BYTES`].
fn length(bytes: &[u8]) -> u32 {
    u32::try_from(bytes.len()).unwrap_or(u32::MAX)
}

/// Reads width and height from the first chunk, `IHDR` (ISO/IEC 15948, section 11.2.2).
fn png_size(bytes: &[u8]) -> Option<(u32, u32)> {
    (bytes.get(12..16)? == b"IHDR").then_some(())?;
    let size = bytes.get(16..24)?;
    let (width, height) = size.split_at(4);
    Some((u32::from_be_bytes(width.try_into().ok()?), u32::from_be_bytes(height.try_into().ok()?)))
}

/// Reads width and height from the frame header (ITU-T T.81, section B.2.2), and skips the segments before it.
///
/// The crate `imagesize` would do, but it rejects the fill bytes that may come before a marker (section B.1.1.2).
fn jpeg_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let mut at = 2;
    loop {
        let [0xff, marker] = *bytes.get(at..at + 2)? else { return None };
        match marker {
            // A fill byte.
            0xff => at += 1,
            // A frame header: SOF0 to SOF15, except for the tables DHT, JPG and DAC.
            0xc0..=0xcf if !matches!(marker, 0xc4 | 0xc8 | 0xcc) => {
                return Some((be16(bytes, at + 7)?.into(), be16(bytes, at + 5)?.into()));
            }
            // A marker without a length.
            0x01 | 0xd0..=0xd7 => at += 2,
            // The image data or its end, without a frame header before.
            0xd9 | 0xda => return None,
            _ => at += 2 + usize::from(be16(bytes, at + 2)?),
        }
    }
}

fn be16(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn jpeg() -> Vec<u8> {
        let mut bytes = vec![0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xff, 0xc2, 0, 11, 8];
        bytes.extend([0x02, 0x58, 0x03, 0x20, 3, 0, 0]);
        bytes
    }

    #[test]
    fn finds_the_size_of_a_jpeg_after_other_segments() {
        let picture = Picture::read(jpeg()).unwrap();
        assert_eq!((picture.kind, picture.width, picture.height), (PictureKind::Jpeg, 800, 600));
    }

    #[test]
    fn rejects_a_picture_larger_than_the_limit() {
        let mut bytes = jpeg();
        bytes.resize(Picture::MAX_BYTES, 0);
        assert!(Picture::read(bytes.clone()).is_ok());
        bytes.push(0);
        assert_eq!(Picture::read(bytes), Err(PictureError::TooLarge));
    }

    #[test]
    fn rejects_damaged_pictures_and_other_formats() {
        let whole = jpeg();
        for cut in 3..18 {
            assert_eq!(Picture::read(whole[..cut].to_vec()), Err(PictureError::Damaged), "{cut}");
        }
        assert_eq!(Picture::read(b"\x89PNG\r\n\x1a\n".to_vec()), Err(PictureError::Damaged));
        assert_eq!(Picture::read(b"GIF89a".to_vec()), Err(PictureError::Neither));
        assert_eq!(Picture::read(Vec::new()), Err(PictureError::Neither));
        let endless = [&[0xff, 0xd8][..], &[0xff; 64]].concat();
        assert_eq!(Picture::read(endless), Err(PictureError::Damaged));
        let zero = [&[0xff, 0xd8][..], &[0xff, 0xe0, 0, 0].repeat(9)].concat();
        assert_eq!(Picture::read(zero), Err(PictureError::Damaged));
    }
}
