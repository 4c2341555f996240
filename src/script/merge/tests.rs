use std::path::Path;

use proptest::prelude::*;

use super::*;
use crate::base::testing::seeded;
use crate::script::file::{GONE, Gains, identify, parse, render, set_gains};
use crate::script::{Omission, Segment};

fn script(texts: &[(&str, &str)]) -> Script {
    let segments = texts.iter().map(|(speaker, text)| Segment {
        speaker: (*speaker).into(),
        because: format!("named: {speaker}"),
        text: (*text).into(),
        ..Segment::default()
    });
    let mut script = Script { segments: segments.collect(), ..Script::default() };
    identify(&mut script);
    script
}

const BEFORE: &[(&str, &str)] = &[
    ("narrator", "The boat was late again on Monday."),
    ("Ann", "We had tea and waited for it."),
    ("narrator", "It came at last in the evening."),
];

fn cast() -> BTreeMap<String, String> {
    [("narrator", "one"), ("Ann", "two"), ("Bo", "three")].map(|(a, b)| (a.into(), b.into())).into()
}

fn rendered(texts: &[(&str, &str)]) -> String {
    render(&script(texts), Path::new("a.md"), &cast())
}

fn merged(existing: &str, texts: &[(&str, &str)]) -> (String, Vec<Change>) {
    let Merged { text, changes, .. } = merge(existing, &script(texts), &cast()).unwrap();
    let again = merge(&text, &script(texts), &cast()).unwrap();
    assert_eq!((again.text, again.changes), (text.clone(), vec![]), "a second merge changes nothing");
    (text, changes)
}

fn texts(toml: &str) -> Vec<String> {
    let manifest = parse(toml, Path::new("script.toml")).unwrap();
    manifest.script.segments.into_iter().map(|segment| segment.text).collect()
}

#[test]
fn an_unchanged_article_changes_no_byte() {
    let mut existing =
        rendered(BEFORE).replace("[cast]", "# mine\n[cast]").replace("was late", "was never late");
    let cut = existing.rfind("[[segment]]").unwrap();
    existing.truncate(cut);
    assert_eq!(merged(&existing, BEFORE), (existing, vec![]));
}

#[test]
fn a_changed_sentence_keeps_its_decisions() {
    let existing =
        rendered(BEFORE).replacen("speaker = \"Ann\"", "speaker = \"Bo\" # heard it\nsay = \"Tea!\"", 1);
    let (text, changes) =
        merged(&existing, &[BEFORE[0], ("Ann", "We had tea and waited for hours."), BEFORE[2]]);
    assert!(
        text.contains(
            "speaker = \"Bo\" # heard it\nsay = \"Tea!\"\ntext = \"We had tea and waited for hours.\""
        ),
        "{text}"
    );
    assert!(text.contains("stale = \"We had tea and waited for it.\""), "{text}");
    assert!(matches!(&changes[..], [Change::Changed { .. }, Change::Say { .. }]), "{changes:?}");
    let warnings = parse(&text, Path::new("script.toml")).unwrap().warnings;
    assert!(warnings[0].what.contains("`say` was written for other words"), "{warnings:?}");
    // `stale` keeps the words that `say` was written for through further edits, and goes when they return.
    let (text, _) = merged(&text, &[BEFORE[0], ("Ann", "We had tea and waited for days."), BEFORE[2]]);
    assert!(text.contains("stale = \"We had tea and waited for it.\""), "{text}");
    let (text, _) = merged(&text, BEFORE);
    assert!(!text.contains("stale"), "{text}");
}

#[test]
fn adds_new_words_in_place_and_removes_old_ones() {
    let now = [("narrator", "A headline."), BEFORE[0], ("Bo", "I saw nothing of the kind."), BEFORE[2]];
    let (text, changes) = merged(&rendered(BEFORE), &now);
    assert_eq!(texts(&text), now.map(|(_, text)| text.to_string()));
    assert!(matches!(&changes[..], [Change::Added(_), Change::Added(_), Change::Removed(_)]), "{changes:?}");
}

#[test]
fn a_conflict_keeps_the_persons_words_and_notes_the_articles() {
    let existing = rendered(BEFORE).replace("We had tea", "We had coffee");
    let (text, changes) =
        merged(&existing, &[BEFORE[0], ("Ann", "We had tea and waited for days."), BEFORE[2]]);
    assert!(text.contains("text = \"We had coffee and waited for it.\""), "{text}");
    assert!(text.contains("conflict = \"We had tea and waited for days.\""), "{text}");
    assert!(matches!(&changes[..], [Change::Conflict { .. }]));
    let warnings = parse(&text, Path::new("script.toml")).unwrap().warnings;
    assert!(warnings[0].what.contains("waited for days"));
}

