//! Tests of offices, occupations and descriptions that name a person that the article knows.

use super::{assert_speakers, attributed};
use crate::script::article::{Format, parse};
use crate::script::script_from_article as split;

/// Asserts the speakers of a German text.
fn german(text: &str, speakers: &[&str]) {
    assert_speakers(&format!("Die Brücke ist nicht offen, und das bleibt sie auch. {text}"), speakers);
}

/// Returns the candidates of the unsure quotes of a German text.
fn candidates(text: &str) -> Vec<Vec<String>> {
    let text = format!("Die Brücke ist nicht offen, und das bleibt sie auch. {text}");
    let script = split(&parse(&text, Format::Text).unwrap());
    script.segments.into_iter().filter_map(|segment| Some(segment.unsure?.candidates)).collect()
}

#[test]
fn an_office_without_its_field_is_the_person_with_the_field() {
    let said = |by: &str| format!("{by} kam am Montag. Die Lage ist ernst.\n\n„Es eilt sehr“, sagte");
    german(&format!("{} die Ministerin.", said("Verkehrsministerin Nora Weber")), &["Nora Weber"]);
    german(&format!("{} der Pfarrer.", said("Pfarrer Jonas Falk")), &["Jonas Falk"]);
    german(&format!("{} der Rathauschef.", said("Bürgermeister Jonas Falk")), &["Jonas Falk"]);
    german(&format!("{} der CSU-Politiker.", said("Jonas Falk")), &["Jonas Falk"]);
    // A deputy is another person, and so is the spokesman of another office.
    german(&format!("{} der Präsident.", said("Vizepräsident Jonas Falk")), &["der Präsident"]);
    german(
        &format!("{} der Sprecher des Zolls.", said("Polizeisprecher Jonas Falk")),
        &["der Sprecher des Zolls"],
    );
}

#[test]
fn an_occupation_is_the_person_just_mentioned() {
    german(
        "Siegtorschützin Nora Weber sah es nüchtern. „Drei Punkte, mehr nicht“, meinte die Stürmerin.",
        &["Nora Weber"],
    );
    // With a complement it is another person.
    german(
        "Anwältin Nora Weber kam am Montag. Die Witwe des Opfers ging. „Das glaubt ihm keiner“, sagte sie.",
        &["die Witwe des Opfers"],
    );
}

#[test]
fn an_office_is_the_same_in_all_cases() {
    german(
        "Nora Weber traf am Mittwoch den französischen Präsidenten Luc Arno. „Wir sind alte Freunde“, sagte der Präsident.",
        &["Luc Arno"],
    );
    german("In Kiel sprach der Vorsitzende der Partei, Jonas Falk, von einem „Fehler“.", &["Jonas Falk"]);
    german("Trainer Jonas Falk kam. „Das war reif“, lobte der 51-Jährige seine Elf.", &["Jonas Falk"]);
}

#[test]
fn an_office_that_two_people_have_is_unsure() {
    let found = attributed(
        "Die Brücke ist nicht offen, und das bleibt sie auch. Innenminister Jonas Falk traf Finanzminister Karl Brandt. „Es eilt“, sagte der Minister.",
    );
    assert!(found.iter().all(|(_, sure)| !sure), "{found:?}");
}

#[test]
fn an_age_or_an_adjective_may_come_between_the_article_and_the_name() {
    for cue in [
        "Eine Zeugin, die 81 Jahre alte Nora Weber, sagte: „Es roch nach Benzin.“",
        "Eine Zeugin, die 81 Jahre alte Nora Weber, kam. „Es roch nach Benzin“, sagte sie.",
        "„Es roch nach Benzin“, sagte eine Zeugin, die sichtlich müde Nora Weber.",
    ] {
        german(cue, &["Nora Weber"]);
    }
}

#[test]
fn a_time_is_no_part_of_a_description() {
    for time in ["am Montag in Kiel", "in der Pause", "am 3. Mai", "am Montagabend", "in einer Mitteilung"] {
        german(
            &format!("„Es eilt“, sagte ein Sprecher der Feuerwehr {time}."),
            &["ein Sprecher der Feuerwehr"],
        );
    }
    assert_speakers(
        "“It is late,” said a spokesman for the council in a statement.",
        &["a spokesman for the council"],
    );
}

#[test]
fn a_colleague_of_another_may_be_a_person_with_a_name() {
    let found = attributed(
        "Die Brücke ist nicht offen, und das bleibt sie auch. Nora Weber folgt auf Jonas Falk. Seine Nachfolgerin sieht das anders. „Es eilt“, sagt sie.",
    );
    assert!(found.iter().all(|(_, sure)| !sure), "{found:?}");
}

#[test]
fn nouns_and_places_are_no_candidates() {
    let found = candidates(
        "Die Staatsanwaltschaft Krefeld ermittelt wegen Manipulation und Betrug. Nora Weber und Jonas Falk kamen aus Krefeld. Ein Mann wartete. Dann rief jemand. „Es eilt jetzt sehr.“",
    );
    let all: Vec<&String> = found.iter().flatten().collect();
    assert!(!all.is_empty());
    for noun in ["Krefeld", "Manipulation", "Betrug"] {
        assert!(!all.iter().any(|name| *name == noun), "{all:?}");
    }
}

#[test]
fn an_organisation_with_an_article_is_a_candidate() {
    let found = candidates(
        "Sie klagen oft, schreibt der Landesverband Baden auf seiner Seite. Nora Weber traf Jonas Falk. Die Klauseln seien „sehr gefährlich“.",
    );
    assert!(found.iter().flatten().any(|name| name == "der Landesverband Baden"), "{found:?}");
}

#[test]
fn a_boy_who_came_by_is_the_boy() {
    assert_speakers(
        "Nora Whitlock lifts the lid. A boy from across the street wants to know if bees sleep.\n\n“They do, all of them,” Whitlock says.\n\n“No way,” the boy says.",
        &["Nora Whitlock", "a boy"],
    );
}

#[test]
fn a_relative_who_is_the_subject_may_have_the_surname() {
    let found = attributed(
        "Carla Ricci runs the mill. Carla's sister, Dana Ricci, agreed. “It is over,” Ricci said.",
    );
    assert_eq!(found, [("Dana Ricci".to_string(), false)]);
}

#[test]
fn a_description_with_two_nouns_has_its_name() {
    assert_speakers(
        "Both sides claimed victory. Whitlock's daughter and campaign manager, Paula Whitlock, said: “Mom was Mom.”",
        &["Paula Whitlock"],
    );
}

#[test]
fn an_organisation_with_its_place_is_certain() {
    let found = attributed(
        "Die Brücke ist nicht offen, und das bleibt sie auch. „Es eilt sehr“, teilte die Staatsanwaltschaft Kiel mit.",
    );
    assert_eq!(found, [("die Staatsanwaltschaft Kiel".to_string(), true)]);
    german(
        "Seine Kollegin und Abgeordnete im Landtag, Nora Weber, urteilte, der Weg führe in einen „Bunker ohne Tür“.",
        &["Nora Weber"],
    );
}
