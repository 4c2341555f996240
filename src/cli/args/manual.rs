//! Arguments of the commands that describe the program.

use std::path::PathBuf;

use super::overwrite::Overwrite;

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
