//! The narrator turns to somebody else, who has no name: what follows is not said by whoever spoke before.

use super::{by, heard, surely};

/// Somebody has spoken before, and the last quote of the text is not surely theirs.
fn turned(text: &str, speaker: &str) {
    let found = heard(&format!("The flood came in May. “We shall see,” said Mayor Idris Vane.\n\n{text}"));
    assert_eq!(found.last(), Some(&(speaker.to_string(), false)), "{text}: {found:?}");
}

#[test]
fn who_does_something_in_the_sentence_before_speaks() {
    turned("The baker wept. “My ovens are full of mud.”", "the baker");
    turned("The firefighter shook his head. “There was no boat.”", "the firefighter");
    turned("His colleague agreed. “Not one.”", "his colleague");
    turned("The sailor’s sister looked away. “He never called.”", "the sailor’s sister");
    turned(
        "My uncle laughed. “Buy a boat.” Our host, a tall man called Carl Munro, spoke little.",
        "my uncle",
    );
    turned("The baker wept. She sat down. “All mud.”", "the baker");
    turned("“Nobody is hurt,” he added. The baker wept. “All mud.”", "the baker");
    turned(
        "The baker wept. “All mud.” Then came Carl Munro. “All of it,” said Munro.\n\nMy aunt sighed. “Oh.”",
        "my aunt",
    );
}

#[test]
fn of_a_crowd_or_a_thing_it_is_not_sure_who_speaks() {
    turned("The villagers laughed. “Buy a boat.”", "Idris Vane");
    turned("The road was black with mud. “It is all gone.”", "Idris Vane");
    surely("“It is gone,” said Idris Vane.\n\n“All of it.”", &["Idris Vane"; 2]);
}

#[test]
fn a_sentence_behind_an_ended_quote_is_no_clause_of_it() {
    let told = "Ann Lee met Bob Ray. Lee laughed. “You are mad.” Ray spoke of the weather.";
    assert_eq!(heard(told), [("Ann Lee".to_string(), false)]);
    surely("Ann Lee met Bob Ray. Lee laughed. “Are you mad?” Ray asked her.", &["Bob Ray"]);
    surely("Ann Lee met Bob Ray. Lee laughed. “You are mad,” Ray said.", &["Bob Ray"]);
}

#[test]
fn somebody_says_it() {
    surely("“We shall see,” said Idris Vane.\n\n“Never,” shouts someone.", &["Idris Vane", "someone"]);
    by("“We shall see,” said Idris Vane.\n\nEverybody shouted: “Never!”", &["Idris Vane", "everybody"]);
    turned("“Never,” shouted whoever it was.", "Idris Vane");
}
