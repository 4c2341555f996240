//! `aloud lexicon import`: adds the entries of a CSV file to lexicon.toml.

use aloud::base::error::Error;
use aloud::project::edit::{self, LexiconScope};
use serde_json::json;

use super::args::{Global, Lexicon, LexiconAction, LexiconImport};
use super::common;
use super::progress;

pub fn run(args: &Lexicon, global: &Global) -> Result<(), Error> {
    let LexiconAction::Import(args) = &args.action;
    let imported = progress::with_lock(global, |wait| {
        edit::import_lexicon(&global.project, &args.file, &scope(args), args.replace, wait)
    })?;
    let edit::LexiconImport { added, replaced, unchanged, kept, .. } = &imported;
    if global.json {
        common::print_json(
            &json!({"event": "lexicon", "added": added, "replaced": replaced, "unchanged": unchanged, "kept": kept}),
        );
        return Ok(());
    }
    errln!("lexicon.toml: {added} added, {replaced} replaced, {unchanged} unchanged");
    if !kept.is_empty() {
        err_escaped!("kept as they are: {}", kept.join(", "));
        errln!("--replace takes their spoken forms from the file");
    }
    Ok(())
}

fn scope(args: &LexiconImport) -> LexiconScope {
    match (&args.voice, &args.speaker) {
        (Some(voice), _) => LexiconScope::Voice(voice.clone()),
        (None, Some(speaker)) => LexiconScope::Speaker(speaker.clone()),
        (None, None) => LexiconScope::Words,
    }
}
