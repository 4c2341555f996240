//! Tests the voices of services with ovos-tts-server, which imitates them and speaks with espeak-ng.
//!
//! The sound must equal what espeak-ng speaks directly. Comments name where the server differs from the documented service.

use std::process::Command;
use std::sync::OnceLock;

use crate::external_voices::{
    ExternalServer, Sound, WORDS, aloud, project, run_to_success, speak, spoken_by_build, try_speak,
    venv_program,
};
use crate::harness::Project;

/// Returns the URL of the server, which all tests share.
fn server() -> &'static str {
    static SERVER: OnceLock<(ExternalServer, String)> = OnceLock::new();
    let start = || {
        let server = ExternalServer::start(&venv_program("ovos-tts-server"), |port| {
            let port = port.to_string();
            ["--engine", "aloud-espeak", "--host", "127.0.0.1", "--port", &port].map(String::from).to_vec()
        });
        let url = server.url();
        (server, url)
    };
    &SERVER.get_or_init(start).1
}

/// Returns what espeak-ng speaks without Aloud.
fn espeak(voice: &str, words: &str) -> Sound {
    let file = tempfile::NamedTempFile::new().unwrap();
    run_to_success(Command::new("espeak-ng").args(["-v", voice, "-w"]).arg(file.path()).args(["--", words]));
    Sound::read(file.path())
}

const OTHER: &str = "de";

fn voice(backend: &str, place: &str, name: &str, more: &str) -> String {
    let url = server();
    format!("backend = \"{backend}\"\nbase_url = \"{url}/{place}\"\nvoice = \"{name}\"\n{more}\n")
}

fn openai(more: &str) -> String {
    voice("openai", "openai", "alloy", &format!("model = \"m\"\n{more}"))
}

fn elevenlabs(name: &str, more: &str) -> String {
    voice("elevenlabs", "elevenlabs", name, &format!("model = \"m\"\n{more}"))
}

fn azure(name: &str, more: &str) -> String {
    voice("azure", "azure-tts", name, &format!("language = \"en-GB\"\n{more}"))
}

fn google(name: &str, more: &str) -> String {
    voice("google", "google-tts", name, &format!("language = \"en-GB\"\n{more}"))
}

fn polly(name: &str, more: &str) -> String {
    voice("polly", "amazon-polly", name, &format!("region = \"eu-west-1\"\nengine = \"standard\"\n{more}"))
}

/// Fails unless the voice speaks exactly the wanted samples.
#[track_caller]
fn assert_equal_sound(voice: &str, wanted: &Sound) {
    let sound = speak(&project(voice), WORDS);
    assert_eq!((sound.rate, sound.samples.len()), (wanted.rate, wanted.samples.len()), "{voice}");
    assert!(sound == *wanted, "{voice}");
}

/// Fails unless the voice speaks the wanted sound after lossy coding or resampling. The same speech has a similarity above
/// 0.95, other speech is below 0.5 (see the first test).
#[track_caller]
fn assert_similar_sound(voice: &str, rate: u32, wanted: &Sound) {
    let sound = speak(&project(voice), WORDS);
    assert_eq!(sound.rate, rate, "{voice}");
    assert!(sound.samples != wanted.samples, "the sound was not coded: {voice}");
    let similarity = sound.similarity(wanted);
    assert!(similarity > 0.95, "{similarity}: {voice}");
}

#[track_caller]
/// Fails unless the voice fails with these parts of a message.
fn assert_refused(voice: &str, parts: &[&str]) {
    try_speak(&project(&format!("{voice}\n[http]\nretries = 0\n")), WORDS).refused(parts);
}

#[test]
fn similarity_distinguishes_voices_and_words() {
    needs!("espeak-ng");
    let wanted = espeak("en-gb", WORDS);
    assert!(wanted.similarity(&wanted) > 0.999);
    for (voice, words) in [(OTHER, WORDS), ("en-gb", "Nobody on the shore heard it go.")] {
        let similarity = wanted.similarity(&espeak(voice, words));
        assert!(similarity < 0.5, "{similarity}: {voice}, {words}");
    }
}

/// The server has one voice on this route. It sends WAV when PCM is requested, and it fails on `aac`.
#[test]
fn openai_speaks_in_every_format_and_reports_refusals() {
    needs!("espeak-ng", "python");
    let wanted = espeak("en-gb", WORDS);
    assert_equal_sound(&openai(""), &wanted);
    assert_equal_sound(&openai("format = \"flac\"\nspeed = 1.0\nlanguage = \"en\""), &wanted);
    assert_equal_sound(&openai("format = \"pcm\"\nrate = 22050"), &wanted);
    assert_similar_sound(&openai("format = \"mp3\""), 22_050, &wanted);
    assert_similar_sound(&openai("format = \"opus\""), 48_000, &wanted);
    assert_refused(&openai("format = \"pcm\""), &["22050 Hz instead of 24000 Hz"]);
    assert_refused(&openai("format = \"aac\""), &["500"]);
    assert_refused(&openai("[extra]\nspeed = 9"), &["422", "less than or equal to 4"]);
    assert_refused(&openai("").replace("/openai", "/nowhere"), &["404"]);
}

