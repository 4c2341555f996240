//! Pieces of a spoken text for voices that take only so much at once.

use super::sentences::sentences_in;

/// Cuts `spoken` into pieces of at most `longest` characters (a `longest` of 0 counts as 1): at the ends of
/// sentences where they fit, else at clause marks, else at spaces, else between characters.
/// Where sentences end is a matter of the language, a BCP 47 tag; none means English.
/// No piece is empty or has white space at its ends; joined with spaces they hold every word.
pub fn cut(spoken: &str, longest: usize, language: Option<&str>) -> Vec<String> {
    let longest = longest.max(1);
    let mut pieces = Vec::new();
    let mut packed = Packed::new(longest);
    for sentence in sentences_in(spoken, language) {
        let sentence = &spoken[sentence];
        if !packed.take(sentence, &mut pieces) {
            packed.flush(&mut pieces);
            cut_sentence(sentence, longest, &mut pieces);
        }
    }
    packed.flush(&mut pieces);
    pieces
}

/// Whole sentences gathered into one piece, as long as they fit.
struct Packed {
    piece: String,
    chars: usize,
    longest: usize,
}

impl Packed {
    fn new(longest: usize) -> Self {
        Packed { piece: String::new(), chars: 0, longest }
    }

    /// Adds a sentence, in a new piece if need be; false when it is too long for any.
    fn take(&mut self, sentence: &str, pieces: &mut Vec<String>) -> bool {
        let chars = sentence.chars().count();
        if chars > self.longest {
            return false;
        }
        if self.chars + 1 + chars > self.longest {
            self.flush(pieces);
        }
        if self.chars > 0 {
            self.piece.push(' ');
            self.chars += 1;
        }
        self.piece.push_str(sentence);
        self.chars += chars;
        true
    }

    fn flush(&mut self, pieces: &mut Vec<String>) {
        if self.chars > 0 {
            pieces.push(std::mem::take(&mut self.piece));
            self.chars = 0;
        }
    }
}

fn cut_sentence(sentence: &str, longest: usize, pieces: &mut Vec<String>) {
    let mut rest = sentence.trim();
    while !rest.is_empty() {
        let (piece, tail) = rest.split_at(place(rest, longest));
        pieces.push(piece.trim_end().to_string());
        rest = tail.trim_start();
    }
}

/// Bytes of the best first piece of at most `longest` characters. A clause mark counts from a quarter of
/// the length on, so that a lone first word does not become a piece of its own.
fn place(text: &str, longest: usize) -> usize {
    let (mut clause, mut space, mut previous) = (None, None, ' ');
    for (count, (at, c)) in text.char_indices().enumerate() {
        if c.is_whitespace() {
            space = Some(at);
            if is_clause_mark(previous) && count * 4 >= longest {
                clause = Some(at);
            }
        }
        if count == longest {
            return clause.or(space).unwrap_or(at);
        }
        previous = c;
    }
    text.len()
}

/// A full stop within a sentence is an abbreviation's, behind which nobody draws breath.
fn is_clause_mark(c: char) -> bool {
    matches!(c, ',' | ';' | ':' | '\u{2013}' | '\u{2014}' | '!' | '?' | ')')
}
