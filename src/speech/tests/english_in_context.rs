//! English spoken forms that depend on the words around them.

use super::{assert_spoken, speak};
use crate::speech::{Lexicon, spoken_form};

#[test]
fn speaks_amounts_in_two_units() {
    assert_spoken(&[
        ("He weighs 12st 4lb.", "He weighs twelve stone four pounds."),
        ("at 11st", "at eleven stone"),
        ("the 21st", "the twenty-first"),
        ("1st 1lb", "one stone one pound"),
        ("It took 1h 20m.", "It took one hour twenty minutes."),
        ("in 2m30s", "in two minutes thirty seconds"),
        ("in 3h30", "in three hours thirty"),
        ("2h later", "two hours later"),
        ("1m people", "one million people"),
    ]);
}

#[test]
fn recognises_lengths_by_their_context() {
    assert_spoken(&[
        ("He is 5'10\".", "He is five foot ten."),
        ("a 6\" pipe", "a six inch pipe"),
        ("10\" of snow and 5' of water", "ten inches of snow and five feet of water"),
        ("He said \"he is 6\" of course", "He said he is six of course"),
        ("“It was 6” of course", "It was six of course"),
        ("It is 3m x 4m.", "It is three metres by four metres."),
        ("the 4x100m relay", "the four by one hundred metres relay"),
        ("a 3 x 4 grid", "a three by four grid"),
        ("3 × 4", "three times four"),
        ("2 x 400g tins", "two four hundred gram tins"),
        ("the 1500m", "the fifteen hundred metres"),
        ("the 1,500m final", "the fifteen hundred metre final"),
        ("walk 3 mi along", "walk three miles along"),
        ("10 sq. ft., he said", "ten square feet, he said"),
        ("at 51°30′N", "at fifty-one degrees thirty minutes north"),
    ]);
}

#[test]
fn keeps_letters_after_numbers_that_are_not_units() {
    assert_spoken(&[
        ("in 1080p", "in ten eighty P"),
        ("a 720p video", "a seven twenty P video"),
        ("Shares rose 3% to 720p.", "Shares rose three percent to seven hundred and twenty pence."),
        ("a 10k run", "a ten K run"),
        ("she ran a 5k.", "she ran a five K."),
        ("10k people", "ten thousand people"),
        ("a 4K TV", "a four K T V"),
        ("a 5* hotel", "a five star hotel"),
        ("an A* grade", "an A star grade"),
    ]);
}

#[test]
fn recognises_distant_years_by_a_word() {
    assert_spoken(&[
        ("In 1066 they came", "In ten sixty-six they came"),
        ("by 2100", "by twenty-one hundred"),
        ("until 2150", "until twenty-one fifty"),
        ("the Battle of 1066", "the Battle of ten sixty-six"),
        ("1066 AD", "ten sixty-six A D"),
        ("c. 1450 BC", "circa fourteen fifty B C"),
        ("a crowd of 1066", "a crowd of one thousand and sixty-six"),
        ("in 1000 days", "in one thousand days"),
        ("after 2150 people", "after two thousand one hundred and fifty people"),
        ("at 0600 GMT", "at oh six hundred G M T"),
    ]);
}

#[test]
fn speaks_called_and_typed_numbers_digit_by_digit() {
    assert_spoken(&[
        ("Dial 999 or 911 now", "Dial nine nine nine or nine one one now"),
        ("a 911 caller", "a nine one one caller"),
        ("call 101.", "call one zero one."),
        ("call 101 people", "call one hundred and one people"),
        ("Call (212) 555-0123.", "Call two one two, five five five, zero one two three."),
        ("212.555.0123", "two one two, five five five, zero one two three"),
        ("(020) 7946 0958", "zero two zero, seven nine four six, zero nine five eight"),
        ("Text 88222 to give", "Text eight eight two two two to give"),
        ("text HELP to 88222", "text Help to eight eight two two two"),
        ("Account 12345678", "Account one two three four five six seven eight"),
        ("account number: 4411", "account number: four four one one"),
        ("account of 500 people", "account of five hundred people"),
        ("Call Ext. 42 now", "Call Extension four two now"),
        ("bus 149", "bus one forty-nine"),
        ("flight 4590", "flight forty-five ninety"),
    ]);
}

