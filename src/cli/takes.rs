//! `aloud takes`: lists, exports and picks the takes of a segment.

use std::path::Path;
use std::time::{Duration, SystemTime};

use aloud::base::config::Levels;
use aloud::base::diagnostic::Diagnostic;
use aloud::base::error::Error;
use aloud::build::{SegmentTake, segment_takes};
use aloud::mixer::clips::{self, Settings};
use aloud::mixer::{self, Format, MixError};
use aloud::project::Project;
use aloud::project::edit;
use aloud::recording::{self, LineRecording};
use aloud::takes::Version;
use indicatif::HumanDuration;
use serde_json::json;

use super::args::{Global, Takes};
use super::build;
use super::common;
use super::output_file;
use super::progress;

pub fn run(args: &Takes, global: &Global) -> Result<(), Error> {
    let project = common::load(global)?;
    let segment = find_segment(&project, &args.segment)?;
    if let Some(name) = &args.recording {
        progress::with_lock(global, |wait| recording::choose_recording(&project, segment, name, wait))?;
        errln!("segment {}: uses the recording `{name}`; run `aloud build`", segment + 1);
        return Ok(());
    }
    let takes = segment_takes(&project, segment)?;
    let versions: Vec<&Version> = takes.iter().map(SegmentTake::version).collect();
    if args.unpin {
        return pick(&project, segment, None, global);
    }
    if args.back {
        let version =
            versions.get(1).ok_or_else(|| take_missing(&project, segment, "there is no earlier take"))?;
        return pick(&project, segment, Some(version), global);
    }
    let Some(number) = args.take else {
        list(&takes, global)?;
        list_recordings(&recording::recordings_of(&project, segment), global);
        return Ok(());
    };
    let version = number.checked_sub(1).and_then(|at| versions.get(at));
    let version =
        version.ok_or_else(|| take_missing(&project, segment, &format!("there is no take {number}")))?;
    if let Some(path) = &args.output {
        export(&project, version, path, args.overwrite.force)?;
    }
    if args.pick { pick(&project, segment, Some(version), global) } else { Ok(()) }
}

/// Finds a segment by its id, or by its number, counted from 1.
pub fn find_segment(project: &Project, wanted: &str) -> Result<usize, Diagnostic> {
    let segments = &project.manifest.script.segments;
    let by_id = segments.iter().position(|segment| segment.id.as_deref() == Some(wanted));
    let by_number = || wanted.parse::<usize>().ok()?.checked_sub(1).filter(|at| *at < segments.len());
    by_id.or_else(by_number).ok_or_else(|| {
        Diagnostic::error("segment-missing", format!("there is no segment `{wanted}`"))
            .at(project.script_path())
            .hint(format!("use its `id`, or a number from 1 to {}", segments.len()))
    })
}

fn take_missing(project: &Project, segment: usize, what: &str) -> Diagnostic {
    Diagnostic::error("take-unknown", what)
        .at(project.script_path())
        .segment(segment + 1)
        .hint(format!("list the takes with `aloud takes {}`", segment + 1))
}

fn list(takes: &[SegmentTake], global: &Global) -> Result<(), Error> {
    for found in takes {
        if global.json {
            common::print_json(found);
            continue;
        }
        let SegmentTake { take, voice, text, .. } = found;
        let length = found.seconds.map_or("gone".to_string(), |seconds| format!("{seconds:.1} s"));
        let current = if found.heard { '*' } else { ' ' };
        let age = age(found.made);
        outln!("{current} {take:>3}  {age:16}  {length:>8}  {voice:12} {text}");
    }
    if takes.is_empty() && !global.json {
        errln!("no takes yet: run `aloud build`");
    }
    Ok(())
}

/// Lists the recordings of a line, if it has several or they come from a session.
fn list_recordings(recordings: &[LineRecording], global: &Global) {
    for recording in recordings {
        let LineRecording { name, path, chosen, session, ratio, .. } = recording;
        if global.json {
            common::print_json(&json!({
                "recording": name, "path": path, "used": chosen, "ratio": ratio,
                "session": session.as_ref().map(|(name, _)| name), "at": session.as_ref().map(|(_, at)| at),
            }));
            continue;
        }
        let current = if *chosen { '*' } else { ' ' };
        let from = session
            .as_ref()
            .map_or(String::new(), |(session, at)| format!("  from {session} at {}", common::clock(*at)));
        outln!("{current} recording {name}{from}  {}", path.display());
    }
}

/// Returns the time since a take was made, in words.
fn age(made: u64) -> String {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    format!("{} ago", HumanDuration(now.saturating_sub(Duration::from_secs(made))))
}

/// Writes a take to a WAV, at the loudness and sample rate of the episode.
fn export(project: &Project, version: &Version, path: &Path, force: bool) -> Result<(), Error> {
    let cancel = build::cancel_on_ctrl_c()?;
    let clips = project.store().paths(&version.takes).ok_or_else(|| {
        let what = format!("the take of \u{201c}{}\u{201d} is missing or damaged", version.text);
        Diagnostic::error("take-missing", what)
            .hint("it cannot be restored; `aloud build` speaks the current text")
    })?;
    let mix = &project.manifest.mix;
    let settings = Settings {
        pauses: project.manifest.pauses,
        trim: true,
        loudness: mix.loudness,
        peak: mix.peak,
        levels: Levels::None,
        keep_damaged: false,
        // Every program plays 16 bits; some cannot play floating-point samples.
        format: Format { rate: mix.rate, channels: mix.channels, bits: 16 },
    };
    let (plan, _) = clips::plan(clips.clone(), &settings, 1).map_err(Error::Problems)?;
    let out = output_file::create(path, &clips, force)?;
    mixer::mix(&plan, out.as_file(), 1, cancel, &mut |_, _| ()).map_err(|error| match error {
        MixError::Cancelled => Error::Cancelled,
        error => Diagnostic::error("mix-failed", "the take cannot be written")
            .at(path)
            .why(error.to_string())
            .hint("fix the problem and run the command again; nothing was written")
            .into(),
    })?;
    output_file::commit_wav(out, path, plan.length)?;
    errln!("{}", path.display());
    Ok(())
}

/// Picks a take for a segment, or removes the pick.
fn pick(project: &Project, segment: usize, version: Option<&Version>, global: &Global) -> Result<(), Error> {
    let id = version.map(Version::id);
    let (root, script) = (&project.root, &project.manifest.script);
    progress::with_lock(global, |wait| edit::pick_take(root, script, segment, id.as_deref(), wait))?;
    let number = segment + 1;
    match version {
        _ if global.json => common::print_json(&json!({"event": "picked", "segment": number, "take": id})),
        Some(version) => {
            errln!("segment {number}: picked \u{201c}{}\u{201d}; run `aloud build` to use it", version.text)
        }
        None => errln!("segment {number}: no take is picked; `aloud build` speaks its text"),
    }
    Ok(())
}
