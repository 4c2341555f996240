//! Tests the parser with whole articles. The words are our own.

mod boxes;
mod bylines;
mod content;
mod dialects;
mod evidence;
mod marks;
mod other_stories;
mod other_text;
mod outlets;
mod page_end;
mod pages;
mod pictures;
mod plain;
mod properties;
mod residue;
mod tables;
mod templates;
mod visibility;
mod zones;

use super::{Article, Format, Reason, Role, parse};

/// Parses a source that is an article.
fn article(source: &str, format: Format) -> Article {
    parse(source, format).expect("there is something to read")
}

/// Returns the blocks that are read.
fn read(article: &Article) -> Vec<&str> {
    blocks(article)
        .into_iter()
        .filter(|(role, _)| !matches!(role, Role::Omitted(_)))
        .map(|(_, text)| text)
        .collect()
}

/// Returns the omitted blocks with their reasons.
fn omitted(article: &Article) -> Vec<(Reason, &str)> {
    let reason = |(role, text)| match role {
        Role::Omitted(reason) => Some((reason, text)),
        _ => None,
    };
    blocks(article).into_iter().filter_map(reason).collect()
}

fn blocks(article: &Article) -> Vec<(Role, &str)> {
    article.blocks.iter().map(|b| (b.role, &article.text[b.span.clone()])).collect()
}
