//! Arguments, as plain data.

use std::ops::RangeInclusive;
use std::path::PathBuf;
use std::time::Duration;

use aloud::base::config::Preset;
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
    /// Say what an edited article would change in script.toml, and what would be spoken again, without doing it
    Diff(Script),
    /// Go through what Aloud was not sure of: one key says who speaks
    Review,
    /// Report everything that stands in the way of a build, without building
    Check,
    /// Say what a build would speak, reuse or miss, with characters for each voice
    Plan,
    /// Make the episode: script.toml → out/episode.wav
    Build(Build),
    /// Build again whenever something is saved
    Watch(Build),
    /// List the takes that a segment was heard with, hear one, go back to one
    Takes(Takes),
    /// Remove takes that the script no longer needs
    Prune(Prune),
    /// Put the draft in place of the published episode
    Publish,
    /// Write a podcast feed of the published episodes in a folder, as its feed.toml says
    Feed(Feed),
    /// Write a page about the finished episode: loudness, segments and takes, and what somebody should look at
    Report(Report),
    /// Sign copies of the published episode: a C2PA manifest in each says what it is made of
    #[cfg(feature = "c2pa")]
    Sign(Sign),
    /// Write what people are to read: a page for each recorded voice, with the lines that are missing or stale
    Sheet,
    /// Take new recordings in: checks each against its line and files those that are good
    Take(Take),
    /// Say what gains the episode has, and hold them, so that an edit changes no sample elsewhere
    Levels(Levels),
    /// List the files that a build writes, and which of them are wanted
    Outputs,
    /// List the voices, or hear one
    Voices(Voices),
    /// Join clips into one levelled WAV, without a script
    Mix(Mix),
}

#[derive(Debug, clap::Args)]
pub struct New {
    /// The folder to make
    pub dir: PathBuf,
    /// An article to start with (.txt, .md, .html), or `-` for standard input; without it a short example
    pub article: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub struct Script {
    /// The article: .md or .markdown, .html or .htm, anything else is plain text [default: the one that script.toml names]
    pub article: Option<PathBuf>,
    /// Put what is unsure to the language model of `[ask]` in script.toml
    #[arg(long)]
    pub ask: bool,
}

#[derive(Debug, Default, clap::Args)]
pub struct Build {
    /// Threads; the result is the same with any number [default: one for each processor]
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub jobs: Option<u16>,
    /// Make it in draft/, and leave the published episode as it is until `aloud publish`
    #[arg(long)]
    pub draft: bool,
    /// Speak nothing if it would cost more than this, by `price` in voice.toml
    #[arg(long, value_name = "MONEY", value_parser = money)]
    pub limit: Option<f64>,
}

/// An amount that other amounts can be held against.
fn money(text: &str) -> Result<f64, String> {
    let amount = text.parse::<f64>().map_err(|error| error.to_string())?;
    if amount >= 0.0 { Ok(amount) } else { Err("an amount is 0 or more".into()) }
}

#[derive(Debug, clap::Args)]
pub struct Take {
    /// The recordings, named as the sheet says
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
    /// Whose they are: a recorded voice of the project
    #[arg(long)]
    pub voice: String,
    /// File also those that something is wrong with
    #[arg(long)]
    pub anyway: bool,
}

#[derive(Debug, clap::Args)]
pub struct Levels {
    /// Write the gains of the published episode into script.toml, and keep to them from now on
    #[arg(long)]
    pub hold: bool,
    /// Take them out again: every build finds them anew
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
    /// Have a voice say something, to hear what it is like
    Say {
        /// The voice's name
        name: String,
        /// What it says
        text: String,
        /// Where the sound goes [default: NAME.wav]
        #[arg(short, long, value_name = "WAV")]
        output: Option<PathBuf>,
    },
}

#[derive(Debug, clap::Args)]
pub struct Takes {
    /// The segment: its number in script.toml, counted from 1, or its id
    pub segment: String,
    /// The take: its number in the list, the one heard last is 1
    pub take: Option<usize>,
    /// Let this take be heard from now on, whatever the text says
    #[arg(long, requires = "take")]
    pub pick: bool,
    /// Write what this take sounds like to a WAV
    #[arg(short, long, value_name = "WAV", requires = "take")]
    pub output: Option<PathBuf>,
    /// Go back to the take before: the same as `2 --pick`
    #[arg(long, conflicts_with_all = ["take", "unpin"])]
    pub back: bool,
    /// Have the segment spoken from its text again
    #[arg(long, conflicts_with = "take")]
    pub unpin: bool,
}

#[derive(Debug, clap::Args)]
pub struct Prune {
    /// Takes made longer ago than this, such as 30d, 12h, 90m or 10s
    #[arg(long, value_name = "AGE", value_parser = age)]
    pub older_than: Option<Duration>,
    /// The oldest takes, until the store holds no more than this, such as 500MB or 2GB
    #[arg(long, value_name = "SIZE", value_parser = size)]
    pub larger_than: Option<u64>,
    /// Remove nothing, only say what would go; with -v each take
    #[arg(long)]
    pub dry_run: bool,
}

#[derive(Debug, clap::Args)]
pub struct Feed {
    /// Folders with the projects of episodes, the first with feed.toml [default: the current folder]
    #[arg(value_name = "EPISODES_DIR")]
    pub folders: Vec<PathBuf>,
    /// Where the feed goes [default: feed.xml beside feed.toml]
    #[arg(short, long, value_name = "XML")]
    pub output: Option<PathBuf>,
    /// Its settings [default: feed.toml in the first folder]
    #[arg(short, long, value_name = "TOML")]
    pub settings: Option<PathBuf>,
}

#[cfg(feature = "c2pa")]
#[derive(Debug, clap::Args)]
pub struct Sign {
    /// The chain of certificates, the signer's own first; the private key comes from ALOUD_SIGN_KEY or ALOUD_SIGN_KEY_FILE
    #[arg(long, value_name = "PEM")]
    pub certificate: PathBuf,
    /// Where the copies go [default: signed/ in the project]
    #[arg(long, value_name = "FOLDER")]
    pub to: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub struct Report {
    /// Where the page goes [default: report.html in the project]
    #[arg(short, long, value_name = "HTML")]
    pub output: Option<PathBuf>,
    /// Of the draft, not of the published episode
    #[arg(long)]
    pub draft: bool,
}

#[derive(Debug, clap::Args)]
pub struct Mix {
    /// WAV files, or folders of them, which are taken in the order of their names
    #[arg(required = true)]
    pub clips: Vec<PathBuf>,
    /// The WAV to write
    #[arg(short, long, value_name = "WAV")]
    pub output: PathBuf,
    /// Levels by the name of who asks for them: podcast (-16 LUFS, -1 dBTP), spotify (-14), ebu (-23), acx (-20, -3), none
    #[arg(long, value_name = "NAME", default_value = "podcast", value_parser = preset)]
    pub preset: Preset,
    /// Integrated loudness in LUFS, -40 to -5, or `none` to leave levels as they are; instead of the preset's
    #[arg(long, value_name = "LUFS", allow_hyphen_values = true, value_parser = number_or_none(-40.0..=-5.0))]
    pub target: Option<NumberOrNone>,
    /// Highest true peak in dBTP, -20 to 0, or `none`; instead of the preset's
    #[arg(long, value_name = "DBTP", allow_hyphen_values = true, value_parser = number_or_none(-20.0..=0.0))]
    pub peak: Option<NumberOrNone>,
    /// What is brought to the target by itself: each `clip`, or `none`, so that clips stay as loud as they are to one another
    #[arg(long, value_name = "WHAT", default_value = "clip")]
    pub levels: Levelled,
    /// `auto` cuts the silence around each clip, `none` plays clips as they are
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
    /// Frames a second, 8000 to 192000
    #[arg(long, value_name = "HZ", default_value_t = 44_100, value_parser = clap::value_parser!(u32).range(8_000..=192_000))]
    pub rate: u32,
    /// 1, or 2 with the same in both
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=2))]
    pub channels: u16,
    /// 16 or 24 (integers), or 32 (float)
    #[arg(long, value_name = "N", default_value = "16", value_parser = ["16", "24", "32"])]
    pub bits: String,
    /// Threads; the result is the same with any number [default: one for each processor]
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub jobs: Option<u16>,
}

