//! Splits text into sentences, and into pieces of limited length.

use std::ops::Range;

use super::languages::rules_for;
use super::rules::LanguageRules;

/// The most digits of a note that is stuck to the end of a sentence.
const LONGEST_NOTE: usize = 3;

/// Splits `text` into sentences and returns their byte ranges.
///
/// The ranges are in order and have no white space at their ends. Every other character is in exactly one of them. A blank
/// line ends a sentence too. A sentence without letters and digits is joined to its neighbour. `language` is a BCP 47 tag;
/// `None` means English.
///
/// ```
/// let text = "Mr. Hale left. He never came back.";
/// let sentences = aloud::speech::sentences(text, Some("en"));
/// assert_eq!(&text[sentences[0].clone()], "Mr. Hale left.");
/// ```
pub fn sentences(text: &str, language: Option<&str>) -> Vec<Range<usize>> {
    let rules = rules_for(language);
    let mut sentences: Vec<Range<usize>> = Vec::new();
    let mut start = 0;
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let next = at + c.len_utf8();
        let step = match c {
            '\n' => paragraph_break(text, next),
            c if is_terminator(c) || rules.ends_question(c) => after_terminator(text, start, at, rules),
            _ => Step::Continue(next),
        };
        at = match step {
            Step::Continue(to) => to,
            Step::Split(to) => {
                push(&mut sentences, text, start..to);
                start = to;
                to
            }
        };
    }
    push(&mut sentences, text, start..text.len());
    sentences
}

/// Splits `spoken` into pieces of at most `longest` characters, for voices that accept only so much at once.
///
/// A piece ends at the end of a sentence if sentences fit, else at a clause mark, else at a space, else between two
/// characters. No piece is empty or has white space at its ends. Joined with spaces, the pieces contain every word. A
/// `longest` of 0 counts as 1. `language` is a BCP 47 tag; `None` means English.
///
/// ```
/// let pieces = aloud::speech::split_to_length("One two. Three four. Five.", 20, None);
/// assert_eq!(pieces, ["One two. Three four.", "Five."]);
/// ```
pub fn split_to_length(spoken: &str, longest: usize, language: Option<&str>) -> Vec<String> {
    let longest = longest.max(1);
    let mut pieces = Vec::new();
    let mut piece = Piece { text: String::new(), chars: 0, longest };
    for sentence in sentences(spoken, language) {
        let sentence = &spoken[sentence];
        if !piece.add(sentence, &mut pieces) {
            piece.finish(&mut pieces);
            split_sentence(sentence, longest, &mut pieces);
        }
    }
    piece.finish(&mut pieces);
    pieces
}

/// What to do after a line break or a terminator.
enum Step {
    /// Continue the sentence from this byte.
    Continue(usize),
    /// End the sentence before this byte.
    Split(usize),
}

/// Adds a sentence, or joins it to the one before if one of the two has no letter and no digit: "It ended. * * *".
fn push(sentences: &mut Vec<Range<usize>>, text: &str, range: Range<usize>) {
    let raw = &text[range.clone()];
    let start = range.start + (raw.len() - raw.trim_start().len());
    let end = start + raw.trim().len();
    if start == end {
        return;
    }
    let only = sentences.len() == 1;
    match sentences.last_mut() {
        // Only the first sentence can be without words: a later one has been joined to the one before.
        Some(last) if !has_words(text, start..end) || (only && !has_words(text, last.clone())) => {
            last.end = end
        }
        _ => sentences.push(start..end),
    }
}

fn has_words(text: &str, range: Range<usize>) -> bool {
    text[range].contains(char::is_alphanumeric)
}

/// After a line break at the byte before `from`: a blank line ends the sentence.
fn paragraph_break(text: &str, from: usize) -> Step {
    let rest = &text[from..];
    let to = from + (rest.len() - rest.trim_start().len());
    if text[from..to].contains('\n') { Step::Split(to) } else { Step::Continue(to) }
}

/// At a full stop, question or exclamation mark at byte `at` of a sentence that began at `start`.
fn after_terminator(text: &str, start: usize, at: usize, rules: &dyn LanguageRules) -> Step {
    let rest = &text[at..];
    let ends = |c: char| is_terminator(c) || rules.ends_question(c);
    let marks = rest.len() - rest.trim_start_matches(ends).len();
    let run = &rest[..marks];
    let closed = at + marks + closing_length(&rest[marks..]);
    let end = after_guillemet(text, after_note_number(text, start, at, after_footnote(text, closed), rules));
    let tail = text[end..].trim_start();
    let spaced = tail.len() < text.len() - end || run.chars().any(is_wide);
    if tail.is_empty() || !spaced {
        return Step::Continue(end);
    }
    let next = tail.trim_start_matches(is_opening).trim_start();
    // A small letter or a comma continues the sentence: "Stop!” he said", "Non », dit-il".
    let continues = next.chars().next().is_some_and(|c| c.is_lowercase() || matches!(c, ',' | ';' | ':'))
        || is_spaced_dot(tail)
        || (run == "."
            && end == at + 1
            && (is_list_marker(&text[start..at]) || !rules.may_end(&text[start..at], next)));
    if continues { Step::Continue(end) } else { Step::Split(end) }
}

