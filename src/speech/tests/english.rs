//! English spoken forms that need no context.

use super::{assert_spoken, speak};
use crate::speech::{Lexicon, spoken_form};

#[test]
fn speaks_cardinals_and_decimals() {
    assert_spoken(&[
        ("0", "zero"),
        ("7 boats", "seven boats"),
        ("42 boats", "forty-two boats"),
        ("105 boats", "one hundred and five boats"),
        ("2,500 boats", "two thousand five hundred boats"),
        ("1,005", "one thousand and five"),
        ("1,234,567", "one million two hundred and thirty-four thousand five hundred and sixty-seven"),
        ("3.5", "three point five"),
        ("0.25", "zero point two five"),
        ("It fell to -5 overnight.", "It fell to minus five overnight."),
        ("a change of −3 points", "a change of minus three points"),
        ("007", "zero zero seven"),
        ("1500 people", "one thousand five hundred people"),
        ("10\u{202f}000 people", "ten thousand people"),
        ("3.4 million people", "three point four million people"),
        ("2.1m homes", "two point one million homes"),
        ("30k followers", "thirty thousand followers"),
    ]);
}

#[test]
fn speaks_a_number_of_thirty_digits_digit_by_digit() {
    let spoken = speak("123456789012345678901234567890");
    assert_eq!(spoken.split(' ').count(), 30);
    assert!(spoken.starts_with("one two three four"));
}

#[test]
fn speaks_ordinals_and_fractions() {
    assert_spoken(&[
        ("the 1st prize", "the first prize"),
        ("her 21st birthday", "her twenty-first birthday"),
        ("the 112th minute", "the one hundred and twelfth minute"),
        ("a 19th-century mill", "a nineteenth-century mill"),
        ("the 1,000th visitor", "the one thousandth visitor"),
        ("1/3 of them", "one third of them"),
        ("3/4 full", "three quarters full"),
        ("½ a mile", "one half a mile"),
        ("3½ hours", "three and a half hours"),
        ("a 4x4", "a four by four"),
        ("9.58s", "nine point five eight seconds"),
        ("open 24/7", "open twenty-four seven"),
        ("8/10", "eight out of ten"),
    ]);
}

#[test]
fn speaks_years_decades_and_ranges_of_years() {
    assert_spoken(&[
        ("in 1998", "in nineteen ninety-eight"),
        ("in 2024.", "in twenty twenty-four."),
        ("in 2005", "in two thousand and five"),
        ("in 2000", "in two thousand"),
        ("in 1900", "in nineteen hundred"),
        ("in 1906", "in nineteen oh six"),
        ("since 1666,", "since sixteen sixty-six,"),
        ("the 2024 elections", "the twenty twenty-four elections"),
        ("the 1990s", "the nineteen nineties"),
        ("the ’90s", "the nineties"),
        ("the mid-1980s", "the mid-nineteen eighties"),
        ("a man in his 30s", "a man in his thirties"),
        ("the war of 1914–18", "the war of nineteen fourteen to eighteen"),
        ("the 2019-20 season", "the twenty nineteen to twenty season"),
        ("2014–2018", "twenty fourteen to twenty eighteen"),
        ("(1926-2022)", "nineteen twenty-six to twenty twenty-two"),
    ]);
}

#[test]
fn speaks_amounts_of_money() {
    assert_spoken(&[
        ("£3.4bn", "three point four billion pounds"),
        ("€20m", "twenty million euros"),
        ("$1.50", "one dollar fifty"),
        ("£1.05", "one pound five"),
        ("$0.75", "seventy-five cents"),
        ("US$5", "five U S dollars"),
        ("A$2bn", "two billion Australian dollars"),
        ("50p", "fifty pence"),
        ("1p", "one penny"),
        ("£1,200", "one thousand two hundred pounds"),
        ("£1", "one pound"),
        ("¥5,000", "five thousand yen"),
        ("$3.4 million in fines", "three point four million dollars in fines"),
        ("3.4 million euros", "three point four million euros"),
        ("a £3m deal", "a three million pound deal"),
        ("£10-15m", "ten to fifteen million pounds"),
        ("$1m–$2m", "one million dollars to two million dollars"),
        ("at 221B", "at two hundred and twenty-one B"),
        ("$10-$15", "ten dollars to fifteen dollars"),
        ("£50-a-week rent", "fifty pounds a week rent"),
        ("20 € each", "twenty euros each"),
        ("CHF 20m", "twenty million Swiss francs"),
        ("EUR 500", "five hundred euros"),
        ("a -£5m swing", "a minus five million pounds swing"),
    ]);
}

#[test]
fn speaks_percentages_and_ranges() {
    assert_spoken(&[
        ("5%", "five percent"),
        ("up 3.5 % on May", "up three point five percent on May"),
        ("10-15%", "ten to fifteen percent"),
        ("10%-15%", "ten percent to fifteen percent"),
        ("5–10 years", "five to ten years"),
        ("the 16th–18th centuries", "the sixteenth to eighteenth centuries"),
        ("the 1920s-30s", "the nineteen twenties to thirties"),
        ("below < 5", "below less than five"),
        ("pages 10-12", "pages ten to twelve"),
    ]);
}

