//! Tests of French, Spanish, Italian, Dutch and Portuguese.

use super::{assert_spoken_in, speak_in};
use crate::language::european::{self, European};
use crate::speech::sentences;

#[test]
fn speaks_french_numbers_and_amounts() {
    assert_spoken_in(
        "fr",
        &[
            ("3,4 millions d'euros et 12 k€", "trois virgule quatre millions d'euros et douze mille euros"),
            ("Il faisait -5 °C.", "Il faisait moins cinq degrés Celsius."),
            ("21 km et 71 %", "vingt-et-un kilomètres et soixante-et-onze pour cent"),
            ("21 personnes, 21 ans, 1 femme", "vingt-et-une personnes, vingt-et-un ans, une femme"),
            ("200 ans et 280 000 euros", "deux-cents ans et deux-cent quatre-vingt mille euros"),
            ("1 250 personnes, 1 000 000 euros", "mille deux-cent cinquante personnes, un million d'euros"),
            ("0,30 €/kWh", "zéro euro trente par kilowattheure"),
            (
                "5-10 minutes, 5 % - 10 %, 9h-17h",
                "cinq à dix minutes, cinq pour cent à dix pour cent, neuf heures à dix-sept heures",
            ),
            ("3.5 et .8 %", "trois virgule cinq et zéro virgule huit pour cent"),
            ("5 - 3 = 2", "cinq moins trois égale deux"),
            ("3/4 et 2 1/2", "trois quarts et deux et demi"),
        ],
    );
    assert_spoken_in("fr-CH", &[("71 ans et 95 ans", "septante-et-un ans et nonante-cinq ans")]);
}

#[test]
fn speaks_french_dates_codes_and_abbreviations() {
    assert_spoken_in(
        "fr",
        &[
            ("le 1er mai à 14h30", "le premier mai à quatorze heures trente"),
            ("12,50 € le 12/05/2024", "douze euros cinquante le douze mai deux mille vingt-quatre"),
            ("du 11 novembre – 13 décembre", "du onze novembre à treize décembre"),
            ("12 janv. 2024", "douze janvier deux mille vingt-quatre"),
            ("au XVIIe siècle", "au dix-septième siècle"),
            ("Louis XIV et François I", "Louis quatorze et François premier"),
            ("chapitre IV", "chapitre quatre"),
            ("M. Dupont à St-Étienne", "Monsieur Dupont à Saint Étienne"),
            ("l'art. 5, n° 7", "l'article cinq, numéro sept"),
            ("44 av. J.-C.", "quarante-quatre avant Jésus-Christ."),
            ("le 06 12 34 56 78", "le zéro six, douze, trente-quatre, cinquante-six, soixante-dix-huit"),
        ],
    );
}

#[test]
fn speaks_spanish_numbers_and_amounts() {
    assert_spoken_in(
        "es",
        &[
            ("3,4 millones de euros", "tres coma cuatro millones de euros"),
            ("$5 mil millones y 5 mil €", "cinco mil millones de dólares y cinco mil euros"),
            ("2.500.000.000 y 1.000.000.000", "dos mil quinientos millones y mil millones"),
            ("1.000.000 habitantes", "un millón de habitantes"),
            ("21 km, 31 años", "veintiún kilómetros, treinta y un años"),
            ("21 casas, 21 días", "veintiuna casas, veintiún días"),
            ("500 mujeres, 200.000 personas", "quinientas mujeres, doscientas mil personas"),
            ("21 mil personas", "veintiuna mil personas"),
            ("en 1921 muchas casas", "en mil novecientos veintiuno muchas casas"),
            ("21 de mayo", "veintiuno de mayo"),
            (
                "100 € y 1.250 €, 12,50 €",
                "cien euros y mil doscientos cincuenta euros, doce euros con cincuenta",
            ),
            ("20º C, 45° norte", "veinte grados Celsius, cuarenta y cinco grados norte"),
        ],
    );
    assert_spoken_in("es-MX", &[("1,250.50 pesos", "mil doscientos cincuenta coma cincuenta pesos")]);
}

