use crate::script::article::{Format, parse};
use crate::script::{Casting, Gender, NARRATOR, Segment};
use crate::script::{script_from_article as split, script_from_article_with as split_with};

/// The quotes of a text: who says each, and whether that is sure.
fn heard(text: &str) -> Vec<(String, bool)> {
    let script = split(&parse(text, Format::Text).unwrap());
    let quotes = script.segments.iter().filter(|segment| segment.speaker != NARRATOR);
    quotes.map(|quote: &Segment| (quote.speaker.clone(), quote.unsure.is_none())).collect()
}

/// Speakers in order, each of them sure.
fn surely(text: &str, speakers: &[&str]) {
    let found = heard(text);
    let wanted: Vec<(String, bool)> = speakers.iter().map(|name| ((*name).to_string(), true)).collect();
    assert_eq!(found, wanted, "{text}");
}

/// Speakers in order, sure or not.
fn by(text: &str, speakers: &[&str]) {
    let found: Vec<String> = heard(text).into_iter().map(|(speaker, _)| speaker).collect();
    assert_eq!(found, speakers, "{text}");
}

#[test]
fn the_clause_names_the_speaker_before_within_and_after() {
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
        surely(text, &["Nora Whitlock"]);
    }
    surely("“The bridge,” said Nora Whitlock, “is shut for good.”", &["Nora Whitlock"; 2]);
}

#[test]
fn a_surname_a_first_name_and_a_title_find_the_full_name() {
    surely(
        "Nora Whitlock runs the bridge.\n\n“It is shut,” Whitlock said.\n\n“It is cold,” said Nora.\n\n“It is late,” said Ms Whitlock.",
        &["Nora Whitlock"; 3],
    );
    surely(
        "“I find the facts proved,” said Mr Justice Hale. “You knew,” the judge said.",
        &["Justice Hale"; 2],
    );
    surely("Theresa May came late.\n\n“I was busy,” Ms May said.", &["Theresa May"]);
    surely("Larry King and Ann Bishop spoke.\n\n“It rains,” Mr King said. ", &["Larry King"]);
}

#[test]
fn pronouns_go_to_whom_the_text_is_about() {
    surely(
        "Nora Whitlock met Idris Vane at the quay. She had waited for an hour.\n\n“I was wet,” she said.\n\n“So was I,” he said.",
        &["Nora Whitlock", "Idris Vane"],
    );
    surely(
        "Idris Vane, who once worked for Peter Oduya, left in May.\n\n“I had enough,” he said.",
        &["Idris Vane"],
    );
    surely(
        "Idris Vane noted that the plan had been drawn by Peter Oduya for Carl Munro.\n\nStill, he said, it would work.\n\n“It has to,” he said.",
        &["Idris Vane"],
    );
    surely("She grew up in Paris, Nora Whitlock recalls. “It was loud,” she says.", &["Nora Whitlock"]);
}

#[test]
fn somebody_who_is_introduced_in_a_paragraph_is_he_in_the_next() {
    surely(
        "Mr Osei keeps the only bakery in Vorsk, a grey town on a grey river. Trade is good, he says.\n\n“They come for the rye,” he remarks.",
        &["Mr Osei"],
    );
    surely(
        "It is on this ferry that we meet Zlata, a Finnish welder who lives across the river.\n\nShe has made the trip for years.\n\n“There is no other way,” she says.",
        &["Zlata"],
    );
}

#[test]
fn two_men_and_a_woman_are_told_apart_or_said_to_be_unsure() {
    let text = "Idris Vane and Peter Oduya rowed out with Nora Whitlock.\n\n“It was dark,” she said.\n\n“We lost an oar,” he said.";
    let found = heard(text);
    assert_eq!(found[0], ("Nora Whitlock".to_string(), true));
    assert!(!found[1].1, "which of the two men is not told: {found:?}");
}

#[test]
fn a_follow_on_belongs_to_who_spoke_unless_the_narrator_turned_to_another() {
    surely("“We lost,” said Nora Whitlock. “We lost badly.”", &["Nora Whitlock"; 2]);
    surely("“We lost,” said Nora Whitlock.\n\n“We lost badly.”", &["Nora Whitlock"; 2]);
    by(
        "“We lost,” said Nora Whitlock. Idris Vane would not hear of it. “We came second.”",
        &["Nora Whitlock", "Idris Vane"],
    );
    by(
        "“We lost,” said Nora Whitlock.\n\nIdris Vane, the coach, says there were many reasons for it.\n\n“We were tired.”",
        &["Nora Whitlock", "Idris Vane"],
    );
}

