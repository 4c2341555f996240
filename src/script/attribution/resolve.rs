//! Resolves the source of a cue to an entity, with the certainty.

use std::cmp::Reverse;

use super::cue::SpeechCue;
use super::discourse::{Discourse, Nameless};
use super::names::{Name, NameKind, gender_of_noun, is_human_noun};
use super::noun_phrase::{Mention, Pronoun};
use super::resolved::{Attribution, Resolved};
use super::roles::is_article_and_noun;
use crate::language::attribution::Language;
use crate::script::{Gender, NARRATOR, UNKNOWN};

/// An entity is the certain antecedent if no rival has more than this part of its salience, in percent.
const MAX_RIVAL: i32 = 60;
/// A surname refers to the entity with at least this many times the mentions of a namesake.
const DOMINANCE: usize = 4;
/// Maximum number of candidates for an uncertain attribution.
const MAX_CANDIDATES: usize = 4;

impl Discourse<'_> {
    /// Resolves the source of a cue.
    pub(super) fn resolve(&self, cue: &SpeechCue) -> Resolved {
        let words = &cue.words;
        match &cue.source {
            Mention::Name(name) => self.by_name(name, words, cue.explicit),
            Mention::Both(one, other) => {
                let one = self.by_name(one, words, true).attribution.speaker;
                let other = self.by_name(other, words, true).attribution.speaker;
                Resolved::sure(format!("{one} and {other}"), format!("named: {words}"), None)
            }
            Mention::Pronoun(Pronoun::One(gender)) => self.by_pronoun(*gender, words),
            Mention::Pronoun(Pronoun::They) => self.by_plural_pronoun(words),
            Mention::Pronoun(Pronoun::It) => self.by_neuter_pronoun(words),
            Mention::Pronoun(Pronoun::Dropped) => self.by_dropped_pronoun(words),
            Mention::Description { phrase, head, definite } => {
                let resolved = self.by_description(phrase, head, *definite, words);
                if cue.explicit { resolved } else { self.doubted(resolved) }
            }
            Mention::Reply => match self.last_speaker() {
                // The attributor knows the person spoken to; here only the last speaker is known.
                Some(last) => {
                    self.unsure(last.attribution.speaker.clone(), format!("an answer: {words}"), last.entity)
                }
                None => self.unsure(UNKNOWN.into(), format!("an answer: {words}"), None),
            },
            Mention::Writer => match &self.author {
                Some(author) => Resolved::sure(author.clone(), format!("the author: {words}"), None),
                None => self.unsure(NARRATOR.into(), format!("the writer speaks in person: {words}"), None),
            },
        }
    }

    /// True if the speaker is the writer: the author or, without a byline, the narrator.
    pub(super) fn is_writer(&self, speaker: &str) -> bool {
        speaker == NARRATOR || Some(speaker) == self.author.as_deref()
    }

    /// Returns the last speaker, if known.
    fn last_speaker(&self) -> Option<&Resolved> {
        let last = &self.last_block.as_ref()?.speaker;
        (last.attribution.speaker != UNKNOWN).then_some(last)
    }

    fn by_name(&self, name: &Name, words: &str, explicit: bool) -> Resolved {
        let because = format!("named: {words}");
        let found = self.entity_with_pronoun(name, words).or_else(|| self.ranked_entity_named(name));
        let (label, sure) = match found {
            Some((entity, only)) => (self.entities.label(entity), explicit && only),
            None => {
                let title = name.title.as_ref().filter(|_| name.names.len() < 2);
                let label = title.map(|title| format!("{title} ")).unwrap_or_default() + &name.joined();
                (label, explicit && name.kind(self.language) != NameKind::Unknown)
            }
        };
        let entity = found.map(|(entity, _)| entity);
        if sure { Resolved::sure(label, because, entity) } else { self.unsure(label, because, entity) }
    }

    /// Returns the only one of several namesakes that fits the pronoun in a relative clause, and whether its gender is
    /// known: `Dean, who was 24 when he was jailed`.
    fn entity_with_pronoun(&self, name: &Name, words: &str) -> Option<(usize, bool)> {
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
        let namesakes = self.entities.matching(name, language);
        let mut fitting =
            namesakes.iter().filter(|n| self.entities.list[**n].gender.is_none_or(|known| known == gender));
        let only = *fitting.next().filter(|_| namesakes.len() > 1 && fitting.next().is_none())?;
        Some((only, self.entities.list[only].gender.is_some()))
    }

    /// Returns the entity that a name refers to here.
    pub(super) fn entity_named(&self, name: &Name) -> Option<usize> {
        self.ranked_entity_named(name).map(|(entity, _)| entity)
    }

    /// Does the same, and returns whether no other entity is likely.
    ///
    /// Of several namesakes the most salient one is meant. But an entity with most of the mentions is the main person of the
    /// article, and has the surname alone: a namesake would be distinguished by the first name.
    fn ranked_entity_named(&self, name: &Name) -> Option<(usize, bool)> {
        let mut namesakes = self.entities.matching(name, self.language);
        if let [only] = namesakes.as_slice() {
            return Some((*only, true));
        }
        let mentions = |n: usize| self.entities.list[n].mentions;
        let max = namesakes.iter().map(|n| mentions(*n)).max().unwrap_or(0);
        // A surname alone is that of a person rather than of the firm, and of the person rather than of a relative, who is
        // named in full.
        let alone = name.is_single_word();
        namesakes.sort_by_key(|n| {
            let entity = &self.entities.list[*n];
            let first = (entity.may_be_human(), !entity.relative || self.current_subject == Some(*n));
            let first = if alone { first } else { (true, true) };
            Reverse((first, mentions(*n) * DOMINANCE > max, self.focus.salience(*n), mentions(*n)))
        });
        let best = *namesakes.first()?;
        let rival = namesakes.get(1).copied().filter(|n| self.entities.list[*n].is_human());
        // After a quote by the relative, or a sentence about her, the surname may be hers.
        let relative = |n: usize| {
            let in_focus = self.is_last_speaker(n) || self.current_subject == Some(n);
            self.entities.list[n].relative && !in_focus
        };
        let dominates = alone && rival.is_some_and(relative)
            || rival.is_none_or(|n| mentions(n) * DOMINANCE < mentions(best) && self.focus.salience(n) == 0);
        Some((best, dominates))
    }

    fn is_last_speaker(&self, entity: usize) -> bool {
        self.last_block.as_ref().is_some_and(|last| last.speaker.entity == Some(entity))
    }

    /// Resolves `he` or `she`. The nameless subject of the sentence before comes first: `Her neighbour does not. … he says.`
    fn by_pronoun(&self, gender: Gender, words: &str) -> Resolved {
        if let Some(nameless) = self.nameless_of(gender) {
            let because = format!("pronoun: {words} → {}", nameless.phrase);
            let phrase = nameless.phrase.clone();
            // `Ihr Nachfolger sieht das anders.` He may be named elsewhere.
            let named = self.may_have_name(&phrase) && self.antecedent(gender).is_some();
            return if nameless.gender.is_some() && !named {
                Resolved::sure(phrase, because, None)
            } else {
                self.unsure(phrase, because, None)
            };
        }
        // `Die Feuerwehr kam spät. Der Brand sei „gelöscht“, teilte sie mit.`
        if let Some(thing) = self.thing_subject.as_ref().filter(|thing| self.has_gender(thing, gender)) {
            let mut resolved = self.unsure(thing.clone(), format!("pronoun: {words} → {thing}"), None);
            resolved.attribution.candidates.insert(0, thing.clone());
            return resolved;
        }
        if let Some((entity, sure)) = self.antecedent(gender) {
            let label = self.entities.label(entity);
            let because = format!("pronoun: {words} → {label}");
            if sure {
                return Resolved::sure(label, because, Some(entity));
            }
            let mut resolved = self.unsure(label, because, Some(entity));
            let fitting = self.focus.ranked(|n| self.fit(n, gender));
            resolved.attribution.candidates =
                fitting.iter().take(MAX_CANDIDATES).map(|(n, _)| self.entities.label(*n)).collect();
            return resolved;
        }
        if let Some(phrase) = self.nameless_with(gender) {
            return self.unsure(phrase.clone(), format!("pronoun: {words} → {phrase}"), None);
        }
        match self.last_speaker().filter(|last| last.entity.is_none()) {
            Some(last) => self.unsure(
                last.attribution.speaker.clone(),
                format!("pronoun: {words}, the last who spoke"),
                None,
            ),
            None => self.unsure(UNKNOWN.into(), format!("pronoun: {words}, no person fits"), None),
        }
    }

    /// True for `his successor`, `ihre Kollegin`, but not for relatives, who mostly have no name. Where nouns show the gender, also
    /// for `die Ministerin`.
    pub(super) fn may_have_name(&self, phrase: &str) -> bool {
        let lower = phrase.to_lowercase();
        let plain = is_article_and_noun(phrase, self.language);
        if self.language.capitalised_compounds && plain {
            return true;
        }
        // `the First Lady`, `the senator`: the article mostly names the holder of an office.
        let title = lower.rsplit(' ').next().is_some_and(|noun| self.language.is_title(noun));
        let capitals = phrase.split(' ').skip(1).all(|word| word.starts_with(char::is_uppercase));
        if is_definite(&lower, self.language) && title && (plain || capitals) {
            return true;
        }
        let mut words = lower.split(' ');
        let first = words.next().unwrap_or_default();
        // `Ihr Vater lacht. „Gut“, sagt er.` He may have been quoted by name.
        if self.language.verb_second && self.last_block.is_some() && is_owned(first, self.language) {
            return true;
        }
        let sets = [&self.language.masculine_case_forms, &self.language.feminine_case_forms];
        let relative = |word: &str| {
            self.language.relative_nouns.contains(word) || self.language.generic_person_nouns.contains(word)
        };
        sets.iter().any(|set| set.contains(first)) && !words.any(relative)
    }

    /// True if the determiner of a description has the gender, in a language where also organisations have one.
    fn has_gender(&self, phrase: &str, gender: Gender) -> bool {
        let first = phrase.split(' ').next().unwrap_or_default();
        let language = self.language;
        match gender {
            Gender::He => language.verb_second && language.masculine_determiners.contains(first),
            // `die Besucher` are several.
            Gender::She => {
                let noun = phrase.rsplit(' ').next().unwrap_or_default().to_lowercase();
                let several =
                    is_human_noun(&noun, language) && gender_of_noun(&noun, language) != Some(Gender::She);
                language.verb_second && language.feminine_determiners.contains(first) && !several
            }
        }
    }

    /// Returns the latest nameless speaker of a gender: `die Wirtin` for `sie`, also after a quote by another person.
    fn nameless_with(&self, gender: Gender) -> Option<&String> {
        let mut latest = self.nameless_speakers.iter().rev().map(|(_, phrase)| phrase);
        latest.find(|phrase| self.nameless_genders.get(*phrase) == Some(&gender))
    }

    /// Returns the nameless subject of the sentence before, if the pronoun fits.
    pub(super) fn nameless_of(&self, gender: Gender) -> Option<&Nameless> {
        self.nameless_antecedent
            .as_ref()
            .filter(|nameless| nameless.gender.is_none_or(|known| known == gender))
    }

    /// Returns the entity that `he` or `she` refers to, and whether that is certain: its gender is known, it is a person, and
    /// no rival is nearly as salient.
    pub(super) fn antecedent(&self, gender: Gender) -> Option<(usize, bool)> {
        // The subject of the sentence before is twice as likely as others.
        let ranked = self.focus.ranked(|n| {
            let fit = self.fit(n, gender)?;
            Some(if self.focus.subject == Some(n) { 2 * fit } else { fit })
        });
        let (best, weight) = *ranked.first()?;
        let rival = ranked.get(1).map_or(0, |(_, weight)| *weight);
        let entity = &self.entities.list[best];
        // `Her daughter Pia nodded.` A given name alone may be a place, but not as the subject before `she said`.
        let person = entity.is_human() || (entity.may_be_human() && self.current_subject == Some(best));
        let known = entity.gender == Some(gender) && person;
        Some((best, known && rival * 100 <= weight * MAX_RIVAL))
    }

    /// Returns how well an entity fits a pronoun, in percent; `None` if it does not fit.
    fn fit(&self, entity: usize, gender: Gender) -> Option<i32> {
        let entity = &self.entities.list[entity];
        match (entity.gender, entity.is_human(), entity.may_be_human()) {
            (Some(known), ..) if known != gender => None,
            (Some(_), true, _) => Some(100),
            (None, true, _) => Some(60),
            (Some(_), false, true) => Some(40),
            (None, false, true) => Some(15),
            _ => None,
        }
    }

    fn by_plural_pronoun(&self, words: &str) -> Resolved {
        let because = format!("pronoun: {words}");
        // `Grey Harbour have denied it.` A name that is not certainly a person's may be a band's or a firm's.
        let subject = self.current_subject.or(self.focus.subject);
        if let Some(group) = subject.filter(|n| !self.entities.list[*n].is_human()) {
            return self.unsure_entity(group, because);
        }
        if let Some(pair) = &self.last_pair {
            return self.unsure(pair.clone(), because, None);
        }
        match (self.last_speaker(), &self.last_thing) {
            (Some(last), None) => self.unsure(last.attribution.speaker.clone(), because, last.entity),
            (Some(last), _) if last.entity.is_none() => {
                self.unsure(last.attribution.speaker.clone(), because, None)
            }
            (_, Some(thing)) => self.unsure(thing.clone(), because, None),
            (None, None) => self.unsure(UNKNOWN.into(), format!("{because}, no person fits"), None),
        }
    }

    fn by_neuter_pronoun(&self, words: &str) -> Resolved {
        let because = format!("pronoun: {words}");
        let neuter = |nameless: &&Nameless| {
            let noun = nameless.phrase.rsplit(' ').next().unwrap_or_default().to_lowercase();
            self.language.neuter_person_nouns.contains(&noun)
        };
        if let Some(child) = self.nameless_antecedent.as_ref().filter(neuter) {
            return self.unsure(child.phrase.clone(), because, None);
        }
        match &self.last_thing {
            Some(thing) => self.unsure(thing.clone(), because, None),
            None => self.unsure(UNKNOWN.into(), format!("{because}, nothing fits"), None),
        }
    }

    /// Resolves a verb without a subject to the person just mentioned.
    fn by_dropped_pronoun(&self, words: &str) -> Resolved {
        let because = format!("pronoun: {words}");
        if let Some(nameless) = self.current_nameless.as_ref().or(self.nameless_antecedent.as_ref()) {
            return self.unsure(nameless.phrase.clone(), because, None);
        }
        let subject = self.current_subject.or(self.focus.subject);
        match subject.filter(|n| self.entities.list[*n].may_be_human()) {
            Some(entity) if self.has_no_rival(entity) => {
                let label = self.entities.label(entity);
                Resolved::sure(label.clone(), format!("{because} → {label}"), Some(entity))
            }
            Some(entity) => self.unsure_entity(entity, because),
            None => match self.last_speaker() {
                Some(last) => self.unsure(last.attribution.speaker.clone(), because, last.entity),
                None => self.unsure(UNKNOWN.into(), format!("{because}, no person fits"), None),
            },
        }
    }

    /// True if no other person is nearly as salient.
    pub(super) fn has_no_rival(&self, entity: usize) -> bool {
        let others = self.focus.ranked(|n| (n != entity && self.entities.list[n].is_human()).then_some(100));
        let rival = others.first().map_or(0, |(_, weight)| *weight);
        rival * 100 <= self.focus.salience(entity) * MAX_RIVAL
    }

    /// Returns the same speaker, but unsure.
    pub(super) fn doubted(&self, resolved: Resolved) -> Resolved {
        let Attribution { speaker, because, .. } = resolved.attribution;
        self.unsure(speaker, because, resolved.entity)
    }

    /// Returns an entity as an uncertain speaker.
    pub(super) fn unsure_entity(&self, entity: usize, because: String) -> Resolved {
        self.unsure(self.entities.label(entity), because, Some(entity))
    }

    /// Returns an uncertain speaker. The candidates are the entity and the latest other people.
    pub(super) fn unsure(&self, speaker: String, because: String, entity: Option<usize>) -> Resolved {
        let others = self.focus.recent().into_iter();
        let others = others.filter(|n| Some(*n) != entity && self.entities.list[*n].is_human());
        let candidates =
            entity.into_iter().chain(others).take(MAX_CANDIDATES).map(|n| self.entities.label(n)).collect();
        Resolved {
            attribution: Attribution { speaker, because, sure: false, candidates },
            entity,
            root: String::new(),
        }
    }
}

/// True for a phrase with the definite article.
fn is_definite(lower: &str, language: &Language) -> bool {
    let first = lower.split(' ').next().unwrap_or_default();
    language.definite_articles.iter().any(|the| the == first)
}

/// True for `his` and `her`.
fn is_owned(determiner: &str, language: &Language) -> bool {
    language.masculine_case_forms.contains(determiner) || language.feminine_case_forms.contains(determiner)
}
