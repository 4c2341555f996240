//! Tests services that fail while they speak, their fallback voices, and word times that services return.

use std::process::Stdio;
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use crate::harness::{Project, string};
use crate::server::{Server, response, speech_wav};

const STORY: &[(&str, &str)] = &[
    ("narrator", "The ferry came in late today. It was wet."),
    ("narrator", "Nobody on the quay minded that."),
];

fn service(url: &str, more: &str) -> String {
    format!("backend = \"openai\"\nbase_url = \"{url}\"\nmodel = \"m\"\nvoice = \"v\"\n{more}")
}

fn voices(project: &Project) -> Vec<String> {
    let json = project.json("out/episode.json");
    let segments = json["segments"].as_array().unwrap().clone();
    segments
        .iter()
        .flat_map(|s| s["takes"].as_array().unwrap().clone())
        .map(|t| string(&t["voice"]))
        .collect()
}

#[test]
fn fallback_speaks_segment_until_service_recovers() {
    // The server refuses the second sentence until the fifth request.
    let server = Server::new(|nth, request| match request.body.contains("wet") && nth < 4 {
        true => response("400 Bad Request", &[], b"no"),
        false => response("200 OK", &[], &speech_wav(24_000)),
    });
    let project = Project::undisclosed(STORY);
    project.write("voices/one/voice.toml", &service(&server.url, "fallback = \"middle\"\n"));
    project.write("voices/middle/voice.toml", "backend = \"test\"\nfail_on = \"wet\"\nfallback = \"two\"\n");
    let run = project.build();
    assert!(
        run.stderr.contains("voice `one` failed") && run.stderr.contains("its fallback `middle`"),
        "{run:?}"
    );
    assert!(
        run.stderr.contains("voice `middle` failed") && run.stderr.contains("its fallback `two`"),
        "{run:?}"
    );
    assert_eq!(voices(&project), ["two", "two", "one"], "one voice must speak the whole segment");
    assert_eq!(server.requests().len(), 3);
    let before = project.out();
    assert!(
        project.build().stderr.contains("its fallback `two`"),
        "the next build must try the service again"
    );
    assert_eq!(
        (project.out(), server.requests().len()),
        (before, 4),
        "the next build must send only the failed request"
    );
    assert!(!project.build().stderr.contains("fallback"));
    assert_eq!((voices(&project), server.requests().len()), (vec!["one".into(); 3], 5));
}