#[test]
fn speaks_spanish_dates_codes_and_abbreviations() {
    assert_spoken_in(
        "es",
        &[
            ("el 12/05/2024", "el doce de mayo de dos mil veinticuatro"),
            ("a las 14:00", "a las catorce horas"),
            ("Felipe VI y Alfonso XIII", "Felipe sexto y Alfonso trece"),
            ("el siglo XXI", "el siglo veintiuno"),
            (
                "El Sr. Ruiz vive en EE. UU. desde 2005.",
                "El Señor Ruiz vive en Estados Unidos desde dos mil cinco.",
            ),
            ("la 2.ª vez, el 1er lugar", "la segunda vez, el primer lugar"),
            ("la 32.ª edición", "la trigésima segunda edición"),
            ("n.º 5 y nº 6", "número cinco y número seis"),
            ("Llame al 912 345 678.", "Llame al nueve uno dos, tres cuatro cinco, seis siete ocho."),
            ("¿Y ahora?", "¿Y ahora?"),
        ],
    );
}

#[test]
fn speaks_italian() {
    assert_spoken_in(
        "it",
        &[
            ("28 km e 2.345 euro", "ventotto chilometri e duemilatrecentoquarantacinque euro"),
            ("3,4 mln di euro, 1 casa", "tre virgola quattro milioni di euro, una casa"),
            ("12,50 € alle 14.30", "dodici euro e cinquanta alle quattordici e trenta"),
            ("il sig. Rossi e l'on. Bianchi", "il signor Rossi e l'onorevole Bianchi"),
            ("nel XXI secolo", "nel ventunesimo secolo"),
            ("Luigi XIV, Elisabetta II", "Luigi quattordicesimo, Elisabetta seconda"),
            ("il 3° posto a 20° C", "il terzo posto a venti gradi Celsius"),
            ("il 1° maggio 1998", "il primo maggio millenovecentonovantotto"),
        ],
    );
}

#[test]
fn speaks_dutch() {
    assert_spoken_in(
        "nl",
        &[
            ("€ 12,50 om 14.30 uur", "twaalf euro vijftig om veertien uur dertig"),
            ("2.345 mensen", "tweeduizend driehonderdvijfenveertig mensen"),
            ("de 21e eeuw", "de eenentwintigste eeuw"),
            ("o.a. 3 km", "onder andere drie kilometer"),
            ("op 12-05-1998", "op twaalf mei negentienhonderdachtennegentig"),
            ("in 1998 en 2024", "in negentienhonderdachtennegentig en tweeduizend vierentwintig"),
            ("won met 3-1, 5-10 jaar", "won met drie één, vijf tot tien jaar"),
            ("Willem II", "Willem de tweede"),
            ("020-1234567", "nul twee nul, één twee drie vier vijf zes zeven"),
        ],
    );
}

#[test]
fn speaks_portuguese() {
    assert_spoken_in(
        "pt",
        &[
            ("22 km e 345 kg", "vinte e dois quilômetros e trezentos e quarenta e cinco quilogramas"),
            ("22 casas, 200 pessoas", "vinte e duas casas, duzentas pessoas"),
            ("R$ 12,50 e R$ 3,4 bilhões", "doze reais e cinquenta e três vírgula quatro bilhões de reais"),
            ("R$ 5 mil e US$ 5", "cinco mil reais e cinco dólares"),
            ("às 14h30", "às catorze horas e trinta"),
            ("o século XXI", "o século vinte e um"),
            ("1.250 casas, 16 km", "mil duzentas e cinquenta casas, dezesseis quilômetros"),
            ("D. João VI", "Dom João sexto"),
        ],
    );
    assert_spoken_in("pt-PT", &[("16 km e 1.200.000.000", "dezasseis quilómetros e mil e duzentos milhões")]);
}

type Table = fn() -> &'static European;

const LANGUAGES: [(&str, Table); 8] = [
    ("fr", european::french),
    ("fr-BE", european::belgian_french),
    ("es", european::spanish),
    ("es-MX", european::american_spanish),
    ("it", european::italian),
    ("nl", european::dutch),
    ("pt", european::portuguese),
    ("pt-PT", european::european_portuguese),
];

#[test]
fn reads_the_tables_of_all_languages() {
    for (_, table) in LANGUAGES {
        let table = table();
        let lists = [&table.below_hundred, &table.hundreds, &table.hundreds_alone, &table.months];
        assert_eq!(lists.map(|list| list.iter().count()), [100, 9, 9, 12]);
    }
}

#[test]
fn speaks_every_unit_of_these_languages() {
    for (language, table) in LANGUAGES {
        let table = table();
        assert!(table.units.len() > 90, "{language}: {}", table.units.len());
        let seven = table.below_hundred.get(7).unwrap_or_default();
        for (written, noun) in table.units.iter().chain(&table.currencies) {
            for space in ["", " "] {
                let spoken = speak_in(language, &format!("7{space}{written}"));
                // "7h" is a time, with the same words.
                assert_eq!(spoken, format!("{seven} {}", noun.many()), "{language}: 7{space}{written}");
            }
        }
    }
}

