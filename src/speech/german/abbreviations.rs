//! German abbreviations: "z. B.", "bzw.", "Nr. 5", "Dr.", "Hauptstr."

use super::grammar::{
    closing_stop, ending_after, governs_ordinal, is_ranked, month, month_after_day, starts_sentence, weekday,
};
use super::roman_numerals::roman_value;
use crate::language::speech::{Condition, german};
use crate::speech::rules::Reading;
use crate::speech::tokens::{Kind, Tokens};
use crate::speech::words::{capitalised, has_capital, is_initial, uncapitalised};

/// The most parts of an abbreviation with several full stops: "i. S. d."
const MOST_PARTS: usize = 4;
/// The longest abbreviation in the data, in bytes.
const LONGEST_ABBREVIATION: usize = 8;

/// Rule for an abbreviation.
pub(super) fn abbreviation(t: &Tokens, i: usize) -> Option<Reading> {
    let written = t.letters(i)?;
    if let Some(reading) = street(t, i, written) {
        return Some(reading);
    }
    if written.len() > LONGEST_ABBREVIATION {
        return None;
    }
    dotted(t, i)
        .or_else(|| century(t, i))
        .or_else(|| month_or_weekday(t, i))
        .or_else(|| adjective(t, i))
        .or_else(|| storey(t, i))
        .or_else(|| following_page(t, i))
        .or_else(|| listed(t, i))
        .or_else(|| initial(t, i))
}

/// "Hauptstr. 5", "Berliner Str."
fn street(t: &Tokens, i: usize, written: &str) -> Option<Reading> {
    let stem = written.strip_suffix("str").filter(|stem| stem.chars().count() > 2 && t.is(i + 1, "."))?;
    Some((format!("{stem}straße{}", closing_stop(t, i + 2)), 2))
}

/// Letters with full stops: "z. B.", "i.d.R." The longest known abbreviation wins: "u. a. m." before "u. a."
fn dotted(t: &Tokens, i: usize) -> Option<Reading> {
    let first = t.letters(i).filter(|letters| letters.chars().count() == 1 && t.is(i + 1, "."))?;
    let mut joined = format!("{}.", uncapitalised(first));
    let mut end = i + 2;
    let mut found = None;
    for _ in 1..MOST_PARTS {
        let at = t.past_space(end);
        let Some(part) = t.letters(at).filter(|part| part.len() <= 3 && t.is(at + 1, ".")) else { break };
        joined.push_str(part);
        joined.push('.');
        end = at + 2;
        if let Some(words) = german().dotted_abbreviations.get(&joined) {
            found = Some((words, end));
        }
    }
    let (words, end) = found?;
    let words = if has_capital(first) { capitalised(words) } else { words.clone() };
    Some((format!("{words}{}", closing_stop(t, end)), end - i))
}

/// "19. Jh.", with the ending of the genitive after "des".
fn century(t: &Tokens, i: usize) -> Option<Reading> {
    if !german().century_abbreviations.has(t.text(i)) {
        return None;
    }
    let genitive = t.back(i, 5).text == "des";
    let dot = usize::from(t.is(i + 1, "."));
    let stop = if dot == 1 { closing_stop(t, i + 2) } else { "" };
    Some((format!("Jahrhundert{}{stop}", if genitive { "s" } else { "" }), 1 + dot))
}

/// "Jan. 2024", "Fr., 5. Mai".
fn month_or_weekday(t: &Tokens, i: usize) -> Option<Reading> {
    let written = t.letters(i).filter(|_| t.is(i + 1, "."))?;
    let day =
        t.is_space(i.wrapping_sub(1)) && t.back(i, 2).text == "." && t.digits(i.wrapping_sub(3)).is_some();
    let number = if day { month_after_day(written) } else { month(written) };
    let month = number.and_then(|month| german().months.get(month)).filter(|name| *name != written);
    let dated = t.is(i + 2, ",") || t.digits(t.past_space(i + 2)).is_some() || is_weekday(t, i);
    let words = month.or_else(|| weekday(written).filter(|_| dated && written.len() == 2))?;
    Some((format!("{words}{}", closing_stop(t, i + 2)), 2))
}

