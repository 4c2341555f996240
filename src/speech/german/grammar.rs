//! German grammar, as far as numbers need it: gender of nouns, endings of ordinals, words that begin a sentence.

use crate::language::speech::{WordSet, german};
use crate::speech::tokens::Tokens;
use crate::speech::words::{capitalised, has_capital};

/// The grammatical gender of a noun, which decides the form of its article and number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum GrammaticalGender {
    Masculine,
    Feminine,
    Neuter,
}

/// Returns the gender of a noun, by the lists and by its ending. A compound has the gender of its last
/// part: "Bundesliga" is feminine like "Liga".
pub(super) fn gender(noun: &str) -> GrammaticalGender {
    let data = german();
    let lower = noun.to_lowercase();
    if data.neuter_nouns.has(noun) {
        GrammaticalGender::Neuter
    } else if is_compound_of(&data.feminine_nouns, &lower)
        || data.feminine_endings.iter().any(|ending| lower.ends_with(ending))
    {
        GrammaticalGender::Feminine
    } else if is_compound_of(&data.neuter_nouns, &lower) {
        GrammaticalGender::Neuter
    } else if lower.len() > 3 && lower.ends_with('e') && !is_compound_of(&data.not_feminine_nouns, &lower) {
        GrammaticalGender::Feminine
    } else {
        GrammaticalGender::Masculine
    }
}

/// True when the word is in the list, or ends with a noun of the list.
fn is_compound_of(nouns: &WordSet, lower: &str) -> bool {
    nouns.iter().any(|noun| {
        let noun = noun.to_lowercase();
        lower == noun || (noun.len() > 2 && lower.ends_with(&noun))
    })
}

/// Returns the ending of an ordinal or an adjective between the word `governor` and `noun`: "am" gives "-en" in "am
/// fünften März". Where the text does not show the case, the likeliest one is chosen: a date is in the nominative, or after
/// a preposition ends in "-en"; any other noun is in the nominative.
pub(super) fn ending_after(governor: &str, noun: &str) -> &'static str {
    let governor = governor.to_lowercase();
    let governor = governor.as_str();
    let gender = gender(noun);
    match governor {
        "der" | "dieser" | "jener" | "jeder" if gender == GrammaticalGender::Feminine => "en",
        "der" | "dieser" | "jener" | "jeder" | "die" | "das" | "dieses" | "jedes" | "jenes" | "welches" => {
            "e"
        }
        "des" | "eines" => "en",
        "ein" | "kein" | "mein" | "dein" | "sein" | "ihr" | "unser" | "euer" => strong_ending(gender),
        _ if german().contractions.has(governor) => "en",
        _ if governs_ordinal(governor) && governor.ends_with('e') => "e",
        _ if governs_ordinal(governor) && governor != "als" => "en",
        _ if is_preposition(governor) => "en",
        _ if has_capital(noun) => strong_ending(gender),
        _ => "e",
    }
}

fn strong_ending(gender: GrammaticalGender) -> &'static str {
    match gender {
        GrammaticalGender::Masculine => "er",
        GrammaticalGender::Feminine => "e",
        GrammaticalGender::Neuter => "es",
    }
}

/// True for a word after which a number with a full stop is an ordinal: an article, a possessive, "am", "im".
pub(super) fn governs_ordinal(word: &str) -> bool {
    let data = german();
    let lower = word.to_lowercase();
    data.ordinal_governors.has(&lower)
        || data.articles.iter().any(|article| {
            lower
                .strip_prefix(article)
                .is_some_and(|end| data.article_endings.iter().any(|known| known == end))
        })
}

/// True for a preposition before a date, in any case: "Ab 5.3."
pub(super) fn is_preposition(word: &str) -> bool {
    german().prepositions.has_lower(word)
}

/// True for a word that more likely begins a sentence than continues one.
pub(super) fn starts_sentence(word: &str) -> bool {
    german().sentence_starters.has_lower(word)
}

/// True for a noun that has a rank without an article, or a compound of one: "2. Bundesliga". Nouns of three letters form
/// no compounds here: "FC" ends too many names.
pub(super) fn is_ranked(noun: &str) -> bool {
    let data = german();
    data.ranked_nouns.has(noun)
        || data.ranked_nouns.iter().any(|listed| {
            let end = noun.len().checked_sub(listed.len()).and_then(|from| noun.get(from..));
            listed.len() > 3 && end.is_some_and(|end| end.eq_ignore_ascii_case(listed))
        })
}

/// Returns the number of a month, from 0, by its name or its abbreviation.
pub(super) fn month(word: &str) -> Option<usize> {
    let data = german();
    // Messages are often written in small letters: "am 1. januar".
    let abbreviated = || data.month_abbreviations.get(word).map(|number| number - 1);
    data.months.iter().position(|name| name == word).or_else(abbreviated)
}

/// Like [`month`], also in small letters, as in messages: "am 1. januar". A day must come before the word.
pub(super) fn month_after_day(word: &str) -> Option<usize> {
    month(word).or_else(|| month(&capitalised(word)))
}

/// Returns the full name of a day of the week.
pub(super) fn weekday(word: &str) -> Option<&'static str> {
    german().weekdays.get(word).map(String::as_str)
}

/// Returns the index of the day of the week before a date at `i`: "Montag, 5. März", "Mo., 05.03."
pub(super) fn weekday_before(t: &Tokens, i: usize) -> Option<usize> {
    let at = i.checked_sub(if t.back(i, 3).text == "." { 4 } else { 3 })?;
    (t.is_space(i - 1) && t.is(i - 2, ",") && weekday(t.text(at)).is_some()).then_some(at)
}

/// Returns the full stop after an abbreviation when it also ends the text or the sentence: a word follows that begins one.
pub(super) fn closing_stop(t: &Tokens, end: usize) -> &'static str {
    let next = t.word_after(end);
    let begins = has_capital(next) && starts_sentence(next);
    if t.is_end(end) || begins { "." } else { "" }
}
