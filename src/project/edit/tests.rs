//! Amendments of a project on disk: what they write, what they refuse, and that they wait for the lock.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use super::*;
use crate::base::error::Error;
use crate::project::{self, Project, Wait};
use crate::recording::{self, Submission, import_submission};
use crate::script::review;
use crate::takes::{History, TakeRef, Version, segment_key};

const ARTICLE: &str = "Idris Vane and Peter Oduya rowed out with Nora Whitlock, who kept the time.\n\n\
    “We lost an oar,” he said. “And a boot.”\n\n\
    “It was dark by then,” said Nora Whitlock.\n";

/// Creates a project from the article, with a recorded voice.
fn project() -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().to_path_buf();
    fs::write(root.join("article.txt"), ARTICLE).unwrap();
    amended(|wait| import_article(&root, &root.join("article.txt"), wait)).unwrap();
    fs::create_dir_all(root.join("voices/tape")).unwrap();
    fs::write(root.join("voices/tape/voice.toml"), "backend = \"recorded\"\n").unwrap();
    (dir, root)
}

/// It waits for a lock, because a program that another test starts at this moment inherits the lock until it runs.
fn amended<T>(amend: impl FnOnce(&mut Wait<'_>) -> T) -> T {
    amend(&mut Wait { cancel: &AtomicBool::new(false), on_wait: &mut || () })
}

fn script(root: &Path) -> String {
    fs::read_to_string(root.join("script.toml")).unwrap()
}

#[track_caller]
fn refused<T>(result: Result<T, Error>) -> String {
    match result {
        Err(Error::Problems(problems)) => problems[0].to_string(),
        Err(Error::Cancelled) => panic!("cancelled"),
        Ok(_) => panic!("it is not refused"),
    }
}

fn replace(root: &Path, from: &str, to: &str) {
    let text = script(root);
    assert!(text.contains(from), "{text}");
    fs::write(root.join("script.toml"), text.replace(from, to)).unwrap();
}

#[test]
fn imports_an_article_and_then_amends_only_what_changed() {
    let (_dir, root) = project();
    let article = article_path(&root).unwrap();
    assert_eq!(article, root.join("article.txt"));
    let text = script(&root);
    // A rewrite would lose the byte order mark.
    fs::write(root.join("script.toml"), format!("\u{feff}{text}")).unwrap();
    let import = amended(|wait| import_article(&root, &article, wait)).unwrap();
    assert!(import.merged.changes.is_empty() && script(&root).starts_with('\u{feff}'));
    fs::write(&article, ARTICLE.replace("dark by then", "dark at six")).unwrap();
    assert_eq!(compare_article(&root, &article).unwrap().merged.changes.len(), 1);
    assert!(!script(&root).contains("dark at six"), "nothing is written yet");
    amended(|wait| import_article(&root, &article, wait)).unwrap();
    assert!(script(&root).contains("dark at six"));
}

#[test]
fn refuses_an_edit_that_would_make_the_file_invalid() {
    let (_dir, root) = project();
    let asked = project::read_manifest(&root).unwrap().script;
    let question = &review::questions(&asked)[0];
    let before = script(&root);
    let message = refused(amended(|wait| decide(&root, &asked, question, "", wait)));
    assert!(message.contains("`speaker` is empty") && message.contains("nothing was written"), "{message}");
    assert_eq!(script(&root), before);
}

#[test]
fn does_not_replace_a_protected_file() {
    let (_dir, root) = project();
    let path = root.join("script.toml");
    let before = script(&root);
    let protect = |yes: bool| {
        let mut permissions = fs::metadata(&path).unwrap().permissions();
        permissions.set_readonly(yes);
        fs::set_permissions(&path, permissions).unwrap();
    };
    protect(true);
    fs::write(root.join("article.txt"), ARTICLE.replace("dark by then", "dark at six")).unwrap();
    let message = refused(amended(|wait| import_article(&root, &root.join("article.txt"), wait)));
    assert!(message.contains("write-protected") && script(&root) == before, "{message}");
    protect(false);
    amended(|wait| import_article(&root, &root.join("article.txt"), wait)).unwrap();
    assert!(script(&root).contains("dark at six"));
}

#[test]
fn every_amendment_waits_for_the_lock() {
    let (_dir, root) = project();
    let project = Project::load(&root).unwrap();
    let (asked, before) = (&project.manifest.script, script(&root));
    let question = &review::questions(asked)[0];
    let take = Submission { segment: 0, bytes: b"RIFF".to_vec().into(), frames: 0, findings: Vec::new() };
    let lock = amended(|wait| project::lock_script(&root, wait)).unwrap();
    type Amend<'a> = &'a dyn Fn(&mut Wait<'_>) -> Result<(), Error>;
    let amendments: [Amend<'_>; 7] = [
        &|wait| import_article(&root, &root.join("article.txt"), wait).map(drop),
        &|wait| decide(&root, asked, question, "Ann", wait),
        &|wait| decide_by_model(&root, asked, question, ("Ann", "owl"), wait),
        &|wait| pick_take(&root, asked, 0, None, wait),
        &|wait| lock_gains(&root, wait).map(drop),
        &|wait| unlock_gains(&root, wait),
        &|wait| import_submission(&project, "tape", &take, wait).map(drop),
    ];
    for (nth, amend) in amendments.iter().enumerate() {
        // The cancel flag is set, so waiting for the lock ends at once.
        let result = amend(&mut Wait { cancel: &AtomicBool::new(true), on_wait: &mut || () });
        assert!(matches!(result, Err(Error::Cancelled)), "amendment {nth}");
    }
    assert_eq!(script(&root), before);
    drop(lock);
    // A build holds only the project's lock, and people go on editing.
    let _build = amended(|wait| project::lock(&root, wait)).unwrap();
    amended(amendments[0]).unwrap();
    amended(amendments[1]).unwrap();
}

#[test]
fn picks_only_a_version_of_the_segment_that_was_seen() {
    let (_dir, root) = project();
    let seen = project::read_manifest(&root).unwrap().script;
    let message = refused(amended(|wait| pick_take(&root, &seen, 2, Some("00000000"), wait)));
    assert!(message.contains("this segment has no take `00000000`"), "{message}");
    let version = |segment: usize| Version {
        segment: segment_key(seen.segments[segment].id.as_deref(), ""),
        voice: "alder".into(),
        text: seen.segments[segment].text.clone(),
        takes: vec![TakeRef { key: format!("{segment:064}"), spoken: "hm".into(), continues: false }],
        made: 0,
    };
    let (own, other) = (version(0), version(1));
    let path = project::history_path(&root);
    History::read(&path).unwrap().add(&path, vec![own.clone(), other.clone()]).unwrap();
    let message = refused(amended(|wait| pick_take(&root, &seen, 0, Some(&other.id()), wait)));
    assert!(message.contains("this segment has no take"), "another segment has: {message}");
    amended(|wait| pick_take(&root, &seen, 0, Some(&own.id()), wait)).unwrap();
    assert!(script(&root).contains(&format!("take = \"{}\"", own.id())));
    replace(&root, "And a boot", "And a shoe");
    let at = seen.segments.iter().position(|segment| segment.text.contains("And a boot")).unwrap();
    let message = refused(amended(|wait| pick_take(&root, &seen, at, None, wait)));
    assert!(message.contains("changed meanwhile") && message.contains("And a boot"), "{message}");
}

#[test]
fn imports_a_recording_with_its_words_unless_the_segment_changed() {
    let (_dir, root) = project();
    let project = Project::load(&root).unwrap();
    let take = Submission { segment: 0, bytes: b"RIFF".to_vec().into(), frames: 0, findings: Vec::new() };
    let file = || amended(|wait| import_submission(&project, "tape", &take, wait));
    let segment = &project.manifest.script.segments[0];
    let (folder, name) = (root.join("voices/tape/takes"), recording::recording_name(segment, 0));
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join(format!("{name}.txt")), format!("{}\n", segment.text)).unwrap();
    let left = folder.join(format!(".aloud-{name}.wav.a1b2c3"));
    fs::write(&left, "half").unwrap();
    let hour = std::time::SystemTime::now() - std::time::Duration::from_secs(3600);
    fs::File::options().write(true).open(&left).unwrap().set_modified(hour).unwrap();
    assert_eq!(file().unwrap(), folder.join(format!("{name}.wav")), "a killed run had left its words alone");
    assert_eq!(file().unwrap(), folder.join(format!("{name}-2.wav")));
    assert_eq!(
        fs::read_dir(&folder).unwrap().count(),
        5,
        "two recordings, each with its words, and the choice"
    );
    // `say` changes what the recording must contain.
    replace(&root, "[[segment]]\n", "[[segment]]\nsay = \"Hush.\"\n");
    assert!(refused(file()).contains("changed meanwhile"));
    replace(&root, "say = \"Hush.\"\n", "");
    replace(&root, "who kept the time", "who counted");
    assert!(refused(file()).contains("changed meanwhile"));
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 5);
}

#[cfg(unix)]
#[test]
fn reads_a_recording_once_so_the_checked_bytes_are_imported() {
    use std::process::Command;
    let (_dir, root) = project();
    let seen = project::read_manifest(&root).unwrap().script;
    let file = root.join(format!("{}.wav", recording::recording_name(&seen.segments[0], 0)));
    assert!(Command::new("mkfifo").arg(&file).status().unwrap().success());
    let spec = aloud_audio::Spec { sample_rate: 16_000, channels: 1 };
    let clip = aloud_audio::Clip { spec, samples: vec![0.25; 16_000] };
    let mut wav = std::io::Cursor::new(Vec::new());
    aloud_audio::wav::write_float(&mut wav, &clip).unwrap();
    let (bytes, pipe) = (wav.into_inner(), file.clone());
    // A second open of the pipe would block forever.
    let writer = std::thread::spawn(move || fs::write(&pipe, &bytes).map(|()| bytes));
    let take = recording::examine(&seen, &file, None).unwrap();
    assert_eq!(*take.wav().unwrap(), writer.join().unwrap().unwrap());
}
