//! Describes what an encoder gets: the WAV, its tags and the target.

use std::fs::File;
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::format::EncoderError;
use super::part_cache::PartCache;
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
    /// The frames at which it may be cut into parts.
    pub cuts: &'a [u64],
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
    /// The encoded parts of earlier builds.
    pub cache: &'a PartCache,
    /// Number of encoders that run at once for parts.
    pub jobs: usize,
    /// Set it to stop.
    pub cancel: &'a AtomicBool,
}

impl EncodeRequest<'_> {
    /// Creates the file to write.
    pub(super) fn create_target(&self) -> io::Result<File> {
        self.target.create_file().map_err(io::Error::other)
    }

    /// Returns an error after `cancel` was set.
    pub(super) fn check_cancelled(&self) -> Result<(), EncoderError> {
        if self.is_cancelled() { Err(EncoderError::Cancelled) } else { Ok(()) }
    }

    pub(super) fn is_cancelled(&self) -> bool {
        self.cancel.load(Ordering::Relaxed)
    }
}
