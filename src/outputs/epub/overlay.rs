//! Media overlays: which sentence is heard when (EPUB 3.3, section 9).

use std::fmt::Write;

use super::super::Edition;
use super::Document;

/// When a sentence is heard, in milliseconds of the episode.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Clip {
    /// Number of the sentence in the book, from 1.
    pub(super) sentence: usize,
    pub(super) start: u64,
    pub(super) end: u64,
}

/// The clips of each document. One begins where the one before ends, so that the whole episode is heard, with its pauses and
/// its music, and no reader jumps from sentence to sentence: the mark moves on when the next one begins.
pub(super) fn clips(edition: &Edition<'_>, documents: &[Document]) -> Vec<Vec<Clip>> {
    let heard = documents.iter().flat_map(|document| &document.part.heard);
    let mut edges: Vec<u64> = heard.map(|span| edition.ms(span.start)).collect();
    if let Some(first) = edges.first_mut() {
        *first = 0;
    }
    edges.push(edition.ms(edition.timeline.length));
    let clip = |(nth, edge): (usize, &[u64])| Clip { sentence: nth + 1, start: edge[0], end: edge[1] };
    let mut all = edges.windows(2).enumerate().map(clip);
    documents.iter().map(|document| all.by_ref().take(document.part.heard.len()).collect()).collect()
}

/// How long they are together, in milliseconds.
pub(super) fn duration(clips: &[Clip]) -> u64 {
    clips.iter().map(|clip| clip.end - clip.start).sum()
}

/// The overlay of a document.
pub(super) fn render(id: &str, sound: &str, clips: &[Clip]) -> String {
    let mut smil = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<smil xmlns=\"http://www.w3.org/ns/SMIL\" \
         xmlns:epub=\"http://www.idpf.org/2007/ops\" version=\"3.0\">\n<body>\n\
         <seq id=\"all\" epub:textref=\"{id}.xhtml\" epub:type=\"chapter\">\n"
    );
    for Clip { sentence, start, end } in clips {
        let (start, end) = (clock(*start), clock(*end));
        // Writing to a string cannot fail.
        let _ = writeln!(
            smil,
            "<par id=\"p{sentence}\"><text src=\"{id}.xhtml#s{sentence}\"/>\
             <audio src=\"{sound}\" clipBegin=\"{start}\" clipEnd=\"{end}\"/></par>"
        );
    }
    smil + "</seq>\n</body>\n</smil>\n"
}

/// A full clock value (SMIL 3.0, section 5.4.3).
pub(super) fn clock(ms: u64) -> String {
    format!("{}:{:02}:{:02}.{:03}", ms / 3_600_000, ms / 60_000 % 60, ms / 1000 % 60, ms % 1000)
}
