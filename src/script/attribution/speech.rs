//! Is what stands between quotation marks spoken, or is it a title, a term, a fragment in the narrator's own sentence?

use super::Clauses;
use super::clause::{Subject, is_saying};
use super::phrase::Reference;
use super::tokens::{Token, TokenKind};
use crate::language::attribution::Language;
use crate::script::quotes::quote::Quote;

/// Tokens between a verb of saying and the quote that its clause introduces: `told me,`, `joked of the museum,`.
const NEAR: usize = 6;

/// So many words with a capital are a term, where nouns have capitals.
const TERM: usize = 2;

/// So many words between dashes are a sentence, and no term.
const ASIDE: usize = 4;

/// So many words are a sentence, also without a mark at the end.
const SENTENCE: usize = 6;

/// True for speech: it stands as a sentence of its own, or a clause says that somebody says it.
pub(super) fn is_speech(
    tokens: &[Token<'_>],
    at: usize,
    inner: &str,
    quote: &Quote,
    clauses: &Clauses,
    language: &Language,
) -> bool {
    let look = Look::of(tokens, at, inner, quote, clauses, language);
    look.words > 0
        && look.by_its_place().or_else(|| look.by_a_verb_before()).unwrap_or_else(|| look.by_its_length())
}

/// `"(CROSSTALK.)`: nobody says it.
pub(super) fn is_aside(inner: &str) -> bool {
    inner.trim().starts_with('(') && inner.trim().ends_with(')')
}

/// A quote in its sentence.
struct Look<'a> {
    tokens: &'a [Token<'a>],
    at: usize,
    inner: &'a str,
    clauses: &'a Clauses,
    language: &'a Language,
    words: usize,
    /// Begins with a capital, or what may stand for one.
    capital: bool,
    /// Ends as a sentence or a clause does.
    ended: bool,
    /// Begins a sentence of the narrator's.
    standing: bool,
    /// Behind a colon or a comma.
    introduced: bool,
    /// Right behind a verb of saying.
    behind_verb: bool,
}

