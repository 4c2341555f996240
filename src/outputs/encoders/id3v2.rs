//! Corrects the ID3v2.3 tag that ffmpeg writes. Players show a comment only in a frame `COMM` (ID3v2.3, section 4.11), and ffmpeg
//! writes a frame `TXXX` with the description "comment".

use std::fs::File;
use std::io::{self, Read, Seek, Write};

/// Size of the header of the tag, and of a frame.
const HEADER: usize = 10;
/// The largest size that a tag can have: its four bytes have seven bits each.
const MAX_BYTES: usize = 1 << 28;

/// Makes the comment of an MP3 file visible, in place. `language` has three letters (ISO 639-2).
///
/// # Errors
/// If the file cannot be read or written.
pub(super) fn show_comment(file: &mut File, language: &str) -> io::Result<()> {
    let mut header = [0; HEADER];
    file.rewind()?;
    file.read_exact(&mut header)?;
    let size = header[6..].iter().fold(0, |size, byte| size << 7 | usize::from(byte & 0x7f)).min(MAX_BYTES);
    if !header.starts_with(b"ID3\x03") {
        return Ok(());
    }
    let mut frames = Vec::new();
    Read::by_ref(file).take(size as u64).read_to_end(&mut frames)?;
    if let Some(corrected) = with_comment(&frames, language) {
        file.seek(io::SeekFrom::Start(HEADER as u64))?;
        file.write_all(&corrected)?;
    }
    Ok(())
}

/// Returns the frames with `COMM` in place of the comment. It is shorter, so the length is kept by zeros at the end, the padding of
/// the tag (section 3.3). Returns `None` without a comment.
fn with_comment(frames: &[u8], language: &str) -> Option<Vec<u8>> {
    let mut at = 0;
    while let Some(header) = frames.get(at..at + HEADER).filter(|header| header[0] != 0) {
        let size = usize::try_from(u32::from_be_bytes([header[4], header[5], header[6], header[7]])).ok()?;
        let (begin, end) = (at + HEADER, (at + HEADER).checked_add(size)?);
        let body = frames.get(begin..end)?;
        if let Some(comment) = comment_body(body, language).filter(|_| header.starts_with(b"TXXX")) {
            let mut corrected = frames[..at].to_vec();
            corrected.extend_from_slice(b"COMM");
            corrected.extend_from_slice(&u32::try_from(comment.len()).ok()?.to_be_bytes());
            corrected.extend_from_slice(&[0, 0]);
            corrected.extend_from_slice(&comment);
            corrected.extend_from_slice(&frames[end..]);
            corrected.resize(frames.len(), 0);
            return Some(corrected);
        }
        at = end;
    }
    None
}

/// Returns the body of `COMM` for the body of `TXXX`, if that is a comment: encoding, language, empty description, text.
fn comment_body(body: &[u8], language: &str) -> Option<Vec<u8>> {
    const UTF_16_NAME: &[u8] = b"\x01\xff\xfec\0o\0m\0m\0e\0n\0t\0\0\0";
    let (text, encoding, description): (_, u8, &[u8]) = match body.strip_prefix(b"\0comment\0") {
        Some(text) => (text, 0, b"\0"),
        None => (body.strip_prefix(UTF_16_NAME)?, 1, b"\xff\xfe\0\0"),
    };
    Some([&[encoding], language.as_bytes().get(..3)?, description, text].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(id: &[u8; 4], body: &[u8]) -> Vec<u8> {
        [id.as_slice(), &(body.len() as u32).to_be_bytes(), &[0, 0], body].concat()
    }

    #[test]
    fn a_comment_moves_to_the_frame_that_players_show() {
        let (title, rest) = (frame(b"TIT2", b"\0Ferry"), frame(b"TSSE", b"\0x"));
        let other = frame(b"TXXX", b"\0commentary\0no");
        for (before, after) in [
            (b"\0comment\0Read by a machine.".as_slice(), b"\0eng\0Read by a machine.".as_slice()),
            (b"\x01\xff\xfec\0o\0m\0m\0e\0n\0t\0\0\0\xff\xfe\xe9\0", b"\x01eng\xff\xfe\0\0\xff\xfe\xe9\0"),
        ] {
            let frames = [title.clone(), other.clone(), frame(b"TXXX", before), rest.clone()].concat();
            let mut wanted = [title.clone(), other.clone(), frame(b"COMM", after), rest.clone()].concat();
            wanted.resize(frames.len(), 0);
            assert_eq!(with_comment(&frames, "eng"), Some(wanted));
        }
        assert_eq!(with_comment(&title, "eng"), None);
        assert_eq!(with_comment(&frame(b"TXXX", b"\0comment\0x")[..12], "eng"), None, "a cut tag");
    }
}
