//! Tests builds: their outputs, what an edit rebuilds, and builds that are killed or run at the same time.

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::Stdio;
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::harness::{Project, TEST_VOICE, script};

const STORY: &[(&str, &str)] = &[
    ("narrator", "The ferry was late. Nobody minded."),
    ("Ann Okafor", "We had tea."),
    ("narrator", "Then it came."),
];

#[test]
fn build_writes_all_default_outputs() {
    let project = Project::with_segments(STORY);
    project.build();
    let names: Vec<String> = project.out().into_keys().collect();
    let all = ["chapters.json", "html", "json", "srt", "transcript.json", "txt", "vtt", "wav"];
    assert_eq!(names, all.map(|ending| format!("episode.{ending}")));
    let vtt = project.text("out/episode.vtt");
    assert!(vtt.contains("<v Ann Okafor>We had tea."), "{vtt}");
    assert_eq!(vtt.matches("-->").count(), 4, "one cue for each sentence: {vtt}");
}

#[test]
fn description_frames_match_the_sound() {
    let project = Project::with_segments(STORY);
    project.build();
    let episode = project.json("out/episode.json");
    let mut wav = hound::WavReader::open(project.path("out/episode.wav")).unwrap();
    assert_eq!(episode["frames"], u64::from(wav.duration()));
    let samples: Vec<i16> = wav.samples().map(Result::unwrap).collect();
    for segment in episode["segments"].as_array().unwrap() {
        for take in segment["takes"].as_array().unwrap() {
            let start = take["start_frame"].as_u64().unwrap() as usize;
            let end = take["end_frame"].as_u64().unwrap() as usize;
            assert!(samples[start..end].iter().any(|s| s.unsigned_abs() > 1000), "sound inside {take}");
            assert!(
                samples[end..(end + 1000).min(samples.len())].iter().all(|s| *s == 0),
                "silence after {take}"
            );
            assert!(samples[start - 1000..start].iter().all(|s| *s == 0), "silence before {take}");
        }
    }
}

#[test]
fn second_build_changes_nothing() {
    let project = Project::with_segments(STORY);
    assert_eq!(project.spoken_by_build().len(), 4);
    let before = project.out();
    let again = project.aloud(&["build", "--json"]);
    assert_eq!(again.events("spoken").len(), 0);
    assert_eq!(again.events("up-to-date").len(), 1);
    assert_eq!(project.out(), before);
}

#[test]
fn speaks_only_the_edited_sentence() {
    let project = Project::with_segments(STORY);
    project.build();
    project.write("script.toml", &script(STORY).replace("Nobody minded", "Everybody minded"));
    assert_eq!(project.spoken_by_build(), ["Everybody minded."]);
    let clean = project.clean_copy();
    clean.build();
    assert_eq!(project.out(), clean.out());
}

#[test]
fn move_insert_and_delete_speak_only_new_text() {
    let project = Project::with_segments(STORY);
    project.build();
    let moved = [STORY[2], STORY[1], STORY[0]];
    project.write("script.toml", &script(&moved));
    assert!(project.spoken_by_build().is_empty(), "a moved segment must not be spoken again");
    project.write("script.toml", &script(&[STORY[0], ("narrator", "It rained."), STORY[2]]));
    assert_eq!(project.spoken_by_build(), ["It rained."]);
    project.write("script.toml", &script(&STORY[..1]));
    assert!(project.spoken_by_build().is_empty(), "a deleted segment must not cause speech");
    let clean = project.clean_copy();
    clean.build();
    assert_eq!(project.out(), clean.out());
}

#[test]
fn voice_setting_invalidates_takes_but_names_do_not() {
    let project = Project::with_segments(STORY);
    project.build();
    project.write("script.toml", &script(STORY).replace("Ann Okafor", "Ann Vane"));
    assert!(project.spoken_by_build().is_empty());
    let paused = script(STORY).replace("text = \"Then", "pause = 3.0\ntext = \"Then");
    project.write("script.toml", &paused);
    assert!(project.spoken_by_build().is_empty());
    project.write("voices/two/voice.toml", "backend = \"test\"\nfrequency = 441.0\n");
    assert_eq!(project.spoken_by_build(), ["We had tea."]);
}

