//! Abbreviations: "z. B.", "bzw.", "Nr. 5", "Dr.", "Hauptstr."

use super::shortened::{ADJECTIVES, DOTTED, LISTED, When};
use super::words::{self, among};
use super::{Reading, capitalised, closing_stop, ordinals, uncapitalised};
use crate::speech::tokens::Tokens;

/// The most letters with stops.
const MOST_PARTS: usize = 4;
/// The longest word that may be listed, in bytes.
const LONGEST: usize = 8;

/// Before a day of the week.
const BEFORE_WEEKDAY: &str = "Ab Am Bis Jeden ab am bis jeden kommenden letzten nächsten vergangenen vom zum";

/// A shortened word or letters with stops.
pub(super) fn abbreviation(t: &Tokens, i: usize) -> Option<Reading> {
    let written = t.letters(i)?;
    if let Some(reading) = street(t, i, written) {
        return Some(reading);
    }
    if written.len() > LONGEST {
        return None;
    }
    dotted(t, i)
        .or_else(|| century(t, i))
        .or_else(|| month_or_day(t, i))
        .or_else(|| adjective(t, i))
        .or_else(|| listed(t, i))
        .or_else(|| initial(t, i))
}

/// "z. B.", "i.d.R.": the longest that is known.
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
        if let Some((_, said)) = DOTTED.iter().find(|(written, _)| *written == joined) {
            found = Some((*said, end));
        }
    }
    let (said, end) = found?;
    let said = if first.starts_with(char::is_uppercase) { capitalised(said) } else { said.to_string() };
    Some((format!("{said}{}", closing_stop(t, end)), end - i))
}

/// "19. Jh.", with the genitive's ending behind "des".
fn century(t: &Tokens, i: usize) -> Option<Reading> {
    if !among("Jh Jhd Jhdt Jhs", t.text(i)) {
        return None;
    }
    let genitive = t.back(i, 5).text == "des";
    let dot = usize::from(t.is(i + 1, "."));
    let stop = if dot == 1 { closing_stop(t, i + 2) } else { "" };
    Some((format!("Jahrhundert{}{stop}", if genitive { "s" } else { "" }), 1 + dot))
}

/// "Jan. 2024", "Fr., 5. Mai".
fn month_or_day(t: &Tokens, i: usize) -> Option<Reading> {
    let written = t.letters(i).filter(|_| t.is(i + 1, "."))?;
    let month = words::month(written).and_then(|month| words::MONTHS.get(month)).map(|(name, _)| *name);
    let month = month.filter(|name| *name != written);
    let dated = t.is(i + 2, ",") || t.digits(t.past_space(i + 2)).is_some() || is_weekday(t, i);
    let said = month.or_else(|| words::day(written).filter(|_| dated && written.len() == 2))?;
    Some((format!("{said}{}", closing_stop(t, i + 2)), 2))
}

/// True for "Di. bis Sa.", "am Do.": in a row of days, or behind a word that days stand behind. "Fr. Huber" is none.
fn is_weekday(t: &Tokens, i: usize) -> bool {
    let short = |k: usize| t.is(k + 1, ".") && t.text(k).len() == 2 && words::day(t.text(k)).is_some();
    let row = |k: usize| matches!(t.text(k), "bis" | "und" | "oder" | "&");
    let next = t.word_after(i + 2);
    if t.is(i, "Fr") && next.starts_with(char::is_uppercase) && !words::starts_sentence(next) {
        return false;
    }
    let leads = row(i + 3) && short(i + 5);
    let follows = i > 4 && row(i - 2) && t.is(i - 4, ".") && short(i - 5);
    let listed = i > 3 && t.is(i - 2, ",") && t.is(i - 3, ".") && short(i - 4);
    leads || follows || listed || among(BEFORE_WEEKDAY, t.word_before(i))
}

/// "die sog. Ampel", "der ehem. Minister".
fn adjective(t: &Tokens, i: usize) -> Option<Reading> {
    let (_, stem) = ADJECTIVES.iter().find(|(written, _)| t.is(i, written) && t.is(i + 1, "."))?;
    let ending = ordinals::ending_after(t.word_before(i), t.word_after(i + 2));
    Some((format!("{stem}{ending}"), 2))
}

fn listed(t: &Tokens, i: usize) -> Option<Reading> {
    let written = t.letters(i)?;
    let small = uncapitalised(written);
    let dot = t.is(i + 1, ".");
    let end = i + 1 + usize::from(dot);
    let name = t.word_after(end).starts_with(char::is_uppercase);
    let number = t.digits(t.past_space(end)).is_some();
    let fits = |when: &When| match when {
        When::Always => true,
        When::Dotted => dot,
        When::Number => number && (dot || written.len() > 1),
        When::Name => name && dot,
    };
    let known = LISTED.iter().find(|(short, _, when)| (*short == written || *short == small) && fits(when));
    let (short, said, _) = known?;
    // "Absatz 2 S. 1": of a law it is a sentence.
    let said = if *said == "Seite" && t.back(i, 4).text == "Abs" || follows_paragraph(t, i, said) {
        "Satz"
    } else {
        said
    };
    let said = if *short != written { capitalised(said) } else { said.to_string() };
    Some((format!("{said}{}", if dot { closing_stop(t, end) } else { "" }), end - i))
}

/// True for "S." behind "Abs. 2" with or without spaces.
fn follows_paragraph(t: &Tokens, i: usize, said: &str) -> bool {
    said == "Seite" && (2..=6).any(|n| matches!(t.back(i, n).text, "Abs" | "Absatz" | "§"))
}

/// "Hauptstr. 5", "Berliner Str."
fn street(t: &Tokens, i: usize, written: &str) -> Option<Reading> {
    let stem = written.strip_suffix("str").filter(|stem| stem.chars().count() > 2 && t.is(i + 1, "."))?;
    Some((format!("{stem}straße{}", closing_stop(t, i + 2)), 2))
}

/// "J." in "J. K. Orlow".
fn initial(t: &Tokens, i: usize) -> Option<Reading> {
    let letter = t.letters(i).filter(|l| l.chars().count() == 1 && l.chars().all(char::is_uppercase))?;
    let next = t.word_after(i + 2);
    let named = t.is(i + 1, ".") && next.starts_with(char::is_uppercase) && !words::starts_sentence(next);
    named.then(|| (letter.to_string(), 2))
}
