//! Helpers on words: capitals, the last word of a text, joining.

pub(super) use crate::language::words::capitalised;

/// The longest abbreviation that is looked for at the end of a sentence, in bytes.
const LONGEST_ABBREVIATION: usize = 24;

/// Returns the word with its first letter in lower case.
pub(super) fn uncapitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(|first| first.to_lowercase().chain(chars).collect()).unwrap_or_default()
}

/// True when the word begins with a capital.
pub(super) fn has_capital(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
}

/// True for one capital letter: the "J" of "J. K. Rowling".
pub(super) fn is_initial(word: &str) -> bool {
    word.chars().count() == 1 && word.chars().all(char::is_uppercase)
}

/// True for single letters with full stops between: "U.S", "D.C".
pub(super) fn is_dotted(word: &str) -> bool {
    word.contains('.') && word.split('.').all(|part| part.chars().count() == 1)
}

/// Returns the last word of a text, including full stops inside it. A word longer than any abbreviation is cut: the search
/// has to take constant time.
pub(super) fn last_word(text: &str) -> &str {
    let from = text
        .char_indices()
        .rev()
        .take_while(|(at, c)| text.len() - at <= LONGEST_ABBREVIATION && (c.is_alphabetic() || *c == '.'))
        .last()
        .map_or(text.len(), |(at, _)| at);
    text[from..].trim_start_matches('.')
}

/// Splits a text before its last run of letters, or of digits if it ends with a digit.
pub(super) fn split_last_run(text: &str) -> (&str, &str) {
    let digits = text.ends_with(|c: char| c.is_ascii_digit());
    let from = text
        .char_indices()
        .rev()
        .take_while(|(at, c)| {
            let same = if digits { c.is_ascii_digit() } else { c.is_alphabetic() };
            text.len() - at <= LONGEST_ABBREVIATION && same
        })
        .last()
        .map_or(text.len(), |(at, _)| at);
    text.split_at(from)
}

/// Appends words to a spoken form, with a space between two words.
pub(super) fn push_words(spoken: &mut String, words: &str) {
    if spoken.ends_with(char::is_alphanumeric) && words.starts_with(char::is_alphanumeric) {
        spoken.push(' ');
    }
    spoken.push_str(words);
}
