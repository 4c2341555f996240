//! Who listens is told what is synthetic, unless somebody says that it be left out; the files say it in any case.

use std::process::Command;

use crate::harness::{Project, string};

const TEXT: &[(&str, &str)] = &[("narrator", "It was late."), ("Ann Okafor", "“We waited.”")];

/// The narrator has the embedded voice, Ann the test voice.
fn project() -> Project {
    let project = Project::with_segments(TEXT);
    project
        .write("voices/one/voice.toml", "backend = \"embedded\"\nperson = \"nobody\"\nlicence = \"free\"\n");
    project
}

fn comment(project: &Project) -> String {
    let args = ["-v", "error", "-show_entries", "format_tags=comment", "-of", "csv=p=0"];
    let run =
        Command::new("ffprobe").args(args).arg(project.path("out/episode.wav")).output().expect("ffprobe");
    String::from_utf8_lossy(&run.stdout).trim().to_string()
}

#[test]
fn first_segment_and_every_file_disclose_synthetic_speech() {
    needs!("ffprobe");
    let project = project();
    project.build();
    let said = "Parts of this audio edition are read by synthetic voices.";
    let json = project.json("out/episode.json");
    let first = &json["segments"][0];
    assert_eq!((string(&first["text"]), string(&first["id"])), (said.into(), "disclosure".into()));
    assert_eq!(json["disclosure"], serde_json::json!({"synthetic": true, "text": said, "spoken": true}));
    assert_eq!(
        (json["voices"][0]["synthetic"].as_bool(), string(&json["voices"][0]["licence"])),
        (Some(true), "free".into())
    );
    assert!(project.text("out/episode.vtt").starts_with(&format!("WEBVTT\n\nNOTE {said}\n\n00:00:00.500")));
    assert_eq!(comment(&project), said);
    assert!(project.text("out/episode.txt").starts_with(&format!("Narrator: {said}")));
    let page = project.text("out/episode.html");
    assert!(page.find(said).unwrap() < page.find("It was late").unwrap(), "in the place where it is heard");
}

#[test]
fn records_custom_and_missing_disclosures() {
    needs!("ffprobe");
    let project = project();
    let script = project.text("script.toml");
    project.write(
        "script.toml",
        &(script.clone() + "\n[disclosure]\ntext = \"A machine reads this.\"\nvoice = \"two\"\n"),
    );
    project.build();
    let json = project.json("out/episode.json");
    assert_eq!(string(&json["segments"][0]["takes"][0]["spoken"]), "A machine reads this.");
    assert_eq!(string(&json["segments"][0]["takes"][0]["voice"]), "two");
    // Who says it changes nothing of what is said of the script.
    let synthetic = "backend = \"embedded\"\n";
    project.write("voices/two/voice.toml", synthetic);
    let tones = "backend = \"test\"\nfrequency = 200.0\n";
    project.write("voices/three/voice.toml", tones);
    project.write("script.toml", &(script.clone() + "\n[disclosure]\nvoice = \"three\"\n"));
    project.build();
    let json = project.json("out/episode.json");
    assert_eq!(string(&json["disclosure"]["text"]), "This audio edition is read by synthetic voices.");
    assert_eq!(json["segments"][0]["text"], json["disclosure"]["text"]);
    project.write("script.toml", &(script + "\n[disclosure]\nspoken = false\n"));
    project.build();
    let json = project.json("out/episode.json");
    assert_eq!(string(&json["segments"][0]["text"]), "It was late.");
    assert_eq!(
        (json["disclosure"]["spoken"].as_bool(), json["disclosure"]["synthetic"].as_bool()),
        (Some(false), Some(true))
    );
    assert!(!comment(&project).is_empty(), "the file says it all the same");
}

#[test]
fn reports_unknown_disclosure_voice_with_line() {
    let project = project();
    let script = project.text("script.toml");
    let line = script.lines().count() + 2;
    project.write("script.toml", &(script + "\n[disclosure]\nvoice = \"tow\"\n"));
    let run = project.aloud(&["check"]);
    run.refused(&["there is no voice `tow`", &format!("script.toml:{line}")]);
    assert!(!run.stderr.contains("segment"), "{run:?}");
}

#[test]
fn discloses_nothing_without_synthetic_voices() {
    needs!("ffprobe");
    let project = Project::with_segments(TEXT);
    project.build();
    let json = project.json("out/episode.json");
    assert_eq!(
        (json["segments"].as_array().unwrap().len(), json["disclosure"]["synthetic"].as_bool()),
        (2, Some(false))
    );
    assert_eq!(comment(&project), "");
}
