//! Collects the entities of an article from the narration, with their roles and genders.
//!
//! This is a pass over the whole article before any quote is attributed, since a person is often quoted by surname first
//! and introduced in full later.

use std::collections::{BTreeMap, HashSet};

use super::cue::{is_inverted, is_reporting_verb};
use super::entities::{Entities, NameEvidence};
use super::names::{
    Name, NameKind, gender_of_noun, is_acronym, is_human_noun, is_plural_role, is_role, name_at,
};
use super::noun_phrase::is_determiner;
use super::offices::{add_offices, add_single_names};
use super::tokens::{BlockTokens, Token};
use crate::language::attribution::Language;
use crate::language::given_names::given_name;
use crate::script::Gender;

/// Collects the entities. `genders` are settings of the project, which override the article. A text that is mostly dialogue
/// has people who are never named in full.
pub(super) fn collect_entities(
    blocks: &[BlockTokens<'_>],
    language: &Language,
    genders: &BTreeMap<String, Gender>,
    dialogue: bool,
) -> Entities {
    let mut entities = Entities::default();
    let texts = || blocks.iter().filter(|block| !block.heading && !block.byline);
    let mut names: Vec<Vec<(usize, Name)>> = texts().map(|block| names_in(&block.tokens, language)).collect();
    if dialogue {
        let texts = texts().map(|block| block.tokens.as_slice());
        separate_neighbours(&mut names, &texts.collect::<Vec<_>>());
    }
    // Full names first, so a surname alone finds its entity.
    for single in [false, true] {
        if single {
            add_names_in_quotes(&mut entities, blocks, language);
        }
        for (block, names) in texts().zip(&names) {
            for (at, name) in names.iter().filter(|(_, name)| (name.names.len() == 1) == single) {
                add_name(&mut entities, &block.tokens, *at, name, language);
            }
        }
    }
    if dialogue {
        add_offices(&mut entities, blocks, language);
        add_single_names(&mut entities, blocks, language);
    }
    learn_genders(&mut entities, blocks, language);
    for (name, gender) in genders {
        entities.set_gender(name, *gender);
    }
    entities
}

/// Adds the people whose full name is only in a quote, while the narration has their surname: `“Abby Wells is quick,” said Ines
/// Dorn. Wells blushed.`
fn add_names_in_quotes(entities: &mut Entities, blocks: &[BlockTokens<'_>], language: &Language) {
    let tokens = || blocks.iter().flat_map(|block| &block.tokens);
    let narrated: HashSet<&str> = tokens().filter(|t| t.is_capital()).map(|t| t.text).collect();
    for quote in tokens().filter(|t| t.is_quote()) {
        let mut before = "";
        for word in quote.text.split_whitespace() {
            // Most words have a small letter, and a look into the list of names costs more.
            let capital = |word: &str| word.starts_with(char::is_uppercase);
            let given = capital(before) && capital(word) && given_name(before).is_some();
            // What follows the surname ends it: a mark, or the ending of a possessive.
            let letters = word.find(|c: char| !c.is_alphanumeric() && c != '-').unwrap_or(word.len());
            let surname = &word[..letters];
            if given && narrated.contains(surname) && !entities.has_name(surname) {
                let names = vec![before.to_string(), surname.to_string()];
                let name = Name { names, ..Name::default() };
                if name.kind(language) == NameKind::Person {
                    entities.add_mention(&name, language, NameEvidence::default());
                }
            }
            before = word.trim_start_matches(|c: char| !c.is_alphanumeric());
        }
    }
}

/// Number of mentions of a name alone from which one mention next to another capital word is no full name.
const MIN_ALONE: usize = 3;

/// Removes pairs of words that are next to each other by accident: `Hitherto Holt had slept`, `She told Ana Ben was late`. A story
/// has such a pair once, and its people often.
fn separate_neighbours(names: &mut [Vec<(usize, Name)>], texts: &[&[Token<'_>]]) {
    let plain = |name: &Name| name.title.is_none() && name.role.is_none();
    let mut counts: BTreeMap<Vec<String>, usize> = BTreeMap::new();
    for (_, name) in names.iter().flatten().filter(|(_, name)| plain(name)) {
        *counts.entry(name.names.clone()).or_default() += 1;
    }
    let count = |words: &[String]| counts.get(words).copied().unwrap_or_default();
    let often = |word: &String| count(std::slice::from_ref(word)) >= MIN_ALONE;
    for (names, tokens) in names.iter_mut().zip(texts) {
        for (at, name) in names.iter_mut().filter(|(_, name)| plain(name) && count(&name.names) == 1) {
            let [first, second] = name.names.as_slice() else { continue };
            let opener =
                tokens[*at].first && given_name(first).is_none() && count(std::slice::from_ref(first)) == 0;
            if often(second) && (opener || often(first)) {
                name.names.remove(0);
            }
        }
    }
}

/// Returns the names of one block, each with its first token.
fn names_in(tokens: &[Token<'_>], language: &Language) -> Vec<(usize, Name)> {
    let mut names = Vec::new();
    let mut n = 0;
    while n < tokens.len() {
        let name = name_at(tokens, n, language);
        let length = name.as_ref().map_or(1, |name| name.length.max(1));
        names.extend(name.map(|name| (n, name)));
        n += length;
    }
    names
}

fn add_name(entities: &mut Entities, tokens: &[Token<'_>], at: usize, name: &Name, language: &Language) {
    let end = at + name.length;
    // `the Center for Nonproliferation Studies`
    let inside_name = at.checked_sub(2).is_some_and(|n| {
        tokens[n].is_capital()
            && language.organisation_words.contains(&tokens[n].lower)
            && language.noun_prepositions.contains(&tokens[n + 1].lower)
    });
    if inside_name && name.kind(language) != NameKind::Person {
        return;
    }
    // The number in `Mill Lane, 12` is a house number, not an age.
    let street = name.is_street(language) && name.kind(language) == NameKind::Unknown;
    let described = description_after(tokens, end, language).filter(|role| !(street && role.is_empty()));
    let before = at.checked_sub(1).map(|n| &tokens[n].lower);
    let thing_word = before.is_some_and(|before| {
        language.words_before_things.contains(before)
            || (name.is_street(language) && language.prepositions_and_relatives.contains(before))
    });
    let evidence = NameEvidence {
        speaks: is_reporting_verb(tokens, end, language)
            || is_inverted(tokens, at, language)
            || follows_cue_verb(tokens, at, language),
        described: described.is_some(),
        thing: name.title.is_none() && name.role.is_none() && thing_word,
    };
    // `gegenüber Journalisten`
    let several = language.capitalised_compounds
        && name.is_single_word()
        && is_plural_role(&tokens[at].lower, language)
        && given_name(tokens[at].text).is_none();
    if several {
        return;
    }
    // A new single word at the start of a sentence may have its capital only from there.
    let new_at_start = name.is_single_word() && tokens[at].first && entities.find(name, language).is_none();
    // `Cody waited.` Some given names are words too: `Grace`, `Will`.
    let given = given_name(tokens[at].text).is_some()
        && !tokens[at].common
        && !language.word_names.contains(&tokens[at].lower);
    // `Wells, 19, blushed.`
    let aged =
        tokens.get(end + 2).is_some_and(|t| t.is(",")) && described.as_ref().is_some_and(String::is_empty);
    if new_at_start && !evidence.speaks && !given && !aged {
        return;
    }
    // `Mia ist neun.` Elsewhere such a name may be a city's: `Madison is …`
    let next_small = tokens.get(end).is_some_and(|next| next.is_word() && !next.is_capital());
    let subject = language.verb_second && name.is_single_word() && given && tokens[at].first && next_small;
    let evidence = NameEvidence { speaks: evidence.speaks || subject, ..evidence };
    // `the Dane said` is an epithet.
    let determined = before.is_some_and(|before| language.definite_determiners.contains(before));
    if name.is_single_word() && determined && language.epithets.contains(&tokens[at].lower) {
        return;
    }
    // `Die Oma, eine Bäuerin, …`
    let noun = language.capitalised_compounds && is_human_noun(&tokens[at].lower, language);
    if name.is_single_word() && noun && (determined || has_first_person_owner(before, language)) {
        return;
    }
    let Some(known) = entities.add_mention(name, language, evidence) else { return };
    if is_relative(tokens, at, language) && name.names.len() > 1 && entities.list[known].mentions == 1 {
        entities.list[known].relative = true;
    }
    let roles = [described.filter(|role| !role.is_empty()), description_before(tokens, at, language)];
    for role in roles.into_iter().flatten() {
        let entity = &mut entities.list[known];
        entity.gender = entity.gender.or(gender_of_noun(&role, language));
        entity.add_role(role);
    }
    if let Some(acronym) = acronym_after(tokens, end, name) {
        entities.add_acronym(known, acronym);
    }
}

/// True for `my`.
fn has_first_person_owner(before: Option<&String>, language: &Language) -> bool {
    before.is_some_and(|before| language.first_person_possessives.contains(before))
}

/// True after a quote, a comma and one small word, which is a verb: `„Wer war das?“, wollte Mattis wissen.`
fn follows_cue_verb(tokens: &[Token<'_>], at: usize, language: &Language) -> bool {
    let Some(quote) = at.checked_sub(3) else { return false };
    let verb = &tokens[at - 1];
    language.subject_after_verb
        && tokens[quote].is_quote()
        && tokens[quote + 1].is(",")
        && verb.is_word()
        && !verb.is_capital()
        && !language.prepositions_and_relatives.contains(&verb.lower)
        && !language.conjunctions.contains(&verb.lower)
        && !is_determiner(&verb.lower, language)
}

/// Maximum number of tokens after a name to search for the noun of its description.
const MAX_DESCRIPTION: usize = 9;

/// Returns the noun of a description after a name: `, a truck driver …,`. It is empty for an age (`, 42,`) and for a
/// relative clause that only fits people (`, who has …`).
pub(super) fn description_after(tokens: &[Token<'_>], at: usize, language: &Language) -> Option<String> {
    let next = tokens.get(at + 1)?;
    // `with Ann Lee — who wants a bridge — in the lead`
    if tokens[at].is_dash() && language.personal_relatives.contains(&next.lower) {
        return Some(String::new());
    }
    // `Gunda Schön (77) blättert`
    let bracket = tokens[at].is("(") && tokens.get(at + 2).is_some_and(|t| t.is(")"));
    if bracket && next.lower.parse().is_ok_and(|age: u32| (MIN_AGE..MAX_AGE).contains(&age)) {
        return Some(String::new());
    }
    if !tokens[at].is(",") {
        return None;
    }
    if next.lower.len() <= 3 && next.lower.parse::<u32>().is_ok() {
        return Some(String::new());
    }
    // The comma of an apposition before: `a car dealer from Westfall, has never held office`.
    let goes_on = |n: usize| {
        let after = tokens.get(n + 1);
        language.verb_modifiers.contains(&tokens[n].lower)
            && !after.is_some_and(|t| is_determiner(&t.lower, language) || is_role(&t.lower, language))
    };
    if !language.verb_second && goes_on(at + 1) {
        return None;
    }
    let description = &tokens[at + 1..tokens.len().min(at + MAX_DESCRIPTION)];
    let role = description
        .iter()
        .take_while(|token| token.is_word())
        .take_while(|token| {
            !language.conjunctions.contains(&token.lower) && !opens_complement(token, language)
        })
        .take_while(|token| token.is_capital() || !language.reporting_verbs.contains(&token.lower))
        .filter(|token| is_role(&token.lower, language))
        .last();
    let first_link = description.iter().find(|token| !token.is_word() || opens_complement(token, language));
    let personal = first_link.is_some_and(|token| language.personal_relatives.contains(&token.lower));
    role.map(|token| token.lower.clone()).or_else(|| personal.then(String::new))
}

fn opens_complement(token: &Token<'_>, language: &Language) -> bool {
    language.prepositions_and_relatives.contains(&token.lower)
}

/// Returns the noun of a description before a name: `his mother, Joyce Dean,`.
fn description_before(tokens: &[Token<'_>], at: usize, language: &Language) -> Option<String> {
    let (comma, noun, determiner) = (at.checked_sub(1)?, at.checked_sub(2)?, at.checked_sub(3)?);
    let describes = tokens[comma].is(",")
        && is_human_noun(&tokens[noun].lower, language)
        && language.definite_determiners.contains(&tokens[determiner].lower);
    describes.then(|| tokens[noun].lower.clone())
}

/// A number in brackets after a name is an age from the first to before the second, in years.
const MIN_AGE: u32 = 10;
const MAX_AGE: u32 = 110;

/// Maximum distance in tokens from a name to the word for the relative: `his son and manager, Joe Orr`.
const MAX_RELATIVE: usize = 5;

/// True for a person introduced as a relative of another: `her nephew Peter Holt`, `Dock’s brother, Josef Dock`.
fn is_relative(tokens: &[Token<'_>], at: usize, language: &Language) -> bool {
    let from = at.saturating_sub(MAX_RELATIVE);
    let Some(noun) = (from..at).rev().find(|n| language.relative_nouns.contains(&tokens[*n].lower)) else {
        return false;
    };
    let owned = noun.checked_sub(1).is_some_and(|n| {
        let before = &tokens[n];
        before.is_possessive()
            || language.masculine_case_forms.contains(&before.lower)
            || language.feminine_case_forms.contains(&before.lower)
            || language.definite_determiners.contains(&before.lower)
    });
    owned && !tokens[noun + 1..at].iter().any(|t| t.ends_sentence() || t.is_capital())
}

/// Returns the acronym after a name: `Export Development Canada (EDC)`.
fn acronym_after(tokens: &[Token<'_>], at: usize, name: &Name) -> Option<String> {
    let acronym = tokens.get(at + 1).filter(|_| tokens[at].is("("))?.text;
    let initials: String = name.names.iter().filter_map(|part| part.chars().next()).collect();
    (is_acronym(acronym) && initials.starts_with(acronym.chars().next()?)).then(|| acronym.to_string())
}

/// Learns genders from pronouns: in `Okafor … she` the pronouns after a name most often refer to it. The majority counts.
fn learn_genders(entities: &mut Entities, blocks: &[BlockTokens<'_>], language: &Language) {
    let mut votes = vec![Votes::default(); entities.list.len()];
    let mut last_named = None;
    for block in blocks {
        last_named = if block.heading {
            None
        } else {
            count_pronouns(entities, &block.tokens, language, last_named, &mut votes)
        };
    }
    for (entity, votes) in entities.list.iter_mut().zip(votes) {
        if entity.gender.is_none() && votes.he != votes.she {
            entity.gender = Some(if votes.he > votes.she { Gender::He } else { Gender::She });
        }
    }
}

/// Number of pronouns of each gender after an entity's name.
#[derive(Debug, Clone, Default)]
struct Votes {
    he: u32,
    she: u32,
}

/// Counts each pronoun of a block for the name before it. Returns the last entity that is named.
fn count_pronouns(
    entities: &Entities,
    tokens: &[Token<'_>],
    language: &Language,
    mut last_named: Option<usize>,
    votes: &mut [Votes],
) -> Option<usize> {
    let mut n = 0;
    while n < tokens.len() {
        if let Some(name) = name_at(tokens, n, language) {
            let found = entities.find(&name, language).filter(|entity| entities.list[*entity].may_be_human());
            last_named = found.or(last_named);
            n += name.length.max(1);
            continue;
        }
        if let Some(entity) = last_named {
            let lower = &tokens[n].lower;
            let he =
                language.masculine_pronouns.contains(lower) || language.masculine_case_forms.contains(lower);
            let she =
                language.feminine_pronouns.contains(lower) || language.feminine_case_forms.contains(lower);
            votes[entity].he += u32::from(he);
            votes[entity].she += u32::from(she);
        }
        n += 1;
    }
    last_named
}
