//! Quotation marks: where a quote begins and ends, in every style that news uses.

use std::ops::Range;

use crate::article::{Article, Role};

/// A stretch between quotation marks, or from one to the end of its block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Quote {
    /// Index of its block.
    pub(crate) block: usize,
    /// With its marks, bytes of the article's text.
    pub(crate) span: Range<usize>,
    /// Without them.
    pub(crate) inner: Range<usize>,
    /// False when it runs to the end of the block without a closing mark.
    pub(crate) closed: bool,
    /// Goes on with the quote of the block before, which was not closed.
    pub(crate) continues: bool,
}

/// A kind of marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    /// “ ”, and „ “.
    Double,
    /// " ", also written '' ''.
    Straight,
    /// ‘ ’, which also are apostrophes.
    Single,
    /// ' ', likewise.
    StraightSingle,
    /// « », also » «.
    Guillemets,
    /// ‹ ›, also › ‹.
    SingleGuillemets,
    /// 「 」.
    Corner,
}

/// Finds all quotes; those inside quotes belong to them. Linear in the text.
pub(crate) fn quotes(article: &Article) -> Vec<Quote> {
    let mut found: Vec<Quote> = Vec::new();
    // The style of a quote that the block before left open.
    let mut open: Option<Style> = None;
    for (index, block) in article.blocks.iter().enumerate() {
        if matches!(block.role, Role::Omitted(_)) {
            continue;
        }
        let text = &article.text[block.span.clone()];
        let mut scanner = Scanner::new(text);
        let mut left_open = None;
        while let Some((range, style, closed)) = scanner.next_quote() {
            let first = text[..range.start].trim().is_empty();
            let continues = first && open.is_some_and(|before| before == style);
            left_open = (!closed).then_some(style);
            let width = |at: usize| text[at..].chars().next().map_or(0, char::len_utf8);
            let open_width = if text[range.start..].starts_with("''") { 2 } else { width(range.start) };
            let inner_end = if closed { range.end - scanner.closing_width(range.end) } else { range.end };
            let at = |n: usize| block.span.start + n;
            found.push(Quote {
                block: index,
                span: at(range.start)..at(range.end),
                inner: at(range.start + open_width)..at(inner_end.max(range.start + open_width)),
                closed,
                continues,
            });
        }
        open = left_open;
    }
    found
}

/// Characters that are looked through for a better closing mark than a doubtful one.
const FURTHER: usize = 600;

struct Scanner<'a> {
    text: &'a str,
    chars: Vec<(usize, char)>,
    /// Next character to look at.
    at: usize,
    /// Last position of each closing mark, so that a missing one costs nothing to notice.
    last: [Option<usize>; 7],
}

