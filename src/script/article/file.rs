//! An article's file: its text, whatever its encoding, or what it is instead.

use std::io::Read as _;
use std::path::Path;

use super::decode::{self, NotText};
use super::{ArticleError, Format, MAX_BYTES, shape};
use crate::base::diagnostic::Diagnostic;
use crate::base::files::{self, FileError};

/// An episode whose article names no title is called by so many of its first words.
const TITLE_WORDS: usize = 8;

/// File names that say nothing of what is in them.
const BARE_NAMES: [&str; 13] = [
    "article", "artikel", "document", "draft", "episode", "index", "new", "page", "post", "stdin", "story",
    "text", "untitled",
];

/// A source of more bytes is no article, whatever its encoding: none takes more than four for what UTF-8 has in one.
const MOST: usize = 4 * MAX_BYTES + 4;

/// An article as it was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Source {
    /// Its text.
    pub text: String,
    /// By its name, or by its beginning where it has none.
    pub format: Format,
    /// The encoding had to be guessed.
    pub warning: Option<Diagnostic>,
}

/// Reads an article.
///
/// # Errors
/// When there is no such file, or it is no text.
pub fn read(path: &Path) -> Result<Source, Diagnostic> {
    source(path, &bytes(path)?, Format::of(path))
}

/// Reads an article from standard input, for which `-` stands.
///
/// # Errors
/// As [`read`].
pub fn read_input() -> Result<Source, Diagnostic> {
    let (path, mut bytes) = (Path::new("-"), Vec::new());
    let read = std::io::stdin().lock().take(MOST as u64 + 1).read_to_end(&mut bytes);
    read.map_err(|error| FileError::new("read", path, error))?;
    source(path, &bytes, format_of(&bytes))
}

fn source(path: &Path, bytes: &[u8], format: Format) -> Result<Source, Diagnostic> {
    let decoded = decode::decode(bytes, format);
    // What is no text at all is said first. Cut off within a letter, text would be told of as broken.
    if bytes.len() > MOST && !matches!(decoded, Err(NotText::Kind(_) | NotText::Binary)) {
        return Err(told(path, &ArticleError::TooLarge));
    }
    let decoded = decoded.map_err(|error| {
        Diagnostic::error("todo", format!("`{}` cannot be read aloud: {error}", path.display()))
            .at(path)
            .hint(error.hint())
    })?;
    let warning = decoded.guessed.map(|encoding| {
        Diagnostic::warning("todo", format!("`{}` is not UTF-8 and was read as {encoding}", path.display()))
            .at(path)
            .hint(format!("if letters are wrong, convert it: iconv -f {encoding} -t UTF-8"))
    });
    Ok(Source { text: decoded.text, format, warning })
}

/// What is wrong with an article that was read, for whoever named the file.
pub fn told(path: &Path, error: &ArticleError) -> Diagnostic {
    let problem =
        Diagnostic::error("todo", format!("`{}` cannot be read aloud: {error}", path.display())).at(path);
    match error {
        ArticleError::Empty => problem.hint("is it the right file? a web page must hold the article itself"),
        ArticleError::TooLarge => problem.hint("cut it into several articles"),
        ArticleError::Tangled => problem.hint("save the article's text alone, without the page around it"),
    }
}

/// What to call an episode whose article names no title: the file's name where it says something, or else the first words.
pub fn title(path: &Path, first: &str) -> Option<String> {
    let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    let name =
        stem.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ");
    let says = name.chars().filter(|c| c.is_alphabetic()).count() > 2
        && !BARE_NAMES.contains(&shape::fold(name.trim_end_matches(|c: char| !c.is_alphabetic())).as_str());
    if says {
        let mut letters = name.chars();
        return letters.next().map(|c| c.to_uppercase().chain(letters).collect());
    }
    let words: Vec<&str> = first.split_whitespace().collect();
    let cut = words.len() > TITLE_WORDS;
    let title = words[..words.len().min(TITLE_WORDS)].join(" ");
    let title = title.trim_end_matches([',', ';', ':', '.']);
    (!title.is_empty()).then(|| if cut { format!("{title}…") } else { title.to_string() })
}

fn bytes(path: &Path) -> Result<Vec<u8>, Diagnostic> {
    let name = path.to_string_lossy();
    if name.starts_with("http://") || name.starts_with("https://") || name.starts_with("https:/") {
        return Err(Diagnostic::error("todo", format!("`{name}` is an address, not a file")).at(path).hint(
            "save the page from your browser as HTML, or `curl -o article.html ADDRESS`, and name that file",
        ));
    }
    if path.is_dir() {
        return Err(Diagnostic::error("todo", format!("`{name}` is a folder, not an article"))
            .at(path)
            .hint("name the .txt, .md or .html file in it"));
    }
    Ok(files::read_at_most(path, MOST)?)
}

/// Of a source without a name: a page and Markdown show what they are at their head.
fn format_of(bytes: &[u8]) -> Format {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(512)]).trim_start().to_ascii_lowercase();
    match () {
        () if ["<!doctype", "<html", "<?xml", "<head", "<body"].iter().any(|tag| head.starts_with(tag)) => {
            Format::Html
        }
        () if ["# ", "## ", "---\n", "+++\n"].iter().any(|mark| head.starts_with(mark)) => Format::Markdown,
        () => Format::Text,
    }
}

impl Format {
    /// The ending of a file in this form.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Text => "txt",
            Self::Markdown => "md",
            Self::Html => "html",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_says_something_gives_the_title() {
        let of = |name: &str| title(Path::new(name), "One two three four five six seven, eight nine.");
        assert_eq!(of("talks/interview-with_ada.txt").as_deref(), Some("Interview with ada"));
        for name in ["article.md", "index2.html", "-", "1.txt"] {
            assert_eq!(of(name).as_deref(), Some("One two three four five six seven, eight…"), "`{name}`");
        }
        assert_eq!(title(Path::new("a.txt"), " "), None);
    }

    #[test]
    fn a_source_without_a_name_shows_what_it_is() {
        let cases = [
            ("\n<!DOCTYPE html>", Format::Html),
            ("# A head", Format::Markdown),
            ("1. May it be", Format::Text),
        ];
        for (source, format) in cases {
            assert_eq!(format_of(source.as_bytes()), format, "`{source}`");
        }
    }
}
