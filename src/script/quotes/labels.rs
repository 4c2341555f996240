//! Labels before a colon that say whose turn it is: `VOGEL: Good evening.`, `Q: Why?`.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::turns::text;
use crate::language::attribution::Language;
use crate::language::given_names::given;
use crate::script::article::{Article, Role};

/// Bytes and words that a label before a colon has at most.
pub(super) const MOST_LABEL: usize = 40;
const MOST_WORDS: usize = 4;
/// Turns that make a transcript.
const TRANSCRIPT: usize = 3;

/// A block's label: its speaker, without the colon.
pub(super) struct Label<'a> {
    pub(super) block: usize,
    pub(super) span: Range<usize>,
    name: &'a str,
    /// The label in full: `Leo Stone` of `LS`.
    pub(super) full: &'a str,
    /// `VOGEL`, `Q`: no ordinary words.
    plain: bool,
}

/// The labels of those who take turns; none where they do not.
pub(super) fn labels<'a>(article: &'a Article, language: &Language) -> Vec<Label<'a>> {
    let mut all: Vec<_> = (0..article.blocks.len()).filter_map(|n| label(article, n, language)).collect();
    if all.len() < 2 {
        return Vec::new();
    }
    let names: Vec<&str> = all.iter().map(|label| label.name).collect();
    let initials = in_full(&names);
    all.iter_mut().for_each(|label| label.full = initials.get(label.name).copied().unwrap_or(label.name));
    let labels = somebodies(article, all);
    if is_transcript(article, &labels, language) { labels } else { Vec::new() }
}

/// Those that may be somebody's: they come back, are a given name, or are named elsewhere. `Note: …` is nobody's.
fn somebodies<'a>(article: &Article, labels: Vec<Label<'a>>) -> Vec<Label<'a>> {
    let mut words: BTreeMap<&str, usize> = BTreeMap::new();
    let split = article.text.split(|c: char| !c.is_alphanumeric());
    split.for_each(|word| *words.entry(word).or_default() += 1);
    let named =
        |label: &Label<'_>| label.name.rsplit(' ').next().is_some_and(|last| words.get(last) > Some(&1));
    labels.into_iter().filter(|label| label.plain || is_given(label.name) || named(label)).collect()
}

/// Letters that the initials of a name have.
const INITIALS: std::ops::RangeInclusive<usize> = 2..=4;

/// Labels that are initials → the only other label that they may stand for: `LS` is `Leo Stone`.
pub(crate) fn in_full<'a>(labels: &[&'a str]) -> BTreeMap<&'a str, &'a str> {
    let mut full: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for name in labels.iter().filter(|name| name.contains(' ') && !is_initials(name)) {
        let letters: Vec<char> = name.split([' ', '-']).filter_map(|word| word.chars().next()).collect();
        // Titles may stand in front.
        for from in 0..letters.len().saturating_sub(1) {
            full.entry(letters[from..].iter().flat_map(|c| c.to_uppercase()).collect())
                .or_default()
                .insert(name);
        }
    }
    let only = |letters: &String| full.get(letters).filter(|names| names.len() == 1)?.first().copied();
    let short = labels.iter().filter(|name| is_initials(name));
    short.filter_map(|name| Some((*name, only(&name.replace(['.', ' '], ""))?))).collect()
}

/// `LS`, `L.S.`
pub(crate) fn is_initials(label: &str) -> bool {
    let letters = label.chars().filter(|c| !matches!(c, '.' | ' '));
    INITIALS.contains(&letters.clone().count()) && letters.into_iter().all(char::is_uppercase)
}

pub(super) fn is_given(name: &str) -> bool {
    // `Dr. Ada Mbeki`
    name.split(' ').find(|word| !word.ends_with('.')).is_some_and(|first| given(first).is_some())
}

