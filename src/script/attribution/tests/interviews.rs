//! Tests of labelled turns: their speakers, and the omission of their labels.

use super::assert_sure;
use crate::script::article::{Format, parse};
use crate::script::script_from_article as split;
use crate::script::{Kind, NARRATOR};

#[test]
fn attributes_questions_to_the_interviewer_and_answers_to_the_interviewee() {
    let turns =
        "Q: Did you call for help?\n\nA: Yes, twice. Idris Vane came.\n\nQ: And then?\n\nA: We rowed.";
    let two = |name: &str, text: &str| assert_sure(text, &["interviewer", name, "interviewer", name]);
    two("Nora Whitlock", &format!("Nora Whitlock keeps the light. She spoke to us in May.\n\n{turns}"));
    two("Nora Whitlock", &format!("A talk with Nora Whitlock\n\nShe keeps the light at Arle.\n\n{turns}"));
    two("interviewee", &format!("The keeper speaks.\n\n{turns}"));
    two("Nora Whitlock", &format!("Nora Whitlock keeps the light.\n\n{}", turns.replace(':', ".")));
}

#[test]
fn reads_a_question_after_a_label_as_a_turn() {
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
fn accepts_two_names_with_a_question_and_an_answer_as_turns() {
    assert_sure("A talk.\n\nJane Doe: How are you?\n\nJohn Roe: Fine.", &["Jane Doe", "John Roe"]);
    for text in [
        "A talk.\n\nWhat for: Who knows?\n\nWhere to: Home.",
        "Ann Lee: 3 goals\n\nBob Ray: 2 goals",
        "Kick-off: 10:30\n\nReferee: Tom Hill.",
        "Ann Lee: The best of the lot.",
    ] {
        assert_sure(text, &[]);
    }
}

#[test]
fn omits_a_label_of_a_certain_speaker() {
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
fn keeps_a_label_of_an_uncertain_speaker() {
    let text = "Tom Reed and Ann Lee keep the light.\n\nQ: Did you call?\n\nA: Yes.\n\nQ: And then?\n\nA: They came.";
    let script = split(&parse(text, Format::Text).unwrap());
    let answer = script.segments.iter().find(|segment| segment.text == "Yes.").unwrap();
    assert_eq!(answer.unsure.as_ref().unwrap().candidates.len(), 2);
    assert!(script.segments.iter().any(|segment| segment.text == "A:" && segment.speaker == NARRATOR));
}

/// Returns the speaker, the text and the certainty of each segment of a Markdown text.
fn segments(text: &str) -> Vec<(String, String, bool)> {
    let script = split(&parse(text, Format::Markdown).unwrap());
    let segments = script.segments.into_iter();
    segments.map(|segment| (segment.speaker, segment.text, segment.unsure.is_none())).collect()
}

/// Returns the speaker of a paragraph between two turns of Nora Whitlock, and the certainty.
fn between_turns(paragraph: &str) -> (String, bool) {
    let text = format!(
        "**Idris Vane:** Does the light still burn?\n\n**Nora Whitlock:** Every night. It must.\n\n{paragraph}\n\n\
         **Idris Vane:** And the horn?\n\n**Nora Whitlock:** Not in summer."
    );
    let found = segments(&text).into_iter().find(|(_, words, _)| words == paragraph);
    let (speaker, _, sure) = found.unwrap_or_else(|| panic!("{paragraph}: {:?}", segments(&text)));
    (speaker, sure)
}

#[test]
fn leaves_narration_between_turns_to_the_narrator() {
    let narrated = (NARRATOR.to_string(), true);
    assert_eq!(between_turns("She laughed and filled the lamp."), narrated);
    assert_eq!(between_turns("Whitlock’s hands are black with oil."), narrated);
    assert_eq!(between_turns("The tide came in. I asked about her son."), narrated);
    assert_eq!(between_turns("I asked how long it takes."), narrated);
}

#[test]
fn continues_an_answer_in_the_next_paragraph_or_is_unsure() {
    let nora = |sure| ("Nora Whitlock".to_string(), sure);
    assert_eq!(between_turns("And I don’t mind the dark."), nora(true));
    assert_eq!(between_turns("You get used to the dark."), nora(true));
    assert_eq!(between_turns("I look at the sea."), nora(false));
    assert_eq!(between_turns("The tide came in."), nora(false));
    assert_eq!(between_turns("I looked at her hands."), nora(false));
    assert_eq!(between_turns("I asked my mother for oil."), nora(false));
}

#[test]
fn is_unsure_about_a_paragraph_on_a_person_from_the_answer_before() {
    let text = "**Idris Vane:** Who lit it before?\n\n**Nora Whitlock:** My aunt.\n\nShe never slept.\n\n**Idris Vane:** Never?\n\n**Nora Whitlock:** No.";
    assert_eq!(segments(text)[2], ("Nora Whitlock".to_string(), "She never slept.".to_string(), false));
}

#[test]
fn leaves_a_paragraph_between_two_turns_of_one_speaker_to_the_narrator() {
    let text = "**Idris Vane:** Does it burn?\n\n**Nora Whitlock:** Every night.\n\nThe tide came in.\n\n**Nora Whitlock:** Not the horn.\n\n**Idris Vane:** No?";
    assert_eq!(segments(text)[2], (NARRATOR.to_string(), "The tide came in.".to_string(), true));
}

#[test]
fn keeps_a_quotation_inside_its_turn() {
    let text = "**Idris Vane:** Why?\n\n**Nora Whitlock:** The harbour master said: “It must burn.” So it does.\n\n**Idris Vane:** And then?\n\n**Nora Whitlock:** Nothing.";
    let speakers: Vec<String> = segments(text).into_iter().map(|(speaker, ..)| speaker).collect();
    assert_eq!(speakers, ["Idris Vane", "Nora Whitlock", "Idris Vane", "Nora Whitlock"]);
}

#[test]
fn resolves_initials_to_the_full_label() {
    let text = "**Idris Vane:** Does it burn?\n\n**Dr. Nora Whitlock:** Every night.\n\n**IV:** And the horn?\n\n**N.W.:** Not in summer.";
    let speakers: Vec<String> = segments(text).into_iter().map(|(speaker, ..)| speaker).collect();
    assert_eq!(speakers, ["Idris Vane", "Nora Whitlock", "Idris Vane", "Nora Whitlock"]);
    let two = format!("{text}\n\n**Nils Wren:** I hear it.\n\n**IV:** Here?\n\n**Dr. Nora Whitlock:** No.");
    let found = segments(&two);
    assert_eq!(found[2].0, "Idris Vane");
    assert_ne!(found[3].0, "Nora Whitlock", "it may be Nils Wren");
}

#[test]
fn splits_turns_in_one_paragraph() {
    let turns = [
        ("interviewer", "Did you call?"),
        ("Tom Reed", "Yes, twice."),
        ("interviewer", "And then?"),
        ("Tom Reed", "They came."),
    ];
    let head = "Tom Reed is the captain of the boat.";
    let markdown = "Q: Did you call?\nA: Yes, twice.\n\nQ: And then?\nA: They came.";
    let html = "<p><b>Q: Did you call?</b><br>A: Yes, twice.</p><p><b>Q: And then?</b><br>A: They came.</p>";
    for (text, format) in [
        (format!("{head}\n\n{markdown}"), Format::Markdown),
        (format!("{head}\n\n{}", markdown.replace("?\n", "?  \n")), Format::Markdown),
        (format!("{head}\n\n{markdown}"), Format::Text),
        (
            format!("<html><body><article><h1>A talk</h1><p>{head}</p>{html}</article></body></html>"),
            Format::Html,
        ),
    ] {
        let script = split(&parse(&text, format).unwrap());
        let spoken = script.segments.iter().filter(|segment| !segment.is_narrator());
        let found: Vec<_> = spoken.map(|segment| (segment.speaker.as_str(), segment.text.as_str())).collect();
        assert_eq!(found, turns, "{text}");
        assert!(script.segments.iter().all(|segment| !segment.continues));
        assert_eq!(script.omitted.iter().filter(|omission| omission.text.len() == 2).count(), 4);
    }
    let initial = "Q: Did you call?\nA: Yes. A. Lee came.\n\nQ: And then?\nA: We rowed.";
    assert!(segments(initial).iter().any(|(_, words, _)| words == "Yes. A. Lee came."));
    let names = "Ann Lee: Did you call?\nTom Reed: Yes, twice.\n\nAnn Lee: And then?\nTom Reed: They came.";
    let speakers: Vec<String> = segments(names).into_iter().map(|(speaker, ..)| speaker).collect();
    assert_eq!(speakers, ["Ann Lee", "Tom Reed", "Ann Lee", "Tom Reed"]);
}

#[test]
fn keeps_a_box_of_facts_in_one_paragraph() {
    let html = "<html><body><article><h1>The fair</h1><p>The fair is on again, and all of the town will be there to see it.</p>\
        <p>Price: Two pounds.<br>Where: The Hall.</p></article></body></html>";
    let script = split(&parse(html, Format::Html).unwrap());
    assert!(
        script.segments.iter().any(|segment| segment.text.contains("Price") && segment.text.contains("Hall"))
    );
}

#[test]
fn reads_a_script_with_one_or_two_turns_for_each_name() {
    assert_sure("OTTEN: Where is the key?\n\nRUYS: Gone. I lost it.", &["Otten", "Ruys"]);
    assert_sure(
        "The second act.\n\nOTTEN: The tide comes in at nine.\n\nRUYS: Then we leave at eight.\n\nIt is dark.",
        &["Otten", "Ruys"],
    );
    assert_sure(
        "MEUS: Is it over?\n\nOTTEN (sighs): Almost.\n\nRUYS: I doubt it.",
        &["Meus", "Otten", "Ruys"],
    );
    for text in [
        "The fair is back.\n\nPRICE: Ten pounds.\n\nBOOKING: You can book by telephone.",
        "INGREDIENTS: Two eggs, flour and milk.\n\nMETHOD: Mix them. You will need a bowl.",
        "The lamp.\n\nPROS: It is light and you can fold it.\n\nCONS: It costs too much.",
        "OTTEN: Left the club in 2019.\n\nRUYS: Left the club in 2021.",
    ] {
        assert_sure(text, &[]);
    }
}
