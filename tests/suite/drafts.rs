//! Tests `build --draft` and `publish`.

use std::fs;

use crate::harness::{Project, script};

const STORY: &[(&str, &str)] = &[("narrator", "The ferry was late."), ("Ann Okafor", "We had tea.")];

/// Creates a project with a published episode and a draft with other words.
fn project_with_draft() -> Project {
    let project = Project::with_segments(STORY);
    project.build();
    project.write("script.toml", &script(STORY).replace("tea", "coffee"));
    let run = project.aloud(&["build", "--draft"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    assert!(run.stderr.contains("draft/episode.wav"), "{}", run.stderr);
    project
}

#[test]
fn publish_replaces_the_episode_with_the_draft() {
    let project = project_with_draft();
    assert!(
        project.text("out/episode.vtt").contains("tea"),
        "the draft must not change the published episode"
    );
    let draft = project.folder("draft");
    assert_eq!(project.aloud(&["publish"]).code, Some(0));
    assert_eq!(project.out(), draft);
    assert!(!project.path("draft").exists());
    assert_eq!(
        project.aloud(&["build", "--json"]).events("up-to-date").len(),
        1,
        "the published draft must count as up to date"
    );
    let clean = project.clean_copy();
    clean.build();
    assert_eq!(project.out(), clean.out());
}

#[test]
fn publish_rejects_missing_and_damaged_drafts() {
    let project = Project::with_segments(STORY);
    project.aloud(&["publish"]).refused(&["there is no draft", "aloud build --draft"]);
    let project = project_with_draft();
    let before = project.out();
    project.write("draft/episode.vtt", "WEBVTT\n");
    project.aloud(&["publish"]).refused(&["the draft was changed after it was built"]);
    assert_eq!(project.out(), before);
    fs::remove_file(project.path("draft/episode.wav")).unwrap();
    project.aloud(&["publish"]).refused(&["the draft was changed after it was built"]);
    assert_eq!(project.out(), before);
}

#[test]
fn publish_keeps_other_files_in_out() {
    let project = project_with_draft();
    project.write("out/notes.txt", "mine");
    project.write("out/art/cover.svg", "<svg/>");
    assert_eq!(project.aloud(&["publish"]).code, Some(0));
    assert_eq!(
        (project.text("out/notes.txt"), project.text("out/art/cover.svg")),
        ("mine".into(), "<svg/>".into())
    );
    project.write("script.toml", &script(STORY));
    project.build();
    assert_eq!(
        (project.text("out/notes.txt"), project.text("out/art/cover.svg")),
        ("mine".into(), "<svg/>".into())
    );
}

#[cfg(unix)]
#[test]
fn writes_through_a_linked_out_folder_if_the_user_allows_it() {
    let project = Project::with_segments(STORY);
    // On Linux, `/dev/shm` is another file system, so a rename into it fails. Elsewhere any other folder must do.
    let shm = std::path::Path::new("/dev/shm");
    let elsewhere = if shm.is_dir() { tempfile::tempdir_in(shm) } else { tempfile::tempdir() }.unwrap();
    std::os::unix::fs::symlink(elsewhere.path(), project.path("out")).unwrap();
    let build = || project.aloud(&["build", "--follow-links", "--json"]);
    assert_eq!(build().code, Some(0));
    project.write("script.toml", &script(STORY).replace("tea", "coffee"));
    assert_eq!(build().code, Some(0));
    assert!(fs::symlink_metadata(project.path("out")).unwrap().is_symlink());
    assert_eq!(build().events("up-to-date").len(), 1);
    let clean = project.clean_copy();
    clean.build();
    assert_eq!(project.out(), clean.out());
}
