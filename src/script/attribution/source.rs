//! Reads sources without a reporting verb: `according to the ministry`, `dem Ministerium zufolge`, and quoted people.

use super::apposition::with_apposition;
use super::cue::{MAX_SUBJECT, SpeechCue, may_speak};
use super::names::{Name, NameKind};
use super::noun_phrase::{Mention, Pronoun, is_determiner, noun_phrase};
use super::tokens::Token;
use crate::language::attribution::Language;

/// Reads `According to the ministry`, anywhere in a clause.
pub(super) fn source_phrase(
    clause: &[Token<'_>],
    from: usize,
    at: usize,
    language: &Language,
) -> Option<SpeechCue> {
    (from..at).find_map(|n| {
        let next = after_source_phrase(clause, n, language)?;
        let (mention, end) = noun_phrase(clause, next, language)?;
        let (mention, end) = with_apposition(clause, mention, end, language);
        Some(SpeechCue::new(mention, clause, next, end, true))
    })
}

/// Reads `Dem Ministerium zufolge`, anywhere in a clause.
pub(super) fn source_postposition(
    tokens: &[Token<'_>],
    from: usize,
    to: usize,
    language: &Language,
) -> Option<SpeechCue> {
    let at = (from..to).find(|n| language.source_postpositions.contains(&tokens[*n].lower))?;
    let (start, mention) = (from.max(at.saturating_sub(MAX_SUBJECT))..at).find_map(|start| {
        let (mention, end) = noun_phrase(tokens, start, language)?;
        (end == at).then_some((start, mention))
    })?;
    // A single unknown word may be a common noun at the start of a sentence: `Beobachterberichten zufolge`.
    let doubtful = matches!(&mention, Mention::Name(name) if name.kind(language) == NameKind::Unknown);
    let explicit = may_speak(&mention, language) && !doubtful;
    Some(SpeechCue::new(mention, tokens, start, at + 1, explicit))
}

/// Returns the named source at a token: `According to a report by the engineer Tom Hill, …`.
pub(super) fn named_source(tokens: &[Token<'_>], at: usize, language: &Language) -> Option<Name> {
    let (mention, end) = noun_phrase(tokens, after_source_phrase(tokens, at, language)?, language)?;
    match with_apposition(tokens, mention, end, language).0 {
        Mention::Name(name) => Some(name),
        _ => None,
    }
}

/// Returns the index of the token after `according to`.
pub(super) fn after_source_phrase(tokens: &[Token<'_>], at: usize, language: &Language) -> Option<usize> {
    language.source_phrases.iter().find_map(|phrase| {
        let words = phrase.split(' ');
        let count = words.clone().count();
        let matches = words.enumerate().all(|(n, word)| tokens.get(at + n).is_some_and(|t| t.lower == word));
        matches.then_some(at + count)
    })
}

/// Reads the object of a quoting verb, with its position: `The paper quoted the mayor as saying: …`.
pub(super) fn quoted_person(
    clause: &[Token<'_>],
    from: usize,
    language: &Language,
) -> Option<(usize, Mention)> {
    let verb = (from..clause.len()).rev().find(|n| language.quoting_verbs.contains(&clause[*n].lower))?;
    let (mention, _) = noun_phrase(clause, verb + 1, language)?;
    may_speak(&mention, language).then_some((verb + 1, mention))
}

/// Replaces the subject `it` by the document that the sentence opens with: `In einer Mitteilung der Stadt hieß es: …`.
pub(super) fn quoted_document(
    clause: &[Token<'_>],
    from: usize,
    found: Option<&(usize, Mention)>,
    language: &Language,
) -> Option<(usize, Mention)> {
    found.filter(|(_, mention)| *mention == Mention::Pronoun(Pronoun::It))?;
    let opening = clause.get(from).filter(|t| language.words_before_things.contains(&t.lower))?;
    let at = from + usize::from(!is_determiner(&opening.lower, language));
    let (mention, _) = noun_phrase(clause, at, language)?;
    matches!(mention, Mention::Description { .. }).then_some((at, mention))
}
