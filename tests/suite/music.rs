//! Tests music and sounds: placement, ducking under speech, and edits that speak nothing again.
//!
//! sox writes the sounds. The tests measure levels in the finished episode.

use std::process::Command;

use serde_json::Value;

use crate::harness::{Project, script};

/// Writes a sine. Its frequency must differ from the test voices, which are at 200 and 330 Hz.
fn tone(project: &Project, name: &str, channels: &str, seconds: &str, hertz: &str) {
    std::fs::create_dir_all(project.path("sounds")).unwrap();
    let file = project.path(name);
    let made = Command::new("sox")
        .args([
            "-n",
            "-r",
            "48000",
            "-c",
            channels,
            file.to_str().unwrap(),
            "synth",
            seconds,
            "sine",
            hertz,
            "vol",
            "0.1",
        ])
        .status();
    assert!(made.expect("sox: tests/tools/apt.txt").success());
}

const CHAPTERS: &[(&str, &str)] = &[
    ("narrator", "The ferry."),
    ("narrator", "It came in late and it was wet on the quay."),
    ("narrator", "The quay."),
    ("Ann Okafor", "We waited there for it, and then we had tea."),
];

fn with_cues(cues: &str) -> Project {
    let text = script(CHAPTERS).replace("ferry.\"\n", "ferry.\"\nkind = \"heading\"\n");
    let text = text.replace("quay.\"\n", "quay.\"\nkind = \"heading\"\n").replacen(
        "wet on the quay.\"\nkind = \"heading\"\n",
        "wet on the quay.\"\n",
        1,
    );
    Project::new(&format!("{text}\n[disclosure]\nspoken = false\n\n{cues}"))
}

/// Returns the samples of the left channel, and the sample rate.
fn left_channel(project: &Project) -> (Vec<f32>, u32) {
    let mut reader = hound::WavReader::open(project.path("out/episode.wav")).unwrap();
    let spec = reader.spec();
    let samples: Vec<f32> = reader.samples::<i16>().map(|s| f32::from(s.unwrap()) / 32_768.0).collect();
    (samples.into_iter().step_by(usize::from(spec.channels)).collect(), spec.sample_rate)
}

/// Returns the level in dB of one frequency in 100 ms around a time, by a Fourier sum with a Hann window.
fn level(samples: &(Vec<f32>, u32), seconds: f64, hertz: f64) -> f64 {
    let (samples, rate) = (&samples.0, f64::from(samples.1));
    let length = (0.1 * rate) as usize;
    let start = (seconds * rate) as usize - length / 2;
    let (mut re, mut im) = (0.0, 0.0);
    for n in 0..length {
        let window = 0.5 - 0.5 * (std::f64::consts::TAU * n as f64 / length as f64).cos();
        let phase = std::f64::consts::TAU * hertz * n as f64 / rate;
        re += f64::from(samples[start + n]) * window * phase.cos();
        im += f64::from(samples[start + n]) * window * phase.sin();
    }
    20.0 * (4.0 * (re * re + im * im).sqrt() / length as f64).log10()
}

fn sound<'a>(json: &'a Value, cue: &str) -> &'a Value {
    json["sounds"]
        .as_array()
        .unwrap()
        .iter()
        .find(|sound| sound["cue"] == cue)
        .unwrap_or_else(|| panic!("{json}"))
}

fn seconds(value: &Value, key: &str) -> f64 {
    value[key].as_f64().unwrap()
}

#[test]
fn ducks_intro_and_places_sting_between_chapters() {
    needs!("sox");
    let project = with_cues(
        "[[cue]]\nfile = \"sounds/theme.wav\"\nrole = \"intro\"\ngap = -2.0\nfade_out = 0.5\n\
         description = \"a calm tone\"\ncredit = \"made for this test\"\n\n\
         [[cue]]\nfile = \"sounds/ding.wav\"\nrole = \"sting\"\ngap = 0.8\n\n\
         [[cue]]\nname = \"end\"\nfile = \"sounds/theme.wav\"\nrole = \"outro\"\nlength = 4.0\n",
    );
    tone(&project, "sounds/theme.wav", "1", "6", "3000");
    tone(&project, "sounds/ding.wav", "1", "1", "2000");
    project.build();
    let json = project.json("out/episode.json");
    let segments = json["segments"].as_array().unwrap();
    let (theme, ding, end) = (sound(&json, "theme"), sound(&json, "ding"), sound(&json, "end"));
    assert!((seconds(&segments[0], "start") - (seconds(theme, "end") - 2.0)).abs() < 1e-3, "{json}");
    assert!((seconds(ding, "start") - seconds(&segments[1], "end") - 0.8).abs() < 1e-3, "{json}");
    assert!((seconds(&segments[2], "start") - seconds(ding, "end") - 0.8).abs() < 1e-3, "{json}");
    assert!((seconds(end, "end") - seconds(end, "start") - 4.0).abs() < 1e-3, "{json}");
    assert_eq!((&theme["credit"], &theme["role"]), (&"made for this test".into(), &"intro".into()));

    let sound = left_channel(&project);
    let alone = level(&sound, seconds(theme, "start") + 2.0, 3_000.0);
    let under = level(&sound, seconds(&segments[0], "start") + 0.2, 3_000.0);
    assert!((alone - under - 20.0).abs() < 0.5, "ducking must lower the intro by 20 dB: {alone} and {under}");
    let fading = level(&sound, seconds(end, "end") - 0.06, 3_000.0);
    assert!(fading < alone - 15.0, "a shortened cue must fade out: {fading} after {alone}");
    let vtt = project.text("out/episode.vtt");
    assert!(vtt.contains("00:00:00.500 --> 00:00:04.500\n[♪ a calm tone]\n"), "{vtt}");
    assert!(vtt.contains("[♪]\n") && !vtt.contains("<v >"), "{vtt}");
}

