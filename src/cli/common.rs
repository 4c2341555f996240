//! Loads projects, prints results and formats values for all commands.

use std::path::Path;

use aloud::base::diagnostic::Diagnostic;
use aloud::base::error::Error;
use aloud::base::terminal::escape_json;
use aloud::base::trust::Trust;
use aloud::project::Project;

use super::args::Global;

/// Prints problems to stderr, or with `--json` one JSON object a line to stdout.
pub fn print_problems(problems: &[Diagnostic], global: &Global) {
    for problem in problems {
        if global.json {
            print_json(problem);
        } else {
            err_escaped!("{problem}");
        }
    }
    let errors = problems.iter().filter(|problem| problem.is_error()).count();
    if errors > 1 && !global.json {
        errln!("{}", counted(errors, "error"));
    }
}

/// Prints a JSON object as one line to stdout, without characters that control a terminal.
pub fn print_json(value: &impl serde::Serialize) {
    // Plain structs with string keys always serialise.
    out_escaped!("{}", escape_json(&serde_json::to_string(value).unwrap_or_default()));
}

/// Loads the project that the command works on.
pub fn load(global: &Global) -> Result<Project, Error> {
    let mut project = Project::load(&global.project).map_err(Error::Problems)?;
    project.trust = trust(global);
    Ok(project)
}

/// Returns what the project may run and send.
pub fn trust(global: &Global) -> Trust {
    if global.trust { Trust::everything() } else { Trust::of_user(&global.project) }
}

/// Returns a path relative to the current folder, as people write it.
pub fn display_path(root: &Path, name: &str) -> String {
    if root == Path::new(".") { name.to_string() } else { root.join(name).display().to_string() }
}

/// Returns a number with its noun: `1 block`, `2 blocks`.
pub fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

/// Formats seconds as minutes and seconds with one decimal: `4:05.0`.
pub fn minutes(seconds: f64) -> String {
    let tenths = (seconds * 10.0).round() as u64;
    format!("{}:{:02}.{}", tenths / 600, tenths / 10 % 60, tenths % 10)
}

#[cfg(test)]
mod tests {
    #[test]
    fn rounds_seconds_before_splitting_them_into_minutes() {
        for (seconds, wanted) in
            [(0.0, "0:00.0"), (59.94, "0:59.9"), (59.96, "1:00.0"), (7_384.25, "123:04.3")]
        {
            assert_eq!(super::minutes(seconds), wanted);
        }
    }
}
