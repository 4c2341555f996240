//! English words in capitals: acronyms, letters with numbers, Roman numerals.

use super::context::noun_before;
use super::numbers::{designation, in_words, ordinal_in_words, plural, year_in_words};
use crate::language::speech::english;
pub(super) use crate::speech::roman_numerals::roman_value;
use crate::speech::rules::Reading;
use crate::speech::tokens::{Kind, Tokens, is_apostrophe, is_joint};
use crate::speech::words::{capitalised, has_capital};

/// The longest run of capitals that can be an acronym.
const LONGEST_ACRONYM: usize = 12;
/// Runs of capitals up to this length are spelled unless they are known to be words.
const LONGEST_SPELLED: usize = 3;
/// A word has at least one vowel in this many letters.
const LETTERS_PER_VOWEL: usize = 5;
/// The highest Roman numeral that counts things. Higher ones are years.
const HIGHEST_COUNT: u64 = 89;
/// The highest Roman numeral after any name with a capital: "Apollo XI".
const HIGHEST_AFTER_NAME: u64 = 39;
/// The most letters of a Roman numeral in small letters: "lxxxviii".
const LONGEST_SMALL_NUMERAL: usize = 8;
/// The fewest letters of a year in Roman numerals. Shorter ones may be names: "MD", "MCC".
const SHORTEST_YEAR: usize = 4;

/// Rule for a word, with the digits after it: "COVID-19", "G7", "MPs", "BBC's", "don’t".
pub(super) fn word(t: &Tokens, i: usize) -> Option<Reading> {
    let written = t.letters(i)?;
    let (stem, ending) = split_ending(written);
    let capitals = is_capitals(stem);
    if let Some((war, len)) = world_war(t, i, stem) {
        return Some((format!("World War {war}{ending}"), len));
    }
    if let Some((digits, len)) = attached_digits(t, i).filter(|_| capitals || is_acronym(stem)) {
        return Some(word_with_digits(t, i, stem, capitals, digits, len));
    }
    if is_acronym(stem) {
        return Some((format!("{}{ending}", spelled(stem)), 1));
    }
    if !capitals || stem.len() < 2 {
        // A word without a curly apostrophe stays as it is.
        return written.contains('\u{2019}').then(|| (with_straight_apostrophes(written), 1));
    }
    Some((format!("{}{ending}", capitals_in_words(t, i, stem)), 1))
}

fn word_with_digits(t: &Tokens, i: usize, stem: &str, capitals: bool, digits: &str, len: usize) -> Reading {
    let name = if capitals { capitals_in_words(t, i, stem) } else { stem.to_string() };
    let joint = if matches!(stem, "GMT" | "UTC") && len == 3 {
        " minus "
    } else if name == "A" {
        // Voices read a lone "A" before a word as the article.
        "-"
    } else {
        " "
    };
    let number = designation(digits);
    if let Some(variant) = variant_after(t, i + len, digits) {
        return (format!("{name}{joint}{number} {}", designation(variant)), len + 2);
    }
    match t.is(i + len, "s") {
        true => (format!("{name}{joint}{}", plural(&number)), len + 1),
        false => (format!("{name}{joint}{number}"), len),
    }
}

/// Returns the number of the world war in "WWII" or "WW2", and its tokens.
fn world_war(t: &Tokens, i: usize, stem: &str) -> Option<(&'static str, usize)> {
    let number = stem.strip_prefix("WW")?;
    let (number, len) = if number.is_empty() { (t.digits(i + 1)?, 2) } else { (number, 1) };
    english().world_wars.get(number).map(|war| (war.as_str(), len))
}

/// Returns the spoken form of an acronym: a listed form, or its letters.
pub(super) fn spelled(letters: &str) -> String {
    if let Some(listed) = english().acronyms.get(letters) {
        return listed.clone();
    }
    let mut words = String::with_capacity(letters.len() * 2);
    for letter in letters.chars() {
        if !words.is_empty() {
            words.push(' ');
        }
        words.extend(letter.to_uppercase());
    }
    words
}

/// Returns the spoken form of the capitals at `i`: spelled, or as a word. Next to another shouted word, all are words:
/// "BREAKING NEWS", "WATCH the video".
fn capitals_in_words(t: &Tokens, i: usize, stem: &str) -> String {
    let data = english();
    if data.spelled_acronyms.has(stem) || is_acronym(stem) || stem.len() == 1 {
        return spelled(stem);
    }
    let shouted = is_shouted(t.word_before(i)) || is_shouted(t.word_after(i + 1));
    if shouted || data.capital_words.has(stem) || !is_unpronounceable(stem) {
        return capitalised(&stem.to_lowercase());
    }
    spelled(stem)
}

