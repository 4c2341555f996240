//! Tests phonemes that people give, and the phonemes of sentences against the front end of the voice's own package.

use std::io::Write;
use std::path::Path;
use std::process::Stdio;

use aloud::speech::phonemes::{Accent, GivenPhonemes, PackageFiles, Phonemizer, compile};
use aloud::speech::{Lexicon, spoken_form};

use crate::external_voices::{command_in_target, repository_path, venv_program};
use crate::harness::Project;

const WORDS: &str = "Siobhan said so.";

fn project(voice: &str) -> Project {
    let project = Project::undisclosed(&[("narrator", WORDS)]);
    project.write("voices/one/voice.toml", voice);
    project
}

#[test]
fn voices_without_phonemes_speak_the_word_and_keep_their_takes() {
    let project = project("backend = \"test\"\nfrequency = 200.0\n");
    assert_eq!(project.spoken_by_build(), [WORDS]);
    project.write("lexicon.toml", "[words]\n\"Siobhan\" = { ipa = \"ʃɪˈvɔːn\" }\n");
    assert!(project.spoken_by_build().is_empty(), "phonemes do not change this voice");
    project.write("lexicon.toml", "[words]\n\"Siobhan\" = { ipa = \"ʃɪˈvɔːn\", say = \"Shi-vawn\" }\n");
    assert_eq!(project.spoken_by_build(), ["Shi-vawn said so."]);
}

#[test]
fn wrong_phonemes_are_reported_with_their_line() {
    let project = project("backend = \"test\"\n");
    project.write("lexicon.toml", "[words]\n\"Siobhan\" = { ipa = \"ʃɪvˈOn\" }\n");
    project.aloud(&["build"]).refused(&["phonemes of `Siobhan`", "`O`", "write `oʊ`", "lexicon.toml:2"]);
    std::fs::remove_file(project.path("lexicon.toml")).unwrap();
    let script = project.text("script.toml");
    let said = script.replacen("\n\n[disc", "\nsay = \"[Siobhan](/x5/) said so.\"\n\n[disc", 1);
    assert_ne!(said, script);
    project.write("script.toml", &said);
    project.aloud(&["build"]).refused(&["phonemes of `Siobhan`", "`5`"]);
}

/// Sentences of public-domain texts: addresses of presidents of the United States, and "Moby Dick".
const SENTENCES: &str = include_str!("../fixtures/phonemes.txt");

/// Returns the table that an installer compiles from the package.
fn table(accent: Accent) -> Vec<u8> {
    let assets = repository_path("tests/tools/phonemes.py");
    let folder = run_python(&[assets.to_str().unwrap(), "--assets"], "");
    let files =
        PackageFiles::names(accent).map(|name| std::fs::read(Path::new(folder.trim()).join(name)).unwrap());
    let [gold, silver, tagger, network, network_symbols] = &files;
    compile(accent, PackageFiles { gold, silver, tagger, network, network_symbols }).unwrap()
}

