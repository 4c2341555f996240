//! Tests what an edit rebuilds: only takes that sound different, and no other byte or sample.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use crate::harness::{OTHER_VOICE, Project, string};
use crate::testing::seeded;

const HEAD: &str = "[cast]\nnarrator = \"one\"\n\"Ann Okafor\" = \"two\"\n\"Bo Lund\" = \"tape\"\n";
const BODY: [&str; 5] = [
    "speaker = \"narrator\"\ntext = \"The ferry was late. Nobody minded. The kettle was on.\"\n",
    "speaker = \"Ann Okafor\"\ntext = \"We had tea and we sang.\"\n",
    "speaker = \"Bo Lund\"\ntext = \"I heard them from the quay.\"\n",
    "speaker = \"narrator\"\ntext = \"Then it came.\"\n",
    "speaker = \"Ann Okafor\"\ntext = \"At last.\"\n",
];
const ALL: &[&str] = &[
    "The ferry was late.",
    "Nobody minded.",
    "The kettle was on.",
    "We had tea and we sang.",
    "I heard them from the quay.",
    "Then it came.",
    "At last.",
];

fn script(body: &[&str]) -> String {
    body.iter().fold(HEAD.to_string(), |script, segment| script + "\n[[segment]]\n" + segment)
}

/// Creates and builds a project with a narrator, a second voice and a recorded person.
fn story() -> Project {
    let project = Project::new(&script(&BODY));
    project.write("voices/tape/voice.toml", "backend = \"recorded\"\n");
    record(&project, "voices/tape/takes/quay", 250.0);
    assert_eq!(project.spoken_by_build(), sorted(ALL));
    project
}

/// Writes the recording of Bo Lund as a tone of this frequency.
fn record(project: &Project, path: &str, frequency: f64) {
    project.write(&format!("{path}.txt"), "I heard them from the quay.");
    let spec = hound::WavSpec {
        channels: 1,
        sample_rate: 16_000,
        bits_per_sample: 16,
        sample_format: hound::SampleFormat::Int,
    };
    let mut writer = hound::WavWriter::create(project.path(&format!("{path}.wav")), spec).unwrap();
    for n in 0..16_000 {
        let phase = std::f64::consts::TAU * frequency * f64::from(n) / 16_000.0;
        writer.write_sample((phase.sin() * 9_000.0) as i16).unwrap();
    }
    writer.finalize().unwrap();
}

fn sorted(texts: &[&str]) -> Vec<String> {
    let mut texts: Vec<String> = texts.iter().map(ToString::to_string).collect();
    texts.sort();
    texts
}

/// Applies one edit to a built project. Expects a build to speak only these texts and to equal a clean build.
#[track_caller]
fn edit(what: &str, change: impl FnOnce(&Project), spoken: &[&str]) {
    let project = story();
    change(&project);
    assert_eq!(project.spoken_by_build(), sorted(spoken), "{what}");
    let clean = project.clean_copy();
    clean.build();
    assert_eq!(project.out(), clean.out(), "{what}: must equal a clean build");
}

fn replace(from: &'static str, to: &'static str) -> impl FnOnce(&Project) {
    move |project| {
        let text = project.text("script.toml");
        assert!(text.contains(from), "{from}");
        project.write("script.toml", &text.replacen(from, to, 1));
    }
}

fn body(segments: &[&str]) -> impl FnOnce(&Project) {
    let script = script(segments);
    move |project| project.write("script.toml", &script)
}

#[test]
fn text_edits_speak_only_new_sentences() {
    let [a, b, c, d, e] = BODY;
    edit("a word", replace("was late", "was early"), &["The ferry was early."]);
    edit("a comma", replace("tea and", "tea, and"), &["We had tea, and we sang."]);
    let new = "speaker = \"narrator\"\ntext = \"It rained.\"\n";
    edit("insert before all", body(&[new, a, b, c, d, e]), &["It rained."]);
    edit("insert between", body(&[a, b, new, c, d, e]), &["It rained."]);
    edit("insert a sentence", replace("late. Nobody", "late. It rained. Nobody"), &["It rained."]);
    edit("delete", body(&[a, c, d, e]), &[]);
    edit("delete a sentence", replace("Nobody minded. ", ""), &[]);
    edit("move", body(&[e, c, a, d, b]), &[]);
    edit("repeat a segment", body(&[a, b, c, d, e, d]), &[]);
}