#[test]
fn speaks_formulas_powers_and_paths() {
    assert_spoken(&[
        ("NO2, SO2, CO2 and CH4", "N O two, S O two, C O two and C H four"),
        ("Fe2O3", "F E two O three"),
        ("H~2~O", "H two O"),
        ("PM2.5", "P M two point five"),
        ("10^6 cells", "ten to the power of six cells"),
        ("10⁶", "ten to the power of six"),
        ("10⁻⁹", "ten to the power of minus nine"),
        ("x² + y³", "x squared plus y cubed"),
        ("3x² and a²b²", "three x squared and a squared b squared"),
        ("E = mc²", "E equals M C squared"),
        ("30 m² and 5 m³", "thirty square metres and five cubic metres"),
        ("9.8 m/s²", "nine point eight metres per second squared"),
        ("5 mg/kg", "five milligrams per kilogram"),
        ("in 2019³ he", "in twenty nineteen he"),
        ("aged 42¹", "aged forty-two"),
        ("the war² ended", "the war ended"),
        ("C# and C++", "C sharp and C plus plus"),
        ("see /etc/passwd", "see slash etc slash passwd"),
        ("he/she", "he she"),
        ("a .com domain", "a dot com domain"),
        ("t.co/abc123", "T dot co slash A B C one two three"),
        ("UTC-5", "U T C minus five"),
    ]);
}

#[test]
fn speaks_tags_bank_notes_and_prices() {
    assert_spoken(&[
        ("#5G", "hashtag five G"),
        ("#3 in the world", "number three in the world"),
        ("$20 bills", "twenty dollar bills"),
        ("£5 notes", "five pound notes"),
        ("$3.99/lb", "three dollars ninety-nine a pound"),
        ("$30/hour", "thirty dollars an hour"),
        ("$4.05", "four dollars and five cents"),
        ("$4.50", "four dollars fifty"),
        ("a 25bp cut", "a twenty-five basis point cut"),
        ("1.000.000 people", "one million people"),
        ("1 000 000 people", "one million people"),
        ("1\u{a0}000\u{a0}000 people", "one million people"),
        ("1\u{2009}000\u{2009}000 people", "one million people"),
        ("1.500", "one point five zero zero"),
    ]);
    assert!(speak("192.168.100.200").starts_with("one nine two dot one six eight"));
}

#[test]
fn recognises_pairs_of_numbers_by_their_context() {
    assert_spoken(&[
        ("a 50-50 split", "a fifty-fifty split"),
        ("a 60-40 split", "a sixty forty split"),
        ("20/20 vision", "twenty-twenty vision"),
        ("4/5 stars", "four out of five stars"),
        ("4/5 of them", "four fifths of them"),
        ("Page 3/10", "Page three of ten"),
        ("since 9/11", "since nine eleven"),
        ("on 9/11", "on nine eleven"),
        ("11/9", "eleven nine"),
        ("On 5/6 he left", "On the fifth of June he left"),
        ("on 2/3 of it", "on two thirds of it"),
        ("Psalm 23:4", "Psalm twenty-three four"),
        ("John 3:16", "John three sixteen"),
        ("Exodus 20:3-17", "Exodus twenty three to seventeen"),
        ("1 Corinthians 13:4", "First Corinthians thirteen four"),
        ("245-7 at stumps", "two hundred and forty-five for seven at stumps"),
        ("a vote of 245-7", "a vote of two hundred and forty-five to seven"),
        ("They were 3-1 up.", "They were three one up."),
        ("Arsenal 3-1 Chelsea", "Arsenal three one Chelsea"),
        ("18-24s", "eighteen to twenty-fours"),
    ]);
    let american = |text: &str| spoken_form(text, Some("en-US"), &Lexicon::default(), "", "");
    assert_eq!(american("On 5/6 he left"), "On May sixth he left");
    assert_eq!(american("On 6/31 he left"), "On June thirty-first he left");
}

