//! `aloud publish`

use aloud::episode::{self, BuildError, Target};
use serde_json::json;

use super::args::Global;
use super::progress::Progress;

pub fn run(global: &Global) -> Result<(), BuildError> {
    let project = super::load(global)?;
    let mut progress = Progress::new(global, Target::Published);
    episode::publish_draft(&project, &mut |event| progress.show(&event))?;
    let path = super::shown(&global.project, "out/episode.wav");
    if global.json {
        super::print_json(&json!({"event": "published", "episode": path}));
    } else {
        eprintln!("{path} is published");
    }
    Ok(())
}
