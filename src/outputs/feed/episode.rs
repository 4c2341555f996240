//! A published episode as a feed sees it: what stands in the `out/` of its project.

use std::fs;
use std::path::{Path, PathBuf};

use super::settings::Entry;
use crate::audio::sound;
use crate::base::diagnostic::Diagnostic;
use crate::base::files::FileError;
use crate::base::project_files::OUT;
use crate::outputs::description::Description;
use crate::outputs::encoders::Format;
use crate::outputs::{ALL, Content, Output, Role, WAV, WAV_TYPE, flat};

/// A compressed sound may be so much longer or shorter than the WAV, in seconds: what encoders pad.
const SAME_LENGTH: f64 = 0.5;

/// What a feed says of an episode's files.
#[derive(Debug)]
pub(super) struct Episode {
    /// What the edition says of itself.
    pub(super) edition: Description,
    /// The headline, or what feed.toml calls it.
    pub(super) title: String,
    /// Name of the sound, its type and its length in bytes.
    pub(super) sound: (&'static str, &'static str, u64),
    /// Length in whole seconds.
    pub(super) seconds: u64,
    /// Names and types of those that are there.
    pub(super) transcripts: Vec<(&'static str, &'static str)>,
    /// Name and type of the chapters, if they are there.
    pub(super) chapters: Option<(&'static str, &'static str)>,
}

/// Reads the published episode of an entry of feed.toml, which is `settings`.
///
/// # Errors
/// When it is not there or not whole; the entry's line is named.
pub(super) fn read(entry: &Entry, settings: &Path) -> Result<Episode, Diagnostic> {
    let folder = settings.parent().unwrap_or(Path::new("")).join(&entry.path);
    let here = |what: String| Diagnostic::error("todo", what).at(settings).line(entry.line);
    let out = folder.join(OUT);
    if !folder.is_dir() {
        let what = format!("there is no folder `{}`", entry.path.display());
        return Err(here(what).hint("`path` is the folder of a project, as seen from feed.toml"));
    }
    if !out.is_dir() {
        let what = format!("`{}` has no published episode", entry.path.display());
        return Err(here(what)
            .hint(format!("`aloud -C {} build` makes it; or write `skip = true`", folder.display())));
    }
    let edition = Description::read(&out)?;
    let title =
        entry.title.as_deref().or(edition.title.as_deref()).map(flat).filter(|title| !title.is_empty());
    let title = title.ok_or_else(|| {
        here(format!("`{}` has no title", entry.path.display()))
            .hint("give it one here, or in `[episode]` of its script.toml and build again")
    })?;
    let seconds = edition.seconds(edition.frames);
    let sound = sound_of(&out, seconds)?;
    let there = |output: &&Output| out.join(output.file).is_file();
    let named = |output: &'static Output| (output.file, output.media_type);
    let chapters = ALL.iter().filter(|output| output.role == Role::Chapters);
    Ok(Episode {
        title,
        sound,
        seconds: seconds.round() as u64,
        transcripts: ALL.iter().filter(|one| is_transcript(one.role)).filter(there).map(named).collect(),
        chapters: chapters.filter(there).map(named).next(),
        edition,
    })
}

/// Whether apps take a file for the words to read along.
fn is_transcript(role: Role) -> bool {
    match role {
        Role::Captions | Role::Subtitles | Role::Transcript => true,
        Role::Page | Role::Text | Role::Chapters | Role::Sound | Role::Book | Role::Manifest => false,
    }
}

/// What listeners may be given, the best first: what every app plays, what most do, and what is large.
fn sounds() -> impl Iterator<Item = (&'static str, &'static str)> {
    let place = |output: &'static Output| match output.content {
        Content::Sound(format) => played(format).map(|(place, kind)| (place, (output.file, kind))),
        Content::Text(_) | Content::Book(_) => None,
    };
    let mut made: Vec<_> = ALL.iter().filter_map(place).collect();
    made.sort_by_key(|(place, _)| *place);
    made.into_iter().map(|(_, named)| named).chain([(WAV, WAV_TYPE)])
}

/// How good a format is for a feed, the best first, and what it is called there; `None` where many apps do not play it.
fn played(format: Format) -> Option<(u8, &'static str)> {
    match format {
        Format::Mp3 => Some((0, "audio/mpeg")),
        Format::M4a => Some((1, "audio/x-m4a")),
        Format::Flac | Format::Opus => None,
    }
}

/// The best sound that is there; it must be as long as the edition.
fn sound_of(out: &Path, seconds: f64) -> Result<(&'static str, &'static str, u64), Diagnostic> {
    let found = sounds().find(|(name, _)| out.join(name).is_file());
    let (name, kind) = found.ok_or_else(|| {
        Diagnostic::error("todo", "there is no episode.wav here, and nothing made of it")
            .at(out)
            .hint("`aloud build` makes it")
    })?;
    let path: PathBuf = out.join(name);
    let length = fs::metadata(&path).map_err(|error| FileError::new("read", &path, error))?.len();
    let lasts = sound::seconds(&path).map_err(|error| {
        Diagnostic::error("todo", "the episode cannot be played")
            .at(&path)
            .why(error.to_string())
            .hint("build it again")
    })?;
    match lasts {
        Some(lasts) if (lasts - seconds).abs() > SAME_LENGTH => {
            Err(Diagnostic::error("todo", "this is not the episode that episode.json describes")
                .at(&path)
                .why(format!("it lasts {lasts:.1} seconds, and the edition {seconds:.1}"))
                .hint("make it anew from episode.wav, or take it away"))
        }
        _ => Ok((name, kind, length)),
    }
}
