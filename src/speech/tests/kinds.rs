//! The kinds of written forms that other normalisers get wrong, in sentences of our own.

use super::{assert_spoken_in, speak_in};

#[test]
fn keeps_values_and_signs() {
    assert_spoken_in(
        "en-US",
        &[
            ("A sack of .75 kg fell off.", "A sack of point seven five kilograms fell off."),
            ("It costs $.05 a page.", "It costs five cents a page."),
            ("The firm lost $.8bn.", "The firm lost point eight billion dollars."),
            ("It fell -.2%.", "It fell minus point two percent."),
            (
                "He wrote 12 - 7 = 5 and 3 + 4 = 7.",
                "He wrote twelve minus seven equals five and three plus four equals seven.",
            ),
            ("The slate said 10-4=6.", "The slate said ten minus four equals six."),
            (
                "Lows of -10--15C are likely.",
                "Lows of minus ten to minus fifteen degrees Celsius are likely.",
            ),
            (
                "The fund ended the year at €-3.2m.",
                "The fund ended the year at minus three point two million euros.",
            ),
        ],
    );
}

#[test]
fn distinguishes_ranges_from_scores() {
    assert_spoken_in(
        "en-US",
        &[
            (
                "They lost 5-7 kilos on the way to the final.",
                "They lost five to seven kilos on the way to the final.",
            ),
            ("Boys aged 8-10 lost the game.", "Boys aged eight to ten lost the game."),
            ("A 2-3 week break follows the cup final.", "A two to three week break follows the cup final."),
            ("The 5 - 10 people waited.", "The five to ten people waited."),
            ("One in 10 – 38 percent – agreed.", "One in ten, thirty-eight percent, agreed."),
            ("In 2019 – 3 years later – he left.", "In twenty nineteen, three years later, he left."),
            ("The Bears won 3-2 in 12 innings.", "The Bears won three two in twelve innings."),
            ("The Hawks (12-3, 5-2) play on Friday.", "The Hawks, twelve three, five two, play on Friday."),
            ("The bar is open 5:30 pm - 2:00 am.", "The bar is open five thirty P M to two A M."),
            ("Come 8 a.m. – 4 p.m. on weekdays.", "Come eight A M to four P M on weekdays."),
            ("It runs March 3 – April 9.", "It runs March third to April ninth."),
        ],
    );
}

#[test]
fn speaks_codes_digit_by_digit() {
    assert_spoken_in(
        "en-US",
        &[
            (
                "Call (877)-555-0188 or 1-888-PETCARE now.",
                "Call eight seven seven, five five five, zero one eight eight or one, eight eighty-eight, petcare now.",
            ),
            ("Dial 1-866-NEW-HOME today.", "Dial one, eight sixty-six, new home today."),
            (
                "The server is at 10.0.0.138 now.",
                "The server is at one zero dot zero dot zero dot one three eight now.",
            ),
            (
                "Send it to Dover, DE 19901 by mail.",
                "Send it to Dover, Delaware one nine nine zero one by mail.",
            ),
            (
                "She has a 403(b) and helped a 501(c)(3) group.",
                "She has a four oh three B and helped a five oh one C three group.",
            ),
            ("See docket no. 22-4567 for it.", "See docket number two two, four five six seven for it."),
            ("A phone number ending in 4471 called.", "A phone number ending in four four seven one called."),
            ("Boeing's 787-9 and a 737-8", "Boeing's seven eighty-seven nine and a seven thirty-seven eight"),
            ("Write to SW1A 2AA for a copy.", "Write to S W one A, two A A for a copy."),
            ("The 49ers beat the 76ers.", "The forty-niners beat the seventy-sixers."),
            ("He skipped Chapter 07.", "He skipped Chapter seven."),
        ],
    );
}

#[test]
fn speaks_units_and_magnitudes() {
    assert_spoken_in(
        "en-US",
        &[
            ("About 250 million kg of cod", "About two hundred and fifty million kilograms of cod"),
            ("2.5 million m² of land", "two point five million square metres of land"),
            ("1 1/2 oz of salt", "one and a half ounces of salt"),
            ("The board is 8 in. wide.", "The board is eight inches wide."),
            (
                "A 230V supply feeds a 16 A socket.",
                "A two hundred and thirty volt supply feeds a sixteen amp socket.",
            ),
            ("It uses 80 mg/dL.", "It uses eighty milligrams per decilitre."),
            ("7 μm and 7 µm", "seven microns and seven microns"),
            ("3 hrs. later", "three hours later"),
            (
                "She has 2.1M fans and 45K posts.",
                "She has two point one million fans and forty-five thousand posts.",
            ),
            ("It earned 3.5B in sales.", "It earned three point five billion in sales."),
            ("He sold over 10K copies.", "He sold over ten thousand copies."),
            ("Flat 3B is free.", "Flat three B is free."),
        ],
    );
}

