//! Attribution by layout: headlines, bylines, signatures, and labels inside a quote.

use super::names::{Name, NameKind, is_role, name_at};
use super::tokens::{BlockTokens, Token, joined, mark_common, tokens};
use crate::language::attribution::Language;
use crate::script::article::{Article, Role};
use crate::script::quotes::quote::Quote;

/// Splits all blocks that are read into tokens.
pub(super) fn block_tokens<'a>(
    article: &'a Article,
    quotes: &[Quote],
    language: &Language,
) -> Vec<BlockTokens<'a>> {
    let mut next_quote = 0;
    let mut blocks = Vec::new();
    for (index, block) in article.blocks.iter().enumerate() {
        let first_quote = next_quote;
        while quotes.get(next_quote).is_some_and(|quote| quote.block == index) {
            next_quote += 1;
        }
        if matches!(block.role, Role::Omitted(_)) {
            continue;
        }
        // The cells of a table are not sentences: `Rope Walk, 12` does not describe a boy of twelve.
        let cells = block.role == Role::Row && first_quote == next_quote;
        let tokens = if cells {
            Vec::new()
        } else {
            tokens(article, block, quotes, first_quote..next_quote, language)
        };
        let heading = matches!(block.role, Role::Heading(_)) || is_headline(&tokens);
        let byline = index < MAX_BYLINE_BLOCK && byline_name(&tokens, language).is_some();
        let caption = is_caption(&tokens, language);
        blocks.push(BlockTokens { tokens, heading, caption, byline });
    }
    mark_common(&mut blocks);
    blocks
}

