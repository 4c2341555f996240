//! Natural voices: installation, the same bytes at any number of threads, casting, and what happens without them.
//!
//! `tests/run` downloads the package, because the model is not part of this repository.

use std::fs;
use std::path::PathBuf;
use std::process::Stdio;

use sha2::{Digest, Sha256};

use crate::harness::{Project, Run, script};
use crate::testing;

/// The package as a file.
fn package() -> PathBuf {
    testing::path("hibari-wheel")
}

fn install(project: &Project) -> Run {
    let package = package();
    project.aloud(&["voices", "add", "heart", "--from", package.to_str().unwrap()])
}

/// A script with this voice for the narrator.
fn narrated_by(voice: &str, segments: &[(&str, &str)]) -> String {
    script(segments).replace("narrator = \"one\"", &format!("narrator = \"{voice}\""))
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Returns the bytes of the samples of a WAV. The metadata after them names the version of Aloud.
fn samples(wav: &[u8]) -> &[u8] {
    let start = 8 + wav.windows(4).position(|name| name == b"data").unwrap();
    let bytes = u32::from_le_bytes(wav[start - 4..start].try_into().unwrap());
    &wav[start..start + bytes as usize]
}

/// An article with a speaker.
const ARTICLE: &str = "# The ferry\n\nThe ferry to the island leaves at seven.\n\n\
    \u{201c}We waited for an hour on the quay,\u{201d} said Marit Solheim, the harbour master.\n";

#[test]
fn speaks_the_same_bytes_as_ever() {
    needs!("hibari-wheel");
    let project = Project::new("");
    let run = install(&project);
    assert_eq!(run.code, Some(0), "{run:?}");
    // Any change of network, signal or pronunciation changes the samples, and then `VERSION` of the backend must change too.
    let golden = [
        ("heart", "9f0842c54cec8d287f0ad8cef31cb078748cc9b200119ca10ac1b838527dcb85"),
        ("raven", "2308461a3be8d9c2b57261e0be1c945aba9ad5416a6816b7df051b72d464d29d"),
        ("lark", "7b01504225216b27964db754c71306f6f1043fff240a3b55857fea095734fea1"),
    ];
    let spoken = golden.map(|(voice, _)| {
        project.write(
            "script.toml",
            &narrated_by(voice, &[("narrator", "The old bridge will be repaired at last.")]),
        );
        project.build();
        let segments = &project.json("out/episode.json")["segments"];
        let key =
            segments.as_array().unwrap().last().unwrap()["takes"][0]["take"].as_str().unwrap().to_string();
        let take = project.read(&format!(".aloud/takes/{}/{key}.wav", &key[..2]));
        (voice, sha256(samples(&take)))
    });
    assert_eq!(spoken, golden.map(|(voice, sha256)| (voice, sha256.to_string())));
}

#[test]
fn builds_the_same_episode_at_any_number_of_threads_with_exact_word_times() {
    needs!("hibari-wheel");
    let segments = script(&[
        ("narrator", "The ferry leaves at seven. It carries ninety people."),
        ("Marit Solheim", "We waited for an hour on the quay."),
    ]);
    let build = |jobs: &str| {
        let cast =
            segments.replace("narrator = \"one\"", "narrator = \"heron\"\n\"Marit Solheim\" = \"lark\"");
        let project = Project::new(&cast);
        assert_eq!(install(&project).code, Some(0));
        let run = project.aloud(&["build", "--jobs", jobs]);
        assert_eq!(run.code, Some(0), "{run:?}");
        project
    };
    let (one, four) = (build("1"), build("4"));
    assert_eq!(sha256(&one.read("out/episode.wav")), sha256(&four.read("out/episode.wav")));
    // Every word of the script has a time, in ascending order.
    let captions = one.text("out/episode.vtt");
    assert!(captions.contains("ferry"), "{captions}");
    let takes = fs::read_dir(one.path(".aloud/takes")).unwrap().count();
    assert!(takes > 0);
}

#[test]
fn a_second_installation_changes_nothing_and_two_at_once_are_fine() {
    needs!("hibari-wheel");
    let project = Project::new("");
    let (package, mut children) = (package(), Vec::new());
    for _ in 0..2 {
        let mut command = project.command(&["voices", "add", "heart", "--from", package.to_str().unwrap()]);
        children.push(command.stderr(Stdio::null()).spawn().unwrap());
    }
    for mut child in children {
        assert!(child.wait().unwrap().success());
    }
    let run = project.aloud(&["voices", "add", "heart"]);
    assert!(run.code == Some(0) && run.stderr.contains("installed already"), "{run:?}");
    let run = project.aloud(&["voices", "add", "--list"]);
    assert!(
        run.stdout.lines().any(|line| line.starts_with("heart") && line.ends_with("installed")),
        "{run:?}"
    );
    let left: Vec<String> = fs::read_dir(project.path(".data/aloud/voices"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    assert_eq!(left.len(), 4, "one model, two tables and the lock: {left:?}");

    let run = project.aloud(&["voices", "remove", "heart"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    let left = fs::read_dir(project.path(".data/aloud/voices")).unwrap().count();
    assert_eq!(left, 1, "only the lock is left");
}

#[test]
fn another_file_is_not_installed() {
    let project = Project::new("");
    project.write("model.onnx", "no model");
    let run = project.aloud(&["voices", "add", "heart", "--from", "model.onnx"]);
    run.refused(&["`model.onnx` is not a file of the voice `heart`", "SHA-256"]);
    project.aloud(&["voices", "add", "harp"]).refused(&["there is no voice `harp`", "heart, emma"]);
    assert!(!project.path(".data/aloud/voices/english-us.pronunciation").exists());
}

#[test]
fn a_new_project_has_natural_voices_if_they_are_installed() {
    needs!("hibari-wheel");
    let project = Project::new("");
    project.write("ferry.md", ARTICLE);
    let run = project.aloud(&["new", "without", "ferry.md"]);
    assert_eq!(run.stderr.matches("aloud voices add heart").count(), 1, "{run:?}");
    assert!(project.text("without/script.toml").contains("narrator = \"alder\""));

    assert_eq!(install(&project).code, Some(0));
    let run = project.aloud(&["new", "with", "ferry.md"]);
    assert!(!run.stderr.contains("voices add"), "{run:?}");
    let script = project.text("with/script.toml");
    assert!(script.contains("narrator = \"heart\""), "{script}");
    let natural = ["crane", "dove", "finch", "heron", "lark", "raven", "swift", "wren"];
    let speaker = script.lines().find(|line| line.starts_with("\"Marit Solheim\"")).unwrap();
    assert!(natural.iter().any(|voice| speaker.ends_with(&format!("\"{voice}\""))), "{script}");
}

#[test]
fn the_first_build_mentions_natural_voices_once() {
    let project = Project::new(&narrated_by("alder", &[("narrator", "The tide is turning.")]));
    let mentions = |run: &Run| run.stderr.matches("aloud voices add heart").count();
    assert_eq!(mentions(&project.build()), 1);
    assert_eq!(mentions(&project.build()), 0);
}

#[test]
fn a_voice_that_is_not_installed_stops_the_build_and_says_how_to_install_it() {
    let project = Project::new(&narrated_by("heron", &[("narrator", "The tide is turning.")]));
    let run = project.aloud(&["build"]);
    run.refused(&["voice `heart` is not installed on this machine", "run `aloud voices add heart`"]);
}

#[test]
fn the_fallback_speaks_if_a_voice_is_not_installed() {
    let lines = [("narrator", "The tide is turning."), ("narrator", "The boats are in.")];
    let project = Project::new(&narrated_by("mine", &lines));
    project.write("voices/mine/voice.toml", "backend = \"neural\"\nmodel = \"heart\"\nfallback = \"one\"\n");
    let run = project.build();
    assert_eq!(run.stderr.matches("is not installed on this machine").count(), 1, "{run:?}");
    assert!(run.stderr.contains("one"), "{run:?}");
}

#[test]
fn settings_out_of_range_are_reported() {
    let project = Project::new("");
    project.write(
        "voices/mine/voice.toml",
        "backend = \"neural\"\nmodel = \"harp\"\npitch = 9\naccent = \"us\"\n",
    );
    let run = project.aloud(&["voices"]);
    run.refused(&["`model` is `harp`, but must be one of heart", "`pitch` is 9, but must be 0.4 to 2"]);
}

#[test]
fn a_damaged_model_is_reported() {
    needs!("hibari-wheel");
    let project = Project::new("");
    assert_eq!(install(&project).code, Some(0));
    let folder = project.path(".data/aloud/voices");
    let model = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
    let model =
        model.into_iter().find(|path| path.extension().is_some_and(|ending| ending == "onnx")).unwrap();
    let mut bytes = fs::read(&model).unwrap();
    bytes[4_000_000] ^= 1;
    fs::write(&model, bytes).unwrap();
    let run = project.aloud(&["voices", "say", "heart", "Hello."]);
    run.refused(&["is damaged: its checksum is wrong", "install it again: `aloud voices add heart`"]);
}