/// The server sends PCM as documented, at the requested rate. It sends Vorbis instead of Opus.
#[test]
fn elevenlabs_takes_the_voice_from_the_path() {
    needs!("espeak-ng", "python");
    for name in ["en-gb", OTHER] {
        let wanted = espeak(name, WORDS);
        assert_similar_sound(&elevenlabs(name, ""), 24_000, &wanted);
        assert_similar_sound(&elevenlabs(name, "output_format = \"pcm_16000\""), 16_000, &wanted);
        assert_similar_sound(&elevenlabs(name, "output_format = \"mp3_22050_32\""), 22_050, &wanted);
        assert_equal_sound(
            &elevenlabs(name, "output_format = \"wav_22050\"\nseed = 7\n[settings]\nstability = 0.5"),
            &wanted,
        );
    }
    assert_similar_sound(
        &elevenlabs("en-gb", "output_format = \"opus_48000_32\""),
        22_050,
        &espeak("en-gb", WORDS),
    );
    assert_refused(
        &elevenlabs("en-gb", "output_format = \"mp3_44100_128\""),
        &["22050 Hz instead of 44100 Hz"],
    );
    assert_refused(&elevenlabs("en-gb", "[settings]\nstability = 2"), &["422", "less than or equal to 1"]);
    assert_refused(&elevenlabs("nobody", ""), &["500"]);
}

/// The server always uses the rate of espeak-ng. It sends WAV instead of raw PCM and Vorbis instead of Opus. It ignores
/// `prosody`.
#[test]
fn azure_accepts_our_ssml() {
    needs!("espeak-ng", "python");
    let riff = "output_format = \"riff-22050hz-16bit-mono-pcm\"";
    for name in ["en-gb", OTHER] {
        let wanted = espeak(name, WORDS);
        assert_equal_sound(&azure(name, riff), &wanted);
        assert_equal_sound(
            &azure(name, "rate = \"-5%\"\noutput_format = \"raw-22050hz-16bit-mono-pcm\""),
            &wanted,
        );
        assert_similar_sound(&azure(name, "output_format = \"ogg-24khz-16bit-mono-opus\""), 22_050, &wanted);
    }
    assert_refused(&azure("en-gb", ""), &["22050 Hz instead of 24000 Hz"]);
    assert_refused(&azure("nobody", riff), &["500"]);
}

/// The server uses the rate of espeak-ng.
#[test]
fn google_returns_speech_in_json() {
    needs!("espeak-ng", "python");
    for name in ["en-gb", OTHER] {
        assert_equal_sound(&google(name, "rate = 22050\nspeaking_rate = 1.0"), &espeak(name, WORDS));
    }
    assert_refused(&google("en-gb", ""), &["22050 Hz instead of 24000 Hz"]);
    assert_refused(&google("nobody", "rate = 22050"), &["500"]);
}

/// The server uses the rate of espeak-ng and sends WAV instead of PCM. It ignores the signature, which `aws_signatures.rs` tests.
#[test]
fn polly_speaks_in_three_formats() {
    needs!("espeak-ng", "python");
    for name in ["en-gb", OTHER] {
        let wanted = espeak(name, WORDS);
        assert_equal_sound(&polly(name, "rate = 22050\nlanguage = \"en-GB\""), &wanted);
        assert_similar_sound(&polly(name, "rate = 22050\nformat = \"mp3\""), 22_050, &wanted);
        assert_similar_sound(&polly(name, "rate = 22050\nformat = \"ogg_vorbis\""), 22_050, &wanted);
    }
    assert_refused(&polly("en-gb", ""), &["22050 Hz instead of 16000 Hz"]);
    assert_refused(&polly("nobody", "rate = 22050"), &["500"]);
}

#[test]
fn edit_requests_only_the_changed_sentence() {
    needs!("espeak-ng", "python");
    let text = "It was late. It was wet & dark. The ferry had gone.";
    let project = Project::undisclosed(&[("narrator", text), ("Ann Okafor", "“We waited. We had tea.”")]);
    project.write("voices/one/voice.toml", &google("en-gb", "rate = 22050"));
    project.write("voices/two/voice.toml", &elevenlabs(OTHER, ""));
    assert_eq!(spoken_by_build(&project).len(), 5);
    project.write("script.toml", &project.text("script.toml").replace("had gone", "was gone"));
    assert_eq!(spoken_by_build(&project), ["The ferry was gone."]);
    let clean = project.clean_copy();
    assert_eq!(aloud(&clean, &["build"]).code, Some(0));
    assert_eq!(clean.read("out/episode.wav"), project.read("out/episode.wav"));
}
