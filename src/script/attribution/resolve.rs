//! What a clause points at → somebody of the article, with how sure that is.

use super::clause::Subject;
use super::focus::Focus;
use super::names::{Bearer, Name};
use super::people::People;
use super::phrase::{Pronoun, Reference};
use super::{Attribution, Heard, Stranger};
use crate::language::attribution::Language;
use crate::script::{Gender, NARRATOR, UNKNOWN};

/// Somebody is surely meant when nobody else has more than this part of the salience, in hundredths.
pub(super) const RIVAL: i32 = 60;

/// Who is named so many times as often as another is meant by the surname that they share.
const DOMINATES: usize = 4;

/// What the article has told up to a place.
pub(super) struct Scene<'a> {
    pub(super) people: &'a People,
    pub(super) focus: &'a Focus,
    pub(super) language: &'a Language,
    /// Who spoke last.
    pub(super) last: Option<&'a Heard>,
    /// The couple or group that was spoken of last.
    pub(super) group: Option<&'a str>,
    /// The organisation or thing that was the subject last.
    pub(super) thing: Option<&'a str>,
    /// Somebody without a name who was the subject of the sentence before.
    pub(super) stranger: Option<&'a Stranger>,
    /// What the last who was heard without a name was called: `worker`.
    pub(super) kind: Option<&'a str>,
    /// Who wrote the article.
    pub(super) author: Option<&'a str>,
}

