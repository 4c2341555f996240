//! Who says a quote, the surest ways first: its clause, its signature, its block, what stands before it.

use super::clause::{self, Subject};
use super::tokens::{Token, TokenKind};
use super::{Caster, Clauses, Heard, Last, Spoken, Stranger, lines, names};
use crate::script::UNKNOWN;
use crate::script::quotes::quote::{Marker, Quote};

/// So many words at most has a paragraph of two who speak in turns.
const TURN: usize = 16;

impl Caster<'_> {
    /// The name behind a dash, after the quote or on the next line.
    pub(super) fn signature(
        &self,
        tokens: &[Token<'_>],
        at: usize,
        next: &[Spoken<'_>],
    ) -> Option<names::Name> {
        lines::signed(tokens, at + 1, self.language).or_else(|| {
            let last = at + 1 == tokens.len();
            // Under the last paragraph of a block quotation.
            let mut under = next.iter().skip_while(|block| self.goes_on(block));
            under.next().filter(|_| last).and_then(|next| lines::signed(&next.tokens, 0, self.language))
        })
    }

    /// A paragraph that is nothing but a quote that goes on with the one before.
    fn goes_on(&self, block: &Spoken<'_>) -> bool {
        match block.tokens.as_slice() {
            [Token { kind: TokenKind::Quote(index), .. }] => self.quotes[*index].continues,
            _ => false,
        }
    }

    /// Who says the quote: the surest ways first.
    pub(super) fn speaker(
        &self,
        tokens: &[Token<'_>],
        at: usize,
        clauses: &Clauses,
        here: Option<&Heard>,
        continues: bool,
        signature: Option<names::Name>,
    ) -> Heard {
        let quote = match tokens[at].kind {
            TokenKind::Quote(index) => Some(&self.quotes[index]),
            _ => None,
        };
        if let Some(heard) = quote.and_then(|quote| self.labelled(quote)) {
            return heard;
        }
        // `“WALLACE: Let’s start.”`
        if let Some(label) = quote.and_then(|quote| lines::prefix(&self.article.text[quote.inner.clone()])) {
            return self.transcribed(label);
        }
        if let (true, None, Some(last)) = (continues, &clauses.after, &self.last) {
            return last.heard.again("goes on over the paragraph");
        }
        let introduced = at > 0 && (tokens[at - 1].is(":") || tokens[at - 1].is_dash());
        let chosen = match (&clauses.before, &clauses.after) {
            (Some(before), _) if introduced => Some(before),
            (before, after) => after.as_ref().or(before.as_ref()),
        };
        if let Some(subject) = chosen {
            let heard = self.answering(subject).unwrap_or_else(|| self.scene().resolve(subject));
            let before = introduced && clauses.before.is_some();
            if before || !self.is_next_sentence(tokens, at, clauses) || self.tells_of(&heard) {
                return heard;
            }
            return self.scene().doubted(self.unclaimed(tokens, at, here));
        }
        if let Some(name) = signature {
            let because = format!("signed: {}", name.joined());
            let person = self.scene().bearer(&name).map(|(person, _)| person);
            return Heard::sure(person.map_or(name.joined(), |p| self.people.label(p)), because, person);
        }
        if quote.is_some_and(|quote| quote.marker == Marker::Dash) {
            return self.replying();
        }
        if introduced && let Some(subject) = clause::topic(tokens, clauses.from, at, self.language) {
            return self.scene().resolve(&subject);
        }
        let heard = self.unclaimed(tokens, at, here);
        // `“Never,” shouts whoever it is.`: a clause there is, but of whom?
        let verb =
            tokens.get(at + 1).is_some_and(|t| !t.first) && clause::is_saying(tokens, at + 1, self.language);
        if verb { self.scene().doubted(heard) } else { heard }
    }

    /// Who says a quote of which no clause tells: who else speaks in its paragraph, or of whom the narrator has told.
    fn unclaimed(&self, tokens: &[Token<'_>], at: usize, here: Option<&Heard>) -> Heard {
        if let Some(heard) = here {
            let question = match tokens[at].kind {
                TokenKind::Quote(index) => self.asks(&self.quotes[index]),
                _ => false,
            };
            return self.following(heard, question);
        }
        if let Some(subject) = self.later_in_block(tokens, at).filter(|_| self.described.is_none()) {
            return self.scene().resolve(&subject);
        }
        self.by_context(tokens, at)
    }

    /// `“You’re mad.” Our guide spoke little.`: not a clause of the quote, which is ended, but a sentence of its own.
    fn is_next_sentence(&self, tokens: &[Token<'_>], at: usize, clauses: &Clauses) -> bool {
        let TokenKind::Quote(index) = tokens[at].kind else { return false };
        clauses.after.is_some()
            && tokens.get(at + 1).is_some_and(|t| t.first)
            && self.inner(index).trim_end().ends_with('.')
    }

    /// The sentence before the quote is about who is heard, or about nobody.
    fn tells_of(&self, heard: &Heard) -> bool {
        let other = |stranger: &Stranger| stranger.phrase != heard.attribution.speaker;
        self.told.is_none_or(|told| Some(told) == heard.person) && !self.described.as_ref().is_some_and(other)
    }

    /// It is whom the sentence before is about, which is a guess.
    fn about(&self, stranger: &Stranger) -> Heard {
        let because = format!("the sentence before is about: {}", stranger.phrase);
        self.scene().unsure(stranger.phrase.clone(), because, None)
    }

    /// The quote is a question.
    pub(super) fn asks(&self, quote: &Quote) -> bool {
        self.article.text[quote.inner.clone()].trim_end().ends_with('?')
    }

    /// The next quote of the same block without a clause: the same speaker, unless the narrator has told of somebody else.
    fn following(&self, heard: &Heard, question: bool) -> Heard {
        if let Some(stranger) = self.described.as_ref().filter(|_| !self.tells_of(heard)) {
            return self.about(stranger);
        }
        match self.told.filter(|told| Some(*told) != heard.person) {
            Some(told) => self.scene().unsure(
                self.people.label(told),
                format!("the sentence before is about: {}", self.people.label(told)),
                Some(told),
            ),
            // Who asks on in the same paragraph is the same.
            None => {
                self.spoken_to_before(true).filter(|_| !question).unwrap_or_else(|| heard.again("follow-on"))
            }
        }
    }

    /// Nothing in the block says it.
    fn by_context(&self, tokens: &[Token<'_>], at: usize) -> Heard {
        if at == 0
            && let Some(heard) = &self.introduced
        {
            return heard.again("announced in the paragraph before");
        }
        if let Some(told) = self.told {
            let label = self.people.label(told);
            let because = format!("the sentence before is about: {label}");
            return self.scene().unsure(label, because, Some(told));
        }
        if let Some(stranger) = &self.described {
            return self.about(stranger);
        }
        // Of whom the narrator tells here is not known: the last who spoke, perhaps.
        let turned = tokens[..at].iter().any(Token::ends_sentence);
        match &self.last {
            Some(last)
                if last.at_end && !last.open && self.scene().is_writer(&last.heard.attribution.speaker) =>
            {
                self.spoken_to_before(false).unwrap_or_else(|| self.likeliest(None))
            }
            Some(last) if last.at_end => match self.other_in_turns(last) {
                Some(other) => self.scene().unsure(
                    other.heard.attribution.speaker.clone(),
                    format!("in turns: {}", other.heard.attribution.speaker),
                    other.heard.person,
                ),
                None => self.spoken_to_before(last.open || last.words > TURN).unwrap_or_else(|| {
                    let heard = last.heard.again("follow-on from the paragraph before");
                    if turned { self.scene().doubted(heard) } else { heard }
                }),
            },
            last => self.likeliest(last.as_ref()),
        }
    }

    /// The other of two who have just spoken in turns, in short paragraphs of closed quotes.
    fn other_in_turns(&self, last: &Last) -> Option<&Last> {
        let other = self.before_last.as_ref()?;
        let differ = other.heard.attribution.speaker != last.heard.attribution.speaker;
        (differ && !last.open && last.words <= TURN && other.words <= TURN).then_some(other)
    }

    pub(super) fn likeliest(&self, last: Option<&Last>) -> Heard {
        let scene = self.scene();
        let human = |person: usize| self.people.list[person].is_human().then_some(100);
        let subject = self.focus.subject.filter(|person| human(*person).is_some());
        let best = subject.or_else(|| self.focus.ranked(human).first().map(|(person, _)| *person));
        match (best, last) {
            (Some(person), Some(last)) if last.heard.person == Some(person) => {
                let label = self.people.label(person);
                scene.unsure(label.clone(), format!("the last who spoke: {label}"), Some(person))
            }
            (Some(person), _) => {
                let because = "the paragraph before is about them".to_string();
                scene.unsure(self.people.label(person), because, Some(person))
            }
            (None, Some(last)) => {
                let speaker = last.heard.attribution.speaker.clone();
                scene.unsure(speaker.clone(), format!("the last who spoke: {speaker}"), last.heard.person)
            }
            (None, None) => scene.unsure(UNKNOWN.into(), "nobody is named nearby".into(), None),
        }
    }

    /// `“A.” “B,” she said.`: a clause beside a later quote of the same paragraph.
    pub(super) fn later_in_block(&self, tokens: &[Token<'_>], at: usize) -> Option<Subject> {
        let mut later = (at + 1..tokens.len()).filter(|n| matches!(tokens[*n].kind, TokenKind::Quote(_)));
        later.find_map(|n| {
            let clauses = self.clauses(tokens, n, 0);
            clauses.after.or(clauses.before)
        })
    }
}
