//! Tests `aloud script` and `aloud new`: the script of an article, and its merge with an edited article.

use std::fs;

use serde_json::Value;

use crate::harness::{Project, Run, string};

const ARTICLE: &str = "The bridge is shut\n\n\
    The bridge at Arle was shut on Monday after a lorry hit it.\n\n\
    “It shook the cups off the shelf,” said Rosa Lindqvist, who runs the tea room. “I thought it was the end.”\n\n\
    Read more:\n\
    Ten bridges that were hit by lorries\n\n\
    She has closed until Friday.\n";

fn new_project() -> Project {
    let project = Project::new("");
    fs::remove_file(project.path("script.toml")).unwrap();
    project
}

fn segments(run: &Run) -> Vec<(String, String)> {
    let document: Value = serde_json::from_str(&run.stdout).unwrap();
    let list = document["segments"].as_array().unwrap();
    list.iter().map(|s| (string(&s["speaker"]), string(&s["text"]))).collect()
}

#[test]
fn json_has_every_word_once_and_writes_nothing() {
    let project = new_project();
    project.write("a.txt", ARTICLE);
    let run = project.aloud(&["script", "--json", "a.txt"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    let document: Value = serde_json::from_str(&run.stdout).unwrap();
    let words = |list: &str| -> Vec<String> {
        let texts = document[list].as_array().unwrap().iter().map(|entry| string(&entry["text"]));
        texts.flat_map(|text| text.split_whitespace().map(str::to_string).collect::<Vec<_>>()).collect()
    };
    let mut found = [words("segments"), words("omitted")].concat();
    let mut wanted: Vec<String> = ARTICLE.split_whitespace().map(str::to_string).collect();
    found.sort();
    wanted.sort();
    assert_eq!(found, wanted);
    assert!(!project.path("script.toml").exists());
}

#[test]
fn assigns_quotes_to_speaker_and_omits_links() {
    let project = new_project();
    project.write("a.txt", ARTICLE);
    let run = project.aloud(&["script", "--json", "a.txt"]);
    let quotes: Vec<_> = segments(&run).into_iter().filter(|(speaker, _)| speaker != "narrator").collect();
    assert_eq!(quotes.len(), 2, "{quotes:?}");
    assert!(quotes.iter().all(|(speaker, _)| speaker == "Rosa Lindqvist"), "{quotes:?}");
    assert!(run.stdout.contains("links to other pages"), "{}", run.stdout);
}

#[test]
fn text_markdown_and_html_give_equal_segments() {
    let project = new_project();
    let body = [
        "The bridge at Arle was shut on Monday after a lorry hit it, and it will stay shut for a week or more.",
        "“It shook the cups off the shelf,” said Rosa Lindqvist, who runs the tea room beside it. “I thought it was the end of the world.”",
        "She has closed until Friday, and so has the baker across the road, who has no way to get his flour.",
    ];
    project.write("a.txt", &body.join("\n\n"));
    project.write(
        "a.md",
        &body.join("\n\n").replace("Rosa Lindqvist", "*Rosa* [Lindqvist](https://example.org)"),
    );
    let paragraphs: String = body.iter().map(|p| format!("<p>{p}</p>\n")).collect();
    project.write("a.html", &format!("<!doctype html><html lang=\"en\"><body><nav><a href=\"/\">Home</a></nav><article>{paragraphs}</article></body></html>"));
    let [text, markdown, html] =
        ["a.txt", "a.md", "a.html"].map(|name| segments(&project.aloud(&["script", "--json", name])));
    assert_eq!(text, markdown);
    assert_eq!(text, html);
}

#[test]
fn merge_keeps_manual_edits() {
    let project = new_project();
    project.write("a.txt", ARTICLE);
    assert_eq!(project.aloud(&["script", "a.txt"]).code, Some(0));
    let edited = project.text("script.toml").replace("[cast]", "# mine\n[cast]").replacen(
        "speaker = \"Rosa Lindqvist\"",
        "speaker = \"Rosa Lindqvist\"\nsay = \"It rattled.\"",
        1,
    );
    project.write("script.toml", &edited);
    assert_eq!(project.aloud(&["script", "a.txt"]).code, Some(0));
    assert_eq!(project.text("script.toml"), edited, "an unchanged article must not change the script");
    project.write("a.txt", &ARTICLE.replace("until Friday", "until Sunday"));
    assert_eq!(project.aloud(&["script", "a.txt"]).code, Some(0));
    let merged = project.text("script.toml");
    assert!(
        merged.contains("# mine") && merged.contains("It rattled.") && merged.contains("until Sunday"),
        "{merged}"
    );
    assert!(!merged.contains("until Friday"), "{merged}");
}

#[test]
fn rejects_another_article() {
    let project = new_project();
    project.write("a.txt", ARTICLE);
    project.write("b.txt", "Something else entirely happened in the town of Brack.\n");
    project.aloud(&["script", "a.txt"]);
    let before = project.text("script.toml");
    project.aloud(&["script", "b.txt"]).refused(&["a.txt", "b.txt", "aloud new"]);
    assert_eq!(project.text("script.toml"), before);
}

#[test]
fn an_article_outside_of_the_project_is_merged_again() {
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("a.txt"), ARTICLE).unwrap();
    let project = new_project();
    let name = format!("../{}/a.txt", outside.path().file_name().unwrap().to_str().unwrap());
    assert_eq!(project.aloud(&["script", &name]).code, Some(0));
    assert!(project.text("script.toml").contains(&name), "a relative path stays relative");
    fs::write(outside.path().join("a.txt"), ARTICLE.to_string() + "\nNobody was hurt.\n").unwrap();
    for args in [
        ["script"].as_slice(),
        &["script", &name],
        &["script", outside.path().join("a.txt").to_str().unwrap()],
    ] {
        let run = project.aloud(args);
        assert_eq!(run.code, Some(0), "{run:?}");
    }
    assert!(project.text("script.toml").contains("Nobody was hurt."));
}

#[test]
fn new_project_passes_check_and_rejects_full_folder() {
    let project = new_project();
    assert_eq!(project.aloud(&["new", "mine"]).code, Some(0));
    let check = project.aloud(&["-C", "mine", "check"]);
    assert_eq!(check.code, Some(0), "{check:?}");
    project.aloud(&["new", "mine"]).refused(&["mine", "not empty", "help:"]);
    project.write("a.txt", ARTICLE);
    assert_eq!(project.aloud(&["new", "other", "a.txt"]).code, Some(0));
    assert!(project.text("other/script.toml").contains("Rosa Lindqvist"));
}

#[test]
fn speakers_get_distinct_voices() {
    let project = new_project();
    project
        .write("a.txt", "“One,” said Ada Byron.\n\n“Two,” said Max Planck.\n\n“Three,” said Lise Meitner.\n");
    project.aloud(&["script", "a.txt"]);
    let plan: Value = serde_json::from_str(&project.aloud(&["plan", "--json"]).stdout).unwrap();
    let voices: std::collections::BTreeSet<String> =
        plan["cast"].as_object().unwrap().values().map(string).collect();
    assert_eq!(voices.len(), 4, "narrator and three speakers: {plan}");
}

#[test]
fn merges_article_into_script_without_episode_table() {
    let project = new_project();
    project.write("a.txt", ARTICLE);
    project.write(
        "script.toml",
        "[cast]\nnarrator = \"one\"\n\n[[segment]]\nspeaker = \"narrator\"\ntext = \"Mine.\"\n",
    );
    assert_eq!(project.aloud(&["script", "a.txt"]).code, Some(0));
    let check = project.aloud(&["check"]);
    assert_eq!(check.code, Some(0), "{check:?}\n{}", project.text("script.toml"));
}

#[test]
fn errors_in_inline_tables_name_their_line() {
    let project = new_project();
    let segments = "\n[[segment]]\nspeaker = \"narrator\"\ntext = \"It rained.\"\nunsure = \"x\"\ncandidates = [\"Ann\",\n1]\n";
    project.write(
        "script.toml",
        &format!("episode = {{ title = \"T\" }}\ncast = {{ narrator = 7 }}\n{segments}"),
    );
    project.aloud(&["check"]).refused(&[
        "script.toml:2",
        "`narrator` is not a string",
        "script.toml:9",
        "`candidates`",
    ]);
}

#[cfg(unix)]
#[test]
fn amends_no_linked_script() {
    let project = new_project();
    project.write("a.txt", ARTICLE);
    project.aloud(&["script", "a.txt"]);
    fs::create_dir(project.path("kept")).unwrap();
    fs::rename(project.path("script.toml"), project.path("kept/mine.toml")).unwrap();
    std::os::unix::fs::symlink("kept/mine.toml", project.path("script.toml")).unwrap();
    project.write("a.txt", &ARTICLE.replace("until Friday", "until Sunday"));
    let before = project.text("kept/mine.toml");
    project.aloud(&["script"]).refused(&["symbolic link", "script.toml"]);
    assert!(project.path("script.toml").is_symlink());
    assert_eq!(project.text("kept/mine.toml"), before);
}

#[test]
fn unreadable_history_fails_script_and_build() {
    let project = new_project();
    project.write("a.txt", ARTICLE);
    project.aloud(&["script", "a.txt"]);
    let before = project.text("script.toml");
    fs::create_dir_all(project.path(".aloud/history.jsonl")).unwrap();
    project.write("a.txt", &ARTICLE.replace("until Friday", "until Sunday"));
    project.aloud(&["script"]).refused(&["history.jsonl", "cannot read", "help:"]);
    assert_eq!(project.text("script.toml"), before, "script and history must change together");
    project.aloud(&["build"]).refused(&["history.jsonl", "cannot read", "help:"]);
    assert!(!project.path(".aloud/takes").exists(), "the build must fail before it speaks");
}

#[test]
fn new_prints_one_json_line() {
    let project = new_project();
    let run = project.aloud(&["new", "mine", "--json"]);
    assert_eq!((run.code, run.stderr.as_str(), run.stdout.lines().count()), (Some(0), "", 1), "{run:?}");
    assert_eq!(run.events("new")[0]["project"], "mine");
}
