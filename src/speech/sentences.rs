//! Where sentences end.

use std::ops::Range;

use super::stopped::{BEFORE_NUMBER, EITHER, NEVER_LAST, NUMBERED, STARTERS, SURROUNDED, TIME_ZONES, TITLES};
use super::stops;
use super::{Rules, german};

/// The longest abbreviation looked for, in bytes.
const LONGEST_ABBREVIATION: usize = 24;

/// The sentences of `text` as byte ranges, in order and without white space at their ends. Every character that
/// is not white space is in exactly one. Blank lines end a sentence too; what has neither letter nor digit
/// goes with its neighbour. `language` is a BCP 47 tag; none means English.
pub fn sentences_in(text: &str, language: Option<&str>) -> Vec<Range<usize>> {
    let may_end = match Rules::of(language) {
        Rules::English(_) => may_end,
        Rules::German => german::ends::may_end,
        Rules::Neutral => may_end_anywhere,
    };
    let mut units: Vec<Range<usize>> = Vec::new();
    let mut start = 0;
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let next = at + c.len_utf8();
        let cut = match c {
            '\n' => paragraph_break(text, next),
            c if is_terminator(c) => sentence_end(text, start, at, may_end),
            _ => Step::On(next),
        };
        at = match cut {
            Step::On(to) => to,
            Step::Cut(to) => {
                push(&mut units, text, start..to);
                start = to;
                to
            }
        };
    }
    push(&mut units, text, start..text.len());
    units
}

/// What to do at a mark.
enum Step {
    /// Go on from this byte.
    On(usize),
    /// The sentence ends before this byte.
    Cut(usize),
}

/// Adds a unit, or joins it to the one before when one of the two has nothing to say.
fn push(units: &mut Vec<Range<usize>>, text: &str, range: Range<usize>) {
    let raw = &text[range.clone()];
    let start = range.start + (raw.len() - raw.trim_start().len());
    let end = start + raw.trim().len();
    let says = |r: &Range<usize>| text[r.clone()].contains(char::is_alphanumeric);
    if start == end {
        return;
    }
    let only = units.len() == 1;
    match units.last_mut() {
        // Only the first unit can be without words: a later one has joined the one before.
        Some(last) if !says(&(start..end)) || (only && !says(last)) => last.end = end,
        _ => units.push(start..end),
    }
}

/// After a line break at the byte before `from`: a blank line ends the sentence.
fn paragraph_break(text: &str, from: usize) -> Step {
    let rest = &text[from..];
    let to = from + (rest.len() - rest.trim_start().len());
    if text[from..to].contains('\n') { Step::Cut(to) } else { Step::On(to) }
}

/// Whether a full stop after a sentence may end it, given what follows.
type MayEnd = fn(&str, &str) -> bool;

/// At a full stop, question or exclamation mark at byte `at` of a sentence that began at `start`.
fn sentence_end(text: &str, start: usize, at: usize, may_end: MayEnd) -> Step {
    let rest = &text[at..];
    let marks = rest.len() - rest.trim_start_matches(is_terminator).len();
    let run = &rest[..marks];
    let end = after_guillemet(text, after_footnote(text, at + marks + closing(&rest[marks..])));
    let tail = text[end..].trim_start();
    let spaced = tail.len() < text.len() - end || run.chars().any(is_wide);
    if tail.is_empty() || !spaced {
        return Step::On(end);
    }
    let next = tail.trim_start_matches(is_opening).trim_start();
    let goes_on = next.chars().next().is_some_and(|c| c.is_lowercase() || is_inner_mark(c))
        || is_spaced_dot(tail)
        || (run == "."
            && end == at + 1
            && (is_list_marker(&text[start..at]) || !may_end(&text[start..at], next)));
    if goes_on { Step::On(end) } else { Step::Cut(end) }
}

/// Bytes of the closing quote marks and brackets that `text` begins with.
fn closing(text: &str) -> usize {
    text.len()
        - text
            .trim_start_matches(|c| {
                matches!(
                    c,
                    '"' | '\''
                        | ')'
                        | ']'
                        | '}'
                        | '\u{201d}'
                        | '\u{2019}'
                        | '\u{bb}'
                        | '\u{203a}'
                        | '\u{201c}'
                        | '\u{2018}'
                        | '\u{ab}'
                        | '\u{2039}'
                        | '\u{300d}'
                        | '\u{300f}'
                )
            })
            .len()
}

