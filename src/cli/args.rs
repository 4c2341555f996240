//! Defines the command line: commands, options and their help.

pub mod feed;
mod overwrite;
pub mod store;

pub use overwrite::Overwrite;

use std::path::PathBuf;
use std::time::Duration;

use aloud::base::config::Preset;
use clap::{ArgAction, Parser, Subcommand};

use super::arg_values::{
    LevelMode, NumberOrNone, Trim, Unsure, age, money, number_or_none, preset, seconds, size,
};

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
    /// Bring back the script.toml that the last command changed
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

#[derive(Debug, clap::Args)]
pub struct Completions {
    /// The shell
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}

#[derive(Debug, clap::Args)]
pub struct Schemas {
    /// The folder for the schemas
    pub dir: PathBuf,
    #[command(flatten)]
    pub overwrite: Overwrite,
}

#[derive(Debug, clap::Args)]
pub struct Man {
    /// An existing folder for the pages
    pub dir: PathBuf,
}

#[derive(Debug, clap::Args)]
pub struct New {
    /// The folder to create
    pub dir: PathBuf,
    /// The article (.txt, .md, .html), or `-` for standard input [default: a short example]
    pub article: Option<PathBuf>,
    /// Start a series: a folder of episodes that share a cast, voices, spoken forms and settings
    #[arg(long, conflicts_with = "article")]
    pub series: bool,
}

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

#[derive(Debug, clap::Args)]
pub struct Script {
    /// The article, or `-` for standard input [default: the one that script.toml names]
    pub article: Option<PathBuf>,
    /// Ask the language model of `[ask]` in script.toml about unsure speakers
    #[arg(long)]
    pub ask: bool,
}

#[derive(Debug, clap::Args)]
pub struct Undo {
    /// Undo the last undo
    #[arg(long)]
    pub redo: bool,
    /// Replace script.toml even if it was edited since then; the edited text is kept for `--redo`
    #[arg(long)]
    pub force: bool,
}

#[derive(Debug, clap::Args)]
pub struct Diff {
    /// The article [default: the one that script.toml names]
    pub article: Option<PathBuf>,
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

#[cfg(feature = "studio")]
#[derive(Debug, clap::Args)]
pub struct Studio {
    /// The project, or a folder with projects [default: the project of `--project`]
    pub dir: Option<PathBuf>,
    /// Do not open the browser
    #[arg(long)]
    pub no_open: bool,
    /// The port [default: always the same for a folder, if it is free]
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    pub port: u16,
    /// Let other machines in: listen on this address, such as 0.0.0.0. The connection is not encrypted
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1", hide_default_value = true)]
    pub listen: std::net::IpAddr,
}

#[cfg(feature = "studio")]
#[derive(Debug, clap::Args)]
pub struct Serve {
    /// The project, or a folder with projects [default: the project of `--project`]
    pub dir: Option<PathBuf>,
    /// The port [default: a free one]
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    pub port: u16,
    /// The address to listen on [default: all of this machine]
    #[arg(long, value_name = "ADDRESS", default_value = "0.0.0.0", hide_default_value = true)]
    pub listen: std::net::IpAddr,
}

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
pub struct Voices {
    #[command(subcommand)]
    pub command: Option<VoicesCommand>,
}

#[derive(Debug, Subcommand)]
pub enum VoicesCommand {
    /// Speak a text with a voice, to try it
    Say {
        /// The voice's name
        name: String,
        /// The text to speak
        text: String,
        /// The WAV to write [default: NAME.wav]
        #[arg(short, long, value_name = "WAV")]
        output: Option<PathBuf>,
        #[command(flatten)]
        overwrite: Overwrite,
    },
    /// Install a natural voice for this user, or list those that can be installed
    Add {
        /// The voice's name
        #[arg(required_unless_present = "list")]
        name: Option<String>,
        /// List the voices that can be installed
        #[arg(long, conflicts_with_all = ["name", "from"])]
        list: bool,
        /// Install from this file instead of the network: the package or the model; repeat it for both
        #[arg(long, value_name = "FILE")]
        from: Vec<PathBuf>,
    },
    /// Remove an installed voice
    Remove {
        /// The voice's name
        name: String,
    },
}

#[derive(Debug, clap::Args)]
pub struct Speak {
    /// The text [default: each line of standard input]
    pub text: Option<String>,
    /// The language, as a BCP 47 tag such as `en-GB` [default: the project's, or English]
    #[arg(short, long, value_name = "TAG")]
    pub language: Option<String>,
    /// The voice that will read it: its table of the lexicon, and respellings if its backend wants them
    #[arg(long, value_name = "NAME")]
    pub voice: Option<String>,
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
pub struct Lexicon {
    #[command(subcommand)]
    pub action: LexiconAction,
}

#[derive(Debug, Subcommand)]
pub enum LexiconAction {
    /// Add the entries of a CSV file: written form, spoken form, phonemes (IPA), and word, part or regex
    Import(LexiconImport),
}

#[derive(Debug, clap::Args)]
pub struct LexiconImport {
    /// The CSV file; its first row may name the columns: written, say, ipa, match
    pub file: PathBuf,
    /// Add the entries for one voice only
    #[arg(long, value_name = "NAME", conflicts_with = "speaker")]
    pub voice: Option<String>,
    /// Add the entries for one speaker only
    #[arg(long, value_name = "NAME")]
    pub speaker: Option<String>,
    /// Replace entries that have another spoken form
    #[arg(long)]
    pub replace: bool,
}

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
