//! English telephone numbers and codes, which are spoken digit by digit.

use super::context::{digit_groups, is_counted};
use super::dates::RECENT_YEARS;
use super::numbers::digit_by_digit;
use crate::language::speech::english;
use crate::speech::rules::Reading;
use crate::speech::tokens::{Kind, Tokens, is_joint};

/// The fewest digits of a telephone number.
const FEWEST_DIGITS: usize = 7;
/// The fewest digits of one in groups after a word of calling: "ring 116 123".
const FEWEST_CALLED_DIGITS: usize = 6;
/// The most digits of a code.
const LONGEST_CODE: usize = 20;
/// How many tokens before a number the word "text" may be.
const TEXT_CONTEXT: usize = 8;
/// The most tokens between a number and the word that makes it a code: "reference no. 4411".
const CODE_CONTEXT: usize = 6;
/// How many tokens before a number the verb of calling may be.
const CALL_CONTEXT: usize = 30;

/// Rule for a telephone number: "020 7946 0958", "+44 20 7946 0958", "555-0123". Groups have a pause between.
pub(super) fn phone(t: &Tokens, i: usize) -> Option<Reading> {
    let plus = t.is(i, "+") && t.is_space(i.wrapping_sub(1));
    let dotted = is_dotted_phone(t, i);
    let start = if plus { i + 1 } else { i };
    let groups = digit_groups(t, start, if dotted { is_dot } else { is_phone_separator });
    let first = groups.first()?;
    let digits: usize = groups.iter().map(|g| g.len()).sum();
    let lengths: Vec<usize> = groups.iter().map(|g| g.len()).collect();
    let hyphens = t.is(i + 1, "-");
    let american = hyphens && matches!(lengths.as_slice(), [3, 4] | [3, 3, 4] | [1, 3, 3, 4]);
    let national = first.starts_with('0') && groups.len() > 1 && digits >= FEWEST_DIGITS;
    let called = groups.len() > 1 && digits >= FEWEST_CALLED_DIGITS && is_called(t, i);
    if !(plus && digits >= FEWEST_DIGITS || national || american || dotted || called) {
        return None;
    }
    let len = groups.len() * 2 - 1 + usize::from(plus);
    Some((format!("{}{}", if plus { "plus " } else { "" }, groups_in_words(&groups)), len))
}

/// Rule for a telephone number with its area in brackets: "(212) 555-0123", "(020) 7946 0958", "+1 (212)-555-0123".
pub(super) fn phone_with_area(t: &Tokens, i: usize) -> Option<Reading> {
    let plus = usize::from(t.is(i, "+"));
    let country = t.digits(i + plus).filter(|digits| digits.len() <= 3 && (plus == 1 || *digits == "1"));
    let Some(country) = country else { return area_and_number(t, i) };
    let separator = usize::from(is_phone_separator(t.text(i + plus + 1)));
    let (words, len) = area_and_number(t, i + plus + 1 + separator)?;
    let plus_word = if plus == 1 { "plus " } else { "" };
    Some((format!("{plus_word}{}, {words}", digit_by_digit(country)), plus + 1 + separator + len))
}

fn area_and_number(t: &Tokens, i: usize) -> Option<Reading> {
    let area = t.digits(i + 1).filter(|_| t.is(i, "(") && t.is(i + 2, ")"))?;
    let at = if is_joint(t.text(i + 3)) { i + 4 } else { t.past_space(i + 3) };
    let groups = digit_groups(t, at, |separator| is_phone_separator(separator) || is_dot(separator));
    let digits: usize = groups.iter().map(|g| g.len()).sum();
    let american = area.len() == 3 && groups.iter().map(|g| g.len()).eq([3, 4]);
    let national =
        area.starts_with('0') && (2..=5).contains(&area.len()) && digits + area.len() > FEWEST_DIGITS;
    if !(american || national) {
        return None;
    }
    let end = at + groups.len() * 2 - 1;
    Some((format!("{}, {}", digit_by_digit(area), groups_in_words(&groups)), end - i))
}

fn is_dot(separator: &str) -> bool {
    separator == "."
}

fn is_phone_separator(separator: &str) -> bool {
    matches!(separator, " " | "-" | "\u{a0}" | "\u{2011}")
}

fn groups_in_words(groups: &[&str]) -> String {
    groups.iter().map(|group| digit_by_digit(group)).collect::<Vec<_>>().join(", ")
}

/// "212.555.0123".
fn is_dotted_phone(t: &Tokens, i: usize) -> bool {
    let dots = t.is(i + 1, ".") && t.is(i + 3, ".") && !t.is(i.wrapping_sub(1), ".");
    let length = |i: usize| t.digits(i).map(str::len);
    dots && (length(i), length(i + 2), length(i + 4)) == (Some(3), Some(3), Some(4))
}

