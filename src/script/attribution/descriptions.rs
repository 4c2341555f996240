//! Whom a description means: somebody of that role, who was spoken of last, or somebody new without a name.

use super::Heard;
use super::names::{gender_of_role, is_role};
use super::resolve::{RIVAL, Scene, lower_first};

impl Scene<'_> {
    pub(super) fn noun(&self, phrase: &str, head: &str, definite: bool, words: &str) -> Heard {
        if definite {
            let described = self.people.by_role(head, &self.focus.recent()).map(|person| (person, true));
            let of_last = || self.epithet(phrase, head).map(|person| (person, self.is_alone(person)));
            if let Some((person, sure)) = described.or_else(of_last) {
                let label = self.people.label(person);
                let because = format!("described: {words} → {label}");
                return if sure {
                    Heard::sure(label, because, Some(person))
                } else {
                    self.unsure(label, because, Some(person))
                };
            }
            let owned = !self
                .language
                .definite_articles
                .iter()
                .any(|the| phrase.to_lowercase().starts_with(&format!("{the} ")));
            let plain = self.language.generic_person_nouns.contains(head);
            if let Some(gender) = gender_of_role(head, self.language).filter(|_| plain && !owned)
                && let Some((person, _)) = self.person_of(gender)
            {
                let label = self.people.label(person);
                return self.unsure(label.clone(), format!("described: {words} → {label}"), Some(person));
            }
        }
        let because = format!("described: {words}");
        let label = lower_first(phrase);
        if let Some(kind) = self.kind.filter(|_| self.language.same_kind_words.contains(head)) {
            return self.another(format!("{label} {kind}"), because, !definite);
        }
        if is_role(head, self.language) {
            Heard::sure(label, because, None)
        } else {
            self.unsure(label, because, None)
        }
    }

    /// `another` behind `a worker`: of the same kind, and not the same again.
    fn another(&self, label: String, because: String, new: bool) -> Heard {
        let last = self.last.is_some_and(|last| last.attribution.speaker == label);
        if new && !last { Heard::sure(label, because, None) } else { self.unsure(label, because, None) }
    }

    /// `the 42-year-old`, `the retired teacher`, `the striker`: who was spoken of last, in other words.
    pub(super) fn epithet(&self, phrase: &str, head: &str) -> Option<usize> {
        let language = self.language;
        let lower = phrase.to_lowercase();
        let mut words = lower.split(' ');
        let the = words.next().is_some_and(|first| language.definite_articles.iter().any(|the| the == first));
        let age = language.age_endings.iter().any(|ending| head.ends_with(ending.as_str()));
        let once = words.any(|word| language.former_words.contains(word));
        if !the || !(age || once || language.epithets.contains(head)) {
            return None;
        }
        let subject = self.focus.subject.filter(|person| self.people.list[*person].is_human())?;
        let gender = gender_of_role(head, language);
        let person = &self.people.list[subject];
        let clash = gender.is_some_and(|of| person.gender.is_some_and(|is| is != of));
        // A word that is nobody's name for certain is not who is meant.
        let named = person.gender.is_some() || person.names.len() > 1;
        (!clash && named).then_some(subject)
    }

    /// Nobody else is nearly as much in mind.
    fn is_alone(&self, person: usize) -> bool {
        let human = |other: usize| (other != person && self.people.list[other].is_human()).then_some(100);
        let rival = self.focus.ranked(human).first().map_or(0, |(_, weight)| *weight);
        rival * 100 <= self.focus.salience(person) * RIVAL
    }
}