#[test]
fn speaks_abbreviations_of_people_places_and_pages() {
    assert_spoken(&[
        ("Ft. Worth", "Fort Worth"),
        ("Sec. Blinken", "Secretary Blinken"),
        ("Sec. 5", "Section five"),
        ("Amb. Rice and Pvt. Ryan", "Ambassador Rice and Private Ryan"),
        ("Vol. II", "Volume Two"),
        ("Approx. 40 people", "Approximately forty people"),
        ("Est. 1900", "Established nineteen hundred"),
        ("see para. 6", "see paragraph six"),
        ("on Mark's Pl. today", "on Mark's Place today"),
        ("John Doe Esq. came", "John Doe Esquire came"),
        ("Warren (D-Mass.) spoke", "Warren, Democrat of Massachusetts, spoke"),
        ("Schumer (D., N.Y.) spoke", "Schumer, Democrat of New York, spoke"),
        ("Cruz, R-Texas, spoke", "Cruz, Republican of Texas, spoke"),
        ("in Portland, Ore.", "in Portland, Oregon."),
        ("Mon.-Fri. 10am", "Monday to Friday ten A M"),
        ("Sr. Maria prayed", "Sister Maria prayed"),
        ("John Smith Sr. prayed", "John Smith Senior prayed"),
    ]);
}

#[test]
fn speaks_world_wars_and_numerals() {
    assert_spoken(&[
        ("WWII, WWI and WW2", "World War Two, World War One and World War Two"),
        ("the LAPD, the OECD and PAYE", "the L A P D, the O E C D and P A Y E"),
        ("a SIM card, sent by ICE", "a sim card, sent by Ice"),
        ("WOW!!", "Wow!"),
        ("CHIEFS WIN", "Chiefs win"),
        ("Act V", "Act Five"),
        ("a Type I error", "a Type One error"),
        ("the type I know", "the type I know"),
        ("James VI and I", "James the Sixth and First"),
        ("in MMXXIV", "in twenty twenty-four"),
        ("a MILD day", "a Mild day"),
    ]);
}

#[test]
fn resolves_brackets_and_pauses_at_short_lines() {
    assert_spoken(&[
        ("“The [council] must act.”", "The council must act."),
        ("“[W]e must”", "We must"),
        ("he call[ed] it", "he called it"),
        ("[Laughter] He went on", "Laughter, He went on"),
        ("the boat(s) sank", "the boats sank"),
        ("(a), (b) and (c)", "A, B and C"),
        ("section 5(b)(2)", "section five B two"),
        ("He paused . . . then spoke", "He paused, then spoke"),
        ("Two roads\nran on,\nand I ran", "Two roads, ran on, and I ran"),
    ]);
}

#[test]
fn speaks_ranges_of_paragraphs_and_drops_footnote_marks() {
    assert_spoken(&[
        ("At [45]–[47] the judge said no.", "At forty-five to forty-seven the judge said no."),
        ("paragraphs [45]-[47], and (4)-(7)", "paragraphs forty-five to forty-seven, and four to seven"),
        ("see [45] – [47] and [48],[49]", "see forty-five to forty-seven and forty-eight, forty-nine"),
        ("pp. [12]-[14]", "pages twelve to fourteen"),
        ("para.[45]", "paragraph forty-five"),
        ("clauses (a)-(c)", "clauses A to C"),
        ("He said so.[1]–[3] Then", "He said so. Then"),
        ("it fell[1],[2] again", "it fell again"),
        ("a [sic]-[sic] pair", "a, sic, -, sic, pair"),
        ("sections 5(b)(2)", "sections five B two"),
    ]);
    let speak = |text: &str, language: &str| spoken_form(text, Some(language), &Lexicon::default(), "", "");
    assert_eq!(
        speak("Nach [45]–[47] gilt das.[1]–[3]", "de"),
        "Nach fünfundvierzig bis siebenundvierzig gilt das."
    );
    assert_eq!(speak("Selon [45]–[47] c’est dit.[1]", "sv"), "Selon 45-47 c’est dit.");
}

