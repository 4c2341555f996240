//! Reads the speech cue in the clause after a quote.

use super::apposition::with_apposition;
use super::cue::{SpeechCue, clause_end, is_reporting_verb, may_speak};
use super::names::{NameKind, is_human_noun, name_at};
use super::noun_phrase::{
    Mention, Pronoun, described_person, is_determiner, noun_phrase, person_or_phrase, pronoun,
};
use super::source::{after_source_phrase, source_postposition};
use super::subject::{skip_modifiers, skip_objects, subject_before};
use super::tokens::{Token, TokenKind, joined};
use crate::language::attribution::Language;
use crate::script::Gender;

/// Reads the cue after the quote at `at`: `said Okafor`, `she said`, `according to the ministry`.
///
/// `comma`: the quote ends in a comma or the like. Then any verb is a reporting verb: `“Hold on,” croaked Mary Blige.`
pub(super) fn cue_after(
    tokens: &[Token<'_>],
    at: usize,
    comma: bool,
    language: &Language,
) -> Option<SpeechCue> {
    let mut n = at + 1;
    while tokens.get(n).is_some_and(is_separator) {
        n += 1;
    }
    // After a separator a new sentence is not a cue. In a language that requires a comma before every cue, a new sentence
    // is never one.
    if tokens.get(n)?.first && language.verb_second && n == at + 1 {
        return demonstrative_cue(tokens, n, language);
    }
    if tokens[n].first && (n > at + 1 || language.verb_second) {
        return None;
    }
    if let Some(cue) = echo_cue(tokens, at, n, language) {
        return Some(cue);
    }
    // `a stunt man in “Mill Lane,” while Ann Lee was named best director`
    if language.clause_conjunctions.contains(&tokens[n].lower) {
        return None;
    }
    let end = clause_end(tokens, n);
    let next_sentence = tokens[n].first && tokens[n].is_capital();
    if next_sentence && introduces_quote(tokens, n, end, language) {
        return None;
    }
    if is_reply(tokens, n, language) {
        return Some(SpeechCue::new(Mention::Reply, tokens, n, n + 3, true));
    }
    let source = after_source_phrase(tokens, n, language).filter(|_| !next_sentence);
    if let Some((mention, end)) = source.and_then(|next| noun_phrase(tokens, next, language)) {
        let (mention, end) = with_apposition(tokens, mention, end, language);
        return Some(SpeechCue::new(mention, tokens, n, end, true));
    }
    let verb = skip_modifiers(tokens, source.unwrap_or(n), language);
    if is_reporting_verb(tokens, verb, language) {
        let from = skip_objects(tokens, skip_modifiers(tokens, verb + 1, language), language);
        let from = skip_addressee(tokens, from, language);
        // `flüsterte es`: a pronoun that is usually an object.
        let subject = person_or_phrase(tokens, from, language)
            .or_else(|| noun_phrase(tokens, verb + 1, language).filter(|(mention, _)| is_it(mention)));
        // `“…” announced in May, said Jo Falk`: the cue may come later.
        if subject.is_none() && language.drops_pronouns {
            return dropped_subject(tokens, at, n, verb, language);
        }
        if let Some((mention, end)) = subject {
            let (mention, end) = with_apposition(tokens, mention, end, language);
            // `„Nein“, zitiert das Blatt den Forscher Jan Holm`: the object speaks.
            let quotes = language.verb_second && language.quoting_verbs.contains(&tokens[verb].lower);
            let object = noun_phrase(tokens, end, language)
                .filter(|(object, _)| quotes && may_speak(object, language));
            let (mention, end) = object.unwrap_or((mention, end));
            return Some(SpeechCue::new(mention, tokens, n, end, true));
        }
    }
    if let Some(verb) = (n + 1..end).find(|v| is_reporting_verb(tokens, *v, language))
        && let Some(mention) = adjacent_pronoun(tokens, n, verb, language)
            .or_else(|| described_subject(tokens, n, verb, language))
            .or_else(|| subject_before(tokens, n, verb, language))
    {
        return Some(SpeechCue::new(mention, tokens, n, verb + 1, true));
    }
    // `Es liege „wie neu“ am Grund, berichtete der Taucher Jonas Falk.`, `“…” announced in May, said the welder Jo Falk.`
    if let Some(verb) =
        (n + 1..end).find(|v| tokens[v - 1].is(",") && is_reporting_verb(tokens, *v, language))
        && let Some((mention, end)) =
            person_or_phrase(tokens, skip_objects(tokens, verb + 1, language), language)
        && (language.subject_after_verb || (!next_sentence && is_full_name(&mention, language)))
    {
        return Some(SpeechCue::new(mention, tokens, verb, end, true));
    }
    // `Man habe „lange“ verhandelt, hieß es in einer Erklärung.`
    if language.verb_second
        && let Some(next) = (n + 1..end).filter(|v| tokens[v - 1].is(",")).find_map(|v| {
            after_source_phrase(tokens, v, language).filter(|_| is_reporting_verb(tokens, v, language))
        })
        && let Some((mention, end)) = noun_phrase(tokens, next, language)
    {
        return Some(SpeechCue::new(mention, tokens, next, end, true));
    }
    if let Some(cue) = auxiliary_cue(tokens, n, end, language) {
        return Some(cue);
    }
    // German has the comma after the mark: `„Nein“, brummte Anna.`
    let outside = language.subject_after_verb && tokens[at].first && tokens[at + 1].is(",");
    source_postposition(tokens, n, end, language).or_else(|| match () {
        () if comma => cue_with_any_verb(tokens, n, language),
        () if outside => inverted_cue(tokens, skip_modifiers(tokens, n, language), language),
        () => None,
    })
}

/// Reads a sentence after a quote that says who said it: `„Es geht.“ Das sagte die Ministerin Ada Holm in Bonn.`
fn demonstrative_cue(tokens: &[Token<'_>], n: usize, language: &Language) -> Option<SpeechCue> {
    let object = language.demonstrative_objects.contains(&tokens[n].lower);
    let from = skip_modifiers(tokens, n + 2, language);
    let (mention, end) = person_or_phrase(tokens, from, language)
        .filter(|_| object && is_reporting_verb(tokens, n + 1, language))?;
    let (mention, end) = with_apposition(tokens, mention, end, language);
    let clause = clause_end(tokens, end);
    let introduces = tokens.get(clause).is_some_and(Token::is_quote);
    (may_speak(&mention, language) && !introduces).then(|| SpeechCue::new(mention, tokens, n, end, true))
}

/// Reads `wie` and a person after a quote, whatever the verb is: `„ein Fehler“, wie sich der Chef Jan Holm ausdrückte`.
fn echo_cue(tokens: &[Token<'_>], at: usize, n: usize, language: &Language) -> Option<SpeechCue> {
    let echo = language.verb_second && n > at + 1 && language.echo_openers.contains(&tokens[n].lower);
    let start = skip_objects(tokens, n + 1, language);
    let (mention, end) = person_or_phrase(tokens, start, language).filter(|_| echo)?;
    let (mention, end) = with_apposition(tokens, mention, end, language);
    let clause = clause_end(tokens, end);
    let verb = clause
        .checked_sub(1)
        .filter(|last| *last >= end)
        .is_some_and(|last| may_be_verb(&tokens[last], language));
    let person = matches!(&mention, Mention::Description { head, .. } if is_human_noun(head, language))
        || is_name_or_person_pronoun(&mention);
    (verb && person).then(|| SpeechCue::new(mention, tokens, n, clause, true))
}

/// Reads the cue of an auxiliary verb with its participle at the end of the clause: `„Nein“, hatte sie im Rat gesagt.`
fn auxiliary_cue(tokens: &[Token<'_>], n: usize, end: usize, language: &Language) -> Option<SpeechCue> {
    let opens = language.verb_second && language.auxiliary_verbs.contains(&tokens[n].lower);
    let subject = demonstrative_pronoun(tokens, n + 1, language)
        .or_else(|| person_or_phrase(tokens, skip_objects(tokens, n + 1, language), language));
    let (mention, after) = subject.filter(|_| opens)?;
    let participle = (after..end).rev().find(|at| is_reporting_verb(tokens, *at, language))?;
    let closes = tokens.get(participle + 1).is_none_or(|next| !next.is_word());
    (closes && may_speak(&mention, language))
        .then(|| SpeechCue::new(mention, tokens, n, participle + 1, true))
}

/// Reads an article that is the subject by itself, before an adverb or the participle: `„Nein“, habe der immer gesagt.`
fn demonstrative_pronoun(tokens: &[Token<'_>], at: usize, language: &Language) -> Option<(Mention, usize)> {
    let token = tokens.get(at)?;
    let article = language.definite_articles.iter().any(|the| *the == token.lower);
    let next = tokens.get(at + 1).filter(|next| next.is_word() && !next.is_capital())?;
    let alone = language.verb_modifiers.contains(&next.lower) || is_reporting_verb(tokens, at + 1, language);
    let gender = match () {
        () if language.masculine_determiners.contains(&token.lower) => Gender::He,
        () if language.feminine_determiners.contains(&token.lower) => Gender::She,
        () => return None,
    };
    (article && alone).then_some((Mention::Pronoun(Pronoun::One(gender)), at + 1))
}

fn is_full_name(mention: &Mention, language: &Language) -> bool {
    matches!(mention, Mention::Name(name) if name.kind(language) == NameKind::Person)
}

fn is_it(mention: &Mention) -> bool {
    *mention == Mention::Pronoun(Pronoun::It)
}

/// Skips the addressee between a verb and its subject: `explique à l’AFP Marie Duval`. A subject must follow.
fn skip_addressee(tokens: &[Token<'_>], at: usize, language: &Language) -> usize {
    let to = |t: &Token<'_>| language.addressee_prepositions.contains(&t.lower);
    if !language.subject_after_verb || !tokens.get(at).is_some_and(to) {
        return at;
    }
    let end = noun_phrase(tokens, at + 1, language).map(|(_, end)| end);
    end.filter(|end| noun_phrase(tokens, *end, language).is_some()).unwrap_or(at)
}

/// Returns the cue of a verb that has no subject: `«No», añadió.`
fn dropped_subject(
    tokens: &[Token<'_>],
    at: usize,
    n: usize,
    verb: usize,
    language: &Language,
) -> Option<SpeechCue> {
    let dropped = Mention::Pronoun(Pronoun::Dropped);
    let before_subject = tokens[at + 1..verb].iter().any(Token::is_capital);
    (language.drops_pronouns && !before_subject).then(|| SpeechCue::new(dropped, tokens, n, verb + 1, true))
}

fn is_separator(token: &Token<'_>) -> bool {
    token.is_dash() || (token.kind == TokenKind::Mark && matches!(token.text, "," | "-" | "("))
}

/// True if the clause introduces the next quote: `“We eat beans.” A third shouted: “Shame!”`, `“Why?” Ann Lee shrugged and
/// said, “Because.”` A bare cue with a comma joins two quotes: `“Why?” Ann Lee asked, “Is it shut?”`
fn introduces_quote(tokens: &[Token<'_>], n: usize, end: usize, language: &Language) -> bool {
    if !tokens.get(end).is_some_and(Token::is_quote) || end < n + 2 {
        return false;
    }
    let bare = is_reporting_verb(tokens, end - 2, language)
        && !tokens[n..end].iter().any(|t| language.and_words.contains(&t.lower));
    let opener = language.capitalised_non_names.contains(&tokens[n].lower)
        && pronoun(&tokens[n].lower, language).is_none();
    // `“Why so long?” Mr. Vane responded that “the tide was out.”`
    let conjunction = language.thing_relatives.contains(&tokens[end - 1].lower);
    tokens[end - 1].is(":") || conjunction || (tokens[end - 1].is(",") && (!bare || opener))
}

/// True for `came the reply`.
fn is_reply(tokens: &[Token<'_>], n: usize, language: &Language) -> bool {
    let verb = tokens.get(n).is_some_and(|t| language.reply_verbs.contains(&t.lower));
    let article = tokens.get(n + 1).is_some_and(|t| language.definite_articles.contains(&t.lower));
    let mut nouns = tokens.iter().skip(n + 2).take(2).take_while(|t| t.is_word());
    verb && article && nouns.any(|t| language.reply_nouns.contains(&t.lower))
}

/// Returns the pronoun right before a verb, with other words before it: `“…,” including Corwin Dale, it said`.
fn adjacent_pronoun(tokens: &[Token<'_>], from: usize, verb: usize, language: &Language) -> Option<Mention> {
    let at = (from + 1..verb).rev().find(|n| skip_modifiers(tokens, *n, language) != verb)?;
    let mention = pronoun(&tokens[at].lower, language)?;
    matches!(mention, Mention::Pronoun(_)).then_some(mention)
}

/// Returns the person with a long description right before a verb: `Fells University historian Owen Tarrick said`.
fn described_subject(tokens: &[Token<'_>], from: usize, verb: usize, language: &Language) -> Option<Mention> {
    let first_is_person = name_at(tokens, from, language)
        .is_some_and(|name| name.kind(language) == NameKind::Person || name.title.is_some());
    if first_is_person {
        return None;
    }
    let (mention, end) = described_person(&tokens[..verb], from, language)?;
    (skip_modifiers(tokens, end, language) == verb).then_some(mention)
}

/// Maximum number of tokens in the description of a new person.
const MAX_NEW_PERSON: usize = 5;

/// Reads a cue with any word as its verb, since no list of reporting verbs is complete. The subject must be a person:
/// `“Hold on,” Blige sings to the crowd`. After the verb it must be a full name: `“Hold on,” croaked Mary Blige.`
fn cue_with_any_verb(tokens: &[Token<'_>], n: usize, language: &Language) -> Option<SpeechCue> {
    let verb_first = may_open_cue(&tokens[n], language);
    if verb_first && language.subject_after_verb {
        return inverted_cue(tokens, n, language);
    }
    if verb_first && let Some(name) = name_at(tokens, n + 1, language) {
        let end = n + 1 + name.length;
        let ends_clause = tokens.get(end).is_none_or(|t| !t.is_word());
        let person = ends_clause && name.names.len() > 1 && name.kind(language) == NameKind::Person;
        return person.then(|| SpeechCue::new(Mention::Name(name), tokens, n, end, true));
    }
    let (mention, end) = noun_phrase(tokens, n, language)?;
    // `“Shame,” a woman called out.`
    let (mention, end) = match mention {
        Mention::Description { definite: false, .. } => new_person(tokens, n, language)?,
        mention => (mention, end),
    };
    let end = after_apposition(tokens, &mention, end, language);
    let verb = tokens.get(skip_modifiers(tokens, end, language))?;
    let person = is_name_or_person_pronoun(&mention) || matches!(mention, Mention::Description { .. });
    (person && may_be_verb(verb, language)).then(|| SpeechCue::new(mention, tokens, n, end + 1, true))
}

/// Skips a description between commas after a full name: `Howard Gleck, a fellow at the Urban Institute, has written`.
fn after_apposition(tokens: &[Token<'_>], mention: &Mention, end: usize, language: &Language) -> usize {
    let opens = is_full_name(mention, language) && tokens.get(end).is_some_and(|t| t.is(","));
    let stop = clause_end(tokens, end);
    let close = (end + 1..stop).rev().find(|n| tokens[*n].is(",")).filter(|_| opens);
    close.map_or(end, |comma| comma + 1)
}

/// Reads a person without a name, up to the noun: `a woman`, `one of the men`. Any verb may follow the noun.
fn new_person(tokens: &[Token<'_>], at: usize, language: &Language) -> Option<(Mention, usize)> {
    let noun = (at + 1..tokens.len().min(at + MAX_NEW_PERSON))
        .take_while(|n| tokens[*n].is_word() && !tokens[*n].is_capital())
        .find(|n| is_human_noun(&tokens[*n].lower, language))?;
    language.indefinite_determiners.contains(&tokens[at].lower).then_some(())?;
    let phrase = joined(&tokens[at..=noun]);
    let head = tokens[noun].lower.clone();
    Some((Mention::Description { phrase, head, definite: false }, noun + 1))
}

/// Reads any verb and a person after it, in a language where each cue after a quote has this order: `„Wer war das?“, wollte
/// Anna wissen.`
fn inverted_cue(tokens: &[Token<'_>], n: usize, language: &Language) -> Option<SpeechCue> {
    tokens.get(n)?;
    let function_word = !may_open_cue(&tokens[n], language)
        || is_determiner(&tokens[n].lower, language)
        || language.verb_modifiers.contains(&tokens[n].lower)
        || language.object_words.contains(&tokens[n].lower)
        || pronoun(&tokens[n].lower, language).is_some();
    let start = skip_objects(tokens, n + 1, language);
    let (mention, end) = person_or_phrase(tokens, start, language).filter(|_| !function_word)?;
    let person = match &mention {
        Mention::Name(name) => name.kind(language) != NameKind::Thing,
        Mention::Pronoun(Pronoun::One(_) | Pronoun::It) => true,
        Mention::Description { head, .. } => is_human_noun(head, language),
        _ => false,
    };
    person.then(|| SpeechCue::new(mention, tokens, n, end, true))
}

/// True for a small word that may be the verb of a cue before its subject.
fn may_open_cue(token: &Token<'_>, language: &Language) -> bool {
    may_be_verb(token, language)
        && !language.conjunctions.contains(&token.lower)
        && !language.capitalised_non_names.contains(&token.lower)
}

pub(super) fn may_be_verb(token: &Token<'_>, language: &Language) -> bool {
    token.is_word() && !token.is_capital() && !language.prepositions_and_relatives.contains(&token.lower)
}

pub(super) fn is_name_or_person_pronoun(mention: &Mention) -> bool {
    matches!(mention, Mention::Name(_) | Mention::Pronoun(Pronoun::One(_)))
}
