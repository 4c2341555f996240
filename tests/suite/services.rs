//! Tests voices of services with a test server that answers, and fails, as the services document.

use std::fs;
use std::path::Path;
use std::time::Duration;

use crate::harness::{Project, Run};
use crate::server::{Request, Server, chunked, pcm, response, speech_wav, wav};

const KEY: &str = "sk-a-key-that-must-stay-secret-0123456789";
const WORDS: &str = "The wind is from the west today.";

/// Creates a project with this voice.toml for the narrator.
fn project(voice: &str) -> Project {
    let project = Project::undisclosed(&[("narrator", WORDS)]);
    project.write("voices/one/voice.toml", voice);
    project
}

fn openai(server: &Server) -> String {
    let url = &server.url;
    format!(
        "backend = \"openai\"\nbase_url = \"{url}\"\nmodel = \"m\"\nvoice = \"v\"\napi_key_env = \"ALOUD_TEST_KEY\"\n"
    )
}

fn build(project: &Project) -> Run {
    let mut command = project.command(&["build", "-v"]);
    for name in [
        "ALOUD_TEST_KEY",
        "ELEVENLABS_API_KEY",
        "AZURE_SPEECH_KEY",
        "GOOGLE_API_KEY",
        "AWS_SECRET_ACCESS_KEY",
    ] {
        command.env(name, KEY);
    }
    command.env("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE").env_remove("AWS_SESSION_TOKEN");
    Run::of(command.output().expect("aloud runs"))
}

/// Builds with this voice, expects success, and returns the last request.
#[track_caller]
fn one_request(server: &Server, voice: &str) -> Request {
    let run = build(&project(voice));
    assert_eq!(run.code, Some(0), "{run:?}");
    server.requests().pop().expect("a request")
}

/// Builds with a server that gives these answers and then a good one. Returns the number of requests and the exit code.
fn tries(answers: Vec<Vec<u8>>) -> (usize, Option<i32>) {
    let server = Server::new(move |nth, _| {
        answers.get(nth).cloned().unwrap_or_else(|| response("200 OK", &[], &speech_wav(24_000)))
    });
    let run = build(&project(&openai(&server)));
    (server.requests().len(), run.code)
}

#[test]
fn openai_sends_fields_and_accepts_streamed_wav() {
    let server = Server::new(|_, _| chunked("audio/wav", &wav(24_000, &pcm(24_000, 2.0), u32::MAX)));
    let request = one_request(
        &server,
        &(openai(&server) + "speed = 1.25\ninstructions = \"calm\"\n[extra]\nstream = false\n"),
    );
    assert_eq!(request.line, "POST /v1/audio/speech");
    request.has(&format!("authorization: Bearer {KEY}"));
    request.has("content-type: application/json");
    let wanted = serde_json::json!({"model": "m", "voice": "v", "input": WORDS, "response_format": "wav",
                                    "speed": 1.25, "instructions": "calm", "stream": false});
    assert_eq!(request.json(), wanted);
}

#[test]
fn openai_decodes_every_format() {
    needs!("ffmpeg");
    for (format, codec) in
        [("mp3", "libmp3lame"), ("flac", "flac"), ("opus", "libopus"), ("wav", "pcm_s16le")]
    {
        let dir = tempfile::tempdir().unwrap();
        let (source, coded) = (dir.path().join("in.wav"), dir.path().join(format!("out.{format}")));
        fs::write(&source, speech_wav(24_000)).unwrap();
        let made = std::process::Command::new("ffmpeg")
            .args(["-v", "error", "-i"])
            .args([source.as_os_str(), "-c:a".as_ref(), codec.as_ref(), coded.as_os_str()])
            .status();
        assert!(made.expect("ffmpeg runs").success(), "{format}");
        let body = fs::read(&coded).unwrap();
        let server = Server::new(move |_, _| chunked("application/octet-stream", &body));
        let request = one_request(&server, &(openai(&server) + &format!("format = \"{format}\"\n")));
        assert_eq!(request.json()["response_format"], format);
    }
}

#[test]
fn decodes_answer_without_temporary_file() {
    let server = Server::new(|_, _| response("200 OK", &[], &speech_wav(24_000)));
    let project = project(&openai(&server));
    let mut build = project.command(&["build"]);
    let run = Run::of(build.env("ALOUD_TEST_KEY", KEY).env("TMPDIR", "/nonexistent").output().unwrap());
    assert_eq!(run.code, Some(0), "{run:?}");
}

