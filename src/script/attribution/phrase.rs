//! Noun phrases: names, pronouns and descriptions of people.

use super::names::{Bearer, Name, is_role, name_at};
use super::tokens::{Token, joined};
use crate::language::attribution::Language;
use crate::script::Gender;

/// How a text points at somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Reference {
    Name(Name),
    /// `Tore Sohlberg and Lehla Abreder`.
    Both(Name, Name),
    Pronoun(Pronoun),
    /// `the minister`, `a spokesman for the council`, `his mother`.
    Noun {
        /// As it stands in the text.
        phrase: String,
        /// The noun itself, in lower case.
        head: String,
        /// `the` and the like: somebody who was named or described before.
        definite: bool,
    },
    /// `I`, `we`: the writer.
    Writer,
}

/// A pronoun of the third person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pronoun {
    One(Gender),
    They,
    It,
}

/// WordSet that a description may take up before its noun, and behind it.
const MOST_WORDS: usize = 10;

/// A name, pronoun or description that begins at a token, and the token after it.
pub(super) fn noun_phrase(
    tokens: &[Token<'_>],
    at: usize,
    language: &Language,
) -> Option<(Reference, usize)> {
    let token = tokens.get(at).filter(|token| token.is_word())?;
    if let Some(pronoun) = pronoun(&token.lower, language) {
        return Some((pronoun, at + 1));
    }
    let end = phrase_end(tokens, at, language);
    let name = named(tokens, at, end, language);
    if let Some((reference, stop)) = name {
        return Some((reference, stop));
    }
    let person = is_determiner(&token.lower, language)
        || is_role(&token.lower, language)
        || name_at(tokens, at, language).is_some();
    if person { described(tokens, at, end, language) } else { None }
}

pub(super) fn pronoun(lower: &str, language: &Language) -> Option<Reference> {
    let of = |pronoun| Some(Reference::Pronoun(pronoun));
    match () {
        () if language.masculine_pronouns.contains(lower) => of(Pronoun::One(Gender::He)),
        () if language.feminine_pronouns.contains(lower) => of(Pronoun::One(Gender::She)),
        () if language.plural_pronouns.contains(lower) => of(Pronoun::They),
        () if language.neuter_pronouns.contains(lower) => of(Pronoun::It),
        () if language.writer_pronouns.contains(lower) => Some(Reference::Writer),
        () => None,
    }
}

pub(super) fn is_determiner(lower: &str, language: &Language) -> bool {
    language.definite_determiners.contains(lower) || language.indefinite_determiners.contains(lower)
}

/// Where the words of a phrase end: at a mark, a preposition, a relative clause, a verb of saying.
fn phrase_end(tokens: &[Token<'_>], at: usize, language: &Language) -> usize {
    let stops = |n: &usize| {
        let token = &tokens[*n];
        !token.is_word()
            || (*n > at && is_behind_noun(tokens, *n, language))
            || (*n > at
                && !token.is_capital()
                && (language.prepositions_and_relatives.contains(&token.lower)
                    || language.conjunctions.contains(&token.lower)
                    || language.reporting_verbs.contains(&token.lower)
                    || language.verb_modifiers.contains(&token.lower)
                    || pronoun(&token.lower, language).is_some()))
    };
    let most = tokens.len().min(at + MOST_WORDS);
    (at..most).find(stops).unwrap_or(most)
}

/// The name that a phrase ends with or holds: `Rockets general manager Bruce Hamilton`; `Okafor`; `the minister Anna Vogel`.
fn named(tokens: &[Token<'_>], at: usize, end: usize, language: &Language) -> Option<(Reference, usize)> {
    let names = names_within(tokens, at, end, language);
    let (start, name) = names.get(reach(tokens, &names, language)?)?;
    let stop = start + name.length;
    let owner = tokens.get(stop).is_some_and(|t| is_possessive(t));
    if owner {
        return None;
    }
    let determined = is_determiner(&tokens[at].lower, language);
    let between = &tokens[at..*start];
    // `the Clinton campaign` is no Clinton, and `the Rockets` nobody; `the minister Anna Vogel` is.
    let role = between.iter().rev().find(|t| is_role(&t.lower, language)).map(|t| t.lower.clone());
    // `Clinton campaign officials` are not Clinton; `Clinton declined` is, and so is `the historian Tom Hill calls it`.
    let described = role.is_some() || name.role.is_some();
    let trailing = match &tokens[stop.min(end)..end] {
        [] => false,
        behind if determined => !described || behind.iter().any(|t| is_role(&t.lower, language)),
        behind => is_role(&behind[0].lower, language),
    };
    if trailing || (determined && role.is_none() && name.role.is_none() && name.title.is_none()) {
        return None;
    }
    if *start > at && names.len() == 1 && role.is_none() && name.bearer(language) != Bearer::Person {
        return None;
    }
    let name = Name { role: name.role.clone().or(role), ..name.clone() };
    match second(tokens, stop, language) {
        Some((other, stop)) if name.bearer(language) == Bearer::Person => {
            Some((Reference::Both(name, other), stop))
        }
        _ => Some((Reference::Name(name), stop)),
    }
}

/// Which of several names a phrase is about: the last, as in `Rockets general manager Bruce Hamilton`, unless a verb stands
/// between, as in `Nora Whitlock met Idris Vane`.
fn reach(tokens: &[Token<'_>], names: &[(usize, Name)], language: &Language) -> Option<usize> {
    let (at, first) = names.first()?;
    let behind = at + first.length;
    let owner = tokens.get(behind).is_some_and(is_possessive);
    let (last, _) = names.last()?;
    let describes = |t: &Token<'_>| {
        t.is_capital() || is_role(&t.lower, language) || t.lower.starts_with(|c: char| c.is_ascii_digit())
    };
    let described = owner || tokens[behind..*last.max(&behind)].iter().all(describes);
    let before = &tokens[last.saturating_sub(1)];
    let titled = (before.is_word() && is_role(&before.lower, language))
        || names.last().is_some_and(|(_, name)| name.role.is_some() || name.title.is_some());
    let person = matches!(first.bearer(language), Bearer::Person | Bearer::Perhaps);
    Some(if described || (titled && !person) { names.len() - 1 } else { 0 })
}

fn is_possessive(token: &Token<'_>) -> bool {
    matches!(token.text, "'s" | "\u{2019}s")
}

fn names_within(tokens: &[Token<'_>], at: usize, end: usize, language: &Language) -> Vec<(usize, Name)> {
    let mut names = Vec::new();
    let mut n = at;
    while n < end {
        match name_at(tokens, n, language) {
            Some(name) => {
                let next = n + name.length;
                names.push((n, name));
                n = next;
            }
            None => n += 1,
        }
    }
    names
}

/// `and Lehla Abreder` behind a name.
pub(super) fn second(tokens: &[Token<'_>], at: usize, language: &Language) -> Option<(Name, usize)> {
    tokens.get(at).filter(|t| language.and_words.contains(&t.lower))?;
    let name = name_at(tokens, at + 1, language).filter(|name| name.bearer(language) == Bearer::Person)?;
    let stop = at + 1 + name.length;
    Some((name, stop))
}

/// `a spokesman for the council`, `the club captain`, `Mr Smith’s lawyer`.
fn described(tokens: &[Token<'_>], at: usize, end: usize, language: &Language) -> Option<(Reference, usize)> {
    let head = tokens[at..end].iter().rev().find(|t| t.is_word() && !is_possessive(t))?;
    if end == at + 1 && language.definite_determiners.contains(&head.lower) {
        return None;
    }
    let stop = prepositional(tokens, end, language);
    let phrase = joined(&tokens[at..stop]);
    let definite = language.definite_determiners.contains(&tokens[at].lower);
    Some((Reference::Noun { phrase, head: head.lower.clone(), definite }, stop))
}

/// Where nouns have capitals, a small word behind one is no part of its phrase: `der Anwältin handelte`.
fn is_behind_noun(tokens: &[Token<'_>], n: usize, language: &Language) -> bool {
    let noun = n
        .checked_sub(1)
        .is_some_and(|before| tokens[before].is_capital() && !is_determiner(&tokens[before].lower, language));
    language.capitalised_compounds
        && noun
        && !tokens[n].is_capital()
        && !language.name_particles.contains(&tokens[n].lower)
}

fn binds(token: &Token<'_>, language: &Language) -> bool {
    language.noun_prepositions.contains(&token.lower) || is_determiner(&token.lower, language)
}

/// `for the council`, `of the party`: up to the verb or the next mark.
fn prepositional(tokens: &[Token<'_>], at: usize, language: &Language) -> usize {
    if !tokens.get(at).is_some_and(|t| language.noun_prepositions.contains(&t.lower)) {
        return at;
    }
    let stops = |n: &usize| {
        let token = &tokens[*n];
        !token.is_word()
            || (is_behind_noun(tokens, *n, language) && !binds(token, language))
            || (language.reporting_verbs.contains(&token.lower) && !token.is_capital())
            || language.verb_modifiers.contains(&token.lower)
            || language.conjunctions.contains(&token.lower)
    };
    let most = tokens.len().min(at + MOST_WORDS);
    let stop = (at..most).find(stops).unwrap_or(most);
    // `eines Gerichtes des „…“`: what the last word binds is not part of it.
    let bound = (at..stop).rev().take_while(|n| binds(&tokens[*n], language)).count();
    stop - bound
}
