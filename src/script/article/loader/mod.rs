//! Loads an article's file: reads it, recognises its format and decodes its text, whatever its encoding.

mod decode;
mod file_kinds;
mod mime;
mod mojibake;
mod pdf;
mod pdf_layout;
mod recognise;

use std::io::Read as _;
use std::path::Path;

#[cfg(feature = "http")]
use encoding_rs::{Encoding, UTF_8};

use super::documents::{self, DocumentError};
use super::{Article, ArticleError, Format, MAX_BYTES, Role, shape};
use crate::base::diagnostic::Diagnostic;
use crate::base::files::{self, FileError, ProjectPath};
#[cfg(feature = "http")]
use crate::base::http::fetch_page;
use crate::language::boilerplate::phrases;
use decode::{DecodeError, DecodedText, decode};
use mime::Message;

/// A title made from the first words of an article has at most this many words.
const MAX_TITLE_WORDS: usize = 8;
/// A page with fewer words than this is reported.
const MIN_PAGE_WORDS: usize = 40;
/// The largest file that is read, in bytes. No encoding takes more than four bytes for a byte of UTF-8.
const MAX_FILE_BYTES: usize = 4 * MAX_BYTES + 4;

/// An article's source as text.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct LoadedArticle {
    /// The text, without a byte order mark.
    pub text: String,
    /// The format, by the file's name. A page is recognised by its content, whatever its name is.
    pub format: Format,
    /// The file was a document or a message, so its text is not the content of the file.
    pub is_converted: bool,
    /// Guesses about the file, and places where its text is damaged.
    pub warnings: Vec<Diagnostic>,
}

/// Loads an article from a file.
///
/// # Errors
/// If the file cannot be read, is no text or is too large.
pub fn load(path: &Path) -> Result<LoadedArticle, Diagnostic> {
    load_bytes(path, &read_file(path)?)
}

/// Loads an article from a file, or fetches the page at an address.
///
/// # Errors
/// Like [`load`], and if the server does not send the page.
pub fn load_or_fetch(path: &Path) -> Result<LoadedArticle, Diagnostic> {
    #[cfg(feature = "http")]
    if is_address(path) {
        return fetch(&path.to_string_lossy());
    }
    load(path)
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
    load_bytes(&path, &bytes)
}

/// Fetches the page at an address. Redirects are reported as a warning.
///
/// # Errors
/// Like [`load`], and if the server does not send the page.
#[cfg(feature = "http")]
fn fetch(url: &str) -> Result<LoadedArticle, Diagnostic> {
    let path = Path::new(url);
    let page = fetch_page(url, MAX_FILE_BYTES)
        .map_err(|error| Diagnostic::error(error.code, error.what).at(path).hint(error.hint))?;
    let encoding =
        page.charset.and_then(|label| Encoding::for_label(label.as_bytes())).filter(|e| *e != UTF_8);
    let bytes =
        encoding.map_or(page.bytes.clone(), |encoding| decode::decode_as(&page.bytes, encoding).into_bytes());
    let mut article = load_bytes(Path::new("page"), &bytes)?;
    article.is_converted = true;
    if page.url.trim_end_matches('/') != url.trim_end_matches('/') {
        let what = format!("`{url}` leads to `{}`", page.url);
        article.warnings.push(
            Diagnostic::warning("article-redirected", what).at(path).hint("check that it is the right page"),
        );
    }
    Ok(article)
}

/// True for the address of a page.
pub fn is_address(path: &Path) -> bool {
    let name = path.to_string_lossy();
    name.starts_with("http://") || name.starts_with("https://")
}

/// Loads an article from standard input. Diagnostics name it `-`.
///
/// # Errors
/// Like [`load`].
pub fn load_stdin() -> Result<LoadedArticle, Diagnostic> {
    let (path, mut bytes) = (Path::new("-"), Vec::new());
    let read = std::io::stdin().lock().take(MAX_FILE_BYTES as u64 + 1).read_to_end(&mut bytes);
    read.map_err(|error| FileError::new("read", path, error))?;
    load_bytes(path, &bytes)
}

/// Converts the error of [`super::parse`] to a diagnostic about the file.
pub fn diagnose(path: &Path, error: &ArticleError) -> Diagnostic {
    let (code, hint) = match error {
        ArticleError::Empty => {
            ("article-empty", "check that it is the right file; a web page must contain the article itself")
        }
        ArticleError::TooLarge | ArticleError::TooManyBlocks => {
            ("article-too-large", "split it into several articles")
        }
        ArticleError::TooComplex => {
            ("article-too-complex", "save the article's text alone, without the page around it")
        }
    };
    Diagnostic::error(code, format!("`{}` cannot be read aloud: {error}", path.display())).at(path).hint(hint)
}

/// Warns of a page with hardly any text. A program of the page may make the text, so the saved file does not have it.
pub(crate) fn warn_of_thin_page(
    path: &Path,
    source: &LoadedArticle,
    article: &Article,
) -> Option<Diagnostic> {
    if source.format != Format::Html || !["<script", "<noscript"].iter().any(|tag| source.text.contains(tag))
    {
        return None;
    }
    let body =
        article.blocks.iter().filter(|block| block.role.is_read() && !matches!(block.role, Role::Heading(_)));
    let words: usize = body.map(|block| shape::word_count(block.text(&article.text))).sum();
    (words < MIN_PAGE_WORDS).then(|| {
        let what = format!(
            "`{}` has only {words} words of text; a program of the page may make the rest",
            path.display()
        );
        Diagnostic::warning("article-thin", what).at(path).hint(
            "open the page in a browser and save it there when all its text is visible, or copy the text",
        )
    })
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
            "`aloud new DIR ADDRESS` fetches it; or save the page from your browser as HTML, and name that file",
        ));
    }
    if path.is_dir() {
        return Err(Diagnostic::error("article-is-folder", format!("`{name}` is a folder, not an article"))
            .at(path)
            .hint("name the .txt, .md or .html file in it"));
    }
    Ok(files::read_at_most(path, MAX_FILE_BYTES)?)
}

