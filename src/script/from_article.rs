//! Turns an article into a script of narrator and speaker segments, without losing a word.

use std::ops::Range;

use super::attribution::{self, Attribution};
use super::quotes::marks::{Opening, Quote};
use super::quotes::{marks, turn_paragraphs};
use super::{Casting, Kind, NARRATOR, Omission, Script, Segment, Unsure};
use crate::language::attribution as language;
use crate::script::article::{Article, Block, Role};

/// Why the label of a turn is not read.
const LABEL: &str = "label of who speaks";

/// Splits an article into narrator and speaker segments. Every word of the article stands in exactly one segment or
/// omission, in its order. A segment's `span` is its place in `Article::text`; what its attribution rests on and how sure
/// it is stand beside it. Takes time in proportion to the article's length.
pub fn script_from_article(article: &Article) -> Script {
    script_from_article_with(article, &Casting::default())
}

/// The same, as a person wants it.
pub fn script_from_article_with(article: &Article, casting: &Casting) -> Script {
    let language = attribution::language_of(article);
    let apart = turn_paragraphs::apart(article, language::language(language));
    let article = apart.as_ref();
    let quotes = marks::quotes(article, language::language(language));
    let (attributions, genders) = attribution::attribute(article, &quotes, casting);
    let language = language.map(str::to_string);
    let author = article.author.clone();
    let mut script = Script { title: title(article), language, author, genders, ..Script::default() };
    let mut spoken = quotes.iter().zip(&attributions).filter_map(|(q, a)| Some((q, a.as_ref()?))).peekable();
    for (index, block) in article.blocks.iter().enumerate() {
        let mut of_block = Vec::new();
        while let Some(quote) = spoken.next_if(|(quote, _)| quote.block == index) {
            of_block.push(quote);
        }
        match kind(block.role) {
            Some(kind) => {
                let block = unlabelled(&mut script, article, block, &of_block);
                add_block(&mut script.segments, article, &block, kind, &of_block);
            }
            None => script.omitted.push(omission(article, block, script.segments.len())),
        }
    }
    script
}

/// The headline of the page, or else the first heading.
fn title(article: &Article) -> Option<String> {
    let first = article.blocks.iter().find(|block| matches!(block.role, Role::Heading(1)));
    article.title.clone().or_else(|| first.map(|block| article.text[block.span.clone()].to_string()))
}

fn kind(role: Role) -> Option<Kind> {
    match role {
        Role::Omitted(_) => None,
        Role::Heading(level) => Some(Kind::Heading(level)),
        Role::Paragraph => Some(Kind::Paragraph),
        Role::Quote => Some(Kind::Quote),
        Role::Item => Some(Kind::Item),
        Role::Row => Some(Kind::Row),
    }
}

fn omission(article: &Article, block: &Block, after: usize) -> Omission {
    let reason = match block.role {
        Role::Omitted(reason) => reason.as_str(),
        _ => "",
    };
    Omission { text: article.text[block.span.clone()].to_string(), reason: reason.into(), after }
}

/// The block without the label of its turn, which is not read: whoever has a voice of their own is known by it. Where it is
/// not sure who that is, it is read.
fn unlabelled(
    script: &mut Script,
    article: &Article,
    block: &Block,
    quotes: &[(&Quote, &Attribution)],
) -> Block {
    let label = match quotes.first() {
        Some((quote, attribution)) if matches!(quote.opening, Opening::Label(_)) && attribution.sure => {
            block.span.start..quote.span.start
        }
        _ => return block.clone(),
    };
    script.omitted.push(Omission {
        text: article.text[label.clone()].trim().to_string(),
        reason: LABEL.into(),
        after: script.segments.len(),
    });
    Block { span: label.end..block.span.end, ..block.clone() }
}

fn add_block(
    segments: &mut Vec<Segment>,
    article: &Article,
    block: &Block,
    kind: Kind,
    quotes: &[(&Quote, &Attribution)],
) {
    let runs = runs(article, block, quotes);
    for (nth, (span, attribution)) in runs.into_iter().enumerate() {
        segments.push(Segment {
            id: None,
            speaker: attribution.map_or(NARRATOR, |a| a.speaker.as_str()).to_string(),
            text: article.text[span.clone()].to_string(),
            span,
            kind,
            continues: nth > 0,
            because: attribution.map(|a| a.because.clone()).unwrap_or_default(),
            unsure: attribution.filter(|a| !a.sure).map(|a| Unsure { candidates: a.candidates.clone() }),
            asked: None,
            decided: Default::default(),
        });
    }
}

/// A block cut at its quotes. A piece without a letter or digit (a comma between quotes) joins its neighbour.
fn runs<'a>(
    article: &Article,
    block: &Block,
    quotes: &[(&Quote, &'a Attribution)],
) -> Vec<(Range<usize>, Option<&'a Attribution>)> {
    let mut pieces: Vec<(Range<usize>, Option<&Attribution>)> = Vec::new();
    let mut at = block.span.start;
    for (quote, attribution) in quotes {
        pieces.push((at..quote.span.start, None));
        pieces.push((quote.span.clone(), Some(attribution)));
        at = quote.span.end;
    }
    pieces.push((at..block.span.end, None));
    let mut runs: Vec<(Range<usize>, Option<&Attribution>)> = Vec::new();
    let mut carried: Option<usize> = None;
    for (range, attribution) in pieces {
        let range = trimmed(&article.text, range);
        if range.is_empty() {
            continue;
        }
        let worded = article.text[range.clone()].contains(char::is_alphanumeric);
        match runs.last_mut() {
            Some((last, by)) if !worded || by.map(|a| &a.speaker) == attribution.map(|a| &a.speaker) => {
                last.end = range.end
            }
            None if !worded => carried = carried.or(Some(range.start)),
            _ => runs.push((carried.take().unwrap_or(range.start)..range.end, attribution)),
        }
    }
    if let Some(start) = carried {
        runs.push((start..block.span.end, None));
    }
    runs
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let piece = &text[range.clone()];
    let start = range.start + (piece.len() - piece.trim_start().len());
    start..(start + piece.trim().len())
}

#[cfg(test)]
mod tests;
