//! Converts documents to pages: Word (`.docx`), LibreOffice (`.odt`) and books (`.epub`). All three are ZIP archives with XML.
//!
//! Headings, lists, tables, notes and emphasis keep their structure. Tracked deletions, comments and drawings are left out.

mod docx;
mod epub;
mod odt;
mod package;
mod xml;

pub(super) use package::DOCUMENT_MARK;

use package::Archive;

/// The reason why an archive is no article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum DocumentError {
    /// A document of another kind.
    Kind(&'static str),
    /// A document that cannot be read.
    Damaged(&'static str),
}

/// Kinds of documents that are no articles, by a file in their archive.
const OTHER_KINDS: [(&str, &str); 5] = [
    ("xl/workbook.xml", "an Excel workbook"),
    ("ppt/presentation.xml", "a PowerPoint presentation"),
    ("Index/Document.iwa", "a Pages document"),
    ("META-INF/MANIFEST.MF", "a Java archive"),
    ("AndroidManifest.xml", "an Android program"),
];

/// Converts a document to a page. Returns `None` for anything that is no ZIP archive.
pub(super) fn to_page(bytes: &[u8]) -> Option<Result<String, DocumentError>> {
    if !bytes.starts_with(b"PK\x03\x04") {
        return None;
    }
    Some(convert(bytes))
}

fn convert(bytes: &[u8]) -> Result<String, DocumentError> {
    let damaged = DocumentError::Damaged("a damaged ZIP archive");
    let mut archive = Archive::open(bytes).ok_or(damaged)?;
    if archive.has("word/document.xml") {
        return docx::to_page(&mut archive).ok_or(DocumentError::Damaged("a damaged Word document"));
    }
    if archive.has("META-INF/container.xml") {
        return epub::to_page(&mut archive).ok_or(DocumentError::Damaged("a damaged or protected EPUB"));
    }
    if archive.has("content.xml") {
        let kind = archive.text("mimetype").unwrap_or_default();
        return match kind.contains("spreadsheet")
            || kind.contains("presentation")
            || kind.contains("graphics")
        {
            true => Err(DocumentError::Kind("an OpenDocument spreadsheet, presentation or drawing")),
            false => odt::to_page(&mut archive).ok_or(DocumentError::Damaged("a damaged OpenDocument text")),
        };
    }
    let kind = OTHER_KINDS.iter().find(|(name, _)| archive.has(name)).map(|(_, kind)| *kind);
    Err(DocumentError::Kind(kind.unwrap_or("a ZIP archive")))
}

#[cfg(test)]
mod tests;
