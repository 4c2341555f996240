//! What else a text says of who speaks: whom it is spoken to, where it comes from, who wrote it.

use super::{by, heard, surely};
use crate::script::article::{Format, parse};
use crate::script::script_from_article as split;
use crate::script::{Gender, NARRATOR};

#[test]
fn the_source_of_a_sentence_is_he_in_the_next() {
    surely(
        "Idris Vane spoke first. “No,” he said.\n\nAccording to a report by engineer Peter Oduya, “the cables are weak.” He added: “That is not a number you ignore.”",
        &["Idris Vane", "Peter Oduya"],
    );
    surely("According to a report by the engineer Nora Whitlock, “The bridge is shut.”", &["Nora Whitlock"]);
}

#[test]
fn who_is_asked_answers() {
    let told = "“It was bad,” Idris Vane said.\n\n";
    surely(
        &format!(
            "By Nora Whitlock\n\n{told}“What now?” I asked Carl Munro. “Nothing,” he said. “They did what they could.”"
        ),
        &["Idris Vane", "Nora Whitlock", "Carl Munro", "Carl Munro"],
    );
    surely(
        &format!("{told}“What now?” Maria Duarte asked Carl Munro. “Nothing,” he said."),
        &["Idris Vane", "Maria Duarte", "Carl Munro"],
    );
    let men = heard(&format!("{told}“What now?” Peter Oduya asked Carl Munro. “Nothing,” he said."));
    assert_eq!(men[2], ("Carl Munro".to_string(), false), "either of two men may be he");
    surely("Idris Vane told Carl Munro: “It is late.”\n\n“It is,” he added.", &["Idris Vane"; 2]);
}

#[test]
fn who_is_spoken_to_may_answer_in_the_next_paragraph() {
    let text =
        "Ann Lee met Bob Ray. “Go,” said Ann Lee to Bob Ray.\n\n“I will not go.”\n\n“You must,” said Ann.";
    by(text, &["Ann Lee", "Bob Ray", "Ann Lee"]);
    assert!(!heard(text)[1].1, "a turn is a guess");
    let long = "“We have waited for this day for longer than anybody in this town can remember, and it has come,” Ann Lee told Bob Ray.\n\n“It is ours.”";
    surely(long, &["Ann Lee"; 2]);
}

#[test]
fn the_writer_is_the_author_or_else_the_narrator_and_that_is_a_guess() {
    surely("By Nora Whitlock\n\nIt rained. “Come home,” said I. The dog did.", &["Nora Whitlock"]);
    let script = split(&parse("It rained. “Come home,” said I. The dog did.", Format::Text).unwrap());
    let quote = script.segments.iter().find(|segment| segment.text.contains("home")).unwrap();
    assert_eq!((quote.speaker.as_str(), quote.text.as_str()), (NARRATOR, "“Come home,”"));
    assert!(quote.unsure.is_some());
}

#[test]
fn an_author_is_no_candidate() {
    let text = "By Nora Whitlock\n\nThe visit to London was short. “It was late.”";
    by(text, &["unknown"]);
    let script = split(&parse(text, Format::Text).unwrap());
    let unsure = script.segments.iter().find_map(|segment| segment.unsure.clone()).unwrap();
    assert!(unsure.candidates.is_empty(), "{unsure:?}");
}

#[test]
fn another_is_somebody_else_of_the_same_kind() {
    surely(
        "A worker, who asked not to be named, said: “We can’t pay rent.” Another said, “We eat beans.” A third shouted: “Shame!”",
        &["a worker", "another worker", "a third worker"],
    );
    surely(
        "“We can’t pay,” one resident said. “We eat beans,” said another.",
        &["one resident", "another resident"],
    );
}

#[test]
fn a_name_behind_a_comma_says_who_a_description_is() {
    surely("The men met at the gate. “It is over,” said one of them, Carl Munro, 44.", &["Carl Munro"]);
    surely("“It is over,” said the lifeguard, Carl Munro. He wept. “My half life.”", &["Carl Munro"; 2]);
    surely(
        "In his book, the historian Carl Munro calls the bridge a folly. He writes: “Fools built it.”",
        &["Carl Munro"],
    );
}

