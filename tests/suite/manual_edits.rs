//! What people do to script.toml by hand is noticed, kept and told.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::process::Stdio;

use crate::harness::{Project, script, string};

const ARTICLE: &str = "Title\n\nFirst para here now.\n\nSecond para is here too.\n\nThird para ends it.\n";

/// A project that was made of this article.
fn made_of(article: &str) -> Project {
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

/// Takes the segment with these words out.
fn delete(project: &Project, words: &str) {
    let text = project.text("script.toml");
    let at = text.find(words).unwrap();
    let (start, end) = (text[..at].rfind("[[segment]]").unwrap(), at + text[at..].find("\n\n").unwrap() + 2);
    project.write("script.toml", &format!("{}{}", &text[..start], &text[end..]));
}

fn check(project: &Project) -> String {
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
    check(&project);
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
    let project = made_of(ARTICLE);
    assert!(check(&project).contains("4 segments, no errors; 0 warnings"));
    delete(&project, "Second para");
    let told = check(&project);
    assert!(told.contains("neither spoken nor omitted: “Second para is here too.”"), "{told}");
    assert!(told.contains("; 1 warning\n"), "{told}");
    assert!(project.build().stderr.contains("neither spoken nor omitted"));
    project.write("r.txt", &ARTICLE.replace("ends it", "ends it all"));
    let run = project.aloud(&["script"]);
    assert!(
        run.stderr.contains("omitted  Second para is here too.") && !run.stderr.contains("added"),
        "{run:?}"
    );
    assert!(run.stderr.contains("3 segments, 0 quotes by 0 speakers, 0 unsure, 1 block omitted"), "{run:?}");
    assert!(check(&project).contains("0 warnings"));
}

#[test]
fn compares_with_the_article_again_after_a_change_of_either() {
    let project = made_of(ARTICLE);
    project.build();
    assert!(project.path(".aloud/article.json").exists() && check(&project).contains("0 warnings"));
    project.write("r.txt", &ARTICLE.replace("ends it", "ends it all"));
    assert!(check(&project).contains("the article has changed since"));
    project.write("r.txt", ARTICLE);
    assert!(check(&project).contains("0 warnings"));
    delete(&project, "Second para");
    assert!(check(&project).contains("neither spoken nor omitted"));
}

#[test]
fn warns_of_changed_article_and_builds() {
    let project = made_of(ARTICLE);
    project.write("r.txt", &ARTICLE.replace("ends it", "ends it all"));
    assert!(check(&project).contains("r.txt\n") && check(&project).contains("the article has changed since"));
    assert!(project.build().stderr.contains("`aloud script` merges them"));
    fs::remove_file(project.path("r.txt")).unwrap();
    assert!(check(&project).contains("0 warnings"));
}

#[test]
fn warns_of_stale_say_with_line() {
    let project = made_of(ARTICLE);
    replace(&project, "text = \"Second", "say = \"mine\"\ntext = \"Second");
    project.write("r.txt", &ARTICLE.replace("here too", "here too today"));
    assert!(project.aloud(&["script"]).stderr.contains("stale    kept say mine"));
    let line = project.text("script.toml").lines().position(|line| line.starts_with("stale = ")).unwrap() + 1;
    for told in [check(&project), project.build().stderr] {
        assert!(
            told.contains("`say` was written for other words")
                && told.contains(&format!("script.toml:{line}"))
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
    let told = check(&Project::new(&text));
    assert!(told.contains("speaker `Ann Okafer` occurs once and is not in `[cast]`"), "{told}");
    assert!(
        told.contains("did you mean `Ann Okafor`?") && told.contains("did you mean `narrator`?"),
        "{told}"
    );
    assert!(!told.contains("speaker `Bo Lund`"), "{told}");
}

#[test]
fn warns_of_unused_lexicon_tables() {
    let project = Project::with_segments(&[("narrator", "Hello."), ("Ann Okafor", "Hello.")]);
    project.write(
        "lexicon.toml",
        "[voice.one]\nx = \"y\"\n[voice.tow]\nx = \"y\"\n[speaker.\"Ann Okafer\"]\nx = \"y\"\n",
    );
    let told = check(&project);
    assert!(told.contains("voice `tow`") && told.contains("lexicon.toml:3"), "{told}");
    assert!(told.contains("did you mean `Ann Okafor`?") && told.contains("lexicon.toml:5"), "{told}");
    assert!(told.contains("2 warnings"), "{told}");
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
    let project = made_of(&article);
    let told = check(&project);
    assert!(told.contains("more speakers than voices") && told.contains(" both have `"), "{told}");
    let text = project.text("script.toml");
    let chosen = text.lines().map(|line| {
        let shared = names.iter().any(|name| line.starts_with(&format!("\"{name}\" = ")));
        if shared { format!("{} = \"two\"", line.split(" = ").next().unwrap()) } else { line.to_string() }
    });
    project.write("script.toml", &chosen.collect::<Vec<_>>().join("\n"));
    assert!(!check(&project).contains("more speakers than voices"));
}

#[test]
fn review_removes_cast_entry_of_unused_speaker() {
    let project = made_of("Two men rowed out in the dark of the night.\n\n“We lost an oar.”\n");
    let text = project.text("script.toml");
    assert!(text.contains("\nunknown = "), "{text}");
    let mut child =
        project.command(&["review"]).stdin(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(b"o Carl Munro\n").unwrap();
    assert_eq!(child.wait_with_output().unwrap().status.code(), Some(0));
    let text = project.text("script.toml");
    assert!(text.contains("speaker = \"Carl Munro\"") && !text.contains("\nunknown = "), "{text}");
    assert!(check(&project).contains("0 warnings"), "{}", check(&project));
}
