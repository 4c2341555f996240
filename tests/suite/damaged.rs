//! Tests that sound which is cut off or damaged is an error wherever it comes from, and that whole files of every format are
//! used.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::harness::{Project, script};
#[cfg(feature = "http")]
use crate::server::{Server, response};

/// Every format with the arguments of ffmpeg for it.
const FORMATS: [(&str, &[&str]); 9] = [
    ("wav", &[]),
    ("aiff", &[]),
    ("au", &["-c:a", "pcm_s16be"]),
    ("flac", &[]),
    // Pages of 0.2 s: of a page that is cut, nothing can be decoded.
    ("ogg", &["-c:a", "libvorbis", "-page_duration", "200000"]),
    ("opus", &["-c:a", "libopus"]),
    ("mp3", &[]),
    ("m4a", &["-movflags", "faststart"]),
    ("w64", &[]),
];

/// Writes two seconds of sound that changes all the time.
fn sound(path: &Path, arguments: &[&str]) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    let source = "aevalsrc=0.3*sin(2*PI*(300+200*t)*t)+0.05*random(0):d=2:s=44100";
    let mut ffmpeg = Command::new("ffmpeg");
    ffmpeg.args(["-v", "error", "-y", "-bitexact", "-f", "lavfi", "-i", source]).args(arguments).arg(path);
    assert!(ffmpeg.status().expect("ffmpeg: tests/tools/apt.txt").success(), "{}", path.display());
}

fn cut(path: &Path, percent: usize) {
    let bytes = fs::read(path).unwrap();
    fs::write(path, &bytes[..bytes.len() * percent / 100]).unwrap();
}

/// Creates a project whose narrator is a recorded person.
fn recorded() -> Project {
    let project = Project::with_segments(&[("narrator", "The wind is from the west.")]);
    project.write("voices/one/voice.toml", "backend = \"recorded\"\n");
    project.write("voices/one/takes/west.txt", "The wind is from the west.");
    project
}

#[test]
fn recordings_may_be_in_any_format() {
    needs!("ffmpeg");
    for (extension, arguments) in FORMATS {
        let project = recorded();
        sound(&project.path(&format!("voices/one/takes/west.{extension}")), arguments);
        let run = project.aloud(&["build"]);
        assert_eq!(run.code, Some(0), "{extension}: {run:?}");
    }
}

#[test]
fn cut_recordings_fail_check_and_build() {
    needs!("ffmpeg");
    for (extension, arguments) in FORMATS {
        let project = recorded();
        let name = format!("west.{extension}");
        let path = project.path(&format!("voices/one/takes/{name}"));
        sound(&path, arguments);
        cut(&path, 55);
        for command in ["check", "build"] {
            let run = project.aloud(&[command]);
            run.refused(&[&name, "cut off", "help:"]);
        }
        assert!(!project.path("out/episode.wav").exists(), "{extension}");
    }
}

#[test]
fn an_mp4_that_lost_its_index_is_refused() {
    needs!("ffmpeg");
    let project = Project::new("");
    // Without `faststart`, the index is at the end.
    sound(&project.path("clip.m4a"), &[]);
    cut(&project.path("clip.m4a"), 55);
    for keep in [&[][..], &["--keep-damaged"]] {
        let args = [&["mix", "clip.m4a", "-o", "mix.wav"][..], keep].concat();
        project.aloud(&args).refused(&["clip.m4a", "cut off before the end of its index"]);
        assert!(!project.path("mix.wav").exists());
    }
}

#[test]
fn every_kind_of_mp4_keeps_the_part_before_a_cut() {
    needs!("ffmpeg");
    let fragments = ["-frag_duration", "200000", "-movflags", "frag_keyframe+empty_moov"];
    for arguments in [&["-c:a", "alac", "-movflags", "faststart"][..], &fragments] {
        let project = Project::new("");
        sound(&project.path("clip.m4a"), arguments);
        cut(&project.path("clip.m4a"), 55);
        project.aloud(&["mix", "clip.m4a", "-o", "mix.wav"]).refused(&["clip.m4a", "cut off"]);
        let run = project.aloud(&["mix", "clip.m4a", "-o", "mix.wav", "--keep-damaged"]);
        assert_eq!(run.code, Some(0), "{arguments:?}: {run:?}");
        let frames = hound::WavReader::open(project.path("mix.wav")).unwrap().duration();
        assert!((35_000..60_000).contains(&frames), "{arguments:?}: {frames} frames of 88,200 are left");
    }
}

