//! An article's bytes → its text, in whatever encoding they are.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::Format;

/// A page names its encoding within so many bytes (HTML Standard, "prescan a byte stream").
const PRESCAN: usize = 1024;

/// A source as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// Its text, without a byte order mark.
    pub text: String,
    /// The encoding, where nothing in the source says that it is this one.
    pub guessed: Option<&'static str>,
}

/// Why bytes are no text.
#[derive(Debug, Clone, thiserror::Error, PartialEq, Eq)]
pub enum NotText {
    /// A file of another kind, known by its first bytes.
    #[error("it is {0}")]
    Kind(&'static str),
    /// UTF-8, but not all of it.
    #[error("line {0} holds bytes that are not UTF-8, as the rest of the file is")]
    Broken(usize),
    /// Nothing that is known.
    #[error("it is not text")]
    Binary,
}

impl NotText {
    /// What to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Kind(_) => "save its text as .txt, .md or .html and name that file",
            Self::Broken(_) => "correct the line and save the file as UTF-8",
            Self::Binary => "is it the right file? an article is text, Markdown or HTML",
        }
    }
}

/// First bytes of files that are taken for articles, and what those are.
const KINDS: [(&[u8], &str); 14] = [
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "an RTF document"),
    (b"PK\x03\x04", "a ZIP archive, as DOCX, ODT and EPUB are"),
    (b"\xD0\xCF\x11\xE0", "a document of an old Word"),
    (b"\x89PNG", "a picture"),
    (b"\xFF\xD8\xFF", "a picture"),
    (b"GIF8", "a picture"),
    (b"RIFF", "a sound, a film or a picture"),
    (b"ID3", "a sound"),
    (b"OggS", "a sound"),
    (b"fLaC", "a sound"),
    (b"\x1F\x8B", "compressed"),
    (b"bplist", "a web archive or a property list"),
    (b"\x7FELF", "a program"),
];

/// Reads bytes as text: by their byte order mark, as UTF-8, by what a page says of itself, or else as Windows-1252.
///
/// # Errors
/// When they are no text, or UTF-8 that is broken.
pub fn decode(bytes: &[u8], format: Format) -> Result<Decoded, NotText> {
    if let Some((encoding, _)) = Encoding::for_bom(bytes).filter(|(encoding, _)| *encoding != UTF_8) {
        return Ok(Decoded { text: read(bytes, encoding), guessed: None });
    }
    if let Some((_, kind)) = KINDS.iter().find(|(first, _)| bytes.starts_with(first)) {
        return Err(NotText::Kind(kind));
    }
    if let Some(encoding) = wide(bytes) {
        return Ok(Decoded { text: read(bytes, encoding), guessed: Some(encoding.name()) });
    }
    if bytes.contains(&0) {
        return Err(NotText::Binary);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(Decoded { text: text.strip_prefix('\u{feff}').unwrap_or(text).into(), guessed: None }),
        Err(error) => narrow(bytes, error.valid_up_to(), format),
    }
}

fn read(bytes: &[u8], encoding: &'static Encoding) -> String {
    let (text, _) = encoding.decode_with_bom_removal(bytes);
    match text {
        Cow::Borrowed(text) => text.to_string(),
        Cow::Owned(text) => text,
    }
}

/// UTF-16 without a mark: in nearly all languages every other byte of its first line's spaces and signs is zero.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(PRESCAN)];
    let zeros = |parity: usize| head.iter().skip(parity).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    match (even * 8 > head.len(), odd * 8 > head.len()) {
        (true, false) if odd == 0 => Some(UTF_16BE),
        (false, true) if even == 0 => Some(UTF_16LE),
        _ => None,
    }
}

/// One byte a letter, or what the page says.
fn narrow(bytes: &[u8], valid: usize, format: Format) -> Result<Decoded, NotText> {
    if let Some(encoding) = stated(bytes, format) {
        return Ok(Decoded { text: read(bytes, encoding), guessed: None });
    }
    // In other encodings letters that happen to be whole in UTF-8 are rare.
    let lossy = String::from_utf8_lossy(bytes);
    let whole = lossy.chars().filter(|c| !c.is_ascii() && *c != '\u{fffd}').count();
    if whole > lossy.matches('\u{fffd}').count() {
        return Err(NotText::Broken(1 + bytes[..valid].iter().filter(|byte| **byte == b'\n').count()));
    }
    if bytes.iter().any(|byte| byte.is_ascii_control() && !byte.is_ascii_whitespace()) {
        return Err(NotText::Binary);
    }
    Ok(Decoded { text: read(bytes, WINDOWS_1252), guessed: Some("Windows-1252") })
}

/// The encoding that a page names: `<meta charset=…>`, `<meta … content="text/html; charset=…">`, `<?xml encoding=…?>`.
fn stated(bytes: &[u8], format: Format) -> Option<&'static Encoding> {
    if format != Format::Html {
        return None;
    }
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(PRESCAN)]).to_ascii_lowercase();
    let value = ["charset=", "encoding="].iter().find_map(|key| head.split_once(key))?.1;
    let label = value.trim_start_matches(['"', '\'', ' ']);
    let end = label.find(|c: char| !c.is_ascii_alphanumeric() && !"-_:.".contains(c)).unwrap_or(label.len());
    Encoding::for_label(&label.as_bytes()[..end]).filter(|encoding| *encoding != UTF_8)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8], format: Format) -> Result<(String, Option<&'static str>), NotText> {
        decode(bytes, format).map(|decoded| (decoded.text, decoded.guessed))
    }

    #[test]
    fn marks_and_pages_say_their_encoding() {
        let wide = |big: bool| -> Vec<u8> {
            let unit = |unit: u16| if big { unit.to_be_bytes() } else { unit.to_le_bytes() };
            "\u{feff}Für Zoë".encode_utf16().flat_map(unit).collect()
        };
        for bytes in [wide(true), wide(false), "\u{feff}Für Zoë".into(), "Für Zoë".into()] {
            assert_eq!(text(&bytes, Format::Text), Ok(("Für Zoë".into(), None)), "{bytes:?}");
        }
        for bytes in [&wide(true)[2..], &wide(false)[2..]] {
            assert!(
                text(bytes, Format::Text).is_ok_and(|(text, guessed)| text == "Für Zoë" && guessed.is_some())
            );
        }
        let page = b"<meta charset=\"iso-8859-2\"><p>\xb1";
        assert_eq!(text(page, Format::Html), Ok(("<meta charset=\"iso-8859-2\"><p>ą".into(), None)));
    }

    #[test]
    fn letters_of_one_byte_are_read_as_windows_1252_and_that_is_said() {
        assert_eq!(text(b"caf\xe9 \x93so\x94", Format::Text), Ok(("café “so”".into(), Some("Windows-1252"))));
    }

    #[test]
    fn what_is_no_text_is_named() {
        let cases: [(&[u8], NotText); 5] = [
            (b"%PDF-1.7\n", NotText::Kind("a PDF")),
            (b"PK\x03\x04\x14", NotText::Kind("a ZIP archive, as DOCX, ODT and EPUB are")),
            (b"\x01\x02\xe9\x00\x00\x00", NotText::Binary),
            (b"so\x07 \xe9", NotText::Binary),
            ("One é ü.\nTwo \u{1F30D} ß.".as_bytes(), NotText::Broken(2)),
        ];
        for (bytes, expected) in cases {
            let mut bytes = bytes.to_vec();
            if matches!(expected, NotText::Broken(_)) {
                bytes.push(0xe9);
            }
            assert_eq!(text(&bytes, Format::Text), Err(expected));
        }
    }
}
