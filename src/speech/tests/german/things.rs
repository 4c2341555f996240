//! Money, measures, words and signs.

use super::read_as;

#[test]
fn money() {
    read_as(&[
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
fn units_percentages_and_ranges() {
    read_as(&[
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
fn fractions_and_numbers_in_words() {
    read_as(&[
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
fn laws_and_roman_numerals() {
    read_as(&[
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
fn abbreviations_are_said_whole() {
    read_as(&[
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
fn what_a_newsroom_writes() {
    read_as(&[
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
fn forms_of_all_genders() {
    read_as(&[
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
fn telephones_addresses_and_signs() {
    read_as(&[
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
