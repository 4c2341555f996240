//! Every unit of English and German is spoken in words, next to its number and after a space.

use super::speak_in;
use crate::language::speech::{english, german};

/// Units that count only next to their number, or near a word for electricity.
const JOINED: [&str; 16] =
    ["A", "C", "F", "J", "N", "S", "W", "bit", "bp", "in", "l", "ms", "pc", "pp", "t", "x"];

/// Asserts that the spoken form of a measure is what the table says, and reports all that differ.
#[track_caller]
fn assert_spoken_units<'a>(language: &str, number: &str, units: impl Iterator<Item = (&'a str, &'a str)>) {
    let mut wrong = Vec::new();
    for (written, spoken) in units {
        for space in ["", " "] {
            let measure = format!("7{space}{written}");
            let wanted = format!("{number} {spoken}");
            let found = speak_in(language, &measure);
            let ambiguous = JOINED.contains(&written);
            if found != wanted && !ambiguous {
                wrong.push(format!("{measure}: {found}, not {wanted}"));
            }
        }
    }
    wrong.sort();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn speaks_every_unit_of_english() {
    let units = english().units.iter().map(|(written, [_, many])| (written.as_str(), many.as_str()));
    assert!(units.len() > 150);
    assert_spoken_units("en", "seven", units);
}

#[test]
fn speaks_every_unit_of_german() {
    let units = german().units.iter().map(|(written, unit)| (written.as_str(), unit.many()));
    assert!(units.len() > 150);
    assert_spoken_units("de", "sieben", units);
}
