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
