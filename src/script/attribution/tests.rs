use crate::script::article::{Format, parse};
use crate::script::{Casting, Gender, NARRATOR, Segment};
use crate::script::{script_from_article as split, script_from_article_with as split_with};

/// Returns the speaker of each quote, and whether it is sure.
fn attributed(text: &str) -> Vec<(String, bool)> {
    let script = split(&parse(text, Format::Text).unwrap());
    let quotes = script.segments.iter().filter(|segment| segment.speaker != NARRATOR);
    quotes.map(|quote: &Segment| (quote.speaker.clone(), quote.unsure.is_none())).collect()
}

/// Returns the text of each quote with its speaker, with the rules of languages that were not measured.
fn attributed_anywhere(text: &str) -> Vec<(String, String)> {
    let casting = Casting { other_languages: true, ..Casting::default() };
    let script = split_with(&parse(text, Format::Text).unwrap(), &casting);
    let quotes = script.segments.into_iter().filter(|segment| segment.speaker != NARRATOR);
    quotes.map(|quote| (quote.speaker, quote.text)).collect()
}

/// Asserts the speakers, all of them sure.
fn assert_sure(text: &str, speakers: &[&str]) {
    let found = attributed(text);
    let wanted: Vec<(String, bool)> = speakers.iter().map(|name| ((*name).to_string(), true)).collect();
    assert_eq!(found, wanted, "{text}");
}

/// Asserts the speakers, sure or not.
fn assert_speakers(text: &str, speakers: &[&str]) {
    let found: Vec<String> = attributed(text).into_iter().map(|(speaker, _)| speaker).collect();
    assert_eq!(found, speakers, "{text}");
}

#[test]
fn reads_cues_before_inside_and_after_a_quote() {
    for text in [
        "“The bridge is shut,” said Nora Whitlock.",
        "“The bridge is shut,” Nora Whitlock said on Monday.",
        "Nora Whitlock said: “The bridge is shut.”",
        "Nora Whitlock told the council on Monday, “The bridge is shut.”",
        "According to Nora Whitlock, “The bridge is shut.”",
        "“The bridge is shut,” according to Nora Whitlock.",
        "In a letter to the council Nora Whitlock wrote: “The bridge is shut.”",
        "“The bridge is shut,” Nora Whitlock, an engineer from Leeds, said.",
        "“The bridge is shut,” said the county’s chief engineer Nora Whitlock.",
        "“The bridge is shut,” county bridge department chief engineer Nora Whitlock said on Monday.",
        "“The bridge is shut,” Rep. Nora Whitlock (D-Ohio), a member of the panel, said.",
        "“The bridge is shut,” said Nora Whitlock, 42, who had driven from Leeds.",
        "‘The bridge is shut,’ said Nora Whitlock.",
        "“The bridge is shut”, said Nora Whitlock.",
        "“The bridge is shut,” sighs Nora Whitlock.",
        "“The bridge is shut,” Nora Whitlock texted her sister.",
        "The engineer, Nora Whitlock, said: “The bridge is shut.”",
        "Nora Whitlock smiled and put the kettle on, adding: “The bridge is shut.”",
    ] {
        assert_sure(text, &["Nora Whitlock"]);
    }
    assert_sure("“The bridge,” said Nora Whitlock, “is shut for good.”", &["Nora Whitlock"; 2]);
}

#[test]
fn resolves_a_surname_a_first_name_and_a_title_to_the_full_name() {
    assert_sure(
        "Nora Whitlock runs the bridge.\n\n“It is shut,” Whitlock said.\n\n“It is cold,” said Nora.\n\n“It is late,” said Ms Whitlock.",
        &["Nora Whitlock"; 3],
    );
    assert_sure(
        "“I find the facts proved,” said Mr Justice Hale. “You knew,” the judge said.",
        &["Justice Hale"; 2],
    );
    assert_sure("Theresa May came late.\n\n“I was busy,” Ms May said.", &["Theresa May"]);
    assert_sure("Larry King and Ann Bishop spoke.\n\n“It rains,” Mr King said. ", &["Larry King"]);
}

