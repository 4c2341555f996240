//! Turns that a label tells: whose they are, and that the label is not read.

use super::surely;
use crate::article::{Format, parse};
use crate::script::split::split;
use crate::script::{Kind, NARRATOR};

#[test]
fn questions_are_the_interviewers_and_answers_those_of_whom_the_article_is_about() {
    let turns =
        "Q: Did you call for help?\n\nA: Yes, twice. Idris Vane came.\n\nQ: And then?\n\nA: We rowed.";
    let two = |name: &str, text: &str| surely(text, &["interviewer", name, "interviewer", name]);
    two("Nora Whitlock", &format!("Nora Whitlock keeps the light. She spoke to us in May.\n\n{turns}"));
    two("Nora Whitlock", &format!("A talk with Nora Whitlock\n\nShe keeps the light at Arle.\n\n{turns}"));
    two("interviewee", &format!("The keeper speaks.\n\n{turns}"));
    two("Nora Whitlock", &format!("Nora Whitlock keeps the light.\n\n{}", turns.replace(':', ".")));
}

#[test]
fn a_question_behind_a_label_is_no_heading() {
    let script = split(
        &parse(
            "Tom Reed is the captain.\n\nQ: Did you call?\n\nA: Yes, twice, but nobody came.\n\nQ: And then?",
            Format::Text,
        )
        .unwrap(),
    );
    assert!(script.segments.iter().all(|segment| segment.kind == Kind::Paragraph), "{:?}", script.segments);
}

#[test]
fn two_names_that_ask_and_answer_are_turns() {
    surely("A talk.\n\nJane Doe: How are you?\n\nJohn Roe: Fine.", &["Jane Doe", "John Roe"]);
    for text in [
        "A talk.\n\nWhat for: Who knows?\n\nWhere to: Home.",
        "Ann Lee: 3 goals\n\nBob Ray: 2 goals",
        "Kick-off: 10:30\n\nReferee: Tom Hill.",
        "Ann Lee: The best of the lot.",
    ] {
        surely(text, &[]);
    }
}

#[test]
fn a_label_is_not_read_where_it_is_sure_whose_voice_it_stands_for() {
    let text = "Tom Reed is the captain.\n\nQ: Did you call?\n\nA: Yes.\n\nQ: And then?\n\nA: They came.";
    let script = split(&parse(text, Format::Text).unwrap());
    let labels: Vec<(&str, usize)> =
        script.omitted.iter().map(|omission| (omission.text.as_str(), omission.after)).collect();
    assert_eq!(labels, [("Q:", 1), ("A:", 2), ("Q:", 3), ("A:", 4)]);
    assert!(script.segments.iter().all(|segment| !segment.continues && !segment.text.contains(':')));
    let mut words = Vec::new();
    let mut omitted = script.omitted.iter().peekable();
    for (n, segment) in script.segments.iter().enumerate() {
        while let Some(omission) = omitted.next_if(|omission| omission.after <= n) {
            words.extend(omission.text.split_whitespace());
        }
        words.extend(segment.text.split_whitespace());
    }
    assert_eq!(words, text.split_whitespace().collect::<Vec<_>>(), "every word, in order");
}

#[test]
fn the_label_of_a_guess_is_read() {
    let text = "Tom Reed and Ann Lee keep the light.\n\nQ: Did you call?\n\nA: Yes.\n\nQ: And then?\n\nA: They came.";
    let script = split(&parse(text, Format::Text).unwrap());
    let answer = script.segments.iter().find(|segment| segment.text == "Yes.").unwrap();
    assert_eq!(answer.unsure.as_ref().unwrap().candidates.len(), 2);
    assert!(script.segments.iter().any(|segment| segment.text == "A:" && segment.speaker == NARRATOR));
}
