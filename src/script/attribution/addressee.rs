//! Finds the person that a quote is addressed to, who is the likeliest to answer: `I asked Carl Dean`.

use std::ops::Range;

use super::apposition::with_apposition;
use super::attributor::{Addressee, Attributor};
use super::cue::{Cues, SpeechCue, clause_end, is_reporting_verb};
use super::names::{Name, name_at};
use super::noun_phrase::{Mention, Pronoun, noun_phrase};
use super::resolved::Resolved;
use super::tokens::Token;
use crate::language::attribution::Language;
use crate::script::Gender;

/// Maximum number of tokens in a question of the narration. It bounds the time for a line of many quotes.
const MAX_SENTENCE: usize = 120;

impl Attributor<'_> {
    /// Reads the addressee of the quote at `at`. Without a cue it is that of the quote before, by the same speaker.
    pub(super) fn addressee_of(
        &self,
        tokens: &[Token<'_>],
        at: usize,
        index: usize,
        cues: &Cues,
        speaker: &Resolved,
    ) -> Option<Addressee> {
        let question = self.is_question(index);
        let clause = match (&cues.after, &cues.before) {
            (Some(_), _) => at + 1..clause_end(tokens, at + 1),
            (None, Some(_)) => cues.sentence..at,
            (None, None) => return self.addressee_before(speaker, question),
        };
        let Some(name) = addressee_name(tokens, clause, self.language) else {
            return self.addressee_before(speaker, question);
        };
        let entity = self.discourse.entity_named(&name)?;
        let cue = cues.after.as_ref().or(cues.before.as_ref());
        let by_writer = cue.is_some_and(|cue| cue.source == Mention::Writer);
        let other_person = self.is_human(entity) && Some(entity) != speaker.entity;
        other_person.then_some(Addressee {
            entity,
            speaker: speaker.entity,
            by_writer,
            question,
            narrated: false,
        })
    }

    /// Returns the addressee in an exchange that goes on: that of the quote before, if the speaker is the same, or else its
    /// speaker, if the addressee answers.
    fn addressee_before(&self, speaker: &Resolved, question: bool) -> Option<Addressee> {
        let to = self.addressee.as_ref()?;
        if to.speaker == speaker.entity {
            return Some(Addressee { question, narrated: false, ..to.clone() });
        }
        let answers = speaker.entity == Some(to.entity);
        let entity = to.speaker.filter(|_| answers)?;
        Some(Addressee { entity, speaker: speaker.entity, by_writer: false, question, narrated: false })
    }

    /// Reads a question in the last sentence of some narration: `Ann Lee asked the ferryman, Bob Ray, for a price.`
    pub(super) fn asked_in(&self, tokens: &[Token<'_>]) -> Option<Addressee> {
        let nearest = tokens.len().saturating_sub(MAX_SENTENCE);
        let from = (nearest..tokens.len()).rev().find(|n| tokens[*n].first)?;
        if tokens[from..].iter().any(Token::is_quote) {
            return None;
        }
        let verb =
            (from..tokens.len()).find(|n| self.language.interviewer_verbs.contains(&tokens[*n].lower))?;
        // `When I asked Bob Ray about it, he shrugged.`
        let by_writer = verb > from && self.language.writer_pronouns.contains(&tokens[verb - 1].lower);
        let asker = match noun_phrase(tokens, from, self.language) {
            _ if by_writer => None,
            Some((Mention::Name(asker), _)) => Some(asker),
            _ => return None,
        };
        let name = addressee_name(tokens, from..tokens.len(), self.language).filter(|_| verb > from)?;
        let speaker = asker.and_then(|asker| self.discourse.entity_named(&asker));
        let entity = self.discourse.entity_named(&name)?;
        let other_person = self.is_human(entity) && Some(entity) != speaker;
        other_person.then_some(Addressee { entity, speaker, by_writer, question: true, narrated: true })
    }

    /// Resolves a pronoun to the addressee of the quote before: `“Nothing,” he said` after `“What now?” I asked Carl Dean.`
    pub(super) fn answer(&self, cue: &SpeechCue) -> Option<Resolved> {
        let Mention::Pronoun(Pronoun::One(gender)) = cue.source else { return None };
        let to = self.addressee.as_ref().filter(|to| self.is_exchange(to))?;
        // The pronoun may also refer to the speaker of the quote before. A nameless speaker always fits.
        let rival = match to.speaker {
            Some(speaker) => self.may_have_gender(speaker, gender),
            None => !to.by_writer && !to.question,
        };
        if !self.may_have_gender(to.entity, gender) || (rival && !to.question) {
            return None;
        }
        let sure = !rival && self.discourse.entities.list[to.entity].gender == Some(gender);
        Some(self.reply(to, sure, &format!("was asked: {}", cue.words)))
    }

    fn may_have_gender(&self, entity: usize, gender: Gender) -> bool {
        self.discourse.entities.list[entity].gender.is_none_or(|known| known == gender)
    }

    /// Guesses that the addressee of the quote before answers, if the narration has not turned to another person.
    pub(super) fn addressee_answers(&self, only_after_question: bool) -> Option<Resolved> {
        let to = self.addressee.as_ref().filter(|to| to.question || !only_after_question)?;
        self.is_exchange(to).then(|| self.reply(to, false, "was spoken to before"))
    }

    /// True if the narration since the quote is about its speaker, its addressee, or no person.
    fn is_exchange(&self, to: &Addressee) -> bool {
        // A question of the writer in the sentence before: `he` in it is the addressee too.
        if to.by_writer && to.narrated {
            return true;
        }
        self.discourse
            .current_subject
            .is_none_or(|subject| subject == to.entity || Some(subject) == to.speaker)
    }

    /// Returns the addressee as the speaker. If unsure, the speaker of the quote before is the second candidate.
    fn reply(&self, to: &Addressee, sure: bool, because: &str) -> Resolved {
        let entities = &self.discourse.entities;
        let label = entities.label(to.entity);
        let because = format!("{because} → {label}");
        if sure {
            return Resolved::sure(label, because, Some(to.entity));
        }
        let mut resolved = self.discourse.unsure(label, because, Some(to.entity));
        let asker = to.speaker.map(|speaker| entities.label(speaker));
        let candidates = &mut resolved.attribution.candidates;
        candidates.retain(|name| Some(name) != asker.as_ref());
        candidates.splice(1..1, asker);
        resolved
    }
}

/// Reads the name of the addressee in a clause: `I asked Carl Dean`, `said Ann Lee to Bob Ray`.
fn addressee_name(tokens: &[Token<'_>], clause: Range<usize>, language: &Language) -> Option<Name> {
    let in_clause = &tokens[..clause.end];
    let is_to =
        |n: usize| in_clause.get(n).is_some_and(|t| language.addressee_prepositions.contains(&t.lower));
    clause.clone().filter(|n| is_reporting_verb(tokens, *n, language)).find_map(|verb| {
        let after_subject = noun_phrase(in_clause, verb + 1, language).map_or(verb + 1, |(_, end)| end);
        let addressing = language.addressing_verbs.contains(&tokens[verb].lower);
        let at = match () {
            () if is_to(verb + 1) => verb + 2,
            () if is_to(after_subject) => after_subject + 1,
            // Right after the quote, `asked Bob Ray` has him as its subject. After a word he is the object.
            () if addressing && verb > clause.start && tokens[verb - 1].is_word() => verb + 1,
            // `fragte ich Carl Dean`
            () if addressing && after_subject == verb + 2 => after_subject,
            () => return None,
        };
        name_at(in_clause, at, language).or_else(|| {
            // `asked the ferryman, Bob Ray,`
            let (mention, end) = noun_phrase(in_clause, at, language)?;
            match with_apposition(in_clause, mention, end, language).0 {
                Mention::Name(name) => Some(name),
                _ => None,
            }
        })
    })
}
