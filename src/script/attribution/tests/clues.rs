//! Tests of further evidence: addressees, sources, the writer of the article.

use super::{assert_speakers, assert_sure, attributed};
use crate::script::article::{Format, parse};
use crate::script::script_from_article as split;
use crate::script::{Gender, NARRATOR};

#[test]
fn resolves_a_pronoun_to_the_source_of_the_sentence_before() {
    assert_speakers(
        "Idris Vane spoke first. “No,” he said.\n\nAccording to a report by engineer Peter Oduya, “the cables are weak.” He added: “That is not a number you ignore.”",
        &["Idris Vane", "Peter Oduya"],
    );
    assert_speakers(
        "According to a report by the engineer Nora Whitlock, “The bridge is shut.”",
        &["Nora Whitlock"],
    );
}

#[test]
fn attributes_an_answer_to_the_addressee_of_the_question() {
    let told = "“It was bad,” Idris Vane said.\n\n";
    assert_speakers(
        &format!(
            "By Nora Whitlock\n\n{told}“What now?” I asked Carl Munro. “Nothing,” he said. “They did what they could.”"
        ),
        &["Idris Vane", "Nora Whitlock", "Carl Munro", "Carl Munro"],
    );
    assert_speakers(
        &format!("{told}“What now?” Maria Duarte asked Carl Munro. “Nothing,” he said."),
        &["Idris Vane", "Maria Duarte", "Carl Munro"],
    );
    let men = attributed(&format!("{told}“What now?” Peter Oduya asked Carl Munro. “Nothing,” he said."));
    assert_eq!(men[2], ("Carl Munro".to_string(), false), "either of two men may be meant");
    assert_speakers("Idris Vane told Carl Munro: “It is late.”\n\n“It is,” he added.", &["Idris Vane"; 2]);
}

#[test]
fn guesses_that_the_addressee_answers_in_the_next_paragraph() {
    let text =
        "Ann Lee met Bob Ray. “Go,” said Ann Lee to Bob Ray.\n\n“I will not go.”\n\n“You must,” said Ann.";
    assert_speakers(text, &["Ann Lee", "Bob Ray", "Ann Lee"]);
    assert!(!attributed(text)[1].1, "a turn without a cue is a guess");
    let long = "“We have waited for this day for longer than anybody in this town can remember, and it has come,” Ann Lee told Bob Ray.\n\n“It is ours.”";
    assert_sure(long, &["Ann Lee"; 2]);
}

#[test]
fn attributes_the_writer_to_the_author_or_unsurely_to_the_narrator() {
    assert_sure("By Nora Whitlock\n\nIt rained. “Come home,” said I. The dog did.", &["Nora Whitlock"]);
    let script = split(&parse("It rained. “Come home,” said I. The dog did.", Format::Text).unwrap());
    let quote = script.segments.iter().find(|segment| segment.text.contains("home")).unwrap();
    assert_eq!((quote.speaker.as_str(), quote.text.as_str()), (NARRATOR, "“Come home,”"));
    assert!(quote.unsure.is_some());
}

#[test]
fn does_not_list_the_author_as_a_candidate() {
    let text = "By Nora Whitlock\n\nThe visit to London was short. “It was late.”";
    assert_speakers(text, &["unknown"]);
    let script = split(&parse(text, Format::Text).unwrap());
    let unsure = script.segments.iter().find_map(|segment| segment.unsure.clone()).unwrap();
    assert!(unsure.candidates.is_empty(), "{unsure:?}");
}

#[test]
fn resolves_another_to_a_further_person_of_the_same_kind() {
    assert_speakers(
        "A worker, who asked not to be named, said: “We can’t pay rent.” Another said, “We eat beans.” A third shouted: “Shame!”",
        &["a worker", "another worker", "a third worker"],
    );
    assert_speakers(
        "“We can’t pay,” one resident said. “We eat beans,” said another.",
        &["one resident", "another resident"],
    );
}

#[test]
fn resolves_a_description_by_the_name_after_a_comma() {
    assert_sure("The men met at the gate. “It is over,” said one of them, Carl Munro, 44.", &["Carl Munro"]);
    assert_sure("“It is over,” said the lifeguard, Carl Munro. He wept. “My half life.”", &["Carl Munro"; 2]);
    assert_sure(
        "In his book, the historian Carl Munro calls the bridge a folly. He writes: “Fools built it.”",
        &["Carl Munro"],
    );
}

