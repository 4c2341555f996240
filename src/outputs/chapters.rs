//! Makes chapters, one for each heading (Podcasting 2.0, JSON chapters 1.2).

use serde_json::{Value, json};

use super::Edition;
use super::edition::{DISCLOSURE, joined_text};
use super::markup::single_line;
use crate::base::config::Role;
use crate::script::Kind;

/// The part of the episode under one heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Chapter {
    /// The heading, or the episode's title for a chapter without one.
    pub(crate) title: String,
    /// Index of the first segment.
    pub(crate) segment: usize,
    /// First frame.
    pub(crate) start: u64,
    /// The frame after the last.
    pub(crate) end: u64,
}

/// Returns the chapters. There is at least one; together they cover the episode without a gap.
pub(crate) fn chapters(edition: &Edition<'_>) -> Vec<Chapter> {
    let mut chapters: Vec<Chapter> = Vec::new();
    for sentences in edition.sentences().chunk_by(|a, b| a.index == b.index) {
        let segment = sentences[0].segment;
        // The disclosure belongs to the chapter after it.
        if segment.id.as_deref() == Some(DISCLOSURE) {
            continue;
        }
        let is_first = chapters.is_empty();
        let is_heading = matches!(segment.kind, Kind::Heading(_));
        if is_first || is_heading {
            let text = joined_text(sentences);
            let title = if is_heading && !text.is_empty() { text } else { edition.title() };
            let start = if is_first { 0 } else { sentences[0].span.start };
            chapters.push(Chapter {
                title,
                segment: sentences[0].index,
                start,
                end: edition.timeline.length,
            });
        }
    }
    for n in 1..chapters.len() {
        chapters[n - 1].end = chapters[n].start;
    }
    chapters
}

/// Seconds of silence that a file with one chapter begins with, if the pause before its heading is long enough.
const HEAD: f64 = 0.5;
/// Seconds of silence that stay at the end of the file before. Audiobooks at ACX need both.
const TAIL: f64 = 1.0;

/// Returns the chapters as the parts of the episode that files with one chapter each hold.
///
/// A file must not begin on the first sound of its heading. So the cut is in the pause before the heading, and before a sting that
/// announces the chapter.
pub(crate) fn parts(edition: &Edition<'_>) -> Vec<Chapter> {
    let mut parts = chapters(edition);
    for n in 1..parts.len() {
        let cut = cut_before(parts[n].start, edition);
        parts[n - 1].end = cut;
        parts[n].start = cut;
    }
    parts
}

fn cut_before(heading: u64, edition: &Edition<'_>) -> u64 {
    let spoken = edition.timeline.placements.iter().map(|span| span.end);
    let silence = spoken.filter(|end| *end <= heading).max().unwrap_or_default();
    let stings = edition.cues.iter().filter(|cue| cue.cue.role == Role::Sting).map(|cue| cue.span.start);
    if let Some(sting) = stings.filter(|start| (silence..heading).contains(start)).min() {
        return sting;
    }
    let frames = |seconds: f64| (seconds * f64::from(edition.timeline.rate)) as u64;
    heading - frames(HEAD).min((heading - silence).saturating_sub(frames(TAIL)))
}

/// Returns the chapters as JSON for podcast apps.
pub(super) fn json(edition: &Edition<'_>) -> String {
    let rate = f64::from(edition.timeline.rate);
    let chapters: Vec<_> = chapters(edition).iter().map(|chapter| json_chapter(chapter, rate)).collect();
    let mut document = json!({"version": "1.2.0", "chapters": chapters});
    if let Some(title) = &edition.script.title {
        document["title"] = json!(single_line(title));
    }
    format!("{document:#}\n")
}

fn json_chapter(chapter: &Chapter, rate: f64) -> Value {
    let (start, end) = (chapter.start as f64 / rate, chapter.end as f64 / rate);
    json!({"startTime": start, "endTime": end, "title": chapter.title})
}
