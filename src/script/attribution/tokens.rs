//! Splits a block into words, marks and quotes, and marks where its sentences begin.

use std::collections::HashSet;
use std::ops::Range;

use crate::language::attribution::Language;
use crate::language::given_names::given_name;
use crate::script::article::{Article, Block};
use crate::script::quotes::quote::Quote;

/// A word of the narration, a mark, or a whole quote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token<'a> {
    pub(super) text: &'a str,
    /// In lower case, with straight apostrophes; empty if it is not a word.
    pub(super) lower: String,
    pub(super) kind: TokenKind,
    /// True if it begins a sentence.
    pub(super) first: bool,
    /// True if it begins a sentence with a word that the article also writes with a small letter. Such a word is not a name.
    pub(super) common: bool,
    /// True for such a word before a name that the article also has without it: `Twice Holt knocked.`
    pub(super) before_name: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TokenKind {
    Word,
    Mark,
    /// Index into the article's quotes.
    Quote(usize),
}

/// The tokens of a block that is read.
pub(super) struct BlockTokens<'a> {
    pub(super) tokens: Vec<Token<'a>>,
    pub(super) heading: bool,
    /// True for the caption of a photo: the people in it are not antecedents of pronouns.
    pub(super) caption: bool,
    /// True if it only names the author of the article.
    pub(super) byline: bool,
}

impl Token<'_> {
    /// True for this mark.
    pub(super) fn is(&self, text: &str) -> bool {
        self.kind != TokenKind::Word && self.text == text
    }

    /// True for a dash of any length, false for a hyphen.
    pub(super) fn is_dash(&self) -> bool {
        self.kind == TokenKind::Mark && matches!(self.text, "–" | "—" | "―" | "--")
    }

    pub(super) fn is_word(&self) -> bool {
        self.kind == TokenKind::Word
    }

    pub(super) fn is_quote(&self) -> bool {
        matches!(self.kind, TokenKind::Quote(_))
    }

    /// True for a word that begins with a capital.
    pub(super) fn is_capital(&self) -> bool {
        self.is_word() && self.text.starts_with(char::is_uppercase)
    }

    /// True for the ending of a possessive: `Okafor’s` and `Halas’ colleague` are two tokens and a noun.
    pub(super) fn is_possessive(&self) -> bool {
        self.is_word() && matches!(self.text, "'s" | "\u{2019}s" | "'" | "\u{2019}" | "\u{2018}")
    }

    pub(super) fn ends_sentence(&self) -> bool {
        self.kind == TokenKind::Mark && matches!(self.text, "." | "!" | "?" | "…")
    }
}

/// Joins tokens as they were written, without a space before commas and possessive endings.
pub(super) fn joined(tokens: &[Token<'_>]) -> String {
    let words: Vec<&str> = tokens.iter().map(|token| token.text).collect();
    let joined = words.join(" ").replace(" ,", ",").replace(" \u{2019}s", "\u{2019}s").replace(" 's", "'s");
    let joined = ["\u{2019}", "\u{2018}", "'"].iter().fold(joined, |text, mark| match text.contains(*mark) {
        true => text.replace(&format!("s {mark} "), &format!("s{mark} ")),
        false => text,
    });
    without_space_after_elision(joined)
}

/// Joins what an apostrophe joins: `l’élue`, `Jeanne d’Arc`.
pub(super) fn without_space_after_elision(text: String) -> String {
    // Most names have no apostrophe, and a name is written for each mention.
    if !text.contains(['\u{2019}', '\'']) {
        return text;
    }
    text.replace("\u{2019} ", "\u{2019}").replace("' ", "'")
}

/// Splits a block into tokens. `range` has the indices of its quotes.
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
        let span = quotes[index].span.clone();
        push_words(&article.text[at..span.start], language, &mut out);
        at = span.end;
        push(&mut out, &article.text[span], TokenKind::Quote(index));
    }
    push_words(&article.text[at..block.span.end], language, &mut out);
    mark_sentences(&mut out, article, quotes, language);
    // The tokens of all blocks are the largest part of the memory that a long article takes.
    out.shrink_to_fit();
    out
}

fn push<'a>(out: &mut Vec<Token<'a>>, text: &'a str, kind: TokenKind) {
    let lower = match kind {
        TokenKind::Word if text.is_ascii() => text.to_ascii_lowercase(),
        TokenKind::Word => text.to_lowercase().replace('\u{2019}', "'"),
        _ => String::new(),
    };
    out.push(Token { text, lower, kind, first: false, common: false, before_name: false });
}

