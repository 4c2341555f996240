//! Tests what the command line does for people: completions, manual pages, standard input, hints and lengths.

use std::fs;
use std::io::Write;
use std::process::Stdio;

use crate::harness::{Project, Run};

const STORY: &[(&str, &str)] = &[("narrator", "The ferry was late."), ("Ann Okafor", "We had tea.")];

#[test]
fn completion_scripts_are_valid_and_complete_commands() {
    needs!("bash");
    let project = Project::new("");
    let run = project.aloud(&["completions", "bash"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    project.write("aloud.bash", &run.stdout);
    let ask = "source ./aloud.bash\nCOMP_WORDS=(aloud scri)\nCOMP_CWORD=1\n_aloud aloud scri aloud\necho ${COMPREPLY[@]}\n";
    project.write("ask.bash", ask);
    let output = project.shell("bash ask.bash");
    assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), "script", "{output:?}");
    for shell in ["zsh", "fish", "elvish", "powershell"] {
        assert!(project.aloud(&["completions", shell]).stdout.contains("aloud"), "{shell}");
    }
}

#[test]
fn the_manual_has_a_page_for_each_command() {
    let project = Project::new("");
    fs::create_dir(project.path("man")).unwrap();
    assert_eq!(project.aloud(&["man", "man"]).code, Some(0));
    let page = project.text("man/aloud-build.1");
    assert!(page.starts_with(".ie") && page.contains("\\-\\-draft"), "{page}");
    assert!(project.text("man/aloud.1").contains("aloud\\-script(1)"));
    project.aloud(&["man", "missing"]).refused(&["the manual pages cannot be written", "existing folder"]);
}

#[test]
fn an_article_from_standard_input_replaces_the_articles_text() {
    let project = Project::new("");
    fs::remove_file(project.path("script.toml")).unwrap();
    let import = |text: &str| {
        let mut command = project.command(&["script", "-"]);
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
        Run::of(child.wait_with_output().unwrap())
    };
    let run = import("The ferry\n\nIt was late. It was wet.\n");
    assert_eq!(run.code, Some(0), "{run:?}");
    let written = project.text("script.toml");
    assert!(written.contains("article = \"article.txt\"") && written.contains("It was wet."), "{written}");
    assert_eq!(import("The ferry\n\nIt was late. It was cold.\n").code, Some(0));
    assert!(project.text("script.toml").contains("It was cold."));
    assert_eq!(project.text("article.txt"), "The ferry\n\nIt was late. It was cold.\n");
}

#[test]
fn a_mistyped_voice_gets_a_hint() {
    let project = Project::with_segments(STORY);
    project
        .aloud(&["voices", "say", "adler", "Hello"])
        .refused(&["no voice `adler`", "did you mean `alder`"]);
    project.write(
        "script.toml",
        &project.text("script.toml").replace("narrator = \"one\"", "narrator = \"adler\""),
    );
    project.aloud(&["build"]).refused(&["no voice `adler`", "did you mean `alder`"]);
}

#[test]
fn sound_for_people_has_16_bits() {
    let project = Project::with_segments(STORY);
    project.build();
    for args in [
        ["voices", "say", "one", "Good morning", "-o", "x.wav"].as_slice(),
        &["takes", "1", "1", "-o", "x.wav"],
    ] {
        assert_eq!(project.aloud(args).code, Some(0), "{args:?}");
        let spec = hound::WavReader::open(project.path("x.wav")).unwrap().spec();
        assert_eq!((spec.bits_per_sample, spec.sample_format), (16, hound::SampleFormat::Int), "{args:?}");
    }
}

#[test]
fn pruning_needs_neither_programs_nor_cues_nor_recordings() {
    let project = Project::with_segments(STORY);
    project.build();
    let script = project.text("script.toml").replace("We had tea.", "We had coffee.");
    project.write("script.toml", &format!("{script}\n[[cue]]\nrole = \"intro\"\nfile = \"missing.wav\"\n"));
    project.aloud(&["build"]).refused(&["missing.wav"]);
    let run = project.aloud(&["prune", "--larger-than", "0B"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    assert!(run.stderr.contains("1 take deleted"), "{run:?}");
    // Without its voice, the takes of a segment are not known.
    project.write("script.toml", &script.replace("narrator = \"one\"", "narrator = \"nobody\""));
    project.aloud(&["prune", "--larger-than", "0B"]).refused(&["no voice `nobody`"]);
}

#[test]
#[cfg(unix)]
fn players_and_openers_are_found_on_the_search_path() {
    use std::os::unix::fs::PermissionsExt;
    let project = Project::undisclosed(STORY);
    project.build();
    for (program, line) in [("pw-play", "cp \"$1\" played.wav"), ("xdg-open", "echo \"$1\" > opened")] {
        let file = format!("bin/{program}");
        project.write(&file, &format!("#!/bin/sh\n{line}\n"));
        fs::set_permissions(project.path(&file), fs::Permissions::from_mode(0o755)).unwrap();
    }
    let run = |args: &[&str], path: &str| {
        let bin = project.path("bin");
        let path = std::env::join_paths([bin.as_path(), path.as_ref()]).unwrap();
        Run::of(project.command(args).env("PATH", path).output().unwrap())
    };
    assert_eq!(run(&["play"], "/usr/bin").code, Some(0));
    assert_eq!(project.read("played.wav"), project.read("out/episode.wav"));

    let segment = &project.json("out/episode.json")["segments"][1];
    let frames = segment["end_frame"].as_u64().unwrap() - segment["start_frame"].as_u64().unwrap();
    assert_eq!(run(&["play", "2"], "/usr/bin").code, Some(0));
    let played = hound::WavReader::open(project.path("played.wav")).unwrap();
    assert_eq!((played.spec().bits_per_sample, u64::from(played.duration())), (16, frames));

    // A player prints nothing; `open` needs the shell's `echo` only.
    let opened = run(&["open"], "/usr/bin");
    assert_eq!((opened.code, opened.stderr.as_str()), (Some(0), ""));
    let line = (0..200).find_map(|_| {
        std::thread::sleep(std::time::Duration::from_millis(20));
        fs::read_to_string(project.path("opened")).ok().filter(|line| line.ends_with('\n'))
    });
    assert!(line.unwrap().ends_with("out/episode.html\n"));

    let edited = project.text("script.toml").replace("We had tea.", "We had none.");
    project.write("script.toml", &edited);
    run(&["play", "2"], "/usr/bin").refused(&["segment 2 is not in the episode as it is now", "aloud build"]);
}

#[test]
fn quiet_commands_print_only_errors_and_warnings() {
    let project = Project::with_segments(STORY);
    let quiet = project.aloud(&["build", "-q"]);
    assert_eq!((quiet.code, quiet.stderr.as_str()), (Some(0), ""));
    assert!(project.aloud(&["build"]).stderr.contains("nothing changed"));
    project.aloud(&["play", "9", "-q"]).refused(&["there is no segment `9`"]);
}
