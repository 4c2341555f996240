//! festival, by its program and by its server.

use std::fs;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::external_voices::{Peer, Sound, WORDS, done, heard, project, root, say, spoken_by_build};
use crate::harness::Project;

/// What festival says of itself.
fn reference(words: &str) -> Sound {
    let dir = tempfile::tempdir().unwrap();
    let (text, wav) = (dir.path().join("in.txt"), dir.path().join("out.wav"));
    fs::write(&text, words).unwrap();
    done(Command::new("text2wave").arg(&text).arg("-o").arg(&wav));
    Sound::read(&wav)
}

fn client(port: u16) -> String {
    format!(
        "backend = \"command\"\ncommand = [\"festival_client\", \"--port\", \"{port}\", \"--ttw\", \
         \"--output\", \"{{out}}\", \"{{text_file}}\"]\ntimeout = 3.0\n"
    )
}

fn server() -> Peer {
    Peer::start("/usr/bin/festival".as_ref(), |port| {
        vec!["--server".into(), format!("(set! server_port {port})")]
    })
}

#[test]
fn text2wave_output_is_equal_by_file_and_pipe() {
    needs!("festival", "text2wave");
    let shipped = fs::read_to_string(root("voices/festival/voice.toml")).unwrap();
    let wanted = reference(WORDS);
    assert!((1.0..4.0).contains(&(wanted.samples.len() as f64 / f64::from(wanted.rate))));
    for voice in [&shipped, "backend = \"command\"\ncommand = [\"text2wave\"]\n"] {
        assert_eq!(heard(&project(voice), WORDS), wanted, "{voice}");
    }
    let other = heard(&project(&shipped), "Nobody on the shore heard the boat go.");
    assert!(other.likeness(&wanted) < 0.5, "{}", other.likeness(&wanted));
}

#[test]
fn festival_server_speaks_two_voices_concurrently() {
    needs!("festival", "text2wave");
    let server = server();
    assert_eq!(heard(&project(&client(server.port)), WORDS), reference(WORDS));
    let text = "It was late. It was wet. The ferry had gone. The wind was from the west.";
    let project = Project::undisclosed(&[("narrator", text), ("Ann Okafor", "“We waited on the quay.”")]);
    for name in ["one", "two"] {
        project.write(&format!("voices/{name}/voice.toml"), &client(server.port));
    }
    assert_eq!(spoken_by_build(&project).len(), 5);
    assert_eq!(spoken_by_build(&project).len(), 0, "all is stored");
    drop(server);
    say(&project, "Hello there.").refused(&["`festival_client` failed", "connect failed"]);
}

#[test]
fn festival_crash_is_reported_and_stores_no_take() {
    needs!("festival", "text2wave");
    // No letter of these is one of its own: it breaks, and its client then waits for ever.
    let words = "Привет";
    let program =
        project("backend = \"command\"\ncommand = [\"text2wave\", \"{text_file}\", \"-o\", \"{out}\"]\n");
    say(&program, words).refused(&["`text2wave` failed (signal: 11"]);
    let server = server();
    let project = project(&client(server.port));
    let begun = Instant::now();
    say(&project, words).refused(&["`festival_client` was ended after 3 s"]);
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
    assert!(!project.path("heard.wav").exists());
    assert_eq!(heard(&project, WORDS), reference(WORDS), "the server lives on");
}
