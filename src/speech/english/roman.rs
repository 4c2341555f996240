//! Roman numerals: "Charles III", "World War II", "MMXXIV".

use super::letters::split_ending;
use super::numbers;
use super::rulers::{NUMBERED, NUMBERED_NOUNS, REGNAL, RULERS};
use super::{Reading, capitalised};
use crate::speech::tokens::{Kind, Tokens};

/// Elevens and fifteens are teams.
const TEAMS: &[&str] = &["XI", "XV"];
/// Before a team; "1st XI" ends in letters too.
const BEFORE_TEAM: &[&str] = &["First", "Second", "first", "second", "nd", "playing", "rd", "st", "starting"];
/// Roman numerals up to here count things; longer ones are years.
const HIGHEST_COUNT: u64 = 89;
/// The fewest letters of a year in Roman numerals: shorter ones may be names.
const SHORTEST_YEAR: usize = 4;
/// "MMMDCCCLXXXVIII".
const LONGEST_NUMERAL: usize = 15;

/// "Charles III", "World War II", "MMXXIV".
pub(super) fn roman(t: &Tokens, i: usize) -> Option<Reading> {
    let written = t.letters(i)?;
    let (numeral, ending) = split_ending(written);
    let value = roman_value(numeral)?;
    let before = t.word_before(i);
    let ending = if numeral.len() == written.len() { "" } else { ending };
    if value > HIGHEST_COUNT {
        let year = written.starts_with('M') && written.len() >= SHORTEST_YEAR;
        return year.then(|| (numbers::year(value), 1));
    }
    if before == "and" && is_regnal_number(t, i.saturating_sub(4)) {
        return Some((format!("{}{ending}", capitalised(&numbers::ordinal(value))), 1));
    }
    if TEAMS.contains(&numeral) && BEFORE_TEAM.contains(&before) {
        return Some((format!("{}{ending}", capitalised(&numbers::words(value))), 1));
    }
    let next = t.word_after(i + 1);
    let sure_part = numeral != "I"
        || t.word_before(i.saturating_sub(2)) == "World"
        || !next.starts_with(char::is_lowercase)
        || NUMBERED_NOUNS.contains(&next);
    if NUMBERED.contains(&before) && sure_part {
        return Some((format!("{}{ending}", capitalised(&numbers::words(value))), 1));
    }
    let ruler = RULERS.contains(&t.word_before(i.saturating_sub(2)));
    let sure_of_one = ruler || t.at(i + 1).kind == Kind::Sign || !ending.is_empty();
    let king = REGNAL.contains(&before) && (numeral != "I" || sure_of_one);
    let namesake = (2..=4).contains(&value)
        && before.starts_with(char::is_uppercase)
        && (t.word_before(i.saturating_sub(2)).starts_with(char::is_uppercase) || t.back(i, 4).text == ".");
    if king || (ruler && before.starts_with(char::is_uppercase)) || namesake {
        return Some((format!("the {}{ending}", capitalised(&numbers::ordinal(value))), 1));
    }
    let numbered =
        numeral.len() > 1 && value < 40 && (before.starts_with(char::is_uppercase) || numeral.contains("II"));
    numbered.then(|| (format!("{}{ending}", capitalised(&numbers::words(value))), 1))
}

/// True for the first numeral of "James VI and I".
fn is_regnal_number(t: &Tokens, i: usize) -> bool {
    t.letters(i).and_then(roman_value).is_some() && REGNAL.contains(&t.word_before(i))
}

/// The value of a Roman numeral, written as is usual; none for anything else.
pub(super) fn roman_value(numeral: &str) -> Option<u64> {
    if numeral.is_empty() || numeral.len() > LONGEST_NUMERAL {
        return None;
    }
    let (mut value, mut rest) = (0, numeral);
    let mut places = ROMAN.iter();
    while let Some((digits, place)) = places.next().filter(|_| !rest.is_empty()) {
        let digit =
            digits.iter().find_map(|(written, digit)| rest.strip_prefix(written).map(|r| (r, *digit)));
        if let Some((left, digit)) = digit {
            (rest, value) = (left, value + digit * place);
        }
    }
    rest.is_empty().then_some(value)
}

/// The digits of one place, the longest first.
type Place = &'static [(&'static str, u64)];

/// Thousands, hundreds, tens and ones.
const ROMAN: [(Place, u64); 4] = [
    (&[("MMM", 3), ("MM", 2), ("M", 1)], 1000),
    (
        &[
            ("DCCC", 8),
            ("DCC", 7),
            ("CCC", 3),
            ("DC", 6),
            ("CM", 9),
            ("CD", 4),
            ("CC", 2),
            ("D", 5),
            ("C", 1),
        ],
        100,
    ),
    (
        &[
            ("LXXX", 8),
            ("LXX", 7),
            ("XXX", 3),
            ("LX", 6),
            ("XC", 9),
            ("XL", 4),
            ("XX", 2),
            ("L", 5),
            ("X", 1),
        ],
        10,
    ),
    (
        &[
            ("VIII", 8),
            ("VII", 7),
            ("III", 3),
            ("VI", 6),
            ("IX", 9),
            ("IV", 4),
            ("II", 2),
            ("V", 5),
            ("I", 1),
        ],
        1,
    ),
];
