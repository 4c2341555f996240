//! Makes the package document: the metadata, the files and the reading order of the book (EPUB 3.3, section 5).

use crate::outputs::Edition;
use crate::outputs::book::{Document, clock_value};
use crate::outputs::encoders::Format;
use crate::outputs::markup::{escape, single_line};
use crate::outputs::metadata::{accessibility, identifier, text_direction};

/// The required date of the last change. It is a constant, because the same script must make the same book. It is the
/// earliest date in a ZIP archive; the identifier of the book shows changes instead.
const MODIFIED: &str = "1980-01-01T00:00:00Z";
/// CSS class of the spoken sentence.
const ACTIVE_CLASS: &str = "-epub-media-overlay-active";

pub(super) fn render(edition: &Edition<'_>, documents: &[Document], sound: Format) -> String {
    let language = escape(edition.language());
    let spine: String =
        documents.iter().map(|document| format!("<itemref idref=\"{}\"/>\n", document.id)).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\" \
         unique-identifier=\"book\" xml:lang=\"{language}\" dir=\"{dir}\">\n{}{}\
         <spine page-progression-direction=\"{dir}\">\n{spine}</spine>\n</package>\n",
        metadata(edition, documents),
        manifest(edition, documents, sound),
        dir = text_direction(edition.language()),
    )
}

fn metadata(edition: &Edition<'_>, documents: &[Document]) -> String {
    let mut xml = format!(
        "<metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n<dc:identifier id=\"book\">{}</dc:identifier>\n\
         <dc:title>{}</dc:title>\n<dc:language>{}</dc:language>\n",
        identifier(edition),
        escape(&edition.title()),
        escape(edition.language()),
    );
    if let Some(author) = edition.author {
        xml += &format!("<dc:creator>{}</dc:creator>\n", escape(&single_line(author)));
    }
    if !edition.disclosure.is_empty() {
        xml += &format!("<dc:description>{}</dc:description>\n", escape(edition.disclosure));
    }
    if let Some(series) = edition.series {
        xml += &format!(
            "<meta property=\"belongs-to-collection\" id=\"series\">{}</meta>\n\
             <meta refines=\"#series\" property=\"collection-type\">series</meta>\n",
            escape(&single_line(series))
        );
    }
    xml += &meta("dcterms:modified", MODIFIED);
    for (property, value) in accessibility(edition) {
        xml += &meta(&format!("schema:{property}"), &value);
    }
    for reader in edition.readers() {
        xml += &meta("media:narrator", &reader);
    }
    xml += &meta("media:active-class", ACTIVE_CLASS);
    for document in documents.iter().filter(|document| document.is_spoken()) {
        let (id, duration) = (&document.id, clock_value(document.duration()));
        xml += &format!("<meta property=\"media:duration\" refines=\"#{id}-overlay\">{duration}</meta>\n");
    }
    xml += &meta("media:duration", &clock_value(documents.iter().map(Document::duration).sum()));
    xml + "</metadata>\n"
}

fn meta(property: &str, value: &str) -> String {
    format!("<meta property=\"{property}\">{}</meta>\n", escape(value))
}

fn manifest(edition: &Edition<'_>, documents: &[Document], sound: Format) -> String {
    let mut xml = String::from("<manifest>\n");
    xml += &item("nav", "nav.xhtml", "application/xhtml+xml", " properties=\"nav\"");
    xml += &item("style", "epub.css", "text/css", "");
    for document in documents {
        let (id, page) = (&document.id, format!("{}.xhtml", document.id));
        if document.is_spoken() {
            let overlay = format!("{id}-overlay");
            xml += &item(id, &page, "application/xhtml+xml", &format!(" media-overlay=\"{overlay}\""));
            xml += &item(&overlay, &format!("{id}.smil"), "application/smil+xml", "");
        } else {
            xml += &item(id, &page, "application/xhtml+xml", "");
        }
    }
    if let Some(cover) = edition.cover {
        xml += &item("cover", cover.kind.file(), cover.kind.media_type(), " properties=\"cover-image\"");
    }
    xml += &item("sound", sound.file(), sound.media_type(), "");
    xml + "</manifest>\n"
}

fn item(id: &str, href: &str, media_type: &str, attributes: &str) -> String {
    format!("<item id=\"{id}\" href=\"{href}\" media-type=\"{media_type}\"{attributes}/>\n")
}
