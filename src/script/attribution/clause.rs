//! The clause around a quote: its verb of saying, and who is the subject of it.

use super::appositions::apposed;
use super::inversion::{self, skip_objects};
use super::names::{Bearer, is_role, name_at};
use super::phrase::{Pronoun, Reference, is_determiner, noun_phrase};
use super::source::{according, ahead_of_source, behind_source, quoted, written};
use super::subjects::{skip_between, subject_before};
use super::tokens::{Token, TokenKind, joined};
use crate::language::attribution::Language;

/// Who a clause says is speaking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Subject {
    pub(super) reference: Reference,
    /// The words that say so.
    pub(super) words: String,
    /// With a verb of saying; else only the sentence around it tells.
    pub(super) said: bool,
}

impl Subject {
    /// Described by a noun that is no person's and no body's.
    pub(super) fn is_thing(&self, language: &Language) -> bool {
        !may_speak(&self.reference, language)
    }
}

/// Tokens that a subject with its description may take.
pub(super) const MOST_SUBJECT: usize = 32;
/// WordSet of a clause that are shown as the reason.
const MOST_SHOWN: usize = 12;

/// Reads the clause after the quote at `at`: `said Okafor`, `she said`, `according to the ministry`. `comma`: the quote
/// ends in a comma, so that whatever verb follows, its subject is who speaks.
pub(super) fn after(tokens: &[Token<'_>], at: usize, comma: bool, language: &Language) -> Option<Subject> {
    let joins =
        |t: &Token<'_>| t.is_dash() || (t.kind == TokenKind::Mark && matches!(t.text, "," | "-" | "("));
    let mut n = at + 1;
    while tokens.get(n).is_some_and(joins) {
        n += 1;
    }
    // Where a clause behind a quote always has a comma before it, a new sentence has none.
    if tokens.get(n)?.first && (n > at + 1 || language.verb_second) {
        return None;
    }
    let next_sentence = tokens[n].first && tokens[n].is_capital();
    if next_sentence && announces(tokens, clause_end(tokens, n)) {
        return None;
    }
    let source = according(tokens, n, language).filter(|_| !next_sentence);
    if let Some((reference, end)) = source.and_then(|next| noun_phrase(tokens, next, language)) {
        let (reference, end) = apposed(tokens, reference, end, language);
        return Some(subject(reference, tokens, n, end, true));
    }
    let inverted = skip_between(tokens, source.unwrap_or(n), language);
    if is_saying(tokens, inverted, language) {
        let from = skip_objects(tokens, skip_between(tokens, inverted + 1, language), language);
        let (reference, end) = noun_phrase(tokens, from, language)?;
        let (reference, end) = apposed(tokens, reference, end, language);
        return Some(subject(reference, tokens, n, end, true));
    }
    let limit = clause_end(tokens, n);
    let verb = (n + 1..limit).find(|v| is_saying(tokens, *v, language));
    if let Some(verb) = verb
        && let Some(reference) = subject_before(tokens, n, verb, language)
    {
        return Some(subject(reference, tokens, n, verb + 1, true));
    }
    let source = || behind_source(tokens, n, clause_end(tokens, n), language);
    source().or_else(|| any_verb(tokens, n, language).filter(|_| comma))
}

/// `“Hold on,” Blige sings to the crowd`: a person or a pronoun, and any word behind it; `“Hold on,” croaked Mary Blige.`
fn any_verb(tokens: &[Token<'_>], n: usize, language: &Language) -> Option<Subject> {
    let before = |verb: &Token<'_>| {
        let joins = language.prepositions_and_relatives.contains(&verb.lower)
            || language.conjunctions.contains(&verb.lower);
        verb.is_word()
            && !verb.is_capital()
            && !joins
            && !language.capitalised_non_names.contains(&verb.lower)
    };
    if let Some(name) = name_at(tokens, n + 1, language).filter(|_| before(&tokens[n])) {
        let end = n + 1 + name.length;
        let closed = tokens.get(end).is_none_or(|t| !t.is_word());
        let person = closed && name.names.len() > 1 && name.bearer(language) == Bearer::Person;
        return person.then(|| subject(Reference::Name(name), tokens, n, end, true));
    }
    let (reference, end) = noun_phrase(tokens, n, language)?;
    let verb = tokens.get(skip_between(tokens, end, language))?;
    let person = matches!(reference, Reference::Name(_) | Reference::Pronoun(Pronoun::One(_)));
    let plain =
        verb.is_word() && !verb.is_capital() && !language.prepositions_and_relatives.contains(&verb.lower);
    (person && plain).then(|| subject(reference, tokens, n, end + 1, true))
}

/// `“We eat beans.” A third shouted: “Shame!”`: it is the clause of the quote behind it.
fn announces(tokens: &[Token<'_>], end: usize) -> bool {
    tokens.get(end).is_some_and(|t| matches!(t.kind, TokenKind::Quote(_))) && tokens[end - 1].is(":")
}

/// Where a clause that begins at `n` must end: a sentence's end, a quote, too far away.
pub(super) fn clause_end(tokens: &[Token<'_>], n: usize) -> usize {
    let most = tokens.len().min(n + MOST_SUBJECT);
    let stops = |k: &usize| tokens[*k].ends_sentence() || matches!(tokens[*k].kind, TokenKind::Quote(_));
    (n..most).find(stops).unwrap_or(most)
}

/// Reads the clause before the quote at `at`, back to `from`: `Okafor said:`, `He told reporters on Monday,`.
pub(super) fn before(tokens: &[Token<'_>], from: usize, at: usize, language: &Language) -> Option<Subject> {
    let clause = &tokens[..at];
    if let Some((start, reference)) = quoted(clause, from, language) {
        return Some(subject(reference, clause, start, at, true));
    }
    let verbs = (from..at).rev().filter(|n| is_saying(clause, *n, language));
    for verb in verbs.take(4) {
        // A clause begins with the sentence, or behind a comma or a word that joins clauses; the longest that reads wins.
        let near = verb.saturating_sub(MOST_SUBJECT).max(from);
        let begins = |n: &usize| {
            *n == from
                || (*n == near && near > from)
                || n.checked_sub(1).is_some_and(|b| joins_clauses(&clause[b], language))
        };
        let participle = language.reporting_participles.contains(&clause[verb].lower);
        let nearest = || just_before(clause, near, verb, language);
        let longest = || {
            (near..verb)
                .filter(begins)
                .find_map(|start| Some((start, subject_before(clause, start, verb, language)?)))
        };
        // `Mr Wu smiled, adding: …`: the subject of the sentence.
        let sentence = || {
            let (reference, _) = noun_phrase(clause, from, language)?;
            let person = matches!(reference, Reference::Name(_) | Reference::Pronoun(Pronoun::One(_)));
            (participle && person).then_some((from, reference))
        };
        let found = if participle { nearest() } else { coordinated(clause, from, verb, language) };
        let found = found.or_else(longest).or_else(nearest).or_else(sentence);
        let found = inversion::behind(clause, verb, found.as_ref(), language).or(found);
        let found = found.or_else(|| around(clause, from, verb, language));
        let found = written(clause, from, found.as_ref(), language).or(found);
        if let Some((start, reference)) = found {
            let end = noun_phrase(clause, start, language).map_or(verb, |(_, end)| end.max(verb + 1));
            return Some(subject(
                reference,
                clause,
                start.min(verb),
                end,
                !is_relative(clause, from, at, language),
            ));
        }
    }
    let participle = skip_between(tokens, at + 1, language);
    if language.verb_second
        && is_saying(tokens, participle, language)
        && let Some((start, reference)) = around(clause, from, at, language)
    {
        return Some(subject(reference, clause, start, at, true));
    }
    behind_source(clause, from, at, language).or_else(|| ahead_of_source(clause, from, at, language))
}

/// `a letter to the board which said: …`: the last verb of saying has another subject than the sentence.
fn is_relative(clause: &[Token<'_>], from: usize, at: usize, language: &Language) -> bool {
    let last = (from..at).rev().find(|n| is_saying(clause, *n, language));
    let before = last.and_then(|verb| verb.checked_sub(1)).filter(|n| *n >= from);
    before.is_some_and(|n| language.thing_relatives.contains(&clause[n].lower))
}

/// `Okafor declined and called it …`: the subject of the sentence.
fn coordinated(
    clause: &[Token<'_>],
    from: usize,
    verb: usize,
    language: &Language,
) -> Option<(usize, Reference)> {
    let before = (from..verb).rev().find(|n| !language.verb_modifiers.contains(&clause[*n].lower))?;
    if !language.and_words.contains(&clause[before].lower) {
        return None;
    }
    let (reference, end) = noun_phrase(clause, from, language)?;
    (may_speak(&reference, language) && end < before).then_some((from, reference))
}

/// `Gestern hat Jana Kolbe in Bonn erklärt: …`: the subject stands beside the helping verb.
fn around(clause: &[Token<'_>], from: usize, verb: usize, language: &Language) -> Option<(usize, Reference)> {
    let helper = inversion::auxiliary(clause, from, verb, language)?;
    let first = subject_before(clause, from, helper, language).map(|reference| (from, reference));
    inversion::behind(clause, helper, first.as_ref(), language).or(first)
}

/// A description speaks if its noun is a person's or a body's.
pub(super) fn may_speak(reference: &Reference, language: &Language) -> bool {
    !matches!(reference, Reference::Noun { head, .. } if !is_role(head, language))
}

fn joins_clauses(token: &Token<'_>, language: &Language) -> bool {
    matches!(token.text, "," | ";" | ":") || token.is_dash() || language.conjunctions.contains(&token.lower)
}

/// A name or pronoun right before a verb, whatever stands in front of it: `In a letter to staff Mr Wu wrote`.
fn just_before(
    tokens: &[Token<'_>],
    from: usize,
    verb: usize,
    language: &Language,
) -> Option<(usize, Reference)> {
    (from..verb).find_map(|start| {
        let begins = start == from || !tokens[start - 1].is_capital();
        let (reference, end) = noun_phrase(tokens, start, language).filter(|_| begins)?;
        let person = matches!(reference, Reference::Name(_) | Reference::Pronoun(_));
        (person && skip_between(tokens, end, language) == verb).then_some((start, reference))
    })
}

/// The first person of a sentence: who is spoken of where no verb of saying tells.
pub(super) fn topic(tokens: &[Token<'_>], from: usize, to: usize, language: &Language) -> Option<Subject> {
    let clause = &tokens[..to];
    (from..to).find_map(|n| {
        let (reference, end) = noun_phrase(clause, n, language)?;
        let person = may_speak(&reference, language);
        let spoken_to = language.dative_determiners.contains(&clause[n].lower);
        let (reference, end) = apposed(clause, reference, end, language);
        (person && !spoken_to).then(|| subject(reference, clause, n, end, false))
    })
}

pub(super) fn subject(
    reference: Reference,
    tokens: &[Token<'_>],
    from: usize,
    to: usize,
    said: bool,
) -> Subject {
    let to = to.min(tokens.len()).min(from + MOST_SHOWN);
    Subject { reference, words: joined(&tokens[from..to.max(from)]), said }
}

pub(super) fn is_saying(tokens: &[Token<'_>], at: usize, language: &Language) -> bool {
    let is_verb = |token: &Token<'_>| {
        token.is_word() && !token.is_capital() && language.reporting_verbs.contains(&token.lower)
    };
    // `the report said`, but not `a said man`, nor `his claims`; `Another said: …`.
    let ends = tokens.get(at + 1).is_none_or(|next| !next.is_word());
    let alone = |word: &str| ends && language.standalone_determiners.contains(word);
    let noun = |word: &str| is_determiner(word, language) && !alone(word);
    tokens.get(at).is_some_and(is_verb) && !at.checked_sub(1).is_some_and(|n| noun(&tokens[n].lower))
}

/// `“…,” said Okafor`: a verb of saying stands before the place, and no subject before it.
pub(super) fn is_inverted(tokens: &[Token<'_>], at: usize, language: &Language) -> bool {
    let Some(verb) = at.checked_sub(1).filter(|verb| is_saying(tokens, *verb, language)) else {
        return false;
    };
    verb.checked_sub(1).is_none_or(|n| !tokens[n].is_word())
}
