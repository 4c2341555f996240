//! Splits the article into the documents of a book, each with the times of its sentences.

use crate::outputs::Edition;
use crate::outputs::article_html::{ArticlePart, Attributes, article_html};
use crate::outputs::chapters::{Chapter, chapters};
use crate::script::Kind;

/// E-readers load one document at a time. After this many sentences, the next paragraph starts a new document.
const MAX_SENTENCES: usize = 300;

/// A document of the book.
pub(in crate::outputs) struct Document {
    /// Its name without the extension.
    pub(in crate::outputs) id: String,
    pub(in crate::outputs) part: ArticlePart,
    /// Title of the chapter that it begins or continues.
    pub(in crate::outputs) title: String,
    /// Whether it begins the chapter.
    pub(in crate::outputs) begins_chapter: bool,
    /// When each of its sentences plays; empty if nothing in it is spoken.
    pub(in crate::outputs) clips: Vec<Clip>,
}

/// The time of a sentence, in milliseconds of the episode.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::outputs) struct Clip {
    /// Number of the sentence in the book, counted from 1.
    pub(in crate::outputs) sentence: usize,
    pub(in crate::outputs) start: u64,
    pub(in crate::outputs) end: u64,
}

/// Splits the article into documents: at each heading, and after [`MAX_SENTENCES`].
pub(in crate::outputs) fn documents(edition: &Edition<'_>) -> Vec<Document> {
    let attributes = Attributes { sentence: |_, _, nth| format!("id=\"s{}\"", nth + 1), word: None };
    let parts = article_html(edition, attributes, |part, next| {
        matches!(next.kind, Kind::Heading(_)) || part.sentences.len() >= MAX_SENTENCES
    });
    let mut clips = clips(edition, &parts).into_iter();
    let chapters = chapters(edition);
    let mut current: Option<&Chapter> = None;
    let mut documents = Vec::new();
    for (nth, part) in parts.into_iter().enumerate() {
        let start = part.sentences.first().map(|span| span.start);
        let here = start.and_then(|start| chapters.iter().rev().find(|chapter| chapter.start <= start));
        let begins_chapter = current.is_none() || here.is_some_and(|here| current != Some(here));
        current = here.or(current).or(chapters.first());
        documents.push(Document {
            id: format!("text-{:04}", nth + 1),
            title: current.map_or_else(|| edition.title(), |chapter| chapter.title.clone()),
            begins_chapter,
            clips: clips.by_ref().take(part.sentences.len()).collect(),
            part,
        });
    }
    documents
}

/// Returns the clips of all sentences. Each begins where the one before ends. So the whole episode plays, with its
/// pauses and music, and e-readers do not jump between sentences.
fn clips(edition: &Edition<'_>, parts: &[ArticlePart]) -> Vec<Clip> {
    let sentences = parts.iter().flat_map(|part| &part.sentences);
    let mut edges: Vec<u64> = sentences.map(|span| edition.ms(span.start)).collect();
    if let Some(first) = edges.first_mut() {
        *first = 0;
    }
    edges.push(edition.ms(edition.timeline.length));
    let clips = edges.windows(2).enumerate();
    clips.map(|(nth, edge)| Clip { sentence: nth + 1, start: edge[0], end: edge[1] }).collect()
}

impl Document {
    /// Returns whether anything in the document is spoken.
    pub(in crate::outputs) fn is_spoken(&self) -> bool {
        !self.part.sentences.is_empty()
    }

    /// Returns the duration of all clips in milliseconds.
    pub(in crate::outputs) fn duration(&self) -> u64 {
        self.clips.iter().map(|clip| clip.end - clip.start).sum()
    }
}

/// Formats milliseconds as a full clock value (SMIL 3.0, section 5.4.3).
pub(in crate::outputs) fn clock_value(ms: u64) -> String {
    format!("{}:{:02}:{:02}.{:03}", ms / 3_600_000, ms / 60_000 % 60, ms / 1000 % 60, ms % 1000)
}
