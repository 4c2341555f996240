//! Describes what an encoder gets: the WAV, its tags and the target.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
#[cfg(any(feature = "flac", feature = "mp3"))]
use std::{fs::File, io};

use super::picture::Picture;
use super::tags::Tags;
use crate::base::config::Preset;
use crate::base::files::ProjectPath;

/// The WAV to encode.
#[derive(Debug, Clone, Copy)]
pub struct SourceWav<'a> {
    /// The finished episode.
    pub path: &'a Path,
    /// 1 or 2.
    pub channels: u16,
    /// Sample rate in Hz.
    pub rate: u32,
    /// 16, 24 (integers) or 32 (float).
    pub bits: u16,
    /// Its length.
    pub length: Duration,
}

/// A request to encode the episode.
#[derive(Debug, Clone, Copy)]
pub struct EncodeRequest<'a> {
    /// The finished episode.
    pub source: &'a SourceWav<'a>,
    /// The tags of the file.
    pub tags: &'a Tags,
    /// The preset of the mix. ACX asks for a higher bit rate of MP3.
    pub preset: Preset,
    /// The cover picture.
    pub cover: Option<&'a Picture>,
    /// The file to write.
    pub target: &'a ProjectPath,
    /// Set it to stop.
    pub cancel: &'a AtomicBool,
}

impl EncodeRequest<'_> {
    /// Creates the file to write.
    #[cfg(any(feature = "flac", feature = "mp3"))]
    pub(super) fn create_target(&self) -> io::Result<File> {
        self.target.create_file().map_err(io::Error::other)
    }

    pub(super) fn is_cancelled(&self) -> bool {
        self.cancel.load(Ordering::Relaxed)
    }
}
