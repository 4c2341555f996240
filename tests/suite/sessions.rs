//! Tests `aloud take` with sessions: long recordings in which another voice reads many lines.

use std::process::Command;

use serde_json::Value;

use crate::harness::{Project, Run};

const LINES: [&str; 5] = [
    "The wind is from the west today, and the sea is calm enough for all the boats.",
    "My grandmother kept her letters in a biscuit tin under the stairs.",
    "Seven people asked the mayor about the price of the new bridge.",
    "He laughed, closed the window, and went to look for the other shoe.",
    "Early frost has ruined half of the apples in the valley.",
];
const REMARK: &str = "Oh, I am so sorry about that. Let me do it once again.";

/// Creates a project whose narrator is a person with no recordings.
fn project() -> Project {
    let mut segments: Vec<(&str, &str)> = LINES.iter().map(|line| ("narrator", *line)).collect();
    segments.insert(2, ("Ann Okafor", "“We had tea.”"));
    let project = Project::with_segments(&segments);
    let ids = LINES.iter().enumerate().fold(project.text("script.toml"), |script, (at, line)| {
        script.replace(&format!("text = \"{line}\""), &format!("text = \"{line}\"\nid = \"0000aaa{at}\""))
    });
    project.write("script.toml", &ids);
    project.write("voices/one/voice.toml", "backend = \"recorded\"\nfallback = \"two\"\n");
    project
}

/// Lets espeak-ng read parts into a session, with pauses of half a second to a second. `speed` is in words a minute.
fn record(project: &Project, file: &str, parts: &[(&str, u32)]) {
    record_by(project, file, parts, &["en-us"]);
}

/// Lets several voices read, one after another.
fn record_by(project: &Project, file: &str, parts: &[(&str, u32)], voices: &[&str]) {
    let folder = project.path("");
    let run = |program: &str, args: &[&str]| {
        let run =
            Command::new(program).args(args).current_dir(&folder).output().expect("tests/tools/apt.txt");
        assert!(run.status.success(), "{program}: {}", String::from_utf8_lossy(&run.stderr));
    };
    let mut names = Vec::new();
    for (at, (text, speed)) in parts.iter().enumerate() {
        let (raw, padded) = (format!("raw{at}.wav"), format!("part{at}.wav"));
        let voice = voices[at % voices.len()];
        run("espeak-ng", &["-v", voice, "-s", &speed.to_string(), "-w", &raw, text]);
        let pause = if at % 2 == 0 { "0.5" } else { "1" };
        run("sox", &[&raw, "-r", "44100", &padded, "gain", "-n", "-9", "pad", "0.4", pause]);
        names.push(padded);
    }
    let mut args: Vec<&str> = names.iter().map(String::as_str).collect();
    args.push(file);
    // The noise of a room, 60 dB below full scale.
    run("sox", &args);
    run("sox", &["-n", "-r", "44100", "noise.wav", "synth", "60", "pinknoise", "vol", "0.001"]);
    run(
        "sox",
        &["-m", "-v", "1", file, "-v", "1", "noise.wav", "mixed.wav", "trim", "0", &length(project, file)],
    );
    std::fs::rename(project.path("mixed.wav"), project.path(file)).unwrap();
}

fn length(project: &Project, file: &str) -> String {
    let soxi = Command::new("soxi").args(["-D", file]).current_dir(project.path("")).output();
    String::from_utf8(soxi.expect("tests/tools/apt.txt").stdout).unwrap().trim().to_string()
}

/// Returns the readings of a session as (segment, complete, used).
fn readings(run: &Run) -> Vec<(u64, bool, bool)> {
    let session = &run.events("session")[0];
    let flag = |value: &Value| value.as_bool().unwrap();
    let readings = session["readings"].as_array().unwrap().iter();
    readings.map(|r| (r["segment"].as_u64().unwrap(), flag(&r["complete"]), flag(&r["used"]))).collect()
}

