//! Makes the SMIL 1.0 files of a talking book (DAISY 2.02): when each sentence plays.

use std::fmt::Write;

use super::metadata::{FORMAT, meta};
use crate::outputs::Edition;
use crate::outputs::book::{Clip, Document, clock_value};
use crate::outputs::catalog::DAISY_SOUND;
use crate::outputs::markup::escape;
use crate::outputs::metadata::identifier;

/// The file with the whole text.
pub(super) const TEXT: &str = "text.html";

/// Returns the name of the SMIL file of a document.
pub(super) fn file(document: &Document) -> String {
    format!("{}.smil", document.id)
}

/// Returns the address of the first sentence of a document.
pub(super) fn address(document: &Document) -> String {
    let first = document.clips.first().map_or(0, |clip| clip.sentence);
    format!("{}#p{first}", file(document))
}

/// Returns the SMIL file of a document that begins after `elapsed` milliseconds of the book.
pub(super) fn section(edition: &Edition<'_>, document: &Document, elapsed: u64) -> String {
    let mut clips = String::new();
    for Clip { sentence, start, end } in &document.clips {
        let (start, end) = (seconds(*start), seconds(*end));
        // Writing to a string cannot fail.
        let _ = writeln!(
            clips,
            "<par endsync=\"last\" id=\"p{sentence}\"><text id=\"t{sentence}\" src=\"{TEXT}#s{sentence}\"/>\
             <audio id=\"a{sentence}\" src=\"{}\" clip-begin=\"npt={start}\" clip-end=\"npt={end}\"/></par>",
            DAISY_SOUND.file()
        );
    }
    let metadata = meta("ncc:generator", "Aloud")
        + &meta("title", &document.title)
        + &meta("ncc:totalElapsedTime", &clock_value(elapsed))
        + &meta("ncc:timeInThisSmil", &clock_value(document.duration()));
    let sequence = format!("<seq dur=\"{}\">\n{clips}</seq>\n", seconds(document.duration()));
    smil(edition, &metadata, &sequence)
}

/// Returns the master SMIL file, which lists all others in the order of reading.
pub(super) fn master(edition: &Edition<'_>, spoken: &[&Document]) -> String {
    let references = spoken.iter().enumerate().map(|(nth, document)| {
        let title = escape(&document.title);
        format!("<ref title=\"{title}\" src=\"{}\" id=\"smil-{}\"/>\n", file(document), nth + 1)
    });
    let duration = spoken.iter().map(|document| document.duration()).sum();
    smil(edition, &meta("ncc:timeInThisSmil", &clock_value(duration)), &references.collect::<String>())
}

fn smil(edition: &Edition<'_>, metadata: &str, body: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!DOCTYPE smil PUBLIC \"-//W3C//DTD SMIL 1.0//EN\" \
         \"http://www.w3.org/TR/REC-SMIL/SMIL10.dtd\">\n<smil>\n<head>\n{}{}{}{metadata}\
         <layout><region id=\"text\"/></layout>\n</head>\n<body>\n{body}</body>\n</smil>\n",
        meta("dc:format", FORMAT),
        meta("dc:identifier", &identifier(edition)),
        meta("dc:title", &edition.title()),
    )
}

/// Formats milliseconds as seconds (SMIL 1.0, clock values).
fn seconds(ms: u64) -> String {
    format!("{}.{:03}s", ms / 1000, ms % 1000)
}
