//! English abbreviations: "Mr", "St.", "e.g.", "U.S.", "No. 5", "(D-Mass.)".

use super::capitals::{roman_value, small_roman_value, spelled};
use super::context::{closing_stop, is_name};
use super::numbers::{cardinal, in_words, is_ordinal_suffix};
use crate::language::speech::{Condition, english};
use crate::speech::rules::Reading;
use crate::speech::tokens::{Kind, Tokens, is_apostrophe};
use crate::speech::words::{capitalised, has_capital, is_initial};

/// The most letters of a dotted name such as "U.S.S.R."
const MOST_DOTTED_LETTERS: usize = 8;
/// The longest part of a degree with full stops, in bytes: "M.Phil."
const LONGEST_DEGREE_PART: usize = 4;
/// The highest Roman numeral after an abbreviation: "Vol. XII".
const HIGHEST_NUMERAL: u64 = 39;
/// The most tokens of the abbreviation of a state: `N.Y.`
const LONGEST_STATE: usize = 4;
/// The longest token of such an abbreviation, in bytes.
const LONGEST_STATE_TOKEN: usize = 7;

/// Rule for an abbreviation.
pub(super) fn abbreviation(t: &Tokens, i: usize) -> Option<Reading> {
    slashed(t, i)
        .or_else(|| dotted_letters(t, i))
        .or_else(|| ambiguous_title(t, i))
        .or_else(|| listed(t, i))
        .or_else(|| initial(t, i))
}

/// "w/c", "c/o", "w/".
fn slashed(t: &Tokens, i: usize) -> Option<Reading> {
    if !t.is(i + 1, "/") {
        return None;
    }
    let second = t.letters(i + 2).unwrap_or("");
    let words = english().slashed_abbreviations.get(&format!("{}/{second}", t.text(i)))?;
    Some((words.clone(), 2 + usize::from(!second.is_empty())))
}

/// Letters with full stops: "e.g.", "U.S.", "D.C.", "Ph.D."
fn dotted_letters(t: &Tokens, i: usize) -> Option<Reading> {
    let first = t.letters(i).filter(|letters| t.is(i + 1, ".") && letters.chars().count() <= 2)?;
    let mut joined = first.to_string();
    let mut end = i + 1;
    for _ in 1..MOST_DOTTED_LETTERS {
        let Some(part) = t.letters(end + 1).filter(|_| t.is(end, ".")) else { break };
        // "M.Sc.", "Ph.D."
        let degree = || english().dotted_abbreviations.contains_key(&format!("{joined}{part}"));
        if part.chars().count() > 1 && !(part.len() <= LONGEST_DEGREE_PART && degree()) {
            break;
        }
        joined.push_str(part);
        end += 2;
    }
    if end == i + 1 {
        return None;
    }
    let listed = english().dotted_abbreviations.get(&joined).cloned();
    let words = listed.unwrap_or_else(|| spelled(&joined.to_uppercase()));
    let dot = t.is(end, ".");
    end += usize::from(dot);
    let stop = if dot { closing_stop(t, end, joined.eq_ignore_ascii_case("pm")) } else { "" };
    Some((format!("{words}{stop}"), end - i))
}

/// "St" is a saint before a name and a street after one, "Dr" a doctor or a drive, "Sr" a nun or a senior.
fn ambiguous_title(t: &Tokens, i: usize) -> Option<Reading> {
    let (title, road) = match t.text(i) {
        "St" => ("Saint", "Street"),
        "Dr" => ("Doctor", "Drive"),
        "Sr" if is_nun(t, i) => ("Sister", ""),
        _ => return None,
    };
    let len = 1 + usize::from(t.is(i + 1, "."));
    let stop = if len == 2 { closing_stop(t, i + 2, false) } else { "" };
    let before_name = has_capital(t.word_after(i + len)) && stop.is_empty();
    // "42nd St."
    let numbered = t.digits(i.wrapping_sub(3)).is_some() && is_ordinal_suffix(t.word_before(i));
    if !before_name && !road.is_empty() && (numbered || is_name(t.word_before(i))) {
        return Some((format!("{road}{stop}"), len));
    }
    Some((title.to_string(), len))
}

/// True for "Sr." before the first name of a nun. After a name it is "Senior": "John Smith Sr."
fn is_nun(t: &Tokens, i: usize) -> bool {
    let dot = usize::from(t.is(i + 1, "."));
    english().nun_names.has(t.word_after(i + 1 + dot)) && !is_name(t.word_before(i))
}

