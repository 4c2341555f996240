//! Builds the episode: script → plan → takes → timeline → mix → `out/`.
//!
//! This is the only module that uses all stages. [`build`] calls them in their order; each stage has its own file or
//! folder. [`batch`] does it for many articles.

mod add_sound;
mod batch;
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
mod run;
mod script_file;
mod speak;
mod speak_again;
mod take_checks;
mod take_faults;
mod verify;
mod versions;

use std::sync::atomic::AtomicBool;

pub use add_sound::add_sound;
pub use batch::{
    ArticleReport, ArticleState, BatchCounts, BatchEvent, BatchOptions, Shard, UnsurePolicy, batch,
};
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
pub use run::build;
pub use speak_again::{Respeakable, respeakable, speak_again};
pub use versions::{SegmentTake, segment_takes};

use crate::base::error::Error;
use crate::project::Project;
use crate::takes::{Limits, Pruned};
use script_file::{ScriptFile, UNPLAYABLE_CUE};

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
