//! The option of all commands that may replace a file.

/// What a command may replace.
#[derive(Debug, Default, clap::Args)]
pub struct Overwrite {
    /// Replace the output even if it is an input, or a file that Aloud did not make
    #[arg(long)]
    pub force: bool,
}