/// Marks the words that open a sentence and are no names: `Whereas Anna stayed, …` in an article with `whereas`.
pub(super) fn mark_common(blocks: &mut [BlockTokens<'_>]) {
    let opens = |t: &Token<'_>| t.first && t.is_capital() && given_name(t.text).is_none();
    let tokens = || blocks.iter().flat_map(|block| &block.tokens);
    let candidates: HashSet<&str> = tokens().filter(|t| opens(t)).map(|t| t.lower.as_str()).collect();
    let small = tokens().filter(|t| t.is_word() && !t.is_capital()).map(|t| t.lower.as_str());
    let common: HashSet<String> =
        small.filter(|word| candidates.contains(word)).map(str::to_string).collect();
    // Before a name, a small letter in a quote counts too.
    let quotes = tokens().filter(|t| t.is_quote()).flat_map(|t| t.text.split(|c: char| !c.is_alphabetic()));
    let quoted: HashSet<&str> = quotes.filter(|word| candidates.contains(word)).collect();
    let quoted: HashSet<String> = quoted.into_iter().map(str::to_string).collect();
    let alone = names_alone(blocks);
    for block in blocks {
        for n in 0..block.tokens.len() {
            let token = &block.tokens[n];
            let (opens, is_common) = (opens(token), common.contains(&token.lower));
            let name = block.tokens.get(n + 1).filter(|name| name.is_capital());
            let before_name = opens
                && (is_common || quoted.contains(&token.lower))
                && name.is_some_and(|name| alone.contains(name.text));
            block.tokens[n].common = opens && is_common;
            block.tokens[n].before_name = before_name;
        }
    }
}

/// Returns the words with a capital inside a sentence that stand without another one before them.
fn names_alone(blocks: &[BlockTokens<'_>]) -> HashSet<String> {
    let pairs = blocks.iter().flat_map(|block| block.tokens.windows(2));
    let alone = pairs.filter(|pair| !pair[1].first && pair[1].is_capital() && !pair[0].is_capital());
    alone.map(|pair| pair[1].text.to_string()).collect()
}

/// Adds the words and marks of a text without quotes.
fn push_words<'a>(text: &'a str, language: &Language, out: &mut Vec<Token<'a>>) {
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let width = c.len_utf8();
        if c.is_whitespace() {
            at += width;
        } else if c.is_alphanumeric() {
            let after_verb =
                out.last().is_some_and(|before| language.reporting_verbs.contains(&before.lower));
            let ordinal = out.last().is_some_and(|before| may_precede_ordinal(before, language));
            let end = at + word_length(&text[at..], after_verb, language);
            let end = end + usize::from(ordinal && is_ordinal(&text[at..end], &text[end..]));
            for part in split_possessive(&text[at..end]) {
                push_parts(part, language, out);
            }
            at = end;
        } else {
            // `--` is a typewriter's dash.
            let width = if text[at..].starts_with("--") { 2 } else { width };
            let possessive =
                matches!(c, '\'' | '\u{2018}' | '\u{2019}') && is_bare_possessive(text, at, width);
            push(out, &text[at..at + width], if possessive { TokenKind::Word } else { TokenKind::Mark });
            at += width;
        }
    }
}

/// True for the apostrophe of a possessive without an `s`: `Halas’ colleague`. It follows a name in `s` or the like, and a noun
/// comes after it.
fn is_bare_possessive(text: &str, at: usize, width: usize) -> bool {
    let before = &text[..at];
    let word = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let sibilant = word.ends_with(['s', 'x', 'z', 'ß']) && word.starts_with(char::is_uppercase);
    let rest = &text[at + width..];
    let noun = rest.strip_prefix(' ').is_some_and(|rest| rest.starts_with(char::is_alphabetic));
    sibilant && noun
}

/// True for `dem`, `am` and the like before a number with a dot, in a language where that is an ordinal.
fn may_precede_ordinal(before: &Token<'_>, language: &Language) -> bool {
    language.ordinal_dots && language.prepositions_and_relatives.contains(&before.lower)
}

/// True for a number before a dot and a further word: `am 1. März`.
fn is_ordinal(number: &str, after: &str) -> bool {
    let digits = number.len() < 3 && number.bytes().all(|b| b.is_ascii_digit());
    digits && after.strip_prefix(". ").is_some_and(|rest| rest.starts_with(char::is_alphabetic))
}

