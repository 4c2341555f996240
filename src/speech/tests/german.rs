//! German spoken forms.

use super::assert_spoken_in;

#[track_caller]
fn assert_spoken(pairs: &[(&str, &str)]) {
    assert_spoken_in("de", pairs);
}

#[test]
fn speaks_cardinals_and_decimals() {
    assert_spoken(&[
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
fn keeps_the_sign_of_a_number() {
    assert_spoken(&[
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
fn speaks_years() {
    assert_spoken(&[
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
fn gives_ordinals_the_ending_of_their_context() {
    assert_spoken(&[
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
fn speaks_dates_in_digits() {
    assert_spoken(&[
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
fn speaks_times_and_results() {
    assert_spoken(&[
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

#[test]
fn speaks_amounts_of_money() {
    assert_spoken(&[
        ("3,4 Mio. Euro", "drei Komma vier Millionen Euro"),
        ("3,4 Mio. €", "drei Komma vier Millionen Euro"),
        ("1 Mio. Euro", "eine Million Euro"),
        ("3 Mrd. €", "drei Milliarden Euro"),
        ("20 Tsd. Euro", "zwanzigtausend Euro"),
        ("4,50 €", "vier Euro fünfzig"),
        ("4,05 Euro", "vier Euro fünf"),
        ("1,50 €", "ein Euro fünfzig"),
        ("0,99 €", "neunundneunzig Cent"),
        ("1 €", "ein Euro"),
        ("5,- €", "fünf Euro"),
        ("5,– Euro", "fünf Euro"),
        ("1.234,56 €", "eintausendzweihundertvierunddreißig Euro sechsundfünfzig"),
        ("10–15 €", "zehn bis fünfzehn Euro"),
        ("$5", "fünf Dollar"),
        ("5 US-$", "fünf US-Dollar"),
        ("£ 20", "zwanzig Pfund"),
        ("CHF 20", "zwanzig Schweizer Franken"),
        ("5 Mio. CHF", "fünf Millionen Schweizer Franken"),
        ("10 bis 15 Mrd. Euro.", "zehn bis fünfzehn Milliarden Euro."),
        ("Es kostet 3,4 Mio.", "Es kostet drei Komma vier Millionen."),
        ("40 ct/kWh", "vierzig Cent pro Kilowattstunde"),
        ("12 €/m²", "zwölf Euro pro Quadratmeter"),
        ("ein 20-Euro-Schein", "ein zwanzig-Euro-Schein"),
    ]);
}

#[test]
fn speaks_units_percentages_and_ranges() {
    assert_spoken(&[
        ("1.250 m²", "eintausendzweihundertfünfzig Quadratmeter"),
        ("80 km/h", "achtzig Kilometer pro Stunde"),
        ("1 km", "ein Kilometer"),
        ("1 t CO2", "eine Tonne CO zwei"),
        ("5 t CO₂", "fünf Tonnen CO zwei"),
        ("20°C", "zwanzig Grad Celsius"),
        ("30 ha", "dreißig Hektar"),
        ("5kg", "fünf Kilogramm"),
        ("450 kWh", "vierhundertfünfzig Kilowattstunden"),
        ("2,5 MW", "zwei Komma fünf Megawatt"),
        ("12 %", "zwölf Prozent"),
        ("12%", "zwölf Prozent"),
        ("1 %", "ein Prozent"),
        ("die 5%-Hürde", "die fünf Prozent-Hürde"),
        ("0,5 ‰", "null Komma fünf Promille"),
        ("5-10 Personen", "fünf bis zehn Personen"),
        ("5–10 %", "fünf bis zehn Prozent"),
        ("5 – 10 Tage", "fünf bis zehn Tage"),
        ("1,93 m groß", "ein Meter dreiundneunzig groß"),
        ("8,50 m", "acht Meter fünfzig"),
        ("0,50 m", "fünfzig Zentimeter"),
        ("2,5 m", "zwei Komma fünf Meter"),
        ("320 S., geb.", "dreihundertzwanzig Seiten, geb."),
        ("10 m/s", "zehn Meter pro Sekunde"),
        ("3 Std. 20 Min.", "drei Stunden zwanzig Minuten."),
        ("im 4-4-2", "im vier vier zwei"),
    ]);
}

#[test]
fn speaks_fractions_and_compounds() {
    assert_spoken(&[
        ("1/2", "einhalb"),
        ("1/3 der Wähler", "ein Drittel der Wähler"),
        ("3/4", "drei Viertel"),
        ("1½ Stunden", "eineinhalb Stunden"),
        ("2½ Stunden", "zweieinhalb Stunden"),
        ("rund um die Uhr, 24/7", "rund um die Uhr, vierundzwanzig sieben"),
        ("1/10", "ein Zehntel"),
        ("2 BvR 1/23", "zwei BvR eins Schrägstrich dreiundzwanzig"),
        ("das 49-€-Ticket", "das neunundvierzig-Euro-Ticket"),
        ("eine Boeing 747-400", "eine Boeing siebenhundertsiebenundvierzig vierhundert"),
        ("der 45-Jährige", "der Fünfundvierzigjährige"),
        ("die 45-jährige Frau", "die fünfundvierzigjährige Frau"),
        ("eine 3-Zimmer-Wohnung", "eine drei-Zimmer-Wohnung"),
        ("1-Zimmer-Wohnung", "ein-Zimmer-Wohnung"),
        ("3-mal", "dreimal"),
        ("3fach", "dreifach"),
        ("5x", "fünfmal"),
        ("4x4", "vier mal vier"),
        ("100%ig", "hundertprozentig"),
        ("ein 5-km-Lauf", "ein fünf-Kilometer-Lauf"),
        ("die A7", "die A sieben"),
        ("Covid-19", "Covid neunzehn"),
        ("die G7", "die G sieben"),
        ("5G-Netz", "fünf G-Netz"),
    ]);
}

#[test]
fn speaks_laws_and_roman_numerals() {
    assert_spoken(&[
        ("§12", "Paragraf zwölf"),
        ("§ 5 Abs. 2 S. 1 Nr. 3 StGB", "Paragraf fünf Absatz zwei Satz eins Nummer drei StGB"),
        ("§§ 12, 13", "Paragrafen zwölf, dreizehn"),
        ("Art. 5 GG", "Artikel fünf GG"),
        ("§ 12a", "Paragraf zwölf a"),
        ("Heinrich VIII.", "Heinrich der Achte."),
        ("Heinrich VIII. war König", "Heinrich der Achte war König"),
        ("Ludwig XIV. ließ", "Ludwig der Vierzehnte ließ"),
        ("unter Ludwig XIV. wurde", "unter Ludwig dem Vierzehnten wurde"),
        ("von Königin Elisabeth II. empfangen", "von Königin Elisabeth der Zweiten empfangen"),
        ("Königin Elisabeth II. starb", "Königin Elisabeth die Zweite starb"),
        ("Papst Johannes Paul II. reiste", "Papst Johannes Paul der Zweite reiste"),
        ("der Hof Ludwigs XIV. in Versailles", "der Hof Ludwigs des Vierzehnten in Versailles"),
        ("für Papst Benedikt XVI. war", "für Papst Benedikt den Sechzehnten war"),
        ("im II. Weltkrieg", "im zweiten Weltkrieg"),
        ("Teil III", "Teil drei"),
        ("Hartz IV", "Hartz vier"),
        ("Malcolm X war", "Malcolm X war"),
    ]);
}

#[test]
fn speaks_abbreviations_in_full() {
    assert_spoken(&[
        ("Das ist z. B. viel", "Das ist zum Beispiel viel"),
        ("Das ist z.B. viel", "Das ist zum Beispiel viel"),
        ("Z. B. dort", "Zum Beispiel dort"),
        ("d. h. rd. 12 %", "das heißt rund zwölf Prozent"),
        ("d.h. rd. 12 %", "das heißt rund zwölf Prozent"),
        ("u. a. in Köln", "unter anderem in Köln"),
        ("in Köln u. a.", "in Köln unter anderem."),
        ("bzw. ca. 5", "beziehungsweise circa fünf"),
        ("Prof. Dr. Anna Berg", "Professor Doktor Anna Berg"),
        ("St. Gallen", "Sankt Gallen"),
        ("in der Hauptstr. 5", "in der Hauptstraße fünf"),
        ("Berliner Str. 10", "Berliner Straße zehn"),
        ("evtl. und ggf.", "eventuell und gegebenenfalls."),
        ("inkl. MwSt.", "inklusive Mehrwertsteuer."),
        ("Äpfel, Birnen usw.", "Äpfel, Birnen und so weiter."),
        ("Äpfel usw. Danach", "Äpfel und so weiter. Danach"),
        ("General a. D. Meyer", "General außer Dienst Meyer"),
        ("i. d. R. nicht", "in der Regel nicht"),
        ("Nr. 5", "Nummer fünf"),
        ("Nr. 1 Deutschlands", "Nummer eins Deutschlands"),
        ("S. 12", "Seite zwölf"),
        ("Bd. 3", "Band drei"),
        ("vgl. Kap. 4", "vergleiche Kapitel vier"),
        ("Hr. Meyer und Fr. Berg", "Herr Meyer und Frau Berg"),
        ("Anna Berg, geb. Meyer", "Anna Berg, geborene Meyer"),
        ("geb. 1950", "geboren neunzehnhundertfünfzig"),
        ("die sog. Ampel", "die sogenannte Ampel"),
        ("in der sog. Krise", "in der sogenannten Krise"),
        ("Mo.–Fr.", "Montag bis Freitag"),
        ("Mo-Fr", "Montag bis Freitag"),
        ("im Okt. 2024", "im Oktober zweitausendvierundzwanzig"),
        ("EU, CDU und ARD", "EU, CDU und ARD"),
        ("J. K. Orlow", "J K Orlow"),
    ]);
}

#[test]
fn speaks_numbers_of_news() {
    assert_spoken(&[
        ("i. V. m. § 5 BGB", "in Verbindung mit Paragraf fünf BGB"),
        ("§ 7 StVG i.V.m. § 8", "Paragraf sieben StVG in Verbindung mit Paragraf acht"),
        ("i. V. Anna Berg", "in Vertretung Anna Berg"),
        ("Wählen Sie die 112 oder die 110.", "Wählen Sie die eins eins zwei oder die eins eins null."),
        ("die 110 und die 112", "die eins eins null und die eins eins zwei"),
        ("Er rief die 112 Abgeordneten", "Er rief die einhundertzwölf Abgeordneten"),
        ("über die 110 und mehr", "über die einhundertzehn und mehr"),
        ("mit 321 : 289 bei", "mit dreihunderteinundzwanzig zu zweihundertneunundachtzig bei"),
        ("Es gilt: 5 Tage", "Es gilt: fünf Tage"),
        ("Di. bis Sa. und am Do.", "Dienstag bis Samstag und am Donnerstag."),
        ("Am Mo., Di. und Fr. ist auf", "Am Montag, Dienstag und Freitag ist auf"),
        ("Hr. Meyer und Fr. Berg", "Herr Meyer und Frau Berg"),
        ("am Do. Abend", "am Donnerstag Abend"),
        ("am Fr. Berg", "am Frau Berg"),
        ("Das ist so. So war es", "Das ist so. So war es"),
        ("eine Boeing 737-800", "eine Boeing siebenhundertsiebenunddreißig achthundert"),
        ("[12]–[14]", "zwölf bis vierzehn"),
    ]);
}

#[test]
fn speaks_forms_for_all_genders() {
    assert_spoken(&[
        ("Bürger*innen", "Bürger-innen"),
        ("die Bürger:innen", "die Bürger-innen"),
        ("Bürger_innen", "Bürger-innen"),
        ("Bürger/-innen", "Bürger-innen"),
        ("BürgerInnen", "Bürger-innen"),
        ("Bürger*innenräte", "Bürger-innenräte"),
        ("jede*r", "jede oder jeder"),
        ("der/die Neue", "der oder die Neue"),
        ("Es gilt: innen ist es warm", "Es gilt: innen ist es warm"),
    ]);
}

#[test]
fn speaks_telephone_numbers_addresses_and_symbols() {
    assert_spoken(&[
        ("0800 123 456", "null acht null null, eins zwei drei, vier fünf sechs"),
        ("(040) 12 34 56", "null vier null, eins zwei, drei vier, fünf sechs"),
        ("+49 40 123456", "plus vier neun, vier null, eins zwei drei vier fünf sechs"),
        ("Tel.: 12 34", "Telefon: eins zwei, drei vier"),
        ("Notruf 110", "Notruf eins eins null"),
        ("tagesschau.de", "tagesschau Punkt D E"),
        ("info@beispiel.org", "info at beispiel Punkt org"),
        ("www.beispiel.de/klima-rat", "beispiel Punkt D E Schrägstrich klima Bindestrich rat"),
        ("#KlimaStreik2024", "Hashtag Klima Streik zweitausendvierundzwanzig"),
        ("Meyer & Sohn", "Meyer und Sohn"),
        ("2 + 2 = 4", "zwei plus zwei gleich vier"),
        ("und/oder", "und oder"),
        ("Nord- und Ostsee", "Nord und Ostsee"),
        ("„Ja“, sagte er – und ging.", "Ja, sagte er, und ging."),
        ("»Ja«, sagte sie.", "Ja, sagte sie."),
        ("Das gilt.[12]", "Das gilt."),
    ]);
}
