use std::os::unix::fs::PermissionsExt;

use super::*;
use crate::base::trust::Trust;

fn utterance(text: &str) -> Utterance {
    Utterance::new(text)
}

fn say(voice: &CommandVoice, text: &str) -> Result<Clip, VoiceError> {
    voice.speak(&utterance(text), &AtomicBool::new(false)).map(|spoken| spoken.clip)
}

fn settings(command: &[&str]) -> Command {
    let list: Vec<String> = command.iter().map(|a| format!("{a:?}")).collect();
    toml::from_str(&format!("command = [{}]\ntimeout = 5.0", list.join(", "))).unwrap()
}

/// Returns a voice that runs a shell script in a folder of its own.
fn script(body: &str) -> (TempDir, CommandVoice) {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("speak");
    fs::write(&path, format!("#!/bin/sh\n{body}\n")).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    let voice =
        CommandVoice::new(settings(&["{dir}/speak"]), &ProjectPath::root(dir.path()), Trust::everything())
            .unwrap();
    (dir, voice)
}

/// Writes a WAV with a second of a tone.
fn tone(dir: &TempDir, level: f32) {
    let samples = (0..16_000).map(|n| if n % 100 < 50 { level } else { -level }).collect();
    let clip = Clip { spec: Spec { sample_rate: 16_000, channels: 1 }, samples };
    wav::write_float(fs::File::create(dir.path().join("tone.wav")).unwrap(), &clip).unwrap();
}

fn error_of(voice: &CommandVoice) -> String {
    let error = say(voice, "Hello there").unwrap_err();
    format!("{error} ({})", error.hint())
}

#[test]
fn runs_real_programs_with_all_kinds_of_input_and_output() {
    if !crate::base::testing::installed(&["espeak-ng", "flite"]) {
        return;
    }
    for command in [
        &["espeak-ng", "--stdout"][..],
        &["espeak-ng", "--stdout", "{text}"],
        &["espeak-ng", "-f", "{text_file}", "-w", "{out}"],
        &["flite", "-t", "{text}", "-o", "{out}"],
        &["flite", "-f", "{text_file}", "-o", "{out}"],
    ] {
        let voice =
            CommandVoice::new(settings(command), &ProjectPath::root(Path::new(".")), Trust::everything());
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
fn reports_the_last_line_of_a_failing_program() {
    let (_dir, voice) = script("echo first >&2; echo 'no such voice' >&2; exit 3");
    assert!(error_of(&voice).contains("3") && error_of(&voice).contains("no such voice"));
}

#[test]
fn rejects_missing_broken_and_silent_sound() {
    assert!(error_of(&script("exit 0").1).contains("no sound"));
    assert!(error_of(&script("echo '<html>busy</html>'").1).contains("<html>"));
    let (dir, voice) = script("head -c 48 \"$(dirname \"$0\")/tone.wav\"");
    tone(&dir, 0.2);
    assert!(say(&voice, "Hello").is_err(), "a header and nothing else");
    let (dir, voice) = script("cat \"$(dirname \"$0\")/tone.wav\"");
    tone(&dir, 0.0);
    assert!(error_of(&voice).contains("silent"));
}

#[test]
fn rejects_sound_that_is_too_short_for_the_text() {
    let (dir, voice) = script("cat \"$(dirname \"$0\")/tone.wav\"");
    tone(&dir, 0.2);
    assert!(say(&voice, "Hello there").is_ok());
    let error = say(&voice, &"many words ".repeat(50)).unwrap_err();
    assert!(error.to_string().contains("1.00 s"), "{error}");
}

#[test]
fn ends_a_program_after_its_time_limit_with_its_children() {
    let (dir, _) = script("sleep 600 & echo $! > \"$(dirname \"$0\")/pid\"; wait");
    let command = settings(&["{dir}/speak"]);
    let voice = CommandVoice::new(
        Command { timeout: 0.3, ..command },
        &ProjectPath::root(dir.path()),
        Trust::everything(),
    )
    .unwrap();
    assert!(error_of(&voice).contains("0.3 s"));
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
fn a_program_that_ignores_its_input_does_not_block() {
    let (dir, voice) = script("head -c 3000000 /dev/zero >&2; cat \"$(dirname \"$0\")/tone.wav\"");
    tone(&dir, 0.2);
    assert!(say(&voice, "Hello there").is_ok());
}

#[test]
fn reads_raw_sound_and_recognises_wav() {
    let (dir, _) = script("cat \"$(dirname \"$0\")/sound\"");
    let raw: Vec<u8> =
        (0..8_000_i16).flat_map(|n| (if n % 80 < 40 { 9_000_i16 } else { -9_000 }).to_le_bytes()).collect();
    fs::write(dir.path().join("sound"), raw).unwrap();
    let command = Command { format: SoundFormat::S16le, rate: 8_000, ..settings(&["{dir}/speak"]) };
    let voice = CommandVoice::new(command, &ProjectPath::root(dir.path()), Trust::everything()).unwrap();
    let clip = say(&voice, "Hello").unwrap();
    assert_eq!((clip.frames(), clip.spec.sample_rate), (8_000, 8_000));
    tone(&dir, 0.2);
    fs::rename(dir.path().join("tone.wav"), dir.path().join("sound")).unwrap();
    assert_eq!(say(&voice, "Hello").unwrap().spec.sample_rate, 16_000);
}

#[test]
fn reports_a_missing_program_when_the_voice_is_opened() {
    let error = CommandVoice::new(
        settings(&["no-such-program-here"]),
        &ProjectPath::root(Path::new("x")),
        Trust::everything(),
    )
    .err()
    .unwrap();
    assert!(error.to_string().contains("no-such-program-here") && error.hint.unwrap().contains("install"));
}

#[test]
fn identity_depends_on_arguments_version_and_files_and_not_on_the_time_limit() {
    let dir = TempDir::new().unwrap();
    fs::write(dir.path().join("model"), "one").unwrap();
    let base = Command { files: vec!["model".into()], ..settings(&["sh", "-c", "x"]) };
    let identity = |command: Command| {
        CommandVoice::new(command, &ProjectPath::root(dir.path()), Trust::everything()).unwrap().identity
    };
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
fn ends_a_program_some_seconds_after_ctrl_c() {
    let (dir, _) = script("sleep 60");
    let mut patient = settings(&["{dir}/speak"]);
    patient.timeout = 600.0;
    let voice = CommandVoice::new(patient, &ProjectPath::root(dir.path()), Trust::everything()).unwrap();
    let start = Instant::now();
    let error = voice.speak(&utterance("Hello there"), &AtomicBool::new(true)).unwrap_err();
    assert!(error.to_string().contains("when Aloud was stopped"), "{error}");
    assert!(!error.hint().contains("timeout"), "{}", error.hint());
    assert!(start.elapsed() >= GRACE, "it may complete its utterance");
}
