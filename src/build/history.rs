//! Records in the history which takes each segment was built with.

use std::collections::BTreeMap;
use std::time::SystemTime;

use super::plan::{Plan, PlannedUtterance};
use crate::base::error::Error;
use crate::project::{Project, Wait, lock_script};
use crate::script::file::Manifest;
use crate::takes::{History, TakeRef, Version, segment_key};

/// Adds versions of segments to the history of a project. People speak segments again and merge an article during a build, so all
/// who change the history have the lock of script.toml.
///
/// # Errors
/// If the history cannot be locked, read or written.
pub(super) fn record(project: &Project, versions: Vec<Version>, wait: &mut Wait<'_>) -> Result<(), Error> {
    let _lock = lock_script(&project.root, wait)?;
    let path = project.history_path();
    Ok(History::read(&path)?.add(&path, versions)?)
}

/// Returns one entry for each segment of the plan.
pub(super) fn versions(manifest: &Manifest, plan: &Plan) -> Vec<Version> {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs();
    let mut by_segment: BTreeMap<usize, Vec<&PlannedUtterance>> = BTreeMap::new();
    for utterance in &plan.utterances {
        by_segment.entry(utterance.segment).or_default().push(utterance);
    }
    let mut versions = Vec::new();
    for (index, utterances) in by_segment {
        // The disclosure has no segment in the script, and no history.
        let Some(segment) = manifest.script.segments.get(index) else { continue };
        let voice = utterances.first().and_then(|utterance| plan.voices.get(utterance.voice));
        let Some(voice) = voice else { continue };
        versions.push(Version {
            segment: segment_key(segment.id.as_deref(), &segment.text),
            voice: voice.name.clone(),
            text: segment.text.clone(),
            takes: utterances.into_iter().map(take_ref).collect(),
            made: now,
        });
    }
    versions
}

fn take_ref(planned: &PlannedUtterance) -> TakeRef {
    TakeRef {
        key: planned.key.to_string(),
        spoken: planned.utterance.spoken.clone(),
        continues: planned.text.is_empty(),
    }
}