#[test]
fn asks_failing_service_once_for_repeated_text() {
    let server = Server::new(|_, _| response("400 Bad Request", &[], b"no"));
    let project = Project::undisclosed(&[("narrator", "Nobody minded that at all."); 5]);
    let service = service(&server.url, "fallback = \"two\"\nprice = 1e5\n");
    project.write("voices/one/voice.toml", &service);
    let run = project.aloud(&["build", "--limit", "3"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    assert_eq!((voices(&project), server.requests().len()), (vec!["two".to_string(); 5], 1));
    // Failed requests cost nothing, so the limit suffices for the fallback at the same price.
    project.write("voices/two/voice.toml", "backend = \"test\"\nfrequency = 210.0\nprice = 1e5\n");
    assert_eq!(project.aloud(&["build", "--limit", "2.7"]).code, Some(0));
    project.write("voices/two/voice.toml", "backend = \"test\"\nfrequency = 220.0\nprice = 1e5\n");
    project.aloud(&["build", "--limit", "2.5"]).refused(&["would cost 2.60, and the limit is 2.50"]);
}

#[test]
fn failures_without_fallback_keep_finished_takes() {
    let server = Server::new(|_, request| match request.body.contains("minded") {
        true => response("400 Bad Request", &[], b"no"),
        false => response("200 OK", &[], &speech_wav(24_000)),
    });
    let project = Project::undisclosed(STORY);
    project.write("voices/one/voice.toml", &service(&server.url, ""));
    project.aloud(&["build"]).refused(&["answered 400", "segment 2"]);
    project.write("voices/one/voice.toml", &service(&server.url, "fallback = \"two\"\n"));
    project.build();
    assert_eq!(voices(&project), ["one", "one", "two"]);
    assert_eq!(server.requests().len(), 4, "stored takes must not be requested again");
}

#[test]
fn ctrl_c_ends_wait_for_busy_server() {
    let server = Server::new(|_, _| response("503 Service Unavailable", &["retry-after: 100"], b"later"));
    let project = Project::undisclosed(STORY);
    project.write("voices/one/voice.toml", &service(&server.url, ""));
    let mut child = project.command(&["build"]).stderr(Stdio::piped()).spawn().unwrap();
    let started = Instant::now();
    while server.requests().is_empty() && started.elapsed() < Duration::from_secs(20) {
        std::thread::sleep(Duration::from_millis(10));
    }
    std::thread::sleep(Duration::from_millis(200));
    std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    let interrupted = Instant::now();
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert!(interrupted.elapsed() < Duration::from_secs(5), "{:?}", interrupted.elapsed());
}

const LONG: &str = "When the ferry came in at last, two hours late and with its lights out, nobody on the quay had stayed \
                    to see it but the harbour master and 3 dogs.";

/// Returns (word, start, end) for two seconds of sound. The words become faster, and `3` is spoken as `three`.
fn timestamps() -> Vec<(String, f64, f64)> {
    let words = LONG.trim_end_matches("3 dogs.").split(' ').chain(["three", "dogs", "."]);
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    let time = |n: usize| 2.0 * (n as f64 / words.len() as f64).sqrt();
    words.iter().enumerate().map(|(n, word)| (word.to_string(), time(n), time(n + 1))).collect()
}

/// Returns first word and start of each caption.
fn captions(project: &Project) -> Vec<(String, f64)> {
    let vtt = project.text("out/episode.vtt");
    let blocks = vtt.split("\n\n").filter(|block| block.contains(" --> "));
    let seconds =
        |time: &str| time.split(':').fold(0.0, |sum, part| sum * 60.0 + part.parse::<f64>().unwrap());
    let caption = |block: &str| {
        let (start, rest) = block.split_once(" --> ").unwrap();
        let text = rest.split_once('>').unwrap().1;
        (text.split_whitespace().next().unwrap().to_string(), seconds(start.trim()))
    };
    blocks.map(caption).collect()
}

/// Fails unless each caption after the first starts with the time of its first word. Captions round to 1 ms.
fn assert_captions_start_at_words(project: &Project) {
    let json = project.json("out/episode.json");
    let take = &json["segments"][0]["takes"][0];
    let words = take["words"].as_array().unwrap();
    assert_eq!(words.len(), timestamps().len(), "{take}");
    let captions = captions(project);
    assert!(captions.len() >= 2, "{captions:?}");
    for (first, start) in &captions[1..] {
        let timed =
            words.iter().find(|word| word["word"] == first.as_str()).expect("a word that occurs once");
        assert!((timed["start"].as_f64().unwrap() - start).abs() < 0.002, "{first}: {start} and {timed}");
    }
}

#[test]
fn captions_start_at_kokoro_word_times() {
    let server = Server::new(|_, _| {
        let word = |(word, start, end): (String, f64, f64)| json!({"word": word, "start_time": start, "end_time": end});
        let words: Vec<_> = timestamps().into_iter().map(word).collect();
        let body = json!({"audio": STANDARD.encode(speech_wav(24_000)), "audio_format": "audio/wav", "timestamps": words});
        response("200 OK", &["content-type: application/json"], body.to_string().as_bytes())
    });
    let project = Project::undisclosed(&[("narrator", LONG)]);
    project.write("voices/one/voice.toml", &service(&server.url, "word_times = true\nretries = 0\n"));
    project.build();
    let request = &server.requests()[0];
    assert_eq!(request.line, "POST /dev/captioned_speech");
    assert_eq!(request.json()["stream"], false);
    assert_captions_start_at_words(&project);
    let html = project.text("out/episode.html");
    let start = &project.json("out/episode.json")["segments"][0]["takes"][0]["words"][1]["start"];
    let ferry = format!("<span data-m=\"{:.0}\" data-d=", start.as_f64().unwrap() * 1000.0);
    assert!(
        html.contains(&ferry) && html.contains(">3</span>"),
        "the page must have the word times: {ferry}"
    );
    let before = project.out();
    std::fs::remove_dir_all(project.path("out")).unwrap();
    project.build();
    assert_eq!(
        (project.out(), server.requests().len()),
        (before, 1),
        "the take store must keep the word times"
    );
}

#[test]
fn captions_start_at_elevenlabs_word_times() {
    let server = Server::new(|_, _| {
        let (mut characters, mut starts, mut ends) = (Vec::new(), Vec::new(), Vec::new());
        for (word, start, end) in timestamps() {
            let text = format!("{word} ");
            for character in text.chars() {
                characters.push(character.to_string());
                starts.push(if characters.last().unwrap() == " " { end } else { start });
                ends.push(end);
            }
        }
        let alignment = json!({"characters": characters, "character_start_times_seconds": starts,
                               "character_end_times_seconds": ends});
        let body = json!({"audio_base64": STANDARD.encode(speech_wav(24_000)), "alignment": alignment});
        response("200 OK", &["content-type: application/json"], body.to_string().as_bytes())
    });
    let project = Project::undisclosed(&[("narrator", LONG)]);
    let url = &server.url;
    project.write(
        "voices/one/voice.toml",
        &format!("backend = \"elevenlabs\"\nbase_url = \"{url}\"\nvoice = \"v\"\nmodel = \"m\"\nword_times = true\n"),
    );
    let mut build = project.command(&["build"]);
    assert!(build.env("ELEVENLABS_API_KEY", "k").status().unwrap().success());
    assert_eq!(
        server.requests()[0].line,
        "POST /v1/text-to-speech/v/with-timestamps?output_format=pcm_24000"
    );
    assert_captions_start_at_words(&project);
}
