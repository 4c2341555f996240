//! The entities of an article: every name in it, merged under its fullest form.

use std::collections::BTreeMap;

use super::names::{Name, NameKind, is_acronym, is_human_noun};
use super::tokens::without_space_after_elision;
use crate::language::attribution::Language;
use crate::language::given_names::{NameGender, given_name};
use crate::script::Gender;

/// A person, organisation, place or thing with a name.
#[derive(Debug, Clone, Default)]
pub(super) struct Entity {
    /// The fullest name, without titles.
    pub(super) names: Vec<String>,
    /// `Mr`, `Dr`, … as the text has it before the name.
    title: Option<String>,
    pub(super) gender: Option<Gender>,
    /// Nouns that the article uses for it, in lower case.
    roles: Vec<String>,
    /// Evidence for a person (above 0) or for an organisation, place or thing (below 0).
    evidence: i32,
    /// Introduced as a relative of another person: `his son, Joe Orr`.
    pub(super) relative: bool,
    /// Number of mentions by name.
    pub(super) mentions: usize,
}

impl Entity {
    /// True for a certain person.
    pub(super) fn is_human(&self) -> bool {
        self.evidence >= HUMAN
    }

    /// True for a possible person.
    pub(super) fn may_be_human(&self) -> bool {
        self.evidence > 0
    }

    /// True if one of the nouns for it fits.
    pub(super) fn has_role(&self, fits: impl Fn(&str) -> bool) -> bool {
        self.roles.iter().any(|role| fits(role))
    }

    pub(super) fn add_role(&mut self, role: String) {
        if !self.roles.contains(&role) {
            self.roles.push(role);
        }
    }
}

/// Evidence from which an entity counts as a person.
const HUMAN: i32 = 2;
/// Evidence at the start for a name of organisations, places or things. A few coincidences must not make it a person.
const THING: i32 = -4;
/// Maximum number of people that an article is mostly about.
const MAX_MAIN_PEOPLE: usize = 5;
/// Maximum number of entities per word of a name. It bounds the time for texts that are lists of names.
const MAX_NAMESAKES: usize = 32;

/// Evidence from the words next to a name.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct NameEvidence {
    /// It is the subject of a reporting verb.
    pub(super) speaks: bool,
    /// An age or a description follows: `, 42,`, `, a truck driver,`.
    pub(super) described: bool,
    /// It comes after a word that is more common before things: `the`, `in`.
    pub(super) thing: bool,
}

/// All entities of an article. The methods take and return indices into `list`.
#[derive(Debug, Default)]
pub(super) struct Entities {
    pub(super) list: Vec<Entity>,
    /// Any word of a name → the entities with this word.
    by_word: BTreeMap<String, Vec<usize>>,
    /// Each full name, in all forms that the text uses → its entity.
    by_full_name: BTreeMap<String, usize>,
}

impl Entities {
    /// Adds a mention by name and returns its entity. A single unknown word is not an entity unless it speaks or is
    /// described.
    pub(super) fn add_mention(
        &mut self,
        name: &Name,
        language: &Language,
        evidence: NameEvidence,
    ) -> Option<usize> {
        let entity = match self.find(name, language) {
            Some(known) => known,
            None => self.add(name, language, evidence)?,
        };
        self.update(entity, name, language, evidence);
        Some(entity)
    }

    fn add(&mut self, name: &Name, language: &Language, evidence: NameEvidence) -> Option<usize> {
        let kind = name.kind(language);
        let single = name.names.len() == 1;
        if single && kind == NameKind::Unknown && !evidence.speaks && !evidence.described {
            return None;
        }
        let evidence = match kind {
            // `Nathan Lane` may be a street, so its evidence may fall below that of a person.
            NameKind::Person if name.is_street(language) && name.title.is_none() => HUMAN,
            NameKind::Person => HUMAN + 1,
            NameKind::MaybePerson => 1,
            NameKind::Unknown => 0,
            NameKind::Thing => THING,
        };
        self.list.push(Entity { names: name.names.clone(), evidence, ..Entity::default() });
        self.index(self.list.len() - 1);
        Some(self.list.len() - 1)
    }

