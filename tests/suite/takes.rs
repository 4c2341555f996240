//! Tests the take history, locked segments, and `aloud prune`.

use std::fs;
use std::process::Stdio;

use crate::harness::{Project, Run, interrupt, script, string};

const STORY: &[(&str, &str)] =
    &[("narrator", "The ferry was late. Nobody minded."), ("Ann Okafor", "We had tea.")];

/// Returns a script. Its second segment has an id and this text.
fn script_with(text: &str, more: &str) -> String {
    let ann = format!("id = \"0a0b0c0d\"\nspeaker = \"Ann Okafor\"\ntext = \"{text}\"\n{more}");
    script(STORY).replace("speaker = \"Ann Okafor\"\ntext = \"We had tea.\"\n", &ann)
}

/// Creates a project that was built with tea and then with coffee.
fn edited_project() -> Project {
    let project = Project::new(&script_with("We had tea.", ""));
    project.build();
    project.write("script.toml", &script_with("We had coffee.", ""));
    project.build();
    project
}

/// Returns the spoken text of the second segment in the episode.
fn spoken_text(project: &Project) -> String {
    string(&project.json("out/episode.json")["segments"][1]["takes"][0]["spoken"])
}

#[test]
fn lists_takes_newest_first() {
    let project = edited_project();
    for name in ["2", "0a0b0c0d"] {
        let list = project.aloud(&["takes", name]);
        let lines: Vec<&str> = list.stdout.lines().collect();
        assert_eq!(lines.len(), 2, "{list:?}");
        assert!(lines[0].starts_with('*') && lines[0].contains("We had coffee."), "{lines:?}");
        assert!(lines[1].contains("We had tea.") && lines[1].contains("two"), "{lines:?}");
    }
    project.aloud(&["takes", "9"]).refused(&["there is no segment `9`", "from 1 to 2"]);
    project.aloud(&["takes", "2", "7"]).refused(&["there is no take 7"]);
}

#[test]
fn back_restores_earlier_take_without_speaking() {
    let project = edited_project();
    let comment = project.text("script.toml").replace("[cast]", "# mine\n[cast]");
    project.write("script.toml", &comment);
    assert_eq!(project.aloud(&["takes", "2", "--back"]).code, Some(0));
    assert!(project.spoken_by_build().is_empty());
    assert_eq!(spoken_text(&project), "We had tea.");
    assert!(project.text("script.toml").contains("# mine"), "comments of the user must stay");
    let check = project.aloud(&["check"]);
    assert!(check.stderr.contains("its text has changed"), "{}", check.stderr);
    assert_eq!(project.aloud(&["takes", "2", "2", "--pick"]).code, Some(0));
    assert!(project.spoken_by_build().is_empty());
    assert_eq!(spoken_text(&project), "We had coffee.");
    assert_eq!(project.aloud(&["takes", "2", "--unpin"]).code, Some(0));
    assert_eq!(project.text("script.toml"), comment);
    project.write("script.toml", &comment.replace("coffee.", "coffee.\"\ntake = \"00000000"));
    project.aloud(&["build"]).refused(&["this segment has no take `00000000`", "segment 2", "aloud takes 2"]);
}

#[test]
fn exports_a_take_to_a_file() {
    let project = edited_project();
    assert_eq!(project.aloud(&["takes", "2", "2", "-o", "tea.wav"]).code, Some(0));
    let seconds = hound::WavReader::open(project.path("tea.wav")).unwrap().duration() as f64 / 44_100.0;
    // The test voice speaks 11 characters of 60 ms. The pauses before and after the episode add 1.5 s.
    assert!((seconds - (0.66 + 1.5)).abs() < 0.15, "{seconds}");
    // A damaged take must not be exported.
    let listed = project.aloud(&["takes", "2", "--json"]).stdout;
    let listed: serde_json::Value = serde_json::from_str(listed.lines().nth(1).unwrap()).unwrap();
    let take = string(&listed["pieces"][0]);
    let stored = format!(".aloud/takes/{}/{take}.wav", &take[..2]);
    let mut sound = project.read(&stored);
    let middle = sound.len() / 2;
    sound[middle] ^= 1;
    fs::write(project.path(&stored), sound).unwrap();
    project.aloud(&["takes", "2", "2", "-o", "again.wav"]).refused(&["“We had tea.” is missing or damaged"]);
    assert!(!project.path("again.wav").exists());
}

#[cfg(target_os = "linux")]
#[test]
fn ctrl_c_during_take_export_leaves_no_file() {
    let project = Project::with_segments(&[("narrator", "Nobody minded it at all. ".repeat(150).trim())]);
    project.build();
    let take = project.command(&["takes", "1", "1", "-o", "x.wav"]).stderr(Stdio::piped()).spawn().unwrap();
    interrupt(&take);
    let run = Run::of(take.wait_with_output().unwrap());
    assert_eq!(run.code, Some(130), "{run:?}");
    assert!(run.stderr.starts_with("stopped"), "{run:?}");
    let left = fs::read_dir(project.path("")).unwrap().map(|entry| entry.unwrap().file_name());
    assert!(left.into_iter().all(|name| !name.to_string_lossy().contains("x.wav")));
}

