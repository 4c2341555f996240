//! Tests of kinds of news that rules for single sentences miss: documents, replies, relatives, captions, other languages.

use super::{assert_speakers, assert_sure, attributed};
use crate::script::article::{Format, parse};
use crate::script::{NARRATOR, script_from_article as split};

#[test]
fn a_given_name_of_both_genders_takes_the_gender_of_its_pronouns() {
    assert_speakers(
        "“It is dear,” said Nora Whitlock.\n\nRobin Vane, the new head, said the roof leaked. “We cannot wait,” he said.",
        &["Nora Whitlock", "Robin Vane"],
    );
    assert_speakers(
        "Idris Hale came late. Kim Duarte, the cook, keeps the hall. “I sweep it daily,” she said.",
        &["Kim Duarte"],
    );
}

#[test]
fn people_in_captions_are_no_antecedents() {
    for caption in [
        "Peter Oduya, a diver, waits at the quay. (Photo: Carl Munro)",
        "Peter Oduya, a diver, waits at the quay. Photo: Carl Munro",
        "The quay on Sunday. (Peter Oduya / The Ledger)",
        "Peter Oduya walks past the quay on Sunday. THE LEDGER",
    ] {
        let text = format!(
            "Idris Vane wrote a book of maps. “It took years,” he said.\n\n{caption}\n\nThe maps are small. “They fold,” he said."
        );
        assert_speakers(&text, &["Idris Vane", "Idris Vane"]);
    }
}

#[test]
fn finds_the_person_at_the_end_of_a_noun_phrase() {
    for cue in [
        "said Leeds glassblower Nora Whitlock",
        "said Leeds glassblower Nora Whitlock, who came late",
        "University of Lower Wessex botanist Nora Whitlock said",
        "said salt and pepper merchant Nora Whitlock",
        "said European champion Nora Whitlock",
    ] {
        assert_speakers(&format!("The hall is shut.\n\n“It is cold,” {cue}."), &["Nora Whitlock"]);
    }
    assert_speakers(
        "Vane was late. “It is cold,” said Vane after the teacher Nora Whitlock left.",
        &["Vane"],
    );
}

#[test]
fn an_abbreviation_may_end_the_sentence_before_a_quote() {
    for end in ["of Whitlock Rope Inc.", "who starts at 5 a.m.", "who lives in Washington, D.C."] {
        let text = format!("“It is cold,” said Nora Whitlock {end} “We light the stove.”");
        assert_speakers(&text, &["Nora Whitlock"; 2]);
    }
    assert_speakers("Dr. “Doc” Vane left. “It is cold,” said Nora Whitlock.", &["Nora Whitlock"]);
}

#[test]
fn a_quote_goes_on_after_a_semicolon() {
    assert_speakers(
        "“They are late,” said Nora Whitlock; “for the road is shut, and the boat is gone.”",
        &["Nora Whitlock"; 2],
    );
}

#[test]
fn reads_lead_ins() {
    assert_speakers(
        "Instead of a wall, asks Ledger editor Nora Whitlock, “has anyone thought of a hedge?”",
        &["Nora Whitlock"],
    );
    assert_speakers(
        "Prices fell. According to Nora Whitlock, a buyer at Vane Partners, “the rope is half of the cost”.",
        &["Nora Whitlock"],
    );
    assert_speakers("Nora Whitlock answered Vane with “Not today.”", &["Nora Whitlock"]);
}

#[test]
fn a_document_belongs_to_its_author() {
    assert_speakers(
        "On Monday the minister, Nora Whitlock, shut the port.\n\n“I have read the report,” her statement read.",
        &["Nora Whitlock"],
    );
    assert_speakers(
        "“Is he ill?” asked Idris Vane.\n\nNora Whitlock’s short answer: “Not yet.”",
        &["Idris Vane", "Nora Whitlock"],
    );
    assert_speakers(
        "A letter sent to the paper by Nora Whitlock, who runs the port, said “We will keep the order.”",
        &["Nora Whitlock"],
    );
}

#[test]
fn a_label_has_no_adverb_and_no_participle() {
    assert_speakers("“It is late,” said the tenant quietly.", &["the tenant"]);
}

