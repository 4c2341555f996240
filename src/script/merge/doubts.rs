//! Quotes whose words stayed while the clause around them changed: script.toml says who speaks, the article may now say another.

use toml_edit::{Array, Item, Table, value};

use super::Change;
use super::entry::{Entry, Fresh};
use super::merger::Merger;
use crate::script::Segment;

impl Merger<'_> {
    /// Marks such quotes unsure with both speakers. Which of the two a person chose and which an older article said is not
    /// known, so the script's stays until somebody decides.
    pub(super) fn doubt_speakers(&mut self) {
        for paragraph in paragraphs(self.fresh) {
            if paragraph.iter().all(|at| self.matched[*at].is_some()) {
                continue;
            }
            for at in paragraph {
                let (Some(entry), Fresh::Segment(segment)) = (self.matched[at], &self.fresh[at]) else {
                    continue;
                };
                let renamed = self.renamed.get(&segment.speaker).unwrap_or(&segment.speaker);
                if let Some(kept) = doubted(&self.entries[entry], segment, renamed) {
                    mark(&mut self.entries[entry].table, &kept, renamed, &segment.because);
                    let (text, article) = (segment.text.clone(), renamed.clone());
                    self.changes.push(Change::Speaker { text, kept, article });
                }
            }
        }
    }
}

/// Indices of the segments of each paragraph.
pub(super) fn paragraphs(fresh: &[Fresh<'_>]) -> Vec<Vec<usize>> {
    let mut paragraphs: Vec<Vec<usize>> = Vec::new();
    for (at, fresh) in fresh.iter().enumerate() {
        let Fresh::Segment(segment) = fresh else { continue };
        match paragraphs.last_mut().filter(|_| segment.continues) {
            Some(paragraph) => paragraph.push(at),
            None => paragraphs.push(vec![at]),
        }
    }
    paragraphs
}

/// The script's speaker, where the article surely has another.
fn doubted(entry: &Entry, segment: &Segment, cast: &str) -> Option<String> {
    let kept = entry.table.get("speaker").and_then(Item::as_str)?;
    let differs = !entry.omitted && !segment.is_narrator() && segment.unsure.is_none() && kept != cast;
    differs.then(|| kept.to_string())
}

fn mark(table: &mut Table, kept: &str, cast: &str, because: &str) {
    table["unsure"] = value(format!("the sentence around it changed: {because}"));
    table["candidates"] = value([kept, cast].into_iter().collect::<Array>());
}
