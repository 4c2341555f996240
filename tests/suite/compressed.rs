//! Tests episodes as AAC, MP3, Opus and FLAC. ffmpeg or a built-in encoder writes them, and ffprobe reads them back.

use std::process::{Command, Stdio};

use serde_json::Value;

use crate::harness::{Project, Run, string};

const FILES: [&str; 4] = ["episode.m4a", "episode.mp3", "episode.opus", "episode.flac"];
/// Headings, escaped as in TOML. A heading is one line, so Aloud replaces a line break in it by a space.
const TITLES: [&str; 5] = [
    "= a ; b # c \\\\ d = [CHAPTER]",
    "He said: \\\"so\\\" 'x' <script>alert(1)</script> &amp;",
    "\u{5e9}\u{5dc}\u{5d5}\u{5dd}, \u{202e}\u{627}\u{644}\u{639}\u{628}\u{627}\u{631}\u{629}\u{202c}",
    "#!\\nSTART=7\\n;comment\\\\",
    "Größe – ferry ⛴ and all of what else there is to be said of it, which is more than two hundred and fifty-five bytes of \
     text, as some players have it for the most; but a heading is the author's, and it is told as it stands there, from its \
     first word to its last, with no dots at the end",
];

fn project(outputs: &str) -> Project {
    let segment = |title: &&str| {
        format!(
            "\n[[segment]]\nspeaker = \"narrator\"\ntext = \"{title}\"\nkind = \"heading\"\n\n\
             [[segment]]\nspeaker = \"Ann Okafor\"\ntext = \"We waited there, and then we had tea.\"\n"
        )
    };
    let segments: String = TITLES.iter().map(segment).collect();
    Project::new(&format!(
        "[episode]\ntitle = \"A = title; # \\\\ \\\"so\\\"\"\nlanguage = \"en-GB\"\nauthor = \"Ann & Bo\"\n\
         series = \"The = Tides\"\n\n[cast]\nnarrator = \"one\"\n\"Ann Okafor\" = \"two\"\n\n[outputs]\n{outputs}\n{segments}"
    ))
}

const ALL: &str = "m4a = true\nmp3 = true\nopus = true\nflac = true\n";

fn probe(project: &Project, file: &str) -> Value {
    let mut ffprobe = Command::new("ffprobe");
    ffprobe.args(["-v", "error", "-show_format", "-show_streams", "-show_chapters", "-of", "json"]);
    let run = ffprobe.arg(project.path("out").join(file)).output().expect("ffprobe: tests/tools/apt.txt");
    assert_eq!(String::from_utf8_lossy(&run.stderr), "", "{file}");
    serde_json::from_slice(&run.stdout).expect("JSON")
}

fn stream<'a>(probed: &'a Value, kind: &str) -> &'a Value {
    let streams = probed["streams"].as_array().unwrap();
    streams.iter().find(|stream| stream["codec_type"] == kind).unwrap_or(&Value::Null)
}

/// Returns a tag of the file, or of its sound stream, where Ogg has its tags. Case does not matter, as in Vorbis comments.
fn tag<'a>(probed: &'a Value, name: &str) -> &'a Value {
    let find = |tags: &'a Value| {
        tags.as_object()?.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, tag)| tag)
    };
    find(&probed["format"]["tags"]).or(find(&stream(probed, "audio")["tags"])).unwrap_or(&Value::Null)
}

fn seconds(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| string(value).parse().unwrap())
}