/// True for a neighbour in capitals that is a word rather than an acronym.
fn is_shouted(word: &str) -> bool {
    let data = english();
    let stem = split_ending(word).0;
    (stem.len() > LONGEST_SPELLED || data.capital_words.has(stem))
        && is_capitals(stem)
        && !data.spelled_acronyms.has(stem)
        && !is_acronym(stem)
}

fn is_acronym(stem: &str) -> bool {
    english().acronyms.contains_key(stem)
}

/// True for capitals that cannot be an English word: too short, too few vowels, or consonants at an end that no word has.
/// "FSIN" is spelled, "MILD" is a word.
fn is_unpronounceable(stem: &str) -> bool {
    let data = english();
    if !stem.is_ascii() || stem.len() > LONGEST_ACRONYM {
        return false;
    }
    let vowels = stem.chars().filter(|c| is_vowel(*c)).count();
    let consonants_first = stem.chars().take_while(|c| !is_vowel(*c)).count();
    let consonants_last = stem.chars().rev().take_while(|c| !is_vowel(*c)).count();
    stem.len() <= LONGEST_SPELLED
        || vowels == 0
        || vowels == stem.len()
        || consonants_first > 2
        || (consonants_first == 2 && !data.word_onsets.has(stem.get(..2).unwrap_or_default()))
        || (consonants_last == 2 && !data.word_endings.iter().any(|end| stem.ends_with(end)))
        || (consonants_last > 2 && !data.word_codas.iter().any(|coda| stem.ends_with(coda)))
        || stem.len() > vowels * LETTERS_PER_VOWEL
}

fn is_vowel(c: char) -> bool {
    matches!(c, 'A' | 'E' | 'I' | 'O' | 'U' | 'Y')
}

/// Splits off "'s", or the plural "s" of capitals. Returns the stem and the spoken form of the ending.
fn split_ending(written: &str) -> (&str, &'static str) {
    let possessive = written.strip_suffix(['s', 'S']).and_then(|stem| stem.strip_suffix(is_apostrophe));
    if let Some(stem) = possessive {
        return (stem, "'s");
    }
    match written.strip_suffix('s') {
        // Voices read "M Ps" as "M P S", but "M P's" as intended.
        Some(stem) if stem.len() > 1 && is_capitals(stem) => (stem, "'s"),
        _ => (written, ""),
    }
}

/// True for capitals only.
pub(super) fn is_capitals(text: &str) -> bool {
    text.len() <= LONGEST_ACRONYM * 4 && text.chars().all(char::is_uppercase)
}

/// Returns the digits after the word at `i`, perhaps with a hyphen ("G7", "F-16"), and the number of tokens. Digits that
/// continue are another kind of number: "COP26.5".
fn attached_digits<'a>(t: &Tokens<'a>, i: usize) -> Option<(&'a str, usize)> {
    let (at, len) = if matches!(t.text(i + 1), "-" | "\u{2011}") { (i + 2, 3) } else { (i + 1, 2) };
    let digits = t.digits(at).filter(|d| d.len() <= 4)?;
    let continues = matches!(t.text(at + 1), "," | "." | "/" | ":") && t.digits(at + 2).is_some();
    (!continues).then_some((digits, len))
}

/// Returns the variant of a type, in hundreds: the "200" of "A320-200". It does not end a range.
fn variant_after<'a>(t: &Tokens<'a>, i: usize, digits: &str) -> Option<&'a str> {
    let variant = t.digits(i + 1).filter(|_| t.is(i, "-") && digits.len() == 3)?;
    (matches!(variant.len(), 3 | 4) && variant.ends_with("00")).then_some(variant)
}

fn with_straight_apostrophes(written: &str) -> String {
    written.chars().map(|c| if is_apostrophe(c) { '\'' } else { c }).collect()
}

