//! Tests projects that a stranger wrote: their links and special files must not lead Aloud to any other file of the user.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use crate::harness::{Project, Run};

const STORY: &[(&str, &str)] = &[("narrator", "The ferry was late."), ("Ann Okafor", "We had tea.")];

/// A user's folder outside of the project, with files that no command may change.
struct Home {
    dir: tempfile::TempDir,
}

impl Home {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let files = [
            "letter.txt",
            "notes.json",
            "staged/thesis.txt",
            "outgoing/photo.jpg",
            "takes/ab/song.wav",
            "ab/song.wav",
            "episode.txt",
            "profile",
        ];
        for name in files {
            let path = dir.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, format!("my {name}")).unwrap();
        }
        Self { dir }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn content(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut content = BTreeMap::new();
        let mut folders = vec![self.dir.path().to_path_buf()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    content.insert(path.clone(), fs::read(&path).unwrap());
                }
            }
        }
        content
    }
}

/// Makes a project, then a link in it, runs a command, and returns the run. Fails if the command changed a file of the user.
fn attack(link: &str, target: &str, args: &[&str]) -> Run {
    attack_on(&Project::with_segments(STORY), link, target, args)
}

fn attack_on(project: &Project, link: &str, target: &str, args: &[&str]) -> Run {
    let home = Home::new();
    let before = home.content();
    let link = project.path(link);
    fs::create_dir_all(link.parent().unwrap()).unwrap();
    let _ = fs::remove_file(&link).or_else(|_| fs::remove_dir_all(&link));
    symlink(home.path(target), &link).unwrap();
    let run = project.aloud(args);
    assert_eq!(home.content(), before, "{args:?} with {} → {target}: {run:?}", link.display());
    assert!(!run.stderr.contains("panicked"), "{run:?}");
    run
}

const COMMANDS: &[&[&str]] = &[
    &["build"],
    &["build", "--draft"],
    &["publish"],
    &["check"],
    &["plan"],
    &["sheet"],
    &["report"],
    &["takes", "1"],
    &["levels", "--hold"],
    &["prune", "--larger-than", "0B"],
];

#[test]
fn a_link_at_or_below_the_state_is_an_error_for_every_command() {
    for (link, target) in [
        (".aloud", ""),
        (".aloud/editions", ""),
        (".aloud/takes", ""),
        (".aloud/takes/ab", "ab"),
        (".aloud/staged", "staged"),
        (".aloud/outgoing", "outgoing"),
        (".aloud/lock", "profile"),
        (".aloud/history.jsonl", "notes.json"),
        (".aloud/anything", "letter.txt"),
    ] {
        for args in COMMANDS {
            attack(link, target, args).refused(&["symbolic link", link, "rm '"]);
        }
    }
}

#[test]
fn a_link_as_output_folder_is_an_error() {
    for link in ["out", "draft"] {
        for target in ["", "staged"] {
            let args: &[&str] = if link == "out" { &["build"] } else { &["build", "--draft"] };
            attack(link, target, args).refused(&["symbolic link", link, "--follow-links", "config.toml"]);
        }
    }
    attack("sheets", "", &["sheet"]);
    attack("voices", "", &["build"]).refused(&["symbolic link", "voices"]);
}

#[test]
fn a_link_to_the_project_itself_does_not_publish_over_its_files() {
    let project = Project::with_segments(STORY);
    symlink(".", project.path("out")).unwrap();
    attack_on(&project, "episode.txt", "profile", &["build"]).refused(&["symbolic link", "out"]);
    assert!(project.path("episode.txt").is_symlink());
}