    fn update(&mut self, known: usize, name: &Name, language: &Language, evidence: NameEvidence) {
        let entity = &mut self.list[known];
        // A surname alone may be a given name of others: `Jaya Larkin`, then `Larkin`.
        let by_given = name.names.first() == entity.names.first() || name.names.len() > 1;
        let gender =
            name.gender(language).filter(|_| by_given || name.title.is_some() || name.role.is_some());
        entity.mentions += 1;
        if name.names.len() > entity.names.len() {
            entity.names.clone_from(&name.names);
        }
        if entity.title.is_none() {
            entity.title.clone_from(&name.title);
        }
        entity.gender = entity.gender.or(gender);
        // `die Staatsanwaltschaft Krefeld` is not a person.
        let office = name.role.as_ref().is_some_and(|role| is_human_noun(role, language));
        if name.title.is_some() || office {
            entity.evidence = entity.evidence.max(HUMAN);
        }
        // Not for things, since countries and councils speak too.
        if name.kind(language) != NameKind::Thing {
            entity.evidence += i32::from(evidence.speaks) + 2 * i32::from(evidence.described);
        }
        // Not for certain persons: `in Smith’s view` and `the Smith case` are common.
        if evidence.thing && entity.evidence <= HUMAN {
            entity.evidence -= 1;
        }
        let title = name.title.as_ref().map(|title| language.title_noun(title));
        for role in name.role.iter().cloned().chain(title) {
            entity.add_role(role);
        }
        self.index(known);
    }

    /// Adds a person who is known by an office only: `the General`. The article is the title of the label.
    pub(super) fn add_office(&mut self, name: &str, role: &str, gender: Option<Gender>, article: &str) {
        let names = vec![name.to_string()];
        let known = self.by_full_name.get(name).copied();
        let entity = known.unwrap_or_else(|| {
            self.list.push(Entity { names, mentions: 1, ..Entity::default() });
            self.index(self.list.len() - 1);
            self.list.len() - 1
        });
        let entity = &mut self.list[entity];
        entity.title = Some(article.to_string());
        entity.gender = entity.gender.or(gender);
        entity.evidence = entity.evidence.max(HUMAN);
        entity.add_role(role.to_string());
    }

    /// Adds a person with one name, or makes an entity with that name a person.
    pub(super) fn add_person(&mut self, name: String, mentions: usize) {
        if let Some(known) = self.by_full_name.get(&name) {
            let known = &mut self.list[*known];
            known.evidence = known.evidence.max(HUMAN);
            return;
        }
        let gender = match given_name(&name) {
            Some(NameGender::One(gender)) => Some(gender),
            _ => None,
        };
        self.list.push(Entity { names: vec![name], gender, evidence: HUMAN, mentions, ..Entity::default() });
        self.index(self.list.len() - 1);
    }

    /// Adds an acronym as another name of an entity. It comes first among the entities with this name.
    pub(super) fn add_acronym(&mut self, entity: usize, acronym: String) {
        let namesakes = self.by_word.entry(acronym).or_default();
        if !namesakes.contains(&entity) {
            namesakes.insert(0, entity);
        }
    }

    /// Sets the gender of everyone with this name, as `[people]` of script.toml has it.
    pub(super) fn set_gender(&mut self, name: &str, gender: Gender) {
        let words: Vec<&str> = name.split_whitespace().collect();
        for entity in &mut self.list {
            if words.iter().all(|word| entity.names.iter().any(|name| name == word)) {
                entity.gender = Some(gender);
                entity.evidence = entity.evidence.max(HUMAN);
            }
        }
    }

    fn index(&mut self, entity: usize) {
        let names = self.list[entity].names.clone();
        self.by_full_name.insert(names.join(" "), entity);
        for word in names {
            let namesakes = self.by_word.entry(word).or_default();
            if namesakes.len() < MAX_NAMESAKES && !namesakes.contains(&entity) {
                namesakes.push(entity);
            }
        }
    }

    /// Returns the people named most often, most first. They may speak without being named nearby.
    pub(super) fn main_people(&self) -> Vec<usize> {
        // A street may count as a person, but has no gender.
        let is_person = |n: &usize| self.list[*n].is_human() && self.list[*n].gender.is_some();
        let mut people: Vec<usize> = (0..self.list.len()).filter(is_person).collect();
        people.sort_by_key(|n| std::cmp::Reverse(self.list[*n].mentions));
        people.truncate(MAX_MAIN_PEOPLE);
        people
    }

