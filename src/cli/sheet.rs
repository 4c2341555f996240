//! `aloud sheet`: writes recording sheets.

use aloud::base::error::Error;
use aloud::build;
use aloud::recording;
use serde_json::json;

use super::args::Global;
use super::common;

/// Writes `sheets/VOICE.html` and `.md` for each voice with missing or stale recordings.
pub fn run(global: &Global) -> Result<(), Error> {
    let project = common::load(global)?;
    let plan = build::plan(&project);
    let script = &project.manifest.script;
    let sheets = recording::sheets(script, &plan);
    let title = script.title.as_deref().unwrap_or("Episode");
    let folder = project.files().join("sheets");
    let mut written = Vec::new();
    for sheet in &sheets {
        let path = folder.join(format!("{}.html", sheet.voice));
        path.write(recording::html(sheet, title).as_bytes())?;
        path.with_extension("md").write(recording::markdown(sheet, title).as_bytes())?;
        if !global.json {
            let lines = common::counted(sheet.entries.len(), "line");
            errln!("{}: {lines}, also as Markdown", path.display());
        }
        written.push(
            json!({"voice": sheet.voice, "sheet": path.display().to_string(), "lines": sheet.entries.len()}),
        );
    }
    if global.json {
        common::print_json(&json!({"event": "sheets", "sheets": written}));
    } else if sheets.is_empty() {
        errln!("no recording is missing or stale");
    }
    Ok(())
}