#[test]
fn speech_over_paragraphs_goes_on_without_a_closing_mark() {
    surely(
        "Nora Whitlock said: “It began with a noise.\n\n“Then the lights went.\n\n“Then it was over.”",
        &["Nora Whitlock"; 3],
    );
}

#[test]
fn places_and_things_do_not_speak() {
    surely(
        "Nora Whitlock spoke about Homeland Security in a park in Kelowna.\n\n“It is late,” she said.",
        &["Nora Whitlock"],
    );
    surely("“It is late,” said Rockets general manager Bruce Hamilton.", &["Bruce Hamilton"]);
    surely("“It is late,” Whitlock campaign spokesman Brian Fallon said.", &["Brian Fallon"]);
    by("The visit to London was short. “It was late.”", &["unknown"]);
}

#[test]
fn descriptions_speak_for_themselves_or_find_their_person() {
    surely(
        "“No decision has been taken,” a spokesman for the ministry said.",
        &["a spokesman for the ministry"],
    );
    surely("“Nobody asked us,” said one resident.", &["one resident"]);
    surely("“He was a quiet boy,” his mother said.", &["his mother"]);
    surely("“It will pass,” the ministry said.", &["the ministry"]);
    surely(
        "Nora Whitlock, the club captain, was calm.\n\n“We go again,” said the captain.",
        &["Nora Whitlock"],
    );
    surely("Idris Vane was fined.\n\n“I forgot,” the 42-year-old said.", &["Idris Vane"]);
    surely("“We are sorry,” Tore Berg and Lena Holm said in a statement.", &["Tore Berg and Lena Holm"]);
}

#[test]
fn an_addressee_is_not_the_speaker() {
    surely("Nora Whitlock told Idris Vane: “You are late.”", &["Nora Whitlock"]);
    surely("“You are late,” Nora Whitlock told Idris Vane.", &["Nora Whitlock"]);
}

#[test]
fn shared_surnames_are_told_apart_by_title_or_are_unsure() {
    let couple = "Bill Marsh and his wife Ellen Marsh were there.\n\n";
    surely(&format!("{couple}“It was fun,” Mrs Marsh said."), &["Ellen Marsh"]);
    surely(&format!("{couple}“It was fun,” Bill said."), &["Bill Marsh"]);
    let found = heard(&format!("{couple}“It was fun,” Marsh said."));
    assert!(found.iter().all(|(_, sure)| !sure), "{found:?}");
}

#[test]
fn transcripts_and_signatures_name_their_speaker() {
    surely(
        "WALLACE: Will she come?\n\n“WALLACE: Will she come?”\n\n“PENCE: She will not.”",
        &["Wallace", "Pence"],
    );
    surely("“A keeper of the light, and of much else.” — Nora Whitlock, keeper", &["Nora Whitlock"]);
    surely("“A keeper of the light, and of much else.”\n\n— Nora Whitlock, keeper", &["Nora Whitlock"]);
}

#[test]
fn a_colon_at_the_end_of_a_paragraph_announces_the_next() {
    surely("Nora Whitlock put it like this:\n\n“You row or you sink.”", &["Nora Whitlock"]);
    surely(
        "Idris Vane came later. The harbour board said in a statement:\n\n“We regret the noise.”",
        &["the harbour board"],
    );
}

#[test]
fn titles_terms_and_fragments_stay_with_the_narrator() {
    for text in [
        "He had read “The Old Man and the Sea” twice, and “Ulysses” never.",
        "The so-called “ghost boat” came at ten.",
        "Nora Whitlock said the plan was “a disgrace” and left.",
        "The sign said “No entry”.",
        "She called it “one of those days” and went to bed.",
    ] {
        by(text, &[]);
    }
}

#[test]
fn a_court_report_and_a_match_report_read_as_they_should() {
    surely(
        "PC Sarah Lunn found the van on the quay.\n\nProsecuting, James Okello said: “The keys were in it.”\n\nSgt Lunn told the court: “It was still warm.”\n\nMr Okello asked: “How warm?”",
        &["James Okello", "Sarah Lunn", "James Okello"],
    );
    surely(
        "City lost again. Head coach Maria Duarte blamed the rain.\n\n“You cannot play in that,” Duarte said. “Nobody can.”\n\nHer opposite number, Sven Aaberg, was happier. “Lovely day,” he said.",
        &["Maria Duarte", "Maria Duarte", "Sven Aaberg"],
    );
}

#[test]
fn a_transcript_gives_each_turn_to_its_label_and_short_labels_to_the_full_name() {
    surely(
        "Last night’s programme.\n\nANNA VOGEL: Good evening, and welcome.\n\nMR JIA: Thank you.\n\nIt came fast.\n\nVOGEL: What happened?",
        &["Anna Vogel", "Jia", "Jia", "Anna Vogel"],
    );
    surely(
        "Tom Reed is the club captain.\n\nQ: Did you call for help?\n\nA: Yes, twice.\n\nQ: And then?\n\nA: They came.",
        &["interviewer", "Tom Reed", "interviewer", "Tom Reed"],
    );
}

