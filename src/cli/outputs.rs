//! `aloud outputs`

use aloud::base::error::Error;
use aloud::outputs::description::FILE;
use aloud::outputs::{self, WAV};
use aloud::project;
use serde_json::json;

use super::args::Global;

/// All that a build may write, and whether this project has it written.
pub fn run(global: &Global) -> Result<(), Error> {
    let wanted = project::read_manifest(&global.project).map_err(Error::Problems)?.outputs;
    let always = [
        ("", WAV, "the episode", true),
        ("", FILE, "everything about it: segments, times, takes, voices, levels", true),
    ];
    let chosen = outputs::ALL.iter().map(|o| (o.name, o.file, o.what, (o.wanted)(&wanted)));
    let all: Vec<_> = always.into_iter().chain(chosen).collect();
    if global.json {
        let entry = |(name, file, what, on): &(&str, &str, &str, bool)| json!({"name": name, "file": file, "what": what, "on": on});
        super::print_json(&all.iter().map(entry).collect::<Vec<_>>());
        return Ok(());
    }
    for (name, file, what, on) in all {
        println!("{:3} {name:11} {file:24} {what}", if on { "on" } else { "off" });
    }
    Ok(())
}
