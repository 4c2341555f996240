//! Makes the talking book of libraries of the blind: DAISY 2.02 (DAISY Consortium, recommendation of 28 February 2001) with text and
//! sound. Its navigation control centre lists the headings, and a SMIL file for each document plays sentence by sentence.

mod metadata;
mod smil;

use super::Edition;
use super::book::{BookContent, BookFile, Document, clock_value, documents};
use super::markup::{escape, single_line};
use super::metadata::{identifier, text_direction};
use crate::base::url::host;
use crate::outputs::catalog::DAISY_SOUND;
use metadata::{FORMAT, meta};
use smil::TEXT;

/// The required date of publication, if the article has none. It is a constant, because the same script must make the same book.
const UNDATED: &str = "1980-01-01";
/// The required author or publisher, if none is known.
const UNKNOWN: &str = "Unknown";

/// Returns the files of the book in order.
pub(crate) fn book_files(edition: &Edition<'_>) -> Vec<BookFile> {
    let documents = documents(edition);
    let spoken: Vec<&Document> = documents.iter().filter(|document| document.is_spoken()).collect();
    let mut sections = Vec::new();
    let mut elapsed = 0;
    for document in &spoken {
        let section = smil::section(edition, document, elapsed);
        sections.push(BookFile::text(&smil::file(document), section));
        elapsed += document.duration();
    }
    // The navigation centre states the number of files: itself, the master, the text, the sound and the sections.
    let number = 4 + sections.len();
    let mut files = vec![
        BookFile::text("ncc.html", navigation_centre(edition, &spoken, number)),
        BookFile::text("master.smil", smil::master(edition, &spoken)),
        BookFile::text(TEXT, text(edition, &documents)),
    ];
    files.extend(sections);
    files.push(BookFile { name: DAISY_SOUND.file().into(), content: BookContent::Sound(DAISY_SOUND) });
    files
}

/// Returns the navigation control centre: the metadata of the book, and a link for each heading.
fn navigation_centre(edition: &Edition<'_>, spoken: &[&Document], files: usize) -> String {
    let chapters: Vec<&&Document> = spoken.iter().filter(|document| document.begins_chapter).collect();
    let mut headings = String::new();
    let mut depth = 1;
    for (nth, document) in chapters.iter().enumerate() {
        let level = if nth == 0 { 1 } else { level(document) };
        let class = if nth == 0 { " class=\"title\"" } else { "" };
        depth = depth.max(level);
        headings += &format!(
            "<h{level}{class} id=\"h{}\"><a href=\"{}\">{}</a></h{level}>\n",
            nth + 1,
            smil::address(document),
            escape(&document.title)
        );
    }
    let author = edition.author.map(single_line).filter(|author| !author.is_empty());
    let series = edition.series.map(single_line).filter(|series| !series.is_empty());
    // A series is named like its site. Without one, the site of the article's page has published it.
    let site = series.or_else(|| edition.link.and_then(host).map(str::to_string));
    let author = author.as_deref().or(site.as_deref()).unwrap_or(UNKNOWN);
    let publisher = site.as_deref().unwrap_or(author);
    let duration: u64 = spoken.iter().map(|document| document.duration()).sum();
    let mut metadata = [
        ("dc:title", edition.title().as_str()),
        ("dc:creator", author),
        ("dc:date", edition.date.unwrap_or(UNDATED)),
        ("dc:format", FORMAT),
        ("dc:identifier", &identifier(edition)),
        ("dc:language", edition.language()),
        ("dc:publisher", publisher),
        ("ncc:charset", "utf-8"),
        ("ncc:depth", &depth.to_string()),
        ("ncc:files", &files.to_string()),
        ("ncc:footnotes", "0"),
        ("ncc:generator", "Aloud"),
        ("ncc:maxPageNormal", "0"),
        ("ncc:multimediaType", "audioFullText"),
        ("ncc:pageFront", "0"),
        ("ncc:pageNormal", "0"),
        ("ncc:pageSpecial", "0"),
        ("ncc:prodNotes", "0"),
        ("ncc:setInfo", "1 of 1"),
        ("ncc:sidebars", "0"),
        ("ncc:tocItems", &chapters.len().to_string()),
        ("ncc:totalTime", &clock_value(duration)),
    ]
    .map(|(name, value)| meta(name, value))
    .concat();
    metadata.extend(edition.readers().iter().map(|reader| meta("ncc:narrator", reader)));
    if !edition.disclosure.is_empty() {
        metadata += &meta("dc:description", edition.disclosure);
    }
    format!("{}{metadata}</head>\n<body>\n{headings}</body>\n</html>\n", head(edition, ""))
}

/// Returns the level of the heading that a document begins with, 1 to 6.
fn level(document: &Document) -> u32 {
    let tag = document.part.html.strip_prefix("<h").and_then(|tag| tag.chars().next());
    tag.and_then(|digit| digit.to_digit(10)).unwrap_or(1)
}

/// Returns the whole text. It shows the disclosure, unless its first sentence speaks it.
fn text(edition: &Edition<'_>, documents: &[Document]) -> String {
    let mut body = String::new();
    if !edition.disclosure_spoken && !edition.disclosure.is_empty() {
        body += &format!("<p>{}</p>\n", escape(edition.disclosure));
    }
    body.extend(documents.iter().map(|document| document.part.html.as_str()));
    let direction = format!(" dir=\"{}\"", text_direction(edition.language()));
    format!("{}</head>\n<body>\n{body}</body>\n</html>\n", head(edition, &direction))
}

/// Returns the start of an XHTML 1.0 document, up to the title in its `head`.
fn head(edition: &Edition<'_>, attributes: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Transitional//EN\" \
         \"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd\">\n\
         <html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"{language}\" xml:lang=\"{language}\"{attributes}>\n<head>\n\
         <meta http-equiv=\"Content-type\" content=\"text/html; charset=utf-8\"/>\n<title>{}</title>\n",
        escape(&edition.title()),
        language = escape(edition.language()),
    )
}
