//! Tests the metadata of the WAV with four other programs: ffprobe, MediaInfo, sox and libsndfile.

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::process::Command;

use aloud::audio::Spec;
use aloud::audio::wav::{self, Marker, Metadata};

use crate::harness::Project;

/// Runs a program on a file and returns its standard output.
fn output_of(program: &str, args: &[&str], path: &Path) -> String {
    let run = Command::new(program).args(args).arg(path).output();
    let run = run.unwrap_or_else(|error| panic!("{program}: {error}; tests/tools/apt.txt"));
    String::from_utf8_lossy(&run.stdout).into_owned()
}

fn titles(path: &Path) -> Vec<String> {
    let args = ["-v", "error", "-show_entries", "chapter_tags=title", "-of", "csv=p=0"];
    output_of("ffprobe", &args, path).lines().map(|line| line.trim_matches('"').to_string()).collect()
}

/// Returns the number of frames by ffprobe and by MediaInfo.
fn frames(path: &Path) -> [String; 2] {
    let args = ["-v", "error", "-show_entries", "stream=duration_ts", "-of", "csv=p=0"];
    let mediainfo = output_of("mediainfo", &["--Output=Audio;%SamplingCount%"], path);
    [output_of("ffprobe", &args, path).trim().into(), mediainfo.trim().into()]
}

#[test]
fn other_programs_read_frames_titles_and_loudness() {
    needs!("ffprobe", "mediainfo", "sndfile-info", "soxi");
    let project = Project::with_segments(&[
        ("narrator", "A ferry & its “crew”"),
        ("narrator", "It was late."),
        ("Ann Okafor", "“We waited.”"),
        ("narrator", "What comes next"),
        ("narrator", "It came."),
    ]);
    let heading = |text: &str| format!("text = \"{text}\"\nkind = \"heading2\"");
    let script = ["A ferry & its “crew”", "What comes next"]
        .iter()
        .fold(project.text("script.toml"), |script, title| {
            script.replace(&format!("text = \"{title}\""), &heading(title))
        });
    project.write("script.toml", &script);
    project.build();
    let path = project.path("out/episode.wav");
    let json = project.json("out/episode.json");
    assert_eq!(frames(&path), [(); 2].map(|()| json["frames"].to_string()));
    // These two programs read all samples, so the test with 5 GiB does not use them.
    assert_eq!(output_of("soxi", &["-s"], &path).trim(), json["frames"].to_string());
    let sndfile = output_of("sndfile-info", &[], &path);
    assert!(sndfile.contains(&format!("Frames      : {}\n", json["frames"])), "{sndfile}");
    let names = titles(&path);
    assert_eq!(names[..2], ["A ferry & its “crew”".to_string(), "What comes next".to_string()]);
    assert_eq!(names.iter().filter(|name| *name == "Ann Okafor").count(), 1, "{names:?}");
    let info = output_of("mediainfo", &[], &path);
    let loudness = json["levels"]["loudness"].as_f64().unwrap();
    let shown = info.lines().find_map(|line| line.strip_prefix("LoudnessValue")).unwrap();
    let shown: f64 = shown.trim_start_matches([' ', ':']).trim().parse().unwrap();
    // The file stores hundredths of a LUFS.
    assert!((shown - loudness).abs() < 0.006, "{shown} and {loudness}");
    assert!(info.contains("Aloud"), "{info}");
}

#[test]
fn five_gib_wav_keeps_length_and_titles() {
    needs!("ffprobe", "mediainfo");
    let project = Project::new("");
    let path = project.path("long.wav");
    let (spec, frame_count) = (Spec { sample_rate: 48_000, channels: 2 }, (5_u64 << 30) / 4);
    let mut file = File::options().read(true).write(true).create(true).truncate(true).open(&path).unwrap();
    let head = wav::header(spec, 16, frame_count);
    file.write_all(&head).unwrap();
    file.set_len(head.len() as u64 + frame_count * 4).unwrap();
    let mark = |frame, name: &str| Marker { frame, length: None, name: name.into() };
    let markers = vec![mark(0, "The first"), mark(frame_count / 2, "The second")];
    wav::append(&file, &Metadata { title: "Long".into(), markers, ..Metadata::default() }, frame_count)
        .unwrap();
    assert_eq!(frames(&path), [(); 2].map(|()| frame_count.to_string()));
    assert_eq!(titles(&path), ["The first", "The second"]);
}
