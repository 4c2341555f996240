//! `aloud check`: lists all problems without building.

use aloud::base::error::Error;
use aloud::build;

use super::args::{Episodes, Global};
use super::common::{self, counted};
use super::series;
use super::user_config;

pub fn run(args: &Episodes, global: &Global) -> Result<(), Error> {
    match series::episodes(args, global)? {
        Some(episodes) => series::for_each(&episodes, global, &mut check),
        None => check(global),
    }
}

fn check(global: &Global) -> Result<(), Error> {
    let project = common::load(global)?;
    let mut problems = project.warnings.clone();
    let plan = build::check(&project);
    problems.extend(plan.warnings.into_iter().chain(plan.problems));
    if problems.iter().any(|problem| problem.is_error()) {
        return Err(Error::Problems(problems));
    }
    common::print_problems(&problems, global);
    let segments = &project.manifest.script.segments;
    let by_model = segments.iter().filter(|segment| segment.asked.is_some()).count();
    if by_model > 0 && !global.json {
        let (attributions, verb) =
            (counted(by_model, "attribution"), if by_model == 1 { "is" } else { "are" });
        errln!(
            "{attributions} {verb} by a language model: search script.toml for `asked`, and delete it where the speaker is right"
        );
    }
    if global.json {
        return Ok(());
    }
    user_config::print_renamed_keys(&project);
    let segments = counted(segments.len(), "segment");
    let warnings = counted(problems.len(), "warning");
    errln!("{segments}, no errors; {warnings}");
    Ok(())
}
