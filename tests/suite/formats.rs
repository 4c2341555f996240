//! Tests the decoding of common audio formats. ffmpeg and sox write the clips and decode them for comparison.

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::process::Command;

use aloud::audio::{Spec, wav};

use crate::harness::Project;

fn ffmpeg(args: &[&str], folder: &Path) {
    let mut command = Command::new("ffmpeg");
    let run = command.args(["-v", "error", "-y", "-bitexact"]).args(args).current_dir(folder).output();
    let run = run.expect("ffmpeg is installed: tests/tools/apt.txt");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
}

/// Arguments of ffmpeg for two channels with a tone and some noise each, 1.3 s.
const SOURCE: [&str; 4] = [
    "-f",
    "lavfi",
    "-i",
    "aevalsrc=0.4*sin(2*PI*440*t)+0.02*random(0)|0.3*sin(2*PI*620*t)+0.02*random(1):d=1.3:s=48000",
];

/// Decodes a clip with `aloud mix` to mono samples.
fn decode_with_aloud(project: &Project, clip: &str) -> Vec<f32> {
    mix_with(project, clip, &[])
}

fn mix_with(project: &Project, clip: &str, options: &[&str]) -> Vec<f32> {
    let args = ["mix", clip, "-o", "mixed.wav", "--target", "none", "--trim", "none", "--rate", "48000"];
    let run = project.aloud(&[&args[..], &["--bits", "32"], options].concat());
    assert_eq!(run.code, Some(0), "{clip}: {run:?}");
    samples(&project.path("mixed.wav"))
}

fn samples(path: &Path) -> Vec<f32> {
    hound::WavReader::open(path).unwrap().into_samples().map(Result::unwrap).collect()
}

/// Decodes a clip with ffmpeg to the mean of both channels. sox decodes IMA ADPCM, because ffmpeg does not round as the standard
/// says.
fn decode_with_others(project: &Project, clip: &str) -> Vec<f32> {
    if clip.contains("ima") {
        let mut sox = Command::new("sox");
        let args = [clip, "-e", "floating-point", "-b", "32", "decoded.wav"];
        let run = sox.args(args).current_dir(project.path("")).status();
        assert!(run.expect("sox is installed: tests/tools/apt.txt").success());
    } else {
        ffmpeg(&["-i", clip, "-c:a", "pcm_f32le", "decoded.wav"], &project.path(""));
    }
    samples(&project.path("decoded.wav")).chunks(2).map(|frame| (frame[0] + frame[1]) * 0.5).collect()
}

/// Returns the largest difference of two samples.
fn largest_difference(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max)
}

/// Returns the number of captions that ffprobe finds in a file.
fn caption_count(project: &Project, file: &str) -> usize {
    let args = ["-v", "error", "-show_entries", "packet=pts_time", "-of", "csv"];
    let run = Command::new("ffprobe")
        .args(args)
        .arg(project.path(file))
        .output()
        .expect("ffprobe comes with ffmpeg");
    String::from_utf8_lossy(&run.stdout).lines().count()
}

#[test]
fn ffprobe_reads_captions_and_outputs_can_be_disabled() {
    needs!("ffprobe");
    let project =
        Project::with_segments(&[("narrator", "It is late. <b>--> & so."), ("Ann Okafor", "“No.”")]);
    project.build();
    assert_eq!(
        (caption_count(&project, "out/episode.vtt"), caption_count(&project, "out/episode.srt")),
        (3, 3)
    );
    let less = project.text("script.toml") + "\n[outputs]\nsrt = false\ntext = false\n";
    project.write("script.toml", &less);
    project.build();
    assert!(!project.path("out/episode.srt").exists() && project.path("out/episode.vtt").exists());
    let listed = project.aloud(&["outputs"]).stdout;
    assert!(listed.contains("off srt") && listed.contains("on  vtt"), "{listed}");
}

