//! The episode as a book that is read and heard: EPUB 3.3 (W3C Recommendation, 25 May 2023) with media overlays. Text and
//! sound are all in it; readers mark the sentence that is heard.

mod overlay;
mod package;

use super::article::{Marks, Part, article, direction};
use super::words::{Words, words};
use super::{Chapter, Edition, chapters, escape};
use crate::base::config::Outputs;
use crate::outputs::encoders::Format;
use crate::script::{Kind, Segment};

const STYLE: &str = include_str!("epub.css");
const CONTAINER: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
    <container version=\"1.0\" xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\">\n<rootfiles>\n\
    <rootfile full-path=\"EPUB/package.opf\" media-type=\"application/oebps-package+xml\"/>\n</rootfiles>\n</container>\n";
/// Readers load a document at a time; one with more sentences begins a new one at the next paragraph.
const MOST: usize = 300;

/// A file in the book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its path there.
    pub name: String,
    /// What it holds.
    pub holds: Holds,
}

/// What a file in the book holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Holds {
    /// The type of the archive, which stands first and is not compressed.
    Type(&'static str),
    /// Text.
    Text(String),
    /// The cover.
    Cover,
    /// The episode, compressed.
    Sound(Format),
}

/// What a document of the book is made from.
struct Document {
    part: Part,
    /// Of the chapter that it begins or goes on with.
    title: String,
    /// Whether it begins the chapter.
    begins: bool,
}

impl Document {
    /// Whether anything in it is heard.
    fn sounds(&self) -> bool {
        !self.part.heard.is_empty()
    }
}

/// The format of the sound in the book: one that readers must play (EPUB 3.3, section 3.2) and that is made anyway.
pub(super) fn format(outputs: &Outputs) -> Format {
    if outputs.mp3 && !outputs.m4a { Format::Mp3 } else { Format::M4a }
}

/// The files of the book, in their order.
pub(super) fn entries(edition: &Edition<'_>) -> Vec<Entry> {
    let words = words(edition.language());
    let documents = documents(edition, words);
    let sound = format(edition.outputs);
    let text = |name: String, text: String| Entry { name, holds: Holds::Text(text) };
    let mut entries = vec![
        Entry { name: "mimetype".into(), holds: Holds::Type("application/epub+zip") },
        text("META-INF/container.xml".into(), CONTAINER.into()),
        text("EPUB/package.opf".into(), package::render(edition, words, &documents, sound)),
        text("EPUB/nav.xhtml".into(), navigation(edition, words, &documents)),
        text("EPUB/epub.css".into(), STYLE.into()),
    ];
    let clips = overlay::clips(edition, &documents);
    for (nth, document) in documents.iter().enumerate() {
        entries.push(text(format!("EPUB/{}.xhtml", id(nth)), page(edition, words, document, nth == 0)));
        if document.sounds() {
            let smil = overlay::render(&id(nth), sound.file(), &clips[nth]);
            entries.push(text(format!("EPUB/{}.smil", id(nth)), smil));
        }
    }
    if let Some(cover) = edition.cover {
        let name = format!("EPUB/{}", cover.kind.file());
        entries.push(Entry { name, holds: Holds::Cover });
    }
    entries.push(Entry { name: format!("EPUB/{}", sound.file()), holds: Holds::Sound(sound) });
    entries
}

/// Name of a document, without its ending.
fn id(nth: usize) -> String {
    format!("text-{:04}", nth + 1)
}

fn documents(edition: &Edition<'_>, words: &Words) -> Vec<Document> {
    let marks = Marks { sentence: |_, _, nth| format!("id=\"s{}\"", nth + 1), word: None };
    let cuts =
        |part: &Part, next: &Segment| matches!(next.kind, Kind::Heading(_)) || part.heard.len() >= MOST;
    let chapters = chapters(edition);
    let mut current: Option<&Chapter> = None;
    let document = |part: Part| {
        let start = part.heard.first().map(|span| span.start);
        let here = start.and_then(|start| chapters.iter().rev().find(|chapter| chapter.start <= start));
        let begins = current.is_none() || here.is_some_and(|here| current != Some(here));
        current = here.or(current).or(chapters.first());
        let title = current.map_or_else(|| edition.title(), |chapter| chapter.title.clone());
        Document { part, title, begins }
    };
    article(edition, words, marks, cuts).into_iter().map(document).collect()
}

/// The beginning of an XHTML document, to the end of its `head`.
fn head(edition: &Edition<'_>, title: &str) -> String {
    let language = escape(edition.language());
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html>\n\
         <html xmlns=\"http://www.w3.org/1999/xhtml\" xmlns:epub=\"http://www.idpf.org/2007/ops\" \
         lang=\"{language}\" xml:lang=\"{language}\" dir=\"{}\">\n<head>\n<title>{}</title>\n\
         <link rel=\"stylesheet\" type=\"text/css\" href=\"epub.css\"/>\n</head>\n",
        direction(edition.language()),
        escape(title),
    )
}

fn page(edition: &Edition<'_>, words: &Words, document: &Document, first: bool) -> String {
    let title = escape(&document.title);
    // Where the first sentence does not say it, the first line does.
    let told = first && !edition.disclosed && !edition.disclosure.is_empty();
    let note =
        if told { format!("<p class=\"note\">{}</p>\n", escape(edition.disclosure)) } else { String::new() };
    let head = head(edition, &document.title);
    let part = if document.begins { String::new() } else { format!(" {}", words.continued) };
    format!(
        "{head}<body>\n<section epub:type=\"chapter\" role=\"doc-chapter\" aria-label=\"{title}{part}\">\n{note}{}</section>\n</body>\n</html>\n",
        document.part.html
    )
}

/// The table of contents (EPUB 3.3, section 7).
fn navigation(edition: &Edition<'_>, words: &Words, documents: &[Document]) -> String {
    let head = head(edition, words.chapters);
    let chapters = documents.iter().enumerate().filter(|(_, document)| document.begins);
    let entry = |(nth, document): (usize, &Document)| {
        format!("<li><a href=\"{}.xhtml\">{}</a></li>\n", id(nth), escape(&document.title))
    };
    let list: String = chapters.map(entry).collect();
    format!(
        "{head}<body>\n<nav epub:type=\"toc\" role=\"doc-toc\" id=\"toc\" aria-labelledby=\"contents\">\n\
         <h1 id=\"contents\" lang=\"{ui}\" xml:lang=\"{ui}\">{}</h1>\n<ol>\n{list}</ol>\n</nav>\n</body>\n</html>\n",
        words.chapters,
        ui = words.language,
    )
}