impl<'a> Scanner<'a> {
    fn new(text: &'a str) -> Self {
        let chars: Vec<(usize, char)> = text.char_indices().collect();
        let mut scanner = Self { text, chars, at: 0, last: [None; 7] };
        for n in 0..scanner.chars.len() {
            for style in STYLES {
                if scanner.closes(n, style) {
                    scanner.last[style as usize] = Some(n);
                }
            }
        }
        scanner
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

    /// The next quote: its bytes with the marks, its style, and whether it is closed.
    fn next_quote(&mut self) -> Option<(Range<usize>, Style, bool)> {
        while self.at < self.chars.len() {
            let start = self.at;
            let Some((style, width)) = self.opens(start) else {
                self.at += 1;
                continue;
            };
            if let Some(close) = self.close(start + width, style) {
                let end = close + if self.is_doubled(close) { 2 } else { 1 };
                self.at = end;
                return Some((self.byte(start)..self.byte(end), style, true));
            }
            // Without a closing mark it is a quote that goes on in the next block, if the mark can be nothing else.
            let certain = matches!(style, Style::Double | Style::Guillemets | Style::Corner)
                || (style != Style::StraightSingle && self.text[..self.byte(start)].trim().is_empty());
            if certain {
                self.at = self.chars.len();
                return Some((self.byte(start)..self.text.len(), style, false));
            }
            self.at += 1;
        }
        None
    }

    fn is_doubled(&self, n: usize) -> bool {
        matches!(
            (self.char(n), self.char(n + 1)),
            (Some('\''), Some('\'')) | (Some('\u{2019}'), Some('\u{2019}'))
        )
    }

    /// Bytes of the closing mark that ends at byte `end`.
    fn closing_width(&self, end: usize) -> usize {
        if self.text[..end].ends_with("''") {
            2
        } else {
            self.text[..end].chars().next_back().map_or(0, char::len_utf8)
        }
    }

    /// The style that opens here, and how many characters the mark takes.
    fn opens(&self, n: usize) -> Option<(Style, usize)> {
        let free = self.before(n).is_none_or(|c| c.is_whitespace() || "([{—–-/:…\u{a0}".contains(c));
        let next = |width: usize| self.char(n + width).is_some_and(|c| !c.is_whitespace());
        let style = match self.char(n)? {
            '\u{201c}' | '\u{201e}' | '\u{201f}' => Style::Double,
            // Wrong way round, as a careless machine sets it.
            '\u{201d}' if free && next(1) => Style::Double,
            '"' if free && next(1) => Style::Straight,
            '\'' if free && self.is_doubled(n) && next(2) => return Some((Style::Straight, 2)),
            '\u{2018}' | '\u{201a}' if free && next(1) && !self.is_elision(n) => Style::Single,
            '\'' if free && next(1) && !self.is_elision(n) => Style::StraightSingle,
            '«' => Style::Guillemets,
            '»' if free && next(1) => Style::Guillemets,
            '‹' => Style::SingleGuillemets,
            '›' if free && next(1) => Style::SingleGuillemets,
            '「' => Style::Corner,
            _ => return None,
        };
        Some((style, 1))
    }

    /// ’90s, ’em, ’tis: letters are left out, nothing is quoted.
    fn is_elision(&self, n: usize) -> bool {
        let rest: String =
            self.chars[n + 1..].iter().map(|(_, c)| *c).take_while(|c| c.is_alphanumeric()).take(8).collect();
        let digits = rest.chars().take(2).filter(char::is_ascii_digit).count() == 2;
        (digits && (rest.len() == 2 || rest.ends_with('s')))
            || ["em", "tis", "twas", "til", "cause", "bout", "n", "round"]
                .contains(&rest.to_lowercase().as_str())
    }

    fn closes(&self, n: usize, style: Style) -> bool {
        let Some(c) = self.char(n) else { return false };
        let bound = self.before(n).is_some_and(|c| !c.is_whitespace());
        let free = |width: usize| self.char(n + width).is_none_or(|c| !c.is_alphanumeric());
        match style {
            Style::Double => {
                c == '\u{201d}' || (c == '\u{201c}' && bound && free(1)) || (c == '"' && bound && free(1))
            }
            Style::Straight => (c == '"' && bound) || (c == '\u{201d}') || (self.is_doubled(n) && bound),
            Style::Single => c == '\u{2019}' && bound && free(1) || c == '\u{2018}' && bound && free(1),
            Style::StraightSingle => c == '\'' && bound && free(1),
            Style::Guillemets => (c == '»' || c == '«') && bound,
            Style::SingleGuillemets => (c == '›' || c == '‹') && bound,
            Style::Corner => c == '」',
        }
    }

    /// The closing mark of a quote whose text begins at `from`.
    fn close(&self, from: usize, style: Style) -> Option<usize> {
        let last = self.last[style as usize].filter(|last| *last >= from)?;
        let mut depth = 0;
        let mut fallback = None;
        for n in from..=last {
            // A doubtful mark is the end if no better one comes soon; looking on for ever would take for ever.
            if fallback.is_some_and(|doubtful| n > doubtful + FURTHER) {
                break;
            }
            if style == Style::Double
                && matches!(self.char(n), Some('\u{201c}' | '\u{201e}'))
                && !self.closes(n, style)
            {
                depth += 1;
                continue;
            }
            if !self.closes(n, style) {
                continue;
            }
            if depth > 0 {
                depth -= 1;
                fallback = Some(n);
                continue;
            }
            if !matches!(style, Style::Single | Style::StraightSingle) || !self.could_be_apostrophe(n) {
                return Some(n);
            }
            fallback = fallback.or(Some(n));
        }
        fallback
    }

    /// dogs’ bowls: after an s, with a word behind it, the mark may be a possessive's.
    fn could_be_apostrophe(&self, n: usize) -> bool {
        let word_behind = self.char(n + 1) == Some(' ') && self.char(n + 2).is_some_and(char::is_alphabetic);
        self.before(n).is_some_and(|c| c == 's' || c == 'n') && word_behind
    }
}

const STYLES: [Style; 7] = [
    Style::Double,
    Style::Straight,
    Style::Single,
    Style::StraightSingle,
    Style::Guillemets,
    Style::SingleGuillemets,
    Style::Corner,
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Format, parse};

    fn found(text: &str) -> Vec<String> {
        let article = parse(text, Format::Markdown).unwrap();
        quotes(&article).iter().map(|quote| article.text[quote.inner.clone()].to_string()).collect()
    }

    #[test]
    fn every_style_of_marks_is_found() {
        for quote in [
            "“We won,”",
            "”We won,”",
            "\"We won,\"",
            "''We won,''",
            "‘We won,’",
            "'We won,'",
            "«We won,»",
            "»We won,«",
            "„We won,“",
            "‹We won,›",
            "「We won,」",
        ] {
            assert_eq!(found(&format!("They said {quote} and went home to rest.")), ["We won,"], "{quote}");
        }
    }

    #[test]
    fn apostrophes_feet_and_decades_are_no_marks() {
        assert!(found("It’s the dogs’ bowl from the ’90s, and the '80s too; give 'em a rest.").is_empty());
        assert!(found("He is 6'2\" tall and doesn't mind the neighbours' noise.").is_empty());
    }

    #[test]
    fn apostrophes_inside_single_marks_do_not_end_them() {
        assert_eq!(
            found("He said: ‘It’s the dogs’ bowl, isn’t it?’ and left."),
            ["It’s the dogs’ bowl, isn’t it?"]
        );
    }

    #[test]
    fn quotes_inside_quotes_belong_to_them() {
        assert_eq!(
            found("She said: “He told me ‘no way’, and I went.” Then she left."),
            ["He told me ‘no way’, and I went."]
        );
        assert_eq!(
            found("She said: “He told me “no way”, and I went.” Then."),
            ["He told me “no way”, and I went."]
        );
    }

    #[test]
    fn a_quote_may_run_over_paragraphs() {
        let text =
            "He said: “One thing led to another.\n\n“And then it stopped.” It was late in the day by then.";
        let article = parse(text, Format::Markdown).unwrap();
        let quotes = quotes(&article);
        assert_eq!(quotes.len(), 2);
        assert!(!quotes[0].closed && quotes[1].continues && quotes[1].closed);
    }

    #[test]
    fn a_hundred_thousand_marks_are_no_trouble() {
        for (mark, count) in [("“a ", 1), ("‘a s’ ", 100_000), ("“a” ", 100_000), ("'a ", 0)] {
            assert_eq!(found(&format!("words {}", mark.repeat(100_000))).len(), count, "{mark}");
        }
    }
}
