//! Tests `aloud studio`: its JSON interface over real HTTP.

mod browser;
mod episode;
mod requests;
mod steps;
mod takes;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

use crate::harness::{Project, string};
use crate::server::{Server, response};

const STORY: &[(&str, &str)] =
    &[("narrator", "The ferry was late."), ("Ann Okafor", "“We had tea.”"), ("narrator", "It was cold.")];

/// A running studio.
pub struct Studio {
    child: Child,
    /// `127.0.0.1:PORT`
    pub host: String,
    pub token: String,
}

impl Drop for Studio {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An answer of the server.
#[derive(Debug)]
struct Answer {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Answer {
    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("{self:?}"))
    }

    fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }
}

impl Studio {
    pub fn start(project: &Project) -> Self {
        Self::start_with(project, &[])
    }

    fn start_with(project: &Project, args: &[&str]) -> Self {
        Self::run(project, &[&["studio", "--no-open", "--json"], args].concat())
    }

    fn run(project: &Project, all: &[&str]) -> Self {
        let mut child = project.command(all).stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let event: Value = serde_json::from_str(&line).unwrap();
        let address = string(&event["address"]);
        let (host, token) = address.strip_prefix("http://").unwrap().split_once('/').unwrap();
        let token = token.trim_start_matches("?token=");
        Self { child, host: host.to_string(), token: token.to_string() }
    }

    /// Sends a request as it is written. Headers are lines with `\r\n`.
    fn raw(&self, request: &str, body: &[u8]) -> Answer {
        let mut stream = TcpStream::connect(&self.host).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        // The server may refuse the request before it has read the body.
        let _ = stream.write_all(body);
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        let end = bytes.windows(4).position(|window| window == b"\r\n\r\n").unwrap_or(bytes.len());
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
        Answer { status, body: bytes.get(end + 4..).unwrap_or_default().to_vec(), head }
    }

    /// Sends the bytes of a file, as the pages upload sounds.
    fn upload(&self, path: &str, bytes: &[u8]) -> Answer {
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
            self.host,
            self.token,
            bytes.len()
        );
        self.raw(&head, bytes)
    }

    /// Sends a request of a program that knows the token.
    fn send(&self, method: &str, path: &str, body: &Value) -> Answer {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
            self.host,
            self.token,
            body.len()
        );
        self.raw(&head, body.as_bytes())
    }

    fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &Value::Null)
    }

    fn post(&self, path: &str, body: &Value) -> Answer {
        self.send("POST", path, body)
    }

    /// Returns the address of the only project.
    fn project(&self) -> String {
        let projects = self.get("/api/projects").json();
        format!("/api/projects/{}", string(&projects["projects"][0]["name"]))
    }

    fn script(&self) -> Value {
        self.get(&(self.project() + "/script")).json()
    }

    /// Applies an edit to the script as it is now.
    fn edit(&self, edit: &Value) -> Answer {
        let revision = self.script()["revision"].clone();
        self.post(&(self.project() + "/edits"), &json!({"revision": revision, "edits": [edit]}))
    }
}

