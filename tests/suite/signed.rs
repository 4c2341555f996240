//! Tests `aloud sign` with other tools: C2PA's own reader, an independent implementation of C2PA (c2pa-ts), ffmpeg and
//! libsndfile.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::external_voices::{repository_path, venv_program};
use crate::harness::{Project, Run, string};

/// A script with a test voice and the embedded voice, headings for chapters, and all formats that can be signed.
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

/// A project, and a folder outside it with certificates and keys.
struct Newsroom {
    project: Project,
    safe: tempfile::TempDir,
}

impl Newsroom {
    /// Builds a project and creates a certificate authority and a signer. `key` has the arguments of openssl for the key.
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

    /// Writes NAME.pem and NAME.key. Arguments in `more` override the others.
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

    /// Reads a file with C2PA's own reader, which trusts our authority.
    fn read(&self, file: &str) -> Value {
        let mut command = Command::new(venv_program("python"));
        command
            .arg(repository_path("tests/tools/credentials.py"))
            .arg(self.project.path(file))
            .arg(self.file("ca.pem"));
        json_output(&mut command)
    }

    /// Validates a file with c2pa-ts.
    fn validate(&self, file: &str) -> Value {
        let mut node = Command::new("node");
        node.arg(repository_path("tests/tools/credentials.mjs")).arg(self.project.path(file));
        json_output(node.arg(repository_path("target/tools/node")))
    }
}

impl Newsroom {
    /// Fails unless c2pa-ts finds signature and hashes correct.
    #[track_caller]
    fn assert_valid(&self, file: &str) {
        let result = self.validate(file);
        let found =
            |code: &str| result["entries"].as_array().unwrap().iter().any(|entry| entry["code"] == code);
        let hash =
            if file.ends_with("m4a") { "assertion.bmffHash.match" } else { "assertion.dataHash.match" };
        assert!(found("claimSignature.validated") && found(hash), "{file}: {result}");
        assert_eq!(result["valid"], true, "{file}: {result}");
    }
}

/// Runs a command and parses the JSON that it prints.
fn json_output(command: &mut Command) -> Value {
    let run = command.output().expect("tests/run installs it");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    serde_json::from_slice(&run.stdout).expect("JSON")
}

/// Returns the codes of all failures that a reader found.
fn failures(read: &Value) -> Vec<String> {
    let found = read["validation_results"]["activeManifest"]["failure"].as_array().unwrap();
    found.iter().map(|failure| string(&failure["code"])).collect()
}

/// Returns the data of an assertion of the active manifest.
fn assertion<'a>(read: &'a Value, label: &str) -> &'a Value {
    let manifest = &read["manifests"][read["active_manifest"].as_str().unwrap()];
    let assertions = manifest["assertions"].as_array().unwrap();
    &assertions.iter().find(|one| one["label"] == label).unwrap_or_else(|| panic!("{label}: {manifest}"))["data"]
}

/// Returns the last part of the digital source type, e.g. `algorithmicMedia`.
fn source(read: &Value) -> String {
    let term = string(&assertion(read, "c2pa.actions.v2")["actions"][0]["digitalSourceType"]);
    term.strip_prefix("http://cv.iptc.org/newscodes/digitalsourcetype/").unwrap().to_string()
}

/// Runs a program on a file and returns its output.
fn output_of(program: &str, args: &[&str], path: &Path, last: &[&str]) -> String {
    let run = Command::new(program).args(args).arg(path).args(last).output().expect("tests/run installs it");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    String::from_utf8_lossy(&run.stdout).into_owned()
}

/// Returns a hash of the decoded samples.
fn samples(path: &Path) -> String {
    output_of("ffmpeg", &["-v", "error", "-i"], path, &["-map", "0:a", "-f", "md5", "-"])
}

fn tags(path: &Path) -> Value {
    let args = ["-v", "error", "-show_format", "-show_chapters", "-of", "json"];
    let mut probed: Value = serde_json::from_str(&output_of("ffprobe", &args, path, &[])).unwrap();
    for varying in ["filename", "size", "bit_rate", "probe_score"] {
        probed["format"].as_object_mut().unwrap().remove(varying);
    }
    probed
}