#[test]
fn the_same_noun_is_the_same_nameless_speaker() {
    assert_speakers(
        "“The rope will hold,” said one diver who asked not to be named.\n\n“It held last year,” the diver said.",
        &["one diver"; 2],
    );
}

#[test]
fn the_person_spoken_to_gives_the_reply() {
    assert_speakers(
        "Nora Whitlock asked the diver, Idris Vane, whether the rope would hold.\n\n“Is it old?” asked Whitlock.\n\n“Not very,” came the reply.",
        &["Nora Whitlock", "Idris Vane"],
    );
    assert_speakers(
        "“Did you cut it?” Nora Whitlock asked the diver, Idris Vane.\n\n“I did not.”\n\n“Then who?”",
        &["Nora Whitlock", "Idris Vane", "Nora Whitlock"],
    );
}

#[test]
fn a_clause_after_a_quote_may_introduce_the_next() {
    assert_speakers(
        "Nora Whitlock looked up. “Why here?” Idris Vane sighed and said, “Because it is dry.”",
        &["Nora Whitlock", "Idris Vane"],
    );
}

#[test]
fn the_teller_goes_on() {
    assert_speakers(
        "“It is a shame,” Nora Whitlock, 61, told Radio Nine’s Idris Vane. “We built that quay.”",
        &["Nora Whitlock"; 2],
    );
}

#[test]
fn two_people_take_turns_in_bare_lines_and_three_are_unsure() {
    assert_speakers(
        "Nora Whitlock and Idris Vane met at the quay.\n\n“You came,” said Nora.\n\n“I did.”\n\n“And the rope?”\n\n“Lost.”",
        &["Nora Whitlock", "Idris Vane", "Nora Whitlock", "Idris Vane"],
    );
    let found = attributed(
        "Nora Whitlock, Idris Vane and Carl Munro counted the votes.\n\n“Nine,” said Nora Whitlock.\n\n“I say ten.”\n\n“So do I.”",
    );
    assert!(found.iter().skip(1).all(|(_, sure)| !sure), "{found:?}");
}

#[test]
fn a_surname_alone_is_not_that_of_a_relative() {
    assert_speakers(
        "Idris Vane, who built boats, has died. He was 90.\n\nHis death was announced by his son and heir, Carl Vane.\n\nBorn on a barge, Vane left school early. “I could saw,” he once said.",
        &["Idris Vane"],
    );
}

#[test]
fn an_opening_participle_and_a_contraction_are_not_names() {
    assert_speakers(
        "Calling from the night boat, Nora Whitlock remembered the cold: “We had one coat and no stove.”",
        &["Nora Whitlock"],
    );
    assert_speakers("You’re sweeping the floor and then it hits you — “I do this all again tomorrow!”", &[]);
}

#[test]
fn a_language_without_rules_is_narrated() {
    let text = "Le vent soufflait sur le port et les gens étaient rentrés.\n\n« Je reste ici », dit Anne Vane. Et le maire a dit : « Moi aussi. »";
    let script = split(&parse(text, Format::Text).unwrap());
    assert_eq!(script.language.as_deref(), Some("fr"));
    assert!(script.segments.iter().all(|segment| segment.speaker == NARRATOR));
}

#[test]
fn a_few_words_that_are_common_elsewhere_do_not_hide_quotes() {
    assert_speakers("“I have no voice left,” rasped Idris Vane.", &["Idris Vane"]);
}

#[test]
fn omits_labels_and_stage_directions_of_scripts() {
    let text = "[00:01] Guest 1: Is it late?\n\n[00:04] Guest 2: Not yet. [a door shuts] Sit down.\n\n[00:09] Guest 1: Thanks. (laughs)\n\n(The kettle boils.)\n\n[00:12] Guest 2: Tea?";
    let script = split(&parse(text, Format::Text).unwrap());
    let spoken: Vec<_> = script.segments.iter().map(|s| (s.speaker.as_str(), s.text.as_str())).collect();
    let wanted = [
        ("Guest 1", "Is it late?"),
        ("Guest 2", "Not yet."),
        ("Guest 2", "Sit down."),
        ("Guest 1", "Thanks."),
        ("Guest 2", "Tea?"),
    ];
    assert_eq!(spoken, wanted);
    let omitted: Vec<_> = script.omitted.iter().map(|omitted| omitted.text.as_str()).collect();
    assert!(
        omitted.contains(&"[a door shuts]")
            && omitted.contains(&"(The kettle boils.)")
            && omitted.contains(&"[00:09] Guest 1:"),
        "{omitted:?}"
    );
}