#[test]
fn a_sentence_is_edited_heard_built_and_downloaded_over_http() {
    let project = Project::undisclosed(STORY);
    let studio = Studio::start(&project);
    let address = studio.project();
    let script = studio.script();
    assert_eq!(script["segments"][1], json!({"speaker": "Ann Okafor", "text": "“We had tea.”"}));
    assert_eq!(studio.edit(&json!({"edit": "text", "segment": 0, "text": "The ferry left."})).status, 200);
    assert!(project.text("script.toml").contains("The ferry left."));

    let seen = json!({"revision": studio.script()["revision"]});
    let heard = studio.post(&(address.clone() + "/segments/0/speak"), &seen).json();
    assert_eq!(heard["sentences"][0]["text"], "The ferry left.");
    let take = string(&heard["sentences"][0]["take"]);
    let sound = studio.get(&format!("{address}/takes/{take}.wav"));
    assert_eq!((sound.status, &sound.body[..4], &sound.body[8..12]), (200, &b"RIFF"[..], &b"WAVE"[..]));
    // The build reuses the take.
    assert_eq!(studio.post(&(address.clone() + "/build"), &json!({})).status, 200);
    let built = wait_for(|| {
        let build = studio.get(&address).json()["build"].clone();
        (build["stage"] == "finished").then_some(build)
    });
    assert_eq!((&built["spoken"], &built["reused"]), (&json!(2), &json!(1)), "{built}");

    let sound = studio.get(&(address.clone() + "/sound/out")).json();
    assert_eq!(sound["segments"].as_array().unwrap().len(), 3, "{sound}");
    let columns = sound["waves"].as_array().unwrap().len() as f64;
    let shown = columns * sound["column_seconds"].as_f64().unwrap();
    assert!(
        (shown - sound["seconds"].as_f64().unwrap()).abs() < 0.2,
        "the picture covers the episode: {shown}"
    );
    let files = studio.get(&(address.clone() + "/files")).json();
    assert!(files.as_array().unwrap().iter().any(|file| file["name"] == "episode.wav"), "{files}");
    let head = format!(
        "GET {address}/files/out/episode.wav HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {}\r\nRange: bytes=4-7\r\n\
         Connection: close\r\n\r\n",
        studio.host, studio.token
    );
    let part = studio.raw(&head, b"");
    assert_eq!((part.status, &part.body[..]), (206, &project.read("out/episode.wav")[4..8]));
    let checks = wait_for(|| {
        let checks = studio.get(&(address.clone() + "/checks")).json();
        (checks["states"] == json!(["spoken", "spoken", "spoken"])).then_some(checks)
    });
    assert_eq!(checks["problems"], json!([]));
}

