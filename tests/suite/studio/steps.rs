//! Undo of everything that a page can change, trust in what would run, and the words of a recording.

use super::*;
use crate::harness::OTHER_VOICE;

/// The files that amendments change.
const FILES: [&str; 3] = ["script.toml", "lexicon.toml", "voices/anna/takes/chosen.json"];

fn state(project: &Project) -> Vec<Option<String>> {
    FILES.iter().map(|file| project.path(file).exists().then(|| project.text(file))).collect()
}

/// Gives the lines of Ann Okafor to a person.
fn with_reader() -> Project {
    let project = Project::undisclosed(STORY);
    project.write("voices/anna/voice.toml", "backend = \"recorded\"\n");
    let script = project.text("script.toml");
    project.write("script.toml", &script.replace("\"Ann Okafor\" = \"two\"", "\"Ann Okafor\" = \"anna\""));
    project
}

#[test]
fn words_takes_and_articles_are_undone_in_the_order_of_the_steps() {
    let project = with_reader();
    project.write("article.txt", "The ferry was late.\n");
    let studio = Studio::start(&project);
    let address = studio.project();
    let revision = || string(&studio.script()["revision"]);
    let keep = format!("{address}/segments/1/recording?revision={}&voice=anna&keep=true", revision());
    assert_eq!(studio.upload(&keep, &tone(120)).status, 200);
    let name = string(
        &studio.get(&format!("{address}/segments/1/recordings?revision={}", revision())).json()[0]["name"],
    );

    let mut states = vec![state(&project)];
    let mut step = |answer: Answer| {
        assert_eq!(answer.status, 200, "{answer:?}");
        let now = state(&project);
        assert_ne!(&now, states.last().unwrap(), "{answer:?}");
        states.push(now);
    };
    let word = |written: &str, say: Option<&str>| {
        studio.post(&format!("{address}/lexicon"), &json!({"written": written, "say": say}))
    };
    let recording = |rest: &str, mut body: Value| {
        body["revision"] = revision().into();
        studio.post(&format!("{address}/segments/1/recordings/{name}/{rest}"), &body)
    };
    step(word("ferry", Some("fairy")));
    step(studio.edit(&json!({"edit": "pause", "segment": 0, "pause": 1.5})));
    step(word("ferry", None));
    step(recording("trim", json!({"start": 0.4, "end": 1.6})));
    step(recording("choose", json!({})));
    step(studio.edit(&json!({"edit": "preset", "preset": "spotify"})));
    step(studio.edit(&json!({"edit": "output", "output": "srt", "on": false})));
    step(
        studio
            .post(&format!("{address}/article/file"), &json!({"name": "", "text": "The ferry\n\nIt left."})),
    );
    assert!(project.text("script.toml").contains("article = \"article-2.txt\""));
    assert!(project.text("article-2.txt").contains("It left."));
    drop(studio);

    let studio = Studio::start(&project);
    let undo = |redo: bool| studio.post(&format!("{address}/undo"), &json!({"redo": redo}));
    for before in states.iter().rev().skip(1) {
        assert_eq!(undo(false).status, 200);
        assert_eq!(state(&project), *before);
    }
    // The recording was the first step.
    assert_eq!(undo(false).json()["file"], json!({"recordings": "anna"}));
    assert_eq!(undo(false).status, 409);
    assert_eq!(undo(true).status, 200);
    assert_eq!(state(&project), states[0]);
    for after in &states[1..] {
        assert_eq!(undo(true).status, 200);
        assert_eq!(state(&project), *after);
    }
    // The command does the same, and names the file. A word that was changed by hand meanwhile is not lost.
    for _ in 0..5 {
        assert_eq!(undo(false).status, 200);
    }
    let lexicon = project.text("lexicon.toml") + "# by hand\n";
    project.write("lexicon.toml", &lexicon);
    let answer = undo(false).json();
    assert_eq!(answer["problems"][0]["code"], "undo-edited", "{answer}");
    project.aloud(&["undo"]).refused(&["lexicon.toml was edited after"]);
    assert_eq!(project.text("lexicon.toml"), lexicon);
    let undone = project.aloud(&["undo", "--force"]);
    assert!(undone.stderr.contains("lexicon.toml is as it was before"), "{undone:?}");
}

