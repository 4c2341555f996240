//! `aloud publish`: publishes the draft.

use aloud::base::error::Error;
use aloud::build::{self, Target};
use aloud::outputs::WAV;
use aloud::project::OUT;
use serde_json::json;

use super::args::Global;
use super::common;
use super::progress::Progress;

pub fn run(global: &Global) -> Result<(), Error> {
    let project = common::load(global)?;
    let mut progress = Progress::new(global, Target::Published);
    build::publish_draft(&project, &mut |event| progress.show(&event))?;
    let path = common::display_path(&global.project, &format!("{OUT}/{WAV}"));
    if global.json {
        common::print_json(&json!({"event": "published", "episode": path}));
    } else {
        errln!("{path} is published");
    }
    Ok(())
}
