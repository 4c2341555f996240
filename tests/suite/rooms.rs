//! Checks rules of the source: seeds of property tests, and names that are defined in one place.

use std::fs;
use std::path::{Path, PathBuf};

use aloud::outputs::{ALL, DESCRIPTION, WAV};

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
const NAMING: [&str; 3] = ["outputs/catalog.rs", "outputs/encoders/format.rs", "outputs/encoders/picture.rs"];

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

fn files(folder: &Path) -> Vec<PathBuf> {
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let (folders, files): (Vec<_>, Vec<_>) = paths.partition(|path| path.is_dir());
    files
        .into_iter()
        .chain(folders.iter().flat_map(|folder| self::files(folder)))
        .filter(|path| path.extension().is_some_and(|e| e == "rs"))
        .collect()
}
