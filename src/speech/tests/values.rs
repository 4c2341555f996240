//! No number loses its value or its sign, whatever is around it.

use proptest::prelude::*;

use super::speak_in;
use crate::base::testing::seeded;

/// The contexts of an English number. `#` is the number with its sign.
const ENGLISH: [&str; 38] = [
    "It fell by #.",
    "It fell by #% on Friday.",
    "It fell #%, then rose.",
    "# people came.",
    "Between # and 3000 people came.",
    "The number # was drawn.",
    "(#)",
    "“#” was on the wall.",
    "He said: #.",
    "It weighs # kg.",
    "It weighs #kg.",
    "It is #°C outside.",
    "It is # °F.",
    "A value of #; no more.",
    "x = #",
    "2 × # = y",
    "Only # million kg of it.",
    "Some # km² of ice.",
    "The cost: £#m.",
    "He paid #€ for it.",
    "He paid # euros.",
    "The index (#%) fell.",
    "A #-point lead.",
    "Is it #?",
    "It is #!",
    "# and more.",
    "They won by # points in the cup final.",
    "About #K followers.",
    "Chapter # of the book.",
    "He lives at # Main Street.",
    "Page #, line 3.",
    "+#",
    "~#",
    "<#",
    ">#",
    "It was # hours later.",
    "Room # is free.",
    "IT FELL BY # IN THE NIGHT.",
];

/// The contexts of a German number.
const GERMAN: [&str; 32] = [
    "Es fiel um #.",
    "Es fiel um #% am Freitag.",
    "Es fiel um # %, dann stieg es.",
    "# Menschen kamen.",
    "Die Zahl # wurde gezogen.",
    "(#)",
    "„#“ stand an der Wand.",
    "Er sagte: #.",
    "Es wiegt # kg.",
    "Es wiegt #kg.",
    "Draußen sind #°C.",
    "Es sind # °C.",
    "x = #",
    "2 × # = y",
    "Nur # Mio. kg davon.",
    "Rund # km² Eis.",
    "Er zahlte #€ dafür.",
    "Er zahlte # Euro.",
    "Der Index (#%) fiel.",
    "Ist es #?",
    "Es ist #!",
    "# und mehr.",
    "Nach # Stunden kam er.",
    "Seite #, Zeile 3.",
    "Nr. # ist frei.",
    "+#",
    "~#",
    "<#",
    "Um # Punkte gewann er das Spiel.",
    "Im Jahr # war es so.",
    "Zimmer # ist frei.",
    "Art. # sagt das.",
];

/// Returns the spoken form without spaces and hyphens, in lower case.
fn letters(spoken: &str) -> String {
    spoken.to_lowercase().chars().filter(|c| c.is_alphabetic()).collect()
}

