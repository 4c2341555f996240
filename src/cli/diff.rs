//! `aloud diff`: shows what `aloud script` would change.

use aloud::base::error::Error;
use aloud::build;
use aloud::project::{edit, parse_script};
use aloud::script::merge::Change;
use serde_json::json;

use super::args::{self, Global};
use super::common::{self, counted};
use super::script::article_path;

pub fn run(args: &args::Diff, global: &Global) -> Result<(), Error> {
    let article = article_path(args.article.as_deref(), global)?;
    let mut project = common::load(global)?;
    let merged = edit::compare_article(&global.project, &article)?.merged;
    project.manifest = parse_script(&global.project, &merged.text).map_err(Error::Problems)?;
    let (utterances, characters) = build::plan(&project).missing();
    if global.json {
        let changes: Vec<_> = merged.changes.iter().map(Change::json).collect();
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
