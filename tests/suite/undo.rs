//! Tests that `aloud undo` brings back the script.toml that a command amended, and loses no edit.

use std::fs;

use crate::harness::Project;

const ARTICLE: &str =
    "The ferry\n\nIt was late.\n\n“We had tea,” said Ann Okafor.\n\n“It was cold,” he said. “And wet.”\n";

fn project() -> Project {
    let project = Project::new("");
    fs::remove_file(project.path("script.toml")).unwrap();
    project.write("a.txt", ARTICLE);
    assert_eq!(project.aloud(&["script", "a.txt"]).code, Some(0));
    project
}

#[track_caller]
fn run(project: &Project, args: &[&str]) {
    let run = project.aloud(args);
    assert_eq!(run.code, Some(0), "{args:?}: {run:?}");
}

#[test]
fn undo_goes_back_several_steps_and_redo_forward_again() {
    let project = project();
    project.aloud(&["undo"]).refused(&["there is no amendment to undo"]);
    // Edits by hand are part of the text that an undo brings back.
    project.write("script.toml", &(project.text("script.toml") + "\n# mine\n"));
    let mut texts = vec![project.text("script.toml")];
    for word in ["early", "on time", "full"] {
        project.write("a.txt", &ARTICLE.replace("late", word));
        run(&project, &["script"]);
        texts.push(project.text("script.toml"));
    }
    for text in texts[..3].iter().rev() {
        run(&project, &["undo"]);
        assert_eq!(project.text("script.toml"), *text);
    }
    project.aloud(&["undo"]).refused(&["no amendment"]);
    for text in &texts[1..] {
        run(&project, &["undo", "--redo"]);
        assert_eq!(project.text("script.toml"), *text);
    }
    project.aloud(&["undo", "--redo"]).refused(&["no undo to redo"]);
    run(&project, &["undo"]);
    project.write("a.txt", &ARTICLE.replace("late", "gone"));
    run(&project, &["script"]);
    project.aloud(&["undo", "--redo"]).refused(&["no undo to redo"]);
    run(&project, &["undo"]);
    assert_eq!(project.text("script.toml"), texts[2]);
}

#[test]
fn an_edit_after_the_command_is_not_lost() {
    let project = project();
    let before = project.text("script.toml");
    project.write("a.txt", &ARTICLE.replace("late", "early"));
    run(&project, &["script"]);
    let edited = project.text("script.toml") + "\n# an hour of work\n";
    project.write("script.toml", &edited);
    project.aloud(&["undo"]).refused(&["was edited after `aloud script`", "--force"]);
    assert_eq!(project.text("script.toml"), edited);
    run(&project, &["undo", "--force"]);
    assert_eq!(project.text("script.toml"), before);
    run(&project, &["undo", "--redo"]);
    assert_eq!(project.text("script.toml"), edited);
}

#[test]
fn every_command_that_amends_the_script_can_be_undone() {
    let project = project();
    run(&project, &["build"]);
    let first = project.text("script.toml");
    run(&project, &["levels", "--hold"]);
    let held = project.text("script.toml");
    run(&project, &["takes", "2", "1", "--pick"]);
    assert_ne!(project.text("script.toml"), held);
    let undone = project.aloud(&["undo", "--json"]);
    assert_eq!(undone.events("undone")[0]["command"], "aloud takes");
    assert_eq!(project.text("script.toml"), held);
    run(&project, &["undo"]);
    assert_eq!(project.text("script.toml"), first);
    run(&project, &["build"]);
}

#[test]
fn damaged_and_interrupted_steps_are_skipped() {
    let project = project();
    let first = project.text("script.toml");
    for word in ["early", "full"] {
        project.write("a.txt", &ARTICLE.replace("late", word));
        run(&project, &["script"]);
    }
    let steps = project.folder(".aloud/undo");
    assert_eq!(steps.len(), 2);
    // The program was killed after it had kept the text and before it wrote script.toml.
    let last = steps.keys().last().unwrap();
    let kept = String::from_utf8(steps[last].clone()).unwrap();
    let json: serde_json::Value = serde_json::from_str(kept.split_once('\n').unwrap().1).unwrap();
    project.write("script.toml", json["text"].as_str().unwrap());
    run(&project, &["undo"]);
    assert_eq!(project.text("script.toml"), first);
    run(&project, &["undo", "--redo"]);
    let path = format!(".aloud/undo/{}", project.folder(".aloud/undo").keys().last().unwrap());
    project.write(&path, "not a step");
    project.aloud(&["undo"]).refused(&["no amendment"]);
}

#[cfg(unix)]
#[test]
fn a_protected_script_is_not_replaced() {
    let project = project();
    project.write("a.txt", &ARTICLE.replace("late", "early"));
    run(&project, &["script"]);
    let mut mode = fs::metadata(project.path("script.toml")).unwrap().permissions();
    mode.set_readonly(true);
    fs::set_permissions(project.path("script.toml"), mode).unwrap();
    let text = project.text("script.toml");
    project.aloud(&["undo"]).refused(&["script.toml is write-protected"]);
    assert_eq!(project.text("script.toml"), text);
}

#[cfg(unix)]
#[test]
fn a_protected_lexicon_is_not_replaced() {
    let project = project();
    project.write("words.csv", "written,say\nferry,fairy\n");
    run(&project, &["lexicon", "import", "words.csv"]);
    let mut mode = fs::metadata(project.path("lexicon.toml")).unwrap().permissions();
    mode.set_readonly(true);
    fs::set_permissions(project.path("lexicon.toml"), mode).unwrap();
    let text = project.text("lexicon.toml");
    project.aloud(&["undo"]).refused(&["lexicon.toml is write-protected"]);
    project.write("words.csv", "written,say\ntea,tee\n");
    project.aloud(&["lexicon", "import", "words.csv"]).refused(&["lexicon.toml is write-protected"]);
    assert_eq!(project.text("lexicon.toml"), text);
}