/// Returns name and content of each chunk of a WAV.
fn chunks(wav: &[u8]) -> Vec<(&[u8], &[u8])> {
    assert_eq!(u32::from_le_bytes(wav[4..8].try_into().unwrap()) as usize + 8, wav.len());
    let (mut chunks, mut at) = (Vec::new(), 12);
    while at < wav.len() {
        let length = u32::from_le_bytes(wav[at + 4..at + 8].try_into().unwrap()) as usize;
        chunks.push((&wav[at..at + 4], &wav[at + 8..at + 8 + length]));
        at += 8 + length + length % 2;
    }
    assert_eq!(at, wav.len(), "the last chunk must end with the file");
    chunks
}

#[test]
fn other_readers_trust_it_and_sound_is_unchanged() {
    needs!("ffmpeg", "ffprobe", "node", "node-modules", "openssl", "python");
    let newsroom = Newsroom::new(SCRIPT, ELLIPTIC);
    let before = newsroom.project.out();
    let run = newsroom.sign();
    assert!(
        run.stderr.contains("signed/episode.wav: signed as `algorithmicMedia` by The Newsroom (es256)"),
        "{run:?}"
    );
    assert_eq!(newsroom.project.out(), before, "signing must not change the outputs of the build");
    assert_eq!(
        newsroom.project.folder("signed").len(),
        SIGNED.len(),
        "`signed` must contain only the copies"
    );
    for name in SIGNED {
        let (plain, signed) =
            (newsroom.project.path("out").join(name), newsroom.project.path("signed").join(name));
        let read = newsroom.read(&format!("signed/{name}"));
        assert_eq!(
            (failures(&read), string(&read["validation_state"])),
            (vec![], "Trusted".into()),
            "{name}: {read}"
        );
        newsroom.assert_valid(&format!("signed/{name}"));
        assert_eq!(samples(&signed), samples(&plain), "{name}");
        assert_eq!(tags(&signed), tags(&plain), "{name}");
    }
}

#[test]
fn wav_keeps_chunks_and_appends_manifest() {
    needs!("ffmpeg", "openssl", "sndfile-info");
    let newsroom = Newsroom::new(SCRIPT, ELLIPTIC);
    newsroom.sign();
    let (plain, signed) =
        (newsroom.project.read("out/episode.wav"), newsroom.project.read("signed/episode.wav"));
    let (plain, mut signed) = (chunks(&plain), chunks(&signed));
    let (name, manifest) = signed.pop().unwrap();
    assert_eq!((name, &manifest[4..8]), (b"C2PA".as_slice(), b"jumb".as_slice()));
    assert_eq!(signed, plain);
    assert!([b"bext", b"data", b"cue "].iter().all(|name| plain.iter().any(|chunk| chunk.0 == *name)));
    let frames = |folder: &str| {
        let info = output_of("sndfile-info", &[], &newsroom.project.path(folder).join("episode.wav"), &[]);
        info.lines().find(|line| line.starts_with("Frames")).unwrap().to_string()
    };
    assert_eq!(frames("signed"), frames("out"));
}

#[test]
fn readers_detect_a_changed_byte() {
    needs!("ffmpeg", "node", "node-modules", "openssl", "python");
    let newsroom = Newsroom::new(SCRIPT, ELLIPTIC);
    newsroom.sign();
    for (name, code) in SIGNED.iter().zip([
        "assertion.dataHash.mismatch",
        "assertion.bmffHash.mismatch",
        "assertion.dataHash.mismatch",
    ]) {
        let mut bytes = newsroom.project.read(&format!("signed/{name}"));
        // Change a byte of the sound. The manifest is at the start of MP3 and M4A files, and at the end of WAV files.
        let at = if name.ends_with("wav") { 4_000 } else { bytes.len() - 2_000 };
        bytes[at] ^= 1;
        let forged = format!("forged.{}", name.rsplit('.').next().unwrap());
        fs::write(newsroom.project.path(&forged), bytes).unwrap();
        let read = newsroom.read(&forged);
        assert_eq!(
            (failures(&read), string(&read["validation_state"])),
            (vec![code.into()], "Invalid".into()),
            "{name}"
        );
        assert_eq!(newsroom.validate(&forged)["valid"], false, "{name}");
    }
}

