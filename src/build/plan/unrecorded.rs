//! Reports segments without a recording: one by one if there are few, else all of a voice in one diagnostic.

use std::collections::BTreeMap;

use super::super::script_file::ScriptFile;
use super::types::{Plan, as_fallback_warning};
use crate::base::diagnostic::Diagnostic;

/// Most segments of a voice that are reported one by one. A new voice has no recordings at all, and a hundred warnings would hide
/// all others.
const FEW: usize = 2;
/// Most segments to list.
const MOST_LISTED: usize = 20;

/// A segment without a recording.
pub(super) struct Unrecorded {
    /// Index of the segment.
    pub(super) segment: usize,
    /// The voice that has no recording of it, and the one that speaks instead.
    pub(super) voice: String,
    pub(super) fallback: Option<String>,
    /// The problem of this segment alone.
    pub(super) problem: Diagnostic,
}

/// Adds the diagnostics to a plan: warnings for segments with a fallback, problems for the others.
pub(super) fn report(script: &ScriptFile<'_>, unrecorded: Vec<Unrecorded>, plan: &mut Plan) {
    let mut groups: BTreeMap<(String, Option<String>), Vec<Unrecorded>> = BTreeMap::new();
    for one in unrecorded {
        groups.entry((one.voice.clone(), one.fallback.clone())).or_default().push(one);
    }
    for ((voice, fallback), group) in groups {
        let problems = match group.as_slice() {
            few if few.len() <= FEW => group.into_iter().map(|one| one.problem).collect(),
            many => vec![summary(script, &voice, many)],
        };
        match fallback {
            Some(fallback) => {
                plan.warnings.extend(problems.into_iter().map(|one| as_fallback_warning(one, &fallback)));
            }
            None => plan.problems.extend(problems),
        }
    }
}

fn summary(script: &ScriptFile<'_>, voice: &str, group: &[Unrecorded]) -> Diagnostic {
    let mut numbers: Vec<String> =
        group.iter().take(MOST_LISTED).map(|one| (one.segment + 1).to_string()).collect();
    if group.len() > MOST_LISTED {
        numbers.push(format!("and {} more", group.len() - MOST_LISTED));
    }
    let what = format!("{} segments have no recording of voice `{voice}`", group.len());
    Diagnostic::error("recording-missing", what)
        .at(&script.path)
        .why(format!("these are the segments {}", numbers.join(", ")))
        .hint(format!("record them: `aloud sheet {voice}` writes what to read"))
}