#[test]
fn split_and_join_speak_only_changed_sentences() {
    let [a, b, c, d, e] = BODY;
    let head = "speaker = \"narrator\"\ntext = \"The ferry was late.\"\n";
    let rest = "speaker = \"narrator\"\ntext = \"Nobody minded. The kettle was on.\"\n";
    edit("split a segment between sentences", body(&[head, rest, b, c, d, e]), &[]);
    edit("split a sentence", replace("tea and we", "tea. We"), &["We had tea.", "We sang."]);
    let joined = "speaker = \"narrator\"\ntext = \"The ferry was late. Nobody minded. The kettle was on. Then it came.\"\n";
    edit("join segments", body(&[joined, b, c, e]), &[]);
    edit(
        "join sentences",
        replace("late. Nobody", "late, but nobody"),
        &["The ferry was late, but nobody minded."],
    );
    let _ = (a, d);
}

#[test]
fn settings_edits_speak_only_changed_utterances() {
    let renamed = |project: &Project| {
        project.write("script.toml", &project.text("script.toml").replace("Ann Okafor", "Ann Vane"));
    };
    edit("rename a speaker", renamed, &[]);
    edit(
        "another speaker with the same voice",
        replace("Ann Okafor\" = \"two", "Ann Okafor\" = \"one"),
        &["At last.", "We had tea and we sang."],
    );
    edit("a pause", replace("text = \"Then", "pause = 3.0\ntext = \"Then"), &[]);
    edit("all pauses", replace("[cast]", "[pauses]\nsentence = 0.6\n\n[cast]"), &[]);
    edit("the level", replace("[cast]", "[mix]\nloudness = -19.0\n\n[cast]"), &[]);
    edit("the rate", replace("[cast]", "[mix]\nrate = 24000\nchannels = 2\n\n[cast]"), &[]);
    edit("the title", replace("[cast]", "[episode]\ntitle = \"Tea\"\n\n[cast]"), &[]);
    edit(
        "say",
        replace("text = \"At last.\"", "text = \"At last.\"\nsay = \"At long last.\""),
        &["At long last."],
    );
    edit(
        "a voice for a segment",
        replace("text = \"At last.\"", "text = \"At last.\"\nvoice = \"one\""),
        &["At last."],
    );
}

#[test]
fn lexicon_and_voice_edits_speak_only_changed_utterances() {
    let lexicon = |text: &'static str| move |project: &Project| project.write("lexicon.toml", text);
    edit("an entry that occurs", lexicon("[words]\n\"tea\" = \"tee\"\n"), &["We had tee and we sang."]);
    edit("an entry that does not", lexicon("[words]\n\"coffee\" = \"kofi\"\n"), &[]);
    edit("an entry of another voice", lexicon("[voice.two]\n\"was\" = \"woz\"\n"), &[]);
    edit(
        "an entry of a voice",
        lexicon("[voice.one]\n\"was\" = \"woz\"\n"),
        &["The ferry woz late.", "The kettle woz on."],
    );
    let voice = |text: &'static str| move |project: &Project| project.write("voices/two/voice.toml", text);
    edit(
        "a setting of a voice",
        voice("backend = \"test\"\nfrequency = 441.0\n"),
        &["At last.", "We had tea and we sang."],
    );
    edit("a comment in a voice", voice("# hers\nbackend = \"test\"\nfrequency = 330.0\n"), &[]);
    let copied = |project: &Project| {
        project.write("voices/twin/voice.toml", OTHER_VOICE);
        replace("Ann Okafor\" = \"two", "Ann Okafor\" = \"twin")(project);
    };
    edit("a voice of the same settings under another name", copied, &[]);
    let record_again = |project: &Project| record(project, "voices/tape/takes/quay", 180.0);
    edit("a new recording of the same text", record_again, &["I heard them from the quay."]);
    let moved = |project: &Project| {
        record(project, "voices/tape/takes/retake", 250.0);
        ["wav", "txt"].iter().for_each(|kind| {
            std::fs::remove_file(project.path(&format!("voices/tape/takes/quay.{kind}"))).unwrap();
        });
    };
    edit("the same recording under another name", moved, &[]);
}

