//! The package document: what the book is, what is in it, in which order it is read (EPUB 3.3, section 5).

use super::super::article::direction;
use super::super::words::Words;
use super::super::{Edition, access, escape, flat, identity};
use super::overlay::{clips, clock, duration};
use super::{Document, id};
use crate::outputs::encoders::Format;

/// Readers have to be told when a book was changed, and one that is built twice must be the same. So this says nothing but
/// "no date": it is the first one that an archive can have. What tells one state of a book from another is its identifier.
const MODIFIED: &str = "1980-01-01T00:00:00Z";
/// The class that readers give to the sentence that is heard.
const ACTIVE: &str = "-epub-media-overlay-active";

pub(super) fn render(edition: &Edition<'_>, words: &Words, documents: &[Document], sound: Format) -> String {
    let language = escape(edition.language());
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\" \
         unique-identifier=\"book\" xml:lang=\"{language}\" dir=\"{dir}\">\n{}{}\
         <spine page-progression-direction=\"{dir}\">\n{}</spine>\n</package>\n",
        metadata(edition, words, documents),
        manifest(edition, documents, sound),
        (0..documents.len()).map(|nth| format!("<itemref idref=\"{}\"/>\n", id(nth))).collect::<String>(),
        dir = direction(edition.language()),
    )
}

fn metadata(edition: &Edition<'_>, words: &Words, documents: &[Document]) -> String {
    let meta =
        |property: &str, value: &str| format!("<meta property=\"{property}\">{}</meta>\n", escape(value));
    let mut all = format!(
        "<metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n<dc:identifier id=\"book\">{}</dc:identifier>\n\
         <dc:title>{}</dc:title>\n<dc:language>{}</dc:language>\n",
        identity(edition),
        escape(&edition.title()),
        escape(edition.language()),
    );
    if let Some(author) = edition.author {
        all += &format!("<dc:creator>{}</dc:creator>\n", escape(&flat(author)));
    }
    if !edition.disclosure.is_empty() {
        all += &format!("<dc:description>{}</dc:description>\n", escape(edition.disclosure));
    }
    if let Some(series) = edition.series {
        all += &format!(
            "<meta property=\"belongs-to-collection\" id=\"series\">{}</meta>\n\
             <meta refines=\"#series\" property=\"collection-type\">series</meta>\n",
            escape(&flat(series))
        );
    }
    all += &meta("dcterms:modified", MODIFIED);
    for (property, value) in access::properties(edition, words) {
        all += &meta(&format!("schema:{property}"), &value);
    }
    for reader in edition.readers(words) {
        all += &meta("media:narrator", &reader);
    }
    all += &meta("media:active-class", ACTIVE);
    let clips = clips(edition, documents);
    for (nth, clips) in clips.iter().enumerate().filter(|(_, clips)| !clips.is_empty()) {
        let (id, length) = (id(nth), clock(duration(clips)));
        all += &format!("<meta property=\"media:duration\" refines=\"#{id}-overlay\">{length}</meta>\n");
    }
    all += &meta("media:duration", &clock(clips.iter().map(|clips| duration(clips)).sum()));
    all + "</metadata>\n"
}

fn manifest(edition: &Edition<'_>, documents: &[Document], sound: Format) -> String {
    let mut all = String::from("<manifest>\n");
    let mut item = |id: &str, href: &str, kind: &str, more: &str| {
        all += &format!("<item id=\"{id}\" href=\"{href}\" media-type=\"{kind}\"{more}/>\n");
    };
    item("nav", "nav.xhtml", "application/xhtml+xml", " properties=\"nav\"");
    item("style", "epub.css", "text/css", "");
    for (nth, document) in documents.iter().enumerate() {
        let (id, overlay) = (id(nth), format!("{}-overlay", id(nth)));
        let more = if document.sounds() { format!(" media-overlay=\"{overlay}\"") } else { String::new() };
        item(&id, &format!("{id}.xhtml"), "application/xhtml+xml", &more);
        if document.sounds() {
            item(&overlay, &format!("{id}.smil"), "application/smil+xml", "");
        }
    }
    if let Some(cover) = edition.cover {
        item("cover", cover.kind.file(), cover.kind.media_type(), " properties=\"cover-image\"");
    }
    item("sound", sound.file(), sound.media_type(), "");
    all + "</manifest>\n"
}
