//! `aloud take`: imports recordings.

use std::path::Path;

use aloud::base::diagnostic::Diagnostic;
use aloud::base::error::Error;
use aloud::project::Wait;
use aloud::recording::{self, Finding};
use serde_json::json;

use super::args::{Global, Take};
use super::common;
use super::progress;

/// Checks all recordings, stores the good ones and reports the problems of the others.
pub fn run(args: &Take, global: &Global) -> Result<(), Error> {
    let project = common::load(global)?;
    let folder = recording::recordings_folder(&project, &args.voice)?;
    let mut problems = Vec::new();
    let pace = recording::pace(&folder);
    for file in &args.files {
        match recording::examine(&project.manifest.script, file, pace) {
            Ok(submission) if submission.findings.is_empty() || args.anyway => {
                let import = |wait: &mut Wait<'_>| {
                    recording::import_submission(&project, &args.voice, &submission, wait)
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
    if problems.is_empty() { Ok(()) } else { Err(Error::Problems(problems)) }
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
