//! Speech without quotation marks: turns of a transcript (`VOGEL: Good evening.`), questions and answers, dialogue behind
//! dashes, a block quotation that a colon announces.

use std::ops::Range;

use super::labels::{Label, labels};
use super::marks::{Opening, Quote, clause_behind};
use super::narration::{Before, Goes, goes_on};
use crate::language::attribution::Language;
use crate::script::article::{Article, Block, Role};

/// What is spoken without marks; `found` are the quotes in marks, whose blocks are left alone.
pub(super) fn turns(article: &Article, found: &[Quote], language: &Language) -> Vec<Quote> {
    let mut taken: Vec<bool> = vec![false; article.blocks.len()];
    found.iter().for_each(|quote| taken[quote.block] = true);
    let free = |index: usize| {
        !taken[index] && matches!(article.blocks[index].role, Role::Paragraph | Role::Quote | Role::Item)
    };
    let mut spoken = transcript(article, &free, language);
    spoken.extend(dialogue(article, &free, language));
    spoken.extend(announced(article, &free));
    spoken.sort_by_key(|quote| quote.span.start);
    spoken.dedup_by_key(|quote| quote.block);
    spoken
}

pub(super) fn text<'a>(article: &'a Article, block: &Block) -> &'a str {
    &article.text[block.span.clone()]
}

fn transcript(article: &Article, free: &dyn Fn(usize) -> bool, language: &Language) -> Vec<Quote> {
    let labels: Vec<_> =
        labels(article, language).into_iter().filter(|label| is_turn(article, label, free)).collect();
    let (Some(first), Some(last)) = (labels.first(), labels.last()) else { return Vec::new() };
    let range = first.block..=last.block;
    // Where most paragraphs have a label, one without goes on with the turn before.
    let dense = labels.len() * 2 > range.clone().filter(|n| free(*n)).count();
    let mut turns: Vec<Quote> = Vec::new();
    for (nth, label) in labels.iter().enumerate() {
        let end = article.blocks[label.block].span.end;
        let words = label.span.end + 1..end;
        turns.extend(turn(article, label.block, words, Opening::Label(label.span.clone())));
        if let Some(next) = labels.get(nth + 1).filter(|_| dense) {
            let between = (label.block + 1..next.block).filter(|n| free(*n));
            unlabelled(article, between, (label, next), &mut turns, language);
        }
    }
    turns
}

/// Its words are not between marks, or not all of them.
fn is_turn(article: &Article, label: &Label<'_>, free: &dyn Fn(usize) -> bool) -> bool {
    let words = article.text[label.span.end + 1..article.blocks[label.block].span.end].trim_start();
    free(label.block) || !words.starts_with(['“', '"', '„', '«', '»', '‘', '\''])
}

/// Paragraphs behind a turn that have no label: who has spoken goes on, or the writer tells.
fn unlabelled(
    article: &Article,
    between: impl Iterator<Item = usize>,
    (label, next): (&Label<'_>, &Label<'_>),
    turns: &mut Vec<Quote>,
    language: &Language,
) {
    let begin = label.span.end;
    let mut plainly = true;
    for n in between {
        let span = article.blocks[n].span.clone();
        let words = &article.text[span.clone()];
        if words.starts_with(['(', '[']) {
            continue;
        }
        let before = Before {
            name: label.full,
            said: &article.text[begin..span.start],
            shouted: label.is_shouted(),
            again: label.full == next.full,
        };
        let goes = goes_on(words, &before, language);
        plainly &= goes == Goes::On;
        let opening = if plainly { Opening::None } else { Opening::Guess(label.span.clone()) };
        if goes != Goes::Not
            && let Some(quote) = turn(article, n, span, opening)
        {
            turns.last_mut().filter(|_| plainly).into_iter().for_each(|turn| turn.closed = false);
            turns.push(Quote { continues: plainly, ..quote });
        }
    }
}

/// A turn of the words in a range, if there are any.
fn turn(article: &Article, block: usize, range: Range<usize>, opening: Opening) -> Option<Quote> {
    let words = &article.text[range.clone()];
    let start = range.start + (words.len() - words.trim_start().len());
    let span = start..range.end;
    (start < range.end).then(|| Quote {
        block,
        span: span.clone(),
        inner: span,
        closed: true,
        continues: false,
        opening,
    })
}

