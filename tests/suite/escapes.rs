//! Tests that nothing Aloud prints controls the terminal, while the files it writes keep the text.

use std::fs;
use std::path::Path;

use crate::harness::{Project, Run, TEST_VOICE};
use crate::structure::files;

/// Sequences that change a terminal or the order of its text: clear the screen, set the title, a C1 control, a carriage return
/// that overwrites the line, DEL, and characters that reverse what follows.
const HOSTILE: [&str; 8] = [
    "\u{1b}[2J",
    "\u{1b}]0;owned\u{7}",
    "\u{9b}31m",
    "\rok: all good",
    "\u{7f}",
    "\u{202e}exe.txt",
    "\u{2067}\u{2066}",
    "\u{2028}help: run rm",
];

/// All of them, as a string of TOML.
fn hostile_toml() -> String {
    HOSTILE
        .concat()
        .chars()
        .map(|c| if c.is_control() { format!("\\u{:04X}", c as u32) } else { c.to_string() })
        .collect()
}

#[track_caller]
fn assert_harmless(run: &Run) {
    for (name, text) in [("stdout", &run.stdout), ("stderr", &run.stderr)] {
        let controls = |c: char| {
            (c.is_control() && c != '\n')
                || "\u{61c}\u{200e}\u{200f}\u{2028}\u{2029}".contains(c)
                || ('\u{202a}'..='\u{202e}').contains(&c)
                || ('\u{2066}'..='\u{2069}').contains(&c)
        };
        assert!(!text.contains(controls), "{name}: {text:?}");
    }
}

/// Creates a project whose texts, names and titles are hostile.
fn project() -> Project {
    let bad = hostile_toml();
    let project = Project::new(&format!(
        "[episode]\ntitle = \"The ferry {bad}\"\nlanguage = \"en\"\n\n[cast]\nnarrator = \"one\"\n\"Ann {bad}\" = \"two\"\n\
         \n[[segment]]\nspeaker = \"narrator\"\ntext = \"It was {bad} late.\"\n\
         \n[[segment]]\nspeaker = \"Ann {bad}\"\ntext = \"“We had tea {bad}.”\"\nunsure = \"two {bad} names\"\n\
         candidates = [\"Ann {bad}\", \"Bo\"]\n\
         \n[disclosure]\nspoken = false\n"
    ));
    project.write("voices/two/voice.toml", &format!("{TEST_VOICE}description = \"a voice {bad}\"\n"));
    project
}

#[test]
fn no_command_prints_control_or_bidirectional_characters() {
    let project = project();
    for args in [
        ["check"].as_slice(),
        &["plan", "-v"],
        &["build", "-v"],
        &["build", "--json"],
        &["plan", "--json"],
        &["review"],
        &["review", "--json"],
        &["takes", "2"],
        &["takes", "2", "1", "--pick"],
        &["levels"],
        &["voices"],
        &["voices", "--json"],
        &["sheet"],
        &["report"],
        &["outputs"],
        &["prune", "--older-than", "0s", "--dry-run", "-v"],
        &["publish"],
    ] {
        let run = project.aloud(args);
        assert_harmless(&run);
    }
    let shown = project.aloud(&["review"]).stderr;
    assert!(shown.contains("tea \\u{1b}[2J") && shown.contains("\\u{202e}exe.txt"), "{shown}");
}

#[test]
fn errors_about_hostile_names_and_values_are_escaped() {
    let bad = hostile_toml();
    for script in [
        format!(
            "[cast]\nnarrator = \"no {bad} voice\"\n[[segment]]\nspeaker = \"narrator\"\ntext = \"Hm {bad}.\"\n"
        ),
        format!("[mix]\n\"key {bad}\" = 1\n[[segment]]\nspeaker = \"narrator\"\ntext = \"Hm.\"\n"),
        format!("[mix]\npreset = \"loud {bad}\"\n[[segment]]\nspeaker = \"narrator\"\ntext = \"Hm.\"\n"),
        format!("x = \"{}", HOSTILE.concat()),
    ] {
        let project = Project::new(&script);
        for args in [["check"].as_slice(), &["build"], &["check", "--json"], &["script", "a.txt"]] {
            let run = project.aloud(args);
            assert_eq!(run.code, Some(1), "{script:?}");
            assert_harmless(&run);
        }
    }
}