#[test]
fn files_have_correct_length_chapters_tags_and_cover() {
    needs!("ffmpeg", "ffprobe");
    let project = project(&format!("{ALL}m4b = true\ncover = \"art/cover.png\"\n"));
    std::fs::create_dir(project.path("art")).unwrap();
    project.picture("art/cover.png", "320x240");
    project.write("voices/two/voice.toml", "backend = \"embedded\"\n");
    project.build();
    let json = project.json("out/episode.json");
    let wanted = json["chapters"].as_array().unwrap();
    assert_eq!(wanted.len(), TITLES.len());
    assert!(string(&wanted[4]["title"]).len() > 255, "the test needs a title of more than 255 bytes");
    for file in FILES.into_iter().chain(["episode.m4b"]) {
        let probed = probe(&project, file);
        if file == "episode.m4b" {
            assert_eq!(probed["format"]["tags"]["major_brand"], "M4B ");
        }
        // 0.05 s allows for the padding of the encoders.
        let length = seconds(&probed["format"]["duration"]) - seconds(&json["seconds"]);
        assert!(length.abs() <= 0.05, "{file}: {length}");
        let chapters = probed["chapters"].as_array().unwrap();
        assert_eq!(chapters.len(), wanted.len(), "{file}");
        for (chapter, wanted) in chapters.iter().zip(wanted) {
            assert_eq!(chapter["tags"]["title"], wanted["title"], "{file}");
            let off = seconds(&chapter["start_time"]) - seconds(&wanted["start"]);
            assert!(off.abs() <= 0.001, "{file}: {off}");
        }
        assert_eq!(tag(&probed, "title"), "A = title; # \\ \"so\"", "{file}");
        assert_eq!(
            (tag(&probed, "artist"), tag(&probed, "album")),
            (&"Ann & Bo".into(), &"The = Tides".into())
        );
        assert_eq!(
            tag(&probed, "comment"),
            "Parts of this audio edition are read by synthetic voices.",
            "{file}"
        );
        assert_eq!(tag(&probed, "encoder"), concat!("Aloud ", env!("CARGO_PKG_VERSION")), "{file}");
        let language = if file.ends_with("opus") || file.ends_with("flac") { "en-GB" } else { "eng" };
        assert_eq!(tag(&probed, "language"), language, "{file}");
        let cover = stream(&probed, "video");
        assert_eq!(
            (&cover["disposition"]["attached_pic"], &cover["width"]),
            (&1.into(), &320.into()),
            "{file}"
        );
    }
}

#[test]
fn encodes_reproducibly_and_only_when_needed() {
    needs!("ffmpeg", "ffprobe");
    let project = project(&format!("{ALL}cover = \"cover.jpg\"\n"));
    project.picture("cover.jpg", "320x240");
    project.build();
    let first = project.out();
    assert!(FILES.iter().all(|file| first.contains_key(*file)));
    let again = project.aloud(&["build", "--json"]);
    assert_eq!((again.events("up-to-date").len(), again.events("encoding").len()), (1, 0), "{again:?}");
    let clean = project.clean_copy();
    clean.aloud(&["build", "--jobs", "1"]);
    assert_eq!(clean.out(), first);

    project.picture("cover.png", "320x240");
    std::fs::rename(project.path("cover.png"), project.path("cover.jpg")).unwrap();
    let run = project.aloud(&["build", "--json"]);
    assert_eq!(
        (run.code, run.events("up-to-date").len()),
        (Some(0), 0),
        "a picture with other bytes must be noticed"
    );
    assert_eq!(stream(&probe(&project, "episode.mp3"), "video")["codec_name"], "png");

    project.write("script.toml", &project.text("script.toml").replace("mp3 = true\n", ""));
    project.build();
    assert!(!project.path("out/episode.mp3").exists(), "a file that is no longer requested must be deleted");
}

#[test]
fn files_keep_length_at_other_rates_and_channels() {
    needs!("ffmpeg", "ffprobe");
    for mix in ["rate = 8000", "rate = 96000\nchannels = 2\nbits = 32"] {
        let project = project(ALL);
        project.write(
            "script.toml",
            &project.text("script.toml").replace("[outputs]", &format!("[mix]\n{mix}\n\n[outputs]")),
        );
        project.build();
        for file in FILES {
            let probed = probe(&project, file);
            let wanted = seconds(&project.json("out/episode.json")["seconds"]);
            let length = seconds(&probed["format"]["duration"]);
            assert!((length - wanted).abs() <= 0.06, "{mix}, {file}: {length}, not {wanted}");
            assert_eq!(stream(&probed, "video"), &Value::Null);
        }
    }
}

/// Returns whether this build has its own encoder for the format.
fn built_in(name: &str) -> bool {
    cfg!(feature = "mp3") && name == "mp3" || cfg!(feature = "flac") && name == "flac"
}

