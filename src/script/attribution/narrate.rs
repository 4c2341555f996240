//! The narrator's own sentences, as far as they tell of whom the text speaks.

use std::ops::Range;

use super::appositions::apposed;
use super::clause::{is_inverted, is_saying};
use super::focus::{AGAIN, ASIDE, SUBJECT};
use super::gather::described_behind;
use super::names::{Bearer, Name, is_human, is_role, name_at};
use super::openings::{cut, subject_place};
use super::phrase::{Pronoun, Reference, noun_phrase, pronoun, second};
use super::resolve::lower_first;
use super::source::source;
use super::subjects::skip_between;
use super::tokens::Token;
use super::{Caster, Stranger};
use crate::script::Gender;

impl Caster<'_> {
    /// Reads on, sentence by sentence.
    pub(super) fn narrate(&mut self, tokens: &[Token<'_>], stretch: Range<usize>) {
        let mut from = stretch.start;
        while from < stretch.end {
            let end = (from + 1..stretch.end).find(|n| tokens[*n].first).unwrap_or(stretch.end);
            self.sentence(tokens, from..end);
            from = end;
        }
    }

    fn sentence(&mut self, tokens: &[Token<'_>], stretch: Range<usize>) {
        let whole = tokens[stretch.start].first;
        let mut at = stretch.start;
        let mut subject = None;
        if whole {
            self.focus.next_sentence();
            if let Some((start, end)) = subject_place(tokens, &stretch, self) {
                self.asides(tokens, at..start);
                subject = self.take_subject(tokens, start);
                at = end;
            }
        }
        self.asides(tokens, at..stretch.end);
        let subject = subject.or_else(|| self.take_topic(tokens, &stretch).filter(|_| whole));
        let subject = subject.or_else(|| self.take_source(tokens, &stretch));
        let subject = subject.or_else(|| self.take_counterpart(tokens, &stretch).filter(|_| whole));
        // Mentioned last, the subject stays in front.
        if let Some(person) = subject {
            self.focus.mention(person, ASIDE);
        }
    }

    /// `For Okafor, the wait is the hard part.`: it is about her though something else is its subject.
    fn take_topic(&mut self, tokens: &[Token<'_>], stretch: &Range<usize>) -> Option<usize> {
        let opening = &tokens[stretch.start];
        let name = name_at(&tokens[..stretch.end], stretch.start + 1, self.language)
            .filter(|_| self.language.prepositions_and_relatives.contains(&opening.lower))?;
        tokens.get(stretch.start + 1 + name.length).filter(|t| t.is(","))?;
        self.take_person(&name)
    }

    /// `According to a report by Tom Hill, …`: a sentence without another subject is his.
    fn take_source(&mut self, tokens: &[Token<'_>], stretch: &Range<usize>) -> Option<usize> {
        let name = stretch.clone().find_map(|n| source(tokens, n, self.language))?;
        self.take_person(&name)
    }

    /// `I put that to Whitlock.`: what the writer does is about the one whom the sentence names.
    fn take_counterpart(&mut self, tokens: &[Token<'_>], stretch: &Range<usize>) -> Option<usize> {
        let (start, _) = subject_place(tokens, stretch, self)?;
        self.language.writer_pronouns.contains(&tokens[start].lower).then_some(())?;
        let mut named = stretch.clone().filter_map(|n| name_at(&tokens[..stretch.end], n, self.language));
        let name = named.next().filter(|_| named.all(|name| name.names.len() == 1))?;
        self.take_person(&name)
    }

    /// It is about somebody who is named.
    fn take_person(&mut self, name: &Name) -> Option<usize> {
        let (person, _) = self.scene().bearer(name)?;
        self.people.list[person].is_human().then_some(())?;
        self.focus.mention(person, SUBJECT);
        self.focus.subject = Some(person);
        self.turn_to(Some(person));
        Some(person)
    }

    /// The subject of a whole sentence gains salience; what is no person is remembered for `it` and `they`.
    fn take_subject(&mut self, tokens: &[Token<'_>], at: usize) -> Option<usize> {
        let (reference, end) = noun_phrase(tokens, at, self.language)?;
        let (reference, _) = apposed(tokens, reference, end, self.language);
        let (person, weight) = match &reference {
            Reference::Name(name) => {
                let found = self.scene().bearer(name).map(|(person, _)| person);
                if found.is_none_or(|p| !self.people.list[p].could_be_human())
                    && name.bearer(self.language) == Bearer::Thing
                {
                    self.thing = Some(found.map_or_else(|| name.joined(), |p| self.people.label(p)));
                    return None;
                }
                (found, SUBJECT)
            }
            Reference::Both(one, other) => {
                self.group = Some(format!("{} and {}", self.full(one), self.full(other)));
                for name in [other, one] {
                    if let Some((person, _)) = self.scene().bearer(name) {
                        self.focus.mention(person, AGAIN);
                    }
                }
                return None;
            }
            Reference::Pronoun(Pronoun::One(gender)) => {
                self.turn_to_nameless(self.scene().nameless(*gender).cloned());
                (self.named_person(*gender), AGAIN)
            }
            Reference::Noun { phrase, head, definite } => {
                let (phrase, head) = cut(tokens, at, phrase, head, self.language);
                let known = self.people.by_role(&head, &self.focus.recent()).filter(|_| *definite);
                let known = known.or_else(|| self.scene().epithet(&phrase, &head));
                if known.is_none() && is_role(&head, self.language) && !is_human(&head, self.language) {
                    self.thing = Some(lower_first(&phrase));
                }
                self.stranger =
                    known.is_none().then(|| Stranger::new(&phrase, &head, self.language)).flatten();
                self.turn_to_nameless(self.stranger.clone());
                (known, AGAIN)
            }
            Reference::Pronoun(_) | Reference::Writer => (None, 0),
        };
        let person = person.filter(|p| self.people.list[*p].could_be_human())?;
        self.stranger = None;
        self.focus.mention(person, weight);
        self.focus.subject = Some(person);
        self.turn_to(Some(person));
        Some(person)
    }

    /// The narrator tells of somebody without a name, if of anybody.
    fn turn_to_nameless(&mut self, stranger: Option<Stranger>) {
        if stranger.is_some() {
            self.told = None;
            self.described = stranger;
        }
    }

    /// Whom a pronoun means, unless it means somebody without a name.
    fn named_person(&self, gender: Gender) -> Option<usize> {
        let scene = self.scene();
        let person = scene.person_of(gender).map(|(person, _)| person);
        person.filter(|_| scene.nameless(gender).is_none())
    }

    fn full(&self, name: &Name) -> String {
        self.scene().bearer(name).map_or_else(|| name.joined(), |(person, _)| self.people.label(person))
    }

    /// Everybody else who is mentioned; more, who is said to say something.
    fn asides(&mut self, tokens: &[Token<'_>], stretch: Range<usize>) {
        let mut n = stretch.start;
        while n < stretch.end {
            let Some((reference, end)) = self.mention_at(tokens, n) else {
                n += 1;
                continue;
            };
            // `the director, Jeff Fraser, says`; but `Fraser, who had met Jia, says`
            let between = n.checked_sub(1).is_some_and(|before| tokens[before].is(","));
            let behind = end + usize::from(between && tokens.get(end).is_some_and(|t| t.is(",")));
            let speaks = is_saying(tokens, skip_between(tokens, behind, self.language), self.language)
                || is_inverted(tokens, n, self.language);
            let introduced = described_behind(tokens, end, self.language).is_some();
            if let Reference::Both(one, other) = &reference {
                self.group = Some(format!("{} and {}", self.full(one), self.full(other)));
            }
            let person = match reference {
                Reference::Name(name) | Reference::Both(name, _) => {
                    self.scene().bearer(&name).map(|(person, _)| person)
                }
                Reference::Pronoun(Pronoun::One(gender)) if speaks => self.named_person(gender),
                _ => None,
            };
            if let Some(person) = person.filter(|p| self.people.list[*p].could_be_human()) {
                self.focus.mention(
                    person,
                    if introduced {
                        SUBJECT
                    } else if speaks {
                        AGAIN
                    } else {
                        ASIDE
                    },
                );
                if speaks || introduced {
                    self.stranger = None;
                }
                if speaks || (introduced && self.told.is_none() && self.described.is_none()) {
                    self.focus.subject = Some(person);
                    self.turn_to(Some(person));
                }
            }
            n = end.max(n + 1);
        }
    }

    fn mention_at(&self, tokens: &[Token<'_>], n: usize) -> Option<(Reference, usize)> {
        // `noted the station’s Dante Chinni`
        if n.checked_sub(1).is_some() && is_inverted(tokens, n, self.language) {
            return noun_phrase(tokens, n, self.language);
        }
        if let Some(name) = name_at(tokens, n, self.language) {
            let end = n + name.length;
            let one = name.bearer(self.language) == Bearer::Person;
            return Some(match second(tokens, end, self.language).filter(|_| one) {
                Some((other, end)) => (Reference::Both(name, other), end),
                None => (Reference::Name(name), end),
            });
        }
        let reference = pronoun(&tokens[n].lower, self.language)?;
        matches!(reference, Reference::Pronoun(_)).then_some((reference, n + 1))
    }
}
