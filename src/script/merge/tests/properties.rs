//! Properties of merges for any article and any edit, from the real parser to the text of script.toml.

use std::collections::BTreeMap;
use std::path::Path;

use proptest::prelude::*;
use toml_edit::{DocumentMut, value};

use crate::base::testing::seeded;
use crate::script::article::{Format, parse as read};
use crate::script::file::GONE;
use crate::script::file::{identify, parse, render};
use crate::script::merge::merge;
use crate::script::script_from_article as split;
use crate::script::{Script, Segment};

/// Generates paragraphs of a local paper. The numbers are few, which makes some paragraphs equal.
fn paragraph() -> impl Strategy<Value = String> {
    numbered(1)
}

/// Generates paragraphs with numbers from `from` on. Paragraphs with another `from` differ in every clause.
pub(super) fn numbered(from: u32) -> impl Strategy<Value = String> {
    let (she, he) = if from == 1 { ("Ann Okafor", "Bo Hale") } else { ("Eva Lund", "Cy Marsh") };
    (0..6_usize, from..from + 4).prop_map(move |(kind, n)| match kind {
        0 => format!("{she} lit lamp {n} by hand until the winter of last year. Nobody else knew how."),
        1 => format!("“We had tea at {n} on the quay,” said {she}. “It was cold by {n}.”"),
        2 => format!("“Nobody saw boat {n} come in,” {he} told the court, “until it sank at {n}.”"),
        3 => format!("The ferry has {n} decks, and each of them was painted green by the harbour board."),
        4 if from == 1 => "Share this article on social media".to_string(),
        4 => format!("The lighthouse was {n} years old when it fell into the sea."),
        _ => format!("“Not today. Not on the {n}th,” {she} said."),
    })
}

#[derive(Debug, Clone)]
pub(super) enum Edit {
    Insert(usize, String),
    Delete(usize),
    Move(usize, usize),
    Reword(usize),
    Join(usize),
    Split(usize),
}

fn edit(from: u32) -> impl Strategy<Value = Edit> {
    let at = 0..20_usize;
    prop_oneof![
        (at.clone(), numbered(from)).prop_map(|(at, text)| Edit::Insert(at, text)),
        at.clone().prop_map(Edit::Delete),
        (at.clone(), at.clone()).prop_map(|(from, to)| Edit::Move(from, to)),
        at.clone().prop_map(Edit::Reword),
        at.clone().prop_map(Edit::Join),
        at.prop_map(Edit::Split),
    ]
}

pub(super) fn edited(article: &[String], edit: &Edit) -> Vec<String> {
    let mut article = article.to_vec();
    let count = article.len();
    if count == 0 {
        return vec!["It rained all day.".to_string()];
    }
    match edit {
        Edit::Insert(at, text) => article.insert(at % (count + 1), text.clone()),
        Edit::Delete(at) => drop(article.remove(at % count)),
        Edit::Move(from, to) => {
            let moved = article.remove(from % count);
            article.insert(to % count, moved);
        }
        Edit::Reword(at) => article[at % count] = article[at % count].replace(" the ", " the old "),
        Edit::Join(at) if count > 1 => {
            let next = article.remove((at % (count - 1)) + 1);
            article[at % (count - 1)] += &format!(" {next}");
        }
        Edit::Split(at) => {
            if let Some((one, other)) = article[at % count].clone().split_once(". ") {
                article[at % count] = format!("{one}.");
                article.insert(at % count + 1, other.to_string());
            }
        }
        Edit::Join(_) => {}
    }
    article
}

/// The first paragraph of every article, which no edit touches.
const LEAD: &str = "The harbour lies between two hills, and behind the hills there is nothing but sky.";

pub(super) fn source(article: &[String]) -> String {
    format!("{LEAD}\n\n{}", article.join("\n\n"))
}

pub(super) fn script(article: &[String]) -> Script {
    let mut script = split(&read(&source(article), Format::Text).unwrap());
    identify(&mut script);
    script
}

pub(super) fn cast(script: &Script) -> BTreeMap<String, String> {
    script.segments.iter().map(|segment| (segment.speaker.clone(), "alder".to_string())).collect()
}

/// Adds a person's decisions, which leave the words unchanged.
fn decided(text: &str, decisions: &[(usize, usize)]) -> String {
    let mut document: DocumentMut = text.parse().unwrap();
    let segments = document["segment"].as_array_of_tables_mut().unwrap();
    for (at, what) in decisions {
        let at = at % segments.len();
        let table = segments.get_mut(at).unwrap();
        match what % 4 {
            0 => table["pause"] = value(1.5),
            1 => table["lock"] = value(true),
            2 => table["say"] = value("Something else."),
            _ => table["voice"] = value("birch"),
        }
    }
    document.to_string()
}

