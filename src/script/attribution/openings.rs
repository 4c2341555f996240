//! Where the subject of a sentence stands, behind what opens it, and where its description ends.

use std::ops::Range;

use super::Caster;
use super::names::{Bearer, is_role};
use super::phrase::{Reference, noun_phrase};
use super::subjects::skip_between;
use super::tokens::{Token, TokenKind, joined};
use crate::language::attribution::Language;
use crate::language::given_names::given_name;

/// `The council's own report found`: a description ends with its noun, be the verb behind it what it may.
pub(super) fn cut(
    tokens: &[Token<'_>],
    at: usize,
    phrase: &str,
    head: &str,
    language: &Language,
) -> (String, String) {
    let end = (at + phrase.split(' ').count()).min(tokens.len());
    // `The firefighter shook his head`: another noun begins, if no preposition stands before it.
    let another = (at + 2..end).find(|n| {
        language.definite_determiners.contains(&tokens[*n].lower)
            && !language.prepositions_and_relatives.contains(&tokens[n - 1].lower)
    });
    let whole = is_role(head, language) || tokens[at].is_capital() && !tokens[at].first;
    if whole && another.is_none() {
        return (phrase.to_string(), head.to_string());
    }
    let noun = (at..another.unwrap_or(end)).rev().find(|n| {
        let owner = tokens.get(n + 1).is_some_and(|t| t.is_word() && matches!(t.text, "'s" | "\u{2019}s"));
        is_role(&tokens[*n].lower, language) && !owner
    });
    let Some(noun) = noun else { return (phrase.to_string(), head.to_string()) };
    (joined(&tokens[at..=noun]), tokens[noun].lower.clone())
}

/// Where the subject of a sentence stands, and where it ends: at its beginning, or behind the comma of an opening phrase.
pub(super) fn subject_place(
    tokens: &[Token<'_>],
    stretch: &Range<usize>,
    caster: &Caster<'_>,
) -> Option<(usize, usize)> {
    let language = caster.language;
    let opening = &tokens[stretch.start];
    let but = language.opening_conjunctions.contains(&opening.lower);
    let participle = opening.is_capital()
        && language.is_participle(&opening.lower)
        && !caster.people.is_name(opening.text)
        && given_name(opening.text).is_none()
        && tokens.get(stretch.start + 1).is_some_and(|t| t.is(",") || (!t.is_capital() && t.is_word()))
        && !language.is_place_or_thing(&opening.lower);
    let linked = participle
        || language.prepositions_and_relatives.contains(&opening.lower)
            && !language.definite_determiners.contains(&opening.lower);
    let phrase = !but && (linked || language.conjunctions.contains(&opening.lower));
    if !phrase {
        let start = skip_between(tokens, stretch.start + usize::from(but), language);
        let start = start + usize::from(tokens.get(start).is_some_and(|t| t.is(",")));
        let (_, end) = noun_phrase(&tokens[..stretch.end], start, language)?;
        return Some((start, end));
    }
    // A list goes on behind its comma with another comma or `and`, a subject with its verb.
    let comma = |n: &usize| tokens[*n].is(",") || matches!(tokens[*n].kind, TokenKind::Quote(_));
    (stretch.start..stretch.end).filter(comma).take(3).find_map(|n| {
        let (reference, end) = noun_phrase(&tokens[..stretch.end], n + 1, language)?;
        let next = tokens[..stretch.end].get(end)?;
        // `Cross-examining, Carl Munro, for the defence, asked …`
        let whole = matches!(&reference, Reference::Name(name) if name.bearer(language) == Bearer::Person);
        let listed = next.is(",")
            && !whole
            && !tokens.get(end + 1).is_some_and(|t| language.prepositions_and_relatives.contains(&t.lower));
        (!listed && !language.conjunctions.contains(&next.lower)).then_some((n + 1, end))
    })
}
