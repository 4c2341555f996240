//! Makes the book: EPUB 3.3 (W3C Recommendation, 25 May 2023) with media overlays. It contains text and sound, and
//! e-readers highlight the spoken sentence.

mod overlay;
mod package;

use super::Edition;
use super::book::{BookContent, BookFile, Document, documents};
use super::catalog::book_format;
use super::markup::escape;
use super::metadata::text_direction;

const STYLE: &str = include_str!("epub.css");
const CONTAINER: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
    <container version=\"1.0\" xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\">\n<rootfiles>\n\
    <rootfile full-path=\"EPUB/package.opf\" media-type=\"application/oebps-package+xml\"/>\n</rootfiles>\n</container>\n";

/// Returns the files of the book in order.
pub(crate) fn book_files(edition: &Edition<'_>) -> Vec<BookFile> {
    let documents = documents(edition);
    let sound = book_format(edition.outputs);
    let mut files = vec![
        BookFile { name: "mimetype".into(), content: BookContent::MediaType("application/epub+zip") },
        BookFile::text("META-INF/container.xml", CONTAINER.into()),
        BookFile::text("EPUB/package.opf", package::render(edition, &documents, sound)),
        BookFile::text("EPUB/nav.xhtml", navigation(edition, &documents)),
        BookFile::text("EPUB/epub.css", STYLE.into()),
    ];
    for (nth, document) in documents.iter().enumerate() {
        files.push(BookFile::text(&format!("EPUB/{}.xhtml", document.id), page(edition, document, nth == 0)));
        if document.is_spoken() {
            files.push(BookFile::text(
                &format!("EPUB/{}.smil", document.id),
                overlay::render(document, sound.file()),
            ));
        }
    }
    if let Some(cover) = edition.cover {
        files.push(BookFile { name: format!("EPUB/{}", cover.kind.file()), content: BookContent::Cover });
    }
    files.push(BookFile { name: format!("EPUB/{}", sound.file()), content: BookContent::Sound(sound) });
    files
}

/// Returns a document as XHTML. The first one shows the disclosure, unless its first sentence speaks it.
fn page(edition: &Edition<'_>, document: &Document, is_first: bool) -> String {
    let shows_disclosure = is_first && !edition.disclosure_spoken && !edition.disclosure.is_empty();
    let note = if shows_disclosure {
        format!("<p class=\"note\">{}</p>\n", escape(edition.disclosure))
    } else {
        String::new()
    };
    let continued =
        if document.begins_chapter { String::new() } else { format!(" {}", edition.ui().continued) };
    format!(
        "{}<body>\n<section epub:type=\"chapter\" role=\"doc-chapter\" aria-label=\"{}{continued}\">\n{note}{}</section>\n</body>\n</html>\n",
        head(edition, &document.title),
        escape(&document.title),
        document.part.html
    )
}

/// Returns the table of contents (EPUB 3.3, section 7).
fn navigation(edition: &Edition<'_>, documents: &[Document]) -> String {
    let ui = edition.ui();
    let chapters = documents.iter().filter(|document| document.begins_chapter);
    let list: String = chapters.map(navigation_entry).collect();
    format!(
        "{}<body>\n<nav epub:type=\"toc\" role=\"doc-toc\" id=\"toc\" aria-labelledby=\"contents\">\n\
         <h1 id=\"contents\" lang=\"{lang}\" xml:lang=\"{lang}\">{}</h1>\n<ol>\n{list}</ol>\n</nav>\n</body>\n</html>\n",
        head(edition, &ui.chapters),
        ui.chapters,
        lang = ui.language,
    )
}

fn navigation_entry(document: &Document) -> String {
    format!("<li><a href=\"{}.xhtml\">{}</a></li>\n", document.id, escape(&document.title))
}

/// Returns the start of an XHTML document, up to the end of its `head`.
fn head(edition: &Edition<'_>, title: &str) -> String {
    let language = escape(edition.language());
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html>\n\
         <html xmlns=\"http://www.w3.org/1999/xhtml\" xmlns:epub=\"http://www.idpf.org/2007/ops\" \
         lang=\"{language}\" xml:lang=\"{language}\" dir=\"{}\">\n<head>\n<title>{}</title>\n\
         <link rel=\"stylesheet\" type=\"text/css\" href=\"epub.css\"/>\n</head>\n",
        text_direction(edition.language()),
        escape(title),
    )
}