#[test]
fn dialogue_behind_dashes_goes_to_the_clause_or_to_the_other() {
    let text = "On the way home from the ground Tom Reed met Nora Whitlock, an old friend of his.\n\n— We won, said Reed.\n\n— Who scored? asked Whitlock.\n\n— Everybody.";
    by(text, &["Tom Reed", "Nora Whitlock", "Tom Reed"]);
    assert!(!heard(text)[2].1);
}

#[test]
fn a_letter_set_as_a_block_is_its_writers() {
    let text =
        "The club captain, Tom Reed, wrote:\n\n> We are sorry for what happened.\n>\n> We will do better.";
    let script = split(&parse(text, Format::Markdown).unwrap());
    let speakers: Vec<&str> = script.segments.iter().map(|segment| segment.speaker.as_str()).collect();
    assert_eq!(speakers, [NARRATOR, "Tom Reed", "Tom Reed"]);
}

#[test]
fn a_fragment_stays_the_narrators_until_it_is_long() {
    by("Nora Whitlock said the bridge was “a mess of rust and rope”.", &[]);
    by(
        "Nora Whitlock said that the bridge was “a mess of rust and rope that nobody in this town or the next one has had the courage to pull down in all the years since it was built”.",
        &["Nora Whitlock"],
    );
}

#[test]
fn what_is_told_of_casting_as_a_whole_is_obeyed() {
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
fn a_nameless_subject_may_be_he_or_she() {
    by(
        "Nora Whitlock likes the plan. Her neighbour does not. “It is too loud,” he says.",
        &["her neighbour"],
    );
    surely("Idris Vane likes the plan. A fisherman does not. “It is too loud,” he says.", &["a fisherman"]);
    surely("The harbour master, Idris Vane, likes the plan. “It is quiet,” he says.", &["Idris Vane"]);
}

#[test]
fn who_is_quoted_by_another_speaks() {
    by("The Daily Mast quoted Nora Whitlock as saying: “The bridge is shut.”", &["Nora Whitlock"]);
}

#[test]
fn a_clause_within_a_list_of_verbs_has_the_subject_of_its_sentence() {
    let text = "Nora Whitlock shook her head and said: “The bridge is shut.”";
    surely(text, &["Nora Whitlock"]);
    by(
        "On “Morning Tide,” Nora Whitlock, who lost to Idris Vane, spoke of the bridge. “It is shut for good.”\n",
        &["Nora Whitlock"],
    );
}

#[test]
fn subheads_in_marks_are_nobodys_and_a_sentence_between_dashes_is_somebodys() {
    by("“We lost,” said Nora Whitlock.\n\n‘The Last Boat Home.’\n\nIt was late.", &["Nora Whitlock"]);
    by("Idris Vane had one answer -- “That is how boats are” -- and left.", &["Idris Vane"]);
}

#[test]
fn two_who_speak_in_turns_go_on_in_turns_and_it_is_said_that_this_is_a_guess() {
    let found = heard(
        "Nora Whitlock met Idris Vane at the quay, and they talked of the race that she had won.\n\n“I won,” said Whitlock.\n\n“You did not,” said Vane.\n\n“Ask them.”",
    );
    assert_eq!(found[2], ("Nora Whitlock".to_string(), false));
}

#[test]
fn an_opening_phrase_says_whom_a_sentence_is_about() {
    surely(
        "Nora Whitlock met Maria Duarte at the quay on the day after. Duarte left on the evening boat.\n\nFor Whitlock, the wait is the hard part. “It is slow,” she says.",
        &["Nora Whitlock"],
    );
    surely(
        "Giving evidence on Monday, Nora Whitlock said the bridge was old. “It is shut,” she added.",
        &["Nora Whitlock"],
    );
}

#[test]
fn other_words_for_the_last_who_was_named_are_theirs() {
    surely("Nora Whitlock won.\n\n“I ran,” the retired teacher said.", &["Nora Whitlock"]);
    surely("Idris Vane, who scored twice, was calm. “I ran,” said the striker.", &["Idris Vane"]);
    surely("Idris Vane was fined.\n\n“He knew,” said the prosecutor.", &["the prosecutor"]);
    surely("“It is late,” said Nora Whitlock KC. “Quite,” Ms Whitlock added.", &["Nora Whitlock"; 2]);
}

mod clues;
mod german;
mod interviews;
mod streets;
mod turned;
