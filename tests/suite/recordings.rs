//! Tests recording sheets, and how `aloud take` checks and imports recordings.

use std::path::Path;
use std::process::Command;

use crate::harness::Project;

const LONG: &str =
    "The wind is from the west today, and the sea is calm, so that all the boats can go out again.";
const SHORT: &str = "Nobody came to the harbour to see them go.";

/// Creates a project with a recorded person as narrator.
fn project() -> Project {
    let project =
        Project::with_segments(&[("narrator", LONG), ("Ann <b>", "“We had tea.”"), ("narrator", SHORT)]);
    let script = ["0000aaaa", "0000bbbb"].iter().zip([LONG, SHORT]).fold(
        project.text("script.toml"),
        |script, (id, text)| {
            script.replace(&format!("text = \"{text}\""), &format!("text = \"{text}\"\nid = \"{id}\""))
        },
    );
    project.write("script.toml", &script);
    project.write("voices/one/voice.toml", "backend = \"recorded\"\n");
    project
}

fn run(program: &str, args: &[&str], folder: &Path) {
    let run = Command::new(program).args(args).current_dir(folder).output().expect("tests/tools/apt.txt");
    assert!(run.status.success(), "{program}: {}", String::from_utf8_lossy(&run.stderr));
}

/// Writes a recording of a text by espeak-ng, with half a second of silence on both sides.
fn record(project: &Project, file: &str, text: &str) {
    let folder = project.path("");
    run("espeak-ng", &["-w", "raw.wav", text], &folder);
    run("sox", &["raw.wav", "-r", "44100", file, "gain", "-n", "-6", "pad", "0.5", "0.5"], &folder);
}

#[test]
fn sheet_lists_missing_and_stale_lines_with_context() {
    needs!("espeak-ng", "java", "node-modules", "sox");
    let project = project();
    let missing = project.aloud(&["sheet", "--json"]);
    assert_eq!((missing.code, missing.stderr.as_str()), (Some(0), ""), "{missing:?}");
    assert_eq!(missing.events("sheets")[0]["sheets"][0]["lines"], 2);
    let html = project.text("sheets/one.html");
    assert!(html.contains(LONG) && html.contains("0000aaaa") && html.contains("“We had tea.”"), "{html}");
    assert!(!html.contains("<b>"), "names are escaped: {html}");
    project.assert_valid_html("sheets/one.html");
    assert_eq!(html.matches("<section>").count(), 2, "the line of the other voice must not be listed");
    record(&project, "0000aaaa.wav", LONG);
    assert_eq!(
        project.aloud(&["take", &project.path("0000aaaa.wav").to_string_lossy(), "--voice", "one"]).code,
        Some(0)
    );
    project.write("script.toml", &project.text("script.toml").replace("the sea is calm", "the sea is rough"));
    project.aloud(&["sheet"]);
    let markdown = project.text("sheets/one.md");
    assert_eq!(markdown.matches("\n## ").count(), 2);
    assert!(
        markdown.contains(&format!("~~{LONG}~~"))
            && markdown.contains("> The wind is from the west today, and the sea is **rough**, so"),
        "{markdown}"
    );
    assert!(project.text("sheets/one.html").contains("the sea is <mark>rough</mark>, so"));
    project.aloud(&["sheet", "nobody"]).refused(&["there is no voice `nobody`"]);
}

/// Changes a text of script.toml and returns the warnings of `check`.
fn warnings_after_edit(project: &Project, from: &str, to: &str) -> String {
    let script = project.text("script.toml");
    assert!(script.contains(from), "{script}");
    project.write("script.toml", &script.replacen(from, to, 1));
    project.aloud(&["check"]).stderr
}

