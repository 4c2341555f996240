//! Decides whether a paragraph without a label, between two turns of an interview, continues the turn before it.
//!
//! Interviews mix both: an answer of several paragraphs has its label only on the first, and the writer narrates between
//! turns. The pronouns distinguish them: an answer says `I` and `you`, narration says `he` and `she`.

use crate::language::attribution::Language;
use crate::language::given_names::given_name;
use crate::language::words::WordSet;

/// How likely a paragraph continues the turn before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Continuation {
    /// It is speech of the same speaker.
    Certain,
    /// It may be speech or narration.
    Possible,
    /// It is narration.
    None,
}

/// The turn before the paragraph.
pub(super) struct PreviousTurn<'a> {
    /// The full label.
    pub(super) name: &'a str,
    /// The text of the turn so far.
    pub(super) text: &'a str,
    /// The label is in capitals, as in a broadcast transcript, which has no narration.
    pub(super) all_capitals: bool,
    /// The next label is the same speaker's again. The writer must have asked or narrated something in between.
    pub(super) same_speaker_next: bool,
}

/// Classifies a paragraph after a turn.
pub(super) fn continuation(text: &str, turn: &PreviousTurn<'_>, language: &Language) -> Continuation {
    let words: Vec<String> = words(text).map(lower).collect();
    let first_person = has_any(&words, &language.first_person_words);
    let third_person = words.iter().any(|word| is_third_person(word, language));
    // People do not refer to themselves by name: `Vane laughs.` after `VANE: No.` is narration.
    if mentions_name(text, turn.name) {
        return if first_person { Continuation::Possible } else { Continuation::None };
    }
    if turn.all_capitals {
        return Continuation::Certain;
    }
    // `I asked about her son.`: the writer, unless the paragraph also says `my son`.
    if writer_asks(&words, language) {
        let writer =
            third_person || turn.same_speaker_next || !has_any(&words, &language.first_person_possessives);
        return if writer { Continuation::None } else { Continuation::Possible };
    }
    let second_person = has_any(&words, &language.second_person_words);
    match (first_person || second_person, third_person) {
        (true, true) => Continuation::Possible,
        (true, false) if second_person || is_spoken_style(&words, language) => Continuation::Certain,
        (true, false) => Continuation::Possible,
        // The speaker may go on about a person from the turn: `My mother left. She never wrote.`
        (false, true) if mentions_others(turn.text, language) => Continuation::Possible,
        (false, true) => Continuation::None,
        (false, false) if turn.same_speaker_next => Continuation::None,
        (false, false) => Continuation::Possible,
    }
}

fn has_any(words: &[String], set: &WordSet) -> bool {
    words.iter().any(|word| set.contains(word))
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '\u{2019}')))
        .filter(|word| !word.is_empty())
}

fn lower(word: &str) -> String {
    word.to_lowercase().replace('\u{2019}', "'")
}

/// True if a text has a capitalised part of a name in it, also as a possessive.
fn mentions_name(text: &str, name: &str) -> bool {
    let parts: Vec<&str> =
        words(name).filter(|part| part.starts_with(char::is_uppercase) && part.chars().count() > 1).collect();
    words(text).any(|word| parts.contains(&word.trim_end_matches("'s").trim_end_matches("\u{2019}s")))
}

fn is_third_person(word: &str, language: &Language) -> bool {
    [
        &language.masculine_pronouns,
        &language.feminine_pronouns,
        &language.masculine_case_forms,
        &language.feminine_case_forms,
    ]
    .iter()
    .any(|set| set.contains(word))
}

/// True for `I asked`, `frage ich`.
fn writer_asks(words: &[String], language: &Language) -> bool {
    words.windows(2).any(|pair| {
        let has = |pronoun: usize, verb: usize| {
            language.writer_pronouns.contains(&pair[pronoun])
                && language.interviewer_verbs.contains(&pair[verb])
        };
        has(0, 1) || has(1, 0)
    })
}

/// True for spoken style: `I don't …`, `And I …`.
fn is_spoken_style(words: &[String], language: &Language) -> bool {
    let opens_with_conjunction = words.first().is_some_and(|word| {
        language.conjunctions.contains(word) || language.opening_conjunctions.contains(word)
    });
    opens_with_conjunction || has_any(words, &language.spoken_language_words)
}

/// True if a text mentions a person who may be `he` or `she` in the next paragraph.
fn mentions_others(text: &str, language: &Language) -> bool {
    words(text).any(|word| {
        let lower = lower(word);
        is_person_noun(&lower, language)
            || is_third_person(&lower, language)
            || (word.starts_with(char::is_uppercase) && given_name(word).is_some())
    })
}

fn is_person_noun(lower: &str, language: &Language) -> bool {
    let singular =
        language.plural_endings.iter().find_map(|ending| lower.strip_suffix(ending)).unwrap_or(lower);
    [&language.male_nouns, &language.female_nouns, &language.person_nouns]
        .iter()
        .any(|set| language.has_noun(set, lower) || language.has_noun(set, singular))
}
