use std::os::unix::fs::PermissionsExt;

use super::*;

fn utterance(text: &str) -> Utterance {
    Utterance { spoken: text.into(), text: text.into(), segment_id: None, around: Default::default() }
}

fn say(voice: &CommandVoice, text: &str) -> Result<Clip, VoiceError> {
    voice.speak(&utterance(text), &AtomicBool::new(false)).map(|spoken| spoken.clip)
}

fn settings(command: &[&str]) -> Command {
    let list: Vec<String> = command.iter().map(|a| format!("{a:?}")).collect();
    toml::from_str(&format!("command = [{}]\ntimeout = 5.0", list.join(", "))).unwrap()
}

/// A voice that is a shell script in a folder of its own.
fn script(body: &str) -> (TempDir, CommandVoice) {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("speak");
    fs::write(&path, format!("#!/bin/sh\n{body}\n")).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    let voice = CommandVoice::new(settings(&["{dir}/speak"]), dir.path()).unwrap();
    (dir, voice)
}

/// A second of a tone, as a WAV that `cat` can give.
fn tone(dir: &TempDir, level: f32) {
    let samples = (0..16_000).map(|n| if n % 100 < 50 { level } else { -level }).collect();
    let clip = Clip { spec: Spec { sample_rate: 16_000, channels: 1 }, samples };
    wav::write_float(fs::File::create(dir.path().join("tone.wav")).unwrap(), &clip).unwrap();
}

fn told(voice: &CommandVoice) -> String {
    let error = say(voice, "Hello there").unwrap_err();
    format!("{error} ({})", error.hint())
}

#[test]
fn real_programs_speak_by_every_way_in_and_out() {
    for command in [
        &["espeak-ng", "--stdout"][..],
        &["espeak-ng", "--stdout", "{text}"],
        &["espeak-ng", "-f", "{text_file}", "-w", "{out}"],
        &["flite", "-t", "{text}", "-o", "{out}"],
        &["flite", "-f", "{text_file}", "-o", "{out}"],
    ] {
        let voice = CommandVoice::new(settings(command), Path::new("."));
        let voice =
            voice.unwrap_or_else(|error| panic!("install espeak-ng and flite to run this test: {error}"));
        for text in ["Hello there.", "-v is not an option here.", "A {text} that {out} has braces."] {
            let clip = say(&voice, text).unwrap_or_else(|error| panic!("{command:?} {text}: {error}"));
            let seconds = clip.frames() as f64 / f64::from(clip.spec.sample_rate);
            assert!((0.5..5.0).contains(&seconds), "{command:?} {text}: {seconds} s");
        }
    }
}

#[test]
fn a_failing_program_is_told_with_its_last_words() {
    let (_dir, voice) = script("echo first >&2; echo 'no such voice' >&2; exit 3");
    assert!(told(&voice).contains("3") && told(&voice).contains("no such voice"));
}

#[test]
fn exit_0_without_sound_is_caught_in_every_form() {
    assert!(told(&script("exit 0").1).contains("no sound"));
    assert!(told(&script("echo '<html>busy</html>'").1).contains("<html>"));
    let (dir, voice) = script("head -c 48 \"$(dirname \"$0\")/tone.wav\"");
    tone(&dir, 0.2);
    assert!(say(&voice, "Hello").is_err(), "a header and nothing else");
    let (dir, voice) = script("cat \"$(dirname \"$0\")/tone.wav\"");
    tone(&dir, 0.0);
    assert!(told(&voice).contains("silent"));
}

#[test]
fn sound_that_cannot_be_the_words_is_caught() {
    let (dir, voice) = script("cat \"$(dirname \"$0\")/tone.wav\"");
    tone(&dir, 0.2);
    assert!(say(&voice, "Hello there").is_ok());
    let error = say(&voice, &"many words ".repeat(50)).unwrap_err();
    assert!(error.to_string().contains("1.00 s"), "{error}");
}