/// What `--levels` says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Levelled {
    Clip,
    None,
}

/// What `--trim` says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Trim {
    Auto,
    None,
}

/// A number, or the word `none`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NumberOrNone(pub Option<f64>);

fn preset(text: &str) -> Result<Preset, String> {
    let found = Preset::ALL.iter().find(|(name, _)| *name == text).map(|(_, preset)| *preset);
    found.ok_or_else(|| format!("the presets are {}", Preset::ALL.map(|(name, _)| name).join(", ")))
}

fn number_or_none(
    range: RangeInclusive<f64>,
) -> impl Fn(&str) -> Result<NumberOrNone, String> + Clone + Send + Sync {
    move |text| match text {
        "none" => Ok(NumberOrNone(None)),
        _ => within(&range, text).map(|number| NumberOrNone(Some(number))),
    }
}

fn seconds(text: &str) -> Result<f64, String> {
    within(&(0.0..=60.0), text)
}

fn within(range: &RangeInclusive<f64>, text: &str) -> Result<f64, String> {
    let number = text.parse::<f64>().ok().filter(|number| range.contains(number));
    number.ok_or_else(|| format!("it must be a number from {} to {}", range.start(), range.end()))
}

fn age(text: &str) -> Result<Duration, String> {
    let units = [("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1)];
    counted(text, &units)
        .map(Duration::from_secs)
        .ok_or_else(|| "it must be a number with d, h, m or s".into())
}

/// Bytes; SI units, as disks are sold.
fn size(text: &str) -> Result<u64, String> {
    let units =
        [("TB", 1_000_000_000_000), ("GB", 1_000_000_000), ("MB", 1_000_000), ("KB", 1_000), ("B", 1)];
    counted(text, &units).ok_or_else(|| "it must be a number with KB, MB, GB or TB".into())
}

/// A number and its unit, the first of `units` that fits.
fn counted(text: &str, units: &[(&str, u64)]) -> Option<u64> {
    let (number, unit) = units.iter().find_map(|(name, unit)| Some((text.strip_suffix(name)?, *unit)))?;
    number.trim().parse::<u64>().ok()?.checked_mul(unit)
}