/// An abbreviation from the data.
fn listed(t: &Tokens, i: usize) -> Option<Reading> {
    let written = t.letters(i)?;
    let dot = t.is(i + 1, ".");
    let end = i + 1 + usize::from(dot);
    let forms = english().abbreviations.get(written);
    let (condition, words) = forms.iter().find(|(condition, words)| is_met(*condition, t, i, end, words))?;
    if let Some((number, len)) = numeral_after(t, end).filter(|_| has_capital(words)) {
        return Some((format!("{words} {}", capitalised(&number)), end + len - i));
    }
    if words == "Number"
        && let Some(reading) = with_number(t, i, end, words)
    {
        return Some(reading);
    }
    let may_end = dot && !matches!(condition, Condition::BeforeName | Condition::DottedBeforeName);
    let stop = if may_end { closing_stop(t, end, matches!(written, "etc" | "Esq")) } else { "" };
    Some((format!("{words}{stop}"), end - i))
}

/// "No. 10" is the name "Number Ten", unless the number continues: "No. 10.5".
fn with_number(t: &Tokens, i: usize, end: usize, words: &str) -> Option<Reading> {
    let digits = digits_after(t, end)?;
    let at = t.past_space(end);
    let alone = !matches!(t.text(at + 1), "." | "," | "-" | "/" | "\u{2013}") || t.digits(at + 2).is_none();
    (alone && t.letters(at + 1).is_none())
        .then(|| (format!("{words} {}", capitalised(&cardinal(digits))), at + 1 - i))
}

/// True when the abbreviation at `i`, which ends before `end`, meets its condition.
fn is_met(condition: Condition, t: &Tokens, i: usize, end: usize, words: &str) -> bool {
    let dot = end > i + 1;
    // "No I" is an answer and a pronoun.
    // "est. 1890" is "established", "est. 5,000 people" is "estimated".
    let year = || digits_after(t, end).is_some_and(|digits| digits.len() == 4);
    let number = || match words {
        "Number" | "number" => digits_after(t, end).is_some() || dot && t.word_after(end) == "of",
        "established" | "Established" => year(),
        _ => digits_after(t, end).is_some() || numeral_after(t, end).is_some(),
    };
    let before_name = || has_capital(t.word_after(end));
    let after_name = || has_capital(t.word_before(i));
    match condition {
        Condition::Always => true,
        Condition::Dotted => dot && !(words == "estimated" && year()),
        Condition::BeforeNumber => number(),
        Condition::DottedBeforeNumber => dot && number(),
        Condition::BeforeName => before_name(),
        Condition::DottedBeforeName => dot && before_name(),
        Condition::DottedAfterName => dot && after_name(),
        Condition::BetweenNames => after_name() && before_name(),
        Condition::Cited => (dot || words.starts_with("section")) && number() && is_separate(t, i),
    }
}

/// True where no word and no number precedes that the letters at `i` could belong to: "75 cl", "6s", "the b. 5".
fn is_separate(t: &Tokens, i: usize) -> bool {
    let before = t.back(i, 1);
    let joined = matches!(before.kind, Kind::Letters | Kind::Digits) || before.text.ends_with(is_apostrophe);
    let counted = before.kind == Kind::Space && t.back(i, 2).kind == Kind::Digits;
    let noun = english().determiners.has_lower(t.word_before(i));
    !(joined || counted || noun)
}

/// Returns the digits at `i`, or after a space. The number of a paragraph may be in brackets: "pp. [12]".
fn digits_after<'a>(t: &Tokens<'a>, i: usize) -> Option<&'a str> {
    let at = t.past_space(i);
    t.digits(at).or_else(|| t.digits(at + 1).filter(|_| t.is(at, "[")))
}

/// Returns the Roman numeral after the space at `i` in words, and the number of tokens. A single "I" is usually a word.
fn numeral_after(t: &Tokens, i: usize) -> Option<(String, usize)> {
    let numeral = Some(t.word_after(i)).filter(|word| word.len() > 1 || matches!(*word, "V" | "X"))?;
    let value = roman_value(numeral)
        .or_else(|| small_roman_value(numeral))
        .filter(|value| *value <= HIGHEST_NUMERAL)?;
    Some((in_words(value), 2))
}

/// The "J." of "J. K. Rowling". The full stop after "Plan B." remains.
fn initial(t: &Tokens, i: usize) -> Option<Reading> {
    if english().before_letter.has(t.word_before(i)) {
        return None;
    }
    let letter = t.letters(i).filter(|letters| is_initial(letters))?;
    let named = t.is(i + 1, ".") && has_capital(t.word_after(i + 2));
    // "Prof. I. M. Pei"
    let titled = t.back(i, 2).text == "." && english().titles_before_names.has(t.back(i, 3).text);
    (named && (letter != "I" || titled)).then(|| (letter.to_string(), 2))
}

