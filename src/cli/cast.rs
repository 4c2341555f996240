//! `aloud cast`: adds the people of the episodes to the cast of their series.

use aloud::base::diagnostic::Diagnostic;
use aloud::base::error::Error;
use aloud::project::edit;
use serde_json::json;

use super::args::{Episodes, Global};
use super::common;
use super::progress;
use super::series;

pub fn run(args: &Episodes, global: &Global) -> Result<(), Error> {
    let root = &global.project;
    let episodes = series::episodes(args, global)?.ok_or_else(|| {
        Diagnostic::error("series-missing", format!("`{}` is not a series", root.display()))
            .at(root)
            .hint("run it in a folder with series.toml; start one with `aloud new --series DIR`")
    })?;
    let added = progress::with_lock(global, |wait| edit::add_people_to_series(root, &episodes, wait))?;
    if global.json {
        let added: Vec<_> = added.iter().map(|(name, voice)| json!({"name": name, "voice": voice})).collect();
        common::print_json(&json!({"event": "cast", "added": added}));
        return Ok(());
    }
    added.iter().for_each(|(name, voice)| outln!("{name} = {voice}"));
    errln!("{} added to the cast of the series", common::counted(added.len(), "speaker"));
    Ok(())
}
