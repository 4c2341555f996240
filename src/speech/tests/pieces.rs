//! The lexicon, sentences and cuts, and what holds of any text.

use proptest::prelude::*;

use super::{say, sentences};
use crate::base::testing::seeded;
use crate::speech::{Lexicon, split_to_length, spoken_form};

fn lexicon() -> Lexicon {
    Lexicon::parse(
        "[words]\n\"Heihe\" = \"Hay huh\"\n\"Heihe River\" = \"the black river\"\n\"bass\" = \"bayss\"\n\"F1\" = \"F 1\"\n\
         [voice.brook]\n\"Heihe\" = \"voice\"\n[speaker.\"Ana Costa\"]\n\"Heihe\" = \"speaker\"\n",
    )
    .unwrap()
}

#[test]
fn the_longest_entry_of_the_lexicon_wins_and_whole_words_only() {
    let say = |text: &str| spoken_form(text, None, &lexicon(), "narrator", "default");
    assert_eq!(say("The Heihe  River, the Heihe."), "The the black river, the Hay huh.");
    assert_eq!(say("Heihes 5 xHeihe"), "Heihes five xHeihe");
}

#[test]
fn what_the_lexicon_says_is_not_normalised_again() {
    assert_eq!(spoken_form("the F1 race", None, &lexicon(), "", ""), "the F 1 race");
}

#[test]
fn the_speaker_goes_before_the_voice_and_the_voice_before_the_project() {
    assert_eq!(spoken_form("Heihe", None, &lexicon(), "Ana Costa", "brook"), "speaker");
    assert_eq!(spoken_form("Heihe", None, &lexicon(), "narrator", "brook"), "voice");
    assert_eq!(spoken_form("Heihe", None, &lexicon(), "narrator", "kal"), "Hay huh");
}

#[test]
fn a_small_entry_matches_any_case_and_one_with_capitals_its_own_and_all_capitals() {
    let say = |text: &str| spoken_form(text, None, &lexicon(), "", "");
    assert_eq!(say("Bass swim. The BASS, the bass."), "bayss swim. The bayss, the bayss.");
    assert_eq!(say("HEIHE! Heihe, heihe"), "Hay huh! Hay huh, heihe");
    let both = Lexicon::parse("[words]\n\"polish\" = \"pollish\"\n\"Polish\" = \"poe-lish\"\n").unwrap();
    assert_eq!(spoken_form("Polish the Polish boots", None, &both, "", ""), "poe-lish the poe-lish boots");
    assert_eq!(spoken_form("polish", None, &both, "", ""), "pollish");
}

#[test]
fn everything_wrong_in_a_lexicon_is_reported_with_its_line() {
    let text = "[words]\n\"a\" = \"b\"\n\"a\" = \"c\"\n\"\" = \"d\"\n\"e\" = 5\n\"f\" = \"\"\n[colours]\nx = \"y\"\n";
    let lines: Vec<usize> = Lexicon::parse(text).unwrap_err().into_iter().map(|(line, _)| line).collect();
    assert_eq!(lines, [3, 4, 5, 6, 7]);
}

fn units(text: &str) -> Vec<&str> {
    sentences(text).into_iter().map(|range| &text[range]).collect()
}

#[test]
fn sentences_end_where_a_reader_would_stop() {
    let cases: &[&[&str]] = &[
        &["It rained.", "Then it stopped."],
        &["Mr. Hale met Dr. Osei at St. Mary's.", "They left."],
        &["He left the U.S. Army in Jan. 2020.", "It was No. 5 of 9."],
        &["She lives in the U.S.", "The house is old."],
        &["J. K. Orlow wrote 3.5 pages, e.g. Monday's."],
        &["“Stop!” he said.", "“Why?” she asked.", "“Go.”", "Nobody went."],
        &["He said: “It is over.”", "“We won.”"],
        &["Well... maybe.", "Or not…", "Who knows?!"],
        &["It starts at 6 p.m. GMT.", "It ends at 9 p.m.", "Then sleep."],
        &["Acme Inc. Chairman Li spoke.", "So did Vitamin C.", "He nodded."],
        &["Boats, nets, etc.", "Nothing was left."],
        &["It was said.[12]", "Then no more."],
        &["1. Take the boat.", "2. Row."],
        &["I said no.", "Nobody heard."],
        &["She said no.", "I left."],
        &["See Vol. II of it.", "The no. 1 seed won."],
        &["他走了。", "她也走了。"],
    ];
    for case in cases {
        let joined = if case[0].starts_with('他') { case.concat() } else { case.join(" ") };
        assert_eq!(units(&joined), *case);
    }
}

#[test]
fn a_blank_line_ends_a_sentence() {
    assert_eq!(units("A heading\n\nthe text\ngoes on"), ["A heading", "the text\ngoes on"]);
}

