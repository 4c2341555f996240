//! The discourse so far: what the narration is about, and who spoke last.
//!
//! Reads the narration sentence by sentence. The subject of a sentence is the likeliest antecedent of a pronoun in the next
//! one, and the likeliest speaker of a quote without a cue after it.

use std::collections::BTreeMap;
use std::ops::Range;

use super::apposition::with_apposition;
use super::collect_entities::description_after;
use super::cue::{has_reported_verb, is_inverted, is_reporting_verb};
use super::entities::Entities;
use super::focus::{Focus, OTHER_MENTION, REPEATED_SUBJECT, SPEAKER, SUBJECT};
use super::names::{
    Name, NameKind, gender_of_description, head_noun, is_acronym, is_human_noun, is_role, name_at,
};
use super::noun_phrase::{
    Mention, Pronoun, is_determiner, lower_first, noun_phrase, person_or_phrase, pronoun, second_name,
};
use super::resolved::Resolved;
use super::sentence_subject::{cut_after_noun, subject_range};
use super::subject::skip_modifiers;
use super::tokens::Token;
use crate::language::attribution::Language;
use crate::script::Gender;

/// What the article has said up to a place in it.
pub(super) struct Discourse<'a> {
    pub(super) language: &'a Language,
    pub(super) entities: Entities,
    /// Author of the article, who is `I` in the narration.
    pub(super) author: Option<String>,
    pub(super) focus: Focus,
    /// Subject of the latest whole sentence of narration since the last quote, if it has a name.
    pub(super) current_subject: Option<usize>,
    /// The same, if it has no name: `A fisherman does not.`
    pub(super) current_nameless: Option<Nameless>,
    /// Nameless subject of the sentence before: a possible antecedent of `he` and `she`.
    pub(super) nameless_antecedent: Option<Nameless>,
    /// The latest pair of people: a possible antecedent of `they`.
    pub(super) last_pair: Option<String>,
    /// The latest organisation or thing as a subject: a possible antecedent of `it`.
    pub(super) last_thing: Option<String>,
    /// The same, while it is the subject of the latest sentence.
    pub(super) thing_subject: Option<String>,
    /// The organisation that the latest sentence reports: `…, teilte das Amt mit.`
    pub(super) speaking_thing: Option<String>,
    /// Noun of the latest nameless speaker: `another` after `a worker` is another worker.
    pub(super) last_nameless_noun: Option<String>,
    /// Nameless speakers, each with its noun, the latest last.
    pub(super) nameless_speakers: Vec<(String, String)>,
    /// The same for nameless people who have not spoken, but were subjects: `A boy came by.`
    pub(super) nameless_subjects: Vec<(String, String)>,
    /// Document → its author: `said in a statement`, and later `the statement added`.
    pub(super) documents: BTreeMap<String, usize>,
    /// The latest block with a quote.
    pub(super) last_block: Option<SpokenBlock>,
    /// Gender of nameless speakers, where their description shows it.
    pub(super) nameless_genders: BTreeMap<String, Gender>,
}

/// A person without a name: `her neighbour`.
#[derive(Debug, Clone)]
pub(super) struct Nameless {
    pub(super) phrase: String,
    pub(super) gender: Option<Gender>,
    /// True for the speaker of a quote, who is an antecedent only within the paragraph.
    pub(super) spoke: bool,
}

/// A block with at least one quote.
#[derive(Debug, Clone)]
pub(super) struct SpokenBlock {
    /// Its last speaker.
    pub(super) speaker: Resolved,
    /// Its last quote has no closing mark, so the next block continues it.
    pub(super) open: bool,
    /// It is the block before, and little narration follows its last quote.
    pub(super) ends_spoken: bool,
    /// Number of its words, quoted and narrated.
    pub(super) words: usize,
}

/// Maximum number of nameless speakers to remember.
const MAX_NAMELESS_SPEAKERS: usize = 16;
/// Maximum number of words in a description that is certainly about its last noun. A longer one may contain another person.
const MAX_NAMELESS_WORDS: usize = 4;

