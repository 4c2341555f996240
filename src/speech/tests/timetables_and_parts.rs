//! Opening hours, numbered parts, forms and prices as small print writes them.

use super::assert_spoken_in;

#[test]
fn speaks_numbers_of_forms_and_parts() {
    assert_spoken_in(
        "en-US",
        &[
            ("Send Form 1095 to Suite 1400.", "Send Form ten ninety-five to Suite fourteen hundred."),
            ("The notes on page xiv explain it.", "The notes on page fourteen explain it."),
            ("See pp. ii–iv and scene iii.", "See pages two to four and scene three."),
            ("A dim light and a mix of paint.", "A dim light and a mix of paint."),
            ("The No. of boats is 12.", "The Number of boats is twelve."),
            ("It was built c. 1720 houses ago.", "It was built circa seventeen twenty houses ago."),
            ("She led it from 2011–present.", "She led it from twenty eleven to present."),
            (
                "Bldg. 4 has an avg. rent of $900.",
                "Building four has an average rent of nine hundred dollars.",
            ),
            ("The shop, est. 1904, is small.", "The shop, established nineteen oh four, is small."),
            ("She has a B.Sc. and an M.Phil. in law.", "She has a B S C and an M Phil in law."),
            ("They live in Eugene, OR, now.", "They live in Eugene, Oregon, now."),
            ("Write to Ann Lee, MD, today.", "Write to Ann Lee, M D, today."),
        ],
    );
}

#[test]
fn speaks_days_in_timetables() {
    assert_spoken_in(
        "en",
        &[
            (
                "Open Mon-Fri 9am-5pm, Sat 10am-2pm.",
                "Open Monday to Friday nine A M to five P M, Saturday ten A M to two P M.",
            ),
            ("It opens Tue–Thu and Sat.", "It opens Tuesday to Thursday and Saturday."),
            ("The Sun wrote about it on Mon. 3 May.", "The Sun wrote about it on Monday the third of May."),
            ("He Sat down.", "He Sat down."),
            (
                "It is shut Fri and Sat. The rest is open.",
                "It is shut Friday and Saturday. The rest is open.",
            ),
        ],
    );
}

#[test]
fn speaks_small_prices_and_units() {
    assert_spoken_in(
        "en",
        &[
            ("A 30¢ toll and a 5€ ticket.", "A thirty cent toll and a five euro ticket."),
            ("The share price rose 4c to 90c.", "The share price rose four cents to ninety cents."),
            ("Boil it at 90c.", "Boil it at ninety c."),
            ("Songs of the 1980 s lasted 80 s.", "Songs of the nineteen eighties lasted eighty seconds."),
            ("It took 4.5 s and 200 ms.", "It took four point five seconds and two hundred milliseconds."),
            ("In 2 min. 15 sec. it was over.", "In two minutes fifteen seconds it was over."),
            ("The car needs 6 l/100 km.", "The car needs six litres per hundred kilometres."),
            (
                "It lies at 48°12′30″N, 16.4° E.",
                "It lies at forty-eight degrees twelve minutes thirty seconds north, sixteen point four degrees east.",
            ),
        ],
    );
}

#[test]
fn speaks_german_timetables_and_parts() {
    assert_spoken_in(
        "de",
        &[
            ("Geöffnet von 9.30 bis 13 Uhr.", "Geöffnet von neun Uhr dreißig bis dreizehn Uhr."),
            (
                "Mo-Fr 8-16 Uhr, Sa 9-12 Uhr.",
                "Montag bis Freitag acht bis sechzehn Uhr, Samstag neun bis zwölf Uhr.",
            ),
            ("So 20 Leute kamen.", "So zwanzig Leute kamen."),
            (
                "Das Amt, Kirchweg 5, 34117 Kassel.",
                "Das Amt, Kirchweg fünf, drei vier eins eins sieben Kassel.",
            ),
            ("Dazu 2 EL Öl und 1 TL Salz.", "Dazu zwei Esslöffel Öl und ein Teelöffel Salz."),
            ("Siehe S. 12 f. und Kap. III im Buch.", "Siehe Seite zwölf folgende und Kapitel drei im Buch."),
            ("Siehe Kap. IV.", "Siehe Kapitel vier."),
            ("Frl. Weiß leitet die Abt. 4.", "Fräulein Weiß leitet die Abteilung vier."),
        ],
    );
}