#[test]
fn keeps_a_segment_with_a_decision_that_the_article_drops() {
    let existing = rendered(BEFORE).replacen("speaker = \"Ann\"", "speaker = \"Ann\"\npause = 2.0", 1);
    let (text, _) = merged(&existing, &[BEFORE[0], BEFORE[2]]);
    assert!(text.contains("We had tea") && text.contains(GONE), "{text}");
}

#[test]
fn keeps_joined_and_added_segments_without_doubling_words() {
    let joined = rendered(BEFORE).replace("on Monday.", "on Monday. We had tea and waited for it.");
    let cut = joined.find("[[segment]]\nid = ").unwrap() + 11;
    let ann = cut + joined[cut..].find("[[segment]]").unwrap();
    let after = ann + 11 + joined[ann + 11..].find("[[segment]]").unwrap();
    let mine = "[[segment]]\nspeaker = \"narrator\"\ntext = \"A word of mine.\"\n\n";
    let joined = format!("{}{mine}{}", &joined[..ann], &joined[after..]);
    let now = [BEFORE[0], BEFORE[1], ("narrator", "It came at last in the morning.")];
    let (text, _) = merged(&joined, &now);
    let wanted = [
        "The boat was late again on Monday. We had tea and waited for it.",
        "A word of mine.",
        "It came at last in the morning.",
    ];
    assert_eq!(texts(&text), wanted);
}

#[test]
fn words_omitted_by_hand_stay_omitted() {
    let existing = rendered(BEFORE);
    let at = existing.rfind("[[segment]]").unwrap();
    let existing = format!("{}[[omitted]]\ntext = \"{}\"\nreason = \"mine\"\n", &existing[..at], BEFORE[2].1);
    let now = [("narrator", "The boat was late again on Tuesday."), BEFORE[1], BEFORE[2]];
    let (text, _) = merged(&existing, &now);
    assert_eq!(texts(&text).len(), 2, "{text}");
    assert!(text.contains("reason = \"mine\""));
}

#[test]
fn marks_a_quote_as_unsure_when_its_clause_names_another_speaker() {
    let paragraph = |clause: &'static str, speaker: &'static str| {
        let mut script = script(&[(speaker, "“We had tea,”"), ("narrator", clause)]);
        script.segments[1].continues = true;
        script
    };
    let existing = render(&paragraph("said Ann.", "Ann"), Path::new("a.md"), &cast());
    let Merged { text, changes, .. } = merge(&existing, &paragraph("said Bo.", "Bo"), &cast()).unwrap();
    let speaker =
        Change::Speaker { text: "“We had tea,”".into(), kept: "Ann".into(), article: "Bo".into() };
    assert!(changes.contains(&speaker), "{changes:?}");
    assert!(text.contains("speaker = \"Ann\"") && text.contains("candidates = [\"Ann\", \"Bo\"]"), "{text}");
    // If the clause did not change, a person's choice of speaker is certain.
    let mut elsewhere = paragraph("said Ann.", "Ann");
    elsewhere.segments.push(Segment {
        speaker: "narrator".into(),
        text: "It rained.".into(),
        ..Segment::default()
    });
    identify(&mut elsewhere);
    let decided = existing.replace("speaker = \"Ann\"", "speaker = \"Bo\"");
    let Merged { text, .. } = merge(&decided, &elsewhere, &cast()).unwrap();
    assert!(!text.contains("unsure"), "{text}");
}

#[test]
fn a_renamed_speaker_keeps_the_name_in_new_words() {
    let existing = rendered(BEFORE).replace("speaker = \"Ann\"", "speaker = \"Ann Okafor\"");
    let (text, _) = merged(&existing, &[BEFORE[0], BEFORE[1], ("Ann", "It was cold by then."), BEFORE[2]]);
    assert_eq!(text.matches("speaker = \"Ann Okafor\"").count(), 2, "{text}");
    // A person who gives one quote to another speaker has not renamed the speaker.
    let two = [BEFORE[0], BEFORE[1], ("Ann", "There was no milk in it."), BEFORE[2]];
    let existing = rendered(&two).replacen("speaker = \"Ann\"", "speaker = \"Bo\"", 1);
    let (text, _) = merged(&existing, &[two[0], two[1], two[2], ("Ann", "It was cold by then."), two[3]]);
    assert_eq!(text.matches("speaker = \"Bo\"").count(), 1, "{text}");
}