/// True for a day in a row of days ("Di. bis Sa.") or after a word such as "am" ("am Do."). "Fr. Huber" is a woman.
fn is_weekday(t: &Tokens, i: usize) -> bool {
    let next = t.word_after(i + 2);
    if t.is(i, "Fr") && has_capital(next) && !starts_sentence(next) {
        return false;
    }
    let leads = joins_weekdays(t.text(i + 3)) && is_short_weekday(t, i + 5);
    let follows = i > 4 && joins_weekdays(t.text(i - 2)) && t.is(i - 4, ".") && is_short_weekday(t, i - 5);
    let listed = i > 3 && t.is(i - 2, ",") && t.is(i - 3, ".") && is_short_weekday(t, i - 4);
    leads || follows || listed || german().before_weekday.has(t.word_before(i))
}

fn is_short_weekday(t: &Tokens, i: usize) -> bool {
    t.is(i + 1, ".") && t.text(i).len() == 2 && weekday(t.text(i)).is_some()
}

fn joins_weekdays(word: &str) -> bool {
    matches!(word, "bis" | "und" | "oder" | "&")
}

/// "die sog. Ampel", "der ehem. Minister": the word before decides the ending.
fn adjective(t: &Tokens, i: usize) -> Option<Reading> {
    let stem = german().adjective_abbreviations.get(t.text(i)).filter(|_| t.is(i + 1, "."))?;
    let ending = ending_after(t.word_before(i), t.word_after(i + 2));
    Some((format!("{stem}{ending}"), 2))
}

/// "im 3. OG", "im EG"
fn storey(t: &Tokens, i: usize) -> Option<Reading> {
    let name = german().storeys.get(t.text(i))?;
    let numbered = t.back(i, 2).text == "." && t.back(i, 3).kind == Kind::Digits;
    let led = matches!(t.word_before(i), "im" | "ins" | "vom" | "zum" | "Im");
    (numbered || led).then(|| (name.clone(), 1))
}

/// "S. 23 f." is that page and the next one.
fn following_page(t: &Tokens, i: usize) -> Option<Reading> {
    let digits = if t.is_space(i.wrapping_sub(1)) { t.back(i, 2) } else { t.back(i, 1) };
    let follows = t.is(i, "f") && t.is(i + 1, ".") && digits.kind == Kind::Digits;
    follows.then(|| (format!(" folgende{}", closing_stop(t, i + 2)).trim_start().to_string(), 2))
}

/// An abbreviation from the data, also with a capital at the beginning of a sentence: "Evtl."
fn listed(t: &Tokens, i: usize) -> Option<Reading> {
    let written = t.letters(i)?;
    let small = uncapitalised(written);
    let dot = t.is(i + 1, ".");
    let end = i + 1 + usize::from(dot);
    let (words, exact) = find_listed(t, written, end)
        .map(|words| (words, true))
        .or_else(|| find_listed(t, &small, end).map(|words| (words, false)))?;
    // In a law, "S." is a sentence: "Absatz 2 S. 1".
    let sentence_of_law =
        words == "Seite" && (2..=6).any(|n| matches!(t.back(i, n).text, "Abs" | "Absatz" | "§"));
    let words = if sentence_of_law { "Satz" } else { words };
    let words = if exact { words.to_string() } else { capitalised(words) };
    Some((format!("{words}{}", if dot { closing_stop(t, end) } else { "" }), end - i))
}

/// Returns the spoken form of an abbreviation that ends before `end`, if its condition is met.
fn find_listed(t: &Tokens, written: &str, end: usize) -> Option<&'static str> {
    let dot = t.is(end.wrapping_sub(1), ".");
    let number = t.digits(t.past_space(end)).is_some() || roman_value(t.word_after(end)).is_some();
    let (_, words) = german().abbreviations.get(written).iter().find(|(condition, _)| match condition {
        Condition::Always => true,
        Condition::Dotted => dot,
        // "S 5" is a train, "Kap 5" a chapter.
        Condition::BeforeNumber => number && (dot || written.len() > 1),
        Condition::DottedBeforeName => has_capital(t.word_after(end)) && dot,
        _ => false,
    })?;
    Some(words.as_str())
}

/// The "J." of "J. K. Orlow".
fn initial(t: &Tokens, i: usize) -> Option<Reading> {
    let letter = t.letters(i).filter(|letters| is_initial(letters))?;
    let next = t.word_after(i + 2);
    let named = t.is(i + 1, ".") && has_capital(next) && !starts_sentence(next);
    // "Der I. Weltkrieg"
    let numbered =
        matches!(letter, "I" | "V" | "X") && (governs_ordinal(t.word_before(i)) || is_ranked(next));
    (named && !numbered).then(|| (letter.to_string(), 2))
}