#[test]
fn a_generated_file_replaces_a_link_instead_of_following_it() {
    let project = Project::with_segments(STORY);
    project.build();
    let run = attack_on(&project, "report.html", "profile", &["report"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    assert!(!project.path("report.html").is_symlink() && project.text("report.html").contains("<html"));
    project.write("voices/two/voice.toml", "backend = \"recorded\"\n");
    for sheet in ["sheets/two.md", "sheets/two.html"] {
        let run = attack_on(&project, sheet, "profile", &["sheet"]);
        assert_eq!(run.code, Some(0), "{run:?}");
        assert!(!project.path(sheet).is_symlink() && project.text(sheet).contains("We had tea"));
    }
    // A link in the folder of the episode goes with the old edition.
    fs::remove_file(project.path("out/episode.txt")).unwrap();
    project.write("voices/two/voice.toml", crate::harness::OTHER_VOICE);
    attack_on(&project, "out/episode.txt", "profile", &["build"]);
    assert!(!project.path("out/episode.txt").is_symlink());
    assert!(project.text("out/episode.txt").contains("The ferry was late"));
}

#[test]
fn an_input_that_is_a_link_is_an_error_that_names_it() {
    attack("lexicon.toml", "letter.txt", &["build"]).refused(&["symbolic link", "lexicon.toml"]);
    let unused = attack("voices/three", "", &["check"]);
    assert!(unused.code == Some(0) && unused.stderr.contains("symbolic link"), "{unused:?}");
    attack("voices/two", "", &["build"]).refused(&["symbolic link", "voices/two"]);
    let project = Project::with_segments(STORY);
    fs::remove_file(project.path("script.toml")).unwrap();
    attack_on(&project, "script.toml", "letter.txt", &["build"]).refused(&["symbolic link", "script.toml"]);
    let project = Project::new(&(crate::harness::script(STORY) + "\n[outputs]\ncover = \"art.png\"\n"));
    attack_on(&project, "art.png", "letter.txt", &["build"]).refused(&["symbolic link", "art.png"]);
    let cue = "\n[[cue]]\nfile = \"music.wav\"\nat = \"start\"\n";
    let project = Project::new(&(crate::harness::script(STORY) + cue));
    let run = attack_on(&project, "music.wav", "letter.txt", &["build"]);
    assert_eq!(run.code, Some(1), "{run:?}");
    let project = Project::with_segments(STORY);
    project.write("voices/two/voice.toml", "backend = \"recorded\"\n");
    attack_on(&project, "voices/two/takes", "takes/ab", &["build"])
        .refused(&["symbolic link", "voices/two/takes"]);
    let project = Project::with_segments(STORY);
    attack_on(&project, "article.txt", "letter.txt", &["script", "article.txt"])
        .refused(&["symbolic link", "article.txt"]);
}

#[test]
fn a_link_as_target_of_an_import_stays_outside() {
    let project = Project::with_segments(STORY);
    project.write("voices/two/voice.toml", "backend = \"recorded\"\n");
    assert_eq!(project.aloud(&["voices", "say", "one", "We had tea.", "-o", "x.wav"]).code, Some(0));
    // The search for a free name must end, too.
    attack_on(&project, "voices/two/takes", "takes", &["take", "--voice", "two", "--anyway", "x.wav"])
        .refused(&["symbolic link", "voices/two/takes"]);
}

#[test]
fn only_names_of_alouds_own_form_are_deleted() {
    let project = Project::with_segments(STORY);
    let mine = [
        ".aloud/editions/plan.json",
        ".aloud/takes/ab/song.wav",
        ".aloud/takes/ab/song.json",
        ".aloud/takes/notes.txt",
        ".aloud/staged/thesis.txt",
        ".aloud/outgoing/photo.jpg",
    ];
    mine.iter().for_each(|name| project.write(name, "mine"));
    let key = "ab".repeat(32);
    project.write(&format!(".aloud/takes/cd/{key}.wav"), "on another shelf");
    project.build();
    project.write("script.toml", &crate::harness::script(&STORY[..1]));
    project.build();
    assert_eq!(project.aloud(&["prune", "--larger-than", "0B"]).code, Some(0));
    for name in &mine[..4] {
        assert_eq!(project.text(name), "mine", "{name}");
    }
    // Files that a user may have had in `out/` are moved back to it.
    assert_eq!(project.text("out/thesis.txt"), "mine");
    assert_eq!(project.text("out/photo.jpg"), "mine");
    assert!(project.path(&format!(".aloud/takes/cd/{key}.wav")).exists());
}

/// Runs a command for at most ten seconds of processor time.
fn limited(project: &Project, args: &[&str]) -> Run {
    let mut command = Command::new("prlimit");
    command.args(["--cpu=10", "--as=2000000000", env!("CARGO_BIN_EXE_aloud")]).args(args);
    let mut child = command
        .current_dir(project.path("."))
        .stdin(std::process::Stdio::null())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let started = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if started.elapsed() > Duration::from_secs(120) {
            child.kill().unwrap();
            panic!("{args:?} does not end");
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    Run::of(child.wait_with_output().unwrap())
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_that_never_ends_is_an_error() {
    needs!("prlimit", "mkfifo");
    for name in ["lexicon.toml", "script.toml", "voices/one/voice.toml", ".aloud/history.jsonl"] {
        let project = Project::with_segments(STORY);
        let path = project.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        let _ = fs::remove_file(&path);
        assert!(Command::new("mkfifo").arg(&path).status().unwrap().success());
        limited(&project, &["build"]).refused(&["a device, a pipe or a socket"]);
        fs::remove_file(&path).unwrap();
        // 8 GiB without a byte on the disk.
        fs::File::create(&path).unwrap().set_len(8 << 30).unwrap();
        limited(&project, &["build"]).refused(&["it is larger than"]);
        fs::remove_file(&path).unwrap();
        symlink("/dev/zero", &path).unwrap();
        limited(&project, &["build"]).refused(&["symbolic link"]);
    }
    let project = Project::new(
        "[episode]\narticle = \"/dev/zero\"\n[[segment]]\nspeaker = \"narrator\"\ntext = \"a\"\n",
    );
    limited(&project, &["script"]).refused(&["a device, a pipe or a socket"]);
}

/// Runs a command with a configuration of the user that allows links to a folder.
fn with_links(project: &Project, config: &Path, target: &Path, args: &[&str]) -> Run {
    fs::create_dir_all(config.join("aloud")).unwrap();
    fs::write(config.join("aloud/config.toml"), format!("links = [{target:?}]\n")).unwrap();
    Run::of(project.command(args).env("XDG_CONFIG_HOME", config).output().unwrap())
}

#[test]
fn the_user_can_allow_a_link_but_a_project_cannot() {
    let (site, config) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let project = Project::with_segments(STORY);
    symlink(site.path(), project.path("out")).unwrap();
    // A file of this name in the project is not the user's configuration.
    project.write(".config/aloud/config.toml", &format!("links = [{:?}]\n", site.path()));
    project.aloud(&["build"]).refused(&["symbolic link"]);
    assert_eq!(fs::read_dir(site.path()).unwrap().count(), 0);
    let other = tempfile::tempdir().unwrap();
    with_links(&project, config.path(), other.path(), &["build"]).refused(&["symbolic link"]);
    let run = with_links(&project, config.path(), site.path(), &["build"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    assert!(site.path().join("episode.wav").is_file() && project.path("out").is_symlink());
    fs::write(site.path().join("notes.txt"), "mine").unwrap();
    project.write("script.toml", &crate::harness::script(&STORY[..1]));
    let run = project.aloud(&["build", "--follow-links"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    assert_eq!(fs::read_to_string(site.path().join("notes.txt")).unwrap(), "mine");
    assert!(!fs::read_to_string(site.path().join("episode.txt")).unwrap().contains("We had tea"));
    fs::write(config.path().join("aloud/config.toml"), "links = 1\n").unwrap();
    let broken = project.command(&["check"]).env("XDG_CONFIG_HOME", config.path()).output().unwrap();
    Run::of(broken).refused(&["`links` is not a list", "config.toml:1"]);
}
