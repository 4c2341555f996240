//! The clause around a quote: its verb of saying, and who is the subject of it.

use super::people::{Gender, Name, is_role, name_at};
use super::tokens::{Token, TokenKind};
use crate::script::language::Language;

/// How a text points at somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Reference {
    Name(Name),
    Pronoun(Gender),
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

/// Who a clause says is speaking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Subject {
    pub(super) reference: Reference,
    /// The words that say so.
    pub(super) words: String,
    /// With a verb of saying; else only the sentence before a colon tells.
    pub(super) said: bool,
}

/// Tokens that a description may take up between a subject and its verb.
const MOST_BETWEEN: usize = 30;

/// Reads the clause after the quote at `at`: `said Okafor`, `she said`, `according to the ministry`.
pub(super) fn after(tokens: &[Token<'_>], at: usize, language: &Language) -> Option<Subject> {
    let mut n = at + 1;
    while tokens
        .get(n)
        .is_some_and(|t| t.kind == TokenKind::Mark && matches!(t.text, "," | "–" | "—" | "-" | "("))
    {
        n += 1;
    }
    if tokens.get(n)?.first && n > at + 1 {
        return None;
    }
    if let Some(next) = according(tokens, n, language) {
        let (reference, end) = noun_phrase(tokens, next, language)?;
        return Some(subject(reference, tokens, n, end, true));
    }
    let inverted = skip_between(tokens, n, language);
    if is_saying(tokens, inverted, language) {
        let from = skip_between(tokens, inverted + 1, language);
        let (reference, end) = noun_phrase(tokens, from, language)?;
        return Some(subject(reference, tokens, n, end, true));
    }
    let (reference, end) = noun_phrase(tokens, n, language)?;
    let verb = verb_of(&reference, tokens, end, language)?;
    Some(subject(reference, tokens, n, verb + 1, true))
}

/// A thing that is no person or body speaks only if the verb follows at once: `the ad says`.
fn verb_of(reference: &Reference, tokens: &[Token<'_>], end: usize, language: &Language) -> Option<usize> {
    match reference {
        Reference::Noun { head, .. } if !is_role(head, language) => {
            let verb = skip_between(tokens, end, language);
            is_saying(tokens, verb, language).then_some(verb)
        }
        _ => verb_behind(tokens, end, language),
    }
}

/// Reads the clause before the quote at `at`, back to `from`: `Okafor said:`, `He told reporters on Monday,`.
pub(super) fn before(tokens: &[Token<'_>], from: usize, at: usize, language: &Language) -> Option<Subject> {
    let clause = &tokens[..at];
    let verbs = (from..at).rev().filter(|n| is_saying(clause, *n, language));
    for verb in verbs.take(4) {
        for start in from..verb {
            let Some((reference, end)) = noun_phrase(clause, start, language) else { continue };
            if verb_of(&reference, clause, end, language) == Some(verb) {
                return Some(subject(reference, clause, start, verb + 1, true));
            }
        }
    }
    if let Some(next) = (from..at).find_map(|n| according(clause, n, language)) {
        let (reference, end) = noun_phrase(clause, next, language)?;
        return Some(subject(reference, clause, next, end, true));
    }
    None
}

/// The first person of a sentence: who is spoken of where no verb of saying tells.
pub(super) fn topic(tokens: &[Token<'_>], from: usize, to: usize, language: &Language) -> Option<Subject> {
    let clause = &tokens[..to];
    (from..to).find_map(|n| {
        let (reference, end) = noun_phrase(clause, n, language)?;
        let person = match &reference {
            Reference::Noun { head, .. } => is_role(head, language),
            _ => true,
        };
        person.then(|| subject(reference, clause, n, end, false))
    })
}

fn subject(reference: Reference, tokens: &[Token<'_>], from: usize, to: usize, said: bool) -> Subject {
    let words: Vec<&str> = tokens[from..to.min(tokens.len())].iter().take(12).map(|t| t.text).collect();
    Subject { reference, words: words.join(" ").replace(" ,", ","), said }
}

/// `according to`: the token after it.
fn according(tokens: &[Token<'_>], at: usize, language: &Language) -> Option<usize> {
    language.according.iter().find_map(|phrase| {
        let words: Vec<&str> = phrase.split(' ').collect();
        let here =
            words.iter().enumerate().all(|(n, word)| tokens.get(at + n).is_some_and(|t| t.lower == *word));
        here.then_some(at + words.len())
    })
}

pub(super) fn is_saying(tokens: &[Token<'_>], at: usize, language: &Language) -> bool {
    tokens
        .get(at)
        .is_some_and(|token| token.is_word() && !token.is_capital() && language.says.contains(&token.lower))
}

fn skip_between(tokens: &[Token<'_>], mut at: usize, language: &Language) -> usize {
    let passes = |token: &Token<'_>| {
        token.is_word() && (language.between.contains(&token.lower) || token.lower.ends_with("ly"))
    };
    while tokens.get(at).is_some_and(passes) {
        at += 1;
    }
    at
}

/// The verb of saying that belongs to a subject which ends before `at`: behind a description between commas or in
/// brackets, a relative clause, an `of the council`.
fn verb_behind(tokens: &[Token<'_>], at: usize, language: &Language) -> Option<usize> {
    let direct = skip_between(tokens, at, language);
    if is_saying(tokens, direct, language) {
        return Some(direct);
    }
    let next = tokens.get(at)?;
    let end = match next.text {
        "," | "–" | "—" => {
            (at + 1..tokens.len().min(at + MOST_BETWEEN)).filter(|n| tokens[*n].text == next.text).collect()
        }
        "(" => {
            (at + 1..tokens.len().min(at + MOST_BETWEEN)).filter(|n| tokens[*n].text == ")").take(1).collect()
        }
        _ if next.is_word() && is_link(&next.lower) => {
            (at + 1..tokens.len().min(at + 14)).collect::<Vec<_>>()
        }
        _ => Vec::new(),
    };
    let crosses =
        |n: usize| tokens[at..n].iter().any(|t| t.ends_sentence() || matches!(t.kind, TokenKind::Quote(_)));
    let linked = next.is_word();
    end.into_iter().take_while(|n| !crosses(*n)).find_map(|n| {
        let verb = skip_between(tokens, if linked { n } else { n + 1 }, language);
        is_saying(tokens, verb, language).then_some(verb)
    })
}

fn is_link(lower: &str) -> bool {
    matches!(lower, "of" | "for" | "at" | "from" | "with" | "in" | "who" | "and" | "'s")
}

/// A name, pronoun or description at a token, and the token after it.
pub(super) fn noun_phrase(
    tokens: &[Token<'_>],
    at: usize,
    language: &Language,
) -> Option<(Reference, usize)> {
    let token = tokens.get(at).filter(|token| token.is_word())?;
    for (set, gender) in
        [(&language.he, Gender::He), (&language.she, Gender::She), (&language.they, Gender::They)]
    {
        if set.contains(&token.lower) {
            return Some((Reference::Pronoun(gender), at + 1));
        }
    }
    if language.first.contains(&token.lower) {
        return Some((Reference::Writer, at + 1));
    }
    if is_determiner(&token.lower, language) {
        return described(tokens, at, language);
    }
    if let Some(name) = name_at(tokens, at, language) {
        let end = at + name.length;
        if tokens.get(end).is_some_and(|t| t.lower == "'s" || t.text == "\u{2019}s") {
            // Somebody's lawyer, not somebody.
            return described(tokens, end + 1, language)
                .map(|(reference, next)| (with_owner(reference, tokens, at), next));
        }
        return Some((Reference::Name(name), end));
    }
    if is_role(&token.lower, language) { described(tokens, at, language) } else { None }
}

fn with_owner(reference: Reference, tokens: &[Token<'_>], at: usize) -> Reference {
    match reference {
        Reference::Noun { phrase, head, .. } => {
            let phrase = format!("{}\u{2019}s {phrase}", tokens[at].text);
            Reference::Noun { phrase, head, definite: false }
        }
        other => other,
    }
}

fn is_determiner(lower: &str, language: &Language) -> bool {
    matches!(
        lower,
        "the"
            | "a"
            | "an"
            | "one"
            | "another"
            | "some"
            | "two"
            | "three"
            | "their"
            | "many"
            | "several"
            | "der"
            | "die"
            | "das"
            | "ein"
            | "eine"
    ) || language.his.contains(lower) && !matches!(lower, "him" | "himself" | "ihn" | "ihm")
        || language.hers.contains(lower) && lower != "herself"
}

/// `the former party leader Anna Vogel`, `a spokesman for the council`.
fn described(tokens: &[Token<'_>], at: usize, language: &Language) -> Option<(Reference, usize)> {
    let mut head = None;
    let mut end = at;
    for n in at..tokens.len().min(at + 10) {
        let token = &tokens[n];
        if !token.is_word()
            || is_saying(tokens, n, language)
            || matches!(token.lower.as_str(), "who" | "that" | "which" | "and")
        {
            break;
        }
        if n > at
            && token.is_capital()
            && !language.not_names.contains(&token.lower)
            && let Some(name) = name_at(tokens, n, language)
                .filter(|_| head.as_ref().is_some_and(|h: &String| is_role(h, language)))
        {
            let length = name.length;
            let role = name.role.clone().or(head);
            return Some((Reference::Name(Name { role, ..name }), n + length));
        }
        if matches!(token.lower.as_str(), "of" | "for" | "at" | "from" | "with" | "in" | "on" | "to") {
            break;
        }
        if n > at || !is_determiner(&token.lower, language) {
            head = Some(token.lower.clone());
        }
        end = n + 1;
    }
    let head = head?;
    // `The minister, Anna Vogel, said`: the name says it better.
    if tokens.get(end).is_some_and(|t| t.is(","))
        && is_role(&head, language)
        && let Some(name) = name_at(tokens, end + 1, language)
    {
        let close = end + 1 + name.length;
        if name.names.len() > 1 && tokens.get(close).is_some_and(|t| t.is(",")) {
            return Some((Reference::Name(Name { role: Some(head), ..name }), close + 1));
        }
    }
    let stop = prepositional(tokens, end, language);
    let phrase: Vec<&str> = tokens[at..stop].iter().map(|t| t.text).collect();
    let definite =
        !matches!(tokens[at].lower.as_str(), "a" | "an" | "one" | "another" | "some" | "ein" | "eine");
    Some((
        Reference::Noun { phrase: phrase.join(" ").replace(" \u{2019}s", "\u{2019}s"), head, definite },
        stop,
    ))
}

/// `for the council`, `of the party`: up to the verb or the next mark.
fn prepositional(tokens: &[Token<'_>], at: usize, language: &Language) -> usize {
    if !tokens
        .get(at)
        .is_some_and(|t| matches!(t.lower.as_str(), "of" | "for" | "at" | "from" | "with" | "in"))
    {
        return at;
    }
    let stops = |n: &usize| {
        let token = &tokens[*n];
        !token.is_word()
            || is_saying(tokens, *n, language)
            || language.between.contains(&token.lower)
            || token.lower == "who"
    };
    (at..tokens.len().min(at + 9)).find(stops).unwrap_or(tokens.len().min(at + 9))
}
