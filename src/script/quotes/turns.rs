//! Finds speech without quotation marks: labelled turns, dialogue after dashes, and block quotations.

use std::ops::Range;

use super::continuation::{Continuation, PreviousTurn, continuation};
use super::labels::{Label, dialogue_labels};
use super::marks::{cue_position, starts_with_cue};
use super::quote::{Marker, Quote, block_text};
use crate::language::attribution::Language;
use crate::script::article::{Article, Block, Role};

/// Finds speech without quotation marks. Blocks with a quote of `marked` are left out.
pub(super) fn unmarked_quotes(article: &Article, marked: &[Quote], language: &Language) -> Vec<Quote> {
    let mut has_marks: Vec<bool> = vec![false; article.blocks.len()];
    for quote in marked {
        has_marks[quote.block] = true;
    }
    let is_free = |index: usize| {
        !has_marks[index] && matches!(article.blocks[index].role, Role::Paragraph | Role::Quote | Role::Item)
    };
    let mut quotes = labelled_turns(article, &is_free, language);
    quotes.extend(dash_dialogue(article, &is_free, language));
    quotes.extend(block_quotations(article, &is_free));
    quotes.sort_by_key(|quote| quote.span.start);
    quotes.dedup_by(|next, quote| next.block == quote.block && !both_dashes(next, quote));
    quotes
}

/// True for two parts of one line of dialogue: `—No —dijo Ana—. Me quedo.`
fn both_dashes(one: &Quote, other: &Quote) -> bool {
    one.marker == Marker::Dash && other.marker == Marker::Dash
}

/// Finds the turns of a transcript or an interview: `VOGEL: Good evening.`, and the paragraphs that continue them.
fn labelled_turns(article: &Article, is_free: &dyn Fn(usize) -> bool, language: &Language) -> Vec<Quote> {
    let labels: Vec<_> = dialogue_labels(article, language)
        .into_iter()
        .filter(|label| is_free(label.block) || !starts_with_mark(article, label))
        .collect();
    let (Some(first), Some(last)) = (labels.first(), labels.last()) else { return Vec::new() };
    let blocks = first.block..=last.block;
    // Only where most paragraphs have a label may one without it continue a turn.
    let dense = labels.len() * 2 > blocks.filter(|n| is_free(*n)).count();
    let mut turns: Vec<Quote> = Vec::new();
    for (nth, label) in labels.iter().enumerate() {
        turns.extend(turn(article, label.block, label.words.clone(), Marker::Label(label.span.clone())));
        if let Some(next) = labels.get(nth + 1).filter(|_| dense) {
            let between = (label.block + 1..next.block).filter(|n| is_free(*n));
            add_continuations(article, between, (label, next), &mut turns, language);
        }
    }
    turns
}

/// True if the words after a label begin with a quotation mark. Then the marks delimit the speech: `VANE: “No,” he said.`
fn starts_with_mark(article: &Article, label: &Label<'_>) -> bool {
    article.text[label.words.clone()].starts_with(['“', '"', '„', '«', '»', '‘', '\''])
}

/// Adds the paragraphs without a label that continue a turn, or may continue it.
fn add_continuations(
    article: &Article,
    between: impl Iterator<Item = usize>,
    (label, next): (&Label<'_>, &Label<'_>),
    turns: &mut Vec<Quote>,
    language: &Language,
) {
    let mut certain = true;
    for n in between {
        let span = article.blocks[n].span.clone();
        let text = &article.text[span.clone()];
        // `(LAUGHTER)`
        if text.starts_with(['(', '[']) {
            continue;
        }
        let turn_before = PreviousTurn {
            name: label.full_name,
            text: &article.text[label.words.start..span.start],
            all_capitals: label.is_all_capitals(),
            same_speaker_next: label.full_name == next.full_name,
        };
        let continuation = continuation(text, &turn_before, language);
        // After one doubtful paragraph all further ones are doubtful.
        certain &= continuation == Continuation::Certain;
        let marker = if certain { Marker::Block } else { Marker::AfterLabel(label.span.clone()) };
        if continuation != Continuation::None
            && let Some(quote) = turn(article, n, span, marker)
        {
            if certain && let Some(before) = turns.last_mut() {
                before.closed = false;
            }
            turns.push(Quote { continues: certain, ..quote });
        }
    }
}

