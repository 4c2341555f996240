//! Builds the episode: script → plan → takes → timeline → mix → `out/`.
//!
//! This is the only module that uses all stages. [`build`] calls them in their order; each stage has its own file or
//! folder.

mod add_sound;
#[cfg(feature = "c2pa")]
mod current;
mod fallback;
mod formats;
mod history;
mod layout;
mod listener;
mod options;
mod plan;
mod preview;
mod publish;
mod report;
mod script_file;
mod speak;
mod speak_again;
mod take_checks;
mod take_faults;
mod verify;
mod versions;

use std::sync::atomic::AtomicBool;

pub use add_sound::add_sound;
#[cfg(feature = "c2pa")]
pub use current::{Current, prove_current};
pub(crate) use listener::{Listener, describe_difference};
pub use options::{Event, Options, Outcome, Target};
pub use plan::{Plan, PlannedUtterance, SyntheticShare, VoicePlan, WantedRecording, plan};
pub use preview::{
    Preview, PreviewSentence, SegmentState, SimilarVoices, audition, segment_states, similar_voices,
    speak_segment, take_sound,
};
pub use publish::{complete_interrupted_swap, publish_draft};
pub use report::report;
pub use speak_again::{Respeakable, respeakable, speak_again};
pub use versions::{SegmentTake, segment_takes};

use crate::base::error::Error;
use crate::project::Project;
use crate::takes::{Limits, Pruned};
use script_file::{ScriptFile, UNPLAYABLE_CUE};

/// Builds the episode into `out/` or `draft/`.
///
/// Takes are stored as soon as they are spoken. If the build fails, the next one speaks only what is missing, and the
/// previous episode stays in its place.
///
/// # Errors
/// [`Error::Problems`] with all problems that were found, [`Error::Cancelled`] after `options.cancel` was set.
pub fn build(
    project: &Project,
    options: &Options<'_>,
    on: &mut dyn FnMut(Event<'_>),
) -> Result<Outcome, Error> {
    let _lock = publish::lock_and_recover(&project.root, options.cancel, on)?;
    let script = ScriptFile::of(project);

    project.warnings.iter().for_each(|warning| on(Event::Warning(warning)));
    let mut plan = plan(project);
    plan.warnings.iter().for_each(|warning| on(Event::Warning(warning)));
    if !plan.problems.is_empty() {
        return Err(Error::Problems(std::mem::take(&mut plan.problems)));
    }
    if let Some(check) = &plan.article_check {
        check.remember(&project.root)?;
    }

    // Both fail early if they fail: nothing that costs time or money has happened yet.
    let staging = publish::stage(&project.root, options.target)?;
    let mut sounds = layout::read_sounds(&project.root, &script, &plan).map_err(Error::Problems)?;

    let (plan, takes) = fallback::speak_missing(project, plan, options, on)?;
    // A fallback voice may have joined the plan, with a room tone of its own.
    sounds.update_rooms(&project.root, &plan).map_err(Error::Problems)?;
    project.open_store().write_index(takes.values())?;
    history::record(&project.history_path(), script.manifest, &plan)?;

    let laid_out = layout::lay_out(&script, &plan, &takes, &sounds);
    publish::publish(&project.root, &script, &plan, &laid_out, staging, options, on)
}

/// Plans a build as [`plan`] does, and also reads all sounds of cues and rooms to their end, as a build does before it speaks. Their
/// measurements are kept, so the next build does not read them again.
pub fn check(project: &Project) -> Plan {
    let mut plan = plan(project);
    if let Err(problems) = layout::read_sounds(&project.root, &ScriptFile::of(project), &plan) {
        // A cue that cannot even be opened is in both lists.
        plan.problems.retain(|problem| problem.code != UNPLAYABLE_CUE);
        plan.problems.extend(problems);
    }
    plan
}

/// Deletes stored takes that exceed the limits and that no segment uses. Recordings in `voices/` are never deleted.
///
/// # Errors
/// [`Error::Problems`] if the project has problems, because then the takes in use are not known, or if a file cannot be
/// removed.
pub fn prune(
    project: &Project,
    limits: &Limits,
    dry_run: bool,
    on: &mut dyn FnMut(Event<'_>),
) -> Result<Vec<Pruned>, Error> {
    let _lock = publish::lock_and_recover(&project.root, &AtomicBool::new(false), on)?;
    let used = plan::keys_in_use(project).map_err(Error::Problems)?;
    Ok(project.store().prune(limits, &used, dry_run)?)
}