#[test]
fn gives_a_document_to_the_person_who_released_it() {
    assert_speakers(
        "The chief executive, Marian Cole, said in a statement: “We are hiring.” The statement added: “Patients are safe.”",
        &["Marian Cole"; 2],
    );
}

#[test]
fn a_person_just_introduced_between_dashes_is_an_antecedent() {
    assert_speakers(
        "“It costs too much,” said Nora Whitlock.\n\nIt is a theme this week, with Ann Lee — who wants a bridge — \
         touring the valley.\n\n“It would be a folly,” she said on Monday.",
        &["Nora Whitlock", "Ann Lee"],
    );
}

#[test]
fn an_occupation_says_less_of_the_gender_than_the_given_name() {
    assert_speakers(
        "Maria Duarte left early. Actor Nora Whitlock, who grew up nearby, sent a photo of her old skates. “First love,” she wrote underneath.",
        &["Nora Whitlock"],
    );
}

#[test]
fn the_elder_of_two_relatives_is_the_main_person() {
    assert_speakers(
        "Walter Quill drew maps. His son, Peter Quill, read them. “He looked at the sky,” Peter Quill said.\n\nThe elder Quill never studied. “I draw what they tell me,” he said in 1974.",
        &["Peter Quill", "Walter Quill"],
    );
}

#[test]
fn the_next_sentence_is_no_cue_of_a_quote_inside_a_sentence() {
    let found = attributed(
        "Prosecutor Idris Vane had one word for it all: “That is the whole case in eight words.” Nora Whitlock shook her head as he spoke.",
    );
    assert!(found.iter().all(|(name, _)| name == "Idris Vane"), "{found:?}");
}

#[test]
fn a_nameless_person_may_shout() {
    assert_speakers(
        "It was over. One fan, wrapped in a flag, kept shouting “Wembley!” at the empty pitch.",
        &["one fan"],
    );
}

#[test]
fn the_pronoun_before_the_verb_is_the_subject() {
    assert_speakers(
        "Nora Whitlock won the prize. Speaking through her son she added: “It is true that we had help.”",
        &["Nora Whitlock"],
    );
}

#[test]
fn a_surname_may_be_a_noun_for_people() {
    assert_speakers(
        "Ann Lee told the host Dana King, “Because we did it.”\n\n“What is it about him?” King asked Lee.",
        &["Ann Lee", "Dana King"],
    );
}

#[test]
fn a_place_before_a_full_name_is_not_part_of_it() {
    assert_sure(
        "Acting Attorney for the District of Massachusetts Joshua Levy said the case is open. “They knew the risk,” said Levy.",
        &["Joshua Levy"],
    );
}

#[test]
fn a_participle_has_the_subject_of_the_clause_before_it() {
    assert_speakers(
        "If Idris Vane had read it, Nora Whitlock would have been surprised, telling Ann Lee, “I doubt that he ever opened it.”",
        &["Nora Whitlock"],
    );
}

#[test]
fn a_whole_sentence_after_a_cue_is_speech_without_a_comma() {
    assert_speakers(
        "After board member Nora Whitlock asked last week “Why has this taken four months?” the mayor, Idris Vane, left.",
        &["Nora Whitlock"],
    );
    assert_speakers(
        "None of them was charged, Nora Whitlock said, but “I want to stress that this is just the start.”",
        &["Nora Whitlock"],
    );
}

#[test]
fn a_conjunction_after_a_quote_opens_another_clause() {
    let found = attributed(
        "Idris Vane won for his part in “Mill Lane Forever,” while Nora Whitlock was named best director.",
    );
    assert!(found.iter().all(|(name, _)| name != "Nora Whitlock"), "{found:?}");
}

#[test]
fn the_reporter_of_the_words_is_not_their_speaker() {
    assert_speakers(
        "Nora Whitlock described the flood as “a wall of water that took the bridge and the mill,” as the paper’s Ann Lee reported.",
        &["Nora Whitlock"],
    );
}
