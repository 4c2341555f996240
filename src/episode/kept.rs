//! Segments that are not spoken from their text: locked ones, and those for which a person picked an earlier version.

use std::collections::BTreeMap;
use std::time::SystemTime;

use super::{Line, Plan};
use crate::project::Project;
use crate::script::Segment;
use crate::script::manifest::segment_id;
use crate::speech;
use crate::takes::{Piece, Version};

/// A segment's name in the history: its id, or, where a person added it, one made of its words.
pub fn name(id: Option<&str>, text: &str) -> String {
    id.map_or_else(|| format!("words {}", segment_id(text, 0)), str::to_string)
}

/// The article's words for each piece of a version: sentence by sentence where their number is the same, else all with the
/// first piece. Pieces that go on with a sentence have none.
pub(super) fn texts(segment: &Segment, version: &Version, language: Option<&str>) -> Vec<String> {
    let sentences = speech::sentences_in(&segment.text, language);
    let begun = version.pieces.iter().filter(|piece| !piece.goes_on).count();
    let mut texts: Vec<&str> = if sentences.len() == begun {
        sentences.into_iter().map(|range| &segment.text[range]).collect()
    } else {
        vec![segment.text.as_str()]
    };
    texts.reverse();
    let text = |piece: &Piece| if piece.goes_on { "" } else { texts.pop().unwrap_or("") };
    version.pieces.iter().map(text).map(str::to_string).collect()
}

/// What a plan lets be heard, segment by segment.
pub(super) fn heard(project: &Project, plan: &Plan) -> Vec<Version> {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs();
    let mut lines: BTreeMap<usize, Vec<&Line>> = BTreeMap::new();
    plan.lines.iter().for_each(|line| lines.entry(line.segment).or_default().push(line));
    let version = |(segment, lines): (usize, Vec<&Line>)| {
        let segment = project.manifest.script.segments.get(segment)?;
        let voice = plan.voices.get(lines.first()?.voice)?.name.clone();
        let piece = |line: &&Line| Piece {
            take: line.key.to_string(),
            spoken: line.utterance.spoken.clone(),
            goes_on: line.text.is_empty(),
        };
        let pieces = lines.iter().map(piece).collect();
        Some(Version {
            segment: name(segment.id.as_deref(), &segment.text),
            voice,
            text: segment.text.clone(),
            pieces,
            made: now,
        })
    };
    lines.into_iter().filter_map(version).collect()
}
