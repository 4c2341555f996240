//! Words in capitals, letters with numbers, Roman numerals.

use super::capitals::{ACRONYMS, CODAS, ENDS, ONSETS, SHORT_WORDS, SPELLED, WARS};
use super::numbers;
use super::{Reading, capitalised};
use crate::speech::tokens::{Tokens, is_apostrophe};

/// The longest run of capitals that is looked at as one name.
const LONGEST_NAME: usize = 12;
/// Runs of capitals up to this length are spelled unless they are known to be words.
const SPELLED_LENGTH: usize = 3;
/// A word has a vowel in this many letters.
const LETTERS_TO_A_VOWEL: usize = 5;

/// A word, with what digits hang on it: "COVID-19", "G7", "MPs", "BBC's", "don’t".
pub(super) fn word(t: &Tokens, i: usize) -> Option<Reading> {
    let written = t.letters(i)?;
    let (stem, ending) = split_ending(written);
    let capitals = is_capitals(stem);
    if let Some((war, len)) = world_war(t, i, stem) {
        return Some((format!("World War {war}{ending}"), len));
    }
    if let Some((digits, len)) = hanging_digits(t, i).filter(|_| capitals || is_acronym(stem)) {
        let name = if capitals { name(t, i, stem) } else { stem.to_string() };
        // A lone "A" before a word is taken for the article.
        let minus = matches!(stem, "GMT" | "UTC") && len == 3;
        let joint = if minus {
            " minus "
        } else if name == "A" {
            "-"
        } else {
            " "
        };
        let number = numbers::designation(digits);
        if let Some(variant) = variant(t, i + len, digits) {
            return Some((format!("{name}{joint}{number} {}", numbers::designation(variant)), len + 2));
        }
        return match t.is(i + len, "s") {
            true => Some((format!("{name}{joint}{}", numbers::plural(&number)), len + 1)),
            false => Some((format!("{name}{joint}{number}"), len)),
        };
    }
    if is_acronym(stem) {
        return Some((format!("{}{ending}", initials(stem)), 1));
    }
    if !capitals || stem.len() < 2 {
        return Some((straight(written), 1));
    }
    Some((format!("{}{ending}", name(t, i, stem)), 1))
}

/// Which war "WWII" or "WW2" is, and its tokens.
fn world_war(t: &Tokens, i: usize, stem: &str) -> Option<(&'static str, usize)> {
    let count = stem.strip_prefix("WW")?;
    let (count, len) = if count.is_empty() { (t.digits(i + 1)?, 2) } else { (count, 1) };
    WARS.iter().find(|(written, _)| *written == count).map(|(_, said)| (*said, len))
}

/// A name of letters that is spelled, or said as a word where it is one.
pub(super) fn initials(letters: &str) -> String {
    if let Some((_, said)) = ACRONYMS.iter().find(|(written, _)| *written == letters) {
        return (*said).to_string();
    }
    let mut said = String::with_capacity(letters.len() * 2);
    for letter in letters.chars() {
        if !said.is_empty() {
            said.push(' ');
        }
        said.extend(letter.to_uppercase());
    }
    said
}

/// How the capitals of the token at `i` are said: spelled, as a word, or, where all shout, as words.
fn name(t: &Tokens, i: usize, stem: &str) -> String {
    if SPELLED.contains(&stem) || is_acronym(stem) || stem.len() == 1 {
        return initials(stem);
    }
    let shouted = is_shouted(t.word_before(i)) || is_shouted(t.word_after(i + 1));
    if shouted || SHORT_WORDS.contains(&stem) || !is_spelled(stem) {
        return capitalised(&stem.to_lowercase());
    }
    initials(stem)
}

/// True for a neighbour in capitals that is a word rather than a name of letters.
fn is_shouted(word: &str) -> bool {
    let stem = split_ending(word).0;
    (stem.len() > SPELLED_LENGTH || SHORT_WORDS.contains(&stem))
        && is_capitals(stem)
        && !SPELLED.contains(&stem)
        && !is_acronym(stem)
}

fn is_acronym(stem: &str) -> bool {
    ACRONYMS.iter().any(|(written, _)| *written == stem)
}

/// True for capitals that cannot be a word: too short, too few vowels, or more than two consonants at an end.
fn is_spelled(stem: &str) -> bool {
    let vowel = |c: char| matches!(c, 'A' | 'E' | 'I' | 'O' | 'U' | 'Y');
    if !stem.is_ascii() || stem.len() > LONGEST_NAME {
        return false;
    }
    let vowels = stem.chars().filter(|c| vowel(*c)).count();
    let consonants_first = stem.chars().take_while(|c| !vowel(*c)).count();
    let consonants_last = stem.chars().rev().take_while(|c| !vowel(*c)).count();
    stem.len() <= SPELLED_LENGTH
        || vowels == 0
        || vowels == stem.len()
        || consonants_first > 2
        || (consonants_first == 2 && !ONSETS.contains(&stem.get(..2).unwrap_or_default()))
        || (consonants_last == 2 && !ENDS.iter().any(|end| stem.ends_with(end)))
        || (consonants_last > 2 && !CODAS.iter().any(|coda| stem.ends_with(coda)))
        || stem.len() > vowels * LETTERS_TO_A_VOWEL
}

/// A word without its "'s" or, of capitals, its plural "s", and how that ending is said.
pub(super) fn split_ending(written: &str) -> (&str, &'static str) {
    let possessive = written.strip_suffix(['s', 'S']).and_then(|stem| stem.strip_suffix(is_apostrophe));
    if let Some(stem) = possessive {
        return (stem, "'s");
    }
    match written.strip_suffix('s') {
        // Voices spell "M Ps" as "M P S", but read "M P's" as is meant.
        Some(stem) if stem.len() > 1 && is_capitals(stem) => (stem, "'s"),
        _ => (written, ""),
    }
}

pub(super) fn is_capitals(text: &str) -> bool {
    text.len() <= LONGEST_NAME * 4 && text.chars().all(char::is_uppercase)
}

/// The digits that hang on the word at `i` ("G7", "F-16"), and the tokens of both.
fn hanging_digits<'a>(t: &Tokens<'a>, i: usize) -> Option<(&'a str, usize)> {
    let (at, len) = if matches!(t.text(i + 1), "-" | "\u{2011}") { (i + 2, 3) } else { (i + 1, 2) };
    let digits = t.digits(at).filter(|d| d.len() <= 4)?;
    let goes_on = matches!(t.text(at + 1), "," | "." | "/" | ":") && t.digits(at + 2).is_some();
    (!goes_on).then_some((digits, len))
}

/// "200" behind "A320-": of a type in hundreds, and no number up to which it goes.
fn variant<'a>(t: &Tokens<'a>, i: usize, digits: &str) -> Option<&'a str> {
    let variant = t.digits(i + 1).filter(|_| t.is(i, "-") && digits.len() == 3)?;
    (matches!(variant.len(), 3 | 4) && variant.ends_with("00")).then_some(variant)
}

fn straight(written: &str) -> String {
    written.chars().map(|c| if is_apostrophe(c) { '\'' } else { c }).collect()
}