#[test]
fn retries_only_temporary_failures() {
    let refused = |status: &str, header: &str| response(status, &[header], b"{\"error\":\"no\"}");
    let past = "retry-after: Sun, 06 Nov 1994 08:49:37 GMT";
    let mut half = response("200 OK", &[], &speech_wav(24_000));
    half.truncate(20_000);
    let temporary = vec![
        refused("429 Too Many Requests", "retry-after-ms: 5"),
        refused("503 Service Unavailable", "Retry-After: 0"),
        refused("408 Request Timeout", past),
        refused("400 Bad Request", "x-should-retry: true\r\nretry-after-ms: 1"),
    ];
    assert_eq!(tries(temporary), (5, Some(0)));
    assert_eq!(
        tries(vec![half, Vec::new()]),
        (3, Some(0)),
        "broken connections, during and before the sound"
    );
    assert_eq!(tries(vec![refused("400 Bad Request", "x: y")]), (1, Some(1)));
    assert_eq!(tries(vec![refused("500 Internal Server Error", "x-should-retry: false")]), (1, Some(1)));
    assert_eq!(
        tries(vec![refused("429 Too Many Requests", "retry-after: 4000")]),
        (1, Some(1)),
        "the wait is too long"
    );
    assert_eq!(
        tries(vec![refused("429 Too Many Requests", "retry-after: 0"); 9]),
        (5, Some(1)),
        "four repeats"
    );
}

#[test]
fn wrong_answer_is_reported_and_stores_no_take() {
    let samples = pcm(24_000, 2.0);
    let silence = vec![0; 96_000];
    let whole = |samples: &[u8]| wav(24_000, samples, samples.len() as u32);
    let cases = [
        (
            b"<html><body>Sign in to the proxy</body></html>".to_vec(),
            "not sound: <html><body>Sign in to the proxy",
        ),
        (Vec::new(), "the answer is empty"),
        (
            wav(24_000, &samples[..20_000], samples.len() as u32),
            "incomplete sound of 20044 bytes: it is cut off: its header declares 2.00 s",
        ),
        (speech_wav(16_000), "16000 Hz instead of 24000 Hz"),
        (whole(&silence), "silent"),
        (whole(&pcm(24_000, 60.0)), "60.00 s long"),
        (whole(&pcm(24_000, 0.1)), "0.10 s long"),
        (b"RIFF\x10\0\0\0WAVE1234567890123".to_vec(), "not playable"),
    ];
    for (body, expected) in cases {
        let server = Server::new(move |_, _| response("200 OK", &["content-type: audio/wav"], &body));
        let project = project(&(openai(&server) + "rate = 24000\n"));
        build(&project).refused(&[expected, "voice `one` failed on"]);
        // An answer without usable sound is asked for again, because services return one now and then.
        let again = ["empty", "silent", "s long"].iter().any(|part| expected.ends_with(part));
        assert_eq!(server.requests().len(), if again { 3 } else { 1 }, "{expected}");
        let stored = fs::read_dir(project.path(".aloud/takes")).into_iter().flatten().flatten();
        let sounds = stored.filter(|entry| entry.path().extension().is_some_and(|e| e == "wav"));
        assert_eq!(sounds.count(), 0, "{expected}");
    }
}

#[test]
fn slow_and_unreachable_servers_time_out() {
    let server = Server::new(|_, _| {
        std::thread::sleep(Duration::from_secs(2));
        response("200 OK", &[], &speech_wav(24_000))
    });
    let quick = "[http]\ntimeout = 0.2\nretries = 0\n";
    build(&project(&(openai(&server) + quick))).refused(&["no answer from", "timeout"]);
    let gone = openai(&server).replace(&server.url, "http://127.0.0.1:9");
    build(&project(&(gone + quick)))
        .refused(&["no answer from http://127.0.0.1:9", "check that the server is running"]);
}

#[test]
fn key_never_appears_in_files_or_output() {
    let server = Server::new(|nth, _| match nth {
        0 => response("401 Unauthorized", &[], format!("Incorrect API key provided: {KEY}").as_bytes()),
        _ => response("200 OK", &[], &speech_wav(24_000)),
    });
    let project = project(&openai(&server));
    let refused = build(&project);
    refused.refused(&["401", "Incorrect API key provided: [key]", "check the key"]);
    let built = build(&project);
    assert_eq!(built.code, Some(0), "{built:?}");
    server.requests()[1].has(&format!("authorization: Bearer {KEY}"));
    for run in [refused, built] {
        assert!(!(run.stdout + &run.stderr).contains(KEY));
    }
    let mut searched = 0;
    assert_no_key(&project.path(""), &mut searched);
    // Script, two voices, a take and outputs: fewer files mean that the search missed folders.
    assert!(searched > 6, "{searched} files");
}

