//! Loads an article's file: reads it, recognises its format and decodes its text, whatever its encoding.

use std::borrow::Cow;
use std::io::Read as _;
use std::path::Path;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::{ArticleError, Format, MAX_BYTES, shape};
use crate::base::diagnostic::Diagnostic;
use crate::base::files::{self, FileError, ProjectPath};
use crate::language::boilerplate::phrases;

/// A title made from the first words of an article has at most this many words.
const MAX_TITLE_WORDS: usize = 8;
/// The largest file that is read, in bytes. No encoding takes more than four bytes for a byte of UTF-8.
const MAX_FILE_BYTES: usize = 4 * MAX_BYTES + 4;
/// A page names its encoding within this many bytes (HTML Standard, "prescan a byte stream to determine its encoding").
const PRESCAN_BYTES: usize = 1024;
/// The format of standard input is recognised by this many bytes.
const FORMAT_BYTES: usize = 512;

/// First bytes of files that are mistaken for articles, and the kinds of those files.
const FILE_KINDS: [(&[u8], &str); 14] = [
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "an RTF document"),
    (b"PK\x03\x04", "a ZIP archive, as DOCX, ODT and EPUB are"),
    (b"\xD0\xCF\x11\xE0", "an old Word document"),
    (b"\x89PNG", "a picture"),
    (b"\xFF\xD8\xFF", "a picture"),
    (b"GIF8", "a picture"),
    (b"RIFF", "a sound, a film or a picture"),
    (b"ID3", "a sound"),
    (b"OggS", "a sound"),
    (b"fLaC", "a sound"),
    (b"\x1F\x8B", "a compressed file"),
    (b"bplist", "a web archive or a property list"),
    (b"\x7FELF", "a program"),
];

/// An article's source as text.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct LoadedArticle {
    /// The text, without a byte order mark.
    pub text: String,
    /// The format, by the file's name. Standard input has no name, so there it is recognised by the first bytes.
    pub format: Format,
    /// Set if the encoding was guessed.
    pub warning: Option<Diagnostic>,
}

/// Loads an article from a file.
///
/// # Errors
/// If the file cannot be read, is no text or is too large.
pub fn load(path: &Path) -> Result<LoadedArticle, Diagnostic> {
    to_article(path, &read_file(path)?, Format::from_path(path))
}

/// Loads the article that the script.toml of the project in `root` names. A path in the project is read without following links.
/// One outside of it may have links, but must be a regular file: the project may come from a stranger.
///
/// # Errors
/// Like [`load`].
pub(crate) fn load_named_by(root: &Path, article: &Path) -> Result<LoadedArticle, Diagnostic> {
    if !files::stays_inside(article) {
        let path = root.join(article);
        drop(files::open(&path)?);
        return load(&path);
    }
    let path = ProjectPath::root(root).join(article);
    let bytes = path.read_at_most(MAX_FILE_BYTES)?;
    to_article(&path, &bytes, Format::from_path(&path))
}

/// Loads an article from standard input. Diagnostics name it `-`.
///
/// # Errors
/// Like [`load`].
pub fn load_stdin() -> Result<LoadedArticle, Diagnostic> {
    let (path, mut bytes) = (Path::new("-"), Vec::new());
    let read = std::io::stdin().lock().take(MAX_FILE_BYTES as u64 + 1).read_to_end(&mut bytes);
    read.map_err(|error| FileError::new("read", path, error))?;
    to_article(path, &bytes, recognise_format(&bytes))
}

/// Converts the error of [`super::parse`] to a diagnostic about the file.
pub fn diagnose(path: &Path, error: &ArticleError) -> Diagnostic {
    let (code, hint) = match error {
        ArticleError::Empty => {
            ("article-empty", "check that it is the right file; a web page must contain the article itself")
        }
        ArticleError::TooLarge => ("article-too-large", "split it into several articles"),
        ArticleError::TooComplex => {
            ("article-too-complex", "save the article's text alone, without the page around it")
        }
    };
    Diagnostic::error(code, format!("`{}` cannot be read aloud: {error}", path.display())).at(path).hint(hint)
}

/// Returns a title for an episode of an article without a headline: the file's name if it describes the article, else the first words.
pub(crate) fn fallback_title(path: &Path, first_words: &str) -> Option<String> {
    let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    let name =
        stem.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ");
    // `article-2` is as generic as `article`.
    let unnumbered = shape::fold(name.trim_end_matches(|c: char| !c.is_alphabetic()));
    let describes = name.chars().filter(|c| c.is_alphabetic()).count() > 2
        && !phrases().generic_file_names.contains(&unnumbered);
    if describes {
        let mut letters = name.chars();
        return letters.next().map(|c| c.to_uppercase().chain(letters).collect());
    }
    let words: Vec<&str> = first_words.split_whitespace().collect();
    let is_cut = words.len() > MAX_TITLE_WORDS;
    let title = words[..words.len().min(MAX_TITLE_WORDS)].join(" ");
    let title = title.trim_end_matches([',', ';', ':', '.']);
    (!title.is_empty()).then(|| if is_cut { format!("{title}…") } else { title.to_string() })
}