/// Number words of a language, written here again: the rules must not be their own witness.
struct Words {
    language: &'static str,
    small: [&'static str; 20],
    tens: [&'static str; 8],
    /// "twenty-one" or "einundzwanzig".
    unit_first: bool,
    hundred: &'static str,
    thousand: &'static str,
    point: &'static str,
    decimal: char,
}

const ENGLISH_WORDS: Words = Words {
    language: "en",
    small: [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ],
    tens: ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"],
    unit_first: false,
    hundred: "hundred",
    thousand: "thousand",
    point: "point",
    decimal: '.',
};

const GERMAN_WORDS: Words = Words {
    language: "de",
    small: [
        "null",
        "ein",
        "zwei",
        "drei",
        "vier",
        "fünf",
        "sechs",
        "sieben",
        "acht",
        "neun",
        "zehn",
        "elf",
        "zwölf",
        "dreizehn",
        "vierzehn",
        "fünfzehn",
        "sechzehn",
        "siebzehn",
        "achtzehn",
        "neunzehn",
    ],
    tens: ["zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig"],
    unit_first: true,
    hundred: "hundert",
    thousand: "tausend",
    point: "komma",
    decimal: ',',
};

impl Words {
    fn below_hundred(&self, n: usize) -> String {
        match (n / 10, n % 10) {
            _ if n < 20 => self.small[n].to_string(),
            (tens, 0) => self.tens[tens - 2].to_string(),
            (tens, unit) if self.unit_first => format!("{}und{}", self.small[unit], self.tens[tens - 2]),
            (tens, unit) => format!("{}{}", self.tens[tens - 2], self.small[unit]),
        }
    }

    /// The words of a value below a million, in English without "and".
    fn cardinal(&self, n: usize) -> String {
        let rest = |part: usize| if part == 0 { String::new() } else { self.cardinal(part) };
        match n {
            0..100 => self.below_hundred(n),
            100..1000 => format!("{}{}{}", self.below_hundred(n / 100), self.hundred, rest(n % 100)),
            _ => format!("{}{}{}", self.cardinal(n / 1000), self.thousand, rest(n % 1000)),
        }
    }

    fn digits(&self, digits: &str) -> String {
        digits.bytes().map(|b| self.small[usize::from(b - b'0')].replace("ein", "eins")).collect()
    }

    /// True when spoken letters have the value of a whole number: as a cardinal, digit by digit, or in pairs like a year.
    fn has_whole(&self, spoken: &str, digits: &str) -> bool {
        let value = |part: &str| part.parse().map(|n: usize| self.cardinal(n)).unwrap_or_default();
        let mut readings = vec![value(digits), self.digits(digits)];
        if let 3..=4 = digits.len() {
            let (century, rest) = digits.split_at(digits.len() - 2);
            let oh = rest.starts_with('0').then(|| format!("{}oh{}", value(century), value(&rest[1..])));
            readings.extend([
                format!("{}{}", value(century), value(rest)),
                format!("{}{}{}", value(century), self.hundred, value(rest)),
            ]);
            readings.push(format!("{}{}", value(century), self.hundred));
            readings.extend(oh);
        }
        readings.iter().any(|reading| spoken.contains(reading.as_str()))
    }

    /// Asserts that the spoken form of a context keeps the number, and says "minus" exactly if it has that sign.
    fn check(&self, context: &str, sign: &str, number: &str) -> Result<(), TestCaseError> {
        let written = context.replace('#', &format!("{sign}{number}"));
        let spoken = speak_in(self.language, &written).to_lowercase().replace(" and ", " ");
        let spoken = letters(&spoken);
        let kept = match number.split_once(self.decimal) {
            None => self.has_whole(&spoken, number),
            Some((whole, part)) => {
                let decimal = format!("{}{}", self.point, self.digits(part));
                let coins = part.len() == 2 && self.has_whole(&spoken, part);
                let padded = format!("{part}0");
                let cents =
                    whole == "0" && self.has_whole(&spoken, if part.len() == 1 { &padded } else { part });
                (self.has_whole(&spoken, whole) && (spoken.contains(&decimal) || coins)) || cents
            }
        };
        prop_assert!(kept, "{written:?} became {spoken:?}");
        let minus = spoken.matches("minus").count();
        prop_assert_eq!(minus, usize::from(!sign.is_empty()), "{:?} became {:?}", written, spoken);
        Ok(())
    }
}

/// A number as the language writes it.
fn number(decimal: &'static str) -> impl Strategy<Value = String> {
    prop_oneof![
        (0u32..100_000).prop_map(|n| n.to_string()),
        (0u32..1000, 1u32..10).prop_map(move |(n, part)| format!("{n}{decimal}{part}")),
        (0u32..100, 10u32..100).prop_map(move |(n, part)| format!("{n}{decimal}{part}")),
    ]
}

fn sign() -> impl Strategy<Value = &'static str> {
    prop_oneof![Just(""), Just("-"), Just("−")]
}

/// Contexts in which a number has no sign, and no decimals: "Chapter #".
fn is_label(context: &str) -> bool {
    ["Main Street", "Chapter", "Page", "Seite", "Room", "Zimmer", "Nr.", "Art.", "-point", "Jahr"]
        .iter()
        .any(|label| context.contains(label))
}

fn check_all(words: &Words, contexts: &[&str], number: &str, sign: &str) -> Result<(), TestCaseError> {
    for context in contexts {
        let plain = sign.is_empty() && number.len() < 4 && !number.contains(words.decimal);
        if plain || !is_label(context) {
            words.check(context, sign, number)?;
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(seeded(96))]

    #[test]
    fn english_keeps_every_value_and_sign(number in number("."), sign in sign()) {
        check_all(&ENGLISH_WORDS, &ENGLISH, &number, sign)?;
    }

    #[test]
    fn german_keeps_every_value_and_sign(number in number(","), sign in sign()) {
        check_all(&GERMAN_WORDS, &GERMAN, &number, sign)?;
    }
}
