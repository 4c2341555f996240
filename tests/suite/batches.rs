//! Tests `aloud batch`: many articles in one run, failures among them, kills, shards, and unsure speakers.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::harness::{Project, string};

/// An article with a quote whose speaker is certain.
const SURE: &str = "# Ferries\n\nThe ferry was late. \u{201c}We had tea,\u{201d} said Ann Okafor.\n";
/// An article with a quote by a speaker without a name.
const UNSURE: &str = "# Roofs\n\nThe roof is new.\n\n\u{201c}It was never safe.\u{201d}\n\nIt cost little.\n";

/// Creates a folder with a manifest of these lines and articles.
fn archive(lines: &[&str]) -> Project {
    let project = Project::new("");
    fs::remove_file(project.path("script.toml")).unwrap();
    project.write("in/sure.md", SURE);
    project.write("in/unsure.md", UNSURE);
    project.write("in/manifest.jsonl", &(lines.join("\n") + "\n"));
    project
}

fn line(id: &str, article: &str) -> String {
    format!("{{\"id\": \"{id}\", \"article\": \"{article}\"}}")
}

/// Returns all files of a folder and the folders in it, without Aloud's own.
pub fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        // The unfinished report of a killed run is removed when it is some minutes old.
        if name == ".aloud" || name.starts_with(".aloud-batch.") {
            continue;
        }
        if entry.path().is_dir() {
            let below = tree(&entry.path()).into_iter();
            files.extend(below.map(|(path, bytes)| (format!("{name}/{path}"), bytes)));
        } else {
            files.insert(name, fs::read(entry.path()).unwrap());
        }
    }
    files
}

fn states(report: &Value) -> Vec<(Option<String>, String)> {
    let articles = report["articles"].as_array().unwrap().iter();
    articles.map(|a| (a["id"].as_str().map(str::to_string), string(&a["state"]))).collect()
}

#[test]
fn a_failed_article_stops_no_other_and_nothing_leaves_the_folder() {
    let project = archive(&[
        "{\"id\": \"ferry\", \"article\": \"sure.md\", \"title\": \"Tea at sea\", \"date\": \"2026-11-30\", \
         \"author\": \"Bo Hale\", \"link\": \"https://a.example/ferry\", \"language\": \"en-GB\"}",
        &line("none", "none.md"),
        &line("../outside", "sure.md"),
        &line("secret", "../secret.md"),
        "not json",
        &line("ferry", "sure.md"),
        &line("linked", "sure.md"),
        &line("taken", "sure.md"),
        &line("last", "sure.md"),
    ]);
    project.write("secret.md", "# Secret\n\nNo one may hear this.\n");
    project.write("elsewhere/notes.txt", "mine");
    project.write("made/taken/notes.txt", "mine");
    #[cfg(unix)]
    std::os::unix::fs::symlink(project.path("elsewhere"), project.path("made/linked")).unwrap();
    let run = project.aloud(&["batch", "in/manifest.jsonl", "-o", "made"]);
    run.refused(&["articles of the batch failed", "manifest.jsonl:5", "id `ferry` is also that of line 1"]);
    let report = project.json("made/batch.json");
    let codes: Vec<&str> = report["articles"]
        .as_array()
        .unwrap()
        .iter()
        .map(|article| article["problems"][0]["code"].as_str().unwrap_or("made"))
        .collect();
    let linked = if cfg!(unix) { "batch-folder-invalid" } else { "made" };
    let wanted = [
        "made",
        "file-not-found",
        "batch-id-invalid",
        "batch-article-outside",
        "batch-line-invalid",
        "batch-id-duplicate",
        linked,
        "folder-not-empty",
        "made",
    ];
    assert_eq!(codes, wanted);
    assert_eq!(report["made"].as_u64(), Some(if cfg!(unix) { 2 } else { 3 }));
    assert!(!project.path("outside").exists() && !project.path("made/secret/out").exists());
    assert_eq!(fs::read_dir(project.path("elsewhere")).unwrap().count(), 1);
    assert_eq!(fs::read_dir(project.path("made/taken")).unwrap().count(), 1);
    let script = project.text("made/ferry/script.toml");
    for detail in
        ["title = \"Tea at sea\"", "date = \"2026-11-30\"", "author = \"Bo Hale\"", "language = \"en-GB\""]
    {
        assert!(script.contains(detail), "{script}");
    }
    let page = project.text("made/batch.html");
    assert!(page.contains("href=\"ferry/out/episode.html\"") && page.contains("Tea at sea"), "{page}");
    // The project is one like any other.
    assert_eq!(project.aloud(&["-C", "made/ferry", "build", "--json"]).events("up-to-date").len(), 1);
}

