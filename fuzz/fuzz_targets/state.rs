//! Replaces one of the files in `.aloud` or `out/` with any bytes, and plans or builds.
//!
//! A clone may have such files. Nothing may panic or hang. The first byte chooses the file, the second one whether the checksum is
//! made to fit, and whether the episode is built: that takes a hundred times as long.
#![no_main]

mod folder;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;

type Files = BTreeMap<PathBuf, Vec<u8>>;

struct Pristine {
    root: PathBuf,
    files: Files,
    /// Files that are replaced.
    state: Vec<PathBuf>,
}

static PRISTINE: OnceLock<Pristine> = OnceLock::new();

fn files(root: &Path) -> Files {
    let (mut files, mut folders) = (Files::new(), vec![root.to_path_buf()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(root).expect("a file below").to_path_buf();
                files.insert(name, fs::read(path).expect("a file"));
            }
        }
    }
    files
}

fn pristine() -> Pristine {
    let root = folder::empty("state");
    folder::write_project(&root);
    assert!(folder::build(&root));
    let files = files(&root);
    let is_state = |name: &&PathBuf| {
        let kind = name.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
        name.starts_with(".aloud") && matches!(kind, "json" | "jsonl" | "ledger")
    };
    let mut state: Vec<PathBuf> = files.keys().filter(is_state).cloned().collect();
    state.extend([".aloud/move.json", ".aloud/takes/index.json", ".aloud/article.json", "out/episode.json"].map(PathBuf::from));
    Pristine { root, files, state }
}

fuzz_target!(|bytes: &[u8]| {
    let [which, checksummed, content @ ..] = bytes else { return };
    let Pristine { root, files, state } = PRISTINE.get_or_init(pristine);
    let _ = fs::remove_dir_all(root);
    for (name, content) in files {
        folder::write(root, &name.to_string_lossy(), content);
    }
    let name = &state[usize::from(*which) % state.len()];
    let mut file = Vec::new();
    if checksummed % 4 != 0 {
        file.extend(blake3::hash(content).to_hex().as_bytes());
        file.push(b'\n');
    }
    file.extend(content);
    folder::write(root, &name.to_string_lossy(), &file);
    if checksummed / 4 % 16 == 0 {
        folder::write(root, "script.toml", folder::SCRIPT.replace("Tea?", "Cake?").as_bytes());
        folder::build(root);
    } else {
        folder::look(root);
    }
});
