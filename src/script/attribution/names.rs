//! Names as they stand in a text: titles and roles in front, then the names.

use super::tokens::Token;
use crate::language::attribution::{Language, WordSet};
use crate::language::given_names::{NameGender, given_name};
use crate::script::Gender;

/// A name as it stands in the text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Name {
    /// Without titles.
    pub(super) names: Vec<String>,
    /// `Mr`, `Dr`… in front.
    pub(super) title: Option<String>,
    /// Role words in front: `Green Party councillor`.
    pub(super) role: Option<String>,
    /// Tokens that it takes.
    pub(super) length: usize,
}

/// What a name by itself says of who bears it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bearer {
    /// With a title, a role or a given name before a surname.
    Person,
    /// A given name alone, or two unknown words: perhaps.
    Perhaps,
    /// One unknown word: nothing can be said.
    Unknown,
    /// It has a word of organisations or places in it, or is an acronym.
    Thing,
}

/// More capitals than this in a row are a headline, not a name.
const MOST_NAMES: usize = 5;

/// Reads a name at a token. `None` when there is no name here.
pub(super) fn name_at(tokens: &[Token<'_>], at: usize, language: &Language) -> Option<Name> {
    let mut name = Name::default();
    let mut n = at;
    // `Crucially Russia …`, `Weiße Farmer …`: the capital is the sentence's.
    let opens = |token: &Token<'_>| {
        let described = tokens.get(at + 1).is_some_and(Token::is_capital) && is_adjective(token, language);
        token.first && (language.is_adverb(&token.lower) || described)
    };
    if tokens.get(at).is_some_and(opens) {
        return None;
    }
    while let Some(token) = tokens.get(n).filter(|token| token.is_word()) {
        let next_capital = tokens.get(n + 1).is_some_and(Token::is_capital);
        let particle = is_particle(tokens, n, &name, language);
        let lower = token.lower.trim_end_matches('.');
        if !name.names.is_empty()
            && token.is_capital()
            && language.name_suffixes.contains(lower)
            && !next_capital
        {
            n += 1;
            break;
        }
        let titled = is_title(lower, language) && (token.is_capital() || next_capital);
        // `Mr King` has a surname that is a title elsewhere.
        let surname = titled && name.title.is_some() && !next_capital;
        if titled && !surname && (name.names.is_empty() || (next_capital && token.is_capital())) {
            name.title = Some(token.text.to_string());
            name.names.clear();
        } else if particle
            || (token.is_capital()
                && (!language.capitalised_non_names.contains(&token.lower)
                    || surname_here(&name, &token.lower, language)))
        {
            if is_role(&token.lower, language) && next_capital {
                name.role = Some(token.lower.clone());
                name.names.clear();
            } else {
                name.names.push(token.text.to_string());
            }
        } else if is_role(&token.lower, language) && next_capital && n < at + 3 {
            name.role = Some(token.lower.clone());
            name.names.clear();
        } else {
            break;
        }
        n += 1;
    }
    name.length = n - at;
    drop_noun(&mut name, language);
    (!name.names.is_empty() && !is_noun(tokens, at, &name, language)).then_some(name)
}

/// `Vorgängerin Petra Lang`: where nouns have capitals, one may stand before a given name and a surname.
fn drop_noun(name: &mut Name, language: &Language) {
    let is_given = |n: usize| name.names.get(n).is_some_and(|word| given_name(word).is_some());
    let noun = name.names.first().filter(|word| !language.name_particles.contains(&word.to_lowercase()));
    let noun = noun.filter(|word| !word.contains('.') && !is_acronym(word)).map(|word| word.to_lowercase());
    let surname = name.names.last().is_some_and(|last| !language.is_place_or_thing(&last.to_lowercase()));
    if language.capitalised_compounds && name.names.len() > 2 && !is_given(0) && is_given(1) && surname {
        name.role = noun.or(name.role.take());
        name.names.remove(0);
    }
}