#[test]
fn a_new_voice_and_its_first_recording_are_undone() {
    let project = Project::undisclosed(STORY);
    let first = project.text("script.toml");
    let studio = Studio::start(&project);
    let address = studio.project();
    let post = |path: &str, body: &Value| studio.post(&format!("{address}/{path}"), body);
    assert_eq!(post("voices", &json!({"name": "anna"})).status, 200);
    assert_eq!(studio.edit(&json!({"edit": "cast", "speaker": "Ann Okafor", "voice": "anna"})).status, 200);
    let cast = project.text("script.toml");
    let revision = string(&studio.script()["revision"]);
    let keep = format!("{address}/segments/1/recording?revision={revision}&voice=anna&keep=true");
    assert_eq!(studio.upload(&keep, &tone(120)).status, 200);
    let wanted = || studio.get(&format!("{address}/recording")).json()[0]["lines"][0]["wanted"].clone();
    let recordings = || studio.get(&format!("{address}/segments/1/recordings?revision={revision}")).json();
    let chosen = || recordings()[0]["chosen"].clone();
    let undo = |redo: bool| post("undo", &json!({"redo": redo})).json()["file"].clone();
    assert_eq!((wanted(), chosen()), (json!(false), json!(true)));

    // The line has no recording again, and the recording is still there.
    assert_eq!(undo(false), json!({"recordings": "anna"}));
    assert_eq!((wanted(), chosen()), (json!(true), json!(false)));
    assert_eq!(undo(true), json!({"recordings": "anna"}));
    assert_eq!((wanted(), chosen()), (json!(false), json!(true)));
    assert_eq!(undo(false), json!({"recordings": "anna"}));
    // A person may use it after all, or record the line again.
    let name = string(&recordings()[0]["name"]);
    let choose = format!("segments/1/recordings/{name}/choose");
    assert_eq!(post(&choose, &json!({"revision": revision})).status, 200);
    assert_eq!((wanted(), chosen()), (json!(false), json!(true)));
    undo(false);
    assert_eq!(studio.upload(&keep, &tone(60)).status, 200);
    assert_eq!((wanted(), recordings()[1]["chosen"].clone()), (json!(false), json!(true)));
    undo(false);
    assert_eq!(wanted(), json!(true));

    assert_eq!((undo(false), project.text("script.toml")), (json!("script"), first));
    let voice = project.path("voices/anna/voice.toml");
    assert_eq!((undo(false), voice.exists()), (json!({"voice": "anna"}), false));
    assert!(project.folder("voices/anna/takes").keys().any(|file| file.ends_with(".wav")));
    assert_eq!((undo(true), voice.exists()), (json!({"voice": "anna"}), true));
    assert_eq!((undo(true), project.text("script.toml")), (json!("script"), cast));
    // Without recordings, the folder goes too.
    assert_eq!(post("voices", &json!({"name": "ben"})).status, 200);
    undo(false);
    assert!(!project.path("voices/ben").exists());
}

#[test]
fn the_words_of_a_series_are_shown_and_replaced_for_one_episode() {
    let project = Project::undisclosed(STORY);
    let script = project.text("script.toml");
    project.write("show/series.toml", "");
    project.write("show/lexicon.toml", "[words]\nferry = \"fairy\"\ntea = \"tee\"\n");
    project.write("show/one/script.toml", &script);
    project.write("show/one/lexicon.toml", "[words]\ntea = \"chai\"\n");
    let studio = Studio::start_with(&project, &["show"]);
    let address = studio.project() + "/lexicon";
    let word =
        |written: &str, say: &str, series: bool| json!({"written": written, "say": say, "series": series});
    assert_eq!(
        studio.get(&address).json()["words"],
        json!([word("tea", "chai", false), word("ferry", "fairy", true)])
    );
    let shared = project.text("show/lexicon.toml");
    let own = studio.post(&address, &json!({"written": "ferry", "say": "ferry boat"})).json();
    assert_eq!(own["words"], json!([word("tea", "chai", false), word("ferry", "ferry boat", false)]));
    assert_eq!(project.text("show/lexicon.toml"), shared);
}

