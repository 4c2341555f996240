//! Arguments of the commands about finished episodes and other sound.

use std::path::PathBuf;

use aloud::base::config::Preset;

use super::overwrite::Overwrite;
use crate::cli::arg_values::{LevelMode, NumberOrNone, Trim, number_or_none, preset, seconds};

#[derive(Debug, clap::Args)]
pub struct Report {
    /// The page to write [default: report.html in the project]
    #[arg(short, long, value_name = "HTML")]
    pub output: Option<PathBuf>,
    /// Report on the draft instead of the published episode
    #[arg(long)]
    pub draft: bool,
    #[command(flatten)]
    pub overwrite: Overwrite,
}

#[cfg(feature = "c2pa")]
#[derive(Debug, clap::Args)]
pub struct Sign {
    /// The certificate chain, the signer's first; set the private key in ALOUD_SIGN_KEY or ALOUD_SIGN_KEY_FILE
    #[arg(long, value_name = "PEM")]
    pub certificate: PathBuf,
    /// The folder for the copies [default: signed/ in the project]
    #[arg(long, value_name = "FOLDER")]
    pub to: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub struct Mix {
    /// Audio files, or folders of them; the files of a folder are in natural order: 2.wav before 10.wav
    #[arg(required = true)]
    pub clips: Vec<PathBuf>,
    /// The WAV to write
    #[arg(short, long, value_name = "WAV")]
    pub output: PathBuf,
    #[command(flatten)]
    pub overwrite: Overwrite,
    /// Loudness preset: podcast (-16 LUFS in stereo, -19 in mono, -1 dBTP), spotify (-14), ebu (-23), acx (-20, -3), none
    #[arg(long, value_name = "NAME", default_value = "podcast", value_parser = preset)]
    pub preset: Preset,
    /// Integrated loudness in LUFS, -40 to -5, or `none` to keep the level; overrides the preset
    #[arg(long, value_name = "LUFS", allow_hyphen_values = true, value_parser = number_or_none(-40.0..=-5.0))]
    pub target: Option<NumberOrNone>,
    /// Maximum true peak in dBTP, -20 to 0, or `none`; overrides the preset
    #[arg(long, value_name = "DBTP", allow_hyphen_values = true, value_parser = number_or_none(-20.0..=0.0))]
    pub peak: Option<NumberOrNone>,
    /// Level each `clip` to the target, or `none` to keep their relative loudness
    #[arg(long, value_name = "WHAT", default_value = "clip")]
    pub levels: LevelMode,
    /// Trim the silence around each clip (`auto`), or play clips unchanged (`none`)
    #[arg(long, value_name = "HOW", default_value = "auto")]
    pub trim: Trim,
    /// Silence between clips in seconds, 0 to 60
    #[arg(long, value_name = "SECONDS", default_value = "0.35", value_parser = seconds)]
    pub pause: f64,
    /// Silence before the first clip in seconds, 0 to 60
    #[arg(long, value_name = "SECONDS", default_value = "0", value_parser = seconds)]
    pub start: f64,
    /// Silence after the last clip in seconds, 0 to 60
    #[arg(long, value_name = "SECONDS", default_value = "0", value_parser = seconds)]
    pub end: f64,
    /// Sample rate in Hz, 8000 to 192000
    #[arg(long, value_name = "HZ", default_value_t = 44_100, value_parser = clap::value_parser!(u32).range(8_000..=192_000))]
    pub rate: u32,
    /// Number of channels: 1, or 2 with the same sound in both
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=2))]
    pub channels: u16,
    /// Bits per sample: 16 or 24 (integer), or 32 (float)
    #[arg(long, value_name = "N", default_value = "16", value_parser = ["16", "24", "32"])]
    pub bits: String,
    /// Use what can be decoded of clips that are cut off or damaged
    #[arg(long)]
    pub keep_damaged: bool,
    /// Number of threads; it does not change the result [default: one for each processor]
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub jobs: Option<u16>,
}
