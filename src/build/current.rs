//! Proves that `out/` holds what the project says now, without speaking or writing anything.

use std::collections::BTreeSet;
use std::sync::atomic::AtomicBool;

use super::options::{Event, Options, Target};
use super::plan::plan;
use super::script_file::ScriptFile;
use super::speak;
use super::{layout, publish};
use crate::base::diagnostic::Diagnostic;
use crate::base::error::Error;
use crate::base::project_files::OUT;
use crate::project::{Lock, Project};
use crate::takes::Lookup;

/// The edition in `out/`, proved to be current. No build can change it until this is dropped.
#[derive(Debug)]
pub struct Current {
    /// Names of the files of the edition.
    pub files: BTreeSet<String>,
    _lock: Lock,
}

/// Proves that `out/` holds, unchanged, what a build would make of the project now.
///
/// # Errors
/// If it does not, or if the project cannot be built.
pub fn prove_current(project: &Project, on: &mut dyn FnMut(Event<'_>)) -> Result<Current, Error> {
    let lock = publish::lock_and_recover(&project.root, &AtomicBool::new(false), on)?;
    let script = ScriptFile::of(project);
    let plan = plan(project);
    if !plan.problems.is_empty() {
        return Err(Error::Problems(plan.problems));
    }
    let missing = plan.utterances.iter().filter(|planned| matches!(planned.stored, Lookup::Miss(_))).count();
    if missing > 0 {
        let why = format!("utterances without a take: {missing}");
        return Err(outdated(project).why(why).into());
    }
    let sounds = layout::read_sounds(&project.root, &script, &plan).map_err(Error::Problems)?;
    let options =
        Options { jobs: 1, cancel: &AtomicBool::new(false), target: Target::Published, limit: Some(0.0) };
    // All takes are in the store, so nothing is spoken.
    let takes = speak::takes(&project.store(), &script, &plan, &options, on)?;
    let laid_out = layout::lay_out(&script, &plan, &takes, &sounds);
    let files = publish::published_files(&project.root, &script, &plan, &laid_out);
    let why = "the project or the episode has changed since the last build";
    let files = files.ok_or_else(|| outdated(project).why(why))?;
    Ok(Current { files, _lock: lock })
}

fn outdated(project: &Project) -> Diagnostic {
    Diagnostic::error("episode-outdated", "the episode in `out` is not what the project says now")
        .at(project.root.join(OUT))
        .hint("run `aloud build`; if a fallback spoke a segment, give the segment that voice first")
}
