//! Tests `aloud review`, which asks for unsure speakers, and `aloud diff`.

use std::io::{Read, Write};
use std::process::{Child, Stdio};

use crate::harness::{Project, Run};

const ARTICLE: &str = "Idris Vane and Peter Oduya rowed out with Nora Whitlock, who kept the time.\n\n\
    “We lost an oar,” he said. “And a boot.”\n\n\
    “It was dark by then,” said Nora Whitlock.\n";

fn project() -> Project {
    let project = Project::new("");
    std::fs::remove_file(project.path("script.toml")).unwrap();
    project.write("article.txt", ARTICLE);
    assert_eq!(project.aloud(&["script", "article.txt"]).code, Some(0));
    project
}

/// Runs a review with these lines as its input.
fn review(project: &Project, input: &str) -> String {
    let mut command = project.command(&["review"]);
    let mut child = command.stdin(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn review_shows_paragraph_and_writes_answer() {
    let project = project();
    let output = review(&project, "x\n2\n");
    assert!(
        output.contains("1 of 1") && output.contains("Idris Vane") && output.contains("We lost an oar"),
        "{output}"
    );
    assert!(output.contains("1 decided, 0 left"), "{output}");
    let script = project.text("script.toml");
    assert_eq!(script.matches("unsure").count(), 0, "{script}");
    let speakers =
        ["Idris Vane", "Peter Oduya"].map(|name| script.matches(&format!("speaker = \"{name}\"")).count());
    assert!(
        speakers.contains(&2) && speakers.contains(&0),
        "one man must speak both quotes of the paragraph: {script}"
    );
    assert_eq!(review(&project, "").trim(), "0 decided, 0 left", "a decided quote must not be asked again");
}

/// A program in the place of a player, which lists the files that it would play.
#[cfg(unix)]
#[test]
fn review_plays_the_quote_and_its_neighbours() {
    use std::os::unix::fs::PermissionsExt;
    let project = project();
    let player = project.path("bin/pw-play");
    std::fs::create_dir(project.path("bin")).unwrap();
    let list = project.path("played");
    std::fs::write(&player, format!("#!/bin/sh\nwc -c < \"$1\" >> {}\n", list.display())).unwrap();
    std::fs::set_permissions(&player, std::fs::Permissions::from_mode(0o755)).unwrap();
    let path = format!("{}:{}", project.path("bin").display(), std::env::var("PATH").unwrap());
    let mut command = project.command(&["review"]);
    let command = command.env("PATH", path).stdin(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(b"p\n1\n").unwrap();
    let output = String::from_utf8(child.wait_with_output().unwrap().stderr).unwrap();
    assert!(output.contains("1 decided, 0 left"), "{output}");
    // The sentence before, two quotes with a cue between them, and the quote after.
    let sizes = std::fs::read_to_string(list).unwrap();
    let sizes: Vec<usize> = sizes.lines().map(|size| size.trim().parse().unwrap()).collect();
    assert_eq!(sizes.len(), 5, "{sizes:?}");
    assert!(sizes.iter().all(|size| *size > 1_000), "{sizes:?}");
}

#[test]
fn review_goes_one_step_back() {
    let project = || {
        let project = project();
        std::fs::remove_file(project.path("script.toml")).unwrap();
        project.write(
            "article.txt",
            &format!("{ARTICLE}\nCarl Munro and Leo Pell came late.\n\n“It rained on the way,” he said.\n"),
        );
        assert_eq!(project.aloud(&["script", "article.txt"]).code, Some(0));
        project
    };
    let (direct, corrected) = (project(), project());
    review(&direct, "2\ns\n");
    let output = review(&corrected, "1\nb\n2\ns\nb\ns\n");
    assert!(output.contains("1 decided, 1 left"), "{output}");
    assert_eq!(corrected.text("script.toml"), direct.text("script.toml"));
}

/// Starts a review and waits for its first question. Returns the process and its output.
fn start_review(project: &Project) -> (Child, String) {
    let mut command = project.command(&["review"]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let (mut output, mut byte) = (Vec::new(), [0]);
    while !output.ends_with(b"quit\n") {
        assert_eq!(
            child.stderr.as_mut().unwrap().read(&mut byte).unwrap(),
            1,
            "the review ended without a question"
        );
        output.push(byte[0]);
    }
    (child, String::from_utf8(output).unwrap())
}

/// Answers the question and waits for the end of the review.
fn answer_review(mut child: Child, answer: &str) -> Run {
    child.stdin.take().unwrap().write_all(answer.as_bytes()).unwrap();
    Run::of(child.wait_with_output().unwrap())
}

const MINE: &str = "[[segment]]\nspeaker = \"narrator\"\ntext = \"A line of mine.\"\n\n";

#[test]
fn answer_follows_a_moved_segment() {
    for ids in [true, false] {
        let project = project();
        if !ids {
            let script = project.text("script.toml");
            let without: Vec<&str> = script.lines().filter(|line| !line.starts_with("id = ")).collect();
            project.write("script.toml", &(without.join("\n") + "\n"));
        }
        let (child, output) = start_review(&project);
        assert!(output.contains("We lost an oar"), "{output}");
        let moved = project.text("script.toml").replacen("[[segment]]", &format!("{MINE}[[segment]]"), 1);
        project.write("script.toml", &moved);
        let run = answer_review(child, "o Carl Munro\n");
        assert_eq!(run.code, Some(0), "{run:?}");
        let script = project.text("script.toml");
        // Skip the title, which also has some of the words.
        let script = &script[script.find("[[segment]]").unwrap()..];
        let speaker_of = |words: &str| {
            let before = &script[..script.find(words).unwrap()];
            before.rsplit("speaker = \"").next().unwrap().split('"').next().unwrap().to_string()
        };
        let speakers = ["A line of mine.", "rowed out with", "We lost an oar", "And a boot", "dark by then"]
            .map(speaker_of);
        assert_eq!(
            speakers,
            ["narrator", "narrator", "Carl Munro", "Carl Munro", "Nora Whitlock"],
            "{script}"
        );
    }
}

#[test]
fn rejects_answer_to_a_changed_segment() {
    type Edit = fn(&str) -> String;
    let edits: [Edit; 3] = [
        |script| script.replace("We lost an oar", "We lost both oars"),
        |script| script.replace("unsure = ", "# "),
        |script| {
            let at = script.find("We lost an oar").unwrap();
            let start = script[..at].rfind("[[segment]]").unwrap();
            let end = at + script[at..].find("[[").unwrap();
            format!("{}{}", &script[..start], &script[end..])
        },
    ];
    for edit in edits {
        let project = project();
        let (child, _) = start_review(&project);
        let edited = edit(&project.text("script.toml"));
        project.write("script.toml", &edited);
        let run = answer_review(child, "o Carl Munro\n");
        run.refused(&[
            "of script.toml changed meanwhile",
            "We lost an oar",
            "nothing was written",
            "run the command again",
        ]);
        assert_eq!(project.text("script.toml"), edited);
    }
}

#[test]
fn question_holds_no_lock_but_answer_waits() {
    let project = project();
    let (child, _) = start_review(&project);
    project.build();
    let lock = std::fs::File::open(project.path(".aloud/script.lock")).unwrap();
    lock.lock().unwrap();
    let before = project.text("script.toml");
    let answering = std::thread::spawn(|| answer_review(child, "o Carl Munro\n"));
    std::thread::sleep(std::time::Duration::from_millis(400));
    assert!(!answering.is_finished(), "the answer must wait for the lock of script.toml");
    assert_eq!(project.text("script.toml"), before);
    drop(lock);
    let run = answering.join().unwrap();
    assert!(run.code == Some(0) && run.stderr.contains("waiting for another build"), "{run:?}");
    assert!(project.text("script.toml").contains("Carl Munro"));
}

#[test]
fn accepts_another_name_and_quit() {
    let project = project();
    assert!(review(&project, "q\n").contains("0 decided, 1 left"));
    assert!(review(&project, "o Carl Munro\n").contains("1 decided, 0 left"));
    assert_eq!(project.text("script.toml").matches("speaker = \"Carl Munro\"").count(), 2);
}

#[test]
fn diff_describes_an_edit_and_writes_nothing() {
    let project = project();
    project.build();
    let before = project.read("script.toml");
    project.write(
        "article.txt",
        &ARTICLE.replace("dark by then", "dark at six").replace("who kept", "who counted"),
    );
    let diff = project.aloud(&["diff"]);
    assert_eq!(diff.code, Some(0), "{diff:?}");
    assert!(diff.stdout.contains("changed") && diff.stdout.contains("dark at six"), "{}", diff.stdout);
    assert!(diff.stdout.contains("2 changes; a build would speak 2 utterances"), "{}", diff.stdout);
    assert_eq!(project.read("script.toml"), before);
    assert_eq!(
        project.aloud(&["script"]).code,
        Some(0),
        "`script` must use the article that script.toml names"
    );
    assert_eq!(project.spoken_by_build().len(), 2);
}