/// Rule for a code or a short number that people call: "call 999", "text 88222", "account 12345678".
pub(super) fn code(t: &Tokens, i: usize) -> Option<Reading> {
    let digits = t.digits(i).filter(|digits| digits.len() <= LONGEST_CODE)?;
    let mark = matches!(t.text(i + 1), "." | "," | ":" | "/") || is_joint(t.text(i + 1));
    let continues = t.digits(i + 2).is_some_and(|next| mark || (t.is_space(i + 1) && next.len() == 3));
    if continues || t.letters(i + 1).is_some() || t.is(i + 1, "%") {
        return None;
    }
    let counted = is_counted(t, i + 1);
    let called = is_called_emergency(t, i)
        || is_texted(t, i) && digits.len() >= 3
        || is_called_short_number(t, i, digits);
    (called && !counted || is_code(t, i, digits, counted)).then(|| (digit_by_digit(digits), 1))
}

/// True for an emergency number that is called: "dial 999", "a 911 call", "999 or 911".
fn is_called_emergency(t: &Tokens, i: usize) -> bool {
    let first =
        i.checked_sub(4).filter(|&k| is_emergency_number(t, k) && matches!(t.text(k + 2), "or" | "and"));
    let another_follows = t.is(i + 2, "or") && is_emergency_number(t, i + 4);
    is_emergency_number(t, i)
        && (is_called(t, i)
            || english().after_emergency_number.has(t.word_after(i + 1))
            || another_follows
            || first.is_some_and(|k| t.is(i - 2, "or") || is_after_calling_word(t, k)))
}

fn is_emergency_number(t: &Tokens, i: usize) -> bool {
    t.digits(i).is_some_and(|digits| english().emergency_numbers.has(digits))
}

fn is_after_calling_word(t: &Tokens, i: usize) -> bool {
    english().calling_words.has_lower(t.word_before(i))
}

/// True for a number that the text says to call, perhaps with a name or other numbers between: "Call the Samaritans on 116
/// 123", "call 020 7946 0958 or 999".
fn is_called(t: &Tokens, i: usize) -> bool {
    if is_after_calling_word(t, i) {
        return true;
    }
    let before = t.word_before(i);
    let listed = matches!(before, "or" | "and")
        && (t.back(i, 4).kind == Kind::Digits || t.back(i, 4).text == ",")
        || t.back(i, 2).text == "," && t.back(i, 3).kind == Kind::Digits;
    if !(listed || before == "on") {
        return false;
    }
    for n in 2..CALL_CONTEXT {
        let token = t.back(i, n);
        let ends_sentence = token.kind == Kind::Sign && matches!(token.text, "." | "!" | "?" | ";");
        if ends_sentence || n > i {
            return false;
        }
        // In "called on 999 people", nobody is phoned.
        if token.kind == Kind::Letters && english().calling_words.has_lower(token.text) {
            return n > 4 || listed;
        }
    }
    false
}

/// True for a few digits after the verb: "dial 1471", "call 105 now". "They call 300 witnesses" counts things, and "We call
/// 2024 a success" names a year.
fn is_called_short_number(t: &Tokens, i: usize, digits: &str) -> bool {
    let data = english();
    let next = t.word_after(i + 1);
    let free = next.is_empty() || data.function_words.has(next) || data.after_called_number.has(next);
    let verb = data.call_verbs.has_lower(t.word_before(i));
    verb && free && !is_recent_year(digits) && (3..=6).contains(&digits.len()) && !t.is(i + 1, "-")
}

fn is_recent_year(digits: &str) -> bool {
    digits.len() == 4 && RECENT_YEARS.contains(&digits.parse().unwrap_or_default())
}

/// True after "text", or "text HELP to".
fn is_texted(t: &Tokens, i: usize) -> bool {
    let before = t.word_before(i);
    is_text_verb(before)
        || before == "to"
            && (i.saturating_sub(TEXT_CONTEXT)..i).any(|k| t.letters(k).is_some_and(is_text_verb))
}

fn is_text_verb(word: &str) -> bool {
    matches!(word.to_ascii_lowercase().as_str(), "text" | "texting" | "texted")
}

/// True when the word before the number makes it a code: "account number: 4411", "PIN is 1234". A number before a plural is
/// a count ("account of 500 people"), and a year remains a year.
fn is_code(t: &Tokens, i: usize, digits: &str, counted: bool) -> bool {
    let (mut at, mut numbered) = (i, false);
    while at > 0 && i - at < CODE_CONTEXT {
        at -= 1;
        let token = t.at(at);
        let word = token.text.to_lowercase();
        match token.kind {
            Kind::Space => {}
            Kind::Sign if matches!(token.text, ":" | "#" | ".") => numbered |= token.text != ".",
            Kind::Letters if matches!(word.as_str(), "number" | "no") => numbered = true,
            Kind::Letters if word == "is" && matches!(t.word_before(at), "PIN" | "pin" | "passcode") => {}
            Kind::Letters => {
                let extension = matches!(word.as_str(), "ext" | "extension");
                return english().code_words.has(&word)
                    && (digits.len() > 2 || extension)
                    && (!counted || numbered)
                    && (!is_recent_year(digits) || numbered || word == "pin");
            }
            _ => return false,
        }
    }
    false
}
