//! `aloud sheet`: writes recording sheets.

use aloud::base::error::Error;
use aloud::build;
use aloud::recording;
use serde_json::json;

use super::args::{Global, Sheet};
use super::common;

/// Writes `sheets/VOICE.html` and `.md` for one voice, or for each voice with missing or stale recordings.
pub fn run(args: &Sheet, global: &Global) -> Result<(), Error> {
    let project = common::load(global)?;
    let plan = build::plan(&project);
    let script = &project.manifest.script;
    if let Some(voice) = &args.voice {
        recording::recordings_folder(&project, voice)?;
    }
    let mut sheets = recording::sheets(&project, &plan);
    sheets.retain(|sheet| args.voice.as_ref().is_none_or(|voice| *voice == sheet.voice));
    let title = script.title.as_deref().unwrap_or("Episode");
    let folder = project.files().join("sheets");
    let mut written = Vec::new();
    for sheet in &sheets {
        let path = folder.join(format!("{}.html", sheet.voice));
        path.write(recording::html(sheet, title).as_bytes())?;
        path.with_extension("md").write(recording::markdown(sheet, title).as_bytes())?;
        if !global.json {
            let lines = common::counted(sheet.entries().count(), "line");
            errln!("{}: {lines}, also as Markdown", path.display());
        }
        written.push(
            json!({"voice": sheet.voice, "sheet": path.display().to_string(), "lines": sheet.entries().count()}),
        );
    }
    if global.json {
        common::print_json(&json!({"event": "sheets", "sheets": written}));
    } else if sheets.is_empty() {
        errln!("no recording is missing or stale");
    }
    Ok(())
}
