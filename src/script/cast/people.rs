//! The people of an article: every name in it, brought together under the fullest form.

use std::collections::BTreeMap;

use super::tokens::Token;
use crate::script::language::Language;

/// What is known of somebody's gender.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Gender {
    #[default]
    Unknown,
    He,
    She,
    /// Several people, or an organisation.
    They,
}

/// Somebody who is named.
#[derive(Debug, Clone, Default)]
pub(super) struct Person {
    /// Names without titles, the fullest form.
    pub(super) names: Vec<String>,
    /// `Mr`, `Dr`… as it stood before the name.
    pub(super) title: Option<String>,
    pub(super) gender: Gender,
    /// Nouns that the article calls them by.
    pub(super) roles: Vec<String>,
    /// Has two names, a title, a given name, an age or a role: not just a word with a capital.
    pub(super) certain: bool,
    /// How often it stood where a place or a thing stands: behind `in`, behind `the`.
    pub(super) against: usize,
}

/// A name as it stands in the text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Name {
    pub(super) names: Vec<String>,
    pub(super) title: Option<String>,
    /// Role words in front: `Green Party councillor`.
    pub(super) role: Option<String>,
    /// Tokens that it takes.
    pub(super) length: usize,
}

/// Reads a name at a token: titles and capitalised roles, then names. `None` when there is no name here.
pub(super) fn name_at(tokens: &[Token<'_>], at: usize, language: &Language) -> Option<Name> {
    let mut name = Name::default();
    let mut n = at;
    // `Crucially Russia …`: the capital is the sentence's.
    if tokens.get(at).is_some_and(|token| token.first && token.lower.ends_with("ly") && token.lower.len() > 5)
    {
        return None;
    }
    while let Some(token) = tokens.get(n).filter(|token| token.is_word()) {
        let particle = language.particles.contains(&token.lower)
            && tokens.get(n + 1).is_some_and(Token::is_capital)
            && (!name.names.is_empty() || token.is_capital());
        let lower = token.lower.trim_end_matches('.');
        if is_title(lower, language)
            && (token.is_capital() || tokens.get(n + 1).is_some_and(Token::is_capital))
            && name.names.is_empty()
        {
            name.title = Some(token.text.to_string());
        } else if particle || (token.is_capital() && !language.not_names.contains(&token.lower)) {
            if is_role(&token.lower, language) && tokens.get(n + 1).is_some_and(Token::is_capital) {
                name.role = Some(token.lower.clone());
                name.names.clear();
            } else {
                name.names.push(token.text.to_string());
            }
        } else if is_role(&token.lower, language)
            && tokens.get(n + 1).is_some_and(Token::is_capital)
            && n + 1 < at + 4
        {
            name.role = Some(token.lower.clone());
            name.names.clear();
        } else {
            break;
        }
        n += 1;
    }
    name.length = n - at;
    (!name.names.is_empty()).then_some(name)
}

pub(super) fn is_title(lower: &str, language: &Language) -> bool {
    language.male.contains(lower) || language.female.contains(lower) || language.titles.contains(lower)
}

/// `minister`, `co-founder`, `spokeswoman`, also at the end of a compound.
pub(super) fn is_role(lower: &str, language: &Language) -> bool {
    let last = lower.rsplit('-').next().unwrap_or(lower);
    [lower, last].iter().any(|word| {
        language.people.contains(*word) || language.men.contains(*word) || language.women.contains(*word)
    })
}

pub(super) fn gender_of_role(lower: &str, language: &Language) -> Gender {
    if language.men.contains(lower) {
        Gender::He
    } else if language.women.contains(lower) {
        Gender::She
    } else {
        Gender::Unknown
    }
}

fn gender_of_name(name: &Name, language: &Language) -> Gender {
    let title = name.title.as_ref().map(|t| t.trim_end_matches('.').to_lowercase());
    let of_title = |set: &std::collections::BTreeSet<String>| title.as_ref().is_some_and(|t| set.contains(t));
    if of_title(&language.male) {
        return Gender::He;
    }
    if of_title(&language.female) {
        return Gender::She;
    }
    if let Some(role) = &name.role {
        let gender = gender_of_role(role, language);
        if gender != Gender::Unknown {
            return gender;
        }
    }
    match name.names.first() {
        Some(first) if language.given_male.contains(first) => Gender::He,
        Some(first) if language.given_female.contains(first) => Gender::She,
        _ => Gender::Unknown,
    }
}

/// All people of an article, found by their last name.
#[derive(Debug, Default)]
pub(super) struct People {
    pub(super) list: Vec<Person>,
    /// Any of their names → who has it.
    by_name: BTreeMap<String, Vec<usize>>,
}

impl People {
    /// Takes a name in. Names without a second part, a title or a given name only count if they are known already.
    pub(super) fn note(&mut self, name: &Name, language: &Language, certain: bool) -> Option<usize> {
        if !could_be_person(name, language) {
            return None;
        }
        if let Some(known) = self.find(name, language) {
            self.enrich(known, name, language, certain);
            return Some(known);
        }
        let given = name
            .names
            .first()
            .is_some_and(|n| language.given_male.contains(n) || language.given_female.contains(n));
        let likely = name.title.is_some() || name.role.is_some() || given || certain;
        if !likely && name.names.len() < 2 {
            return None;
        }
        let index = self.list.len();
        self.list.push(Person {
            names: name.names.clone(),
            title: name.title.clone(),
            gender: gender_of_name(name, language),
            roles: name.role.iter().cloned().collect(),
            certain: likely,
            against: 0,
        });
        self.index(index);
        Some(index)
    }

    fn index(&mut self, person: usize) {
        for part in self.list[person].names.clone() {
            let owners = self.by_name.entry(part).or_default();
            if !owners.contains(&person) {
                owners.push(person);
            }
        }
    }

    fn enrich(&mut self, known: usize, name: &Name, language: &Language, certain: bool) {
        let gender = gender_of_name(name, language);
        let person = &mut self.list[known];
        if name.names.len() > person.names.len() {
            person.names.clone_from(&name.names);
        }
        if person.title.is_none() {
            person.title.clone_from(&name.title);
        }
        if person.gender == Gender::Unknown {
            person.gender = gender;
        }
        person.certain |= certain;
        person.roles.extend(
            name.role.iter().filter(|role| !person.roles.contains(role)).cloned().collect::<Vec<_>>(),
        );
        self.index(known);
    }

    /// Who a name means: the same last name (and first, where both have one), or a first name alone. The latest who fits.
    pub(super) fn find(&self, name: &Name, language: &Language) -> Option<usize> {
        let last = name.names.last()?;
        let gender = gender_of_name(name, language);
        let owners = self.by_name.get(last)?;
        let fits = |person: &&usize| {
            let person = &self.list[**person];
            let clash =
                matches!((gender, person.gender), (Gender::He, Gender::She) | (Gender::She, Gender::He));
            let titled = name.title.as_ref().is_some_and(|t| {
                let t = t.trim_end_matches('.').to_lowercase();
                language.male.contains(&t) || language.female.contains(&t)
            });
            !(clash && (titled || name.names.len() > 1)) && same(&person.names, &name.names)
        };
        owners.iter().rev().find(fits).copied()
    }

    /// Who is called by this noun: the latest.
    pub(super) fn by_role(&self, noun: &str, recent: &[usize]) -> Option<usize> {
        recent.iter().copied().find(|person| self.list[*person].roles.iter().any(|role| role == noun))
    }

    /// Somebody's fullest name; the title only where there is no given name.
    pub(super) fn label(&self, person: usize) -> String {
        let person = &self.list[person];
        let names = person.names.join(" ");
        match &person.title {
            Some(title) if person.names.len() < 2 => format!("{title} {names}"),
            _ => names,
        }
    }
}

/// Not a place, an organisation, an acronym.
pub(super) fn could_be_person(name: &Name, language: &Language) -> bool {
    let titled = name.title.is_some() || name.role.is_some();
    let given = name
        .names
        .first()
        .is_some_and(|n| language.given_male.contains(n) || language.given_female.contains(n));
    let thing = |part: &String| {
        let lower = part.to_lowercase();
        language.organisations.contains(&lower) || (!titled && !given && language.places.contains(&lower))
    };
    let acronym = |part: &String| {
        part.len() > 1
            && part.chars().filter(|c| c.is_uppercase()).count() > 1
            && !part.contains('.')
            && part.chars().nth(1).is_some_and(char::is_uppercase)
    };
    let lone_acronym = name.names.len() < 2 && name.names.iter().any(acronym);
    !lone_acronym && !name.names.iter().any(thing)
}

/// One is part of the other, or they share first and last.
fn same(known: &[String], name: &[String]) -> bool {
    let (short, long) = if known.len() < name.len() { (known, name) } else { (name, known) };
    match short {
        [only] => long.first() == Some(only) || long.last() == Some(only),
        _ => short.last() == long.last() && (short.first() == long.first() || initial(short, long)),
    }
}

fn initial(a: &[String], b: &[String]) -> bool {
    let first = |names: &[String]| names.first().and_then(|name| name.chars().next());
    let dotted = |names: &[String]| names.first().is_some_and(|name| name.ends_with('.'));
    first(a) == first(b) && (dotted(a) || dotted(b))
}
