//! What is heard of each segment, for the history.

use std::collections::BTreeMap;
use std::time::SystemTime;

use super::{Line, Plan};
use crate::project::Project;
use crate::script::Segment;
use crate::script::manifest::segment_id;
use crate::takes::{History, Piece, Version};

/// A segment's name in the history: its id, or, where a person added it, one made of its words.
pub fn name(id: Option<&str>, text: &str) -> String {
    id.map_or_else(|| format!("words {}", segment_id(text, 0)), str::to_string)
}

/// The version of a segment that a person may pick: one of its own. A segment that a person added has no name that outlasts its
/// words, and so it may be any.
pub fn version(history: &History, segment: &Segment, id: &str) -> Option<Version> {
    let name = name(segment.id.as_deref(), &segment.text);
    let own = history.of(&name).find(|version| version.id() == id).cloned();
    own.or_else(|| history.with_id(id).filter(|_| segment.id.is_none()).cloned())
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
