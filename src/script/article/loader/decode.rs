//! Decodes the bytes of an article, whatever their encoding, and repairs what other programs did to them.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use unicode_normalization::{IsNormalized, UnicodeNormalization as _, is_nfc_quick};

use super::super::Format;
use super::file_kinds::FileKind;
use super::mojibake;

/// UTF-16 is recognised by this many bytes.
const UTF_16_BYTES: usize = 1024;
/// The head of a page has at most this many bytes. Style sheets come before the encoding on many pages.
const HEAD_BYTES: usize = 1 << 17;
/// A text has at most one control character in this many bytes. More of them are no text.
const BYTES_PER_CONTROL: usize = 64;
/// The same if the bytes are valid UTF-8, which those of sounds and pictures hardly ever are, or if there are only a few.
const BYTES_PER_CONTROL_OF_UTF_8: usize = 16;
const FEW_CONTROLS: usize = 2;

/// A source as text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct DecodedText {
    /// The text, without a byte order mark, in Unicode's normal form C.
    pub(super) text: String,
    /// The name of the encoding, if nothing in the source states it.
    pub(super) guessed: Option<&'static str>,
    /// The first line with bytes that are no UTF-8, unlike the rest.
    pub(super) broken_line: Option<usize>,
    /// Number of control characters that were removed.
    pub(super) controls: usize,
    /// Number of places where UTF-8 had been read as Windows-1252.
    pub(super) repaired: usize,
}

/// The reason why bytes are no text.
#[derive(Debug, Clone, thiserror::Error, PartialEq, Eq)]
pub(super) enum DecodeError {
    /// A file of another kind, known by its first bytes.
    #[error("it is {}", .0.name)]
    Kind(&'static FileKind),
    /// No known encoding.
    #[error("it is not text")]
    Binary,
}

impl DecodeError {
    pub(super) fn hint(&self, path: &str) -> String {
        match self {
            Self::Kind(kind) => kind.hint(path),
            Self::Binary => "check that it is the right file; an article is text, Markdown or HTML".into(),
        }
    }
}

/// Decodes bytes: by their byte order mark, as UTF-8, by the encoding that a page states, or else as Windows-1252.
pub(super) fn decode(bytes: &[u8], format: Format) -> Result<DecodedText, DecodeError> {
    let mut decoded = decode_bytes(bytes, format)?;
    (decoded.text, decoded.controls) = without_controls(std::mem::take(&mut decoded.text));
    (decoded.text, decoded.repaired) = mojibake::repair(std::mem::take(&mut decoded.text));
    decoded.text = normalize(std::mem::take(&mut decoded.text));
    Ok(decoded)
}

fn decode_bytes(bytes: &[u8], format: Format) -> Result<DecodedText, DecodeError> {
    if let Some((encoding, _)) = Encoding::for_bom(bytes).filter(|(encoding, _)| *encoding != UTF_8) {
        return Ok(DecodedText { text: decode_as(bytes, encoding), ..DecodedText::default() });
    }
    if let Some(kind) = FileKind::of(bytes) {
        return Err(DecodeError::Kind(kind));
    }
    if let Some(encoding) = utf_16_without_mark(bytes) {
        let guessed = Some(encoding.name());
        return Ok(DecodedText { text: decode_as(bytes, encoding), guessed, ..DecodedText::default() });
    }
    let utf_8 = std::str::from_utf8(bytes);
    let controls = bytes.iter().filter(|byte| is_control(**byte)).count();
    let is_likely_text = utf_8.is_ok() || controls <= FEW_CONTROLS;
    let bytes_per_control = if is_likely_text { BYTES_PER_CONTROL_OF_UTF_8 } else { BYTES_PER_CONTROL };
    if controls * bytes_per_control > bytes.len() {
        return Err(DecodeError::Binary);
    }
    let decoded = match utf_8 {
        Ok(text) => {
            let text = text.strip_prefix('\u{feff}').unwrap_or(text).into();
            DecodedText { text, ..DecodedText::default() }
        }
        Err(error) => decode_single_byte(bytes, error.valid_up_to(), format),
    };
    Ok(decoded)
}

fn is_control(byte: u8) -> bool {
    byte.is_ascii_control() && !byte.is_ascii_whitespace()
}

pub(super) fn decode_as(bytes: &[u8], encoding: &'static Encoding) -> String {
    let (text, _) = encoding.decode_with_bom_removal(bytes);
    match text {
        Cow::Borrowed(text) => text.to_string(),
        Cow::Owned(text) => text,
    }
}

/// Recognises UTF-16 without a byte order mark. Spaces and punctuation have a zero in every other byte, in nearly all languages; one
/// such byte in eight is enough.
fn utf_16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(UTF_16_BYTES)];
    let (even, odd) = (count_zeros(head, 0), count_zeros(head, 1));
    match (even * 8 > head.len(), odd * 8 > head.len()) {
        (true, false) if odd == 0 => Some(UTF_16BE),
        (false, true) if even == 0 => Some(UTF_16LE),
        _ => None,
    }
}