/// Returns a turn with the words of a range; `None` if the range has no words.
fn turn(article: &Article, block: usize, range: Range<usize>, marker: Marker) -> Option<Quote> {
    let words = &article.text[range.clone()];
    let start = range.start + (words.len() - words.trim_start().len());
    let span = start..range.end;
    (start < range.end).then(|| Quote {
        block,
        span: span.clone(),
        inner: span,
        closed: true,
        continues: false,
        marker,
    })
}

/// Finds dialogue: adjacent paragraphs that begin with a dash. At least one of them needs a cue (`— We won, said Reed.`),
/// since lists begin with dashes too. In a language where dialogue usually has dashes, one in the article is enough.
fn dash_dialogue(article: &Article, is_free: &dyn Fn(usize) -> bool, language: &Language) -> Vec<Quote> {
    let lines: Vec<usize> = (0..article.blocks.len())
        .filter(|n| is_free(*n) && block_text(article, &article.blocks[*n]).starts_with(is_dash))
        .collect();
    let lines: Vec<(usize, Vec<Quote>, bool)> = lines
        .into_iter()
        .map(|n| {
            let (quotes, has_cue) = dash_line(article, n, language);
            (n, quotes, has_cue)
        })
        .collect();
    let any_cue = language.dash_dialogue && lines.iter().any(|(_, _, has_cue)| *has_cue);
    let mut spoken = Vec::new();
    for run in lines.chunk_by(|(one, ..), (next, ..)| one + 1 == *next) {
        if any_cue || run.iter().any(|(_, _, has_cue)| *has_cue) {
            spoken.extend(run.iter().flat_map(|(_, quotes, _)| quotes.iter().cloned()));
        }
    }
    spoken
}

/// Returns the speech of a line after a dash, and whether a cue follows it. The speech may go on after the cue.
fn dash_line(article: &Article, block: usize, language: &Language) -> (Vec<Quote>, bool) {
    let span = article.blocks[block].span.clone();
    let text = &article.text[span.clone()];
    let start = text.find(|c| !is_dash(c) && c != ' ').unwrap_or(0);
    let quote = |from: usize, inner: Range<usize>| Quote {
        block,
        span: span.start + from..span.start + inner.end,
        inner: span.start + inner.start..span.start + inner.end,
        closed: true,
        continues: false,
        marker: Marker::Dash,
    };
    let parts = if language.dash_dialogue { between_dashes(text, start, language) } else { Vec::new() };
    if let [first, rest @ ..] = parts.as_slice() {
        let rest = rest.iter().map(|part| quote(part.start, part.clone()));
        return (std::iter::once(quote(0, first.clone())).chain(rest).collect(), true);
    }
    let Some(cue) = cue_position(&text[start..], language).map(|at| start + at) else {
        return (vec![quote(0, start..text.len())], false);
    };
    let mut quotes = vec![quote(0, start..cue)];
    if let Some(at) = resumed_after_cue(text, cue, language) {
        quotes.push(quote(at, at..text.len()));
    }
    (quotes, true)
}

/// Returns the spoken parts of a line with a cue between dashes: `—No —dijo Ana—. Me quedo.`, `— Não — disse Ana. — Fico.`
/// None without a cue: a dash may also be a pause.
fn between_dashes(text: &str, start: usize, language: &Language) -> Vec<Range<usize>> {
    let mut spoken: Vec<Range<usize>> = Vec::new();
    let mut from = start;
    let mut narration = false;
    let mut any_cue = false;
    let dashes = text.char_indices().filter(|(at, c)| *at > start && is_dash(*c));
    for (at, dash) in dashes.chain([(text.len(), ' ')]) {
        let part = text[from..at].trim();
        let narrated = narration && starts_with_cue(part, language);
        if !narrated {
            match spoken.last_mut().filter(|_| narration) {
                // A dash in the speech, not before a cue.
                Some(last) => last.end = from + text[from..at].trim_end().len(),
                None => spoken.extend(speech_range(text, from..at)),
            }
        }
        any_cue |= narrated;
        narration = !narrated;
        from = at + dash.len_utf8();
    }
    if any_cue { spoken } else { Vec::new() }
}

