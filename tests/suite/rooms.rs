//! What may know what: ARCHITECTURE's table of rooms, held against the source.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use aloud::outputs::description::FILE;
use aloud::outputs::{ALL, WAV};

/// Each module of the crate, and those that it may use. The order is from the ground floor up: nothing is used before it stands.
const ROOMS: &[(&str, &[&str])] = &[
    ("audio", &[]),
    ("config", &[]),
    ("diagnostic", &[]),
    ("languages", &[]),
    ("likeness", &[]),
    ("links", &[]),
    ("process", &[]),
    ("speech", &[]),
    ("encoder", &["audio", "languages", "process"]),
    ("files", &["diagnostic"]),
    ("mixer", &["audio", "config"]),
    ("net", &["config"]),
    ("tables", &["diagnostic"]),
    ("timeline", &["config"]),
    ("article", &["diagnostic", "files"]),
    ("clips", &["audio", "config", "diagnostic", "files", "mixer", "timeline"]),
    ("takes", &["audio", "files"]),
    ("script", &["article", "config", "diagnostic", "files", "languages", "likeness", "tables"]),
    ("outputs", &["article", "config", "diagnostic", "encoder", "files", "languages", "script", "timeline"]),
    ("voices", &["audio", "diagnostic", "files", "likeness", "net", "process", "script"]),
    ("credentials", &["diagnostic", "encoder", "files", "outputs"]),
    ("project", &["diagnostic", "files", "script", "speech", "takes", "voices"]),
    (
        "episode",
        &[
            "article",
            "audio",
            "config",
            "diagnostic",
            "encoder",
            "files",
            "languages",
            "mixer",
            "outputs",
            "project",
            "script",
            "speech",
            "tables",
            "takes",
            "timeline",
            "voices",
        ],
    ),
    ("feed", &["audio", "diagnostic", "encoder", "files", "links", "outputs", "project", "script", "tables"]),
    ("recording", &["audio", "diagnostic", "episode", "outputs", "project", "script"]),
    ("report", &["audio", "diagnostic", "episode", "links", "outputs", "project", "script", "takes"]),
    (
        "amend",
        &[
            "article",
            "diagnostic",
            "episode",
            "files",
            "outputs",
            "project",
            "recording",
            "script",
            "takes",
            "voices",
        ],
    ),
];

#[test]
fn no_room_knows_more_than_it_may() {
    let used = used(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    let mut below: BTreeSet<&str> = BTreeSet::new();
    for (room, allowed) in ROOMS {
        assert!(allowed.iter().all(|other| below.contains(other)), "`{room}` may use what stands above it");
        below.insert(room);
    }
    let rooms: BTreeSet<&str> = used.keys().map(String::as_str).filter(|room| *room != "cli").collect();
    assert_eq!(rooms, below, "each module of src/ has its line here, and nothing else has");
    for (room, allowed) in ROOMS {
        let wanted: BTreeSet<&str> = allowed.iter().copied().collect();
        let found: BTreeSet<&str> = used[*room].iter().map(String::as_str).collect();
        assert_eq!(found, wanted, "what `{room}` uses");
    }
}

#[test]
fn no_property_is_tried_with_cases_of_chance() {
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
const NAMING: [&str; 4] =
    ["outputs/list.rs", "outputs/description.rs", "encoder/mod.rs", "encoder/picture.rs"];

#[test]
fn the_files_of_an_edition_are_named_in_one_place() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let names: Vec<&str> = ALL.iter().map(|output| output.file).chain([WAV, FILE]).collect();
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

/// Module → the other modules of the crate that its files name, tests left out.
fn used(src: &Path) -> BTreeMap<String, BTreeSet<String>> {
    let mut used: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for file in files(src) {
        let within = file.strip_prefix(src).unwrap();
        let room = within.iter().next().unwrap().to_str().unwrap().trim_end_matches(".rs").to_string();
        if matches!(room.as_str(), "lib" | "main") || within.to_string_lossy().contains("tests") {
            continue;
        }
        let text = fs::read_to_string(&file).unwrap();
        let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
        let named = text.split("crate::").skip(1).map(|rest| {
            rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect::<String>()
        });
        let others = named.filter(|other| *other != room && src_has(src, other));
        used.entry(room.clone()).or_default().extend(others);
    }
    used
}

fn src_has(src: &Path, module: &str) -> bool {
    src.join(format!("{module}.rs")).is_file() || src.join(module).is_dir()
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
