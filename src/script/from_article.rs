//! Turns an article into a script: finds its quotes, attributes them, and builds the segments.

use std::borrow::Cow;
use std::ops::Range;

use super::attribution::{self, Attribution, QuoteEvidence};
use super::quotes::find_quotes;
use super::quotes::label_grammar::stage_directions;
use super::quotes::quote::{Marker, Quote};
use super::quotes::turn_paragraphs::split_turn_paragraphs;
use super::{Casting, Kind, NARRATOR, Omission, Script, Segment, Unsure};
use crate::language::attribution::{has_data, has_rules, language};
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
    let rules = has_rules(tag) || (casting.other_languages && has_data(tag));
    let article = if rules { split_turn_paragraphs(article, language) } else { Cow::Borrowed(article) };
    let quotes = if rules { find_quotes(&article, language) } else { Vec::new() };
    let mut attributed = attribution::attribute(&article, &quotes, casting, false);
    let narrated = if casting.narrate_unsure { remove_unsure(&mut attributed.quotes) } else { 0 };
    let script = Script {
        title: title(&article),
        language: tag.map(str::to_string),
        author: article.author.clone(),
        date: article.date.clone(),
        link: article.link.clone(),
        genders: attributed.genders,
        narrated,
        ..Script::default()
    };
    with_segments(script, &article, &quotes, &attributed.quotes, casting)
}

/// Returns the evidence for the speakers of all quotes, and the text that it refers to. It is for the training of the model
/// that decides how certain an attribution is.
#[doc(hidden)]
pub fn quote_evidence(article: &Article) -> (String, Vec<QuoteEvidence>) {
    let tag = attribution::language_of(article);
    if !has_rules(tag) {
        return (article.text.clone(), Vec::new());
    }
    let language = language(tag);
    let article = split_turn_paragraphs(article, language);
    let quotes = find_quotes(&article, language);
    let attributed = attribution::attribute(&article, &quotes, &Casting::default(), true);
    (article.text.clone(), attributed.trace)
}

/// Removes uncertain attributions, and returns their number. Such a quote is narration: it joins the narrator's words around it,
/// because a sentence in two pieces would sound broken.
fn remove_unsure(attributions: &mut [Option<Attribution>]) -> usize {
    let unsure = attributions.iter_mut().filter(|by| by.as_ref().is_some_and(|by| !by.sure));
    unsure.map(|by| *by = None).count()
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
    let mut turns = speech.iter().filter(|(quote, _)| matches!(quote.marker, Marker::Label(_)));
    let first_turn = turns.next().map_or(0, |(quote, _)| quote.block);
    let last_turn = turns.next_back().map_or(0, |(quote, _)| quote.block);
    for (index, block) in article.blocks.iter().enumerate() {
        let count = rest.iter().take_while(|(quote, _)| quote.block == index).count();
        let in_block;
        (in_block, rest) = rest.split_at(count);
        let text = block.text(&article.text).trim();
        let direction = in_block.is_empty() && (first_turn..last_turn).contains(&index) && is_bracketed(text);
        match kind(block.role, casting) {
            Some(_) if direction => script.omitted.push(Omission {
                text: text.to_string(),
                reason: DIRECTION.into(),
                after: script.segments.len(),
            }),
            Some(kind) => {
                let first = script.segments.len();
                match labelled_turn(in_block) {
                    Some(turn) => add_turn(&mut script, article, block, kind, turn),
                    None => add_segments(&mut script.segments, article, block, kind, in_block),
                }
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
    let (reason, after) = (Reason::Around.as_str(), script.segments.len());
    let around =
        article.around.iter().map(|text| Omission { text: text.clone(), reason: reason.into(), after });
    script.omitted.extend(around);
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
/// Reason for the omission of `[pause]`.
const DIRECTION: &str = "stage direction";

/// Maximum number of words in a stage direction on a line of its own.
const MAX_DIRECTION: usize = 12;

/// True for a line between turns that is nothing but a stage direction: `(The lights go out.)`
fn is_bracketed(text: &str) -> bool {
    let inner = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    let inner = inner.or_else(|| text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')));
    inner.is_some_and(|inner| {
        !inner.contains(['(', ')', '[', ']'])
            && inner.split_whitespace().take(MAX_DIRECTION + 1).count() <= MAX_DIRECTION
    })
}

/// Returns the turn of a block, if its speaker is certain. Otherwise the label is read, because listeners need it.
fn labelled_turn<'a>(quotes: &[AttributedQuote<'a>]) -> Option<AttributedQuote<'a>> {
    quotes.first().copied().filter(|(quote, by)| matches!(quote.marker, Marker::Label(_)) && by.sure)
}

/// Adds a labelled turn. The speaker's own voice replaces the label. Stage directions are not read either.
fn add_turn(
    script: &mut Script,
    article: &Article,
    block: &Block,
    kind: Kind,
    (quote, by): AttributedQuote<'_>,
) {
    let language = language(script.language.as_deref());
    let omit = |script: &mut Script, range: Range<usize>, reason: &str| {
        let text = article.text[range].trim().to_string();
        if !text.is_empty() {
            script.omitted.push(Omission { text, reason: reason.into(), after: script.segments.len() });
        }
    };
    omit(script, block.span.start..quote.span.start, LABEL);
    let first = script.segments.len();
    let mut at = quote.span.start;
    let directions = stage_directions(&article.text[quote.span.clone()], language);
    let end_of_turn = quote.span.len();
    for direction in directions.into_iter().chain(std::iter::once(end_of_turn..end_of_turn)) {
        let (start, end) = (quote.span.start + direction.start, quote.span.start + direction.end);
        let piece = trimmed(&article.text, at..start);
        if article.text[piece.clone()].contains(char::is_alphanumeric) {
            let continues = script.segments.len() > first;
            script.segments.push(segment(article, piece, Some(by), kind, continues));
        } else {
            omit(script, piece, DIRECTION);
        }
        omit(script, start..end, DIRECTION);
        at = end;
    }
    omit(script, quote.span.end..block.span.end, LABEL);
}

fn add_segments(
    segments: &mut Vec<Segment>,
    article: &Article,
    block: &Block,
    kind: Kind,
    quotes: &[AttributedQuote<'_>],
) {
    for (nth, (span, by)) in runs(article, block, quotes).into_iter().enumerate() {
        segments.push(segment(article, span, by, kind, nth > 0));
    }
}

fn segment(
    article: &Article,
    span: Range<usize>,
    by: Option<&Attribution>,
    kind: Kind,
    continues: bool,
) -> Segment {
    Segment {
        id: None,
        speaker: by.map_or(NARRATOR, |by| by.speaker.as_str()).to_string(),
        text: article.text[span.clone()].to_string(),
        span,
        kind,
        continues,
        because: by.map(|by| by.because.clone()).unwrap_or_default(),
        unsure: by.filter(|by| !by.sure).map(|by| Unsure { candidates: by.candidates.clone() }),
        asked: None,
        decided: Default::default(),
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
