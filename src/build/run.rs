//! Builds one episode: the stages in their order.

use super::options::{Event, Options, Outcome};
use super::plan::plan;
use super::script_file::ScriptFile;
use super::{fallback, history, layout, publish};
use crate::base::error::Error;
use crate::project::{Project, Wait};

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
    let wait = &mut Wait { cancel: options.cancel, on_wait: &mut || () };
    history::record(project, history::versions(script.manifest, &plan), wait)?;

    let laid_out = layout::lay_out(&script, &plan, &takes, &sounds);
    publish::publish(&project.root, &script, &plan, &laid_out, staging, options, on)
}