#[test]
fn of_two_with_one_surname_a_pronoun_beside_it_tells() {
    surely(
        "Carl Munro was freed. His mother, Joyce Munro, waited outside with the others.\n\nMunro, who was 24 when he was jailed, said: “I did nothing.”",
        &["Carl Munro"],
    );
}

#[test]
fn a_written_sentence_that_is_echoed_is_its_writers() {
    surely("As Nora Whitlock wrote last year, “a bridge is a promise, and not a wall.”", &["Nora Whitlock"]);
    by("As Nora Whitlock wrote last year, “a bridge” it is.", &[]);
    by("As for the rest, Nora Whitlock said that in May, “the whole of it was still to be done.”", &[]);
}

#[test]
fn a_block_quotation_is_whose_name_stands_under_it() {
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
fn descriptions_tell_whether_a_man_or_a_woman_speaks() {
    let text = "“No,” said Councilwoman Pat Ray. “Yes,” said a spokeswoman for the mayor. “Perhaps,” said his brother.";
    let genders = split(&parse(text, Format::Text).unwrap()).genders;
    assert_eq!(genders.get("Pat Ray"), Some(&Gender::She));
    assert_eq!(genders.get("a spokeswoman for the mayor"), Some(&Gender::She));
    assert_eq!(genders.get("his brother"), Some(&Gender::He));
}

#[test]
fn what_the_writer_does_is_about_whom_it_names() {
    surely(
        "By Ann Lee\n\n“A strong word,” says Nora Whitlock, who was not there.\n\nI put that to Maria Duarte. She laughs. “Then it’s a bucket,” she says.",
        &["Nora Whitlock", "Maria Duarte"],
    );
    surely(
        "By Ann Lee\n\n“He owed me,” Idris Vane said.\n\nI asked Carl Munro how long it would take. “Until it is done,” he said.",
        &["Idris Vane", "Carl Munro"],
    );
}

#[test]
fn an_opening_phrase_may_stand_before_a_name_with_a_description() {
    surely(
        "“It was warm,” Idris Vane said.\n\nCross-examining, Carl Munro, defending, suggested the radio had been faulty. “You cannot know,” he said.",
        &["Idris Vane", "Carl Munro"],
    );
}

#[test]
fn whatever_word_stands_between_a_quote_and_a_whole_name_says_it() {
    surely("“I’ve no voice left,” rasped Idris Vane.", &["Idris Vane"]);
    by("He left “The Ghost,” unlike Idris Vane.", &[]);
}

#[test]
fn other_words_for_somebody_are_no_person() {
    by(
        "City boss Carl Munro was calm. “It has cost us,” the Dane said. “It cannot go on at this level.”",
        &["Carl Munro"; 2],
    );
}

#[test]
fn who_asks_on_in_a_paragraph_is_the_same() {
    surely(
        "“Who picks up the little ones?” Nora Whitlock asked Idris Vane. “Who watches them until four?”",
        &["Nora Whitlock"; 2],
    );
}

#[test]
fn a_description_before_a_name_is_remembered() {
    surely(
        "Her death was confirmed by her niece, Nora Whitlock. Idris Vane brought the keys. “She was never rude,” he said.\n\n“The light was enough,” her niece said.",
        &["Idris Vane", "Nora Whitlock"],
    );
}

#[test]
fn who_is_heard_without_a_name_is_she_in_the_same_paragraph() {
    let text = "Nora Whitlock called it good. A spokesperson for the firm told me: “It will be mended.” When I asked when, she said, “In June.”";
    let found = heard(text);
    assert_eq!(found[1], ("a spokesperson for the firm".to_string(), false), "{found:?}");
}

#[test]
fn a_time_before_a_quote_changes_nothing() {
    surely(
        "Budget day.\n\n15.40 “It’s an attack on families,” says Idris Vane of the owners’ club.",
        &["Idris Vane"],
    );
}

#[test]
fn what_stands_in_brackets_is_no_speech() {
    by(
        "“We lost,” said Nora Whitlock.\n\n“(Laughter.)\n\n“We lost badly,” she added.",
        &["Nora Whitlock"; 2],
    );
}