/// Leaves tables as they are (0), writes them in braces (1) or removes them (2). Optionally adds a cue before the segments.
fn reshaped(text: &str, tables: [(&str, usize); 2], cue: bool) -> String {
    let mut document: DocumentMut = text.parse().unwrap();
    for (name, shape) in tables {
        let item = document.remove(name).unwrap();
        match shape {
            0 => drop(document.insert(name, item)),
            1 => drop(document.insert(name, value(item.into_table().unwrap().into_inline_table()))),
            _ => {}
        }
    }
    let text = document.to_string();
    let cue = if cue { "[[cue]]\nfile = \"a.wav\"\nrole = \"intro\"\n\n" } else { "" };
    text.replacen("[[segment]]", &format!("{cue}[[segment]]"), 1)
}

fn is_decided(segment: &Segment) -> bool {
    segment.decided != Default::default()
}

pub(super) fn merged(existing: &str, article: &[String]) -> String {
    let fresh = script(article);
    merge(existing, &fresh, &cast(&fresh)).unwrap().text
}

pub(super) fn words(text: &str) -> impl Iterator<Item = String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_string)
}

/// Returns all words of a script.toml in order, except those of segments that are marked as gone.
pub(super) fn all_words(text: &str) -> Vec<String> {
    let document: DocumentMut = text.parse().unwrap();
    let mut tables: Vec<_> = ["segment", "omitted"]
        .iter()
        .filter_map(|key| document.get(key)?.as_array_of_tables())
        .flatten()
        .filter(|table| table.get("conflict").and_then(|c| c.as_str()) != Some(GONE))
        .collect();
    tables.sort_by_key(|table| table.position());
    tables.iter().flat_map(|table| words(table["text"].as_str().unwrap())).collect()
}

/// Removes repeated paragraphs, because it is unknown which of two equal ones an edit removed.
pub(super) fn once_each(paragraphs: Vec<String>) -> Vec<String> {
    let mut seen = std::collections::BTreeSet::new();
    paragraphs.into_iter().filter(|text| seen.insert(text.clone())).collect()
}

/// Removes the ids, because repeated words may be numbered in another order.
fn unnumbered(text: &str) -> String {
    let numbered = |line: &&str| line.starts_with("id = ");
    let (text, _notes) = text.split_once("\n[aloud]").unwrap();
    text.lines().filter(|line| !numbered(line)).collect::<Vec<_>>().join("\n")
}

/// Asserts after each edit that all words are in the article's order.
fn follows(article: &[&str], decisions: &[(usize, usize)], edits: &[Edit]) {
    let mut article: Vec<String> = article.iter().map(|text| (*text).to_string()).collect();
    let fresh = script(&article);
    let mut text = decided(&render(&fresh, Path::new("a.txt"), &cast(&fresh)), decisions);
    for edit in edits {
        article = edited(&article, edit);
        text = merged(&text, &article);
        assert_eq!(all_words(&text), words(&source(&article)).collect::<Vec<_>>(), "{edit:?}\n{text}");
    }
}

const TEA: &str = "“We had tea at 1 on the quay,” said Ann Okafor. “It was cold by 1.”";
const SHARE: &str = "Share this article on social media";
const LAMP: &str = "Ann Okafor lit lamp 1 by hand until the winter of last year. Nobody else knew how.";

#[test]
fn follows_words_that_the_article_omits_in_one_place_and_speaks_in_another() {
    follows(&[TEA, SHARE, LAMP, LAMP, LAMP, SHARE], &[], &[Edit::Join(5), Edit::Move(4, 0)]);
}

#[test]
fn does_not_speak_twice_what_the_article_now_omits() {
    let ferry =
        |n| format!("The ferry has {n} decks, and each of them was painted green by the harbour board.");
    let (three, one) = (ferry(3), ferry(1));
    // The first join creates a repeated segment with a decision.
    let article = [SHARE, &three, &one, LAMP, &three, LAMP, SHARE];
    follows(&article, &[(10, 0)], &[Edit::Join(1), Edit::Insert(0, LAMP.to_string())]);
    let article = [TEA, LAMP, SHARE, &three, &one, &three];
    follows(&article, &[(5, 0)], &[Edit::Join(3), Edit::Insert(0, SHARE.to_string()), Edit::Join(14)]);
    let article = [TEA, &three, SHARE, &three, &one, &three];
    follows(&article, &[(4, 0)], &[Edit::Join(3), Edit::Insert(0, SHARE.to_string()), Edit::Join(2)]);
}

