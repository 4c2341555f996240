//! Tests voices of festival: its program `text2wave` and its server.

use std::fs;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::external_voices::{
    ExternalServer, Sound, WORDS, project, repository_path, run_to_success, speak, spoken_by_build, try_speak,
};
use crate::harness::Project;
use crate::testing;

/// Returns what festival speaks without Aloud.
fn speak_directly(words: &str) -> Sound {
    let dir = tempfile::tempdir().unwrap();
    let (text, wav) = (dir.path().join("in.txt"), dir.path().join("out.wav"));
    fs::write(&text, words).unwrap();
    run_to_success(Command::new("text2wave").arg(&text).arg("-o").arg(&wav));
    Sound::read(&wav)
}

fn client(port: u16) -> String {
    format!(
        "backend = \"command\"\ncommand = [\"festival_client\", \"--port\", \"{port}\", \"--ttw\", \
         \"--output\", \"{{out}}\", \"{{text_file}}\"]\ntimeout = 3.0\n"
    )
}

fn server() -> ExternalServer {
    ExternalServer::start(&testing::path("festival"), |port| {
        vec!["--server".into(), format!("(set! server_port {port})")]
    })
}

#[test]
fn text2wave_output_is_equal_by_file_and_pipe() {
    needs!("text2wave");
    let shipped = fs::read_to_string(repository_path("voices/festival/voice.toml")).unwrap();
    let wanted = speak_directly(WORDS);
    assert!((1.0..4.0).contains(&(wanted.samples.len() as f64 / f64::from(wanted.rate))));
    for voice in [&shipped, "backend = \"command\"\ncommand = [\"text2wave\"]\n"] {
        assert_eq!(speak(&project(voice), WORDS), wanted, "{voice}");
    }
    let other = speak(&project(&shipped), "Nobody on the shore heard the boat go.");
    assert!(other.similarity(&wanted) < 0.5, "{}", other.similarity(&wanted));
}

#[test]
fn festival_server_speaks_two_voices_concurrently() {
    needs!("festival", "festival_client", "text2wave");
    let server = server();
    assert_eq!(speak(&project(&client(server.port)), WORDS), speak_directly(WORDS));
    let text = "It was late. It was wet. The ferry had gone. The wind was from the west.";
    let project = Project::undisclosed(&[("narrator", text), ("Ann Okafor", "“We waited on the quay.”")]);
    for name in ["one", "two"] {
        project.write(&format!("voices/{name}/voice.toml"), &client(server.port));
    }
    assert_eq!(spoken_by_build(&project).len(), 5);
    assert_eq!(spoken_by_build(&project).len(), 0, "all takes must be reused");
    drop(server);
    try_speak(&project, "Hello there.").refused(&["`festival_client` failed", "connect failed"]);
}

#[test]
fn festival_crash_is_reported_and_stores_no_take() {
    needs!("festival", "festival_client", "text2wave");
    // festival crashes on text without Latin letters, and its client then waits forever.
    let words = "Привет";
    let program =
        project("backend = \"command\"\ncommand = [\"text2wave\", \"{text_file}\", \"-o\", \"{out}\"]\n");
    try_speak(&program, words).refused(&["`text2wave` failed (signal: 11"]);
    let server = server();
    let project = project(&client(server.port));
    let begun = Instant::now();
    try_speak(&project, words).refused(&["`festival_client` was ended after 3 s"]);
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
    assert!(!project.path("spoken.wav").exists());
    assert_eq!(speak(&project, WORDS), speak_directly(WORDS), "the server must survive");
}