#[test]
fn a_program_that_hangs_is_ended_with_all_that_it_started() {
    let (dir, _) = script("sleep 600 & echo $! > \"$(dirname \"$0\")/pid\"; wait");
    let command = settings(&["{dir}/speak"]);
    let voice = CommandVoice::new(Command { timeout: 0.3, ..command }, dir.path()).unwrap();
    assert!(told(&voice).contains("0.3 s"));
    let pid = fs::read_to_string(dir.path().join("pid")).unwrap();
    let state = || fs::read_to_string(format!("/proc/{}/stat", pid.trim())).unwrap_or_default();
    let ended = || state().is_empty() || state().contains(") Z ");
    assert!(
        (0..500).any(|_| ended() || {
            std::thread::sleep(Duration::from_millis(10));
            false
        }),
        "{}",
        state()
    );
}

#[test]
fn a_program_that_talks_much_and_reads_nothing_does_not_block() {
    let (dir, voice) = script("head -c 3000000 /dev/zero >&2; cat \"$(dirname \"$0\")/tone.wav\"");
    tone(&dir, 0.2);
    assert!(say(&voice, "Hello there").is_ok());
}

#[test]
fn raw_sound_is_read_as_it_is_said_to_be_unless_it_is_a_wav() {
    let (dir, _) = script("cat \"$(dirname \"$0\")/sound\"");
    let raw: Vec<u8> =
        (0..8_000_i16).flat_map(|n| (if n % 80 < 40 { 9_000_i16 } else { -9_000 }).to_le_bytes()).collect();
    fs::write(dir.path().join("sound"), raw).unwrap();
    let command = Command { format: SoundFormat::S16le, rate: 8_000, ..settings(&["{dir}/speak"]) };
    let voice = CommandVoice::new(command, dir.path()).unwrap();
    let clip = say(&voice, "Hello").unwrap();
    assert_eq!((clip.frames(), clip.spec.sample_rate), (8_000, 8_000));
    tone(&dir, 0.2);
    fs::rename(dir.path().join("tone.wav"), dir.path().join("sound")).unwrap();
    assert_eq!(say(&voice, "Hello").unwrap().spec.sample_rate, 16_000);
}

#[test]
fn a_program_that_is_not_there_is_said_before_anything_is_spoken() {
    let error = CommandVoice::new(settings(&["no-such-program-here"]), Path::new("x")).err().unwrap();
    assert!(error.to_string().contains("no-such-program-here") && error.hint.unwrap().contains("install"));
}

#[test]
fn arguments_version_and_files_invalidate_and_the_time_limit_does_not() {
    let dir = TempDir::new().unwrap();
    fs::write(dir.path().join("model"), "one").unwrap();
    let base = Command { files: vec!["model".into()], ..settings(&["sh", "-c", "x"]) };
    let identity = |command: Command| CommandVoice::new(command, dir.path()).unwrap().identity;
    let before = identity(base.clone());
    assert_eq!(identity(Command { timeout: 9.0, parallel: 2, ..base.clone() }), before);
    assert_ne!(identity(Command { version: "2".into(), ..base.clone() }), before);
    assert_ne!(identity(Command { files: vec![], ..base.clone() }), before);
    assert_ne!(
        identity(Command { command: vec!["sh".into(), "-c".into(), "y".into()], ..base.clone() }),
        before
    );
    fs::write(dir.path().join("model"), "two").unwrap();
    assert_ne!(identity(base), before);
}

#[test]
fn a_program_that_hangs_is_ended_some_seconds_after_ctrl_c() {
    let (dir, _) = script("sleep 60");
    let mut patient = settings(&["{dir}/speak"]);
    patient.timeout = 600.0;
    let voice = CommandVoice::new(patient, dir.path()).unwrap();
    let start = Instant::now();
    let error = voice.speak(&utterance("Hello there"), &AtomicBool::new(true)).unwrap_err();
    assert!(error.to_string().contains("when Aloud was stopped"), "{error}");
    assert!(!error.hint().contains("timeout"), "{}", error.hint());
    assert!(start.elapsed() >= GRACE, "it may finish what it says");
}