#[test]
fn distinguishes_millions_from_metres() {
    assert_spoken(&[
        ("a population of 67.3m.", "a population of sixty-seven point three million."),
        (
            "More than 3.5m were displaced, and 1.2m of them fled.",
            "More than three point five million were displaced, and one point two million of them fled.",
        ),
        (
            "Turnout fell from 33.6m to 28.8m.",
            "Turnout fell from thirty-three point six million to twenty-eight point eight million.",
        ),
        ("17.4m votes to 16.1m", "seventeen point four million votes to sixteen point one million"),
        ("one of 5m who voted", "one of five million who voted"),
        ("1.2m of us", "one point two million of us"),
        ("a 2.1m-strong army", "a two point one million-strong army"),
        ("profits of 12.5m", "profits of twelve point five million"),
        ("5 m people", "five million people"),
        ("He is 5m tall.", "He is five metres tall."),
        ("waves of 3.5m were seen", "waves of three point five metres were seen"),
        ("voters stood 20m from the door", "voters stood twenty metres from the door"),
        ("a 100m final", "a one hundred metre final"),
        ("He ran the 100m before 5m viewers.", "He ran the one hundred metres before five million viewers."),
        ("£3.4m", "three point four million pounds"),
        ("3 m deep", "three metres deep"),
        ("400m freestyle", "four hundred metres freestyle"),
        ("400m people", "four hundred million people"),
        ("It is 8,848m.", "It is eight thousand eight hundred and forty-eight metres."),
        ("He climbed 3,000 m.", "He climbed three thousand metres."),
        (
            "a 3,000 m race; it fell 1,200 m",
            "a three thousand metre race; it fell one thousand two hundred metres",
        ),
        ("£5 m", "five pounds m"),
    ]);
}

#[test]
fn reads_the_metres_of_a_race_as_metres() {
    assert_spoken(&[
        ("the 110m hurdles", "the one hundred and ten metres hurdles"),
        ("The 400m hurdles final", "The four hundred metres hurdles final"),
        ("60m hurdles champion", "sixty metres hurdles champion"),
        ("100m sprinters", "one hundred metres sprinters"),
        ("5m runners took part", "five million runners took part"),
    ]);
}

#[test]
fn speaks_hyphenated_dimensions_in_the_singular() {
    assert_spoken(&[
        ("a 2m-high fence with 3cm-thick glass", "a two-metre-high fence with three-centimetre-thick glass"),
        ("a 10ft-wide path", "a ten-foot-wide path"),
        ("a 5-km walk", "a five kilometre walk"),
        ("a 40,000-strong army", "a forty thousand-strong army"),
    ]);
}

#[test]
fn speaks_the_letters_of_labels() {
    assert_spoken(&[
        ("flat 12b and unit 3m", "flat twelve B and unit three M"),
        ("the 6b bus", "the six B bus"),
        ("Table 2b, Fig. 3a", "Table two B, Figure three A"),
        ("gate 4k", "gate four K"),
        ("a table 2m by 1m", "a table two metres by one metre"),
        ("the gate 4m wide", "the gate four metres wide"),
        ("a $2b bus deal", "a two billion dollar bus deal"),
        ("class 5b and a flat 3b", "class five B and a flat three B"),
        ("part 4a applies", "part four A applies"),
        ("debt of 12b", "debt of twelve billion"),
        ("room 4k people filled", "room four thousand people filled"),
    ]);
}

#[test]
fn speaks_citations_of_laws_works_and_lives() {
    assert_spoken(&[
        ("under s.20 and s. 47 of the Act", "under section twenty and section forty-seven of the Act"),
        ("ss. 3 and 4", "sections three and four"),
        ("s 47(2) and ss 3-5", "section forty-seven two and sections three to five"),
        ("Sch. 2, reg. 5, cl. 3, n. 3", "Schedule two, regulation five, clause three, note three"),
        ("Op. 27, No. 2", "Opus twenty-seven, Number Two"),
        ("b. 1450, d. 1520", "born fourteen fifty, died fifteen twenty"),
        ("fl. 1480", "flourished fourteen eighty"),
        ("Prices incl. VAT", "Prices including V A T"),
        ("Excl. VAT it's £20.", "Excluding V A T it's twenty pounds."),
        ("[2019] EWCA Crim 1234", "twenty nineteen, E W C A Crim twelve thirty-four"),
        ("the b. 5 was odd", "the b. five was odd"),
        ("the BBC's 47 plans", "the B B C's forty-seven plans"),
        ("75 cl. 3 bottles", "seventy-five centilitres. three bottles"),
        ("210-4d. 5 left", "two hundred and ten to four d. five left"),
    ]);
}