#[test]
fn mix_keeps_damaged_clips_only_if_asked() {
    needs!("ffmpeg");
    for (extension, arguments) in FORMATS {
        let project = Project::new("");
        let name = format!("clip.{extension}");
        sound(&project.path(&name), arguments);
        cut(&project.path(&name), 55);
        let args = ["mix", &name, "-o", "mix.wav"];
        project.aloud(&args).refused(&[&name, "cut off", "--keep-damaged"]);
        assert!(!project.path("mix.wav").exists(), "{extension}");
        let run = project.aloud(&[&args[..], &["--keep-damaged"]].concat());
        assert_eq!(run.code, Some(0), "{extension}: {run:?}");
        assert!(run.stderr.contains("warning") && run.stderr.contains("cut off"), "{extension}: {run:?}");
        let frames = hound::WavReader::open(project.path("mix.wav")).unwrap().duration();
        assert!((35_000..60_000).contains(&frames), "{extension}: {frames} frames of 88,200 are left");
    }
}

#[test]
fn a_flipped_bit_is_found_in_formats_with_checksums() {
    needs!("ffmpeg");
    for (extension, arguments) in FORMATS.iter().filter(|(name, _)| ["flac", "ogg", "opus"].contains(name)) {
        let project = Project::new("");
        let name = format!("clip.{extension}");
        sound(&project.path(&name), arguments);
        let mut bytes = project.read(&name);
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        fs::write(project.path(&name), bytes).unwrap();
        project.aloud(&["mix", &name, "-o", "mix.wav"]).refused(&[&name, "it is damaged at"]);
    }
}

/// A stranger's sparse file uses no disk space. To read its zeros would take a minute.
#[cfg(unix)]
#[test]
fn a_sound_with_gigabytes_of_zeros_after_it_is_not_read() {
    needs!("ffmpeg");
    let project = recorded();
    let path = project.path("voices/one/takes/west.wav");
    sound(&path, &[]);
    fs::File::options().write(true).open(&path).unwrap().set_len(17 << 30).unwrap();
    for command in ["check", "build"] {
        project.aloud(&[command]).refused(&["west.wav", "larger than"]);
    }
}

#[test]
fn cut_cues_and_room_tones_fail_check_and_build() {
    needs!("ffmpeg");
    for extension in ["wav", "flac", "mp3"] {
        let text = script(&[("narrator", "The ferry came in late.")]);
        let cue = format!("\n[[cue]]\nfile = \"theme.{extension}\"\nrole = \"intro\"\n");
        let project = Project::new(&(text + &cue));
        let path = project.path(&format!("theme.{extension}"));
        sound(&path, &[]);
        project.build();
        cut(&path, 55);
        for command in ["check", "build"] {
            let run = project.aloud(&[command]);
            run.refused(&[&format!("theme.{extension}"), "cut off", "script.toml:"]);
            assert_eq!(run.stderr.matches("cannot be played").count(), 1, "{run:?}");
        }
    }
    let project = recorded();
    sound(&project.path("voices/one/takes/west.wav"), &[]);
    let settings = project.text("voices/one/voice.toml") + "room = \"room.flac\"\n";
    project.write("voices/one/voice.toml", &settings);
    let room = project.path("voices/one/room.flac");
    sound(&room, &["-af", "volume=-60dB"]);
    assert_eq!(project.aloud(&["check"]).code, Some(0));
    let mut bytes = fs::read(&room).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&room, bytes).unwrap();
    for command in ["check", "build"] {
        project.aloud(&[command]).refused(&["room.flac", "it is damaged at"]);
    }
}

#[cfg(feature = "http")]
#[test]
fn cut_answers_of_services_are_never_stored() {
    needs!("ffmpeg");
    let folder = Project::new("");
    for (extension, arguments) in FORMATS.iter().filter(|(name, _)| !["au", "w64"].contains(name)) {
        let path = folder.path(&format!("answer.{extension}"));
        sound(&path, arguments);
        cut(&path, 32);
        let body = fs::read(&path).unwrap();
        let server = Server::new(move |_, _| response("200 OK", &[], &body));
        let project = Project::with_segments(&[("narrator", "The wind is from the west.")]);
        let voice = format!(
            "backend = \"openai\"\nbase_url = \"{}\"\nmodel = \"m\"\nvoice = \"v\"\n[http]\nretries = 0\n",
            server.url
        );
        project.write("voices/one/voice.toml", &voice);
        project.aloud(&["build"]).refused(&["incomplete sound", "cut off"]);
        let stored = fs::read_dir(project.path(".aloud/takes")).into_iter().flatten().flatten();
        let sounds = stored.filter(|entry| entry.path().extension().is_some_and(|e| e == "wav"));
        assert_eq!(sounds.count(), 0, "{extension}");
    }
}
