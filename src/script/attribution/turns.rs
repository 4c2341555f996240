//! The turns of a dialogue: for each quote the possible speakers, each with the evidence for and against.
//!
//! The rules decide quote by quote, from the front. In a dialogue that is too early: `“Why not?”` between two quotes by
//! Ann Lee is by the person she talks to. So the turns are collected, and [`super::exchange`] decides over all of them.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::addressed::{Address, Addressed};
use super::certainty::Features;
use super::exchange::{self, Choice, Likely, Relation};
use super::resolved::{Attribution, kind_of_reason};
use super::tokens::{BlockTokens, TokenKind};
use super::trace::{Candidates, named};
use crate::language::attribution::Language;
use crate::language::given_names::given_name;
use crate::script::article::Article;
use crate::script::quotes::quote::{Marker, Quote};
use crate::script::{NARRATOR, UNKNOWN};

/// A quote with its evidence.
pub(super) struct Turn {
    /// Index into the article's quotes.
    pub(super) quote: usize,
    /// Number of its block, counted over the blocks that are read.
    pub(super) block: usize,
    /// Number of narrated words between it and the quote before, in the same block.
    pub(super) narrated: usize,
    /// The decision of the rules.
    pub(super) by_rules: Attribution,
    /// The rules were certain, before the model judged them.
    pub(super) certain: bool,
    /// The rules take it for speech.
    pub(super) speech: bool,
    /// The text itself names the speaker: a label, a signature.
    pub(super) settled: bool,
    /// The possible speakers by the text around it, with their evidence.
    pub(super) near: Vec<(String, Features)>,
    /// The names in the quote.
    pub(super) addressed: Addressed,
}

/// Number of narrated words from which a quote in the same paragraph may be by another person.
const MIN_FAR: usize = 40;
/// Number of turns before and after from which speakers are taken.
const MAX_TURNS: usize = 5;
/// Number of quotes in which the writer must be addressed by name.
const MIN_ADDRESSED: usize = 2;
/// Maximum number of candidates that are shown.
const MAX_CANDIDATES: usize = 6;
/// Maximum number of possible speakers.
const MAX_LABELS: usize = 14;
/// Number of quotes before in which a name may be that of the addressee.
const MAX_BEFORE: usize = 3;
/// Number of words from which a label is a description of doubtful length.
const LONG_LABEL: usize = 5;
/// Kinds of reasons with a cue.
const BY_CUE: [&str; 5] = ["named", "pronoun", "described", "transcript", "signed"];
/// Evidence about the order of turns, which the decoder has by itself.
const ABOUT_ORDER: [&str; 3] = ["last speaker", "speaker before the last", "without a name"];

impl Choice {
    /// Returns the name of the step and the speakers, for the training of the weights.
    pub(super) fn into_trace(self) -> (String, Candidates) {
        let step = exchange::step_name(&self);
        (step, self.labels.into_iter().map(|(label, features)| (label, named(features))).collect())
    }
}

impl Turn {
    fn kind(&self) -> &str {
        kind_of_reason(&self.by_rules.because)
    }

    fn has_cue(&self) -> bool {
        BY_CUE.contains(&self.kind())
    }
}

/// Minimum number of quotes of a dialogue.
const MIN_QUOTES: usize = 8;
/// Of this many blocks, one must open with a quote and follow another one that does.
const MAX_BLOCKS_PER_PAIR: usize = 8;
/// Of this many quotes, one must be a question or address a person.
const MAX_QUOTES_PER_ADDRESS: usize = 4;

/// True for a text that is mostly dialogue, as fiction is. There a paragraph without a cue is usually by another person than
/// the one before; in news it is by the same.
pub(super) fn is_dialogue(
    article: &Article,
    blocks: &[BlockTokens<'_>],
    quotes: &[Quote],
    language: &Language,
) -> bool {
    let opens = |block: &BlockTokens<'_>| match block.tokens.first().map(|t| t.kind) {
        Some(TokenKind::Quote(index)) => {
            matches!(quotes[index].marker, Marker::QuotationMarks | Marker::Dash) && !quotes[index].continues
        }
        _ => false,
    };
    let pairs = blocks.windows(2).filter(|pair| pair.iter().all(opens)).count();
    let addresses =
        quotes.iter().filter(|quote| addresses(&article.text[quote.inner.clone()], language)).count();
    quotes.len() >= MIN_QUOTES
        && pairs * MAX_BLOCKS_PER_PAIR >= blocks.len()
        && addresses * MAX_QUOTES_PER_ADDRESS >= quotes.len()
}

/// True for a question or a quote with `you`.
fn addresses(inner: &str, language: &Language) -> bool {
    let mut words = inner.split(|c: char| !c.is_alphanumeric());
    inner.trim_end().ends_with('?')
        || words.any(|word| language.second_person_words.contains(&word.to_lowercase()))
}

/// Returns the attribution of a turn, by the probabilities of its speakers.
pub(super) fn decided(turn: &Turn, likely: Vec<Likely>) -> Attribution {
    let known = likely.first().filter(|_| !turn.settled);
    let Some((speaker, share)) = known.cloned() else { return turn.by_rules.clone() };
    let named = speaker != UNKNOWN && speaker != NARRATOR;
    let sure = turn.speech && named && share >= exchange::sure_from();
    let same = speaker == turn.by_rules.speaker;
    let because =
        if same { turn.by_rules.because.clone() } else { format!("the exchange around it: {speaker}") };
    let names = likely.into_iter().map(|(label, _)| label);
    let names = names.filter(|label| label != UNKNOWN && label != NARRATOR);
    let candidates = if sure { Vec::new() } else { names.take(MAX_CANDIDATES).collect() };
    Attribution { speaker, because, sure, candidates }
}