    /// Returns all entities that a name may refer to: those with the same surname (and first name, if both have one), or
    /// with the same first name if it is alone.
    pub(super) fn matching(&self, name: &Name, language: &Language) -> Vec<usize> {
        if let Some(holder) = self.holder_of_surname(name, language) {
            return vec![holder];
        }
        // A full name is one lookup, even if many share the surname.
        if let Some(known) = self.by_full_name.get(&name.joined()).filter(|_| name.names.len() > 1) {
            return vec![*known];
        }
        let Some(namesakes) = name.names.last().and_then(|last| self.by_word.get(last)) else {
            return Vec::new();
        };
        // `Mrs Marsh` is not Bill Marsh.
        let gender = name.title.as_ref().and_then(|_| name.gender(language));
        let acronym = name.names.iter().all(|part| is_acronym(part));
        let mut matching = namesakes.clone();
        matching.retain(|entity| {
            let entity = &self.list[*entity];
            let clash = matches!((gender, entity.gender), (Some(a), Some(b)) if a != b);
            !clash && (acronym || may_be_same(&entity.names, &name.names))
        });
        matching
    }

    /// Returns the person with this surname after a noun, in a language where nouns have capitals: `Trendscout Falk`.
    fn holder_of_surname(&self, name: &Name, language: &Language) -> Option<usize> {
        let [noun, surname] = name.names.as_slice() else { return None };
        if !language.capitalised_compounds || name.title.is_some() || given_name(noun).is_some() {
            return None;
        }
        let namesakes = self.by_word.get(surname)?;
        let mut holders = namesakes.iter().filter(|n| {
            let known = &self.list[**n];
            let full = known.names.first().is_some_and(|first| given_name(first).is_some());
            full && known.names.len() > 1 && known.names.last() == Some(surname)
        });
        let only = holders.next().filter(|_| holders.next().is_none());
        only.copied()
    }

    /// Returns the entity that a name most likely refers to without any context: the one with most mentions, then the first.
    pub(super) fn find(&self, name: &Name, language: &Language) -> Option<usize> {
        self.matching(name, language).into_iter().max_by_key(|n| (self.list[*n].mentions, usize::MAX - n))
    }

    /// True if a word is part of some entity's name.
    pub(super) fn has_name(&self, word: &str) -> bool {
        self.by_word.contains_key(word)
    }

    /// True if a word is in the name of a certain person, or in a longer name.
    pub(super) fn has_person_or_longer_name(&self, word: &str) -> bool {
        let of_person = |n: &usize| self.list[*n].is_human() || self.list[*n].names.len() > 1;
        self.by_word.get(word).is_some_and(|namesakes| namesakes.iter().any(of_person))
    }

    /// Returns the fullest name. It has the title only if there is no given name: `Mr Osei`.
    pub(super) fn label(&self, entity: usize) -> String {
        let entity = &self.list[entity];
        let names = without_space_after_elision(entity.names.join(" "));
        match &entity.title {
            Some(title) if entity.names.len() < 2 => format!("{title} {names}"),
            _ => names,
        }
    }
}

/// True if two names may belong to one entity: a single word is the first or last name of the other, or both have the same
/// first and last name.
fn may_be_same(known: &[String], name: &[String]) -> bool {
    let (short, long) = if known.len() < name.len() { (known, name) } else { (name, known) };
    match short {
        [only] => long.first() == Some(only) || long.last() == Some(only),
        _ => short.last() == long.last() && (short.first() == long.first() || has_same_initial(short, long)),
    }
}

/// True for `J. Smith` and `Jane Smith`.
fn has_same_initial(a: &[String], b: &[String]) -> bool {
    first_letter(a) == first_letter(b) && (is_dotted(a) || is_dotted(b))
}

fn first_letter(names: &[String]) -> Option<char> {
    names.first().and_then(|name| name.chars().next())
}

fn is_dotted(names: &[String]) -> bool {
    names.first().is_some_and(|name| name.ends_with('.'))
}
