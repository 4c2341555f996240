//! `aloud sign`, held against tools that are not ours: C2PA's own reader, an implementation of C2PA that shares no code with
//! it, ffmpeg and libsndfile.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::harness::{Project, Run, string};
use crate::peers::{python, root};

/// Tones of a test voice and the embedded one, headings for chapters, and all formats that can be signed.
const SCRIPT: &str = "[episode]
title = \"Ferries, & “more”\"
author = \"Jo Lindqvist\"
language = \"en-GB\"

[cast]
narrator = \"one\"
\"Ann Okafor\" = \"two\"

[outputs]
m4a = true
mp3 = true

[[segment]]
speaker = \"narrator\"
text = \"The quay\"
kind = \"heading\"

[[segment]]
speaker = \"Ann Okafor\"
text = \"We waited there, and then we had tea.\"

[[segment]]
speaker = \"narrator\"
text = \"The sea\"
kind = \"heading\"

[[segment]]
speaker = \"narrator\"
text = \"It was late.\"
";
const SIGNED: [&str; 3] = ["episode.wav", "episode.m4a", "episode.mp3"];
const ELLIPTIC: &[&str] = &["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"];

/// A project and, beside it, a folder with certificates and keys.
struct Newsroom {
    project: Project,
    safe: tempfile::TempDir,
}

impl Newsroom {
    /// A built project, a certificate authority and a signer with a key of that kind.
    fn new(script: &str, key: &[&str]) -> Self {
        let project = Project::new(script);
        project.write("voices/two/voice.toml", "backend = \"embedded\"\n");
        project.build();
        let newsroom = Self { project, safe: tempfile::tempdir().unwrap() };
        newsroom.authority("ca");
        newsroom.certificate("sign", key, &[]);
        newsroom
    }

    fn file(&self, name: &str) -> String {
        self.safe.path().join(name).to_str().unwrap().to_string()
    }

    fn openssl(&self, args: &[&str]) {
        let mut openssl = Command::new("openssl");
        let run = openssl.args(args).current_dir(self.safe.path()).output().expect("openssl: tests/run");
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    }

    fn authority(&self, name: &str) {
        let (key, out) = (format!("{name}.key"), format!("{name}.pem"));
        let (subject, usage) = (format!("/O=Test/CN=Test {name}"), "keyUsage=critical,keyCertSign");
        let args =
            ["req", "-x509", "-nodes", "-days", "30", "-subj", &subject, "-keyout", &key, "-out", &out];
        self.openssl(&[&args, ELLIPTIC, &["-addext", usage]].concat());
    }

    /// NAME.pem and NAME.key; later arguments take the place of earlier ones.
    fn certificate(&self, name: &str, key: &[&str], more: &[&str]) {
        let (file, out) = (format!("{name}.key"), format!("{name}.pem"));
        let args = ["req", "-x509", "-nodes", "-days", "30", "-subj", "/O=Test/CN=The Newsroom"];
        let issuer = ["-CA", "ca.pem", "-CAkey", "ca.key", "-keyout", &file, "-out", &out];
        let extensions = ["basicConstraints=critical,CA:FALSE", "keyUsage=critical,digitalSignature"];
        let extensions = ["-addext", extensions[0], "-addext", extensions[1]];
        let purpose = ["-addext", "extendedKeyUsage=emailProtection"];
        self.openssl(&[&args, key, &issuer, &extensions, &purpose, more].concat());
    }

    fn sign_with(&self, certificate: &str, key: &str, args: &[&str]) -> Run {
        let (certificate, key) = (self.file(certificate), self.file(key));
        let mut command = self.project.command(&[&["sign", "--certificate", &certificate], args].concat());
        command.env_remove("ALOUD_SIGN_KEY").env("ALOUD_SIGN_KEY_FILE", key);
        Run::of(command.output().unwrap())
    }

    fn sign(&self) -> Run {
        let run = self.sign_with("sign.pem", "sign.key", &[]);
        assert_eq!(run.code, Some(0), "{run:?}");
        run
    }

    /// What C2PA's own reader says of a file, when it trusts our authority.
    fn read(&self, file: &str) -> Value {
        let mut command = Command::new(python("python"));
        command.arg(root("tests/tools/credentials.py")).arg(self.project.path(file)).arg(self.file("ca.pem"));
        told(&mut command)
    }