#[test]
fn loops_and_ducks_a_bed_under_speech() {
    needs!("sox");
    let project = with_cues(
        "[[cue]]\nfile = \"sounds/rain.wav\"\nrole = \"bed\"\n\n[mix]\nchannels = 2\n\n[pauses]\nheading = 4.0\n",
    );
    tone(&project, "sounds/rain.wav", "2", "3.3", "3000");
    project.build();
    let json = project.json("out/episode.json");
    let sound = left_channel(&project);
    let segments = json["segments"].as_array().unwrap();
    let (speaks, pauses) = (seconds(&segments[1], "start") + 0.5, seconds(&segments[1], "end") + 2.0);
    let (under, alone) = (level(&sound, speaks, 3_000.0), level(&sound, pauses, 3_000.0));
    assert!((alone - under - 12.0).abs() < 0.5, "{alone} and {under}");
    // Not 20 dB: loudness is K-weighted, so equally loud sines of 200 and 3,000 Hz have different levels.
    let voice = level(&sound, speaks, 200.0);
    assert!(voice - under > 15.0, "the voice must be louder than the bed: {voice} and {under}");
    // After 1.5 s the bed has faded in.
    let (first, last) = (seconds(&segments[0], "start") + 1.5, seconds(&segments[3], "end"));
    let steps = ((last - first) / 0.05) as usize;
    let quietest = (0..steps).map(|n| level(&sound, first + 0.05 * n as f64, 3_000.0)).fold(0.0, f64::min);
    assert!(quietest > under - 6.0, "the loop must have no gap: {quietest}");
    let levels = &json["levels"];
    assert!(
        (seconds(levels, "loudness") + 16.0).abs() <= 0.1 && seconds(levels, "true_peak") <= -1.0,
        "{levels}"
    );
}

#[test]
fn music_change_speaks_nothing_and_equals_clean_build() {
    needs!("sox");
    let cues = "[[cue]]\nname = \"rain\"\nfile = \"sounds/rain.flac\"\nrole = \"bed\"\n";
    let project = with_cues(cues);
    project
        .write("script.toml", &project.text("script.toml").replace("tea.\"\n", "tea.\"\ncue = \"rain\"\n"));
    tone(&project, "sounds/rain.flac", "2", "2", "3000");
    project.build();
    let bed = sound(&project.json("out/episode.json"), "rain").clone();
    let segments = project.json("out/episode.json")["segments"].clone();
    assert!((seconds(&bed, "start") - (seconds(&segments[3], "start") - 1.5)).abs() < 1e-3, "{bed}");

    let before = project.read("out/episode.wav");
    tone(&project, "sounds/rain.flac", "2", "2", "2500");
    assert_eq!(project.spoken_by_build(), [""; 0]);
    let after = project.read("out/episode.wav");
    assert_ne!(before, after, "the new music must change the episode");
    let same = before.iter().zip(&after).skip(44).take_while(|(a, b)| a == b).count();
    let speech = (seconds(&segments[1], "end") * 44_100.0) as usize * 2;
    assert!(same > speech, "samples before the bed must not change");
    let clean = project.clean_copy();
    clean.build();
    assert_eq!(clean.out(), project.out());

    project.write("script.toml", &project.text("script.toml").replace("cue = \"rain\"\n", ""));
    assert_eq!(project.spoken_by_build(), [""; 0]);
    let clean = project.clean_copy();
    clean.build();
    assert_eq!(clean.out(), project.out());
}