/// Counts the zeros in every other byte.
fn count_zeros(bytes: &[u8], first: usize) -> usize {
    bytes.iter().skip(first).step_by(2).filter(|byte| **byte == 0).count()
}

/// Decodes bytes that are not all UTF-8: by the encoding that the page states, as UTF-8 with errors, or else as Windows-1252.
fn decode_single_byte(bytes: &[u8], valid: usize, format: Format) -> DecodedText {
    let stated = stated_encoding(bytes, format);
    if let Some(encoding) = stated.filter(|encoding| *encoding != UTF_8) {
        return DecodedText { text: decode_as(bytes, encoding), ..DecodedText::default() };
    }
    // In another encoding, few letters happen to be valid UTF-8. If most are valid, the file is UTF-8 with an error in it.
    let lossy = String::from_utf8_lossy(bytes);
    let valid_letters = lossy.chars().filter(|c| !c.is_ascii() && *c != '\u{fffd}').count();
    let is_stated = stated.is_some() && valid_letters > 0;
    if is_stated || valid_letters > lossy.matches('\u{fffd}').count() {
        let line = 1 + bytes[..valid].iter().filter(|byte| **byte == b'\n').count();
        return DecodedText { text: lossy.into_owned(), broken_line: Some(line), ..DecodedText::default() };
    }
    let guessed = Some("Windows-1252");
    DecodedText { text: decode_as(bytes, WINDOWS_1252), guessed, ..DecodedText::default() }
}

/// Returns the encoding that a page states: `<meta charset=…>`, `<meta … content="text/html; charset=…">` or `<?xml encoding=…?>`.
fn stated_encoding(bytes: &[u8], format: Format) -> Option<&'static Encoding> {
    if format != Format::Html {
        return None;
    }
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD_BYTES)]).to_ascii_lowercase();
    let head = head.split("<body").next().unwrap_or_default();
    let declaration = head.trim_start().starts_with("<?xml").then_some((head, "encoding="));
    let metas = head.split("<meta").skip(1).map(|meta| (meta, "charset="));
    declaration.into_iter().chain(metas).find_map(|(tag, key)| {
        let (_, value) = tag.split('>').next()?.split_once(key)?;
        let label = value.trim_start_matches(['"', '\'', ' ']);
        let end =
            label.find(|c: char| !c.is_ascii_alphanumeric() && !"-_:.".contains(c)).unwrap_or(label.len());
        Encoding::for_label(&label.as_bytes()[..end])
    })
}

/// Removes control characters. Returns how many there were.
fn without_controls(text: String) -> (String, usize) {
    let count = text.bytes().filter(|byte| is_control(*byte)).count();
    if count == 0 {
        return (text, 0);
    }
    (text.chars().filter(|c| !c.is_ascii() || !is_control(*c as u8)).collect(), count)
}

/// Returns a text in Unicode's normal form C, without ligatures and invisible characters. So a name in `lexicon.toml` is found
/// however the article writes it. Joiners stay: scripts and emoji need them.
fn normalize(text: String) -> String {
    let is_folded =
        |c: char| matches!(c, '\u{fb00}'..='\u{fb06}' | '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}');
    let text = if text.contains(is_folded) { fold_characters(&text) } else { text };
    if is_nfc_quick(text.chars()) == IsNormalized::Yes { text } else { text.nfc().collect() }
}

