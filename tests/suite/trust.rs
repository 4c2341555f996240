//! Tests that a project runs no program and sends nothing to a server before the user trusts it.
#![cfg(unix)]

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::harness::{Project, Run, TEST_VOICE};

/// Shell that leaves a trace outside the project, and then speaks.
fn script(project: &Project) -> String {
    let sound = project.path("sound.wav");
    write_speech(&sound);
    format!("#!/bin/sh\ntouch '{}'\ncat '{}'\n", trace(project).display(), sound.display())
}

fn write_speech(path: &Path) {
    let spec = hound::WavSpec {
        channels: 1,
        sample_rate: 16_000,
        bits_per_sample: 16,
        sample_format: hound::SampleFormat::Int,
    };
    let mut wav = hound::WavWriter::create(path, spec).unwrap();
    (0..32_000).for_each(|n| wav.write_sample(if n % 80 < 40 { 8_000_i16 } else { -8_000 }).unwrap());
    wav.finalize().unwrap();
}

fn trace(project: &Project) -> std::path::PathBuf {
    project.path("").with_extension("ran")
}

/// Creates a project as a stranger wrote it: voice `one` runs a script in its folder.
fn strangers() -> Project {
    let project = Project::undisclosed(&[("narrator", "The ferry was late.")]).untrusted();
    project.write("voices/one/speak.sh", &script(&project));
    project.write("voices/one/voice.toml", "backend = \"command\"\ncommand = [\"sh\", \"{dir}/speak.sh\"]\n");
    project
}

/// Fails if the script ran. Then forgets its trace.
#[track_caller]
fn assert_ran(project: &Project, ran: bool) {
    assert_eq!(fs::remove_file(trace(project)).is_ok(), ran);
}

#[track_caller]
fn assert_untrusted(project: &Project, run: &Run, parts: &[&str]) {
    run.refused(parts);
    run.refused(&["aloud trust", "--trust"]);
    assert_ran(project, false);
}

#[test]
fn no_command_runs_a_program_of_an_untrusted_project() {
    let project = strangers();
    for args in [
        ["build"].as_slice(),
        &["build", "--draft"],
        &["check"],
        &["plan"],
        &["plan", "--json"],
        &["voices"],
        &["voices", "--json"],
        &["voices", "say", "one", "Hm."],
        &["sheet"],
        &["outputs"],
        &["trust", "--list"],
        &["prune", "--older-than", "0s"],
    ] {
        project.aloud(args);
        assert_ran(&project, false);
    }
    let parts =
        ["voice `one`", "run `sh {dir}/speak.sh` in `voices/one` with `voices/one/speak.sh`", "not trusted"];
    for args in [["build"].as_slice(), &["check"], &["plan"], &["voices", "say", "one", "Hm."]] {
        assert_untrusted(&project, &project.aloud(args), &parts);
    }
    let json = project.aloud(&["check", "--json"]).stdout;
    assert!(json.contains("\"code\":\"trust-missing\""), "{json}");
}