#[test]
fn lexicon_entry_invalidates_only_matching_utterances() {
    let project = Project::with_segments(STORY);
    project.build();
    project.write("lexicon.toml", "[words]\n\"tea\" = \"a cup of tea\"\n\"kettle\" = \"ket tle\"\n");
    assert_eq!(project.spoken_by_build(), ["We had a cup of tea."]);
}

#[test]
fn speaks_say_and_shows_text() {
    let script =
        script(STORY).replace("text = \"We had tea.\"", "text = \"We had tea.\"\nsay = \"We drank.\"");
    let project = Project::new(&script);
    let spoken = project.spoken_by_build();
    assert!(spoken.contains(&"We drank.".to_string()), "{spoken:?}");
    assert!(project.text("out/episode.vtt").contains("We had tea."));
}

#[test]
fn thread_count_does_not_change_output() {
    let project = Project::with_segments(STORY);
    let mut first = None;
    for jobs in ["1", "2", "7"] {
        let copy = project.clean_copy();
        assert_eq!(copy.aloud(&["build", "--jobs", jobs]).code, Some(0));
        assert_eq!(*first.get_or_insert_with(|| copy.out()), copy.out(), "{jobs} threads");
    }
}

#[test]
fn remakes_a_damaged_take() {
    let project = Project::with_segments(STORY);
    project.build();
    let before = project.out();
    let take =
        project.json("out/episode.json")["segments"][1]["takes"][0]["take"].as_str().unwrap().to_string();
    let path = project.path(&format!(".aloud/takes/{}/{take}.wav", &take[..2]));
    let mut bytes = fs::read(&path).unwrap();
    let last = bytes.len() - 1;
    bytes[last] ^= 0x40;
    fs::write(&path, bytes).unwrap();
    let run = project.build();
    assert!(run.stderr.contains("damaged"), "{}", run.stderr);
    assert_eq!(project.out(), before);
}

#[test]
fn remakes_a_damaged_episode() {
    let project = Project::with_segments(STORY);
    project.build();
    let before = project.out();
    project.write("out/episode.vtt", "WEBVTT\n");
    project.build();
    assert_eq!(project.out(), before);
}

