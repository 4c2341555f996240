//! Describes the formats of the compressed episode, and the errors of encoders.

use std::io;

use aloud_audio::wav::WavError;

use crate::base::config::Preset;

/// A format of the compressed episode.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// FLAC: lossless, half the size of the WAV.
    Flac,
    /// AAC in MP4: for browsers and phones.
    M4a,
    /// The same sound as an audiobook: players remember the position in it.
    M4b,
    /// MP3: for all players.
    Mp3,
    /// Opus in Ogg: the smallest.
    Opus,
}

impl Format {
    /// Returns the file name of the episode in this format.
    pub const fn file(self) -> &'static str {
        match self {
            Self::Flac => "episode.flac",
            Self::M4a => "episode.m4a",
            Self::M4b => "episode.m4b",
            Self::Mp3 => "episode.mp3",
            Self::Opus => "episode.opus",
        }
    }

    /// Returns the media type (IANA).
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Flac => "audio/flac",
            Self::M4a | Self::M4b => "audio/mp4",
            Self::Mp3 => "audio/mpeg",
            Self::Opus => "audio/ogg",
        }
    }

    /// Returns the cargo feature that includes an encoder for this format.
    pub(crate) fn feature(self) -> Option<&'static str> {
        match self {
            Self::Flac => Some("flac"),
            Self::Mp3 => Some("mp3"),
            Self::M4a | Self::M4b | Self::Opus => None,
        }
    }

    /// Returns the bit rate for speech in kbit/s. MP3 has a constant bit rate, because players can only guess the
    /// position of a chapter in a file with a variable one. ACX takes MP3 from 192 kbit/s ("ACX Audio Submission Requirements").
    pub(super) fn bitrate(self, channels: u16, preset: Preset) -> u32 {
        match (self, channels) {
            (Self::Mp3, _) if preset == Preset::Acx => 192,
            (Self::Opus, 1) => 48,
            (Self::Opus, _) | (_, 1) => 96,
            _ => 160,
        }
    }
}

/// Factor by which LAME attenuates sound at these bit rates, to keep peaks from clipping (its `presets.c`). The limiter
/// leaves enough headroom, so the encoder undoes it and the MP3 is as loud as the WAV.
pub(super) const LAME_ATTENUATION: f64 = 0.95;

/// Returns the sample rate of an MP3 for sound with this rate. Lower MP3 rates have long frames, which would make the
/// file noticeably longer than the sound.
pub(super) fn mp3_rate(rate: u32) -> u32 {
    match rate {
        32_000 => 32_000,
        _ if rate.is_multiple_of(11_025) => 44_100,
        _ => 48_000,
    }
}

/// The reason why encoding failed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EncoderError {
    /// ffmpeg is not installed.
    #[error("ffmpeg was not found")]
    Missing,
    /// ffmpeg is installed, but does not run.
    #[error("ffmpeg does not run: {0}")]
    Broken(String),
    /// ffmpeg was built without the encoder.
    #[error("this ffmpeg cannot make `{}`: it has no encoder `{encoder}`", .format.file())]
    Lacks {
        /// The format.
        format: Format,
        /// The encoder of ffmpeg.
        encoder: &'static str,
    },
    /// The encoder reported this error.
    #[error("{0}")]
    Failed(String),
    /// A file could not be written.
    #[error("it cannot be written: {0}")]
    Files(#[from] io::Error),
    /// The episode could not be read.
    #[error("the episode cannot be read: {0}")]
    Read(#[from] WavError),
    /// Stopped by `cancel`.
    #[error("stopped")]
    Cancelled,
}

impl EncoderError {
    /// Converts the error of an encoding library.
    #[cfg(any(feature = "flac", feature = "mp3"))]
    pub(super) fn failed(error: impl std::fmt::Display) -> Self {
        Self::Failed(error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chooses_an_mp3_rate_that_all_players_know() {
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
