//! Tests that a recogniser listens to takes: the wrong ones are asked for again, and reported if no try is right.
#![cfg(unix)]

use std::fs;

use crate::harness::{Project, script};

const SENTENCES: [&str; 2] =
    ["The harbour master closed the gate before the storm arrived.", "Siobhan Vane saw 21 boats come home."];

/// A recogniser that prints the next line of `answers.txt`, and keeps a list of its calls outside the project.
const HEAR: &str = r#"#!/bin/sh
[ "$2" = en ] && head -c 4 "$1" | grep -q RIFF || exit 3
printf 'x\n' >> "$CALLS"
sed -n "$(wc -l < "$CALLS")p" "$3"
"#;

/// A project with two sentences. Its voice buzzes, and its recogniser gives these answers.
fn project(answers: &[&str]) -> Project {
    let segments: Vec<(&str, &str)> = SENTENCES.iter().map(|text| ("narrator", *text)).collect();
    let project = Project::new(&(script(&segments) + "\n[disclosure]\nspoken = false\n" + VERIFY));
    fs::write(calls(&project), "").unwrap();
    project.write("ears/hear.sh", HEAR);
    project.write("ears/answers.txt", &(answers.join("\n") + "\n"));
    write_voice(&project);
    project
}

const VERIFY: &str = "\n[verify]\ncommand = [\"sh\", \"{dir}/ears/hear.sh\", \"{wav}\", \"{language}\", \"{dir}/ears/answers.txt\"]\n";

/// A voice that takes a seed, so a take can be asked for again.
fn write_voice(project: &Project) {
    let samples = crate::server::pcm(24_000, 3.0);
    fs::write(project.path("sound.wav"), crate::server::wav(24_000, &samples, samples.len() as u32)).unwrap();
    project.write("voices/one/speak.sh", "cat ../../sound.wav\n");
    let voice = "backend = \"command\"\ncommand = [\"sh\", \"{dir}/speak.sh\", \"{seed}\"]\n";
    project.write("voices/one/voice.toml", voice);
}

/// The list of the recogniser's calls.
fn calls(project: &Project) -> std::path::PathBuf {
    project.path("").with_extension("calls")
}

fn count_calls(project: &Project) -> usize {
    fs::read_to_string(calls(project)).unwrap().lines().count()
}

/// Runs a command with one thread: the answers have an order.
fn run(project: &Project, args: &[&str]) -> crate::harness::Run {
    let mut command = project.command(args);
    crate::harness::Run::of(command.env("CALLS", calls(project)).output().unwrap())
}

/// True if a build says nothing about its takes.
fn is_silent(run: &crate::harness::Run) -> bool {
    !run.stderr.contains("looks faulty") && !run.stderr.contains("not checked")
}