#[test]
fn locked_segment_is_not_spoken_again() {
    let project = Project::new(&script_with("We had tea.", "lock = true\n"));
    assert_eq!(project.spoken_by_build().len(), 3, "a locked segment without a take must be spoken");
    project.write("script.toml", &script_with("We had hot tea. And cake.", "lock = true\n"));
    project.write("voices/two/voice.toml", "backend = \"test\"\nfrequency = 500.0\n");
    let run = project.aloud(&["build", "--json"]);
    assert!(run.events("spoken").is_empty(), "{run:?}");
    let warnings = run.events("warning");
    assert!(
        warnings.iter().any(|w| w["warning"]["what"].as_str().unwrap().contains("is locked")),
        "{warnings:?}"
    );
    assert_eq!(spoken_text(&project), "We had tea.");
    let vtt = project.text("out/episode.vtt");
    assert!(vtt.contains("We had hot tea. And cake."), "captions must show the current text: {vtt}");
    project.write("script.toml", &script_with("We had hot tea. And cake.", ""));
    assert_eq!(project.spoken_by_build(), ["And cake.", "We had hot tea."]);
}

#[test]
fn lock_survives_an_article_edit() {
    let project = Project::new("");
    std::fs::remove_file(project.path("script.toml")).unwrap();
    project.write(
        "article.txt",
        "The ferry was late on Monday, and nobody minded that.\n\nThe tea was hot all day.\n",
    );
    assert_eq!(project.aloud(&["script", "article.txt"]).code, Some(0));
    let script = project.text("script.toml").replace("narrator = \"alder\"", "narrator = \"one\"");
    let locked = script.replacen(
        "text = \"The tea was hot all day.\"",
        "text = \"The tea was hot all day.\"\nlock = true",
        1,
    );
    assert_ne!(script, locked);
    project.write("script.toml", &locked);
    project.build();
    let article = project.text("article.txt").replace("The tea was hot", "The tea was cold");
    project.write("article.txt", &article);
    assert_eq!(project.aloud(&["script"]).code, Some(0));
    assert!(project.text("script.toml").contains("The tea was cold all day."));
    assert!(project.spoken_by_build().is_empty());
    assert_eq!(spoken_text(&project), "The tea was hot all day.");
}

#[test]
fn missing_locked_take_fails_the_build() {
    let project = Project::new(&script_with("We had tea.", ""));
    project.build();
    let take = string(&project.json("out/episode.json")["segments"][1]["takes"][0]["take"]);
    let before = project.out();
    project.write("script.toml", &script_with("We had hot tea.", "lock = true\n"));
    std::fs::remove_file(project.path(&format!(".aloud/takes/{}/{take}.wav", &take[..2]))).unwrap();
    project.aloud(&["build"]).refused(&["is missing or damaged", "segment 2", "lock"]);
    assert_eq!(project.out(), before);
}

#[test]
fn prune_deletes_only_unused_takes() {
    let project = edited_project();
    project.aloud(&["prune"]).refused(&["--older-than", "--larger-than"]);
    let dry = project.aloud(&["prune", "--larger-than", "0B", "--dry-run", "-v"]);
    assert!(dry.stdout.contains("We had tea.") && dry.stderr.contains("1 take would be deleted"), "{dry:?}");
    assert!(project.aloud(&["prune", "--older-than", "1d"]).stderr.contains("0 takes deleted"));
    assert!(project.aloud(&["prune", "--larger-than", "0B"]).stderr.contains("1 take deleted"));
    let before = project.out();
    assert!(project.spoken_by_build().is_empty());
    assert_eq!(project.out(), before);
    assert!(
        project.aloud(&["takes", "2"]).stdout.contains("gone"),
        "the list must still show the deleted take"
    );
}

#[test]
fn lock_requires_id_and_picked_take_survives_edit() {
    let project = Project::new(&(script(STORY) + "lock = true\n"));
    project.aloud(&["build"]).refused(&["a segment without `id` cannot be locked", "--pick"]);
    project.write("script.toml", &(script(STORY) + "lock = false\n"));
    project.build();
    let picked = project.aloud(&["takes", "2", "1", "--pick", "--json"]);
    assert_eq!((picked.code, picked.events("picked").len()), (Some(0), 1), "{picked:?}");
    project.write("script.toml", &project.text("script.toml").replace("We had tea.", "We had coffee."));
    assert!(project.spoken_by_build().is_empty());
    assert_eq!(spoken_text(&project), "We had tea.");
}

#[test]
fn build_keeps_unknown_history_lines() {
    let project = Project::new(&script_with("We had tea.", ""));
    project.build();
    let later = "{\"segment\":\"0a0b0c0d\",\"mood\":\"glad\"}\n";
    project.write(".aloud/history.jsonl", &(project.text(".aloud/history.jsonl") + later));
    project.write("script.toml", &script_with("We had coffee.", ""));
    project.build();
    let history = project.text(".aloud/history.jsonl");
    assert!(
        history.contains(later) && history.contains("coffee") && history.contains("We had tea."),
        "{history}"
    );
}