#[test]
fn reports_all_invalid_cues_before_speaking() {
    let project = with_cues(
        "[[cue]]\nfile = \"../theme.wav\"\nrole = \"intro\"\n\n[[cue]]\nfile = \"a.wav\"\nrole = \"bed\"\ngap = 1.0\n",
    );
    project.write(
        "script.toml",
        &project.text("script.toml").replace("tea.\"\n", "tea.\"\ncue = \"thunder\"\n"),
    );
    let run = project.aloud(&["build"]);
    assert_eq!(run.code, Some(1));
    for part in
        ["leads out of the project", "a bed has no `gap`", "no such `[[cue]]`", "the cues are: theme, a"]
    {
        assert!(run.stderr.contains(part), "{part}: {}", run.stderr);
    }
    let project = with_cues(
        "[[cue]]\nfile = \"sounds/no.wav\"\nrole = \"intro\"\n\n[[cue]]\nfile = \"script.toml\"\nrole = \"outro\"\n",
    );
    let run = project.aloud(&["build"]);
    assert!(run.code == Some(1) && run.stderr.matches("cannot be played").count() == 2, "{}", run.stderr);
    assert!(!project.path(".aloud/takes").exists(), "the build must fail before it speaks");
}

/// Writes white noise with a peak of `level` dB, mixed with a tone of amplitude `tone`. The tone starts and ends 0.2 s within
/// the noise.
fn noise(project: &Project, name: &str, seconds: f64, level: f64, tone: &str) {
    let file = project.path(name);
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    let volume = format!("{}", 10_f64.powf(level / 20.0));
    let sound = format!("|sox -R -n -r 44100 -p synth {seconds} whitenoise vol {volume}");
    let tone_seconds = seconds - 0.4;
    let spoken = format!("|sox -n -r 44100 -p synth {tone_seconds} sine 300 vol {tone} pad 0.2 0.2");
    let made = Command::new("sox")
        .args(["-m", "-v", "1", &sound, "-v", "1", &spoken, file.to_str().unwrap()])
        .status();
    assert!(made.expect("sox: tests/tools/apt.txt").success());
}

#[test]
fn fills_pauses_with_room_tone() {
    needs!("sox");
    let project = Project::undisclosed(&[
        ("narrator", "It was late, and wet."),
        ("narrator", "Nobody minded that."),
        ("Ann Okafor", "We had tea."),
        ("narrator", "And so on it went."),
    ]);
    project.write("voices/one/voice.toml", "backend = \"recorded\"\nroom = \"room.wav\"\n");
    for (name, text) in
        [("a", "It was late, and wet."), ("b", "Nobody minded that."), ("c", "And so on it went.")]
    {
        project.write(&format!("voices/one/takes/{name}.txt"), text);
        noise(&project, &format!("voices/one/takes/{name}.wav"), 2.4, -62.0, "0.1");
    }
    noise(&project, "voices/one/room.wav", 1.5, -62.0, "0");
    // Without a loudness target no edit changes a gain.
    let script = project.text("script.toml").replace("that.\"\n", "that.\"\npause = 4.0\n");
    project.write("script.toml", &format!("[mix]\npreset = \"none\"\n\n{script}"));
    project.build();
    let json = project.json("out/episode.json");
    let (samples, rate) = left_channel(&project);
    let rms = |from: f64, to: f64| {
        let part = &samples[(from * f64::from(rate)) as usize..(to * f64::from(rate)) as usize];
        10.0 * (part.iter().map(|s| f64::from(s * s)).sum::<f64>() / part.len() as f64).log10()
    };
    let segments = json["segments"].as_array().unwrap();
    let (end, next) = (seconds(&segments[0], "end"), seconds(&segments[1], "start"));
    assert!((next - end - 4.0).abs() < 1e-3);
    let tone = rms(seconds(&segments[0], "start") + 0.5, end - 0.7);
    // A sine with amplitude 0.1 has an RMS of -23 dB. Uniform noise with a peak of -62 dB has an RMS of -66.8 dB.
    let expected = tone - (-23.0) - 66.8;
    for at in 0..37 {
        let from = end + 0.1 + 0.1 * f64::from(at);
        let level = rms(from, from + 0.1);
        assert!((level - expected).abs() < 1.5, "{level} dB where {expected} is expected, {from} s");
    }
    let silent = (seconds(&segments[1], "end") + 0.1, seconds(&segments[2], "start") - 0.1);
    assert!(
        (rms(silent.0, silent.1) - expected).abs() < 2.0,
        "the room tone must also fill the pause next to another voice"
    );

    let before = samples.len();
    project.write("script.toml", &project.text("script.toml").replace("We had tea.", "We had some hot tea."));
    project.build();
    let (after, _) = left_channel(&project);
    let same = samples.iter().zip(&after).take_while(|(a, b)| a == b).count();
    assert!(
        same as f64 > seconds(&segments[1], "end") * 44_100.0 && after.len() > before,
        "{same} of {before}"
    );
    let clean = project.clean_copy();
    clean.build();
    assert_eq!(clean.out(), project.out());

    noise(&project, "voices/one/room.wav", 2.4, -62.0, "0.3");
    project.aloud(&["build"]).refused(&["room tone of voice `one`", "its peak is -1", "silent room"]);
}
