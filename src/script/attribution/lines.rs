//! What the layout says of a speaker: a name before a colon, a name behind a dash, a line of its own.

use super::names::{Bearer, Name, name_at};
use super::tokens::{Token, TokenKind};
use crate::language::attribution::Language;

/// Tokens that a line with a name and a description has at most.
const MOST_LINE: usize = 24;

/// `— Nora Whitlock, keeper` behind the quote at `at`, or as a line of its own under it.
pub(super) fn signed(tokens: &[Token<'_>], at: usize, language: &Language) -> Option<Name> {
    let dash = tokens.get(at).filter(|t| t.is_dash() || t.is("-") || t.is("~"));
    let name = name_at(tokens, at + usize::from(dash.is_some()), language)?;
    let end = at + usize::from(dash.is_some()) + name.length;
    let ends = tokens.get(end).is_none_or(|t| !t.is_word());
    let close = tokens.len().saturating_sub(at) <= MOST_LINE
        || tokens.get(end).is_none_or(|t| matches!(t.kind, TokenKind::Quote(_)));
    (dash.is_some() && ends && close && name.bearer(language) != Bearer::Thing).then_some(name)
}

/// `WALLACE` of `WALLACE: Let’s start.`
pub(super) fn prefix(inner: &str) -> Option<&str> {
    let (name, _) = inner.trim_start().split_once(':')?;
    let shouted = name.len() > 2
        && name.len() < 30
        && name.chars().all(|c| c.is_uppercase() || matches!(c, ' ' | '.' | '-' | '\''));
    shouted.then_some(name)
}

/// A line in which nearly every word has a capital: a headline, whatever the page calls it.
pub(super) fn is_headline(tokens: &[Token<'_>]) -> bool {
    let words = tokens.iter().filter(|t| t.is_word() && t.lower.len() > 3);
    let capitals = words.clone().filter(|t| t.is_capital()).count();
    let count = words.count();
    let quoted = tokens.iter().any(|t| matches!(t.kind, TokenKind::Quote(_)));
    count > 4 && tokens.len() < 30 && !quoted && capitals * 5 > count * 4
}
