//! Splits a text into tokens, which the normalisation rules read from left to right.

/// The kind of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Letters of any script with their marks. An apostrophe between letters belongs to them: "don't".
    Letters,
    /// ASCII digits.
    Digits,
    /// White space.
    Space,
    /// A run of the same mark: "...", "++".
    Sign,
    /// A spoken form from the lexicon, which no rule changes.
    Lexicon,
}

/// A part of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token<'a> {
    pub kind: Kind,
    pub text: &'a str,
}

/// The tokens of one text. An index outside it returns a [`Kind::Space`] with an empty text.
#[derive(Debug, Default)]
pub(super) struct Tokens<'a>(Vec<Token<'a>>);

impl<'a> Tokens<'a> {
    /// Appends the tokens of a written text.
    pub(crate) fn push_written(&mut self, text: &'a str) {
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let kind = kind_of(first);
            let (token, tail) = rest.split_at(token_length(rest, first, kind));
            self.0.push(Token { kind, text: token });
            rest = tail;
        }
    }

    /// Appends a spoken form from the lexicon.
    pub(crate) fn push_lexicon(&mut self, text: &'a str) {
        self.0.push(Token { kind: Kind::Lexicon, text });
    }

    /// Returns the number of tokens.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Returns the token at `i`, which may be outside the text.
    pub fn at(&self, i: usize) -> Token<'a> {
        self.0.get(i).copied().unwrap_or(Token { kind: Kind::Space, text: "" })
    }

    /// Returns the text of the tokens from `from` to `to`. They must not cross a form from the lexicon, which is no text.
    pub(crate) fn source(&self, from: usize, to: usize) -> String {
        (from..to).map(|i| self.text(i)).collect()
    }

    /// Returns the token `n` tokens before `i`.
    pub fn back(&self, i: usize, n: usize) -> Token<'a> {
        self.at(i.checked_sub(n).unwrap_or(usize::MAX))
    }

    /// Returns the text of the token at `i`.
    pub fn text(&self, i: usize) -> &'a str {
        self.at(i).text
    }

    /// True when the token at `i` is exactly `text`.
    pub fn is(&self, i: usize, text: &str) -> bool {
        self.text(i) == text
    }

    /// Returns the digits at `i`.
    pub(crate) fn digits(&self, i: usize) -> Option<&'a str> {
        self.text_of_kind(i, Kind::Digits)
    }

    /// Returns the letters at `i`.
    pub fn letters(&self, i: usize) -> Option<&'a str> {
        self.text_of_kind(i, Kind::Letters)
    }

    /// True for a space, or outside the text.
    pub(crate) fn is_space(&self, i: usize) -> bool {
        self.at(i).kind == Kind::Space
    }

    /// Returns the index after the space at `i`, or `i` if there is no space.
    pub(crate) fn past_space(&self, i: usize) -> usize {
        if self.is_space(i) && i < self.len() { i + 1 } else { i }
    }

    /// Returns the word before `i` with a space between, or an empty string.
    pub(crate) fn word_before(&self, i: usize) -> &'a str {
        match (self.back(i, 1).kind, self.back(i, 2)) {
            (Kind::Space, Token { kind: Kind::Letters, text }) => text,
            _ => "",
        }
    }

    /// Returns the word after the space at `i`, or an empty string.
    pub(crate) fn word_after(&self, i: usize) -> &'a str {
        if self.is_space(i) { self.letters(i + 1).unwrap_or("") } else { "" }
    }

    /// True when only spaces and closing marks follow from `i` on.
    pub(crate) fn is_end(&self, i: usize) -> bool {
        (i..self.len().min(i + 4)).all(|k| self.is_space(k) || is_closing(self.text(k)))
            && i + 4 >= self.len()
    }

    /// Returns the index after the dash at `i`, which has a space on both sides or on none: "30 May-2 June", "5 – 10".
    pub(crate) fn past_joint(&self, i: usize) -> Option<usize> {
        let spaced = self.is_space(i) && i < self.len();
        let at = i + usize::from(spaced);
        let joins = is_joint(self.text(at)) && (self.is_space(at + 1) && at + 1 < self.len()) == spaced;
        joins.then_some(at + 1 + usize::from(spaced))
    }

    fn text_of_kind(&self, i: usize, kind: Kind) -> Option<&'a str> {
        let token = self.at(i);
        (token.kind == kind).then_some(token.text)
    }
}

/// True for marks that may follow the last full stop of a text.
fn is_closing(text: &str) -> bool {
    text.chars().all(|c| matches!(c, '"' | '\'' | '\u{201d}' | '\u{2019}' | '\u{bb}' | ')' | ']'))
}

fn kind_of(c: char) -> Kind {
    match c {
        c if c.is_ascii_alphabetic() => Kind::Letters,
        c if c.is_ascii_digit() => Kind::Digits,
        c if c.is_whitespace() => Kind::Space,
        c if is_sign(c) => Kind::Sign,
        _ => Kind::Letters,
    }
}

/// True for punctuation and symbols. All other characters count as letters, which keeps the marks of other scripts in
/// their words.
pub(super) fn is_sign(c: char) -> bool {
    c.is_ascii_punctuation()
        || matches!(c,
            '\u{a1}'..='\u{a9}' | '\u{ab}'..='\u{b1}' | '\u{b4}' | '\u{b6}'..='\u{b8}' | '\u{bb}' | '\u{bf}'
            | '\u{d7}' | '\u{f7}' | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}'
            | '\u{20a0}'..='\u{20cf}' | '\u{2116}' | '\u{2200}'..='\u{22ff}' | '\u{2605}' | '\u{2606}' | '\u{3001}'..='\u{3003}'
            | '\u{3008}'..='\u{3020}' | '\u{e3f}')
}

/// Returns the length in bytes of the token at the start of `text`.
fn token_length(text: &str, first: char, kind: Kind) -> usize {
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

/// True for the straight and the curly apostrophe.
pub(super) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}')
}

/// True for a hyphen or a dash that can join two numbers: "10-15", "1914–18".
pub(super) fn is_joint(text: &str) -> bool {
    matches!(text, "-" | "\u{2010}" | "\u{2011}" | "\u{2012}" | "\u{2013}" | "\u{2014}")
}