#[test]
fn preset_change_updates_warnings_without_speaking() {
    let project = Project::with_segments(&[("narrator", "It rained.")]);
    let script = project.text("script.toml");
    let mixed = |mix: &str| format!("{script}\n[pauses]\nstart = 20.0\n\n[mix]\n{mix}\n");
    project.write("script.toml", &mixed("loudness = -20.0\npeak = -3.0"));
    project.build();
    project.write("script.toml", &mixed("preset = \"acx\""));
    assert!(project.spoken_by_build().is_empty());
    let clean = project.clean_copy();
    let run = clean.build();
    assert!(
        run.stderr.contains("ACX"),
        "a long silence lowers the RMS level that ACX checks: {}",
        run.stderr
    );
    assert_eq!(project.out(), clean.out());
}

#[test]
fn acx_is_checked_in_each_chapter_that_is_a_file() {
    let project = Project::with_segments(&[("narrator", "It rained all day in the valley.")]);
    let heading = "\n[[segment]]\nspeaker = \"narrator\"\ntext = \"Two\"\nkind = \"heading\"\npause = 20.0\n";
    let settings =
        "[mix]\npreset = \"acx\"\n\n[outputs]\nchapter_files = [\"wav\"]\n\n[pauses]\nheading = 1.5\n";
    let script = project.text("script.toml");
    let after = "\n[[segment]]\nspeaker = \"narrator\"\ntext = \"It rained all night too.\"\n";
    project.write("script.toml", &format!("{script}{heading}{after}\n{settings}"));
    let run = project.build();
    // The long pause before the heading ends the first chapter, and nothing is wrong with the second.
    assert!(run.stderr.contains("chapter 1: RMS is"), "{}", run.stderr);
    assert!(run.stderr.contains("chapter 1: the silence after the last word is 19.5 s"), "{}", run.stderr);
    assert!(!run.stderr.contains("chapter 2:"), "{}", run.stderr);
}

/// Returns the samples of each take in the episode, by key and occurrence.
fn samples(project: &Project) -> BTreeMap<(String, usize), Vec<i16>> {
    let mut reader = hound::WavReader::open(project.path("out/episode.wav")).unwrap();
    let samples: Vec<i16> = reader.samples().map(Result::unwrap).collect();
    let episode = project.json("out/episode.json");
    let mut occurrences = BTreeMap::new();
    let takes = episode["segments"].as_array().unwrap().iter().flat_map(|s| s["takes"].as_array().unwrap());
    takes
        .map(|take| {
            let frame = |key: &str| take[key].as_u64().unwrap() as usize;
            let count: &mut usize = occurrences.entry(string(&take["take"])).or_default();
            *count += 1;
            ((string(&take["take"]), *count), samples[frame("start_frame")..frame("end_frame")].to_vec())
        })
        .collect()
}

/// Gains are rounded to 0.1 dB. This edit is too small to change a rounded gain, so all other samples stay.
#[test]
fn edit_changes_no_other_samples() {
    let segments: Vec<String> = (0..60).map(sentence).collect();
    let segments: Vec<(&str, &str)> = segments.iter().map(|text| ("narrator", text.as_str())).collect();
    let project = Project::with_segments(&segments);
    project.build();
    let before = samples(&project);
    replace("Dora saw Anna.", "Dora now saw Anna.")(&project);
    project.build();
    let after = samples(&project);
    let same = after.iter().filter(|(key, sound)| before.get(key) == Some(sound)).count();
    assert_eq!((before.len(), after.len(), same), (60, 60, 59));
}

/// A random edit. Positions are taken modulo the number of segments.
#[derive(Debug, Clone)]
enum Edit {
    Insert(usize, usize, bool),
    Delete(usize),
    Move(usize, usize),
    Reword(usize, usize),
    OtherSpeaker(usize),
    Split(usize),
    Join(usize),
    Pause(usize, u8),
    Loudness(u8),
}

/// The state that edits change. Each segment has (spoken by Ann, sentence numbers, pause in tenths of a second).
#[derive(Debug, Clone)]
struct Model {
    segments: Vec<(bool, Vec<usize>, Option<u8>)>,
    loudness: u8,
}

const NAMES: [&str; 8] = ["Anna", "Berta", "Carla", "Dora", "Emma", "Frida", "Gerda", "Hanna"];

fn sentence(number: usize) -> String {
    format!("{} saw {}.", NAMES[number % 8], NAMES[number / 8 % 8])
}