#[test]
fn distinguishes_namesakes_by_a_pronoun_in_the_clause() {
    assert_sure(
        "Carl Munro was freed. His mother, Joyce Munro, waited outside with the others.\n\nMunro, who was 24 when he was jailed, said: “I did nothing.”",
        &["Carl Munro"],
    );
}

#[test]
fn attributes_an_echoed_sentence_to_its_writer() {
    assert_sure(
        "As Nora Whitlock wrote last year, “a bridge is a promise, and not a wall.”",
        &["Nora Whitlock"],
    );
    assert_speakers("As Nora Whitlock wrote last year, “a bridge” it is.", &[]);
    assert_speakers(
        "As for the rest, Nora Whitlock said that in May, “the whole of it was still to be done.”",
        &[],
    );
}

#[test]
fn attributes_a_block_quotation_to_its_signature() {
    let speakers = |text: &str, format: Format| {
        let script = split(&parse(text, format).unwrap());
        let quotes = script.segments.into_iter().filter(|segment| !segment.is_narrator());
        quotes.map(|quote| (quote.speaker, quote.text)).collect::<Vec<_>>()
    };
    let own = |texts: [&str; 2]| texts.map(|text| ("Carl Munro".to_string(), text.to_string())).to_vec();
    let two = own(["It took my roof.", "Then it took the boat."]);
    let markdown = "The storm came.\n\n> It took my roof.\n>\n> Then it took the boat.\n\n— Carl Munro, resident\n\nIt was over.";
    assert_eq!(speakers(markdown, Format::Markdown), two);
    let html = "<html><body><article><h1>The storm</h1><p>The storm came at night and took the roofs of the town with it.</p>\
        <blockquote><p>It took my roof.</p><p>Then it took the boat.</p><cite>Carl Munro, resident</cite></blockquote>\
        <p>It was over by the morning, and the people came out to look at what was left.</p></article></body></html>";
    assert_eq!(speakers(html, Format::Html), two);
}

#[test]
fn learns_genders_from_descriptions() {
    let text = "“No,” said Councilwoman Pat Ray. “Yes,” said a spokeswoman for the mayor. “Perhaps,” said his brother.";
    let genders = split(&parse(text, Format::Text).unwrap()).genders;
    assert_eq!(genders.get("Pat Ray"), Some(&Gender::She));
    assert_eq!(genders.get("a spokeswoman for the mayor"), Some(&Gender::She));
    assert_eq!(genders.get("his brother"), Some(&Gender::He));
}

#[test]
fn makes_the_person_that_the_writer_meets_the_subject() {
    assert_sure(
        "By Ann Lee\n\n“A strong word,” says Nora Whitlock, who was not there.\n\nI put that to Maria Duarte. She laughs. “Then it’s a bucket,” she says.",
        &["Nora Whitlock", "Maria Duarte"],
    );
    assert_sure(
        "By Ann Lee\n\n“He owed me,” Idris Vane said.\n\nI asked Carl Munro how long it would take. “Until it is done,” he said.",
        &["Idris Vane", "Carl Munro"],
    );
}

#[test]
fn reads_a_described_name_after_an_opening_phrase() {
    assert_sure(
        "“It was warm,” Idris Vane said.\n\nCross-examining, Carl Munro, defending, suggested the radio had been faulty. “You cannot know,” he said.",
        &["Idris Vane", "Carl Munro"],
    );
}

#[test]
fn accepts_any_verb_between_a_quote_and_a_full_name() {
    assert_sure("“I’ve no voice left,” rasped Idris Vane.", &["Idris Vane"]);
    assert_speakers("He left “The Ghost,” unlike Idris Vane.", &[]);
}

#[test]
fn does_not_make_an_epithet_a_person() {
    assert_speakers(
        "City boss Carl Munro was calm. “It has cost us,” the Dane said. “It cannot go on at this level.”",
        &["Carl Munro"; 2],
    );
}

#[test]
fn attributes_a_further_question_to_the_same_speaker() {
    assert_sure(
        "“Who picks up the little ones?” Nora Whitlock asked Idris Vane. “Who watches them until four?”",
        &["Nora Whitlock"; 2],
    );
}

