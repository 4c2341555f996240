//! What a newsroom's texts have in them, and what stands beside it and must be read as before.

use super::{read_as, sentences};
use crate::speech::{Lexicon, spoken_form};

#[test]
fn paragraphs_in_brackets_are_a_span_and_none_is_lost() {
    read_as(&[
        ("At [45]–[47] the judge said no.", "At forty-five to forty-seven the judge said no."),
        ("paragraphs [45]-[47], and (4)-(7)", "paragraphs forty-five to forty-seven, and four to seven"),
        ("see [45] – [47] and [48],[49]", "see forty-five to forty-seven and, forty-eight, forty-nine"),
        ("pp. [12]-[14]", "pages twelve to fourteen"),
        ("para.[45]", "paragraph, forty-five"),
        ("clauses (a)-(c)", "clauses A to C"),
        ("He said so.[1]–[3] Then", "He said so. Then"),
        ("it fell[1],[2] again", "it fell, again"),
        ("a [sic]-[sic] pair", "a, sic, -, sic, pair"),
        ("sections 5(b)(2)", "sections five B two"),
    ]);
    let say = |text: &str, language: &str| spoken_form(text, Some(language), &Lexicon::default(), "", "");
    assert_eq!(
        say("Nach [45]–[47] gilt das.[1]–[3]", "de"),
        "Nach fünfundvierzig bis siebenundvierzig gilt das."
    );
    assert_eq!(say("Selon [45]–[47] c’est dit.[1]", "fr"), "Selon 45-47 c’est dit.");
}

#[test]
fn a_crowd_is_counted_in_millions_and_a_length_in_metres() {
    read_as(&[
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
fn hurdles_are_no_crowd() {
    read_as(&[
        ("the 110m hurdles", "the one hundred and ten metres hurdles"),
        ("The 400m hurdles final", "The four hundred metres hurdles final"),
        ("60m hurdles champion", "sixty metres hurdles champion"),
        ("100m sprinters", "one hundred metres sprinters"),
        ("5m runners took part", "five million runners took part"),
    ]);
}

#[test]
fn what_is_as_high_or_as_thick() {
    read_as(&[
        ("a 2m-high fence with 3cm-thick glass", "a two-metre-high fence with three-centimetre-thick glass"),
        ("a 10ft-wide path", "a ten-foot-wide path"),
        ("a 5-km walk", "a five kilometre walk"),
        ("a 40,000-strong army", "a forty thousand-strong army"),
    ]);
}

#[test]
fn letters_behind_numbers_of_places_are_letters() {
    read_as(&[
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
fn sections_schedules_and_lives_are_cited() {
    read_as(&[
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
        ("75 cl. 3 bottles", "seventy-five cl. three bottles"),
        ("210-4d. 5 left", "two hundred and ten to four d. five left"),
    ]);
}

#[test]
fn no_sentence_ends_behind_what_is_cited() {
    let cases: &[&[&str]] = &[
        &["He is guilty under s. 47 of the Act.", "See ss. 3 and 4, Sch. 2, reg. 5 and cl. 3."],
        &["It was Op. 27 (see n. 3).", "He (b. 1450, d. 1520, fl. 1480) left."],
        &["Prices incl. VAT.", "Excl. VAT it's £20."],
        &["It is £20, VAT incl.", "The post is free."],
        &["Tel. 020 7946 0958."],
        &["She got a D. 5 others did not.", "He left."],
    ];
    for case in cases {
        let joined = case.join(" ");
        let units: Vec<&str> = sentences(&joined).into_iter().map(|range| &joined[range]).collect();
        assert_eq!(units, *case);
    }
}

#[test]
fn times_with_a_dot_are_told_by_what_stands_around() {
    read_as(&[
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
fn rates_prices_and_versions_are_no_times() {
    read_as(&[
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
fn marks_stars_and_scales() {
    read_as(&[
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
    let say = |text: &str, language: &str| spoken_form(text, Some(language), &Lexicon::default(), "", "");
    assert_eq!(say("Gut: ★★★★☆", "de"), "Gut: vier von fünf Sternen");
    assert_eq!(say("Bon ★★★★☆ !", "fr"), "Bon!");
}

#[test]
fn types_results_and_spans_of_money() {
    read_as(&[
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
fn short_numbers_that_are_called() {
    read_as(&[
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
fn days_and_months_side_by_side() {
    read_as(&[
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