#[test]
fn resolves_pronouns_to_the_most_salient_person() {
    assert_speakers(
        "Nora Whitlock met Idris Vane at the quay. She had waited for an hour.\n\n“I was wet,” she said.\n\n“So was I,” he said.",
        &["Nora Whitlock", "Idris Vane"],
    );
    assert_sure(
        "Idris Vane, who once worked for Peter Oduya, left in May.\n\n“I had enough,” he said.",
        &["Idris Vane"],
    );
    assert_sure(
        "Idris Vane noted that the plan had been drawn by Peter Oduya for Carl Munro.\n\nStill, he said, it would work.\n\n“It has to,” he said.",
        &["Idris Vane"],
    );
    assert_sure("She grew up in Paris, Nora Whitlock recalls. “It was loud,” she says.", &["Nora Whitlock"]);
}

#[test]
fn resolves_a_pronoun_to_a_person_introduced_in_the_paragraph_before() {
    assert_sure(
        "Mr Osei keeps the only bakery in Vorsk, a grey town on a grey river. Trade is good, he says.\n\n“They come for the rye,” he remarks.",
        &["Mr Osei"],
    );
    assert_sure(
        "It is on this ferry that we meet Zlata, a Finnish welder who lives across the river.\n\nShe has made the trip for years.\n\n“There is no other way,” she says.",
        &["Zlata"],
    );
}

#[test]
fn is_unsure_which_of_two_men_a_pronoun_refers_to() {
    let text = "Idris Vane and Peter Oduya rowed out with Nora Whitlock.\n\n“It was dark,” she said.\n\n“We lost an oar,” he said.";
    let found = attributed(text);
    assert_eq!(found[0].0, "Nora Whitlock");
    assert!(!found[1].1, "either of two men may be meant: {found:?}");
}

#[test]
fn a_further_quote_has_the_same_speaker_unless_the_topic_changes() {
    assert_sure("“We lost,” said Nora Whitlock. “We lost badly.”", &["Nora Whitlock"; 2]);
    assert_sure("“We lost,” said Nora Whitlock.\n\n“We lost badly.”", &["Nora Whitlock"; 2]);
    assert_speakers(
        "“We lost,” said Nora Whitlock. Idris Vane would not hear of it. “We came second.”",
        &["Nora Whitlock", "Idris Vane"],
    );
    assert_speakers(
        "“We lost,” said Nora Whitlock.\n\nIdris Vane, the coach, says there were many reasons for it.\n\n“We were tired.”",
        &["Nora Whitlock", "Idris Vane"],
    );
}

#[test]
fn continues_a_quote_over_paragraphs_without_a_closing_mark() {
    assert_sure(
        "Nora Whitlock said: “It began with a noise.\n\n“Then the lights went.\n\n“Then it was over.”",
        &["Nora Whitlock"; 3],
    );
}

#[test]
fn rejects_places_and_things_as_speakers() {
    assert_sure(
        "Nora Whitlock spoke about Homeland Security in a park in Kelowna.\n\n“It is late,” she said.",
        &["Nora Whitlock"],
    );
    assert_speakers("“It is late,” said Rockets general manager Bruce Hamilton.", &["Bruce Hamilton"]);
    assert_sure("“It is late,” Whitlock campaign spokesman Brian Fallon said.", &["Brian Fallon"]);
    assert_speakers("The visit to London was short. “It was late.”", &["unknown"]);
}

#[test]
fn resolves_a_description_to_a_person_or_keeps_it_as_the_speaker() {
    assert_speakers(
        "“No decision has been taken,” a spokesman for the ministry said.",
        &["a spokesman for the ministry"],
    );
    assert_speakers("“Nobody asked us,” said one resident.", &["one resident"]);
    assert_sure("“He was a quiet boy,” his mother said.", &["his mother"]);
    assert_speakers("“It will pass,” the ministry said.", &["the ministry"]);
    assert_speakers(
        "Nora Whitlock, the club captain, was calm.\n\n“We go again,” said the captain.",
        &["Nora Whitlock"],
    );
    assert_speakers("Idris Vane was fined.\n\n“I forgot,” the 42-year-old said.", &["Idris Vane"]);
    assert_speakers(
        "“We are sorry,” Tore Berg and Lena Holm said in a statement.",
        &["Tore Berg and Lena Holm"],
    );
}

#[test]
fn rejects_the_addressee_as_the_speaker() {
    assert_sure("Nora Whitlock told Idris Vane: “You are late.”", &["Nora Whitlock"]);
    assert_sure("“You are late,” Nora Whitlock told Idris Vane.", &["Nora Whitlock"]);
}

