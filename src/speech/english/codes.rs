//! English codes of digits and letters: IP addresses, postcodes, "401(k)", "case no. 23-1234", "1-800-FLOWERS".

use super::capitals::spelled;
use super::context::{is_near, noun_before};
use super::numbers::{cardinal, designation, digit_by_digit};
use crate::language::speech::english;
use crate::speech::numbers::four_groups;
use crate::speech::rules::Reading;
use crate::speech::tokens::{Tokens, is_joint};

/// The digits of an American postcode, and of its extension.
const ZIP_LENGTHS: [usize; 2] = [5, 4];
/// Area codes of free calls.
const FREE_CALLS: [&str; 7] = ["800", "833", "844", "855", "866", "877", "888"];
/// The most tokens of a telephone number with letters.
const LONGEST_VANITY: usize = 12;

/// Rule for a code that begins with digits.
pub(super) fn digit_code(t: &Tokens, i: usize) -> Option<Reading> {
    t.digits(i)?;
    ip_address(t, i)
        .or_else(|| vanity_number(t, i))
        .or_else(|| zip(t, i))
        .or_else(|| section(t, i))
        .or_else(|| case_number(t, i))
        .or_else(|| last_digits(t, i))
}

/// "192.168.0.1", "version 1.2.3.4".
fn ip_address(t: &Tokens, i: usize) -> Option<Reading> {
    let groups = four_groups(t, i)?;
    let words: Vec<String> = groups.iter().map(|group| digit_by_digit(group)).collect();
    Some((words.join(" dot "), 7))
}

/// "1-800-FLOWERS", "800-GO-U-HAUL".
fn vanity_number(t: &Tokens, i: usize) -> Option<Reading> {
    let country = t.is(i, "1") && is_joint(t.text(i + 1));
    let area = if country { i + 2 } else { i };
    t.digits(area).filter(|digits| FREE_CALLS.contains(digits))?;
    let mut words = if country { "one, ".to_string() } else { String::new() };
    words.push_str(&designation(t.text(area)));
    let mut end = area + 1;
    let mut letters = false;
    while is_joint(t.text(end)) && end - i < LONGEST_VANITY {
        let part = t.text(end + 1);
        let spoken = match (t.digits(end + 1), t.letters(end + 1)) {
            (Some(digits), _) => digit_by_digit(digits),
            (_, Some(part)) if part.chars().all(|c| c.is_ascii_uppercase()) => vanity_word(part),
            _ => break,
        };
        letters |= t.digits(end + 1).is_none() && !part.is_empty();
        words.push_str(if end == area + 1 { ", " } else { " " });
        words.push_str(&spoken);
        end += 2;
    }
    letters.then(|| (words, end - i))
}

fn vanity_word(part: &str) -> String {
    let vowel = part.contains(['A', 'E', 'I', 'O', 'U', 'Y']);
    if part.len() == 1 || !vowel || english().spelled_acronyms.has(part) {
        return spelled(part);
    }
    part.to_lowercase()
}

/// An American postcode after a state: "Milden, Ohio 44094", "44094-1234".
fn zip(t: &Tokens, i: usize) -> Option<Reading> {
    let digits = t.digits(i).filter(|digits| digits.len() == ZIP_LENGTHS[0] && is_after_state(t, i))?;
    let extension = t.digits(i + 2).filter(|d| is_joint(t.text(i + 1)) && d.len() == ZIP_LENGTHS[1]);
    Some(match extension {
        Some(extension) => (format!("{}, {}", digit_by_digit(digits), digit_by_digit(extension)), 3),
        None => (digit_by_digit(digits), 1),
    })
}

/// True after ", Ohio", ", OH", ", New York", ", Ore.", perhaps with a comma.
fn is_after_state(t: &Tokens, i: usize) -> bool {
    let Some(space) = i.checked_sub(1).filter(|&space| t.is_space(space)) else { return false };
    let end = space - usize::from(matches!(t.back(space, 1).text, "," | "."));
    let Some(last) = end.checked_sub(1) else { return false };
    let (before, two) = (t.back(last, 2).text == ",", t.back(last, 4).text == ",");
    let pair = || format!("{} {}", t.back(last, 2).text, t.text(last));
    let word = t.text(last);
    let states = &english().us_states;
    if before && states.contains_key(word) {
        return true;
    }
    states.values().any(|[press, name]| before && (name == word || press == word) || two && *name == pair())
}