/// Returns a range without the marks of the narration before it, and without white space; none without a word.
fn speech_range(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let part = &text[range.clone()];
    let first = part.find(|c: char| c.is_alphanumeric() || "¿¡«“\"…".contains(c))?;
    let part = &part[first..];
    part.contains(char::is_alphabetic)
        .then(|| range.start + first..range.start + first + part.trim_end().len())
}

/// Returns the position after the sentence of a cue from which the speech goes on: `— Non, dit-il. Je reste.` Narration
/// has neither first nor second person.
fn resumed_after_cue(text: &str, cue: usize, language: &Language) -> Option<usize> {
    let end = cue + text[cue..].find(['.', '!', '?'])? + 1;
    let rest = text[end..].trim();
    let mut words = rest.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
    let personal = words.any(|word| {
        language.first_person_words.contains(&word) || language.second_person_words.contains(&word)
    });
    let spoken = language.dash_dialogue && !rest.is_empty() && (personal || rest.ends_with(['?', '!']));
    spoken.then(|| end + (text[end..].len() - text[end..].trim_start().len()))
}

fn is_dash(c: char) -> bool {
    matches!(c, '—' | '–' | '―')
}

/// Finds block quotations that are speech: after a paragraph that ends in a colon, or over a signature. Other block
/// quotations may be notes of the page.
fn block_quotations(article: &Article, is_free: &dyn Fn(usize) -> bool) -> Vec<Quote> {
    let mut spoken: Vec<Quote> = Vec::new();
    let mut before: Option<usize> = None;
    let signed = signed_blocks(article);
    for (n, block) in article.blocks.iter().enumerate() {
        if matches!(block.role, Role::Omitted(_)) {
            continue;
        }
        let after_colon = before
            .map(|before| &article.blocks[before])
            .is_some_and(|block| block.role == Role::Paragraph && block_text(article, block).ends_with(':'));
        let continues = spoken.last().is_some_and(|quote| Some(quote.block) == before);
        let is_speech = block.role == Role::Quote
            && is_free(n)
            && (after_colon || continues || signed[n])
            && !is_signature(article, block);
        if is_speech {
            if continues && let Some(quote) = spoken.last_mut() {
                quote.closed = false;
            }
            let span = block.span.clone();
            let inner = span.clone();
            spoken.push(Quote { block: n, span, inner, closed: true, continues, marker: Marker::Block });
        }
        before = Some(n);
    }
    spoken
}

/// Returns for each block whether it is a block quotation over a signature, with other paragraphs of it in between or not.
fn signed_blocks(article: &Article) -> Vec<bool> {
    let mut signed = vec![false; article.blocks.len()];
    let mut signed_below = false;
    for (n, block) in article.blocks.iter().enumerate().rev() {
        if matches!(block.role, Role::Omitted(_)) {
            continue;
        }
        let signature = is_signature(article, block);
        signed[n] = signed_below && block.role == Role::Quote && !signature;
        signed_below = signature || signed[n];
    }
    signed
}

/// Maximum number of words in a line with a name and a description.
const MAX_SIGNATURE_WORDS: usize = 16;

/// True for `— Nora Whitlock, keeper` in a block of its own.
fn is_signature(article: &Article, block: &Block) -> bool {
    let line = block_text(article, block);
    let name = line.trim_start_matches(is_dash).trim_start();
    line.starts_with(is_dash)
        && name.starts_with(char::is_uppercase)
        && !line.ends_with(['.', '!', '?'])
        && line.split_whitespace().take(MAX_SIGNATURE_WORDS + 1).count() <= MAX_SIGNATURE_WORDS
}
