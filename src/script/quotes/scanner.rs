//! Scans the quotation marks of one block: which ones open a quote, which ones close it, and which are apostrophes, feet or
//! inches.
//!
//! News sites use every style of marks, some set them the wrong way round, and single marks are also apostrophes. So a
//! mark is classified by the characters next to it, and by whether a partner for it exists.

use std::ops::Range;

use crate::language::attribution::Language;

/// A style of quotation marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// “ ” and „ “. Some sites set them the wrong way round.
    Double,
    /// " ", also written '' '' and ‘‘ ’’.
    Straight,
    /// ‘ ’ and ‚ ‘, which may also be apostrophes.
    Single,
    /// ' ', which may also be apostrophes.
    StraightSingle,
    /// « », ‹ ›, 「 」, 『 』, with the mark that closes the quote.
    Paired(char),
}

/// A quote within a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ScannedQuote {
    /// Bytes of the block, with the marks.
    pub(super) span: Range<usize>,
    /// Bytes of the block, without the marks.
    pub(super) inner: Range<usize>,
    pub(super) style: Style,
    /// True if it has a closing mark. Otherwise it extends to the next quote or to the end of the block.
    pub(super) closed: bool,
    /// True if it has no closing mark because the next block continues it.
    pub(super) continued_in_next: bool,
}

/// Characters to search for a certain closing mark after a doubtful one. Without a limit a text full of doubtful marks
/// would take quadratic time.
const MAX_LOOKAHEAD: usize = 600;

/// Characters in a block up to which marks are counted. Without a limit many marks would take quadratic time.
const MAX_COUNTED: usize = 2_000;

/// Characters of a block that show whether a quote opens it.
const PREFIX: usize = 16;

