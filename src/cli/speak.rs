//! `aloud speak`: shows the spoken form of a text, and what each rule did.

use std::io::BufRead;

use aloud::base::diagnostic::Diagnostic;
use aloud::base::error::Error;
use aloud::project::{self, series::folder_of};
use aloud::script::NARRATOR;
use aloud::speech::{Explanation, Reader};
use aloud::voices::Voices;
use serde_json::json;

use super::args::{self, Global};
use super::common;

/// The voice that gives the table of the lexicon without `--voice`.
const DEFAULT_VOICE: &str = "default";

pub fn run(args: &args::Speak, global: &Global) -> Result<(), Error> {
    let lexicon = project::read_lexicon(&global.project).map_err(Error::Problems)?;
    let of_project =
        || project::read_manifest(&global.project).ok().and_then(|manifest| manifest.script.language);
    let language = args.language.clone().or_else(of_project);
    let reader = Reader {
        language: language.as_deref(),
        lexicon: &lexicon,
        speaker: NARRATOR,
        voice: args.voice.as_deref().unwrap_or(DEFAULT_VOICE),
        respelled: args
            .voice
            .as_deref()
            .map(|name| reads_respellings(name, global))
            .transpose()?
            .unwrap_or_default(),
    };
    match &args.text {
        Some(text) => print(text, &reader, global),
        None => {
            for line in std::io::stdin().lock().lines() {
                let line = line.map_err(|error| {
                    Diagnostic::error("file-unreadable", format!("standard input: {error}"))
                })?;
                print(&line, &reader, global);
            }
        }
    }
    Ok(())
}

/// Returns what a voice of the project wants for acronyms.
fn reads_respellings(name: &str, global: &Global) -> Result<bool, Error> {
    let (voices, _) = Voices::load_in_series(&global.project, folder_of(&global.project).as_deref());
    let Some(voice) = voices.get(name) else {
        return Err(common::voice_missing(name, &voices).into());
    };
    Ok(voice.open(&common::trust(global))?.capabilities().respelled)
}

fn print(text: &str, reader: &Reader, global: &Global) {
    let Explanation { spoken, steps, .. } = reader.explain(text);
    if global.json {
        let steps = steps
            .iter()
            .map(|step| json!({"rule": step.rule, "written": step.written, "spoken": step.spoken}));
        common::print_json(&json!({"text": text, "spoken": spoken, "steps": steps.collect::<Vec<_>>()}));
        return;
    }
    for sentence in &spoken {
        outln!("{sentence}");
    }
    for step in &steps {
        outln!("    {:28} {} → {}", step.rule, step.written, step.spoken);
    }
}
