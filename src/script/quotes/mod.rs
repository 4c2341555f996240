//! Finds quoted spans and dialogue turns in an article.

mod continuation;
pub(crate) mod label_grammar;
pub(crate) mod labels;
mod marks;
pub(crate) mod quote;
mod scanner;
pub(crate) mod turn_paragraphs;
mod turns;

use std::collections::BTreeSet;

use crate::language::attribution::Language;
use crate::script::article::Article;
use marks::marked_quotes;
use quote::Quote;
use turns::unmarked_quotes;

/// Finds all quotes of an article, in its order. A quotation inside another is part of it. Runs in linear time.
pub(crate) fn find_quotes(article: &Article, language: &Language) -> Vec<Quote> {
    let mut quotes = marked_quotes(article, language);
    let turns = unmarked_quotes(article, &quotes, language);
    // A quotation inside a turn is part of the turn: `VOGEL: She said “no”, and left.`
    let turn_blocks: BTreeSet<usize> = turns.iter().map(|turn| turn.block).collect();
    quotes.retain(|quote| !turn_blocks.contains(&quote.block));
    quotes.extend(turns);
    quotes.sort_by_key(|quote| quote.span.start);
    quotes
}
