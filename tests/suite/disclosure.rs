//! Tests the disclosure of synthetic voices: the spoken one, which can be turned off, and the one in the files.

use std::process::Command;

use crate::harness::{Project, string};

const TEXT: &[(&str, &str)] = &[("narrator", "It was late."), ("Ann Okafor", "“We waited.”")];

/// Creates a project where the narrator has the embedded voice and Ann has a test voice.
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
    let text = "Parts of this audio edition are read by synthetic voices.";
    let json = project.json("out/episode.json");
    let first = &json["segments"][0];
    assert_eq!((string(&first["text"]), string(&first["id"])), (text.into(), "disclosure".into()));
    assert_eq!(json["disclosure"], serde_json::json!({"synthetic": true, "text": text, "spoken": true}));
    assert_eq!(
        (json["voices"][0]["synthetic"].as_bool(), string(&json["voices"][0]["licence"])),
        (Some(true), "free".into())
    );
    assert!(project.text("out/episode.vtt").starts_with(&format!("WEBVTT\n\nNOTE {text}\n\n00:00:00.500")));
    assert_eq!(comment(&project), text);
    assert!(project.text("out/episode.txt").starts_with(&format!("Narrator: {text}")));
    let page = project.text("out/episode.html");
    assert_eq!(page.matches(text).count(), 1, "the page must show it once");
    assert!(
        page.find(text).unwrap() < page.find("It was late").unwrap(),
        "the page must show it where it is spoken"
    );
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
    // The voice of the disclosure does not count as a voice of the script.
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
    assert!(!comment(&project).is_empty(), "the file must disclose it even if it is not spoken");
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

#[test]
fn no_voice_says_the_disclosure_in_a_language_that_it_does_not_speak() {
    let voice = "backend = \"command\"\ncommand = [\"sh\", \"{text_file}\", \"{out}\"]\n";
    let episode = |language: &str| {
        let project = project();
        project.write(
            "script.toml",
            &format!("[episode]\nlanguage = \"{language}\"\n{}", project.text("script.toml")),
        );
        project
    };
    let spoken = |project: &Project| {
        let plan = project.aloud(&["plan", "--json"]);
        plan.events("planned")[0]["voices"]
            .as_array()
            .unwrap()
            .iter()
            .map(|voice| voice["speak"].clone())
            .collect()
    };
    // Ann's voice may speak French; the narrator's speaks English only.
    let french = episode("fr");
    french.write("voices/two/voice.toml", voice);
    let by_each: Vec<serde_json::Value> = spoken(&french);
    assert_eq!(by_each, [1, 2]);
    // No notice is in Swedish. The English one is for an English voice.
    let swedish = episode("sv");
    assert_eq!(spoken(&swedish)[0], 2);
    swedish.write("voices/one/voice.toml", voice);
    assert_eq!(spoken(&swedish)[0], 1);
    let check = swedish.aloud(&["check"]);
    assert!(
        check.stderr.contains("no sentence in `sv`") && check.stderr.contains("`[disclosure]`"),
        "{check:?}"
    );
    let script = swedish.text("script.toml") + "\n[disclosure]\ntext = \"Rösterna är syntetiska.\"\n";
    swedish.write("script.toml", &script);
    assert_eq!(spoken(&swedish)[0], 2);
    assert!(!swedish.aloud(&["check"]).stderr.contains("no sentence"));
}
