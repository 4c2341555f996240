//! `aloud completions`, `aloud man` and `aloud schema`: files that help shells, readers and editors.

use aloud::base::diagnostic::Diagnostic;
use aloud::base::error::Error;
use aloud::base::files;
use aloud::script::file::Defaults;
use clap::CommandFactory;
use serde_json::{Map, Value, json};

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
        ("script.json", SCRIPT_SCHEMA.to_string()),
        ("series.json", include_str!("schemas/series.json").to_string()),
        ("voice.json", include_str!("schemas/voice.json").to_string()),
        ("feed.json", include_str!("schemas/feed.json").to_string()),
        ("config.json", config_schema()),
    ];
    files::make_folder(&args.dir)?;
    for (name, schema) in schemas {
        output_file::write(&args.dir.join(name), schema.as_bytes(), args.overwrite.force)?;
    }
    Ok(())
}

const SCRIPT_SCHEMA: &str = include_str!("schemas/script.json");

/// Returns the schema of the user's configuration. Its tables for new projects are those of script.toml.
fn config_schema() -> String {
    let script: Value = serde_json::from_str(SCRIPT_SCHEMA).unwrap_or_default();
    let tables: Map<String, Value> =
        Defaults::TABLES.iter().map(|name| (name.to_string(), script["properties"][name].clone())).collect();
    let text = |description: &str| json!({"type": "string", "description": description});
    let schema = json!({
        "$schema": script["$schema"],
        "$comment": script["$comment"],
        "title": "config.toml of Aloud",
        "type": "object",
        "description": "Your own configuration, outside of all projects.",
        "properties": {
            "links": {
                "type": "array",
                "items": {"type": "string"},
                "description": "Folders that links inside projects may lead to",
            },
            "new": {
                "type": "object",
                "description": "Tables for the script.toml of new projects.",
                "properties": tables,
                "additionalProperties": false,
            },
            "keys": {
                "type": "object",
                "description": "The variable that projects name for a key, and the variable of yours that has it.",
                "additionalProperties": text("An environment variable"),
            },
        },
        "additionalProperties": false,
    });
    format!("{schema:#}\n")
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
