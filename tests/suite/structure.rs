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
    "speech",
    "script",
    "takes",
    "voices",
    "mixer",
    "outputs",
    "project",
    "build",
    "recording",
    "studio",
];

/// Rooms that a room must not use although they lie below it.
const NEVER: [(&str, &[&str]); 5] = [
    ("script", &["speech"]),
    ("takes", &["language", "speech"]),
    ("voices", &["takes"]),
    ("mixer", &["language", "speech", "script", "takes", "voices"]),
    ("studio", &["language", "speech", "takes", "voices", "mixer"]),
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
    for src in [src(), root().join("crates/audio/src"), root().join("crates/neural/src")] {
        let circles: Vec<String> =
            Imports::read(&src).circles().iter().map(|circle| format!("{circle:?}")).collect();
        assert_eq!(circles, Vec::<String>::new());
    }
}

#[test]
fn rooms_of_text_do_not_use_the_audio_crate() {
    for room in ["base", "language", "speech", "script"] {
        for file in files(&src().join(room)) {
            let text = fs::read_to_string(&file).unwrap();
            assert!(!text.contains("aloud_audio"), "{} uses the audio crate", file.display());
        }
    }
}

#[test]
fn following_one_sentence_opens_at_most_fifty_files() {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("ARCHITECTURE.md")).unwrap();
    let section = page.split("## From a sentence to the WAV").nth(1).unwrap().split("\n## ").next().unwrap();
    let files: BTreeSet<&str> = section.split('`').filter(|word| word.ends_with(".rs")).collect();
    assert!((30..=50).contains(&files.len()), "{} files", files.len());
    let missing: Vec<&&str> =
        files.iter().filter(|file| !src().join(file).is_file() && !root().join(file).is_file()).collect();
    assert_eq!(missing, Vec::<&&str>::new());
}

#[test]
fn the_reference_lists_every_diagnostic_code() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = fs::read_to_string(root.join("docs/src/reference/diagnostics.md")).unwrap();
    let listed: BTreeSet<&str> =
        page.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next()).collect();
    let sources: Vec<String> = files(&root.join("src"))
        .iter()
        .filter(|file| !file.iter().any(|part| part == "tests" || part == "tests.rs"))
        .map(|file| fs::read_to_string(file).unwrap())
        .collect();
    let texts = sources.iter().map(|text| text.split("#[cfg(test)]\nmod tests {").next().unwrap());
    let code: String = texts.collect();
    let used: BTreeSet<&str> = ["Diagnostic::error(", "Diagnostic::warning("]
        .iter()
        .flat_map(|call| code.split(call).skip(1))
        .filter_map(|rest| rest.trim_start().strip_prefix('"')?.split('"').next())
        .collect();
    let unlisted: Vec<&&str> = used.difference(&listed).collect();
    assert_eq!(unlisted, Vec::<&&str>::new(), "codes without a row in docs/src/reference/diagnostics.md");
    let unknown: Vec<&&str> =
        listed.iter().filter(|listed| !code.contains(&format!("\"{listed}\""))).collect();
    assert_eq!(unknown, Vec::<&&str>::new(), "rows whose code is not in the source");
}

/// Files that use the system's files themselves, each only a private temporary folder of its own.
const OWN_TEMPORARY_FOLDER: [&str; 4] = [
    "outputs/encoders/ffmpeg.rs",
    "outputs/encoders/ffmpeg_parts.rs",
    "voices/command.rs",
    "voices/recogniser.rs",
];

#[test]
fn only_one_module_opens_changes_or_removes_files() {
    let src = src();
    let mut violations = Vec::new();
    for file in files(&src) {
        let within = file.strip_prefix(&src).unwrap().to_string_lossy().replace('\\', "/");
        let is_test = within.ends_with("tests.rs") || within.contains("/tests/");
        if within.starts_with("base/files/") || is_test || OWN_TEMPORARY_FOLDER.contains(&within.as_str()) {
            continue;
        }
        let text = fs::read_to_string(&file).unwrap();
        let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
        for (number, line) in
            code.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//"))
        {
            let opens =
                ["File::open", "File::create", "File::options", "OpenOptions", "read_dir(", "read_link("];
            let calls_fs = line.match_indices("fs::").any(|(at, _)| {
                let name = line[at + 4..].split(|c: char| !(c.is_alphanumeric() || c == '_')).next().unwrap();
                name.starts_with(|c: char| c.is_lowercase()) && line[at + 4 + name.len()..].starts_with('(')
            });
            if calls_fs || opens.iter().any(|open| line.contains(open)) {
                violations.push(format!("{within}:{}: {}", number + 1, line.trim()));
            }
        }
    }
    assert_eq!(violations, Vec::<String>::new(), "use base/files: it follows no links of a project");
}

fn room_of(file: &Path) -> String {
    file.iter().next().unwrap().to_string_lossy().into_owned()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn src() -> PathBuf {
    root().join("src")
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

pub fn files(folder: &Path) -> Vec<PathBuf> {
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let (folders, files): (Vec<_>, Vec<_>) = paths.partition(|path| path.is_dir());
    files
        .into_iter()
        .chain(folders.iter().flat_map(|folder| self::files(folder)))
        .filter(|path| path.extension().is_some_and(|e| e == "rs"))
        .collect()
}
