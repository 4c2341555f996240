//! A small project in a folder of its own, for targets that read whole projects. Set `TMPDIR` to a folder in memory.
#![allow(dead_code, reason = "each target uses a part")]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use aloud::build::{self, Options, Target};
use aloud::project::{Project, Wait, edit};
use aloud::takes::{History, Limits};

/// Never set.
pub static NEVER: AtomicBool = AtomicBool::new(false);

pub const SCRIPT: &str = "[cast]\nnarrator = \"one\"\n\"Ann Okafor\" = \"two\"\n\n[[segment]]\nspeaker = \"narrator\"\n\
     text = \"Hi.\"\n\n[[segment]]\nspeaker = \"Ann Okafor\"\ntext = \"Tea?\"\n";
pub const VOICE: &str = "backend = \"test\"\nfrequency = 200.0\n";

/// Returns the folder of this process, which is empty.
pub fn empty(name: &str) -> PathBuf {
    let root = std::env::temp_dir().join(format!("aloud-fuzz-{name}-{}", std::process::id()));
    let _ = fs::remove_dir_all(&root);
    fs::create_dir_all(&root).expect("a temporary folder");
    root
}

/// Writes a file and the folders above it.
pub fn write(root: &Path, name: &str, content: &[u8]) {
    let path = root.join(name);
    fs::create_dir_all(path.parent().unwrap_or(root)).expect("a folder");
    fs::write(path, content).expect("a file");
}

/// Writes a project with two speakers.
pub fn write_project(root: &Path) {
    write(root, "script.toml", SCRIPT.as_bytes());
    write(root, "voices/one/voice.toml", VOICE.as_bytes());
    write(root, "voices/two/voice.toml", b"backend = \"recorded\"\nfallback = \"one\"\n");
}

/// Builds a project, if it has no problems. Returns true if it was built.
pub fn build(root: &Path) -> bool {
    let wait = &mut Wait { cancel: &NEVER, on_wait: &mut || () };
    let _ = build::complete_interrupted_swap(root, wait);
    let Ok(project) = Project::load(root) else { return false };
    let options = Options { jobs: 1, cancel: &NEVER, target: Target::Published, limit: None };
    build::build(&project, &options, &mut |_| ()).is_ok()
}

/// Reads all state of a project, and completes what a killed run had begun.
pub fn look(root: &Path) {
    let wait = &mut Wait { cancel: &NEVER, on_wait: &mut || () };
    let _ = build::complete_interrupted_swap(root, wait);
    let _ = edit::undo(root, edit::Direction::Undo, true, wait);
    let Ok(project) = Project::load(root) else { return };
    let _ = build::plan(&project);
    let _ = History::read(&project.history_path());
    let _ = build::prune(&project, &Limits::default(), true, &mut |_| ());
}
