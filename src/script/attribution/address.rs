//! Whom a quote is spoken to: who is asked is likely to answer.

use std::ops::Range;

use super::clause::{Subject, clause_end, is_saying};
use super::names::{Name, name_at};
use super::phrase::{Pronoun, Reference, noun_phrase};
use super::tokens::Token;
use super::{Caster, Clauses, Heard};
use crate::language::attribution::Language;

/// Whom the last quote was spoken to.
#[derive(Debug, Clone)]
pub(super) struct SpokenTo {
    person: usize,
    /// Who spoke, if they have a name.
    by: Option<usize>,
    /// The writer spoke: `I asked`.
    writer: bool,
    /// The quote is a question.
    question: bool,
}

/// `I asked Carl Dean`, `said Ann Lee to Bob Ray`: who is spoken to in a clause.
fn addressee(tokens: &[Token<'_>], clause: Range<usize>, language: &Language) -> Option<Name> {
    let verbs = clause.clone().filter(|n| is_saying(tokens, *n, language));
    verbs.into_iter().find_map(|verb| {
        let to = |n: usize| {
            tokens[..clause.end].get(n).is_some_and(|t| language.addressee_prepositions.contains(&t.lower))
        };
        let behind = noun_phrase(&tokens[..clause.end], verb + 1, language).map_or(verb + 1, |(_, end)| end);
        let direct = language.addressing_verbs.contains(&tokens[verb].lower);
        let at = match () {
            () if to(verb + 1) => verb + 2,
            () if to(behind) => behind + 1,
            // `asked Bob Ray` behind a comma has him for its subject.
            () if direct && verb > clause.start && tokens[verb - 1].is_word() => verb + 1,
            // `fragte ich Carl Dean`
            () if direct && behind == verb + 2 => behind,
            () => return None,
        };
        name_at(&tokens[..clause.end], at, language)
    })
}

impl Caster<'_> {
    /// Whom the quote at `at` is spoken to.
    pub(super) fn spoken_to(
        &self,
        tokens: &[Token<'_>],
        at: usize,
        clauses: &Clauses,
        heard: &Heard,
        question: bool,
    ) -> Option<SpokenTo> {
        let after = || addressee(tokens, at + 1..clause_end(tokens, at + 1), self.language);
        let before = || addressee(tokens, clauses.from..at, self.language);
        let name = match (&clauses.after, &clauses.before) {
            (Some(_), _) => after(),
            (None, Some(_)) => before(),
            // The same speaker goes on to the same person.
            (None, None) => {
                let to = self.spoken_to.as_ref().filter(|to| to.by == heard.person)?;
                return Some(SpokenTo { question, ..to.clone() });
            }
        };
        let (person, _) = self.scene().bearer(&name?)?;
        let human = self.people.list[person].is_human() && Some(person) != heard.person;
        let said = [&clauses.after, &clauses.before].into_iter().flatten().next();
        let writer = said.is_some_and(|subject| subject.reference == Reference::Writer);
        human.then_some(SpokenTo { person, by: heard.person, writer, question })
    }

    /// `“Nothing,” he said` behind `I asked Carl Dean`.
    pub(super) fn answering(&self, subject: &Subject) -> Option<Heard> {
        let Reference::Pronoun(Pronoun::One(gender)) = subject.reference else { return None };
        let to = self.spoken_to.as_ref().filter(|to| self.tells_of_no_other(to))?;
        let of = |person: usize| self.people.list[person].gender;
        let fits = |person: usize| of(person).is_none_or(|of| of == gender);
        let rival = to.by.is_some_and(fits) || (to.by.is_none() && !to.writer && !to.question);
        if !fits(to.person) || (rival && !to.question) {
            return None;
        }
        let sure = !rival && of(to.person) == Some(gender);
        Some(self.reply(to, sure, &format!("was asked: {}", subject.words)))
    }

    /// Who was spoken to, where no clause says who answers.
    pub(super) fn spoken_to_before(&self, questions_only: bool) -> Option<Heard> {
        let to = self.spoken_to.as_ref().filter(|to| to.question || !questions_only)?;
        self.tells_of_no_other(to).then(|| self.reply(to, false, "was spoken to before"))
    }

    /// The narrator has not turned to somebody else since.
    fn tells_of_no_other(&self, to: &SpokenTo) -> bool {
        self.told.is_none_or(|told| told == to.person || Some(told) == to.by)
    }

    fn reply(&self, to: &SpokenTo, sure: bool, because: &str) -> Heard {
        let label = self.people.label(to.person);
        let because = format!("{because} → {label}");
        if sure {
            return Heard::sure(label, because, Some(to.person));
        }
        let mut heard = self.scene().unsure(label, because, Some(to.person));
        let asker = to.by.map(|by| self.people.label(by));
        let candidates = &mut heard.attribution.candidates;
        candidates.retain(|name| Some(name) != asker.as_ref());
        candidates.splice(1..1, asker);
        heard
    }
}
