//! Tests manual edits of script.toml and the article: they are kept, and mistakes cause warnings.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::process::Stdio;

use crate::harness::{Project, script, string};

const ARTICLE: &str = "Title\n\nFirst para here now.\n\nSecond para is here too.\n\nThird para ends it.\n";

/// Creates a project from this article.
fn project_from(article: &str) -> Project {
    let project = Project::new("");
    fs::remove_file(project.path("script.toml")).unwrap();
    project.write("r.txt", article);
    assert_eq!(project.aloud(&["script", "r.txt"]).code, Some(0));
    project
}

fn replace(project: &Project, from: &str, to: &str) {
    let text = project.text("script.toml");
    assert!(text.contains(from), "{from}: {text}");
    project.write("script.toml", &text.replacen(from, to, 1));
}

/// Deletes the segment with these words from script.toml.
fn delete(project: &Project, words: &str) {
    let text = project.text("script.toml");
    let at = text.find(words).unwrap();
    let (start, end) = (text[..at].rfind("[[segment]]").unwrap(), at + text[at..].find("\n\n").unwrap() + 2);
    project.write("script.toml", &format!("{}{}", &text[..start], &text[end..]));
}

/// Runs `aloud check`, expects no error, and returns the warnings.
fn warnings_of_check(project: &Project) -> String {
    let run = project.aloud(&["check"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    run.stderr
}

#[test]
fn rejects_ids_unusable_as_file_names() {
    let project = Project::with_segments(&[("narrator", "It was late.")]);
    let text = project.text("script.toml");
    for id in ["../../late", "/late", "", "two words", "-x"] {
        project.write("script.toml", &text.replace("[[segment]]", &format!("[[segment]]\nid = \"{id}\"")));
        project.aloud(&["check"]).refused(&["is not a valid `id`", "script.toml:6", "segment 1"]);
    }
    project.write("script.toml", &text.replace("[[segment]]", "[[segment]]\nid = \"the-end_2\""));
    warnings_of_check(&project);
}

#[test]
fn casts_added_speakers_by_gender() {
    const PEOPLE: [&str; 4] = ["Robin Hale", "Kim Marsh", "Sam Reed", "Alex Moor"];
    let voices = |gender: &str| {
        let project = Project::new("");
        let people = PEOPLE.map(|name| format!("\"{name}\" = \"{gender}\"\n")).concat();
        let says = PEOPLE.map(|name| format!("\n[[segment]]\nspeaker = \"{name}\"\ntext = \"Late.\"\n"));
        project.write("script.toml", &format!("[people]\n{people}{}", says.concat()));
        project.build();
        let voices = project.json("out/episode.json")["voices"].as_array().unwrap().clone();
        voices.iter().map(|voice| string(&voice["name"])).collect::<BTreeSet<_>>()
    };
    let women = BTreeSet::from(["birch", "hazel", "juniper", "rowan"].map(String::from));
    assert!(voices("she").is_superset(&women) && voices("he").is_disjoint(&women));
}

#[test]
fn warns_of_deleted_words_then_lists_them() {
    let project = project_from(ARTICLE);
    assert!(warnings_of_check(&project).contains("4 segments, no errors; 0 warnings"));
    delete(&project, "Second para");
    let warnings = warnings_of_check(&project);
    assert!(warnings.contains("neither spoken nor omitted: “Second para is here too.”"), "{warnings}");
    assert!(warnings.contains("; 1 warning\n"), "{warnings}");
    assert!(project.build().stderr.contains("neither spoken nor omitted"));
    project.write("r.txt", &ARTICLE.replace("ends it", "ends it all"));
    let run = project.aloud(&["script"]);
    assert!(
        run.stderr.contains("omitted  Second para is here too.") && !run.stderr.contains("added"),
        "{run:?}"
    );
    assert!(run.stderr.contains("3 segments, 0 quotes by 0 speakers, 0 unsure, 1 block omitted"), "{run:?}");
    assert!(warnings_of_check(&project).contains("0 warnings"));
}

#[test]
fn compares_with_the_article_again_after_a_change_of_either() {
    let project = project_from(ARTICLE);
    project.build();
    assert!(
        project.path(".aloud/article.json").exists() && warnings_of_check(&project).contains("0 warnings")
    );
    project.write("r.txt", &ARTICLE.replace("ends it", "ends it all"));
    assert!(warnings_of_check(&project).contains("the article has changed since"));
    project.write("r.txt", ARTICLE);
    assert!(warnings_of_check(&project).contains("0 warnings"));
    delete(&project, "Second para");
    assert!(warnings_of_check(&project).contains("neither spoken nor omitted"));
}

#[test]
fn warns_of_changed_article_and_builds() {
    let project = project_from(ARTICLE);
    project.write("r.txt", &ARTICLE.replace("ends it", "ends it all"));
    assert!(
        warnings_of_check(&project).contains("r.txt\n")
            && warnings_of_check(&project).contains("the article has changed since")
    );
    assert!(project.build().stderr.contains("`aloud script` merges them"));
    fs::remove_file(project.path("r.txt")).unwrap();
    assert!(warnings_of_check(&project).contains("0 warnings"));
}

#[test]
fn warns_of_stale_say_with_line() {
    let project = project_from(ARTICLE);
    replace(&project, "text = \"Second", "say = \"mine\"\ntext = \"Second");
    project.write("r.txt", &ARTICLE.replace("here too", "here too today"));
    assert!(project.aloud(&["script"]).stderr.contains("stale    kept say mine"));
    let line = project.text("script.toml").lines().position(|line| line.starts_with("stale = ")).unwrap() + 1;
    for warnings in [warnings_of_check(&project), project.build().stderr] {
        assert!(
            warnings.contains("`say` was written for other words")
                && warnings.contains(&format!("script.toml:{line}"))
        );
    }
}

#[test]
fn warns_of_a_misspelt_speaker() {
    let text = script(&[
        ("Ann Okafor", "Hello."),
        ("Ann Okafer", "Me too."),
        ("naratr", "So she said."),
        ("Bo Lund", "I see."),
    ]);
    let warnings = warnings_of_check(&Project::new(&text));
    assert!(warnings.contains("speaker `Ann Okafer` occurs once and is not in `[cast]`"), "{warnings}");
    assert!(
        warnings.contains("did you mean `Ann Okafor`?") && warnings.contains("did you mean `narrator`?"),
        "{warnings}"
    );
    assert!(!warnings.contains("speaker `Bo Lund`"), "{warnings}");
}

#[test]
fn warns_of_unused_lexicon_tables() {
    let project = Project::with_segments(&[("narrator", "Hello."), ("Ann Okafor", "Hello.")]);
    project.write(
        "lexicon.toml",
        "[voice.one]\nx = \"y\"\n[voice.tow]\nx = \"y\"\n[speaker.\"Ann Okafer\"]\nx = \"y\"\n",
    );
    let warnings = warnings_of_check(&project);
    assert!(warnings.contains("voice `tow`") && warnings.contains("lexicon.toml:3"), "{warnings}");
    assert!(
        warnings.contains("did you mean `Ann Okafor`?") && warnings.contains("lexicon.toml:5"),
        "{warnings}"
    );
    assert!(warnings.contains("2 warnings"), "{warnings}");
}

#[test]
fn warns_of_shared_voices_unless_chosen() {
    let names = [
        "Ada Byron",
        "Max Planck",
        "Lise Meitner",
        "Emil Fischer",
        "Otto Hahn",
        "Clara Immer",
        "Nora Whitlock",
        "Rosa Lund",
    ];
    let article: String =
        names.iter().map(|name| format!("“It is {} o'clock,” said {name}.\n\n", name.len())).collect();
    let project = project_from(&article);
    let warnings = warnings_of_check(&project);
    assert!(
        warnings.contains("more speakers than voices") && warnings.contains(" both have `"),
        "{warnings}"
    );
    let text = project.text("script.toml");
    let chosen = text.lines().map(|line| {
        let shared = names.iter().any(|name| line.starts_with(&format!("\"{name}\" = ")));
        if shared { format!("{} = \"two\"", line.split(" = ").next().unwrap()) } else { line.to_string() }
    });
    project.write("script.toml", &chosen.collect::<Vec<_>>().join("\n"));
    assert!(!warnings_of_check(&project).contains("more speakers than voices"));
}

#[test]
fn review_removes_cast_entry_of_unused_speaker() {
    let project = project_from("Two men rowed out in the dark of the night.\n\n“We lost an oar.”\n");
    let text = project.text("script.toml");
    assert!(text.contains("\nunknown = "), "{text}");
    let mut child =
        project.command(&["review"]).stdin(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(b"o Carl Munro\n").unwrap();
    assert_eq!(child.wait_with_output().unwrap().status.code(), Some(0));
    let text = project.text("script.toml");
    assert!(text.contains("speaker = \"Carl Munro\"") && !text.contains("\nunknown = "), "{text}");
    assert!(warnings_of_check(&project).contains("0 warnings"), "{}", warnings_of_check(&project));
}
