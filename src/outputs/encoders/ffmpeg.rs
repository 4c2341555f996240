//! Encodes with a local ffmpeg. It is started with a list of arguments, without a shell.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::io;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use tempfile::TempDir;

use super::format::{EncoderError, Format, LAME_ATTENUATION, mp3_rate};
use super::id3v2;
use super::request::EncodeRequest;
use super::tags;
use crate::base::process::{self, Finished};
use crate::language;

/// Name of the program.
const FFMPEG: &str = "ffmpeg";
/// Longest time to list the encoders.
const LIST_TIMEOUT: Duration = Duration::from_secs(30);
/// Longest time to encode, in addition to the length of the sound. Encoders are many times faster than real time.
const BASE_TIMEOUT: Duration = Duration::from_secs(60);

/// Length of the short file with the tags.
const HEAD_SECONDS: &str = "0.1";

/// A local ffmpeg with the necessary encoders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ffmpeg {
    /// The line with its version.
    pub version: String,
}

impl Ffmpeg {
    /// Finds ffmpeg, and checks that it has an encoder for each of `formats`.
    ///
    /// # Errors
    /// Returns an error if ffmpeg is missing, does not run, or lacks an encoder.
    pub fn find(formats: &[Format]) -> Result<Self, EncoderError> {
        let mut command = program()?;
        // The list goes to standard output, and the banner with the version to standard error.
        command.args(["-nostdin", "-encoders"]);
        let output = process::run(&mut command, Vec::new(), LIST_TIMEOUT, &|| false).map_err(cannot_start)?;
        let version = output.stderr.lines().find(|line| line.starts_with("ffmpeg version"));
        let Some(version) = version.map(str::to_string) else {
            let message = process::last_line(&output.stderr).unwrap_or_else(|| "it printed nothing".into());
            return Err(EncoderError::Broken(message));
        };
        let list = String::from_utf8_lossy(&output.stdout);
        match formats.iter().find(|format| !lists_encoder(&list, encoder_name(**format))) {
            Some(format) => Err(EncoderError::Lacks { format: *format, encoder: encoder_name(*format) }),
            None => Ok(Self { version }),
        }
    }

    /// Encodes a WAV as a whole.
    ///
    /// # Errors
    /// Returns the message of ffmpeg; the target may be incomplete then.
    pub(super) fn encode(&self, format: Format, request: &EncodeRequest<'_>) -> Result<(), EncoderError> {
        match format {
            Format::Flac => self.encode_flac(request),
            _ => self.encode_tagged(format, request, None, request.target),
        }
    }

    /// Returns a short file of this format with the tags of the episode.
    ///
    /// # Errors
    /// Returns the message of ffmpeg.
    pub(super) fn head(&self, format: Format, request: &EncodeRequest<'_>) -> Result<Vec<u8>, EncoderError> {
        let scratch = TempDir::new()?;
        let target = scratch.path().join(format.file());
        self.encode_tagged(format, request, Some(HEAD_SECONDS), &target)?;
        if format == Format::Mp3 {
            let language = language::three_letters(&request.tags.language).unwrap_or("und");
            let mut file = fs::File::options().read(true).write(true).open(&target)?;
            id3v2::show_comment(&mut file, language)?;
        }
        Ok(fs::read(target)?)
    }

    /// Encodes the first seconds of a WAV, or all of it, with its tags.
    fn encode_tagged(
        &self,
        format: Format,
        request: &EncodeRequest<'_>,
        seconds: Option<&str>,
        target: &Path,
    ) -> Result<(), EncoderError> {
        let &EncodeRequest { source, tags, cover, .. } = request;
        let scratch = TempDir::new()?;
        let (metadata, image) = (scratch.path().join("tags.txt"), scratch.path().join("cover"));
        fs::write(&metadata, tags.ffmetadata(format, cover))?;
        // In Ogg, the cover is a tag.
        let cover = cover.filter(|_| format != Format::Opus);
        if let Some(cover) = cover {
            fs::write(&image, &cover.bytes)?;
        }
        let mut command = program()?;
        command.args(["-nostdin", "-v", "error", "-y"]);
        command.args(seconds.map(|seconds| ["-t", seconds]).into_iter().flatten());
        command.args(["-f", "wav", "-i"]).arg(file_url(source.path));
        command.args(["-f", "ffmetadata", "-i"]).arg(file_url(&metadata));
        if let Some(cover) = cover {
            command.args(["-f", cover.kind.demuxer(), "-i"]).arg(file_url(&image));
        }
        command.args(arguments(format, request, cover.is_some())).arg(file_url(target));
        run(&mut command, source.length, request)
    }