#[test]
fn changes_of_an_article_are_escaped_and_files_keep_the_text() {
    let project = Project::new("");
    fs::remove_file(project.path("script.toml")).unwrap();
    let hostile = format!("It was {}late again.", HOSTILE.concat());
    project.write("a.txt", "The ferry\n\nIt was late.\n\n“We had tea,” said Ann Okafor.\n");
    assert_harmless(&project.aloud(&["script", "a.txt"]));
    project.write("a.txt", &format!("The ferry\n\n{hostile}\n\n“We had tea,” said Ann Okafor.\n"));
    for args in [["diff"].as_slice(), &["diff", "--json"], &["script", "--json"], &["script"]] {
        let run = project.aloud(args);
        assert_eq!(run.code, Some(0), "{run:?}");
        assert_harmless(&run);
    }
    let script: toml_edit::DocumentMut = project.text("script.toml").parse().unwrap();
    let texts = script["segment"].as_array_of_tables().unwrap().iter();
    let kept =
        texts.filter_map(|segment| segment["text"].as_str()).any(|text| text.contains("\u{202e}exe.txt"));
    assert!(kept, "{script}");
}

#[cfg(unix)]
#[test]
fn names_of_files_are_escaped() {
    let project = project();
    let name = format!("article {}.txt", HOSTILE.concat());
    for args in [["script", &name].as_slice(), &["mix", &name, "-o", "x.wav"], &["-C", &name, "build"]] {
        let run = project.aloud(args);
        assert_eq!(run.code, Some(1), "{run:?}");
        assert_harmless(&run);
    }
    let voice = format!("voices/a{}/voice.toml", HOSTILE.concat());
    project.write(&voice, "backend = \"gramophone\"\n");
    assert_harmless(&project.aloud(&["voices"]));
    project.write(&voice, "backend = \"test\"\n");
    assert_harmless(&project.aloud(&["voices"]));
}

#[cfg(feature = "http")]
#[test]
fn answers_of_servers_are_escaped() {
    use crate::server::{Server, response};
    let server = Server::new(|_, _| response("400 Bad Request", &[], HOSTILE.concat().as_bytes()));
    let project = Project::undisclosed(&[("narrator", "Hm.")]);
    let url = &server.url;
    let voice = format!("backend = \"openai\"\nbase_url = \"{url}\"\nmodel = \"m\"\nvoice = \"v\"\n");
    project.write("voices/one/voice.toml", &voice);
    let run = project.aloud(&["build"]);
    run.refused(&["answered 400"]);
    assert_harmless(&run);
}

#[cfg(unix)]
#[test]
fn output_of_programs_is_escaped() {
    let project = Project::undisclosed(&[("narrator", "Hm.")]);
    let shell = format!("printf '%s' '{}' >&2; exit 3", hostile_toml());
    project.write(
        "voices/one/voice.toml",
        &format!("backend = \"command\"\ncommand = [\"sh\", \"-c\", \"{shell}\"]\n"),
    );
    let run = project.aloud(&["build"]);
    run.refused(&["failed"]);
    assert_harmless(&run);
}

#[test]
fn only_the_escaping_macros_print() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for file in files(&src) {
        let name = file.strip_prefix(&src).unwrap().to_string_lossy().replace('\\', "/");
        let text = fs::read_to_string(&file).unwrap();
        // `json_lines` escapes each piece of the JSON itself.
        let allowed = ["cli/mod.rs", "cli/json_lines.rs", "base/testing.rs"].contains(&name.as_str());
        for call in ["println!", "eprintln!", "print!(", "eprint!(", "io::stdout()", "dbg!("] {
            assert!(allowed || !text.contains(call), "{name} prints with `{call}`, which escapes nothing");
        }
    }
}

#[test]
fn a_macro_that_prints_one_line_gets_one_line() {
    let cli = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/cli");
    for file in files(&cli) {
        let text = fs::read_to_string(&file).unwrap();
        for call in ["errln!(", "outln!("].iter().flat_map(|call| text.split(call).skip(1)) {
            let arguments = call.split(");\n").next().unwrap();
            assert!(!arguments.contains("\\n"), "{} would print `\\n`: {arguments}", file.display());
        }
    }
}