#[test]
fn adds_a_new_speaker_to_the_cast_and_keeps_a_persons_lines() {
    let existing = rendered(BEFORE).replace("Bo = \"three\"\n", "Zed = \"four\"\n");
    let (text, _) = merged(&existing, &[BEFORE[0], BEFORE[1], ("Bo", "Not at all, I was early.")]);
    assert!(text.contains("Zed = \"four\"\nBo = \"three\"") || text.contains("Bo = \"three\""), "{text}");
    assert!(text.contains("Zed = \"four\""), "{text}");
}

#[test]
fn a_moved_paragraph_keeps_its_decisions() {
    let existing = rendered(BEFORE).replacen("speaker = \"Ann\"", "speaker = \"Bo\"\npause = 2.0", 1);
    let (text, changes) = merged(&existing, &[BEFORE[1], BEFORE[0], BEFORE[2]]);
    assert_eq!(texts(&text), [BEFORE[1].1, BEFORE[0].1, BEFORE[2].1]);
    assert!(text.find("pause = 2.0").unwrap() < text.find("The boat was late").unwrap(), "{text}");
    assert!(text.contains("speaker = \"Bo\"") && matches!(&changes[..], [Change::Moved(_)]), "{changes:?}");
    // Where a person has moved something, the person's order stays.
    let cut = rendered(BEFORE);
    let first = cut.find("[[segment]]").unwrap();
    let second = first + 1 + cut[first + 1..].find("[[segment]]").unwrap();
    let mine = format!("{}{}\n{}", &cut[..first], &cut[second..], &cut[first..second]);
    let (text, _) = merged(&mine, &[BEFORE[0], BEFORE[1], ("narrator", "It came at last in the morning.")]);
    assert_eq!(texts(&text).last().unwrap(), BEFORE[0].1, "{text}");
}

#[test]
fn keeps_two_omissions_of_the_same_words() {
    let twice = |last: &str| {
        let mut script = script(&[BEFORE[0], ("narrator", last)]);
        let share = |after| Omission { text: "Share".into(), reason: "share line".into(), after };
        script.omitted = vec![share(1), share(2)];
        script
    };
    let existing = render(&twice("It rained."), Path::new("a.md"), &cast());
    let Merged { text, .. } = merge(&existing, &twice("It snowed, too, and for a week."), &cast()).unwrap();
    assert_eq!(text.matches("[[omitted]]").count(), 2, "{text}");
}

#[test]
fn keeps_a_cue_in_its_place() {
    let cue = "[[cue]]\nfile = \"a.wav\"\nrole = \"intro\"\n\n";
    let existing = rendered(BEFORE).replacen("[[segment]]", &format!("{cue}[[segment]]"), 1);
    let (text, _) = merged(&existing, &[BEFORE[0], ("Ann", "We had tea and waited for hours."), BEFORE[2]]);
    let at = |part: &str| text.find(part).unwrap();
    assert!(at("[cast]") < at("[[cue]]") && at("[[cue]]") < at("[[segment]]"), "{text}");
}

#[test]
fn amends_tables_in_any_notation_and_missing_ones() {
    let segments = "\n[[segment]]\nspeaker = \"Bo\"\ntext = \"It was cold by then.\"\n";
    let episodes =
        ["", "[episode]\ntitle = \"T\"\n", "episode = { title = \"T\" }\n", "episode.title = \"T\"\n"];
    let casts = ["", "[cast]\nAnn = \"two\"\n", "cast = { Ann = \"two\" }\n", "cast.Ann = \"two\"\n"];
    let mixes = ["", "[mix]\nbits = 24\n", "mix = { bits = 24 }\n", "mix.bits = 24\n"];
    for (episode, cast, mix) in episodes
        .iter()
        .flat_map(|episode| casts.iter().map(move |cast| (episode, cast)))
        .flat_map(|(episode, cast)| mixes.iter().map(move |mix| (episode, cast, mix)))
    {
        // TOML requires inline tables before the first heading.
        let mut tables = [*episode, *cast, *mix];
        tables.sort_by_key(|table| table.starts_with('['));
        let existing = format!("{}{segments}", tables.concat());
        let (text, _) = merged(&existing, &[BEFORE[0], BEFORE[1], ("Bo", "It was cold by then.")]);
        let read =
            |text: &str| parse(text, Path::new("script.toml")).unwrap_or_else(|e| panic!("{e:?}\n{text}"));
        let manifest = read(&text);
        assert_eq!(manifest.script.title.as_deref(), (!episode.is_empty()).then_some("T"), "{text}");
        assert_eq!(manifest.cast.get("Ann").map(String::as_str), Some("two"), "{text}");
        assert_eq!(manifest.cast.get("Bo").map(String::as_str), Some("three"), "{text}");

        let gains = Gains { episode: 1.5, voices: [("two".to_string(), -2.0)].into() };
        let held = set_gains(&text, Some(&gains)).unwrap();
        let manifest = read(&held);
        assert_eq!((manifest.mix.gain, manifest.gains), (Some(1.5), gains.voices), "{held}");
        assert_eq!(manifest.mix.bits, if mix.is_empty() { 16 } else { 24 });
        let released = read(&set_gains(&held, None).unwrap());
        assert_eq!((released.mix.gain, released.gains.len()), (None, 0), "{held}");
    }
}

