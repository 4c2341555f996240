//! Classifies a line by its shape: a sentence, a title, a name.

use crate::language::boilerplate::{Phrases, phrases};

/// Characters that may close a line after its last sentence mark.
const CLOSERS: [char; 11] = ['"', '\'', '”', '’', '“', '‘', '»', '«', '›', ')', ']'];

/// Multiplier of hashes: FNV's 64-bit prime (Fowler, Noll and Vo, "FNV hash parameters").
pub(super) const PRIME: u64 = 0x0000_0100_0000_01B3;

/// Hashes a word with 64-bit FNV-1a.
pub(super) fn hash(word: &str) -> u64 {
    word.bytes().fold(0xCBF2_9CE4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(PRIME))
}

/// Folds a text for comparison: lower case, straight apostrophes, one space between words.
pub(super) fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        push_lower(&mut out, word);
    }
    out
}

/// Adds a word in lower case with straight apostrophes. Most words are ASCII, and every line of an article is folded.
fn push_lower(out: &mut String, word: &str) {
    if word.is_ascii() {
        let start = out.len();
        out.push_str(word);
        out[start..].make_ascii_lowercase();
    } else {
        out.extend(word.chars().flat_map(char::to_lowercase).map(|c| if c == '’' { '\'' } else { c }));
    }
}

/// Removes all characters before the first and after the last letter or digit.
pub(super) fn trim_marks(text: &str) -> &str {
    text.trim_matches(|c: char| !c.is_alphanumeric())
}

/// Returns the words of a text: runs of letters and digits in lower case, without the apostrophes inside them.
pub(super) fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’')).filter_map(|run| {
        let word: String = if run.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            run.to_ascii_lowercase()
        } else {
            run.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
        };
        (!word.is_empty()).then_some(word)
    })
}

/// Counts the words between white space. Dashes and other marks on their own don't count. Chinese, Japanese and Thai have no spaces
/// between words, so their characters are counted.
pub(super) fn word_count(text: &str) -> usize {
    let words = text.split_whitespace().filter(|w| w.chars().any(char::is_alphanumeric));
    words.map(|word| if word.is_ascii() { 1 } else { count_unspaced(word).max(1) }).sum()
}

/// Scripts without spaces: the first and the last character, and the usual length of a word.
const UNSPACED: [(char, char, usize); 3] =
    [('\u{0e00}', '\u{0eff}', 5), ('\u{3040}', '\u{30ff}', 2), ('\u{3400}', '\u{9fff}', 2)];

fn count_unspaced(word: &str) -> usize {
    let count = |(first, last, length): &(char, char, usize)| {
        word.chars().filter(|c| (first..=last).contains(&c)).count() / length
    };
    UNSPACED.iter().map(count).sum()
}

/// True if a text ends as a sentence does: with `.`, `!`, `?` or `…`, perhaps before closing marks.
pub(super) fn ends_sentence(text: &str) -> bool {
    without_closing_marks(text).ends_with(['.', '!', '?', '…', '。'])
}

/// True if a text ends with a full stop. Titles may end with `!` or `?`, but rarely with a full stop.
pub(super) fn ends_with_full_stop(text: &str) -> bool {
    without_closing_marks(text).ends_with(['.', '…', '。'])
}

/// Returns the text without its closing quotation marks and brackets. A bracket after the end of a sentence goes too, e.g. the
/// agency in `The ferry was late. (dpa)`.
pub(super) fn without_closing_marks(text: &str) -> &str {
    let bare = text.trim_end_matches(is_closer);
    let before = bare
        .rfind('(')
        .filter(|_| text.trim_end().ends_with(')'))
        .map(|at| bare[..at].trim_end_matches(is_closer));
    before.filter(|b| b.ends_with(['.', '!', '?', '…', '。'])).unwrap_or(bare)
}

fn is_closer(c: char) -> bool {
    c.is_whitespace() || CLOSERS.contains(&c)
}

/// True if a text reads as running text. A short line counts only with a full stop, because headlines and link titles may end with
/// `!` or `?`, e.g. "Why is the ferry late?".
pub(super) fn is_prose(text: &str) -> bool {
    let words = word_count(text);
    words > 30 || (words >= 4 && ends_with_full_stop(text)) || (words > 20 && ends_sentence(text))
}

/// True for a line with words in quotation marks.
pub(super) fn has_quotation(line: &str) -> bool {
    line.contains(['“', '”', '„', '«', '»', '"'])
}

/// True if the whole text is in quotation marks. A full stop or a comma may follow them.
pub(super) fn is_quoted(text: &str) -> bool {
    let text = text.trim_end_matches(['.', ',']);
    text.starts_with(['"', '\'', '“', '‘', '„', '»', '«', '‚']) && text.ends_with(CLOSERS)
}

/// True if a text starts as a title does: with a capital, a digit or an opening mark.
pub(super) fn starts_like_title(text: &str) -> bool {
    match text.chars().next() {
        Some(c) => !c.is_lowercase() && (c.is_alphanumeric() || "\"'“‘„»«‚¿¡#$£€".contains(c)),
        None => false,
    }
}

/// True for a title in title case: `Fleet Leaves Port at Dawn`. Words of up to three letters ("at", "the") don't count, and one long
/// word in ten may be in lower case.
pub(super) fn is_title_case(text: &str) -> bool {
    let long: Vec<&str> = text.split_whitespace().filter(|w| w.chars().count() > 3).collect();
    long.len() >= 3 && long.iter().filter(|w| starts_like_title(w)).count() * 10 >= long.len() * 9
}

/// True for the title of another page, such as `Ten ferries to take this summer`: no full stop, not long, and no label.
pub(super) fn is_link_title(line: &str) -> bool {
    (1..=25).contains(&word_count(line))
        && !ends_with_full_stop(line)
        && (starts_like_title(line) || word_count(line) <= 2)
        && !line.ends_with([':', ','])
}

/// True for a line that may be a heading: short, with a capital, and without the mark that ends a sentence or a label. A question
/// may be a heading too, if it has at most eight words: longer ones are questions of an interview.
pub(super) fn is_heading(text: &str) -> bool {
    let question = text.ends_with('?');
    let most = if question { 8 } else { 14 };
    (1..=most).contains(&word_count(text))
        && text.chars().count() <= 100
        && text.chars().any(char::is_alphabetic)
        && starts_like_title(text)
        && !text.contains(['“', '„', '"'])
        && (question
            || !without_closing_marks(text)
                .ends_with(['.', '!', '?', '…', ':', ';', ',', '。', '-', '–', '—']))
}

/// True for the name of a person: capitals at the front of each word, particles allowed between them (`Ludwig van Beethoven`).
pub(super) fn is_name(text: &str) -> bool {
    let Phrases { name_particles, not_name_openings, .. } = phrases();
    let parts: Vec<&str> = text.split_whitespace().collect();
    (2..=9).contains(&parts.len())
        && parts.iter().all(|word| is_capitalised(word) || name_particles.iter().any(|other| other == word))
        && !not_name_openings.iter().any(|other| other == parts[0])
}

fn is_capitalised(word: &str) -> bool {
    word.starts_with(char::is_uppercase) && word.chars().all(|c| c.is_alphabetic() || "'’.-".contains(c))
}
