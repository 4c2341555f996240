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

#[test]
fn a_noun_before_a_name_and_a_byline_are_no_part_of_it() {
    german("Er folgt auf seine Vorgängerin Petra Lang. „Geld war immer da“, sagt sie.", &["Petra Lang"]);
    german("Die Beisitzende Petra Lang kam. „Geld war immer da“, sagt Lang.", &["Petra Lang"]);
    by(
        "Von Jonas Falk\n\nDas Geld ist nicht da, und das ist auch gut so. „Geld war immer da“, sagt Petra Lang.",
        &["Petra Lang"],
    );
    german(
        "„Das Bad ist nicht zu retten“, so der Bademeister, Jonas Falk. „Mein halbes Leben.“",
        &["Jonas Falk"; 2],
    );
}

#[test]
fn a_single_word_is_the_narrators() {
    german("Nora Weber nannte den Zustand „besorgniserregend“.", &[]);
    german("Das Wort „Freibad“ sei „falsch“, erklärte Nora Weber.", &[]);
}

#[test]
fn a_source_may_stand_before_its_word() {
    german("Nora Weber zufolge ist die Brücke „seit Jahren viel zu alt gewesen“.", &["Nora Weber"]);
    german("Berichten zufolge liegt sie am „Alten Weg zum Fluss“.", &[]);
}

#[test]
fn a_word_for_what_somebody_does_is_the_last_who_was_named() {
    german(
        "Zimmermeister Georg Haas hält es für möglich. „Die Balken sind gesund“, so der Fachmann.",
        &["Georg Haas"],
    );
    german(
        "Auf Nachfrage dieser Zeitung teilte das Bauamt mit: „Über den Abriss wird nicht entschieden.“",
        &["das Bauamt"],
    );
    german("Sie fügte nichts hinzu. „Wir werden einige Gebiete bald wieder öffnen“.", &["unknown"]);
}