#[test]
fn leaves_a_value_in_place_of_a_table_to_the_reader() {
    let existing = "episode = 7\ncast = 7\nmix = 7\n".to_string()
        + &rendered(BEFORE)[rendered(BEFORE).find("[[s").unwrap()..];
    let Merged { text, .. } = merge(&existing, &script(&BEFORE[..2]), &cast()).unwrap();
    assert!(text.contains("episode = 7") && text.contains("cast = 7"), "{text}");
    assert!(set_gains(&existing, Some(&Gains::default())).unwrap().contains("mix = 7"));
}

mod hand_properties;
mod hands;
mod properties;

proptest! {
    #![proptest_config(seeded(64))]

    #[test]
    fn keeps_every_text_of_the_article_after_any_edit(
        before in proptest::collection::vec("[a-e]{1,2}( [a-e]{1,2}){0,5}", 1..12),
        after in proptest::collection::vec("[a-e]{1,2}( [a-e]{1,2}){0,5}", 1..12),
    ) {
        let narrated = |texts: &'_ [String]| -> Vec<(&'static str, String)> {
            texts.iter().map(|text| ("narrator", text.clone())).collect()
        };
        let (before, after) = (narrated(&before), narrated(&after));
        let before: Vec<(&str, &str)> = before.iter().map(|(speaker, text)| (*speaker, text.as_str())).collect();
        let after: Vec<(&str, &str)> = after.iter().map(|(speaker, text)| (*speaker, text.as_str())).collect();
        let (text, _) = merged(&rendered(&before), &after);
        let mut found = texts(&text);
        let mut wanted: Vec<String> = after.iter().map(|(_, text)| (*text).to_string()).collect();
        found.sort();
        wanted.sort();
        prop_assert_eq!(found, wanted);
    }
}

#[test]
fn a_corrected_name_renames_the_speaker_and_keeps_the_voice() {
    let before = [("narrator", "It was cold, Mr Jia said."), ("Jia", "We had tea."), ("Ann", "So did I.")];
    let after = [("narrator", "It was cold, Mr Jiang said."), ("Jiang", "We had tea."), ("Ann", "So did I.")];
    let voices = |name: &str| -> BTreeMap<String, String> {
        [("narrator", "one"), (name, "two"), ("Ann", "three")].map(|(a, b)| (a.into(), b.into())).into()
    };
    let existing = render(&script(&before), Path::new("a.md"), &voices("Jia"));
    let existing = existing.replacen("speaker = \"Jia\"", "speaker = \"Jia\" # he laughs\npause = 2.0", 1);
    let Merged { text, changes, .. } = merge(&existing, &script(&after), &voices("Jiang")).unwrap();
    assert_eq!(changes[0], Change::Renamed { old: "Jia".into(), new: "Jiang".into() });
    let manifest = parse(&text, Path::new("script.toml")).unwrap();
    assert_eq!(manifest.cast.get("Jiang").map(String::as_str), Some("two"));
    assert!(!text.contains("\"Jia\"") && !manifest.cast.contains_key("Jia"), "{text}");
    assert!(text.contains("speaker = \"Jiang\" # he laughs\npause = 2.0"), "{text}");
    let again = merge(&text, &script(&after), &voices("Jiang")).unwrap();
    assert_eq!((again.text, again.changes), (text, vec![]));
}

#[test]
fn a_name_that_is_still_in_the_article_is_not_renamed() {
    let before = [("narrator", "Mr Jia and Mr Lin came."), ("Jia", "We had tea.")];
    let after = [("narrator", "Mr Jia and Mr Jiang came."), ("Jiang", "We had tea.")];
    let existing = render(&script(&before), Path::new("a.md"), &cast());
    let Merged { changes, .. } = merge(&existing, &script(&after), &cast()).unwrap();
    assert!(!changes.iter().any(|change| matches!(change, Change::Renamed { .. })), "{changes:?}");
}