impl Nameless {
    /// Makes a nameless person of a description. `None` if it is too long, plural, or not about a person.
    pub(super) fn new(phrase: &str, head: &str, language: &Language) -> Option<Self> {
        let plural = language
            .plural_endings
            .iter()
            .filter_map(|ending| head.strip_suffix(ending))
            .any(|singular| is_human_noun(singular, language));
        // `a woman in a red coat`
        let complement = phrase.split(' ').position(|word| language.noun_prepositions.contains(word));
        let long = phrase.split(' ').count() > MAX_NAMELESS_WORDS;
        let cut = complement.filter(|_| long).map_or(usize::MAX, |at| at);
        let phrase = phrase.split(' ').take(cut).collect::<Vec<_>>().join(" ");
        let short = phrase.split(' ').count() <= MAX_NAMELESS_WORDS;
        // `gegenüber Journalisten`: several people have no determiner.
        let first = phrase.split(' ').next().unwrap_or_default().to_lowercase();
        let bare = language.subject_after_verb && !is_determiner(&first, language);
        (is_human_noun(head, language) && short && !plural && !bare).then(|| Self {
            phrase: lower_first(&phrase, language),
            gender: gender_of_description(&phrase, head, language),
            spoke: false,
        })
    }
}

impl<'a> Discourse<'a> {
    pub(super) fn new(language: &'a Language, entities: Entities, author: Option<String>) -> Self {
        Self {
            language,
            entities,
            author,
            focus: Focus::default(),
            current_subject: None,
            current_nameless: None,
            nameless_antecedent: None,
            last_pair: None,
            last_thing: None,
            thing_subject: None,
            speaking_thing: None,
            last_nameless_noun: None,
            nameless_speakers: Vec::new(),
            nameless_subjects: Vec::new(),
            documents: BTreeMap::new(),
            last_block: None,
            nameless_genders: BTreeMap::new(),
        }
    }

    /// Starts a block. Entities from other paragraphs are less salient, so it counts as two sentences.
    pub(super) fn start_block(&mut self) {
        self.set_subject(None);
        self.nameless_antecedent = self.nameless_antecedent.take().filter(|nameless| !nameless.spoke);
        self.focus.next_sentence();
        self.focus.next_sentence();
    }

    /// Adds the speaker of a quote.
    pub(super) fn add_speaker(&mut self, resolved: &Resolved) {
        if let Some(entity) = resolved.entity {
            self.focus.mention(entity, SPEAKER);
            self.focus.subject = Some(entity);
            self.last_pair = None;
            self.nameless_antecedent = None;
        } else {
            let speaker = &resolved.attribution.speaker;
            self.remember_nameless(speaker);
            if let Some(noun) = head_noun(speaker, self.language) {
                let gender = gender_of_description(speaker, &noun.to_lowercase(), self.language);
                self.nameless_genders.extend(gender.map(|gender| (speaker.clone(), gender)));
                self.last_nameless_noun = Some(noun.to_string());
                self.nameless_antecedent = Some(Nameless { phrase: speaker.clone(), gender, spoke: true });
            }
        }
        self.set_subject(None);
    }