#[test]
fn reads_capitals_like_small_letters() {
    assert_spoken_in(
        "en-US",
        &[
            ("SHE DIED IN WORLD WAR I.", "She Died in World War One."),
            ("NOV. 11 WAS A HOLIDAY.", "November eleventh was a Holiday."),
            ("CHAPTER XII OF THE BOOK IS LONG.", "Chapter Twelve of the Book is long."),
            ("WHERE IS MY DOG?", "Where is my dog?"),
            ("GIVE US A BREAK.", "Give us a Break."),
            ("US TROOPS LEAVE", "U S troops Leave"),
            ("The NYPD and the USDA agreed.", "The N Y P D and the U S D A agreed."),
        ],
    );
}

#[test]
fn speaks_ordinals_plurals_and_short_years() {
    assert_spoken_in(
        "en-US",
        &[
            ("The 22nd’s speaker was late.", "The twenty-second's speaker was late."),
            ("100s of 1000s of birds came.", "hundreds of thousands of birds came."),
            ("The price is in the 100,000s.", "The price is in the hundreds of thousands."),
            ("The class of '05 met in ’09.", "The class of oh five met in oh nine."),
        ],
    );
}

#[test]
fn speaks_quarters_addresses_and_torn_decades() {
    assert_spoken_in(
        "en-US",
        &[
            (
                "Sales fell in 3Q21 and in 1H 2019.",
                "Sales fell in the third quarter of twenty twenty-one and in the first half of twenty nineteen.",
            ),
            ("It was the 2Q of it.", "It was the two Q of it."),
            ("He lives in Albany, NY.", "He lives in Albany, New York."),
            ("She moved to Reno, NV, in May.", "She moved to Reno, Nevada, in May."),
            ("Ask Dr. Lee, MD, or Ann.", "Ask Doctor Lee, M D, or Ann."),
            (
                "Go to 412 N 3rd St, or 90 SW Alder Street.",
                "Go to four twelve North third Street, or ninety Southwest Alder Street.",
            ),
            ("Music of the 1970 s was loud.", "Music of the nineteen seventies was loud."),
            (
                "12639/12640",
                "twelve thousand six hundred and thirty-nine over twelve thousand six hundred and forty",
            ),
        ],
    );
    assert_spoken_in(
        "de",
        &[
            (
                "am 1. januar und am 4. sept. 2003",
                "am ersten januar und am vierten September zweitausenddrei",
            ),
            ("Der 3. mai war nass.", "Der dritte mai war nass."),
        ],
    );
}

#[test]
fn distinguishes_rulers_from_the_pronoun() {
    assert_spoken_in(
        "en-US",
        &[
            ("Mary I of England burned them.", "Mary the First of England burned them."),
            ("The tomb of Darius I is empty.", "The tomb of Darius the First is empty."),
            ("I told Mary I was tired.", "I told Mary I was tired."),
        ],
    );
}

#[test]
fn speaks_times_with_seconds_and_of_four_digits() {
    assert_spoken_in(
        "en-US",
        &[
            ("The clock stopped at 3:00:00 a.m. today.", "The clock stopped at three A M today."),
            (
                "He ran it in 3:15:42 flat.",
                "He ran it in three hours fifteen minutes and forty-two seconds flat.",
            ),
            (
                "They left at 0530 and met at 0700 hours.",
                "They left at oh five thirty and met at oh seven hundred hours.",
            ),
            (
                "The town has 2 345 678 people.",
                "The town has two million three hundred and forty-five thousand six hundred and seventy-eight people.",
            ),
        ],
    );
}

#[test]
fn drops_marks_that_are_not_words() {
    assert_spoken_in(
        "en-US",
        &[
            ("This is all we know of it.2", "This is all we know of it."),
            ("“He left,”5 she said.", "He left, she said."),
            ("Prices rose [12] in May [2, 3].", "Prices rose in May."),
            ("Take No.5 instead.", "Take Number Five instead."),
            ("The tide rose [@brook, p. 3].", "The tide rose."),
            ("a {>>note<<}fine {--cold--} {++warm++} day", "a fine warm day"),
            ("Text<sup>a</sup> ends", "Text ends"),
        ],
    );
}