#[test]
fn recording_named_by_id_becomes_stale_with_text() {
    needs!("espeak-ng", "sox");
    let project = project();
    project.write("voices/one/voice.toml", "backend = \"recorded\"\nfallback = \"two\"\n");
    std::fs::create_dir_all(project.path("voices/one/takes")).unwrap();
    record(&project, "voices/one/takes/0000bbbb.wav", SHORT);
    project.build();
    let warnings = warnings_after_edit(&project, SHORT, "Nobody came to the harbour to see them off.");
    assert!(
        warnings.contains("0000bbbb.wav` is stale: it says “Nobody came to the harbour to see them go."),
        "{warnings}"
    );
    project.build();
    let json = project.json("out/episode.json");
    assert_eq!(json["segments"][3]["takes"][0]["voice"], "two", "the fallback must speak the new words");
    let warnings = warnings_after_edit(&project, "to see them off.", "to see them go!");
    assert!(!warnings.contains("0000bbbb"), "punctuation must not make a recording stale: {warnings}");
    warnings_after_edit(&project, "to see them go!", "to see them off.");
    record(&project, "voices/one/takes/0000bbbb.wav", "Nobody came to the harbour to see them off.");
    assert!(!project.aloud(&["check"]).stderr.contains("0000bbbb"), "the new recording must not be stale");
}

#[test]
fn recording_becomes_stale_when_the_article_changes() {
    needs!("espeak-ng", "sox");
    let project = Project::new("");
    let article = |words: &str| project.write("a.txt", &format!("The quay\n\n{LONG}\n\n{words}\n"));
    article("“People wait for it,” said Ann Okafor.");
    std::fs::remove_file(project.path("script.toml")).unwrap();
    project.aloud(&["script", "a.txt"]);
    project.write("voices/ann/voice.toml", "backend = \"recorded\"\nfallback = \"two\"\n");
    let script = project.text("script.toml");
    let cast = script.lines().find(|line| line.starts_with("\"Ann Okafor\"")).unwrap().to_string();
    project.write("script.toml", &script.replace(&cast, "\"Ann Okafor\" = \"ann\""));
    project.write("voices/ann/takes/1.txt", "People wait for it");
    record(&project, "voices/ann/takes/1.wav", "People wait for it");
    project.build();
    article("“People loathe it,” said Ann Okafor.");
    project.aloud(&["script"]);
    let warnings = project.aloud(&["check"]).stderr;
    assert!(
        warnings.contains("1.wav` is stale: it says ““People wait for it,”") && warnings.contains("loathe"),
        "{warnings}"
    );
}

#[test]
fn check_rejects_unplayable_recordings() {
    let project = project();
    project.write("voices/one/takes/0000aaaa.wav", "junk");
    project.write("voices/one/takes/0000bbbb.wav", "");
    let check = project.aloud(&["check"]);
    check.refused(&["0000aaaa.wav` cannot be played", "0000bbbb.wav` cannot be played"]);
}

#[test]
fn imports_good_takes_without_overwriting() {
    needs!("espeak-ng", "sox");
    let project = project();
    for (file, text) in [("0000aaaa.wav", LONG), ("0000bbbb.flac", SHORT)] {
        record(&project, file, text);
        let run = project.aloud(&["take", &project.path(file).to_string_lossy(), "--voice", "one", "--json"]);
        assert_eq!(
            (run.code, run.events("filed").len(), run.stdout.lines().count()),
            (Some(0), 1, 1),
            "{run:?}"
        );
    }
    #[cfg(unix)]
    for kind in ["wav", "txt"] {
        use std::os::unix::fs::PermissionsExt;
        let mode = |name: &str| std::fs::metadata(project.path(name)).unwrap().permissions().mode();
        assert_eq!(
            mode(&format!("voices/one/takes/0000aaaa.{kind}")),
            mode("script.toml"),
            "the copy must have the permissions of other files"
        );
    }
    assert_eq!(
        project.read("voices/one/takes/0000aaaa.wav"),
        project.read("0000aaaa.wav"),
        "the import must not change the file"
    );
    assert_eq!(project.text("voices/one/takes/0000bbbb.txt").trim(), SHORT);
    project.build();
    let before = project.read("voices/one/takes/0000aaaa.wav");
    project.aloud(&["take", &project.path("0000aaaa.wav").to_string_lossy(), "--voice", "one"]);
    assert_eq!(project.read("voices/one/takes/0000aaaa.wav"), before);
    assert!(project.path("voices/one/takes/0000aaaa-2.wav").exists());
}

