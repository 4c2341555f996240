//! Tests of texts that are mostly dialogue, where all turns are decided together.

use super::attributed;

/// A dialogue of two people, with a cue at its start and in its middle.
const LOCK: &str = "Ana Reyes waited at the lock. Ben Holt came down the towpath with the dog.

“Are you coming?” asked Ana.

“Not before the rain stops.”

“It will not stop today.”

“Then I shall wait for tomorrow.”

“Why do you always say that?”

“Because you always ask me, Ana.”

“Will you at least hold the rope?”

“Give it to me,” said Ben.

“Have you got it?”

“I have. Can you see the gate?”

“It is open.”";

/// The speakers of the dialogue.
fn speakers() -> Vec<String> {
    attributed(LOCK).into_iter().map(|(speaker, _)| speaker).collect()
}

#[test]
fn two_people_take_turns_over_a_long_dialogue() {
    let (ana, ben) = ("Ana Reyes", "Ben Holt");
    assert_eq!(speakers(), [ana, ben, ana, ben, ana, ben, ana, ben, ana, ben, ana]);
}

#[test]
fn a_cue_that_comes_later_decides_the_turns_before_it() {
    // Without the cue of the first turn, the cue in the middle fixes the turns before it.
    let text = LOCK.replace("“Are you coming?” asked Ana.", "“Are you coming?”");
    let found: Vec<String> = attributed(&text).into_iter().map(|(speaker, _)| speaker).collect();
    assert_eq!(found, speakers());
}

#[test]
fn news_with_the_same_quotes_stays_with_the_last_speaker() {
    let text = "Mayor Idris Vane opened the lock.\n\n“It cost us four years,” said Vane.\n\n“We had no help.”\n\n“None at all.”\n\n“Now it is done.”";
    assert!(attributed(text).iter().all(|(speaker, _)| speaker == "Idris Vane"));
}

#[test]
fn an_office_with_a_capital_is_a_person_of_the_story() {
    let text = LOCK
        .replace(
            "Ana Reyes waited at the lock.",
            "The Grandmother waited at the lock. The boys knew the Grandmother. She waved.",
        )
        .replace("asked Ana", "asked the Grandmother")
        .replace(", Ana.", ", Grandmother.");
    let (ana, ben) = ("the Grandmother", "Ben Holt");
    let found: Vec<String> = attributed(&text).into_iter().map(|(speaker, _)| speaker).collect();
    assert_eq!(found, [ana, ben, ana, ben, ana, ben, ana, ben, ana, ben, ana]);
}

#[test]
fn a_word_that_opens_a_sentence_is_no_part_of_the_name_after_it() {
    let text = LOCK
        .replace("Ben Holt came", "Holt came")
        .replace("“Give it to me,” said Ben.", "Hitherto Holt had waited. “Give it to me,” said Holt.")
        .replace("“It is open.”", "“It is open.”\n\nThe dog barked at Holt, and then Holt and the dog ran.");
    let found: Vec<String> = attributed(&text).into_iter().map(|(speaker, _)| speaker).collect();
    assert!(
        found.contains(&"Holt".to_string()) && !found.contains(&"Hitherto Holt".to_string()),
        "{found:?}"
    );
}

#[test]
fn a_single_name_without_a_reporting_verb_is_a_person_of_the_story() {
    let text = LOCK
        .replace(
            "Ben Holt came down the towpath with the dog.",
            "Brill came down the towpath. She saw Brill. With him Brill had the dog. It was Brill’s dog.",
        )
        .replace("“Give it to me,” said Ben.", "“Give it to me.” Brill reached out.");
    let found: Vec<String> = attributed(&text).into_iter().map(|(speaker, _)| speaker).collect();
    let (ana, brill) = ("Ana Reyes", "Brill");
    assert_eq!(found, [ana, brill, ana, brill, ana, brill, ana, brill, ana, brill, ana]);
}

#[test]
fn the_writer_is_not_named_after_an_exclamation() {
    let text = LOCK
        .replace("Ana Reyes waited", "I waited")
        .replace("“Are you coming?” asked Ana.", "“Are you coming? Yes?” I asked.")
        .replace("“Not before the rain stops.”", "“Yes, not before the rain stops,” said Ben.")
        .replace("“It will not stop today.”", "“It will not,” said I.")
        .replace("“Then I shall wait for tomorrow.”", "“Yes, then I shall wait,” said Ben.")
        .replace(", Ana.”", ".”")
        .replace("“I have. Can", "“I have, yes. Can");
    assert!(attributed(&text).iter().all(|(speaker, _)| speaker != "Yes"));
}