/// `van` in `Rie van Loon`; `Van Loon`. Where it is an article too, only behind another: `von der Heide`. Behind a whole name
/// it says where somebody is from: `Jana Kolbe von der Gewerkschaft`.
fn is_particle(tokens: &[Token<'_>], n: usize, name: &Name, language: &Language) -> bool {
    let token = &tokens[n];
    let small = |token: &&Token<'_>| !token.is_capital() && language.name_particles.contains(&token.lower);
    let leads = tokens[n + 1..].iter().find(|token| !small(token)).is_some_and(|token| {
        token.is_capital() && !(language.capitalised_compounds && is_role(&token.lower, language))
    });
    // `Von Jonas Kern`, over an article: a preposition.
    let named = |next: &Token<'_>| given_name(next.text).is_some();
    let byline = token.first
        && language.author_prepositions.contains(&token.lower)
        && tokens.get(n + 1).is_some_and(named);
    if !language.name_particles.contains(&token.lower)
        || byline
        || !leads
        || (name.names.is_empty() && !token.is_capital())
    {
        return false;
    }
    let behind = n.checked_sub(1).map(|before| &tokens[before].lower);
    if language.definite_determiners.contains(&token.lower) {
        return behind
            .is_some_and(|before| language.name_particles.contains(before) && !name.names.is_empty());
    }
    let whole = name.names.len() > 1 && name.names.last().is_some_and(|last| given_name(last).is_none());
    !(whole && language.prepositions_and_relatives.contains(&token.lower))
}

/// Where nouns have capitals: `im Krisengebiet`, `der wöchentlichen Ansprache` are no names.
fn is_noun(tokens: &[Token<'_>], at: usize, name: &Name, language: &Language) -> bool {
    let alone = name.names.len() == 1 && name.title.is_none() && name.role.is_none();
    if !language.capitalised_compounds || !alone || given_name(&name.names[0]).is_some() {
        return false;
    }
    at.checked_sub(1).map(|n| &tokens[n]).is_some_and(|before| {
        language.definite_determiners.contains(&before.lower)
            || language.indefinite_determiners.contains(&before.lower)
            || language.words_before_things.contains(&before.lower)
            || (!before.is_capital() && is_adjective(before, language))
    })
}

/// By its ending, where adjectives have some: `wöchentlichen`.
fn is_adjective(token: &Token<'_>, language: &Language) -> bool {
    token.is_word()
        && language.is_adjective(&token.lower)
        && given_name(token.text).is_none()
        && ![
            &language.reporting_verbs,
            &language.prepositions_and_relatives,
            &language.conjunctions,
            &language.verb_modifiers,
        ]
        .iter()
        .any(|set| set.contains(&token.lower))
}

/// `Ms May`, `Theresa May`: a word that is no name elsewhere.
fn surname_here(name: &Name, lower: &str, language: &Language) -> bool {
    let first = name.title.is_some() || name.names.last().is_some_and(|first| given_name(first).is_some());
    first && language.also_surnames.contains(lower)
}

pub(super) fn is_title(lower: &str, language: &Language) -> bool {
    language.male_titles.contains(lower)
        || language.female_titles.contains(lower)
        || language.neutral_titles.contains(lower)
}

/// `minister`, `co-founder`, `spokeswoman`, `ministry`, also at the end of a compound.
pub(super) fn is_role(lower: &str, language: &Language) -> bool {
    is_human(lower, language) || is_one_of(lower, &[&language.organisation_nouns], language)
}

/// A noun for human beings, and not for a body of them.
pub(super) fn is_human(lower: &str, language: &Language) -> bool {
    language.age_endings.iter().any(|ending| lower.ends_with(ending.as_str()))
        || is_one_of(lower, &[&language.person_nouns, &language.male_nouns, &language.female_nouns], language)
}

fn is_one_of(lower: &str, sets: &[&WordSet], language: &Language) -> bool {
    let last = lower.rsplit('-').next().unwrap_or(lower);
    let one = language.plural_endings.iter().filter_map(|ending| lower.strip_suffix(ending.as_str()));
    [lower, last].into_iter().chain(one).any(|word| sets.iter().any(|set| language.has_noun(set, word)))
}

/// The noun of a description: `spokeswoman` of `a spokeswoman for the council`.
pub(super) fn noun_of<'a>(phrase: &'a str, language: &Language) -> Option<&'a str> {
    let of = |nth: usize, word: &str| nth > 0 && language.noun_prepositions.contains(word);
    let words = phrase.split(' ').enumerate().take_while(|(nth, word)| !of(*nth, word));
    words.map(|(_, word)| word).filter(|word| is_human(&word.to_lowercase(), language)).last()
}

