//! Tests of nameless subjects: the quote after one is not by the speaker before.

use super::{assert_speakers, assert_sure, attributed};

/// Asserts the speaker of the last quote, after a quote by another person. It is unsure.
fn assert_new_topic(text: &str, speaker: &str) {
    let found =
        attributed(&format!("The flood came in May. “We shall see,” said Mayor Idris Vane.\n\n{text}"));
    assert_eq!(found.last(), Some(&(speaker.to_string(), false)), "{text}: {found:?}");
}

#[test]
fn attributes_a_quote_to_the_nameless_subject_before_it() {
    assert_new_topic("The baker wept. “My ovens are full of mud.”", "the baker");
    assert_new_topic("The firefighter shook his head. “There was no boat.”", "the firefighter");
    assert_new_topic("His colleague agreed. “Not one.”", "his colleague");
    assert_new_topic("The sailor’s sister looked away. “He never called.”", "the sailor’s sister");
    assert_new_topic(
        "My uncle laughed. “Buy a boat.” Our host, a tall man called Carl Munro, spoke little.",
        "my uncle",
    );
    assert_new_topic("The baker wept. She sat down. “All mud.”", "the baker");
    assert_new_topic("“Nobody is hurt,” he added. The baker wept. “All mud.”", "the baker");
    assert_new_topic(
        "The baker wept. “All mud.” Then came Carl Munro. “All of it,” said Munro.\n\nMy aunt sighed. “Oh.”",
        "my aunt",
    );
}

#[test]
fn is_unsure_after_a_crowd_or_a_thing() {
    assert_new_topic("The villagers laughed. “Buy a boat.”", "Idris Vane");
    assert_new_topic("The road was black with mud. “It is all gone.”", "Idris Vane");
    assert_sure("“It is gone,” said Idris Vane.\n\n“All of it.”", &["Idris Vane"; 2]);
}

#[test]
fn does_not_read_the_next_sentence_as_a_cue() {
    let told = "Ann Lee met Bob Ray. Lee laughed. “You are mad.” Ray spoke of the weather.";
    assert_eq!(attributed(told), [("Ann Lee".to_string(), false)]);
    assert_sure("Ann Lee met Bob Ray. Lee laughed. “Are you mad?” Ray asked her.", &["Bob Ray"]);
    assert_sure("Ann Lee met Bob Ray. Lee laughed. “You are mad,” Ray said.", &["Bob Ray"]);
}

#[test]
fn accepts_someone_as_a_speaker() {
    assert_speakers(
        "“We shall see,” said Idris Vane.\n\n“Never,” shouts someone.",
        &["Idris Vane", "someone"],
    );
    assert_speakers(
        "“We shall see,” said Idris Vane.\n\nEverybody shouted: “Never!”",
        &["Idris Vane", "everybody"],
    );
    assert_new_topic("“Never,” shouted whoever it was.", "Idris Vane");
}
