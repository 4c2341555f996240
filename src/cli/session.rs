//! The part of `aloud take` that imports sessions: long recordings with many lines.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::thread;

use aloud::base::diagnostic::{Diagnostic, excerpt};
use aloud::base::error::Error;
use aloud::base::files::ProjectPath;
use aloud::project::Project;
use aloud::recording::{self, ImportedSession, LineReading, References, Session};
use serde_json::json;

use super::args::{Global, Take};
use super::build;
use super::common;
use super::output_file;
use super::progress;

/// Most missing lines to list.
const MOST_LISTED: usize = 12;

/// Finds the lines in sessions and imports them. Returns what is missing.
pub fn import(
    project: &Project,
    args: &Take,
    voices: &[String],
    files: &[&PathBuf],
    global: &Global,
) -> Result<Vec<Diagnostic>, Error> {
    let jobs = thread::available_parallelism().map_or(1, usize::from);
    let cancel = build::cancel_on_ctrl_c()?;
    let references = recording::speak_references(project, voices, args.reference.as_deref(), jobs, cancel)?;
    let (mut problems, mut found, mut pictures) = (Vec::new(), BTreeSet::new(), Vec::new());
    for file in files {
        let mut session = match recording::find_lines(&references, &ProjectPath::input(file)) {
            Ok(session) => session,
            Err(problem) => {
                problems.push(problem);
                continue;
            }
        };
        if args.anyway {
            session.accept_mismatched();
        } else {
            problems.extend(recording::listen_to_readings(project, &references, &mut session, cancel)?);
        }
        if args.picture.is_some() {
            pictures.push(recording::session_picture(project, &session)?);
        }
        let complete = session.readings.iter().filter(|reading| reading.complete && !reading.mismatched);
        let complete: BTreeSet<usize> = complete.map(|reading| reading.segment).collect();
        if complete.is_empty() {
            problems.push(no_line(project, voices, file, &session));
            continue;
        }
        problems.extend(incomplete(project, file, &session, &complete));
        found.extend(complete);
        let mut imported = Vec::new();
        for voice in voices.iter().filter(|_| !args.dry_run) {
            let import = |wait: &mut aloud::project::Wait<'_>| {
                recording::import_session(project, voice, &session, args.match_spectrum, wait)
            };
            imported.push((voice.as_str(), progress::with_lock(global, import)?));
        }
        print_session(project, file, &session, &imported, global);
    }
    if let Some(path) = &args.picture {
        output_file::write(path, recording::picture_page(&pictures).as_bytes(), false)?;
    }
    if !found.is_empty() {
        problems.extend(voices.iter().filter_map(|voice| missing(project, voice, &references, &found)));
    }
    Ok(problems)
}

fn no_line(project: &Project, voices: &[String], file: &Path, session: &Session) -> Diagnostic {
    let spoken: f64 = session.unknown.iter().map(|(start, end)| end - start).sum();
    let what = format!("no line of voice `{}` was found in this recording", voices.join("` or `"));
    Diagnostic::error("session-no-lines", what)
        .at(file)
        .why(format!("{} of speech are none of the lines of {}", common::clock(spoken), project.script_path().display()))
        .hint("check that it is the right recording and the right `--voice`; name the file as on the sheet to import it as one line")
}

/// Warns of lines that were read only in part.
fn incomplete(
    project: &Project,
    file: &Path,
    session: &Session,
    complete: &BTreeSet<usize>,
) -> Vec<Diagnostic> {
    let mut last = std::collections::BTreeMap::new();
    for reading in session.readings.iter().filter(|reading| !complete.contains(&reading.segment)) {
        last.insert(reading.segment, reading);
    }
    let warning = |reading: &LineReading| {
        if reading.mismatched {
            return mismatched(project, file, reading);
        }
        let (start, text) = (common::clock(reading.start), words_of(project, reading.segment));
        let what = format!("only a part of \u{201c}{text}\u{201d} was read, at {start}");
        Diagnostic::warning("session-line-incomplete", what)
            .at(file)
            .segment(reading.segment + 1)
            .hint("record the whole line again")
    };
    last.into_values().map(warning).collect()
}

fn mismatched(project: &Project, file: &Path, reading: &LineReading) -> Diagnostic {
    let (start, text) = (common::clock(reading.start), words_of(project, reading.segment));
    let what =
        format!("the words at {start} do not sound like \u{201c}{text}\u{201d}, which is expected there");
    let problem = Diagnostic::warning("session-line-mismatched", what)
        .at(file)
        .segment(reading.segment + 1)
        .hint("listen to it, and record the line again; `--force` imports it as it is");
    match &reading.difference {
        Some(difference) => problem.why(difference.clone()),
        None => problem,
    }
}