#[test]
fn distinguishes_namesakes_by_title_or_is_unsure() {
    let couple = "Bill Marsh and his wife Ellen Marsh were there.\n\n";
    assert_sure(&format!("{couple}“It was fun,” Mrs Marsh said."), &["Ellen Marsh"]);
    assert_sure(&format!("{couple}“It was fun,” Bill said."), &["Bill Marsh"]);
    let found = attributed(&format!("{couple}“It was fun,” Marsh said."));
    assert!(found.iter().all(|(_, sure)| !sure), "{found:?}");
}

#[test]
fn reads_labels_inside_quotes_and_signatures() {
    assert_sure(
        "WALLACE: Will she come?\n\n“WALLACE: Will she come?”\n\n“PENCE: She will not.”",
        &["Wallace", "Pence"],
    );
    assert_sure("“A keeper of the light, and of much else.” — Nora Whitlock, keeper", &["Nora Whitlock"]);
    assert_sure("“A keeper of the light, and of much else.”\n\n— Nora Whitlock, keeper", &["Nora Whitlock"]);
}

#[test]
fn a_colon_at_the_end_of_a_paragraph_announces_the_next_quote() {
    assert_sure("Nora Whitlock put it like this:\n\n“You row or you sink.”", &["Nora Whitlock"]);
    assert_sure(
        "Idris Vane came later. The harbour board said in a statement:\n\n“We regret the noise.”",
        &["the harbour board"],
    );
}

#[test]
fn leaves_titles_terms_and_fragments_to_the_narrator() {
    for text in [
        "He had read “The Old Man and the Sea” twice, and “Ulysses” never.",
        "The so-called “ghost boat” came at ten.",
        "Nora Whitlock said the plan was “a disgrace” and left.",
        "The sign said “No entry”.",
        "She called it “one of those days” and went to bed.",
    ] {
        assert_speakers(text, &[]);
    }
}

#[test]
fn attributes_a_court_report_and_a_match_report() {
    assert_sure(
        "PC Sarah Lunn found the van on the quay.\n\nProsecuting, James Okello said: “The keys were in it.”\n\nSgt Lunn told the court: “It was still warm.”\n\nMr Okello asked: “How warm?”",
        &["James Okello", "Sarah Lunn", "James Okello"],
    );
    assert_sure(
        "City lost again. Head coach Maria Duarte blamed the rain.\n\n“You cannot play in that,” Duarte said. “Nobody can.”\n\nHer opposite number, Sven Aaberg, was happier. “Lovely day,” he said.",
        &["Maria Duarte", "Maria Duarte", "Sven Aaberg"],
    );
}

#[test]
fn attributes_labelled_turns_to_the_full_name_of_the_label() {
    assert_sure(
        "Last night’s programme.\n\nANNA VOGEL: Good evening, and welcome.\n\nMR JIA: Thank you.\n\nIt came fast.\n\nVOGEL: What happened?",
        &["Anna Vogel", "Jia", "Jia", "Anna Vogel"],
    );
    assert_sure(
        "Tom Reed is the club captain.\n\nQ: Did you call for help?\n\nA: Yes, twice.\n\nQ: And then?\n\nA: They came.",
        &["interviewer", "Tom Reed", "interviewer", "Tom Reed"],
    );
}

#[test]
fn attributes_dialogue_after_dashes_by_cue_or_to_the_other_person() {
    let text = "On the way home from the ground Tom Reed met Nora Whitlock, an old friend of his.\n\n— We won, said Reed.\n\n— Who scored? asked Whitlock.\n\n— Everybody.";
    assert_speakers(text, &["Tom Reed", "Nora Whitlock", "Tom Reed"]);
    assert!(!attributed(text)[2].1);
}

#[test]
fn attributes_a_letter_in_a_block_quotation_to_its_writer() {
    let text =
        "The club captain, Tom Reed, wrote:\n\n> We are sorry for what happened.\n>\n> We will do better.";
    let script = split(&parse(text, Format::Markdown).unwrap());
    let speakers: Vec<&str> = script.segments.iter().map(|segment| segment.speaker.as_str()).collect();
    assert_eq!(speakers, [NARRATOR, "Tom Reed", "Tom Reed"]);
}

#[test]
fn voices_a_fragment_only_if_it_is_long() {
    assert_speakers("Nora Whitlock said the bridge was “a mess of rust and rope”.", &[]);
    assert_sure(
        "Nora Whitlock said that the bridge was “a mess of rust and rope that nobody in this town or the next one has had the courage to pull down in all the years since it was built”.",
        &["Nora Whitlock"],
    );
}