impl<'a> Look<'a> {
    fn of(
        tokens: &'a [Token<'a>],
        at: usize,
        inner: &'a str,
        quote: &Quote,
        clauses: &'a Clauses,
        language: &'a Language,
    ) -> Self {
        let capital = inner.trim_start().starts_with(|c: char| {
            c.is_uppercase() || c.is_ascii_digit() || matches!(c, '…' | '[' | '\u{2018}' | '\'' | '$' | '£')
        });
        let before = at.checked_sub(1).and_then(|n| tokens.get(n));
        Self {
            words: inner.split_whitespace().count(),
            capital,
            ended: ends(inner) || !quote.closed,
            standing: tokens[at].first,
            introduced: before.is_some_and(|t| t.is(":") || t.is(",")),
            behind_verb: at > 0 && is_saying(tokens, at - 1, language),
            tokens,
            at,
            inner,
            clauses,
            language,
        }
    }

    fn before(&self) -> Option<&Token<'a>> {
        self.at.checked_sub(1).and_then(|n| self.tokens.get(n))
    }

    fn after(&self) -> Option<&Token<'a>> {
        self.tokens.get(self.at + 1)
    }

    /// Where it stands, and with what clause behind it; `None` where that does not tell.
    fn by_its_place(&self) -> Option<bool> {
        let Self { inner, words, .. } = *self;
        let resumed = self.introduced && resumes(self.tokens, self.at);
        let clause_after = self.clauses.after.is_some();
        let british = clause_after && self.after().is_some_and(|t| t.is(","));
        let long = words >= SENTENCE && self.capital;
        if clause_after && (self.standing || resumed) && (self.ended || british || long) {
            return Some(true);
        }
        // `As for the cost, “there is no way around it,” said Okafor`
        let told_after = self.clauses.after.as_ref().is_some_and(|subject| subject.said);
        let clause = words >= SENTENCE || (self.capital && words >= ASIDE && !is_title_case(inner));
        if told_after && clause && inner.trim_end().ends_with(',') {
            return Some(true);
        }
        // `Okafor had an answer -- “That is how it is” -- and left.`
        let aside = self.before().is_some_and(Token::is_dash)
            && self.after().is_none_or(|t| t.is_dash() || t.ends_sentence());
        if aside && self.capital && words >= ASIDE && !is_title_case(inner) {
            return Some(true);
        }
        // A paragraph of its own with a capital on every word: a subhead.
        if self.tokens.len() == 1 && words <= SENTENCE && is_title_case(inner) && words > 1 {
            return Some(false);
        }
        // `‘The bridge was old and nobody asked’.`
        let closes = self.capital && words >= SENTENCE && self.after().is_some_and(Token::ends_sentence);
        if self.standing && closes && !is_title_case(inner) {
            return Some(true);
        }
        if self.standing {
            let word = words < 3 && !clause_after && !ends_hard(inner);
            return Some(self.ended && (words > 1 || self.capital) && !word);
        }
        resumed.then_some(true)
    }

    /// What a verb of saying in front of it tells.
    fn by_a_verb_before(&self) -> Option<bool> {
        let Self { tokens, at, .. } = *self;
        let said_before = self.clauses.before.as_ref().is_some_and(|subject| subject.said);
        // `The sign said “No entry”.`
        let by_thing = self.clauses.before.as_ref().is_some_and(|subject| subject.is_thing(self.language));
        if self.behind_verb && by_thing && !self.ended {
            return Some(false);
        }
        let near = at.saturating_sub(NEAR)..at;
        let verb_near = self.introduced && near.into_iter().any(|n| is_saying(tokens, n, self.language));
        // `He had read “The Old Man and the Sea”`
        if self.behind_verb && !self.introduced && !self.ended && is_title_case(self.inner) {
            return Some(false);
        }
        if (self.introduced || self.behind_verb) && (said_before || verb_near) && self.capital {
            let closes = self.after().is_none_or(Token::ends_sentence);
            return Some(self.ended || self.words > 3 || closes);
        }
        // `said, “we were floored.”`
        let at_once =
            self.before().is_some_and(|t| t.is(",")) && at > 1 && is_saying(tokens, at - 2, self.language);
        // `As Okafor wrote last year, “a bridge is a promise to the other side.”`
        let opening =
            self.tokens.get(self.clauses.from).filter(|t| self.language.echo_openers.contains(&t.lower));
        let opens = |subject: &Subject| opening.is_some_and(|t| subject.words.starts_with(t.text));
        let echo = self.clauses.before.as_ref().is_some_and(opens);
        let whole = echo && self.before().is_some_and(|t| t.is(",")) && self.words >= SENTENCE;
        // `What, Okafor asked -- and nobody knew -- “would you do now?”`
        let placed = self.introduced || self.before().is_some_and(Token::is_dash);
        let asks = placed && self.words >= ASIDE && self.inner.trim_end().ends_with('?');
        ((at_once || whole || asks) && said_before && ends_hard(self.inner)).then_some(true)
    }

    /// More than a fragment, though the sentence is the narrator's, or behind a colon.
    fn by_its_length(&self) -> bool {
        let Self { language, words, capital, ended, .. } = *self;
        let name = capital && !self.introduced && !ended && words < SENTENCE;
        if language.capitalised_compounds && name && names_a_noun(self.tokens, self.at, self.clauses) {
            return false;
        }
        // `die „Sammelstelle“`: a noun or two are a term.
        if language.capitalised_compounds && capital && words <= TERM && !self.introduced && !self.behind_verb
        {
            return false;
        }
        if words
            >= if is_said(self.clauses) {
                language.min_voiced_words_with_cue
            } else {
                language.min_voiced_words
            }
        {
            return true;
        }
        let closes = words > 3 && self.after().is_none_or(Token::ends_sentence);
        self.before().is_some_and(|t| t.is(":")) && capital && words > 1 && (ended || closes)
    }
}

/// A clause says whose words they are, be they a fragment in the narrator's own sentence.
pub(super) fn is_said(clauses: &Clauses) -> bool {
    [&clauses.before, &clauses.after].into_iter().flatten().any(|subject| subject.said)
}

fn ends(inner: &str) -> bool {
    inner
        .trim_end()
        .trim_end_matches(['\u{2019}', '\'', ')'])
        .ends_with([',', '.', '!', '?', '…', '—', '–', ';', '-'])
}

fn ends_hard(inner: &str) -> bool {
    inner.trim_end().ends_with(['.', '!', '?', '…', ','])
}

/// `“I think,” he said, “that we won.”`: the same sentence goes on.
fn resumes(tokens: &[Token<'_>], at: usize) -> bool {
    let start = (0..at)
        .rev()
        .take_while(|n| !tokens[*n].ends_sentence())
        .find(|n| matches!(tokens[*n].kind, TokenKind::Quote(_)));
    start.is_some_and(|quote| at - quote < 40 && tokens[quote].first)
}

/// `die Zeitung „Morgen“`, where nouns have capitals: a name of it, unless the noun is who speaks.
fn names_a_noun(tokens: &[Token<'_>], at: usize, clauses: &Clauses) -> bool {
    let Some(noun) = at.checked_sub(1).map(|n| &tokens[n]).filter(|noun| noun.is_capital()) else {
        return false;
    };
    let speaker = |subject: &Subject| {
        matches!(subject.reference, Reference::Name(_)) && subject.words.ends_with(noun.text)
    };
    !clauses.before.as_ref().is_some_and(speaker)
}

/// Most of its longer words have a capital.
fn is_title_case(inner: &str) -> bool {
    let words = inner.split_whitespace().filter(|word| word.len() > 2);
    let capitals = words.clone().filter(|word| word.starts_with(char::is_uppercase)).count();
    capitals * 5 > words.count() * 3
}
