//! Reads any text as script.toml, and plans a build of it.
//!
//! Nothing may panic or hang. A script that is accepted keeps its segments when Aloud amends it.
#![no_main]

mod folder;

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use aloud::build;
use aloud::project::{Project, Wait, edit};
use aloud::script::file;
use libfuzzer_sys::fuzz_target;

static ROOT: OnceLock<PathBuf> = OnceLock::new();

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Ok(manifest) = file::parse(text, Path::new("script.toml")) else { return };
    let root = ROOT.get_or_init(|| {
        let root = folder::empty("script");
        folder::write_project(&root);
        root
    });
    folder::write(root, "script.toml", bytes);
    if let Ok(project) = Project::load(root) {
        let plan = build::plan(&project);
        assert!(plan.utterances.iter().all(|planned| planned.segment <= manifest.script.segments.len()));
    }
    let wait = &mut Wait { cancel: &folder::NEVER, on_wait: &mut || () };
    if edit::unlock_gains(root, wait).is_ok() {
        let amended = std::fs::read_to_string(root.join("script.toml")).expect("script.toml");
        let read = file::parse(&amended, Path::new("script.toml")).expect("a script that Aloud amended");
        assert_eq!(read.script.segments, manifest.script.segments);
    }
});