impl Scene<'_> {
    /// Who is meant.
    pub(super) fn resolve(&self, subject: &Subject) -> Heard {
        let words = &subject.words;
        match &subject.reference {
            Reference::Name(name) => self.named(name, words, subject.said),
            Reference::Both(one, other) => {
                let label = |name: &Name| self.named(name, words, true).attribution.speaker;
                let both = format!("{} and {}", label(one), label(other));
                Heard::sure(both, format!("named: {words}"), None)
            }
            Reference::Pronoun(Pronoun::One(gender)) => self.pronoun(*gender, words),
            Reference::Pronoun(Pronoun::They) => self.plural(words),
            Reference::Pronoun(Pronoun::It) => self.neuter(words),
            Reference::Noun { phrase, head, definite } => {
                let heard = self.noun(phrase, head, *definite, words);
                if subject.said { heard } else { self.doubted(heard) }
            }
            Reference::Writer => match self.author {
                Some(author) => Heard::sure(author.into(), format!("the author: {words}"), None),
                None => self.unsure(NARRATOR.into(), format!("the writer speaks in person: {words}"), None),
            },
        }
    }

    /// The same, and not sure.
    pub(super) fn doubted(&self, heard: Heard) -> Heard {
        let Attribution { speaker, because, .. } = heard.attribution;
        self.unsure(speaker, because, heard.person)
    }

    /// The writer speaks, in the author's name or the narrator's.
    pub(super) fn is_writer(&self, speaker: &str) -> bool {
        speaker == NARRATOR || Some(speaker) == self.author
    }

    fn named(&self, name: &Name, words: &str, said: bool) -> Heard {
        let because = format!("named: {words}");
        let Some((person, alone)) = self.bearer_who(name, words).or_else(|| self.bearer(name)) else {
            let title = name.title.as_ref().filter(|_| name.names.len() < 2);
            let label = title.map(|t| format!("{t} ")).unwrap_or_default() + &name.joined();
            let plain = said && name.bearer(self.language) != Bearer::Unknown;
            return if plain { Heard::sure(label, because, None) } else { self.unsure(label, because, None) };
        };
        let label = self.people.label(person);
        if said && alone {
            Heard::sure(label, because, Some(person))
        } else {
            self.unsure(label, because, Some(person))
        }
    }

    /// `Dean, who was 24 when he was jailed`: of several who share a name, the only one who is a man.
    fn bearer_who(&self, name: &Name, words: &str) -> Option<(usize, bool)> {
        let language = self.language;
        let mut clause =
            words.split(' ').skip_while(|word| !language.personal_relatives.contains(*word)).skip(1);
        let gender = clause.find_map(|word| {
            let he =
                language.masculine_pronouns.contains(word) || language.masculine_case_forms.contains(word);
            let she =
                language.feminine_pronouns.contains(word) || language.feminine_case_forms.contains(word);
            he.then_some(Gender::He).or(she.then_some(Gender::She))
        })?;
        let all = self.people.all(name, language);
        let of = |person: &usize| self.people.list[*person].gender;
        let mut fitting = all.iter().filter(|person| of(person).is_none_or(|of| of == gender));
        let only = *fitting.next().filter(|_| all.len() > 1 && fitting.next().is_none())?;
        Some((only, of(&only).is_some()))
    }

    /// Whom a name means, and whether nobody else could be meant.
    pub(super) fn bearer(&self, name: &Name) -> Option<(usize, bool)> {
        let all = self.people.all(name, self.language);
        let [only] = all.as_slice() else {
            // Of several who share the name: the one in mind; else the one who is named most.
            // A surname alone is the main person's; who shares it is told apart by a first name.
            let most = all.iter().map(|p| self.people.list[*p].mentions).max().unwrap_or(0);
            let weight = |p: usize| {
                let mentions = self.people.list[p].mentions;
                (mentions * DOMINATES > most, self.focus.salience(p), mentions)
            };
            let mut ranked = all;
            ranked.sort_by_key(|p| std::cmp::Reverse(weight(*p)));
            let best = *ranked.first()?;
            let rival = ranked.get(1).filter(|p| self.people.list[**p].is_human());
            let mentions = |p: usize| self.people.list[p].mentions;
            let told_apart =
                rival.is_none_or(|p| mentions(*p) * 4 < mentions(best) && self.focus.salience(*p) == 0);
            return Some((best, told_apart));
        };
        Some((*only, true))
    }

    /// How well somebody fits a pronoun, in hundredths.
    fn fits(&self, person: usize, gender: Gender) -> Option<i32> {
        let person = &self.people.list[person];
        match (person.gender, person.is_human(), person.could_be_human()) {
            (Some(of), ..) if of != gender => None,
            (Some(_), true, _) => Some(100),
            (None, true, _) => Some(60),
            (Some(_), false, true) => Some(40),
            (None, false, true) => Some(15),
            _ => None,
        }
    }

    /// Whom `he` or `she` means, and whether nobody else could be meant.
    pub(super) fn person_of(&self, gender: Gender) -> Option<(usize, bool)> {
        let subject = |person: usize| if self.focus.subject == Some(person) { 2 } else { 1 };
        let ranked = self.focus.ranked(|person| Some(self.fits(person, gender)? * subject(person)));
        let (best, weight) = *ranked.first()?;
        let rival = ranked.get(1).map_or(0, |(_, weight)| *weight);
        let known = self.people.list[best].gender == Some(gender) && self.people.list[best].is_human();
        Some((best, known && rival * 100 <= weight * RIVAL))
    }

    /// The nameless subject of the sentence before, if `he` or `she` may be meant for them.
    pub(super) fn nameless(&self, gender: Gender) -> Option<&Stranger> {
        self.stranger.filter(|stranger| stranger.gender.is_none_or(|of| of == gender))
    }

    fn pronoun(&self, gender: Gender, words: &str) -> Heard {
        if let Some(stranger) = self.nameless(gender) {
            let because = format!("pronoun: {words} → {}", stranger.phrase);
            let phrase = stranger.phrase.clone();
            return if stranger.gender.is_some() {
                Heard::sure(phrase, because, None)
            } else {
                self.unsure(phrase, because, None)
            };
        }
        if let Some((person, sure)) = self.person_of(gender) {
            let label = self.people.label(person);
            let because = format!("pronoun: {words} → {label}");
            if sure {
                return Heard::sure(label, because, Some(person));
            }
            let mut heard = self.unsure(label, because, Some(person));
            let fitting = self.focus.ranked(|person| self.fits(person, gender));
            heard.attribution.candidates =
                fitting.iter().take(4).map(|(p, _)| self.people.label(*p)).collect();
            return heard;
        }
        match self.last.filter(|last| last.person.is_none() && last.attribution.speaker != UNKNOWN) {
            Some(last) => self.unsure(
                last.attribution.speaker.clone(),
                format!("pronoun: {words}, the last who spoke"),
                None,
            ),
            None => self.unsure(UNKNOWN.into(), format!("pronoun: {words}, nobody fits"), None),
        }
    }

    fn plural(&self, words: &str) -> Heard {
        let because = format!("pronoun: {words}");
        if let Some(group) = self.group {
            return self.unsure(group.to_string(), because, None);
        }
        match self.last.filter(|last| last.attribution.speaker != UNKNOWN) {
            Some(last) => self.unsure(last.attribution.speaker.clone(), because, last.person),
            None => self.unsure(UNKNOWN.into(), format!("{because}, nobody fits"), None),
        }
    }

    fn neuter(&self, words: &str) -> Heard {
        let because = format!("pronoun: {words}");
        match self.thing {
            Some(thing) => self.unsure(thing.to_string(), because, None),
            None => self.unsure(UNKNOWN.into(), format!("{because}, nothing fits"), None),
        }
    }

    /// With whom else it may be.
    pub(super) fn unsure(&self, speaker: String, because: String, person: Option<usize>) -> Heard {
        let human = |other: &usize| self.people.list[*other].is_human();
        let others = self.focus.recent().into_iter().filter(|other| Some(*other) != person).filter(human);
        let candidates = person.into_iter().chain(others).take(4).map(|p| self.people.label(p)).collect();
        Heard { attribution: Attribution { speaker, because, sure: false, candidates }, person }
    }
}

/// `The minister` inside a sentence is `the minister`.
pub(super) fn lower_first(phrase: &str) -> String {
    let mut chars = phrase.chars();
    match chars.next() {
        Some(first) => first.to_lowercase().chain(chars).collect(),
        None => String::new(),
    }
}