/// Fails if a file below a folder contains the key. Counts the files.
fn assert_no_key(folder: &Path, searched: &mut usize) {
    for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            assert_no_key(&path, searched);
            continue;
        }
        *searched += 1;
        let bytes = fs::read(&path).unwrap();
        assert!(!bytes.windows(KEY.len()).any(|part| part == KEY.as_bytes()), "{}", path.display());
    }
}

#[test]
fn missing_key_is_reported_before_any_request() {
    let server = Server::new(|_, _| response("200 OK", &[], &speech_wav(24_000)));
    let project = project(&openai(&server));
    project.aloud(&["build"]).refused(&["`ALOUD_TEST_KEY` has no key", "voice.toml"]);
    assert!(server.requests().is_empty());
    assert_eq!(build(&project).code, Some(0));
    project.build();
}

#[test]
fn piper_rejects_voice_unknown_to_server() {
    let answer = |_, request: &Request| match request.line.as_str() {
        "GET /voices" => response("200 OK", &["content-type: application/json"], b"{\"en_GB-alba\": {}}"),
        _ => response("200 OK", &["content-type: text/html; charset=utf-8"], &speech_wav(22_050)),
    };
    let server = Server::new(answer);
    let voice =
        |name: &str| format!("backend = \"piper\"\nbase_url = \"{}\"\nvoice = \"{name}\"\n", server.url);
    let request = one_request(&server, &(voice("en_GB-alba") + "speaker_id = 3\n"));
    assert_eq!(request.line, "POST /synthesize");
    assert_eq!(request.json(), serde_json::json!({"text": WORDS, "voice": "en_GB-alba", "speaker_id": 3}));
    build(&project(&voice("nobody")))
        .refused(&["no voice `nobody`, and would use another", "its voices are en_GB-alba"]);
}

#[test]
fn plan_shows_cost_and_limit_stops_build() {
    let server = Server::new(|_, _| response("200 OK", &[], &speech_wav(24_000)));
    let project = project(&format!("{}price = 50000.0\n", openai(&server)));
    // 32 characters at a price of 50,000 for a million.
    let plan = project.aloud(&["plan"]).stdout;
    assert!(plan.lines().last().unwrap().ends_with("1.60"), "{plan}");
    let limited = |limit: &str| {
        let mut command = project.command(&["build", "--limit", limit]);
        Run::of(command.env("ALOUD_TEST_KEY", KEY).output().unwrap())
    };
    limited("1.5").refused(&["would cost 1.60", "the limit is 1.50"]);
    limited("1.599").refused(&["would cost 1.600", "the limit is 1.599"]);
    assert!(server.requests().is_empty());
    let run = limited("1.6");
    assert_eq!((run.code, server.requests().len()), (Some(0), 1), "{run:?}");
    assert!(
        project.aloud(&["plan"]).stdout.lines().last().unwrap().ends_with("0.00"),
        "stored takes must cost nothing"
    );
}

#[test]
fn elevenlabs_sends_context_and_edit_repeats_neighbour() {
    let server = Server::new(|nth, _| match nth {
        0 => response(
            "429 Too Many Requests",
            &["retry-after: 0"],
            b"{\"detail\":{\"status\":\"system_busy\"}}",
        ),
        _ => response("200 OK", &["content-type: audio/pcm"], &pcm(24_000, 2.0)),
    });
    let text = "The wind is west. The sea is calm. The boat is late. Nobody came.";
    let project = Project::undisclosed(&[("narrator", text)]);
    let url = &server.url;
    let voice = format!(
        "backend = \"elevenlabs\"\nbase_url = \"{url}\"\nvoice = \"abc\"\nmodel = \"m2\"\nseed = 7\n[http]\nparallel = 1\n"
    );
    project.write("voices/one/voice.toml", &voice);
    assert_eq!(build(&project).code, Some(0));
    let requests = server.requests();
    assert_eq!(requests.len(), 5, "four sentences and one retry");
    assert_eq!(requests[2].line, "POST /v1/text-to-speech/abc?output_format=pcm_24000");
    requests[2].has(&format!("xi-api-key: {KEY}"));
    let wanted = serde_json::json!({"text": "The sea is calm.", "model_id": "m2", "seed": 7,
        "previous_text": "The wind is west.", "next_text": "The boat is late."});
    assert_eq!(requests[2].json(), wanted);
    project.write("script.toml", &project.text("script.toml").replace("Nobody came", "They came"));
    assert_eq!(build(&project).code, Some(0));
    assert_eq!(
        server.requests().len(),
        7,
        "the changed sentence, and the one before it because its context changed"
    );
}

