//! Tests `aloud mix`, which joins clips into one WAV without article or script.

use std::fs;
use std::path::Path;

use crate::harness::Project;

/// Writes a WAV of a tone between two silences of 0.5 s, with the writer of `hound`.
fn clip(path: &Path, rate: u32, seconds: f64, level: f64) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    let spec = hound::WavSpec {
        channels: 1,
        sample_rate: rate,
        bits_per_sample: 16,
        sample_format: hound::SampleFormat::Int,
    };
    let mut writer = hound::WavWriter::create(path, spec).unwrap();
    let silence = rate / 2;
    let frames = (f64::from(rate) * seconds) as u32;
    (0..silence).for_each(|_| writer.write_sample(0_i16).unwrap());
    for n in 0..frames {
        let phase = std::f64::consts::TAU * 300.0 * f64::from(n) / f64::from(rate);
        writer.write_sample((phase.sin() * level * 32_767.0) as i16).unwrap();
    }
    (0..silence).for_each(|_| writer.write_sample(0_i16).unwrap());
    writer.finalize().unwrap();
}

fn loudness(path: &Path) -> f64 {
    let mut reader = hound::WavReader::open(path).unwrap();
    let spec = reader.spec();
    let mut meter =
        ebur128::EbuR128::new(u32::from(spec.channels), spec.sample_rate, ebur128::Mode::I).unwrap();
    let samples: Vec<i16> = reader.samples().map(Result::unwrap).collect();
    meter.add_frames_i16(&samples).unwrap();
    meter.loudness_global().unwrap()
}

#[test]
fn mixes_a_folder_with_pauses_at_target_loudness() {
    let project = Project::new("");
    clip(&project.path("clips/b.wav"), 22_050, 2.0, 0.02);
    clip(&project.path("clips/a.WAV"), 48_000, 3.0, 0.5);
    project.write("clips/notes.txt", "not a clip");
    project.write("out/.keep", "");
    let run = project.aloud(&["mix", "clips", "-o", "out/all.wav", "--pause", "0.7", "--channels", "2"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    let out = project.path("out/all.wav");
    assert!((loudness(&out) + 16.0).abs() <= 0.1, "{}", loudness(&out));
    let samples: Vec<i16> =
        hound::WavReader::open(&out).unwrap().into_samples().map(Result::unwrap).collect();
    let left: Vec<i16> = samples.iter().step_by(2).copied().collect();
    let silence = left.split(|sample| *sample != 0).map(<[i16]>::len).max().unwrap();
    // 0.7 s are 30,870 frames. Trimming keeps a little of the silence around each clip.
    assert!((30_870..30_870 + 6_000).contains(&silence), "{silence} frames of silence");
    assert!(left.len() > 5 * 44_100 && left.len() < 6 * 44_100, "the mix must last 3 s + 0.7 s + 2 s");

    // One channel plays from two loudspeakers, so it is 3 LU softer.
    assert_eq!(project.aloud(&["mix", "clips", "-o", "out/mono.wav"]).code, Some(0));
    let mono = loudness(&project.path("out/mono.wav"));
    assert!((mono + 19.0).abs() <= 0.1, "{mono}");
}

#[test]
fn clip_passes_unchanged_without_target_and_trim() {
    let project = Project::new("");
    clip(&project.path("a.wav"), 48_000, 0.5, 0.99);
    let args = ["mix", "a.wav", "-o", "b.wav", "--target", "none", "--trim", "none", "--rate", "48000"];
    let run = project.aloud(&[&args[..], &["--bits", "32"]].concat());
    assert_eq!(run.code, Some(0), "{run:?}");
    let before = hound::WavReader::open(project.path("a.wav")).unwrap().into_samples::<i16>();
    let before: Vec<f32> = before.map(|sample| f32::from(sample.unwrap()) / 32_768.0).collect();
    let after = hound::WavReader::open(project.path("b.wav")).unwrap().into_samples::<f32>();
    assert_eq!(after.map(Result::unwrap).collect::<Vec<f32>>(), before);
}

#[test]
fn reports_all_unplayable_clips_and_writes_nothing() {
    let project = Project::new("");
    clip(&project.path("good.wav"), 48_000, 0.5, 0.5);
    project.write("text.wav", "once upon a time");
    project.write("empty.wav", "");
    let run = project.aloud(&["mix", "good.wav", "text.wav", "empty.wav", "missing.wav", "-o", "all.wav"]);
    run.refused(&["text.wav", "empty.wav", "missing.wav", "3 errors"]);
    assert!(!project.path("all.wav").exists());
    project.aloud(&["mix", "voices", "-o", "all.wav"]).refused(&["no audio files", "help:"]);
    let wrong = project.aloud(&["mix", "good.wav", "-o", "all.wav", "--target", "3"]);
    assert_eq!(wrong.code, Some(2), "{wrong:?}");
    assert!(wrong.stderr.contains("-40 to -5"), "{wrong:?}");
}

#[test]
fn warns_of_silent_and_clipped_clips() {
    let project = Project::new("");
    clip(&project.path("good.wav"), 48_000, 0.5, 0.5);
    clip(&project.path("silent.wav"), 48_000, 0.5, 0.0);
    clip(&project.path("clipped.wav"), 48_000, 0.5, 1.2);
    let run = project.aloud(&["mix", "good.wav", "silent.wav", "clipped.wav", "-o", "all.wav"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    assert!(run.stderr.contains("silent.wav") && run.stderr.contains("flat samples"), "{run:?}");
    assert!(!run.stderr.contains("good.wav"), "{run:?}");
}

#[test]
fn presets_set_loudness_and_acx_reports_failures() {
    let project = Project::new("");
    clip(&project.path("a.wav"), 44_100, 3.0, 0.5);
    for (preset, expected) in [("spotify", -14.0), ("ebu", -23.0), ("acx", -20.0)] {
        let run = project.aloud(&["mix", "a.wav", "-o", "b.wav", "--preset", preset, "--json"]);
        assert_eq!(run.code, Some(0), "{run:?}");
        let levels = &run.events("finished")[0]["levels"];
        assert!((levels["loudness"].as_f64().unwrap() - expected).abs() <= 0.1, "{levels}");
        assert!((loudness(&project.path("b.wav")) - expected).abs() <= 0.1, "{preset}");
    }
    let run = project.aloud(&["mix", "a.wav", "-o", "b.wav", "--preset", "acx", "--target", "-30"]);
    assert!(run.stderr.contains("RMS is") && run.stderr.contains("ACX"), "{run:?}");
}

#[test]
fn printed_frames_match_the_sound() {
    let project = Project::new("");
    clip(&project.path("a.wav"), 44_100, 1.0, 0.5);
    clip(&project.path("b.wav"), 22_050, 1.0, 0.5);
    let run = project.aloud(&["mix", "a.wav", "b.wav", "-o", "c.wav", "--pause", "0.5", "--json"]);
    let finished = &run.events("finished")[0];
    let frame = |clip: usize, key: &str| finished["clips"][clip][key].as_u64().unwrap();
    assert!(frame(0, "from") < 22_050 && frame(0, "to") > 66_150, "trimming must not cut sound");
    assert_eq!(frame(1, "start_frame") - frame(0, "end_frame"), 22_050);
    let samples: Vec<i16> =
        hound::WavReader::open(project.path("c.wav")).unwrap().into_samples().map(Result::unwrap).collect();
    assert_eq!(samples.len() as u64, frame(1, "end_frame"));
    let pause = &samples[frame(0, "end_frame") as usize..frame(1, "start_frame") as usize];
    assert!(pause.iter().all(|sample| *sample == 0));
}
