//! Arguments of `aloud feed`.

use std::path::PathBuf;

use super::overwrite::Overwrite;

#[derive(Debug, clap::Args)]
pub struct Feed {
    /// Folders with episode projects, the first one with feed.toml [default: the current folder]. In a series also single episodes:
    /// then the feed has only these
    #[arg(value_name = "EPISODES_DIR")]
    pub folders: Vec<PathBuf>,
    /// The feed to write [default: feed.xml next to feed.toml]
    #[arg(short, long, value_name = "XML")]
    pub output: Option<PathBuf>,
    /// The settings of the feed [default: feed.toml in the first folder]
    #[arg(short, long, value_name = "TOML")]
    pub settings: Option<PathBuf>,
    /// Write the settings for the episodes that are published, instead of the feed
    #[arg(long, conflicts_with = "output")]
    pub new: bool,
    #[command(flatten)]
    pub overwrite: Overwrite,
}
