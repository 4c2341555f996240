//! `aloud completions` and `aloud man`: files that help on the command line, made from its definition.

use aloud::base::diagnostic::Diagnostic;
use aloud::base::error::Error;
use clap::CommandFactory;

use super::args::{Args, Completions, Man};

/// The name of the program, whatever its file is called.
const NAME: &str = "aloud";

/// Prints a completion script.
pub fn print(args: &Completions) -> Result<(), Error> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Args::command(), NAME, &mut script);
    // The script has nothing but names of commands and options.
    out_escaped!("{}", String::from_utf8_lossy(&script).trim_end());
    Ok(())
}

/// Writes the manual pages into a folder.
pub fn write_manual(args: &Man) -> Result<(), Error> {
    clap_mangen::generate_to(Args::command().name(NAME), &args.dir).map_err(|error| {
        Diagnostic::error("output-unwritable", "the manual pages cannot be written")
            .at(&args.dir)
            .why(error.to_string())
            .hint("name an existing folder that you can write to")
            .into()
    })
}
