//! The lexicon.

use proptest::prelude::*;

use crate::base::testing::seeded;
use crate::speech::{Lexicon, spoken_form};

fn lexicon() -> Lexicon {
    Lexicon::parse(
        "[words]\n\"Heihe\" = \"Hay huh\"\n\"Heihe River\" = \"the black river\"\n\"bass\" = \"bayss\"\n\"F1\" = \"F 1\"\n\
         [voice.brook]\n\"Heihe\" = \"voice\"\n[speaker.\"Ana Costa\"]\n\"Heihe\" = \"speaker\"\n",
    )
    .unwrap()
}

#[test]
fn prefers_the_longest_entry_and_matches_whole_words() {
    let speak = |text: &str| spoken_form(text, None, &lexicon(), "narrator", "default");
    assert_eq!(speak("The Heihe  River, the Heihe."), "The the black river, the Hay huh.");
    assert_eq!(speak("Heihes 5 xHeihe"), "Heihes five xHeihe");
}

#[test]
fn does_not_normalise_spoken_forms_of_the_lexicon() {
    assert_eq!(spoken_form("the F1 race", None, &lexicon(), "", ""), "the F 1 race");
}

#[test]
fn prefers_the_speakers_entry_then_the_voices() {
    assert_eq!(spoken_form("Heihe", None, &lexicon(), "Ana Costa", "brook"), "speaker");
    assert_eq!(spoken_form("Heihe", None, &lexicon(), "narrator", "brook"), "voice");
    assert_eq!(spoken_form("Heihe", None, &lexicon(), "narrator", "kal"), "Hay huh");
}

#[test]
fn matches_lower_case_entries_in_any_case_and_others_as_written() {
    let speak = |text: &str| spoken_form(text, None, &lexicon(), "", "");
    assert_eq!(speak("Bass swim. The BASS, the bass."), "bayss swim. The bayss, the bayss.");
    assert_eq!(speak("HEIHE! Heihe, heihe"), "Hay huh! Hay huh, heihe");
    let both = Lexicon::parse("[words]\n\"polish\" = \"pollish\"\n\"Polish\" = \"poe-lish\"\n").unwrap();
    assert_eq!(spoken_form("Polish the Polish boots", None, &both, "", ""), "poe-lish the poe-lish boots");
    assert_eq!(spoken_form("polish", None, &both, "", ""), "pollish");
}

#[test]
fn reports_every_problem_of_a_lexicon_with_its_line() {
    let text = "[words]\n\"a\" = \"b\"\n\"a\" = \"c\"\n\"\" = \"d\"\n\"e\" = 5\n\"f\" = \"\"\n[colours]\nx = \"y\"\n";
    let lines: Vec<usize> = Lexicon::parse(text).unwrap_err().into_iter().map(|(line, _)| line).collect();
    assert_eq!(lines, [3, 4, 5, 6, 7]);
}

fn speak_with(entries: &str, text: &str) -> String {
    let lexicon = Lexicon::parse(&format!("[words]\n{entries}")).unwrap();
    spoken_form(text, Some("en"), &lexicon, "", "")
}

#[test]
fn matches_composed_and_decomposed_letters() {
    for entry in ["\"Zo\u{eb}\" = \"Zo-ee\"", "\"Zoe\u{308}\" = \"Zo-ee\""] {
        for text in ["Ask Zo\u{eb}.", "Ask Zoe\u{308}."] {
            assert_eq!(speak_with(entry, text), "Ask Zo-ee.", "{entry}: {text}");
        }
    }
}

#[test]
fn matches_parts_of_words_where_the_entry_says_so() {
    let entries = "\"straat\" = { say = \"strat\", match = \"part\" }\n\"Mc\" = { say = \"Mac\", match = \"part\" }\n\"weg\" = \"vekh\"\n";
    assert_eq!(
        speak_with(entries, "Dorpsstraat, STRAAT, straatje, McTaggart, Hoofdweg, weg 5"),
        "Dorpsstrat, strat, stratje, MacTaggart, Hoofdweg, vekh five"
    );
    // Two parts in one word, and a whole word that wins over a part of its length.
    let entries = "\"ab\" = { say = \"x\", match = \"part\" }\n\"cab\" = \"taxi\"\n";
    assert_eq!(speak_with(entries, "abcab cab cabs"), "xcx taxi cxs");
}

#[test]
fn matches_regular_expressions_and_normalises_their_groups() {
    let entries = "'(?i)bus (\\d+)' = { say = \"coach $1\", match = \"regex\" }\n'colou?r' = { say = \"kuller\", match = \"regex\" }\n\
                   '(?P<name>[A-Z]\\w+)-gate' = { say = \"the ${name} affair\", match = \"regex\" }\n'#(\\w+)' = { say = \"hashtag $1\", match = \"regex\" }\n";
    assert_eq!(
        speak_with(entries, "Bus 21 has a colour, colors, Nannygate, Bridge-gate and #ferry."),
        "coach twenty-one has a kuller, kullers, Nannygate, the Bridge affair and hashtag ferry."
    );
}

#[test]
fn reports_wrong_expressions() {
    for (entry, wanted) in [
        ("'a(' = { say = \"x\", match = \"regex\" }", "unclosed group"),
        ("'a*' = { say = \"x\", match = \"regex\" }", "matches an empty text"),
        ("'a' = { say = \"$1\", match = \"regex\" }", "has no group `$1`"),
        ("'((a{99}){99}){99}' = { say = \"x\", match = \"regex\" }", "size limit"),
        ("'a' = { ipa = \"a\", match = \"part\" }", "needs a whole word"),
        ("'a' = { say = \"x\", match = \"glob\" }", "use `word`, `part` or `regex`"),
    ] {
        let problems = Lexicon::parse(&format!("[words]\n{entry}\n")).unwrap_err();
        assert!(problems[0].1.contains(wanted) && problems[0].0 == 2, "{problems:?}");
    }
}

#[test]
fn a_strangers_expression_does_not_hang() {
    // Engines that backtrack take exponential time here.
    let entry = "'(a+)+b' = { say = \"x\", match = \"regex\" }";
    let text = "a".repeat(50_000);
    assert_eq!(speak_with(entry, &text), text);
}

proptest! {
    #![proptest_config(seeded(256))]

    #[test]
    fn parses_any_lexicon_or_reports_problems(text in any::<String>()) {
        if let Err(problems) = Lexicon::parse(&text) {
            prop_assert!(!problems.is_empty());
        }
    }

    #[test]
    fn applies_to_any_text(text in prop_oneof![any::<String>(), super::newsy()]) {
        spoken_form(&text, Some("de"), &lexicon(), "Ana Costa", "brook");
    }
}