fn run_python(arguments: &[&str], input: &str) -> String {
    let mut command = command_in_target(venv_program("python"));
    let mut child = command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{arguments:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// The number of symbols to insert, remove or replace.
fn differences(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, b) in other.iter().enumerate() {
            let replaced = diagonal + usize::from(a != *b);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[other.len()]
}

#[test]
fn phonemes_are_those_of_the_package() {
    needs!("hibari");
    for (accent, name) in [(Accent::Us, "us"), (Accent::Gb, "gb")] {
        let phonemizer = Phonemizer::open(table(accent)).unwrap();
        let spoken: Vec<String> = SENTENCES
            .lines()
            .map(|line| spoken_form(line, Some("en"), &Lexicon::default(), "narrator", "one"))
            .collect();
        let script = repository_path("tests/tools/phonemes.py");
        let expected = run_python(&[script.to_str().unwrap(), name], &spoken.join("\n"));
        let (mut symbols, mut wrong, mut shown) = (0, 0, String::new());
        for (text, expected) in spoken.iter().zip(expected.lines()) {
            let found = phonemizer.phonemes(text, &[]).symbols;
            let different = differences(&found, expected);
            symbols += expected.chars().count();
            wrong += different;
            if different > 0 {
                shown += &format!("{text}\n  {found}\n  {expected}\n");
            }
        }
        assert!(symbols > 10_000, "{symbols}");
        assert!(wrong * 100 <= symbols, "{accent:?}: {wrong} of {symbols}\n{shown}");
    }
}

#[test]
fn words_have_their_places_in_text_and_phonemes() {
    needs!("hibari");
    let phonemizer = Phonemizer::open(table(Accent::Us)).unwrap();
    let given = GivenPhonemes { range: 8..15, ipa: "ʃɪˈvɔːn".into() };
    let text = "The old Siobhan, of the B B C, read it.";
    let phonemes = phonemizer.phonemes(text, std::slice::from_ref(&given));
    let symbols: Vec<char> = phonemes.symbols.chars().collect();
    let words: Vec<(&str, String)> = phonemes
        .words
        .iter()
        .map(|word| (&text[word.text.clone()], symbols[word.symbols.clone()].iter().collect()))
        .collect();
    let found: Vec<(&str, &str)> = words.iter().map(|(text, symbols)| (*text, symbols.as_str())).collect();
    assert_eq!(
        found[..8],
        [
            ("The", "ði"),
            ("old", "ˈOld"),
            ("Siobhan", "ʃɪvˈɔn"),
            ("of", "ʌv"),
            ("the", "ðə"),
            ("B", "bˌi"),
            ("B", "bˌi"),
            ("C", "sˈi")
        ]
    );
    assert!(phonemes.symbols.starts_with("ði ˈOld ʃɪvˈɔn, ʌv ðə bˌibˌisˈi, "), "{}", phonemes.symbols);
}

#[test]
fn words_with_two_pronunciations_follow_their_context() {
    needs!("hibari");
    let phonemizer = Phonemizer::open(table(Accent::Us)).unwrap();
    let read = |text: &str| phonemizer.phonemes(text, &[]).symbols;
    for (text, expected) in [
        ("They live here.", "lˈɪv"),
        ("A live concert.", "lˈIv"),
        ("He had read it.", "ɹˈɛd"),
        ("We will read it.", "ɹˈid"),
        ("They close the door.", "klˈOz"),
        ("It was a close call.", "klˈOs"),
        ("They use it.", "jˈuz"),
        ("It is no use.", "jˈus"),
        ("He used to sail.", "jˈust"),
        ("They record it.", "ɹəkˈɔɹd"),
        ("The record shows it.", "ɹˈɛkəɹd"),
        ("an apple", "ɐn "),
        ("the apple", "ði "),
        ("the pear", "ðə "),
        ("to eat", "tʊ "),
    ] {
        assert!(read(text).contains(expected), "{text}: {}", read(text));
    }
}

#[test]
fn a_damaged_table_is_an_error() {
    needs!("hibari");
    let table = table(Accent::Gb);
    assert!(Phonemizer::open(table[..table.len() - 1].to_vec()).is_err());
    assert!(Phonemizer::open(Vec::new()).is_err());
    for at in [9, 100, table.len() / 2, table.len() - 40] {
        let mut damaged = table.clone();
        damaged[at] ^= 1;
        assert!(Phonemizer::open(damaged).is_err(), "byte {at}");
    }
}

#[cfg(feature = "http")]
mod services {
    use super::*;
    use crate::harness::Run;
    use crate::server::{Request, Server, pcm, response, speech_wav};

    fn build(project: &Project) -> Run {
        let mut command = project.command(&["build"]);
        for name in ["AZURE_SPEECH_KEY", "GOOGLE_API_KEY", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"] {
            command.env(name, "key");
        }
        Run::of(command.output().expect("aloud runs"))
    }

    /// The requests of a build without phonemes, and of one with them.
    fn requests(voice: impl Fn(&str) -> String, answer: Vec<u8>) -> Vec<Request> {
        let server = Server::new(move |_, _| answer.clone());
        let project = project(&voice(&server.url));
        assert_eq!(build(&project).code, Some(0));
        project.write("lexicon.toml", "[words]\n\"Siobhan\" = { ipa = \"ʃɪˈvɔːn\" }\n");
        let run = build(&project);
        assert_eq!(run.code, Some(0), "{run:?}");
        assert_eq!(build(&project).code, Some(0), "the same phonemes are the same take");
        server.requests()
    }

    const PHONEME: &str = "<phoneme alphabet=\"ipa\" ph=\"ʃɪˈvɔːn\">Siobhan</phoneme> said so.";

    #[test]
    fn azure_gets_phonemes() {
        let voice = |url: &str| {
            format!("backend = \"azure\"\nbase_url = \"{url}\"\nvoice = \"v\"\nlanguage = \"en-GB\"\n")
        };
        let requests = requests(voice, response("200 OK", &[], &speech_wav(24_000)));
        assert_eq!(requests.len(), 2);
        assert!(requests[1].body.contains(PHONEME));
    }

    #[test]
    fn polly_gets_phonemes_as_ssml() {
        let voice = |url: &str| {
            format!(
                "backend = \"polly\"\nbase_url = \"{url}\"\nregion = \"r\"\nvoice = \"v\"\nengine = \"neural\"\n"
            )
        };
        let requests = requests(voice, response("200 OK", &[], &pcm(16_000, 2.0)));
        let kinds: Vec<_> = requests.iter().map(|request| request.json()["TextType"].clone()).collect();
        assert_eq!(kinds, ["text", "ssml"]);
        assert_eq!(requests[1].json()["Text"], format!("<speak>{PHONEME}</speak>"));
    }

    #[test]
    fn a_service_without_ssml_is_not_asked_again() {
        let voice =
            |url: &str| format!("backend = \"openai\"\nbase_url = \"{url}\"\nmodel = \"m\"\nvoice = \"v\"\n");
        assert_eq!(requests(voice, response("200 OK", &[], &speech_wav(24_000))).len(), 1);
    }
}
