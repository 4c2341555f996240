//! The subject in front of a verb, with all that may stand between the two.

use super::appositions::apposed;
use super::names::is_role;
use super::phrase::{Reference, noun_phrase};
use super::tokens::Token;
use crate::language::attribution::Language;

/// The subject of the verb at `verb`, if the words from `at` on are one with its description: `Rep. Jim Jordan (R-Ohio), an
/// oversight panel member,`; `the minister, Anna Vogel,`; `a man who was there`.
pub(super) fn subject_before(
    tokens: &[Token<'_>],
    at: usize,
    verb: usize,
    language: &Language,
) -> Option<Reference> {
    let clause = &tokens[..verb];
    let (reference, end) = noun_phrase(clause, at, language)?;
    let rest = skip_between(clause, end, language);
    let next = match clause.get(rest) {
        None => return speaking(reference, language, true),
        Some(next) => next,
    };
    let bracket = next.is("(") || next.is("[");
    let comma = next.is(",") || next.is_dash();
    let relative = language.prepositions_and_relatives.contains(&next.lower)
        || language.conjunctions.contains(&next.lower);
    if comma && !closes(clause, rest, language) {
        return None;
    }
    if !(bracket || comma || relative) || is_crossed(clause, rest, language) {
        return None;
    }
    let (reference, _) = apposed(clause, reference, rest, language);
    speaking(reference, language, false)
}

/// A thing that is no person or body speaks only if the verb follows at once: `the ad says`.
fn speaking(reference: Reference, language: &Language, at_once: bool) -> Option<Reference> {
    match &reference {
        Reference::Noun { head, .. } => (at_once || is_role(head, language)).then_some(reference),
        _ => Some(reference),
    }
}

/// A description between commas is closed by a comma before the verb, or by an adverb's.
fn closes(clause: &[Token<'_>], from: usize, language: &Language) -> bool {
    let mut last = clause.len();
    while last > from + 1 {
        let token = &clause[last - 1];
        if language.verb_modifiers.contains(&token.lower) || language.is_adverb(&token.lower) {
            last -= 1;
        } else {
            break;
        }
    }
    clause.get(last.wrapping_sub(1)).is_some_and(|t| last - 1 > from && (t.is(",") || t.is_dash()))
}

/// Another clause stands between: `Smith left and Jones said`.
fn is_crossed(clause: &[Token<'_>], from: usize, language: &Language) -> bool {
    (from + 1..clause.len()).any(|n| {
        language.clause_conjunctions.contains(&clause[n].lower) || clause[n].is(";") || clause[n].is(":")
    })
}

/// Behind adverbs and auxiliaries, which may stand between a subject and its verb.
pub(super) fn skip_between(tokens: &[Token<'_>], mut at: usize, language: &Language) -> usize {
    let passes = |token: &Token<'_>| {
        token.is_word()
            && (language.verb_modifiers.contains(&token.lower) || language.is_adverb(&token.lower))
    };
    while tokens.get(at).is_some_and(passes) {
        at += 1;
    }
    at
}
