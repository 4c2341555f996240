//! What books in several formats have in common: the files in their archive, and the article in documents with times.

mod documents;

use crate::outputs::encoders::Format;
pub(super) use documents::{Clip, Document, clock_value, documents};

/// A file in a book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BookFile {
    /// Its path in the archive.
    pub(crate) name: String,
    pub(crate) content: BookContent,
}

/// The content of a file in a book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum BookContent {
    /// The media type of the archive. It must be the first file and not compressed (EPUB 3.3, section 4.2.6).
    MediaType(&'static str),
    Text(String),
    Cover,
    /// The episode in this format.
    Sound(Format),
}

impl BookFile {
    /// Creates a file with text.
    pub(super) fn text(name: &str, text: String) -> Self {
        Self { name: name.into(), content: BookContent::Text(text) }
    }
}
