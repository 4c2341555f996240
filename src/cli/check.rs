//! `aloud check`

use aloud::base::error::Error;
use aloud::build;

use super::args::Global;
use super::counted;

pub fn run(global: &Global) -> Result<(), Error> {
    let project = super::load(global)?;
    let mut problems = project.warnings.clone();
    let plan = build::plan(&project);
    problems.extend(plan.warnings.into_iter().chain(plan.problems));
    if problems.iter().any(|problem| problem.is_error()) {
        return Err(Error::Problems(problems));
    }
    super::print_problems(&problems, global);
    let segments = &project.manifest.script.segments;
    let asked = segments.iter().filter(|segment| segment.asked.is_some()).count();
    if asked > 0 && !global.json {
        let (attributions, are) = (counted(asked, "attribution"), if asked == 1 { "is" } else { "are" });
        eprintln!(
            "{attributions} {are} a language model's: look for `asked` in script.toml, and take it out where it is right"
        );
    }
    if !global.json {
        let segments = counted(project.manifest.script.segments.len(), "segment");
        let warnings = counted(problems.len(), "warning");
        eprintln!("{segments}, nothing stands in the way of a build; {warnings}");
    }
    Ok(())
}
