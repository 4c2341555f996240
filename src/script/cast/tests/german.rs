//! The proof that a second language is a file of words and a few rules of its grammar.

use super::by;

/// Who says the quotes of a text that is known to be German.
fn german(text: &str, speakers: &[&str]) {
    by(&format!("Die Brücke ist nicht offen, und das bleibt sie auch. {text}"), speakers);
}

#[test]
fn german_news_is_read_by_the_same_rules_with_other_words() {
    german("„Die Brücke ist zu“, sagte Nora Weber am Montag.", &["Nora Weber"]);
    german("„Die Brücke ist zu“, so Nora Weber.", &["Nora Weber"]);
    german("Nora Weber erklärte: „Die Brücke ist zu.“", &["Nora Weber"]);
    german("„Die Brücke ist zu“, sagte Ministerin Nora Weber dem Rat.", &["Nora Weber"]);
    german("Die Ingenieurin Nora Weber sagte, sie habe „seit Jahren vor dem Rost gewarnt“.", &["Nora Weber"]);
    german("»Die Brücke ist zu«, sagte ein Polizeisprecher.", &["ein Polizeisprecher"]);
}

#[test]
fn the_subject_may_stand_behind_the_verb() {
    german("Der Zeitung sagte Nora Weber: „Die Brücke ist zu.“", &["Nora Weber"]);
    german("Dem Sender sagte die Ingenieurin: „Die Brücke ist zu.“", &["die Ingenieurin"]);
    german("Ähnlich äußerte sich Ministerin Nora Weber: „Die Brücke ist zu.“", &["Nora Weber"]);
    german("In einer langen Ansprache erklärte der Präsident: „Die Brücke ist zu.“", &["der Präsident"]);
    german("Gestern hatte Nora Weber im Rat erklärt: „Die Brücke ist zu.“", &["Nora Weber"]);
    german("Nora Weber hat anlässlich der Eröffnung erklärt: „Die Brücke ist zu.“", &["Nora Weber"]);
    german("„Die Brücke ist zu“, so beschrieb ihn der Ingenieur Jonas Falk vom Amt.", &["Jonas Falk"]);
    german("„Die Brücke ist zu“, so der Chef des Bauamts, Jonas Falk.", &["Jonas Falk"]);
}

#[test]
fn nouns_are_no_names_though_they_have_capitals() {
    german("Nach einem Besuch im Krisengebiet sprach Nora Weber: „Die Brücke ist zu.“", &["Nora Weber"]);
    german("Weitere Zeugen kamen. Nora Weber von der Gewerkschaft sagte: „Sie ist zu.“", &["Nora Weber"]);
    german("Ursula von der Heide betonte: „Die Brücke ist zu.“", &["Ursula von der Heide"]);
    german("In einer Mitteilung des Amtes hieß es: „Die Brücke ist zu.“", &["einer Mitteilung des Amtes"]);
}

#[test]
fn words_reported_in_the_subjunctive_are_the_last_speakers() {
    german(
        "Nora Weber sagte: „Die Brücke ist zu.“ Das Amt habe „viel zu lange gewartet“.",
        &["Nora Weber", "Nora Weber"],
    );
    german("Nora Weber warf dem Amt vor, es habe „viel zu lange gewartet“.", &["Nora Weber"]);
}

#[test]
fn terms_and_names_of_things_stay_with_the_narrator() {
    german("Die Zeitung „Morgen am Fluss“ kam nicht.", &[]);
    german("Nora Weber kritisierte in der Zeitung „Der Fluss“ den Bau.", &[]);
    german("Er nannte den Bau der „Sammelstelle“ falsch.", &[]);
}