#[test]
fn manifest_describes_episode_and_voices() {
    needs!("espeak-ng", "ffmpeg", "openssl", "python");
    let newsroom = Newsroom::new(SCRIPT, ELLIPTIC);
    newsroom.sign();
    let read = newsroom.read("signed/episode.wav");
    let manifest = &read["manifests"][read["active_manifest"].as_str().unwrap()];
    assert_eq!(manifest["title"], "Ferries, & “more”");
    let generator = &manifest["claim_generator_info"][0];
    assert_eq!(
        (&generator["name"], &generator["version"]),
        (&"Aloud".into(), &env!("CARGO_PKG_VERSION").into())
    );
    let metadata = assertion(&read, "cawg.metadata");
    let disclosure = newsroom.project.json("out/episode.json")["disclosure"]["text"].clone();
    for (key, wanted) in [
        ("dc:title", "Ferries, & “more”".into()),
        ("dc:creator", "Jo Lindqvist".into()),
        ("dc:language", "en-GB".into()),
        ("dc:description", disclosure.clone()),
    ] {
        assert_eq!(metadata[key], wanted, "{key}");
    }
    let action = &assertion(&read, "c2pa.actions.v2")["actions"][0];
    assert_eq!((&action["action"], &action["description"]), (&"c2pa.created".into(), &disclosure));
    assert_eq!(source(&read), "algorithmicMedia");
    assert_eq!(manifest["signature_info"]["common_name"], "The Newsroom");

    let program = "backend = \"command\"\ncommand = [\"espeak-ng\", \"-w\", \"{out}\", \"{text}\"]\n";
    newsroom.project.write("voices/two/voice.toml", program);
    newsroom.project.build();
    newsroom.sign();
    assert_eq!(source(&newsroom.read("signed/episode.mp3")), "compositeSynthetic");

    newsroom.project.write("voices/two/voice.toml", &format!("trained = false\n{program}"));
    newsroom.project.build();
    newsroom.sign();
    assert_eq!(source(&newsroom.read("signed/episode.m4a")), "algorithmicMedia");
}

#[test]
fn signs_with_every_common_key_type() {
    needs!("node", "node-modules", "openssl", "python");
    let newsroom = Newsroom::new(&SCRIPT.replace("m4a = true\nmp3 = true\n", ""), ELLIPTIC);
    for (key, algorithm) in [
        (&["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-384"][..], "es384"),
        (&["-newkey", "ed25519"], "ed25519"),
        (&["-newkey", "rsa:2048"], "ps256"),
    ] {
        newsroom.certificate("other", key, &[]);
        let run = newsroom.sign_with("other.pem", "other.key", &["--json"]);
        assert_eq!(
            (run.code, string(&run.events("signed")[0]["algorithm"])),
            (Some(0), algorithm.into()),
            "{run:?}"
        );
        let read = newsroom.read("signed/episode.wav");
        assert_eq!(
            (failures(&read), string(&read["validation_state"])),
            (vec![], "Trusted".into()),
            "{algorithm}"
        );
        newsroom.assert_valid("signed/episode.wav");
    }
}

