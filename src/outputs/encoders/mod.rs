//! The finished WAV in formats that take less room: made by a local ffmpeg, or by a library that Aloud was built with; the
//! same bytes from the same WAV. Knows no script and no timeline: what stands in the files' tags it is told.

mod blocks;
mod ffmpeg;
#[cfg(feature = "flac")]
mod flac;
#[cfg(feature = "mp3")]
mod id3;
#[cfg(feature = "mp3")]
mod lame;
mod picture;
mod tags;

use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crate::audio::wav::WavError;
pub use ffmpeg::Ffmpeg;
pub use picture::{Kind as PictureKind, Picture, PictureError};
pub use tags::{Chapter, Tags};

/// What sound is compressed to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// FLAC: all of the sound, in half the room.
    Flac,
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
            Self::Flac => "episode.flac",
            Self::M4a => "episode.m4a",
            Self::Mp3 => "episode.mp3",
            Self::Opus => "episode.opus",
        }
    }

    /// Its media type (IANA).
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Flac => "audio/flac",
            Self::M4a => "audio/mp4",
            Self::Mp3 => "audio/mpeg",
            Self::Opus => "audio/ogg",
        }
    }

    /// The feature of this package with which Aloud makes it itself.
    pub fn feature(self) -> Option<&'static str> {
        match self {
            Self::Flac => Some("flac"),
            Self::Mp3 => Some("mp3"),
            Self::M4a | Self::Opus => None,
        }
    }

    /// Whether ffmpeg makes it.
    pub fn needs_ffmpeg(self) -> bool {
        self.built_in().is_none()
    }

    /// The library that makes it, where Aloud was built with one.
    fn built_in(self) -> Option<Maker> {
        #[cfg(feature = "flac")]
        if self == Self::Flac {
            return Some(Maker::Flacenc);
        }
        #[cfg(feature = "mp3")]
        if self == Self::Mp3 {
            return Some(Maker::Lame);
        }
        None
    }

    /// Kilobits a second, for speech, by the number of channels. MP3 has a constant rate: with any other, players guess where
    /// a chapter begins.
    fn bitrate(self, channels: u16) -> u32 {
        match (self, channels) {
            (Self::Opus, 1) => 48,
            (Self::Opus, _) | (_, 1) => 96,
            _ => 160,
        }
    }
}

/// LAME, whoever calls it, makes sound so much softer at the bit rates that are wanted here (its `presets.c`), in case that what it
/// leaves out lets peaks clip. An episode has room for that, and is to stay as loud as it is.
const SOFTER: f64 = 0.95;

/// The rate of an MP3 of sound at that rate. At lower ones its blocks are so long that the file is longer than the sound.
fn mp3_rate(rate: u32) -> u32 {
    match rate {
        32_000 => 32_000,
        _ if rate.is_multiple_of(11_025) => 44_100,
        _ => 48_000,
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
    /// 16, 24 (integers) or 32 (float).
    pub bits: u16,
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
    #[error("this ffmpeg cannot make `{}`: it has no `{encoder}`", .format.file())]
    Lacks {
        /// What it cannot make.
        format: Format,
        /// What would.
        encoder: &'static str,
    },
    /// It tried, and this is what it said.
    #[error("{0}")]
    Failed(String),
    /// Files could not be written.
    #[error("it cannot be written: {0}")]
    Files(#[from] io::Error),
    /// The episode could not be read.
    #[error("the episode cannot be read: {0}")]
    Read(#[from] WavError),
    /// Stopped by `cancel`.
    #[error("stopped")]
    Cancelled,
}

/// What is to be made of what.
#[derive(Debug, Clone, Copy)]
pub struct Job<'a> {
    /// The finished episode.
    pub source: &'a Source<'a>,
    /// What its files say of themselves.
    pub tags: &'a Tags,
    /// The picture that players show.
    pub cover: Option<&'a Picture>,
    /// The file to make.
    pub to: &'a Path,
    /// Set it to stop.
    pub cancel: &'a AtomicBool,
}

impl Job<'_> {
    fn is_cancelled(&self) -> bool {
        self.cancel.load(Ordering::Relaxed)
    }
}

impl EncoderError {
    /// What a library said.
    #[cfg(any(feature = "flac", feature = "mp3"))]
    fn failed(error: impl std::fmt::Display) -> Self {
        Self::Failed(error.to_string())
    }
}

/// What makes a format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Maker {
    /// A program on this machine.
    Ffmpeg(Ffmpeg),
    /// The library of that name.
    #[cfg(feature = "flac")]
    Flacenc,
    /// The library of that name.
    #[cfg(feature = "mp3")]
    Lame,
}

/// Chooses for each format what makes it: a library where Aloud was built with one, else a local ffmpeg.
///
/// # Errors
/// When some need an ffmpeg, and it is not there, does not run, or lacks what makes one of them.
pub fn makers(formats: &[Format]) -> Result<Vec<(Format, Maker)>, EncoderError> {
    let asked: Vec<Format> = formats.iter().copied().filter(|format| format.needs_ffmpeg()).collect();
    let ffmpeg = if asked.is_empty() { None } else { Some(Ffmpeg::find(&asked)?) };
    let maker = |format: &Format| format.built_in().or_else(|| ffmpeg.clone().map(Maker::Ffmpeg));
    Ok(formats.iter().filter_map(|format| Some((*format, maker(format)?))).collect())
}

impl Maker {
    /// Which it is: another one makes other bytes of the same sound.
    pub fn identity(&self) -> String {
        match self {
            Self::Ffmpeg(ffmpeg) => ffmpeg.version.clone(),
            #[cfg(feature = "flac")]
            Self::Flacenc => flac::identity(),
            #[cfg(feature = "mp3")]
            Self::Lame => lame::identity(),
        }
    }

    /// Its name, for people.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Ffmpeg(_) => "ffmpeg",
            #[cfg(feature = "flac")]
            Self::Flacenc => "Aloud",
            #[cfg(feature = "mp3")]
            Self::Lame => "LAME",
        }
    }

    /// Compresses a WAV, until `cancel` says to stop.
    ///
    /// # Errors
    /// With what went wrong; the target may hold anything then.
    pub fn encode(&self, format: Format, job: &Job<'_>) -> Result<(), EncoderError> {
        match self {
            Self::Ffmpeg(ffmpeg) => ffmpeg.encode(format, job),
            #[cfg(feature = "flac")]
            Self::Flacenc => flac::encode(job),
            #[cfg(feature = "mp3")]
            Self::Lame => lame::encode(job),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_mp3_has_a_rate_that_all_players_know_and_that_goes_into_its_own() {
        for (rate, wanted) in [
            (8_000, 48_000),
            (22_050, 44_100),
            (32_000, 32_000),
            (44_100, 44_100),
            (48_000, 48_000),
            (88_200, 44_100),
            (96_000, 48_000),
            (50_001, 48_000),
        ] {
            assert_eq!(mp3_rate(rate), wanted, "{rate}");
        }
    }
}
