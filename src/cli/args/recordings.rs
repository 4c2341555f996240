//! Arguments of the commands about recordings and takes.

use std::path::PathBuf;
use std::time::Duration;

use super::overwrite::Overwrite;
use crate::cli::arg_values::{age, size};

#[derive(Debug, clap::Args)]
pub struct Sheet {
    /// The voice to write a sheet for [default: all voices with missing or stale recordings]
    pub voice: Option<String>,
}

#[derive(Debug, clap::Args)]
pub struct Take {
    /// The recordings: sessions with any number of lines, or files for one line each, named as on the sheet
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
    /// The recorded voice that they belong to; more than one if several people read, or one person reads for several voices
    #[arg(long, required_unless_present = "all_voices")]
    pub voice: Vec<String>,
    /// Find the lines of all recorded voices
    #[arg(long, conflicts_with = "voice")]
    pub all_voices: bool,
    /// Import recordings even if checks fail
    #[arg(long, visible_alias = "force")]
    pub anyway: bool,
    /// The voice that sessions are compared with [default: the natural voice if it is installed]
    #[arg(long, value_name = "VOICE")]
    pub reference: Option<String>,
    /// Give a session the spectrum of the voice's earlier sessions, e.g. after another microphone
    #[arg(long)]
    pub match_spectrum: bool,
    /// Show which lines are in a session, without importing them
    #[arg(long)]
    pub dry_run: bool,
    /// Write a page with the waveform of each session and the lines in it
    #[arg(long, value_name = "HTML")]
    pub picture: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub struct Levels {
    /// Lock the gains: write those of the published episode to script.toml
    #[arg(long)]
    pub hold: bool,
    /// Unlock the gains: every build calculates them again
    #[arg(long, conflicts_with = "hold")]
    pub release: bool,
}

#[derive(Debug, clap::Args)]
pub struct Takes {
    /// The segment: its id, or its number in script.toml, counted from 1
    pub segment: String,
    /// The take: its number in the list, 1 for the latest
    pub take: Option<usize>,
    /// Use this take from now on, even if the text changes
    #[arg(long, requires = "take")]
    pub pick: bool,
    /// Export this take to a WAV
    #[arg(short, long, value_name = "WAV", requires = "take")]
    pub output: Option<PathBuf>,
    #[command(flatten)]
    pub overwrite: Overwrite,
    /// Go back to the previous take, like `2 --pick`
    #[arg(long, conflicts_with_all = ["take", "unpin"])]
    pub back: bool,
    /// Stop using the picked take: speak the text again
    #[arg(long, conflicts_with = "take")]
    pub unpin: bool,
    /// Use this recording of the line, by its file name without extension
    #[arg(long, value_name = "NAME", conflicts_with_all = ["take", "unpin", "back"])]
    pub recording: Option<String>,
}

#[derive(Debug, clap::Args)]
pub struct Prune {
    /// Delete takes older than this, e.g. 30d, 12h, 90m or 10s
    #[arg(long, value_name = "AGE", value_parser = age)]
    pub older_than: Option<Duration>,
    /// Delete the oldest takes until the store is no larger than this, e.g. 500MB or 2GB
    #[arg(long, value_name = "SIZE", value_parser = size)]
    pub larger_than: Option<u64>,
    /// Show what would be deleted, without deleting it; with -v, list each take
    #[arg(long)]
    pub dry_run: bool,
}