#[test]
fn rejects_unusable_keys_and_certificates() {
    needs!("openssl");
    let newsroom = Newsroom::new(&SCRIPT.replace("m4a = true\nmp3 = true\n", ""), ELLIPTIC);
    newsroom.certificate("other", ELLIPTIC, &[]);
    let request = ["x509", "-x509toreq", "-in", "sign.pem", "-signkey", "sign.key", "-out", "old.csr"];
    let issue = ["x509", "-req", "-in", "old.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial"];
    let copying = ["-copy_extensions", "copyall"];
    newsroom.openssl(&[&request[..], &copying].concat());
    newsroom.openssl(&[&issue[..], &copying, &["-days", "-1", "-out", "old.pem"]].concat());
    newsroom.openssl(&["pkey", "-in", "sign.key", "-traditional", "-out", "traditional.key"]);
    newsroom.openssl(&["pkey", "-in", "sign.key", "-aes256", "-passout", "pass:x", "-out", "locked.key"]);
    for (name, text) in [("text.pem", "This is no certificate."), ("text.key", "No key either.")] {
        fs::write(newsroom.file(name), text).unwrap();
    }
    let sound = fs::read_to_string(newsroom.file("sign.pem")).unwrap();
    let lines: Vec<&str> = sound.lines().collect();
    let less = [&lines[..3], &lines[4..]].concat().join("\n");
    for (name, text) in [
        ("cut.pem", &sound[..sound.len() / 2]),
        ("stained.pem", &sound.replacen("MII", "M*I", 1)),
        ("less.pem", &less),
        ("chain.pem", &format!("{sound}{less}")),
    ] {
        fs::write(newsroom.file(name), text).unwrap();
    }
    for (certificate, key, expected) in [
        ("cut.pem", "sign.key", vec!["the certificate cannot be read", "cut.pem", "truncated"]),
        ("stained.pem", "sign.key", vec!["the certificate cannot be read", "stained.pem", "damaged"]),
        ("less.pem", "sign.key", vec!["the certificate cannot be read", "less.pem", "damaged"]),
        ("chain.pem", "sign.key", vec!["the certificate cannot be read", "chain.pem", "certificate 2"]),
        ("none.pem", "sign.key", vec!["cannot read", "none.pem"]),
        ("text.pem", "sign.key", vec!["not a certificate chain", "text.pem"]),
        ("sign.key", "sign.key", vec!["the certificate file contains a private key", "ALOUD_SIGN_KEY_FILE"]),
        ("sign.pem", "none.key", vec!["cannot read", "none.key"]),
        ("sign.pem", "text.key", vec!["the private key cannot be read", "BEGIN PRIVATE KEY"]),
        ("sign.pem", "traditional.key", vec!["older format", "openssl pkcs8"]),
        ("sign.pem", "locked.key", vec!["encrypted with a password"]),
        ("sign.pem", "other.key", vec!["the private key does not belong to the certificate", "sign.pem"]),
        ("old.pem", "sign.key", vec!["not valid at time of signing", "old.pem", "valid now"]),
        ("ca.pem", "ca.key", vec!["self-signed", "ca.pem"]),
    ] {
        let run = newsroom.sign_with(certificate, key, &[]);
        run.refused(&expected);
        assert!(!run.stderr.contains("No key either"), "{certificate}, {key}");
        let signed = newsroom.project.path("signed");
        assert!(!signed.exists() || fs::read_dir(&signed).unwrap().count() == 0, "{certificate}, {key}");
    }
    let unset = newsroom.project.command(&["sign", "--certificate", &newsroom.file("sign.pem")]);
    run_with_keys(unset, &[]).refused(&["there is no private key to sign with", "ALOUD_SIGN_KEY_FILE"]);
}

#[test]
fn writes_all_signed_copies_or_none() {
    needs!("ffmpeg", "openssl");
    let newsroom = Newsroom::new(SCRIPT, ELLIPTIC);
    newsroom.sign();
    let signed = newsroom.project.path("signed");
    let m4a = signed.join("episode.m4a");
    fs::remove_file(&m4a).unwrap();
    fs::create_dir(&m4a).unwrap();
    let others = || ["wav", "mp3"].map(|ending| newsroom.project.read(&format!("signed/episode.{ending}")));
    let before = others();
    let run = newsroom.sign_with("sign.pem", "sign.key", &[]);
    assert!(
        others() == before && m4a.is_dir(),
        "the other copies must not change (each signature would differ)"
    );
    run.refused(&["episode.m4a", "directory", "another name"]);
    assert_eq!(fs::read_dir(&signed).unwrap().count(), SIGNED.len(), "no temporary file may remain");
}

#[cfg(unix)]
#[test]
fn replaces_links_and_never_overwrites_the_original() {
    needs!("openssl", "python");
    use std::os::unix::fs::symlink;
    let newsroom = Newsroom::new(&SCRIPT.replace("m4a = true\nmp3 = true\n", ""), ELLIPTIC);
    let link = newsroom.project.path("signed/episode.wav");
    fs::create_dir(newsroom.project.path("signed")).unwrap();
    symlink("../elsewhere/real.wav", &link).unwrap();
    newsroom.sign();
    assert!(!link.is_symlink() && !newsroom.project.path("elsewhere").exists());
    fs::remove_file(&link).unwrap();
    symlink("../out/episode.wav", &link).unwrap();
    let before = newsroom.project.out();
    newsroom.sign();
    assert!(newsroom.project.out() == before && !link.is_symlink());
    assert_eq!(failures(&newsroom.read("signed/episode.wav")), Vec::<String>::new());
    fs::remove_dir_all(newsroom.project.path("signed")).unwrap();
    symlink("out", newsroom.project.path("signed")).unwrap();
    assert_eq!(newsroom.sign_with("sign.pem", "sign.key", &[]).code, Some(1));
    assert_eq!(newsroom.project.out(), before);
}

