//! Speaks a segment again, with other seeds of its voice. Both takes stay, and a person picks one.
//!
//! The store has one take for each key, and a key is made of the words and the voice. So the new takes get keys of their own,
//! derived from the usual ones. The history lists them as a version of the segment, which script.toml can pick.

use serde::Serialize;

use super::history;
use super::options::Options;
use super::plan::{Plan, PlannedUtterance, plan_segments};
use super::preview::{Preview, preview};
use super::script_file::ScriptFile;
use super::speak;
use crate::base::diagnostic::Diagnostic;
use crate::base::error::Error;
use crate::project::{Project, Wait};
use crate::takes::{Key, KeyInputs, Lookup, Store};

/// Most takes of the same words.
const MOST: u32 = 100;

/// Whether a segment can be spoken again, and the cost of that.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Respeakable {
    /// The voice.
    pub voice: String,
    /// False for a voice that speaks the same words always the same way, and for a person.
    pub possible: bool,
    /// Number of characters to speak.
    pub characters: usize,
    /// Cost by the price of the voice; `None` if it has no price.
    pub cost: Option<f64>,
}

/// Returns whether a segment can be spoken again.
///
/// # Errors
/// If its voice cannot be opened.
pub fn respeakable(project: &mut Project, segment: usize) -> Result<Respeakable, Error> {
    let plan = plan_unpinned(project, segment)?;
    let characters = plan.utterances.iter().map(|planned| planned.utterance.spoken.chars().count()).sum();
    let voice = plan.utterances.first().map(|planned| &plan.voices[planned.voice]);
    Ok(Respeakable {
        voice: voice.map_or_else(String::new, |voice| voice.name.clone()),
        possible: plan.utterances.iter().any(|planned| is_varying(&plan, planned)),
        characters,
        cost: voice.and_then(|voice| voice.cost(characters)),
    })
}

/// Speaks a segment again, adds the takes to the history, and returns them with the id of the new version. The caller picks it.
///
/// # Errors
/// If its voice speaks the same words always the same way, if it fails, or after `options.cancel` was set.
pub fn speak_again(
    project: &mut Project,
    segment: usize,
    options: &Options<'_>,
    wait: &mut Wait<'_>,
) -> Result<(Preview, String), Error> {
    let mut plan = plan_unpinned(project, segment)?;
    if !plan.utterances.iter().any(|planned| is_varying(&plan, planned)) {
        return Err(same_again(&ScriptFile::of(project), &plan, segment).into());
    }
    let is_stored = |planned: &PlannedUtterance| matches!(planned.stored, Lookup::Hit(_));
    let before = plan.utterances.iter().all(is_stored).then(|| history::versions(&project.manifest, &plan));
    let store = project.store();
    let nth = free_number(&store, &plan).ok_or_else(|| too_many(&ScriptFile::of(project), segment))?;
    for planned in &mut plan.utterances {
        planned.key = numbered(&planned.key, nth, &planned.utterance.spoken);
    }
    let takes = speak::again(&store, &ScriptFile::of(project), &plan, nth, options)?;
    let new = history::versions(&project.manifest, &plan);
    let id = new.first().map(crate::takes::Version::id).unwrap_or_default();
    history::record(project, before.into_iter().flatten().chain(new).collect(), wait)?;
    Ok((preview(&plan, &takes), id))
}

/// Plans a segment as if no take was picked for it.
fn plan_unpinned(project: &mut Project, segment: usize) -> Result<Plan, Error> {
    if let Some(segment) = project.manifest.script.segments.get_mut(segment) {
        (segment.decided.take, segment.decided.lock) = (None, false);
    }
    let plan = plan_segments(project, &[segment]);
    if plan.problems.is_empty() { Ok(plan) } else { Err(Error::Problems(plan.problems)) }
}

fn is_varying(plan: &Plan, planned: &PlannedUtterance) -> bool {
    let voice = &plan.voices[planned.voice];
    voice.synthetic && !voice.backend.capabilities().deterministic
}

/// Returns the first number for which no sentence has a take yet.
fn free_number(store: &Store, plan: &Plan) -> Option<u32> {
    (1..MOST).find(|nth| {
        let key = |planned: &PlannedUtterance| numbered(&planned.key, *nth, &planned.utterance.spoken);
        plan.utterances.iter().all(|planned| store.find(&key(planned).to_string()).is_none())
    })
}

/// Returns the key of another take of the same words.
fn numbered(key: &Key, nth: u32, spoken: &str) -> Key {
    KeyInputs { identity: format!("again {nth} {key}").as_bytes(), spoken }.key()
}

fn same_again(script: &ScriptFile<'_>, plan: &Plan, segment: usize) -> Diagnostic {
    let voice = plan.utterances.first().map_or("", |planned| plan.voices[planned.voice].name.as_str());
    let what = format!("voice `{voice}` would speak these words the same way again");
    script
        .at_segment(segment, Diagnostic::error("take-same", what))
        .hint("change its words with `say`, or give it another voice")
}

fn too_many(script: &ScriptFile<'_>, segment: usize) -> Diagnostic {
    let what = format!("these words have {MOST} takes already");
    script
        .at_segment(segment, Diagnostic::error("take-same", what))
        .hint("pick one of them, or change the words")
}
