//! A local ffmpeg, which is given a list of arguments and no shell.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::io;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use tempfile::TempDir;

use super::{EncoderError, Format, Job, SOFTER, Source, Tags, blocks, mp3_rate};
use crate::base::process::{self, Finished};
use crate::language;

/// The program.
const FFMPEG: &str = "ffmpeg";
/// It only says what it is.
const ANSWERS: Duration = Duration::from_secs(30);
/// To begin with, however short the sound; then a second for each of its seconds, which is many times what it takes.
const STARTS: Duration = Duration::from_secs(60);

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
                process::last_line(&told.stderr).unwrap_or_else(|| "it says nothing".into()),
            ));
        };
        let list = String::from_utf8_lossy(&told.stdout);
        let has = |format: &Format| {
            list.lines().any(|line| line.split_whitespace().nth(1) == Some(encoder(*format)))
        };
        match formats.iter().find(|format| !has(format)) {
            Some(format) => Err(EncoderError::Lacks { format: *format, encoder: encoder(*format) }),
            None => Ok(Self { version }),
        }
    }

    /// Compresses a WAV.
    ///
    /// # Errors
    /// With what ffmpeg said; the target may hold anything then.
    pub(super) fn encode(&self, format: Format, job: &Job<'_>) -> Result<(), EncoderError> {
        if format == Format::Flac {
            return self.encode_flac(job);
        }
        let &Job { source, tags, cover, to, .. } = job;
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
        finish(&mut command, job)
    }

    /// Without tags, for which it leaves room.
    fn encode_flac(&self, job: &Job<'_>) -> Result<(), EncoderError> {
        let &Job { source, tags, cover, to, .. } = job;
        let blocks = blocks::blocks(tags, cover)?;
        let mut command = Command::new(FFMPEG);
        command.args(["-nostdin", "-v", "error", "-y", "-f", "wav", "-i"]).arg(file(source.wav));
        command.args(["-map", "0:a:0", "-map_metadata", "-1", "-map_chapters", "-1", "-threads", "1"]);
        // It holds no float.
        command.args(["-c:a", "flac", "-sample_fmt", if source.bits == 16 { "s16" } else { "s32" }]);
        command.args(["-bitexact", "-fflags", "+bitexact", "-flags:a", "+bitexact"]);
        command.arg("-metadata_header_padding").arg(blocks::room(&blocks)?.to_string());
        command.args(["-f", "flac"]).arg(file(to));
        finish(&mut command, job)?;
        blocks::put(&mut File::options().read(true).write(true).open(to)?, blocks)
    }
}

/// ffmpeg's name of what makes it.
fn encoder(format: Format) -> &'static str {
    match format {
        Format::Flac => "flac",
        Format::M4a => "aac",
        Format::Mp3 => "libmp3lame",
        Format::Opus => "libopus",
    }
}

fn finish(command: &mut Command, job: &Job<'_>) -> Result<(), EncoderError> {
    let stop = || job.is_cancelled();
    let finished = process::run(command, Vec::new(), STARTS + job.source.length, &stop);
    judge(&finished.map_err(|error| EncoderError::Broken(error.to_string()))?, stop())
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
    add(&format!("-c:a {} -b:a {}k", encoder(format), format.bitrate(source.channels)));
    add("-bitexact -fflags +bitexact -flags:a +bitexact");
    match format {
        Format::M4a => add("-movflags +faststart -f ipod"),
        Format::Mp3 => {
            add(&format!("-af volume={}:precision=float -ar {}", 1.0 / SOFTER, mp3_rate(source.rate)));
            add("-id3v2_version 3 -f mp3");
        }
        Format::Opus => add("-f opus"),
        Format::Flac => {}
    }
    if covered {
        all.extend(["-metadata:s:v:0", "comment=Cover (front)"].map(str::to_string));
    }
    match format {
        Format::M4a => {
            let language = language::three_letters(&tags.language).unwrap_or("und");
            all.extend(["-metadata:s:a:0".to_string(), format!("language={language}")]);
        }
        Format::Opus => all.extend(["-metadata:s:a:0".to_string(), format!("encoder={}", tags.software)]),
        Format::Flac | Format::Mp3 => {}
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
            let said = process::last_line(&finished.stderr);
            Err(EncoderError::Failed(said.unwrap_or_else(|| format!("it ended with {status}"))))
        }
    }
}
