//! Resolves descriptions to entities: `the minister`, `the 42-year-old`, `another worker`.

use super::discourse::Discourse;
use super::names::{Name, gender_of_description, gender_of_noun, is_acronym, is_human_noun, is_role};
use super::noun_phrase::lower_first;
use super::resolved::Resolved;
use super::roles::is_article_and_noun;
use crate::language::attribution::Language;
use crate::script::Gender;

/// Maximum number of words in a description that repeats another.
const MAX_REPEATED: usize = 2;

impl Discourse<'_> {
    /// Resolves a description: to an entity with this role, to the entity of an epithet, or to a new nameless person.
    pub(super) fn by_description(&self, phrase: &str, head: &str, definite: bool, words: &str) -> Resolved {
        if let Some(resolved) = self.surname(phrase, words) {
            return resolved;
        }
        if let Some(resolved) = self.nameless_epithet(phrase, head, words).filter(|_| definite) {
            return resolved;
        }
        // `heißt es in der Begründung`
        let impersonal = || words.split(' ').any(|word| self.language.impersonal_verbs.contains(word));
        if (!definite || impersonal())
            && let Some(resolved) = self.author_of_document(phrase, head, words)
        {
            return resolved;
        }
        if definite && let Some(resolved) = self.described_entity(phrase, head, words) {
            return resolved;
        }
        if let Some(entity) = self.person_in_description(phrase) {
            let label = self.entities.label(entity);
            return Resolved::sure(label.clone(), format!("described: {words} → {label}"), Some(entity));
        }
        if let Some(entity) = self.described_again(phrase, head).filter(|_| definite) {
            let label = self.entities.label(entity);
            if self.is_about(entity, phrase, head, words) {
                return Resolved::sure(label.clone(), format!("described: {words} → {label}"), Some(entity));
            }
            let mut resolved = self.unsure_entity(entity, format!("described: {words} → {label}"));
            resolved.attribution.candidates.insert(1, lower_first(phrase, self.language));
            return resolved;
        }
        if let Some(label) = self.thing_again(phrase, head).or_else(|| self.nameless_otherwise(phrase, head))
        {
            let mut resolved = self.unsure(label.clone(), format!("described: {words} → {label}"), None);
            resolved.attribution.candidates.insert(0, lower_first(phrase, self.language));
            return resolved;
        }
        let because = format!("described: {words}");
        let label = lower_first(phrase, self.language);
        if let Some(noun) = &self.last_nameless_noun
            && self.language.same_kind_words.contains(head)
        {
            return self.another(format!("{label} {noun}"), because, !definite);
        }
        let gender = gender_of_description(phrase, head, self.language);
        let named =
            self.may_have_name(phrase) && gender.is_some_and(|gender| self.antecedent(gender).is_some());
        if (is_role(head, self.language) || is_organisation(phrase, self.language)) && !named {
            Resolved::sure(label, because, None)
        } else {
            self.unsure(label, because, None)
        }
    }

    /// Resolves a surname that is also a noun for people, if the article has named that person in full: `“Why?” King asked.`
    fn surname(&self, phrase: &str, words: &str) -> Option<Resolved> {
        let one_word = phrase.starts_with(char::is_uppercase) && !phrase.contains(' ');
        let names = vec![phrase.to_string()];
        let entity = self.entity_named(&Name { names, ..Name::default() }).filter(|_| one_word)?;
        let known = &self.entities.list[entity];
        let last = known.names.len() > 1 && known.names.last().is_some_and(|last| last == phrase);
        let label = self.entities.label(entity);
        (last && known.is_human()).then(|| Resolved::sure(label, format!("named: {words}"), Some(entity)))
    }

    /// Returns the person whose surname a description ends with: `der optimistische Falk`.
    fn person_in_description(&self, phrase: &str) -> Option<usize> {
        let mut words = phrase.split(' ').skip(1).collect::<Vec<_>>().into_iter().rev();
        let surname = words.next().filter(|last| last.starts_with(char::is_uppercase))?;
        // `die Familie Falk` is not one person.
        words.next().filter(|word| word.starts_with(char::is_lowercase))?;
        let name = Name { names: vec![surname.to_string()], ..Name::default() };
        let entity = self.entity_named(&name)?;
        let known = &self.entities.list[entity];
        let named =
            known.is_human() && known.names.len() > 1 && known.names.last().is_some_and(|n| n == surname);
        named.then_some(entity)
    }

    /// Returns the person just mentioned if a description with the definite article is new in the article. A speaker is
    /// introduced by name or with an indefinite article, so it is another word for that person: `Mehmet Aksoy schneidet Kisten
    /// auf. „Guten Morgen“, sagt der Händler.`
    fn described_again(&self, phrase: &str, head: &str) -> Option<usize> {
        let language = self.language;
        let lower = phrase.to_lowercase();
        let first = lower.split(' ').next().unwrap_or_default();
        let human = is_human_noun(head, language);
        let thing = is_role(head, language)
            || language.document_nouns.contains(head)
            || language.sign_nouns.contains(head)
            || language.is_abstract(head)
            || language.is_group(head);
        let introduced =
            self.nameless_speakers.iter().chain(&self.nameless_subjects).any(|(noun, _)| noun == head);
        // An adjective or a complement distinguishes a person from the one just mentioned: `der polnische Präsident`. The place
        // that they come from does not.
        let origin = lower.split(' ').nth(2).is_some_and(|word| language.origin_prepositions.contains(word));
        let plain =
            is_article_and_noun(phrase, language) || (origin && lower.split(' ').nth(1) == Some(head));
        // `laut der Website`
        let dative = language.ambiguous_dative_determiners.contains(first) && language.is_feminine(head);
        // The article names an office with its holder: the judge is not the welder just mentioned.
        let office = language.is_title(head) || language.has_noun(&language.office_nouns, head);
        if !plain || introduced || dative || office || !language.verb_second || (thing && !human) {
            return None;
        }
        let gender = match () {
            () if language.masculine_determiners.contains(first) => Gender::He,
            () if language.feminine_determiners.contains(first) => Gender::She,
            () => return None,
        };
        let fits = |n: &usize| {
            let entity = &self.entities.list[*n];
            entity.is_human() && entity.gender.is_none_or(|known| known == gender)
        };
        self.current_subject.or(self.focus.subject).filter(fits)
    }

    /// True if the sentence before a quote is about a person, and the new description fits that person. `die Frau` fits any woman, and in `habe
    /// der Händler gesagt` the person reports another.
    fn is_about(&self, entity: usize, phrase: &str, head: &str, words: &str) -> bool {
        let language = self.language;
        let gender = gender_of_description(phrase, head, language);
        let fits = gender.is_some() && self.entities.list[entity].gender == gender;
        let reported = words.split(' ').any(|word| language.reported_speech_verbs.contains(word));
        let generic = language.generic_person_nouns.contains(head);
        self.current_subject == Some(entity) && fits && !reported && !generic && self.has_no_rival(entity)
    }

    /// Returns the organisation just mentioned if a description is a general word for one: `Das Schulamt prüft den Plan. Es werde
    /// „genau gelesen“, so die Behörde.`
    fn thing_again(&self, phrase: &str, head: &str) -> Option<String> {
        let general =
            is_article_and_noun(phrase, self.language) && self.language.general_organisations.contains(head);
        let label = lower_first(phrase, self.language);
        self.last_thing.clone().filter(|thing| general && *thing != label)
    }

    /// Returns the nameless person just mentioned if a description is new: `Eine 88-Jährige legte auf. „Ich habe keinen Enkel“,
    /// sagte die Rentnerin.`
    fn nameless_otherwise(&self, phrase: &str, head: &str) -> Option<String> {
        let language = self.language;
        let gender = gender_of_description(phrase, head, language)?;
        let office = language.is_title(head) || language.has_noun(&language.office_nouns, head);
        let known = self.nameless_speakers.iter().chain(&self.nameless_subjects);
        let introduced = known.clone().any(|(noun, _)| noun == head);
        if !language.verb_second || !is_article_and_noun(phrase, language) || office || introduced {
            return None;
        }
        let fits = |noun: &str, phrase: &str| gender_of_description(phrase, noun, language) == Some(gender);
        let mut fitting = self.nameless_subjects.iter().rev().filter(|(noun, phrase)| fits(noun, phrase));
        fitting.next().map(|(_, phrase)| phrase.clone()).filter(|_| fitting.next().is_none())
    }

    /// Resolves an age to the nameless person just mentioned: `Seine Tochter kam. „Nein“, sagte die 24-Jährige.`
    fn nameless_epithet(&self, phrase: &str, head: &str, words: &str) -> Option<Resolved> {
        let age = self.language.age_endings.iter().any(|ending| head.ends_with(ending));
        let gender = gender_of_description(phrase, head, self.language).filter(|_| age)?;
        let nameless = self.nameless_of(gender)?;
        Some(self.unsure(nameless.phrase.clone(), format!("described: {words} → {}", nameless.phrase), None))
    }

    /// Resolves a document without a name to its likely author, the subject just before: `Die Stadt spare zu spät, heißt es in
    /// einer Stellungnahme` after `Der Verband kritisierte den Haushalt.`
    fn author_of_document(&self, phrase: &str, head: &str, words: &str) -> Option<Resolved> {
        let bare = self.language.verb_second && phrase.split(' ').count() <= MAX_REPEATED;
        let document = bare && self.language.document_nouns.contains(head);
        let subject = self.current_subject.map(|n| self.entities.label(n));
        let author = subject.or_else(|| self.last_thing.clone()).filter(|_| document)?;
        let mut resolved = self.unsure(author, format!("described: {words}"), self.current_subject);
        resolved.attribution.candidates.push(lower_first(phrase, self.language));
        Some(resolved)
    }

    /// Resolves `the engineer` to the nameless speaker before: `one engineer who asked not to be named`. Several with this
    /// noun make it unsure.
    fn nameless_again(&self, phrase: &str, head: &str, words: &str) -> Option<Resolved> {
        let short = phrase.split(' ').count() <= MAX_REPEATED;
        let mut same = self.nameless_speakers.iter().rev().filter(|(noun, _)| short && noun == head);
        let (_, label) = same.next()?;
        let because = format!("described: {words} → {label}");
        Some(if same.next().is_none() {
            Resolved::sure(label.clone(), because, None)
        } else {
            self.unsure(label.clone(), because, None)
        })
    }

    /// Resolves `the boy` to the nameless person before who has not spoken: `A boy from across the street came by.`
    fn nameless_mentioned(&self, phrase: &str, head: &str, words: &str) -> Option<Resolved> {
        let short = phrase.split(' ').count() <= MAX_REPEATED;
        let (_, label) = self.nameless_subjects.iter().rev().find(|(noun, _)| short && noun == head)?;
        Some(self.unsure(label.clone(), format!("described: {words} → {label}"), None))
    }

    /// Resolves a definite description to an entity.
    fn described_entity(&self, phrase: &str, head: &str, words: &str) -> Option<Resolved> {
        let short = phrase.split(' ').count() <= MAX_REPEATED;
        let author = self.documents.get(head).filter(|_| short).map(|author| (*author, true));
        let with_role = author.or_else(|| self.with_role(phrase, head));
        let found = with_role
            .or_else(|| self.epithet(phrase, head).map(|entity| (entity, self.has_no_rival(entity))));
        if let Some((entity, sure)) = found {
            let label = self.entities.label(entity);
            let because = format!("described: {words} → {label}");
            return Some(if sure {
                Resolved::sure(label, because, Some(entity))
            } else {
                self.unsure(label, because, Some(entity))
            });
        }
        if let Some(resolved) =
            self.nameless_again(phrase, head, words).or_else(|| self.nameless_mentioned(phrase, head, words))
        {
            return Some(resolved);
        }
        let generic = self.language.generic_person_nouns.contains(head);
        // `the Invisible Man` is the name of one man.
        if generic && !self.language.capitalised_compounds && is_capitalised(phrase) {
            let label = lower_first(phrase, self.language);
            return Some(Resolved::sure(label, format!("described: {words}"), None));
        }
        // `the man` may be any man in focus. With a possessive it is another person: `his mother`.
        let lower = phrase.to_lowercase();
        let has_article =
            self.language.definite_articles.iter().any(|the| lower.starts_with(&format!("{the} ")));
        let gender = gender_of_noun(head, self.language).filter(|_| generic && has_article)?;
        let (entity, _) = self.antecedent(gender)?;
        let label = self.entities.label(entity);
        Some(self.unsure(label.clone(), format!("described: {words} → {label}"), Some(entity)))
    }

    /// Resolves `another` after `a worker` to another worker. It is certain only for a new speaker.
    fn another(&self, label: String, because: String, new: bool) -> Resolved {
        let same_as_last =
            self.last_block.as_ref().is_some_and(|last| last.speaker.attribution.speaker == label);
        if new && !same_as_last {
            Resolved::sure(label, because, None)
        } else {
            self.unsure(label, because, None)
        }
    }

    /// Returns the entity that an epithet refers to, which is the last subject: `the 42-year-old`, `the retired teacher`,
    /// `the striker`. A known gender must not differ, and the subject must certainly be a name.
    pub(super) fn epithet(&self, phrase: &str, head: &str) -> Option<usize> {
        let language = self.language;
        let lower = phrase.to_lowercase();
        let mut words = lower.split(' ');
        let has_article =
            words.next().is_some_and(|first| language.definite_articles.iter().any(|the| the == first));
        let age = language.age_endings.iter().any(|ending| head.ends_with(ending));
        let former = words.any(|word| language.former_words.contains(word));
        // `die Witwe des Opfers` is not the widow just mentioned.
        let bare = lower.ends_with(head);
        if !has_article || !(age || former || (bare && is_epithet(head, language))) {
            return None;
        }
        let gender = gender_of_description(phrase, head, language);
        let fits = |n: usize| {
            let entity = &self.entities.list[n];
            let clash = gender.is_some_and(|gender| entity.gender.is_some_and(|known| known != gender));
            let certain_name = entity.gender.is_some() || entity.names.len() > 1;
            let full_name = entity.names.len() > 1;
            let person = entity.is_human() || (age && full_name && entity.may_be_human());
            person && !clash && certain_name
        };
        // The last subject, or else the most salient person of that gender: `la romancière` after a sentence about her editor.
        let other = || self.antecedent(gender?).map(|(entity, _)| entity).filter(|n| fits(*n));
        self.focus.subject.filter(|n| fits(*n)).or_else(|| other().filter(|_| language.subject_after_verb))
    }
}

/// True if all words after the article have a capital, and there are several.
fn is_capitalised(phrase: &str) -> bool {
    let words = || phrase.split(' ').skip(1);
    words().count() > 1 && words().all(|word| word.starts_with(char::is_uppercase))
}

/// True for a word for the person just mentioned, a noun with a party before it, or a noun for a woman:
/// `der CSU-Politiker`, `die Stürmerin`.
fn is_epithet(head: &str, language: &Language) -> bool {
    let last = head.rsplit('-').next().unwrap_or(head);
    let masculine = language.feminine_person_endings.iter().filter_map(|ending| last.strip_suffix(ending));
    let compound = || std::iter::once(last).chain(masculine).any(|noun| language.epithets.contains(noun));
    language.epithets.contains(head) || (language.capitalised_compounds && compound())
}

/// True for an organisation with its place or its acronym, where nouns have capitals: `die Staatsanwaltschaft Kiel`, `die NTB`.
fn is_organisation(phrase: &str, language: &Language) -> bool {
    let mut words = phrase.split(' ').skip(1);
    let organisation = |word: &str| is_role(&word.to_lowercase(), language) || is_acronym(word);
    language.capitalised_compounds && words.clone().count() <= MAX_REPEATED && words.any(organisation)
}