#[test]
fn what_has_no_word_goes_with_its_neighbour() {
    assert_eq!(units("It ended. * * *"), ["It ended. * * *"]);
    assert_eq!(units("— …\n\nIt began."), ["— …\n\nIt began."]);
    assert_eq!(units("***"), ["***"]);
    assert!(units(" \n ").is_empty());
}

#[test]
fn a_text_is_cut_at_sentences_then_clauses_then_spaces_then_characters() {
    assert_eq!(split_to_length("One two. Three four. Five.", 20, None), ["One two. Three four.", "Five."]);
    assert_eq!(split_to_length("one two three, four five six", 20, None), ["one two three,", "four five six"]);
    assert_eq!(split_to_length("one two three four", 9, None), ["one two", "three", "four"]);
    assert_eq!(split_to_length("we met on 5 Sept. in York", 20, None), ["we met on 5 Sept. in", "York"]);
    assert_eq!(split_to_length("äöüäöü", 4, None), ["äöüä", "öü"]);
    assert!(split_to_length("  ", 5, None).is_empty());
}

#[test]
fn a_megabyte_of_any_mark_is_read_and_cut() {
    for c in [
        "7", "1,", "1.", "1-", ".", "\"", "a.", "A ", "@", "I ", "$1", "1/", "[1]", "? ", "(", "’s", "№",
        "\n", "\n\n.", " ", "US ", "1 ",
    ] {
        let text = c.repeat(1_000_000 / c.len());
        say(&text);
        let units = sentences(&text).len();
        assert!(units <= text.len());
        let pieces = split_to_length(&text, 300, None);
        assert_eq!(without_space(&pieces.concat()), without_space(&text), "{c:?}");
    }
}

#[test]
fn no_mark_that_looks_at_its_neighbours_makes_reading_slow() {
    for c in [
        "a²",
        "1²",
        "x^",
        "/a",
        "[a",
        "(a)",
        "1'",
        "St. The ",
        "Jr. ",
        "1 May-",
        "Mon-",
        "[1]-",
        "[1],",
        "at 1.15, ",
        "1.15-",
        "call 1, ",
        "★",
        "1:15.4",
        ". ",
        ", D-",
        "1h ",
    ] {
        let text = c.repeat(60_000 / c.len());
        say(&text);
        sentences(&text);
    }
}

pub(super) fn without_space(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Texts in which the rules meet: numbers, marks, symbols, short words.
pub(super) fn newsy() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[0-9]{1,5}",
        "[-.,:/%$£€°'\"’“”()\\[\\]&+@#^~*–—… \n]",
        "[A-Za-z]{1,4}",
        Just("St. ".to_string()),
        Just("km/h".to_string()),
        Just(" II ".to_string()),
        Just("p.m.".to_string()),
        Just(" Feb. ".to_string()),
        Just("½²①٣⁻".to_string()),
        Just(" on 5/6".to_string()),
        Just(" D-".to_string()),
        Just("Mass.".to_string()),
    ];
    proptest::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(seeded(256))]

    #[test]
    fn no_text_trips_the_reader_and_no_digit_or_symbol_is_left(text in prop_oneof![any::<String>(), newsy()]) {
        let said = say(&text);
        prop_assert!(!said.contains(|c: char| c.is_ascii_digit() || "%°£$€¥".contains(c)), "{said}");
        if text.contains(char::is_alphanumeric) {
            prop_assert!(said.contains(char::is_alphanumeric), "{text:?} became {said:?}");
        }
        spoken_form(&text, Some("de"), &lexicon(), "Ana Costa", "brook");
    }

    #[test]
    fn sentences_hold_every_character_once(text in prop_oneof![any::<String>(), newsy()]) {
        let ranges = sentences(&text);
        let joined: String = ranges.iter().map(|range| &text[range.clone()]).collect();
        prop_assert_eq!(without_space(&joined), without_space(&text));
        for range in &ranges {
            prop_assert_eq!(text[range.clone()].trim(), &text[range.clone()]);
        }
        if ranges.len() > 1 {
            for range in ranges {
                prop_assert!(text[range].contains(char::is_alphanumeric));
            }
        }
    }

    #[test]
    fn a_cut_loses_nothing_and_no_piece_is_too_long(text in prop_oneof![any::<String>(), newsy()], longest in 1usize..40) {
        let pieces = split_to_length(&text, longest, None);
        prop_assert_eq!(without_space(&pieces.concat()), without_space(&text));
        for piece in pieces {
            prop_assert!(!piece.is_empty() && piece.chars().count() <= longest);
        }
    }

    #[test]
    fn any_lexicon_text_gives_a_lexicon_or_lines(text in any::<String>()) {
        if let Err(problems) = Lexicon::parse(&text) {
            prop_assert!(!problems.is_empty());
        }
    }
}
