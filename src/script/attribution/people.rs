//! The people of an article: every name in it, brought together under the fullest form.

use std::collections::BTreeMap;

use super::names::{Bearer, Name, is_acronym};
use crate::language::attribution::Language;
use crate::script::Gender;

/// Who or what is named.
#[derive(Debug, Clone, Default)]
pub(super) struct Person {
    /// Names without titles, the fullest form.
    pub(super) names: Vec<String>,
    /// `Mr`, `Dr`… as it stood before the name.
    pub(super) title: Option<String>,
    pub(super) gender: Option<Gender>,
    /// Nouns that the article calls them by.
    pub(super) roles: Vec<String>,
    /// What speaks for a human being (above 0) or for a place, a thing, an organisation (below).
    pub(super) evidence: i32,
    /// How often the name stands in the article.
    pub(super) mentions: usize,
}

impl Person {
    /// Surely a human being.
    pub(super) fn is_human(&self) -> bool {
        self.evidence >= HUMAN
    }

    /// Perhaps one.
    pub(super) fn could_be_human(&self) -> bool {
        self.evidence > 0
    }
}

/// So many who share a part of a name are told apart by it; a telephone book is no article.
const MOST_BEARERS: usize = 32;
/// Evidence from which on somebody counts as a human being.
const HUMAN: i32 = 2;

/// What a place in the text says of a name that stands there.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Signs {
    /// Subject of a verb of saying.
    pub(super) speaks: bool,
    /// `, 42,` or `, a truck driver,` follows.
    pub(super) described: bool,
    /// Where things and places stand: behind `the`, behind `in`.
    pub(super) thing: bool,
}

/// All people of an article, found by any of their names.
#[derive(Debug, Default)]
pub(super) struct People {
    pub(super) list: Vec<Person>,
    by_name: BTreeMap<String, Vec<usize>>,
    /// Whole names, in every form they were written in → who has them.
    by_full: BTreeMap<String, usize>,
}

impl People {
    /// Takes a name of two words or more in, or one that a title or a role makes a person's.
    pub(super) fn note(&mut self, name: &Name, language: &Language, signs: Signs) -> Option<usize> {
        let person = match self.find(name, language) {
            Some(known) => known,
            None => self.add(name, language, signs)?,
        };
        self.enrich(person, name, language, signs);
        Some(person)
    }

    fn add(&mut self, name: &Name, language: &Language, signs: Signs) -> Option<usize> {
        let bearer = name.bearer(language);
        let alone = name.names.len() == 1;
        if alone && bearer == Bearer::Unknown && !signs.speaks && !signs.described {
            return None;
        }
        let evidence = match bearer {
            Bearer::Person if name.is_street(language) && name.title.is_none() => HUMAN,
            Bearer::Person => HUMAN + 1,
            Bearer::Perhaps => 1,
            Bearer::Unknown => 0,
            Bearer::Thing => -4,
        };
        self.list.push(Person { names: name.names.clone(), evidence, ..Person::default() });
        self.index(self.list.len() - 1);
        Some(self.list.len() - 1)
    }

    fn enrich(&mut self, known: usize, name: &Name, language: &Language, signs: Signs) {
        let gender = name.gender(language);
        let person = &mut self.list[known];
        person.mentions += 1;
        if name.names.len() > person.names.len() {
            person.names.clone_from(&name.names);
        }
        if person.title.is_none() {
            person.title.clone_from(&name.title);
        }
        person.gender = person.gender.or(gender);
        if name.title.is_some() || name.role.is_some() {
            person.evidence = person.evidence.max(HUMAN);
        }
        // Countries and councils speak too.
        if name.bearer(language) != Bearer::Thing {
            person.evidence += i32::from(signs.speaks) + 2 * i32::from(signs.described);
        }
        // Once a name is plainly a person's, "in Smith's view" and "the Smith case" do not make it a thing.
        if signs.thing && person.evidence <= HUMAN {
            person.evidence -= 1;
        }
        let title = name.title.as_ref().map(|title| language.title_noun(title));
        for role in name.role.iter().cloned().chain(title) {
            if !person.roles.contains(&role) {
                person.roles.push(role);
            }
        }
        self.index(known);
    }

    /// Another name for somebody: an acronym.
    pub(super) fn call(&mut self, person: usize, name: String) {
        let owners = self.by_name.entry(name).or_default();
        if !owners.contains(&person) {
            owners.insert(0, person);
        }
    }

    /// A person says it: of everybody who bears this name.
    pub(super) fn told(&mut self, name: &str, gender: Gender) {
        let names: Vec<&str> = name.split_whitespace().collect();
        for person in self
            .list
            .iter_mut()
            .filter(|person| names.iter().all(|name| person.names.iter().any(|of| of == name)))
        {
            person.gender = Some(gender);
            person.evidence = person.evidence.max(HUMAN);
        }
    }

    fn index(&mut self, person: usize) {
        let names = self.list[person].names.clone();
        self.by_full.insert(names.join(" "), person);
        for part in names {
            let owners = self.by_name.entry(part).or_default();
            if owners.len() < MOST_BEARERS && !owners.contains(&person) {
                owners.push(person);
            }
        }
    }

    /// Everybody whom a name could mean: the same last name (and first, where both have one), or a first name alone.
    pub(super) fn all(&self, name: &Name, language: &Language) -> Vec<usize> {
        // The whole name is one lookup, however many share the surname.
        if let Some(known) = self.by_full.get(&name.joined()).filter(|_| name.names.len() > 1) {
            return vec![*known];
        }
        let Some(owners) = name.names.last().and_then(|last| self.by_name.get(last)) else {
            return Vec::new();
        };
        let gender = name.title.as_ref().and_then(|_| name.gender(language));
        let fits = |person: &usize| {
            let person = &self.list[*person];
            let clash = matches!((gender, person.gender), (Some(a), Some(b)) if a != b);
            !clash && (same(&person.names, &name.names) || name.names.iter().all(|part| is_acronym(part)))
        };
        owners.iter().copied().filter(fits).collect()
    }

    /// Who a name most likely means where nothing else tells: the one who is named most often, then the earliest.
    pub(super) fn find(&self, name: &Name, language: &Language) -> Option<usize> {
        self.all(name, language).into_iter().max_by_key(|p| (self.list[*p].mentions, usize::MAX - p))
    }

    /// Somebody has this as a first or last name.
    pub(super) fn is_name(&self, name: &str) -> bool {
        self.by_name.contains_key(name)
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
