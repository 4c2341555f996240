//! Who says a quote: by the clause around it, by what it refers to, and, where that fails, said to be unsure.
//!
//! The article is read once from the front. [`gather`] has made the register of its people; [`clause`] reads what stands around
//! a quote; [`resolve`] finds whom that means, by what is in [`focus`].

mod clause;
mod focus;
mod gather;
mod inversion;
mod labels;
mod lines;
mod names;
mod narrate;
mod people;
mod phrase;
mod resolve;
mod speaker;
mod speech;
mod tokens;

use std::collections::BTreeMap;

use super::language::{Language, language};
use super::split::marks::{Opening, Quote};
use super::{Casting, Gender};
use crate::article::{Article, Role};
use crate::languages::{guess, primary};
use clause::Subject;
use focus::Focus;
use labels::Labels;
use people::People;
use resolve::Scene;
use tokens::{Token, TokenKind, tokens};

/// Who says a quote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Attribution {
    /// The fullest name, a description, or [`crate::script::UNKNOWN`].
    pub(crate) speaker: String,
    /// What it rests on.
    pub(crate) because: String,
    pub(crate) sure: bool,
    /// Who it may be, the likeliest first; only when it is not sure.
    pub(crate) candidates: Vec<String>,
}

/// The language of an article: as it says, or as its words tell.
pub(crate) fn language_of(article: &Article) -> Option<&str> {
    article.language.as_deref().filter(|tag| primary(tag).is_some()).or_else(|| guess(&article.text))
}

/// Attributes every quote; `None` for what is in quotation marks and is not speech. Beside it, the gender of everybody of
/// whom the article tells it.
pub(crate) fn attribute(
    article: &Article,
    quotes: &[Quote],
    casting: &Casting,
) -> (Vec<Option<Attribution>>, BTreeMap<String, Gender>) {
    let language = language(language_of(article));
    let blocks = blocks(article, quotes, language);
    let mut caster = Caster {
        article,
        quotes,
        language,
        people: gather::gather(&blocks, language, &casting.people),
        voice_fragments: casting.voice_fragments,
        focus: Focus::default(),
        told: None,
        group: None,
        thing: None,
        stranger: None,
        introduced: None,
        last: None,
        before_last: None,
        labels: labels::labels(article, quotes, language),
        out: vec![None; quotes.len()],
    };
    for (n, block) in blocks.iter().enumerate() {
        caster.block(block, blocks.get(n + 1));
    }
    (caster.out, genders(&caster.people))
}

fn genders(people: &People) -> BTreeMap<String, Gender> {
    let known = |n: usize| Some((people.label(n), people.list[n].gender?));
    (0..people.list.len()).filter_map(known).collect()
}

/// A spoken block and its tokens.
struct Spoken<'a> {
    tokens: Vec<Token<'a>>,
    heading: bool,
}

fn blocks<'a>(article: &'a Article, quotes: &[Quote], language: &Language) -> Vec<Spoken<'a>> {
    let mut next = 0;
    let mut spoken = Vec::new();
    for (index, block) in article.blocks.iter().enumerate() {
        let first = next;
        while quotes.get(next).is_some_and(|quote| quote.block == index) {
            next += 1;
        }
        if !matches!(block.role, Role::Omitted(_)) {
            let tokens = tokens(article, block, quotes, first..next, language);
            let heading = matches!(block.role, Role::Heading(_)) || lines::is_headline(&tokens);
            spoken.push(Spoken { tokens, heading });
        }
    }
    spoken
}

/// Somebody who is heard.
#[derive(Debug, Clone)]
struct Heard {
    attribution: Attribution,
    person: Option<usize>,
}

impl Heard {
    fn sure(speaker: String, because: String, person: Option<usize>) -> Self {
        Self { attribution: Attribution { speaker, because, sure: true, candidates: Vec::new() }, person }
    }

    /// The same speaker for another reason.
    fn again(&self, because: &str) -> Self {
        let mut heard = self.clone();
        heard.attribution.because = format!("{because}: {}", heard.attribution.speaker);
        heard
    }
}

/// Who was heard last, and how.
#[derive(Debug, Clone)]
struct Last {
    heard: Heard,
    /// The quote ran to the end of its block without a closing mark.
    open: bool,
    /// The block before was theirs to the end.
    at_end: bool,
    /// Words of the block, quoted and narrated.
    words: usize,
}

struct Caster<'a> {
    article: &'a Article,
    quotes: &'a [Quote],
    language: &'a Language,
    people: People,
    voice_fragments: bool,
    focus: Focus,
    /// Whom the narrator's latest whole sentence since the last quote is about.
    told: Option<usize>,
    /// The couple or group that was spoken of last.
    group: Option<String>,
    /// The organisation or thing that was a subject last.
    thing: Option<String>,
    /// Somebody without a name who was the subject of the sentence before.
    stranger: Option<Stranger>,
    /// Who the colon at the end of the block before announces.
    introduced: Option<Heard>,
    last: Option<Last>,
    /// Who was heard in the block before that of `last`, if nothing stands between.
    before_last: Option<Last>,
    labels: Labels,
    out: Vec<Option<Attribution>>,
}

/// Somebody who is described and has no name: `her neighbour`.
#[derive(Debug, Clone)]
struct Stranger {
    phrase: String,
    gender: Option<Gender>,
}

