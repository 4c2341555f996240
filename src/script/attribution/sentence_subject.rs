//! Finds the subject of a sentence of narration.

use std::ops::Range;

use super::apposition::with_apposition;
use super::cue::is_reporting_verb;
use super::entities::Entities;
use super::names::{NameKind, is_human_noun, is_role};
use super::noun_phrase::{Mention, Pronoun, is_determiner, noun_phrase, pronoun};
use super::subject::{skip_modifiers, skip_objects};
use super::tokens::{Token, TokenKind, joined};
use crate::language::attribution::Language;
use crate::language::given_names::given_name;

/// Returns the first token of the subject and the token after it. The subject is at the start of the sentence, or after the
/// comma of an opening phrase: `Giving evidence on Monday, Nora Whitlock said …`.
pub(super) fn subject_range(
    tokens: &[Token<'_>],
    sentence: &Range<usize>,
    entities: &Entities,
    language: &Language,
) -> Option<(usize, usize)> {
    if let Some(range) = subject_after_finite_verb(tokens, sentence, entities, language) {
        return Some(range);
    }
    let opening = &tokens[sentence.start];
    let conjunction = language.opening_conjunctions.contains(&opening.lower);
    if conjunction || !opens_phrase(tokens, sentence.start, entities, language) {
        let start = skip_modifiers(tokens, sentence.start + usize::from(conjunction), language);
        let start = start + usize::from(tokens.get(start).is_some_and(|t| t.is(",")));
        let (_, end) = noun_phrase(&tokens[..sentence.end], start, language)?;
        return Some((start, end));
    }
    sentence
        .clone()
        .filter(|n| tokens[*n].is(",") || matches!(tokens[*n].kind, TokenKind::Quote(_)))
        .take(MAX_COMMAS)
        .find_map(|n| {
            let (mention, end) = noun_phrase(&tokens[..sentence.end], n + 1, language)?;
            // `Outside court, the choir’s director, Ann Lee, said …`
            let (apposed, stop) = with_apposition(&tokens[..sentence.end], mention, end, language);
            is_followed_by_verb(&tokens[..sentence.end], &apposed, stop, language).then_some((n + 1, end))
        })
}

/// Maximum number of tokens before the finite verb of a sentence.
const MAX_OPENING: usize = 16;

/// Maximum number of adverbs between the finite verb and the subject after it.
const MAX_ADVERBS: usize = 3;

/// Returns the person after the finite verb, in a language with the verb in second place, if the sentence opens with another
/// phrase: `Seit dem 1. März leitet Katrin Umland das Archiv.`, `Neben ihr packt Kollege Sven Rieck.`
fn subject_after_finite_verb(
    tokens: &[Token<'_>],
    sentence: &Range<usize>,
    entities: &Entities,
    language: &Language,
) -> Option<(usize, usize)> {
    if !language.verb_second {
        return None;
    }
    let opening = &tokens[sentence.start];
    // `Das teilte ein Sprecher mit.`
    let object = language.object_words.contains(&opening.lower)
        && is_reporting_verb(tokens, sentence.start + 1, language);
    let nominative = !object && language.definite_articles.iter().any(|the| *the == opening.lower);
    let adverbial = object
        || language.prepositions_and_relatives.contains(&opening.lower)
        || language.dative_determiners.contains(&opening.lower)
        || (language.capitalised_non_names.contains(&opening.lower)
            && pronoun(&opening.lower, language).is_none()
            && !is_determiner(&opening.lower, language)
            && !language.opening_conjunctions.contains(&opening.lower));
    if nominative || !adverbial {
        return None;
    }
    // The finite verb of a subordinate clause comes at its end, before the comma.
    let subordinate = language.subordinators.contains(&opening.lower);
    let comma = || sentence.clone().find(|n| tokens[*n].is(","));
    let from = if subordinate { comma()? } else { sentence.start } + 1;
    let end = sentence.end.min(from + MAX_OPENING);
    let verb = (from..end).find(|n| may_be_finite_verb(&tokens[..sentence.end], *n, language))?;
    let start = skip_objects(tokens, verb + 1, language);
    // `Zum Glück klopft da gerade Renate`
    let adverb = |n: &usize| may_be_adverb(&tokens[*n], language);
    let start = start + (start..sentence.end.min(start + MAX_ADVERBS)).take_while(adverb).count();
    let (mention, stop) = noun_phrase(&tokens[..sentence.end], start, language)?;
    let person = match &mention {
        Mention::Name(name) => {
            let known = entities.find(name, language).is_some_and(|n| {
                let given = name.is_single_word() && given_name(&name.names[0]).is_some();
                entities.list[n].is_human() || (given && entities.list[n].may_be_human())
            });
            known || name.kind(language) == NameKind::Person
        }
        Mention::Pronoun(Pronoun::One(_)) => true,
        Mention::Description { head, .. } => is_human_noun(head, language),
        _ => false,
    };
    let addressee = language.dative_determiners.contains(&tokens[start].lower);
    (person && !addressee).then_some((start, stop))
}

/// True for a small word that is nothing else. Adjectives come before a noun, and nouns have capitals.
fn may_be_finite_verb(tokens: &[Token<'_>], n: usize, language: &Language) -> bool {
    let token = &tokens[n];
    let before_noun = tokens.get(n + 1).is_some_and(Token::is_capital);
    let sets = [&language.prepositions_and_relatives, &language.conjunctions, &language.name_particles];
    let other = sets.iter().any(|set| set.contains(&token.lower))
        || is_determiner(&token.lower, language)
        || language.masculine_case_forms.contains(&token.lower)
        || language.feminine_case_forms.contains(&token.lower)
        || pronoun(&token.lower, language).is_some()
        || language.age_adjectives.contains(&token.lower)
        || (before_noun
            && language.is_adjective(&token.lower)
            && !language.reporting_verbs.contains(&token.lower));
    token.is_word() && !token.is_capital() && token.lower.starts_with(char::is_alphabetic) && !other
}

/// True for a small word that does not open a noun phrase: `da`, `gerade`.
fn may_be_adverb(token: &Token<'_>, language: &Language) -> bool {
    token.is_word()
        && !token.is_capital()
        && token.lower.starts_with(char::is_alphabetic)
        && !language.prepositions_and_relatives.contains(&token.lower)
        && !is_determiner(&token.lower, language)
        && !language.masculine_case_forms.contains(&token.lower)
        && !language.feminine_case_forms.contains(&token.lower)
        && pronoun(&token.lower, language).is_none()
}

/// Maximum number of commas in an opening phrase, e.g. a list.
const MAX_COMMAS: usize = 3;

/// True if a sentence opens with a phrase before its subject: a participle, a preposition or a conjunction.
fn opens_phrase(tokens: &[Token<'_>], at: usize, entities: &Entities, language: &Language) -> bool {
    let opening = &tokens[at];
    // `Fleming left`, `King, the coach, left`: names may end as participles do.
    let participle = opening.is_capital()
        && (language.is_participle(&opening.lower)
            || language.is_past_participle(&opening.lower)
            || language.opening_participles.contains(&opening.lower))
        && !entities.has_name(opening.text)
        && given_name(opening.text).is_none()
        && tokens.get(at + 1).is_some_and(|t| t.is(",") || (!t.is_capital() && t.is_word()))
        && !language.is_place_or_thing(&opening.lower);
    let preposition = language.prepositions_and_relatives.contains(&opening.lower)
        && !language.definite_determiners.contains(&opening.lower);
    participle || preposition || language.conjunctions.contains(&opening.lower)
}

/// True unless the mention is an item of a list, with another comma or `and` after it: `In Leeds, York, and Hull, …`. A full
/// name with a description after it is a subject: `Cross-examining, Carl Munro, for the defence, asked …`.
fn is_followed_by_verb(tokens: &[Token<'_>], mention: &Mention, end: usize, language: &Language) -> bool {
    let Some(next) = tokens.get(end) else { return false };
    let full_name = matches!(mention, Mention::Name(name) if name.kind(language) == NameKind::Person);
    let listed = next.is(",")
        && !full_name
        && !tokens.get(end + 1).is_some_and(|t| language.prepositions_and_relatives.contains(&t.lower));
    !listed && !language.conjunctions.contains(&next.lower)
}

/// Cuts a description after its noun, and returns it with the noun. A description without a role as its last word went too
/// far, since any verb may follow the noun: `The council's own report found`.
pub(super) fn cut_after_noun(
    tokens: &[Token<'_>],
    at: usize,
    phrase: &str,
    head: &str,
    language: &Language,
) -> (String, String) {
    let end = (at + phrase.split(' ').count()).min(tokens.len());
    // Another noun phrase begins at a determiner, unless a preposition precedes it: `The firefighter shook his head`. A genitive
    // belongs to the noun: `Die Witwe des Opfers ging`.
    let next_phrase = (at + 2..end).find(|n| {
        language.definite_determiners.contains(&tokens[*n].lower)
            && !language.genitive_determiners.contains(&tokens[*n].lower)
            && !language.prepositions_and_relatives.contains(&tokens[n - 1].lower)
    });
    let complete = is_role(head, language) || (tokens[at].is_capital() && !tokens[at].first);
    if complete && next_phrase.is_none() {
        return (phrase.to_string(), head.to_string());
    }
    let noun = (at..next_phrase.unwrap_or(end)).rev().find(|n| {
        let possessive = tokens.get(n + 1).is_some_and(|t| t.is_word() && t.is_possessive());
        is_role(&tokens[*n].lower, language) && !possessive
    });
    let Some(noun) = noun else { return (phrase.to_string(), head.to_string()) };
    (joined(&tokens[at..=noun]), tokens[noun].lower.clone())
}
