//! Encodes parts of a WAV with ffmpeg. One ffmpeg encodes several parts, each with an encoder of its own.

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::Path;
use std::time::Duration;

use tempfile::TempDir;

use super::ffmpeg::{Ffmpeg, encoder_name, file_url, program, run};
use super::format::{EncoderError, Format, LAME_ATTENUATION, mp3_rate};
use super::mp3_frames;
use super::ogg;
use super::part_cache::Frames;
use super::parts::Part;
use super::request::{EncodeRequest, SourceWav};
use crate::base::files;
use aloud_audio::wav::Reader;

/// Largest encoded part in bytes.
const LIMIT: u64 = 1 << 26;
/// Packets of Opus before the sound.
const OPUS_HEADERS: usize = 2;

/// The samples of a WAV as bytes of its file.
pub(super) struct RawWav<'a> {
    source: &'a SourceWav<'a>,
    data_start: u64,
    /// Number of its frames.
    pub(super) frames: u64,
}

impl<'a> RawWav<'a> {
    pub(super) fn open(source: &'a SourceWav<'a>) -> Result<Self, EncoderError> {
        let wav = Reader::open(source.path)?;
        Ok(Self { source, data_start: wav.data_start(), frames: wav.frames() })
    }

    /// Returns the bytes of frames in the file.
    pub(super) fn bytes(&self, frames: &Range<u64>) -> Range<u64> {
        let frame = u64::from(self.source.channels) * u64::from(self.source.bits / 8);
        self.data_start + frames.start * frame..self.data_start + frames.end * frame
    }

    /// Copies frames into a file of their own. With its `subfile` protocol, ffmpeg would read them from the WAV itself, but not
    /// every build has that.
    fn copy(&self, frames: &Range<u64>, target: &Path) -> Result<(), EncoderError> {
        let bytes = self.bytes(frames);
        let mut wav = files::open(self.source.path).map_err(io::Error::other)?;
        wav.seek(SeekFrom::Start(bytes.start))?;
        let length = bytes.end - bytes.start;
        match io::copy(&mut wav.take(length), &mut File::create_new(target)?)? {
            copied if copied == length => Ok(()),
            _ => Err(io::Error::from(io::ErrorKind::UnexpectedEof).into()),
        }
    }

    /// Returns the arguments that make ffmpeg read a file of samples.
    fn input(&self, file: &Path) -> [OsString; 8] {
        let SourceWav { channels, rate, bits, .. } = *self.source;
        let coding = match bits {
            16 => "s16le",
            24 => "s24le",
            _ => "f32le",
        };
        let (rate, channels) = (rate.to_string(), channels.to_string());
        let [f, coding, ar, rate, ac, channels, i] =
            ["-f", coding, "-ar", &rate, "-ac", &channels, "-i"].map(OsString::from);
        [f, coding, ar, rate, ac, channels, i, file_url(file)]
    }
}

impl Ffmpeg {
    /// Returns the frames of several parts.
    ///
    /// # Errors
    /// Returns the message of ffmpeg.
    pub(super) fn encode_parts(
        &self,
        format: Format,
        wav: &RawWav<'_>,
        parts: &[&Part],
        request: &EncodeRequest<'_>,
    ) -> Result<Vec<Frames>, EncoderError> {
        let scratch = TempDir::new()?;
        let mut command = program()?;
        command.args(["-nostdin", "-v", "error", "-y"]);
        for (nth, part) in parts.iter().enumerate() {
            let samples = scratch.path().join(format!("{nth}.raw"));
            wav.copy(&part.read, &samples)?;
            command.args(wav.input(&samples));
        }
        let targets: Vec<_> =
            (0..parts.len()).map(|nth| scratch.path().join(format!("{nth}.{}", extension(format)))).collect();
        for (nth, target) in targets.iter().enumerate() {
            command.args(["-map", &format!("{nth}:a:0")]).args(self.part_arguments(format, request));
            command.arg(file_url(target));
        }
        let frames: u64 = parts.iter().map(|part| part.read.end - part.read.start).sum();
        run(&mut command, Duration::from_secs(frames / u64::from(request.source.rate.max(1))), request)?;
        targets.iter().map(|target| frames_of(format, target)).collect()
    }

    /// Returns the arguments of the encoder of a part.
    pub(super) fn part_arguments(&self, format: Format, request: &EncodeRequest<'_>) -> Vec<String> {
        let &EncodeRequest { source, preset, .. } = request;
        let codec = match format {
            // Without the reservoir a frame needs no bytes of the frames before it.
            Format::Mp3 => "-reservoir 0 -write_xing 0 -id3v2_version 0",
            _ => "-frame_duration 20",
        };
        // Silence after the end lets the encoder write the frames of its delay.
        let pad = format!("apad=pad_len={}", source.rate / 10);
        let filter = match format {
            Format::Mp3 => {
                let volume = format!("volume={}:precision=float", 1.0 / LAME_ATTENUATION);
                format!("-af {volume},{pad} -ar {}", mp3_rate(source.rate))
            }
            _ => format!("-af {pad}"),
        };
        let (encoder, bitrate) = (encoder_name(format), format.bitrate(source.channels, preset));
        let bitexact = "-bitexact -fflags +bitexact -flags:a +bitexact";
        let all = format!(
            "-threads 1 -map_metadata -1 -c:a {encoder} -b:a {bitrate}k {codec} {filter} {bitexact} -f {}",
            extension(format)
        );
        all.split(' ').map(str::to_string).collect()
    }
}

/// Returns ffmpeg's name of the container, which is also the ending of the file.
fn extension(format: Format) -> &'static str {
    if format == Format::Mp3 { "mp3" } else { "opus" }
}

/// Reads the frames of an encoded part.
fn frames_of(format: Format, file: &Path) -> Result<Frames, EncoderError> {
    let bytes = files::read(file, LIMIT).map_err(io::Error::other)?;
    match format {
        Format::Mp3 => mp3_frames::frames(&bytes),
        _ => ogg::packets(&bytes).map(|mut packets| packets.split_off(OPUS_HEADERS.min(packets.len()))),
    }
}
