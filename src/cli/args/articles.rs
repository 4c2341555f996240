//! Arguments of the commands that turn articles into scripts.

use std::path::PathBuf;

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
    /// Replace the file even if it was edited since then; the edited text is kept for `--redo`
    #[arg(long)]
    pub force: bool,
}

#[derive(Debug, clap::Args)]
pub struct Diff {
    /// The article [default: the one that script.toml names]
    pub article: Option<PathBuf>,
}