#[test]
fn recognises_dotted_times_by_their_context() {
    assert_spoken(&[
        ("Doors open 7.30-11pm.", "Doors open seven thirty to eleven P M."),
        ("Open 6.30–10pm daily", "Open six thirty to ten P M daily"),
        ("open 9.00-17.00", "open nine o'clock to seventeen hundred"),
        ("9-5pm and 1-3pm", "nine to five P M and one to three P M"),
        (
            "Trains run at 10.15, 11.45 and 12.30 from 6.00 to 9.30pm.",
            "Trains run at ten fifteen, eleven forty-five and twelve thirty from six to nine thirty P M.",
        ),
        ("at 8.05 the train left", "at eight oh five the train left"),
        ("at 6.30 for 7pm", "at six thirty for seven P M"),
        ("at 7.45 on Friday", "at seven forty-five on Friday"),
        ("They met at 7.45.", "They met at seven forty-five."),
        ("the 3.15 at Cheltenham", "the three fifteen at Cheltenham"),
        ("the 8.05 from Leeds", "the eight oh five from Leeds"),
        ("a 3.15 appointment", "a three fifteen appointment"),
    ]);
}

#[test]
fn does_not_read_rates_prices_and_versions_as_times() {
    assert_spoken(&[
        ("at 3.50 per cent", "at three point five zero per cent"),
        ("at 3.50%", "at three point five zero percent"),
        ("at 3.50 €", "at three euros fifty"),
        ("It rose to 8.05.", "It rose to eight point zero five."),
        ("shares closed at 12.50", "shares closed at twelve point five zero"),
        ("The pound traded at 1.25 on Friday", "The pound traded at one point two five on Friday"),
        ("at 9.58 seconds", "at nine point five eight seconds"),
        ("£3.50-4.25", "three point five zero to four point two five pounds"),
        ("rose 3.50-4.25 points", "rose three point five zero to four point two five points"),
        ("growth at 2.10 was low", "growth at two point one zero was low"),
        ("at 2.10.3", "at two point ten point three"),
        ("a 3-1 win by 3pm", "a three one win by three P M"),
        ("at 1.83m", "at one point eight three metres"),
        ("the 1.25 from before", "the one point two five from before"),
    ]);
}

#[test]
fn speaks_ratings_map_scales_and_race_times() {
    assert_spoken(&[
        ("4.5/5 stars", "four point five out of five stars"),
        ("4/5 of them", "four fifths of them"),
        ("He gave it ★★★★☆.", "He gave it four stars out of five."),
        ("★★★ Ana Costa", "three stars Ana Costa"),
        ("★ Ana Costa", "Ana Costa"),
        ("A*, A and two A*s", "A star, A and two A stars"),
        ("a *A* list", "a A list"),
        ("a 1:50,000 map, or 1:25000", "a one to fifty thousand map, or one to twenty-five thousand"),
        ("odds of 3:1", "odds of three to one"),
        ("pole in 1:15.456s", "pole in one minute fifteen point four five six seconds"),
        ("1:32:05.123", "one hour thirty-two minutes five point one two three seconds"),
        ("at 7:30. They left", "at seven thirty. They left"),
        ("2/3rds of it", "two thirds of it"),
        ("3-1/2 inches", "three and a half inches"),
    ]);
    let speak = |text: &str, language: &str| spoken_form(text, Some(language), &Lexicon::default(), "", "");
    assert_eq!(speak("Gut: ★★★★☆", "de"), "Gut: vier von fünf Sternen");
    assert_eq!(speak("Bon ★★★★☆ !", "sv"), "Bon!");
}

