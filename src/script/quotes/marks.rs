//! Finds quotes in quotation marks, across all blocks of an article.

use super::quote::{Marker, Quote, block_text};
use super::scanner::{ScannedQuote, Scanner, Style};
use crate::language::attribution::Language;
use crate::script::article::{Article, Role};

/// Finds the quotes in quotation marks, in the article's order.
pub(super) fn marked_quotes(article: &Article, language: &Language) -> Vec<Quote> {
    let blocks: Vec<usize> = (0..article.blocks.len())
        .filter(|index| !matches!(article.blocks[*index].role, Role::Omitted(_)))
        .collect();
    let mut quotes = Vec::new();
    // Style of the quote that the block before left open.
    let mut open_before: Option<Style> = None;
    for (nth, index) in blocks.iter().enumerate() {
        let block = &article.blocks[*index];
        let text = block_text(article, block);
        let next = blocks.get(nth + 1).map(|next| block_text(article, &article.blocks[*next]));
        let next_style = next.and_then(|next| Scanner::opening_style(next, language));
        let mut open_here = None;
        for quote in Scanner::new(text, language).quotes(next_style) {
            let complete = quote.closed || quote.continued_in_next;
            let quote = if complete { quote } else { cut_before_cue(text, quote, language) };
            let closed = quote.closed || quote.span.end < text.len();
            let first = text[..quote.span.start].trim().is_empty();
            open_here = (!closed).then_some(quote.style);
            let start = block.span.start;
            quotes.push(Quote {
                block: *index,
                span: start + quote.span.start..start + quote.span.end,
                inner: start + quote.inner.start..start + quote.inner.end,
                closed,
                continues: first && open_before == Some(quote.style),
                marker: Marker::QuotationMarks,
            });
        }
        open_before = open_here;
    }
    quotes
}

/// Ends a quote without a closing mark before the cue after it: `“We won,| he said.`
fn cut_before_cue(text: &str, mut quote: ScannedQuote, language: &Language) -> ScannedQuote {
    if let Some(end) = cue_position(&text[quote.inner.clone()], language) {
        quote.inner.end = quote.inner.start + end;
        quote.span.end = quote.inner.end;
    }
    quote
}

/// Finds the byte where the speech before a cue ends: `We won,| he said`.
pub(super) fn cue_position(text: &str, language: &Language) -> Option<usize> {
    text.match_indices([',', '!', '?'])
        .map(|(at, mark)| at + mark.len())
        .find(|at| text[*at..].starts_with(' ') && starts_with_cue(&text[*at..], language))
}

/// Words up to which a cue has its reporting verb: `, the former Prime Minister said`.
const MAX_CUE_WORDS: usize = 5;

/// True if one of the first words is a reporting verb, also with a pronoun joined to it: `dit-il`.
pub(super) fn starts_with_cue(text: &str, language: &Language) -> bool {
    let is_verb = |word: &str| {
        let word = word.trim_end_matches(['.', ':', ';', ',']);
        let stem =
            word.split_once('-').map(|(stem, _)| stem).filter(|_| !language.clitic_pronouns.is_empty());
        language.reporting_verbs.contains(word)
            || stem.is_some_and(|stem| language.reporting_verbs.contains(stem))
    };
    let words = text.split_whitespace().take(MAX_CUE_WORDS);
    // `dit-il, ` is a whole cue.
    let last = usize::from(language.dash_dialogue);
    let clause = words.clone().position(|word| word.ends_with(',')).map_or(MAX_CUE_WORDS, |at| at + last);
    words.take(clause).any(is_verb)
}
