//! What is said, against what a German newsreader says.

mod ends;
mod things;

use crate::speech::{Lexicon, spoken_form};

fn say(text: &str) -> String {
    spoken_form(text, Some("de"), &Lexicon::default(), "narrator", "default")
}

/// Compares every pair and reports all that differ.
#[track_caller]
fn read_as(pairs: &[(&str, &str)]) {
    let wrong: Vec<String> = pairs
        .iter()
        .filter(|(written, said)| say(written) != *said)
        .map(|(written, said)| format!("{written}\n  want {said}\n  got  {}", say(written)))
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn cardinals_and_decimals() {
    read_as(&[
        ("0", "null"),
        ("7 Boote", "sieben Boote"),
        ("21 Boote", "einundzwanzig Boote"),
        ("101 Boote", "einhunderteins Boote"),
        ("1.250 Menschen", "eintausendzweihundertfünfzig Menschen"),
        ("10 000 Menschen", "zehntausend Menschen"),
        ("10\u{202f}000 Menschen", "zehntausend Menschen"),
        ("1'250 Menschen", "eintausendzweihundertfünfzig Menschen"),
        ("21.000", "einundzwanzigtausend"),
        ("1.000.000", "eine Million"),
        ("2.345.678", "zwei Millionen dreihundertfünfundvierzigtausendsechshundertachtundsiebzig"),
        ("101.001", "einhunderteintausendeins"),
        ("3,4", "drei Komma vier"),
        ("0,25", "null Komma zwei fünf"),
        ("3,14", "drei Komma eins vier"),
        ("Windows 3.1", "Windows drei Punkt eins"),
        ("007", "null null sieben"),
        ("1 Kind", "ein Kind"),
        ("1 Person", "eine Person"),
        ("auf Platz 1", "auf Platz eins"),
        ("1,2,3", "eins, zwei, drei"),
        ("1 Million Menschen", "eine Million Menschen"),
        ("1500 Menschen", "eintausendfünfhundert Menschen"),
    ]);
}

#[test]
fn a_sign_is_never_lost() {
    read_as(&[
        ("Die Temperatur lag bei -5 °C", "Die Temperatur lag bei minus fünf Grad Celsius"),
        ("bei −5 °C", "bei minus fünf Grad Celsius"),
        ("bei –5 °C", "bei minus fünf Grad Celsius"),
        ("bei - 5 °C", "bei minus fünf Grad Celsius"),
        ("zwischen -5 und +2 Grad", "zwischen minus fünf und plus zwei Grad"),
        ("-5 bis -10 °C", "minus fünf bis minus zehn Grad Celsius"),
        ("ein Minus (-3,5 %)", "ein Minus, minus drei Komma fünf Prozent"),
        ("„-5 Grad“", "minus fünf Grad"),
        ("-1,50 €", "minus ein Euro fünfzig"),
        ("±3 %", "plus minus drei Prozent"),
        ("+0,3 Punkte", "plus null Komma drei Punkte"),
    ]);
}

#[test]
fn years() {
    read_as(&[
        ("im Jahr 1998", "im Jahr neunzehnhundertachtundneunzig"),
        (
            "1998 wurde er 1998 Präsident",
            "neunzehnhundertachtundneunzig wurde er neunzehnhundertachtundneunzig Präsident",
        ),
        ("2024", "zweitausendvierundzwanzig"),
        ("seit 2005", "seit zweitausendfünf"),
        ("um 1100", "um elfhundert"),
        ("1901", "neunzehnhunderteins"),
        ("die 90er", "die neunziger"),
        ("in den 1990er-Jahren", "in den neunzehnhundertneunziger-Jahren"),
        ("seit den 1940-er Jahren", "seit den neunzehnhundertvierziger Jahren"),
        ("in den 80ern", "in den achtzigern"),
        ("1914–1918", "neunzehnhundertvierzehn bis neunzehnhundertachtzehn"),
        ("1914-18", "neunzehnhundertvierzehn bis achtzehn"),
        ("die Saison 2019/20", "die Saison zweitausendneunzehn zwanzig"),
        ("44 v. Chr.", "vierundvierzig vor Christus."),
        ("800 n. Chr. wurde", "achthundert nach Christus wurde"),
    ]);
}

#[test]
fn ordinals_have_the_ending_of_their_place() {
    read_as(&[
        ("am 5. März 2024", "am fünften März zweitausendvierundzwanzig"),
        ("der 3. Oktober", "der dritte Oktober"),
        ("seit dem 1. Januar", "seit dem ersten Januar"),
        ("mit dem 5. begann es", "mit dem fünften begann es"),
        ("bis zum 5.", "bis zum fünften."),
        ("den 7. Platz", "den siebten Platz"),
        ("die 2. Runde", "die zweite Runde"),
        ("in der 2. Bundesliga", "in der zweiten Bundesliga"),
        ("der 20. Jahrestag", "der zwanzigste Jahrestag"),
        ("im 19. Jahrhundert", "im neunzehnten Jahrhundert"),
        ("des 19. Jh. war", "des neunzehnten Jahrhunderts war"),
        ("3. Tag: Ankunft", "dritter Tag: Ankunft"),
        ("zum 3. Mal", "zum dritten Mal"),
        ("sein 3. Tor", "sein drittes Tor"),
        ("seine 3. Wahl", "seine dritte Wahl"),
        ("ein 3. Platz", "ein dritter Platz"),
        ("jeder 8. Deutsche", "jeder achte Deutsche"),
        ("jedes 5. Kind", "jedes fünfte Kind"),
        ("vom 3. bis 5. Mai", "vom dritten bis fünften Mai"),
        ("am 3. und 4. Mai", "am dritten und vierten Mai"),
        ("vom 3.–5. Mai", "vom dritten bis fünften Mai"),
        ("am 3./4. Mai", "am dritten und vierten Mai"),
        ("am Montag, 5. März,", "am Montag, fünften März,"),
        ("Montag, 5. März", "Montag, fünfter März"),
        ("Berlin, 5. März 2024", "Berlin, fünfter März zweitausendvierundzwanzig"),
        ("bis 31. Dezember", "bis einunddreißigsten Dezember"),
        ("ab 1. Jan. 2025", "ab ersten Januar zweitausendfünfundzwanzig"),
        ("der 1. FC Köln", "der erste FC Köln"),
        ("beim 1. FC Köln", "beim ersten FC Köln"),
        ("1. FC Köln", "erster FC Köln"),
        ("im 2. Weltkrieg", "im zweiten Weltkrieg"),
        ("die 100. Sitzung", "die einhundertste Sitzung"),
        ("am 25. November", "am fünfundzwanzigsten November"),
        ("das 101. Tor", "das einhunderterste Tor"),
        ("der 20ste Versuch", "der zwanzigste Versuch"),
        ("Er wurde 45. Dann ging er.", "Er wurde fünfundvierzig. Dann ging er."),
        ("Sie kam auf Platz 3.", "Sie kam auf Platz drei."),
    ]);
}

#[test]
fn dates_in_digits() {
    read_as(&[
        ("05.03.2024", "fünfter März zweitausendvierundzwanzig"),
        ("am 05.03.2024 um", "am fünften März zweitausendvierundzwanzig um"),
        ("vom 1.2. bis 5.3.2024", "vom ersten Februar bis fünften März zweitausendvierundzwanzig"),
        ("am 5.3. kam er", "am fünften März kam er"),
        ("Bis 30.6. läuft", "Bis dreißigsten Juni läuft"),
        ("am 24.12.", "am vierundzwanzigsten Dezember."),
        ("der 24.12.", "der vierundzwanzigste Dezember."),
        ("am 5. 3. 2024", "am fünften März zweitausendvierundzwanzig"),
        ("2024-03-05", "fünfter März zweitausendvierundzwanzig"),
        ("am Mo., 05.03.2024", "am Montag, fünften März zweitausendvierundzwanzig"),
        ("Kapitel 5.3", "Kapitel fünf Punkt drei"),
    ]);
}

#[test]
fn times_and_results() {
    read_as(&[
        ("um 10.30 Uhr", "um zehn Uhr dreißig"),
        ("um 10:30 Uhr", "um zehn Uhr dreißig"),
        ("um 10:30", "um zehn Uhr dreißig"),
        ("um 7.15 an", "um sieben Uhr fünfzehn an"),
        ("um 1 Uhr", "um ein Uhr"),
        ("um 20.00 Uhr", "um zwanzig Uhr"),
        ("um 0.05 Uhr", "um null Uhr fünf"),
        ("9-17 Uhr", "neun bis siebzehn Uhr"),
        ("von 9 bis 17 Uhr", "von neun bis siebzehn Uhr"),
        ("10.30–12.15 Uhr", "zehn Uhr dreißig bis zwölf Uhr fünfzehn"),
        ("3:1", "drei zu eins"),
        ("ein 0:0", "ein null zu null"),
        ("gewann 2:1 (1:0)", "gewann zwei zu eins, eins zu null"),
        ("siegte mit 29:27", "siegte mit neunundzwanzig zu siebenundzwanzig"),
        ("gewannen 21:19", "gewannen einundzwanzig zu neunzehn"),
        ("im Maßstab 1:50.000", "im Maßstab eins zu fünfzigtausend"),
        ("in 2:03:15 Stunden", "in zwei Stunden, drei Minuten und fünfzehn Sekunden"),
        ("nach 3:25 Minuten", "nach drei Minuten fünfundzwanzig"),
    ]);
}
