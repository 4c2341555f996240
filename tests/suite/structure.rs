//! Checks the structure of `src/`: layers, circles between files, and names that are defined in one place.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use aloud::outputs::{ALL, DESCRIPTION, WAV};

use super::imports::Imports;

/// The rooms of the library from the ground up. A room uses only rooms before it.
const LAYERS: [&str; 12] = [
    "base",
    "language",
    "audio",
    "speech",
    "script",
    "takes",
    "voices",
    "mixer",
    "outputs",
    "project",
    "build",
    "recording",
];

/// Rooms that a room must not use although they lie below it.
const NEVER: [(&str, &[&str]); 6] = [
    ("audio", &["language"]),
    ("speech", &["audio"]),
    ("script", &["audio", "speech"]),
    ("takes", &["language", "speech"]),
    ("voices", &["takes"]),
    ("mixer", &["language", "speech", "script", "takes", "voices"]),
];

#[test]
fn rooms_use_only_rooms_below_them() {
    let src = src();
    let rooms: BTreeSet<String> = fs::read_dir(&src)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    let known = LAYERS.iter().copied().chain(["cli", "lib.rs", "main.rs"]).map(str::to_string).collect();
    assert_eq!(rooms, known, "every entry of src/ must be in LAYERS");
    let imports = Imports::read(&src);
    let mut wrong = Vec::new();
    for (file, targets) in imports.arrows() {
        let Some(layer) = LAYERS.iter().position(|room| *room == room_of(file)) else { continue };
        for target in targets {
            let below = LAYERS[..=layer].contains(&room_of(target).as_str());
            let never = NEVER
                .iter()
                .any(|(room, others)| *room == room_of(file) && others.contains(&room_of(target).as_str()));
            if !below || never {
                wrong.push(format!("{} uses {}", file.display(), target.display()));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn no_files_use_each_other_in_a_circle() {
    let circles: Vec<String> =
        Imports::read(&src()).circles().iter().map(|circle| format!("{circle:?}")).collect();
    assert_eq!(circles, Vec::<String>::new());
}

fn room_of(file: &Path) -> String {
    file.iter().next().unwrap().to_string_lossy().into_owned()
}

fn src() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

#[test]
fn property_tests_use_a_fixed_seed() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let all = files(&root.join("src")).into_iter().chain(files(&root.join("tests/suite")));
    for file in all {
        let text = fs::read_to_string(&file).unwrap();
        let mut blocks = text.split("proptest! {\n").skip(1).filter_map(|block| block.lines().next());
        let seeded = blocks.all(|line| line.contains("proptest_config(") && line.contains("seeded("));
        assert!(seeded, "{}: `proptest!` must start with `#![proptest_config(seeded(…))]`", file.display());
    }
}

/// The only files that contain names of output files. All other code gets the names from there, so a rename reaches all users.
const NAMING: [&str; 3] =
    ["outputs/catalog.rs", "outputs/encoders/format.rs", "outputs/encoders/picture.rs"];

#[test]
fn output_file_names_are_defined_once() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let names: Vec<&str> = ALL.iter().map(|output| output.file).chain([WAV, DESCRIPTION]).collect();
    let mut violations = Vec::new();
    for file in files(&src) {
        let within = file.strip_prefix(&src).unwrap().to_string_lossy().replace('\\', "/");
        if within.contains("tests") || NAMING.contains(&within.as_str()) {
            continue;
        }
        let text = fs::read_to_string(&file).unwrap();
        let code = text.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//"));
        for (number, line) in code {
            // Matches a whole string or the end of a path. Messages that mention a file are allowed.
            let is_path = |name: &&str| {
                line.match_indices(name).any(|(at, _)| {
                    line[..at].ends_with(['"', '/']) && line[at + name.len()..].starts_with(['"', '\\'])
                })
            };
            violations.extend(
                names
                    .iter()
                    .filter(|name| is_path(name))
                    .map(|name| format!("{within}:{}: {name}", number + 1)),
            );
        }
    }
    assert_eq!(violations, Vec::<String>::new());
}

pub fn files(folder: &Path) -> Vec<PathBuf> {
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let (folders, files): (Vec<_>, Vec<_>) = paths.partition(|path| path.is_dir());
    files
        .into_iter()
        .chain(folders.iter().flat_map(|folder| self::files(folder)))
        .filter(|path| path.extension().is_some_and(|e| e == "rs"))
        .collect()
}
