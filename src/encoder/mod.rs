//! The finished WAV in formats that take a tenth of its room: made by a local ffmpeg, the same bytes from the same WAV.
//! Knows no script and no timeline: what stands in the files' tags it is told.

mod picture;
mod tags;

use std::ffi::{OsStr, OsString};
use std::fs;
use std::io;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tempfile::TempDir;

use crate::languages;
use crate::process::{self, Finished};
pub use picture::{Picture, PictureError};
pub use tags::{Chapter, Tags};

/// The program.
const FFMPEG: &str = "ffmpeg";
/// It only says what it is.
const ANSWERS: Duration = Duration::from_secs(30);
/// To begin with, however short the sound; then a second for each of its seconds, which is many times what it takes.
const STARTS: Duration = Duration::from_secs(60);

/// What sound is compressed to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// AAC in MP4: plays on all that has a screen.
    M4a,
    /// MP3: plays on all there is.
    Mp3,
    /// Opus in Ogg: the smallest.
    Opus,
}

impl Format {
    /// The name of an episode in it.
    pub const fn file(self) -> &'static str {
        match self {
            Self::M4a => "episode.m4a",
            Self::Mp3 => "episode.mp3",
            Self::Opus => "episode.opus",
        }
    }

    /// Its media type (IANA).
    pub fn media_type(self) -> &'static str {
        match self {
            Self::M4a => "audio/mp4",
            Self::Mp3 => "audio/mpeg",
            Self::Opus => "audio/ogg",
        }
    }

    /// ffmpeg's name of what makes it.
    fn encoder(self) -> &'static str {
        match self {
            Self::M4a => "aac",
            Self::Mp3 => "libmp3lame",
            Self::Opus => "libopus",
        }
    }

    /// For speech, by the number of channels. MP3 has a constant rate: with any other, players guess where a chapter begins.
    fn bitrate(self, channels: u16) -> &'static str {
        match (self, channels) {
            (Self::Opus, 1) => "48k",
            (Self::Opus, _) | (_, 1) => "96k",
            _ => "160k",
        }
    }
}

/// The sound that is compressed.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// The finished episode.
    pub wav: &'a Path,
    /// 1 or 2.
    pub channels: u16,
    /// Frames a second.
    pub rate: u32,
    /// How long it is.
    pub length: Duration,
}

/// Why there is no compressed episode.
#[derive(Debug, thiserror::Error)]
pub enum EncoderError {
    /// No such program.
    #[error("ffmpeg was not found")]
    Missing,
    /// It is there and does not run, or says nothing of itself.
    #[error("ffmpeg does not run: {0}")]
    Broken(String),
    /// It was built without what is needed.
    #[error("this ffmpeg cannot make `{}`: it has no `{}`", .0.file(), .0.encoder())]
    Lacks(Format),
    /// It tried, and this is what it said.
    #[error("{0}")]
    Failed(String),
    /// Its files could not be written.
    #[error("no temporary file: {0}")]
    Files(#[from] io::Error),
    /// Stopped by `cancel`.
    #[error("stopped")]
    Cancelled,
}

/// A local ffmpeg that can do what is asked of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ffmpeg {
    /// The first line that it says of itself.
    pub version: String,
}

impl Ffmpeg {
    /// Looks for it, and for its encoders of `formats`.
    ///
    /// # Errors
    /// When it is not there, does not run, or lacks one of them.
    pub fn find(formats: &[Format]) -> Result<Self, EncoderError> {
        let mut command = Command::new(FFMPEG);
        // The list goes to standard output, and the banner with the version to standard error.
        command.args(["-nostdin", "-encoders"]);
        let told = process::run(&mut command, Vec::new(), ANSWERS, &|| false).map_err(|error| match error
            .kind()
        {
            io::ErrorKind::NotFound => EncoderError::Missing,
            _ => EncoderError::Broken(error.to_string()),
        })?;
        let version = told.stderr.lines().find(|line| line.starts_with("ffmpeg version")).map(str::to_string);
        let Some(version) = version else {
            return Err(EncoderError::Broken(
                process::said(&told.stderr).unwrap_or_else(|| "it says nothing".into()),
            ));
        };
        let list = String::from_utf8_lossy(&told.stdout);
        let has = |format: &Format| {
            list.lines().any(|line| line.split_whitespace().nth(1) == Some(format.encoder()))
        };
        match formats.iter().find(|format| !has(format)) {
            Some(format) => Err(EncoderError::Lacks(*format)),
            None => Ok(Self { version }),
        }
    }