    /// Encodes FLAC without tags and writes the tags afterwards: ffmpeg would write its own version and order.
    fn encode_flac(&self, request: &EncodeRequest<'_>) -> Result<(), EncoderError> {
        let &EncodeRequest { source, tags, cover, target, .. } = request;
        let blocks = tags::flac_blocks(tags, cover)?;
        let mut command = program()?;
        command.args(["-nostdin", "-v", "error", "-y", "-f", "wav", "-i"]).arg(file_url(source.path));
        command.args(["-map", "0:a:0", "-map_metadata", "-1", "-map_chapters", "-1", "-threads", "1"]);
        // FLAC has no floating-point samples.
        command.args(["-c:a", "flac", "-sample_fmt", if source.bits == 16 { "s16" } else { "s32" }]);
        command.args(["-bitexact", "-fflags", "+bitexact", "-flags:a", "+bitexact"]);
        command.arg("-metadata_header_padding").arg(tags::flac_padding(&blocks)?.to_string());
        command.args(["-f", "flac"]).arg(file_url(target));
        run(&mut command, source.length, request)?;
        tags::replace_flac_blocks(&mut target.open_or_create().map_err(io::Error::other)?, blocks)
    }
}

pub(super) fn program() -> Result<Command, EncoderError> {
    process::command(FFMPEG).map_err(cannot_start)
}

fn cannot_start(error: io::Error) -> EncoderError {
    match error.kind() {
        io::ErrorKind::NotFound => EncoderError::Missing,
        _ => EncoderError::Broken(error.to_string()),
    }
}

/// Returns whether ffmpeg's list of encoders contains one of this name.
fn lists_encoder(list: &str, name: &str) -> bool {
    list.lines().any(|line| line.split_whitespace().nth(1) == Some(name))
}

/// Returns ffmpeg's name for the encoder of a format.
pub(super) fn encoder_name(format: Format) -> &'static str {
    match format {
        Format::Flac => "flac",
        Format::M4a | Format::M4b => "aac",
        Format::Mp3 => "libmp3lame",
        Format::Opus => "libopus",
    }
}

/// Runs ffmpeg on sound of this length.
pub(super) fn run(
    command: &mut Command,
    length: Duration,
    request: &EncodeRequest<'_>,
) -> Result<(), EncoderError> {
    let timeout = BASE_TIMEOUT + length;
    let finished = process::run(command, Vec::new(), timeout, &|| request.is_cancelled());
    check_status(&finished.map_err(|error| EncoderError::Broken(error.to_string()))?, request.is_cancelled())
}

/// Returns the arguments that describe the output. `bitexact` leaves out times and versions, which would differ between
/// builds.
fn arguments(format: Format, request: &EncodeRequest<'_>, has_cover: bool) -> Vec<String> {
    let &EncodeRequest { source, tags, preset, .. } = request;
    let mut arguments = Vec::new();
    let mut add = |text: &str| arguments.extend(text.split(' ').map(str::to_string));
    add("-map 0:a:0 -map_metadata 1 -threads 1 -map_chapters");
    add(if format == Format::Opus { "-1" } else { "1" });
    if has_cover {
        add("-map 2:v:0 -c:v copy -disposition:v:0 attached_pic -metadata:s:v:0 title=Cover");
    }
    add(&format!("-c:a {} -b:a {}k", encoder_name(format), format.bitrate(source.channels, preset)));
    add("-bitexact -fflags +bitexact -flags:a +bitexact");
    match format {
        Format::M4a | Format::M4b => add("-movflags +faststart -f ipod"),
        Format::Mp3 => {
            add(&format!(
                "-af volume={}:precision=float -ar {}",
                1.0 / LAME_ATTENUATION,
                mp3_rate(source.rate)
            ));
            add("-id3v2_version 3 -f mp3");
        }
        Format::Opus => add("-f opus"),
        Format::Flac => {}
    }
    if has_cover {
        arguments.extend(["-metadata:s:v:0", "comment=Cover (front)"].map(str::to_string));
    }
    if format == Format::M4b {
        // Players know an audiobook by the name of the file or by its brand.
        arguments.extend(["-brand", "M4B "].map(str::to_string));
    }
    match format {
        Format::M4a | Format::M4b => {
            let language = language::three_letters(&tags.language).unwrap_or("und");
            arguments.extend(["-metadata:s:a:0".to_string(), format!("language={language}")]);
        }
        Format::Opus => {
            arguments.extend(["-metadata:s:a:0".to_string(), format!("encoder={}", tags.software)])
        }
        Format::Flac | Format::Mp3 => {}
    }
    arguments
}

/// Returns a path as a `file:` URL, which ffmpeg cannot take for an option or a network address.
pub(super) fn file_url(path: &Path) -> OsString {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    [OsStr::new("file:"), path.as_os_str()].into_iter().collect()
}

fn check_status(finished: &Finished, is_cancelled: bool) -> Result<(), EncoderError> {
    match finished.status {
        Some(status) if status.success() => Ok(()),
        _ if is_cancelled => Err(EncoderError::Cancelled),
        None => Err(EncoderError::Failed("it took too long and was stopped".into())),
        Some(status) => {
            let message = process::last_line(&finished.stderr);
            Err(EncoderError::Failed(message.unwrap_or_else(|| format!("it ended with {status}"))))
        }
    }
}