#[test]
fn azure_gets_escaped_ssml() {
    let server = Server::new(|_, _| response("200 OK", &["content-type: audio/x-wav"], &speech_wav(24_000)));
    let url = &server.url;
    let voice = format!(
        "backend = \"azure\"\nbase_url = \"{url}\"\nvoice = \"en-GB-\\\"X\"\nlanguage = \"en-GB\"\nrate = \"-5%\"\n"
    );
    let request = one_request(&server, &voice);
    assert_eq!(request.line, "POST /cognitiveservices/v1");
    request.has(&format!("ocp-apim-subscription-key: {KEY}"));
    request.has("content-type: application/ssml+xml");
    request.has("x-microsoft-outputformat: riff-24khz-16bit-mono-pcm");
    let wanted =
        format!("<voice name=\"en-GB-&quot;X\"><prosody rate=\"-5%\">{WORDS}</prosody></voice></speak>");
    assert!(request.body.ends_with(&wanted), "{}", request.body);
}

#[test]
fn google_sound_is_decoded_from_json() {
    use base64::Engine;
    let sound = base64::engine::general_purpose::STANDARD.encode(speech_wav(24_000));
    let server = Server::new(move |nth, _| match nth {
        0 => response("200 OK", &[], format!("{{\"audioContent\": \"{sound}\"}}").as_bytes()),
        _ => response("200 OK", &[], b"{\"other\": 1}"),
    });
    let url = &server.url;
    let voice =
        format!("backend = \"google\"\nbase_url = \"{url}\"\nvoice = \"en-GB-A\"\nlanguage = \"en-GB\"\n");
    let request = one_request(&server, &voice);
    assert_eq!(request.line, "POST /v1/text:synthesize");
    request.has(&format!("x-goog-api-key: {KEY}"));
    let wanted = serde_json::json!({"input": {"text": WORDS}, "voice": {"languageCode": "en-GB", "name": "en-GB-A"},
        "audioConfig": {"audioEncoding": "LINEAR16", "sampleRateHertz": 24_000}});
    assert_eq!(request.json(), wanted);
    build(&project(&voice)).refused(&["no `audioContent`", "{\"other\": 1}"]);
}

#[test]
fn polly_signs_requests_and_retries_throttling() {
    let server = Server::new(|nth, _| match nth {
        0 => response("400 Bad Request", &["x-amzn-errortype: ThrottlingException", "retry-after: 0"], b"{}"),
        1 => response("200 OK", &["content-type: audio/pcm"], &pcm(16_000, 2.0)),
        _ => response(
            "400 Bad Request",
            &["x-amzn-errortype: TextLengthExceededException"],
            b"{\"message\":\"long\"}",
        ),
    });
    let url = &server.url;
    let voice = format!(
        "backend = \"polly\"\nbase_url = \"{url}\"\nregion = \"eu-west-1\"\nvoice = \"Amy\"\nengine = \"neural\"\n"
    );
    let request = one_request(&server, &voice);
    assert_eq!((request.line.as_str(), server.requests().len()), ("POST /v1/speech", 2));
    request.has(&format!("host: {}", url.trim_start_matches("http://")));
    let signed = "/eu-west-1/polly/aws4_request, SignedHeaders=content-type;host;x-amz-date, Signature=";
    assert!(
        request.headers.contains("authorization: AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/"),
        "{}",
        request.headers
    );
    assert!(request.headers.contains(signed), "{}", request.headers);
    let wanted = serde_json::json!({"Engine": "neural", "OutputFormat": "pcm", "SampleRate": "16000", "Text": WORDS,
        "TextType": "text", "VoiceId": "Amy"});
    assert_eq!(request.json(), wanted);
    build(&project(&voice)).refused(&["400", "long"]);
    assert_eq!(server.requests().len(), 3);
}
