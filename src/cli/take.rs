//! `aloud take`: imports recordings, whole sessions or one line each.

use std::path::{Path, PathBuf};

use aloud::base::diagnostic::Diagnostic;
use aloud::base::error::Error;
use aloud::project::{Project, Wait};
use aloud::recording::{self, Finding};
use serde_json::json;

use super::args::{Global, Take};
use super::common;
use super::progress;
use super::session;

/// Checks all recordings, stores the good ones and reports the problems of the others.
pub fn run(args: &Take, global: &Global) -> Result<(), Error> {
    let project = common::load(global)?;
    recording::recordings_folder(&project, &args.voice)?;
    let is_single = |file: &&PathBuf| recording::is_single_line(&project.manifest.script, file);
    let (lines, sessions): (Vec<&PathBuf>, Vec<&PathBuf>) = args.files.iter().partition(is_single);
    let mut problems = import_lines(&project, args, &lines, global)?;
    if !sessions.is_empty() {
        problems.extend(session::import(&project, args, &sessions, global)?);
    }
    let has_errors = problems.iter().any(Diagnostic::is_error);
    if has_errors {
        return Err(Error::Problems(problems));
    }
    common::print_problems(&problems, global);
    Ok(())
}

/// Imports files that hold one line each.
fn import_lines(
    project: &Project,
    args: &Take,
    files: &[&PathBuf],
    global: &Global,
) -> Result<Vec<Diagnostic>, Error> {
    let mut problems = Vec::new();
    if files.is_empty() {
        return Ok(problems);
    }
    let pace = recording::pace(&recording::recordings_folder(project, &args.voice)?);
    for file in files {
        match recording::examine(&project.manifest.script, file, pace) {
            Ok(submission) if submission.findings.is_empty() || args.anyway => {
                let import = |wait: &mut Wait<'_>| {
                    recording::import_submission(project, &args.voice, &submission, wait)
                };
                match progress::with_lock(global, import) {
                    Ok(path) => print(file, &path, global),
                    Err(Error::Problems(found)) => problems.extend(found),
                    Err(cancelled) => return Err(cancelled),
                }
            }
            Ok(submission) => {
                problems.extend(submission.findings.into_iter().map(|finding| rejected(file, finding)))
            }
            Err(problem) => problems.push(problem),
        }
    }
    Ok(problems)
}

fn print(file: &Path, filed: &Path, global: &Global) {
    if global.json {
        common::print_json(&json!({"event": "filed", "file": file, "take": filed}));
    } else {
        errln!("{} → {}", file.display(), filed.display());
    }
}

fn rejected(file: &Path, finding: Finding) -> Diagnostic {
    Diagnostic::error(finding.code, finding.what)
        .at(file)
        .hint(format!("{}; `--anyway` imports it as it is", finding.hint))
}
