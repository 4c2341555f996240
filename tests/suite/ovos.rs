//! Our voices of services against a server that speaks as they do (ovos-tts-server, with espeak-ng behind it): what is heard is
//! what espeak-ng says. Where the server does not do as the service is documented to, it says so here.

use std::process::Command;
use std::sync::OnceLock;

use crate::external_voices::{Peer, Sound, WORDS, aloud, done, heard, project, python, say, spoken_by_build};
use crate::harness::Project;

/// One for all tests.
fn server() -> &'static str {
    static SERVER: OnceLock<(Peer, String)> = OnceLock::new();
    let start = || {
        let peer = Peer::start(&python("ovos-tts-server"), |port| {
            let port = port.to_string();
            ["--engine", "aloud-espeak", "--host", "127.0.0.1", "--port", &port].map(String::from).to_vec()
        });
        let url = peer.url();
        (peer, url)
    };
    &SERVER.get_or_init(start).1
}

/// What espeak-ng says by itself.
fn espeak(voice: &str, words: &str) -> Sound {
    let file = tempfile::NamedTempFile::new().unwrap();
    done(Command::new("espeak-ng").args(["-v", voice, "-w"]).arg(file.path()).args(["--", words]));
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

/// Sample for sample.
#[track_caller]
fn same(voice: &str, wanted: &Sound) {
    let heard = heard(&project(voice), WORDS);
    assert_eq!((heard.rate, heard.samples.len()), (wanted.rate, wanted.samples.len()), "{voice}");
    assert!(heard == *wanted, "{voice}");
}

/// The same speech, coded.
#[track_caller]
fn like(voice: &str, rate: u32, wanted: &Sound) {
    let heard = heard(&project(voice), WORDS);
    assert_eq!(heard.rate, rate, "{voice}");
    assert!(heard.samples != wanted.samples, "not coded: {voice}");
    let likeness = heard.likeness(wanted);
    assert!(likeness > 0.95, "{likeness}: {voice}");
}

#[track_caller]
fn refused(voice: &str, told: &[&str]) {
    say(&project(&format!("{voice}\n[http]\nretries = 0\n")), WORDS).refused(told);
}

#[test]
fn similarity_distinguishes_voices_and_words() {
    needs!("espeak-ng");
    let wanted = espeak("en-gb", WORDS);
    assert!(wanted.likeness(&wanted) > 0.999);
    for (voice, words) in [(OTHER, WORDS), ("en-gb", "Nobody on the shore heard it go.")] {
        let likeness = wanted.likeness(&espeak(voice, words));
        assert!(likeness < 0.5, "{likeness}: {voice}, {words}");
    }
}

/// The server has one voice here, whatever is asked for; says WAV under the name of PCM; and fails on `aac` itself.
#[test]
fn openai_speaks_in_every_format_and_reports_refusals() {
    needs!("espeak-ng", "python");
    let wanted = espeak("en-gb", WORDS);
    same(&openai(""), &wanted);
    same(&openai("format = \"flac\"\nspeed = 1.0\nlanguage = \"en\""), &wanted);
    same(&openai("format = \"pcm\"\nrate = 22050"), &wanted);
    like(&openai("format = \"mp3\""), 22_050, &wanted);
    like(&openai("format = \"opus\""), 48_000, &wanted);
    refused(&openai("format = \"pcm\""), &["22050 Hz instead of 24000 Hz"]);
    refused(&openai("format = \"aac\""), &["500"]);
    refused(&openai("[extra]\nspeed = 9"), &["422", "less than or equal to 4"]);
    refused(&openai("").replace("/openai", "/nowhere"), &["404"]);
}

/// PCM comes as documented, at the rate that was asked for; Opus comes as Vorbis.
#[test]
fn elevenlabs_takes_the_voice_from_the_path() {
    needs!("espeak-ng", "python");
    for name in ["en-gb", OTHER] {
        let wanted = espeak(name, WORDS);
        like(&elevenlabs(name, ""), 24_000, &wanted);
        like(&elevenlabs(name, "output_format = \"pcm_16000\""), 16_000, &wanted);
        like(&elevenlabs(name, "output_format = \"mp3_22050_32\""), 22_050, &wanted);
        same(
            &elevenlabs(name, "output_format = \"wav_22050\"\nseed = 7\n[settings]\nstability = 0.5"),
            &wanted,
        );
    }
    like(&elevenlabs("en-gb", "output_format = \"opus_48000_32\""), 22_050, &espeak("en-gb", WORDS));
    refused(&elevenlabs("en-gb", "output_format = \"mp3_44100_128\""), &["22050 Hz instead of 44100 Hz"]);
    refused(&elevenlabs("en-gb", "[settings]\nstability = 2"), &["422", "less than or equal to 1"]);
    refused(&elevenlabs("nobody", ""), &["500"]);
}

/// Rates are the engine's, whatever is asked for; raw PCM comes as WAV, Opus as Vorbis; `prosody` goes unheard.
#[test]
fn azure_accepts_our_ssml() {
    needs!("espeak-ng", "python");
    let riff = "output_format = \"riff-22050hz-16bit-mono-pcm\"";
    for name in ["en-gb", OTHER] {
        let wanted = espeak(name, WORDS);
        same(&azure(name, riff), &wanted);
        same(&azure(name, "rate = \"-5%\"\noutput_format = \"raw-22050hz-16bit-mono-pcm\""), &wanted);
        like(&azure(name, "output_format = \"ogg-24khz-16bit-mono-opus\""), 22_050, &wanted);
    }
    refused(&azure("en-gb", ""), &["22050 Hz instead of 24000 Hz"]);
    refused(&azure("nobody", riff), &["500"]);
}

/// The rate is the engine's here too.
#[test]
fn google_returns_speech_in_json() {
    needs!("espeak-ng", "python");
    for name in ["en-gb", OTHER] {
        same(&google(name, "rate = 22050\nspeaking_rate = 1.0"), &espeak(name, WORDS));
    }
    refused(&google("en-gb", ""), &["22050 Hz instead of 24000 Hz"]);
    refused(&google("nobody", "rate = 22050"), &["500"]);
}

/// And here; PCM comes as WAV. It does not look at the signature: `aws_signatures.rs` does.
#[test]
fn polly_speaks_in_three_formats() {
    needs!("espeak-ng", "python");
    for name in ["en-gb", OTHER] {
        let wanted = espeak(name, WORDS);
        same(&polly(name, "rate = 22050\nlanguage = \"en-GB\""), &wanted);
        like(&polly(name, "rate = 22050\nformat = \"mp3\""), 22_050, &wanted);
        like(&polly(name, "rate = 22050\nformat = \"ogg_vorbis\""), 22_050, &wanted);
    }
    refused(&polly("en-gb", ""), &["22050 Hz instead of 16000 Hz"]);
    refused(&polly("nobody", "rate = 22050"), &["500"]);
}

#[test]
fn edit_requests_only_the_changed_sentence() {
    needs!("python");
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