/// The marks of one block. All positions are indices into `chars`.
pub(super) struct Scanner<'a> {
    text: &'a str,
    language: &'a Language,
    chars: Vec<(usize, char)>,
    /// Position of the closing mark for the opening mark of a pair. Single marks have no entry: they may be apostrophes.
    closing: Vec<Option<usize>>,
    /// Position of the last mark that may close a quote in single marks.
    last_single: usize,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(text: &'a str, language: &'a Language) -> Self {
        let chars: Vec<(usize, char)> = text.char_indices().collect();
        let closing = vec![None; chars.len()];
        let mut scanner = Self { text, language, chars, closing, last_single: 0 };
        scanner.match_pairs();
        scanner.last_single = scanner.last_single();
        scanner
    }

    /// Returns the style of the quote that a block begins with, if it does.
    pub(super) fn opening_style(text: &'a str, language: &'a Language) -> Option<Style> {
        // Only the characters next to a mark matter, so a prefix is enough.
        let end = text.char_indices().nth(PREFIX).map_or(text.len(), |(at, _)| at);
        let scanner = Self {
            text,
            language,
            chars: text[..end].char_indices().collect(),
            closing: Vec::new(),
            last_single: 0,
        };
        scanner.opens(0).map(|(style, _)| style)
    }

    /// Returns the quotes of the block. `next` is the style that the next block opens with.
    pub(super) fn quotes(&self, next: Option<Style>) -> Vec<ScannedQuote> {
        let mut quotes: Vec<ScannedQuote> = Vec::new();
        let mut n = 0;
        while n < self.chars.len() {
            let Some((style, width)) = self.opens(n) else {
                n += 1;
                continue;
            };
            let close = if style.is_single() { self.close_single(n + width) } else { self.closing[n] };
            if let Some(close) = close {
                let end = close + self.closes(close, style).unwrap_or(1);
                quotes.push(self.quote(n..end, n + width..close, style, true, false));
                n = end;
                continue;
            }
            let continued_in_next = next == Some(style);
            if style.is_single() && !continued_in_next {
                n += 1;
                continue;
            }
            // The closing mark is missing. This quote ends before the next one: `“We won. “They lost,” she added.`
            let other =
                (n + width..self.chars.len()).find(|n| self.closing[*n].is_some() && !style.is_single());
            let end = other.unwrap_or(self.chars.len());
            quotes.push(self.quote(
                n..end,
                n + width..end,
                style,
                false,
                continued_in_next && other.is_none(),
            ));
            n = end;
        }
        quotes
    }

    /// Converts positions of characters to bytes, without white space at the end.
    fn quote(
        &self,
        span: Range<usize>,
        inner: Range<usize>,
        style: Style,
        closed: bool,
        continued_in_next: bool,
    ) -> ScannedQuote {
        let whole = self.byte(span.start)..self.byte(span.end);
        let end = whole.start + self.text[whole.clone()].trim_end().len();
        let inner = self.byte(inner.start)..self.byte(inner.end).min(end).max(self.byte(inner.start));
        ScannedQuote { span: whole.start..end.max(inner.end), inner, style, closed, continued_in_next }
    }

    /// Finds the partner of each opening mark that cannot be an apostrophe, inner pairs first.
    fn match_pairs(&mut self) {
        let mut open: Vec<(usize, Style)> = Vec::new();
        let mut n = 0;
        while n < self.chars.len() {
            if let Some((start, style)) = open.last().copied()
                && let Some(width) = self.closes(n, style)
            {
                self.closing[start] = Some(n);
                open.pop();
                n += width;
                continue;
            }
            match self.opens(n).filter(|(style, _)| !style.is_single()) {
                Some((style, width)) => {
                    open.push((n, style));
                    n += width;
                }
                None => n += 1,
            }
        }
    }

    fn last_single(&self) -> usize {
        let mut last = 0;
        let mut n = 0;
        while n < self.chars.len() {
            if self.closes(n, Style::Single).is_some() || self.closes(n, Style::StraightSingle).is_some() {
                last = n;
            }
            n = self.closing[n].unwrap_or(n) + 1;
        }
        last
    }

    fn char(&self, n: usize) -> Option<char> {
        self.chars.get(n).map(|(_, c)| *c)
    }

    fn before(&self, n: usize) -> Option<char> {
        n.checked_sub(1).and_then(|n| self.char(n))
    }

    fn byte(&self, n: usize) -> usize {
        self.chars.get(n).map_or(self.text.len(), |(at, _)| *at)
    }

    fn is_doubled(&self, n: usize) -> bool {
        let mark = self.char(n);
        mark == self.char(n + 1) && matches!(mark, Some('\'' | '`' | '\u{2018}' | '\u{2019}'))
    }

    /// True if no word ends before this position.
    fn is_word_start(&self, n: usize) -> bool {
        self.before(n).is_none_or(|c| c.is_whitespace() || "([{—–-/:…\"\u{201c}\u{2018}'«".contains(c))
    }

    /// True if a quote may begin with the character at this position.
    fn may_start_quote(&self, n: usize) -> bool {
        self.char(n).is_some_and(|c| c.is_alphanumeric() || "[(…$£€#@¿¡'\u{2018}\u{201c}\"«.–—-".contains(c))
    }

    /// Returns the style of the quote that opens here, and the number of characters in its mark.
    fn opens(&self, n: usize) -> Option<(Style, usize)> {
        let mark = self.char(n)?;
        let word_start = self.is_word_start(n);
        if self.is_doubled(n) {
            return (word_start && self.may_start_quote(n + 2)).then_some((Style::Straight, 2));
        }
        let begins = word_start && self.may_start_quote(n + 1);
        let style = match mark {
            '\u{201e}' | '\u{201f}' => Style::Double,
            // After a word it is a closing mark without an opening one.
            '\u{201c}' if word_start || self.char(n + 1).is_some_and(char::is_alphanumeric) => Style::Double,
            '\u{201d}' if begins || n == 0 => Style::Double,
            '"' | '\u{ff02}'
                if begins || n == 0 || self.opens_before_space(n) || self.opens_after_sentence(n) =>
            {
                Style::Straight
            }
            '\u{2018}' | '\u{201a}' | '\u{201b}' if begins && !self.is_elision(n) => Style::Single,
            '\u{2019}' if begins && self.is_reversed_opener(n) && !self.is_elision(n) => Style::Single,
            '\'' | '`' if begins && !self.is_elision(n) => Style::StraightSingle,
            '«' => Style::Paired('»'),
            '»' if begins => Style::Paired('«'),
            '‹' => Style::Paired('›'),
            '›' if begins => Style::Paired('‹'),
            '「' => Style::Paired('」'),
            '『' => Style::Paired('』'),
            _ => return None,
        };
        Some((style, 1))
    }

    /// True for a straight mark that opens a quote although a space follows it: `she wrote. " It rained."`
    fn opens_before_space(&self, n: usize) -> bool {
        self.is_word_start(n)
            && self.char(n + 1).is_some_and(char::is_whitespace)
            && self.char(n + 2).is_some_and(char::is_uppercase)
            && self.is_between_pairs(n)
    }

    /// True for a straight mark that opens a quote although no space precedes it: `she wrote."It rained."`
    fn opens_after_sentence(&self, n: usize) -> bool {
        self.before(n).is_some_and(|c| matches!(c, '.' | '!' | '?'))
            && self.char(n + 1).is_some_and(char::is_uppercase)
            && self.is_between_pairs(n)
    }

    /// True if all straight marks before this one are pairs, and one more follows.
    fn is_between_pairs(&self, n: usize) -> bool {
        let is_mark = |(_, c): &&(usize, char)| *c == '"';
        self.chars.len() < MAX_COUNTED
            && self.chars[..n].iter().filter(is_mark).count() % 2 == 0
            && self.chars[n + 1..].iter().any(|(_, c)| *c == '"')
    }

    /// True for a closing single mark used as an opening one, at the start of a sentence: `’We won,’ she said`.
    fn is_reversed_opener(&self, n: usize) -> bool {
        let sentence = self.char(n + 1).is_some_and(char::is_uppercase);
        sentence && self.is_introduced(n)
    }

    /// True at the start of the block, and after a colon or comma.
    fn is_introduced(&self, n: usize) -> bool {
        let before = self.chars[..n].iter().rev().take(2).map(|(_, c)| *c).find(|c| !c.is_whitespace());
        before.is_none_or(|c| c == ':' || c == ',')
    }

    /// True for an apostrophe that replaces letters or digits: ’90s, ’em, ’tis.
    ///
    /// Two digits without an `s` are a year (`the summer of ’69`), unless the mark may open a quote: `She said: '50 people came.'`
    fn is_elision(&self, n: usize) -> bool {
        let rest: String =
            self.chars[n + 1..].iter().map(|(_, c)| *c).take_while(|c| c.is_alphanumeric()).take(8).collect();
        let digits = rest.chars().take_while(char::is_ascii_digit).count() == 2;
        let decade = digits && (rest.ends_with('s') || (rest.len() == 2 && !self.is_introduced(n)));
        decade || self.language.elided_words.contains(&rest.to_lowercase())
    }

    /// Returns the number of characters in the mark that closes a quote of this style here, if one does.
    fn closes(&self, n: usize, style: Style) -> Option<usize> {
        let mark = self.char(n)?;
        let bound = self.before(n).is_some_and(|c| !c.is_whitespace() && !"([{".contains(c));
        let word_ends = self.char(n + 1).is_none_or(|c| !c.is_alphanumeric());
        match style {
            // `“We won,’’ she said.`
            Style::Straight | Style::Double
                if bound && self.is_doubled(n) && self.char(n + 2) != Some(mark) =>
            {
                Some(2)
            }
            Style::Double | Style::Straight => match mark {
                '\u{201d}' => bound || word_ends,
                // A mark between spaces closes unless a quote may begin after it: ‘… 'no way,' " he said’.
                '"' | '\u{ff02}' if !bound => !self.may_start_quote(n + 1),
                '"' | '\u{ff02}' => !self.is_inch(n) && (word_ends || style == Style::Straight),
                '\u{201c}' => bound && word_ends,
                _ => false,
            }
            .then_some(1),
            Style::Single => {
                (matches!(mark, '\u{2019}' | '\u{2018}' | '\'') && bound && word_ends).then_some(1)
            }
            Style::StraightSingle => (matches!(mark, '\'' | '\u{2019}') && bound && word_ends).then_some(1),
            Style::Paired(close) if close == mark => Some(1),
            // Some sites use the same mark on both sides: »We won»
            Style::Paired('«') => (mark == '»' && bound && word_ends).then_some(1),
            Style::Paired(_) => None,
        }
    }

    /// True for the inch mark in 6'2", after feet.
    fn is_inch(&self, n: usize) -> bool {
        let before = || self.chars[..n].iter().rev().map(|(_, c)| *c);
        let digits = before().take(3).take_while(char::is_ascii_digit).count();
        digits > 0 && before().nth(digits).is_some_and(|c| matches!(c, '\'' | '\u{2019}' | '\u{2032}'))
    }

    /// Finds the closing mark of a quote in single marks with its text from `from` on. Quotes in other marks are skipped.
    fn close_single(&self, from: usize) -> Option<usize> {
        let style = Style::Single;
        let mut doubtful = None;
        let mut n = from;
        while n <= self.last_single && n < self.chars.len() {
            // A doubtful mark closes the quote if no certain one follows soon, or if another quote opens first:
            // `the 'dogs' and the 'cats'`.
            if doubtful
                .is_some_and(|doubtful| n > doubtful + MAX_LOOKAHEAD || self.opens_single_after_space(n))
            {
                break;
            }
            if self.closes(n, style).is_some() {
                if !self.could_be_apostrophe(n) {
                    return Some(n);
                }
                doubtful = doubtful.or(Some(n));
            }
            n = self.closing[n].unwrap_or(n) + 1;
        }
        doubtful
    }

    fn opens_single_after_space(&self, n: usize) -> bool {
        self.before(n) == Some(' ') && self.opens(n).is_some_and(|(style, _)| style.is_single())
    }

    /// True for a mark that may be a possessive's apostrophe: after an `s`, before another word, as in `the dogs’ bowls`.
    /// After an `n` a letter may be missing: `rock 'n' roll`.
    fn could_be_apostrophe(&self, n: usize) -> bool {
        let before_word = self.char(n + 1) == Some(' ') && self.char(n + 2).is_some_and(char::is_alphabetic);
        self.before(n).is_some_and(|c| c == 's' || c == 'n') && before_word
    }
}

impl Style {
    /// True if its marks may be apostrophes.
    fn is_single(self) -> bool {
        matches!(self, Self::Single | Self::StraightSingle)
    }
}
