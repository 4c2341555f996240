//! What is heard of each segment, for the history.

use std::collections::BTreeMap;
use std::time::SystemTime;

use super::{Line, Plan};
use crate::project::Project;
use crate::takes::{Piece, Version, segment_name as name};

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
