//! Finds the subject of a verb, before it or, in a language with the verb in second place, after it.

use super::apposition::with_apposition;
use super::cue::may_speak;
use super::names::{NameKind, is_role};
use super::noun_phrase::{Mention, Pronoun, is_determiner, noun_phrase};
use super::tokens::Token;
use crate::language::attribution::Language;

/// Returns the subject of the verb at `verb`, if all words from `at` to the verb are the subject and its description:
/// `Rep. Jim Jordan (R-Ohio), an oversight panel member,`; `the minister, Anna Vogel,`; `a man who was there`.
pub(super) fn subject_before(
    tokens: &[Token<'_>],
    at: usize,
    verb: usize,
    language: &Language,
) -> Option<Mention> {
    let clause = &tokens[..verb];
    let (mention, end) = noun_phrase(clause, at, language)?;
    let rest = skip_modifiers(clause, skip_quoted_name(clause, end), language);
    let Some(next) = clause.get(rest) else { return speaking(mention, language, true) };
    let bracket = next.is("(") || next.is("[");
    let comma = next.is(",") || next.is_dash();
    let relative = language.prepositions_and_relatives.contains(&next.lower)
        || language.conjunctions.contains(&next.lower);
    if comma && !is_closed(clause, rest, language) {
        return None;
    }
    if !(bracket || comma || relative) || has_other_clause(clause, rest, language) {
        return None;
    }
    let (mention, _) = with_apposition(clause, mention, rest, language);
    speaking(mention, language, false)
}

/// Skips the name of the noun before it: `Der Verband „Pro Gleis“ forderte`. Only a quote that is not speech is inside a
/// clause.
fn skip_quoted_name(clause: &[Token<'_>], at: usize) -> usize {
    at + usize::from(clause.get(at).is_some_and(Token::is_quote))
}

/// Rejects a thing as a subject unless its verb follows at once: `the ad says`.
fn speaking(mention: Mention, language: &Language, verb_follows: bool) -> Option<Mention> {
    match &mention {
        Mention::Description { .. } => (verb_follows || may_speak(&mention, language)).then_some(mention),
        _ => Some(mention),
    }
}

/// True if a comma or dash closes the description after the subject. Adverbs may follow it: `Okafor, a welder, also said`.
fn is_closed(clause: &[Token<'_>], from: usize, language: &Language) -> bool {
    let mut last = clause.len();
    while last > from + 1 && is_modifier(&clause[last - 1], language) {
        last -= 1;
    }
    clause.get(last.wrapping_sub(1)).is_some_and(|t| last - 1 > from && (t.is(",") || t.is_dash()))
}

fn is_modifier(token: &Token<'_>, language: &Language) -> bool {
    language.verb_modifiers.contains(&token.lower) || language.is_adverb(&token.lower)
}

/// True if another clause with its own subject comes between: `Smith left because Jones said`.
fn has_other_clause(clause: &[Token<'_>], from: usize, language: &Language) -> bool {
    clause
        .iter()
        .skip(from + 1)
        .any(|t| language.clause_conjunctions.contains(&t.lower) || t.is(";") || t.is(":"))
}

/// Skips adverbs and auxiliaries, which may come between a subject and its verb.
pub(super) fn skip_modifiers(tokens: &[Token<'_>], mut at: usize, language: &Language) -> usize {
    while tokens.get(at).is_some_and(|token| token.is_word() && is_modifier(token, language)) {
        at += 1;
    }
    at
}

/// Returns the subject after a verb, with its position, if the words before the verb are not the subject:
/// `Der Zeitung sagte Jana Kolbe`, `Dort hatte die Ministerin erklärt`. `before` is the candidate before the verb.
pub(super) fn subject_after(
    clause: &[Token<'_>],
    verb: usize,
    before: Option<&(usize, Mention)>,
    language: &Language,
) -> Option<(usize, Mention)> {
    let second_verb = verb.checked_sub(1).is_some_and(|n| language.and_words.contains(&clause[n].lower));
    if !language.subject_after_verb || second_verb {
        return None;
    }
    let start = skip_objects(clause, verb + 1, language);
    let (mention, end) = noun_phrase(clause, start, language)?;
    let (mention, _) = with_apposition(clause, mention, end, language);
    let (named, possible) = match &mention {
        Mention::Name(name) => (true, name.kind(language) != NameKind::Thing || !clause[start].first),
        Mention::Both(..) | Mention::Pronoun(_) => (true, true),
        Mention::Description { .. } => (false, may_speak(&mention, language)),
        Mention::Writer | Mention::Reply => (false, false),
    };
    let addressee = language.dative_determiners.contains(&clause[start].lower);
    // `Den Plan, den Fluss zu stauen, nannte er „verrückt“`: the clause before is the object.
    let inverted = verb.checked_sub(1).is_some_and(|n| clause[n].is(","))
        && matches!(mention, Mention::Pronoun(Pronoun::One(_)));
    let before_is_subject =
        !inverted && before.is_some_and(|(at, mention)| is_subject(clause, *at, mention, named, language));
    (possible && !addressee && !before_is_subject).then_some((start, mention))
}

/// True if the mention before the verb is its subject, and not the addressee or an adverb that opens the sentence.
/// `rival_is_named`: the mention after the verb has a name or is a pronoun.
fn is_subject(
    clause: &[Token<'_>],
    at: usize,
    mention: &Mention,
    rival_is_named: bool,
    language: &Language,
) -> bool {
    let token = &clause[at];
    match mention {
        // `Gestern sagte Kolbe`: a single capitalised word that opens the sentence may be an adverb. `Auf Nachfrage des Richters
        // Jan Falk ergänzte sie`: a name after a genitive is not the subject.
        Mention::Name(name) => {
            let adverb = token.first && name.kind(language) == NameKind::Unknown;
            let before = at.checked_sub(1).map(|n| &clause[n].lower);
            let genitive = before.is_some_and(|before| {
                language.genitive_determiners.contains(before)
                    && !language.definite_articles.iter().any(|the| the == before)
            });
            !(rival_is_named && (adverb || genitive))
        }
        Mention::Description { head, .. } => {
            let addressee = language.dative_determiners.contains(&token.lower)
                || (rival_is_named
                    && language.ambiguous_dative_determiners.contains(&token.lower)
                    && language.is_feminine(head));
            // In `Auf Nachfrage dieser Zeitung teilte das Amt mit` the paper belongs to the noun before it.
            let genitive = at.checked_sub(1).is_some_and(|n| clause[n].is_capital());
            !addressee && !genitive && is_role(head, language)
        }
        Mention::Both(..) | Mention::Pronoun(_) | Mention::Writer | Mention::Reply => true,
    }
}

/// Finds the auxiliary verb of a participle at the end of a clause: `hat … erklärt`.
pub(super) fn auxiliary(
    clause: &[Token<'_>],
    from: usize,
    verb: usize,
    language: &Language,
) -> Option<usize> {
    (from..verb).rev().find(|n| language.auxiliary_verbs.contains(&clause[*n].lower))
}

/// Skips pronouns and adverbs between a verb and the subject after it: `ihn`, `sich`, `dazu`. A word that is the determiner
/// of the subject is not skipped: `sagte das dem Blatt`, but `sagte das Amt`.
pub(super) fn skip_objects(clause: &[Token<'_>], mut at: usize, language: &Language) -> usize {
    while at < clause.len() && is_object(clause, at, language) {
        at += 1;
    }
    at
}

fn is_object(clause: &[Token<'_>], at: usize, language: &Language) -> bool {
    let starts_phrase =
        is_determiner(&clause[at].lower, language) && clause.get(at + 1).is_some_and(Token::is_capital);
    clause[at].is_word() && language.object_words.contains(&clause[at].lower) && !starts_phrase
}
