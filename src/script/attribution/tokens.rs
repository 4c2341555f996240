//! A block as words, marks and quotes, cut into sentences.

use std::ops::Range;

use crate::language::attribution::Language;
use crate::script::article::{Article, Block};
use crate::script::quotes::quote::Quote;

/// A word of the narrator's, a mark, or a whole quote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token<'a> {
    pub(super) text: &'a str,
    /// In lower case.
    pub(super) lower: String,
    pub(super) kind: TokenKind,
    /// Bytes of the article's text.
    pub(super) span: Range<usize>,
    /// Begins a sentence.
    pub(super) first: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TokenKind {
    Word,
    Mark,
    /// Index into the article's quotes.
    Quote(usize),
}

impl Token<'_> {
    pub(super) fn is(&self, text: &str) -> bool {
        self.kind != TokenKind::Word && self.text == text
    }

    /// A dash of any length, but no hyphen.
    pub(super) fn is_dash(&self) -> bool {
        self.kind == TokenKind::Mark && matches!(self.text, "–" | "—" | "―" | "--")
    }

    pub(super) fn is_word(&self) -> bool {
        self.kind == TokenKind::Word
    }

    /// A word that begins with a capital letter.
    pub(super) fn is_capital(&self) -> bool {
        self.is_word() && self.text.starts_with(char::is_uppercase)
    }

    pub(super) fn ends_sentence(&self) -> bool {
        self.kind == TokenKind::Mark && matches!(self.text, "." | "!" | "?" | "…")
    }
}

/// WordSet as they are written: possessives and commas close to the word before.
pub(super) fn joined(tokens: &[Token<'_>]) -> String {
    let words: Vec<&str> = tokens.iter().map(|token| token.text).collect();
    words.join(" ").replace(" ,", ",").replace(" \u{2019}s", "\u{2019}s").replace(" 's", "'s")
}

/// The tokens of a block; `quotes` are the article's, with those of this block at `range`.
pub(super) fn tokens<'a>(
    article: &'a Article,
    block: &Block,
    quotes: &[Quote],
    range: Range<usize>,
    language: &Language,
) -> Vec<Token<'a>> {
    let mut out = Vec::new();
    let mut at = block.span.start;
    for index in range {
        words(&article.text, at..quotes[index].span.start, language, &mut out);
        let span = quotes[index].span.clone();
        push(&mut out, &article.text[span.clone()], span.clone(), TokenKind::Quote(index));
        at = span.end;
    }
    words(&article.text, at..block.span.end, language, &mut out);
    mark_sentences(&mut out, article, quotes);
    out
}

fn push<'a>(out: &mut Vec<Token<'a>>, text: &'a str, span: Range<usize>, kind: TokenKind) {
    let lower =
        if kind == TokenKind::Word { text.to_lowercase().replace('\u{2019}', "'") } else { String::new() };
    out.push(Token { text, lower, kind, span, first: false });
}

/// WordSet keep inner hyphens, apostrophes and the dots of abbreviations and initials.
fn words<'a>(text: &'a str, range: Range<usize>, language: &Language, out: &mut Vec<Token<'a>>) {
    let end = range.end;
    let mut at = range.start;
    while let Some(c) = text[at..end].chars().next() {
        let width = c.len_utf8();
        if c.is_whitespace() {
            at += width;
        } else if c.is_alphanumeric() {
            let said = out.last().is_some_and(|before| language.reporting_verbs.contains(&before.lower));
            let stop = word_end(text, at, end, said, language);
            for part in possessive(&text[at..stop]) {
                push(out, part, at..at + part.len(), TokenKind::Word);
                at += part.len();
            }
        } else {
            // A typewriter's dash is one mark.
            let width = if text[at..end].starts_with("--") { 2 } else { width };
            push(out, &text[at..at + width], at..at + width, TokenKind::Mark);
            at += width;
        }
    }
}

/// A word of fewer bytes with a dot before a bracket is shortened: `(R-Fla.)`.
const SHORT_WORD: usize = 8;

/// `said`: a verb of saying stands before, so that `said I.` ends a sentence and has no initial.
fn word_end(text: &str, start: usize, end: usize, said: bool, language: &Language) -> usize {
    let writer = |word: &str| said && language.writer_pronouns.contains(&word.to_lowercase());
    let mut stop = start;
    let mut chars = text[start..end].chars().peekable();
    while let Some(c) = chars.next() {
        let joins = matches!(c, '-' | '\'' | '\u{2019}' | '\u{2011}' | '&')
            && chars.peek().is_some_and(|c| c.is_alphanumeric());
        let dotted = c == '.'
            && (chars.peek().is_some_and(|c| c.is_alphanumeric() || *c == ',')
                || (chars.peek() == Some(&')') && stop - start < SHORT_WORD)
                || (is_abbreviation(&text[start..stop], language) && !writer(&text[start..stop])));
        // `9/11`
        let date = c == '/'
            && chars.peek().is_some_and(char::is_ascii_digit)
            && text[..stop].ends_with(|c: char| c.is_ascii_digit());
        if !(c.is_alphanumeric() || joins || dotted || date) {
            break;
        }
        stop += c.len_utf8();
        if dotted && chars.peek().is_none_or(|c| !c.is_alphanumeric()) {
            break;
        }
    }
    stop
}

/// Mr., Gov., J.: the dot belongs to the word.
fn is_abbreviation(word: &str, language: &Language) -> bool {
    let lower = word.to_lowercase();
    let initial =
        word.split('.').all(|part| part.chars().count() == 1 && part.starts_with(char::is_uppercase));
    initial || language.abbreviations.contains(&lower)
}

/// `Okafor’s` is the name and what makes it a possessive.
fn possessive(word: &str) -> Vec<&str> {
    for ending in ["'s", "\u{2019}s"] {
        if let Some(stem) = word.strip_suffix(ending) {
            return vec![stem, &word[stem.len()..]];
        }
    }
    vec![word]
}

/// A sentence begins after a mark that ends one, and after a quote that does and that no small letter follows.
fn mark_sentences(tokens: &mut [Token<'_>], article: &Article, quotes: &[Quote]) {
    let mut begins = true;
    for n in 0..tokens.len() {
        tokens[n].first = begins;
        begins = match tokens[n].kind {
            TokenKind::Word => false,
            TokenKind::Mark => tokens[n].ends_sentence() || (begins && !matches!(tokens[n].text, "," | ";")),
            TokenKind::Quote(index) => {
                let inner = article.text[quotes[index].inner.clone()].trim_end();
                let ended = inner.ends_with(['.', '!', '?', '…']) || !quotes[index].closed;
                let capital = tokens.get(n + 1).is_none_or(|next| !next.is_word() || next.is_capital());
                ended && capital && tokens.get(n + 1).is_none_or(|next| next.kind != TokenKind::Mark)
            }
        };
    }
}
