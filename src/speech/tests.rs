//! Tests of text normalisation and sentence segmentation.

mod english;
mod english_in_context;
mod european;
mod german;
mod kinds;
mod lexicon;
mod segmentation;
mod timetables_and_parts;
mod units;
mod values;

use proptest::prelude::*;

use super::{Lexicon, Reader, spoken_form};
use crate::base::testing::seeded;

/// Returns the English spoken form.
fn speak(text: &str) -> String {
    speak_in("en", text)
}

fn speak_in(language: &str, text: &str) -> String {
    let lexicon = Lexicon::default();
    Reader {
        language: Some(language),
        lexicon: &lexicon,
        speaker: "narrator",
        voice: "default",
        respelled: true,
    }
    .spoken_form(text)
}

/// Asserts the English spoken form of each written form, and reports all that differ.
#[track_caller]
fn assert_spoken(pairs: &[(&str, &str)]) {
    assert_spoken_in("en", pairs);
}

#[track_caller]
fn assert_spoken_in(language: &str, pairs: &[(&str, &str)]) {
    let wrong: Vec<String> = pairs
        .iter()
        .map(|(written, wanted)| (written, wanted, speak_in(language, written)))
        .filter(|(_, wanted, spoken)| spoken != *wanted)
        .map(|(written, wanted, spoken)| format!("{written}\n  want {wanted}\n  got  {spoken}"))
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn keeps_numbers_signs_and_quotation_marks_in_a_language_without_rules() {
    let speak = |text: &str| spoken_form(text, Some("sv"), &Lexicon::default(), "", "");
    assert_eq!(
        speak("« 1998 » – det kostade 3,5 miljoner euro, 5 €"),
        "« 1998 », det kostade 3,5 miljoner euro, 5 €"
    );
    assert_eq!(speak("det var -5 °C (−3 i går), eller “-1”"), "det var -5 °C, -3 i går, eller -1");
    assert_eq!(speak("Marie Curie, 45 år, 5-10 %"), "Marie Curie, 45 år, 5-10 %");
}

/// Random texts of numbers, marks, symbols and short words, on which many rules meet.
fn newsy() -> impl Strategy<Value = String> {
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

/// Random texts with the patterns of German rules.
fn german() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[0-9]{1,5}",
        "[-.,:/%$£€°'\"’“„»«()\\[\\]&+@#–—…§*_ ]",
        "[A-Za-zäöüß]{1,4}",
        prop_oneof![
            Just("Mio. "),
            Just(" am "),
            Just(". März "),
            Just(" XIV. "),
            Just(" Uhr"),
            Just("z. B. "),
            Just(" €"),
            Just("-jährig")
        ]
        .prop_map(str::to_string),
    ];
    proptest::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(seeded(256))]

    #[test]
    fn leaves_no_digit_and_no_symbol_in_english(text in prop_oneof![any::<String>(), newsy()]) {
        let spoken = speak(&text);
        prop_assert!(!spoken.contains(|c: char| c.is_ascii_digit() || "%°£$€¥".contains(c)), "{spoken}");
        if text.contains(char::is_alphanumeric) {
            prop_assert!(spoken.contains(char::is_alphanumeric), "{text:?} became {spoken:?}");
        }
    }

    #[test]
    fn leaves_no_digit_and_no_symbol_in_german(
        text in prop_oneof![any::<String>(), newsy(), german()]
    ) {
        let spoken = speak_in("de", &text);
        prop_assert!(!spoken.contains(|c: char| c.is_ascii_digit() || "%°£$€¥§".contains(c)), "{spoken}");
        if text.contains(char::is_alphanumeric) {
            prop_assert!(spoken.contains(char::is_alphanumeric), "{text:?} became {spoken:?}");
        }
    }
}