/// Past a mark that closes a quotation with a space before it, as French has it: "Non. »".
fn after_guillemet(text: &str, at: usize) -> usize {
    let rest = text[at..].trim_start_matches([' ', '\u{a0}', '\u{202f}']);
    match rest.strip_prefix(['\u{bb}', '\u{203a}']) {
        Some(behind) if !behind.starts_with(char::is_alphanumeric) => text.len() - behind.len(),
        _ => at,
    }
}

/// Past footnote marks such as `[12]` at byte `at`.
fn after_footnote(text: &str, at: usize) -> usize {
    let inner =
        text[at..].strip_prefix('[').map(|rest| rest.trim_start_matches(|c: char| c.is_ascii_digit()));
    match inner.and_then(|rest| rest.strip_prefix(']')) {
        Some(rest) => text.len() - rest.len(),
        None => at,
    }
}

/// True when a full stop after `sentence` may end it, given that a capital, a digit or a mark follows in `next`.
fn may_end(sentence: &str, next: &str) -> bool {
    let word = last_word(sentence);
    let small = word.to_lowercase();
    let follower: &str = next.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let starts = STARTERS.contains(&follower.to_lowercase().as_str());
    let has = |list: &[&str]| list.contains(&small.as_str());
    if let Some(ends) = stops::ends(sentence, word, next, starts) {
        return ends;
    }
    if small == "a.m" || small == "p.m" {
        return !TIME_ZONES.contains(&follower) && !follower.starts_with(|c: char| c.is_ascii_digit());
    }
    if has(BEFORE_NUMBER) || NUMBERED.contains(&word) {
        return !is_number(follower);
    }
    if has(SURROUNDED) {
        return starts;
    }
    let initial = word.chars().count() == 1 && word.chars().all(char::is_uppercase) && word != "I";
    if has(NEVER_LAST) && !initial {
        return false;
    }
    if initial || has(EITHER) && word.starts_with(char::is_uppercase) || is_dotted(word) {
        return starts;
    }
    true
}

/// The same in a language without rules: a single letter is an initial, and a title stands before a name.
fn may_end_anywhere(sentence: &str, _next: &str) -> bool {
    let word = last_word(sentence);
    let initial = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
    !(initial || is_dotted(word) || TITLES.contains(&word.to_lowercase().as_str()))
}

/// True for digits and Roman numerals, except "I", which is a word.
fn is_number(word: &str) -> bool {
    let roman = !word.is_empty() && word != "I" && word.chars().all(|c| matches!(c, 'I' | 'V' | 'X' | 'L'));
    roman || word.starts_with(|c: char| c.is_ascii_digit())
}

/// The last word of `text`, dots inside included; empty when it is longer than any abbreviation.
fn last_word(text: &str) -> &str {
    let from = text
        .char_indices()
        .rev()
        .take_while(|(at, c)| text.len() - at <= LONGEST_ABBREVIATION && (c.is_alphabetic() || *c == '.'))
        .last()
        .map_or(text.len(), |(at, _)| at);
    text[from..].trim_start_matches('.')
}

/// True for single letters with dots between: "U.S", "D.C".
fn is_dotted(word: &str) -> bool {
    word.contains('.') && word.split('.').all(|part| part.chars().count() == 1)
}

/// True for the number of a list item, alone at the start of the sentence.
fn is_list_marker(sentence: &str) -> bool {
    let word = sentence.trim();
    (1..=3).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_digit())
}

fn is_terminator(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '\u{2026}') || is_wide(c)
}

/// Ideographic full stops, after which no space stands.
fn is_wide(c: char) -> bool {
    matches!(c, '\u{3002}' | '\u{ff01}' | '\u{ff1f}')
}

fn is_opening(c: char) -> bool {
    matches!(
        c,
        '"' | '\''
            | '('
            | '['
            | '{'
            | '\u{201c}'
            | '\u{2018}'
            | '\u{ab}'
            | '\u{201e}'
            | '\u{201a}'
            | '\u{300c}'
            | '\u{300e}'
    )
}

/// True for the next of dots with spaces between, which stand for a silence.
fn is_spaced_dot(tail: &str) -> bool {
    tail.strip_prefix('.').is_some_and(|rest| rest.starts_with(char::is_whitespace))
}

/// Marks that no sentence begins with: the one before goes on.
fn is_inner_mark(c: char) -> bool {
    matches!(c, ',' | ';' | ':')
}