fn is_dash(c: char) -> bool {
    matches!(c, '—' | '–' | '―')
}

/// Paragraphs one after another that begin with a dash, if a clause says in one of them who speaks.
fn dialogue(article: &Article, free: &dyn Fn(usize) -> bool, language: &Language) -> Vec<Quote> {
    let dashed = |n: &usize| free(*n) && text(article, &article.blocks[*n]).starts_with(is_dash);
    let lines: Vec<usize> = (0..article.blocks.len()).filter(dashed).collect();
    let runs = lines.chunk_by(|one, next| one + 1 == *next);
    let mut spoken = Vec::new();
    for run in runs {
        let quotes: Vec<(Quote, bool)> = run.iter().map(|n| line(article, *n, language)).collect();
        if quotes.iter().any(|(_, said)| *said) {
            spoken.extend(quotes.into_iter().map(|(quote, _)| quote));
        }
    }
    spoken
}

/// What is spoken on a line of dialogue, and whether a clause follows it.
fn line(article: &Article, block: usize, language: &Language) -> (Quote, bool) {
    let span = article.blocks[block].span.clone();
    let inner =
        span.start + text(article, &article.blocks[block]).find(|c| !is_dash(c) && c != ' ').unwrap_or(0);
    let clause = clause_behind(&article.text[inner..span.end], language);
    let end = clause.map_or(span.end, |at| inner + at);
    let opening = Opening::Dash;
    (
        Quote { block, span: span.start..end, inner: inner..end, closed: true, continues: false, opening },
        clause.is_some(),
    )
}

/// A block quotation behind a paragraph that ends in a colon.
fn announced(article: &Article, free: &dyn Fn(usize) -> bool) -> Vec<Quote> {
    let mut spoken: Vec<Quote> = Vec::new();
    let mut before: Option<usize> = None;
    let signed = signed(article);
    for (n, block) in article.blocks.iter().enumerate() {
        if matches!(block.role, Role::Omitted(_)) {
            continue;
        }
        let colon = before.is_some_and(|before| {
            let block = &article.blocks[before];
            block.role == Role::Paragraph && text(article, block).ends_with(':')
        });
        let goes_on = spoken.last().is_some_and(|quote| Some(quote.block) == before);
        if block.role == Role::Quote
            && free(n)
            && (colon || goes_on || signed[n])
            && !is_signature(article, n)
        {
            spoken.last_mut().filter(|_| goes_on).into_iter().for_each(|quote| quote.closed = false);
            let span = block.span.clone();
            let opening = Opening::None;
            spoken.push(Quote {
                block: n,
                span: span.clone(),
                inner: span,
                closed: true,
                continues: goes_on,
                opening,
            });
        }
        before = Some(n);
    }
    spoken
}

/// For each block whether it is a quotation with a signature under it, or under the paragraphs of it that follow.
fn signed(article: &Article) -> Vec<bool> {
    let mut signed = vec![false; article.blocks.len()];
    let mut under = false;
    let read = |block: &Block| !matches!(block.role, Role::Omitted(_));
    for (n, block) in article.blocks.iter().enumerate().rev().filter(|(_, block)| read(block)) {
        let quoted = block.role == Role::Quote && !is_signature(article, n);
        signed[n] = under && quoted;
        under = is_signature(article, n) || (under && quoted);
    }
    signed
}

/// Words that a line with a name and a description has at most.
const MOST_SIGNATURE: usize = 16;

/// `— Nora Whitlock, keeper` in a block of its own.
fn is_signature(article: &Article, n: usize) -> bool {
    let line = text(article, &article.blocks[n]);
    let name = line.trim_start_matches(is_dash).trim_start();
    let dashed = line.starts_with(is_dash) && name.starts_with(char::is_uppercase);
    dashed
        && !line.ends_with(['.', '!', '?'])
        && line.split_whitespace().take(MOST_SIGNATURE + 1).count() <= MOST_SIGNATURE
}
