//! Defines the command line: commands, options and their help.

mod articles;
mod episodes;
pub mod feed;
mod manual;
mod outputs;
mod overwrite;
mod recordings;
pub mod store;
#[cfg(feature = "studio")]
mod studio;
mod voices;

pub use articles::{Diff, New, Script, Undo};
pub use episodes::{Batch, Build, BuildEpisodes, Episodes, Open, Play, Trust};
pub use manual::{Completions, Man, Schemas};
#[cfg(feature = "c2pa")]
pub use outputs::Sign;
pub use outputs::{Mix, Report};
pub use recordings::{Levels, Prune, Sheet, Take, Takes};
#[cfg(feature = "studio")]
pub use studio::{Serve, Studio};
pub use voices::{Lexicon, LexiconAction, LexiconImport, Speak, Voices, VoicesCommand};

use std::path::PathBuf;

use clap::{ArgAction, Parser, Subcommand};

/// Turn an article into an audio episode.
///
/// Without a command, `aloud` runs `aloud build`.
#[derive(Debug, Parser)]
#[command(version, after_help = EXIT_CODES)]
pub struct Args {
    #[command(subcommand)]
    pub command: Option<Command>,
    #[command(flatten)]
    pub global: Global,
}

const EXIT_CODES: &str =
    "Exit codes: 0 success, 1 errors (printed to stderr), 2 wrong usage, 130 stopped by Ctrl-C";

#[derive(Debug, Clone, clap::Args)]
pub struct Global {
    /// The project's folder, the one with script.toml
    #[arg(short = 'C', long, global = true, value_name = "DIR", default_value = ".")]
    pub project: PathBuf,
    /// Print details, e.g. why each take is spoken
    #[arg(short, long, global = true, action = ArgAction::SetTrue)]
    pub verbose: bool,
    /// Print only errors, warnings and data
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Print JSON to stdout
    #[arg(long, global = true)]
    pub json: bool,
    /// Trust the project in this run: run its commands and send its keys (e.g. in CI, for reviewed projects)
    #[arg(long, global = true)]
    pub trust: bool,
    /// Follow symbolic links in the project, such as an `out` on another disk; those in .aloud are never followed
    #[arg(long, global = true)]
    pub follow_links: bool,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Start a project in a new folder
    New(New),
    /// Make projects and episodes of many articles: one JSON object a line names an article
    Batch(Batch),
    /// Add the people of a series' episodes to its cast, so they keep their voices
    Cast(Episodes),
    /// Turn an article into script.toml, or update script.toml from an edited article
    Script(Script),
    /// Bring back what the last command changed in script.toml, lexicon.toml or the choice of recordings
    Undo(Undo),
    /// Show what an edited article would change in script.toml and in the episode, without writing anything
    Diff(Diff),
    /// Review unsure speakers: choose each with one key
    Review,
    /// List everything that would make a build fail, without building
    Check(Episodes),
    /// Show what a build would speak, reuse or miss for each voice
    Plan(Episodes),
    /// Build the episode: script.toml → out/episode.wav
    Build(BuildEpisodes),
    /// Build again whenever a file is saved
    Watch(Build),
    /// Play the finished episode, or a segment of it
    Play(Play),
    /// Open the page of the finished episode
    Open(Open),
    /// Edit, hear and build in the browser, on this machine
    #[cfg(feature = "studio")]
    Studio(Studio),
    /// Share published episodes on the local network, read only
    #[cfg(feature = "studio")]
    Serve(Serve),
    /// List the takes of a segment, export one, or go back to one
    Takes(Takes),
    /// Delete takes that no segment uses
    Prune(Prune),
    /// Copy, count, verify or delete the takes that several machines share
    Store(store::Store),
    /// Publish the draft: it replaces the published episode
    Publish,
    /// Write a podcast feed of the published episodes in a folder, with the settings of feed.toml
    Feed(feed::Feed),
    /// Write a page about the finished episode: loudness, segments, takes, and what needs attention
    Report(Report),
    /// Sign copies of the published episode with content credentials (C2PA)
    #[cfg(feature = "c2pa")]
    Sign(Sign),
    /// Write recording sheets: the missing and stale lines of each recorded voice
    Sheet(Sheet),
    /// Import recordings: check each against its line and store the good ones
    Take(Take),
    /// Show each voice's gain, or lock the gains so that edits don't change the rest of the mix
    Levels(Levels),
    /// Trust the project's commands and the servers of its keys, as they are now
    Trust(Trust),
    /// List the files that a build can write, and which ones are turned on
    Outputs,
    /// Show the spoken form of a text, and what each rule did
    Speak(Speak),
    /// Import spoken forms of words into lexicon.toml
    Lexicon(Lexicon),
    /// List the voices, or try one
    Voices(Voices),
    /// Join clips into one WAV at an even loudness, without a script
    Mix(Mix),
    /// Print a script that completes `aloud` commands in a shell
    Completions(Completions),
    /// Write the manual pages: `aloud.1`, and one for each command
    Man(Man),
    /// Write JSON Schemas, with which editors complete and check script.toml, series.toml, voice.toml and feed.toml
    Schemas(Schemas),
}
