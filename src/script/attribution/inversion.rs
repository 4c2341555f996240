//! Where the verb stands second its subject may stand behind it: `Der Zeitung sagte Jana Kolbe`, `Dort hatte die Ministerin erklärt`.

use super::names::{Bearer, is_role};
use super::phrase::{Reference, is_determiner, noun_phrase};
use super::tokens::Token;
use crate::language::attribution::Language;

/// The subject behind a verb, where what stands before it is not the subject.
pub(super) fn behind(
    clause: &[Token<'_>],
    verb: usize,
    before: Option<&(usize, Reference)>,
    language: &Language,
) -> Option<(usize, Reference)> {
    let joined = verb.checked_sub(1).is_some_and(|n| language.and_words.contains(&clause[n].lower));
    if !language.verb_second || joined {
        return None;
    }
    let start = skip_objects(clause, verb + 1, language);
    let (reference, _) = noun_phrase(clause, start, language)?;
    let (named, may) = match &reference {
        Reference::Name(name) => (true, name.bearer(language) != Bearer::Thing || !clause[start].first),
        Reference::Both(..) | Reference::Pronoun(_) => (true, true),
        Reference::Noun { head, .. } => (false, is_role(head, language)),
        Reference::Writer => (false, false),
    };
    let oblique = language.dative_determiners.contains(&clause[start].lower);
    let first = before.is_some_and(|(at, reference)| stands_first(clause, *at, reference, named, language));
    (may && !oblique && !first).then_some((start, reference))
}

/// The helping verb of a participle at the end of a clause: `hat … erklärt`.
pub(super) fn auxiliary(
    clause: &[Token<'_>],
    from: usize,
    verb: usize,
    language: &Language,
) -> Option<usize> {
    (from..verb).rev().find(|n| language.auxiliary_verbs.contains(&clause[*n].lower))
}

/// Is what stands before the verb its subject, and not whom it speaks to, nor an adverb that begins the sentence?
fn stands_first(
    clause: &[Token<'_>],
    at: usize,
    reference: &Reference,
    rival_is_named: bool,
    language: &Language,
) -> bool {
    let token = &clause[at];
    match reference {
        Reference::Name(name) => !(rival_is_named && token.first && name.bearer(language) == Bearer::Unknown),
        Reference::Noun { head, .. } => {
            let spoken_to = language.dative_determiners.contains(&token.lower)
                || (rival_is_named
                    && language.ambiguous_dative_determiners.contains(&token.lower)
                    && language.is_feminine(head));
            // `Auf Nachfrage dieser Zeitung teilte das Amt mit`
            let owner = at.checked_sub(1).is_some_and(|n| clause[n].is_capital());
            !spoken_to && !owner && is_role(head, language)
        }
        Reference::Both(..) | Reference::Pronoun(_) | Reference::Writer => true,
    }
}

/// `ihn`, `sich`, `dazu` between a verb and its subject.
pub(super) fn skip_objects(clause: &[Token<'_>], mut at: usize, language: &Language) -> usize {
    // `sagte das dem Blatt`, but `sagte das Amt`.
    let begins = |at: usize| {
        is_determiner(&clause[at].lower, language) && clause.get(at + 1).is_some_and(Token::is_capital)
    };
    let object = |at: usize| clause[at].is_word() && language.object_words.contains(&clause[at].lower);
    while at < clause.len() && object(at) && !begins(at) {
        at += 1;
    }
    at
}