#[test]
fn built_in_encoders_need_no_ffmpeg() {
    for (outputs, names, features) in [
        ("mp3 = true\nepub = true\n", vec!["mp3", "epub"], "mp3"),
        ("flac = true\n", vec!["flac"], "flac"),
        ("flac = true\nmp3 = true\n", vec!["mp3", "flac"], "flac,mp3"),
    ] {
        let project = project(outputs);
        let run = Run::of(project.command(&["build"]).env("PATH", "/nonexistent").output().unwrap());
        let missing: Vec<_> = features.split(',').filter(|name| !built_in(name)).collect();
        if missing.is_empty() {
            assert_eq!(run.code, Some(0), "{run:?}");
            assert!(names.iter().all(|name| project.path(&format!("out/episode.{name}")).exists()));
        } else {
            run.refused(&["ffmpeg was not found", &format!("--features {}`", missing.join(","))]);
        }
    }
    let project = project("opus = true\n");
    let run = Run::of(project.command(&["build"]).env("PATH", "/nonexistent").output().unwrap());
    run.refused(&["needs it for opus\n"]);
    assert!(!run.stderr.contains("--features"), "{run:?}");
}

#[test]
fn reports_missing_ffmpeg_and_bad_cover_before_speaking() {
    needs!("ffmpeg");
    let project = project(&format!("{ALL}cover = \"cover.jpg\"\n"));
    project.write("cover.jpg", "This is no picture.");
    for command in ["build", "plan"] {
        let run = Run::of(project.command(&[command]).env("PATH", "/nonexistent").output().unwrap());
        let names = ["m4a", "mp3", "opus", "flac"].into_iter().filter(|name| !built_in(name));
        run.refused(&["ffmpeg was not found", "apt install ffmpeg"]);
        run.refused(&[&format!("needs it for {}\n", names.collect::<Vec<_>>().join(", "))]);
        run.refused(&["`cover.jpg` cannot be the cover", "neither a PNG nor a JPEG"]);
    }
    project.write("script.toml", &project.text("script.toml").replace("cover.jpg", "../cover.jpg"));
    project.aloud(&["build"]).refused(&["leads out of the project: `../cover.jpg`", "script.toml:"]);
    project.write("script.toml", &project.text("script.toml").replace("../cover.jpg", "none.jpg"));
    project.aloud(&["build"]).refused(&["cannot read", "none.jpg"]);
    project.huge_picture("none.jpg");
    let line = format!("ulimit -v 2000000; \"{}\" build", env!("CARGO_BIN_EXE_aloud"));
    Run::of(project.shell(&line)).refused(&["`none.jpg` cannot be the cover", "larger than 16 MiB"]);
    assert!(!project.path(".aloud/takes").exists(), "the build must fail before it speaks");
}

/// Returns a build that finds a fake ffmpeg first on `PATH`. `body` is its shell script, and `$real` is the real ffmpeg.
#[cfg(unix)]
fn with_ffmpeg(project: &Project, body: &str) -> Command {
    use std::os::unix::fs::PermissionsExt;
    let path = std::env::var("PATH").unwrap();
    let real =
        std::env::split_paths(&path).map(|dir| dir.join("ffmpeg")).find(|file| file.is_file()).unwrap();
    project.write("bin/ffmpeg", &format!("#!/bin/sh\nreal={}\n{body}\n", real.display()));
    let script = project.path("bin/ffmpeg");
    std::fs::set_permissions(script, std::fs::Permissions::from_mode(0o755)).unwrap();
    let path = format!("{}:{path}", project.path("bin").display());
    let mut build = project.command(&["build", "--json"]);
    build.env("PATH", path);
    build
}

