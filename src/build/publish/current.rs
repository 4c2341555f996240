//! Whether `out/` holds what the project says now: proved as a build proves it, and nothing is spoken or written.

use std::collections::BTreeSet;
use std::fs::File;
use std::sync::atomic::AtomicBool;

use super::super::produce::{self, Failed};
use super::super::{Event, Options, layout, plan};
use super::{Target, held, lock_and_recover};
use crate::base::diagnostic::Diagnostic;
use crate::base::error::Error;
use crate::project::{OUT, Project};
use crate::takes::Lookup;

/// The edition in `out/`, proved to be current; while this lives no build changes it.
#[derive(Debug)]
pub struct Current {
    /// Names of the files that belong to it.
    pub files: BTreeSet<String>,
    _turn: File,
}

/// Proves that `out/` holds, untouched, what a build would make of the project as it is now.
///
/// # Errors
/// When it does not, or when the project could not be built.
pub fn prove_current(project: &Project, on: &mut dyn FnMut(Event<'_>)) -> Result<Current, Error> {
    let _turn = lock_and_recover(project, &AtomicBool::new(false), on)?;
    let plan = plan(project);
    if !plan.problems.is_empty() {
        return Err(Error::Problems(plan.problems));
    }
    let missing = plan.lines.iter().filter(|line| matches!(line.stored, Lookup::Miss(_))).count();
    if missing > 0 {
        let why = format!("{missing} of its sentences have not been spoken as they are to be now");
        return Err(outdated(project).why(why).into());
    }
    let sounds = layout::sounds(project, &plan).map_err(Error::Problems)?;
    let options =
        Options { jobs: 1, cancel: &AtomicBool::new(false), target: Target::Published, limit: Some(0.0) };
    let takes = produce::takes(project, &plan, &options, on).map_err(|failed| match failed {
        Failed::Cancelled => Error::Cancelled,
        Failed::Store(error) => error.into(),
        Failed::Voices(failures) => {
            Error::Problems(failures.into_iter().map(|failure| failure.problem).collect())
        }
    })?;
    let laid_out = layout::lay_out(project, &plan, &takes, &sounds);
    let files = held(project, &plan, &laid_out);
    let why = "something was changed since it was built, in it or in the project";
    let files = files.ok_or_else(|| outdated(project).why(why))?;
    Ok(Current { files, _turn })
}

fn outdated(project: &Project) -> Diagnostic {
    Diagnostic::error("todo", "the episode is not what the project says now")
        .at(project.root.join(OUT))
        .hint("`aloud build` makes it so; what a fallback spoke has to be given to that voice in `[cast]`")
}
