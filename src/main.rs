//! `aloud`: turns an article into an audio episode.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run()
}