#[test]
fn wav_codings_decode_like_ffmpeg_and_sox() {
    needs!("ffmpeg", "sox");
    let project = Project::new("");
    let codings = [
        "pcm_u8",
        "pcm_s16le",
        "pcm_s24le",
        "pcm_s32le",
        "pcm_f32le",
        "pcm_f64le",
        "pcm_alaw",
        "pcm_mulaw",
        "adpcm_ima_wav",
        "adpcm_ms",
    ];
    for coding in codings {
        let clip = format!("{coding}.wav");
        ffmpeg(&[&SOURCE[..], &["-c:a", coding, &clip]].concat(), &project.path(""));
        let (ours, theirs) = (decode_with_aloud(&project, &clip), decode_with_others(&project, &clip));
        // ADPCM stores whole blocks, so the last one may add samples. 62,400 frames are 1.3 s.
        assert!(ours.len() >= theirs.len() && theirs.len() >= 62_400, "{coding}: {}", ours.len());
        assert!(
            largest_difference(&ours, &theirs) == 0.0,
            "{coding}: {}",
            largest_difference(&ours, &theirs)
        );
    }
}

#[test]
fn gsm_and_ima4_decode_like_libsndfile() {
    needs!("ffmpeg", "sndfile-convert");
    let project = Project::new("");
    let sndfile = |args: &[&str]| {
        let run = Command::new("sndfile-convert").args(args).current_dir(project.path("")).output();
        let run = run.expect("sndfile-convert is installed: tests/tools/apt.txt");
        assert!(run.status.success(), "{args:?}: {}", String::from_utf8_lossy(&run.stdout));
    };
    ffmpeg(&[&SOURCE[..], &["-ac", "1", "mono.wav"]].concat(), &project.path(""));
    sndfile(&["-gsm610", "mono.wav", "gsm.wav"]);
    sndfile(&["-gsm610", "mono.wav", "gsm.aifc"]);
    ffmpeg(&[&SOURCE[..], &["-c:a", "adpcm_ima_qt", "stereo.aiff"]].concat(), &project.path(""));
    for clip in ["gsm.wav", "gsm.aifc", "stereo.aiff"] {
        sndfile(&["-pcm16", clip, "decoded.wav"]);
        let channels = if clip == "stereo.aiff" { 2 } else { 1 };
        let decoded = hound::WavReader::open(project.path("decoded.wav")).unwrap();
        let decoded: Vec<i16> = decoded.into_samples().map(Result::unwrap).collect();
        let mono = |frame: &[i16]| frame.iter().map(|sample| f32::from(*sample) / 32_768.0).sum::<f32>();
        let theirs: Vec<f32> = decoded.chunks(channels).map(|frame| mono(frame) / channels as f32).collect();
        let ours = decode_with_aloud(&project, clip);
        // libsndfile takes the byte that pads a WAV for a block.
        assert!(
            ours.len() >= 62_400 && theirs.len() >= ours.len(),
            "{clip}: {} {}",
            ours.len(),
            theirs.len()
        );
        assert!(largest_difference(&ours, &theirs) == 0.0, "{clip}: {}", largest_difference(&ours, &theirs));
    }
}

#[test]
fn reads_wave64_and_rf64() {
    needs!("ffmpeg");
    let project = Project::new("");
    for (name, arguments) in [("a.w64", &["-f", "w64"][..]), ("b.wav", &["-rf64", "always"])] {
        ffmpeg(&[&SOURCE[..], arguments, &[name]].concat(), &project.path(""));
        let ours = decode_with_aloud(&project, name);
        assert!(
            ours.len() == 62_400 && largest_difference(&ours, &decode_with_others(&project, name)) == 0.0,
            "{name}"
        );
    }
}

#[test]
fn compressed_clips_decode_with_exact_length() {
    needs!("ffmpeg");
    let project = Project::new("");
    // Lossless formats must be exact. Lossy decoders may round differently, Opus decoders most.
    let codings: [(&str, &[&str], f32); 6] = [
        ("a.flac", &[], 0.0),
        ("a.mp3", &[], 1e-4),
        ("a.ogg", &["-c:a", "libvorbis"], 1e-4),
        ("a.opus", &["-c:a", "libopus"], 1e-3),
        ("a.m4a", &["-c:a", "alac"], 0.0),
        ("a.aiff", &[], 0.0),
    ];
    for (name, arguments, tolerance) in codings {
        ffmpeg(&[&SOURCE[..], arguments, &[name]].concat(), &project.path(""));
        let (ours, theirs) = (decode_with_aloud(&project, name), decode_with_others(&project, name));
        assert_eq!(ours.len(), 62_400, "{name}");
        assert!(
            largest_difference(&ours, &theirs) <= tolerance,
            "{name}: {}",
            largest_difference(&ours, &theirs)
        );
    }
    ffmpeg(&[&SOURCE[..], &["-c:a", "aac", "b.m4a"]].concat(), &project.path(""));
    let (ours, theirs) = (decode_with_aloud(&project, "b.m4a"), decode_with_others(&project, "b.m4a"));
    // AAC has frames of 1,024 samples, and decoders treat the padding differently.
    assert!(ours.len().abs_diff(theirs.len()) <= 1_024, "{} and {}", ours.len(), theirs.len());
}

