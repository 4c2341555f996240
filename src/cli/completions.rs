//! `aloud completions`, `aloud man` and `aloud schema`: files that help shells, readers and editors.

use aloud::base::diagnostic::Diagnostic;
use aloud::base::error::Error;
use aloud::base::files;
use clap::CommandFactory;

use super::args::{Args, Completions, Man, Schemas};
use super::output_file;

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

/// Writes the JSON Schemas of the files that people write.
pub fn write_schemas(args: &Schemas) -> Result<(), Error> {
    let schemas = [
        ("script.json", include_str!("schemas/script.json")),
        ("voice.json", include_str!("schemas/voice.json")),
        ("feed.json", include_str!("schemas/feed.json")),
    ];
    files::make_folder(&args.dir)?;
    for (name, schema) in schemas {
        output_file::write(&args.dir.join(name), schema.as_bytes(), args.overwrite.force)?;
    }
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