    /// Remembers the author of the documents named around a quote: `said Marian Cole in a statement`.
    pub(super) fn add_documents(&mut self, around: &[Token<'_>], author: Option<usize>) {
        let Some(author) = author else { return };
        for pair in around.windows(2) {
            let new = self.language.indefinite_determiners.contains(&pair[0].lower);
            if new && self.language.document_nouns.contains(&pair[1].lower) {
                self.documents.insert(pair[1].lower.clone(), author);
            }
        }
    }

    /// Remembers a nameless speaker by the noun: `one diver` is `the diver` later.
    fn remember_nameless(&mut self, speaker: &str) {
        let last = speaker.rsplit(' ').next().unwrap_or(speaker);
        let noun = head_noun(speaker, self.language).unwrap_or(last);
        let known = (noun.to_lowercase(), speaker.to_string());
        self.nameless_speakers.retain(|other| *other != known);
        self.nameless_speakers.push(known);
        drop_oldest(&mut self.nameless_speakers);
    }

    /// Returns the genders of all speakers, as far as the article shows them.
    pub(super) fn genders(self) -> BTreeMap<String, Gender> {
        let entities = &self.entities;
        let named = entities.list.iter().enumerate();
        let named = named.filter_map(|(n, entity)| Some((entities.label(n), entity.gender?)));
        self.nameless_genders.into_iter().chain(named).collect()
    }

    /// Makes an entity the subject of the current sentence.
    pub(super) fn set_subject(&mut self, entity: Option<usize>) {
        self.thing_subject = None;
        self.speaking_thing = None;
        self.current_subject = entity;
        self.current_nameless = None;
    }

    /// Makes a nameless person the subject of the current sentence, if there is one.
    pub(super) fn set_nameless_subject(&mut self, nameless: Option<Nameless>) {
        if nameless.is_some() {
            self.current_subject = None;
            self.current_nameless = nameless;
        }
    }

    /// Reads a range of narration, sentence by sentence.
    pub(super) fn narrate(&mut self, tokens: &[Token<'_>], range: Range<usize>) {
        let mut from = range.start;
        while from < range.end {
            let end = (from + 1..range.end).find(|n| tokens[*n].first).unwrap_or(range.end);
            self.sentence(tokens, &(from..end));
            from = end;
        }
    }

    /// Reads a sentence, or the rest of one after a quote. Only a whole sentence has a subject.
    fn sentence(&mut self, tokens: &[Token<'_>], sentence: &Range<usize>) {
        let whole = tokens[sentence.start].first;
        let mut at = sentence.start;
        let mut subject = None;
        // `Petra Lang widersprach. Falk habe geschlafen.`: she says that too.
        let reported = whole && has_reported_verb(&tokens[sentence.clone()], self.language);
        let before = (self.current_subject, self.current_nameless.clone());
        let thing_before = self.last_thing.clone();
        let antecedent = self.nameless_antecedent.clone();
        if whole {
            self.focus.next_sentence();
            if let Some((start, end)) = subject_range(tokens, sentence, &self.entities, self.language) {
                self.other_mentions(tokens, at..start);
                subject = self.take_subject(tokens, start);
                at = end;
            }
        }
        self.other_mentions(tokens, at..sentence.end);
        let subject = subject
            .or_else(|| self.take_topic(tokens, sentence).filter(|_| whole))
            .or_else(|| self.take_introduced(tokens, sentence).filter(|_| whole))
            .or_else(|| self.take_source(tokens, sentence))
            .or_else(|| self.take_counterpart(tokens, sentence).filter(|_| whole));
        if whole && subject.is_none() && self.current_nameless.is_none() {
            self.take_reporter(tokens, sentence);
        }
        // As the last mention, the subject comes before all others of the sentence.
        if let Some(entity) = subject {
            self.focus.mention(entity, OTHER_MENTION);
        }
        if reported && (before.0.is_some() || before.1.is_some()) {
            (self.current_subject, self.current_nameless) = before;
            self.nameless_antecedent = antecedent;
        }
        if reported && thing_before.is_some() {
            self.last_thing = thing_before;
        }
    }

    /// Reads the subject of a whole sentence. One that is not a person is kept as the antecedent of `it` or `they`.
    fn take_subject(&mut self, tokens: &[Token<'_>], at: usize) -> Option<usize> {
        let (mention, end) = noun_phrase(tokens, at, self.language)?;
        let (mention, end) = with_apposition(tokens, mention, end, self.language);
        let mention = self.identified(tokens, &mention, end).unwrap_or(mention);
        let (entity, weight) = match &mention {
            Mention::Name(name) => {
                let found = self.entity_named(name);
                let thing = found.is_none_or(|n| !self.entities.list[n].may_be_human())
                    && name.kind(self.language) == NameKind::Thing;
                if thing {
                    self.last_pair = None;
                    self.last_thing = Some(found.map_or_else(|| name.joined(), |n| self.entities.label(n)));
                    return None;
                }
                (found, SUBJECT)
            }
            Mention::Both(one, other) => {
                self.last_pair = Some(self.pair(one, other));
                for name in [other, one] {
                    if let Some(entity) = self.entity_named(name) {
                        self.focus.mention(entity, REPEATED_SUBJECT);
                    }
                }
                return None;
            }
            Mention::Pronoun(Pronoun::One(gender)) => {
                self.set_nameless_subject(self.nameless_of(*gender).cloned());
                (self.named_antecedent(*gender), REPEATED_SUBJECT)
            }
            Mention::Description { phrase, head, definite } => {
                let (phrase, head) = cut_after_noun(tokens, at, phrase, head, self.language);
                // `Der BGH widersprach.`
                if phrase.rsplit(' ').next().is_some_and(is_acronym) {
                    self.last_thing = Some(lower_first(&phrase, self.language));
                }
                (self.take_described_subject(&phrase, &head, *definite), REPEATED_SUBJECT)
            }
            Mention::Pronoun(_) | Mention::Writer | Mention::Reply => (None, 0),
        };
        let entity = entity.filter(|n| self.entities.list[*n].may_be_human())?;
        self.nameless_antecedent = None;
        self.focus.mention(entity, weight);
        self.focus.subject = Some(entity);
        self.set_subject(Some(entity));
        Some(entity)
    }

    /// Returns the person that a sentence identifies with its subject: `Her successor is Ann Lee.`, `Er heißt Tom Brehm.`
    fn identified(&self, tokens: &[Token<'_>], mention: &Mention, end: usize) -> Option<Mention> {
        let language = self.language;
        let verb = tokens.get(end).filter(|verb| language.copula_verbs.contains(&verb.lower))?;
        let name =
            name_at(tokens, end + 1, language).filter(|name| name.kind(language) == NameKind::Person)?;
        let next = tokens.get(end + 1 + name.length);
        let ends = next.is_none_or(|next| !next.is_word() || language.and_words.contains(&next.lower));
        match mention {
            Mention::Description { head, .. } if is_human_noun(head, language) => {
                ends.then(|| Mention::Name(Name { role: Some(head.clone()), ..name }))
            }
            // `Er heißt Tom Brehm.`
            Mention::Pronoun(Pronoun::One(_)) if language.impersonal_verbs.contains(&verb.lower) => {
                ends.then_some(Mention::Name(name))
            }
            _ => None,
        }
    }

    /// Returns the entity that a description refers to. If there is none, the description itself becomes the antecedent.
    fn take_described_subject(&mut self, phrase: &str, head: &str, definite: bool) -> Option<usize> {
        let known = self.with_role(phrase, head).filter(|_| definite).map(|(entity, _)| entity);
        let known = known.or_else(|| self.epithet(phrase, head));
        if known.is_none() && is_role(head, self.language) && !is_human_noun(head, self.language) {
            self.last_thing = Some(lower_first(phrase, self.language));
            self.thing_subject.clone_from(&self.last_thing);
        }
        self.nameless_antecedent =
            known.is_none().then(|| Nameless::new(phrase, head, self.language)).flatten();
        if let Some(new) = self.nameless_antecedent.as_ref().filter(|_| !definite) {
            self.nameless_subjects.push((head.to_string(), new.phrase.clone()));
            drop_oldest(&mut self.nameless_subjects);
        }
        self.set_nameless_subject(self.nameless_antecedent.clone());
        known
    }

    /// Returns the entity of a pronoun, unless it refers to a nameless person.
    fn named_antecedent(&self, gender: Gender) -> Option<usize> {
        let (entity, _) = self.antecedent(gender)?;
        self.nameless_of(gender).is_none().then_some(entity)
    }

    /// Returns the label for two names: `Tore Berg and Lena Holm`.
    fn pair(&self, one: &Name, other: &Name) -> String {
        let label =
            |name: &Name| self.entity_named(name).map_or_else(|| name.joined(), |n| self.entities.label(n));
        format!("{} and {}", label(one), label(other))
    }

    /// Reads all mentions outside the subject. One with a reporting verb or a description is more salient than others.
    fn other_mentions(&mut self, tokens: &[Token<'_>], range: Range<usize>) {
        let mut n = range.start;
        while n < range.end {
            let Some((mention, end)) = self.mention_at(tokens, n) else {
                n += 1;
                continue;
            };
            self.other_mention(tokens, n, &mention, end);
            n = end.max(n + 1);
        }
    }

    fn other_mention(&mut self, tokens: &[Token<'_>], at: usize, mention: &Mention, end: usize) {
        // `the director, Jeff Fraser, says`; but not `Fraser, who had met Jia, says`, with no comma before the name.
        let apposed = at.checked_sub(1).is_some_and(|before| tokens[before].is(","));
        let after = end + usize::from(apposed && tokens.get(end).is_some_and(|t| t.is(",")));
        let verb = skip_modifiers(tokens, after, self.language);
        // `In Anlehnung an Jan Holt fragte sie`: the subject comes after the verb. In `Jan Holt fragte sie` it comes before.
        let complement = at.checked_sub(1).map(|before| &tokens[before].lower).is_some_and(|before| {
            self.language.prepositions_and_relatives.contains(before)
                || self.language.dative_determiners.contains(before)
        });
        let person = |t: &Token<'_>| {
            matches!(pronoun(&t.lower, self.language), Some(Mention::Pronoun(Pronoun::One(_))))
        };
        let inverted =
            complement && self.language.subject_after_verb && tokens.get(verb + 1).is_some_and(person);
        let speaks = (is_reporting_verb(tokens, verb, self.language) && !inverted)
            || is_inverted(tokens, at, self.language);
        let described = description_after(tokens, end, self.language).is_some();
        if let Mention::Both(one, other) = mention {
            self.last_pair = Some(self.pair(one, other));
        }
        if let Some(thing) = self.organisation(mention).filter(|_| speaks) {
            self.speaking_thing = Some(thing.clone());
            self.last_thing = Some(thing);
        }
        let entity = match mention {
            Mention::Name(name) | Mention::Both(name, _) => self.entity_named(name),
            Mention::Pronoun(Pronoun::One(gender)) if speaks => self.named_antecedent(*gender),
            _ => None,
        };
        let Some(entity) = entity.filter(|n| self.entities.list[*n].may_be_human()) else { return };
        let weight = match (described, speaks) {
            (true, _) => SUBJECT,
            (false, true) => REPEATED_SUBJECT,
            (false, false) => OTHER_MENTION,
        };
        self.focus.mention(entity, weight);
        if speaks || described {
            self.nameless_antecedent = None;
        }
        let no_subject = self.current_subject.is_none() && self.current_nameless.is_none();
        if speaks || (described && no_subject) {
            self.focus.subject = Some(entity);
            self.set_subject(Some(entity));
        }
    }

    /// Returns the label of an organisation, where the subject often comes after its verb: `…, schreibt der Landesverband Baden.`
    fn organisation(&self, mention: &Mention) -> Option<String> {
        let language = self.language;
        match mention {
            Mention::Description { phrase, head, .. } => {
                let organisation = is_role(head, language) && !is_human_noun(head, language);
                let named = organisation || phrase.split(' ').any(is_acronym);
                named.then(|| lower_first(phrase, language))
            }
            Mention::Name(name) => (name.kind(language) == NameKind::Thing).then(|| name.joined()),
            _ => None,
        }
    }

    /// Reads a name or pronoun. After a reporting verb any noun phrase counts: `noted the station’s Dante Chinni`.
    fn mention_at(&self, tokens: &[Token<'_>], n: usize) -> Option<(Mention, usize)> {
        if n > 0 && is_inverted(tokens, n, self.language) {
            return person_or_phrase(tokens, n, self.language);
        }
        if let Some(name) = name_at(tokens, n, self.language) {
            let end = n + name.length;
            let person = name.kind(self.language) == NameKind::Person;
            return Some(match second_name(tokens, end, self.language).filter(|_| person) {
                Some((other, end)) => (Mention::Both(name, other), end),
                None => (Mention::Name(name), end),
            });
        }
        let mention = pronoun(&tokens[n].lower, self.language)?;
        matches!(mention, Mention::Pronoun(_)).then_some((mention, n + 1))
    }
}

fn drop_oldest(nameless: &mut Vec<(String, String)>) {
    let extra = nameless.len().saturating_sub(MAX_NAMELESS_SPEAKERS);
    nameless.drain(..extra);
}
