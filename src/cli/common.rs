//! Loads projects, prints results and formats values for all commands.

use std::path::Path;

use aloud::base::diagnostic::Diagnostic;
use aloud::base::error::Error;
use aloud::base::trust::Trust;
use aloud::project::Project;
use aloud::voices::Voices;

use super::args::Global;
pub use super::json_lines::print_json;

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

/// Returns the error for a voice that does not exist, with the nearest name.
pub fn voice_missing(name: &str, voices: &Voices) -> Diagnostic {
    let names: Vec<&str> = voices.names().collect();
    let meant = voices.nearest(name).map_or(String::new(), |meant| format!("did you mean `{meant}`? or "));
    Diagnostic::error("voice-missing", format!("there is no voice `{name}`"))
        .hint(format!("{meant}use one of {}", names.join(", ")))
}

/// Formats a time in a recording: `1:02:03.4`, or `2:03.4` in the first hour.
pub fn clock(seconds: f64) -> String {
    let tenths = (seconds * 10.0).round() as u64;
    let (hours, minutes, rest) = (tenths / 36_000, tenths / 600 % 60, tenths % 600);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{:02}.{}", rest / 10, rest % 10)
    } else {
        format!("{minutes}:{:02}.{}", rest / 10, rest % 10)
    }
}

/// Formats a length of time for people: `19.7 s`, `4:05 min`, `1:02:03 h`.
pub fn length(seconds: f64) -> String {
    let tenths = (seconds * 10.0).round() as u64;
    if tenths < 600 {
        return format!("{}.{} s", tenths / 10, tenths % 10);
    }
    let seconds = seconds.round() as u64;
    match seconds / 3600 {
        0 => format!("{}:{:02} min", seconds / 60, seconds % 60),
        hours => format!("{hours}:{:02}:{:02} h", seconds / 60 % 60, seconds % 60),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn formats_lengths_by_their_size() {
        for (seconds, wanted) in [
            (0.0, "0.0 s"),
            (59.94, "59.9 s"),
            (59.96, "1:00 min"),
            (245.4, "4:05 min"),
            (3_599.6, "1:00:00 h"),
            (7_384.25, "2:03:04 h"),
        ] {
            assert_eq!(super::length(seconds), wanted);
        }
    }
}