#[test]
fn remembers_a_description_before_a_name() {
    assert_speakers(
        "Her death was confirmed by her niece, Nora Whitlock. Idris Vane brought the keys. “She was never rude,” he said.\n\n“The light was enough,” her niece said.",
        &["Idris Vane", "Nora Whitlock"],
    );
}

#[test]
fn resolves_a_pronoun_to_a_nameless_speaker_in_the_same_paragraph() {
    let text = "Nora Whitlock called it good. A spokesperson for the firm told me: “It will be mended.” When I asked when, she said, “In June.”";
    let found = attributed(text);
    assert_eq!(found[1], ("a spokesperson for the firm".to_string(), false), "{found:?}");
}

#[test]
fn ignores_a_time_before_a_quote() {
    assert_sure(
        "Budget day.\n\n15.40 “It’s an attack on families,” says Idris Vane of the owners’ club.",
        &["Idris Vane"],
    );
}

#[test]
fn rejects_text_in_brackets_as_speech() {
    assert_speakers(
        "“We lost,” said Nora Whitlock.\n\n“(Laughter.)\n\n“We lost badly,” she added.",
        &["Nora Whitlock"; 2],
    );
}

#[test]
fn leaves_the_words_on_a_sign_to_the_narrator() {
    for text in [
        "“It is late,” Peter Oduya said. A sign on the door reads: “Keep this door shut at all times. They hear you.”",
        "“It is late,” Peter Oduya said. On the wall hung a banner that said “We will never sell this bridge to anybody.”",
    ] {
        assert_sure(text, &["Peter Oduya"]);
    }
    assert_sure("Peter Oduya looked at the sign and said: “It is late.”", &["Peter Oduya"]);
}

#[test]
fn resolves_a_pronoun_to_a_person_with_a_new_given_name() {
    let earlier = "“It was bad,” councillor Peter Oduya said.\n\n";
    for subject in ["Cody", "A freshman named Cody", "A reiver called Cody Marsh"] {
        let found = attributed(&format!(
            "{earlier}{subject} waited for two hours. “You all have telephones,” he said."
        ));
        assert!(found[1].0.starts_with("Cody"), "{subject}: {found:?}");
    }
    assert_sure(
        &format!("{earlier}Grace matters, and he knew it. “It is late,” he said."),
        &["Peter Oduya"; 2],
    );
}

#[test]
fn attributes_an_answer_to_the_person_asked_in_the_sentence_before() {
    assert_speakers(
        "Nora Whitlock came. “It is late,” Whitlock said.\n\nPeter Oduya asked Imani Castle whether she had a boat. “Two,” she said.",
        &["Nora Whitlock", "Imani Castle"],
    );
}

#[test]
fn words_that_their_speaker_denies_are_unsure() {
    for denial in ["She denied that she had said", "She denied saying,", "She denies ever having said"] {
        let found = attributed(&format!("Nora Whitlock runs the bakery. {denial} “I will burn it down.”"));
        assert_eq!(found, [("Nora Whitlock".to_string(), false)], "{denial}");
    }
    let own = attributed("Nora Whitlock runs the bakery. She denied it, saying, “I was at home all night.”");
    assert_eq!(own, [("Nora Whitlock".to_string(), true)]);
}

#[test]
fn a_quote_is_not_by_the_person_whom_it_addresses() {
    assert_speakers(
        "Jean Abbot asked if he had measured the smoke. “With what?” replied Idris Vane.\n\n“With an instrument, Mr Vane.”",
        &["Idris Vane", "Jean Abbot"],
    );
}

#[test]
fn a_place_at_the_end_of_a_description_is_no_person() {
    let found = attributed(
        "Nora Whitlock seeks a third term. Her opponent, a car dealer from Westfall, has never held office, as he says often. “I am no politician,” he said.",
    );
    assert!(found.iter().all(|(name, _)| name != "Westfall"), "{found:?}");
}

#[test]
fn a_sentence_may_introduce_the_next_speaker_at_its_end() {
    assert_speakers(
        "Idris Vane ran daily. “I lost a stone,” he said. The walks also produced good results for Leeds accountant Tunde Farin, 50. “I had a membership,” he says.",
        &["Idris Vane", "Tunde Farin"],
    );
}