/// Labels take turns; where they may be ordinary words (`Price: …`), they do so again and again, before whole sentences.
fn is_transcript<'a>(article: &Article, labels: &[Label<'a>], language: &Language) -> bool {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    // `VOGEL` is `ANNA VOGEL` again.
    let last = |label: &Label<'a>| label.full.rsplit(' ').next().unwrap_or(label.full);
    labels.iter().for_each(|label| *counts.entry(last(label)).or_default() += 1);
    let repeated = counts.values().filter(|count| **count > 1).count();
    let sentence = |label: &&Label<'_>| {
        text(article, &article.blocks[label.block]).ends_with(['.', '?', '!', '…', '—', ')'])
    };
    let sentences = labels.iter().filter(sentence).count();
    let plain = labels.iter().filter(|label| label.plain).count() * 4 > labels.len() * 3;
    let answered = labels.iter().any(|label| is_answer(label.name, language));
    let again = if plain { repeated > 0 || answered } else { repeated > 1 };
    // Somebody asks, or all of them are names of people: `Ingredients: …`, `Method: …` take no turns.
    let asks = labels.iter().any(|label| text(article, &article.blocks[label.block]).ends_with('?'));
    let people = labels.iter().all(|label| is_given(label.full));
    let enough = labels.len() >= if answered { TRANSCRIPT - 1 } else { TRANSCRIPT };
    let turns = counts.len() > 1 && sentences * 4 >= labels.len() * 3 && (asks || people);
    is_exchange(article, labels) || (enough && turns && again)
}

/// `Jane Doe: How are you?` and an answer right below: two names, once each.
fn is_exchange(article: &Article, labels: &[Label<'_>]) -> bool {
    let [asks, answers] = labels else { return false };
    let person = |label: &Label<'_>| is_given(label.name) && label.name.contains(' ');
    let question = text(article, &article.blocks[asks.block]).ends_with('?');
    let beside = asks.block + 1 == answers.block && asks.name != answers.name;
    question && beside && person(asks) && person(answers)
}

fn label<'a>(article: &'a Article, index: usize, language: &Language) -> Option<Label<'a>> {
    let block = &article.blocks[index];
    let speech = !matches!(block.role, Role::Omitted(_) | Role::Heading(_) | Role::Row);
    let name = name_of(text(article, block), language).filter(|_| speech)?;
    let question = is_question(name, language) || is_answer(name, language);
    let shouted = name.chars().count() > 1 && !name.contains(char::is_lowercase);
    let span = block.span.start..block.span.start + name.len();
    Some(Label { block: index, span, name, full: name, plain: question || shouted })
}

/// Characters behind a label in which its words begin.
const GAP: usize = 8;

/// The label that a text begins with, without its colon.
pub(super) fn name_of<'a>(text: &'a str, language: &Language) -> Option<&'a str> {
    let text = text.char_indices().nth(MOST_LABEL + GAP).map_or(text, |(at, _)| &text[..at]);
    let whole = initial(text, language).or_else(|| text.split_once(':'));
    let (name, rest) = whole.filter(|(name, _)| name.len() <= MOST_LABEL)?;
    let words = name.split_whitespace();
    let capital = |word: &str| word.trim_start_matches('(').starts_with(char::is_uppercase);
    let names = words.clone().count() <= MOST_WORDS
        && words.clone().all(|word| capital(word) || language.particles.contains(word))
        && name.chars().all(|c| c.is_alphabetic() || " .-'\u{2019}()".contains(c));
    let spoken =
        rest.starts_with(char::is_whitespace) && rest.trim_start().starts_with(|c: char| !c.is_lowercase());
    (names && spoken && !name.is_empty()).then_some(name)
}

impl Label<'_> {
    /// `VOGEL`, as transcripts have it: no `Q`, and no initials of `Anna Vogel`.
    pub(super) fn is_shouted(&self) -> bool {
        self.full.chars().count() > 1 && !self.full.contains(char::is_lowercase)
    }
}

/// `Q. Why?`
fn initial<'a>(text: &'a str, language: &Language) -> Option<(&'a str, &'a str)> {
    let (label, rest) = text.split_once('.')?;
    let letter = label.chars().count() == 1;
    (letter && (is_question(label, language) || is_answer(label, language))).then_some((label, rest))
}

/// `Q` in questions and answers.
pub(crate) fn is_question(label: &str, language: &Language) -> bool {
    language.questions.contains(&label.to_lowercase())
}

/// `A`, likewise.
pub(crate) fn is_answer(label: &str, language: &Language) -> bool {
    language.answers.contains(&label.to_lowercase())
}