/// Returns a message without its line ends.
fn flat(message: &str) -> String {
    message.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn build(project: &Project) -> crate::harness::Run {
    run(project, &["build", "--jobs", "1"])
}

const WRONG: &str = "The harbour master before the storm arrived.";
const RIGHT: [&str; 2] = [
    "the harbor master closed the gate before the storm arrived",
    "Shivaun Wayne saw twenty-one boats come home.",
];

#[test]
fn a_take_with_wrong_words_is_asked_for_again() {
    let project = project(&[WRONG, RIGHT[0], RIGHT[1]]);
    let first = build(&project);
    assert_eq!(first.code, Some(0), "{first:?}");
    assert!(is_silent(&first), "{first:?}");
    assert_eq!(count_calls(&project), 3);
    let again = build(&project);
    assert!(again.stderr.contains("nothing changed"), "{again:?}");
    assert_eq!(count_calls(&project), 3, "a take is listened to once");
}

#[test]
fn wrong_words_that_stay_are_reported_until_a_person_decides() {
    let project = project(&[WRONG, WRONG, WRONG, RIGHT[1], WRONG, WRONG]);
    let shown = "“closed the gate” is missing";
    let build = build(&project);
    assert_eq!(build.code, Some(0), "{build:?}");
    let calls = count_calls(&project);
    let check = run(&project, &["check"]);
    for stderr in [&build.stderr, &check.stderr] {
        assert_eq!(flat(stderr).matches("its words are wrong").count(), 1, "{stderr}");
        assert!(flat(stderr).contains(shown), "{stderr}");
    }
    assert_eq!(run(&project, &["report"]).code, Some(0));
    assert!(project.text("report.html").contains(shown));
    assert_eq!(count_calls(&project), calls, "only a build listens");
    project.write("script.toml", &project.text("script.toml").replace("[verify]", "[verify]\nleast = 0.3"));
    assert_eq!(run(&project, &["check"]).code, Some(0));
}

#[test]
fn stored_takes_are_listened_to_when_the_script_gets_a_recogniser() {
    let project = project(&[RIGHT[1], RIGHT[1], WRONG, RIGHT[1]]);
    let with = project.text("script.toml");
    project.write("script.toml", &with.replace(VERIFY, ""));
    assert_eq!(build(&project).code, Some(0));
    assert_eq!(count_calls(&project), 0);
    let episode = project.read("out/episode.wav");
    project.write("script.toml", &with);
    assert_eq!(build(&project).code, Some(0));
    assert_eq!(count_calls(&project), 2);
    assert!(flat(&run(&project, &["check"]).stderr).contains("its words are wrong"));
    assert_eq!(project.read("out/episode.wav"), episode, "listening changes no take");
    project.write("ears/hear.sh", &(HEAR.to_string() + "# another model\n"));
    assert_eq!(build(&project).code, Some(0));
    assert_eq!(count_calls(&project), 4, "another recogniser listens again");
}

#[test]
fn a_recogniser_that_fails_stops_nothing_and_is_asked_again() {
    let project = project(&[RIGHT[0], RIGHT[1]]);
    project.write("ears/hear.sh", "echo 'no model' >&2\nexit 7\n");
    let failed = build(&project);
    assert_eq!(failed.code, Some(0), "{failed:?}");
    assert_eq!(flat(&failed.stderr).matches("2 takes were not checked").count(), 1, "{failed:?}");
    assert!(failed.stderr.contains("no model"), "{failed:?}");
    project.write("ears/hear.sh", HEAR);
    assert_eq!(build(&project).code, Some(0));
    assert_eq!(count_calls(&project), 2);
}

#[test]
fn a_missing_program_and_wrong_settings_are_errors() {
    let project = project(&[]);
    let script = project.text("script.toml").replace(VERIFY, "");
    for (settings, parts) in [
        ("command = [\"no-such-ears\", \"{wav}\"]", ["no-such-ears", "was not found"]),
        ("command = [\"sh\", \"-c\", \"echo hm\"]", ["does not get the sound", "{wav}"]),
        ("command = [\"sh\", \"{wav}\"]\nbase_url = \"http://localhost:1\"", ["both", "keep one"]),
        ("model = \"m\"", ["base_url", "the address of the server"]),
        ("command = [\"sh\", \"{wav}\"]\nleast = 2.0", ["`least`", "from 0 to 1"]),
        ("command = [\"sh\", \"{wav}\"]\nmost = 2", ["`most`", "[verify]"]),
    ] {
        project.write("script.toml", &format!("{script}\n[verify]\n{settings}\n"));
        build(&project).refused(&parts);
    }
}

#[test]
fn an_untrusted_project_runs_no_recogniser() {
    let project = project(&[RIGHT[0], RIGHT[1]]);
    let with = project.text("script.toml");
    project.write("script.toml", &with.replace(VERIFY, ""));
    assert_eq!(build(&project).code, Some(0));
    let project = project.untrusted();
    project.write("script.toml", &with);
    let wanted =
        ["run `sh {dir}/ears/hear.sh {wav} {language} {dir}/ears/answers.txt` on each take", "ears/hear.sh"];
    for args in [["build"].as_slice(), &["check"], &["plan"]] {
        run(&project, args).refused(&wanted);
        run(&project, args).refused(&["aloud trust", "[verify]"]);
    }
    assert_eq!(run(&project, &["trust"]).code, Some(0));
    assert_eq!(count_calls(&project), 0);
    assert_eq!(build(&project).code, Some(0));
    assert_eq!(count_calls(&project), 2);
    // A module next to the script could be loaded by it.
    project.write("ears/json.py", "import os\n");
    fs::remove_dir_all(project.path(".aloud/takes")).unwrap();
    run(&project, &["check"]).refused(&["ears/json.py", "changed since you trusted it"]);
}

mod server {
    use super::*;
    use crate::server::{Server, response};

    const KEY: &str = "sk-a-key-that-must-stay-secret-0123456789";

    fn with_server(server: &Server) -> Project {
        let project = project(&[]);
        let settings = format!(
            "\n[verify]\nbase_url = \"{}/v1\"\nmodel = \"ears-1\"\napi_key_env = \"ALOUD_TEST_KEY\"\n",
            server.url
        );
        project.write("script.toml", &project.text("script.toml").replace(VERIFY, &settings));
        project
    }

    fn build(project: &Project) -> crate::harness::Run {
        let mut command = project.command(&["build", "--jobs", "1"]);
        crate::harness::Run::of(command.env("ALOUD_TEST_KEY", KEY).output().unwrap())
    }

    #[test]
    fn a_server_gets_the_take_and_its_words_are_compared() {
        let server = Server::new(|nth, _| {
            let words = ["the harbour master", RIGHT[0], RIGHT[1]][nth.min(2)];
            response("200 OK", &[], serde_json::json!({"text": words}).to_string().as_bytes())
        });
        let project = with_server(&server);
        let run = build(&project);
        assert_eq!(run.code, Some(0), "{run:?}");
        assert!(is_silent(&run), "{run:?}");
        let requests = server.requests();
        assert_eq!(requests.len(), 3);
        assert_eq!(requests[0].line, "POST /v1/audio/transcriptions");
        requests[0].has(&format!("authorization: Bearer {KEY}"));
        for part in [
            "name=\"model\"\r\n\r\nears-1\r\n",
            "name=\"language\"\r\n\r\nen\r\n",
            "filename=\"take.wav\"",
            "RIFF",
            "WAVE",
        ] {
            assert!(requests[0].body.contains(part), "{part}");
        }
    }

    #[test]
    fn a_server_that_refuses_is_reported_without_the_key() {
        let server =
            Server::new(|_, _| response("401 Unauthorized", &[], format!("bad key {KEY}").as_bytes()));
        let run = build(&with_server(&server));
        assert_eq!(run.code, Some(0), "{run:?}");
        assert!(
            flat(&run.stderr).contains("2 takes were not checked") && run.stderr.contains("401"),
            "{run:?}"
        );
        assert!(!run.stderr.contains(KEY), "{run:?}");
    }
}