fn read_file(path: &Path) -> Result<Vec<u8>, Diagnostic> {
    let name = path.to_string_lossy();
    // A shell or a path library may have joined the two slashes.
    if name.starts_with("http://") || name.starts_with("https://") || name.starts_with("https:/") {
        return Err(Diagnostic::error("article-is-url", format!("`{name}` is an address, not a file")).at(path).hint(
            "save the page from your browser as HTML, or with `curl -o article.html ADDRESS`, and name that file",
        ));
    }
    if path.is_dir() {
        return Err(Diagnostic::error("article-is-folder", format!("`{name}` is a folder, not an article"))
            .at(path)
            .hint("name the .txt, .md or .html file in it"));
    }
    Ok(files::read_at_most(path, MAX_FILE_BYTES)?)
}

fn to_article(path: &Path, bytes: &[u8], format: Format) -> Result<LoadedArticle, Diagnostic> {
    let decoded = decode(bytes, format);
    // A file of another kind is reported as such even if it is too large. A text that was cut inside a letter would be reported as
    // broken UTF-8, so its size comes first.
    if bytes.len() > MAX_FILE_BYTES && !matches!(decoded, Err(DecodeError::Kind(_) | DecodeError::Binary)) {
        return Err(diagnose(path, &ArticleError::TooLarge));
    }
    let decoded = decoded.map_err(|error| {
        Diagnostic::error(error.code(), format!("`{}` cannot be read aloud: {error}", path.display()))
            .at(path)
            .hint(error.hint())
    })?;
    let warning = decoded.guessed.map(|encoding| {
        let message = format!("`{}` is not UTF-8 and was read as {encoding}", path.display());
        Diagnostic::warning("article-encoding-guessed", message)
            .at(path)
            .hint(format!("if letters are wrong, convert it: iconv -f {encoding} -t UTF-8"))
    });
    Ok(LoadedArticle { text: decoded.text, format, warning })
}

/// Recognises the format of a source without a name: pages and Markdown have typical first characters.
fn recognise_format(bytes: &[u8]) -> Format {
    let head =
        String::from_utf8_lossy(&bytes[..bytes.len().min(FORMAT_BYTES)]).trim_start().to_ascii_lowercase();
    if ["<!doctype", "<html", "<?xml", "<head", "<body"].iter().any(|tag| head.starts_with(tag)) {
        Format::Html
    } else if ["# ", "## ", "---\n", "+++\n"].iter().any(|mark| head.starts_with(mark)) {
        Format::Markdown
    } else {
        Format::Text
    }
}

/// A source as text.
#[derive(Debug, Clone, PartialEq, Eq)]
struct DecodedText {
    /// The text, without a byte order mark.
    text: String,
    /// The name of the encoding, if nothing in the source states it.
    guessed: Option<&'static str>,
}

/// The reason why bytes are no text.
#[derive(Debug, Clone, thiserror::Error, PartialEq, Eq)]
enum DecodeError {
    /// A file of another kind, known by its first bytes.
    #[error("it is {0}")]
    Kind(&'static str),
    /// UTF-8 with a broken character in this line.
    #[error("line {0} has bytes that are not UTF-8, unlike the rest of the file")]
    BrokenUtf8(usize),
    /// No known encoding.
    #[error("it is not text")]
    Binary,
}

impl DecodeError {
    fn code(&self) -> &'static str {
        match self {
            Self::Kind(_) | Self::Binary => "article-not-text",
            Self::BrokenUtf8(_) => "article-encoding-broken",
        }
    }

    fn hint(&self) -> &'static str {
        match self {
            Self::Kind(_) => "save its text as .txt, .md or .html and name that file",
            Self::BrokenUtf8(_) => "correct the line and save the file as UTF-8",
            Self::Binary => "check that it is the right file; an article is text, Markdown or HTML",
        }
    }
}

/// Decodes bytes: by their byte order mark, as UTF-8, by the encoding that a page states, or else as Windows-1252.
fn decode(bytes: &[u8], format: Format) -> Result<DecodedText, DecodeError> {
    if let Some((encoding, _)) = Encoding::for_bom(bytes).filter(|(encoding, _)| *encoding != UTF_8) {
        return Ok(DecodedText { text: decode_as(bytes, encoding), guessed: None });
    }
    if let Some((_, kind)) = FILE_KINDS.iter().find(|(first, _)| bytes.starts_with(first)) {
        return Err(DecodeError::Kind(kind));
    }
    if let Some(encoding) = utf_16_without_mark(bytes) {
        return Ok(DecodedText { text: decode_as(bytes, encoding), guessed: Some(encoding.name()) });
    }
    if bytes.contains(&0) {
        return Err(DecodeError::Binary);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => {
            Ok(DecodedText { text: text.strip_prefix('\u{feff}').unwrap_or(text).into(), guessed: None })
        }
        Err(error) => decode_single_byte(bytes, error.valid_up_to(), format),
    }
}