pub(super) fn gender_of_role(lower: &str, language: &Language) -> Option<Gender> {
    if language.has_noun(&language.male_nouns, lower) {
        Some(Gender::He)
    } else if language.has_noun(&language.female_nouns, lower) {
        Some(Gender::She)
    } else {
        None
    }
}

impl Name {
    /// As it is written, without a title.
    pub(super) fn joined(&self) -> String {
        self.names.join(" ")
    }

    /// By title, role and given name, in this order.
    pub(super) fn gender(&self, language: &Language) -> Option<Gender> {
        let of_title = || {
            let title = self.title.as_ref()?.trim_end_matches('.').to_lowercase();
            let is = |set: &WordSet| set.contains(&title);
            let plain = is(&language.male_titles).then_some(Gender::He);
            plain
                .or_else(|| is(&language.female_titles).then_some(Gender::She))
                .or_else(|| gender_of_role(&title, language))
        };
        of_title().or_else(|| gender_of_role(self.role.as_ref()?, language)).or_else(|| {
            match given_name(self.names.first()?)? {
                NameGender::One(gender) => Some(gender),
                NameGender::Either => None,
            }
        })
    }

    /// `Mill Lane`, unless it is `Nathan Lane`: it ends as the names of streets do, and of some people.
    pub(super) fn is_street(&self, language: &Language) -> bool {
        self.names.last().is_some_and(|last| language.street_words.contains(&last.to_lowercase()))
    }

    /// Who bears it, as far as the name alone tells.
    pub(super) fn bearer(&self, language: &Language) -> Bearer {
        let of_road = |first: &str| {
            self.is_street(language) && language.street_first_words.contains(&first.to_lowercase())
        };
        let known = self.names.first().is_some_and(|first| given_name(first).is_some() && !of_road(first));
        let thing = |part: &String| language.organisation_words.contains(&part.to_lowercase());
        let place = |part: &String| language.is_place_or_thing(&part.to_lowercase());
        let count = self.names.len();
        let thing = |part: &String| thing(part) || (count > MOST_NAMES && self.title.is_none());
        // `Della Street`
        let surname = usize::from(self.is_street(language) && (self.title.is_some() || (known && count > 1)));
        match () {
            () if self.names[..count - surname].iter().any(thing) => Bearer::Thing,
            () if self.title.is_some() => Bearer::Person,
            () if self.names.iter().any(|part| is_acronym(part)) => Bearer::Thing,
            () if known && count > 1 => Bearer::Person,
            () if self.names.iter().any(place) => Bearer::Thing,
            () if self.role.is_some() => Bearer::Person,
            () if language.is_group(&self.names[count - 1]) => Bearer::Thing,
            () if count > 1 && self.is_street(language) => Bearer::Unknown,
            () if known || count == 2 || count == 3 => Bearer::Perhaps,
            () => Bearer::Unknown,
        }
    }
}

/// `BBC`, `UFCW`, `MPs`; not `J.`, nor `MacLeod`.
pub(super) fn is_acronym(word: &str) -> bool {
    let letters: Vec<char> = word.trim_end_matches('s').chars().filter(|c| c.is_alphabetic()).collect();
    letters.len() > 1 && !word.contains('.') && letters.iter().take(3).all(|c| c.is_uppercase())
}
