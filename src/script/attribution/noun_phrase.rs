//! Reads mentions: names, pronouns and descriptions of people and organisations.

use super::holders::{after_two_nouns, holder};
use super::names::{Name, NameKind, is_role, name_at};
use super::tokens::{Token, joined};
use crate::language::attribution::Language;
use crate::language::given_names::given_name;
use crate::script::Gender;

/// How the text refers to an entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Mention {
    Name(Name),
    /// `Tore Sohlberg and Lehla Abreder`.
    Both(Name, Name),
    Pronoun(Pronoun),
    /// `the minister`, `a spokesman for the council`, `his mother`.
    Description {
        /// As written.
        phrase: String,
        /// The head noun, in lower case.
        head: String,
        /// True with a definite determiner: the text has mentioned the entity before.
        definite: bool,
    },
    /// `I`, `we` in narration: the writer.
    Writer,
    /// `came the reply`: the person spoken to.
    Reply,
}

/// A pronoun of the third person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pronoun {
    One(Gender),
    They,
    It,
    /// A verb without a subject, which refers to the person just mentioned.
    Dropped,
}

/// Maximum number of tokens in a description before its head noun, and after it.
const MAX_WORDS: usize = 10;
/// Maximum number of tokens between a preposition and the time or occasion after it, with that.
const MAX_OCCASION: usize = 2;