#[test]
fn resumes_after_a_killed_build() {
    let texts: Vec<String> = (0..12)
        .map(|n| format!("This is line {}.", ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"][n]))
        .collect();
    let segments: Vec<(&str, &str)> = texts.iter().map(|t| ("narrator", t.as_str())).collect();
    let project = Project::with_segments(&segments);
    project.write("voices/one/voice.toml", "backend = \"test\"\nfrequency = 200.0\ndelay_ms = 100\n");
    let mut child = project.command(&["build", "--jobs", "1"]).spawn().unwrap();
    wait_until(|| finished_takes(&project) >= 3);
    child.kill().unwrap();
    child.wait().unwrap();
    let kept = finished_takes(&project);
    assert!((3..12).contains(&kept), "{kept} takes before the kill");
    assert!(!project.path("out/episode.wav").exists(), "the killed build must not publish a partial episode");
    assert_eq!(project.spoken_by_build().len(), 12 - kept);
    let clean = project.clean_copy();
    clean.build();
    assert_eq!(project.out(), clean.out(), "no temporary file of the killed build must remain");
}

fn finished_takes(project: &Project) -> usize {
    let shelves = fs::read_dir(project.path(".aloud/takes")).into_iter().flatten().flatten();
    let files = shelves.flat_map(|shelf| fs::read_dir(shelf.path()).into_iter().flatten().flatten());
    files.filter(|f| f.path().extension().is_some_and(|e| e == "json")).count()
}

fn wait_until(mut done: impl FnMut() -> bool) {
    let start = Instant::now();
    while !done() {
        assert!(start.elapsed() < Duration::from_secs(60), "timeout after 60 s");
        sleep(Duration::from_millis(5));
    }
}

#[cfg(unix)]
#[test]
fn ctrl_c_keeps_takes_and_previous_episode() {
    let project = Project::with_segments(STORY);
    project.build();
    let before = project.out();
    let longer: Vec<(&str, &str)> =
        [("narrator", "New one."), ("narrator", "New two."), ("narrator", "New three.")].into();
    project.write("script.toml", &script(&longer));
    project.write("voices/one/voice.toml", "backend = \"test\"\nfrequency = 200.0\ndelay_ms = 400\n");
    let takes = finished_takes(&project);
    let mut child = project.command(&["build", "--jobs", "1"]).spawn().unwrap();
    wait_until(|| finished_takes(&project) > takes);
    let signalled =
        std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(signalled.success());
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert_eq!(project.out(), before);
    assert!(project.spoken_by_build().len() < 3, "finished takes must not be spoken again");
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_wait_for_project_lock() {
    let project = Project::with_segments(STORY);
    fs::create_dir_all(project.path(".aloud")).unwrap();
    let lock = fs::File::create(project.path(".aloud/lock")).unwrap();
    lock.lock().unwrap();
    let mut child = project.command(&["build"]).stderr(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stderr.take().unwrap()).read_line(&mut line).unwrap();
    assert!(line.contains("waiting for another build"), "{line}");
    std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(130), "the build must end while the lock is still taken");
}

#[test]
fn failed_utterance_keeps_takes_and_previous_episode() {
    let project = Project::with_segments(STORY);
    project.build();
    let before = project.out();
    project.write("script.toml", &script(&[("narrator", "A good line."), ("narrator", "A cursed line.")]));
    project.write("voices/one/voice.toml", "backend = \"test\"\nfrequency = 200.0\nfail_on = \"cursed\"\n");
    project.aloud(&["build"]).refused(&["A cursed line", "segment 2", "script.toml:"]);
    assert_eq!(project.out(), before);
    project.write("script.toml", &script(&[("narrator", "A good line.")]));
    assert!(project.spoken_by_build().is_empty(), "the take of the good line must be reused");
}

#[test]
fn concurrent_builds_both_succeed() {
    let project = Project::with_segments(STORY);
    project.write("voices/one/voice.toml", "backend = \"test\"\nfrequency = 200.0\ndelay_ms = 100\n");
    let mut first = project.command(&["build"]).spawn().unwrap();
    wait_until(|| project.path(".aloud/lock").exists());
    let second = project.aloud(&["build"]);
    assert_eq!((first.wait().unwrap().code(), second.code), (Some(0), Some(0)), "{second:?}");
    let clean = project.clean_copy();
    clean.build();
    assert_eq!(project.out(), clean.out());
}

#[test]
fn applies_pan_and_loudness_preset() {
    let script = script(&[("narrator", "The ferry was late."), ("Ann Okafor", "We had tea.")]);
    let settings = "[mix]\npreset = \"spotify\"\nchannels = 2\n[pan]\none = -1.0\ntwo = 1.0\n";
    let project = Project::new(&format!("{settings}{script}"));
    project.build();
    let episode = project.json("out/episode.json");
    assert!((episode["levels"]["loudness"].as_f64().unwrap() + 14.0).abs() <= 0.1, "{episode}");
    assert!(episode["voices"][0]["gain_db"].is_number(), "{episode}");
    let samples: Vec<i16> = hound::WavReader::open(project.path("out/episode.wav"))
        .unwrap()
        .into_samples()
        .map(Result::unwrap)
        .collect();
    // Each voice is panned to one side. Dither may leave a value of 1 on the other side.
    for (segment, silent) in [(0, 1), (1, 0)] {
        let frame = |key: &str| episode["segments"][segment][key].as_u64().unwrap() as usize;
        let segment_samples = &samples[frame("start_frame") * 2..frame("end_frame") * 2];
        let loudest = |channel: usize| {
            segment_samples.iter().skip(channel).step_by(2).map(|s| s.unsigned_abs()).max().unwrap()
        };
        assert!(loudest(silent) <= 1 && loudest(1 - silent) > 1_000, "segment {segment}");
    }
}

#[test]
fn the_pieces_of_a_long_sentence_do_not_repeat_it() {
    let text = "tea ".repeat(5_000);
    let project = Project::undisclosed(&[("narrator", text.trim_end())]);
    project.write("voices/one/voice.toml", &format!("{TEST_VOICE}longest_text = 100\n"));
    let loaded = aloud::project::Project::load(&project.path("")).unwrap();
    let plan = aloud::build::plan(&loaded);
    let bytes: usize = plan.utterances.iter().map(|planned| planned.utterance.text.len()).sum();
    assert!(plan.utterances.len() >= 200 && bytes == text.trim_end().len(), "{bytes}");
}