#[test]
fn files_every_line_of_a_session() {
    needs!("espeak-ng", "sox");
    let project = project();
    let before = project.aloud(&["check"]);
    assert_eq!(before.stderr.matches("warning:").count(), 1, "one warning for all missing lines: {before:?}");
    assert!(before.stderr.contains("aloud sheet one"), "{before:?}");
    let parts = [
        (LINES[0], 160),
        (REMARK, 160),
        ("My grandmother kept her letters,", 160),
        (LINES[1], 160),
        (LINES[3], 150),
        (LINES[2], 160),
        (LINES[2], 140),
    ];
    record(&project, "monday.wav", &parts);
    let run = project.aloud(&["take", "monday.wav", "--voice", "one", "--json"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    let complete: Vec<_> = readings(&run).into_iter().filter(|(_, complete, _)| *complete).collect();
    assert_eq!(
        complete,
        [(1, true, true), (2, true, true), (5, true, true), (4, true, false), (4, true, true)],
        "{run:?}"
    );
    assert_eq!(run.events("filed").len(), 5);
    assert!(run.stdout.contains("session-lines-missing") && run.stdout.contains("Early frost"), "{run:?}");
    let takes = project.folder("voices/one/takes");
    let chosen = project.json("voices/one/takes/chosen.json");
    assert!(
        chosen.as_array().unwrap().contains(&Value::from("0000aaa2-2")),
        "the last reading is used: {chosen}"
    );
    for name in ["0000aaa0", "0000aaa1", "0000aaa2", "0000aaa2-2", "0000aaa3"] {
        for kind in ["wav", "txt", "json"] {
            assert!(takes.contains_key(&format!("{name}.{kind}")), "{name}.{kind}");
        }
    }
    let notes = project.json("voices/one/takes/0000aaa1.json");
    let words = notes["words"].as_array().unwrap();
    assert_eq!((words.len(), words[1]["text"].as_str()), (12, Some("grandmother")));
    assert!(words.is_sorted_by(|a, b| a["start"].as_f64() <= b["start"].as_f64()), "{words:?}");

    project.build();
    let json = project.json("out/episode.json");
    let voices: Vec<&str> = json["segments"]
        .as_array()
        .unwrap()
        .iter()
        .map(|s| s["takes"][0]["voice"].as_str().unwrap())
        .collect();
    assert_eq!(voices, ["one", "one", "two", "one", "one", "two"], "the fallback speaks the missing line");

    let listed = project.aloud(&["takes", "4"]);
    assert!(listed.stdout.contains("* recording 0000aaa2-2  from monday.wav at 0:"), "{listed:?}");
    project.aloud(&["takes", "4", "--recording", "0000aaa2"]);
    let listed = project.aloud(&["takes", "4"]);
    assert!(listed.stdout.contains("* recording 0000aaa2  from"), "{listed:?}");
    assert_eq!(project.spoken_by_build().len(), 1, "only the other recording is new");

    let again = project.aloud(&["take", "monday.wav", "--voice", "one", "--json"]);
    assert_eq!(
        (again.events("filed").len(), &again.events("session")[0]["imported"][0]["known"]),
        (0, &Value::from(5))
    );
    assert_eq!(
        project.folder("voices/one/takes").keys().collect::<Vec<_>>(),
        takes.keys().collect::<Vec<_>>()
    );
}

#[test]
fn a_later_session_replaces_and_completes_an_earlier_one() {
    needs!("espeak-ng", "sox");
    let project = project();
    record(&project, "monday.wav", &[(LINES[0], 160), (LINES[1], 160), (LINES[4], 160)]);
    record(&project, "friday.flac", &[(LINES[4], 150), (LINES[2], 160), (LINES[3], 160)]);
    let run = project.aloud(&["take", "monday.wav", "friday.flac", "--voice", "one", "--json"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    assert!(!run.stdout.contains("session-lines-missing"), "{run:?}");
    let chosen = project.json("voices/one/takes/chosen.json");
    let expected = ["0000aaa0", "0000aaa1", "0000aaa2", "0000aaa3", "0000aaa4-2"];
    assert_eq!(chosen, Value::from(expected.to_vec()));
    assert_eq!(project.json("voices/one/takes/0000aaa4-2.json")["session"], "friday.flac");
}

#[test]
fn a_part_of_a_line_and_another_text_are_not_filed() {
    needs!("espeak-ng", "sox");
    let project = project();
    let parts = [
        (LINES[0], 160),
        ("Seven people asked the mayor", 160),
        (LINES[3], 160),
        (REMARK, 160),
        (LINES[4], 160),
    ];
    record(&project, "session.wav", &parts);
    let run = project.aloud(&["take", "session.wav", "--voice", "one"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    let takes = project.folder("voices/one/takes");
    assert!(!takes.contains_key("0000aaa2.wav") && !takes.contains_key("0000aaa1.wav"), "{run:?}");
    assert!(run.stderr.contains("only a part of \u{201c}Seven people"), "{run:?}");
    assert!(
        run.stderr.contains("2 lines of voice `one` are not recorded")
            && run.stderr.contains("My grandmother"),
        "{run:?}"
    );
    let dry = project.aloud(&["take", "session.wav", "--voice", "one", "--dry-run", "--reference", "nobody"]);
    dry.refused(&["there is no synthetic voice `nobody`"]);
}

#[test]
fn two_people_in_one_session_each_get_their_lines() {
    needs!("espeak-ng", "sox");
    let project = Project::with_segments(&[
        ("narrator", LINES[0]),
        ("Ann Okafor", LINES[1]),
        ("narrator", LINES[2]),
        ("Ann Okafor", LINES[3]),
        ("narrator", LINES[4]),
    ]);
    for voice in ["one", "two"] {
        project.write(&format!("voices/{voice}/voice.toml"), "backend = \"recorded\"\n");
    }
    let parts = [(LINES[0], 160), (LINES[1], 160), (LINES[2], 160), (LINES[3], 160), (LINES[4], 160)];
    record_by(&project, "both.wav", &parts, &["en-us", "en-gb+f3"]);
    let run = project.aloud(&["take", "both.wav", "--all-voices", "--json"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    let filed = run.events("filed");
    let voices: Vec<&str> = filed.iter().map(|filed| filed["voice"].as_str().unwrap()).collect();
    assert_eq!(voices, ["one", "one", "one", "two", "two"], "{run:?}");
    assert_eq!(project.folder("voices/two/takes").keys().filter(|name| name.ends_with(".wav")).count(), 2);
    assert!(!run.stdout.contains("session-lines-missing"), "{run:?}");
}

/// A recogniser that prints `heard.txt`. `{wav}` is what it would listen to.
#[cfg(unix)]
const VERIFY: &str =
    "\n[verify]\ncommand = [\"sh\", \"{dir}/ears/hear.sh\", \"{wav}\", \"{dir}/ears/heard.txt\"]\n";

#[cfg(unix)]
#[test]
fn a_recogniser_finds_one_wrong_word_but_mishears_without_harm() {
    needs!("espeak-ng", "sox");
    let project = project();
    project.write("script.toml", &(project.text("script.toml") + VERIFY));
    project.write("ears/hear.sh", "cat \"$2\"\n");
    let wrong = LINES[1].replace("letters", "candles");
    record(&project, "0000aaa1.wav", &[(&wrong, 160)]);
    let take = |heard: &str| {
        project.write("ears/heard.txt", heard);
        project.aloud(&["take", "0000aaa1.wav", "--voice", "one"])
    };
    let run = take(&wrong);
    assert_eq!(run.code, Some(1), "{run:?}");
    assert!(run.stderr.contains("\u{201c}letters\u{201d} was heard as \u{201c}candles\u{201d}"), "{run:?}");
    record(&project, "0000aaa1.wav", &[(LINES[1], 160)]);
    let run = take(&LINES[1].replace("letters", "leather"));
    assert_eq!(run.code, Some(0), "the reading is nearer to the line than to what was heard: {run:?}");
}

#[test]
fn a_single_line_with_other_words_is_refused() {
    needs!("espeak-ng", "sox");
    let project = project();
    let take = |args: &[&str]| project.aloud(&[&["take", "0000aaa1.wav", "--voice", "one"], args].concat());
    for other in [LINES[4], REMARK] {
        record(&project, "0000aaa1.wav", &[(other, 160)]);
        take(&[]).refused(&["0000aaa1.wav", "do not sound like the line", "My grandmother kept", "--force"]);
    }
    assert!(!project.path("voices/one/takes/0000aaa1.wav").exists());
    assert_eq!(take(&["--force"]).code, Some(0));
    for speed in [130, 200] {
        record(&project, "0000aaa1.wav", &[(LINES[1], speed)]);
        let run = take(&[]);
        assert_eq!((run.code, run.stderr.contains("warning")), (Some(0), false), "{speed}: {run:?}");
    }
    let (first, last) = LINES[1].split_at(LINES[1].find("in a").unwrap());
    for half in [first, last] {
        record(&project, "0000aaa1.wav", &[(half, 160)]);
        take(&[]).refused(&[
            "0000aaa1.wav",
            "only a part of the line was found",
            "My grandmother kept",
            "--force",
        ]);
    }
}
