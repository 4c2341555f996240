//! Finds people whom a novel knows by their office or relation only: `the General`, `the Grandmother`.

use std::collections::BTreeMap;

use super::entities::Entities;
use super::names::{gender_of_noun, is_human_noun};
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
