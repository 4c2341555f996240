//! The cover: a PNG or a JPEG, told by its bytes and not by its name.

/// A picture that players show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// What it is.
    pub kind: Kind,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// The whole file.
    pub bytes: Vec<u8>,
}

/// Kinds of pictures that players know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// ISO/IEC 15948.
    Png,
    /// ITU-T T.81.
    Jpeg,
}

/// Why a file is no cover.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PictureError {
    /// Something else.
    #[error("it is neither a PNG nor a JPEG")]
    Neither,
    /// It begins like one and has no size in it.
    #[error("the picture is cut off or damaged")]
    Damaged,
    /// Too large for players.
    #[error("it has more than 16 MiB")]
    TooLarge,
}

impl Kind {
    /// Its media type (IANA).
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
        }
    }

    /// The name of an episode's cover.
    pub fn file(self) -> &'static str {
        match self {
            Self::Png => "episode.png",
            Self::Jpeg => "episode.jpg",
        }
    }

    /// What ffmpeg reads it with.
    pub(super) fn demuxer(self) -> &'static str {
        match self {
            Self::Png => "png_pipe",
            Self::Jpeg => "jpeg_pipe",
        }
    }
}

impl Picture {
    /// More bytes than this are no cover but a mistake, and players refuse them.
    pub const MOST: usize = 16 << 20;

    /// Looks what a file is.
    ///
    /// # Errors
    /// When it is no picture that can be a cover.
    pub fn read(bytes: Vec<u8>) -> Result<Self, PictureError> {
        let (kind, size) = if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
            (Kind::Png, png_size(&bytes))
        } else if bytes.starts_with(&[0xff, 0xd8, 0xff]) {
            (Kind::Jpeg, jpeg_size(&bytes))
        } else {
            return Err(PictureError::Neither);
        };
        if bytes.len() > Self::MOST {
            return Err(PictureError::TooLarge);
        }
        let (width, height) = size.filter(|(w, h)| *w > 0 && *h > 0).ok_or(PictureError::Damaged)?;
        Ok(Self { kind, width, height, bytes })
    }

    /// As Ogg has covers: the body of FLAC's picture block (RFC 9639, section 8.8).
    pub(super) fn block(&self) -> Vec<u8> {
        const FRONT_COVER: u32 = 3;
        const BITS: u32 = 24;
        const NO_PALETTE: u32 = 0;
        let kind = self.kind.media_type().as_bytes();
        let mut block = Vec::with_capacity(self.bytes.len() + 64);
        let number = |block: &mut Vec<u8>, n: u32| block.extend(n.to_be_bytes());
        number(&mut block, FRONT_COVER);
        number(&mut block, length(kind));
        block.extend(kind);
        // It has no description.
        for n in [0, self.width, self.height, BITS, NO_PALETTE, length(&self.bytes)] {
            number(&mut block, n);
        }
        block.extend(&self.bytes);
        block
    }
}

/// At most [`Picture::MOST`].
fn length(bytes: &[u8]) -> u32 {
    u32::try_from(bytes.len()).unwrap_or(u32::MAX)
}

/// The first chunk is `IHDR` (ISO/IEC 15948, section 11.2.2).
fn png_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let number = |at: usize| Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
    (bytes.get(12..16)? == b"IHDR").then_some(())?;
    Some((number(16)?, number(20)?))
}

/// The size stands in the frame header (ITU-T T.81, section B.2.2), behind segments that are skipped.
fn jpeg_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let number = |at: usize| Some(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?));
    let mut at = 2;
    loop {
        let [0xff, marker] = *bytes.get(at..at + 2)? else { return None };
        match marker {
            // Filling.
            0xff => at += 1,
            // SOF0 to SOF15, but for tables (DHT, JPG, DAC).
            0xc0..=0xcf if !matches!(marker, 0xc4 | 0xc8 | 0xcc) => {
                return Some((number(at + 7)?.into(), number(at + 5)?.into()));
            }
            // Without a length.
            0x01 | 0xd0..=0xd7 => at += 2,
            // The picture itself, and no header before it.
            0xd9 | 0xda => return None,
            _ => at += 2 + usize::from(number(at + 2)?),
        }
    }
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
    fn a_jpeg_has_its_size_behind_other_segments() {
        let picture = Picture::read(jpeg()).unwrap();
        assert_eq!((picture.kind, picture.width, picture.height), (Kind::Jpeg, 800, 600));
    }

    #[test]
    fn a_picture_may_be_as_large_as_players_take_it_and_no_larger() {
        let mut bytes = jpeg();
        bytes.resize(Picture::MOST, 0);
        assert!(Picture::read(bytes.clone()).is_ok());
        bytes.push(0);
        assert_eq!(Picture::read(bytes), Err(PictureError::TooLarge));
    }

    #[test]
    fn what_only_begins_like_a_picture_is_none() {
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