/// Reads the mention that begins at a token. Returns it with the index of the token after it.
pub(super) fn noun_phrase(tokens: &[Token<'_>], at: usize, language: &Language) -> Option<(Mention, usize)> {
    let token = tokens.get(at).filter(|token| token.is_word())?;
    if let Some(pronoun) = pronoun(&token.lower, language) {
        return Some((pronoun, at + 1));
    }
    // `that a spokesman said`: the conjunction is not part of the phrase.
    let next = tokens.get(at + 1).filter(|next| is_determiner(&next.lower, language));
    if next.is_some() && language.thing_relatives.contains(&token.lower) {
        return None;
    }
    if let Some(found) =
        surname_with_particle(tokens, at, language).or_else(|| demonstrative(tokens, at, language))
    {
        return Some(found);
    }
    let end = phrase_end(tokens, at, language);
    if let Some((name, stop)) = after_two_nouns(tokens, at, language) {
        return Some((Mention::Name(name), stop));
    }
    if let Some(named) = named_phrase(tokens, at, end, language) {
        return Some(named);
    }
    let starts_description = is_determiner(&token.lower, language)
        || is_role(&token.lower, language)
        || name_at(tokens, at, language).is_some();
    if !starts_description {
        return None;
    }
    owner(tokens, at, end, language)
        .or_else(|| holder(tokens, at, end, language).map(|(name, stop)| (Mention::Name(name), stop)))
        .or_else(|| description(tokens, at, end, language))
}

/// Reads a surname that begins with a small particle, at the end of a cue: `so von Ahlen`, `sagte von der Heide`.
fn surname_with_particle(tokens: &[Token<'_>], at: usize, language: &Language) -> Option<(Mention, usize)> {
    let before = &tokens[at.checked_sub(1)?];
    let in_cue =
        language.reporting_verbs.contains(&before.lower) || language.source_phrases.contains(&before.lower);
    let particles = tokens[at..]
        .iter()
        .take_while(|t| language.name_particles.contains(&t.lower) && !t.is_capital())
        .count();
    let surname = at + particles;
    let ends = tokens.get(surname + 1).is_none_or(|t| !t.is_word());
    let name = tokens.get(surname).filter(|t| t.is_capital() && !is_role(&t.lower, language));
    let preposition = language.author_prepositions.contains(&tokens[at].lower);
    (language.verb_second && in_cue && preposition && particles > 0 && ends).then_some(())?;
    let names = vec![name?.text.to_string()];
    Some((Mention::Name(Name { names, length: particles + 1, ..Name::default() }), surname + 1))
}

/// Reads a demonstrative without a noun, in a language where nouns have a gender: `Diese sprach von …`
fn demonstrative(tokens: &[Token<'_>], at: usize, language: &Language) -> Option<(Mention, usize)> {
    let lower = &tokens[at].lower;
    let alone = language.verb_second
        && language.reporting_verbs.contains(&tokens.get(at + 1)?.lower)
        && !tokens[at + 1].is_capital()
        && language.definite_determiners.contains(lower)
        && !language.definite_articles.iter().any(|the| the == lower);
    let gender = match () {
        () if language.masculine_determiners.contains(lower) => Gender::He,
        () if language.feminine_determiners.contains(lower) => Gender::She,
        () => return None,
    };
    let possessive =
        language.masculine_case_forms.contains(lower) || language.feminine_case_forms.contains(lower);
    (alone && !possessive).then_some((Mention::Pronoun(Pronoun::One(gender)), at + 1))
}

/// Reads the owner of a document or an answer: `Ann Lee’s short reply`, `her statement`, `a statement e-mailed by Ann Lee`.
fn owner(tokens: &[Token<'_>], at: usize, end: usize, language: &Language) -> Option<(Mention, usize)> {
    let sets = [&language.document_nouns, &language.reply_nouns];
    let noun = (at..end).find(|n| sets.iter().any(|set| set.contains(&tokens[*n].lower)))?;
    // `his campaign sent a message`: the document is not what the phrase is about.
    let other_noun = |t: &Token<'_>| {
        is_determiner(&t.lower, language)
            || (!t.is_capital() && (is_role(&t.lower, language) || language.is_past_participle(&t.lower)))
    };
    if tokens[(at + 1).min(noun)..noun].iter().any(other_noun) {
        return None;
    }
    let first = &tokens[at].lower;
    if noun > at && language.masculine_case_forms.contains(first) {
        return Some((Mention::Pronoun(Pronoun::One(Gender::He)), end));
    }
    if noun > at && language.feminine_case_forms.contains(first) {
        return Some((Mention::Pronoun(Pronoun::One(Gender::She)), end));
    }
    let possessor = names_within(tokens, at, noun, language).into_iter().find(|(start, name)| {
        let person = matches!(name.kind(language), NameKind::Person | NameKind::MaybePerson);
        person && tokens.get(start + name.length).is_some_and(Token::is_possessive)
    });
    if let Some((_, name)) = possessor {
        return Some((Mention::Name(name), end));
    }
    // `A statement e-mailed to the paper by Ann Lee, who …`
    let max = tokens.len().min(noun + MAX_WORDS);
    let by = (noun + 1..max)
        .take_while(|n| tokens[*n].is_word())
        .find(|n| language.author_prepositions.contains(&tokens[*n].lower))?;
    let (mention, stop) = noun_phrase(tokens, by + 1, language)?;
    let person = matches!(&mention, Mention::Name(name) if !matches!(name.kind(language), NameKind::Thing));
    person.then_some((mention, stop))
}

/// Maximum number of tokens before the name of a person with a long description.
const MAX_BEFORE_PERSON: usize = 12;

/// Reads a person at the end of a description that begins with another name or with a noun of no list:
/// `Norwell cartoonist Peter Vale`, `University of the North Fells historian Owen Tarrick`, `oil and gas worker Tom Haddon`.
/// A small word right before the full name describes it, unless it is a preposition or the like.
pub(super) fn described_person(
    tokens: &[Token<'_>],
    at: usize,
    language: &Language,
) -> Option<(Mention, usize)> {
    let max = tokens.len().min(at + MAX_BEFORE_PERSON);
    // `University of Fells historian Owen Tarrick`, but not `Smith after meeting the historian Owen Tarrick`.
    let thing = name_at(tokens, at, language).is_some_and(|name| name.kind(language) == NameKind::Thing);
    for n in at + 1..max {
        let preposition = language.prepositions_and_relatives.contains(&tokens[n - 1].lower);
        let ends = !tokens[n - 1].is_word() || is_finite_or_pronoun(&tokens[n - 1], language);
        if ends || (preposition && !thing) {
            return None;
        }
        let before = &tokens[n - 1];
        let noun = !before.is_capital() && !before.is_possessive() && !is_small_word(before, language);
        let Some(name) = name_at(tokens, n, language) else { continue };
        let full = name.names.len() > 1 && given_name(&name.names[0]).is_some();
        if noun && full && name.kind(language) == NameKind::Person {
            let role = name.role.clone().or_else(|| Some(before.lower.clone()));
            let end = n + name.length;
            return Some((Mention::Name(Name { role, ..name }), end));
        }
    }
    None
}

/// Reads the subject after a verb: a person with a long description, or any noun phrase.
pub(super) fn person_or_phrase(
    tokens: &[Token<'_>],
    at: usize,
    language: &Language,
) -> Option<(Mention, usize)> {
    let phrase = noun_phrase(tokens, at, language);
    match &phrase {
        Some((Mention::Name(name), _)) if name.kind(language) == NameKind::Person => phrase,
        Some((Mention::Both(..) | Mention::Pronoun(_) | Mention::Writer, _)) => phrase,
        // `said Mayor Ola Drumm`
        Some((Mention::Name(name), _)) if name.title.is_some() || name.role.is_some() => phrase,
        Some((Mention::Description { head, .. }, _)) if is_role(head, language) => phrase,
        _ => described_person(tokens, at, language).or(phrase),
    }
}

fn is_finite_or_pronoun(token: &Token<'_>, language: &Language) -> bool {
    !token.is_capital()
        && (language.reporting_verbs.contains(&token.lower)
            || language.verb_modifiers.contains(&token.lower)
            || language.clause_conjunctions.contains(&token.lower)
            || language.personal_relatives.contains(&token.lower)
            || language.thing_relatives.contains(&token.lower)
            || matches!(pronoun(&token.lower, language), Some(Mention::Pronoun(_) | Mention::Writer)))
}

fn is_small_word(token: &Token<'_>, language: &Language) -> bool {
    is_determiner(&token.lower, language)
        || language.prepositions_and_relatives.contains(&token.lower)
        || language.conjunctions.contains(&token.lower)
        || language.name_particles.contains(&token.lower)
}

pub(super) fn pronoun(lower: &str, language: &Language) -> Option<Mention> {
    let pronoun = match () {
        () if language.masculine_pronouns.contains(lower) => Pronoun::One(Gender::He),
        () if language.feminine_pronouns.contains(lower) => Pronoun::One(Gender::She),
        () if language.plural_pronouns.contains(lower) => Pronoun::They,
        () if language.neuter_pronouns.contains(lower) => Pronoun::It,
        () if language.writer_pronouns.contains(lower) => return Some(Mention::Writer),
        () => return None,
    };
    Some(Mention::Pronoun(pronoun))
}

pub(super) fn is_determiner(lower: &str, language: &Language) -> bool {
    language.definite_determiners.contains(lower) || language.indefinite_determiners.contains(lower)
}

/// Finds the end of a phrase without its complement: at a mark, a preposition, a relative clause or a reporting verb.
fn phrase_end(tokens: &[Token<'_>], at: usize, language: &Language) -> usize {
    let max = tokens.len().min(at + MAX_WORDS);
    (at..max).find(|n| !tokens[*n].is_word() || (*n > at && ends_phrase(tokens, *n, language))).unwrap_or(max)
}

fn ends_phrase(tokens: &[Token<'_>], n: usize, language: &Language) -> bool {
    let token = &tokens[n];
    // `die heute 23-Jährige`
    let adverb = language.capitalised_compounds
        && language.verb_modifiers.contains(&token.lower)
        && language.definite_articles.iter().any(|the| the == tokens[n - 1].lower);
    if adverb {
        return false;
    }
    is_small_after_noun(tokens, n, language)
        || (!token.is_capital()
            && (language.prepositions_and_relatives.contains(&token.lower)
                || language.conjunctions.contains(&token.lower)
                || language.reporting_verbs.contains(&token.lower)
                || language.verb_modifiers.contains(&token.lower)
                || pronoun(&token.lower, language).is_some()))
}

/// True for a small word after a noun, in a language where nouns have capitals. It is not part of the noun's phrase:
/// `der Anwältin handelte`.
fn is_small_after_noun(tokens: &[Token<'_>], n: usize, language: &Language) -> bool {
    let after_noun = n.checked_sub(1).is_some_and(|before| is_capital_noun(&tokens[before], language));
    language.capitalised_compounds
        && after_noun
        && !tokens[n].is_capital()
        && !tokens[n].is_possessive()
        && !language.name_particles.contains(&tokens[n].lower)
        && !is_age(tokens, n, language)
}

/// True for a noun by its capital: `Anwältin`, `51-Jährige`.
fn is_capital_noun(token: &Token<'_>, language: &Language) -> bool {
    let age = language.age_endings.iter().any(|ending| token.lower.ends_with(ending))
        && token.text.contains(char::is_uppercase);
    age || (token.is_capital() && !is_determiner(&token.lower, language))
}

/// True for the adjective of an age: `der 58 Jahre alte Tischler`.
fn is_age(tokens: &[Token<'_>], n: usize, language: &Language) -> bool {
    let number = |t: &Token<'_>| t.lower.starts_with(|c: char| c.is_ascii_digit());
    language.age_adjectives.contains(&tokens[n].lower)
        && n.checked_sub(2).is_some_and(|before| number(&tokens[before]))
}

/// True for the unit before the adjective of an age: 81 *Jahre* alt.
fn is_unit_of_age(tokens: &[Token<'_>], n: usize, language: &Language) -> bool {
    tokens.get(n + 1).is_some_and(|next| language.age_adjectives.contains(&next.lower))
}

/// Reads the name that a phrase refers to: `Okafor`, `the minister Anna Vogel`, `Rockets general manager Bruce Hamilton`.
/// Returns `None` if a name is only part of a description: `the Clinton campaign`.
fn named_phrase(
    tokens: &[Token<'_>],
    at: usize,
    end: usize,
    language: &Language,
) -> Option<(Mention, usize)> {
    let names = names_within(tokens, at, end, language);
    let (start, name) = names.get(head_name(tokens, &names, language)?)?;
    let stop = start + name.length;
    // `Smith’s lawyer` is not Smith.
    if tokens.get(stop).is_some_and(Token::is_possessive) {
        return None;
    }
    let determined = is_determiner(&tokens[at].lower, language);
    let role = tokens[at..*start].iter().rev().find(|t| is_role(&t.lower, language)).map(|t| t.lower.clone());
    // `a reiver named Cody`: whatever the noun is.
    let introduced = start.checked_sub(2).filter(|noun| {
        *noun > at && language.introducing_words.contains(&tokens[noun + 1].lower) && tokens[*noun].is_word()
    });
    let role = role.or_else(|| introduced.map(|noun| tokens[noun].lower.clone()));
    // `Clinton campaign officials` is not Clinton. `Clinton declined` is, and so is `the historian Tom Hill calls it`.
    // `die 81 Jahre alte Berta Koch`, `die schwangere Berta Koch`
    let described = language.capitalised_compounds
        && *start > at + 1
        && name.kind(language) == NameKind::Person
        && (at + 1..*start).all(|n| !tokens[n].is_capital() || is_unit_of_age(tokens, n, language));
    // `the elder Quill`
    let elder =
        start.checked_sub(1).is_some_and(|n| n > at && language.elder_words.contains(&tokens[n].lower));
    let has_role = described || elder || role.is_some() || name.role.is_some();
    let modifies_noun = match &tokens[stop.min(end)..end] {
        [] => false,
        after if determined => !has_role || after.iter().any(|t| is_role(&t.lower, language)),
        after => is_role(&after[0].lower, language),
    };
    // `the Rockets` is not a person, `the minister Anna Vogel` is.
    if modifies_noun || (determined && !has_role && name.title.is_none()) {
        return None;
    }
    let bare = role.is_none() && !elder;
    if *start > at && names.len() == 1 && bare && name.kind(language) != NameKind::Person {
        return None;
    }
    let name = Name { role: name.role.clone().or(role), ..name.clone() };
    match second_name(tokens, stop, language) {
        Some((other, stop)) if name.kind(language) == NameKind::Person => {
            Some((Mention::Both(name, other), stop))
        }
        _ => Some((Mention::Name(name), stop)),
    }
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

/// Chooses which of several names a phrase refers to; returns its index. It is the last one if the words between describe
/// it, as in `Rockets general manager Bruce Hamilton`. It is the first one if a verb comes between, as in
/// `Nora Whitlock met Idris Vane`.
fn head_name(tokens: &[Token<'_>], names: &[(usize, Name)], language: &Language) -> Option<usize> {
    let (at, first) = names.first()?;
    let (last, last_name) = names.last()?;
    let after = at + first.length;
    let possessive = tokens.get(after).is_some_and(Token::is_possessive);
    let describes = |t: &Token<'_>| {
        t.is_capital()
            || is_role(&t.lower, language)
            || language.age_adjectives.contains(&t.lower)
            || t.lower.starts_with(|c: char| c.is_ascii_digit())
    };
    let described = possessive || tokens[after..*last.max(&after)].iter().all(describes);
    let before = &tokens[last.saturating_sub(1)];
    let titled = (before.is_word() && is_role(&before.lower, language))
        || last_name.role.is_some()
        || last_name.title.is_some();
    let first_is_person = matches!(first.kind(language), NameKind::Person | NameKind::MaybePerson);
    Some(if described || (titled && !first_is_person) { names.len() - 1 } else { 0 })
}

/// Reads the second name of a pair: `and Lehla Abreder`. Returns it with the index of the token after it.
pub(super) fn second_name(tokens: &[Token<'_>], at: usize, language: &Language) -> Option<(Name, usize)> {
    tokens.get(at).filter(|t| language.and_words.contains(&t.lower))?;
    let name = name_at(tokens, at + 1, language).filter(|name| name.kind(language) == NameKind::Person)?;
    let stop = at + 1 + name.length;
    Some((name, stop))
}

/// Reads a description: `a spokesman for the council`, `the club captain`, `Mr Smith’s lawyer`.
fn description(tokens: &[Token<'_>], at: usize, end: usize, language: &Language) -> Option<(Mention, usize)> {
    let end = without_trailing(tokens, at, end, language);
    let head = tokens[at..end].iter().rev().find(|t| t.is_word() && !t.is_possessive())?;
    if end == at + 1 && language.definite_determiners.contains(&head.lower) {
        return None;
    }
    let stop = complement_end(tokens, end, language);
    let phrase = joined(&tokens[at..stop]);
    let definite = language.definite_determiners.contains(&tokens[at].lower);
    Some((Mention::Description { phrase, head: head.lower.clone(), definite }, stop))
}

/// Cuts adverbs and participles after a noun: `the lodger gloomily`, `a document titled`.
fn without_trailing(tokens: &[Token<'_>], at: usize, end: usize, language: &Language) -> usize {
    let mut last = end;
    while last > at + 2 && trails(&tokens[last - 1], language) {
        last -= 1;
    }
    let cut = &tokens[last..end];
    let participle = cut.iter().any(|t| language.is_past_participle(&t.lower));
    if participle && !is_role(&tokens[last - 1].lower, language) { end } else { last }
}

fn trails(token: &Token<'_>, language: &Language) -> bool {
    !token.is_capital()
        && !is_role(&token.lower, language)
        && (language.is_adverb(&token.lower) || language.is_past_participle(&token.lower))
}

/// Finds the end of a noun's complement (`for the council`, `of the party`): at the verb or the next mark. Returns `at` if
/// there is no complement.
pub(super) fn complement_end(tokens: &[Token<'_>], at: usize, language: &Language) -> usize {
    if !tokens.get(at).is_some_and(|t| language.noun_prepositions.contains(&t.lower)) {
        return at;
    }
    let stops = |n: &usize| {
        let token = &tokens[*n];
        !token.is_word()
            || opens_occasion(tokens, *n, language)
            || (is_small_after_noun(tokens, *n, language) && !may_follow_noun(token, language))
            || (language.reporting_verbs.contains(&token.lower) && !token.is_capital())
            || language.verb_modifiers.contains(&token.lower)
            || language.conjunctions.contains(&token.lower)
    };
    let max = tokens.len().min(at + MAX_WORDS);
    let stop = (at..max).find(stops).unwrap_or(max);
    // Prepositions and determiners at the end have no noun: `eines Gerichtes des „…“`.
    let dangling = (at..stop).rev().take_while(|n| needs_noun(&tokens[*n], language)).count();
    stop - dangling
}

/// True for a preposition before a time or an occasion, which belongs to the verb: `ein Sprecher des Amtes am Montag`, `an
/// analyst in a statement`.
fn opens_occasion(tokens: &[Token<'_>], n: usize, language: &Language) -> bool {
    if !language.occasion_prepositions.contains(&tokens[n].lower) {
        return false;
    }
    let noun = tokens[n + 1..].iter().take(MAX_OCCASION).find(|t| !is_determiner(&t.lower, language));
    noun.is_some_and(|noun| {
        language.has_noun(&language.occasion_nouns, &noun.lower)
            || language.has_noun(&language.document_nouns, &noun.lower)
            || noun.lower.starts_with(|c: char| c.is_ascii_digit())
    })
}

/// True for a word that attaches another noun to the one before it: a preposition, or a determiner of a genitive. Others
/// begin a new phrase: `schilderte ein Sprecher des Amtes das Unglück`.
fn may_follow_noun(token: &Token<'_>, language: &Language) -> bool {
    language.noun_prepositions.contains(&token.lower) || language.genitive_determiners.contains(&token.lower)
}

/// True for a preposition or a determiner.
fn needs_noun(token: &Token<'_>, language: &Language) -> bool {
    language.noun_prepositions.contains(&token.lower) || is_determiner(&token.lower, language)
}

/// Returns a description as it reads inside a sentence: `the minister` for `The minister`. A noun keeps its capital in a
/// language where nouns have one: `Nachbarn`.
pub(super) fn lower_first(phrase: &str, language: &Language) -> String {
    let first = phrase.split(' ').next().unwrap_or_default().to_lowercase();
    // `Biggs’s daughter`
    let owner = first.trim_end_matches('s').ends_with(['\'', '\u{2019}']);
    if owner || (language.capitalised_compounds && !is_determiner(&first, language)) {
        return phrase.to_string();
    }
    let mut chars = phrase.chars();
    match chars.next() {
        Some(first) => first.to_lowercase().chain(chars).collect(),
        None => String::new(),
    }
}
