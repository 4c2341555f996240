//! Arguments, as plain data.

use std::path::PathBuf;

use clap::{ArgAction, Parser, Subcommand};

/// Turns an article into an audio edition.
///
/// Without a command: `aloud build`.
#[derive(Debug, Parser)]
#[command(version, after_help = EXIT_CODES)]
pub struct Args {
    #[command(subcommand)]
    pub command: Option<Command>,
    #[command(flatten)]
    pub global: Global,
}

const EXIT_CODES: &str =
    "Exit codes: 0 done, 1 problems (said on stderr), 2 wrong usage, 130 stopped by Ctrl-C";

#[derive(Debug, clap::Args)]
pub struct Global {
    /// The project's folder, the one with script.toml
    #[arg(short = 'C', long, global = true, value_name = "DIR", default_value = ".")]
    pub project: PathBuf,
    /// Say why: for each take, why it was spoken
    #[arg(short, long, global = true, action = ArgAction::SetTrue)]
    pub verbose: bool,
    /// Print JSON to stdout, for programs
    #[arg(long, global = true)]
    pub json: bool,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Start a project in a new folder
    New(New),
    /// Split an article into narrator and speakers: writes or amends script.toml
    Script(Script),
    /// Report everything that stands in the way of a build, without building
    Check,
    /// Say what a build would speak, reuse or miss, with characters for each voice
    Plan,
    /// Make the episode: script.toml → out/episode.wav
    Build(Build),
    /// List the voices
    Voices,
}

#[derive(Debug, clap::Args)]
pub struct New {
    /// The folder to make
    pub dir: PathBuf,
    /// An article to start with (.txt, .md, .html); without it a short example
    pub article: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub struct Script {
    /// The article: .md or .markdown, .html or .htm, anything else is plain text
    pub article: PathBuf,
}

#[derive(Debug, Default, clap::Args)]
pub struct Build {
    /// Threads; the result is the same with any number [default: one for each processor]
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub jobs: Option<u16>,
}
