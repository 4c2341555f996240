//! The words that the rules know. Data only, and what is asked of it. Lists are strings of words apart by spaces.

use std::collections::HashSet;
use std::sync::OnceLock;

/// What a noun is, as far as its ordinal must know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gender {
    Masculine,
    Feminine,
    Neuter,
}

/// Words that begin a sentence after a stop, and are no noun.
const STARTERS: &str = "aber alle allein allerdings alles als also am an anders andere auch auf aus außerdem bei beide beim \
    bereits besonders bevor bis bislang da dabei dadurch dafür dagegen daher dahinter damals damit danach daneben dann daran \
    darauf daraufhin daraus darin darum darunter das dass davon davor dazu dem den denn dennoch der deren derzeit des deshalb \
    dessen deswegen die dies diese diesem diesen dieser dieses doch dort durch ebenso eigentlich ein eine einem einen einer \
    eines einige einmal er erst es etwa etwas falls früher für gegen genau gestern gleichzeitig heute hier hinter hinzu ich ihm \
    ihn ihnen ihr ihre ihrem ihren ihrer im immer immerhin in infolge inzwischen ins insgesamt ja jede jedem jeden jeder jedes \
    jedoch jemand jener jetzt kaum kein keine keiner laut man manche manchmal mehr mehrere mein meine mit mittlerweile morgen \
    nach nachdem natürlich neben nein nicht nichts niemand noch nun nur ob obwohl oder oft ohne schließlich schon seid sein \
    seine seinem seinen seiner seit seitdem selbst sie sind so sobald sogar solche sondern sonst soweit später statt stattdessen \
    trotz trotzdem über überhaupt um und uns unser unsere unter viele vielleicht vom von vor vorher während wann war waren warum \
    was wegen weil weiter weitere welche wenn wer wie wieder wir wird wo wobei wohl wurde zudem zuerst zuletzt zum zumal \
    zunächst zur zusammen zuvor zwar zwei zwischen";
/// Words after which a number with a stop is an ordinal when a noun follows.
const GOVERNORS: &str = "als am ans beim das dem den der des die dies diese diesem diesen dieser dieses fürs im ins jede jedem \
    jeden jeder jedes jene jenem jenen jener jenes vom welche welchem welchen welcher welches zum zur";
/// So do these, with any ending of theirs.
const ARTICLES: &str = "ein kein mein dein sein ihr unser euer eur";
const ARTICLE_ENDINGS: [&str; 6] = ["", "e", "em", "en", "er", "es"];
/// Prepositions that have swallowed their article.
const CONTRACTIONS: &str = "am ans beim fürs im ins vom zum zur";
/// Prepositions that may stand before a date without an article.
const PREPOSITIONS: &str =
    "ab an auf aus bei bis für gegen in mit nach seit über um unter von vor wegen zu zwischen";
/// What a day without its month may stand behind: "bis zum 5."
const BEFORE_DAY: &str = "am dem den vom zum";
/// Nouns that have a rank without an article: "1. FC Köln", "2. Bundesliga".
const RANKED: &str = "Abschnitt Absatz Advent Akt Auflage Ausgabe Band Bezirk Bundesliga Etage Fassung FC FSV Geburtstag \
    Halbjahr Halbzeit Jahrestag Jahrgang Jahrhundert Jh Jhd Jhdt Kapitel Klasse Kreisliga Lesung Liga Mai Mal Mannschaft Minute \
    Oberliga Platz Quartal Rang Regionalliga Runde Satz Schuljahr Senat Sinfonie Sitzung Spieltag Staffel Stelle Stock Stufe Tag \
    Teil Todestag Vorsitzende Vorsitzender Weltkrieg Woche";
/// Feminine nouns that do not show it by their ending.
const FEMININE: &str = "Amtszeit Antwort Arbeit Armee Chance Fahrt Frau Halbzeit Hand Kammer Macht Nacht Note Partei Person Saison Schicht \
    Stadt Staffel Tochter Vertreterin Wahl Zahl Zeit Liga Regel";
const FEMININE_ENDINGS: [&str; 9] = ["ung", "heit", "keit", "schaft", "ion", "tät", "enz", "anz", "rin"];
/// Most nouns that end in "e" are feminine; not these.
const NOT_FEMININE: &str = "Abgeordnete Affe Angehörige Angeklagte Angestellte Auge Beamte Bote Buchstabe Chinese Deutsche Ende Erbe \
    Erwachsene Experte Friede Gebäude Gedanke Gefangene Gelände Gemälde Glaube Interesse Jugendliche Junge Kollege Kunde Löwe \
    Name Pole Reisende Russe Tote Türke Verdächtige Verletzte Vorsitzende Wille Zeuge";
/// Neuter nouns.
const NEUTER: &str = "Album Auto Bein Bild Bier Buch Dorf Drittel Festival Gebot Gold Halbjahr Haus Jahr Jahrhundert Jahrtausend Jh Jhd \
    Jhdt Kapitel Kind Konzert Lebensjahr Mal Opfer Paar Quartal Rennen Schuljahr Semester Spiel Stück Tor Treffen Turnier Viertel Finale \
    Werk Ziel Zimmer Mitglied Training Geschoss Ministerium Bataillon Regiment Tier Schiff Team Feld Flugzeug";

