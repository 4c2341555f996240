//! Recording in the browser: the lines of each recorded voice, and the checks and import of a recording.

use std::sync::atomic::AtomicBool;

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::builds::jobs;
use super::desk::{Desk, with_wait};
use super::message::{Answer, Request, ok};
use crate::base::diagnostic::Diagnostic;
use crate::base::error::Error;
use crate::base::files::{FileError, ProjectPath};
use crate::build;
use crate::recording::{self, Finding, WordProblem};

/// A recorded voice and its lines.
#[derive(Serialize)]
pub(super) struct Lines {
    voice: String,
    lines: Vec<Line>,
}

/// A segment that a person reads.
#[derive(Serialize)]
struct Line {
    /// Index of the segment.
    segment: usize,
    speaker: String,
    /// The words to read.
    text: String,
    /// Whether a recording is missing or stale.
    wanted: bool,
}

/// Returns the lines of all recorded voices.
pub(super) fn lines(desk: &Desk) -> Result<Vec<Lines>, Error> {
    let project = desk.load()?;
    let plan = build::plan(&project);
    let recorded = project.voices.names().filter_map(|name| project.voices.get(name));
    let recorded = recorded.filter(|voice| voice.kind() == "recorded");
    let lines = recorded.map(|voice| {
        let wanted = plan.voices.iter().find(|planned| planned.name == voice.name);
        let is_wanted =
            |at: usize| wanted.is_some_and(|planned| planned.wanted.iter().any(|w| w.segment == at));
        let segments = project.manifest.script.segments.iter().enumerate();
        let own = segments.filter(|(_, segment)| {
            let named = segment.decided.voice.as_ref().or_else(|| plan.cast.get(&segment.speaker));
            named == Some(&voice.name)
        });
        let lines = own.map(|(at, segment)| Line {
            segment: at,
            speaker: segment.speaker.clone(),
            text: segment.decided.say.as_ref().unwrap_or(&segment.text).clone(),
            wanted: is_wanted(at),
        });
        Lines { voice: voice.name.clone(), lines: lines.collect() }
    });
    Ok(lines.collect())
}

/// Checks a recording of a segment, and with `keep=true` stores it. What the check finds does not prevent that: the person has heard
/// it and decides.
pub(super) fn submit(desk: &Desk, request: &Request, segment: usize) -> Result<Answer, Error> {
    let parameter = |name| request.parameter(name).unwrap_or_default();
    let (project, at) = desk.find(&parameter("revision"), segment)?;
    let voice = parameter("voice");
    let folder = recording::recordings_folder(&project, &voice)?;
    let pace = recording::pace(&folder);
    let script = &project.manifest.script;
    let submission = recording::examine_bytes(script, at, request.body.to_vec(), pace)?;
    let mut findings = findings(&submission.findings);
    let mut stored = None;
    let keeps = parameter("keep") == "true";
    // The words of a recording that is clipped or silent do not matter. What is kept was checked before.
    if findings.is_empty() && !keeps {
        findings.extend(word_finding(desk.word_checks.check(&project, &submission, jobs())));
    }
    if keeps {
        let path = with_wait(|wait| recording::import_submission(&project, &voice, &submission, wait))?;
        stored = path.file_name().map(|name| name.to_string_lossy().into_owned());
        desk.want_plan();
    }
    Ok(ok(&json!({"findings": findings, "stored": stored})))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Prepare {
    revision: String,
}

/// Prepares to check the words of a line while the person reads it.
pub(super) fn prepare(desk: &Desk, request: &Request, segment: usize) -> Result<Answer, Error> {
    let Prepare { revision } = request.json()?;
    let (project, at) = desk.find(&revision, segment)?;
    let check = desk.word_checks.prepare(&project, at, jobs())?;
    Ok(ok(&json!({"checks_words": check.is_some()})))
}

/// Returns what the check of the words found as a warning. The recording can be kept even if the check failed.
fn word_finding(checked: Result<Option<WordProblem>, Diagnostic>) -> Option<Diagnostic> {
    let code = "recording-words";
    match checked {
        Ok(None) => None,
        Ok(Some(found)) if found.certain => {
            Some(Diagnostic::warning(code, found.what).hint("listen to it, and record the line again"))
        }
        Ok(Some(found)) => {
            let hint = "listen to it; if it is wrong, record the line again";
            Some(Diagnostic::warning(code, found.what).hint(hint))
        }
        Err(problem) => {
            let what = format!("the words were not checked: {}", problem.what);
            Some(Diagnostic::warning(code, what).hint("listen to the recording before you keep it"))
        }
    }
}

/// Returns the findings of a check as warnings.
pub(super) fn findings(findings: &[Finding]) -> Vec<Diagnostic> {
    findings.iter().map(|f| Diagnostic::warning(f.code, f.what.clone()).hint(f.hint)).collect()
}

/// Stores the body as a session, finds the lines that were read in it, and imports them.
pub(super) fn session(desk: &Desk, request: &Request) -> Result<Answer, Error> {
    let voice = request.parameter("voice").unwrap_or_default();
    let project = desk.load()?;
    recording::recordings_folder(&project, &voice)?;
    let cancel = AtomicBool::new(false);
    let references =
        recording::speak_references(&project, std::slice::from_ref(&voice), None, jobs(), &cancel)?;
    let path = store_session(desk, &voice, &request.body)?;
    let session = recording::find_lines(&references, &path)?;
    let imported = with_wait(|wait| recording::import_session(&project, &voice, &session, false, wait))?;
    desk.want_plan();
    let readings = session.readings.iter().map(|reading| {
        json!({
            "segment": reading.segment, "start": reading.start, "end": reading.end, "complete": reading.complete,
            "doubtful": reading.doubtful, "mismatched": reading.mismatched, "used": reading.chosen,
        })
    });
    let suspects = session.suspects.iter().map(|s| json!({"segment": s.segment, "word": s.word, "at": s.at}));
    Ok(ok(&json!({
        "file": path.file_name().map(|name| name.to_string_lossy()), "seconds": session.seconds,
        "readings": readings.collect::<Vec<_>>(), "suspects": suspects.collect::<Vec<_>>(),
        "unknown": session.unknown, "gain": imported.gain,
    })))
}

/// Writes a session into `sessions/` under the first free number. Its recordings can be cut again from it.
fn store_session(desk: &Desk, voice: &str, bytes: &[u8]) -> Result<ProjectPath, FileError> {
    let folder = ProjectPath::root(&desk.root).join("sessions");
    let mut nth = 1;
    loop {
        let path = folder.join(format!("{voice}-{nth}.wav"));
        if path.write_new(bytes)? {
            return Ok(path);
        }
        nth += 1;
    }
}
