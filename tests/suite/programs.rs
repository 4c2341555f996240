//! Tests with external programs: some speak, and some check the episode.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::harness::{Project, Run, interrupt, script};

/// Runs a program on a file and returns its output, standard error included.
fn output_of(program: &str, args: &[&str], file: &Path) -> String {
    let output = Command::new(program).args(args).arg(file).output();
    let output = output.unwrap_or_else(|error| panic!("{program}: {error}: tests/tools/apt.txt"));
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// Returns the value after `label` in ffmpeg's EBU R 128 summary.
fn reading(summary: &str, label: &str) -> f64 {
    let summary = &summary[summary.rfind("Summary:").expect("ffmpeg's summary")..];
    let after = &summary[summary.find(label).expect(label) + label.len()..];
    after.split_whitespace().next().unwrap().parse().unwrap()
}

/// Returns integrated loudness and true peak of a file, by ffmpeg.
fn loudness_and_peak(file: &Path) -> (f64, f64) {
    let file = file.to_str().unwrap();
    let args = ["-hide_banner", "-nostats", "-i", file, "-af", "ebur128=peak=true", "-f", "null"];
    let summary = output_of("ffmpeg", &args, Path::new("-"));
    (reading(&summary, "I:"), reading(&summary, "Peak:"))
}

#[test]
fn embedded_voices_reach_target_loudness() {
    needs!("ffmpeg");
    let text = "The boat left the quay at seven and nobody on the shore heard it go.";
    let project = Project::new(&format!(
        "[[segment]]\nspeaker = \"narrator\"\ntext = \"{text}\"\n\n[[segment]]\nspeaker = \"Ann Okafor\"\ntext = \"{text}\"\n"
    ));
    project.build();
    let (loudness, peak) = loudness_and_peak(&project.path("out/episode.wav"));
    // The tolerances are 0.1 LU and 0 dB, plus 0.05 because ffmpeg prints one decimal.
    assert!((loudness + 19.0).abs() <= 0.15, "{loudness} LUFS");
    assert!(peak <= -0.95, "{peak} dBTP");
}

#[test]
fn ffprobe_reads_the_requested_format() {
    needs!("ffprobe");
    let line = script(&[("narrator", "Hello there, good people of the coast.")]);
    let formats = [
        ("", "pcm_s16le,44100,1"),
        ("[mix]\nbits = 24\nrate = 48000\nchannels = 2\n", "pcm_s24le,48000,2"),
        ("[mix]\nbits = 32\nrate = 16000\n", "pcm_f32le,16000,1"),
    ];
    for (settings, wanted) in formats {
        let project = Project::new(&(settings.to_string() + &line));
        project.build();
        let args =
            ["-v", "error", "-show_entries", "stream=codec_name,sample_rate,channels", "-of", "csv=p=0"];
        assert_eq!(output_of("ffprobe", &args, &project.path("out/episode.wav")).trim(), wanted);
    }
}

#[test]
fn shipped_program_voices_speak_an_episode() {
    needs!("espeak-ng", "flite", "soxi");
    for name in ["espeak-ng", "flite"] {
        let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("voices").join(name).join("voice.toml");
        let project = Project::undisclosed(&[("narrator", "The wind is from the west today.")]);
        project.write("voices/one/voice.toml", &std::fs::read_to_string(shipped).unwrap());
        project.build();
        let duration = output_of("soxi", &["-D"], &project.path("out/episode.wav"));
        let seconds: f64 = duration.trim().parse().unwrap();
        assert!(
            (2.0..6.0).contains(&seconds),
            "{name}: {seconds} s for seven words and the pauses around them"
        );
    }
}

#[test]
fn sox_reads_the_episode_without_warnings() {
    needs!("sox");
    let project = Project::with_segments(&[("narrator", "Hello there.")]);
    project.build();
    let info = output_of("sox", &["--info"], &project.path("out/episode.wav"));
    assert!(info.contains("16-bit") && !info.contains("WARN"), "{info}");
}

#[test]
fn voices_say_writes_speech_and_names_unknown_voice() {
    needs!("soxi");
    let project = Project::with_segments(&[("narrator", "It is late.")]);
    let wav = project.path("spoken.wav");
    let words = ["voices", "say", "birch", "The wind is from the west today.", "-o"];
    let say = project.aloud(&[&words[..], &[&wav.to_string_lossy()]].concat());
    assert_eq!(say.code, Some(0), "{say:?}");
    let seconds: f64 = output_of("soxi", &["-D"], &wav).trim().parse().unwrap();
    assert!((1.0..6.0).contains(&seconds), "{seconds} s");
    project.aloud(&["voices", "say", "brich", "Hello"]).refused(&["there is no voice `brich`", "birch"]);
}

#[cfg(target_os = "linux")]
#[test]
fn ctrl_c_does_not_blame_the_voice_program() {
    let project = Project::with_segments(&[("narrator", "It is late.")]);
    let voice = "backend = \"command\"\ncommand = [\"sleep\", \"60\"]\ntimeout = 50.0\n";
    project.write("voices/slow/voice.toml", voice);
    let say = project.command(&["voices", "say", "slow", "Hello"]).stderr(Stdio::piped()).spawn().unwrap();
    interrupt(&say);
    let run = Run::of(say.wait_with_output().unwrap());
    assert_eq!(run.code, Some(130), "{run:?}");
    assert!(run.stderr.starts_with("stopped") && !run.stderr.contains("timeout"), "{run:?}");
}

#[test]
fn warns_only_of_similar_voices() {
    needs!("espeak-ng", "flite");
    let text = "The boat left the quay at seven in the morning, and nobody on the shore heard it go away.";
    let build_warns = |first: &str, second: &str| {
        let project = Project::new(&script(&[("narrator", text), ("Ann Okafor", text)]));
        for (name, voice) in [("one", first), ("two", second)] {
            let arguments: Vec<String> = voice.split(' ').map(|part| format!("{part:?}")).collect();
            project.write(
                &format!("voices/{name}/voice.toml"),
                &format!("backend = \"command\"\ncommand = [{}, \"{{text}}\"]\n", arguments.join(", ")),
            );
        }
        let run = project.build();
        (run.stderr.contains("sound similar"), run.stderr)
    };
    let espeak = "espeak-ng --stdout -v";
    for (first, second, similar) in [
        (format!("{espeak} en-gb"), format!("{espeak} en-gb -p 52 -s 150"), true),
        (format!("{espeak} en-gb"), format!("{espeak} en-us -p 48"), true),
        (format!("{espeak} en-gb"), "flite -voice slt -o {out} -t".into(), false),
        (format!("{espeak} en-gb -p 20"), format!("{espeak} en-gb -p 80"), false),
    ] {
        let (warned, stderr) = build_warns(&first, &second);
        assert_eq!(warned, similar, "{first} and {second}: {stderr}");
    }
}
