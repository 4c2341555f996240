//! `aloud take`: imports recordings, whole sessions or one line each.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::thread;

use aloud::base::diagnostic::Diagnostic;
use aloud::base::error::Error;
use aloud::project::{Project, Wait};
use aloud::recording::{self, Finding, WordCheck, WordProblem};
use aloud::script::Script;
use serde_json::json;

use super::args::{Global, Take};
use super::build;
use super::common;
use super::progress;
use super::session;

/// Code of recordings with other words than their line.
const WORDS: &str = "recording-words";

/// Checks all recordings, stores the good ones and reports the problems of the others.
pub fn run(args: &Take, global: &Global) -> Result<(), Error> {
    let project = common::load(global)?;
    let voices = voices(&project, args)?;
    for voice in &voices {
        recording::recordings_folder(&project, voice)?;
    }
    let is_single = |file: &&PathBuf| recording::is_single_line(&project.manifest.script, file);
    let (lines, sessions): (Vec<&PathBuf>, Vec<&PathBuf>) = args.files.iter().partition(is_single);
    let mut problems = import_lines(&project, args, &voices, &lines, global)?;
    if !sessions.is_empty() {
        problems.extend(session::import(&project, args, &voices, &sessions, global)?);
    }
    let has_errors = problems.iter().any(Diagnostic::is_error);
    if has_errors {
        return Err(Error::Problems(problems));
    }
    common::print_problems(&problems, global);
    Ok(())
}

/// Returns the voices that the recordings belong to.
fn voices(project: &Project, args: &Take) -> Result<Vec<String>, Diagnostic> {
    let mut voices = if args.all_voices { recording::recorded_voices(project) } else { args.voice.clone() };
    voices.sort();
    voices.dedup();
    if voices.is_empty() {
        let problem = Diagnostic::error("session-empty", "no segment of the script has a recorded voice");
        return Err(problem.at(project.script_path()).hint("give a recorded voice to a speaker in `[cast]`"));
    }
    Ok(voices)
}

/// Imports files that hold one line each.
fn import_lines(
    project: &Project,
    args: &Take,
    voices: &[String],
    files: &[&PathBuf],
    global: &Global,
) -> Result<Vec<Diagnostic>, Error> {
    let mut problems = Vec::new();
    if files.is_empty() {
        return Ok(problems);
    }
    let mut paces = BTreeMap::new();
    for voice in voices {
        paces.insert(voice.as_str(), recording::pace(&recording::recordings_folder(project, voice)?));
    }
    let cancel = build::cancel_on_ctrl_c()?;
    let words = word_check(project, args, files, cancel)?;
    for file in files {
        let examined = voice_of_line(project, voices, file).and_then(|voice| {
            let pace = paces.get(voice.as_str()).copied().flatten();
            let mut submission = recording::examine(&project.manifest.script, file, pace)?;
            if let Some(words) = words.as_ref().filter(|_| submission.findings.is_empty()) {
                let problem = words.check(file, &submission, cancel)?;
                let (wrong, doubtful): (Vec<_>, Vec<_>) =
                    problem.into_iter().partition(|found| found.certain);
                submission.findings.extend(wrong.into_iter().map(wrong_words));
                problems.extend(doubtful.into_iter().map(|found| doubtful_words(file, found)));
            }
            Ok((submission, voice))
        });
        match examined {
            Ok((submission, voice)) if submission.findings.is_empty() || args.anyway => {
                let import =
                    |wait: &mut Wait<'_>| recording::import_submission(project, &voice, &submission, wait);
                match progress::with_lock(global, import) {
                    Ok(path) => print(file, &path, global),
                    Err(Error::Problems(found)) => problems.extend(found),
                    Err(cancelled) => return Err(cancelled),
                }
            }
            Ok((submission, _)) => {
                let (script, segment) = (&project.manifest.script, submission.segment);
                problems.extend(
                    submission.findings.into_iter().map(|finding| rejected(file, script, segment, finding)),
                )
            }
            Err(problem) => problems.push(problem),
        }
    }
    problems.extend(words.and_then(|words| words.failed()));
    Ok(problems)
}

/// Prepares to check the words of single lines, unless everything is to be imported as it is.
fn word_check(
    project: &Project,
    args: &Take,
    files: &[&PathBuf],
    cancel: &AtomicBool,
) -> Result<Option<WordCheck>, Diagnostic> {
    if args.anyway {
        return Ok(None);
    }
    let script = &project.manifest.script;
    let segments = files.iter().filter_map(|file| recording::segment_of_file(script, file).ok()).collect();
    let jobs = thread::available_parallelism().map_or(1, usize::from);
    WordCheck::of(project, &segments, args.reference.as_deref(), jobs, cancel)
}

/// Returns the voice that a file with one line belongs to: the only one that was named, or the one that speaks the line.
fn voice_of_line(project: &Project, voices: &[String], file: &Path) -> Result<String, Diagnostic> {
    if let [voice] = voices {
        return Ok(voice.clone());
    }
    let segment = recording::segment_of_file(&project.manifest.script, file)?;
    let voice = recording::voice_of_segment(project, segment).unwrap_or_default();
    if voices.contains(&voice) {
        return Ok(voice);
    }
    let what = format!("the line is spoken by voice `{voice}`, which is none of those that were named");
    Err(Diagnostic::error("voice-not-recorded", what)
        .at(file)
        .segment(segment + 1)
        .hint("give the line to a recorded voice, or name only the voice that it is for"))
}

fn print(file: &Path, filed: &Path, global: &Global) {
    if global.json {
        common::print_json(&json!({"event": "filed", "file": file, "take": filed}));
    } else {
        errln!("{} → {}", file.display(), filed.display());
    }
}

fn wrong_words(problem: WordProblem) -> Finding {
    Finding::new(WORDS, problem.what, "listen to it, and record the line again")
}

fn doubtful_words(file: &Path, problem: WordProblem) -> Diagnostic {
    Diagnostic::warning(WORDS, problem.what)
        .at(file)
        .hint("listen to it; if it is wrong, record the line again")
}

fn rejected(file: &Path, script: &Script, segment: usize, finding: Finding) -> Diagnostic {
    let problem = Diagnostic::error(finding.code, finding.what)
        .at(file)
        .segment(segment + 1)
        .hint(format!("{}; `--force` imports it as it is", finding.hint));
    match script.segments.get(segment) {
        Some(line) if finding.code == WORDS => problem
            .why(format!("the line is \u{201c}{}\u{201d}", line.decided.say.as_ref().unwrap_or(&line.text))),
        _ => problem,
    }
}
