//! Labels before a colon that say whose turn it is: `VOGEL: Good evening.`, `Q: Why?`.

use std::collections::BTreeMap;
use std::ops::Range;

use super::turns::text;
use crate::article::{Article, Role};
use crate::script::given::given;
use crate::script::language::Language;

/// Bytes and words that a label before a colon has at most.
const MOST_LABEL: usize = 40;
const MOST_WORDS: usize = 4;
/// Turns that make a transcript.
const TRANSCRIPT: usize = 3;

/// A block's label: its speaker, without the colon.
pub(super) struct Label<'a> {
    pub(super) block: usize,
    pub(super) span: Range<usize>,
    name: &'a str,
    /// `VOGEL`, `Q`: no ordinary words.
    plain: bool,
}

/// The labels of those who take turns; none where they do not.
pub(super) fn labels<'a>(article: &'a Article, language: &Language) -> Vec<Label<'a>> {
    let all: Vec<_> = (0..article.blocks.len()).filter_map(|n| label(article, n, language)).collect();
    if all.len() < 2 {
        return Vec::new();
    }
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

fn is_given(name: &str) -> bool {
    name.split(' ').next().is_some_and(|first| given(first).is_some())
}

/// Labels take turns; where they may be ordinary words (`Price: …`), they do so again and again, before whole sentences.
fn is_transcript<'a>(article: &Article, labels: &[Label<'a>], language: &Language) -> bool {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    // `VOGEL` is `ANNA VOGEL` again.
    let last = |label: &Label<'a>| label.name.rsplit(' ').next().unwrap_or(label.name);
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
    let people = labels.iter().all(|label| is_given(label.name));
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
    let whole = initial(text(article, block), language)
        .or_else(|| text(article, block).split_once(':'))
        .filter(|_| !matches!(block.role, Role::Omitted(_) | Role::Heading(_) | Role::Row));
    let (name, rest) = whole.filter(|(name, _)| name.len() <= MOST_LABEL)?;
    let words = name.split_whitespace();
    let capital = |word: &str| word.trim_start_matches('(').starts_with(char::is_uppercase);
    let names = words.clone().count() <= MOST_WORDS
        && words.clone().all(|word| capital(word) || language.particles.contains(word))
        && name.chars().all(|c| c.is_alphabetic() || " .-'\u{2019}()".contains(c));
    let spoken =
        rest.starts_with(char::is_whitespace) && rest.trim_start().starts_with(|c: char| !c.is_lowercase());
    let question = is_question(name, language) || is_answer(name, language);
    let shouted = name.len() > 1 && !name.contains(char::is_lowercase);
    (names && spoken && !name.is_empty()).then(|| Label {
        block: index,
        span: block.span.start..block.span.start + name.len(),
        name,
        plain: question || shouted,
    })
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
