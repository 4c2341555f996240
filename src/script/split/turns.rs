//! Speech without quotation marks: turns of a transcript (`VOGEL: Good evening.`), questions and answers, dialogue behind
//! dashes, a block quotation that a colon announces.

use super::labels::labels;
use super::marks::{Opening, Quote, clause_behind};
use crate::article::{Article, Block, Role};
use crate::script::language::Language;

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
    let labels = labels(article, language);
    if labels.is_empty() {
        return Vec::new();
    }
    let (first, last) = (labels[0].block, labels[labels.len() - 1].block);
    // Where most paragraphs have a label, one without goes on with the turn before.
    let dense = labels.len() * 2 > (first..=last).filter(|n| free(*n)).count();
    let mut turns: Vec<Quote> = Vec::new();
    let mut labels = labels.into_iter().peekable();
    for n in (first..=last).filter(|n| free(*n)) {
        let end = article.blocks[n].span.end;
        let labelled = labels.next_if(|label| label.block == n);
        let goes_on = labelled.is_none();
        let start = labelled.as_ref().map_or(article.blocks[n].span.start, |label| label.span.end + 1);
        let start = start + (article.text[start..end].len() - article.text[start..end].trim_start().len());
        let aside = article.text[start..end].starts_with(['(', '[']);
        if (goes_on && (!dense || aside)) || start == end {
            continue;
        }
        let before = turns.last_mut().filter(|_| goes_on);
        before.into_iter().for_each(|turn| turn.closed = false);
        let opening = labelled.map_or(Opening::None, |label| Opening::Label(label.span));
        turns.push(Quote {
            block: n,
            span: start..end,
            inner: start..end,
            closed: true,
            continues: goes_on,
            opening,
        });
    }
    turns
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