impl Model {
    fn apply(&mut self, edit: &Edit) {
        let count = self.segments.len();
        match *edit {
            Edit::Insert(at, number, ann) => {
                self.segments.insert(at % (count + 1), (ann, vec![number], None))
            }
            Edit::Delete(at) if count > 1 => drop(self.segments.remove(at % count)),
            Edit::Move(from, to) => {
                let segment = self.segments.remove(from % count);
                self.segments.insert(to % count, segment);
            }
            Edit::Reword(at, number) => self.segments[at % count].1[0] = number,
            Edit::OtherSpeaker(at) => self.segments[at % count].0 ^= true,
            Edit::Split(at) if self.segments[at % count].1.len() > 1 => {
                let rest = self.segments[at % count].1.split_off(1);
                let ann = self.segments[at % count].0;
                self.segments.insert(at % count + 1, (ann, rest, None));
            }
            Edit::Join(at) if count > 1 => {
                let (_, sentences, _) = self.segments.remove(at % (count - 1) + 1);
                self.segments[at % (count - 1)].1.extend(sentences);
            }
            Edit::Pause(at, tenths) => self.segments[at % count].2 = Some(tenths),
            Edit::Loudness(lufs) => self.loudness = lufs,
            Edit::Delete(_) | Edit::Split(_) | Edit::Join(_) => {}
        }
    }

    fn script(&self) -> String {
        let mut script = format!(
            "[cast]\nnarrator = \"one\"\n\"Ann Okafor\" = \"two\"\n[mix]\nrate = 8000\nloudness = -{}\n",
            self.loudness
        );
        for (ann, sentences, pause) in &self.segments {
            let text: Vec<String> = sentences.iter().map(|number| sentence(*number)).collect();
            let speaker = if *ann { "Ann Okafor" } else { "narrator" };
            script += &format!("\n[[segment]]\nspeaker = \"{speaker}\"\ntext = \"{}\"\n", text.join(" "));
            if let Some(tenths) = pause {
                script += &format!("pause = {}.{}\n", tenths / 10, tenths % 10);
            }
        }
        script
    }

    /// Returns (spoken by Ann, words) of every take that the script needs.
    fn takes(&self) -> BTreeSet<(bool, String)> {
        let segment_takes = |(ann, sentences, _): &(bool, Vec<usize>, Option<u8>)| {
            let ann = *ann;
            sentences.iter().map(move |number| (ann, sentence(*number))).collect::<Vec<_>>()
        };
        self.segments.iter().flat_map(segment_takes).collect()
    }
}

fn edits() -> impl Strategy<Value = Edit> {
    let n = || 0..64_usize;
    prop_oneof![
        (n(), n(), any::<bool>()).prop_map(|(at, number, ann)| Edit::Insert(at, number, ann)),
        n().prop_map(Edit::Delete),
        (n(), n()).prop_map(|(from, to)| Edit::Move(from, to)),
        (n(), n()).prop_map(|(at, number)| Edit::Reword(at, number)),
        n().prop_map(Edit::OtherSpeaker),
        n().prop_map(Edit::Split),
        n().prop_map(Edit::Join),
        (n(), 0..30_u8).prop_map(|(at, tenths)| Edit::Pause(at, tenths)),
        (14..24_u8).prop_map(Edit::Loudness),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 40, ..seeded(6) })]

    #[test]
    fn random_edits_equal_a_clean_build(
        edits in prop::collection::vec(edits(), 5),
    ) {
        let mut model = Model { segments: vec![(false, vec![1, 2], None), (true, vec![3], None)], loudness: 16 };
        let project = Project::new(&model.script());
        let mut known = BTreeSet::new();
        for edit in std::iter::once(None).chain(edits.iter().map(Some)) {
            edit.iter().for_each(|edit| model.apply(edit));
            project.write("script.toml", &model.script());
            let new: BTreeSet<_> = model.takes().difference(&known).cloned().collect();
            let mut expected: Vec<String> = new.iter().map(|(_, words)| words.clone()).collect();
            expected.sort();
            prop_assert_eq!(project.spoken_by_build(), expected, "{:?}", edit);
            known.extend(new);
            let clean = project.clean_copy();
            clean.build();
            prop_assert_eq!(project.out(), clean.out(), "{:?}", edit);
        }
    }
}