/// Gives the turns of the writer, as in `“Never,” said I.`, the name by which others address them.
/// `text` is the article's.
pub(super) fn name_writer(turns: &[Turn], decided: &mut [Attribution], text: &str) {
    let is_writer = |n: usize| decided[n].speaker == NARRATOR;
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for n in 1..turns.len() {
        for (writer, other) in [(n - 1, n), (n, n - 1)] {
            if is_writer(writer) && !is_writer(other) {
                turns[other].addressed.names().for_each(|name| *counts.entry(name).or_default() += 1);
            }
        }
    }
    // Not the name of another speaker.
    let known = |name: &str| decided.iter().any(|by| by.speaker.split(' ').any(|part| part == name));
    // `“Yes,”` opens many quotes, and the article has it with a small letter too.
    let is_word = |name: &str| {
        let lower = name.to_lowercase();
        given_name(name).is_none() && text.split(|c: char| !c.is_alphanumeric()).any(|word| word == lower)
    };
    // A given name comes first.
    let named =
        counts.into_iter().filter(|(name, count)| *count >= MIN_ADDRESSED && !known(name) && !is_word(name));
    let Some((name, _)) = named.max_by_key(|(name, count)| (given_name(name).is_some(), *count)) else {
        return;
    };
    let name = name.to_string();
    for by in decided.iter_mut().filter(|by| by.speaker == NARRATOR && !by.sure) {
        by.because = format!("{}; others call the writer {name}", by.because);
        by.candidates.insert(0, name.clone());
        by.speaker.clone_from(&name);
    }
}

/// Returns the possible speakers of the turn at `n`.
pub(super) fn choice(turns: &[Turn], n: usize) -> Choice {
    let turn = &turns[n];
    let labels = labels(turns, n);
    let labels = labels.into_iter().map(|label| (label.to_string(), evidence(turns, n, label))).collect();
    Choice { relation: relation(turns, n), cue: turn.has_cue(), labels }
}

fn relation(turns: &[Turn], n: usize) -> Relation {
    let turn = &turns[n];
    let Some(before) = n.checked_sub(1).map(|before| &turns[before]) else { return Relation::First };
    match turn.block - before.block {
        _ if turn.kind().starts_with("goes on over") => Relation::GoesOn,
        0 if turn.narrated < MIN_FAR => Relation::SameParagraph,
        0 => Relation::SameParagraphFar,
        1 => Relation::NextParagraph,
        _ => Relation::Later,
    }
}

/// Returns the speaker by the rules, the speakers of the turns around, and the people nearby. A settled turn has one. The
/// narrator is one of them after `“Never,” said I.`
fn labels(turns: &[Turn], n: usize) -> Vec<&str> {
    let turn = &turns[n];
    let own = turn.by_rules.speaker.as_str();
    if turn.settled {
        return vec![own];
    }
    let before = turns[n.saturating_sub(MAX_TURNS)..n].iter().rev();
    let after = turns[n + 1..].iter().take(MAX_TURNS).filter(|turn| turn.has_cue());
    let around = before.chain(after).map(|turn| turn.by_rules.speaker.as_str());
    let near = turn.near.iter().map(|(label, _)| label.as_str());
    let mut labels: Vec<&str> = Vec::new();
    for label in std::iter::once(own).chain(around).chain(near) {
        if label != UNKNOWN && !labels.contains(&label) && labels.len() < MAX_LABELS {
            labels.push(label);
        }
    }
    if labels.is_empty() {
        labels.push(own);
    }
    labels
}

/// Returns the evidence for a speaker of the turn at `n`.
fn evidence(turns: &[Turn], n: usize, label: &str) -> Features {
    let turn = &turns[n];
    let mut found = Features::new();
    let mut flag = |name: Cow<'static, str>| found.push((name, 1.0));
    if turn.by_rules.speaker == label {
        let certain = if turn.certain { ", certain" } else { "" };
        flag(Cow::Owned(format!("by rules: {}{certain}", turn.kind())));
        flag("by rules".into());
    }
    for name in by_address(turns, n, label) {
        flag(name.into());
    }
    if label.starts_with(char::is_lowercase) {
        flag("no name".into());
    }
    if label.split(' ').count() >= LONG_LABEL {
        flag("long label".into());
    }
    match turn.near.iter().find(|(near, _)| near == label) {
        Some((_, near)) => {
            found.extend(near.iter().filter(|(name, _)| !ABOUT_ORDER.contains(&name.as_ref())).cloned());
        }
        None => flag("not near".into()),
    }
    found
}

/// Returns the evidence from names in the quotes: a person addressed in a quote does not say it, but may say the next one.
fn by_address(turns: &[Turn], n: usize, label: &str) -> Vec<&'static str> {
    let turn = &turns[n];
    let mut found = Vec::new();
    match turn.addressed.find(label) {
        Address::Addressed => found.push("addressed in it"),
        Address::Mentioned => found.push("mentioned in it"),
        Address::None => {}
    }
    let last = n.checked_sub(1).map(|before| turns[before].block);
    if let Some(last) = last.filter(|last| last + 1 == turn.block) {
        let before = turns[n.saturating_sub(MAX_BEFORE)..n].iter().filter(|turn| turn.block == last);
        match before.map(|turn| turn.addressed.find(label)).max() {
            Some(Address::Addressed) => found.push("addressed before"),
            Some(Address::Mentioned) => found.push("mentioned before"),
            _ => {}
        }
    }
    let next = turns.get(n + 1).filter(|next| next.block == turn.block + 1);
    if next.is_some_and(|next| next.addressed.find(label) == Address::Addressed) {
        found.push("addressed after");
    }
    found
}