#[test]
fn speaks_scores_without_to_and_votes_with_to() {
    assert_spoken(&[
        ("They won 3-1.", "They won three one."),
        ("a 2-0 win", "a two nil win"),
        ("a 0–0 draw", "a nil nil draw"),
        ("She lost 6-4, 6-3.", "She lost six four, six three."),
        ("The council voted 52-48 in favour.", "The council voted fifty-two to forty-eight in favour."),
        ("a 4-4-2 formation", "a four four two formation"),
    ]);
}

#[test]
fn speaks_dates_of_every_form() {
    assert_spoken(&[
        ("on 24 February", "on the twenty-fourth of February"),
        ("on 24 February 2024,", "on the twenty-fourth of February twenty twenty-four,"),
        ("Monday 3 March", "Monday the third of March"),
        ("the 24th of February", "the twenty-fourth of February"),
        ("On February 24, 2024, it", "On February twenty-fourth, twenty twenty-four, it"),
        ("on Feb. 3", "on February third"),
        ("in Jan. 2024", "in January twenty twenty-four"),
        ("in May 2024", "in May twenty twenty-four"),
        ("10-12 March", "the tenth to the twelfth of March"),
        ("24/02/2024", "the twenty-fourth of February twenty twenty-four"),
        ("03/04/2024", "the third of April twenty twenty-four"),
        ("02/24/2024", "the twenty-fourth of February twenty twenty-four"),
        ("2024-02-24", "the twenty-fourth of February twenty twenty-four"),
        ("24.02.2024", "the twenty-fourth of February twenty twenty-four"),
    ]);
}

#[test]
fn reads_the_month_first_in_american_english() {
    let spoken = spoken_form("03/04/2024", Some("en-US"), &Lexicon::default(), "", "");
    assert_eq!(spoken, "March fourth, twenty twenty-four");
}

#[test]
fn speaks_times_of_day() {
    assert_spoken(&[
        ("at 9.30am", "at nine thirty A M"),
        ("at 9:30 a.m. on Monday", "at nine thirty A M on Monday"),
        ("at 14:05", "at fourteen oh five"),
        ("at 10pm", "at ten P M"),
        ("at 6 p.m. GMT", "at six P M G M T"),
        ("at 6 p.m.", "at six P M."),
        ("at 9:00", "at nine o'clock"),
        ("at 18:00", "at eighteen hundred"),
        ("10am-4pm", "ten A M to four P M"),
        ("odds of 3:1", "odds of three to one"),
    ]);
}

#[test]
fn speaks_units_of_measure() {
    assert_spoken(&[
        ("90 km/h", "ninety kilometres per hour"),
        ("5kg", "five kilograms"),
        ("1 km", "one kilometre"),
        ("30 m²", "thirty square metres"),
        ("20°C", "twenty degrees Celsius"),
        ("-5°C", "minus five degrees Celsius"),
        ("a 20C day", "a twenty degree Celsius day"),
        ("70mph winds", "seventy miles per hour winds"),
        ("a 2.5 GW plant", "a two point five gigawatt plant"),
        ("a 10km run", "a ten kilometre run"),
        ("lost 16 lbs. since May", "lost sixteen pounds since May"),
        ("a 5-km walk", "a five kilometre walk"),
        ("5-10 km away", "five to ten kilometres away"),
        ("100m away", "one hundred metres away"),
        ("6'2\"", "six foot two"),
        ("6ft 2in", "six foot two"),
        ("an angle of 30°", "an angle of thirty degrees"),
        ("40 sq km", "forty square kilometres"),
        ("1.5 m wide", "one point five metres wide"),
        ("at 60fps", "at sixty frames per second"),
    ]);
}

#[test]
fn speaks_numbers_that_are_names_and_ranges_of_days() {
    assert_spoken(&[
        ("a Boeing 747", "a Boeing seven forty-seven"),
        ("Flight 370 left", "Flight three seventy left"),
        ("on Route 101.", "on Route one oh one."),
        ("Boeing 1,200 jobs", "Boeing one thousand two hundred jobs"),
        ("open Mon–Fri", "open Monday to Friday"),
    ]);
}

#[test]
fn speaks_roman_numerals_after_names() {
    assert_spoken(&[
        ("King Charles III", "King Charles the Third"),
        ("Charles III’s visit", "Charles the Third's visit"),
        ("Queen Elizabeth I died", "Queen Elizabeth the First died"),
        ("Pope John Paul II", "Pope John Paul the Second"),
        ("Louis XIV", "Louis the Fourteenth"),
        ("World War II", "World War Two"),
        ("World War I ended", "World War One ended"),
        ("Super Bowl LVIII", "Super Bowl Fifty-eight"),
        ("as Charles I knew", "as Charles I knew"),
        ("Malcolm X", "Malcolm X"),
        ("Apollo XI", "Apollo Eleven"),
        ("part II", "part Two"),
        ("Tom Hicks III", "Tom Hicks the Third"),
        ("Tom R. Hicks II", "Tom R Hicks the Second"),
    ]);
}

