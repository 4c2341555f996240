//! `aloud report`: writes a page about the finished episode.

use std::path::Path;

use aloud::base::error::Error;
use aloud::build::{self, Target};
use aloud::outputs::report::{self, Row, RowRecording};
use aloud::project::Project;
use aloud::recording;
use serde_json::json;

use super::args::{Global, Report};
use super::common;
use super::output_file;

/// Default name of the page.
const PAGE: &str = "report.html";

pub fn run(args: &Report, global: &Global) -> Result<(), Error> {
    let project = common::load(global)?;
    let target = if args.draft { Target::Draft } else { Target::Published };
    let edition_folder = project.files().join(target.folder());
    let (edition, curve) = report::read(&edition_folder)?;
    let plan = build::plan(&project);
    let mut report = build::report(&project, &plan, &edition, &curve);
    add_retakes(&mut report.rows, &project);
    let path = args.output.clone().unwrap_or_else(|| project.root.join(PAGE));
    let folder = match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    };
    let page = report::render(&report, folder, &edition_folder);
    output_file::write(&path, page.as_bytes(), args.overwrite.force)?;
    let flagged = report.rows.iter().filter(|row| row.needs_attention()).count();
    if global.json {
        common::print_json(&json!({
            "event": "reported", "report": path, "segments": report.rows.len(), "to_look_at": flagged,
            "warnings": report.problems.len(), "loudness": curve.reading.integrated,
            "true_peak": curve.true_peak().map(|peak| peak.1),
        }));
    } else {
        let segments = common::counted(report.rows.len(), "segment");
        errln!("{}: {segments}, {flagged} to look at", path.display());
    }
    Ok(())
}

/// Adds the recordings of the lines that were read more than once.
fn add_retakes(rows: &mut [Row], project: &Project) {
    let mut retakes = recording::retakes(project);
    for row in rows {
        let recordings = row.number.and_then(|number| retakes.remove(&(number - 1))).unwrap_or_default();
        row.recordings = recordings
            .into_iter()
            .map(|recording| RowRecording {
                name: recording.name,
                path: recording.path,
                chosen: recording.chosen,
                session: recording.session,
            })
            .collect();
    }
}
