//! Reads the name at the end of a phrase for an office, in a language where nouns have capitals.

use super::names::{Name, NameKind, is_human_noun, name_at};
use super::tokens::Token;
use crate::language::attribution::Language;
use crate::language::given_names::given_name;

/// Reads the name after an office and its organisation, in a language where nouns have capitals: `der Erste Geschäftsführer der
/// ABC-Fraktion Dr. Jan Holt`. In `der Sprecher der Ministerin Ada Holm` the name is that of the minister.
pub(super) fn holder(
    tokens: &[Token<'_>],
    at: usize,
    end: usize,
    language: &Language,
) -> Option<(Name, usize)> {
    let office = &tokens[end.checked_sub(1).filter(|last| *last >= at)?];
    tokens.get(end).filter(|t| language.genitive_determiners.contains(&t.lower))?;
    // `ein Reporter des Senders Sky News` has no name.
    let definite = language.definite_articles.iter().any(|the| *the == tokens[at].lower);
    let fits = language.capitalised_compounds && definite && is_human_noun(&office.lower, language);
    let names = tokens.len().min(end + MAX_BEFORE_HOLDER);
    (end + 2..names).take_while(|n| tokens[n - 1].is_capital() && fits).find_map(|n| {
        let name = name_at(tokens, n, language).filter(|name| name.kind(language) == NameKind::Person)?;
        let full = name.names.len() > 1 && name.role.is_none();
        let stop = n + name.length;
        let person = full && !is_human_noun(&tokens[n - 1].lower, language);
        person.then(|| (Name { role: Some(office.lower.clone()), ..name }, stop))
    })
}

/// Maximum number of tokens from the end of an office to the name of its holder.
const MAX_BEFORE_HOLDER: usize = 5;

/// Reads the name after two nouns for one person: `Fachfrau und Autorin Karla Lund`.
pub(super) fn after_two_nouns(tokens: &[Token<'_>], at: usize, language: &Language) -> Option<(Name, usize)> {
    let joined = tokens.get(at + 1).is_some_and(|t| language.and_words.contains(&t.lower));
    let noun = tokens.get(at).filter(|t| t.is_capital() && joined && language.capitalised_compounds)?;
    let name = name_at(tokens, at + 2, language)?;
    let stop = at + 2 + name.length;
    let described = name.role.is_some() && name.names.len() > 1 && name.kind(language) == NameKind::Person;
    let feminine = language.feminine_person_endings.iter().any(|ending| noun.lower.ends_with(ending));
    let person = (feminine || is_human_noun(&noun.lower, language)) && given_name(noun.text).is_none();
    (described && person).then_some((name, stop))
}
