//! Tests error messages: what failed, where, and how to fix it. Nothing is written after an error.

use std::fs;

use crate::harness::{Project, script};

#[test]
fn reports_all_errors_at_once_with_lines() {
    let broken = "[cast]\nnarrator = \"one\"\nAnn = \"nobody\"\n\n\
        [[segment]]\nspeaker = \"narrator\"\n\n\
        [[segment]]\ntext = \"Hello.\"\n\n\
        [[segment]]\nspeaker = \"Ann\"\ntext = \"Hi.\"\ncolour = \"red\"\n";
    let project = Project::new(broken);
    project.aloud(&["check"]).refused(&[
        "script.toml:5",
        "`text`",
        "script.toml:8",
        "`speaker`",
        "colour",
        "help:",
    ]);
    assert!(!project.path("out").exists(), "a check must write nothing");
}

#[test]
fn syntax_error_names_its_line() {
    Project::new("[cast]\nnarrator = \"one\n").aloud(&["build"]).refused(&["script.toml:2", "help:"]);
}

#[test]
fn unknown_voice_error_lists_known_voices() {
    let project = Project::new(&script(&[("narrator", "Hello.")]).replace("\"one\"", "\"nobody\""));
    project.aloud(&["check"]).refused(&["`nobody`", "script.toml:2\n", "narrator", "two", "help:"]);
}

#[test]
fn missing_project_error_explains_how_to_start() {
    let project = Project::new("");
    fs::remove_file(project.path("script.toml")).unwrap();
    project.aloud(&["build"]).refused(&["script.toml", "aloud script", "aloud new"]);
}

#[test]
fn rejects_script_without_segments() {
    Project::new("[cast]\nnarrator = \"one\"\n").aloud(&["build"]).refused(&["nothing to speak", "help:"]);
}

#[test]
fn rejects_empty_articles_without_writing_a_script() {
    let project = Project::new("");
    fs::remove_file(project.path("script.toml")).unwrap();
    for (name, content) in
        [("empty.txt", ""), ("blank.md", "\n \n\t\n"), ("page.html", "<html><body></body></html>")]
    {
        project.write(name, content);
        project.aloud(&["script", name]).refused(&[name, "no text", "help:"]);
    }
    assert!(!project.path("script.toml").exists());
}

#[test]
fn names_a_missing_article_and_warns_of_broken_bytes() {
    let project = Project::new("");
    project.aloud(&["script", "nowhere.txt"]).refused(&["nowhere.txt", "help:"]);
    fs::write(project.path("broken.txt"), b"caf\xc3\xa9 soci\xc3\xa9t\xe9").unwrap();
    let run = project.aloud(&["script", "broken.txt"]);
    assert!(
        run.code == Some(0) && run.stderr.contains("broken.txt` has bytes that are not UTF-8"),
        "{run:?}"
    );
}

#[test]
fn names_a_missing_voice_program() {
    let project = Project::with_segments(&[("narrator", "Hello.")]);
    project.write("voices/one/voice.toml", "backend = \"command\"\ncommand = [\"no-such-program-here\"]\n");
    project.aloud(&["check"]).refused(&["no-such-program-here", "help:"]);
}

#[test]
fn unknown_voice_key_names_file_and_line() {
    let project = Project::with_segments(&[("narrator", "Hello.")]);
    project.write("voices/one/voice.toml", "backend = \"test\"\nfrequency = 200.0\nspeeed = 2\n");
    project.aloud(&["check"]).refused(&["voice.toml:3", "speeed", "help:"]);
}

#[test]
fn error_in_unused_voice_is_a_warning() {
    let project = Project::with_segments(&[("narrator", "It was late.")]);
    project.write("voices/spare/voice.toml", "backend = \"embeded\"\n");
    let check = project.aloud(&["check"]);
    assert!(check.code == Some(0) && check.stderr.contains("warning: "), "{check:?}");
    assert!(check.stderr.contains("spare/voice.toml:1") && check.stderr.contains("embedded"), "{check:?}");
    let one = project.text("voices/one/voice.toml");
    project.write("voices/one/voice.toml", &format!("{one}fallback = \"spare\"\n"));
    project.aloud(&["check"]).refused(&["spare/voice.toml:1"]);
    // The folder replaces the built-in voice `birch`, and the cast may use that voice.
    project.write("voices/one/voice.toml", &one);
    std::fs::rename(project.path("voices/spare"), project.path("voices/birch")).unwrap();
    project.aloud(&["check"]).refused(&["birch/voice.toml:1"]);
}

#[test]
fn reports_a_fallback_circle_once() {
    let project = Project::with_segments(&[("narrator", "It was late.")]);
    for (voice, fallback) in [("one", "two"), ("two", "three"), ("three", "one"), ("four", "one")] {
        let text = format!("backend = \"test\"\nfallback = \"{fallback}\"\n");
        project.write(&format!("voices/{voice}/voice.toml"), &text);
    }
    let check = project.aloud(&["check"]);
    assert_eq!(check.code, Some(0), "{check:?}");
    assert_eq!(check.stderr.matches("lead back to it").count(), 1, "{check:?}");
    assert!(check.stderr.contains("the fallbacks of voice `one` lead back to it"), "{check:?}");
}

