//! Finds the person whose office or occupation a description names: `the senator` after `Sen. Lorna Biggs`.
//!
//! German makes one noun of an office and its field. So `Verkehrsministerin Lena Hartwig` is later `die Ministerin`.

use super::discourse::Discourse;
use super::entities::Entity;
use super::names::{gender_of_noun, is_human_noun};
use crate::language::attribution::Language;

/// A person is meant for certain if the salience of others with such an office is less by this factor.
const MIN_LEAD: i32 = 6;
/// How a noun fits the office of a person, the best first.
const FITS: [Fit; 4] = [Fit::Same, Fit::WithoutField, Fit::Synonym, Fit::WithField];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fit {
    /// The noun that the article has used.
    Same,
    /// `Ministerin` for `Verkehrsministerin`.
    WithoutField,
    /// `Rathauschef` for `Bürgermeister`.
    Synonym,
    /// `Verkehrsministerin` for `Ministerin`. It may be another one.
    WithField,
}

impl Discourse<'_> {
    /// Returns the person whose office a description names by its noun, and whether that is certain. People named so far come
    /// before people that the article introduces later.
    pub(super) fn with_role(&self, phrase: &str, noun: &str) -> Option<(usize, bool)> {
        let recent = self.focus.recent();
        // `der Sprecher des Ministeriums` is not the Polizeisprecher, and `der polnische Präsident` is not any president.
        let plain = is_article_and_noun(phrase, self.language);
        if !plain {
            let mut same = recent.iter().filter(|n| self.entities.list[**n].has_role(|role| role == noun));
            return same.next().map(|first| (*first, same.next().is_none()));
        }
        let fitting = |entities: &[usize], fit: Fit| -> Vec<usize> {
            let fits = |n: &usize| fit_of(&self.entities.list[*n], noun, self.language) == Some(fit);
            entities.iter().copied().filter(fits).collect()
        };
        let named_before = FITS.iter().find_map(|fit| {
            let fitting = fitting(&recent, *fit);
            let best = *fitting.first()?;
            let rivals = fitting.iter().skip(1).map(|n| self.focus.salience(*n));
            let rival = rivals.max().unwrap_or(0);
            let alone = rival * MIN_LEAD <= self.focus.salience(best);
            Some((best, *fit == Fit::Same || (alone && *fit != Fit::WithField)))
        });
        named_before.or_else(|| {
            let all: Vec<usize> = (0..self.entities.list.len()).collect();
            match fitting(&all, Fit::Same).as_slice() {
                [only] if self.entities.list[*only].is_human() => Some((*only, false)),
                _ => None,
            }
        })
    }
}

/// True for `the minister`, and false for `the Polish minister` and `the minister of the state`.
pub(super) fn is_article_and_noun(phrase: &str, language: &Language) -> bool {
    let lower = phrase.to_lowercase();
    let mut words = lower.split(' ');
    let article = words.next().is_some_and(|first| language.definite_articles.iter().any(|the| the == first));
    article && words.count() == 1
}

fn fit_of(entity: &Entity, noun: &str, language: &Language) -> Option<Fit> {
    if entity.has_role(|role| is_same_noun(role, noun, language)) {
        return Some(Fit::Same);
    }
    let gender = gender_of_noun(noun, language);
    if gender.is_some_and(|gender| entity.gender.is_some_and(|known| known != gender)) {
        return None;
    }
    let synonyms = || language.role_synonyms.get(noun).into_iter().flat_map(|nouns| nouns.split_whitespace());
    if entity.has_role(|role| is_field_of(role, noun, language)) {
        Some(Fit::WithoutField)
    } else if synonyms().any(|noun| {
        entity.has_role(|role| is_same_noun(role, noun, language) || is_field_of(role, noun, language))
    }) {
        Some(Fit::Synonym)
    } else if entity.has_role(|role| is_field_of(noun, role, language)) {
        Some(Fit::WithField)
    } else {
        None
    }
}

/// True for two cases of one noun: `den Präsidenten Luc Arno` and later `der Präsident`.
fn is_same_noun(role: &str, noun: &str, language: &Language) -> bool {
    let inflected = |long: &str, short: &str| {
        let ending = long.strip_prefix(short).filter(|ending| !ending.is_empty());
        ending.is_some_and(|ending| language.case_endings.iter().any(|known| known == ending))
    };
    role == noun || inflected(role, noun) || inflected(noun, role)
}

/// True if a noun is another one with a field before it. A deputy is another person: `Vizepräsident` is no `Präsident`.
fn is_field_of(compound: &str, noun: &str, language: &Language) -> bool {
    let bare = language
        .case_endings
        .iter()
        .find_map(|ending| compound.strip_suffix(ending).filter(|bare| bare.ends_with(noun)));
    let compound = if compound.ends_with(noun) { compound } else { bare.unwrap_or(compound) };
    let Some(field) = compound.strip_suffix(noun).filter(|field| field.len() > 1) else { return false };
    let deputy = language.deputy_prefixes.contains(field.trim_end_matches('-'));
    language.capitalised_compounds && !deputy && is_human_noun(noun, language)
}
