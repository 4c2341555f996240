//! `aloud play`: plays the finished episode, or a segment of it. `aloud open`: shows its page.

use std::io::Write;
use std::path::Path;

use aloud::audio::wav;
use aloud::base::diagnostic::Diagnostic;
use aloud::base::error::Error;
use aloud::build::Target;
use aloud::outputs::description::{DescribedSegment, Description};
use aloud::outputs::{self, Role, WAV};
use aloud::takes::segment_key;

use super::args::{Global, Open, Play};
use super::common;
use super::desktop;
use super::takes::find_segment;

pub fn run(args: &Play, global: &Global) -> Result<(), Error> {
    let project = common::load(global)?;
    let target = if args.draft { Target::Draft } else { Target::Published };
    let folder = project.files().join(target.folder());
    let edition = Description::read(&folder)?;
    let Some(wanted) = &args.segment else {
        return Ok(desktop::play(&project.root.join(target.folder()).join(WAV))?);
    };
    let number = find_segment(&project, wanted)?;
    let segments = &project.manifest.script.segments;
    let key = |id: Option<&str>, text: &str| segment_key(id, text);
    let wanted = key(segments[number].id.as_deref(), &segments[number].text);
    // Equal lines without an id are in the order of the script.
    let nth = segments[..number].iter().filter(|one| key(one.id.as_deref(), &one.text) == wanted).count();
    let spoken = edition.segments.iter().filter(|one| key(one.id.as_deref(), &one.text) == wanted).nth(nth);
    let DescribedSegment { start_frame, end_frame, .. } = spoken.ok_or_else(|| {
        Diagnostic::error(
            "segment-not-built",
            format!("segment {} is not in the episode as it is now", number + 1),
        )
        .at(project.script_path())
        .segment(number + 1)
        .hint("run `aloud build`")
    })?;
    let end = if args.on { edition.frames } else { *end_frame };
    let excerpt = excerpt(&project.root.join(target.folder()).join(WAV), *start_frame, end)?;
    Ok(desktop::play(excerpt.path())?)
}

/// Copies a part of a WAV to a temporary file with 16-bit samples.
fn excerpt(wav: &Path, start: u64, end: u64) -> Result<tempfile::NamedTempFile, Diagnostic> {
    let failed = |why: String| {
        Diagnostic::error("sound-unreadable", "the episode cannot be played")
            .at(wav)
            .why(why)
            .hint("run `aloud build`")
    };
    let mut reader = wav::Reader::open(wav).map_err(|error| failed(error.to_string()))?;
    reader.seek(start).map_err(|error| failed(error.to_string()))?;
    let (spec, mut samples) = (reader.spec(), Vec::new());
    let frames = usize::try_from(end.saturating_sub(start)).unwrap_or(usize::MAX);
    reader.read(&mut samples, frames).map_err(|error| failed(error.to_string()))?;
    let file = tempfile::Builder::new().prefix("aloud-").suffix(".wav").tempfile();
    let mut file = file.map_err(|error| failed(error.to_string()))?;
    file.write_all(&wav::encode_16(spec, samples.into_iter())).map_err(|error| failed(error.to_string()))?;
    Ok(file)
}

pub fn open(args: &Open, global: &Global) -> Result<(), Error> {
    let project = common::load(global)?;
    let target = if args.draft { Target::Draft } else { Target::Published };
    let folder = project.root.join(target.folder());
    let pages = outputs::ALL.iter().filter(|output| output.role == Role::Page).map(|output| output.file);
    let found = pages.chain([WAV]).map(|name| folder.join(name)).find(|file| file.is_file());
    let Some(found) = found else {
        let missing = Diagnostic::error("episode-missing", "there is no finished episode");
        return Err(missing.at(folder.join(WAV)).hint("run `aloud build`").into());
    };
    Ok(desktop::open(absolute(&found).as_os_str())?)
}

/// The program for the file may have another current folder.
fn absolute(path: &Path) -> std::path::PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf())
}