/// Makes the last packet of an Ogg file claim no frames, which decoders must reject (RFC 6716, section 3.2.5). Each page of the
/// file must hold one packet.
fn damage_last_packet(ogg: &mut [u8]) {
    let page = ogg.windows(4).rposition(|window| window == b"OggS").unwrap();
    let segments = usize::from(ogg[page + 26]);
    let packet = page + 27 + segments;
    assert_eq!(
        ogg[page + 27..packet].iter().filter(|length| **length < 255).count(),
        1,
        "the page must hold one packet"
    );
    ogg[packet] |= 3;
    ogg[packet + 1] = 0;
    // So the packet is the only damage.
    correct_checksum(&mut ogg[page..]);
}

/// Writes the checksum of an Ogg page into it (RFC 3533, section 6).
fn correct_checksum(page: &mut [u8]) {
    page[22..26].fill(0);
    let checksum = page.iter().fold(0_u32, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte) << 24, |sum, _| {
            if sum >> 31 == 1 { sum << 1 ^ 0x04c1_1db7 } else { sum << 1 }
        })
    });
    page[22..26].copy_from_slice(&checksum.to_le_bytes());
}

#[test]
fn opus_gain_is_applied_and_overshoots_are_not_clipped() {
    needs!("ffmpeg");
    let project = Project::new("");
    ffmpeg(&[&SOURCE[..], &["-c:a", "libopus", "a.opus"]].concat(), &project.path(""));
    let plain = decode_with_aloud(&project, "a.opus");
    let mut opus = project.read("a.opus");
    // The output gain is in 1/256 dB (RFC 7845, section 5.1), in the only packet of the first page.
    opus[28 + 16..28 + 18].copy_from_slice(&(20_i16 * 256).to_le_bytes());
    correct_checksum(&mut opus[..28 + 19]);
    std::fs::write(project.path("b.opus"), opus).unwrap();
    let loud = decode_with_aloud(&project, "b.opus");
    assert!(loud.iter().any(|sample| sample.abs() > 1.5), "the test needs overshoots");
    let scaled: Vec<f32> = plain.iter().map(|sample| sample * 10.0).collect();
    assert!(loud.len() == plain.len() && largest_difference(&loud, &scaled) < 1e-5);
}

#[test]
fn damaged_last_opus_packet_adds_no_silence() {
    needs!("ffmpeg");
    let project = Project::new("");
    ffmpeg(&[&SOURCE[..], &["-c:a", "libopus", "-page_duration", "1", "a.opus"]].concat(), &project.path(""));
    let whole = decode_with_aloud(&project, "a.opus");
    let mut opus = project.read("a.opus");
    damage_last_packet(&mut opus);
    std::fs::write(project.path("b.opus"), opus).unwrap();
    let damaged = mix_with(&project, "b.opus", &["--keep-damaged"]);
    let lost = whole.len() as isize - damaged.len() as isize;
    assert!((1..=960).contains(&lost), "{lost} frames are lost, but a packet has 960");
    assert!(largest_difference(&whole, &damaged) == 0.0, "the packets before it must decode as before");
}

#[test]
fn ffprobe_reads_length_beyond_four_gib() {
    needs!("ffprobe");
    let project = Project::new("");
    let path = project.path("long.wav");
    let spec = Spec { sample_rate: 48_000, channels: 2 };
    for gib in [3, 5, 40] {
        // The file is sparse, so it takes almost no disk space.
        let frames = (gib << 30) / 4;
        let mut file = File::create(&path).unwrap();
        let head = wav::header(spec, 16, frames);
        file.write_all(&head).unwrap();
        file.set_len(head.len() as u64 + frames * 4).unwrap();
        let mut ffprobe = Command::new("ffprobe");
        let args =
            ["-v", "error", "-show_entries", "stream=duration_ts,channels,sample_rate", "-of", "csv=p=0"];
        let run = ffprobe.args(args).arg(&path).output().expect("ffprobe comes with ffmpeg");
        assert_eq!(String::from_utf8_lossy(&run.stdout).trim(), format!("48000,2,{frames}"), "{gib} GiB");
    }
}
