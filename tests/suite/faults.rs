//! Tests kills, full disks and damaged files: no work is lost, and the next build repairs the project.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use proptest::prelude::*;

use crate::harness::{Project, script, string};
use crate::testing::seeded;

const STORY: &[(&str, &str)] = &[
    ("narrator", "The ferry was late. Nobody minded."),
    ("Ann Okafor", "We had tea."),
    ("narrator", "Then it came."),
];

/// Returns the keys of all finished takes.
fn finished_takes(project: &Project) -> BTreeSet<String> {
    let all = files(&project.path(".aloud/takes"));
    let keys = all.iter().filter(|path| path.extension().is_some_and(|e| e == "json"));
    keys.filter(|path| path.with_extension("wav").exists())
        .map(|path| path.file_stem().unwrap().to_string_lossy().into_owned())
        .collect()
}

/// Returns all files below a folder, sorted.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.path().is_dir() { found.extend(files(&entry.path())) } else { found.push(entry.path()) }
    }
    found.sort();
    found
}

#[test]
fn failed_cleanup_does_not_fail_a_published_build() {
    let project = Project::with_segments(&[("narrator", "It was late.")]);
    project.build();
    // A file where the build wants a folder for the previous edition.
    project.write(".aloud/outgoing", "in the way");
    project.write("script.toml", &project.text("script.toml").replace("late", "early"));
    project.build();
    assert!(project.text("out/episode.vtt").contains("early"));
    project.aloud(&["build"]).refused(&["outgoing"]);
    std::fs::remove_file(project.path(".aloud/outgoing")).unwrap();
    assert!(project.spoken_by_build().is_empty());
    assert!(project.text("out/episode.vtt").contains("early"));
}

#[test]
fn killed_build_leaves_a_whole_edition() {
    const KILLS: u32 = 24;
    let project = Project::with_segments(STORY);
    project.build();
    let start = Instant::now();
    project.clean_copy().build();
    let whole = start.elapsed();
    let mut before = project.out();
    for kill in 0..KILLS {
        let names = ["Anna", "Bert", "Carl", "Dora", "Emma"];
        let text = format!("{} met {}.", names[kill as usize % 5], names[kill as usize / 5]);
        project.write("script.toml", &script(&[STORY[0], ("Ann Okafor", &text), STORY[2]]));
        let clean = project.clean_copy();
        clean.build();
        let mut child = project.command(&["build"]).stderr(Stdio::null()).spawn().unwrap();
        sleep(whole * kill / KILLS);
        child.kill().unwrap();
        child.wait().unwrap();
        let found = project.out();
        assert!(
            found == before || found == clean.out(),
            "killed after {kill}/{KILLS}: two editions are mixed"
        );
        let stored = finished_takes(&project);
        let again = project.aloud(&["build", "--json"]);
        let spoken: Vec<String> = again.events("spoken").iter().map(|e| string(&e["take"])).collect();
        assert!(spoken.iter().all(|key| !stored.contains(key)), "killed after {kill}/{KILLS}: {spoken:?}");
        before = project.out();
        assert_eq!(before, clean.out(), "killed after {kill}/{KILLS}");
    }
    let names = |folder: &str| fs::read_dir(project.path(folder)).unwrap().count();
    assert_eq!(names(".aloud/editions"), 2, "only the record and the ledger of the last edition may remain");
    assert!(!project.path(".aloud/staged").exists());
}

/// `prlimit` (util-linux) limits the size of files, which acts like a full disk. The shell ignores SIGXFSZ, so the program gets an
/// error instead of the signal.
#[cfg(target_os = "linux")]
#[test]
fn full_disk_keeps_the_previous_episode() {
    needs!("prlimit");
    let project = Project::with_segments(STORY);
    project.build();
    let before = project.out();
    project.write("script.toml", &script(&[STORY[0], ("narrator", "It rained a lot that day.")]));
    let voice = project.text("voices/one/voice.toml");
    project.write("voices/one/voice.toml", &format!("{voice}fallback = \"two\"\n"));
    // 20,000 bytes are too few for a take; 250,000 suffice for the takes but not for the episode.
    for bytes in ["20000", "250000"] {
        let limited = |args: &[&str]| {
            let mut command = Command::new("prlimit");
            command.arg(format!("--fsize={bytes}")).args(["sh", "-c", "trap '' XFSZ; exec \"$@\"", "sh"]);
            command.arg(env!("CARGO_BIN_EXE_aloud")).args(args).current_dir(project.path("."));
            crate::harness::Run::of(command.output().expect("prlimit runs"))
        };
        let run = limited(&["build"]);
        run.refused(&["cannot write", "help:"]);
        assert!(
            !run.stderr.contains("is used for now"),
            "the fallback must not speak, because the disk is the cause: {}",
            run.stderr
        );
        assert_eq!(project.out(), before, "{bytes}");
        assert!(!project.path(".aloud/staged").exists(), "partial files must be deleted");
    }
    project.build();
    let clean = project.clean_copy();
    clean.build();
    assert_eq!(project.out(), clean.out());
}

#[derive(Debug, Clone)]
enum Damage {
    Flip(usize),
    Cut(usize),
    Delete,
}

fn damage() -> impl Strategy<Value = Damage> {
    prop_oneof![
        (0..1_000_000_usize).prop_map(Damage::Flip),
        (0..1_000_000_usize).prop_map(Damage::Cut),
        Just(Damage::Delete),
    ]
}

impl Damage {
    /// Damages a file but keeps its modification time, because a new time would reveal the damage.
    fn inflict(&self, path: &Path) {
        let modified = fs::metadata(path).unwrap().modified().unwrap();
        let mut bytes = fs::read(path).unwrap();
        match self {
            Self::Flip(at) if !bytes.is_empty() => {
                let at = at % bytes.len();
                bytes[at] ^= 0x10;
            }
            Self::Cut(at) => bytes.truncate(at % bytes.len().max(1)),
            Self::Flip(_) => {}
            Self::Delete => return fs::remove_file(path).unwrap(),
        }
        fs::write(path, bytes).unwrap();
        fs::File::options().write(true).open(path).unwrap().set_modified(modified).unwrap();
    }
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 20, ..seeded(20) })]

    #[test]
    fn next_build_repairs_any_damage(
        damages in prop::collection::vec((any::<prop::sample::Index>(), damage()), 1..6),
        edited in any::<bool>(),
    ) {
        let project = Project::with_segments(STORY);
        project.build();
        // The index trusts only takes that are older than one tick of the file system clock.
        sleep(Duration::from_millis(120));
        project.build();
        for (which, damage) in &damages {
            let mut all = files(&project.path(".aloud"));
            all.extend(files(&project.path("out")));
            damage.inflict(&all[which.index(all.len())]);
        }
        if edited {
            project.write("script.toml", &script(&[STORY[2], STORY[0], ("Ann Okafor", "We had coffee.")]));
        }
        project.build();
        let clean = project.clean_copy();
        clean.build();
        prop_assert_eq!(project.out(), clean.out());
    }
}
