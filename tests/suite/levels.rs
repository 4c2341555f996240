//! Tests locked gains: an edit changes no other sample, and a missed loudness target causes a warning.

use crate::harness::Project;

const STORY: &[(&str, &str)] = &[
    ("narrator", "The ferry came in late, and it was wet on the quay all day."),
    ("Ann Okafor", "We waited there for it, and then we had tea."),
];

/// Returns the samples of the episode in reverse order.
fn reversed_samples(project: &Project) -> Vec<i16> {
    let mut reader = hound::WavReader::open(project.path("out/episode.wav")).unwrap();
    let mut samples: Vec<i16> = reader.samples::<i16>().map(Result::unwrap).collect();
    samples.reverse();
    samples
}

/// Adds a segment of a loud voice, which would change the gain of the episode.
fn edit(project: &Project) {
    let script = project.text("script.toml");
    project.write("voices/loud/voice.toml", "backend = \"test\"\nfrequency = 900.0\n");
    let loud =
        "\n[[segment]]\nspeaker = \"narrator\"\ntext = \"Oh no, oh no, oh no, oh no.\"\nvoice = \"loud\"\n";
    let at = script.find("\n[[segment]]").unwrap();
    project.write("script.toml", &format!("{}{loud}{}", &script[..at], &script[at..]));
}

fn gain(project: &Project) -> f64 {
    project.json("out/episode.json")["levels"]["gain_db"].as_f64().unwrap()
}

#[test]
fn locked_gains_keep_all_other_samples() {
    let project = Project::undisclosed(STORY);
    project.build();
    let found = gain(&project);
    let print = project.aloud(&["levels"]);
    assert!(print.stdout.contains("the episode") && print.stdout.contains("one"), "{print:?}");
    let before = project.text("script.toml");
    let run = project.aloud(&["levels", "--hold", "--json"]);
    assert_eq!((run.code, run.events("held")[0]["episode"].as_f64()), (Some(0), Some(found)), "{run:?}");
    assert!(project.text("script.toml").contains("[gains]"), "{}", project.text("script.toml"));
    let wav = project.read("out/episode.wav");
    project.build();
    assert_eq!(project.read("out/episode.wav"), wav, "locking the current gains must change nothing");

    let old = reversed_samples(&project);
    edit(&project);
    let script = project.text("script.toml");
    project.build();
    let new = reversed_samples(&project);
    assert!(new.starts_with(&old[..old.len() - 44_100]), "only the silence at the start may change");
    assert_eq!(gain(&project), found);
    let clean = project.clean_copy();
    clean.build();
    assert_eq!(clean.out(), project.out());

    // Lower the locked gain by 3 dB. The episode must then miss its target.
    project.write(
        "script.toml",
        &script.replace(&format!("gain = {found:?}"), &format!("gain = {:?}", found - 3.0)),
    );
    let run = project.build();
    assert!(run.stderr.contains("misses its loudness target"), "{}", run.stderr);
    assert_eq!(project.aloud(&["levels", "--release", "--json"]).events("released").len(), 1);
    let released = project.text("script.toml");
    assert!(!released.contains("gain") && before.lines().all(|line| released.contains(line)), "{released}");
    assert!(!project.build().stderr.contains("misses its loudness"));
}

#[test]
fn locking_gains_requires_an_episode() {
    let project = Project::undisclosed(STORY);
    project.aloud(&["levels", "--hold"]).refused(&["there is no finished episode", "aloud build"]);
}

/// Writes three seconds of a tone as the recording of a text.
fn record(project: &Project, name: &str, text: &str, amplitude: f64) {
    let spec = hound::WavSpec {
        channels: 1,
        sample_rate: 44_100,
        bits_per_sample: 16,
        sample_format: hound::SampleFormat::Int,
    };
    project.write("voices/one/voice.toml", "backend = \"recorded\"\n");
    project.write(&format!("voices/one/takes/{name}.txt"), text);
    let path = project.path(&format!("voices/one/takes/{name}.wav"));
    let mut writer = hound::WavWriter::create(path, spec).unwrap();
    for n in 0..3 * 44_100 {
        let sample = (f64::from(n) * 330.0 * std::f64::consts::TAU / 44_100.0).sin() * amplitude;
        writer.write_sample((sample * f64::from(i16::MAX)) as i16).unwrap();
    }
    writer.finalize().unwrap();
}

/// Returns the levels of the segments in dB, each measured in its middle second.
fn segment_levels(project: &Project) -> Vec<f64> {
    let json = project.json("out/episode.json");
    let mut samples = reversed_samples(project);
    samples.reverse();
    let levels = json["segments"].as_array().unwrap().iter().map(|segment| {
        let middle = (segment["start"].as_f64().unwrap() + segment["end"].as_f64().unwrap()) / 2.0;
        let from = ((middle - 0.5) * 44_100.0) as usize;
        let power: f64 = samples[from..from + 44_100].iter().map(|sample| f64::from(*sample).powi(2)).sum();
        10.0 * power.log10()
    });
    levels.collect()
}