/// A language, its "minus", and numbers with their words: written by hand, because the rules must not be their own witness.
type Numbers = (&'static str, &'static str, [(&'static str, &'static str); 8]);

const NUMBERS: [Numbers; 5] = [
    (
        "fr",
        "moins",
        [
            ("0", "zéro"),
            ("17", "dix-sept"),
            ("80", "quatre-vingts"),
            ("92", "quatre-vingt-douze"),
            ("305", "trois-cent cinq"),
            ("1500", "mille cinq-cents"),
            ("40000", "quarante mille"),
            ("3,75", "trois virgule soixante-quinze"),
        ],
    ),
    (
        "es",
        "menos",
        [
            ("0", "cero"),
            ("17", "diecisiete"),
            ("80", "ochenta"),
            ("92", "noventa y dos"),
            ("105", "ciento cinco"),
            ("1600", "mil seiscientos"),
            ("40000", "cuarenta mil"),
            ("3,75", "tres coma setenta y cinco"),
        ],
    ),
    (
        "it",
        "meno",
        [
            ("0", "zero"),
            ("17", "diciassette"),
            ("80", "ottanta"),
            ("92", "novantadue"),
            ("305", "trecentocinque"),
            ("1500", "millecinquecento"),
            ("40000", "quarantamila"),
            ("3,75", "tre virgola settantacinque"),
        ],
    ),
    (
        "nl",
        "min",
        [
            ("0", "nul"),
            ("17", "zeventien"),
            ("80", "tachtig"),
            ("92", "tweeënnegentig"),
            ("305", "driehonderdvijf"),
            ("1500", "vijftienhonderd"),
            ("40000", "veertigduizend"),
            ("3,75", "drie komma vijfenzeventig"),
        ],
    ),
    (
        "pt",
        "menos",
        [
            ("0", "zero"),
            ("17", "dezessete"),
            ("80", "oitenta"),
            ("93", "noventa e três"),
            ("105", "cento e cinco"),
            ("1600", "mil e seiscentos"),
            ("40000", "quarenta mil"),
            ("3,75", "três vírgula setenta e cinco"),
        ],
    ),
];

/// Contexts of a number in any of these languages. `#` is the number with its sign.
const CONTEXTS: [&str; 16] = [
    "#",
    "(#)",
    "A #.",
    "A #, B",
    "« # »",
    "x = #",
    "2 × # = y",
    "A: #; B",
    "A #%",
    "A # %.",
    "A #°C",
    "A # km",
    "A #km",
    "A # kg, B",
    "~#",
    "A # ? B",
];

#[test]
fn keeps_every_value_and_sign_in_these_languages() {
    for (language, minus, numbers) in NUMBERS {
        for (number, words) in numbers {
            for context in CONTEXTS {
                for sign in ["", "-", "−"] {
                    let written = context.replace('#', &format!("{sign}{number}"));
                    let spoken = speak_in(language, &written);
                    let signs = spoken.split([' ', ',']).filter(|word| *word == minus).count();
                    assert!(
                        spoken.contains(words) && signs == usize::from(!sign.is_empty()),
                        "{language}: {written} became {spoken}"
                    );
                }
            }
        }
    }
}

#[test]
fn ends_sentences_of_other_languages_at_their_own_marks() {
    let count = |language, text: &str| sentences(text, Some(language)).len();
    assert_eq!(count("es", "¡Qué bien! ¿Cuánto cuesta? Son 100 €."), 3);
    assert_eq!(count("fr", "M. Dupont est là. Il a dit : « Non. » Puis rien."), 3);
    assert_eq!(count("fr", "Il a pris le vol. Puis rien. Voir vol. 3 et p. 12."), 3);
    assert_eq!(count("it", "Il sig. Rossi è qui. Bene."), 2);
    assert_eq!(count("nl", "Dhr. Jansen wacht. Het duurde 5 min. Daarna niets."), 3);
    assert_eq!(count("ar", "كيف حالك؟ أنا بخير."), 2);
    assert_eq!(count("hi", "यह एक है। यह दो है।"), 2);
    assert_eq!(count("el", "Πού είναι; Στο λιμάνι."), 2);
    assert_eq!(count("sv", "Var är han; Nisse kommer."), 1);
    assert_eq!(count("ja", "雨です。船は来ません。"), 2);
    assert_eq!(speak_in("sv", "«Vad?» sade han."), "«Vad?» sade han.");
}
