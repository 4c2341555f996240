//! Reads who a sentence without a reporting verb introduces: `Rubio fired back: “…”`, `Das freut den Trainer: „…“`

use super::apposition::with_apposition;
use super::cue::{SpeechCue, may_speak};
use super::cue_before::{last_clause_before_colon, opens_with_participle};
use super::names::{NameKind, name_at};
use super::noun_phrase::{Mention, is_determiner, noun_phrase};
use super::subject::{skip_modifiers, skip_objects};
use super::tokens::Token;
use crate::language::attribution::Language;

/// Returns a weak cue: the first person or organisation of a sentence without a reporting verb. Addressees are left out.
pub(super) fn topic_cue(
    tokens: &[Token<'_>],
    from: usize,
    to: usize,
    language: &Language,
) -> Option<SpeechCue> {
    let clause = &tokens[..to];
    // `Dass er fehlt, weiß auch Anna Ahlers: „…“`
    if language.verb_second
        && let Some(cue) = name_before_colon(clause, from, language)
            .or_else(|| experiencer_before_colon(clause, from, language))
    {
        return Some(cue);
    }
    if !language.verb_second
        && let Some(cue) = last_clause_before_colon(clause, from, language)
    {
        return Some(cue);
    }
    let opening = opens_with_participle(clause, from, language);
    (from + usize::from(opening)..to).find_map(|n| {
        let (mention, end) = noun_phrase(clause, n, language)?;
        let possible =
            may_speak(&mention, language) && !language.dative_determiners.contains(&clause[n].lower);
        let (mention, end) = with_apposition(clause, mention, end, language);
        possible.then(|| SpeechCue::new(mention, clause, n, end, false))
    })
}

/// Reads the person who is pleased or worried, at the end of an introduction: `Dass sie spielen, freut den Trainer: „…“`
fn experiencer_before_colon(clause: &[Token<'_>], from: usize, language: &Language) -> Option<SpeechCue> {
    let colon = clause.len().checked_sub(1).filter(|n| clause[*n].is(":"))?;
    let verb = (from..colon).rev().find(|n| language.experience_verbs.contains(&clause[*n].lower))?;
    let start = skip_objects(clause, skip_modifiers(clause, verb + 1, language), language);
    let (mention, end) = noun_phrase(clause, start, language).filter(|(_, end)| *end == colon)?;
    // As the object of the verb: `den Trainer`.
    let mention = match mention {
        Mention::Description { phrase, head, definite } => {
            let masculine = language.definite_articles.first().filter(|_| phrase.starts_with("den "));
            let phrase = masculine.map_or(phrase.clone(), |the| phrase.replacen("den", the, 1));
            Mention::Description { phrase, head, definite }
        }
        mention => mention,
    };
    may_speak(&mention, language).then(|| SpeechCue::new(mention, clause, verb, end, false))
}

/// Reads the name at the end of an introduction, after its verb.
fn name_before_colon(clause: &[Token<'_>], from: usize, language: &Language) -> Option<SpeechCue> {
    let colon = clause.len().checked_sub(1).filter(|n| clause[*n].is(":"))?;
    let (start, name) = (from + 1..colon).find_map(|n| {
        let name = name_at(&clause[..colon], n, language).filter(|name| n + name.length == colon)?;
        Some((n, name))
    })?;
    let after_verb = clause[start - 1].is_word() && !clause[start - 1].is_capital();
    let complement = language.prepositions_and_relatives.contains(&clause[start - 1].lower)
        || is_determiner(&clause[start - 1].lower, language);
    let person = name.kind(language) != NameKind::Thing && after_verb && !complement;
    person.then(|| SpeechCue::new(Mention::Name(name), clause, start, colon, false))
}
