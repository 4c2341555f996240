//! Splits a sentence into words and marks, and words into the pieces that the tagger reads.

use std::ops::Range;

/// A word or a mark of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    /// Its place in the text.
    pub(super) range: Range<usize>,
    pub(super) kind: Kind,
    /// True if white space follows.
    pub(super) space_after: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Word,
    /// A mark of Kokoro's alphabet.
    Mark(char),
    /// A word with given phonemes.
    Given,
}

/// Splits a sentence. The `given` ranges are in order and do not overlap; each becomes one token.
pub(super) fn tokens(text: &str, given: &[Range<usize>]) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut given = given.iter().peekable();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let start = at;
        at += c.len_utf8();
        if let Some(range) = given.next_if(|range| range.start == start && range.end >= at) {
            at = range.end;
            tokens.push(Token { range: range.clone(), kind: Kind::Given, space_after: false });
        } else if c.is_whitespace() {
            if let Some(last) = tokens.last_mut() {
                last.space_after = true;
            }
        } else if is_word_start(text, start, c) {
            let limit = given.peek().map_or(text.len(), |range| range.start);
            at = word_end(text, start, limit);
            tokens.push(Token { range: start..at, kind: Kind::Word, space_after: false });
        } else if let Some(mark) = mark(text, start, c) {
            let same = text[at..].len() - text[at..].trim_start_matches(['-', c]).len();
            at += if matches!(c, '-' | '.') { same } else { 0 };
            tokens.push(Token { range: start..at, kind: Kind::Mark(mark), space_after: false });
        }
    }
    tokens
}

fn is_word_start(text: &str, at: usize, c: char) -> bool {
    let next = text[at + c.len_utf8()..].chars().next();
    c.is_alphanumeric()
        || (is_apostrophe(c) && next.is_some_and(char::is_alphabetic) && !after_letter(text, at))
}

fn after_letter(text: &str, at: usize) -> bool {
    text[..at].ends_with(char::is_alphanumeric)
}

/// Returns the end of the word that begins at `start`: letters, digits, and the apostrophes and hyphens between them.
fn word_end(text: &str, start: usize, limit: usize) -> usize {
    let mut end = start;
    let mut chars = text[start..limit].char_indices().peekable();
    while let Some((offset, c)) = chars.next() {
        let letter_next = chars.peek().is_some_and(|(_, next)| next.is_alphanumeric());
        let joins = is_apostrophe(c) || is_hyphen(c);
        if !(c.is_alphanumeric() || is_combining(c) || (joins && letter_next)) {
            break;
        }
        end = start + offset + c.len_utf8();
    }
    end.max(start + text[start..].chars().next().map_or(0, char::len_utf8))
}

/// Returns the mark of the alphabet for a character of the text.
fn mark(text: &str, at: usize, c: char) -> Option<char> {
    match c {
        ';' | ':' | ',' | '!' | '?' | '(' | ')' | '\u{201c}' | '\u{201d}' => Some(c),
        '.' if text[at..].starts_with("..") => Some('…'),
        '.' => Some('.'),
        '\u{2026}' => Some('…'),
        '\u{2013}'..='\u{2015}' | '-' | '\u{2010}'..='\u{2012}' => Some('—'),
        // A straight quotation mark opens after a space and closes after a word.
        '"' if text[..at].ends_with(|c: char| !c.is_whitespace() && c != '(') => Some('\u{201d}'),
        '"' => Some('\u{201c}'),
        _ => None,
    }
}

pub(super) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2018}' | '\u{2019}')
}

pub(super) fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}')
}

/// True for a mark that combines with the letter before it.
fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// Splits a word at its hyphens and before its contractions, as the tagger was trained: "well-known" → "well", "-", "known";
/// "don't" → "do", "n't". Returns byte ranges.
pub(super) fn pieces(word: &str) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let mut start = 0;
    for (at, hyphen) in word.match_indices('-') {
        push_parts(word, start..at, &mut pieces);
        pieces.push(at..at + hyphen.len());
        start = at + hyphen.len();
    }
    push_parts(word, start..word.len(), &mut pieces);
    pieces
}

fn push_parts(word: &str, range: Range<usize>, pieces: &mut Vec<Range<usize>>) {
    let split = contraction(&word[range.clone()]).map(|length| range.end - length);
    match split.filter(|&at| at > range.start) {
        Some(at) => pieces.extend([range.start..at, at..range.end]),
        None if range.is_empty() => {}
        None => pieces.push(range),
    }
}

/// Returns the length of the contracted word at the end of a word.
fn contraction(word: &str) -> Option<usize> {
    let lower = word.to_ascii_lowercase();
    if lower == "cannot" {
        return Some("not".len());
    }
    ["n't", "'s", "'re", "'ve", "'ll", "'d", "'m"]
        .iter()
        .find(|end| lower.ends_with(**end))
        .map(|end| end.len())
}

/// Splits a word into the parts that a compound is read by: at hyphens, and where a capital follows a small letter
/// ("YouTube").
pub(super) fn compound_parts(word: &str) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut small = false;
    for (at, c) in word.char_indices() {
        if c == '-' {
            parts.push(start..at);
            start = at + 1;
        } else if small && c.is_uppercase() {
            parts.push(start..at);
            start = at;
        }
        small = c.is_lowercase();
    }
    parts.push(start..word.len());
    parts.retain(|part| !part.is_empty());
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<&str> {
        tokens(text, &[]).into_iter().map(|token| &text[token.range]).collect()
    }

    #[test]
    fn marks_end_words() {
        assert_eq!(texts("Well, don't-care... no!"), ["Well", ",", "don't-care", "...", "no", "!"]);
        assert_eq!(texts("the dogs' - 'tis"), ["the", "dogs", "-", "'tis"]);
        assert_eq!(texts(" \u{e000} + "), [""; 0], "what cannot be read is left out");
    }

    #[test]
    fn a_given_word_is_one_token() {
        let range = 4..12;
        let given = tokens("Say St. Ives now", std::slice::from_ref(&range));
        assert_eq!(given[1], Token { range: 4..12, kind: Kind::Given, space_after: true });
        assert_eq!(given.len(), 3);
    }

    #[test]
    fn the_tagger_reads_contractions_apart() {
        let split =
            |word: &'static str| pieces(word).into_iter().map(|piece| &word[piece]).collect::<Vec<_>>();
        assert_eq!(split("don't"), ["do", "n't"]);
        assert_eq!(split("mother-in-law's"), ["mother", "-", "in", "-", "law", "'s"]);
        assert_eq!(split("cannot"), ["can", "not"]);
    }
}
