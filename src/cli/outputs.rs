//! `aloud outputs`: lists the files of an edition.

use aloud::base::error::Error;
use aloud::outputs::{self, DESCRIPTION, WAV};
use aloud::project;
use serde_json::json;

use super::args::Global;
use super::common;

pub fn run(global: &Global) -> Result<(), Error> {
    let wanted = project::read_manifest(&global.project).map_err(Error::Problems)?.outputs;
    let always = [
        ("", WAV, "the episode", true),
        ("", DESCRIPTION, "description: segments, times, takes, voices, levels", true),
    ];
    let chosen = outputs::ALL.iter().map(|o| (o.name, o.file, o.description, (o.wanted)(&wanted)));
    let chapters = (
        "chapter_files",
        "episode.chapter-01.*",
        "one file a chapter, in the formats of the list: wav, mp3, m4a, flac",
        !wanted.chapter_files.is_empty(),
    );
    let all: Vec<_> = always.into_iter().chain(chosen).chain([chapters]).collect();
    if global.json {
        let entries = all.iter().map(|(name, file, description, on)| {
            json!({"name": name, "file": file, "what": description, "on": on})
        });
        common::print_json(&entries.collect::<Vec<_>>());
        return Ok(());
    }
    for (name, file, description, on) in all {
        outln!("{:3} {name:13} {file:24} {description}", if on { "on" } else { "off" });
    }
    Ok(())
}