#[test]
fn uneven_recordings_get_a_gain_each() {
    let [first, second] = [
        "The ferry came in late, and nobody saw it come.",
        "It was wet on the quay, and they waited all day.",
    ];
    let project = Project::undisclosed(&[("narrator", first), ("narrator", second)]);
    let script = project.text("script.toml");
    record(&project, "first", first, 0.4);
    record(&project, "second", second, 0.1);
    let warning = "the recordings of `one` differ by 12.0 LU, so each gets a gain of its own";
    let run = project.build();
    assert!(run.stderr.contains(warning), "{}", run.stderr);
    let levels = segment_levels(&project);
    assert!((levels[0] - levels[1]).abs() < 0.3, "{levels:?}");

    // With a recording of the same session, the voice has one gain again, and the build equals a clean one.
    record(&project, "second", second, 0.3);
    let run = project.build();
    assert!(!run.stderr.contains("differ by"), "{}", run.stderr);
    let levels = segment_levels(&project);
    assert!((levels[0] - levels[1] - 2.5).abs() < 0.3, "{levels:?}");
    let clean = project.clean_copy();
    clean.build();
    assert_eq!(clean.out(), project.out());

    record(&project, "second", second, 0.1);
    project.write("script.toml", &format!("[mix]\nlevels = \"voice\"\n{script}"));
    let run = project.build();
    assert!(!run.stderr.contains("differ by"), "{}", run.stderr);
    let levels = segment_levels(&project);
    assert!((levels[0] - levels[1] - 12.0).abs() < 0.3, "{levels:?}");
}

#[test]
fn uneven_takes_of_a_synthetic_voice_get_a_gain_each() {
    needs!("flite", "sox");
    let texts = [
        "The ferry came in late, and there was no one to see it come.",
        "It was wet on the quay, and they waited there all day.",
        "Then the ferry left, and the harbour was empty again.",
        "The lamps on the quay were lit before the evening came.",
    ];
    let project = Project::undisclosed(&texts.map(|text| ("narrator", text)));
    let script = project.text("script.toml");
    let command = "[\"sh\", \"{dir}/speak.sh\", \"{text_file}\", \"{out}\"]";
    project.write("voices/one/voice.toml", &format!("backend = \"command\"\ncommand = {command}\n"));
    let speak = |volume: &str| {
        let quieter = format!("grep -q quay \"$1\" || v=1; sox -v \"${{v:-{volume}}}\" \"$2.wav\" \"$2\"");
        let program = format!("flite -voice slt -f \"$1\" -o \"$2.wav\" && {{ {quieter}; }}\n");
        project.write("voices/one/speak.sh", &program);
        let run = project.build();
        assert_eq!(run.code, Some(0), "{run:?}");
        run.stderr
    };
    let loudness = |segment: usize| segment_levels(&project)[segment];
    assert!(!speak("0.9").contains("differ by"));
    let before = loudness(0) - loudness(1);
    let stderr = speak("0.4");
    assert!(stderr.contains("the takes of `one` differ by"), "{stderr}");
    // 8 dB less in every second sentence.
    assert!((loudness(0) - loudness(1) - before).abs() < 3.0, "{:?}", segment_levels(&project));
    project.write("script.toml", &format!("[mix]\nlevels = \"voice\"\n{script}"));
    assert!(!project.build().stderr.contains("differ by"));
    assert!(loudness(0) - loudness(1) - before > 5.0, "{:?}", segment_levels(&project));
}

#[test]
fn nobody_is_warned_of_uneven_takes_of_a_built_in_voice() {
    // Close vowels are softer than open ones, by 3.9 LU here.
    let texts = ["She sees me. She sees three trees.", "Our loud hour: wow, now, how, our cow growls loud."];
    let project = Project::undisclosed(&texts.map(|text| ("narrator", text)));
    let script = project.text("script.toml");
    project.write("script.toml", &script.replace("narrator = \"one\"", "narrator = \"alder\""));
    let run = project.build();
    assert!(run.code == Some(0) && !run.stderr.contains("differ by"), "{run:?}");
    let levels = project.aloud(&["levels"]);
    assert!(levels.stdout.contains("one gain per take"), "{levels:?}");
}

#[test]
fn warns_of_a_limiter_that_works_hard() {
    let text = "The boat left the quay at seven, and nobody on the shore heard it go. Peter put a big copper pot on top.";
    let script = format!("[[segment]]\nspeaker = \"narrator\"\ntext = \"{text}\"\n");
    let project = Project::new(&script);
    let run = project.build();
    let json = project.json("out/episode.json");
    let hard = json["levels"]["hard_limited_frames"].as_f64().unwrap() / json["frames"].as_f64().unwrap();
    assert!(hard < 0.01 && !run.stderr.contains("limiter attenuates"), "{hard}: {}", run.stderr);
    project.write("script.toml", &format!("[mix]\nloudness = -9.0\n{script}"));
    let run = project.build();
    assert!(
        run.stderr.contains("the limiter attenuates") && run.stderr.contains("help: lower `loudness`"),
        "{}",
        run.stderr
    );
}