fn decode_as(bytes: &[u8], encoding: &'static Encoding) -> String {
    let (text, _) = encoding.decode_with_bom_removal(bytes);
    match text {
        Cow::Borrowed(text) => text.to_string(),
        Cow::Owned(text) => text,
    }
}

/// Recognises UTF-16 without a byte order mark. Spaces and punctuation have a zero in every other byte, in nearly all languages; one
/// such byte in eight is enough.
fn utf_16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(PRESCAN_BYTES)];
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

/// Decodes bytes that are not UTF-8 by the encoding that the page states, or else as Windows-1252.
fn decode_single_byte(bytes: &[u8], valid: usize, format: Format) -> Result<DecodedText, DecodeError> {
    if let Some(encoding) = stated_encoding(bytes, format) {
        return Ok(DecodedText { text: decode_as(bytes, encoding), guessed: None });
    }
    // In another encoding, few letters happen to be valid UTF-8. If most are valid, the file is UTF-8 with an error in it.
    let lossy = String::from_utf8_lossy(bytes);
    let valid_letters = lossy.chars().filter(|c| !c.is_ascii() && *c != '\u{fffd}').count();
    if valid_letters > lossy.matches('\u{fffd}').count() {
        let line = 1 + bytes[..valid].iter().filter(|byte| **byte == b'\n').count();
        return Err(DecodeError::BrokenUtf8(line));
    }
    if bytes.iter().any(|byte| byte.is_ascii_control() && !byte.is_ascii_whitespace()) {
        return Err(DecodeError::Binary);
    }
    Ok(DecodedText { text: decode_as(bytes, WINDOWS_1252), guessed: Some("Windows-1252") })
}

/// Returns the encoding that a page states: `<meta charset=…>`, `<meta … content="text/html; charset=…">` or `<?xml encoding=…?>`.
fn stated_encoding(bytes: &[u8], format: Format) -> Option<&'static Encoding> {
    if format != Format::Html {
        return None;
    }
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(PRESCAN_BYTES)]).to_ascii_lowercase();
    let value = ["charset=", "encoding="].iter().find_map(|key| head.split_once(key))?.1;
    let label = value.trim_start_matches(['"', '\'', ' ']);
    let end = label.find(|c: char| !c.is_ascii_alphanumeric() && !"-_:.".contains(c)).unwrap_or(label.len());
    Encoding::for_label(&label.as_bytes()[..end]).filter(|encoding| *encoding != UTF_8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_a_title_from_a_file_name_that_describes_the_article() {
        let title =
            |name: &str| fallback_title(Path::new(name), "One two three four five six seven, eight nine.");
        assert_eq!(title("talks/interview-with_ada.txt").as_deref(), Some("Interview with ada"));
        for name in ["article.md", "index2.html", "-", "1.txt"] {
            assert_eq!(title(name).as_deref(), Some("One two three four five six seven, eight…"), "`{name}`");
        }
        assert_eq!(fallback_title(Path::new("a.txt"), " "), None);
    }

    #[test]
    fn recognises_the_format_of_a_source_without_a_name() {
        let cases = [
            ("\n<!DOCTYPE html>", Format::Html),
            ("# A head", Format::Markdown),
            ("1. May it be", Format::Text),
        ];
        for (source, format) in cases {
            assert_eq!(recognise_format(source.as_bytes()), format, "`{source}`");
        }
    }

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
    fn decodes_single_bytes_as_windows_1252_and_reports_the_guess() {
        let expected = Ok(("café “so”".into(), Some("Windows-1252")));
        assert_eq!(decoded(b"caf\xe9 \x93so\x94", Format::Text), expected);
    }

    #[test]
    fn rejects_files_that_are_no_text_and_names_their_kind() {
        let cases: [(&[u8], DecodeError); 5] = [
            (b"%PDF-1.7\n", DecodeError::Kind("a PDF")),
            (b"PK\x03\x04\x14", DecodeError::Kind("a ZIP archive, as DOCX, ODT and EPUB are")),
            (b"\x01\x02\xe9\x00\x00\x00", DecodeError::Binary),
            (b"so\x07 \xe9", DecodeError::Binary),
            ("One é ü.\nTwo \u{1F30D} ß.".as_bytes(), DecodeError::BrokenUtf8(2)),
        ];
        for (bytes, expected) in cases {
            let mut bytes = bytes.to_vec();
            if matches!(expected, DecodeError::BrokenUtf8(_)) {
                bytes.push(0xe9);
            }
            assert_eq!(decoded(&bytes, Format::Text), Err(expected));
        }
    }
}