/// Rule for the party and state of an American politician: "(D-Mass.)", "(R., N.Y.)", ", D-CA,". They are spoken as on the
/// radio: "Democrat of Massachusetts".
pub(super) fn party(t: &Tokens, i: usize) -> Option<Reading> {
    let party = match t.text(i) {
        "D" => "Democrat",
        "R" => "Republican",
        "I" => "Independent",
        _ => return None,
    };
    let bracket = t.is(i.wrapping_sub(1), "(");
    let comma = t.is_space(i.wrapping_sub(1)) && t.back(i, 2).text == ",";
    let after_party = i + 1 + usize::from(t.is(i + 1, "."));
    let at = match t.text(after_party) {
        "-" | "\u{2011}" | "\u{2013}" => after_party + 1,
        "," if bracket => t.past_space(after_party + 1),
        _ => return None,
    };
    let (state, len) = (1..=LONGEST_STATE).rev().find_map(|len| {
        let written = without_dots(t, at, len)?;
        let states = &mut english().us_states.iter();
        states
            .find(|(postal, [press, _])| **postal == written || *press == written)
            .map(|(_, [_, name])| (name, len))
    })?;
    let end = at + len;
    let stop = if t.is(end.wrapping_sub(1), ".") { closing_stop(t, end, false) } else { "" };
    let closed = !stop.is_empty() || matches!(t.text(end), ")" | "," | ";") || t.is_end(end);
    (closed && (bracket || comma)).then(|| (format!("{party} of {state}{stop}"), end - i))
}

/// Rule for the press abbreviation of a state after a place: "Portland, Ore.", "Albany, N.Y." Only these have full stops:
/// "M.D." is a doctor, not Maryland.
pub(super) fn state_after_place(t: &Tokens, i: usize) -> Option<Reading> {
    let place = t.back(i, 3).kind == Kind::Letters && has_capital(t.back(i, 3).text);
    if !place || t.back(i, 2).text != "," || !t.is_space(i.wrapping_sub(1)) {
        return None;
    }
    if let Some(name) = state_of_code(t, i) {
        return Some((name.to_string(), 1));
    }
    if !t.is(i + 1, ".") {
        return None;
    }
    let (name, len) = (2..=LONGEST_STATE).rev().find_map(|len| {
        let written = without_dots(t, i, len).filter(|written| written != "DC")?;
        let states = &mut english().us_states.values();
        states.find(|[press, _]| *press == written).map(|[_, name]| (name, len))
    })?;
    let stop = closing_stop(t, i + len, false);
    t.is(i + len - 1, ".").then(|| (format!("{name}{stop}"), len))
}

/// Returns the state of a postal code at the end of a place: "Albany, NY", "moved to Reno, NV, in May". Codes that are words or
/// titles need a preposition before the place: "in Portland, OR", but "Yes, OK", "Lee, MD".
fn state_of_code(t: &Tokens, i: usize) -> Option<&'static str> {
    const AMBIGUOUS: [&str; 14] =
        ["AL", "CO", "CT", "DE", "HI", "ID", "IN", "LA", "MA", "MD", "ME", "OH", "OK", "OR"];
    let sure = |code: &&str| !(AMBIGUOUS.contains(code) || matches!(*code, "PA" | "MS"));
    let code = t.letters(i).filter(|code| sure(code) || is_located(t, i.saturating_sub(2)))?;
    let ends =
        t.is_end(i + 1) || matches!(t.text(i + 1), "," | ";" | ")") || t.is(i + 1, ".") && t.is_end(i + 2);
    english().us_states.get(code).filter(|_| ends).map(|[_, name]| name.as_str())
}

/// True when capitals before the comma at `i` follow a preposition of place: "in Salt Lake City,".
fn is_located(t: &Tokens, i: usize) -> bool {
    const LONGEST_PLACE: usize = 3;
    let mut words = (0..LONGEST_PLACE).map(|n| i.saturating_sub(2 * n));
    let first = words.find(|&end| !has_capital(t.word_before(end.saturating_sub(1))));
    first.is_some_and(|end| matches!(t.word_before(end.saturating_sub(1)), "in" | "near" | "outside"))
}

/// Returns the text of `len` tokens without full stops.
fn without_dots(t: &Tokens, at: usize, len: usize) -> Option<String> {
    let parts = (at..at + len).map(|k| t.text(k));
    let parts = parts.filter(|text| *text != "." && text.len() <= LONGEST_STATE_TOKEN);
    (at + len <= t.len()).then(|| parts.collect())
}
