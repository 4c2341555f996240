//! A name beside a description: `the minister, Anna Vogel`; `a report by Anna Vogel`.

use super::names::{Bearer, Name, is_human, is_role};
use super::phrase::{Reference, noun_phrase};
use super::tokens::Token;
use crate::language::attribution::Language;

/// `said the minister, Anna Vogel.`, `a report by Anna Vogel`: the name says it better than the description before it, and
/// where it ends.
pub(super) fn apposed(
    tokens: &[Token<'_>],
    reference: Reference,
    end: usize,
    language: &Language,
) -> (Reference, usize) {
    let name = match &reference {
        Reference::Noun { head, .. } => named_behind(tokens, head, end, language)
            .or_else(|| written_by(tokens, head, end, language))
            .map(|(name, stop)| (Reference::Name(name), stop)),
        _ => None,
    };
    name.unwrap_or((reference, end))
}

/// `, Anna Vogel` behind a description: of a person or, where a whole name ends the clause, of whatever noun.
fn named_behind(tokens: &[Token<'_>], head: &str, end: usize, language: &Language) -> Option<(Name, usize)> {
    tokens.get(end).filter(|t| t.is(","))?;
    let (Reference::Name(name), stop) = noun_phrase(tokens, end + 1, language)? else { return None };
    let person = is_role(head, language) || language.standalone_determiners.contains(head);
    let closed = tokens.get(stop).is_none_or(|t| !t.is_word());
    let known = match name.bearer(language) {
        Bearer::Person => person || closed,
        Bearer::Perhaps => person,
        Bearer::Unknown | Bearer::Thing => false,
    };
    let role = name.role.clone().or_else(|| is_role(head, language).then(|| head.to_string()));
    known.then_some((Name { role, ..name }, stop))
}

/// `by the engineer Tom Hill` behind what is no person.
fn written_by(tokens: &[Token<'_>], head: &str, end: usize, language: &Language) -> Option<(Name, usize)> {
    tokens
        .get(end)
        .filter(|t| language.author_prepositions.contains(&t.lower) && !is_human(head, language))?;
    let (Reference::Name(name), stop) = noun_phrase(tokens, end + 1, language)? else { return None };
    (name.bearer(language) == Bearer::Person).then_some((name, stop))
}