#[test]
fn speaks_types_of_aircraft_results_and_ranges_of_money() {
    assert_spoken(&[
        ("a Boeing 737-800", "a Boeing seven thirty-seven eight hundred"),
        ("an Airbus A320-200", "an Airbus A-three twenty two hundred"),
        ("737-800 people", "seven hundred and thirty-seven to eight hundred people"),
        ("rooms A1-4", "rooms A-one to four"),
        ("It ended 2-1.", "It ended two one."),
        ("It was 1-1 at the break, 2-1 aet", "It was one one at the break, two one aet"),
        ("it was 2-1 on agg", "it was two one on aggregate"),
        ("It ended 3-5 years ago", "It ended three to five years ago"),
        ("£1.5 billion-£2 billion", "one point five billion pounds to two billion pounds"),
        ("a five-million plan", "a five-million plan"),
    ]);
}

#[test]
fn speaks_short_numbers_that_people_call() {
    assert_spoken(&[
        ("Call the Samaritans on 116 123.", "Call the Samaritans on one one six, one two three."),
        (
            "call 020 7946 0958 or 999",
            "call zero two zero, seven nine four six, zero nine five eight or nine nine nine",
        ),
        ("Call 999, 101 or 111.", "Call nine nine nine, one zero one or one one one."),
        ("dial 1471 or call 105 now", "dial one four seven one or call one zero five now"),
        ("They called 300 witnesses.", "They called three hundred witnesses."),
        ("We call 2024 a success", "We call twenty twenty-four a success"),
        ("He called on 999 people", "He called on nine hundred and ninety-nine people"),
        ("It cost 500 or 999", "It cost five hundred or nine hundred and ninety-nine"),
    ]);
}

#[test]
fn speaks_ranges_of_days_and_months() {
    assert_spoken(&[
        ("30 May-2 June", "the thirtieth of May to the second of June"),
        ("30 May – 2 June", "the thirtieth of May to the second of June"),
        ("on 31.12.99", "on the thirty-first of December nineteen ninety-nine"),
        (
            "31/12/99 and 01/02/03",
            "the thirty-first of December nineteen ninety-nine and the first of February two thousand and three",
        ),
        ("version 2.10.30", "version two point ten point three zero"),
        ("Sat & Sun, Mon to Fri", "Saturday and Sunday, Monday to Friday"),
        ("The Sun and Sat Nav", "The Sun and Sat Nav"),
        ("the Sun and Mon", "the Sun and Mon"),
        ("He sat and Sun Li sat", "He sat and Sun Li sat"),
        ("Jan-Mar", "January to March"),
        ("Theresa May-June", "Theresa May-June"),
        ("on Wed 5 Mar at noon, Tues 4th", "on Wednesday the fifth of March at noon, Tuesday fourth"),
    ]);
}

#[test]
fn speaks_numbers_of_sports_recipes_and_forms() {
    assert_spoken(&[
        ("the 1st XI", "the first Eleven"),
        ("odds of 11/4", "odds of eleven to four"),
        ("the 24/25 season", "the twenty-four twenty-five season"),
        ("Ring 116 123.", "Ring one one six, one two three."),
        ("a .38 revolver", "a thirty-eight revolver"),
        ("p = .05", "p equals point zero five"),
        ("at 420ppm", "at four hundred and twenty parts per million"),
        ("3/4 tsp salt", "three quarters of a teaspoon salt"),
        ("200g/7oz butter", "two hundred grams, seven ounces butter"),
        (
            "180C/350F/Gas 4",
            "one hundred and eighty degrees Celsius, three hundred and fifty degrees Fahrenheit, Gas four",
        ),
        ("w/c 5 May", "week commencing the fifth of May"),
        ("c/o Mr Smith", "care of Mister Smith"),
        ("J. Doe, M.D.", "J Doe, M D."),
        ("6 ft. 2 in. tall", "six foot two tall"),
        ("at 42nd St.", "at forty-second Street."),
        ("sales rose 5% YoY", "sales rose five percent year on year"),
        ("24hr news", "twenty-four hour news"),
    ]);
}
