//! Arguments of the commands that build, play and trust episodes.

use std::path::PathBuf;

use crate::cli::arg_values::{Unsure, money};

/// Episodes of a series.
#[derive(Debug, Default, clap::Args)]
pub struct Episodes {
    /// In a series: the folders of the episodes [default: all episodes]
    #[arg(value_name = "EPISODE")]
    pub episodes: Vec<PathBuf>,
}

#[derive(Debug, Default, clap::Args)]
pub struct BuildEpisodes {
    #[command(flatten)]
    pub build: Build,
    #[command(flatten)]
    pub episodes: Episodes,
}

#[derive(Debug, clap::Args)]
pub struct Batch {
    /// The manifest: one JSON object a line, with `id` and `article` (a file or an address), and `title`, `date`, `language`,
    /// `author`, `link` if they are known
    pub manifest: PathBuf,
    /// The folder for the projects, one for each id, and for the report
    #[arg(short, long, value_name = "DIR")]
    pub output: PathBuf,
    /// The folder of the articles: the manifest names files in it, and no others [default: the folder of the manifest]
    #[arg(long, value_name = "DIR")]
    pub articles: Option<PathBuf>,
    /// Quotes of unsure speakers: the narrator reads them, the likeliest speaker does, or the article waits for a review
    #[arg(long, value_name = "POLICY", default_value = "best")]
    pub unsure: Unsure,
    /// Number of shards that the articles are split into, by a hash of their ids
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub shards: Option<u32>,
    /// Build only this shard, counted from 0 [default: the index of the task in a Slurm, Kubernetes or AWS Batch array]
    #[arg(long, value_name = "I", requires = "shards")]
    pub shard: Option<u32>,
    /// Number of threads; it does not change the result [default: one for each processor]
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub jobs: Option<u16>,
    /// Speak nothing that would make this run cost more than this, by `price` in voice.toml
    #[arg(long, value_name = "MONEY", value_parser = money)]
    pub limit: Option<f64>,
}

#[derive(Debug, Default, clap::Args)]
pub struct Build {
    /// Number of threads; it does not change the result [default: one for each processor]
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub jobs: Option<u16>,
    /// Build in draft/ and leave the published episode unchanged until `aloud publish`
    #[arg(long)]
    pub draft: bool,
    /// Stop before speaking if it would cost more than this, by `price` in voice.toml
    #[arg(long, value_name = "MONEY", value_parser = money)]
    pub limit: Option<f64>,
}

#[derive(Debug, clap::Args)]
pub struct Play {
    /// The segment: its id, or its number in script.toml, counted from 1 [default: the whole episode]
    pub segment: Option<String>,
    /// Play on to the end of the episode
    #[arg(long, requires = "segment")]
    pub on: bool,
    /// Play the draft instead of the published episode
    #[arg(long)]
    pub draft: bool,
}

#[derive(Debug, clap::Args)]
pub struct Open {
    /// Open the draft instead of the published episode
    #[arg(long)]
    pub draft: bool,
}

#[derive(Debug, clap::Args)]
pub struct Trust {
    /// List what the project needs trust for, without trusting it
    #[arg(long)]
    pub list: bool,
    /// Trust the project no longer
    #[arg(long, conflicts_with = "list")]
    pub revoke: bool,
}