/// True for an abbreviation that ends a sentence before a quote: `… of Wend Glass Inc. “We lost.”` One that comes before names
/// does not: `Dr. “Doc” Hale`.
fn ends_in_abbreviation(
    tokens: &[Token<'_>],
    n: usize,
    article: &Article,
    quotes: &[Quote],
    language: &Language,
) -> bool {
    let Some(TokenKind::Quote(next)) = tokens.get(n + 1).map(|token| token.kind) else { return false };
    let word = tokens[n].lower.trim_end_matches('.');
    let initial = word.chars().count() < 2;
    let inner = article.text[quotes[next].inner.clone()].trim();
    let sentence = inner.starts_with(char::is_uppercase)
        && inner.contains(' ')
        && (inner.ends_with(['.', '!', '?', '…', ',']) || !quotes[next].closed);
    tokens[n].text.ends_with('.') && !initial && !language.is_title(word) && sentence
}

/// A word of fewer bytes with a dot before a bracket is an abbreviation, e.g. `(R-Fla.)`.
const MAX_ABBREVIATION: usize = 8;

/// Returns the number of bytes in the word that a text begins with. Hyphens, apostrophes and the dots of abbreviations are
/// part of the word.
///
/// After a reporting verb `I.` is not an initial: `said I.` ends a sentence.
fn word_length(text: &str, after_verb: bool, language: &Language) -> usize {
    let mut end = 0;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let word = &text[..end];
        let next_is_letter = chars.peek().is_some_and(|c| c.is_alphanumeric());
        let joins = matches!(c, '-' | '\'' | '\u{2019}' | '\u{2011}' | '&') && next_is_letter;
        let dotted = c == '.'
            && (next_is_letter
                || chars.peek() == Some(&',')
                || (chars.peek() == Some(&')') && word.len() < MAX_ABBREVIATION)
                || (is_abbreviation(word, language)
                    && !(after_verb && language.writer_pronouns.contains(&word.to_lowercase()))));
        // `9/11` is one word.
        let date = c == '/'
            && chars.peek().is_some_and(char::is_ascii_digit)
            && word.ends_with(|c: char| c.is_ascii_digit());
        if !(c.is_alphanumeric() || joins || dotted || date) {
            break;
        }
        end += c.len_utf8();
        if dotted && !next_is_letter {
            break;
        }
    }
    end
}

/// True for `Mr`, `Gov`, `J`: a dot after them is part of the word.
fn is_abbreviation(word: &str, language: &Language) -> bool {
    let initials =
        word.split('.').all(|part| part.chars().count() == 1 && part.starts_with(char::is_uppercase));
    initials || language.abbreviations.contains(&word.to_lowercase())
}

/// Splits `Okafor’s` into `Okafor` and `’s`.
fn split_possessive(word: &str) -> Vec<&str> {
    for ending in ["'s", "\u{2019}s"] {
        if let Some(stem) = word.strip_suffix(ending) {
            return vec![stem, &word[stem.len()..]];
        }
    }
    vec![word]
}

/// Adds a word, split where a language joins two: `l’élue`, `dit-il`.
fn push_parts<'a>(word: &'a str, language: &Language, out: &mut Vec<Token<'a>>) {
    let article = word.find(['\'', '\u{2019}']).filter(|at| {
        !language.elided_articles.is_empty() && language.elided_articles.contains(&word[..*at].to_lowercase())
    });
    let start = article.map_or(0, |at| at + word[at..].chars().next().map_or(0, char::len_utf8));
    let rest = &word[start..];
    let pronoun = |at: usize| language.clitic_pronouns.get(&rest[at..]).filter(|_| at > 0);
    let hyphens = rest.match_indices('-').map(|(at, _)| at);
    let clitic = if language.clitic_pronouns.is_empty() {
        None
    } else {
        hyphens.into_iter().find_map(|at| Some((at, pronoun(at)?)))
    };
    let end = clitic.map_or(rest.len(), |(at, _)| at);
    for part in [&word[..start], &rest[..end]].into_iter().filter(|part| !part.is_empty()) {
        push(out, part, TokenKind::Word);
    }
    if let Some((at, pronoun)) = clitic {
        push(out, &rest[at..], TokenKind::Word);
        if let Some(token) = out.last_mut() {
            token.lower.clone_from(pronoun);
        }
    }
}

/// Marks the first token of each sentence. A sentence begins after a mark that ends one. It also begins after a quote that
/// ends one, unless a small letter or a mark follows: `“Why?” she asked.` is one sentence.
fn mark_sentences(tokens: &mut [Token<'_>], article: &Article, quotes: &[Quote], language: &Language) {
    let mut begins = true;
    for n in 0..tokens.len() {
        tokens[n].first = begins;
        begins = match tokens[n].kind {
            TokenKind::Word => ends_in_abbreviation(tokens, n, article, quotes, language),
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
