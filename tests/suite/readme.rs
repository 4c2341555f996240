//! The README is run: every command in it works, and every TOML block is what Aloud reads.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::harness::{Project, TEST_VOICE, script};

const README: &str = include_str!("../../README.md");

/// The code blocks of that language, in order.
fn blocks(language: &str) -> Vec<&'static str> {
    let opening = format!("```{language}\n");
    let parts = README.split(opening.as_str()).skip(1);
    parts.map(|part| part.split("```").next().expect("a closing fence")).collect()
}

#[test]
fn every_command_of_the_five_minutes_works_in_turn() {
    let project = Project::new("");
    fs::remove_file(project.path("script.toml")).unwrap();
    fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("article.md"), project.path("my-article.md"))
        .unwrap();
    let mut folder = String::from(".");
    let mut ran = 0;
    for line in blocks("sh").into_iter().flat_map(str::lines) {
        let words: Vec<&str> = line.split('#').next().unwrap().split_whitespace().collect();
        match words.as_slice() {
            ["cd", dir] => folder = (*dir).to_string(),
            ["aloud", args @ ..] => {
                let run = project.aloud(&[&["-C", folder.as_str()], args].concat());
                assert_eq!(run.code, Some(0), "{line}: {run:?}");
                ran += 1;
            }
            _ => {}
        }
    }
    assert!(ran >= 3, "new, check and build at least");
    assert!(project.path("my-episode/out/episode.wav").exists());
}

#[test]
fn every_toml_block_is_read_without_a_complaint() {
    let blocks = blocks("toml");
    let of = |mark: &str| {
        blocks.iter().find(|block| block.contains(mark)).copied().unwrap_or_else(|| panic!("{mark}"))
    };
    let project = Project::new(of("[[segment]]"));
    project.write("lexicon.toml", of("[words]"));
    fs::create_dir(project.path("sounds")).unwrap();
    let theme = project.path("sounds/theme.flac");
    let made =
        Command::new("sox").args(["-n", theme.to_str().unwrap(), "synth", "3", "sine", "440"]).status();
    assert!(made.expect("install `sox` to run this test").success());
    for (nth, block) in blocks.iter().filter(|block| block.contains("backend =")).enumerate() {
        project.write(&format!("voices/readme{nth}/voice.toml"), block);
    }
    let run = project.aloud(&["voices"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    let check = project.aloud(&["check"]);
    assert_eq!(check.code, Some(0), "{check:?}");
}

#[test]
fn the_feed_of_the_readme_is_made() {
    let feed = blocks("toml").into_iter().find(|block| block.contains("[[episode]]")).expect("a feed.toml");
    let project = Project::new("");
    fs::remove_file(project.path("script.toml")).unwrap();
    project.write("feed.toml", feed);
    project.picture("cover.jpg", "1400x1400");
    project.write(
        "ferry/script.toml",
        &("[episode]\ntitle = \"The ferry\"\n".to_string() + &script(&[("narrator", "Hm.")])),
    );
    project.write("ferry/voices/one/voice.toml", TEST_VOICE);
    project.write("ferry/voices/two/voice.toml", TEST_VOICE);
    for args in [["-C", "ferry", "build"].as_slice(), &["feed", "."]] {
        let run = project.aloud(args);
        assert_eq!(run.code, Some(0), "{run:?}");
    }
    assert!(project.text("feed.xml").contains("https://media.example.org/islands/ferry/out/episode.wav"));
}
