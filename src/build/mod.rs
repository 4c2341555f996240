//! The driver: an episode is built stage by stage. A table of contents; each stage has its own folder.

mod heard;
mod layout;
mod messages;
mod plan;
mod produce;
mod publish;
mod report;

use std::sync::atomic::AtomicBool;

pub use plan::{Line, Plan, Share, VoicePlan, Wanted, plan};
#[cfg(feature = "c2pa")]
pub use publish::{Current, prove_current};
pub use publish::{Target, publish_draft};
pub use report::report;

use crate::base::diagnostic::Diagnostic;
use crate::base::error::Error;
use crate::project::Project;
use crate::takes::{History, Limits, Miss, Pruned};

/// How a build goes about it; none of this changes a byte of the result.
#[derive(Debug)]
pub struct Options<'a> {
    /// Threads, 1 or more.
    pub jobs: usize,
    /// Set it to stop at the next safe point.
    pub cancel: &'a AtomicBool,
    /// Where the edition goes.
    pub target: Target,
    /// What speaking may cost, by the prices of the voices; a build that would cost more speaks nothing.
    pub limit: Option<f64>,
}

/// What happens while a build runs, for whoever shows it.
pub enum Event<'a> {
    /// Another build is at work; this one waits.
    Waiting,
    /// Something a person should look at.
    Warning(&'a Diagnostic),
    /// What the build will do.
    Planned(&'a Plan),
    /// An utterance was spoken and its take stored.
    Spoken {
        /// Which.
        line: &'a Line,
        /// Why no stored take served.
        reason: Miss,
    },
    /// So many frames of so many are mixed.
    Mixing {
        /// Frames done.
        done: u64,
        /// Frames in all.
        total: u64,
    },
    /// So many of the formats are made in which the episode stands beside the WAV.
    Encoding {
        /// Formats done.
        done: usize,
        /// Formats in all.
        total: usize,
    },
    /// The episode in `out/` was already this one.
    UpToDate,
}

/// What a build came to.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// Takes spoken by this build.
    pub spoken: usize,
    /// Takes that were in the store.
    pub reused: usize,
    /// Length of the episode in seconds.
    pub seconds: f64,
    /// Integrated loudness in LUFS; `None` when nothing was mixed because nothing had changed.
    pub loudness: Option<f64>,
}

/// Builds the episode: script → utterances → takes → timeline → mix → `out/`.
///
/// # Errors
/// [`Error::Problems`] with everything that stands in the way, [`Error::Cancelled`] when stopped.
pub fn build(
    project: &Project,
    options: &Options<'_>,
    on: &mut dyn FnMut(Event<'_>),
) -> Result<Outcome, Error> {
    let _turn = publish::lock_and_recover(project, options.cancel, on)?;
    project.warnings.iter().for_each(|warning| on(Event::Warning(warning)));
    let mut plan = plan(project);
    plan.warnings.iter().for_each(|warning| on(Event::Warning(warning)));
    if !plan.problems.is_empty() {
        return Err(Error::Problems(std::mem::take(&mut plan.problems)));
    }
    let staged = publish::open(project, options)?;
    let mut sounds = layout::sounds(project, &plan).map_err(Error::Problems)?;
    let (plan, takes) = produce::speak_missing(project, plan, options, on)?;
    // Fallbacks may have come in.
    sounds.change_rooms(project, &plan).map_err(Error::Problems)?;
    project.open_store().remember(takes.values())?;
    let path = project.history_path();
    History::read(&path)?.add(&path, heard::heard(project, &plan))?;
    let edition = layout::lay_out(project, &plan, &takes, &sounds);
    publish::publish(project, &plan, &edition, staged, options, on)
}

/// Removes takes beyond the limits that the script does not need; recordings stay, and so do `voices/`.
///
/// # Errors
/// When the project has problems, since then it is not known what it needs, or when a file cannot be removed.
pub fn prune(
    project: &Project,
    limits: &Limits,
    dry_run: bool,
    on: &mut dyn FnMut(Event<'_>),
) -> Result<Vec<Pruned>, Error> {
    let _turn = publish::lock_and_recover(project, &AtomicBool::new(false), on)?;
    let plan = plan(project);
    if !plan.problems.is_empty() {
        return Err(Error::Problems(plan.problems));
    }
    let used = plan.lines.iter().map(|line| line.key).collect();
    Ok(project.store().prune(limits, &used, dry_run)?)
}
