//! Before anybody is cast: everybody whom the narrator names, with what is said of them nearby.

use std::collections::BTreeMap;

use super::Spoken;
use super::clause::{is_inverted, is_saying};
use super::names::{Bearer, Name, gender_of_role, is_acronym, is_human, is_role, name_at};
use super::people::{People, Signs};
use super::tokens::Token;
use crate::language::attribution::Language;
use crate::script::Gender;

/// Tokens behind a name that may hold a description of its bearer.
const DESCRIPTION: usize = 9;

/// Everybody of an article.
pub(super) fn gather(blocks: &[Spoken<'_>], language: &Language, told: &BTreeMap<String, Gender>) -> People {
    let mut people = People::default();
    // Full names first, so that a surname alone finds its person.
    for alone in [false, true] {
        for block in blocks.iter().filter(|block| !block.heading && !block.byline) {
            note_names(&mut people, &block.tokens, language, alone);
        }
    }
    learn_genders(&mut people, blocks, language);
    for (name, gender) in told {
        people.told(name, *gender);
    }
    people
}

fn note_names(people: &mut People, tokens: &[Token<'_>], language: &Language, alone: bool) {
    let mut n = 0;
    while n < tokens.len() {
        let Some(name) = name_at(tokens, n, language) else {
            n += 1;
            continue;
        };
        let end = n + name.length;
        if (name.names.len() == 1) == alone {
            note(people, tokens, n, &name, language);
        }
        n = end.max(n + 1);
    }
}

fn note(people: &mut People, tokens: &[Token<'_>], at: usize, name: &Name, language: &Language) {
    let end = at + name.length;
    // `Mill Lane, 12`: the number of a house, or of lamps.
    let street = name.is_street(language) && name.bearer(language) == Bearer::Unknown;
    let described = described_behind(tokens, end, language).filter(|role| !(street && role.is_empty()));
    let before = at.checked_sub(1);
    let signs = Signs {
        speaks: is_saying(tokens, end, language) || is_inverted(tokens, at, language),
        described: described.is_some(),
        thing: name.title.is_none()
            && name.role.is_none()
            && before.is_some_and(|n| {
                let lower = &tokens[n].lower;
                language.words_before_things.contains(lower)
                    || (name.is_street(language) && language.prepositions_and_relatives.contains(lower))
            }),
    };
    // A word that only its place at the beginning of a sentence makes a capital.
    let bare = name.names.len() == 1 && name.title.is_none() && name.role.is_none();
    if bare && tokens[at].first && people.find(name, language).is_none() && !signs.speaks {
        return;
    }
    // `the Dane said`
    let the = before.is_some_and(|n| language.definite_determiners.contains(&tokens[n].lower));
    if bare && the && language.epithets.contains(&tokens[at].lower) {
        return;
    }
    let Some(person) = people.note(name, language, signs) else { return };
    let roles = [described.filter(|role| !role.is_empty()), described_before(tokens, at, language)];
    for role in roles.into_iter().flatten() {
        let person = &mut people.list[person];
        person.gender = person.gender.or(gender_of_role(&role, language));
        if !person.roles.contains(&role) {
            person.roles.push(role);
        }
    }
    if let Some(short) = acronym_behind(tokens, end, name) {
        people.call(person, short);
    }
}

/// `, 42,` or `, a truck driver …,`: the noun, or an empty one for an age.
pub(super) fn described_behind(tokens: &[Token<'_>], at: usize, language: &Language) -> Option<String> {
    if !tokens.get(at)?.is(",") {
        return None;
    }
    let next = tokens.get(at + 1)?;
    if next.lower.len() <= 3 && next.lower.parse::<u32>().is_ok() {
        return Some(String::new());
    }
    // `, who has …`, `, a welder who …`: nobody says that of a thing.
    let personal = |token: &Token<'_>| language.personal_relatives.contains(&token.lower);
    let first_link = (at + 1..tokens.len().min(at + DESCRIPTION))
        .map(|n| &tokens[n])
        .find(|t| !t.is_word() || language.prepositions_and_relatives.contains(&t.lower));
    let run = (at + 1..tokens.len().min(at + DESCRIPTION))
        .map_while(|n| tokens[n].is_word().then_some(&tokens[n]))
        .take_while(|token| {
            !language.conjunctions.contains(&token.lower)
                && !language.prepositions_and_relatives.contains(&token.lower)
        })
        .take_while(|token| token.is_capital() || !language.reporting_verbs.contains(&token.lower));
    let role = run.filter(|token| is_role(&token.lower, language)).last().map(|token| token.lower.clone());
    role.or_else(|| first_link.filter(|token| personal(token)).map(|_| String::new()))
}

/// `his mother, Joyce Dean,`: the noun.
fn described_before(tokens: &[Token<'_>], at: usize, language: &Language) -> Option<String> {
    let (comma, noun, the) = (at.checked_sub(1)?, at.checked_sub(2)?, at.checked_sub(3)?);
    let apposed = tokens[comma].is(",") && is_human(&tokens[noun].lower, language);
    let the = language.definite_determiners.contains(&tokens[the].lower);
    (apposed && the).then(|| tokens[noun].lower.clone())
}

/// `Export Development Canada (EDC)`.
fn acronym_behind(tokens: &[Token<'_>], at: usize, name: &Name) -> Option<String> {
    let inside = tokens.get(at + 1).filter(|_| tokens[at].is("("))?;
    let short = inside.text.to_string();
    let initials: String = name.names.iter().filter_map(|part| part.chars().next()).collect();
    (is_acronym(&short) && initials.starts_with(short.chars().next()?)).then_some(short)
}

/// `Okafor … she`: the first pronoun after a sentence with one person in it is most often theirs.
fn learn_genders(people: &mut People, blocks: &[Spoken<'_>], language: &Language) {
    let mut votes = vec![(0_i32, 0_i32); people.list.len()];
    let mut only = None;
    for block in blocks {
        only = if block.heading { None } else { vote(people, &block.tokens, language, only, &mut votes) };
    }
    for (person, (he, she)) in people.list.iter_mut().zip(votes) {
        if person.gender.is_none() && he != she {
            person.gender = Some(if he > she { Gender::He } else { Gender::She });
        }
    }
}

/// Gives the pronouns of a block to `only`, who was named last, or to whoever is named in it; returns who that was.
fn vote(
    people: &People,
    tokens: &[Token<'_>],
    language: &Language,
    mut only: Option<usize>,
    votes: &mut [(i32, i32)],
) -> Option<usize> {
    let mut n = 0;
    while n < tokens.len() {
        let token = &tokens[n];
        if let Some(name) = name_at(tokens, n, language) {
            let found = people.find(&name, language).filter(|p| people.list[*p].could_be_human());
            only = found.or(only);
            n += name.length.max(1);
            continue;
        }
        if let Some(person) = only {
            let he = language.masculine_pronouns.contains(&token.lower)
                || language.masculine_case_forms.contains(&token.lower);
            let she = language.feminine_pronouns.contains(&token.lower)
                || language.feminine_case_forms.contains(&token.lower);
            votes[person].0 += i32::from(he);
            votes[person].1 += i32::from(she);
        }
        n += 1;
    }
    only
}
