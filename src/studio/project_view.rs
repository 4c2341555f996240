//! What pages show of a project: its script, voices, and what it would run or send.

use hyper::StatusCode;
use serde_json::{Value, json};

use super::desk::{Desk, problems_of};
use super::message::{Answer, failed, ok};
use crate::outputs::{self, Output};
use crate::project::{Project, needs};

/// Returns the script; where it cannot be read and never could, the problems.
pub(super) fn script(desk: &Desk) -> Answer {
    match desk.latest() {
        (Some(latest), _) => ok(&latest.script()),
        (None, problems) => failed(StatusCode::UNPROCESSABLE_ENTITY, &problems),
    }
}

/// Returns a project without its segments.
pub(super) fn project(desk: &Desk) -> Value {
    let (latest, problems) = desk.latest();
    let mut view = json!({
        "name": desk.name,
        "revision": latest.as_ref().map(|latest| latest.revision.clone()),
        "title": latest.as_ref().and_then(|latest| latest.manifest.script.title.clone()),
        "segments": latest.as_ref().map_or(0, |latest| latest.manifest.script.segments.len()),
        "problems": problems,
        "build": desk.builds.last(),
    });
    match desk.load() {
        Ok(project) => {
            let voices = project.voices.names().filter_map(|name| project.voices.get(name)).map(|voice| {
                json!({"voice": voice.name, "backend": voice.kind(), "description": voice.description})
            });
            view["voices"] = voices.collect();
            view["outputs"] = outputs::ALL.iter().map(|output| output_view(output, &project)).collect();
            let needs = needs::needs_by_source(&project).into_iter().map(|found| {
                json!({
                    "need": found.need, "what": found.need.to_string(), "trusted": project.trust.allows(&found.need),
                    "voice": found.voice, "in_build": found.in_build,
                })
            });
            view["needs"] = needs.collect();
        }
        Err(error) => view["problems"] = json!(problems_of(error)),
    }
    view
}

fn output_view(output: &Output, project: &Project) -> Value {
    json!({
        "output": output.name, "file": output.file, "description": output.description,
        "on": (output.wanted)(&project.manifest.outputs),
    })
}
