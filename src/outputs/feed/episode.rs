//! Reads a published episode for the feed from the `out/` folder of its project.

use std::path::Path;

use super::settings::EpisodeSettings;
use crate::base::diagnostic::Diagnostic;
use crate::base::files::{self, FileError, ProjectPath};
use crate::base::project_files::OUT;
use crate::outputs::description::Description;
use crate::outputs::encoders::Format;
use crate::outputs::{ALL, Output, Role, WAV, WAV_TYPE, single_line};
use aloud_audio::decode;

/// Largest difference in seconds between the WAV and compressed sound, to which encoders add padding.
const LENGTH_TOLERANCE: f64 = 0.5;

/// A published episode as the feed lists it.
#[derive(Debug)]
pub(super) struct PublishedEpisode {
    pub(super) description: Description,
    /// Title of feed.toml, or else of the episode.
    pub(super) title: String,
    /// Name, media type and size in bytes of the sound.
    pub(super) sound: (&'static str, &'static str, u64),
    /// Duration in seconds, rounded.
    pub(super) seconds: u64,
    /// Names and media types of the transcripts that exist.
    pub(super) transcripts: Vec<(&'static str, &'static str)>,
    /// Name and media type of the chapters, if they exist.
    pub(super) chapters: Option<(&'static str, &'static str)>,
}

/// Reads the published episode of an `[[episode]]` of feed.toml, which is the file `settings`.
///
/// # Errors
/// Returns a problem if the episode is missing or incomplete.
pub(super) fn read(episode: &EpisodeSettings, settings: &Path) -> Result<PublishedEpisode, Diagnostic> {
    let folder = project_folder(settings, &episode.path);
    let (name, line) = (episode.path.display(), episode.line);
    let out = folder.join(OUT);
    if !folder.is_dir() {
        return Err(Diagnostic::error("project-missing", format!("there is no folder `{name}`"))
            .at(settings)
            .line(line)
            .hint("set `path` to the folder of a project, relative to feed.toml"));
    }
    if !out.is_dir() {
        return Err(Diagnostic::error("episode-missing", format!("`{name}` has no published episode"))
            .at(settings)
            .line(line)
            .hint(format!("run `aloud -C {} build`, or set `skip = true`", folder.display())));
    }
    let description = Description::read(&out)?;
    let title = episode.title.as_deref().or(description.title.as_deref()).map(single_line);
    let title = title.filter(|title| !title.is_empty()).ok_or_else(|| {
        Diagnostic::error("title-missing", format!("`{name}` has no title"))
            .at(settings)
            .line(line)
            .hint("set `title` here, or in `[episode]` of its script.toml and build again")
    })?;
    let seconds = description.seconds(description.frames);
    let chapters = ALL.iter().filter(|output| output.role == Role::Chapters);
    Ok(PublishedEpisode {
        title,
        sound: best_sound(&out, seconds)?,
        seconds: seconds.round() as u64,
        transcripts: existing(&out, ALL.iter().filter(|output| is_transcript(output.role))).collect(),
        chapters: existing(&out, chapters).next(),
        description,
    })
}

/// Returns the folder of a project. feed.toml names it: beneath its own folder it is read without following links, and elsewhere
/// without following links inside of the project.
fn project_folder(settings: &Path, path: &Path) -> ProjectPath {
    let folder = settings.parent().unwrap_or(Path::new(""));
    match files::stays_inside(path) {
        true => ProjectPath::root(folder).join(path),
        false => ProjectPath::root(&folder.join(path)),
    }
}

/// Returns the names and media types of the files that exist.
fn existing(
    out: &ProjectPath,
    outputs: impl Iterator<Item = &'static Output>,
) -> impl Iterator<Item = (&'static str, &'static str)> {
    outputs.filter(|output| out.join(output.file).is_file()).map(|output| (output.file, output.media_type))
}

/// Returns whether podcast apps accept a file as transcript.
fn is_transcript(role: Role) -> bool {
    match role {
        Role::Captions | Role::Subtitles | Role::Transcript => true,
        Role::Page | Role::Text | Role::Chapters | Role::Sound(_) | Role::Manifest => false,
        Role::Book | Role::Daisy => false,
        Role::Player | Role::Passages | Role::Snippet | Role::OEmbed => false,
    }
}

/// Returns the name, media type and size of the best sound that exists. Its length must match the description.
fn best_sound(out: &ProjectPath, seconds: f64) -> Result<(&'static str, &'static str, u64), Diagnostic> {
    let found = sounds_by_rank().find(|(name, _)| out.join(name).is_file());
    let (name, media_type) = found.ok_or_else(|| {
        Diagnostic::error("sound-missing", "there is no episode.wav and no compressed episode")
            .at(out)
            .hint("run `aloud build`")
    })?;
    let path = out.join(name);
    let unreadable = |error| FileError::new("read", &path, error);
    let file = path.open().map_err(unreadable)?;
    let size = file.metadata().map_err(unreadable)?.len();
    let length = decode::duration_seconds(file).map_err(|error| {
        Diagnostic::error("sound-unreadable", "the episode cannot be played")
            .at(&path)
            .why(error.to_string())
            .hint("build it again")
    })?;
    if (length - seconds).abs() <= LENGTH_TOLERANCE {
        return Ok((name, media_type, size));
    }
    Err(Diagnostic::error("sound-mismatch", "the sound does not match episode.json")
        .at(&path)
        .why(format!("it lasts {length:.1} seconds, but the episode lasts {seconds:.1}"))
        .hint("make it again from episode.wav, or delete it"))
}

/// Returns the sound files in the order of preference: formats that all apps play first, and the large WAV last.
fn sounds_by_rank() -> impl Iterator<Item = (&'static str, &'static str)> {
    let mut sounds: Vec<_> = ALL.iter().filter_map(ranked_sound).collect();
    sounds.sort_by_key(|(rank, _)| *rank);
    sounds.into_iter().map(|(_, sound)| sound).chain([(WAV, WAV_TYPE)])
}

/// Returns the rank of a sound file with its name and its media type in feeds. Returns `None` for other files, and for
/// formats that many apps do not play.
fn ranked_sound(output: &'static Output) -> Option<(u8, (&'static str, &'static str))> {
    match output.role {
        Role::Sound(Format::Mp3) => Some((0, (output.file, "audio/mpeg"))),
        Role::Sound(Format::M4a) => Some((1, (output.file, "audio/x-m4a"))),
        Role::Sound(Format::Flac | Format::Opus) => None,
        _ => None,
    }
}
