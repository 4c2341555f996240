//! What stands in news, sport, science, law, kitchens and programs, against how it is read aloud.

use super::{read_as, say};
use crate::speech::{Lexicon, spoken_form};

#[test]
fn amounts_in_two_units() {
    read_as(&[
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
fn lengths_that_their_neighbours_tell() {
    read_as(&[
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
        ("at 51°30′N", "at fifty-one degrees thirty minutes N"),
    ]);
}

#[test]
fn letters_behind_numbers_that_are_no_units() {
    read_as(&[
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
fn years_that_a_word_tells() {
    read_as(&[
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
fn numbers_that_are_called_or_typed() {
    read_as(&[
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
fn what_chemists_mathematicians_and_programmers_write() {
    read_as(&[
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
        ("t.co/abc123", "T dot C O slash A B C one two three"),
        ("UTC-5", "U T C minus five"),
    ]);
}

#[test]
fn tags_notes_and_prices() {
    read_as(&[
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
    assert!(say("192.168.100.200").starts_with("one hundred and ninety-two point"));
}

#[test]
fn pairs_of_numbers() {
    read_as(&[
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
fn abbreviations_of_people_places_and_pages() {
    read_as(&[
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
fn capitals_and_numerals() {
    read_as(&[
        ("WWII, WWI and WW2", "World War Two, World War One and World War Two"),
        ("the LAPD, the OECD and PAYE", "the L A P D, the O E C D and P A Y E"),
        ("a SIM card, sent by ICE", "a sim card, sent by Ice"),
        ("WOW!!", "Wow!"),
        ("CHIEFS WIN", "Chiefs Win"),
        ("Act V", "Act Five"),
        ("a Type I error", "a Type One error"),
        ("the type I know", "the type I know"),
        ("James VI and I", "James the Sixth and First"),
        ("in MMXXIV", "in twenty twenty-four"),
        ("a MILD day", "a Mild day"),
    ]);
}

#[test]
fn brackets_and_silences() {
    read_as(&[
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
