//! Reads any text as voice.toml, and plans a build with that voice.
//!
//! Nothing may panic, hang, or run a program.
#![no_main]

mod folder;

use std::path::PathBuf;
use std::sync::OnceLock;

use aloud::base::trust::Trust;
use aloud::build;
use aloud::project::Project;
use libfuzzer_sys::fuzz_target;

static ROOT: OnceLock<PathBuf> = OnceLock::new();

fuzz_target!(|bytes: &[u8]| {
    let root = ROOT.get_or_init(|| {
        let root = folder::empty("voice");
        folder::write_project(&root);
        root
    });
    folder::write(root, "voices/two/voice.toml", bytes);
    let Ok(project) = Project::load(root) else { return };
    let plan = build::plan(&project);
    assert!(plan.utterances.len() <= 8);
    if let Some(voice) = project.voices.get("two") {
        let _ = voice.need();
        let _ = voice.open(&Trust::of_user(root)).map(|backend| backend.capabilities());
    }
});