/// Words of a description that is surely about its last noun.
const FEW: usize = 4;

impl Stranger {
    fn new(phrase: &str, head: &str, language: &Language) -> Option<Self> {
        let gender = names::gender_of_role(head, language);
        let short = phrase.split(' ').count() <= FEW;
        let mut plural = language.plurals.iter().filter_map(|ending| head.strip_suffix(ending.as_str()));
        let one = !plural.any(|one| names::is_human(one, language));
        (names::is_human(head, language) && short && one)
            .then(|| Self { phrase: resolve::lower_first(phrase), gender })
    }
}

/// What the sentence around a quote says of who speaks.
struct Clauses {
    before: Option<Subject>,
    after: Option<Subject>,
    /// Where the sentence before the quote begins.
    from: usize,
}

/// Narrated words after the last quote of a block up to which the next block may go on with its speaker.
const SHORT: usize = 25;
/// Tokens that are looked at in front of a quote.
const MOST_SENTENCE: usize = 120;
/// What stands in quotation marks and is not spoken, in one sentence.
const MOST_TITLES: usize = 3;

impl Caster<'_> {
    fn block(&mut self, block: &Spoken<'_>, next: Option<&Spoken<'_>>) {
        if block.heading {
            self.introduced = None;
            return;
        }
        let tokens = &block.tokens;
        // The last speaker of this block.
        let mut here: Option<Heard> = None;
        let mut open = false;
        let mut read = 0;
        self.told = None;
        // Who was spoken of in another paragraph is further away.
        self.focus.next_sentence();
        self.focus.next_sentence();
        for at in 0..tokens.len() {
            let TokenKind::Quote(index) = tokens[at].kind else { continue };
            let clauses = self.clauses(tokens, at, index);
            // Whole sentences; that of the quote itself once it is known whether it is part of it.
            let whole = clauses.from.clamp(read, at);
            self.narrate(tokens, read..whole);
            read = whole;
            let continues = self.quotes[index].continues && self.last.as_ref().is_some_and(|last| last.open);
            let signature = self.signature(tokens, at, next);
            let reported = self.is_reported(tokens, at, &clauses);
            let spoken = self.is_spoken(tokens, at, index, &clauses)
                || (reported && self.has_source(tokens, at, here.as_ref()));
            if !continues && signature.is_none() && !spoken {
                continue;
            }
            self.narrate(tokens, read..at);
            read = at + 1;
            let heard = match here.as_ref().filter(|_| reported) {
                Some(heard) => heard.again("goes on in reported speech"),
                None => self.speaker(tokens, at, &clauses, here.as_ref(), continues, signature),
            };
            open = !self.quotes[index].closed;
            self.out[index] = Some(heard.attribution.clone());
            if let Some(person) = heard.person {
                self.focus.mention(person, focus::HEARD);
                self.focus.subject = Some(person);
                self.group = None;
                self.stranger = None;
            }
            self.told = None;
            here = Some(heard);
        }
        self.narrate(tokens, read..tokens.len());
        self.close(tokens, here, open);
    }

    fn inner(&self, index: usize) -> &str {
        &self.article.text[self.quotes[index].inner.clone()]
    }

    fn scene(&self) -> Scene<'_> {
        Scene {
            people: &self.people,
            focus: &self.focus,
            language: self.language,
            last: self.last.as_ref().map(|last| &last.heard),
            group: self.group.as_deref(),
            thing: self.thing.as_deref(),
            stranger: self.stranger.as_ref(),
        }
    }

    /// At the end of a block: a narrator's block without a quote ends what was said before it, but for who it was.
    fn close(&mut self, tokens: &[Token<'_>], here: Option<Heard>, open: bool) {
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
                if let Some(last) = &mut self.last {
                    last.at_end = false;
                    last.open = false;
                }
            }
        }
    }

    /// `decided`: of the quotes before this one it is known whether they are spoken.
    fn clauses(&self, tokens: &[Token<'_>], at: usize, decided: usize) -> Clauses {
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
    fn is_spoken(&self, tokens: &[Token<'_>], at: usize, index: usize, clauses: &Clauses) -> bool {
        let quote = &self.quotes[index];
        quote.opening != Opening::Mark
            || speech::is_speech(tokens, at, self.inner(index), quote, clauses, self.language)
            || (self.voice_fragments && speech::is_said(clauses))
    }

    /// Some words of a sentence that reports, by the mood of its verb and without a clause, what somebody said.
    fn is_reported(&self, tokens: &[Token<'_>], at: usize, clauses: &Clauses) -> bool {
        let TokenKind::Quote(index) = tokens[at].kind else { return false };
        let ends = |n: &usize| tokens[*n].ends_sentence();
        let end = (at + 1..tokens.len().min(at + MOST_SENTENCE)).find(ends).unwrap_or(at + 1);
        let inner = self.inner(index).trim();
        let part = inner.starts_with(char::is_lowercase) && inner.contains(' ');
        let mut mood = tokens[clauses.from..end].iter().filter(|t| self.language.reported.contains(&t.lower));
        clauses.before.is_none() && clauses.after.is_none() && part && mood.next().is_some()
    }

    /// It is known who is reported: heard, told of, or named by a clause behind.
    fn has_source(&self, tokens: &[Token<'_>], at: usize, here: Option<&Heard>) -> bool {
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

#[cfg(test)]
mod tests;
