//! `aloud diff`: shows what `aloud script` would change.

use aloud::base::error::Error;
use aloud::build;
use aloud::project::edit;
use aloud::script::file;
use aloud::script::merge::Change;
use serde_json::json;

use super::args::{self, Global};
use super::common::{self, counted};
use super::script::article_path;

pub fn run(args: &args::Diff, global: &Global) -> Result<(), Error> {
    let article = article_path(args.article.as_deref(), global)?;
    let mut project = common::load(global)?;
    let merged = edit::compare_article(&global.project, &article)?.merged;
    project.manifest = file::parse(&merged.text, &project.script_path()).map_err(Error::Problems)?;
    let (utterances, characters) = speech_needed(&build::plan(&project));
    if global.json {
        let changes: Vec<_> = merged.changes.iter().map(change_json).collect();
        common::print_json(&json!({"changes": changes, "speak": utterances, "characters": characters}));
        return Ok(());
    }
    merged.changes.iter().for_each(|change| out_escaped!("{change}"));
    outln!(
        "{}; a build would speak {} ({})",
        counted(merged.changes.len(), "change"),
        counted(utterances, "utterance"),
        counted(characters, "character")
    );
    Ok(())
}

fn change_json(change: &Change) -> serde_json::Value {
    match change {
        Change::Added(text) => json!({"change": "added", "text": text}),
        Change::Returned(text) => json!({"change": "added", "text": text, "left_out_before": true}),
        Change::Deleted(text) => json!({"change": "omitted", "text": text}),
        Change::Title { old, new } => json!({"change": "title", "old": old, "text": new}),
        Change::Say { kept, article } => json!({"change": "stale", "kept": kept, "text": article}),
        Change::Renamed { old, new } => json!({"change": "renamed", "old": old, "text": new}),
        Change::Removed(text) => json!({"change": "removed", "text": text}),
        Change::Moved(text) => json!({"change": "moved", "text": text}),
        Change::Changed { old, new } => json!({"change": "changed", "old": old, "text": new}),
        Change::Speaker { text, kept, article } => {
            json!({"change": "speaker", "text": text, "kept": kept, "article": article})
        }
        Change::Conflict { kept, article } => json!({"change": "conflict", "kept": kept, "text": article}),
    }
}

/// Returns the number of utterances and characters that a build would speak.
fn speech_needed(plan: &build::Plan) -> (usize, usize) {
    let tallies = super::plan::tallies(plan);
    let speak = tallies.iter().map(|tally| tally.speak).sum();
    (speak, tallies.iter().map(|tally| tally.characters).sum())
}