/// Months, and how they are shortened.
pub(super) const MONTHS: [(&str, &str); 12] = [
    ("Januar", "Jan Jänner"),
    ("Februar", "Feb Feber Febr"),
    ("März", "Mrz"),
    ("April", "Apr"),
    ("Mai", ""),
    ("Juni", "Jun"),
    ("Juli", "Jul"),
    ("August", "Aug"),
    ("September", "Sep Sept"),
    ("Oktober", "Okt"),
    ("November", "Nov"),
    ("Dezember", "Dez"),
];
/// Days of the week.
const DAYS: [(&str, &str); 8] = [
    ("Mo", "Montag"),
    ("Di", "Dienstag"),
    ("Mi", "Mittwoch"),
    ("Do", "Donnerstag"),
    ("Fr", "Freitag"),
    ("Sa", "Samstag"),
    ("So", "Sonntag"),
    ("", "Sonnabend"),
];

/// Before a year of any age.
const BEFORE_YEAR: &str = "Anno Ende Frühjahr Frühling Herbst Jahr Jahre Jahren Jahres Mitte Anfang Sommer Winter ab bis circa \
    ca im in nach seit um vor von zwischen";
/// What is counted by thousands.
const COUNTED: &str = "Arbeitsplätze Arbeitsplätzen Aussteller Autos Beamte Beschäftigte Beschäftigten Besucher Besuchern \
    Bewohner Bürger Dollar Einsatzkräfte Einwohner Einwohnern Euro Fahrzeuge Familien Fälle Fans Flüchtlinge Franken Frauen \
    Gäste Gebäude Grad Haushalte Häuser Hektar Helfer Jahre Jahren Kilogramm Kilometer Kilometern Kinder Kindern Kilowattstunden \
    Läufer Liter Männer Meilen Menschen Meter Metern Mitarbeiter Mitarbeitern Mitglieder Mitgliedern Opfer Patienten Personen \
    Pfund Plätze Polizisten Quadratkilometer Quadratmeter Schüler Schülern Seiten Soldaten Stellen Stimmen Stück Studenten \
    Studierende Stunden Tage Tagen Teilnehmer Teilnehmern Tiere Tonnen Tote Toten Unternehmen Unterschriften Verletzte \
    Wohnungen Zuschauer Zuschauern";
/// Words near the result of a game or a vote.
const RESULT_WORDS: &str = "Auswärtssieg Endstand Ergebnis Führung Halbzeit Heimsieg Niederlage Partie Pokal Punkte Rückstand \
    Satz Sieg Spiel Spielstand Stand Stimmen Tor Tore Treffer Unentschieden Zwischenstand besiegte besiegten bezwang führte führten \
    gewann gewannen gewonnen schlug schlugen siegte siegten stand stimmten trennten unterlag unterlagen verlor verloren";

/// True when the list holds the word.
pub(super) fn among(list: &str, word: &str) -> bool {
    !word.is_empty() && list.split_ascii_whitespace().any(|listed| listed == word)
}

/// True for a word that begins a sentence more likely than it goes on with one.
pub(super) fn starts_sentence(word: &str) -> bool {
    static SET: OnceLock<HashSet<&str>> = OnceLock::new();
    let set = SET.get_or_init(|| STARTERS.split_ascii_whitespace().collect());
    set.contains(word.to_lowercase().as_str())
}

/// True for a word behind which an ordinal may stand.
pub(super) fn governs(word: &str) -> bool {
    let lower = word.to_lowercase();
    let article =
        |article: &str| lower.strip_prefix(article).is_some_and(|end| ARTICLE_ENDINGS.contains(&end));
    among(GOVERNORS, &lower) || ARTICLES.split(' ').any(article)
}

pub(super) fn is_contraction(lower: &str) -> bool {
    among(CONTRACTIONS, lower)
}

pub(super) fn is_preposition(lower: &str) -> bool {
    among(PREPOSITIONS, lower)
}

pub(super) fn is_before_day(word: &str) -> bool {
    among(BEFORE_DAY, &word.to_lowercase())
}

pub(super) fn is_ranked(noun: &str) -> bool {
    let last = |listed: &str| {
        let end = noun.len().checked_sub(listed.len()).and_then(|from| noun.get(from..));
        listed.len() > 3 && end.is_some_and(|end| end.eq_ignore_ascii_case(listed))
    };
    among(RANKED, noun) || RANKED.split_ascii_whitespace().any(last)
}

/// A month, whole or short, by its number from 0.
pub(super) fn month(word: &str) -> Option<usize> {
    MONTHS.iter().position(|(name, short)| *name == word || among(short, word))
}

pub(super) fn is_month(word: &str) -> bool {
    month(word).is_some()
}

/// The whole name of a day that is written whole or short.
pub(super) fn day(word: &str) -> Option<&'static str> {
    let day = DAYS.iter().find(|(short, name)| (*short == word && !short.is_empty()) || *name == word);
    day.map(|(_, name)| *name)
}

pub(super) fn is_before_year(word: &str) -> bool {
    among(BEFORE_YEAR, word) || is_month(word)
}

pub(super) fn is_counted(word: &str) -> bool {
    among(COUNTED, word)
}

pub(super) fn is_of_result(word: &str) -> bool {
    among(RESULT_WORDS, word)
}

/// The gender of a noun, by its ending or as listed; compounds have that of their last part.
pub(super) fn gender(noun: &str) -> Gender {
    let lower = noun.to_lowercase();
    let holds = |list: &str| {
        let last = |word: &str| {
            let word = word.to_lowercase();
            lower == word || (word.len() > 2 && lower.ends_with(&word))
        };
        list.split_ascii_whitespace().any(last)
    };
    if among(NEUTER, noun) {
        Gender::Neuter
    } else if holds(FEMININE) || FEMININE_ENDINGS.iter().any(|ending| lower.ends_with(ending)) {
        Gender::Feminine
    } else if holds(NEUTER) {
        Gender::Neuter
    } else if lower.len() > 3 && lower.ends_with('e') && !holds(NOT_FEMININE) {
        Gender::Feminine
    } else {
        Gender::Masculine
    }
}
