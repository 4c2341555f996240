//! Where sentences end behind shortened words; more of what sport, kitchens and forms write.

use super::{read_as, sentences};

#[test]
fn a_sentence_ends_behind_a_road_a_junior_or_a_letter_that_counts() {
    let cases: &[&[&str]] = &[
        &["He lives at 221B Baker St.", "The address is old."],
        &["She lives on Elm Dr.", "Prof. Lee does not."],
        &["They honour Martin Luther King Jr.", "Gen. Lee lost."],
        &["There was John Smith Sr.", "Sammy ran."],
        &["Martin Luther King Jr. Day is near."],
        &["He took Vitamin C.", "Plan B.", "World War II.", "He ran."],
        &["Ft. Worth, Sec. Blinken, Amb. Rice, Pvt. Ryan and Ald. Jones met."],
        &["He paused . . . then spoke."],
        &["Bob Casey Jr. (D-Pa.) lost.", "He is 6 ft. 2 in. tall."],
        &["Call Ext. 42 now.", "He saw Dr. No.", "St. Her is none."],
    ];
    for case in cases {
        let joined = case.join(" ");
        let units: Vec<&str> = sentences(&joined).into_iter().map(|range| &joined[range]).collect();
        assert_eq!(units, *case);
    }
}

#[test]
fn sports_kitchens_and_forms() {
    read_as(&[
        ("the 1st XI", "the first Eleven"),
        ("odds of 11/4", "odds of eleven to four"),
        ("the 24/25 season", "the twenty-four twenty-five season"),
        ("Ring 116 123.", "Ring one one six, one two three."),
        ("a .38 revolver", "a thirty-eight revolver"),
        ("p = .05", "p equals point zero five"),
        ("at 420ppm", "at four hundred and twenty parts per million"),
        ("3/4 tsp salt", "three quarters teaspoon salt"),
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