#[test]
fn missing_recording_fails_build_without_fallback() {
    let project = Project::with_segments(&[("narrator", "Hello there.")]);
    project.write("voices/one/voice.toml", "backend = \"recorded\"\n");
    project.aloud(&["build"]).refused(&["Hello there", "no recording", "segment 1", "help:"]);
    let plan = project.aloud(&["plan"]);
    assert!(plan.stdout.lines().any(|l| l.starts_with("one") && l.trim_end().ends_with('1')), "{plan:?}");
    project.write("voices/one/voice.toml", "backend = \"recorded\"\nfallback = \"two\"\n");
    let run = project.build();
    assert!(run.stderr.contains("warning") && run.stderr.contains("`two`"), "{}", run.stderr);
}

#[test]
fn stale_recording_error_shows_both_texts() {
    let project = Project::with_segments(&[("narrator", "The ferry leaves at noon today.")]);
    project.write("voices/one/voice.toml", "backend = \"recorded\"\n");
    project.write("voices/one/takes/001.txt", "The ferry leaves at ten today.");
    write_tone(&project, "voices/one/takes/001.wav", 0.3);
    let before = project.read("voices/one/takes/001.wav");
    project.aloud(&["build"]).refused(&["stale", "at ten today", "at noon today"]);
    project.write("voices/one/takes/001.txt", "The ferry leaves at noon today.");
    project.build();
    assert_eq!(project.read("voices/one/takes/001.wav"), before, "a build must not change recordings");
}

#[test]
fn rejects_unplayable_and_silent_recordings() {
    let project = Project::with_segments(&[("narrator", "Hello there.")]);
    project.write("voices/one/voice.toml", "backend = \"recorded\"\n");
    project.write("voices/one/takes/001.txt", "Hello there.");
    project.write("voices/one/takes/001.wav", "this is not sound");
    project.aloud(&["build"]).refused(&["001.wav", "segment 1"]);
    write_tone(&project, "voices/one/takes/001.wav", 0.0);
    project.aloud(&["build"]).refused(&["001.wav", "silen"]);
}

fn write_tone(project: &Project, name: &str, level: f32) {
    let spec = hound::WavSpec {
        channels: 1,
        sample_rate: 22_050,
        bits_per_sample: 16,
        sample_format: hound::SampleFormat::Int,
    };
    let mut wav = hound::WavWriter::create(project.path(name), spec).unwrap();
    for n in 0..44_100 {
        let phase = (n % 100) as f32 / 50.0 - 1.0;
        wav.write_sample((phase * level * f32::from(i16::MAX)) as i16).unwrap();
    }
    wav.finalize().unwrap();
}

#[test]
fn reports_unwritable_out_before_speaking() {
    let project = Project::with_segments(&[("narrator", "Hello there.")]);
    project.write("out", "a file where the folder should be");
    let run = project.aloud(&["build"]);
    run.refused(&["out", "help:"]);
    assert!(!project.path(".aloud/takes").exists(), "the build must fail before it speaks");
}

#[test]
fn rejects_settings_out_of_range() {
    let settings = "[mix]\nrate = 4\nloudness = 3.0\n[pauses]\nsentence = -1.0\n";
    let project = Project::new(&(settings.to_string() + &script(&[("narrator", "Hello.")])));
    project.aloud(&["check"]).refused(&["rate", "loudness", "sentence", "help:"]);
}

#[test]
fn hostile_text_never_panics() {
    for text in [
        "\\u0000",
        "🙂",
        "…",
        "a\\u0301\\u0301",
        "<script>alert(1)</script>",
        "$(rm -rf .) `x` --help",
        "1e999",
    ] {
        let project = Project::with_segments(&[("narrator", "Hello."), ("narrator", text)]);
        let run = project.aloud(&["build"]);
        assert!(matches!(run.code, Some(0 | 1)), "{text}: {run:?}");
        assert!(!run.stderr.contains("panicked"), "{text}: {}", run.stderr);
    }
}

#[test]
fn wrong_usage_exits_with_2() {
    assert_eq!(Project::new("").aloud(&["buidl"]).code, Some(2));
}

#[cfg(target_os = "linux")]
#[test]
fn full_output_device_does_not_panic() {
    let project = Project::with_segments(&[("narrator", "The ferry was late.")]);
    let full = || std::fs::File::options().write(true).open("/dev/full").unwrap();
    let status = project.command(&["build"]).stdout(full()).stderr(full()).status().unwrap();
    assert_eq!(status.code(), Some(0));
    assert!(project.path("out/episode.wav").exists());
    let status = project.command(&["plan"]).stdout(full()).status().unwrap();
    assert_eq!(status.code(), Some(0));
}