fn fold_characters(text: &str) -> String {
    const LIGATURES: [&str; 7] = ["ff", "fi", "fl", "ffi", "ffl", "st", "st"];
    // A soft hyphen at the end of a line breaks a word.
    let text = text.replace("\u{ad}\r\n", "").replace("\u{ad}\n", "");
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{fb00}'..='\u{fb06}' => folded.push_str(LIGATURES[c as usize - 0xfb00]),
            '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}' => {}
            _ => folded.push(c),
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: &[u8], format: Format) -> Result<(String, Option<&'static str>), DecodeError> {
        decode(bytes, format).map(|decoded| (decoded.text, decoded.guessed))
    }

    #[test]
    fn decodes_by_byte_order_mark_and_by_the_encoding_of_a_page() {
        let utf_16 = |big: bool| -> Vec<u8> {
            let unit = |unit: u16| if big { unit.to_be_bytes() } else { unit.to_le_bytes() };
            "\u{feff}Für Zoë".encode_utf16().flat_map(unit).collect()
        };
        for bytes in [utf_16(true), utf_16(false), "\u{feff}Für Zoë".into(), "Für Zoë".into()] {
            assert_eq!(decoded(&bytes, Format::Text), Ok(("Für Zoë".into(), None)), "{bytes:?}");
        }
        for bytes in [&utf_16(true)[2..], &utf_16(false)[2..]] {
            let is_guessed = |(text, guessed): (String, Option<_>)| text == "Für Zoë" && guessed.is_some();
            assert!(decoded(bytes, Format::Text).is_ok_and(is_guessed));
        }
        let page = b"<meta charset=\"iso-8859-2\"><p>\xb1";
        assert_eq!(decoded(page, Format::Html), Ok(("<meta charset=\"iso-8859-2\"><p>ą".into(), None)));
    }

    #[test]
    fn finds_the_encoding_of_a_page_after_a_long_style_sheet_and_not_in_it() {
        let style = "/* charset=koi8-r */ ".repeat(200);
        let page = format!("<head><style>{style}</style><meta charset=iso-8859-2><body><p>");
        let bytes = [page.as_bytes(), b"\xb1"].concat();
        let (text, guessed) = decoded(&bytes, Format::Html).unwrap();
        assert!(text.ends_with('ą') && guessed.is_none());
    }

    #[test]
    fn decodes_single_bytes_as_windows_1252_and_reports_the_guess() {
        let expected = Ok(("café “so”".into(), Some("Windows-1252")));
        assert_eq!(decoded(b"caf\xe9 \x93so\x94", Format::Text), expected);
    }

    #[test]
    fn replaces_a_few_broken_bytes_and_names_the_line() {
        let bytes = ["One é ü.\nTwo ß.\nThree".as_bytes(), b"\xe9."].concat();
        let decoded = decode(&bytes, Format::Text).unwrap();
        assert_eq!(
            (decoded.text.as_str(), decoded.broken_line),
            ("One é ü.\nTwo ß.\nThree\u{fffd}.", Some(3))
        );
    }

    #[test]
    fn removes_a_few_control_characters_and_rejects_many() {
        let text = "The lamp is lit every night, and the keeper writes down who passes it.\0 So it is.";
        let decoded = decode(text.as_bytes(), Format::Text).unwrap();
        assert_eq!((decoded.text, decoded.controls), (text.replace('\0', ""), 1));
        let short = b"The lamp is lit ev\x00ery night at t\xe9n.";
        assert_eq!(decode(short, Format::Text).map(|decoded| decoded.controls), Ok(1));
        for bytes in [&b"\x01\x02\xe9\x00\x00\x00"[..], b"so\x07 \xe9", b"a\x01b\x02c"] {
            assert_eq!(decode(bytes, Format::Text), Err(DecodeError::Binary));
        }
    }

    #[test]
    fn normalizes_letters_ligatures_and_invisible_characters() {
        let source = "Zoe\u{308} \u{fb01}nds a\u{200b}\u{ad} con\u{ad}\nflict";
        assert_eq!(decode(source.as_bytes(), Format::Text).unwrap().text, "Zoë finds a conflict");
    }
}
