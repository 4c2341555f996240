//! Reads the name next to a description: `the minister, Anna Vogel`, `a report by Anna Vogel`.

use super::names::{Name, NameKind, is_human_noun, is_role};
use super::noun_phrase::{Mention, complement_end, is_determiner, noun_phrase};
use super::tokens::Token;
use crate::language::attribution::Language;

/// Replaces a description by the name next to it, if there is one: `the minister, Anna Vogel`, `a report by Anna Vogel`.
/// `end` is the token after the description; the result has the token after the name.
pub(super) fn with_apposition(
    tokens: &[Token<'_>],
    mention: Mention,
    end: usize,
    language: &Language,
) -> (Mention, usize) {
    let name = match &mention {
        Mention::Description { head, .. } => {
            let apposed = apposed_name(tokens, head, coordinated_end(tokens, end, language), language);
            apposed.or_else(|| author_name(tokens, head, end, language))
        }
        _ => None,
    };
    name.map_or((mention, end), |(name, stop)| (Mention::Name(name), stop))
}

/// Maximum number of words in the second noun of a description.
const MAX_SECOND_NOUN: usize = 3;

/// Returns the end of a description with two nouns for one person: `his son and campaign manager, Joe Orr`, `seine Kollegin und
/// Abgeordnete im Landtag, Ada Holm`.
fn coordinated_end(tokens: &[Token<'_>], end: usize, language: &Language) -> usize {
    let joined = tokens.get(end).is_some_and(|t| language.and_words.contains(&t.lower));
    let capitals = language.capitalised_compounds;
    let is_noun = |t: &Token<'_>| t.is_capital() == capitals && is_human_noun(&t.lower, language);
    let second = tokens.iter().skip(end + 1).take(MAX_SECOND_NOUN).take_while(|t| t.is_word());
    let Some(noun) = second.clone().zip(end + 1..).filter(|(t, _)| is_noun(t)).map(|(_, n)| n).last() else {
        return end;
    };
    let stop = complement_end(tokens, noun + 1, language);
    let one_person = joined
        && !is_determiner(&tokens[end + 1].lower, language)
        && tokens.get(stop).is_some_and(|t| t.is(","));
    if one_person { stop } else { end }
}

/// Reads `, Anna Vogel` after a description. If the noun is not for people, a full name must end the clause.
fn apposed_name(tokens: &[Token<'_>], head: &str, end: usize, language: &Language) -> Option<(Name, usize)> {
    tokens.get(end).filter(|t| t.is(","))?;
    let (Mention::Name(name), stop) = noun_phrase(tokens, end + 1, language)? else { return None };
    let describes_person = is_role(head, language) || language.standalone_determiners.contains(head);
    let ends_clause = tokens.get(stop).is_none_or(|t| !t.is_word());
    let apposed = match name.kind(language) {
        NameKind::Person => describes_person || ends_clause,
        NameKind::MaybePerson => describes_person,
        // `His aunt, Mere, sang.`
        NameKind::Unknown => is_human_noun(head, language) && tokens.get(stop).is_some_and(|t| t.is(",")),
        NameKind::Thing => false,
    };
    let role = name.role.clone().or_else(|| is_role(head, language).then(|| head.to_string()));
    apposed.then_some((Name { role, ..name }, stop))
}

/// Reads `by the engineer Tom Hill` after a noun that is not for people, e.g. `a report`.
fn author_name(tokens: &[Token<'_>], head: &str, end: usize, language: &Language) -> Option<(Name, usize)> {
    tokens
        .get(end)
        .filter(|t| language.author_prepositions.contains(&t.lower) && !is_human_noun(head, language))?;
    let (Mention::Name(name), stop) = noun_phrase(tokens, end + 1, language)? else { return None };
    (name.kind(language) == NameKind::Person).then_some((name, stop))
}
