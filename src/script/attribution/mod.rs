//! Who says a quote: by the clause around it, by what it refers to, and, where that fails, said to be unsure.
//!
//! The article is read once from the front. [`gather`] has made the register of its people; [`clause`] reads what stands around
//! a quote; [`resolve`] finds whom that means, by what is in [`focus`].

mod address;
mod appositions;
mod byline;
mod clause;
mod descriptions;
mod focus;
mod gather;
mod heard;
mod inversion;
mod labels;
mod lines;
mod names;
mod narrate;
mod openings;
mod people;
mod phrase;
mod reading;
mod resolve;
mod source;
mod speaker;
mod speech;
mod subjects;
mod tokens;

use std::collections::BTreeMap;

use super::quotes::quote::Quote;
use super::{Casting, Gender};
use crate::language::attribution::{Language, language};
use crate::language::{guess, primary};
use crate::script::article::{Article, Role};
use address::SpokenTo;
use focus::Focus;
use heard::{Clauses, Heard, Last, Stranger};
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
    let people = gather::gather(&blocks, language, &casting.people);
    let mut caster = Caster {
        article,
        quotes,
        language,
        author: byline::author(article, &blocks, language),
        interviewee: labels::interviewee(&blocks, quotes, &people, language),
        people,
        voice_fragments: casting.voice_fragments,
        focus: Focus::default(),
        told: None,
        described: None,
        group: None,
        thing: None,
        stranger: None,
        kind: None,
        nameless: BTreeMap::new(),
        spoken_to: None,
        introduced: None,
        last: None,
        before_last: None,
        labels: labels::labels(article, quotes, language),
        out: vec![None; quotes.len()],
    };
    for (n, block) in blocks.iter().enumerate() {
        caster.block(block, &blocks[n + 1..]);
    }
    let genders = genders(&caster);
    (caster.out, genders)
}

fn genders(caster: &Caster<'_>) -> BTreeMap<String, Gender> {
    let people = &caster.people;
    let known = |n: usize| Some((people.label(n), people.list[n].gender?));
    caster.nameless.clone().into_iter().chain((0..people.list.len()).filter_map(known)).collect()
}

/// A spoken block and its tokens.
struct Spoken<'a> {
    tokens: Vec<Token<'a>>,
    heading: bool,
    /// Says who wrote the article.
    byline: bool,
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
            // What stands in the cells of a table tells of nobody: `Rope Walk, 12` is no boy of twelve.
            let cells = block.role == Role::Row && first == next;
            let tokens =
                if cells { Vec::new() } else { tokens(article, block, quotes, first..next, language) };
            let heading = matches!(block.role, Role::Heading(_)) || lines::is_headline(&tokens);
            let byline = byline::is_byline(index, &tokens, language);
            spoken.push(Spoken { tokens, heading, byline });
        }
    }
    spoken
}

struct Caster<'a> {
    article: &'a Article,
    quotes: &'a [Quote],
    language: &'a Language,
    people: People,
    author: Option<String>,
    /// Who gives the answers of an interview.
    interviewee: Heard,
    voice_fragments: bool,
    focus: Focus,
    /// Whom the narrator's latest whole sentence since the last quote is about.
    told: Option<usize>,
    /// The same, where it is about somebody without a name.
    described: Option<Stranger>,
    /// The couple or group that was spoken of last.
    group: Option<String>,
    /// The organisation or thing that was a subject last.
    thing: Option<String>,
    /// Somebody without a name who was the subject of the sentence before.
    stranger: Option<Stranger>,
    /// What the last who was heard without a name was called: `worker`.
    kind: Option<String>,
    /// Those without a name of whom their description tells it.
    nameless: BTreeMap<String, Gender>,
    /// Whom the last quote was spoken to.
    spoken_to: Option<SpokenTo>,
    /// Who the colon at the end of the block before announces.
    introduced: Option<Heard>,
    last: Option<Last>,
    /// Who was heard in the block before that of `last`, if nothing stands between.
    before_last: Option<Last>,
    labels: Labels,
    out: Vec<Option<Attribution>>,
}

/// Tokens that are looked at in front of a quote.
const MOST_SENTENCE: usize = 120;

impl Caster<'_> {
    fn block(&mut self, block: &Spoken<'_>, next: &[Spoken<'_>]) {
        if block.heading || block.byline {
            self.introduced = None;
            return;
        }
        let tokens = &block.tokens;
        // The last speaker of this block.
        let mut here: Option<Heard> = None;
        let mut open = false;
        let mut read = 0;
        self.turn_to(None);
        self.stranger = self.stranger.take().filter(|stranger| !stranger.heard);
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
            let aside = speech::is_aside(self.inner(index));
            if aside || (!continues && signature.is_none() && !spoken) {
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
            let question = self.asks(&self.quotes[index]);
            self.spoken_to = self.spoken_to(tokens, at, &clauses, &heard, question);
            self.remember(&heard);
            self.turn_to(None);
            here = Some(heard);
        }
        self.narrate(tokens, read..tokens.len());
        self.close(tokens, here, open);
    }

    /// Who is heard is in mind, or without a name.
    fn remember(&mut self, heard: &Heard) {
        match heard.person {
            Some(person) => {
                self.focus.mention(person, focus::HEARD);
                self.focus.subject = Some(person);
                self.group = None;
                self.stranger = None;
            }
            None => {
                let speaker = &heard.attribution.speaker;
                if let Some(noun) = names::noun_of(speaker, self.language) {
                    let gender = names::gender_of_role(&noun.to_lowercase(), self.language);
                    self.nameless.extend(gender.map(|gender| (speaker.clone(), gender)));
                    self.kind = Some(noun.to_string());
                    self.stranger = Some(Stranger { phrase: speaker.clone(), gender, heard: true });
                }
            }
        }
    }

    /// The narrator tells of somebody with a name, or of nobody.
    fn turn_to(&mut self, person: Option<usize>) {
        self.told = person;
        self.described = None;
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
            kind: self.kind.as_deref(),
            author: self.author.as_deref(),
        }
    }
}

#[cfg(test)]
mod tests;
