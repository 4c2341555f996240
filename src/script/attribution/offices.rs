//! Finds people whom a novel never names in full: by their office or relation, as `the General` and `the Grandmother`, or by
//! one name without a reporting verb, as `Holt` in `Holt sat down.`

use std::collections::BTreeMap;

use super::entities::Entities;
use super::names::{NameKind, gender_of_noun, is_human_noun, name_at};
use super::tokens::{BlockTokens, Token};
use crate::language::attribution::Language;

/// Number of mentions from which an office is a person of the story.
const MIN_MENTIONS: usize = 3;

/// Adds them as entities. In a language where nouns have small letters, a capital inside a sentence makes the noun a name.
pub(super) fn add_offices(entities: &mut Entities, blocks: &[BlockTokens<'_>], language: &Language) {
    if language.capitalised_compounds {
        return;
    }
    let Some(article) = language.definite_articles.first() else { return };
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for block in blocks.iter().filter(|block| !block.heading && !block.caption) {
        for three in block.tokens.windows(3) {
            if let [article, noun, next] = three
                && is_office(article, noun, next, language)
            {
                *counts.entry((noun.text, noun.lower.as_str())).or_default() += 1;
            }
        }
    }
    for ((text, lower), count) in counts {
        // `the General` after `General Orr` is that person.
        let held = entities.list.iter().any(|known| known.has_role(|role| role == lower));
        if count >= MIN_MENTIONS && !held {
            entities.add_office(text, lower, gender_of_noun(lower, language), article);
        }
    }
}

/// True for the article and a noun with a capital, without a name after it.
fn is_office(article: &Token<'_>, noun: &Token<'_>, next: &Token<'_>, language: &Language) -> bool {
    let definite = language.definite_articles.iter().any(|the| *the == article.lower);
    let person = is_human_noun(&noun.lower, language) || language.is_title(&noun.lower);
    definite && noun.is_capital() && person && !next.is_capital() && !next.is_possessive()
}

/// Number of mentions inside sentences from which a single name is a person of the story.
const MIN_NAMED: usize = 3;
/// Of this many mentions, at most one comes after a word that is more common before things: `in Holt`.
const MENTIONS_PER_THING: usize = 4;

/// Adds the people with a single name that is often the subject of a sentence.
pub(super) fn add_single_names(entities: &mut Entities, blocks: &[BlockTokens<'_>], language: &Language) {
    if language.capitalised_compounds {
        return;
    }
    let mut counts: BTreeMap<String, Mentions> = BTreeMap::new();
    for block in blocks.iter().filter(|block| !block.heading && !block.caption) {
        for (n, three) in block.tokens.windows(3).enumerate() {
            let [before, word, after] = three else { continue };
            if !word.is_capital() || word.first || before.is_capital() || after.is_capital() {
                continue;
            }
            let Some(name) = name_at(&block.tokens, n + 1, language).filter(|name| name.is_single_word())
            else {
                continue;
            };
            // Part of a full name, or a person already.
            if entities.has_person_or_longer_name(&name.names[0]) || name.kind(language) == NameKind::Thing {
                continue;
            }
            let mentions = counts.entry(name.names[0].clone()).or_default();
            mentions.all += 1;
            mentions.after_thing_word += usize::from(language.words_before_things.contains(&before.lower));
            mentions.owner += usize::from(after.is_possessive());
        }
        // `Holt sat down.`
        for (n, two) in block.tokens.windows(2).enumerate() {
            let subject = two[0].first && two[0].is_capital() && two[1].is_word() && !two[1].is_capital();
            if let Some(mentions) = counts.get_mut(two[0].text).filter(|_| subject && !two[0].common) {
                let name = name_at(&block.tokens, n, language);
                mentions.subject += usize::from(name.is_some_and(|name| name.is_single_word()));
            }
        }
    }
    for (name, mentions) in counts {
        let person = mentions.all >= MIN_NAMED
            && mentions.subject + mentions.owner > 0
            && mentions.after_thing_word * MENTIONS_PER_THING <= mentions.all;
        if person {
            entities.add_person(name, mentions.all + mentions.subject);
        }
    }
}

/// The mentions of a single name.
#[derive(Debug, Default)]
struct Mentions {
    /// Inside sentences.
    all: usize,
    after_thing_word: usize,
    /// `Holt’s hat`
    owner: usize,
    /// At the start of a sentence, before a small word.
    subject: usize,
}
