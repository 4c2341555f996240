//! Sentence segmentation, splitting to a length, and running time.

use proptest::prelude::*;

use super::{german, newsy, speak, speak_in};
use crate::base::testing::seeded;
use crate::speech::{sentences, split_to_length};

/// Returns the sentences of an English text.
fn split(text: &str) -> Vec<&str> {
    split_in("en", text)
}

fn split_in<'a>(language: &str, text: &'a str) -> Vec<&'a str> {
    sentences(text, Some(language)).into_iter().map(|range| &text[range]).collect()
}

fn without_space(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

#[test]
fn splits_english_text_into_sentences() {
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
        assert_eq!(split(&joined), *case);
    }
}

#[test]
fn ends_a_sentence_at_a_blank_line() {
    assert_eq!(split("A heading\n\nthe text\ngoes on"), ["A heading", "the text\ngoes on"]);
}

#[test]
fn joins_text_without_words_to_its_neighbour() {
    assert_eq!(split("It ended. * * *"), ["It ended. * * *"]);
    assert_eq!(split("— …\n\nIt began."), ["— …\n\nIt began."]);
    assert_eq!(split("***"), ["***"]);
    assert!(split(" \n ").is_empty());
}

#[test]
fn splits_to_length_at_sentences_then_clauses_then_spaces() {
    assert_eq!(split_to_length("One two. Three four. Five.", 20, None), ["One two. Three four.", "Five."]);
    assert_eq!(
        split_to_length("one two three, four five six", 20, None),
        ["one two three,", "four five six"]
    );
    assert_eq!(split_to_length("one two three four", 9, None), ["one two", "three", "four"]);
    assert_eq!(split_to_length("we met on 5 Sept. in York", 20, None), ["we met on 5 Sept. in", "York"]);
    assert_eq!(split_to_length("äöüäöü", 4, None), ["äöüä", "öü"]);
    assert!(split_to_length("  ", 5, None).is_empty());
}

#[test]
fn reads_long_runs_of_any_mark_in_linear_time() {
    for c in [
        "7", "1,", "1.", "1-", ".", "\"", "a.", "A ", "@", "I ", "$1", "1/", "[1]", "? ", "(", "’s", "№",
        "\n", "\n\n.", " ", "US ", "1 ",
    ] {
        let text = c.repeat(200_000 / c.len());
        speak(&text);
        assert!(split(&text).len() <= text.len());
        let pieces = split_to_length(&text, 300, None);
        assert_eq!(without_space(&pieces.concat()), without_space(&text), "{c:?}");
    }
}

#[test]
fn reads_repeated_patterns_in_linear_time() {
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
        speak(&text);
        split(&text);
    }
}

#[test]
fn ends_a_sentence_after_a_street_a_junior_or_a_label() {
    let cases: &[&[&str]] = &[
        &["He lives at 221B Baker St.", "The address is old."],
        &["She lives on Elm Dr.", "Prof. Lee does not."],
        &["They honour Martin Luther King Jr.", "Gen. Lee lost."],
        &["There was John Smith Sr.", "Sammy ran."],
        &["Martin Luther King Jr. Day is near."],
        &["He took Vitamin C.", "Plan B.", "World War II.", "He ran."],
        &["Ft. Worth, Sec. Blinken, Amb. Rice, Pvt. Ryan and Ald. Jones met."],
        &["He paused . . . then spoke."],
        &["Bob Casey Jr. (D-Pa.) lost.", "He is 6 ft. 2 in. tall."],
        &["Call Ext. 42 now.", "He saw Dr. No.", "St. Her is none."],
    ];
    for case in cases {
        let joined = case.join(" ");
        assert_eq!(split(&joined), *case);
    }
}

#[test]
fn continues_a_sentence_after_a_citation() {
    let cases: &[&[&str]] = &[
        &["He is guilty under s. 47 of the Act.", "See ss. 3 and 4, Sch. 2, reg. 5 and cl. 3."],
        &["It was Op. 27 (see n. 3).", "He (b. 1450, d. 1520, fl. 1480) left."],
        &["Prices incl. VAT.", "Excl. VAT it's £20."],
        &["It is £20, VAT incl.", "The post is free."],
        &["Tel. 020 7946 0958."],
        &["She got a D. 5 others did not.", "He left."],
    ];
    for case in cases {
        let joined = case.join(" ");
        assert_eq!(split(&joined), *case);
    }
}

#[test]
fn splits_german_text_into_sentences() {
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
        assert_eq!(split_in("de", &case.join(" ")), *case);
    }
}

#[test]
fn does_not_split_german_text_after_an_abbreviation() {
    let text = "Es war spät. Niemand sah die Fähre bzw. Anna Bergs Boot.";
    assert_eq!(
        split_to_length(text, 45, Some("de")),
        ["Es war spät.", "Niemand sah die Fähre bzw. Anna Bergs Boot."]
    );
    let long = "Niemand sah die Fähre bzw. Anna Bergs Boot an jenem Abend.";
    assert_eq!(
        split_to_length(long, 40, Some("de")),
        ["Niemand sah die Fähre bzw. Anna Bergs", "Boot an jenem Abend."]
    );
}

#[test]
fn keeps_guillemets_with_their_french_sentence() {
    let text = "« Nous restons. » Elle partit. « Pourquoi ? » demanda M. Curie. « Non », dit-il.";
    let french = split_in("fr", text);
    assert_eq!(
        french,
        ["« Nous restons. »", "Elle partit.", "« Pourquoi ? » demanda M. Curie.", "« Non », dit-il."]
    );
}

#[test]
fn reads_repeated_german_patterns_in_linear_time() {
    for piece in [
        "1.", "5. und ", "z. ", "1. Mai ", "XIV. ", "3:", "-5", "am 5. ", "12/", "a*", "0 1 ", "§", "Str. ",
        "u.a.",
    ] {
        let text = piece.repeat(100_000 / piece.len());
        speak_in("de", &text);
        assert!(split_in("de", &text).len() <= text.len());
    }
}

proptest! {
    #![proptest_config(seeded(256))]

    #[test]
    fn puts_every_character_into_one_english_sentence(text in prop_oneof![any::<String>(), newsy()]) {
        let ranges = sentences(&text, None);
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
    fn loses_nothing_when_it_splits_to_length(text in prop_oneof![any::<String>(), newsy()], longest in 1usize..40) {
        let pieces = split_to_length(&text, longest, None);
        prop_assert_eq!(without_space(&pieces.concat()), without_space(&text));
        for piece in pieces {
            prop_assert!(!piece.is_empty() && piece.chars().count() <= longest);
        }
    }

    #[test]
    fn puts_every_character_into_one_sentence_of_other_languages(text in prop_oneof![any::<String>(), newsy(), german()]) {
        for language in ["de", "fr"] {
            let ranges = sentences(&text, Some(language));
            let joined: String = ranges.iter().map(|range| &text[range.clone()]).collect();
            prop_assert_eq!(without_space(&joined), without_space(&text));
        }
    }
}
