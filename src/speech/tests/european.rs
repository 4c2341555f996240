//! Tests of French, Spanish, Italian, Dutch and Portuguese.

use super::{assert_spoken_in, speak_in};
use crate::language::european;

#[test]
fn speaks_french() {
    assert_spoken_in(
        "fr",
        &[
            ("3,4 millions d'euros", "trois virgule quatre millions d'euros"),
            ("Il faisait -5 °C.", "Il faisait moins cinq degrés Celsius."),
            ("le 1er mai à 14h30", "le premier mai à quatorze heures trente"),
            ("12,50 € le 12/05/2024", "douze euros cinquante le douze mai deux mille vingt-quatre"),
            ("21 km et 71 %", "vingt-et-un kilomètres et soixante-et-onze pour cent"),
            ("au XVIIe siècle", "au dix-septième siècle"),
            ("Louis XIV et François I", "Louis quatorze et François premier"),
            ("1 250 personnes", "mille deux-cent cinquante personnes"),
            ("M. Dupont", "Monsieur Dupont"),
            ("5-10 minutes", "cinq à dix minutes"),
        ],
    );
}

#[test]
fn speaks_spanish() {
    assert_spoken_in(
        "es",
        &[
            ("3,4 millones de euros", "tres coma cuatro millones de euros"),
            ("21 km, 31 km", "veintiún kilómetros, treinta y un kilómetros"),
            ("100 € y 1.250 €", "cien euros y mil doscientos cincuenta euros"),
            ("12,50 €", "doce euros con cincuenta"),
            ("el 12/05/2024", "el doce de mayo de dos mil veinticuatro"),
            ("Felipe VI y Alfonso XIII", "Felipe sexto y Alfonso trece"),
            ("el siglo XXI", "el siglo veintiuno"),
            (
                "El Sr. Ruiz vive en EE. UU. desde 2005.",
                "El Señor Ruiz vive en Estados Unidos desde dos mil cinco.",
            ),
            ("¿Y ahora?", "¿Y ahora?"),
            ("la 2.ª vez", "la segunda vez"),
        ],
    );
}

#[test]
fn speaks_italian_dutch_and_portuguese() {
    assert_spoken_in(
        "it",
        &[
            ("28 km e 2.345 euro", "ventotto chilometri e duemilatrecentoquarantacinque euro"),
            ("3,4 milioni di euro", "tre virgola quattro milioni di euro"),
            ("12,50 € alle 14.30", "dodici euro e cinquanta alle quattordici e trenta"),
            ("il sig. Rossi", "il signor Rossi"),
            ("nel XXI secolo", "nel ventunesimo secolo"),
        ],
    );
    assert_spoken_in(
        "nl",
        &[
            ("€ 12,50 om 14.30 uur", "twaalf euro vijftig om veertien uur dertig"),
            ("2.345 mensen", "tweeduizend driehonderdvijfenveertig mensen"),
            ("de 21e eeuw", "de eenentwintigste eeuw"),
            ("o.a. 3 km", "onder andere drie kilometer"),
            ("op 12-05-1998", "op twaalf mei negentienhonderdachtennegentig"),
        ],
    );
    assert_spoken_in(
        "pt",
        &[
            ("22 km e 345 kg", "vinte e dois quilómetros e trezentos e quarenta e cinco quilogramas"),
            ("às 14h30", "às catorze horas e trinta"),
            ("12,50 €", "doze euros e cinquenta"),
            ("o século XXI", "o século vinte e um"),
            ("1.250 casas", "mil duzentos e cinquenta casas"),
        ],
    );
}

#[test]
fn reads_the_tables_of_all_languages() {
    let tables = [
        european::french(),
        european::spanish(),
        european::italian(),
        european::dutch(),
        european::portuguese(),
    ];
    for table in tables {
        assert_eq!(
            (table.below_hundred.iter().count(), table.hundreds.iter().count(), table.months.iter().count()),
            (100, 9, 12)
        );
    }
}

#[test]
fn speaks_every_number_and_sign_of_these_languages() {
    for (language, minus) in
        [("fr", "moins"), ("es", "menos"), ("it", "meno"), ("nl", "min"), ("pt", "menos")]
    {
        for number in [
            "0",
            "7",
            "21",
            "99",
            "100",
            "101",
            "999",
            "1000",
            "2001",
            "40000",
            "1000000",
            "2500000",
            "3000000000",
        ] {
            let plain = speak_in(language, &format!("x = {number}"));
            let signed = speak_in(language, &format!("x = -{number}"));
            assert!(!plain.contains(|c: char| c.is_ascii_digit()), "{language}: {plain}");
            assert!(signed.contains(&format!(" {minus} ")), "{language}: {signed}");
        }
    }
}

#[test]
fn ends_sentences_of_other_languages_at_their_own_marks() {
    let count = |language, text: &str| crate::speech::sentences(text, Some(language)).len();
    assert_eq!(count("es", "¡Qué bien! ¿Cuánto cuesta? Son 100 €."), 3);
    assert_eq!(count("fr", "M. Dupont est là. Il a dit : « Non. » Puis rien."), 3);
    assert_eq!(count("it", "Il sig. Rossi è qui. Bene."), 2);
    assert_eq!(count("ar", "كيف حالك؟ أنا بخير."), 2);
    assert_eq!(count("hi", "यह एक है। यह दो है।"), 2);
    assert_eq!(speak_in("sv", "«Vad?» sade han."), "«Vad?» sade han.");
}