#[test]
fn rejects_faulty_takes_with_reasons() {
    needs!("espeak-ng", "sox");
    let project = project();
    let folder = project.path("");
    let take = |file: &str| {
        let run = project.aloud(&["take", &project.path(file).to_string_lossy(), "--voice", "one"]);
        assert_eq!(run.code, Some(1), "{run:?}");
        assert!(!project.path("voices/one/takes/0000aaaa.wav").exists());
        run.stderr
    };
    record(&project, "good.wav", LONG);
    run("sox", &["good.wav", "0000aaaa.wav", "gain", "20"], &folder);
    assert!(take("0000aaaa.wav").contains("clipped"));
    run("sox", &["-n", "-r", "44100", "noise.wav", "synth", "10", "pinknoise", "vol", "0.05"], &folder);
    run("sox", &["-m", "good.wav", "noise.wav", "0000aaaa.wav", "trim", "0", "6"], &folder);
    assert!(take("0000aaaa.wav").contains("the room is audible"));
    record(&project, "0000aaaa.wav", "The wind is from the west.");
    assert!(take("0000aaaa.wav").contains("check that no words are missing"));
    record(&project, "0000aaaa.wav", &[LONG; 4].join(" "));
    assert!(take("0000aaaa.wav").contains("check for a retake"));
    run("sox", &["good.wav", "0000aaaa.wav", "silence", "1", "0.01", "0.5%"], &folder);
    assert!(take("0000aaaa.wav").contains("starts at the very edge"));
    record(&project, "zzz.wav", "Something quite different was said in the meeting about money and roads.");
    assert!(take("zzz.wav").contains("no line of voice `one` was found in this recording"));
    project.aloud(&["take", "zzz.wav", "--voice", "two"]).refused(&["has no recordings"]);
}

#[test]
fn detects_retake_by_pace_and_imports_concurrently() {
    needs!("espeak-ng", "sox");
    let project = project();
    let folder = project.path("");
    let record_fast = |file: &str, text: &str| {
        run("espeak-ng", &["-s", "300", "-w", "raw.wav", text], &folder);
        run("sox", &["raw.wav", "-r", "44100", file, "gain", "-n", "-6", "pad", "0.5", "0.5"], &folder);
    };
    let take = |file: &str| project.aloud(&["take", file, "--voice", "one"]);
    record_fast("0000aaaa.wav", &format!("{LONG} {LONG}"));
    let first = take("0000aaaa.wav");
    assert!(
        !first.stderr.contains("too long"),
        "without earlier takes it could be read this slowly: {first:?}"
    );
    assert_eq!(project.aloud(&["take", "0000aaaa.wav", "--voice", "one", "--force"]).code, Some(0));
    for n in 0..5 {
        record_fast(&format!("voices/one/takes/{n}.wav"), LONG);
        project.write(&format!("voices/one/takes/{n}.txt"), LONG);
    }
    take("0000aaaa.wav").refused(&["too long for these words", "check for a retake"]);
    record_fast("0000aaaa.wav", LONG);
    let mut both: Vec<_> = (0..2)
        .map(|_| project.command(&["take", "0000aaaa.wav", "--voice", "one"]).spawn().unwrap())
        .collect();
    assert!(both.iter_mut().all(|one| one.wait().unwrap().success()));
    let imported = project.folder("voices/one/takes");
    for name in ["0000aaaa", "0000aaaa-2", "0000aaaa-3"] {
        assert!(
            imported.contains_key(&format!("{name}.wav")) && imported.contains_key(&format!("{name}.txt")),
            "{name}"
        );
    }
}
