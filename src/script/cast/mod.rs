//! Who says a quote: by the clause around it, by what it refers to, and, where that fails, said to be unsure.

mod clause;
mod people;
mod speech;
mod tokens;

use std::collections::BTreeMap;
use std::ops::Range;

use super::UNKNOWN;
use super::language::{self, Language, language};
use super::split::marks::Quote;
use crate::article::{Article, Block, Role};
use clause::{Reference, Subject};
use people::{Gender, People, gender_of_role, is_role, name_at};
use tokens::{Token, TokenKind, tokens};

/// Who says a quote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Attribution {
    /// The fullest name, a description, or [`UNKNOWN`].
    pub(crate) speaker: String,
    /// What it rests on.
    pub(crate) because: String,
    pub(crate) sure: bool,
    /// Who it may be, the likeliest first; only when it is not sure.
    pub(crate) candidates: Vec<String>,
}

/// The language of an article: as it says, or as its words tell.
pub(crate) fn language_of(article: &Article) -> Option<&str> {
    article.language.as_deref().or_else(|| language::guess(&article.text))
}

/// Attributes every quote; `None` for what is in quotation marks and is not speech.
pub(crate) fn attribute(
    article: &Article,
    quotes: &[Quote],
) -> (Vec<Option<Attribution>>, BTreeMap<String, super::Gender>) {
    let language = language(language_of(article));
    let blocks = blocks(article, quotes, language);
    let mut caster = Caster {
        article,
        quotes,
        language,
        people: gather(&blocks, language),
        recent: Vec::new(),
        topic: None,
        last: None,
        out: vec![None; quotes.len()],
    };
    for (n, block) in blocks.iter().enumerate() {
        caster.block(block, blocks.get(n + 1));
    }
    (caster.out, genders(&caster.people))
}

fn genders(people: &People) -> BTreeMap<String, super::Gender> {
    let known = |n: usize| match people.list[n].gender {
        Gender::He => Some((people.label(n), super::Gender::He)),
        Gender::She => Some((people.label(n), super::Gender::She)),
        Gender::They | Gender::Unknown => None,
    };
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
        if matches!(block.role, Role::Omitted(_)) {
            continue;
        }
        spoken.push(one(article, block, quotes, first..next, language));
    }
    spoken
}

fn one<'a>(
    article: &'a Article,
    block: &Block,
    quotes: &[Quote],
    of: Range<usize>,
    language: &Language,
) -> Spoken<'a> {
    let heading = matches!(block.role, Role::Heading(_));
    Spoken { tokens: tokens(article, block, quotes, of, language), heading }
}