/// True for a line in which nearly every longer word has a capital. It is a headline, even if the page marks it as a
/// paragraph.
fn is_headline(tokens: &[Token<'_>]) -> bool {
    let words = tokens.iter().filter(|t| t.is_word() && t.lower.len() > 3);
    let capitals = words.clone().filter(|t| t.is_capital()).count();
    let count = words.count();
    let quoted = tokens.iter().any(Token::is_quote);
    count > 4 && tokens.len() < 30 && !quoted && capitals * 5 > count * 4
}

/// Maximum number of tokens in a caption, and in its credit.
const MAX_CAPTION: usize = 70;
const MAX_CREDIT: usize = 12;

/// True for a caption: a paragraph without quotes that ends with a credit. The credit is in brackets with a word such as
/// `Photo` or a slash between a person and a firm, or it is in capitals: `(Ann Lee / The Post)`, `THE MILDEN POST`.
fn is_caption(tokens: &[Token<'_>], language: &Language) -> bool {
    if tokens.len() < 3 || tokens.len() > MAX_CAPTION || tokens.iter().any(Token::is_quote) {
        return false;
    }
    let is_credit_word = |t: &Token<'_>| t.is_capital() && language.credit_words.contains(&t.lower);
    let end = tokens.len() - usize::from(tokens[tokens.len() - 1].ends_sentence());
    if end > 2 && (tokens[end - 1].is(")") || tokens[end - 1].is("]")) {
        let open = (0..end).rev().take(MAX_CREDIT).find(|n| tokens[*n].is("(") || tokens[*n].is("["));
        return open.is_some_and(|open| {
            let inner = &tokens[open + 1..end - 1];
            inner.first().is_some_and(Token::is_capital)
                && (inner.iter().any(is_credit_word) || inner.iter().any(|t| t.is("/")))
        });
    }
    let last_sentence = (0..tokens.len()).rev().find(|n| tokens[*n].first).unwrap_or(0);
    let credit = &tokens[last_sentence..];
    let in_capitals = |t: &Token<'_>| t.is_word() && !t.text.contains(char::is_lowercase);
    let capitals = last_sentence > 0 && credit.len() > 1 && credit.iter().all(in_capitals);
    // `Photo: Ann Lee`, `Photograph by Ann Lee`
    let labelled = credit.windows(2).any(|pair| {
        let by = language.author_prepositions.contains(&pair[1].lower);
        is_credit_word(&pair[0]) && (pair[1].is(":") || by)
    });
    credit.len() <= MAX_CREDIT && (capitals || labelled)
}

/// A byline is among this many first blocks.
const MAX_BYLINE_BLOCK: usize = 8;
/// Maximum number of tokens in a byline.
const MAX_BYLINE_TOKENS: usize = 16;

/// Reads the name in `By Jo Lindqvist, science editor`, in a block of its own.
fn byline_name(tokens: &[Token<'_>], language: &Language) -> Option<Name> {
    let by = tokens.first()?.is_capital() && language.author_prepositions.contains(&tokens[0].lower);
    let at = 1 + usize::from(tokens.get(1).is_some_and(|t| t.is(":")));
    let name = name_at(tokens, at, language).filter(|name| by && name.names.len() > 1)?;
    let one_line = tokens.len() <= MAX_BYLINE_TOKENS && !tokens.iter().any(Token::ends_sentence);
    let next = tokens.get(at + name.length);
    let name_ends = next.is_none_or(|t| !t.is_word() || language.and_words.contains(&t.lower));
    (one_line && name_ends && name.kind(language) != NameKind::Thing).then_some(name)
}

/// Returns the author of the article from a byline, read or omitted. Two authors are none: `I` may be either.
pub(super) fn author(article: &Article, blocks: &[BlockTokens<'_>], language: &Language) -> Option<String> {
    let read =
        blocks.iter().filter(|block| block.byline).find_map(|block| single_author(&block.tokens, language));
    read.or_else(|| {
        let first = article.blocks.iter().take(MAX_BYLINE_BLOCK);
        first
            .filter(|block| matches!(block.role, Role::Omitted(_)))
            .find_map(|block| single_author(&tokens(article, block, &[], 0..0, language), language))
    })
}

fn single_author(tokens: &[Token<'_>], language: &Language) -> Option<String> {
    let several = tokens.iter().any(|t| language.and_words.contains(&t.lower));
    byline_name(tokens, language).filter(|_| !several).map(|name| name.joined())
}

/// Maximum number of tokens in a signature with a name and a description.
const MAX_SIGNATURE_TOKENS: usize = 24;

/// Reads `— Nora Whitlock, keeper`, after a quote or as a line of its own under it.
pub(super) fn signature(tokens: &[Token<'_>], at: usize, language: &Language) -> Option<Name> {
    tokens.get(at).filter(|t| t.is_dash() || t.is("-") || t.is("~"))?;
    signed_name(tokens, at, language).or_else(|| signed_description(&tokens[at + 1..], language))
}

fn signed_name(tokens: &[Token<'_>], at: usize, language: &Language) -> Option<Name> {
    let name = name_at(tokens, at + 1, language)?;
    let next = tokens.get(at + 1 + name.length);
    let name_ends = next.is_none_or(|t| !t.is_word());
    let short = tokens.len().saturating_sub(at) <= MAX_SIGNATURE_TOKENS || next.is_none_or(Token::is_quote);
    (name_ends && short && name.kind(language) != NameKind::Thing).then_some(name)
}

/// Maximum number of words in a signature without a name.
const MAX_SIGNED_WORDS: usize = 8;

/// Reads a signature without a name: `— Night porter at a clinic`.
fn signed_description(tokens: &[Token<'_>], language: &Language) -> Option<Name> {
    let words = tokens.iter().all(Token::is_word) && tokens.len() <= MAX_SIGNED_WORDS;
    let verb = tokens.iter().any(|t| language.reporting_verbs.contains(&t.lower));
    let described = tokens.first()?.is_capital() && tokens.iter().any(|t| is_role(&t.lower, language));
    let label = joined(tokens);
    (words && !verb && described).then(|| Name { names: vec![label], ..Name::default() })
}

/// Reads the signature inside the marks of a quote, in a block of its own: `Nora Whitlock, keeper, on the winter”`.
pub(super) fn signature_inside(tokens: &[Token<'_>], language: &Language) -> Option<Name> {
    let name = name_at(tokens, 0, language)?;
    let next = tokens.get(name.length)?;
    let closed = tokens.last().is_some_and(|t| t.is("\"") || t.is("”"));
    let one_line = tokens.len() <= MAX_SIGNATURE_TOKENS && !tokens.iter().any(Token::ends_sentence);
    (closed && one_line && next.is(",") && name.kind(language) == NameKind::Person).then_some(name)
}

/// Returns the label inside a quote: `WALLACE` of `“WALLACE: Let’s start.”`
pub(super) fn label_inside(inner: &str) -> Option<&str> {
    let (name, _) = inner.trim_start().split_once(':')?;
    let capitals = name.len() > 2
        && name.len() < 30
        && name.chars().all(|c| c.is_uppercase() || matches!(c, ' ' | '.' | '-' | '\''));
    capitals.then_some(name)
}