#[test]
fn speaks_references_and_signs() {
    assert_spoken_in(
        "en-US",
        &[
            (
                "See ref. 4, eq. 7 and figs. 2 and 3.",
                "See reference four, equation seven and figures two and three.",
            ),
            ("He quoted 2 Tim. 3 in church.", "He quoted Second Timothy three in church."),
            ("in the XIX century", "in the nineteenth century"),
            ("Player №7 scored.", "Player number seven scored."),
            ("€ 5 and $ 7", "five euros and seven dollars"),
        ],
    );
}

#[test]
fn drops_rows_of_citations() {
    assert_spoken_in(
        "en-US",
        &[
            ("It helps [3], [4] and [8–9] in trials.", "It helps in trials."),
            ("It fell [3][4] again.", "It fell again."),
            ("It rose.[3][4]", "It rose."),
            ("Sections [3] and [4] apply.", "Sections three and four apply."),
        ],
    );
}

#[test]
fn joins_two_quantities_with_to() {
    assert_spoken_in(
        "en-US",
        &[
            ("Monday–Thursday, June–August", "Monday to Thursday, June to August"),
            ("He met April-May Stone.", "He met April-May Stone."),
            ("He left on Monday – Friday was worse.", "He left on Monday, Friday was worse."),
            ("It is 3 km–4 km long.", "It is three kilometres to four kilometres long."),
            ("Expect 8°C–11°C.", "Expect eight degrees Celsius to eleven degrees Celsius."),
            ("Open noon–4 p.m.", "Open noon to four P M."),
            ("From Q2–Q4 and B1-B2", "From Q two to Q four and B one to B two"),
            ("It ended 6-3 7-5.", "It ended six three seven five."),
            (
                "the 2008/09 and 2011/2012 seasons",
                "the two thousand and eight oh nine and twenty eleven twenty twelve seasons",
            ),
        ],
    );
    assert_spoken_in(
        "de",
        &[
            ("Es sind 8 °C–11 °C.", "Es sind acht Grad Celsius bis elf Grad Celsius."),
            ("3 km–4 km", "drei Kilometer bis vier Kilometer"),
            ("Die Reihen 3 x 5 und 4x6", "Die Reihen drei mal fünf und vier mal sechs"),
            ("die 5., die 6. und die 7. Klasse", "die fünfte, die sechste und die siebte Klasse"),
        ],
    );
}

#[test]
fn keeps_the_number_after_an_abbreviation_in_the_sentence() {
    assert_spoken_in(
        "en-US",
        &[
            ("Take Rte. 4 to Hwy. 12.", "Take Route four to Highway twelve."),
            ("It costs Rs. 300.", "It costs three hundred rupees."),
            ("a 3 ft., 5 in. board", "a three feet, five inches board"),
            ("Prof. I. B. Hale and Prof. A. B. Stone", "Professor I B Hale and Professor A B Stone"),
            ("Part I and Part II", "Part One and Part Two"),
            ("a 60 W bulb", "a sixty watt bulb"),
            ("at 60 W. Hill Street", "at sixty West Hill Street"),
            ("It left runway 9L.", "It left runway nine L."),
            ("3/10ths or 1/100th", "three tenths or one one hundredth"),
        ],
    );
    for text in ["Take Rte. 4 today.", "See Ep. 4 of it.", "It costs Rs. 300.", "by Prof. I. B. Hale"] {
        assert_eq!(crate::speech::sentences(text, Some("en")).len(), 1, "{text}");
    }
}

