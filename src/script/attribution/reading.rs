//! What stands around a quote in its paragraph: its clauses, whether it is speech, and what remains of it for the next.

use super::clause;
use super::heard::{Clauses, Heard, Last};
use super::speech;
use super::tokens::{Token, TokenKind};
use super::{Caster, MOST_SENTENCE};
use crate::script::quotes::quote::Marker;

/// Narrated words after the last quote of a block up to which the next block may go on with its speaker.
const SHORT: usize = 25;
/// What stands in quotation marks and is not spoken, in one sentence.
const MOST_TITLES: usize = 3;

impl Caster<'_> {
    /// At the end of a block: a narrator's block without a quote ends what was said before it, but for who it was.
    pub(super) fn close(&mut self, tokens: &[Token<'_>], here: Option<Heard>, open: bool) {
        let colon = tokens.last().is_some_and(|t| t.is(":"));
        self.introduced = None;
        if colon {
            let from = (0..tokens.len()).rev().find(|n| tokens[*n].first).unwrap_or(0);
            let subject = clause::before(tokens, from, tokens.len(), self.language)
                .or_else(|| clause::topic(tokens, from, tokens.len(), self.language));
            self.introduced = subject.map(|subject| self.scene().resolve(&subject));
        }
        match here {
            Some(heard) => {
                let narrated = tokens
                    .iter()
                    .rev()
                    .take_while(|t| !matches!(t.kind, TokenKind::Quote(_)))
                    .filter(|t| t.is_word())
                    .count();
                let words = narrated + self.quoted_words(tokens);
                self.before_last = self.last.take().filter(|last| last.at_end);
                self.last = Some(Last { heard, open, at_end: narrated < SHORT, words });
            }
            None => {
                self.before_last = None;
                self.spoken_to = None;
                if let Some(last) = &mut self.last {
                    last.at_end = false;
                    last.open = false;
                }
            }
        }
    }

    /// `decided`: of the quotes before this one it is known whether they are spoken.
    pub(super) fn clauses(&self, tokens: &[Token<'_>], at: usize, decided: usize) -> Clauses {
        // What stands in quotation marks and is not spoken is part of the sentence. Going back to the beginning for each quote
        // of a long line would take for ever.
        let mut titles = 0;
        let begins = |n: usize| match tokens[n].kind {
            TokenKind::Quote(index) if index >= decided || self.out[index].is_some() => Some(n + 1),
            TokenKind::Quote(_) if titles == MOST_TITLES => Some(n + 1),
            kind => {
                titles += usize::from(matches!(kind, TokenKind::Quote(_)));
                tokens[n].first.then_some(n)
            }
        };
        let nearest = at.saturating_sub(MOST_SENTENCE);
        let from = (nearest..at).rev().find_map(begins).unwrap_or(nearest);
        let comma = match tokens[at].kind {
            TokenKind::Quote(index) => self.inner(index).trim_end().ends_with([',', '!', '?', '—']),
            _ => false,
        };
        let after = clause::after(tokens, at, comma, self.language);
        let standing = tokens[at].first;
        let before = if standing { None } else { clause::before(tokens, from, at, self.language) };
        Clauses { before, after, from }
    }

    /// Speech, and not a title or a term in quotation marks.
    pub(super) fn is_spoken(&self, tokens: &[Token<'_>], at: usize, index: usize, clauses: &Clauses) -> bool {
        let quote = &self.quotes[index];
        quote.marker != Marker::QuotationMarks
            || speech::is_speech(tokens, at, self.inner(index), quote, clauses, self.language)
            || (self.voice_fragments && speech::is_said(clauses))
    }

    /// Some words of a sentence that reports, by the mood of its verb and without a clause, what somebody said.
    pub(super) fn is_reported(&self, tokens: &[Token<'_>], at: usize, clauses: &Clauses) -> bool {
        let TokenKind::Quote(index) = tokens[at].kind else { return false };
        let ends = |n: &usize| tokens[*n].ends_sentence();
        let end = (at + 1..tokens.len().min(at + MOST_SENTENCE)).find(ends).unwrap_or(at + 1);
        let inner = self.inner(index).trim();
        let part = inner.starts_with(char::is_lowercase) && inner.contains(' ');
        let mut mood = tokens[clauses.from..end]
            .iter()
            .filter(|t| self.language.reported_speech_verbs.contains(&t.lower));
        clauses.before.is_none() && clauses.after.is_none() && part && mood.next().is_some()
    }

    /// It is known who is reported: heard, told of, or named by a clause behind.
    pub(super) fn has_source(&self, tokens: &[Token<'_>], at: usize, here: Option<&Heard>) -> bool {
        here.is_some() || self.told.is_some() || self.later_in_block(tokens, at).is_some()
    }

    fn quoted_words(&self, tokens: &[Token<'_>]) -> usize {
        let words = |token: &Token<'_>| match token.kind {
            TokenKind::Quote(index) => self.inner(index).split_whitespace().count(),
            _ => 0,
        };
        tokens.iter().map(words).sum()
    }
}
