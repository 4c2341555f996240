//! What may know what: ARCHITECTURE's table of rooms, held against the source.

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
        assert!(seeded, "{}: `proptest!` begins with `#![proptest_config(seeded(…))]`", file.display());
    }
}

/// Where the names of an edition's files are given; all else asks there, so that a file that is renamed is missed by nobody.
const NAMING: [&str; 3] = ["outputs/catalog.rs", "outputs/encoders/format.rs", "outputs/encoders/picture.rs"];

#[test]
fn output_file_names_are_defined_once() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let names: Vec<&str> = ALL.iter().map(|output| output.file).chain([WAV, DESCRIPTION]).collect();
    let mut by_hand = Vec::new();
    for file in files(&src) {
        let within = file.strip_prefix(&src).unwrap().to_string_lossy().replace('\\', "/");
        if within.contains("tests") || NAMING.contains(&within.as_str()) {
            continue;
        }
        let text = fs::read_to_string(&file).unwrap();
        let code = text.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//"));
        for (number, line) in code {
            // The whole of a string, or the end of a path: not what is said of a file.
            let named = |name: &&str| {
                line.match_indices(name).any(|(at, _)| {
                    line[..at].ends_with(['"', '/']) && line[at + name.len()..].starts_with(['"', '\\'])
                })
            };
            by_hand.extend(
                names
                    .iter()
                    .filter(|name| named(name))
                    .map(|name| format!("{within}:{}: {name}", number + 1)),
            );
        }
    }
    assert_eq!(by_hand, Vec::<String>::new());
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
