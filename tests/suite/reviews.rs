//! What Aloud was not sure of is asked once, and an edit is told before it is made.

use std::io::Write;
use std::process::Stdio;

use crate::harness::Project;

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
fn a_review_asks_with_the_paragraph_and_writes_each_answer_at_once() {
    let project = project();
    let told = review(&project, "x\n2\n");
    assert!(
        told.contains("1 of 1") && told.contains("Idris Vane") && told.contains("We lost an oar"),
        "{told}"
    );
    assert!(told.contains("1 decided, 0 left"), "{told}");
    let script = project.text("script.toml");
    assert_eq!(script.matches("unsure").count(), 0, "{script}");
    let speakers =
        ["Idris Vane", "Peter Oduya"].map(|name| script.matches(&format!("speaker = \"{name}\"")).count());
    assert!(
        speakers.contains(&2) && speakers.contains(&0),
        "both quotes of the paragraph, and one of the men: {script}"
    );
    assert_eq!(review(&project, "").trim(), "0 decided, 0 left", "what was decided is not asked again");
}

#[test]
fn another_name_is_taken_and_quitting_leaves_the_rest() {
    let project = project();
    assert!(review(&project, "q\n").contains("0 decided, 1 left"));
    assert!(review(&project, "o Carl Munro\n").contains("1 decided, 0 left"));
    assert_eq!(project.text("script.toml").matches("speaker = \"Carl Munro\"").count(), 2);
}

#[test]
fn a_diff_tells_what_an_edit_means_and_writes_nothing() {
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
    assert_eq!(project.aloud(&["script"]).code, Some(0), "the article is the one that script.toml names");
    assert_eq!(project.spoken_by_build().len(), 2);
}