/// Rule for a Roman numeral: "Charles III", "World War II", "MMXXIV".
pub(super) fn roman_numeral(t: &Tokens, i: usize) -> Option<Reading> {
    let data = english();
    let written = t.letters(i)?;
    let (numeral, ending) = split_ending(written);
    let value = roman_value(numeral)?;
    let before = t.word_before(i);
    let ending = if numeral.len() == written.len() { "" } else { ending };
    if value > HIGHEST_COUNT {
        let year = written.starts_with('M') && written.len() >= SHORTEST_YEAR;
        return year.then(|| (year_in_words(value), 1));
    }
    // "James VI and I"
    if before == "and" && is_regnal_number(t, i.saturating_sub(4)) {
        return Some((format!("{}{ending}", capitalised(&ordinal_in_words(value))), 1));
    }
    if data.team_numerals.has(numeral) && data.before_team.has(before) {
        return numbered(value, ending);
    }
    // "World War I", "Part I and Part II" and "a Type I error" are numbers, "the type I know" is not.
    let next = t.word_after(i + 1);
    let sure_part = numeral != "I"
        || t.word_before(i.saturating_sub(2)) == "World"
        || !next.starts_with(char::is_lowercase)
        || data.after_class_one.has(next)
        || has_capital(before) && data.after_part_one.has(next);
    if data.numbered_by_numeral.has(before) && sure_part {
        return numbered(value, ending);
    }
    if is_ruler(t, i, numeral, ending) || is_namesake(t, i, value) {
        return Some((format!("the {}{ending}", capitalised(&ordinal_in_words(value))), 1));
    }
    if matches!(next, "century" | "centuries" | "Century") && numeral.len() > 1 {
        return Some((format!("{}{ending}", ordinal_in_words(value)), 1));
    }
    // "Apollo XI". "III" cannot be anything else; one letter may be an initial: "Malcolm X".
    if numeral.len() > 1 && value <= HIGHEST_AFTER_NAME && (has_capital(before) || numeral.contains("II")) {
        return numbered(value, ending);
    }
    None
}

/// Rule for a Roman numeral in small letters after the name of a part, and for a range of them: "page xii", "pp. iii–vi".
pub(super) fn small_numeral(t: &Tokens, i: usize) -> Option<Reading> {
    let first = small_roman_value(t.letters(i)?)?;
    if !english().numbered_by_small_numeral.has_lower(noun_before(t, i)) {
        return None;
    }
    let last = t.letters(i + 2).filter(|_| is_joint(t.text(i + 1))).and_then(small_roman_value);
    Some(match last {
        Some(last) => (format!("{} to {}", in_words(first), in_words(last)), 3),
        None => (in_words(first), 1),
    })
}

/// Returns the value of a Roman numeral in small letters. Longer ones than "lxxxix" are words: "mix", "dim".
pub(super) fn small_roman_value(numeral: &str) -> Option<u64> {
    let small = numeral.len() <= LONGEST_SMALL_NUMERAL
        && numeral.bytes().all(|letter| matches!(letter, b'i' | b'v' | b'x' | b'l'));
    roman_value(&numeral.to_ascii_uppercase()).filter(|value| small && *value <= HIGHEST_COUNT)
}

/// "World War Two".
fn numbered(value: u64, ending: &str) -> Option<Reading> {
    Some((format!("{}{ending}", capitalised(&in_words(value))), 1))
}

/// True after the name of a ruler: "Charles III", "Queen Elizabeth I". Without a title, "I" may be the pronoun: "as Charles
/// I knew".
fn is_ruler(t: &Tokens, i: usize, numeral: &str, ending: &str) -> bool {
    let before = t.word_before(i);
    let titled = english().ruler_titles.has(t.word_before(i.saturating_sub(2)));
    let sure_of_one = titled || t.at(i + 1).kind == Kind::Sign || !ending.is_empty() || is_surely_first(t, i);
    let regnal = english().regnal_names.has(before) && (numeral != "I" || sure_of_one);
    regnal || (titled && has_capital(before))
}

/// True if "I" after the name of a ruler is a number: "Elizabeth I was fond of pears". It is the pronoun after a reporting
/// verb with an object ("I told Elizabeth I was tired"), after a word that begins a clause ("as Charles I knew"), and before a verb
/// that only the pronoun has ("Charles I am").
fn is_surely_first(t: &Tokens, i: usize) -> bool {
    let data = english();
    let before = t.word_before(i.saturating_sub(2));
    let next = t.word_after(i + 1);
    !(data.before_pronoun.has_lower(before)
        || data.after_pronoun.has(next)
        || before.ends_with("ed")
        || has_capital(next))
}

/// True for a person with the name of a parent: "Tom Hicks III", "Tom R. Hicks II".
fn is_namesake(t: &Tokens, i: usize, value: u64) -> bool {
    (2..=4).contains(&value)
        && has_capital(t.word_before(i))
        && (has_capital(t.word_before(i.saturating_sub(2))) || t.back(i, 4).text == ".")
}

/// True for the first numeral of "James VI and I".
fn is_regnal_number(t: &Tokens, i: usize) -> bool {
    t.letters(i).and_then(roman_value).is_some() && english().regnal_names.has(t.word_before(i))
}