#[test]
fn speaks_german_signs_abbreviations_and_codes() {
    assert_spoken_in(
        "de",
        &[
            ("9 - 4 = 5 und 1-2=-1", "neun minus vier gleich fünf und eins minus zwei gleich minus eins"),
            ("Das Konto steht bei €-50.", "Das Konto steht bei minus fünfzig Euro."),
            ("Das Boot fasst 4 -6 Leute.", "Das Boot fasst vier bis sechs Leute."),
            ("Es fiel von 4 -3 Grad.", "Es fiel von vier minus drei Grad."),
            (
                "Geöffnet ist monatl. 3 Tage, max. 5 Stunden.",
                "Geöffnet ist monatlich drei Tage, maximal fünf Stunden.",
            ),
            ("Sie wohnt im 2. OG, er im EG.", "Sie wohnt im zweiten Obergeschoss, er im Erdgeschoss."),
            (
                "Das war die 1000. Folge und der 2500. Besucher.",
                "Das war die eintausendste Folge und der zweitausendfünfhundertste Besucher.",
            ),
            ("Rufen Sie die 116 111 an.", "Rufen Sie die eins eins sechs eins eins eins an."),
            (
                "Die IP 192.168.178.1",
                "Die IP eins neun zwei Punkt eins sechs acht Punkt eins sieben acht Punkt eins",
            ),
            ("um 9.45 h und ab 22 h", "um neun Uhr fünfundvierzig und ab zweiundzwanzig Uhr"),
            ("Die Fahrt dauert 18 h.", "Die Fahrt dauert achtzehn Stunden."),
        ],
    );
}

#[test]
fn speaks_german_fractions_dates_and_numerals() {
    assert_spoken_in(
        "de",
        &[
            ("das III. Quartal und der V. Akt", "das dritte Quartal und der fünfte Akt"),
            ("Um 06:05:09 Uhr fiel er.", "Um sechs Uhr fünf und neun Sekunden fiel er."),
            ("230 Einwohner/km²", "zweihundertdreißig Einwohner pro Quadratkilometer"),
            ("Die Sicherung hat 16 A.", "Die Sicherung hat sechzehn Ampere."),
            ("3 Mio. kg Obst", "drei Millionen Kilogramm Obst"),
            ("2½ kg Mehl", "zweieinhalb Kilogramm Mehl"),
            ("7/15 der Fläche, 1/99 davon", "sieben Fünfzehntel der Fläche, ein Neunundneunzigstel davon"),
            ("In der Saison 23/24", "In der Saison dreiundzwanzig vierundzwanzig"),
            ("Heft 3/24", "Heft drei Schrägstrich vierundzwanzig"),
            ("2 BvR 1/23", "zwei BvR eins Schrägstrich dreiundzwanzig"),
            ("vom 7.–9.5.2025", "vom siebten bis neunten Mai zweitausendfünfundzwanzig"),
            (
                "Vom 28.2.–3.3.2024 war zu.",
                "Vom achtundzwanzigsten Februar bis dritten März zweitausendvierundzwanzig war zu.",
            ),
            ("Das weiß man [3] seit langem [4, 5].", "Das weiß man seit langem."),
        ],
    );
}

#[test]
fn ends_sentences_where_a_reader_does() {
    let sentences = |language, text: &str| crate::speech::sentences(text, Some(language)).len();
    for text in [
        "Lee et al. (2019) found it.",
        "at 3:05 a.m. ET today",
        "Doors are open 9 a.m. – 5 p.m. daily.",
        "min. 3 and max. 10 bars",
    ] {
        assert_eq!(sentences("en", text), 1, "{text}");
    }
    for text in
        ["tägl. 10-17 Uhr", "im 3. OG links", "zum 1500. Mal", "von Müller et al. (2019)", "vom 1. – 3.6. zu"]
    {
        assert_eq!(sentences("de", text), 1, "{text}");
    }
    for text in [
        "He paid the tab. 12 people left.",
        "Nobody paid for it.4 The town forgot.",
        "Ask him at 5 p.m. The door is open.",
    ] {
        assert_eq!(sentences("en", text), 2, "{text}");
    }
    assert_eq!(sentences("de", "Das war 1998. Danach kam er."), 2);
}

#[test]
fn respells_acronyms_only_for_voices_that_read_respellings() {
    let lexicon = crate::speech::Lexicon::default();
    let reader = |respelled| crate::speech::Reader {
        language: Some("en"),
        lexicon: &lexicon,
        speaker: "",
        voice: "",
        respelled,
    };
    assert_eq!(reader(true).spoken_form("FIFA’s rule for the NASDAQ"), "Feefa's rule for the Nazdack");
    assert_eq!(reader(true).spoken_form("The super PAC gave to WIC."), "The super Pack gave to Wick.");
    assert_eq!(reader(false).spoken_form("FIFA’s rule for the NASDAQ"), "FIFA's rule for the NASDAQ");
}

#[test]
fn keeps_a_sentence_without_numbers_unchanged() {
    assert_eq!(speak_in("en", "Nothing here needs a rule."), "Nothing here needs a rule.");
}
