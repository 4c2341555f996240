//! Chapters, one for each heading: Podcasting 2.0, JSON chapters 1.2.

use serde_json::json;

use super::{DISCLOSURE, Edition, flat, words};
use crate::script::Kind;

/// A stretch of the episode under one heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chapter {
    /// The heading; before the first one, and where there is none, the episode's title.
    pub title: String,
    /// Index of the segment that it begins with.
    pub segment: usize,
    /// First frame.
    pub start: u64,
    /// The frame after the last.
    pub end: u64,
}

/// The chapters of an edition, without a gap from its first frame to its last. There is always at least one.
pub fn chapters(edition: &Edition<'_>) -> Vec<Chapter> {
    let opening = edition.title();
    let mut chapters: Vec<Chapter> = Vec::new();
    let sentences = edition.sentences();
    for of in sentences.chunk_by(|a, b| a.index == b.index) {
        // What is said of synthetic speech belongs to what it stands before.
        if of[0].segment.id.as_deref() == Some(DISCLOSURE) {
            continue;
        }
        let first = chapters.is_empty();
        let heading = matches!(of[0].segment.kind, Kind::Heading(_));
        if first || heading {
            let words = words(of);
            let title = if heading && !words.is_empty() { words } else { opening.clone() };
            let start = if first { 0 } else { of[0].span.start };
            let (segment, end) = (of[0].index, edition.timeline.length);
            chapters.push(Chapter { title, segment, start, end });
        }
    }
    for n in 1..chapters.len() {
        chapters[n - 1].end = chapters[n].start;
    }
    chapters
}

/// The chapters for podcast apps.
pub(super) fn render(edition: &Edition<'_>) -> String {
    let seconds = |frame: u64| frame as f64 / f64::from(edition.timeline.rate);
    let entry = |chapter: &Chapter| json!({"startTime": seconds(chapter.start), "endTime": seconds(chapter.end), "title": chapter.title});
    let chapters: Vec<_> = chapters(edition).iter().map(entry).collect();
    let mut all = json!({"version": "1.2.0", "chapters": chapters});
    if let Some(title) = &edition.script.title {
        all["title"] = json!(flat(title));
    }
    format!("{all:#}\n")
}
