//! `aloud check`

use aloud::episode::{self, BuildError};

use super::args::Global;

pub fn run(global: &Global) -> Result<(), BuildError> {
    let project = super::load(global)?;
    let mut problems = project.warnings.clone();
    let plan = episode::plan(&project);
    problems.extend(plan.warnings.into_iter().chain(plan.problems));
    if problems.iter().any(|problem| problem.is_error()) {
        return Err(BuildError::Problems(problems));
    }
    super::print_problems(&problems, global);
    let segments = &project.manifest.script.segments;
    let asked = segments.iter().filter(|segment| segment.asked.is_some()).count();
    if asked > 0 && !global.json {
        eprintln!(
            "{asked} attributions are a language model's: look for `asked` in script.toml, and take it out where it is right"
        );
    }
    if !global.json {
        let segments = project.manifest.script.segments.len();
        eprintln!("{segments} segments, nothing stands in the way of a build; {} warnings", problems.len());
    }
    Ok(())
}