#[test]
fn follows_the_options_for_fragments_and_people() {
    let cast = |text: &str, casting: &Casting| {
        let script = split_with(&parse(text, Format::Text).unwrap(), casting);
        let quotes = script.segments.into_iter().filter(|segment| segment.speaker != NARRATOR);
        quotes.map(|quote| (quote.speaker, quote.text)).collect::<Vec<_>>()
    };
    let said = "Nora Whitlock said the plan was “a disgrace” and left. The so-called “ghost boat” stayed.";
    let voiced = Casting { voice_fragments: true, ..Casting::default() };
    assert_eq!(cast(said, &voiced), [("Nora Whitlock".to_string(), "“a disgrace”".to_string())]);

    let two = "Robin Hale met Idris Vane at the quay.\n\n“It was dark,” she said.";
    let she = Casting { people: [("Robin Hale".to_string(), Gender::She)].into(), ..Casting::default() };
    assert_eq!(cast(two, &she)[0].0, "Robin Hale");
    let told = split_with(&parse(two, Format::Text).unwrap(), &she);
    assert!(
        told.segments.iter().filter(|segment| !segment.is_narrator()).all(|quote| quote.unsure.is_none())
    );
}

#[test]
fn resolves_a_pronoun_to_a_nameless_subject() {
    assert_speakers(
        "Nora Whitlock likes the plan. Her neighbour does not. “It is too loud,” he says.",
        &["her neighbour"],
    );
    assert_sure(
        "Idris Vane likes the plan. A fisherman does not. “It is too loud,” he says.",
        &["a fisherman"],
    );
    assert_sure("The harbour master, Idris Vane, likes the plan. “It is quiet,” he says.", &["Idris Vane"]);
}

#[test]
fn attributes_a_quote_to_the_object_of_a_quoting_verb() {
    assert_speakers(
        "The Daily Mast quoted Nora Whitlock as saying: “The bridge is shut.”",
        &["Nora Whitlock"],
    );
}

#[test]
fn finds_the_subject_of_the_second_of_two_verbs() {
    let text = "Nora Whitlock shook her head and said: “The bridge is shut.”";
    assert_sure(text, &["Nora Whitlock"]);
    assert_speakers(
        "On “Morning Tide,” Nora Whitlock, who lost to Idris Vane, spoke of the bridge. “It is shut for good.”\n",
        &["Nora Whitlock"],
    );
}

#[test]
fn rejects_subheads_in_marks_and_voices_a_sentence_between_dashes() {
    assert_sure(
        "“We lost,” said Nora Whitlock.\n\n‘The Last Boat Home.’\n\nIt was late.",
        &["Nora Whitlock"],
    );
    assert_speakers("Idris Vane had one answer -- “That is how boats are” -- and left.", &["Idris Vane"]);
}

#[test]
fn guesses_that_two_people_continue_to_take_turns() {
    let found = attributed(
        "Nora Whitlock met Idris Vane at the quay, and they talked of the race that she had won.\n\n“I won,” said Whitlock.\n\n“You did not,” said Vane.\n\n“Ask them.”",
    );
    assert_eq!(found[2], ("Nora Whitlock".to_string(), false));
}

#[test]
fn reads_the_topic_in_an_opening_phrase() {
    assert_sure(
        "Nora Whitlock met Maria Duarte at the quay on the day after. Duarte left on the evening boat.\n\nFor Whitlock, the wait is the hard part. “It is slow,” she says.",
        &["Nora Whitlock"],
    );
    assert_sure(
        "Giving evidence on Monday, Nora Whitlock said the bridge was old. “It is shut,” she added.",
        &["Nora Whitlock"],
    );
}

#[test]
fn resolves_epithets_to_the_last_person_named() {
    assert_speakers("Nora Whitlock won.\n\n“I ran,” the retired teacher said.", &["Nora Whitlock"]);
    assert_sure("Idris Vane, who scored twice, was calm. “I ran,” said the striker.", &["Idris Vane"]);
    assert_speakers("Idris Vane was fined.\n\n“He knew,” said the prosecutor.", &["the prosecutor"]);
    assert_sure("“It is late,” said Nora Whitlock KC. “Quite,” Ms Whitlock added.", &["Nora Whitlock"; 2]);
}

mod clues;
mod dialogue;
mod german;
mod interviews;
mod kinds;
mod other_languages;
mod references;
mod roles;
mod streets;
mod turned;
