//! One block's marks: which open, which close, and which are apostrophes, feet or inches.

use std::ops::Range;

use crate::language::attribution::Language;

/// A kind of marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// “ ”, and „ “; careless machines set them the wrong way round.
    Double,
    /// " ", also written '' '' and ‘‘ ’’.
    Straight,
    /// ‘ ’ and ‚ ‘, which also are apostrophes.
    Single,
    /// ' ', likewise.
    StraightSingle,
    /// « », ‹ ›, 「 」, 『 』: with the mark that closes.
    Facing(char),
}

/// A quote within a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// Bytes of the block, with its marks.
    pub(super) span: Range<usize>,
    /// Without them.
    pub(super) inner: Range<usize>,
    pub(super) style: Style,
    /// It has a closing mark; else it runs to the next quote or the end of the block.
    pub(super) closed: bool,
    /// Without a closing mark, because the next block goes on with it.
    pub(super) goes_on: bool,
}

/// Characters that are looked through for a better closing mark than a doubtful one.
const FURTHER: usize = 600;

pub(super) struct Scanner<'a> {
    text: &'a str,
    language: &'a Language,
    chars: Vec<(usize, char)>,
    /// For the opening mark of a pair, its closing mark. Single marks are not in it: they may be apostrophes.
    closing: Vec<Option<usize>>,
    /// Last character that could close a quote in single marks.
    last_single: usize,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(text: &'a str, language: &'a Language) -> Self {
        let chars: Vec<(usize, char)> = text.char_indices().collect();
        let closing = vec![None; chars.len()];
        let mut scanner = Self { text, language, chars, closing, last_single: 0 };
        scanner.pair();
        scanner.last_single = scanner.last_single();
        scanner
    }

    /// The style of a quote that a block begins with.
    pub(super) fn opening(text: &'a str, language: &'a Language) -> Option<Style> {
        // A mark is told by what stands around it: a few characters are enough.
        let end = text.char_indices().nth(16).map_or(text.len(), |(at, _)| at);
        let scanner = Self {
            text,
            language,
            chars: text[..end].char_indices().collect(),
            closing: Vec::new(),
            last_single: 0,
        };
        scanner.opens(0).map(|(style, _)| style)
    }

    /// The quotes of the block; `next` is the style that the next block opens with.
    pub(super) fn quotes(&self, next: Option<Style>) -> Vec<Found> {
        let mut found: Vec<Found> = Vec::new();
        let mut n = 0;
        while n < self.chars.len() {
            let Some((style, width)) = self.opens(n) else {
                n += 1;
                continue;
            };
            let close = if style.is_single() { self.close_single(n + width) } else { self.closing[n] };
            if let Some(close) = close {
                let end = close + self.closes(close, style).unwrap_or(1);
                found.push(self.found(n..end, n + width..close, style, true, false));
                n = end;
                continue;
            }
            let goes_on = next == Some(style);
            if style.is_single() && !goes_on {
                n += 1;
                continue;
            }
            // A mark that was forgotten: the next quote is another.
            let other =
                (n + width..self.chars.len()).find(|n| self.closing[*n].is_some() && !style.is_single());
            let end = other.unwrap_or(self.chars.len());
            found.push(self.found(n..end, n + width..end, style, false, goes_on && other.is_none()));
            n = end;
        }
        found
    }

    /// `span` and `inner` in characters; white space at the end stays outside.
    fn found(
        &self,
        span: Range<usize>,
        inner: Range<usize>,
        style: Style,
        closed: bool,
        goes_on: bool,
    ) -> Found {
        let whole = self.byte(span.start)..self.byte(span.end);
        let end = whole.start + self.text[whole.clone()].trim_end().len();
        let inner = self.byte(inner.start)..self.byte(inner.end).min(end).max(self.byte(inner.start));
        Found { span: whole.start..end.max(inner.end), inner, style, closed, goes_on }
    }

    /// Pairs the marks that are no apostrophes, inner pairs first.
    fn pair(&mut self) {
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

    /// Nothing that belongs to a word stands before.
    fn is_free(&self, n: usize) -> bool {
        self.before(n).is_none_or(|c| c.is_whitespace() || "([{—–-/:…\"\u{201c}\u{2018}'«".contains(c))
    }

    /// Something follows that a quote may begin with.
    fn is_followed(&self, n: usize) -> bool {
        self.char(n).is_some_and(|c| c.is_alphanumeric() || "[(…$£€#@¿¡'\u{2018}\u{201c}\"«.–—-".contains(c))
    }

    /// The style that opens here, and how many characters the mark takes.
    fn opens(&self, n: usize) -> Option<(Style, usize)> {
        let mark = self.char(n)?;
        let free = self.is_free(n);
        if self.is_doubled(n) {
            return (free && self.is_followed(n + 2)).then_some((Style::Straight, 2));
        }
        let begins = free && self.is_followed(n + 1);
        let apostrophe = || self.is_elision(n);
        let style = match mark {
            '\u{201e}' | '\u{201f}' => Style::Double,
            // Behind a word it is a closing mark that nothing opened.
            '\u{201c}' if free || self.char(n + 1).is_some_and(char::is_alphanumeric) => Style::Double,
            '\u{201d}' if begins || n == 0 => Style::Double,
            '"' | '\u{ff02}' if begins || n == 0 => Style::Straight,
            '\u{2018}' | '\u{201a}' | '\u{201b}' if begins && !apostrophe() => Style::Single,
            '\u{2019}' if begins && self.is_turned(n) && !apostrophe() => Style::Single,
            '\'' | '`' if begins && !apostrophe() => Style::StraightSingle,
            '«' => Style::Facing('»'),
            '»' if begins => Style::Facing('«'),
            '‹' => Style::Facing('›'),
            '›' if begins => Style::Facing('‹'),
            '「' => Style::Facing('」'),
            '『' => Style::Facing('』'),
            _ => return None,
        };
        Some((style, 1))
    }

    /// A closing single mark in the place of an opening one: before a sentence.
    fn is_turned(&self, n: usize) -> bool {
        let sentence = self.char(n + 1).is_some_and(char::is_uppercase);
        sentence && self.introduces(n)
    }

    /// The block begins here, or a colon or comma stands before.
    fn introduces(&self, n: usize) -> bool {
        let before = self.chars[..n].iter().rev().take(2).map(|(_, c)| *c).find(|c| !c.is_whitespace());
        before.is_none_or(|c| c == ':' || c == ',')
    }

    /// ’90s, ’em, ’tis: letters are left out, nothing is quoted.
    fn is_elision(&self, n: usize) -> bool {
        let rest: String =
            self.chars[n + 1..].iter().map(|(_, c)| *c).take_while(|c| c.is_alphanumeric()).take(8).collect();
        let digits = rest.chars().take_while(char::is_ascii_digit).count() == 2;
        let decade = digits && (rest.ends_with('s') || (rest.len() == 2 && !self.introduces(n)));
        decade || self.language.elisions.contains(&rest.to_lowercase())
    }

    /// How many characters the mark takes that closes a quote of this style here.
    fn closes(&self, n: usize, style: Style) -> Option<usize> {
        let mark = self.char(n)?;
        let bound = self.before(n).is_some_and(|c| !c.is_whitespace() && !"([{".contains(c));
        let ends = |width: usize| self.char(n + width).is_none_or(|c| !c.is_alphanumeric());
        let doubled = || bound && self.is_doubled(n) && self.char(n + 2) != Some(mark);
        match style {
            Style::Straight if doubled() => Some(2),
            Style::Double | Style::Straight => match mark {
                '\u{201d}' => bound || ends(1),
                // Between spaces it can open nothing: ‘… 'no way,' " he said’.
                '"' | '\u{ff02}' if !bound => !self.is_followed(n + 1),
                '"' | '\u{ff02}' => !self.is_inch(n) && (ends(1) || style == Style::Straight),
                '\u{201c}' => bound && ends(1),
                _ => false,
            }
            .then_some(1),
            Style::Single => {
                (matches!(mark, '\u{2019}' | '\u{2018}' | '\'') && bound && ends(1)).then_some(1)
            }
            Style::StraightSingle => (matches!(mark, '\'' | '\u{2019}') && bound && ends(1)).then_some(1),
            Style::Facing(close) if close == mark => Some(1),
            // »Both the same way round»
            Style::Facing('«') => (mark == '»' && bound && ends(1)).then_some(1),
            Style::Facing(_) => None,
        }
    }

    /// 6'2": feet stand before.
    fn is_inch(&self, n: usize) -> bool {
        let before = || self.chars[..n].iter().rev().map(|(_, c)| *c);
        let digits = before().take(3).take_while(char::is_ascii_digit).count();
        digits > 0 && before().nth(digits).is_some_and(|c| matches!(c, '\'' | '\u{2019}' | '\u{2032}'))
    }

    /// The closing mark of a quote in single marks whose text begins at `from`; what stands in other marks is passed over.
    fn close_single(&self, from: usize) -> Option<usize> {
        let style = Style::Single;
        let mut doubtful = None;
        let mut n = from;
        while n <= self.last_single && n < self.chars.len() {
            // A doubtful mark is the end if no better one comes soon; looking on for ever would take for ever.
            let another = || self.before(n) == Some(' ') && self.opens(n).is_some_and(|(s, _)| s.is_single());
            if doubtful.is_some_and(|doubtful| n > doubtful + FURTHER || another()) {
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

    /// dogs’ bowls: after an s, with a word behind it, the mark may be a possessive's.
    fn could_be_apostrophe(&self, n: usize) -> bool {
        let word_behind = self.char(n + 1) == Some(' ') && self.char(n + 2).is_some_and(char::is_alphabetic);
        self.before(n).is_some_and(|c| c == 's' || c == 'n') && word_behind
    }
}

impl Style {
    /// Its marks may be apostrophes.
    fn is_single(self) -> bool {
        matches!(self, Self::Single | Self::StraightSingle)
    }
}
