//! The narration filter: which blocks are of the page and not of the article.
//!
//! It is conservative: a block in the shape of prose stays unless its wording is unmistakable.
//! What pages say is data ([`super::phrases`]); here are only the shapes it comes in.
//!
//! Where nothing around it tells that it is a page, text is what a person chose to have read. There a sentence
//! with a credit behind it and the names of those who wrote it, unless they stand under the headline
//! ([`super::byline`]), are read: to lose the article's words is worse
//! than to hear a caption. A page, as HTML or pasted as text with its buttons and times, brings both by the
//! dozen, and there they are set aside.

mod bylines;
mod credits;
mod followers;
mod lines;
mod repeats;
mod times;

use std::collections::BTreeSet;

pub(super) use bylines::names;
pub(super) use followers::is_trade_line;
pub(super) use lines::is_credit_line;

use super::{Article, Block, Format, Reason, Role, shape};

/// So many lines of the page around it tell that a text is a whole page; one may stray into any article.
const PAGE_LINES: usize = 2;
/// Bylines and dates stand within the first blocks of a page.
pub(super) const HEAD: usize = 14;

/// Marks what is not to be read; blocks that are omitted already stay so. `ends` are those before which a list, a table or a box
/// of the source ends.
pub(super) fn mark(article: &mut Article, ends: &BTreeSet<usize>, format: Format) {
    let Article { text, title, blocks, .. } = article;
    let text: &str = text;
    let page = format == Format::Html || is_pasted_page(text, blocks);
    if page {
        mark_named_trades(text, blocks);
    }
    mark_lines(text, blocks, page);
    followers::mark(text, blocks, ends);
    if page {
        mark_authors(text, blocks);
    }
    mark_second_titles(text, title.as_deref(), blocks);
    for index in repeats::pull_quotes(text, blocks, page) {
        blocks[index].role = Role::Omitted(Reason::PullQuote);
    }
}

/// When it was written, as a line under the headline says it.
pub(super) fn is_time(line: &str) -> bool {
    times::is_time_line(&shape::fold(line), Some(Head { first: false, under_prose: false }))
}

/// Text that was copied with the page around it: buttons, notices, times, the labels of pictures.
fn is_pasted_page(text: &str, blocks: &[Block]) -> bool {
    let mut marked = blocks.to_vec();
    mark_lines(text, &mut marked, false);
    let around = [Reason::ShareLine, Reason::Notice, Reason::Caption, Reason::Byline].map(Role::Omitted);
    marked.iter().filter(|block| around.contains(&block.role)).count() >= PAGE_LINES
}

/// Where above the body a block stands.
#[derive(Clone, Copy)]
struct Head {
    first: bool,
    under_prose: bool,
}

/// What a block's own words tell, and whether it stands above the body.
fn mark_lines(text: &str, blocks: &mut [Block], page: bool) {
    // A standfirst may be prose and stand above the byline; the second prose block is the body.
    let mut prose = 0;
    for (index, block) in blocks.iter_mut().enumerate() {
        let line = &text[block.span.clone()];
        if matches!(block.role, Role::Omitted(_) | Role::Heading(1)) {
            continue;
        }
        let head = (prose < 2 && index < HEAD).then_some(Head { first: index == 0, under_prose: prose > 0 });
        match lines::reason(line, head, page) {
            Some(reason) => block.role = Role::Omitted(reason),
            None => prose += usize::from(shape::is_prose(line)),
        }
    }
}

/// A name and, under it, what its bearer is called: two lines of a byline without "By".
fn mark_named_trades(text: &str, blocks: &mut [Block]) {
    for index in 2..blocks.len().min(HEAD) {
        let (name, trade) = (&text[blocks[index - 1].span.clone()], &text[blocks[index].span.clone()]);
        let both = [index - 1, index].iter().all(|&i| blocks[i].role == Role::Paragraph);
        if both
            && shape::is_name(name)
            && shape::count(trade) <= 5
            && followers::is_link_title(trade)
            && followers::is_trade(trade)
        {
            blocks[index - 1].role = Role::Omitted(Reason::Byline);
            blocks[index].role = Role::Omitted(Reason::Byline);
        }
    }
}

/// "Jane Doe is a reporter with …": who wrote it, at the foot of the page.
fn mark_authors(text: &str, blocks: &mut [Block]) {
    let spoken = |b: &&mut Block| !matches!(b.role, Role::Omitted(_));
    for block in blocks.iter_mut().skip(1).rev().filter(spoken).take(2) {
        if bylines::is_author_note(&text[block.span.clone()]) {
            block.role = Role::Omitted(Reason::Byline);
        }
    }
}

/// The title once more, as pages set it above their article.
fn mark_second_titles(text: &str, title: Option<&str>, blocks: &mut [Block]) {
    let Some(title) = title.map(shape::fold) else { return };
    let mut seen = false;
    for block in blocks.iter_mut().filter(|b| !matches!(b.role, Role::Omitted(_))) {
        let line = &text[block.span.clone()];
        if line.len() > 2 * title.len() + 16 || shape::fold(line) != title {
            continue;
        }
        if seen {
            block.role = Role::Omitted(Reason::Furniture);
        }
        seen = true;
    }
}
