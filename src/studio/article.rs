//! An article that changed: what a merge would do, and the merge.

use serde_json::{Value, json};

use super::desk::{Desk, with_wait};
use crate::base::error::Error;
use crate::build;
use crate::project::edit::ArticleChoice;
use crate::project::{self, edit};
use crate::script::merge::Change;

/// Compares the article with the script. Writes nothing.
pub(super) fn compare(desk: &Desk) -> Result<Value, Error> {
    let article = edit::article_path(&desk.root)?;
    let mut project = desk.load()?;
    let merged = edit::compare_article(&desk.root, &article)?.merged;
    if merged.changes.is_empty() {
        return Ok(json!({"article": article, "changes": [], "speak": 0, "characters": 0, "cost": 0.0}));
    }
    let before = build::plan(&project).missing();
    project.manifest = project::parse_script(&desk.root, &merged.text).map_err(Error::Problems)?;
    let plan = build::plan(&project);
    let (speak, characters) = plan.missing();
    let changes: Vec<Value> = merged.changes.iter().map(Change::json).collect();
    Ok(json!({
        "article": article, "changes": changes, "speak": speak, "characters": characters, "cost": plan.cost(),
        "speak_before": before.0,
    }))
}

/// Merges the article into the script, with the choices of a person about single changes.
pub(super) fn merge(desk: &Desk, choices: &[ArticleChoice]) -> Result<Value, Error> {
    let article = edit::article_path(&desk.root)?;
    let imported = with_wait(|wait| edit::import_article_with_choices(&desk.root, &article, choices, wait))?;
    desk.refresh();
    let changes: Vec<Value> = imported.merged.changes.iter().map(Change::json).collect();
    Ok(json!({"changes": changes, "warnings": imported.warnings}))
}
