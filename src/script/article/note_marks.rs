//! Removes the marks of notes and citations from a block: `he said.3 She`, `“It holds,”3 he said`, `[12]`, `[5–7]`, `[@weir1901]`.
//!
//! Listeners cannot follow them, and a number that touches a quotation hides who says it. A note itself is a block of its own.

use std::borrow::Cow;

/// The most digits of the number of a note. Four digits are a year: `in [2020]`.
const LONGEST_NOTE: usize = 3;
/// A citation in brackets has at most this many bytes.
const LONGEST_CITATION: usize = 120;
/// Abbreviations that a number follows without a space: `fig.2 Shows`.
const BEFORE_NUMBERS: [&str; 7] = ["abs", "art", "fig", "nos", "sec", "vol", "abb"];

/// Returns the words of a block without such marks.
pub(super) fn remove(text: &str) -> Cow<'_, str> {
    let may_have_marks =
        |c: char| matches!(c, '[' | '”' | '“' | '"' | '»' | '.' | '!' | '?') || is_superscript(c);
    if !text.contains(may_have_marks) {
        return Cow::Borrowed(text);
    }
    let (mut result, mut copied, mut at) = (String::new(), 0, 0);
    while let Some(next) = text[at..].chars().next() {
        let length = if at == 0 { 0 } else { mark_length(&text[..at], &text[at..]) };
        if length > 0 {
            result.push_str(&text[copied..at]);
            at += length;
            copied = at;
            if text[at..].starts_with([' ', '.', ',', ';', ':', '!', '?', ')']) || at == text.len() {
                result.truncate(result.trim_end_matches(' ').len());
            }
        } else {
            at += next.len_utf8();
        }
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    result.push_str(&text[copied..]);
    Cow::Owned(result)
}

/// Returns the length of the mark between two parts of a text; 0 if there is none.
fn mark_length(before: &str, after: &str) -> usize {
    match after.chars().next() {
        Some('[') => citation_length(after),
        Some(c) if c.is_ascii_digit() => note_length(before, after),
        Some(c) if is_superscript(c) && before.trim_end_matches(' ').ends_with(is_sentence_mark) => {
            after.find(|c| !is_superscript(c)).unwrap_or(after.len())
        }
        _ => 0,
    }
}

/// Returns the length of `[12]`, `[3, 4]`, `[5–7]` or `[see @weir1901, p. 3]`.
fn citation_length(after: &str) -> usize {
    let Some(end) = after.bytes().take(LONGEST_CITATION).position(|byte| byte == b']') else { return 0 };
    let inside = &after[1..end];
    let is_link = after[end + 1..].starts_with(['(', '[', ':']) && !after[end + 1..].starts_with("[1");
    let has_key = inside
        .split([' ', ';', '-'])
        .any(|word| word.strip_prefix('@').is_some_and(|key| key.starts_with(char::is_alphabetic)));
    // The reference to a note that the source does not have.
    let has_key =
        has_key || inside.strip_prefix('^').is_some_and(|key| !key.is_empty() && !key.contains(' '));
    let mut numbers = inside.split([',', '–', '-', ';', ' ']).filter(|part| !part.is_empty()).peekable();
    let is_numbered = numbers.peek().is_some()
        && numbers.all(|part| part.len() <= LONGEST_NOTE && part.bytes().all(|b| b.is_ascii_digit()));
    if is_numbered || (has_key && !is_link) { end + 1 } else { 0 }
}

/// Returns the length of a number that touches the end of a quotation or of a sentence.
fn note_length(before: &str, after: &str) -> usize {
    let digits = after.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &after[digits..];
    if !(1..=LONGEST_NOTE).contains(&digits) || after.starts_with('0') {
        return 0;
    }
    let quoted = before.strip_suffix(['”', '“', '"', '»']);
    let touches_quotation = quoted.is_some_and(|before| before.ends_with(['.', ',', '!', '?']))
        && rest.chars().next().is_none_or(char::is_whitespace);
    if touches_quotation || touches_sentence(before, rest) { digits } else { 0 }
}

/// True for `by the sea.3 She`: a word in lower case ends the sentence, and a capital or nothing follows. `No.2 Court` and
/// `version 1.2 The` have no such word.
fn touches_sentence(before: &str, rest: &str) -> bool {
    let Some(sentence) = before.strip_suffix(['.', '!', '?']) else { return false };
    let word = sentence.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let next = rest.trim_start_matches(' ');
    let follows = next.is_empty()
        || next.starts_with('\n')
        || (next.len() < rest.len()
            && next.starts_with(|c: char| c.is_uppercase() || matches!(c, '“' | '"' | '„' | '«' | '‘')));
    follows
        && word.chars().count() >= 3
        && word.chars().all(char::is_lowercase)
        && !sentence[..sentence.len() - word.len()].ends_with('.')
        && !BEFORE_NUMBERS.contains(&word)
}

fn is_sentence_mark(c: char) -> bool {
    matches!(c, '.' | ',' | '!' | '?' | '”' | '“' | '"' | '»')
}

fn is_superscript(c: char) -> bool {
    matches!(c, '¹' | '²' | '³' | '⁰' | '⁴'..='⁹')
}

#[cfg(test)]
mod tests {
    use super::remove;

    #[test]
    fn removes_numbers_that_touch_a_quotation_or_a_sentence() {
        for (text, expected) in [
            ("“It holds,”3 he said. “No.”12", "“It holds,” he said. “No.”"),
            ("“It holds,”³ he said.", "“It holds,” he said."),
            ("They sailed by night.1 Then they slept.2", "They sailed by night. Then they slept."),
        ] {
            assert_eq!(remove(text), expected);
        }
        for text in [
            "“It holds,” 3 men said.",
            "the “big”3 of them",
            "“Yes,”30th said",
            "He was 5'3\" tall.",
            "See fig.2 Then go to No.1 Court.",
            "Version 1.2 The rest. 4 men and 30 m² of it.",
        ] {
            assert_eq!(remove(text), text);
        }
    }

    #[test]
    fn removes_citations_and_keeps_other_brackets() {
        assert_eq!(
            remove("It ran on [12], she [@weir1901, p. 3] and he [3, 4] found [5–7]."),
            "It ran on, she and he found."
        );
        assert_eq!(remove("It was lit in 1872.[1][2] So it was."), "It was lit in 1872. So it was.");
        for text in [
            "[1] Port records.",
            "He came in [2020] and [sic] left.",
            "“[He] was late.”",
            "mail [a@b.example]",
        ] {
            assert_eq!(remove(text), text);
        }
    }
}