/// Asks again until the answer comes. The limit only ends a broken test.
fn wait_for<T>(ask: impl Fn() -> Option<T>) -> T {
    for _ in 0..1200 {
        if let Some(answer) = ask() {
            return answer;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("it never happened");
}

#[test]
fn every_edit_keeps_comments_and_can_be_undone_after_a_restart() {
    let project = Project::undisclosed(STORY);
    let commented =
        project.text("script.toml").replace("text = \"It was cold.\"", "text = \"It was cold.\" # mine");
    project.write("script.toml", &("# a note\n".to_string() + &commented));
    let first = project.text("script.toml");
    let studio = Studio::start(&project);
    let edits = [
        json!({"edit": "border", "segment": 0, "at": 13}),
        json!({"edit": "border", "segment": 0, "at": 19}),
        json!({"edit": "say", "segment": 2, "say": "It was bitterly cold."}),
        json!({"edit": "speaker", "segment": 2, "speaker": "Ann Okafor"}),
        json!({"edit": "voice", "segment": 2, "voice": "two"}),
        json!({"edit": "pause", "segment": 2, "pause": 1.5}),
        json!({"edit": "text", "segment": 2, "text": "It was very cold. And wet."}),
        json!({"edit": "split", "segment": 2, "at": 17}),
        json!({"edit": "join", "segment": 2}),
        json!({"edit": "assign", "segment": 2, "start": 7, "end": 17, "speaker": "Bo"}),
        json!({"edit": "join", "segment": 2}),
        json!({"edit": "join", "segment": 2}),
        json!({"edit": "move", "segment": 0, "before": 3}),
        json!({"edit": "omit", "segment": 1}),
        json!({"edit": "restore", "omission": 0}),
        json!({"edit": "cast", "speaker": "Ann Okafor", "voice": "one"}),
        json!({"edit": "rename", "speaker": "Ann Okafor", "to": "Ann"}),
    ];
    let mut texts = vec![first.clone()];
    for edit in &edits {
        let answer = studio.edit(edit);
        assert_eq!(answer.status, 200, "{edit}: {answer:?}");
        let text = project.text("script.toml");
        assert!(text.starts_with("# a note\n"), "{edit}: {text}");
        assert!(
            text.contains("# mine")
                || edit["edit"] == "omit"
                || edit["edit"] == "restore"
                || texts.len() > 13,
            "{edit}: {text}"
        );
        assert_ne!(&text, texts.last().unwrap(), "{edit}");
        texts.push(text);
    }
    let words = |at: usize| studio.script()["segments"][at]["text"].clone();
    assert_eq!(words(0), "“We had tea.”");
    assert_eq!(words(1), "It was very cold. And wet.");
    assert_eq!(words(2), "The ferry was late.");
    let (host, token) = (studio.host.clone(), studio.token.clone());
    drop(studio);

    // A new process has the same port, so open pages find it again, and another token. It undoes every step, and redoes them.
    let mut studio = Studio::start(&project);
    assert_eq!(studio.host, host);
    assert_ne!(studio.token, token);
    let new = std::mem::replace(&mut studio.token, token);
    assert_eq!(studio.get("/api/projects").status, 401);
    studio.token = new;
    let address = studio.project();
    for text in texts.iter().rev().skip(1) {
        assert_eq!(studio.post(&(address.clone() + "/undo"), &json!({})).status, 200);
        assert_eq!(project.text("script.toml"), *text);
    }
    assert_eq!(studio.post(&(address.clone() + "/undo"), &json!({})).status, 409);
    for text in &texts[1..] {
        assert_eq!(studio.post(&(address.clone() + "/undo"), &json!({"redo": true})).status, 200);
        assert_eq!(project.text("script.toml"), *text);
    }
}

#[test]
fn two_editors_end_with_all_edits_or_a_visible_conflict() {
    let project = Project::undisclosed(STORY);
    let studio = Studio::start(&project);
    let edits = studio.project() + "/edits";
    let seen = studio.script()["revision"].clone();
    let send = |edit: Value| studio.post(&edits, &json!({"revision": seen, "edits": [edit]}));
    // Both saw the same script. Edits of different segments and settings are all kept, whatever moved meanwhile.
    assert_eq!(send(json!({"edit": "omit", "segment": 0})).status, 200);
    assert_eq!(send(json!({"edit": "say", "segment": 1, "say": "We had coffee."})).status, 200);
    assert_eq!(send(json!({"edit": "pause", "segment": 1, "pause": 2.0})).status, 200);
    assert_eq!(send(json!({"edit": "text", "segment": 2, "text": "It was warm."})).status, 200);
    // The same setting, or words that changed: a conflict, and nothing is written.
    let before = project.text("script.toml");
    for edit in [
        json!({"edit": "say", "segment": 1, "say": "We had cocoa."}),
        json!({"edit": "text", "segment": 2, "text": "It was hot."}),
        json!({"edit": "speaker", "segment": 0, "speaker": "Bo"}),
        json!({"edit": "join", "segment": 1}),
        json!({"edit": "omit", "segment": 9}),
    ] {
        let answer = send(edit.clone());
        assert_eq!(answer.status, 409, "{edit}: {answer:?}");
        assert!(answer.json()["problems"][0]["what"].is_string());
    }
    assert_eq!(project.text("script.toml"), before);
    let refused = studio.post(&edits, &json!({"revision": "0", "edits": []}));
    assert_eq!(refused.json()["problems"][0]["code"], "revision-unknown");

    // An edit in a text editor is seen, and kept by the next edit.
    project.write("script.toml", &before.replace("It was warm.", "It was mild."));
    wait_for(|| studio.script()["segments"].to_string().contains("mild").then_some(()));
    assert_eq!(studio.edit(&json!({"edit": "pause", "segment": 1, "pause": 0.5})).status, 200);
    assert!(project.text("script.toml").contains("It was mild."));
    // An edit that would make the file invalid is refused, and a broken file is reported and never replaced.
    assert_eq!(studio.edit(&json!({"edit": "text", "segment": 1, "text": ""})).status, 422);
    project.write("script.toml", "[cast");
    wait_for(|| studio.get(&studio.project()).json()["problems"][0]["code"].is_string().then_some(()));
    assert_eq!(studio.edit(&json!({"edit": "pause", "segment": 1, "pause": 1.0})).status, 422);
    assert_eq!(project.text("script.toml"), "[cast");
}

#[test]
fn a_folder_of_projects_is_listed_and_a_pasted_article_becomes_a_project() {
    let project = Project::undisclosed(STORY);
    std::fs::create_dir(project.path("shelf")).unwrap();
    let studio = Studio::start_with(&project, &["shelf"]);
    assert_eq!(studio.get("/api/projects").json()["projects"], json!([]));
    let article = "The quay\n\nIt was wet.\n\n“We waited,” said Ann Okafor.\n";
    let made = studio.post("/api/projects", &json!({"name": "../The <quay>", "text": article}));
    assert_eq!(made.json(), json!({"name": "the-quay", "warnings": []}), "{made:?}");
    assert_eq!(
        studio.post("/api/projects", &json!({"name": "The quay", "text": article})).json()["name"],
        "the-quay-2"
    );
    let empty = studio.post("/api/projects", &json!({"name": "empty", "text": "  "}));
    assert_eq!(empty.status, 422, "{empty:?}");
    let names: Vec<Value> = studio.get("/api/projects").json()["projects"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| p["name"].clone())
        .collect();
    assert_eq!(names, ["the-quay", "the-quay-2"]);
    let script = studio.get("/api/projects/the-quay/script").json();
    assert!(script["segments"].to_string().contains("Ann Okafor"), "{script}");
}

#[test]
fn files_and_pages_become_projects() {
    let project = Project::undisclosed(STORY);
    std::fs::create_dir(project.path("shelf")).unwrap();
    let studio = Studio::start_with(&project, &["shelf"]);
    let text = "<h1>The quay</h1><p>It was wet.</p><p>\u{201c}We waited,\u{201d} said Ann Okafor.</p>";
    let send = |name: &str, bytes: &[u8]| studio.upload(&format!("/api/projects?file={name}"), bytes);
    for (name, bytes, folder, article) in [
        ("Quay%20at%20dawn.html", text.as_bytes(), "quay-at-dawn", "quay-at-dawn.html"),
        ("mail.eml", b"Subject: The quay\r\n\r\nIt was wet.\r\n", "mail", "mail.txt"),
        // A name from outside is only a name.
        ("..%2F..%2Fscript.toml", b"The quay\n\nIt was wet.\n", "script", "script.txt"),
    ] {
        let made = send(name, bytes);
        assert_eq!(made.json()["name"], folder, "{made:?}");
        assert!(project.path(&format!("shelf/{folder}/{article}")).exists(), "{article}");
        let script = project.text(&format!("shelf/{folder}/script.toml"));
        assert!(script.contains("wet"), "{script}");
    }
    for (name, bytes) in [("song.wav", b"RIFF\0\0\0\0WAVEfmt ".as_slice()), ("empty.txt", b"")] {
        assert_eq!(send(name, bytes).status, 422, "{name}");
    }

    let server = Server::new(|_, _| response("200 OK", &["content-type: text/html"], text.as_bytes()));
    let made = studio.post("/api/projects", &json!({"url": format!("{}/news/late-ferry", server.url)}));
    assert_eq!(made.json()["name"], "late-ferry", "{made:?}");
    assert!(project.text("shelf/late-ferry/script.toml").contains("Ann Okafor"));
    for url in ["/etc/passwd", "file:///etc/passwd", "in/sure.md", ""] {
        assert_eq!(studio.post("/api/projects", &json!({"url": url})).status, 422, "{url}");
    }
}

#[test]
fn a_word_is_said_differently_in_the_whole_script() {
    let project = Project::undisclosed(STORY);
    project.write("lexicon.toml", "# Ours\n[words]\nferry = \"fairy\" # no\n");
    let studio = Studio::start(&project);
    let address = studio.project() + "/lexicon";
    let word = |written: &str, say: &str| json!({"written": written, "say": say, "series": false});
    assert_eq!(studio.get(&address).json()["words"], json!([word("ferry", "fairy")]));
    let set =
        |written: &str, say: Option<&str>| studio.post(&address, &json!({"written": written, "say": say}));
    assert_eq!(set(" tea ", Some("tee")).json()["words"][1], word("tea", "tee"));
    assert_eq!(set("ferry", None).json()["words"].as_array().unwrap().len(), 1);
    assert_eq!(set("", Some("x")).status, 422);
    let lexicon = project.text("lexicon.toml");
    assert!(lexicon.starts_with("# Ours\n[words]\n") && lexicon.contains("tea = \"tee\""), "{lexicon}");
    assert_eq!(project.aloud(&["build"]).code, Some(0));
    assert!(project.text("out/episode.json").contains("We had tee."));
}

#[test]
fn a_changed_article_is_compared_and_merged() {
    let project = Project::undisclosed(STORY);
    let article = "The quay\n\nIt was wet.\n\n“We waited,” said Ann Okafor.\n";
    project.write("a.txt", article);
    assert_eq!(project.aloud(&["new", "quay", "a.txt"]).code, Some(0));
    let studio = Studio::start_with(&project, &["quay"]);
    let address = studio.project() + "/article";
    assert_eq!(studio.get(&address).json()["changes"], json!([]));
    project.write("quay/a.txt", &article.replace("wet", "dry"));
    let found = studio.get(&address).json();
    assert_eq!(found["changes"], json!([{"change": "changed", "old": "It was wet.", "text": "It was dry."}]));
    // Nothing was spoken before, so the build would speak all of it.
    assert!(found["speak"].as_u64().unwrap() >= 3, "{found}");
    assert!(project.text("quay/script.toml").contains("It was wet."));
    assert_eq!(studio.post(&address, &json!({})).status, 200);
    assert!(project.text("quay/script.toml").contains("It was dry."));
    assert_eq!(studio.get(&address).json()["changes"], json!([]));
}

#[test]
fn a_recording_is_checked_and_then_kept() {
    let project = Project::undisclosed(STORY);
    let studio = Studio::start(&project);
    let address = studio.project();
    for name in ["../anna", "Anna", ""] {
        assert_eq!(studio.post(&(address.clone() + "/voices"), &json!({"name": name})).status, 422, "{name}");
    }
    assert_eq!(studio.post(&(address.clone() + "/voices"), &json!({"name": "anna"})).status, 200);
    assert_eq!(studio.edit(&json!({"edit": "cast", "speaker": "Ann Okafor", "voice": "anna"})).status, 200);
    let lines = studio.get(&(address.clone() + "/recording")).json();
    let line = json!({"segment": 1, "speaker": "Ann Okafor", "text": "“We had tea.”", "wanted": true});
    assert_eq!(lines, json!([{"voice": "anna", "lines": [line]}]));
    let revision = string(&studio.script()["revision"]);
    let send = |keep: bool, bytes: &[u8]| {
        let head = format!(
            "POST {address}/segments/1/recording?revision={revision}&voice=anna&keep={keep} HTTP/1.1\r\nHost: {}\r\n\
             Authorization: Bearer {}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
            studio.host,
            studio.token,
            bytes.len()
        );
        studio.raw(&head, bytes)
    };
    // Silence is a finding, and nothing is stored by a check.
    let silent = wav(&vec![0; 96_000]);
    let checked = send(false, &silent).json();
    assert_eq!(
        (&checked["findings"][0]["code"], &checked["stored"]),
        (&json!("recording-silent"), &Value::Null)
    );
    assert!(!project.path("voices/anna/takes").exists());
    assert_eq!(send(false, b"not a sound").status, 422);
    // Half a second of silence, a second of a tone, half a second of silence.
    let tone = |n: u32| if (24_000..72_000).contains(&n) && (n / 120).is_multiple_of(2) { 3_000 } else { 0 };
    let good = wav(&(0..96_000).map(tone).collect::<Vec<i16>>());
    let kept = send(true, &good);
    assert_eq!(kept.status, 200, "{kept:?}");
    assert_eq!(project.folder("voices/anna/takes").len(), 3, "the recording, its words and the choice");
    let lines = studio.get(&(address.clone() + "/recording")).json();
    assert_eq!(lines[0]["lines"][0]["wanted"], false);
    // It counts as recorded before a build has used it.
    wait_for(|| (studio.get(&(address.clone() + "/checks")).json()["states"][1] == "recorded").then_some(()));
}

/// Holds the lock that a build of another program holds, until the file is dropped.
fn hold_build(project: &Project, folder: &str) -> std::fs::File {
    std::fs::create_dir_all(project.path(&format!("{folder}/.aloud"))).unwrap();
    let lock = std::fs::File::create(project.path(&format!("{folder}/.aloud/lock"))).unwrap();
    lock.lock().unwrap();
    lock
}

/// Returns a WAV of 48 kHz, mono, 16 bits.
fn wav(samples: &[i16]) -> Vec<u8> {
    let bytes: Vec<u8> = samples.iter().flat_map(|sample| sample.to_le_bytes()).collect();
    let size = bytes.len() as u32;
    let numbers = |list: &[u32]| list.iter().flat_map(|n| n.to_le_bytes()).collect::<Vec<u8>>();
    let format = numbers(&[16, 0x0001_0001, 48_000, 96_000, 0x0010_0002]);
    [b"RIFF", &numbers(&[size + 36])[..], b"WAVEfmt ", &format, b"data", &numbers(&[size]), &bytes].concat()
}

/// Half a second of silence, a second of a tone, half a second of silence.
fn tone(period: u32) -> Vec<u8> {
    let sample =
        |n: u32| if (24_000..72_000).contains(&n) && (n / period).is_multiple_of(2) { 3_000 } else { 0 };
    wav(&(0..96_000).map(sample).collect::<Vec<i16>>())
}