#[test]
fn trust_is_asked_for_what_speaks_and_recorded_for_what_was_shown() {
    let project = Project::undisclosed(STORY);
    let command = |word: &str| format!("backend = \"command\"\ncommand = [\"echo\", \"{word}\"]\n");
    project.write("voices/two/voice.toml", &command("two"));
    project.write("voices/spare/voice.toml", &command("spare"));
    let project = project.untrusted();
    let studio = Studio::start(&project);
    let address = studio.project();
    let needs = || studio.get(&address).json()["needs"].as_array().unwrap().clone();
    let of = |voice: &str| needs().into_iter().find(|need| need["voice"] == voice).unwrap();
    assert_eq!((&of("two")["in_build"], &of("two")["trusted"]), (&json!(true), &json!(false)));
    assert_eq!((&of("spare")["in_build"], &of("spare")["trusted"]), (&json!(false), &json!(false)));
    // Trust in a voice without a speaker is asked for when the voice is auditioned.
    let audition = json!({"revision": studio.script()["revision"], "voice": "spare"});
    let refused = studio.post(&(address.clone() + "/segments/0/audition"), &audition).json();
    assert_eq!(refused["problems"][0]["code"], "trust-missing", "{refused}");

    let trust = |need: &Value| studio.post(&(address.clone() + "/trust"), &json!({"needs": [need]}));
    assert_eq!(trust(&of("two")["need"]).status, 200);
    assert_eq!((&of("two")["trusted"], &of("spare")["trusted"]), (&json!(true), &json!(false)));
    assert_eq!(trust(&of("spare")["need"]).status, 200);
    assert_eq!((&of("two")["trusted"], &of("spare")["trusted"]), (&json!(true), &json!(true)));
    // What was shown is not what would run now.
    let shown = of("spare")["need"].clone();
    project.write("voices/spare/voice.toml", &command("other"));
    let late = trust(&shown);
    assert_eq!((late.status, &late.json()["problems"][0]["code"]), (409, &json!("trust-changed")));
    assert_eq!(of("spare")["trusted"], false);
    // A segment with its own voice makes that voice speak in the build.
    project.write("voices/one/voice.toml", OTHER_VOICE);
    assert_eq!(studio.edit(&json!({"edit": "voice", "segment": 0, "voice": "spare"})).status, 200);
    assert_eq!(of("spare")["in_build"], true);
}

#[test]
fn a_recording_with_other_words_is_reported_before_it_is_kept() {
    needs!("espeak-ng", "sox");
    let lines = [
        ("narrator", "The ferry was late."),
        ("Ann Okafor", "“We waited on the quay until the last light was gone.”"),
        ("Ann Okafor", "“Nobody told us that the harbour was closed for the winter.”"),
    ];
    let project = Project::undisclosed(&lines);
    project.write("voices/anna/voice.toml", "backend = \"recorded\"\n");
    let script = project.text("script.toml");
    project.write("script.toml", &script.replace("\"Ann Okafor\" = \"two\"", "\"Ann Okafor\" = \"anna\""));
    let studio = Studio::start(&project);
    let address = studio.project();
    let revision = string(&studio.script()["revision"]);
    let prepared =
        studio.post(&format!("{address}/segments/1/recording/prepare"), &json!({"revision": revision}));
    assert_eq!(prepared.json(), json!({"checks_words": true}), "{prepared:?}");
    // Another synthetic reader, between two pauses.
    let said = |line: usize| {
        let run = |program: &str, args: &[&str]| {
            let run = std::process::Command::new(program).args(args).current_dir(project.path("")).output();
            assert!(run.expect("tests/tools/apt.txt").status.success(), "{program}");
        };
        run("espeak-ng", &["-v", "en-us", "-s", "160", "-w", "raw.wav", lines[line].1]);
        run("sox", &["raw.wav", "-r", "44100", "said.wav", "gain", "-n", "-9", "pad", "0.5", "0.5"]);
        project.read("said.wav")
    };
    let codes = |line: usize, sound: &[u8]| {
        let check = format!("{address}/segments/{line}/recording?revision={revision}&voice=anna&keep=false");
        let findings = studio.upload(&check, sound).json()["findings"].as_array().unwrap().clone();
        findings.iter().map(|finding| string(&finding["code"]).to_string()).collect::<Vec<_>>()
    };
    let (first, second) = (said(1), said(2));
    for (line, sound, other) in [(1, &first, &second), (2, &second, &first)] {
        assert_eq!(codes(line, sound), Vec::<String>::new(), "{line}");
        assert_eq!(codes(line, other), ["recording-words"], "{line}");
    }
}

