//! Tests `aloud feed` with two other readers: Python's feedparser and the parser of the Podcast Index.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use crate::harness::{Project, Run, TEST_VOICE, script, string};

const SETTINGS: &str = "title = \"Ferries & <b>more</b>\"
link = \"https://example.org/podcast\"
description = \"What is read, & by whom\"
language = \"en\"
author = \"The Desk\"
email = \"desk@example.org\"
image = \"https://example.org/cover.jpg\"
category = [\"News > Daily News\", \"History\"]
base_url = \"https://media.example.org/podcast\"
";
const HOSTILE: &str = "]]> </title> & <script>alert(1)</script> \\u0007 “so” \\uFFFF";

/// Creates a folder with these built episodes, each (folder, date, title), and a feed.toml.
fn folder(episodes: &[(&str, &str, &str)]) -> Project {
    let project = Project::new("");
    fs::remove_file(project.path("script.toml")).unwrap();
    let mut settings = SETTINGS.to_string();
    for (name, date, title) in episodes {
        let text = script(&[
            ("narrator", "It was late."),
            ("Ann Okafor", "“We waited & waited. ]]> <i>Yes.</i>”"),
            ("narrator", "So it goes."),
        ]);
        let text = text.replacen("text = \"So it", "kind = \"heading2\"\ntext = \"So it", 1);
        project.write(
            &format!("{name}/script.toml"),
            &format!("[episode]\ntitle = \"{title}\"\nlanguage = \"en-GB\"\n{text}"),
        );
        project.write(&format!("{name}/voices/one/voice.toml"), "backend = \"embedded\"\n");
        project.write(
            &format!("{name}/voices/two/voice.toml"),
            &format!("{TEST_VOICE}person = \"Ann Okafor\"\n"),
        );
        let run = project.aloud(&["-C", name, "build"]);
        assert_eq!(run.code, Some(0), "{run:?}");
        settings += &format!("\n[[episode]]\npath = \"{name}\"\ndate = \"{date}\"\n");
    }
    project.write("feed.toml", &settings);
    project
}

/// Writes the feed and returns it.
fn write_feed(project: &Project) -> String {
    let run = project.aloud(&["feed", "."]);
    assert_eq!(run.code, Some(0), "{run:?}");
    project.text("feed.xml")
}

/// Runs a command and parses the JSON that it prints.
fn json_output(command: &mut Command) -> Value {
    let run = command.output().expect("tests/run installs it");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    serde_json::from_slice(&run.stdout).expect("JSON")
}

fn parse_with_feedparser(project: &Project) -> Value {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut python = Command::new(root.join("target/tools/venv/bin/python"));
    json_output(python.arg(root.join("tests/tools/feed.py")).arg(project.path("feed.xml")))
}

fn parse_with_podcast_index(project: &Project) -> Value {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut node = Command::new("node");
    node.arg(root.join("tests/tools/feed.js")).arg(project.path("feed.xml"));
    json_output(node.arg(root.join("target/tools/node")))
}

fn ffmpeg(project: &Project, args: &[&str], to: &str) {
    let mut ffmpeg = Command::new("ffmpeg");
    ffmpeg.args(["-v", "error", "-y", "-i"]).arg(project.path("ferry/out/episode.wav"));
    let run = ffmpeg.args(args).arg(project.path(to)).output().expect("ffmpeg: tests/run");
    assert!(run.status.success(), "{run:?}");
}

/// Returns the length of a sound in seconds, by ffprobe.
fn duration(path: &Path) -> f64 {
    let args = ["-v", "error", "-show_entries", "format=duration", "-of", "csv=p=0"];
    let run = Command::new("ffprobe").args(args).arg(path).output().expect("ffprobe: tests/run");
    String::from_utf8_lossy(&run.stdout).trim().parse().expect("seconds")
}

#[test]
fn feedparser_reads_every_field() {
    needs!("ffmpeg", "ffprobe", "python");
    let project = folder(&[
        ("ferry", "2026-11-24T08:00:00Z", HOSTILE),
        ("a quay", "2026-11-26T09:30:00+01:00", "The quay"),
        ("old", "2025-01-01T00:00:00Z", "Old"),
    ]);
    ffmpeg(&project, &["-b:a", "64k"], "ferry/out/episode.mp3");
    let xml = write_feed(&project);
    let seen = parse_with_feedparser(&project);
    assert_eq!((&seen["bozo"], &seen["version"]), (&json!(false), &json!("rss20")), "{}", seen["why"]);
    let entries = seen["entries"].as_array().unwrap();
    let titles: Vec<&str> = entries.iter().map(|entry| entry["title"].as_str().unwrap()).collect();
    assert_eq!(titles[0], "The quay", "the newest comes first");
    assert!(titles[1].contains("]]>") && titles[1].contains("alert(1)"), "{}", titles[1]);
    assert_eq!(titles[2], "Old");
    assert_eq!(entries[0]["published"], "Thu, 26 Nov 2026 09:30:00 +0100");
    assert_eq!(entries[0]["parsed"], json!([2026, 11, 26, 8, 30, 0]));
    for (entry, (folder, kind, file)) in entries.iter().zip([
        ("a%20quay", "audio/wav", "a quay/out/episode.wav"),
        ("ferry", "audio/mpeg", "ferry/out/episode.mp3"),
        ("old", "audio/wav", "old/out/episode.wav"),
    ]) {
        let enclosure = &entry["enclosures"][0];
        let name = file.rsplit('/').next().unwrap();
        let url = format!("https://media.example.org/podcast/{folder}/out/{name}");
        assert_eq!((string(&enclosure["href"]), string(&enclosure["type"])), (url, kind.to_string()));
        assert_eq!(string(&enclosure["length"]), project.read(file).len().to_string(), "{file}");
        let seconds: f64 = string(&entry["duration"]).parse().unwrap();
        // The feed rounds to whole seconds; 0.05 s more allows for the padding of the MP3.
        assert!((seconds - duration(&project.path(file))).abs() <= 0.55, "{seconds} {file}");
        assert_eq!(string(&entry["id"]), format!("https://media.example.org/podcast/{folder}"));
        let content = string(&entry["content"][0]);
        assert!(content.contains("We waited &amp; waited. ]]&gt; &lt;i&gt;Yes.&lt;/i&gt;"), "{content}");
        assert!(
            content.contains("<strong>Ann Okafor:</strong>") && content.contains("<h3>So it goes.</h3>"),
            "{content}"
        );
        assert!(string(&entry["summary"]).contains("synthetic voices"), "{}", entry["summary"]);
    }
    assert!(!xml.contains('\u{7}') && !xml.contains('\u{ffff}') && !xml.contains("<script>"));
    assert_eq!(xml, write_feed(&project), "the feed must be reproducible");
}

#[test]
fn podcast_index_parser_reads_podcasting_2_0_tags() {
    needs!("node", "node-modules");
    let project = folder(&[("ferry", "2026-11-26T08:00:00Z", "The ferry")]);
    write_feed(&project);
    let seen = parse_with_podcast_index(&project);
    assert_eq!(string(&seen["title"]), "Ferries & <b>more</b>");
    assert_eq!(seen["itunesCategory"], json!(["News > Daily News", "History"]), "{}", seen["itunesCategory"]);
    assert_eq!(string(&seen["guid"]).len(), 36, "a UUID: {}", seen["guid"]);
    let item = &seen["items"][0];
    let transcripts: Vec<(String, String)> = item["podcastTranscripts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (string(&one["url"]).rsplit('/').next().unwrap().to_string(), string(&one["type"])))
        .collect();
    assert!(
        project.text("feed.xml").contains("type=\"application/x-subrip\""),
        "the type that the podcast namespace documents"
    );
    for (name, kind) in [
        ("episode.vtt", "text/vtt"),
        // The parser renames `application/x-subrip`.
        ("episode.srt", "application/srt"),
        ("episode.transcript.json", "application/json"),
    ] {
        assert!(transcripts.contains(&(name.into(), kind.into())), "{transcripts:?}");
    }
    let chapters = &item["podcastChapters"];
    assert_eq!(string(&chapters["type"]), "application/json+chapters");
    assert!(string(&chapters["url"]).ends_with("/ferry/out/episode.chapters.json"));
    let people: Vec<(String, String)> = item["podcastPeople"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (string(&one["name"]), string(&one["role"]).to_lowercase()))
        .collect();
    assert_eq!(
        people,
        [("one (synthetic voice)".into(), "narrator".into()), ("Ann Okafor".into(), "guest".to_string())]
    );
    assert!(project.text("feed.xml").contains("<podcast:txt purpose=\"ai-content\">true</podcast:txt>"));
    assert_eq!(item["enclosure"]["length"], json!(project.read("ferry/out/episode.wav").len()), "{item}");
}

#[test]
fn guid_survives_edits() {
    needs!("python");
    let project = folder(&[("ferry", "2026-11-26T08:00:00Z", "The ferry")]);
    let guid = |project: &Project| string(&parse_with_feedparser(project)["entries"][0]["id"]);
    write_feed(&project);
    let before = guid(&project);
    let edited = project
        .text("ferry/script.toml")
        .replace("It was late.", "It was early.")
        .replace("The ferry", "A boat");
    project.write("ferry/script.toml", &edited);
    assert_eq!(project.aloud(&["-C", "ferry", "build"]).code, Some(0));
    let settings = project.text("feed.toml").replace("2026-11-26T08", "2026-11-27T09");
    project.write("feed.toml", &settings);
    write_feed(&project);
    assert_eq!(guid(&project), before);
    project
        .write("feed.toml", &settings.replace("path = \"ferry\"", "path = \"ferry\"\nguid = \"tag:mine\""));
    write_feed(&project);
    assert_eq!(guid(&project), "tag:mine");
}

#[test]
fn prefers_m4a_and_rejects_wrong_length() {
    needs!("ffmpeg");
    let project = folder(&[("ferry", "2026-11-26T08:00:00Z", "The ferry")]);
    let run = project.aloud(&["feed"]);
    assert!(run.stderr.contains("has only a WAV"), "{run:?}");
    ffmpeg(&project, &["-c:a", "aac"], "ferry/out/episode.m4a");
    assert!(write_feed(&project).contains("type=\"audio/x-m4a\""));
    ffmpeg(&project, &["-t", "1", "-b:a", "64k"], "ferry/out/episode.mp3");
    project.aloud(&["feed"]).refused(&["episode.mp3", "does not match episode.json", "seconds"]);
}

#[test]
fn errors_name_file_and_line() {
    needs!("python");
    let project = folder(&[("ferry", "2026-11-26T08:00:00Z", "The ferry")]);
    let good = project.text("feed.toml");
    let lines = good.lines().count();
    for (from, to, expected) in [
        ("title = \"Ferries", "titel = \"Ferries", vec!["`titel`", "did you mean `title`", "feed.toml:1"]),
        (
            "category = [\"News > Daily News\"",
            "category = [\"News > Tales\"",
            vec!["`News > Tales`", "feed.toml:8", "Daily News"],
        ),
        ("https://media.example.org/podcast", "media.example.org", vec!["`base_url`", "feed.toml:9"]),
        (
            "2026-11-26T08:00:00Z",
            "2026-11-26",
            vec!["`date` is not a date with time and offset", "feed.toml:13"],
        ),
        ("date = \"2026-11-26T08:00:00Z\"", "", vec!["`date` is missing", "feed.toml:11"]),
        (
            "path = \"ferry\"",
            "path = \"fairy\"",
            vec!["no folder `fairy`", "feed.toml:11", "does not list `ferry`"],
        ),
        (
            "path = \"ferry\"",
            "path = \"../ferry\"",
            vec!["is outside the folder", "feed.toml:12", "base_url"],
        ),
        ("https://example.org/cover.jpg", "cover.jpg", vec!["no picture `cover.jpg`", "feed.toml"]),
        ("[[episode]]", "[[episodes]]", vec!["`episodes`", "did you mean `episode`"]),
    ] {
        assert!(good.contains(from), "{from}");
        project.write("feed.toml", &good.replacen(from, to, 1));
        project.aloud(&["feed"]).refused(&expected);
    }
    let twice = format!("{good}\n[[episode]]\npath = \"./ferry\"\ndate = 2026-11-26T08:00:00Z\n");
    project.write("feed.toml", &twice);
    project
        .aloud(&["feed"])
        .refused(&["is listed twice, here and in line 11", &format!("feed.toml:{}", lines + 3)]);
    project.write("feed.toml", &good.replace("date = \"2026-11-26T08:00:00Z\"", "skip = true"));
    assert_eq!(write_and_parse(&project)["entries"], json!([]));
    project.write("feed.toml", &good);
    fs::rename(project.path("ferry/out"), project.path("ferry/gone")).unwrap();
    project.aloud(&["feed"]).refused(&["no published episode", "feed.toml:11", "build"]);
    fs::remove_file(project.path("feed.toml")).unwrap();
    project.aloud(&["feed"]).refused(&["there is no feed.toml", "aloud feed --new"]);
}

#[test]
fn ignores_projects_without_published_episode() {
    let project = folder(&[("ferry", "2026-11-26T08:00:00Z", "The ferry")]);
    project.write("quay/script.toml", &script(&[("narrator", "It was late.")]));
    project.write("quay/voices/one/voice.toml", TEST_VOICE);
    project.write("quay/voices/two/voice.toml", TEST_VOICE);
    let run = project.aloud(&["feed", ".", "quay"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    assert_eq!(project.aloud(&["-C", "quay", "build"]).code, Some(0));
    project.aloud(&["feed", ".", "quay"]).refused(&["does not list `quay`"]);
}

#[test]
fn warns_of_pictures_that_apps_reject() {
    needs!("ffmpeg");
    let project = folder(&[("ferry", "2026-11-26T08:00:00Z", "The ferry")]);
    let settings = project.text("feed.toml").replace("https://example.org/cover.jpg", "cover.png");
    project.write("feed.toml", &(settings + "image = \"wide.jpg\"\n"));
    project.picture("cover.png", "1400x1400");
    project.picture("wide.jpg", "1500x1400");
    let run = project.aloud(&["feed"]);
    let warning = "warning: the picture `wide.jpg` has 1500 × 1400 pixels";
    assert!(
        run.code == Some(0) && run.stderr.contains(warning) && run.stderr.contains("feed.toml:11"),
        "{run:?}"
    );
    assert!(!run.stderr.contains("cover.png"), "{run:?}");
    project.picture("cover.png", "600x600");
    assert!(project.aloud(&["feed"]).stderr.contains("`cover.png` has 600 × 600 pixels"));
    project.write("cover.png", "This is no picture.");
    project.aloud(&["feed"]).refused(&["`cover.png` cannot be the cover", "neither a PNG nor a JPEG"]);
    project.huge_picture("cover.png");
    let line = format!("ulimit -v 2000000; \"{}\" feed", env!("CARGO_BIN_EXE_aloud"));
    Run::of(project.shell(&line)).refused(&["`cover.png` cannot be the cover", "larger than 16 MiB"]);
}

fn write_and_parse(project: &Project) -> Value {
    write_feed(project);
    parse_with_feedparser(project)
}

#[test]
fn new_settings_have_what_the_projects_know_and_name_the_rest() {
    let project =
        folder(&[("ferry", "2026-11-24T08:00:00Z", "One"), ("quay", "2026-11-25T08:00:00Z", "Two")]);
    fs::remove_file(project.path("feed.toml")).unwrap();
    for (name, date) in [("ferry", "2026-11-24"), ("quay", "24 November")] {
        let script = format!("{name}/script.toml");
        let known =
            format!("[episode]\nauthor = \"The \\\"Desk\\\"\"\nseries = \"Tides\"\ndate = \"{date}\"\n");
        project.write(&script, &project.text(&script).replacen("[episode]\n", &known, 1));
    }
    project.aloud(&["feed", "."]).refused(&["aloud feed --new"]);
    let run = project.aloud(&["feed", "--new", "."]);
    assert_eq!(run.code, Some(0), "{run:?}");
    let settings = project.text("feed.toml");
    project.aloud(&["feed", "--new", "."]).refused(&["feed.toml"]);
    assert_eq!(project.text("feed.toml"), settings, "an existing file stays");

    // Everything that is missing is named, and nothing else.
    let run = project.aloud(&["feed", "."]);
    run.refused(&["`link`", "`description`", "`image`", "`category`", "`base_url`", "`date`"]);
    for known in ["`title`", "`author`", "`language`", "`path`"] {
        assert!(!run.stderr.contains(known), "{run:?}");
    }
    let mut filled = settings;
    for line in SETTINGS
        .lines()
        .filter(|line| ["link", "desc", "image", "base"].iter().any(|key| line.starts_with(key)))
    {
        let (key, _) = line.split_once(' ').unwrap();
        let old = filled.lines().find(|old| old.starts_with(&format!("{key} = \"\""))).unwrap().to_string();
        filled = filled.replace(&old, line);
    }
    filled = filled.replace("category = \"\"", "category = \"History\"");
    filled = filled.replace("date = \"\"", "date = \"2026-11-25T08:00:00Z\"");
    project.write("feed.toml", &filled);
    let feed = write_feed(&project);
    assert!(
        feed.contains("Tue, 24 Nov 2026 08:00:00 +0000") && feed.contains("The &quot;Desk&quot;"),
        "{feed}"
    );
}