/// Returns the length in bytes of the closing quotation marks and brackets at the start of `text`.
fn closing_length(text: &str) -> usize {
    text.len()
        - text
            .trim_start_matches(|c| {
                matches!(
                    c,
                    '"' | '\''
                        | ')'
                        | ']'
                        | '}'
                        | '\u{201d}'
                        | '\u{2019}'
                        | '\u{bb}'
                        | '\u{203a}'
                        | '\u{201c}'
                        | '\u{2018}'
                        | '\u{ab}'
                        | '\u{2039}'
                        | '\u{300d}'
                        | '\u{300f}'
                )
            })
            .len()
}

/// Returns the byte after a closing quotation mark with a space before it, as French writes it: "Non. »".
fn after_guillemet(text: &str, at: usize) -> usize {
    let rest = text[at..].trim_start_matches([' ', '\u{a0}', '\u{202f}']);
    match rest.strip_prefix(['\u{bb}', '\u{203a}']) {
        Some(after) if !after.starts_with(char::is_alphanumeric) => text.len() - after.len(),
        _ => at,
    }
}

/// Returns the byte after a footnote mark such as `[12]` at byte `at`.
fn after_footnote(text: &str, at: usize) -> usize {
    let digits =
        text[at..].strip_prefix('[').map(|rest| rest.trim_start_matches(|c: char| c.is_ascii_digit()));
    match digits.and_then(|rest| rest.strip_prefix(']')) {
        Some(rest) => text.len() - rest.len(),
        None => at,
    }
}

/// Returns the byte after the number of a note that is stuck to the end of a sentence: "Nobody paid for it.4 The town". After
/// an abbreviation it is a number: "No.5 Main Street".
fn after_note_number(text: &str, start: usize, stop: usize, at: usize, rules: &dyn LanguageRules) -> usize {
    let rest = text[at..].trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = &text[at..text.len() - rest.len()];
    let next = rest.trim_start().trim_start_matches(is_opening);
    let small = (1..=LONGEST_NOTE).contains(&digits.len()) && !digits.starts_with('0');
    let ends = rest.starts_with(char::is_whitespace) && next.starts_with(char::is_uppercase);
    let sentence = &text[start..stop];
    let stuck = small && ends && sentence.ends_with(char::is_alphabetic) && rules.may_end(sentence, digits);
    if stuck { at + digits.len() } else { at }
}

/// True for the number of a list item, alone at the start of the sentence: "1. Take the boat."
fn is_list_marker(sentence: &str) -> bool {
    let word = sentence.trim();
    (1..=3).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_digit())
}

fn is_terminator(c: char) -> bool {
    // The Arabic question mark, the full stops of Hindi, Ethiopic, Armenian, Burmese, Urdu and Khmer, and the Greek question mark.
    let other = matches!(
        c,
        '\u{61f}'
            | '\u{964}'
            | '\u{965}'
            | '\u{1362}'
            | '\u{589}'
            | '\u{104b}'
            | '\u{6d4}'
            | '\u{17d4}'
            | '\u{37e}'
    );
    matches!(c, '.' | '!' | '?' | '\u{2026}') || other || is_wide(c)
}

/// True for ideographic full stops, which have no space after them.
fn is_wide(c: char) -> bool {
    matches!(c, '\u{3002}' | '\u{ff01}' | '\u{ff1f}')
}

fn is_opening(c: char) -> bool {
    matches!(
        c,
        '"' | '\''
            | '('
            | '['
            | '{'
            | '\u{bf}'
            | '\u{a1}'
            | '\u{201c}'
            | '\u{2018}'
            | '\u{ab}'
            | '\u{201e}'
            | '\u{201a}'
            | '\u{300c}'
            | '\u{300e}'
    )
}

/// True for the next of several full stops with spaces between: "He paused . . . then spoke."
fn is_spaced_dot(tail: &str) -> bool {
    tail.strip_prefix('.').is_some_and(|rest| rest.starts_with(char::is_whitespace))
}

/// A piece of whole sentences.
struct Piece {
    text: String,
    chars: usize,
    longest: usize,
}

impl Piece {
    /// Adds a sentence, and finishes the piece first if the sentence does not fit. Returns false for a sentence that is
    /// longer than any piece.
    fn add(&mut self, sentence: &str, pieces: &mut Vec<String>) -> bool {
        let chars = sentence.chars().count();
        if chars > self.longest {
            return false;
        }
        if self.chars + 1 + chars > self.longest {
            self.finish(pieces);
        }
        if self.chars > 0 {
            self.text.push(' ');
            self.chars += 1;
        }
        self.text.push_str(sentence);
        self.chars += chars;
        true
    }

    fn finish(&mut self, pieces: &mut Vec<String>) {
        if self.chars > 0 {
            pieces.push(std::mem::take(&mut self.text));
            self.chars = 0;
        }
    }
}

fn split_sentence(sentence: &str, longest: usize, pieces: &mut Vec<String>) {
    let mut rest = sentence.trim();
    while !rest.is_empty() {
        let (piece, tail) = rest.split_at(piece_length(rest, longest));
        pieces.push(piece.trim_end().to_string());
        rest = tail.trim_start();
    }
}

/// Returns the length in bytes of the best first piece of at most `longest` characters. A clause mark counts from a quarter
/// of that length on: a single first word ("Yes, …") must not become a piece of its own.
fn piece_length(text: &str, longest: usize) -> usize {
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

/// True for marks after which a reader pauses. A full stop inside a sentence belongs to an abbreviation, without a pause.
fn is_clause_mark(c: char) -> bool {
    matches!(c, ',' | ';' | ':' | '\u{2013}' | '\u{2014}' | '!' | '?' | ')')
}
