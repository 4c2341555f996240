//! Where German sentences end, and what holds of any text.

use proptest::prelude::*;

use super::say;
use crate::base::testing::seeded;
use crate::speech::tests::pieces::{newsy, without_space};
use crate::speech::{sentences as sentences_of, split_to_length};

fn units(text: &str) -> Vec<&str> {
    sentences_of(text, Some("de")).into_iter().map(|range| &text[range]).collect()
}

#[test]
fn german_sentences_end_where_a_reader_would_stop() {
    let cases: &[&[&str]] = &[
        &["Der Rat hat am 5. März 2024 entschieden.", "Es bleibt dabei."],
        &["Das wird 3,4 Mio. Euro kosten, d.h. rd. 12 % mehr.", "Das ist viel."],
        &["„Das ist z. B. viel zu teuer.“", "Sie lachte."],
        &["Der 3. Oktober ist ein Feiertag.", "Nicht alle wissen das."],
        &["Er trug die Nr. 5 und kostete 3 Mrd. € im Jahr.", "Dann ging er."],
        &["Der 1. FC Köln gewann.", "1. FC Köln gegen Bayern."],
        &["Sie ist 45.", "Er ist 46.", "Peter auch."],
        &["Das war 1998.", "Danach kam nichts."],
        &["Er kam am 5. und 6. Mai.", "Sie nicht."],
        &["Prof. Dr. Anna Berg und Hr. Meyer a. D. trafen sich in St. Gallen.", "Wer noch?"],
        &["Äpfel, Birnen usw.", "Das war alles."],
        &["Es kostet 5 Mio.", "Die Stadt zahlt."],
        &["Unter Ludwig XIV. Paris zu sehen war teuer.", "Er war es auch."],
        &["Der II. Weltkrieg endete.", "Papst war Pius XII.", "Er starb."],
        &["Im 19. Jh. wurde gebaut.", "In der Hauptstr. 5 steht ein Haus."],
        &["Er lebte von 44 v. Chr. bis 14 n. Chr. in Rom.", "Mehr weiß man nicht."],
        &["Vom 3.–5. Mai ist zu, i. d. R. Montag bis Fr. auf.", "So ist es."],
        &["»Komm her.«", "Er kam.", "„Gut!“, sagte sie.", "‚Ja.‘", "Nein."],
        &["Vgl. Abs. 2 S. 3 und Art. 5 GG.", "Das gilt."],
        &["Der Stand vom 1. 1. 2024 gilt.", "Bis dann."],
        &["Am 05.03.2024 kam er, am 6.3. Anna.", "Und dann?"],
    ];
    for case in cases {
        assert_eq!(units(&case.join(" ")), *case);
    }
}

#[test]
fn no_german_text_is_cut_behind_an_abbreviation() {
    let text = "Es war spät. Niemand sah die Fähre bzw. Anna Bergs Boot.";
    assert_eq!(split_to_length(text, 45, Some("de")), ["Es war spät.", "Niemand sah die Fähre bzw. Anna Bergs Boot."]);
    let long = "Niemand sah die Fähre bzw. Anna Bergs Boot an jenem Abend.";
    assert_eq!(split_to_length(long, 40, Some("de")), ["Niemand sah die Fähre bzw. Anna Bergs", "Boot an jenem Abend."]);
}

#[test]
fn french_sentences_keep_their_guillemets() {
    let text = "« Nous restons. » Elle partit. « Pourquoi ? » demanda M. Curie. « Non », dit-il.";
    let french: Vec<&str> = sentences_of(text, Some("fr")).into_iter().map(|range| &text[range]).collect();
    assert_eq!(
        french,
        ["« Nous restons. »", "Elle partit.", "« Pourquoi ? » demanda M. Curie.", "« Non », dit-il."]
    );
}

#[test]
fn a_megabyte_of_any_german_mark_is_read() {
    for piece in [
        "1.", "5. und ", "z. ", "1. Mai ", "XIV. ", "3:", "-5", "am 5. ", "12/", "a*", "0 1 ", "§", "Str. ",
        "u.a.",
    ] {
        let text = piece.repeat(300_000 / piece.len());
        say(&text);
        assert!(units(&text).len() <= text.len());
    }
}

/// Texts in which the rules meet.
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
    fn no_text_trips_the_german_reader_and_no_digit_or_symbol_is_left(
        text in prop_oneof![any::<String>(), newsy(), german()]
    ) {
        let said = say(&text);
        prop_assert!(!said.contains(|c: char| c.is_ascii_digit() || "%°£$€¥§".contains(c)), "{said}");
        if text.contains(char::is_alphanumeric) {
            prop_assert!(said.contains(char::is_alphanumeric), "{text:?} became {said:?}");
        }
    }

    #[test]
    fn sentences_of_any_language_hold_every_character_once(text in prop_oneof![any::<String>(), newsy(), german()]) {
        for language in ["de", "fr"] {
            let ranges = sentences_of(&text, Some(language));
            let joined: String = ranges.iter().map(|range| &text[range.clone()]).collect();
            prop_assert_eq!(without_space(&joined), without_space(&text));
        }
    }
}