proptest! {
    #![proptest_config(seeded(192))]

    #[test]
    fn an_unchanged_article_changes_no_byte(
        article in prop::collection::vec(paragraph(), 1..10),
        decisions in prop::collection::vec((0..30_usize, 0..4_usize), 0..6),
    ) {
        let fresh = script(&article);
        let existing = decided(&render(&fresh, Path::new("a.txt"), &cast(&fresh)), &decisions);
        prop_assert_eq!(merged(&existing, &article), existing);
    }

    #[test]
    fn any_edits_keep_words_in_order_and_decisions_on_words_that_stay(
        article in prop::collection::vec(paragraph(), 1..10),
        decisions in prop::collection::vec((0..30_usize, 0..4_usize), 0..6),
        edits in prop::collection::vec(edit(1), 1..4),
    ) {
        let fresh = script(&article);
        let mut text = decided(&render(&fresh, Path::new("a.txt"), &cast(&fresh)), &decisions);
        let mut article = article;
        for edit in &edits {
            let before = parse(&text, Path::new("script.toml")).unwrap().script;
            article = edited(&article, edit);
            text = merged(&text, &article);
            let wanted: Vec<String> = words(&source(&article)).collect();
            prop_assert_eq!(all_words(&text), wanted, "{:?}\n{}", edit, text);
            let after = parse(&text, Path::new("script.toml")).unwrap().script;
            // A decided segment that the article drops stays, marked as gone: no decision is lost.
            let decided = |script: &Script| script.segments.iter().filter(|segment| is_decided(segment)).count();
            prop_assert_eq!(decided(&after), decided(&before), "{:?}\n{}", edit, text);
            for segment in before.segments.iter().filter(|segment| is_decided(segment)) {
                let times = |script: &Script| script.segments.iter().filter(|other| other.text == segment.text).count();
                let alone = times(&before) == 1 && times(&after) == 1;
                let same = after.segments.iter().find(|other| other.text == segment.text);
                if let Some(same) = same.filter(|_| alone) {
                    prop_assert_eq!(&same.decided, &segment.decided, "{:?}: {}", edit, &segment.text);
                }
            }
        }
    }

    #[test]
    fn a_merged_file_can_be_read_with_tables_in_any_notation(
        before in prop::collection::vec(paragraph(), 1..8),
        after in prop::collection::vec(paragraph(), 1..8),
        decisions in prop::collection::vec((0..30_usize, 0..4_usize), 0..6),
        episode in 0..3_usize,
        cast in 0..3_usize,
        cue in any::<bool>(),
    ) {
        let fresh = script(&before);
        let text = decided(&render(&fresh, Path::new("a.txt"), &self::cast(&fresh)), &decisions);
        let existing = reshaped(&text, [("episode", episode), ("cast", cast)], cue);
        prop_assert!(parse(&existing, Path::new("script.toml")).is_ok(), "{}", existing);
        let text = merged(&existing, &after);
        let read = parse(&text, Path::new("script.toml"));
        prop_assert!(read.is_ok(), "{:?}\n{}", read, text);
        prop_assert_eq!(merged(&text, &after), text, "a second merge changes nothing");
    }

    #[test]
    fn two_edits_in_one_merge_equal_two_merges(
        front in prop::collection::vec(numbered(1), 1..5),
        // Distinct words, because text that one edit removes and the other inserts would count as moved.
        back in prop::collection::vec(numbered(11), 1..5),
        decisions in prop::collection::vec((0..30_usize, 0..4_usize), 0..6),
        one in edit(1),
        other in edit(11),
    ) {
        // A paragraph between them keeps the two edits apart.
        let wall = vec!["The wind comes from the west in spring, and in the autumn it comes from everywhere.".to_string()];
        let all = |front: &[String], back: &[String]| [front, &wall, back].concat();
        let (front, back) = (once_each(front), once_each(back));
        let (front_later, back_later) = (edited(&front, &one), edited(&back, &other));
        let fresh = script(&all(&front, &back));
        let existing = decided(&render(&fresh, Path::new("a.txt"), &cast(&fresh)), &decisions);
        let step = merged(&existing, &all(&front_later, &back));
        let two = merged(&step, &all(&front_later, &back_later));
        let once = merged(&existing, &all(&front_later, &back_later));
        prop_assert_eq!(unnumbered(&once), unnumbered(&two));
    }
}