#[test]
fn words_move_over_a_border_and_to_another_speaker() {
    let project = Project::undisclosed(&[
        ("narrator", "“No,” he said. “Not yet.” Then he left."),
        ("narrator", "It was cold."),
        ("Ann Okafor", "“Ünder the bridge”"),
    ]);
    let studio = Studio::start(&project);
    let shown = || -> Vec<(String, String)> {
        let script = studio.script();
        let segments = script["segments"].as_array().unwrap().iter();
        segments.map(|s| (string(&s["speaker"]).to_string(), string(&s["text"]).to_string())).collect()
    };
    let own = |list: &[(&str, &str)]| -> Vec<(String, String)> {
        list.iter().map(|(speaker, text)| ((*speaker).to_string(), (*text).to_string())).collect()
    };
    // A part in the middle leaves a segment on both sides; the whole text leaves none.
    let assign = |segment: usize, start: usize, end: usize| {
        studio
            .edit(&json!({"edit": "assign", "segment": segment, "start": start, "end": end, "speaker": "Bo"}))
    };
    assert_eq!(assign(0, 15, 25).status, 200);
    let parts = own(&[
        ("narrator", "“No,” he said."),
        ("Bo", "“Not yet.”"),
        ("narrator", "Then he left."),
        ("narrator", "It was cold."),
        ("Ann Okafor", "“Ünder the bridge”"),
    ]);
    assert_eq!(shown(), parts);
    assert_eq!(studio.post(&(studio.project() + "/undo"), &json!({})).status, 200);
    assert_eq!(shown().len(), 3, "one step");
    assert_eq!(studio.post(&(studio.project() + "/undo"), &json!({"redo": true})).status, 200);
    assert_eq!(assign(4, 0, 18).status, 200);
    assert_eq!(shown()[4], ("Bo".to_string(), "“Ünder the bridge”".to_string()));
    // The border moves in both directions, counted in characters.
    let border =
        |segment: usize, at: usize| studio.edit(&json!({"edit": "border", "segment": segment, "at": at}));
    assert_eq!(border(3, 19).status, 200);
    assert_eq!(
        (&shown()[3].1, &shown()[4].1),
        (&"It was cold. “Ünder".to_string(), &"the bridge”".to_string())
    );
    assert_eq!(border(3, 6).status, 200);
    assert_eq!(
        (&shown()[3].1, &shown()[4].1),
        (&"It was".to_string(), &"cold. “Ünder the bridge”".to_string())
    );
    // No segment is left without words, and words to say instead stay with their text.
    let before = project.text("script.toml");
    for (segment, at) in [(3, 0), (3, 31), (3, 99), (4, 3), (9, 1)] {
        assert_eq!(border(segment, at).status, 409, "{segment} {at}");
    }
    for (start, end) in [(2, 2), (6, 2), (99, 100)] {
        assert_eq!(assign(3, start, end).status, 409, "{start} {end}");
    }
    assert_eq!(project.text("script.toml"), before);
    assert_eq!(studio.edit(&json!({"edit": "say", "segment": 4, "say": "cold"})).status, 200);
    assert_eq!(border(3, 2).status, 409);
}