    /// Compresses a WAV into `to`.
    ///
    /// # Errors
    /// With what ffmpeg said; `to` may hold anything then.
    pub fn encode(
        &self,
        format: Format,
        source: &Source<'_>,
        tags: &Tags,
        cover: Option<&Picture>,
        to: &Path,
        cancel: &AtomicBool,
    ) -> Result<(), EncoderError> {
        let scratch = TempDir::new()?;
        let (texts, image) = (scratch.path().join("tags.txt"), scratch.path().join("cover"));
        fs::write(&texts, tags.ffmetadata(format, cover))?;
        // In Ogg the cover is a tag.
        let cover = cover.filter(|_| format != Format::Opus);
        if let Some(cover) = cover {
            fs::write(&image, &cover.bytes)?;
        }
        let mut command = Command::new(FFMPEG);
        command.args(["-nostdin", "-v", "error", "-y", "-f", "wav", "-i"]).arg(file(source.wav));
        command.args(["-f", "ffmetadata", "-i"]).arg(file(&texts));
        if let Some(cover) = cover {
            command.args(["-f", cover.kind.demuxer(), "-i"]).arg(file(&image));
        }
        command.args(arguments(format, source, tags, cover.is_some())).arg(file(to));
        let stop = || cancel.load(Ordering::Relaxed);
        let finished = process::run(&mut command, Vec::new(), STARTS + source.length, &stop);
        judge(&finished.map_err(|error| EncoderError::Broken(error.to_string()))?, stop())
    }
}

/// What is to be made, without a trace of when and by which build: `bitexact` leaves times and versions out.
fn arguments(format: Format, source: &Source<'_>, tags: &Tags, covered: bool) -> Vec<String> {
    let mut all = Vec::new();
    let mut add = |text: &str| all.extend(text.split(' ').map(str::to_string));
    add("-map 0:a:0 -map_metadata 1 -threads 1 -map_chapters");
    add(if format == Format::Opus { "-1" } else { "1" });
    if covered {
        add("-map 2:v:0 -c:v copy -disposition:v:0 attached_pic -metadata:s:v:0 title=Cover");
    }
    add(&format!("-c:a {} -b:a {}", format.encoder(), format.bitrate(source.channels)));
    add("-bitexact -fflags +bitexact -flags:a +bitexact");
    match format {
        Format::M4a => add("-movflags +faststart -f ipod"),
        // At lower rates its blocks are so long that the file is longer than the sound.
        Format::Mp3 if source.rate < 32_000 => add("-ar 44100 -id3v2_version 3 -f mp3"),
        Format::Mp3 => add("-id3v2_version 3 -f mp3"),
        Format::Opus => add("-f opus"),
    }
    if covered {
        all.extend(["-metadata:s:v:0", "comment=Cover (front)"].map(str::to_string));
    }
    match format {
        Format::M4a => {
            let language = languages::three_letters(&tags.language).unwrap_or("und");
            all.extend(["-metadata:s:a:0".to_string(), format!("language={language}")]);
        }
        Format::Opus => all.extend(["-metadata:s:a:0".to_string(), format!("encoder={}", tags.software)]),
        Format::Mp3 => {}
    }
    all
}

/// A path that ffmpeg takes for nothing else: no option, no address.
fn file(path: &Path) -> OsString {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    [OsStr::new("file:"), path.as_os_str()].into_iter().collect()
}

fn judge(finished: &Finished, stopped: bool) -> Result<(), EncoderError> {
    match finished.status {
        Some(status) if status.success() => Ok(()),
        _ if stopped => Err(EncoderError::Cancelled),
        None => Err(EncoderError::Failed("it took too long and was ended".into())),
        Some(status) => {
            let said = process::said(&finished.stderr);
            Err(EncoderError::Failed(said.unwrap_or_else(|| format!("it ended with {status}"))))
        }
    }
}
