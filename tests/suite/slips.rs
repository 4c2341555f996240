//! Tests slips of the hand: an output that would replace an input, a file that Aloud did not make, or go to a mistyped folder.

use std::fs;

use crate::harness::Project;

const STORY: &[(&str, &str)] = &[("narrator", "The ferry was late."), ("Ann Okafor", "We had tea.")];

/// A project with one clip of sound, which Aloud made; its mark is removed.
fn project_with_clip() -> Project {
    let project = Project::with_segments(STORY);
    let run = project.aloud(&["voices", "say", "one", "Good morning", "-o", "said.wav"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    let mut sound = project.read("said.wav");
    let marks: Vec<usize> = (0..sound.len()).filter(|at| sound[*at..].starts_with(b"Aloud")).collect();
    assert!(!marks.is_empty());
    marks.iter().for_each(|at| sound[*at] = b'B');
    fs::write(project.path("clip.wav"), sound).unwrap();
    project
}

#[test]
fn a_mix_does_not_replace_its_own_clip() {
    let project = project_with_clip();
    let before = project.read("clip.wav");
    for output in ["clip.wav", "./clip.wav"] {
        project.aloud(&["mix", "clip.wav", "-o", output]).refused(&["one of the inputs", "--force"]);
    }
    fs::hard_link(project.path("clip.wav"), project.path("same.wav")).unwrap();
    project.aloud(&["mix", "clip.wav", "-o", "same.wav"]).refused(&["--force"]);
    assert_eq!(project.read("clip.wav"), before);
    assert_eq!(project.aloud(&["mix", "clip.wav", "-o", "clip.wav", "--force"]).code, Some(0));
    assert_ne!(project.read("clip.wav"), before);
}

#[test]
fn only_a_file_that_aloud_made_is_replaced() {
    let project = project_with_clip();
    project.build();
    let before = project.text("script.toml");
    fs::copy(project.path("clip.wav"), project.path("other.wav")).unwrap();
    project.write("page.html", "<!doctype html><title>mine</title>");
    let refused = |args: &[&str]| project.aloud(args).refused(&["Aloud did not make it", "--force"]);
    refused(&["report", "-o", "script.toml"]);
    refused(&["report", "-o", "page.html"]);
    refused(&["mix", "said.wav", "-o", "clip.wav"]);
    refused(&["mix", "said.wav", "-o", "voices/one/voice.toml"]);
    refused(&["takes", "1", "1", "-o", "clip.wav"]);
    refused(&["voices", "say", "one", "hello", "-o", "clip.wav"]);
    assert_eq!(project.text("script.toml"), before);
    assert_eq!(project.read("clip.wav"), project.read("other.wav"));
    // Its own files are replaced by the same command, and by others.
    for args in [
        ["report", "-o", "report.html"].as_slice(),
        &["mix", "clip.wav", "-o", "mix.wav"],
        &["takes", "1", "1", "-o", "mix.wav"],
        &["voices", "say", "one", "hello", "-o", "mix.wav"],
    ] {
        for _ in 0..2 {
            let run = project.aloud(args);
            assert_eq!(run.code, Some(0), "{run:?}");
        }
    }
    assert_eq!(project.aloud(&["report", "-o", "page.html", "--force"]).code, Some(0));
    assert!(project.text("page.html").contains("generator"));
}

#[test]
fn a_mistyped_folder_is_not_created() {
    let project = project_with_clip();
    project.build();
    for args in [
        ["mix", "clip.wav", "-o", "mixs/a.wav"].as_slice(),
        &["report", "-o", "mixs/a.html"],
        &["takes", "1", "1", "-o", "mixs/a.wav"],
        &["voices", "say", "one", "hello", "-o", "mixs/a.wav"],
    ] {
        project.aloud(args).refused(&["the folder `mixs` does not exist"]);
        assert!(!project.path("mixs").exists());
    }
}

#[test]
fn the_clips_of_a_folder_are_in_natural_order_without_hidden_files() {
    let project = project_with_clip();
    for name in
        ["10.wav", "2.wav", "1.wav", "Take 3b.wav", "take 3a.wav", "take 12.wav", "._1.wav", ".old.wav"]
    {
        let path = project.path("clips").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::copy(project.path("clip.wav"), path).unwrap();
    }
    let run = project.aloud(&["mix", "clips", "-o", "mix.wav", "--json"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    let finished = run.events("finished").remove(0);
    let clips = finished["clips"].as_array().unwrap().iter();
    let clips: Vec<&str> =
        clips.map(|clip| clip["clip"].as_str().unwrap().trim_start_matches("clips/")).collect();
    assert_eq!(clips, ["1.wav", "2.wav", "10.wav", "take 3a.wav", "Take 3b.wav", "take 12.wav"]);
}

#[test]
fn old_temporary_files_of_killed_runs_are_swept_and_others_stay() {
    let project = Project::with_segments(STORY);
    let own = [".script.toml.a1B2c3", ".aloud-script.toml.a1b2c3", "sheets/.aloud-one.md.0a1b2c"];
    let others = [".holiday.jpg.a1b2c3", ".script.toml.swp", ".aloud-notes.txt", "notes.a1b2c3"];
    let hour = std::time::SystemTime::now() - std::time::Duration::from_secs(3600);
    for name in own.iter().chain(&others) {
        project.write(name, "x");
        let file = fs::File::options().write(true).open(project.path(name)).unwrap();
        file.set_modified(hour).unwrap();
    }
    project.write(".aloud-script.toml.ffffff", "a run may be writing it");
    // In its own folders, nothing else runs while Aloud has both locks.
    let state =
        [".aloud-article.json.a1b2c3", "undo/.aloud-undo-000000.json.a1b2c3", "sounds/.aloud-a.json.a1b2c3"];
    let state = state.map(|name| format!(".aloud/{name}"));
    state.iter().for_each(|name| project.write(name, "x"));
    project.build();
    assert!(!state.iter().any(|name| project.path(name).exists()), "those in the state are removed");
    let exists = |name: &&str| project.path(name).exists();
    assert!(!own.iter().any(exists), "own temporaries are removed");
    assert!(others.iter().all(exists), "other hidden files stay");
    assert!(exists(&".aloud-script.toml.ffffff"), "a new one stays");
}
