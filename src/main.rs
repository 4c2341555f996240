//! `aloud`: parse, dispatch, print what is wrong and how to mend it, exit code.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run()
}
