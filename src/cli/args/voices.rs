//! Arguments of the commands about voices and spoken forms.

use std::path::PathBuf;

use clap::Subcommand;

use super::overwrite::Overwrite;

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
