//! A text as a row of tokens, which the reading rules look at from left to right.

/// What a token is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Letters of any script with their marks; an apostrophe between letters belongs to them.
    Letters,
    /// ASCII digits.
    Digits,
    /// White space.
    Space,
    /// A run of one and the same mark.
    Sign,
    /// A spoken form from the lexicon; no rule reads it again.
    Said,
}

/// A piece of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token<'a> {
    pub kind: Kind,
    pub text: &'a str,
}

/// The tokens of one text. Looking outside it finds [`Kind::Space`] with an empty text.
#[derive(Debug, Default)]
pub(super) struct Tokens<'a>(Vec<Token<'a>>);

impl<'a> Tokens<'a> {
    /// Adds written text.
    pub fn push_written(&mut self, text: &'a str) {
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let kind = kind_of(first);
            let (token, tail) = rest.split_at(length(rest, first, kind));
            self.0.push(Token { kind, text: token });
            rest = tail;
        }
    }

    /// Adds a spoken form that stays as it is.
    pub fn push_said(&mut self, text: &'a str) {
        self.0.push(Token { kind: Kind::Said, text });
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The token at `i`, which may lie outside.
    pub fn at(&self, i: usize) -> Token<'a> {
        self.0.get(i).copied().unwrap_or(Token { kind: Kind::Space, text: "" })
    }

    /// The token `n` before `i`.
    pub fn back(&self, i: usize, n: usize) -> Token<'a> {
        self.at(i.checked_sub(n).unwrap_or(usize::MAX))
    }

    /// The text of the token at `i`.
    pub fn text(&self, i: usize) -> &'a str {
        self.at(i).text
    }

    /// True when the token at `i` is exactly `text`.
    pub fn is(&self, i: usize, text: &str) -> bool {
        self.text(i) == text
    }

    /// The digits at `i`.
    pub fn digits(&self, i: usize) -> Option<&'a str> {
        self.of(i, Kind::Digits)
    }

    /// The letters at `i`.
    pub fn letters(&self, i: usize) -> Option<&'a str> {
        self.of(i, Kind::Letters)
    }

    /// True for a space, or outside the text.
    pub fn is_space(&self, i: usize) -> bool {
        self.at(i).kind == Kind::Space
    }

    /// `i`, or the place after the space at `i`.
    pub fn past_space(&self, i: usize) -> usize {
        if self.is_space(i) && i < self.len() { i + 1 } else { i }
    }

    /// The word that stands before `i` with a space between; empty when there is none.
    pub fn word_before(&self, i: usize) -> &'a str {
        match (self.back(i, 1).kind, self.back(i, 2)) {
            (Kind::Space, Token { kind: Kind::Letters, text }) => text,
            _ => "",
        }
    }

    /// The word that stands at `i` with a space before it; empty when there is none.
    pub fn word_after(&self, i: usize) -> &'a str {
        if self.is_space(i) { self.letters(i + 1).unwrap_or("") } else { "" }
    }

    /// True when only closing marks follow from `i` on.
    pub fn is_end(&self, i: usize) -> bool {
        (i..self.len().min(i + 4)).all(|k| self.is_space(k) || is_closing(self.text(k)))
            && i + 4 >= self.len()
    }

    fn of(&self, i: usize, kind: Kind) -> Option<&'a str> {
        let token = self.at(i);
        (token.kind == kind).then_some(token.text)
    }
}

/// True for marks that may stand after a full stop.
fn is_closing(text: &str) -> bool {
    text.chars().all(|c| matches!(c, '"' | '\'' | '\u{201d}' | '\u{2019}' | '\u{bb}' | ')' | ']'))
}

fn kind_of(c: char) -> Kind {
    match c {
        c if c.is_ascii_digit() => Kind::Digits,
        c if c.is_whitespace() => Kind::Space,
        c if is_sign(c) => Kind::Sign,
        _ => Kind::Letters,
    }
}

/// Punctuation and symbols. What is not listed counts as letters, so that marks of other scripts stay in their words.
pub(super) fn is_sign(c: char) -> bool {
    c.is_ascii_punctuation()
        || matches!(c,
            '\u{a1}'..='\u{a9}' | '\u{ab}'..='\u{b1}' | '\u{b4}' | '\u{b6}'..='\u{b8}' | '\u{bb}' | '\u{bf}'
            | '\u{d7}' | '\u{f7}' | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}'
            | '\u{20a0}'..='\u{20cf}' | '\u{2200}'..='\u{22ff}' | '\u{2605}' | '\u{2606}' | '\u{3001}'..='\u{3003}'
            | '\u{3008}'..='\u{3020}' | '\u{e3f}')
}

/// Bytes of the token that `text` begins with.
fn length(text: &str, first: char, kind: Kind) -> usize {
    let mut letter_before = false;
    for (at, c) in text.char_indices() {
        let inside = match kind {
            Kind::Sign => c == first,
            Kind::Letters if is_apostrophe(c) && letter_before => {
                text[at + c.len_utf8()..].chars().next().is_some_and(|next| kind_of(next) == Kind::Letters)
            }
            kind => kind_of(c) == kind,
        };
        if !inside {
            return at;
        }
        letter_before = kind_of(c) == Kind::Letters;
    }
    text.len()
}

/// Straight and curly.
pub(super) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}')
}

/// True for a hyphen or a dash that joins two numbers.
pub(super) fn is_joint(text: &str) -> bool {
    matches!(text, "-" | "\u{2010}" | "\u{2011}" | "\u{2012}" | "\u{2013}" | "\u{2014}")
}