    /// What the other implementation says of it.
    fn checked(&self, file: &str) -> Value {
        let mut node = Command::new("node");
        node.arg(root("tests/tools/credentials.mjs")).arg(self.project.path(file));
        told(node.arg(root("target/tools/node")))
    }
}

fn told(command: &mut Command) -> Value {
    let run = command.output().expect("tests/run installs it");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    serde_json::from_slice(&run.stdout).expect("JSON")
}

/// The codes of what a reader found wrong.
fn failures(read: &Value) -> Vec<String> {
    let found = read["validation_results"]["activeManifest"]["failure"].as_array().unwrap();
    found.iter().map(|failure| string(&failure["code"])).collect()
}

/// The data of an assertion of the active manifest.
fn assertion<'a>(read: &'a Value, label: &str) -> &'a Value {
    let manifest = &read["manifests"][read["active_manifest"].as_str().unwrap()];
    let assertions = manifest["assertions"].as_array().unwrap();
    &assertions.iter().find(|one| one["label"] == label).unwrap_or_else(|| panic!("{label}: {manifest}"))["data"]
}

fn source(read: &Value) -> String {
    let term = string(&assertion(read, "c2pa.actions.v2")["actions"][0]["digitalSourceType"]);
    term.strip_prefix("http://cv.iptc.org/newscodes/digitalsourcetype/").unwrap().to_string()
}

/// What a program prints of a file.
fn printed(program: &str, args: &[&str], path: &Path, last: &[&str]) -> String {
    let run = Command::new(program).args(args).arg(path).args(last).output().expect("tests/run installs it");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    String::from_utf8_lossy(&run.stdout).into_owned()
}

/// A hash of the decoded samples.
fn samples(path: &Path) -> String {
    printed("ffmpeg", &["-v", "error", "-i"], path, &["-map", "0:a", "-f", "md5", "-"])
}

fn tags(path: &Path) -> Value {
    let args = ["-v", "error", "-show_format", "-show_chapters", "-of", "json"];
    let mut probed: Value = serde_json::from_str(&printed("ffprobe", &args, path, &[])).unwrap();
    for its_own in ["filename", "size", "bit_rate", "probe_score"] {
        probed["format"].as_object_mut().unwrap().remove(its_own);
    }
    probed
}

/// Name and content of each chunk of a WAV.
fn chunks(wav: &[u8]) -> Vec<(&[u8], &[u8])> {
    assert_eq!(u32::from_le_bytes(wav[4..8].try_into().unwrap()) as usize + 8, wav.len());
    let (mut chunks, mut at) = (Vec::new(), 12);
    while at < wav.len() {
        let length = u32::from_le_bytes(wav[at + 4..at + 8].try_into().unwrap()) as usize;
        chunks.push((&wav[at..at + 4], &wav[at + 8..at + 8 + length]));
        at += 8 + length + length % 2;
    }
    assert_eq!(at, wav.len(), "chunks begin at even places");
    chunks
}

#[test]
fn readers_that_are_not_ours_trust_it_and_hear_the_same() {
    let newsroom = Newsroom::new(SCRIPT, ELLIPTIC);
    let before = newsroom.project.out();
    let run = newsroom.sign();
    assert!(
        run.stderr.contains("signed/episode.wav: signed as `algorithmicMedia` by The Newsroom (es256)"),
        "{run:?}"
    );
    assert_eq!(newsroom.project.out(), before, "what a build makes is as it was");
    assert_eq!(newsroom.project.folder("signed").len(), SIGNED.len(), "and nothing else");
    for name in SIGNED {
        let (plain, signed) =
            (newsroom.project.path("out").join(name), newsroom.project.path("signed").join(name));
        let read = newsroom.read(&format!("signed/{name}"));
        assert_eq!(
            (failures(&read), string(&read["validation_state"])),
            (vec![], "Trusted".into()),
            "{name}: {read}"
        );
        let checked = newsroom.checked(&format!("signed/{name}"));
        assert_eq!(checked["valid"], true, "{name}: {checked}");
        assert_eq!(samples(&signed), samples(&plain), "{name}");
        assert_eq!(tags(&signed), tags(&plain), "{name}");
    }
}
