//! Turns an article into a script: finds its quotes, attributes them, and builds the segments.

use std::ops::Range;

use super::attribution::{self, Attribution};
use super::quotes::find_quotes;
use super::quotes::quote::{Marker, Quote};
use super::quotes::turn_paragraphs::split_turn_paragraphs;
use super::{Casting, Kind, NARRATOR, Omission, Script, Segment, Unsure};
use crate::language::attribution::language;
use crate::script::article::{Article, Block, Reason, Role, pauses};

/// Splits an article into narrator and speaker segments. Every word of the article is in exactly one segment or omission,
/// in the article's order. A segment's `span` is its place in `Article::text`, `because` is the evidence for its speaker,
/// and `unsure` marks an attribution that is not certain. Runs in linear time.
pub fn script_from_article(article: &Article) -> Script {
    script_from_article_with(article, &Casting::default())
}

/// Does the same with the options of a project.
pub fn script_from_article_with(article: &Article, casting: &Casting) -> Script {
    let tag = attribution::language_of(article);
    let language = language(tag);
    let article = split_turn_paragraphs(article, language);
    let quotes = find_quotes(&article, language);
    let (attributions, genders) = attribution::attribute(&article, &quotes, casting);
    let script = Script {
        title: title(&article),
        language: tag.map(str::to_string),
        author: article.author.clone(),
        genders,
        ..Script::default()
    };
    with_segments(script, &article, &quotes, &attributions, casting)
}

/// Returns the title of the page, or else the first heading of level 1.
fn title(article: &Article) -> Option<String> {
    let heading = article.blocks.iter().find(|block| matches!(block.role, Role::Heading(1)));
    article.title.clone().or_else(|| heading.map(|block| article.text[block.span.clone()].to_string()))
}

/// A quote that is speech, and its attribution.
type AttributedQuote<'a> = (&'a Quote, &'a Attribution);

/// Adds the segments and omissions of all blocks.
fn with_segments(
    mut script: Script,
    article: &Article,
    quotes: &[Quote],
    attributions: &[Option<Attribution>],
    casting: &Casting,
) -> Script {
    let speech: Vec<AttributedQuote<'_>> =
        quotes.iter().zip(attributions).filter_map(|(quote, by)| Some((quote, by.as_ref()?))).collect();
    let mut rest = speech.as_slice();
    // The pause at a scene break or a mark, until the next segment.
    let mut pause: Option<f64> = None;
    for (index, block) in article.blocks.iter().enumerate() {
        let count = rest.iter().take_while(|(quote, _)| quote.block == index).count();
        let in_block;
        (in_block, rest) = rest.split_at(count);
        match kind(block.role, casting) {
            Some(kind) => {
                let block = omit_label(&mut script, article, block, in_block);
                let first = script.segments.len();
                add_segments(&mut script.segments, article, &block, kind, in_block);
                if let Some(segment) = script.segments.get_mut(first) {
                    segment.decided.pause = pause.take().filter(|_| first > 0);
                }
            }
            None => {
                pause = pauses::seconds(block.text(&article.text)).or(pause);
                script.omitted.push(omission(article, block, script.segments.len()));
            }
        }
    }
    script
}

/// Returns the kind of the segments of a block; `None` if it is not read. Captions and descriptions of pictures are read on demand.
fn kind(role: Role, casting: &Casting) -> Option<Kind> {
    match role {
        Role::Omitted(Reason::Caption) => casting.captions.then_some(Kind::Paragraph),
        Role::Omitted(Reason::ImageDescription) => casting.alt.then_some(Kind::Paragraph),
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

/// Reason for the omission of a label.
const LABEL: &str = "label of who speaks";

/// Omits the speaker label of a turn and returns the rest of the block. The speaker's own voice replaces the label. A label
/// with an uncertain speaker is read, because listeners need it.
fn omit_label(
    script: &mut Script,
    article: &Article,
    block: &Block,
    quotes: &[AttributedQuote<'_>],
) -> Block {
    let label = match quotes.first() {
        Some((quote, by)) if matches!(quote.marker, Marker::Label(_)) && by.sure => {
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

fn add_segments(
    segments: &mut Vec<Segment>,
    article: &Article,
    block: &Block,
    kind: Kind,
    quotes: &[AttributedQuote<'_>],
) {
    for (nth, (span, by)) in runs(article, block, quotes).into_iter().enumerate() {
        segments.push(Segment {
            id: None,
            speaker: by.map_or(NARRATOR, |by| by.speaker.as_str()).to_string(),
            text: article.text[span.clone()].to_string(),
            span,
            kind,
            continues: nth > 0,
            because: by.map(|by| by.because.clone()).unwrap_or_default(),
            unsure: by.filter(|by| !by.sure).map(|by| Unsure { candidates: by.candidates.clone() }),
            asked: None,
            decided: Default::default(),
        });
    }
}

/// Bytes of an article with one speaker; no attribution means the narrator.
type Run<'a> = (Range<usize>, Option<&'a Attribution>);

/// Splits a block at its quotes. Adjacent parts with one speaker become one run, and a part without a letter or digit joins
/// the run before it: a comma between two quotes is not a segment.
fn runs<'a>(article: &Article, block: &Block, quotes: &[(&Quote, &'a Attribution)]) -> Vec<Run<'a>> {
    let mut runs: Vec<Run<'a>> = Vec::new();
    // Start of wordless text before the first run.
    let mut pending: Option<usize> = None;
    for (range, by) in parts(block, quotes) {
        let range = trimmed(&article.text, range);
        if range.is_empty() {
            continue;
        }
        let has_words = article.text[range.clone()].contains(char::is_alphanumeric);
        match runs.last_mut() {
            Some((last, last_by)) if !has_words || speaker(*last_by) == speaker(by) => last.end = range.end,
            None if !has_words => pending = pending.or(Some(range.start)),
            _ => runs.push((pending.take().unwrap_or(range.start)..range.end, by)),
        }
    }
    if let Some(start) = pending {
        runs.push((start..block.span.end, None));
    }
    runs
}

/// Returns the quotes of a block and the narration between them.
fn parts<'a>(block: &Block, quotes: &[(&Quote, &'a Attribution)]) -> Vec<Run<'a>> {
    let mut parts = Vec::new();
    let mut at = block.span.start;
    for (quote, by) in quotes {
        parts.push((at..quote.span.start, None));
        parts.push((quote.span.clone(), Some(*by)));
        at = quote.span.end;
    }
    parts.push((at..block.span.end, None));
    parts
}

fn speaker(attribution: Option<&Attribution>) -> Option<&str> {
    attribution.map(|attribution| attribution.speaker.as_str())
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let part = &text[range.clone()];
    let start = range.start + (part.len() - part.trim_start().len());
    start..(start + part.trim().len())
}

#[cfg(test)]
mod tests;
