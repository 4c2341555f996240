//! Reads the speech cue in the clause before a quote.

use super::cue::{MAX_SUBJECT, SpeechCue, has_reported_verb, is_reporting_verb, may_speak};
use super::cue_after::{is_name_or_person_pronoun, may_be_verb};
use super::names::{NameKind, is_human_noun};
use super::noun_phrase::{Mention, Pronoun, is_determiner, noun_phrase, person_or_phrase, pronoun};
use super::source::{quoted_document, quoted_person, source_phrase, source_postposition};
use super::subject::{auxiliary, skip_modifiers, subject_after, subject_before};
use super::tokens::Token;
use crate::language::attribution::Language;
use crate::language::given_names::given_name;

/// Maximum number of reporting verbs to try, from the one nearest to the quote. It bounds the time for a long sentence.
const MAX_VERBS: usize = 4;

/// Reads the cue before the quote at `at`, in the tokens from `from` on: `Okafor said:`, `He told reporters on Monday,`.
pub(super) fn cue_before(
    tokens: &[Token<'_>],
    from: usize,
    at: usize,
    language: &Language,
) -> Option<SpeechCue> {
    let clause = &tokens[..at];
    if let Some((start, mention)) = quoted_person(clause, from, language) {
        return Some(SpeechCue::new(mention, clause, start, at, true));
    }
    // `When Trump said no, Rubio fired back: “…”`: the verb of the first clause has another subject.
    if opens_subordinate(clause, from, language)
        && let Some(cue) = last_clause_before_colon(clause, from, language)
    {
        return Some(cue);
    }
    let verbs = (from..at).rev().filter(|n| is_reporting_verb(clause, *n, language));
    let mut verbs: Vec<usize> = verbs.take(MAX_VERBS).collect();
    // A stable sort: the verbs of main clauses come first, the nearest of them first.
    if !language.subordinators.is_empty() {
        verbs.sort_by_key(|verb| is_subordinate(clause, from, *verb, language));
    }
    for verb in verbs {
        if let Some((start, mention)) = subject_of(clause, from, verb, language) {
            let end = noun_phrase(clause, start, language).map_or(verb, |(_, end)| end.max(verb + 1));
            let explicit = !is_relative_clause(clause, from, at, language);
            return Some(SpeechCue::new(mention, clause, start.min(verb), end, explicit));
        }
    }
    // `Jana Kolbe hat „…“ gesagt`: the participle comes after the quote. In `Die Bahn habe ihm „…“ gesagt` he reports her words.
    let participle = skip_modifiers(tokens, at + 1, language);
    if language.verb_second
        && is_reporting_verb(tokens, participle, language)
        && !has_reported_verb(&clause[from..], language)
        && let Some((start, mention)) = subject_at_auxiliary(clause, from, at, language)
    {
        return Some(SpeechCue::new(mention, clause, start, at, true));
    }
    source_postposition(clause, from, at, language).or_else(|| source_phrase(clause, from, at, language))
}

/// True if a sentence opens with a conjunction or a preposition, in a language whose main clauses keep their order after it.
fn opens_subordinate(clause: &[Token<'_>], from: usize, language: &Language) -> bool {
    let sets = [&language.conjunctions, &language.clause_conjunctions, &language.prepositions_and_relatives];
    let opening = clause.get(from).filter(|t| t.first && !language.verb_second);
    opening.is_some_and(|t| sets.iter().any(|set| set.contains(&t.lower)))
}

/// True for a verb at the end of a subordinate clause: `Er bezweifelt, dass Luise ihn geschrieben hat: „…“`
fn is_subordinate(clause: &[Token<'_>], from: usize, verb: usize, language: &Language) -> bool {
    let begin = (from..verb).rev().find(|n| clause[*n].is(",")).map_or(from, |comma| comma + 1);
    let last = skip_modifiers(clause, verb + 1, language);
    language.subordinators.contains(&clause[begin].lower) && clause.get(last).is_none_or(|t| !t.is_word())
}

/// Returns the subject of a reporting verb before a quote, with its position.
fn subject_of(
    clause: &[Token<'_>],
    from: usize,
    verb: usize,
    language: &Language,
) -> Option<(usize, Mention)> {
    if let Some(found) = inverted_subject(clause, from, verb, language)
        .or_else(|| pronoun_before(clause, from, verb, language))
    {
        return Some(found);
    }
    if let Some(found) = antecedent_of_relative(clause, from, verb, language) {
        return Some(found);
    }
    if let Some(found) = name_after_comma(clause, from, verb, language) {
        return Some(found);
    }
    let near = verb.saturating_sub(MAX_SUBJECT).max(from);
    let participle = language.reporting_participles.contains(&clause[verb].lower);
    let nearest = || nearest_subject(clause, near, verb, language);
    let found = if participle {
        nearest().or_else(|| subject_of_last_clause(clause, from, verb, language))
    } else {
        subject_of_first_verb(clause, from, verb, language)
    };
    let found = found
        .or_else(|| longest_subject(clause, from, near, verb, language))
        .or_else(nearest)
        .or_else(|| subject_of_sentence(clause, from, language).filter(|_| participle));
    let found = subject_after(clause, verb, found.as_ref(), language).or(found);
    let found = name_before_comma(clause, from, found.as_ref(), language).or(found);
    let found = found.or_else(|| subject_at_auxiliary(clause, from, verb, language));
    // `Aus dem Bauamt hieß es, …`
    let impersonal = language.impersonal_verbs.contains(&clause[verb].lower);
    let found = found.or_else(|| impersonal.then_some((verb, Mention::Pronoun(Pronoun::It))));
    quoted_document(clause, from, found.as_ref(), language).or(found)
}

/// Returns the subject between a verb after a comma and the quote: `Rather than rows, asks Ann Lee, “has anyone …?”`
fn inverted_subject(
    clause: &[Token<'_>],
    from: usize,
    verb: usize,
    language: &Language,
) -> Option<(usize, Mention)> {
    // `Ann Lee, a welder, told Newsweek: …`
    let addressed = language.addressing_verbs.contains(&clause[verb].lower)
        && subject_before(clause, from, verb, language).is_some();
    let inverted = verb > from && clause[verb - 1].is(",") && !addressed;
    let participle = language.reporting_participles.contains(&clause[verb].lower);
    let (mention, end) = person_or_phrase(clause, verb + 1, language).filter(|_| inverted && !participle)?;
    let named = matches!(&mention, Mention::Name(_) | Mention::Pronoun(Pronoun::One(_)));
    let ends = end + 1 == clause.len() && (clause[end].is(",") || clause[end].is(":"));
    (named && ends).then_some((verb + 1, mention))
}

/// Returns the pronoun right before a verb, in a language where it is the subject there: `Speaking through her son she added: “…”`
fn pronoun_before(
    clause: &[Token<'_>],
    from: usize,
    verb: usize,
    language: &Language,
) -> Option<(usize, Mention)> {
    let at = (from..verb).rev().find(|n| !language.verb_modifiers.contains(&clause[*n].lower))?;
    let mention = pronoun(&clause[at].lower, language).filter(|_| !language.verb_second)?;
    matches!(mention, Mention::Pronoun(Pronoun::One(_))).then_some((at, mention))
}

/// Returns the person whom a noun describes after a comma, if a second comma is missing: `Ida Holt, Leiterin des Amts fordert: „…“`
fn name_before_comma(
    clause: &[Token<'_>],
    from: usize,
    found: Option<&(usize, Mention)>,
    language: &Language,
) -> Option<(usize, Mention)> {
    let (start, mention) = found?;
    let noun = matches!(mention, Mention::Name(name) if name.is_single_word());
    let comma =
        start.checked_sub(1).filter(|n| clause[*n].is(",") && noun && language.capitalised_compounds)?;
    (from..comma).find_map(|at| {
        let (mention, end) = noun_phrase(clause, at, language)?;
        let person = matches!(&mention, Mention::Name(name) if name.kind(language) == NameKind::Person);
        (person && end == comma).then_some((at, mention))
    })
}

/// Returns the name that is all between a comma and the verb, in a language where the subject comes first:
/// `None of them was charged, Levy said, but “…”`
fn name_after_comma(
    clause: &[Token<'_>],
    from: usize,
    verb: usize,
    language: &Language,
) -> Option<(usize, Mention)> {
    let start = (from..verb).rev().find(|n| !clause[*n].is_word()).filter(|n| clause[*n].is(","))? + 1;
    let (mention, end) = noun_phrase(clause, start, language).filter(|_| !language.subject_after_verb)?;
    let named = matches!(&mention, Mention::Name(name) if name.kind(language) != NameKind::Thing);
    (named && skip_modifiers(clause, end, language) == verb).then_some((start, mention))
}

/// Returns the person whom a relative clause describes, where its verb comes last: `Sie sprach mit einem Mann, der gleich sagte: „…“`
fn antecedent_of_relative(
    clause: &[Token<'_>],
    from: usize,
    verb: usize,
    language: &Language,
) -> Option<(usize, Mention)> {
    let last = clause.len() - usize::from(clause.last().is_some_and(|t| t.is(":") || t.is(",")));
    let comma = (from..verb).rev().find(|n| clause[*n].is(",")).filter(|_| verb + 1 == last)?;
    let relative = clause.get(comma + 1)?;
    let nominative = language.definite_articles.iter().any(|the| *the == relative.lower);
    // `…, die Anwältin sagte:` is a main clause.
    let between = clause.get(comma + 2..verb)?;
    let phrase = between.iter().any(Token::is_capital) && between.first().is_some_and(Token::is_capital);
    let fits = language.verb_second && nominative && !phrase && !between.is_empty();
    (from..comma).rev().take(MAX_ANTECEDENT).find_map(|start| {
        let (mention, end) = noun_phrase(clause, start, language).filter(|_| fits)?;
        let person = match &mention {
            Mention::Description { head, .. } => {
                is_human_noun(head, language) && is_determiner(&clause[start].lower, language)
            }
            Mention::Name(name) => name.kind(language) == NameKind::Person,
            _ => false,
        };
        (person && end == comma).then_some((start, mention))
    })
}

/// Maximum number of tokens in the phrase before a relative clause.
const MAX_ANTECEDENT: usize = 6;

/// Returns the subject of the first of two verbs that `and` joins: `Okafor declined and called it …`.
fn subject_of_first_verb(
    clause: &[Token<'_>],
    from: usize,
    verb: usize,
    language: &Language,
) -> Option<(usize, Mention)> {
    let before = (from..verb).rev().find(|n| !language.verb_modifiers.contains(&clause[*n].lower))?;
    if !language.and_words.contains(&clause[before].lower) {
        return None;
    }
    let (mention, end) = noun_phrase(clause, from, language)?;
    (may_speak(&mention, language) && end < before).then_some((from, mention))
}

/// Returns the longest subject before a verb. A clause begins with the sentence, or after a comma or a conjunction.
fn longest_subject(
    clause: &[Token<'_>],
    from: usize,
    near: usize,
    verb: usize,
    language: &Language,
) -> Option<(usize, Mention)> {
    let first = near + usize::from(near == from && opens_with_participle(clause, from, language));
    // `Auch der Politologe Carsten Rühl von der Universität hält …`
    let after_adverb = skip_modifiers(clause, from, language);
    (first..verb)
        .filter(|n| *n == from || *n == near || *n == after_adverb || joins_clauses(&clause[n - 1], language))
        .find_map(|start| Some((start, subject_before(clause, start, verb, language)?)))
}

fn joins_clauses(token: &Token<'_>, language: &Language) -> bool {
    matches!(token.text, "," | ";" | ":") || token.is_dash() || language.conjunctions.contains(&token.lower)
}

/// Returns the name or pronoun right before a verb, with anything before it: `In a letter to staff Mr Wu wrote`.
fn nearest_subject(
    tokens: &[Token<'_>],
    from: usize,
    verb: usize,
    language: &Language,
) -> Option<(usize, Mention)> {
    (from..verb).find_map(|start| {
        let starts_name = start == from || !tokens[start - 1].is_capital();
        // `von der Universität Tallenburg hält`: a subject has no preposition.
        let complement = language.verb_second
            && start > from
            && language.prepositions_and_relatives.contains(&tokens[start - 1].lower);
        let starts_name = starts_name && !complement;
        let (mention, end) = noun_phrase(tokens, start, language).filter(|_| starts_name)?;
        let person = matches!(mention, Mention::Name(_) | Mention::Pronoun(_));
        (person && skip_modifiers(tokens, end, language) == verb).then_some((start, mention))
    })
}

/// Returns the person who is the subject of the clause before a participle: `If it was true, Mr Wu was lucky, adding: …`
fn subject_of_last_clause(
    clause: &[Token<'_>],
    from: usize,
    verb: usize,
    language: &Language,
) -> Option<(usize, Mention)> {
    let comma = verb.checked_sub(1).filter(|n| clause[*n].is(","))?;
    let start = (from..comma).rev().find(|n| clause[*n].is(","))? + 1;
    let (mention, end) = noun_phrase(clause, start, language).filter(|_| !language.verb_second)?;
    let predicate = clause.get(skip_modifiers(clause, end, language).min(comma.saturating_sub(1)));
    let verb = predicate.is_some_and(|t| may_be_verb(t, language)) && end < comma;
    (verb && is_name_or_person_pronoun(&mention)).then_some((start, mention))
}

/// Returns the subject of the sentence for a participle: `Mr Wu smiled, adding: …`.
fn subject_of_sentence(clause: &[Token<'_>], from: usize, language: &Language) -> Option<(usize, Mention)> {
    let (mention, _) = noun_phrase(clause, from, language)?;
    let person = matches!(&mention, Mention::Description { head, .. } if is_human_noun(head, language));
    (person || is_name_or_person_pronoun(&mention)).then_some((from, mention))
}

/// Returns the subject next to the auxiliary of a participle: `Gestern hat Jana Kolbe in Bonn erklärt: …`.
fn subject_at_auxiliary(
    clause: &[Token<'_>],
    from: usize,
    verb: usize,
    language: &Language,
) -> Option<(usize, Mention)> {
    let auxiliary = auxiliary(clause, from, verb, language)?;
    let before = subject_before(clause, from, auxiliary, language).map(|mention| (from, mention));
    subject_after(clause, auxiliary, before.as_ref(), language).or(before)
}

/// True if the last reporting verb is in a relative clause about a thing, and so has another subject than the sentence:
/// `a letter to the board which said: …`.
fn is_relative_clause(clause: &[Token<'_>], from: usize, at: usize, language: &Language) -> bool {
    let last = (from..at).rev().find(|n| is_reporting_verb(clause, *n, language));
    let before = last.and_then(|verb| verb.checked_sub(1)).filter(|n| *n >= from);
    before.is_some_and(|n| language.thing_relatives.contains(&clause[n].lower))
}

/// True for a participle before the subject: `Phoning from the train, Ann Lee remembered: “…”`
pub(super) fn opens_with_participle(clause: &[Token<'_>], from: usize, language: &Language) -> bool {
    let small_word =
        |t: &Token<'_>| t.is_word() && !t.is_capital() && !language.reporting_verbs.contains(&t.lower);
    clause.get(from).is_some_and(|t| language.is_participle(&t.lower) && given_name(t.text).is_none())
        && clause.get(from + 1).is_some_and(small_word)
        && clause[from..].iter().any(|t| t.is(","))
}

/// Maximum number of small words between the subject of the last clause and the colon.
const MAX_PREDICATE: usize = 4;

/// Reads the subject of the last clause before a colon, whatever its verb is: `When Trump spoke of Cuba, Rubio fired back: “…”`
pub(super) fn last_clause_before_colon(
    clause: &[Token<'_>],
    from: usize,
    language: &Language,
) -> Option<SpeechCue> {
    let colon = clause.len().checked_sub(1).filter(|n| clause[*n].is(":"))?;
    let start = (from..colon).rev().find(|n| clause[*n].is(",")).map(|comma| comma + 1)?;
    let (mention, end) = noun_phrase(&clause[..colon], start, language)?;
    let predicate = &clause[end.min(colon)..colon];
    let small = |t: &Token<'_>| t.is_word() && !t.is_capital();
    let verb = predicate.first().is_some_and(|verb| may_be_verb(verb, language));
    let short = predicate.len() <= MAX_PREDICATE && predicate.iter().all(small);
    let person = match &mention {
        Mention::Name(name) => name.kind(language) != NameKind::Thing,
        Mention::Pronoun(Pronoun::One(_)) => true,
        _ => false,
    };
    (verb && short && person).then(|| SpeechCue::new(mention, clause, start, colon, false))
}