#[cfg(unix)]
#[test]
fn failed_ffmpeg_keeps_the_previous_episode() {
    needs!("ffmpeg");
    let project = project(ALL);
    let lacks = Run::of(with_ffmpeg(&project, "\"$real\" \"$@\" | grep -v libopus").output().unwrap());
    assert!(lacks.code == Some(1) && lacks.stdout.contains("it has no encoder `libopus`"), "{lacks:?}");
    assert!(!project.path(".aloud/takes").exists(), "the build must fail before it speaks");

    project.build();
    let before = project.out();
    let other = "\"$real\" \"$@\" 2>&1 | sed 's/^ffmpeg version/ffmpeg version 99/' >&2; \"$real\" \"$@\"";
    let newer = Run::of(with_ffmpeg(&project, other).output().unwrap());
    assert_eq!((newer.code, newer.events("up-to-date").len()), (Some(0), 0), "{newer:?}");
    assert_eq!(project.out(), before);

    project.write("script.toml", &project.text("script.toml").replacen("had tea", "had cake", 1));
    let fails = "case \"$*\" in *opus) echo 'no more room' >&2; exit 3;; esac\nexec \"$real\" \"$@\"";
    let run = Run::of(with_ffmpeg(&project, fails).output().unwrap());
    assert!(run.code == Some(1) && run.stdout.contains("could not encode `episode.opus`"), "{run:?}");
    assert!(run.stdout.contains("no more room"), "{run:?}");
    assert_eq!(project.out(), before, "the previous episode must be complete");
    project.build();
    assert_ne!(project.out(), before);
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_a_running_ffmpeg() {
    needs!("ffmpeg");
    let project = project("m4a = true\n");
    let waits = "case \"$*\" in *m4a) touch at-work; exec sleep 60;; esac\nexec \"$real\" \"$@\"";
    let started = std::time::Instant::now();
    let build = with_ffmpeg(&project, waits).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    while !project.path("at-work").exists() {
        assert!(started.elapsed().as_secs() < 50, "ffmpeg was not started");
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    let pid = build.id().to_string();
    assert!(Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
    let run = Run::of(build.wait_with_output().unwrap());
    assert_eq!(run.code, Some(130), "{run:?}");
    assert!(started.elapsed().as_secs() < 55, "the build waited for ffmpeg");
    assert!(!project.path("out").exists() && !project.path(".aloud/staged").exists());
}

#[test]
fn each_chapter_has_files_of_its_own() {
    needs!("ffmpeg", "ffprobe");
    let project =
        project("chapter_files = [\"flac\", \"mp3\", \"m4a\", \"wav\", \"mp3\"]\ncover = \"cover.png\"\n");
    project.picture("cover.png", "320x240");
    project.write("script.toml", &(project.text("script.toml") + "\n[pauses]\nheading = 1.5\n"));
    project.build();
    let json = project.json("out/episode.json");
    let chapters = json["chapters"].as_array().unwrap();
    assert_eq!(chapters[1]["files"].as_array().unwrap().len(), 4, "`mp3` is listed twice");
    let (mut samples, mut ends) = (Vec::new(), 0.0);
    for (nth, chapter) in chapters.iter().enumerate() {
        for file in chapter["files"].as_array().unwrap().iter().map(string) {
            let probed = probe(&project, &file);
            assert_eq!(tag(&probed, "title"), &chapter["title"], "{file}");
            assert_eq!(tag(&probed, "album"), "A = title; # \\ \"so\"", "{file}");
            let track = string(tag(&probed, "track"));
            assert_eq!(track.split('/').next(), Some((nth + 1).to_string().as_str()), "{file}: {track}");
            assert_eq!(probed["chapters"].as_array().map(Vec::len), Some(0), "{file}");
            if !file.ends_with("wav") {
                assert_eq!(stream(&probed, "video")["disposition"]["attached_pic"], 1, "{file}");
            }
        }
        let name = format!("out/episode.chapter-0{}.wav", nth + 1);
        let wav = hound::WavReader::open(project.path(&name)).unwrap();
        ends += f64::from(wav.duration()) / 44_100.0;
        samples.extend(wav.into_samples::<i16>().map(Result::unwrap));
        // A file begins in the silence before its heading, and ends with a second of silence.
        if let Some(next) = chapters.get(nth + 1) {
            let head = seconds(&next["start"]) - ends;
            assert!((head - 0.5).abs() < 0.001, "{name}: {head}");
        }
    }
    let episode = hound::WavReader::open(project.path("out/episode.wav")).unwrap();
    let episode: Vec<i16> = episode.into_samples().map(Result::unwrap).collect();
    assert!(samples == episode, "the chapters together are the episode");

    // An edition without them deletes them.
    let first = project.out();
    let clean = project.clean_copy();
    clean.aloud(&["build", "--jobs", "1"]);
    assert!(clean.out() == first, "the same bytes with one thread");
    let script = project.text("script.toml").replace("chapter_files = [", "#");
    project.write("script.toml", &script);
    project.build();
    assert!(!project.path("out/episode.chapter-01.mp3").exists());
}