#[test]
fn killed_and_sharded_runs_equal_one_clean_run() {
    let ids = ["a", "b", "c", "d"];
    let lines: Vec<String> =
        ids.iter().map(|id| line(id, if *id == "c" { "unsure.md" } else { "sure.md" })).collect();
    let project = archive(&lines.iter().map(String::as_str).collect::<Vec<_>>());
    let batch = |folder: &str, more: &[&str]| {
        let args = [&["batch", "in/manifest.jsonl", "--json", "-o", folder], more].concat();
        let run = project.aloud(&args);
        assert_eq!(run.code, Some(0), "{run:?}");
        run
    };
    let run = batch("clean", &[]);
    assert_eq!(run.events("article").len(), 4);
    assert!(run.events("article").iter().all(|article| article["spoken"].as_u64() > Some(0)));

    // Killed while the second project is made: what it left of the project and of the report is completed.
    let args = ["batch", "in/manifest.jsonl", "-o", "made"];
    let mut child = project.command(&args).stderr(std::process::Stdio::null()).spawn().unwrap();
    while !project.path("made/b").exists() {
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(!project.path("made/batch.json").exists(), "no report of half a run");
    let shards = ["0", "1", "2"].map(|shard| batch("made", &["--shards", "3", "--shard", shard]));
    let built: usize = shards.iter().map(|run| run.events("article").len()).sum();
    assert_eq!(built, 4, "each article is in one shard");
    for shard in 0..3 {
        fs::remove_file(project.path(&format!("made/batch-{shard}-of-3.json"))).unwrap();
        fs::remove_file(project.path(&format!("made/batch-{shard}-of-3.html"))).unwrap();
    }
    let again = batch("made", &[]);
    assert!(again.events("article").iter().all(|article| article["spoken"] == 0), "all were finished");
    let [made, clean] = ["made", "clean"].map(|folder| tree(&project.path(folder)));
    assert_eq!(made.keys().collect::<Vec<_>>(), clean.keys().collect::<Vec<_>>());
    let differ: Vec<&String> = made.keys().filter(|name| made[*name] != clean[*name]).collect();
    assert_eq!(differ, Vec::<&String>::new());
}

#[test]
fn unsure_speakers_are_narrated_guessed_or_wait_for_a_review() {
    let project = archive(&[&line("roof", "unsure.md"), &line("ferry", "sure.md")]);
    let state = |policy: &str| {
        let run = project.aloud(&["batch", "in/manifest.jsonl", "-o", policy, "--unsure", policy]);
        assert_eq!(run.code, Some(0), "{run:?}");
        let report = project.json(&format!("{policy}/batch.json"));
        assert_eq!(report["articles"][0]["unsure"].as_u64(), Some(1), "{policy}: {report}");
        states(&report)[0].1.clone()
    };
    assert_eq!([state("narrate"), state("best"), state("hold")], ["made", "made", "held"]);
    let speakers = |policy: &str| {
        let episode = project.json(&format!("{policy}/roof/out/episode.json"));
        let segments = episode["segments"].as_array().unwrap().iter();
        segments.map(|segment| string(&segment["speaker"])).collect::<Vec<_>>()
    };
    assert!(speakers("narrate").iter().all(|speaker| speaker == "narrator"));
    assert!(speakers("best").iter().any(|speaker| speaker != "narrator"));
    assert!(!project.path("hold/roof/out").exists() && project.path("hold/ferry/out").exists());
    // The choice stays in script.toml, so a merge of the article makes no other one.
    let script = project.text("narrate/roof/script.toml");
    assert!(
        script.contains("[casting]\nunsure = \"narrate\"") && !script.contains("\nunsure = \"no"),
        "{script}"
    );
    assert_eq!(project.aloud(&["-C", "narrate/roof", "script"]).code, Some(0));
    assert_eq!(project.text("narrate/roof/script.toml"), script);

    // A later run with another policy narrates what still has no decision.
    let run = project.aloud(&["batch", "in/manifest.jsonl", "-o", "best", "--unsure", "narrate"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    assert!(speakers("best").iter().all(|speaker| speaker == "narrator"));
    assert_eq!(project.json("best/batch.json")["articles"][0]["unsure"].as_u64(), Some(1));

    // A review frees the article.
    let held = project.text("hold/roof/script.toml");
    let decided: Vec<&str> =
        held.lines().filter(|line| !line.starts_with("unsure") && !line.starts_with("candidates")).collect();
    project.write("hold/roof/script.toml", &(decided.join("\n") + "\n"));
    assert_eq!(state_after_review(&project), "made");
}

fn state_after_review(project: &Project) -> String {
    let run = project.aloud(&["batch", "in/manifest.jsonl", "-o", "hold", "--unsure", "hold"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    states(&project.json("hold/batch.json"))[0].1.clone()
}

#[test]
fn follows_changed_articles_and_keeps_corrections() {
    let project = archive(&[&line("ferry", "sure.md"), &line("roof", "unsure.md")]);
    let run = || project.aloud(&["batch", "in/manifest.jsonl", "--json", "-o", "made"]);
    assert_eq!(run().code, Some(0));
    let script = |id: &str| project.text(&format!("made/{id}/script.toml"));
    // A correction of the article in the project is no change of its source.
    project.write("made/roof/unsure.md", &UNSURE.replace("cost little", "cost a lot"));
    project.write("in/sure.md", &SURE.replace("was late", "was early"));
    let updated = run();
    assert!(script("ferry").contains("was early") && script("ferry").contains("We had tea"));
    let spoken: Vec<_> = updated.events("article").iter().map(|article| article["spoken"].as_u64()).collect();
    assert_eq!(spoken, [Some(1), Some(0)], "only the new sentence");
    assert!(run().events("article").iter().all(|article| article["spoken"] == 0));

    // Both texts changed: a person brings them together, and then the article is built again.
    project.write("in/unsure.md", &UNSURE.replace("roof is new", "roof is old"));
    for _ in 0..2 {
        let refused = project.aloud(&["batch", "in/manifest.jsonl", "-o", "made"]);
        refused.refused(&["unsure.md", "were both changed"]);
        assert!(project.text("made/roof/unsure.md").contains("cost a lot"), "corrections are kept");
    }
    let both = UNSURE.replace("cost little", "cost a lot").replace("roof is new", "roof is old");
    project.write("made/roof/unsure.md", &both);
    for _ in 0..2 {
        assert_eq!(run().code, Some(0));
        assert!(script("roof").contains("cost a lot") && script("roof").contains("roof is old"));
    }
    // A source that was removed after its episode was made is no error.
    fs::remove_file(project.path("in/sure.md")).unwrap();
    assert_eq!(run().code, Some(0));
}