/// Runs a command with only these keys in the environment.
fn run_with_keys(mut command: Command, keys: &[(&str, &str)]) -> Run {
    command.env_remove("ALOUD_SIGN_KEY").env_remove("ALOUD_SIGN_KEY_FILE").envs(keys.iter().copied());
    Run::of(command.output().unwrap())
}

#[test]
fn takes_key_only_from_the_environment() {
    needs!("openssl", "python");
    let newsroom = Newsroom::new(&SCRIPT.replace("m4a = true\nmp3 = true\n", ""), ELLIPTIC);
    let (certificate, file) = (newsroom.file("sign.pem"), newsroom.file("sign.key"));
    let key = fs::read_to_string(&file).unwrap();
    let sign = || newsroom.project.command(&["sign", "--certificate", &certificate]);
    let run = run_with_keys(sign(), &[("ALOUD_SIGN_KEY", &key)]);
    assert_eq!(run.code, Some(0), "{run:?}");
    assert_eq!(failures(&newsroom.read("signed/episode.wav")), Vec::<String>::new());
    let secret = key.lines().nth(1).unwrap();
    assert!(!format!("{run:?}").contains(secret));
    run_with_keys(sign(), &[("ALOUD_SIGN_KEY", &key), ("ALOUD_SIGN_KEY_FILE", &file)])
        .refused(&["both", "unset"]);
    newsroom.project.write("voices/sign.key", &key);
    run_with_keys(sign(), &[("ALOUD_SIGN_KEY_FILE", "voices/sign.key")])
        .refused(&["the private key is in the project folder"]);
}

#[test]
fn signs_only_current_episode_outside_build_folders() {
    needs!("ffmpeg", "openssl");
    let newsroom = Newsroom::new(&SCRIPT.replace("mp3 = true", "opus = true"), ELLIPTIC);
    let sign = |args: &[&str]| newsroom.sign_with("sign.pem", "sign.key", args);
    for folder in ["out", "./out/copies", "draft/../out", "draft", ".aloud"] {
        sign(&["--to", folder]).refused(&["signed copies cannot be written to", "the same each time"]);
    }
    let run = sign(&["--to", "elsewhere"]);
    assert!(run.code == Some(0) && run.stderr.contains("no place for a manifest in an Ogg file"), "{run:?}");
    assert_eq!(newsroom.project.folder("elsewhere").len(), 2);
    newsroom.project.write("script.toml", &SCRIPT.replace("had tea", "had cake"));
    sign(&[]).refused(&["is not what the project says now", "utterances without a take: 1", "aloud build"]);
    newsroom.project.write("script.toml", &SCRIPT.replace("Jo Lind", "Bo Lind"));
    sign(&[]).refused(&["is not what the project says now", "aloud build"]);
    newsroom.project.build();
    let run = sign(&["--to", "elsewhere"]);
    assert!(run.code == Some(0) && run.stderr.matches("warning").count() == 0, "{run:?}");
    fs::write(newsroom.project.path("out/episode.opus"), "not of this edition").unwrap();
    assert!(!sign(&[]).stderr.contains("opus"), "Aloud must ignore a file that is not of this edition");
    let other = newsroom.project.read("out/episode.mp3");
    fs::write(newsroom.project.path("out/episode.mp3"), other).unwrap();
    sign(&[]).refused(&["is not what the project says now", "has changed since the last build"]);
    newsroom.project.write("script.toml", &SCRIPT.replace("m4a = true", ""));
    newsroom.project.build();
    let run = sign(&["--to", "elsewhere"]);
    assert!(run.code == Some(0) && run.stderr.contains("from an earlier edition"), "{run:?}");
    assert!(
        run.stderr.matches("warning").count() == 1 && run.stderr.contains("elsewhere/episode.m4a"),
        "{run:?}"
    );
    fs::remove_dir_all(newsroom.project.path("out")).unwrap();
    sign(&[]).refused(&["there is no finished episode", "aloud build"]);
}
