//! Opens the archive of a document, and writes the head of the page that is made from it.

use std::io::{Cursor, Read as _};

use zip::ZipArchive;

use super::xml::Element;

/// Marks a page that was made from a document. All of it is the article, so the parser does not look for one.
pub(in crate::script::article) const DOCUMENT_MARK: &str =
    "<meta name=\"generator\" content=\"aloud document\">";
/// A file of an archive has at most this many bytes, and all that are read together. A small archive can hold gigabytes.
const MAX_ENTRY_BYTES: u64 = 40_000_000;
const MAX_BYTES: usize = 60_000_000;

/// The files of a document.
pub(super) struct Archive<'b> {
    zip: ZipArchive<Cursor<&'b [u8]>>,
    /// Bytes that were read so far.
    read: usize,
}

impl<'b> Archive<'b> {
    pub(super) fn open(bytes: &'b [u8]) -> Option<Self> {
        Some(Self { zip: ZipArchive::new(Cursor::new(bytes)).ok()?, read: 0 })
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.zip.index_for_name(name).is_some()
    }

    /// Reads a file of the archive, within the limits.
    pub(super) fn text(&mut self, name: &str) -> Option<String> {
        let mut bytes = Vec::new();
        let file = self.zip.by_name(name).ok()?;
        file.take(MAX_ENTRY_BYTES + 1).read_to_end(&mut bytes).ok()?;
        self.read += bytes.len();
        if bytes.len() as u64 > MAX_ENTRY_BYTES || self.read > MAX_BYTES {
            return None;
        }
        Some(String::from_utf8_lossy(&bytes).trim_start_matches('\u{feff}').to_string())
    }

    pub(super) fn xml(&mut self, name: &str) -> Option<Element> {
        Element::parse(&self.text(name)?)
    }
}

/// The metadata of a document.
#[derive(Default)]
pub(super) struct Head {
    pub(super) title: Option<String>,
    author: Option<String>,
    language: Option<String>,
}

impl Head {
    /// Reads the elements of Dublin Core: `dc:title`, `dc:creator`, `dc:language`.
    pub(super) fn read(metadata: &Element) -> Self {
        let text = |name: &str| {
            let text = metadata.descendant(name)?.text();
            Some(text.trim().to_string()).filter(|text| !text.is_empty())
        };
        Self { title: text("dc:title"), author: text("dc:creator"), language: text("dc:language") }
    }

    /// Returns a page with this head.
    pub(super) fn page(&self, body: &str) -> String {
        let mut page = String::from("<!doctype html><html");
        if let Some(language) = &self.language {
            page.push_str(&format!(" lang=\"{}\"", escape(language)));
        }
        page.push_str("><head>");
        page.push_str(DOCUMENT_MARK);
        if let Some(title) = &self.title {
            page.push_str(&format!("<title>{}</title>", escape(title)));
        }
        if let Some(author) = &self.author {
            page.push_str(&format!("<meta name=\"author\" content=\"{}\">", escape(author)));
        }
        page.push_str("</head><body>\n");
        page.push_str(body);
        page.push_str("</body></html>\n");
        page
    }
}

/// The tag of a paragraph with the style of a title.
pub(super) const TITLE: &str = "<p class=\"MsoTitle\">";

/// Makes sections of the headings of the first level below a title, as word processors use them.
pub(super) fn lower_headings(mut html: String) -> String {
    if !html.contains(TITLE) || !html.contains("<h1>") {
        return html;
    }
    for level in (1..=5).rev() {
        for tag in ["<h", "</h"] {
            html = html.replace(&format!("{tag}{level}>"), &format!("{tag}{}>", level + 1));
        }
    }
    html
}

/// Returns text as HTML.
pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
