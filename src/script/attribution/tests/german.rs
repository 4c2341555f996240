//! Tests of German: a second language is a file of words and a few rules of grammar.

use super::{assert_speakers, attributed};
use crate::script::article::{Format, parse};
use crate::script::script_from_article as split;

/// Asserts the speakers of a German text.
fn german(text: &str, speakers: &[&str]) {
    assert_speakers(&format!("Die Brücke ist nicht offen, und das bleibt sie auch. {text}"), speakers);
}

#[test]
fn attributes_german_news() {
    german("„Die Brücke ist zu“, sagte Nora Weber am Montag.", &["Nora Weber"]);
    german("„Die Brücke ist zu“, so Nora Weber.", &["Nora Weber"]);
    german("Nora Weber erklärte: „Die Brücke ist zu.“", &["Nora Weber"]);
    german("„Die Brücke ist zu“, sagte Ministerin Nora Weber dem Rat.", &["Nora Weber"]);
    german("Die Ingenieurin Nora Weber sagte, sie habe „seit Jahren vor dem Rost gewarnt“.", &["Nora Weber"]);
    german("»Die Brücke ist zu«, sagte ein Polizeisprecher.", &["ein Polizeisprecher"]);
}

#[test]
fn finds_a_subject_after_its_verb() {
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
fn rejects_capitalised_nouns_as_names() {
    german("Nach einem Besuch im Krisengebiet sprach Nora Weber: „Die Brücke ist zu.“", &["Nora Weber"]);
    german("Weitere Zeugen kamen. Nora Weber von der Gewerkschaft sagte: „Sie ist zu.“", &["Nora Weber"]);
    german("Ursula von der Heide betonte: „Die Brücke ist zu.“", &["Ursula von der Heide"]);
    german("In einer Mitteilung des Amtes hieß es: „Die Brücke ist zu.“", &["einer Mitteilung des Amtes"]);
}

#[test]
fn attributes_reported_speech_to_the_last_speaker() {
    german(
        "Nora Weber sagte: „Die Brücke ist zu.“ Das Amt habe „viel zu lange gewartet“.",
        &["Nora Weber", "Nora Weber"],
    );
    german("Nora Weber warf dem Amt vor, es habe „viel zu lange gewartet“.", &["Nora Weber"]);
}

#[test]
fn leaves_terms_and_names_of_things_to_the_narrator() {
    german("Die Zeitung „Morgen am Fluss“ kam nicht.", &[]);
    german("Nora Weber kritisierte in der Zeitung „Der Fluss“ den Bau.", &[]);
    german("Er nannte den Bau der „Sammelstelle“ falsch.", &[]);
}

#[test]
fn separates_a_leading_noun_and_a_byline_from_a_name() {
    german("Er folgt auf seine Vorgängerin Petra Lang. „Geld war immer da“, sagt sie.", &["Petra Lang"]);
    german("Die Beisitzende Petra Lang kam. „Geld war immer da“, sagt Lang.", &["Petra Lang"]);
    assert_speakers(
        "Von Jonas Falk\n\nDas Geld ist nicht da, und das ist auch gut so. „Geld war immer da“, sagt Petra Lang.",
        &["Petra Lang"],
    );
    german(
        "„Das Bad ist nicht zu retten“, so der Bademeister, Jonas Falk. „Mein halbes Leben.“",
        &["Jonas Falk"; 2],
    );
}

#[test]
fn attributes_a_word_that_a_cue_makes_speech() {
    // Annotators of German news mark such words as speech, and a noun only as the complement of the verb or in reported
    // speech.
    german("Nora Weber nannte den Zustand „besorgniserregend“.", &["Nora Weber"]);
    german("Das Wort „Freibad“ sei „falsch“, erklärte Nora Weber.", &["Nora Weber"]);
    german("Nora Weber sprach von einem „Wortbruch“.", &["Nora Weber"]);
    german("Nora Weber wies den Plan als „Augenwischerei“ zurück.", &["Nora Weber"]);
    german("Nora Weber warnte, dass der Ort zu einem „Nadelöhr“ werde.", &["Nora Weber"]);
    german("Nora Weber sagte: „Die Brücke ist zu.“ Der Bau sei „überfällig“.", &["Nora Weber", "Nora Weber"]);
}

#[test]
fn leaves_a_name_in_quotation_marks_to_the_narrator() {
    german("Nora Weber warnte vor der sogenannten „Reform“, die teuer werde.", &[]);
    german("Nora Weber warnte, der Fluss werde steigen, und fuhr mit der „Seerose“ davon.", &[]);
    german("Laut „flussblatt.de“ ist sie zu.", &[]);
    german("Nora Weber warnte, die Zeitung „Morgen“ werde teurer.", &[]);
}

#[test]
fn attributes_a_quote_to_the_organisation_that_the_text_is_about() {
    german("Der OVB widersprach dem Plan. „Hier wird nicht gebaut.“", &["der OVB"]);
}

#[test]
fn reads_a_source_before_its_postposition() {
    german("Nora Weber zufolge ist die Brücke „seit Jahren viel zu alt gewesen“.", &["Nora Weber"]);
    german("Berichten zufolge liegt sie am „Alten Weg zum Fluss“.", &[]);
}

#[test]
fn resolves_a_german_epithet_to_the_last_person_named() {
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

#[test]
fn finds_the_person_after_the_verb_of_a_sentence() {
    let text = "Die Biologin Ines Kolb kam. Neben ihr packt Kollege Jonas Falk ein. „Wenn es regnet, sind wir zurück“, sagt er.";
    german(text, &["Jonas Falk"]);
    german(
        "Seit dem 1. März leitet Ines Kolb das Archiv. „Ich wollte einen Keller“, scherzt sie.",
        &["Ines Kolb"],
    );
}

#[test]
fn reads_any_verb_after_a_quote_and_a_comma() {
    german("„Wer hat den Schlüssel?“, wollte Jonas wissen.", &["Jonas"]);
    german("Das Mädchen sah ins Feuer. „Vielleicht“, flüsterte es.", &["das Mädchen"]);
    german("In der „Trostrunde“, dem „Pokal der Nationen“, verloren die Frauen.", &[]);
}

#[test]
fn attributes_reported_speech_to_the_subject_before_it() {
    german(
        "„Kein Kommentar“, sagte Nora Weber. Torhüter Jonas Falk bedauerte den Schritt. Weber sei „ein feiner Mensch“.",
        &["Nora Weber", "Jonas Falk"],
    );
}

#[test]
fn reads_a_subject_past_its_own_name_and_its_place() {
    german(
        "Der Verband „Pro Gleis“ forderte beide Seiten auf, „an den Tisch zurückzukehren“.",
        &["der Verband"],
    );
    german(
        "Auch der Politologe Jonas Falk von der Universität Tallenburg hält den Vorgang für „beispiellos“.",
        &["Jonas Falk"],
    );
    german(
        "Der Besitzer, der 58 Jahre alte Tischler Jonas Falk, kam. „Das war mein Leben“, sagte er.",
        &["Jonas Falk"],
    );
    german(
        "Jonas Falk bezweifelt, dass Nora Weber ihn geschrieben hat: „Die Schrift passt nicht.“",
        &["Jonas Falk"],
    );
}

#[test]
fn an_office_in_a_compound_is_not_an_epithet() {
    german("Jonas Falk starb am Montag. „Er war krank“, sagte der Staatsanwalt.", &["der Staatsanwalt"]);
}

#[test]
fn lists_documents_groups_and_organisations_nearby_as_candidates() {
    let text = "Die Brücke ist nicht offen, und das bleibt sie auch. Jonas Falk kam am Abend an den Fluss. Dort standen \
        Demonstranten, und der Verband verteilte ein Flugblatt. „Wir wollen die Brücke zurück.“ Dann ging Falk.";
    let script = split(&parse(text, Format::Text).unwrap());
    let unsure = script.segments.iter().find_map(|segment| segment.unsure.as_ref()).unwrap();
    for source in ["Demonstranten", "der Verband", "ein Flugblatt", "Jonas Falk"] {
        assert!(unsure.candidates.iter().any(|name| name == source), "{source}: {:?}", unsure.candidates);
    }
}

#[test]
fn is_unsure_of_words_that_a_person_denies() {
    let text = "Die Brücke ist nicht offen, und das bleibt sie auch. Die Ministerin Nora Weber hat Berichte zurückgewiesen, \
        die Brücke sei „seit Jahren vom Rost zerfressen“.";
    let found = attributed(text);
    assert!(
        !found.is_empty() && found.iter().all(|(_, sure)| !sure),
        "the words are those of others: {found:?}"
    );
    german(
        "Die Ministerin Nora Weber hat Berichte zurückgewiesen und sagte: „Die Brücke hält.“",
        &["Nora Weber"],
    );
}

#[test]
fn finds_the_person_that_a_sentence_introduces() {
    let earlier = "„Die Brücke ist zu“, sagte die Ingenieurin Nora Weber.";
    for sentence in [
        "Ihre Nachfolgerin ist Petra Lang.",
        "Ihre Nachfolgerin heißt Petra Lang. Die 29-Jährige kommt vom Fluss.",
    ] {
        german(&format!("{earlier}\n\n{sentence} „Es ist spät“, sagt sie."), &["Nora Weber", "Petra Lang"]);
    }
}

#[test]
fn reads_an_auxiliary_with_its_participle_after_the_quote() {
    german(
        "Nora Weber traf Jonas Falk. „Es eilt“, hatte er vor Jahren in einem Interview gesagt.",
        &["Jonas Falk"],
    );
    german("„Es eilt“, habe Nora Weber ihm später noch geschrieben.", &["Nora Weber"]);
}

#[test]
fn a_pronoun_after_a_clause_and_its_verb_is_the_speaker() {
    german(
        "Jonas Falk sprach im Rat. Den Versuch, die Macht durch Druck und Betrug zu sichern, nannte er einen „schlimmen Fehler“.",
        &["Jonas Falk"],
    );
}

#[test]
fn reported_speech_belongs_to_the_subject_of_its_sentence() {
    german(
        "„Es eilt“, sagte Jonas Falk. Zu dieser Zeit ging Nora Weber, die Anwältin, noch davon aus, dass er bleibe, „um die Kinder zu schonen“.",
        &["Jonas Falk", "Nora Weber"],
    );
    german("„Es eilt“, sagte Jonas Falk. Allerdings koste der Umbau „ein Heidengeld“.", &["Jonas Falk"; 2]);
}

#[test]
fn a_given_name_alone_may_be_the_subject() {
    german(
        "„Meine Enkelin kommt oft“, sagt Nora Weber. Mia ist neun. Sie findet Glocken „ganz in Ordnung“.",
        &["Nora Weber", "Mia"],
    );
}

#[test]
fn one_of_several_may_speak() {
    german(
        "Nora Weber lag unter dem Tisch. Einer der Männer habe gerufen: „Alle auf den Boden!“",
        &["einer der Männer"],
    );
    german(
        "Ein Drucker aus Kiel, der seit Mai dort ist, sagte: „So wütend war keiner.“ Minister Jonas Falk kam.",
        &["ein Drucker aus Kiel"],
    );
}

#[test]
fn a_subject_after_an_object_and_its_verb_is_the_next_speaker() {
    german(
        "Jonas Falk sperrte die Strecke. Das teilte ein Bahnsprecher mit. „Auf den Gleisen liegen Bäume“, sagte er.",
        &["ein Bahnsprecher"],
    );
    german(
        "Jonas Falk traf Nora Weber. Diese sprach von einer „Freundschaft ohne Fußnoten“.",
        &["Nora Weber"],
    );
}

#[test]
fn reads_a_surname_with_a_small_particle() {
    german(
        "Geschäftsführer Clemens von Ahlen kam spät. Doris Kuhnt lachte. „Papier ist geduldig, wir sind es nicht“, so von Ahlen.",
        &["Clemens von Ahlen"],
    );
}

#[test]
fn a_document_after_a_participle_is_the_source() {
    german(
        "Man habe „bis an die Grenze des Machbaren“ verhandelt, hieß es in einer Erklärung des Verbands. Jonas Falk sagte nichts.",
        &["einer Erklärung des Verbands"],
    );
}

#[test]
fn a_single_adjective_in_reported_speech_is_the_last_speakers() {
    german("„Es eilt“, sagte Nora Weber. In den Betrieben sei die Stimmung „explosiv“.", &["Nora Weber"; 2]);
}

#[test]
fn a_verb_after_a_quote_outweighs_a_plural_before_the_colon() {
    german(
        "Jonas Falk kam spät. Doch obwohl sich viele Organisationen an die Stadt wenden: „Der Ausbau ist gerade schwierig“, räumt Falk ein.",
        &["Jonas Falk"],
    );
}

#[test]
fn a_noun_or_an_adverb_before_the_verb_is_not_the_subject() {
    german(
        "Jonas Falk kam spät. Auf weitere Nachfrage sagt Falk, er könne sich nicht erinnern. „Der Brief ist nicht echt.“",
        &["Jonas Falk"],
    );
    german(
        "Die Chefin, Nora Weber, kam spät. Zugleich mahnte sie: „Wir müssen uns beeilen.“",
        &["Nora Weber"],
    );
}

#[test]
fn an_age_in_brackets_marks_a_person() {
    german(
        "Die Besucher haben Zeit. Gundis Schöll (77) blättert in einem Buch. „Das stünde nicht im Weg“, sagt sie.",
        &["Gundis Schöll"],
    );
}

#[test]
fn a_group_before_a_surname_is_a_role() {
    german("Nora Weber kam spät. „Es wird eng“, sagt ABC-Organisatorin Weber.", &["Nora Weber"]);
}

#[test]
fn the_name_after_an_office_and_its_organisation_is_the_holders() {
    german(
        "Der Erste Geschäftsführer der ABC-Fraktion Dr. Jonas Falk erinnerte daran. „Es ist höchste Zeit“, kritisierte er.",
        &["Jonas Falk"],
    );
}

#[test]
fn a_relative_clause_at_the_end_is_about_the_person_before_it() {
    german(
        "Nora Weber erzählt von einem jungen Mann, der gleich zur Begrüßung sagte: „Mit Booten habe ich nichts am Hut.“",
        &["einem jungen Mann"],
    );
}

#[test]
fn a_creed_is_the_owners() {
    german("Nora Weber winkt ab. „Man muss die Leute mögen“, lautet ihr Credo.", &["Nora Weber"]);
}

#[test]
fn a_term_that_the_article_repeats_is_not_speech() {
    german(
        "Nora Weber sagt, sie könne sich an das „Sonderblatt“ nicht erinnern. Das „Sonderblatt“ kam im Mai. „Es war laut“, sagt sie.",
        &["Nora Weber"],
    );
    german(
        "Der Betrieb gewinnt auch 2022 einen „Goldener Löffel“-Preis. „Es war knapp“, sagt Nora Weber.",
        &["Nora Weber"],
    );
}

#[test]
fn a_noun_before_a_known_surname_is_a_role() {
    german("Nora Weber kam spät. „Es wird eng“, sagt Trendscout Weber.", &["Nora Weber"]);
    german(
        "Das war klug, findet Modefachfrau und Autorin Nora Weber aus Kiel: „Es ist wieder Zeit dafür.“",
        &["Nora Weber"],
    );
}

#[test]
fn a_description_without_its_second_comma_is_the_persons() {
    german("Nora Weber, Leiterwartin der ABC fordert: „Wir schulden es den Kindern.“", &["Nora Weber"]);
}

#[test]
fn a_name_before_the_verb_is_not_the_subject_if_a_pronoun_follows() {
    german(
        "„Es eilt“, betonte Nora Weber. In Anlehnung an den Soziologen Jan Holm fragte sie: „Wie kommt er zum Klingen?“",
        &["Nora Weber"; 2],
    );
}

#[test]
fn a_reported_auxiliary_leaves_the_quote_to_the_last_speaker() {
    german(
        "„Meine Wiese ist ein See“, klagt Georg Hiebl. Die Universität habe ihm „das Blaue vom Himmel“ versprochen.",
        &["Georg Hiebl"; 2],
    );
}