#[test]
fn trust_allows_exactly_the_command_and_its_files() {
    let project = strangers();
    let run = project.aloud(&["trust"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    assert!(run.stderr.contains("trusted: run `sh {dir}/speak.sh`"), "{run:?}");
    assert_ran(&project, false);
    project.build();
    assert_ran(&project, true);
    let text = project.text("voices/one/speak.sh");
    project.write("voices/one/speak.sh", &(text.clone() + "# more\n"));
    assert_untrusted(
        &project,
        &project.aloud(&["build"]),
        &["changed since you trusted it", "`voices/one/speak.sh`"],
    );
    project.write("voices/one/speak.sh", &text);
    project.build();
    // A module next to the script is run by it, although the command line does not name it.
    project.write("voices/one/os.py", "x");
    project.write("script.toml", &project.text("script.toml").replace("late", "early"));
    assert_untrusted(&project, &project.aloud(&["build"]), &["`voices/one/os.py`"]);
    fs::remove_file(project.path("voices/one/os.py")).unwrap();
    project.build();
    assert_ran(&project, true);
    let voice = project.text("voices/one/voice.toml");
    project.write("voices/one/voice.toml", &voice.replace("[\"sh\", ", "[\"sh\", \"-x\", "));
    assert_untrusted(&project, &project.aloud(&["build"]), &["the command line", "sh -x"]);
}

#[test]
fn the_option_trusts_one_run_and_records_nothing() {
    let project = strangers();
    assert_eq!(project.aloud(&["build", "--trust"]).code, Some(0));
    assert_ran(&project, true);
    project.write("script.toml", &project.text("script.toml").replace("late", "early"));
    assert_untrusted(&project, &project.aloud(&["build"]), &["not trusted"]);
}

#[test]
fn a_build_from_stored_takes_needs_no_trust() {
    let project = strangers();
    assert_eq!(project.aloud(&["build", "--trust"]).code, Some(0));
    let before = project.out();
    fs::remove_dir_all(project.path("out")).unwrap();
    project.build();
    assert_eq!(project.out(), before);
}

#[test]
fn revoked_trust_is_gone() {
    let project = strangers();
    assert!(project.aloud(&["trust", "--list"]).stdout.starts_with("not trusted"));
    project.aloud(&["trust"]);
    assert!(project.aloud(&["trust", "--list"]).stdout.starts_with("trusted"));
    let run = project.aloud(&["trust", "--revoke"]);
    assert!(run.code == Some(0) && run.stderr.contains("not trusted any more"), "{run:?}");
    assert_untrusted(&project, &project.aloud(&["build"]), &[]);
}

#[test]
fn files_of_the_project_cannot_grant_trust() {
    let project = strangers();
    project.aloud(&["trust"]);
    // The same files in another place are another project.
    let copy = strangers();
    for file in ["voices/one/speak.sh", "voices/one/voice.toml"] {
        fs::copy(project.path(file), copy.path(file)).unwrap();
    }
    let elsewhere = copy.path("").to_string_lossy().into_owned();
    assert_untrusted(&project, &project.aloud(&["-C", &elsewhere, "build"]), &[]);
    // A state folder inside the project holds whatever the project's author put there.
    for variable in ["XDG_STATE_HOME", "HOME"] {
        let mut command = project.command(&["trust"]);
        command.env_remove("XDG_STATE_HOME").env("HOME", "/nonexistent").env(variable, project.path("state"));
        let run = Run::of(command.output().unwrap());
        run.refused(&["inside the project"]);
    }
    for state in ["state", "."] {
        let mut command = copy.command(&["build"]);
        let run = Run::of(command.env("XDG_STATE_HOME", state).env("HOME", copy.path("")).output().unwrap());
        assert_untrusted(&copy, &run, &[]);
    }
}

#[test]
fn files_elsewhere_in_the_project_count_if_the_command_names_them() {
    for command in [
        "[\"sh\", \"../../tools/speak.sh\"]",
        "[\"sh\", \"{dir}/../../tools/speak.sh\"]",
        "[\"sh\", \"-c\", \"sh ../../tools/speak.sh; true\"]",
        "[\"env\", \"TOOLS=../../tools\", \"sh\", \"-c\", \"sh $TOOLS/speak.sh\"]",
        "[\"../../tools/speak.sh\"]",
        "[\"sh\", \"link.sh\"]",
        "[\"sh\", \"linked/speak.sh\"]",
    ] {
        let project = strangers();
        project.write("tools/speak.sh", &project.text("voices/one/speak.sh"));
        Command::new("chmod").arg("+x").arg(project.path("tools/speak.sh")).status().unwrap();
        std::os::unix::fs::symlink("../../tools/speak.sh", project.path("voices/one/link.sh")).unwrap();
        std::os::unix::fs::symlink("../../tools", project.path("voices/one/linked")).unwrap();
        project.write("voices/one/voice.toml", &format!("backend = \"command\"\ncommand = {command}\n"));
        assert_eq!(project.aloud(&["trust"]).code, Some(0));
        project.build();
        assert_ran(&project, true);
        project.write("tools/speak.sh", &(project.text("tools/speak.sh") + "true\n"));
        project.write("script.toml", &project.text("script.toml").replace("late", "early"));
        assert_untrusted(&project, &project.aloud(&["build"]), &["`tools/speak.sh`"]);
    }
}

#[test]
fn relative_entries_of_the_search_path_find_no_program() {
    let project = strangers();
    let evil = format!("#!/bin/sh\ntouch '{}'\n", trace(&project).display());
    for name in
        ["ffmpeg", "voices/one/ffmpeg", "voices/one/espeak-ng", "espeak-ng", "tools/ffmpeg", "voices/one/cat"]
    {
        project.write(name, &evil);
        Command::new("chmod").arg("+x").arg(project.path(name)).status().unwrap();
    }
    project.write("voices/one/voice.toml", TEST_VOICE);
    project.write("script.toml", &(project.text("script.toml") + "\n[outputs]\nm4a = true\n"));
    for path in [".:tools:/usr/bin:/bin", ":/usr/bin:/bin", "tools", "", "."] {
        for args in [["check"].as_slice(), &["build"]] {
            project.command(args).env("PATH", path).output().unwrap();
            assert_ran(&project, false);
        }
    }
    // A trusted command starts programs by name; these must not come from the project either.
    project.write(
        "voices/one/voice.toml",
        "backend = \"command\"\ncommand = [\"sh\", \"-c\", \"cat /dev/null\"]\n",
    );
    for path in [".:/usr/bin:/bin", ":/usr/bin:/bin"] {
        project.command(&["build", "--trust"]).env("PATH", path).output().unwrap();
        assert_ran(&project, false);
    }
}

#[test]
fn a_project_made_here_is_trusted_while_only_the_user_changes_it() {
    let user = strangers();
    assert_eq!(user.aloud(&["new", "mine"]).code, Some(0));
    let voice = user.text("voices/one/voice.toml");
    user.write("mine/voices/alder/voice.toml", &voice);
    user.write("mine/voices/alder/speak.sh", &user.text("voices/one/speak.sh"));
    let say = |text: &str| user.aloud(&["-C", "mine", "voices", "say", "alder", text]);
    assert_eq!(say("Good morning.").code, Some(0));
    assert_ran(&user, true);
    user.write("mine/voices/alder/speak.sh", &(user.text("voices/one/speak.sh") + "true\n"));
    assert_eq!(say("Good morning.").code, Some(0), "an edit by the user needs no question");
    assert_ran(&user, true);
    // With a remote, a pull may change it.
    user.write("mine/.git/config", "[remote \"origin\"]\n\turl = https://example.org/mine\n");
    assert_untrusted(&user, &say("Good morning."), &["it has a remote"]);
    assert_eq!(user.aloud(&["-C", "mine", "trust"]).code, Some(0));
    assert_eq!(say("Good morning.").code, Some(0));
    assert_ran(&user, true);
    user.write("mine/voices/alder/speak.sh", &user.text("voices/one/speak.sh"));
    assert_untrusted(&user, &say("Good morning."), &["changed since you trusted it"]);
    fs::remove_dir_all(user.path("mine/.git")).unwrap();
    assert_eq!(say("Good morning.").code, Some(0));
    assert_ran(&user, true);
    // Another project in the same place, or the same project in another place, was not made here.
    fs::rename(user.path("mine"), user.path("yours")).unwrap();
    let run = user.aloud(&["-C", "yours", "voices", "say", "alder", "Hm."]);
    assert_untrusted(&user, &run, &["not trusted"]);
    fs::rename(user.path("yours"), user.path("mine")).unwrap();
    fs::remove_dir_all(user.path("mine/.aloud")).unwrap();
    assert_untrusted(&user, &say("Good morning."), &[]);
}

#[test]
fn a_voice_is_stale_when_its_script_changes() {
    let project = strangers();
    project.write(
        "voices/one/voice.toml",
        "backend = \"command\"\ncommand = [\"sh\", \"speak.sh\", \"notes.log\"]\n",
    );
    project.write("voices/one/notes.log", "1");
    let build = |project: &Project| project.aloud(&["build", "--trust"]);
    assert!(build(&project).stderr.contains("1 spoken"));
    assert!(build(&project).stderr.contains("0 spoken"));
    project.write("voices/one/speak.sh", &(project.text("voices/one/speak.sh") + "# louder\n"));
    let run = build(&project);
    assert!(run.stderr.contains("1 spoken") && !run.stderr.contains("nothing changed"), "{run:?}");
    project.write("voices/one/notes.log", "2");
    assert!(build(&project).stderr.contains("0 spoken"), "a log that the command writes is no script");
    // The program itself counts too, and so does a script without an ending.
    project.write("voices/one/speak", &project.text("voices/one/speak.sh"));
    Command::new("chmod").arg("+x").arg(project.path("voices/one/speak")).status().unwrap();
    project.write("voices/one/voice.toml", "backend = \"command\"\ncommand = [\"./speak\"]\n");
    assert!(build(&project).stderr.contains("1 spoken"));
    project.write("voices/one/speak", &(project.text("voices/one/speak") + "# again\n"));
    assert!(build(&project).stderr.contains("1 spoken"));
}

#[cfg(feature = "http")]
mod keys {
    use super::*;
    use crate::server::{Server, response, speech_wav};

    const KEY: &str = "a-key-that-must-stay-secret";

    fn service(variable: &str, url: &str) -> Project {
        let project = Project::undisclosed(&[("narrator", "The ferry was late.")]).untrusted();
        let voice = format!(
            "backend = \"openai\"\nbase_url = \"{url}\"\nmodel = \"m\"\nvoice = \"v\"\napi_key_env = \"{variable}\"\n\
             [http]\nretries = 0\ntimeout = 5\n"
        );
        project.write("voices/one/voice.toml", &voice);
        project
    }

    fn run(project: &Project, args: &[&str]) -> Run {
        let mut command = project.command(args);
        for name in ["MY_KEY", "AWS_SECRET_ACCESS_KEY", "OPENAI_API_KEY"] {
            command.env(name, KEY);
        }
        Run::of(command.output().unwrap())
    }

    #[test]
    fn a_key_is_sent_only_to_the_trusted_server() {
        let server = Server::new(|_, _| response("200 OK", &[], &speech_wav(24_000)));
        let project = service("AWS_SECRET_ACCESS_KEY", &server.url);
        for args in [["build"].as_slice(), &["check"], &["voices", "say", "one", "Hm."]] {
            run(&project, args).refused(&[
                &format!("send the key in `AWS_SECRET_ACCESS_KEY` to `{}`", server.url),
                "not trusted",
                "`voices/one/voice.toml`",
                "aloud trust",
            ]);
        }
        assert_eq!(server.requests().len(), 0);
        assert_eq!(run(&project, &["trust"]).code, Some(0));
        assert_eq!(run(&project, &["build"]).code, Some(0));
        assert!(server.requests()[0].headers.contains(KEY));
        let other = Server::new(|_, _| response("200 OK", &[], &speech_wav(24_000)));
        let voice = project.text("voices/one/voice.toml");
        project.write(
            "voices/one/voice.toml",
            &voice.replace(&server.url, &other.url).replace("\"m\"", "\"n\""),
        );
        run(&project, &["build"]).refused(&["the server", &other.url]);
        project.write(
            "voices/one/voice.toml",
            &voice.replace("AWS_SECRET_ACCESS_KEY", "MY_KEY").replace("\"m\"", "\"n\""),
        );
        run(&project, &["build"]).refused(&["the variable", "MY_KEY"]);
        assert_eq!((server.requests().len(), other.requests().len()), (1, 0));
    }

    #[test]
    fn an_untrusted_project_sends_nothing_to_a_server_without_a_key() {
        // Such as a program on this machine, which takes any request as one of its user.
        let server = Server::new(|_, _| response("200 OK", &[], &speech_wav(24_000)));
        let project = service("MY_KEY", &server.url);
        let voice = project.text("voices/one/voice.toml").replace("api_key_env = \"MY_KEY\"\n", "");
        project.write("voices/one/voice.toml", &voice);
        for args in [["build"].as_slice(), &["check"], &["voices", "say", "one", "Hm."]] {
            project.aloud(args).refused(&[
                &format!("send text or takes to `{}`", server.url),
                "not trusted",
                "aloud trust",
            ]);
        }
        let piper = format!("backend = \"piper\"\nvoice = \"v\"\nbase_url = \"{}\"\n", server.url);
        project.write("voices/one/voice.toml", &piper);
        project.aloud(&["build"]).refused(&["send text or takes to", "aloud trust"]);
        let script = project.text("script.toml");
        let ask = format!("\n[ask]\nbase_url = \"{}\"\nmodel = \"m\"\n", server.url);
        project.write("a.txt", crate::language_model::ARTICLE);
        fs::remove_file(project.path("script.toml")).unwrap();
        assert_eq!(project.aloud(&["script", "a.txt"]).code, Some(0));
        project.write("script.toml", &(project.text("script.toml") + &ask));
        project.aloud(&["script", "--ask"]).refused(&["send text or takes to", "aloud trust"]);
        assert_eq!(server.requests().len(), 0);
        project.write("script.toml", &script);
        project.write("voices/one/voice.toml", &voice);
        assert_eq!(project.aloud(&["trust"]).code, Some(0));
        assert_eq!(project.aloud(&["build"]).code, Some(0));
        assert_eq!(server.requests().len(), 1);
    }

    #[test]
    fn a_key_for_this_machine_does_not_pass_through_a_proxy() {
        let proxy = Server::new(|_, _| response("400 Bad Request", &[], b"no"));
        let server = Server::new(|_, _| response("200 OK", &[], &speech_wav(24_000)));
        let project = service("MY_KEY", &server.url);
        let mut command = project.command(&["build", "--trust"]);
        for name in ["HTTP_PROXY", "http_proxy", "ALL_PROXY"] {
            command.env(name, &proxy.url);
        }
        let run = Run::of(command.env_remove("NO_PROXY").env("MY_KEY", KEY).output().unwrap());
        assert_eq!(run.code, Some(0), "{run:?}");
        assert_eq!((proxy.requests().len(), server.requests().len()), (0, 1));
    }

    #[test]
    fn keys_never_travel_without_encryption() {
        for url in ["http://tts.example.invalid", "http://10.11.12.13", "http://localhost.example.invalid"] {
            let project = service("OPENAI_API_KEY", url);
            for args in [["build"].as_slice(), &["build", "--trust"], &["check", "--trust"], &["trust"]] {
                run(&project, args).refused(&["without encryption", "https://"]);
            }
        }
    }

    #[test]
    fn a_key_goes_to_its_own_service_without_a_question() {
        // The service is never reached: the check comes before the connection, and the price limit between them.
        let project = service("OPENAI_API_KEY", "https://api.openai.com");
        let voice = project.text("voices/one/voice.toml");
        project.write("voices/one/voice.toml", &format!("price = 15.0\n{voice}"));
        assert_eq!(run(&project, &["check"]).code, Some(0));
        let listed = run(&project, &["trust", "--list"]);
        assert!(listed.stderr.contains("needs no trust"), "{listed:?}");
        for (from, to) in [
            ("https://api.openai.com", "https://api.openai.com.example.invalid"),
            ("https://api.openai.com", "https://api.openai.com:8443"),
            ("OPENAI_API_KEY", "AWS_SECRET_ACCESS_KEY"),
        ] {
            project.write("voices/one/voice.toml", &voice.replace(from, to));
            run(&project, &["check"]).refused(&["not trusted"]);
        }
        project.write("voices/one/voice.toml", &voice.replace("https://", "https://api.openai.com@"));
        run(&project, &["check"]).refused(&["is not the address of a server"]);
    }

    #[test]
    fn a_region_cannot_lead_to_another_host() {
        let project = Project::undisclosed(&[("narrator", "The ferry was late.")]).untrusted();
        let voice = "backend = \"polly\"\nregion = \"eu-west-1\"\nvoice = \"Amy\"\nengine = \"neural\"\n";
        project.write("voices/one/voice.toml", voice);
        let check = |project: &Project| {
            let mut command = project.command(&["check"]);
            command.env("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE").env("AWS_SECRET_ACCESS_KEY", KEY);
            Run::of(command.env_remove("AWS_SESSION_TOKEN").output().unwrap())
        };
        assert_eq!(check(&project).code, Some(0));
        for region in ["example.invalid/", "example.invalid?", "example.invalid#", "s3", "a.b"] {
            project.write("voices/one/voice.toml", &voice.replace("eu-west-1", region));
            check(&project).refused(&["trust"]);
        }
    }

    #[test]
    fn a_language_model_gets_no_key_without_trust() {
        let server = Server::new(|_, _| response("400 Bad Request", &[], b"no"));
        let project = Project::new("").untrusted();
        fs::remove_file(project.path("script.toml")).unwrap();
        project.write("a.txt", crate::language_model::ARTICLE);
        assert_eq!(project.aloud(&["script", "a.txt"]).code, Some(0));
        let ask =
            format!("\n[ask]\nbase_url = \"{}\"\nmodel = \"m\"\napi_key_env = \"MY_KEY\"\n", server.url);
        project.write("script.toml", &(project.text("script.toml") + &ask));
        run(&project, &["script", "--ask"]).refused(&["send the key in `MY_KEY`", "`script.toml`"]);
        assert_eq!(server.requests().len(), 0);
        assert_eq!(run(&project, &["trust"]).code, Some(0));
        run(&project, &["script", "--ask"]).refused(&["answered 400"]);
        assert_eq!(server.requests().len(), 1);
    }
}