/// Everybody whom the narrator names, with what is said of them nearby.
fn gather(blocks: &[Spoken<'_>], language: &Language) -> People {
    let mut people = People::default();
    for certain in [true, false] {
        for block in blocks.iter().filter(|block| !block.heading) {
            note_names(&mut people, &block.tokens, language, certain);
        }
    }
    learn_genders(&mut people, blocks, language);
    people
}

/// The first time only names that are surely names; the second time also single words that are described.
fn note_names(people: &mut People, tokens: &[Token<'_>], language: &Language, first_time: bool) {
    let mut n = 0;
    while n < tokens.len() {
        let Some(name) = name_at(tokens, n, language) else {
            n += 1;
            continue;
        };
        let end = n + name.length;
        let described = described_behind(tokens, end, language);
        let subject =
            clause::is_saying(tokens, end, language) || (n > 0 && clause::is_saying(tokens, n - 1, language));
        if (name.names.len() > 1 || !first_time)
            && let Some(person) = people.note(&name, language, described.is_some() || subject)
        {
            people.list[person].against += usize::from(is_thing_place(tokens, n));
            if let Some(role) = described {
                let person = &mut people.list[person];
                if person.gender == Gender::Unknown {
                    person.gender = gender_of_role(&role, language);
                }
                if !person.roles.contains(&role) {
                    person.roles.push(role);
                }
            }
        }
        n = end.max(n + 1);
    }
}

/// `in Heihe`, `the Rockets`: where places and things stand, and people seldom.
fn is_thing_place(tokens: &[Token<'_>], at: usize) -> bool {
    let before = at.checked_sub(1).map(|n| tokens[n].lower.as_str());
    before.is_some_and(|word| {
        matches!(
            word,
            "in" | "from"
                | "near"
                | "across"
                | "into"
                | "at"
                | "throughout"
                | "outside"
                | "the"
                | "this"
                | "a"
                | "an"
        )
    })
}

/// `, 42,` or `, a truck driver …,`: the noun, or an empty one for an age.
fn described_behind(tokens: &[Token<'_>], at: usize, language: &Language) -> Option<String> {
    if !tokens.get(at)?.is(",") {
        return None;
    }
    let next = tokens.get(at + 1)?;
    if next.lower.len() <= 3 && next.lower.parse::<u32>().is_ok() {
        return Some(String::new());
    }
    (at + 1..tokens.len().min(at + 9))
        .map_while(|n| tokens[n].is_word().then_some(&tokens[n]))
        .take_while(|token| !matches!(token.lower.as_str(), "who" | "and" | "which"))
        .find(|token| is_role(&token.lower, language))
        .map(|token| token.lower.clone())
}

/// `Okafor … she`: the first pronoun after a sentence with one person in it is most often theirs.
fn learn_genders(people: &mut People, blocks: &[Spoken<'_>], language: &Language) {
    let mut votes = vec![(0_i32, 0_i32); people.list.len()];
    for block in blocks.iter().filter(|block| !block.heading) {
        let mut only: Option<usize> = None;
        let mut n = 0;
        while n < block.tokens.len() {
            let token = &block.tokens[n];
            if let Some(name) = name_at(&block.tokens, n, language) {
                if let Some(person) = people.find(&name, language) {
                    only = Some(person);
                }
                n += name.length.max(1);
                continue;
            }
            if let Some(person) = only {
                let he = language.he.contains(&token.lower) || language.his.contains(&token.lower);
                let she = language.she.contains(&token.lower) || language.hers.contains(&token.lower);
                votes[person].0 += i32::from(he);
                votes[person].1 += i32::from(she);
            }
            n += 1;
        }
    }
    for (person, (he, she)) in people.list.iter_mut().zip(votes) {
        if person.gender == Gender::Unknown && he != she {
            person.gender = if he > she { Gender::He } else { Gender::She };
        }
    }
}

/// Who was heard last.
#[derive(Debug, Clone)]
struct Last {
    attribution: Attribution,
    person: Option<usize>,
    /// The quote ran to the end of its block without a closing mark.
    open: bool,
    /// The block before was theirs to the end.
    at_end: bool,
}

struct Caster<'a> {
    article: &'a Article,
    quotes: &'a [Quote],
    language: &'a Language,
    people: People,
    /// People by their latest mention, the latest first.
    recent: Vec<usize>,
    /// Who the latest sentence of the narrator's is about.
    topic: Option<usize>,
    last: Option<Last>,
    out: Vec<Option<Attribution>>,
}

impl Caster<'_> {
    fn block(&mut self, block: &Spoken<'_>, next: Option<&Spoken<'_>>) {
        if block.heading {
            return;
        }
        let tokens = &block.tokens;
        // The last speaker of this block, and the attribution of the sentence that is under way.
        let mut here: Option<Last> = None;
        let mut mentioned = 0;
        for at in 0..tokens.len() {
            let TokenKind::Quote(index) = tokens[at].kind else { continue };
            self.mention(tokens, mentioned, at);
            mentioned = at;
            let clauses = self.clauses(tokens, at);
            let continues = self.quotes[index].continues && self.last.as_ref().is_some_and(|last| last.open);
            if !continues
                && !speech::is_speech(
                    tokens,
                    at,
                    self.inner(index),
                    &self.quotes[index],
                    &clauses,
                    self.language,
                )
            {
                continue;
            }
            let heard = self.speaker(tokens, at, &clauses, here.as_ref(), continues, next);
            let open = !self.quotes[index].closed;
            self.out[index] = Some(heard.0.clone());
            here = Some(Last { attribution: heard.0, person: heard.1, open, at_end: false });
        }
        self.mention(tokens, mentioned, tokens.len());
        self.close(tokens, here);
    }

    fn inner(&self, index: usize) -> &str {
        &self.article.text[self.quotes[index].inner.clone()]
    }

    /// At the end of a block: a narrator's block without a quote ends what was said before it, but for who it was.
    fn close(&mut self, tokens: &[Token<'_>], here: Option<Last>) {
        match here {
            Some(mut last) => {
                let narrated = tokens
                    .iter()
                    .rev()
                    .take_while(|t| !matches!(t.kind, TokenKind::Quote(_)))
                    .filter(|t| t.is_word())
                    .count();
                last.at_end = narrated < 25;
                self.last = Some(last);
            }
            None => {
                if let Some(last) = &mut self.last {
                    last.at_end = false;
                    last.open = false;
                }
            }
        }
    }

    /// Notes whom the narrator mentions from one token to another.
    fn mention(&mut self, tokens: &[Token<'_>], from: usize, to: usize) {
        let mut n = from;
        let mut fresh = true;
        while n < to {
            fresh |= tokens[n].first;
            let Some(name) = name_at(tokens, n, self.language) else {
                n += 1;
                continue;
            };
            if let Some(person) = self.people.find(&name, self.language) {
                self.recent.retain(|known| *known != person);
                self.recent.insert(0, person);
                self.recent.truncate(12);
                if fresh {
                    self.topic = Some(person);
                    fresh = false;
                }
            }
            n += name.length.max(1);
        }
    }

    fn clauses(&self, tokens: &[Token<'_>], at: usize) -> Clauses {
        let from = (0..at).rev().find(|n| tokens[*n].first).unwrap_or(0);
        let from =
            (from..at).rev().find(|n| matches!(tokens[*n].kind, TokenKind::Quote(_))).map_or(from, |n| n + 1);
        let after = clause::after(tokens, at, self.language);
        let before = clause::before(tokens, from, at, self.language);
        Clauses { before, after, from }
    }

    /// Who says the quote, and which person that is.
    fn speaker(
        &self,
        tokens: &[Token<'_>],
        at: usize,
        clauses: &Clauses,
        here: Option<&Last>,
        continues: bool,
        next: Option<&Spoken<'_>>,
    ) -> (Attribution, Option<usize>) {
        let follow = |last: &Last, because: &str, sure: bool| {
            let mut attribution = last.attribution.clone();
            attribution.because = format!("{because}: {}", attribution.speaker);
            attribution.sure &= sure;
            if !attribution.sure && attribution.candidates.is_empty() {
                attribution.candidates = self.candidates(last.person);
            }
            (attribution, last.person)
        };
        if let (true, Some(last)) = (continues, &self.last) {
            return follow(last, "goes on over the paragraph", true);
        }
        let introduced = at > 0 && tokens[at - 1].is(":");
        let chosen = if introduced {
            clauses.before.as_ref().or(clauses.after.as_ref())
        } else {
            clauses.after.as_ref().or(clauses.before.as_ref())
        };
        if let TokenKind::Quote(index) = tokens[at].kind
            && let Some(name) = prefix(self.inner(index))
        {
            return self.prefixed(&name);
        }
        if let Some(subject) = chosen {
            return self.resolve(subject);
        }
        if let Some(last) = here {
            return follow(last, "follow-on", true);
        }
        if let Some(subject) = self.later_in_block(tokens, at) {
            return self.resolve(&subject);
        }
        if introduced && let Some(subject) = clause::topic(tokens, clauses.from, at, self.language) {
            return self.resolve(&subject);
        }
        let narrated = tokens[..at].iter().any(Token::is_word);
        if narrated
            && let Some(subject) = (0..at)
                .rev()
                .filter(|n| tokens[*n].first)
                .find_map(|n| clause::topic(tokens, n, at, self.language))
        {
            let (mut attribution, person) = self.resolve(&subject);
            attribution.sure &= person.is_some();
            attribution.because = format!("the sentence before is about: {}", attribution.speaker);
            return (attribution, person);
        }
        let named_next = next.and_then(|next| name_line(next));
        if let Some(name) = named_next {
            return (sure(name.clone(), format!("named on the next line: {name}")), None);
        }
        match &self.last {
            Some(last) if last.at_end => follow(last, "follow-on from the paragraph before", true),
            Some(last) => match self.topic.filter(|topic| Some(*topic) != last.person) {
                Some(topic) => (
                    self.unsure(self.people.label(topic), "the paragraph before is about them", Some(topic)),
                    Some(topic),
                ),
                None => follow(last, "the last who spoke", false),
            },
            None => match self.topic.or(self.recent.first().copied()) {
                Some(topic) => (
                    self.unsure(self.people.label(topic), "the paragraph before is about them", Some(topic)),
                    Some(topic),
                ),
                None => (self.unsure(UNKNOWN.into(), "nobody is named nearby", None), None),
            },
        }
    }

    /// `“WALLACE: Let’s start.”`: a transcript says it itself.
    fn prefixed(&self, name: &str) -> (Attribution, Option<usize>) {
        let names = name.split_whitespace().map(str::to_string).collect();
        let name_of = people::Name { names, ..people::Name::default() };
        let person = self.people.find(&name_of, self.language);
        let label = person.map_or_else(|| name.to_string(), |person| self.people.label(person));
        (sure(label, format!("transcript: {name}")), person)
    }

    /// `“A.” “B,” she said.`: a clause behind a later quote of the same paragraph.
    fn later_in_block(&self, tokens: &[Token<'_>], at: usize) -> Option<Subject> {
        let mut later = (at + 1..tokens.len()).filter(|n| matches!(tokens[*n].kind, TokenKind::Quote(_)));
        later.find_map(|n| {
            let clauses = self.clauses(tokens, n);
            clauses.after.or(clauses.before)
        })
    }

    fn resolve(&self, subject: &Subject) -> (Attribution, Option<usize>) {
        let words = &subject.words;
        match &subject.reference {
            Reference::Name(name) => match self.people.find(name, self.language) {
                Some(person) => {
                    let label = self.people.label(person);
                    let because = format!("named: {words}");
                    let sure_of = subject.said && (self.people.list[person].certain || name.names.len() > 1);
                    (
                        Attribution {
                            sure: sure_of,
                            candidates: self.unless(sure_of, person),
                            ..sure(label, because)
                        },
                        Some(person),
                    )
                }
                None => {
                    let title = name.title.as_ref().map(|t| format!("{t} ")).unwrap_or_default();
                    (sure(format!("{title}{}", name.names.join(" ")), format!("named: {words}")), None)
                }
            },
            Reference::Pronoun(gender) => self.pronoun(*gender, words),
            Reference::Noun { phrase, head, definite } => self.noun(phrase, head, *definite, words),
            Reference::Writer => (self.unsure(UNKNOWN.into(), "the writer speaks in person", None), None),
        }
    }

    fn pronoun(&self, gender: Gender, words: &str) -> (Attribution, Option<usize>) {
        let fits = |person: usize| {
            let person = &self.people.list[person];
            let human = person.against == 0 || person.gender == gender;
            human && (person.gender == gender || person.gender == Gender::Unknown || gender == Gender::They)
        };
        let speaker = self.last.as_ref().and_then(|last| last.person).filter(|p| fits(*p));
        let topic = self.topic.filter(|p| fits(*p));
        let recent: Vec<usize> = self.recent.iter().copied().filter(|p| fits(*p)).collect();
        let Some(person) = topic.or(speaker).or(recent.first().copied()) else {
            if let Some(last) = self.last.as_ref().filter(|last| last.person.is_none()) {
                let attribution = Attribution {
                    because: format!("pronoun: {words}, the last who spoke"),
                    ..last.attribution.clone()
                };
                return (attribution, None);
            }
            return (self.unsure(UNKNOWN.into(), &format!("pronoun: {words}, nobody fits"), None), None);
        };
        let label = self.people.label(person);
        let because = format!("pronoun: {words} → {label}");
        let rivals = recent.iter().take(3).filter(|p| **p != person && self.people.list[**p].certain).count();
        let agreed = topic == speaker || speaker.is_none() || topic.is_none();
        let certain = gender != Gender::They
            && self.people.list[person].gender == gender
            && (rivals == 0 || (agreed && recent.first() == Some(&person)));
        (
            Attribution { sure: certain, candidates: self.unless(certain, person), ..sure(label, because) },
            Some(person),
        )
    }

    fn noun(&self, phrase: &str, head: &str, definite: bool, words: &str) -> (Attribution, Option<usize>) {
        if definite {
            if let Some(person) = self.people.by_role(head, &self.recent) {
                let label = self.people.label(person);
                return (sure(label.clone(), format!("described: {words} → {label}")), Some(person));
            }
            let gender = gender_of_role(head, self.language);
            if gender != Gender::Unknown && phrase.to_lowercase().starts_with("the ") {
                let (mut attribution, person) = self.pronoun(gender, words);
                attribution.sure = false;
                attribution.candidates = self.candidates(person);
                if person.is_some() {
                    return (attribution, person);
                }
            }
        }
        let known = is_role(head, self.language);
        let mut attribution = sure(lower_first(phrase), format!("described: {words}"));
        attribution.sure = known;
        (attribution, None)
    }

    fn unless(&self, sure: bool, person: usize) -> Vec<String> {
        if sure { Vec::new() } else { self.candidates(Some(person)) }
    }

    /// This person first, then those who were mentioned last.
    fn candidates(&self, person: Option<usize>) -> Vec<String> {
        let human = |other: &usize| self.people.list[*other].against == 0 && self.people.list[*other].certain;
        let others = self.recent.iter().copied().filter(|other| Some(*other) != person).filter(human);
        person.into_iter().chain(others).take(4).map(|p| self.people.label(p)).collect()
    }

    fn unsure(&self, speaker: String, because: &str, person: Option<usize>) -> Attribution {
        Attribution { speaker, because: because.into(), sure: false, candidates: self.candidates(person) }
    }
}

/// What the sentence around a quote says of who speaks.
struct Clauses {
    before: Option<Subject>,
    after: Option<Subject>,
    /// Where the sentence before the quote begins.
    from: usize,
}

fn sure(speaker: String, because: String) -> Attribution {
    Attribution { speaker, because, sure: true, candidates: Vec::new() }
}

/// `The minister` inside a sentence is `the minister`.
fn lower_first(phrase: &str) -> String {
    let mut chars = phrase.chars();
    match chars.next() {
        Some(first) => first.to_lowercase().chain(chars).collect(),
        None => String::new(),
    }
}

/// `— Nora Whitlock, keeper`: a line of its own under a quote.
fn name_line(block: &Spoken<'_>) -> Option<String> {
    let tokens = &block.tokens;
    let dash = tokens.first().is_some_and(|t| matches!(t.text, "—" | "–" | "-"));
    let names: Vec<&str> =
        tokens.iter().skip(usize::from(dash)).map_while(|t| t.is_capital().then_some(t.text)).collect();
    (dash && !names.is_empty() && tokens.len() < 20).then(|| names.join(" "))
}

/// `WALLACE:` at the beginning of a transcript's line, as a name is written.
fn prefix(inner: &str) -> Option<String> {
    let (name, _) = inner.trim_start().split_once(':')?;
    let shouted = name.len() > 2
        && name.len() < 30
        && name.chars().all(|c| c.is_uppercase() || matches!(c, ' ' | '.' | '-' | '\''));
    let word = |word: &str| {
        let mut chars = word.chars();
        chars.next().map(|first| first.to_string() + &chars.as_str().to_lowercase()).unwrap_or_default()
    };
    shouted.then(|| name.split_whitespace().map(word).collect::<Vec<_>>().join(" "))
}