/// Warns once of all lines that are in none of the sessions and have no recording.
fn missing(
    project: &Project,
    voice: &str,
    references: &References,
    found: &BTreeSet<usize>,
) -> Option<Diagnostic> {
    let recorded = recording::recorded_segments(project, voice);
    let of_voice = references.lines().filter(|(_, of)| *of == voice).map(|(segment, _)| segment);
    let missing: Vec<usize> =
        of_voice.filter(|segment| !found.contains(segment) && !recorded.contains(segment)).collect();
    if missing.is_empty() {
        return None;
    }
    let listed = missing.iter().take(MOST_LISTED);
    let mut list: Vec<String> = listed
        .map(|segment| format!("{} \u{201c}{}\u{201d}", segment + 1, words_of(project, *segment)))
        .collect();
    if missing.len() > MOST_LISTED {
        list.push(format!("and {} more", missing.len() - MOST_LISTED));
    }
    let verb = if missing.len() == 1 { "is" } else { "are" };
    let lines = common::counted(missing.len(), "line");
    let what = format!("{lines} of voice `{voice}` {verb} not recorded");
    Some(
        Diagnostic::warning("session-lines-missing", what)
            .at(project.script_path())
            .why(format!("segments {}", list.join("; ")))
            .hint("`aloud sheet` writes a sheet with these lines"),
    )
}

fn print_session(
    project: &Project,
    file: &Path,
    session: &Session,
    imported: &[(&str, ImportedSession)],
    global: &Global,
) {
    if global.json {
        print_json(file, session, imported);
        return;
    }
    let count =
        |wanted: fn(&LineReading) -> bool| session.readings.iter().filter(|reading| wanted(reading)).count();
    let (lines, broken) = (count(|reading| reading.chosen), count(|reading| !reading.complete));
    let retakes = count(|reading| reading.complete && !reading.chosen && !reading.mismatched);
    let length = common::clock(session.seconds);
    let lines = common::counted(lines, "line");
    let clicks = match session.clicks {
        0 => String::new(),
        clicks => format!(", {}", common::counted(clicks, "click")),
    };
    errln!("{}: {lines} in {length}, {retakes} other takes, {broken} broken off{clicks}", file.display());
    if global.verbose || imported.is_empty() {
        for reading in &session.readings {
            let state = match (reading.complete, reading.chosen) {
                (false, _) => "broken off",
                _ if reading.mismatched => "other words",
                (true, true) => "used",
                (true, false) => "other take",
            };
            let (start, end) = (common::clock(reading.start), common::clock(reading.end));
            let (number, text) = (reading.segment + 1, words_of(project, reading.segment));
            errln!("  {start}–{end}  {number:>4}  {state:10}  {text}");
        }
    }
    for reading in session.readings.iter().filter(|reading| reading.doubtful) {
        let (end, number) = (common::clock(reading.end), reading.segment + 1);
        errln!("  listen at {end}: the end of segment {number} does not sound like the text");
    }
    for suspect in &session.suspects {
        let (at, number) = (common::clock(suspect.at), suspect.segment + 1);
        errln!(
            "  listen at {at}: \u{201c}{}\u{201d} in segment {number} does not sound like the text",
            suspect.word
        );
    }
    for (start, end) in &session.unknown {
        errln!("  {}–{}: none of the lines", common::clock(*start), common::clock(*end));
    }
    for (voice, imported) in imported {
        print_imported(voice, imported);
    }
}

fn print_imported(voice: &str, imported: &ImportedSession) {
    if imported.known > 0 {
        errln!("  {} of `{voice}` were imported before", common::counted(imported.known, "take"));
    }
    if imported.gain != 0.0 {
        errln!("  {:+.1} dB, to the level of the earlier recordings of `{voice}`", imported.gain);
    }
    if imported.spectrum_matched {
        errln!("  the spectrum was matched to the earlier recordings of `{voice}`");
    }
    if let Some(path) = &imported.room_tone {
        errln!(
            "  {}: the sound of the room; to use it, add `room = \"room.wav\"` to voice.toml",
            path.display()
        );
    }
}

fn print_json(file: &Path, session: &Session, imported: &[(&str, ImportedSession)]) {
    let readings = session.readings.iter().map(|reading| {
        json!({
            "segment": reading.segment + 1, "voice": reading.voice, "start": reading.start, "end": reading.end,
            "complete": reading.complete, "doubtful": reading.doubtful,
            "mismatched": reading.mismatched, "used": reading.chosen, "ratio": reading.ratio, "score": reading.score,
        })
    });
    let suspects = session.suspects.iter().map(|suspect| {
        json!({
            "segment": suspect.segment + 1, "word": suspect.word, "at": suspect.at,
            "suspicion": suspect.suspicion,
        })
    });
    common::print_json(&json!({
        "event": "session", "file": file, "seconds": session.seconds,
        "readings": readings.collect::<Vec<_>>(), "suspects": suspects.collect::<Vec<_>>(),
        "unknown": session.unknown, "clicks": session.clicks,
        "imported": imported.iter().map(|(voice, imported)| json!({
            "voice": voice, "known": imported.known, "gain": imported.gain, "room": imported.room_tone,
        })).collect::<Vec<_>>(),
    }));
    for (voice, filed) in
        imported.iter().flat_map(|(voice, imported)| imported.filed.iter().map(move |filed| (voice, filed)))
    {
        common::print_json(&json!({
            "event": "filed", "file": file, "take": filed.path, "segment": filed.segment + 1, "voice": voice,
            "used": filed.chosen,
        }));
    }
}

/// Returns the first words of a segment.
fn words_of(project: &Project, segment: usize) -> String {
    excerpt(&project.manifest.script.segments[segment].text)
}
