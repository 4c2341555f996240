//! Sources that no verb of saying tells: `according to the ministry`, `dem Ministerium zufolge`, who is quoted by another.

use super::appositions::apposed;
use super::clause::{MOST_SUBJECT, Subject, may_speak, subject};
use super::names::{Bearer, Name};
use super::phrase::{Pronoun, Reference, is_determiner, noun_phrase};
use super::tokens::Token;
use crate::language::attribution::Language;

/// `According to the ministry`, anywhere in a clause.
pub(super) fn ahead_of_source(
    clause: &[Token<'_>],
    from: usize,
    at: usize,
    language: &Language,
) -> Option<Subject> {
    (from..at).find_map(|n| {
        let next = according(clause, n, language)?;
        let (reference, end) = noun_phrase(clause, next, language)?;
        let (reference, end) = apposed(clause, reference, end, language);
        Some(subject(reference, clause, next, end, true))
    })
}

/// `Dem Ministerium zufolge`, anywhere in a clause.
pub(super) fn behind_source(
    tokens: &[Token<'_>],
    from: usize,
    to: usize,
    language: &Language,
) -> Option<Subject> {
    let at = (from..to).find(|n| language.source_postpositions.contains(&tokens[*n].lower))?;
    let ends = |start: &usize| noun_phrase(tokens, *start, language).is_some_and(|(_, end)| end == at);
    let start = (from.max(at.saturating_sub(MOST_SUBJECT))..at).find(ends)?;
    let (reference, _) = noun_phrase(tokens, start, language)?;
    // A word that only its place makes look like a name: `Beobachterberichten zufolge`.
    let doubtful = matches!(&reference, Reference::Name(name) if name.bearer(language) == Bearer::Unknown);
    let said = may_speak(&reference, language) && !doubtful;
    Some(subject(reference, tokens, start, at + 1, said))
}

/// Who is named as a source: `According to a report by the engineer Tom Hill, …`.
pub(super) fn source(tokens: &[Token<'_>], at: usize, language: &Language) -> Option<Name> {
    let (reference, end) = noun_phrase(tokens, according(tokens, at, language)?, language)?;
    match apposed(tokens, reference, end, language).0 {
        Reference::Name(name) => Some(name),
        _ => None,
    }
}

/// `according to`: the token after it.
pub(super) fn according(tokens: &[Token<'_>], at: usize, language: &Language) -> Option<usize> {
    language.source_phrases.iter().find_map(|phrase| {
        let words = phrase.split(' ');
        let count = words.clone().count();
        let here = words.enumerate().all(|(n, word)| tokens.get(at + n).is_some_and(|t| t.lower == word));
        here.then_some(at + count)
    })
}

/// `The paper quoted the mayor as saying: …`: the object speaks.
pub(super) fn quoted(clause: &[Token<'_>], from: usize, language: &Language) -> Option<(usize, Reference)> {
    let verb = (from..clause.len()).rev().find(|n| language.quoting_verbs.contains(&clause[*n].lower))?;
    let (reference, _) = noun_phrase(clause, verb + 1, language)?;
    may_speak(&reference, language).then_some((verb + 1, reference))
}

/// `In einer Mitteilung der Stadt hieß es: …`: what is written in it.
pub(super) fn written(
    clause: &[Token<'_>],
    from: usize,
    found: Option<&(usize, Reference)>,
    language: &Language,
) -> Option<(usize, Reference)> {
    found.filter(|(_, reference)| *reference == Reference::Pronoun(Pronoun::It))?;
    let opening = clause.get(from).filter(|t| language.words_before_things.contains(&t.lower))?;
    let at = from + usize::from(!is_determiner(&opening.lower, language));
    let (reference, _) = noun_phrase(clause, at, language)?;
    matches!(reference, Reference::Noun { .. }).then_some((at, reference))
}
