//! Quotes: where they begin and end, in every style of marks that news uses, and without marks.

use std::collections::BTreeSet;
use std::ops::Range;

use super::scanner::{Found, Scanner, Style};
use super::turns::turns;
use crate::language::attribution::Language;
use crate::script::article::{Article, Role};

/// A stretch between quotation marks, or from one to the end of its block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Quote {
    /// Index of its block.
    pub(crate) block: usize,
    /// With its marks, bytes of the article's text.
    pub(crate) span: Range<usize>,
    /// Without them.
    pub(crate) inner: Range<usize>,
    /// False when it runs to the end of the block without a closing mark.
    pub(crate) closed: bool,
    /// Goes on with the quote of the block before, which was not closed.
    pub(crate) continues: bool,
    /// What it is known by.
    pub(crate) opening: Opening,
}

/// What a quote is known by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Opening {
    /// A quotation mark: it may be a title or a term just as well.
    Mark,
    /// A label before a colon, bytes of the article's text.
    Label(Range<usize>),
    /// No label: the turn of this one before may go on, or the writer tells.
    Guess(Range<usize>),
    /// A dash at the beginning of the line.
    Dash,
    /// The block before announces it or goes on.
    None,
}

/// Finds all quotes; those inside quotes belong to them. Linear in the text.
pub(crate) fn quotes(article: &Article, language: &Language) -> Vec<Quote> {
    let mut quotes = marked(article, language);
    let turns = turns(article, &quotes, language);
    // What stands between marks in a turn belongs to it.
    let of_turns: BTreeSet<usize> = turns.iter().map(|turn| turn.block).collect();
    quotes.retain(|quote| !of_turns.contains(&quote.block));
    quotes.extend(turns);
    quotes.sort_by_key(|quote| quote.span.start);
    quotes
}

fn marked(article: &Article, language: &Language) -> Vec<Quote> {
    let spoken: Vec<usize> = (0..article.blocks.len())
        .filter(|index| !matches!(article.blocks[*index].role, Role::Omitted(_)))
        .collect();
    let text = |index: usize| &article.text[article.blocks[index].span.clone()];
    let mut found = Vec::new();
    // The style of a quote that the block before left open.
    let mut open: Option<Style> = None;
    for (nth, index) in spoken.iter().enumerate() {
        let next = spoken.get(nth + 1).and_then(|next| Scanner::opening(text(*next), language));
        let begin = article.blocks[*index].span.start;
        let mut left_open = None;
        for quote in Scanner::new(text(*index), language).quotes(next) {
            let quote =
                if quote.closed || quote.goes_on { quote } else { cut(text(*index), quote, language) };
            let closed = quote.closed || quote.span.end < text(*index).len();
            let first = text(*index)[..quote.span.start].trim().is_empty();
            left_open = (!closed).then_some(quote.style);
            found.push(Quote {
                block: *index,
                span: begin + quote.span.start..begin + quote.span.end,
                inner: begin + quote.inner.start..begin + quote.inner.end,
                closed,
                continues: first && open == Some(quote.style),
                opening: Opening::Mark,
            });
        }
        open = left_open;
    }
    found
}

/// Words that may stand between the comma and the verb of a clause behind a quote: `, the Prime Minister said`.
const MOST_CLAUSE: usize = 5;

/// A quote whose closing mark was forgotten ends where a clause says who said it: `“We won, he said.`
fn cut(text: &str, mut quote: Found, language: &Language) -> Found {
    if let Some(end) = clause_behind(&text[quote.inner.clone()], language) {
        quote.inner.end = quote.inner.start + end;
        quote.span.end = quote.inner.end;
    }
    quote
}

/// Where the words before a clause of saying end: `We won,| he said`.
pub(super) fn clause_behind(text: &str, language: &Language) -> Option<usize> {
    let marks = text.match_indices([',', '!', '?']).map(|(at, mark)| at + mark.len());
    marks.into_iter().find(|at| text[*at..].starts_with(' ') && says(&text[*at..], language))
}

fn says(text: &str, language: &Language) -> bool {
    let words = text.split_whitespace().take(MOST_CLAUSE);
    let mut clause = words.take_while(|word| !word.ends_with(','));
    clause.any(|word| language.says.contains(word.trim_end_matches(['.', ':', ';'])))
}
