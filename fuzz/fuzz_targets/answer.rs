//! Sends any bytes as the answer of a server to each service, and to a question for a language model.
//!
//! Nothing may panic or hang. The first byte chooses the service, the second one the head of the answer.
#![no_main]

mod contained;
mod folder;

use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock};
use std::thread;

use aloud::base::config::Ask;
use aloud::base::http::Chat;
use aloud::base::trust::Trust;
use aloud::project::Project;
use aloud::voices::backend::{Backend, Utterance};
use libfuzzer_sys::fuzz_target;

static ANSWER: Mutex<Vec<u8>> = Mutex::new(Vec::new());
static SERVICES: OnceLock<(Chat, Vec<Arc<dyn Backend>>)> = OnceLock::new();
static ROOT: OnceLock<PathBuf> = OnceLock::new();

const HTTP: &str = "[http]\nretries = 0\ntimeout = 0.5\nper_minute = 60000\n";
const VOICES: [(&str, &str); 9] = [
    ("openai", "backend = \"openai\"\nmodel = \"m\"\nvoice = \"v\"\n"),
    ("pcm", "backend = \"openai\"\nmodel = \"m\"\nvoice = \"v\"\nformat = \"pcm\"\n"),
    ("captioned", "backend = \"openai\"\nmodel = \"m\"\nvoice = \"v\"\nword_times = true\n"),
    ("piper", "backend = \"piper\"\nvoice = \"v\"\n"),
    (
        "elevenlabs",
        "backend = \"elevenlabs\"\nvoice = \"v\"\nmodel = \"m\"\noutput_format = \"mp3_44100_128\"\n",
    ),
    ("aligned", "backend = \"elevenlabs\"\nvoice = \"v\"\nmodel = \"m\"\nword_times = true\n"),
    ("azure", "backend = \"azure\"\nvoice = \"v\"\nlanguage = \"en-GB\"\n"),
    ("google", "backend = \"google\"\nvoice = \"v\"\nlanguage = \"en-GB\"\n"),
    ("polly", "backend = \"polly\"\nvoice = \"v\"\nregion = \"eu-west-1\"\nengine = \"neural\"\n"),
];

/// Answers each request with the bytes of `ANSWER`.
fn serve() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = format!("http://{}", listener.local_addr().expect("an address"));
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let (mut request, mut chunk) = (Vec::new(), [0; 4096]);
            while !is_complete(&request) {
                match stream.read(&mut chunk) {
                    Ok(0) | Err(_) => break,
                    Ok(got) => request.extend_from_slice(&chunk[..got]),
                }
            }
            let answer = ANSWER.lock().expect("the lock").clone();
            let _ = stream.write_all(&answer);
        }
    });
    address
}

/// Returns true if a request has its whole body.
fn is_complete(request: &[u8]) -> bool {
    let Some(end) = request.windows(4).position(|bytes| bytes == b"\r\n\r\n") else { return false };
    let head = String::from_utf8_lossy(&request[..end]).to_ascii_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length:")?.trim().parse().ok());
    request.len() >= end + 4 + length.unwrap_or(0)
}

fn services() -> (Chat, Vec<Arc<dyn Backend>>) {
    let address = serve();
    for key in [
        "ELEVENLABS_API_KEY",
        "AZURE_SPEECH_KEY",
        "GOOGLE_API_KEY",
        "AWS_ACCESS_KEY_ID",
        "AWS_SECRET_ACCESS_KEY",
    ] {
        // SAFETY: the fuzzer has started no other thread that reads the environment.
        unsafe { std::env::set_var(key, "key") };
    }
    let root = ROOT.get_or_init(|| folder::empty("answer"));
    folder::write_project(root);
    for (name, settings) in VOICES {
        let text = format!("{settings}base_url = \"{address}\"\n{HTTP}");
        folder::write(root, &format!("voices/{name}/voice.toml"), text.as_bytes());
    }
    let project = Project::load(root).expect("a project");
    assert!(project.warnings.is_empty(), "{:?}", project.warnings);
    let backends = VOICES.map(|(name, _)| {
        let voice = project.voices.get(name).expect("a voice");
        voice.open(&Trust::everything()).expect("a backend")
    });
    let ask = Ask { base_url: address, model: "m".into(), api_key_env: None, timeout: 0.5 };
    // A wait of half a second and more after each invalid answer would leave little to the fuzzer.
    (Chat::new(ask, Trust::everything()).without_retries(), backends.into())
}

fuzz_target!(|bytes: &[u8]| {
    contained::allow_contained_panics();
    let [which, head, body @ ..] = bytes else { return };
    let (chat, backends) = SERVICES.get_or_init(services);
    let status = ["200 OK", "200 OK", "200 OK", "429 Busy", "404 Gone", "302 Found"][usize::from(head % 6)];
    let kind =
        ["audio/wav", "application/json", "text/html", "audio/L16; rate=16000"][usize::from(head >> 4 & 3)];
    let text = match head >> 6 {
        // The head is from the fuzzer too.
        0 => Vec::new(),
        1 => format!("HTTP/1.1 {status}\r\ncontent-type: {kind}\r\nconnection: close\r\n\r\n").into_bytes(),
        _ => format!(
            "HTTP/1.1 {status}\r\ncontent-type: {kind}\r\nconnection: close\r\ncontent-length: {}\r\n\r\n",
            body.len()
        )
        .into_bytes(),
    };
    *ANSWER.lock().expect("the lock") = [&text, body].concat();
    match backends.get(usize::from(*which) % (backends.len() + 1)) {
        Some(backend) => {
            if let Ok(spoken) = backend.speak(&Utterance::new("We had tea."), &folder::NEVER) {
                assert!(spoken.clip.samples.iter().all(|sample| sample.is_finite()));
            }
        }
        None => {
            let _ = chat.ask("Who says it?", "Ann or Ben?");
        }
    }
});
