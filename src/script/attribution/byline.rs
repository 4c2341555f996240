//! Who wrote the article, and speaks where its text says `I`.

use super::Spoken;
use super::names::{Bearer, Name, name_at};
use super::tokens::{Token, tokens};
use crate::language::attribution::Language;
use crate::script::article::{Article, Role};

/// Bylines stand within so many blocks, and have at most so many words and marks.
const HEAD: usize = 8;
const MOST_TOKENS: usize = 16;

/// `By Jo Lindqvist, science editor`, in a block of its own.
fn written_by(tokens: &[Token<'_>], language: &Language) -> Option<Name> {
    let by = tokens.first()?.is_capital() && language.author_prepositions.contains(&tokens[0].lower);
    let behind = 1 + usize::from(tokens.get(1).is_some_and(|t| t.is(":")));
    let name = name_at(tokens, behind, language).filter(|name| by && name.names.len() > 1)?;
    let line = tokens.len() <= MOST_TOKENS && !tokens.iter().any(Token::ends_sentence);
    let next = tokens.get(behind + name.length);
    let ends = next.is_none_or(|t| !t.is_word() || language.and_words.contains(&t.lower));
    (line && ends && name.bearer(language) != Bearer::Thing).then_some(name)
}

/// True for a byline: nobody is told of in it.
pub(super) fn is_byline(index: usize, tokens: &[Token<'_>], language: &Language) -> bool {
    index < HEAD && written_by(tokens, language).is_some()
}

/// The author, if there is one: read out or not.
pub(super) fn author(article: &Article, spoken: &[Spoken<'_>], language: &Language) -> Option<String> {
    let alone = |tokens: &[Token<'_>]| {
        let both = tokens.iter().any(|t| language.and_words.contains(&t.lower));
        written_by(tokens, language).filter(|_| !both).map(|name| name.joined())
    };
    let read = spoken.iter().filter(|block| block.byline).find_map(|block| alone(&block.tokens));
    let omitted = article.blocks.iter().take(HEAD).filter(|block| matches!(block.role, Role::Omitted(_)));
    read.or_else(|| omitted.into_iter().find_map(|block| alone(&tokens(article, block, &[], 0..0, language))))
}