#[test]
fn speaks_abbreviations_in_full() {
    assert_spoken(&[
        ("Mr Hale and Mrs Hale", "Mister Hale and Missus Hale"),
        ("Dr. Osei", "Doctor Osei"),
        ("St. Mary", "Saint Mary"),
        ("in Elm St.", "in Elm Street."),
        ("on Elm St yesterday", "on Elm Street yesterday"),
        ("Leeds vs. York", "Leeds versus York"),
        ("Smith v Jones", "Smith versus Jones"),
        ("No 10", "Number Ten"),
        ("No. 5", "Number Five"),
        ("No, 5 came", "No, five came"),
        ("there is no 5 here", "there is no five here"),
        ("boats, nets, etc.", "boats, nets, etcetera."),
        ("e.g. nets", "for example nets"),
        ("i.e. nets", "that is nets"),
        ("Sen. Ana Costa", "Senator Ana Costa"),
        ("J. K. Orlow", "J K Orlow"),
        ("George W. Hart", "George W Hart"),
        ("the U.S. Army", "the U S Army"),
        ("in the U.S.", "in the U S."),
        ("in the U.S. The house", "in the U S. The house"),
        ("Washington, D.C.’s mayor", "Washington, D C's mayor"),
        ("Washington, D.C., today", "Washington, D C, today"),
        ("Acme Inc. said", "Acme Incorporated said"),
    ]);
}

#[test]
fn spells_acronyms_and_speaks_shouted_words() {
    assert_spoken(&[
        ("NATO and UNESCO", "Nato and Unesco"),
        ("the BBC", "the B B C"),
        ("the BBC’s view", "the B B C's view"),
        ("the EU, the UN and the US", "the E U, the U N and the U S"),
        ("MPs said", "M P's said"),
        ("COVID-19", "Covid nineteen"),
        ("the G7", "the G seven"),
        ("5G masts", "five G masts"),
        ("A4 paper", "A-four paper"),
        ("the M25", "the M twenty-five"),
        ("an F-16", "an F sixteen"),
        ("two F-16s", "two F sixteens"),
        ("the Airbus A380", "the Airbus A-three eighty"),
        ("the A303", "the A-three oh three"),
        ("H5N1", "H five N one"),
        ("CO₂", "C O two"),
        ("the WHO said", "the W H O said"),
        ("BREAKING NEWS", "Breaking News"),
        ("WATCH the video", "Watch the video"),
        ("ASIA’S DAY", "Asia's day"),
        ("It is NOT true", "It is Not true"),
        ("a PhD", "a P H D"),
        ("the FSIN youth", "the F S I N youth"),
        ("the NL MVP", "the N L M V P"),
    ]);
}

#[test]
fn keeps_the_hyphens_of_words() {
    assert_spoken(&[
        ("the 42-year-old", "the forty-two-year-old"),
        ("Ana, 42, said", "Ana, forty-two, said"),
        ("a well-known fisherman", "a well-known fisherman"),
        ("pre- and post-war", "pre and post-war"),
    ]);
}

#[test]
fn speaks_telephone_numbers_digit_by_digit() {
    assert_spoken(&[
        ("call 0800 123 456", "call zero eight zero zero, one two three, four five six"),
        ("+44 20 7946 0958", "plus four four, two zero, seven nine four six, zero nine five eight"),
        ("555-0123", "five five five, zero one two three"),
    ]);
}

#[test]
fn speaks_web_addresses() {
    assert_spoken(&[
        ("See https://www.example.org/a/b?c=1.", "See example dot org."),
        ("at example.com", "at example dot com"),
        ("example.co.uk/news", "example dot co dot U K slash news"),
        ("Write to news@example.org.", "Write to news at example dot org."),
        ("@jane_doe wrote", "at jane underscore doe wrote"),
        ("#CleanRiver2024", "hashtag Clean River twenty twenty-four"),
    ]);
}

#[test]
fn turns_marks_into_pauses_words_or_nothing() {
    assert_spoken(&[
        ("“Yes,” she said.", "Yes, she said."),
        ("She said “yes”.", "She said yes."),
        ("the boat (the old one) sank", "the boat, the old one, sank"),
        ("the boat – the old one – sank", "the boat, the old one, sank"),
        ("the boat—the old one—sank", "the boat, the old one, sank"),
        ("well… maybe", "well, maybe"),
        ("well...", "well."),
        ("Marks & Son", "Marks and Son"),
        ("and/or", "and or"),
        ("he said.[12]", "he said."),
        ("[12]", "twelve"),
        ("it fell in a day.² Then", "it fell in a day. Then"),
        ("two metres¹ of water", "two metres of water"),
        ("“Gone.”[1][2] They", "Gone. They"),
        ("the tide 🌊 rose", "the tide rose"),
        ("don’t", "don't"),
        ("the fishers’ boats", "the fishers boats"),
        ("§ 5", "section five"),
        ("+/- 4", "plus or minus four"),
        ("Really?!", "Really?"),
        ("Müller in Łódź", "Müller in Łódź"),
    ]);
}