/// Loads an article from the content of a file. `path` is its name, for its format and for diagnostics.
///
/// # Errors
/// Like [`load`].
pub(crate) fn load_bytes(path: &Path, bytes: &[u8]) -> Result<LoadedArticle, Diagnostic> {
    if bytes.len() <= MAX_FILE_BYTES
        && let Some(message) = Message::read(bytes)
    {
        return from_message(path, &message);
    }
    match documents::to_page(bytes) {
        Some(Ok(page)) => return from_document(path, &page, Format::Html, Vec::new()),
        Some(Err(error)) => return Err(refuse_document(path, &error)),
        None => {}
    }
    if let Some(text) = bytes.starts_with(b"%PDF").then(|| pdf::text(bytes)).flatten() {
        return from_document(path, &text, Format::Text, vec![warn_of_pdf(path)]);
    }
    let format = recognise::format(path, bytes);
    let decoded = decode(bytes, format);
    // A file of another kind is reported as such even if it is too large. A text that was cut inside a letter would be reported as
    // broken UTF-8, so its size comes first.
    if bytes.len() > MAX_FILE_BYTES && decoded.is_ok() {
        return Err(diagnose(path, &ArticleError::TooLarge));
    }
    let decoded = decoded.map_err(|error| refuse(path, &error))?;
    let warnings = warnings(path, &decoded);
    Ok(LoadedArticle { text: decoded.text, format, is_converted: false, warnings })
}

/// Returns the article in a document.
fn from_document(
    path: &Path,
    text: &str,
    format: Format,
    mut warnings: Vec<Diagnostic>,
) -> Result<LoadedArticle, Diagnostic> {
    if text.len() > MAX_BYTES {
        return Err(diagnose(path, &ArticleError::TooLarge));
    }
    let decoded = decode(text.as_bytes(), format).map_err(|error| refuse(path, &error))?;
    warnings.extend(self::warnings(path, &decoded));
    Ok(LoadedArticle { text: decoded.text, format, is_converted: true, warnings })
}

fn refuse_document(path: &Path, error: &DocumentError) -> Diagnostic {
    let (DocumentError::Kind(kind) | DocumentError::Damaged(kind)) = error;
    Diagnostic::error("article-not-text", format!("`{}` cannot be read aloud: it is {kind}", path.display()))
        .at(path)
        .hint("save its text as .docx, .odt, .txt, .md or .html and name that file")
}

fn warn_of_pdf(path: &Path) -> Diagnostic {
    let what = format!(
        "`{}` is a PDF; its text was read with `pdftotext` and may have its parts in the wrong order",
        path.display()
    );
    Diagnostic::warning("article-from-pdf", what)
        .at(path)
        .hint("read the script through: `aloud script` shows it")
}

/// Returns the article in an e-mail or in a page that was saved as one file.
fn from_message(path: &Path, message: &Message) -> Result<LoadedArticle, Diagnostic> {
    let decoded = decode(message.text.as_bytes(), message.format).map_err(|error| refuse(path, &error))?;
    let warnings = warnings(path, &decoded);
    let text = match (message.format, &message.subject) {
        (Format::Text, Some(subject)) => format!("{subject}\n\n{}", decoded.text),
        (Format::Html, Some(subject))
            if !decoded.text.contains("<title") && !decoded.text.contains("<h1") =>
        {
            // The subject has no name of a site at its end, so it is the headline too.
            let subject = subject.replace('&', "&amp;").replace('<', "&lt;");
            format!("<title>{subject}</title><h1>{subject}</h1>{}", decoded.text)
        }
        _ => decoded.text,
    };
    Ok(LoadedArticle { text, format: message.format, is_converted: true, warnings })
}

fn refuse(path: &Path, error: &DecodeError) -> Diagnostic {
    let name = path.display();
    Diagnostic::error("article-not-text", format!("`{name}` cannot be read aloud: {error}"))
        .at(path)
        .hint(error.hint(&name.to_string()))
}

/// Returns warnings about the encoding and about damage.
fn warnings(path: &Path, decoded: &DecodedText) -> Vec<Diagnostic> {
    let name = path.display();
    let warn = |code, what: String, hint: String| Diagnostic::warning(code, what).at(path).hint(hint);
    let guessed = decoded.guessed.map(|encoding| {
        let hint = format!("if letters are wrong, convert it: iconv -f {encoding} -t UTF-8");
        warn("article-encoding-guessed", format!("`{name}` is not UTF-8 and was read as {encoding}"), hint)
    });
    let broken = decoded.broken_line.map(|line| {
        let what = format!("line {line} of `{name}` has bytes that are not UTF-8; they were replaced");
        warn("article-encoding-broken", what, "correct the line and save the file as UTF-8".into())
    });
    let controls = (decoded.controls > 0).then(|| {
        let what = format!("{} control characters (such as NUL) of `{name}` were left out", decoded.controls);
        warn("article-control-characters", what, "check the places where the text was damaged".into())
    });
    let repaired = (decoded.repaired > 0).then(|| {
        let what = format!(
            "`{name}` has UTF-8 that was read as Windows-1252; {} places were repaired",
            decoded.repaired
        );
        warn(
            "article-encoding-repaired",
            what,
            "check the letters with accents and the quotation marks".into(),
        )
    });
    [guessed, broken, controls, repaired].into_iter().flatten().collect()
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
}