/// Rule for the postal code of a state before a postcode: "CA 95051" is "California …".
pub(super) fn state_before_zip(t: &Tokens, i: usize) -> Option<Reading> {
    let at = t.past_space(i + 1 + usize::from(t.is(i + 1, ",")));
    // Few words have digits after them, so this is fast.
    t.digits(at)?;
    let [_, name] = english().us_states.get(t.text(i))?;
    zip(t, at).filter(|_| at > i + 1).map(|_| (name.clone(), 1))
}

/// A plan or a section by its number: "401(k)", "501(c)(3)".
fn section(t: &Tokens, i: usize) -> Option<Reading> {
    let digits = t.digits(i).filter(|digits| digits.len() == 3)?;
    let mut words = designation(digits);
    let mut end = i + 1;
    while t.is(end, "(") && t.is(end + 2, ")") && end - i < 9 {
        let part = match (t.letters(end + 1), t.digits(end + 1)) {
            (Some(letter), _) if letter.len() == 1 => letter.to_uppercase(),
            (_, Some(digits)) if end > i + 1 && digits.len() < 3 => cardinal(digits),
            _ => break,
        };
        words = format!("{words} {part}");
        end += 3;
    }
    (end > i + 1).then(|| (words, end - i))
}

/// "case no. 23-1234", "docket 21-506".
fn case_number(t: &Tokens, i: usize) -> Option<Reading> {
    let (first, second) = (t.digits(i)?, t.digits(i + 2).filter(|_| is_joint(t.text(i + 1)))?);
    let word = noun_before(t, i).to_lowercase();
    let numbered = matches!(word.as_str(), "no" | "number") || english().numbered_files.has(&word);
    let long = second.len() > 2 && first.len() + second.len() > 4;
    (numbered && long).then(|| (format!("{}, {}", digit_by_digit(first), digit_by_digit(second)), 3))
}

/// "the card ending in 8876".
fn last_digits(t: &Tokens, i: usize) -> Option<Reading> {
    let digits = t
        .digits(i)
        .filter(|digits| (3..=6).contains(&digits.len()) && matches!(t.word_before(i), "in" | "with"))?;
    let ending = matches!(t.word_before(i.checked_sub(2)?), "ending" | "ends" | "ended");
    let coded = ending && is_near(t, i, i, &english().ending_words) && t.letters(i + 1).is_none();
    coded.then(|| (digit_by_digit(digits), 1))
}

/// Rule for a British postcode: "SW1A 1AA", "M1 1AE".
pub(super) fn postcode(t: &Tokens, i: usize) -> Option<Reading> {
    let area = t.letters(i).filter(|l| l.len() <= 2 && l.bytes().all(|b| b.is_ascii_uppercase()))?;
    let district = t.digits(i + 1).filter(|digits| digits.len() <= 2)?;
    let letter = t.letters(i + 2).filter(|l| l.len() == 1 && l.bytes().all(|b| b.is_ascii_uppercase()));
    let space = i + 2 + usize::from(letter.is_some());
    let sector = t.digits(space + 1).filter(|digits| t.is(space, " ") && digits.len() == 1)?;
    let unit = t.letters(space + 2).filter(|l| l.len() == 2 && l.bytes().all(|b| b.is_ascii_uppercase()))?;
    let letter = letter.map(|letter| format!(" {letter}")).unwrap_or_default();
    let words = format!(
        "{} {}{letter}, {} {}",
        letters_apart(area),
        cardinal(district),
        cardinal(sector),
        letters_apart(unit)
    );
    Some((words, space + 3 - i))
}

/// Returns the letters with spaces between. Unlike [`spelled`], it knows no acronyms.
fn letters_apart(letters: &str) -> String {
    letters.chars().map(String::from).collect::<Vec<_>>().join(" ")
}
